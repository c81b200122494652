//! `release`: what it answers, and that a release that is killed is whole or not there.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the test plays another program"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const PAGE: &str = "pages/en/index.md";

fn page(words: &str) -> String {
    format!(
        "+++\ntitle = \"Trust\"\nsummary = \"How we keep what customers give us.\"\n+++\n\n::: hero {{#top}}\nheading = \"How we work\"\n:::\n\n::: text {{#words}}\n{words}\n:::\n"
    )
}

fn site(folder: &Path, pages: usize) {
    fs::create_dir_all(folder.join("pages/en")).unwrap();
    let settings = "format = 1\nname = \"Test\"\naddress = \"https://trust.example.com\"\n";
    fs::write(folder.join("site.toml"), settings).unwrap();
    fs::write(folder.join(PAGE), page("We answer every question.")).unwrap();
    for i in 1..pages {
        let text = page(&format!("We answer every question of this page, {i}."))
            .replace("\"How we keep", &format!("\"Part {i}: how we keep"));
        fs::write(folder.join(format!("pages/en/page{i}.md")), text).unwrap();
    }
}

fn release(site: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .arg("release")
        .arg(site)
        .args(["--date", "2026-11-26"])
        .args(more)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn it_is_done_refused_or_fails_and_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("site");
    site(&folder, 1);
    let out = dir.path().join("out.zip");
    let list = |more: &[&str]| said(&release(&folder, &[&["--list"], more].concat()));
    assert!(list(&[]).contains("Nothing was released yet."));
    let checked = release(&folder, &["--check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
    assert!(!folder.join("releases").exists(), "a check writes nothing");

    fs::write(folder.join(PAGE), page("See [it](http://example.com/a).")).unwrap();
    let refused = release(&folder, &["--out", out.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("STOP  should-fix"),
        "{}",
        said(&refused)
    );
    assert!(!out.exists() && !folder.join("releases").exists());

    let json = release(&folder, &["--check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["checklist"]["ready"], false);
    assert_eq!(json["released"], serde_json::Value::Null);

    let accepted = [
        "--accept",
        "should-fix=They serve nothing else.",
        "--by",
        "Kim",
    ];
    let notes = ["--note", "en=New.", "--out", out.to_str().unwrap()];
    let made = release(&folder, &[&accepted[..], &notes].concat());
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let first = fs::read(&out).unwrap();
    fs::remove_file(&out).unwrap();
    let again = release(&folder, &["--again", "1", "--out", out.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert_eq!(fs::read(&out).unwrap(), first);
    let listed = list(&["--format", "json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(
        (&listed[0]["number"], &listed[0]["by"]),
        (&1.into(), &"Kim".into())
    );
    assert_eq!(
        listed[0]["accepted"][0]["reason"],
        "They serve nothing else."
    );

    let failed = release(&folder, &["--again", "7", "--out", out.to_str().unwrap()]);
    assert_eq!(failed.status.code(), Some(2));
    let failed = release(&dir.path().join("none"), &[]);
    assert_eq!(failed.status.code(), Some(2));
}

/// All files of the releases but the contents, which may be more than is named.
fn kept(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for release in fs::read_dir(site.join("releases")).unwrap() {
        let release = release.unwrap().path();
        let name = release.file_name().unwrap().to_str().unwrap().to_owned();
        if name.parse::<u32>().is_err() {
            continue;
        }
        for file in fs::read_dir(&release).unwrap() {
            let file = file.unwrap().path();
            let path = file.strip_prefix(&release).unwrap().display();
            all.insert(format!("{name}/{path}"), fs::read(&file).unwrap());
        }
    }
    all
}

#[test]
fn a_killed_release_is_whole_or_not_there() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("site");
    site(&folder, 40);
    let accept = ["--accept", "should-fix=A test."];
    assert_eq!(release(&folder, &accept).status.code(), Some(0));
    let mut made = 1;
    for wait in [5, 30, 80, 150, 250, 400] {
        let words = format!("We answer every question, also after {wait} of them.");
        fs::write(folder.join(PAGE), page(&words)).unwrap();
        let before = kept(&folder);
        let mut child = Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
            .arg("release")
            .arg(&folder)
            .args(["--date", "2026-11-26"])
            .args(accept)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut after = kept(&folder);
        let new = format!("{:04}/", made + 1);
        let whole = after.keys().filter(|path| path.starts_with(&new)).count();
        assert!(whole == 0 || whole == 4, "{whole} files after {wait} ms");
        made += u32::from(whole == 4);
        after.retain(|path, _| !path.starts_with(&new));
        assert!(
            after == before,
            "an earlier release changed after {wait} ms"
        );
    }
    let next = release(&folder, &accept);
    assert_eq!(next.status.code(), Some(0), "{}", said(&next));
    // Every release that is there can be exported.
    for number in 1..=made + 1 {
        let out = dir.path().join(format!("{number}.zip"));
        let number = number.to_string();
        let again = release(
            &folder,
            &["--again", &number, "--out", out.to_str().unwrap()],
        );
        assert_eq!(again.status.code(), Some(0), "release {number}");
    }
}
