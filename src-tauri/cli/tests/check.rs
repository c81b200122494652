//! `trustdesk-cli check` as a program of continuous integration runs it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "test code: a failure here is a failed test"
)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures");

fn check(site: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .arg("check")
        .arg(Path::new(FIXTURES).join(site))
        .args(if more.contains(&"--as-of") {
            &[][..]
        } else {
            &["--as-of", "2026-11-24"][..]
        })
        .args(more)
        .output()
        .expect("the program")
}

#[test]
fn it_ends_with_what_was_found() {
    assert_eq!(check("clean", &[]).status.code(), Some(0));
    assert_eq!(check("defects/site", &[]).status.code(), Some(1));
    assert_eq!(check("nowhere", &[]).status.code(), Some(2));
    let said = String::from_utf8(check("clean", &[]).stdout).unwrap();
    assert_eq!(said.trim(), "No problems found.");
}

#[test]
fn another_day_has_other_problems() {
    let on = |day: &str| {
        let output = check("clean", &["--as-of", day]);
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(
        on("2029-01-01").contains("expired on 2028-05-11"),
        "{}",
        on("2029-01-01")
    );
}

#[test]
fn sarif_names_the_rule_the_file_and_the_line_of_each_problem() {
    let output = check("defects/site", &["--format", "sarif"]);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["id"].as_str().unwrap())
        .collect();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 120);
    for result in results {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(
            !place["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .contains(' ')
        );
    }
    let typo = results
        .iter()
        .find(|r| r["message"]["text"].as_str().unwrap().contains("recieve"))
        .unwrap();
    let page = std::fs::read_to_string(Path::new(FIXTURES).join("defects/site/pages/en/texts.md"))
        .unwrap();
    let line = page
        .lines()
        .position(|line| line.contains("{#spelling}"))
        .unwrap()
        + 1;
    assert_eq!(typo["level"], "warning");
    assert_eq!(
        typo["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64(),
        Some(line as u64)
    );
}
