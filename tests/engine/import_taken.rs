//! Changes of an existing site taken over in an open site, and what a person is shown of an import.

use std::fs;

use tempfile::TempDir;
use trustdesk_core::create;
use trustdesk_core::error::Error;
use trustdesk_core::import::{self, Choices};
use trustdesk_core::model::Date;
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_core::trash::Trash;
use trustdesk_tests::engine;

use crate::importing::{Existing, Imported};

fn files(imported: &Imported) -> Vec<(String, Vec<u8>)> {
    let bytes = |path: String| {
        let bytes = fs::read(imported.root.join(&path)).unwrap();
        (path, bytes)
    };
    imported.files().into_iter().map(bytes).collect()
}

#[test]
fn changes_are_taken_over_as_one_edit_that_one_undo_takes_back_to_the_byte() {
    let existing = Existing::jekyll();
    let imported = existing.import();
    let before = files(&imported);
    let page = fs::read_to_string(existing.root().join("en-us/default.md")).unwrap();
    existing.write(
        "en-us/default.md",
        page.replace("in two places", "in three places"),
    );
    fs::remove_file(existing.root().join("en-us/security/Old page.htm")).unwrap();
    existing.write("en-us/AAA/default.md", "---\nlayout: Harbour\n---\n<h1>First</h1><p><img src=\"../Images/new.gif\" alt=\"New\"></p>");
    existing.write(
        "en-us/Images/new.gif",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    );

    let data = TempDir::new().unwrap();
    let trash = Trash::of(data.path(), &imported.root);
    let store = Store::open(&imported.root).unwrap();
    let day = Date::parse("2026-11-24").unwrap();
    let mut session = Session::open(store, engine(), day).unwrap();
    let choices = Choices::default();
    let again = import::again(existing.root(), session.store(), &choices, &|_| true).unwrap();
    let take: Vec<String> = again.differences.iter().map(|d| d.source.clone()).collect();
    assert_eq!(take.len(), 3);
    session.take_import(&again, &take, &trash, 0, 0).unwrap();
    session.save().unwrap();

    assert!(
        imported
            .text("pages/en/index.md")
            .contains("in three places")
    );
    assert!(imported.root.join("pages/en/aaa/index.md").is_file());
    assert!(imported.root.join("media/images/new.gif").is_file());
    assert!(!imported.root.join("pages/en/security/old-page.md").exists());
    assert_eq!(session.trash(&trash).len(), 1);
    let same = import::again(existing.root(), session.store(), &choices, &|_| true).unwrap();
    assert_eq!(same.differences, []);
    let after = files(&imported);

    session.undo().unwrap().unwrap();
    session.save().unwrap();
    assert_eq!(files(&imported), before);
    session.redo().unwrap().unwrap();
    session.save().unwrap();
    assert_eq!(files(&imported), after);
}

#[test]
fn pages_are_shown_as_they_stand_in_the_source_and_nothing_else_is() {
    let existing = Existing::jekyll();
    existing.write(
        "en-us/latin.html",
        b"<h1>Caf\xe9</h1>\r\n<p>Cr\xe8me, na\xefvet\xe9, d\xe9j\xe0 vu.</p>",
    );
    let prepared = existing.read();
    let text = prepared.source_text("en-us/latin.html").unwrap();
    assert!(text.starts_with("<h1>Café</h1>\n<p>Crème"), "{text}");
    for path in ["en-us/Images/lock.png", "../secret.md", "none.md", ""] {
        let refused = prepared.source_text(path);
        assert!(matches!(refused, Err(Error::Refused(_))), "{path}");
    }
}

#[test]
fn a_site_knows_that_it_was_imported_and_can_be_given_another_name() {
    let existing = Existing::jekyll();
    let prepared = existing.read();
    assert_ne!(prepared.name(), "");
    let imported = Imported::of(&prepared);
    let store = Store::open(&imported.root).unwrap();
    assert!(import::is_from_import(&store));
    let before = imported.text("site.toml");
    create::rename(&imported.root, " Legal \"center\" ").unwrap();
    let after = imported.text("site.toml");
    let rest = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with("name = "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rest(&after), rest(&before));
    let day = Date::parse("2026-11-24").unwrap();
    let session = Session::open(store, engine(), day).unwrap();
    assert_eq!(session.view().name, "Legal \"center\"");

    let other = TempDir::new().unwrap();
    create::starter(&other.path().join("site"), "Another").unwrap();
    let other = Store::open(&other.path().join("site")).unwrap();
    assert!(!import::is_from_import(&other));
}
