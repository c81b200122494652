//! The same source imported once more: what changed there and here, and nothing written over.

use std::fs;

use trustdesk_core::import::{self, Again, Choices, Standing};
use trustdesk_core::store::Store;

use crate::importing::{Existing, Imported};

fn again(existing: &Existing, imported: &Imported) -> (Again, Store) {
    let store = Store::open(&imported.root).unwrap();
    let again = import::again(existing.root(), &store, &Choices::default(), &|_| true);
    (again.unwrap(), store)
}

fn standings(again: &Again) -> Vec<(&str, Standing, bool)> {
    let one = |d: &'_ import::Difference| (d.standing, d.edited);
    again
        .differences
        .iter()
        .map(|d| (d.source.as_str(), one(d).0, one(d).1))
        .collect()
}

fn snapshot(imported: &Imported) -> Vec<(String, Vec<u8>)> {
    let bytes = |path: String| {
        let bytes = fs::read(imported.root.join(&path)).unwrap();
        (path, bytes)
    };
    imported.files().into_iter().map(bytes).collect()
}

fn edit(root: &std::path::Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(path)).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(root.join(path), text.replace(from, to)).unwrap();
}

#[test]
fn an_unchanged_source_has_no_differences() {
    let existing = Existing::jekyll();
    let imported = existing.import();
    let before = snapshot(&imported);
    let (again, store) = again(&existing, &imported);
    assert_eq!(standings(&again), []);
    again.apply(&[], &store).unwrap();
    assert_eq!(snapshot(&imported), before);
}

#[test]
fn each_kind_of_change_is_told_and_taken_only_when_asked_for() {
    let existing = Existing::jekyll();
    let imported = existing.import();
    edit(
        existing.root(),
        "en-us/default.md",
        "in two places",
        "in three places",
    );
    edit(existing.root(), "zh-cn/default.md", "两个地点", "三个地点");
    edit(
        &imported.root,
        "pages/zh-Hans/index.md",
        "港湾云把",
        "港湾云总是把",
    );
    edit(
        &imported.root,
        "pages/en/blog/post.md",
        "new door",
        "green door",
    );
    fs::remove_file(existing.root().join("en-us/security/Old page.htm")).unwrap();
    existing.write("en-us/AAA/default.md", "---\nlayout: Harbour\n---\n<h1>First</h1><p><img src=\"../Images/new.gif\" alt=\"New\"> <a href=\"../default.html\">home</a></p>");
    existing.write(
        "en-us/Images/new.gif",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    );
    let before = snapshot(&imported);
    let (found, store) = again(&existing, &imported);
    assert_eq!(
        standings(&found),
        [
            ("en-us/AAA/default.md", Standing::New, false),
            ("en-us/default.md", Standing::Changed, false),
            ("en-us/security/Old page.htm", Standing::Gone, false),
            ("zh-cn/default.md", Standing::Both, true),
        ]
    );
    assert_eq!(snapshot(&imported), before);
    let take = ["en-us/AAA/default.md", "en-us/default.md"].map(str::to_owned);
    found.apply(&take, &store).unwrap();
    assert!(
        imported
            .text("pages/en/index.md")
            .contains("in three places")
    );
    assert!(imported.text("pages/en/aaa/index.md").contains("[home](/)"));
    assert!(
        imported
            .files()
            .contains(&"media/images/new.gif".to_owned())
    );
    assert!(
        imported
            .text("records/assets.toml")
            .contains("en-us/Images/new.gif")
    );
    assert!(
        imported
            .text("pages/zh-Hans/index.md")
            .contains("港湾云总是把")
    );
    assert!(
        imported
            .text("pages/en/security/old-page.md")
            .contains("one key")
    );
    let (found, store) = again(&existing, &imported);
    assert_eq!(found.differences.len(), 2);
    let rest: Vec<String> = found.differences.iter().map(|d| d.source.clone()).collect();
    found.apply(&rest, &store).unwrap();
    assert!(
        imported
            .text("pages/zh-Hans/index.md")
            .contains("港湾云把客户数据保存在自有的三个地点")
    );
    assert!(!imported.root.join("pages/en/security/old-page.md").exists());
    assert!(
        imported
            .text("pages/en/blog/post.md")
            .contains("green door")
    );
    assert_eq!(standings(&again(&existing, &imported).0), []);
}

#[test]
fn pages_keep_their_addresses_and_shared_parts() {
    let existing = Existing::jekyll();
    let imported = existing.import();
    let before = snapshot(&imported).len();
    // Would take the address of the page that is there.
    existing.write(
        "en-us/security.md",
        "---\nlayout: Harbour\n---\n<h1>Another</h1>",
    );
    edit(
        existing.root(),
        "en-us/security/default.md",
        "People watch",
        "Two people watch",
    );
    let (found, store) = again(&existing, &imported);
    let take: Vec<String> = found.differences.iter().map(|d| d.source.clone()).collect();
    assert_eq!(take, ["en-us/security.md", "en-us/security/default.md"]);
    found.apply(&take, &store).unwrap();
    let security = imported
        .text("pages/en/security/index.md")
        .replace("\r\n", "\n");
    assert!(security.contains("Two people watch"), "{security}");
    assert!(
        security.contains("::: shared {aside}\nuse = \"good-to-know\""),
        "{security}"
    );
    assert!(imported.text("pages/en/security-2.md").contains("Another"));
    assert_eq!(snapshot(&imported).len(), before + 1);
}

#[test]
fn pages_that_were_not_imported_are_never_written_over() {
    let existing = Existing::jekyll();
    let imported = existing.import();
    fs::write(
        imported.root.join("pages/en/extra.md"),
        "+++\ntitle = \"Ours\"\n+++\n",
    )
    .unwrap();
    existing.write(
        "en-us/extra.md",
        "---\nlayout: Harbour\n---\n<h1>Theirs</h1>",
    );
    let (found, store) = again(&existing, &imported);
    let take = ["en-us/extra.md".to_owned()];
    assert_eq!(found.apply(&take, &store).unwrap_err().code(), "refused");
    assert!(imported.text("pages/en/extra.md").contains("Ours"));
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("site.toml"), "format = 1\n").unwrap();
    let store = Store::open(other.path()).unwrap();
    let refused = import::again(existing.root(), &store, &Choices::default(), &|_| true);
    assert_eq!(refused.unwrap_err().code(), "refused");
}

#[test]
fn documents_that_changed_there_are_taken_and_those_replaced_here_stay() {
    let existing = Existing::jekyll();
    let imported = existing.import();
    let paper = "file/Paper on keys.pdf";
    existing.write(paper, b"%PDF-1.7 keys, later");
    let (found, store) = again(&existing, &imported);
    assert_eq!(found.media, [paper]);
    let here = imported.root.join("media/file/paper-on-keys.pdf");
    found.apply(&[], &store).unwrap();
    assert_eq!(fs::read(&here).unwrap(), b"%PDF-1.7 keys");
    found.apply(&[paper.to_owned()], &store).unwrap();
    assert_eq!(fs::read(&here).unwrap(), b"%PDF-1.7 keys, later");
    existing.write(paper, b"%PDF-1.7 keys, latest");
    fs::write(&here, b"%PDF-1.7 ours").unwrap();
    let (found, store) = again(&existing, &imported);
    assert!(found.media.is_empty());
    assert!(found.apply(&[paper.to_owned()], &store).is_err());
    assert_eq!(fs::read(&here).unwrap(), b"%PDF-1.7 ours");
}
