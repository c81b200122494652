//! `due` on the command line: text, JSON and a calendar of the same days.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the test plays another program"
)]

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

fn site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("site.toml"),
        "name = \"Trust\"\naddress = \"https://trust.example.com\"\n",
    )
    .unwrap();
    fs::create_dir_all(folder.path().join("pages/en")).unwrap();
    fs::write(
        folder.path().join("pages/en/index.md"),
        "+++\ntitle = \"Trust\"\n+++\n\n::: certifications {#all}\n:::\n",
    )
    .unwrap();
    fs::create_dir(folder.path().join("records")).unwrap();
    fs::write(
        folder.path().join("records/certifications.toml"),
        "[a]\ntitle = \"One\"\nowner = \"Ann\"\nissued = 2024-02-01\nexpires = 2027-01-31\n\n[b]\ntitle = \"Two\"\nissued = 2023-02-01\nexpires = 2026-01-31\n",
    )
    .unwrap();
    folder
}

fn due(folder: &TempDir, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .args(["due", ".", "--as-of", "2026-11-24"])
        .args(more)
        .current_dir(folder.path())
        .output()
        .unwrap()
}

fn said(folder: &TempDir, more: &[&str]) -> String {
    let output = due(folder, more);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn each_format_tells_the_same_days() {
    let site = site();
    assert_eq!(
        said(&site, &[]),
        "If nobody touches this site, on 1 February 2027 one statement becomes untrue.\n\nOverdue\n  2026-01-31  Expired: Two\n\n2027-01\n  2027-01-31  Expires: One (Ann), untrue from 2027-02-01\n"
    );
    let json: serde_json::Value =
        serde_json::from_str(&said(&site, &["--format", "json"])).unwrap();
    assert_eq!(json["untrue"][0]["date"], "2027-02-01");
    assert_eq!(json["dues"][1]["place"]["field"], "a.expires");
    assert_eq!(json["dues"][1]["what"], "Expires");
    let calendar = said(&site, &["--format", "ics"]);
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 2);
    assert!(
        calendar.contains("DTSTART;VALUE=DATE:20270131\r\n"),
        "{calendar}"
    );
}

#[test]
fn only_the_months_asked_for_are_looked_at() {
    let site = site();
    let near = said(&site, &["--months", "1"]);
    assert!(!near.contains("One") && near.contains("Two"), "{near}");
    assert!(near.starts_with("Nothing that this site says becomes untrue until 24 December 2026."));
    assert!(!due(&site, &["--months", "0"]).status.success());
}
