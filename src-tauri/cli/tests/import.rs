//! `import` on the command line: what it says, what it writes, and how it ends.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the test plays another program"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with an existing site in `old`, and nothing at `new`.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder,
        "old/en/index.html",
        "<h1>Harbour</h1><p>Welcome. <a href=\"gone.html\">Gone</a></p>",
    );
    write(&folder, "old/zh/index.html", "<h1>港湾</h1><p>欢迎。</p>");
    folder
}

fn write(folder: &TempDir, path: &str, text: &str) {
    let file = folder.path().join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn import(folder: &TempDir, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .args(["import", "old", "new"])
        .args(more)
        .current_dir(folder.path())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn text(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

#[test]
fn an_import_says_what_became_what() {
    let folder = folder();
    let dry = said(&import(&folder, &["--dry-run"]));
    assert!(
        dry.contains("2 pages with 1 link and 0 pictures") && dry.contains("Nothing was written."),
        "{dry}"
    );
    assert!(!folder.path().join("new").exists());
    let made = said(&import(&folder, &["--report", "said.json"]));
    for line in [
        "100 % of the text is in forms",
        "  en → en: 1 page",
        "  /en/gone.html (used by en/index.html)",
        "Created a new site in new.",
    ] {
        assert!(made.contains(line), "{line} is not in\n{made}");
    }
    let report: serde_json::Value = serde_json::from_str(&text(&folder, "said.json")).unwrap();
    assert_eq!(report["figures"]["pages"], 2);
    assert!(text(&folder, "new/pages/en/index.md").contains("Welcome."));
}

#[test]
fn languages_and_the_report_are_chosen() {
    let folder = folder();
    let json = said(&import(
        &folder,
        &[
            "--report",
            "-",
            "--language",
            "zh=",
            "--language",
            "en=en-IE",
        ],
    ));
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["figures"]["pages"], 1);
    assert!(Path::new(&folder.path().join("new/pages/en-IE/index.md")).is_file());
    assert_eq!(
        import(&folder, &["--language", "zh"]).status.code(),
        Some(2)
    );
}

#[test]
fn the_same_source_is_taken_over_only_as_asked() {
    let folder = folder();
    said(&import(&folder, &[]));
    assert!(said(&import(&folder, &[])).contains("Nothing changed in the source"));
    write(
        &folder,
        "old/en/index.html",
        "<h1>Harbour</h1><p>Welcome back.</p>",
    );
    write(
        &folder,
        "old/zh/index.html",
        "<h1>港湾</h1><p>欢迎回来。</p>",
    );
    let edited = text(&folder, "new/pages/zh-Hans/index.md").replace("欢迎。", "您好。");
    write(&folder, "new/pages/zh-Hans/index.md", &edited);
    let told = said(&import(&folder, &[]));
    assert!(
        told.contains("changed: en/index.html")
            && told.contains("changed there and edited here: zh/index.html"),
        "{told}"
    );
    assert!(text(&folder, "new/pages/en/index.md").contains("Welcome. "));
    let updated = said(&import(&folder, &["--update"]));
    assert!(
        updated.contains("Taken over: 1 page. Left as they are: 1."),
        "{updated}"
    );
    assert!(text(&folder, "new/pages/en/index.md").contains("Welcome back."));
    assert!(text(&folder, "new/pages/zh-Hans/index.md").contains("您好。"));
    said(&import(&folder, &["--take", "zh/index.html"]));
    assert!(text(&folder, "new/pages/zh-Hans/index.md").contains("欢迎回来。"));
    assert_eq!(
        import(&folder, &["--take", "zh/index.html"]).status.code(),
        Some(2)
    );
}

#[test]
fn what_cannot_be_done_ends_with_two() {
    let folder = folder();
    write(&folder, "new/other.txt", "kept");
    let refused = import(&folder, &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is not empty"));
    assert_eq!(text(&folder, "new/other.txt"), "kept");
    fs::remove_dir_all(folder.path().join("old")).unwrap();
    assert_eq!(import(&folder, &[]).status.code(), Some(2));
}
