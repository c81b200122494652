//! `trustdesk-cli changes` as a program of continuous integration runs it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "test code: a failure here is a failed test"
)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const DAY: &str = "2026-11-24";
const PAGE: &str = "+++\ntitle = \"Home\"\nsummary = \"S\"\n+++\n\n::: text {#a}\nWe keep logs for 30 days.\n:::\n";

fn run(arguments: &[&str], paths: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .args(arguments)
        .args(paths)
        .output()
        .expect("the program")
}

/// A site, and what it exported before its page said something else.
fn edited() -> (tempfile::TempDir, tempfile::TempDir) {
    let (site, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let settings = "format = 1\nname = \"T\"\naddress = \"https://trust.example.com\"\ntheme = \"beacon\"\nlocales = [{ tag = \"en\", label = \"English\" }]\n";
    std::fs::create_dir_all(site.path().join("pages/en")).unwrap();
    std::fs::write(site.path().join("site.toml"), settings).unwrap();
    std::fs::write(site.path().join("pages/en/index.md"), PAGE).unwrap();
    let exported = run(&["export", "--as-of", DAY], &[site.path(), out.path()]);
    assert_eq!(exported.status.code(), Some(0), "{exported:?}");
    let same = run(&["changes", "--as-of", DAY], &[out.path(), site.path()]);
    assert_eq!(same.status.code(), Some(0), "{same:?}");
    let page = PAGE.replace("30 days", "8 days");
    std::fs::write(site.path().join("pages/en/index.md"), page).unwrap();
    (site, out)
}

#[test]
fn it_tells_what_changed_as_text_json_and_a_page() {
    let (site, out) = edited();
    let told = |more: &[&str]| {
        let arguments = [&["changes", "--as-of", DAY], more].concat();
        let output = run(&arguments, &[out.path(), site.path()]);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(
        told(&[]),
        "1 change on 1 page, from an export as of 24 November 2026 to an export as of 24 November 2026\n\nen/index.html  Home\n  [Numbers and dates] Text: “Text” changed from “We keep logs for 30 days.” to “We keep logs for 8 days.”\n      We keep logs for [-30-]{+8+} days.\n"
    );
    assert!(told(&["--lang", "zh-Hans"]).contains("[数字与日期] 正文："));
    let json: Value = serde_json::from_str(&told(&["--format", "json"])).unwrap();
    assert_eq!(json["list"][0]["meaning"], "numbers");
    assert_eq!(json["pages"][0]["path"], "en/index.html");
    let page = told(&["--format", "html"]);
    assert!(page.starts_with("<!doctype html>") && page.contains("<del>30</del><ins>8</ins>"));
}

#[test]
fn a_site_alone_is_compared_with_its_last_release() {
    let (site, out) = edited();
    let first = run(&["changes", "--as-of", DAY], &[site.path()]);
    assert_eq!(first.status.code(), Some(1));
    assert!(
        String::from_utf8(first.stdout)
            .unwrap()
            .contains("New page")
    );
    let released = run(&["release", "--date", DAY], &[site.path()]);
    assert_eq!(released.status.code(), Some(0), "{released:?}");
    let after = run(&["changes", "--as-of", DAY], &[site.path()]);
    assert_eq!(after.status.code(), Some(0), "{after:?}");
    let alone = run(&["changes"], &[out.path()]);
    assert_eq!(alone.status.code(), Some(2));
    let said = String::from_utf8(alone.stderr).unwrap();
    assert!(
        said.starts_with("A bundle alone has nothing to be compared with."),
        "{said}"
    );
    let nowhere = run(&["changes"], &[&out.path().join("none"), site.path()]);
    assert_eq!(nowhere.status.code(), Some(2));
}

#[test]
fn a_site_is_compared_with_its_export_as_an_export_and_with_its_release_as_a_release() {
    let (site, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let settings = "format = 1\nname = \"T\"\nlocales = [{ tag = \"en\", label = \"English\" }]\n";
    let history = format!("{PAGE}\n::: releases\nverify = true\n:::\n");
    std::fs::create_dir_all(site.path().join("pages/en")).unwrap();
    std::fs::write(site.path().join("site.toml"), settings).unwrap();
    std::fs::write(site.path().join("pages/en/index.md"), history).unwrap();
    let [plain, bundle] = ["plain", "bundle"].map(|name| out.path().join(name));
    let arguments = ["release", "--date", DAY, "--note", "en=First.", "--out"];
    let released = run(&arguments, &[&bundle, site.path()]);
    assert_eq!(released.status.code(), Some(0), "{released:?}");
    let exported = run(&["export", "--as-of", DAY], &[site.path(), &plain]);
    assert_eq!(exported.status.code(), Some(0), "{exported:?}");
    for folder in [&plain, &bundle] {
        let same = run(&["changes", "--as-of", DAY], &[folder, site.path()]);
        assert_eq!(same.status.code(), Some(0), "{same:?}");
        let same = run(&["changes", "--as-of", DAY], &[site.path(), folder]);
        assert_eq!(same.status.code(), Some(0), "{same:?}");
    }
    let differ = run(&["changes"], &[&plain, &bundle]);
    assert_eq!(differ.status.code(), Some(1), "{differ:?}");
}
