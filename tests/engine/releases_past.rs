//! Past releases: listed, found by day, looked at as they were, and brought back as one edit.

use std::collections::{BTreeMap, BTreeSet};

use trustdesk_core::model::Date;
use trustdesk_core::release;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, open};

use crate::export::files;
use crate::releases::{page, site};

const PAGE: &str = "pages/en/index.md";

/// Everything that a site is made of, without what is known only here.
fn sources(site: &TempSite) -> BTreeMap<String, Vec<u8>> {
    let mut all = files(site.root());
    all.retain(|path, _| !path.starts_with("releases/") && !path.starts_with("state/"));
    all
}

/// A site that was released, and changed in every way since.
fn changed() -> (TempSite, BTreeMap<String, Vec<u8>>) {
    let site = site();
    site.write(
        "records/links.toml",
        "# Ours.\n[one]\nlabel = \"One\"\nto = \"https://example.com\"\n",
    );
    site.write("glossary.toml", "# Words.\n");
    site.write("media/old.pdf", "%PDF-1.4 old");
    site.write("shared/en/note.md", "::: text {#note}\nShared.\n:::\n");
    site.write("templates/kinds/own.toml", "# Ours.\n");
    let first = sources(&site);
    trustdesk_tests::release(site.root(), "2026-11-24").unwrap();
    site.write(PAGE, page("Two"));
    site.write("pages/en/new.md", page("New"));
    site.remove("pages/zh-Hans/index.md");
    site.write(
        "records/links.toml",
        "[two]\nlabel = \"Two\"\nto = \"https://example.com/2\"\n",
    );
    site.write("records/documents.toml", "[paper]\ntitle = \"Paper\"\n");
    site.remove("glossary.toml");
    site.write("dictionary.txt", "corvo\n");
    site.remove("media/old.pdf");
    site.write(
        "media/dot.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"2\"/>",
    );
    site.write(
        "media/new.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"3\"/>",
    );
    let settings = site
        .text("site.toml")
        .replace("Test Trust Center", "Another Name");
    site.write("site.toml", settings);
    site.write("shared/en/note.md", "::: text {#note}\nShared anew.\n:::\n");
    site.write("templates/kinds/own.toml", "# Theirs.\n");
    site.write("state/comments.toml", "# words since\n");
    (site, first)
}

#[test]
fn a_past_release_comes_back_as_one_edit_that_one_undo_takes_back_to_the_byte() {
    let (site, first) = changed();
    let before = sources(&site);
    let mut session = open(&site);
    let store = Store::open(site.root()).unwrap();
    let kept = release::sources::of(&store, 1).unwrap();
    session.bring_back_release(&kept, 0).unwrap();
    session.save().unwrap();
    assert_eq!(sources(&site), first);
    assert_eq!(site.text("state/comments.toml"), "# words since\n");
    assert!(session.undo().unwrap().is_some());
    session.save().unwrap();
    assert_eq!(sources(&site), before);
    assert!(session.undo().unwrap().is_none(), "it was one edit");
    session.redo().unwrap();
    session.save().unwrap();
    assert_eq!(sources(&site), first);
    // What came back is what was released.
    let again = trustdesk_tests::bundle(site.root(), "2026-11-24").unwrap();
    let then = release::kept(&store, 1).unwrap();
    let page = "en/index.html";
    assert_eq!(again.manifest().hash(page), then.manifest().hash(page));
}

#[test]
fn only_what_changes_is_kept_for_undoing_when_a_release_comes_back() {
    let site = site();
    site.write("media/same.pdf", "%PDF-1.4 same");
    site.write("media/other.pdf", "%PDF-1.4 then");
    trustdesk_tests::release(site.root(), "2026-11-24").unwrap();
    site.write("media/other.pdf", "%PDF-1.4 now");
    site.write("media/new.pdf", "%PDF-1.4 new");
    let mut session = open(&site);
    let outside = tempfile::tempdir().unwrap();
    session.keep_in(outside.path().to_owned());
    let store = Store::open(site.root()).unwrap();
    let kept = release::sources::of(&store, 1).unwrap();
    session.bring_back_release(&kept, 0).unwrap();
    let held: BTreeSet<_> = files(outside.path()).into_values().collect();
    let wanted = ["then", "now", "new"].map(|end| format!("%PDF-1.4 {end}").into_bytes());
    assert_eq!(held, BTreeSet::from(wanted));
}

#[test]
fn nothing_comes_back_when_a_source_is_damaged() {
    let (site, _) = changed();
    let before = sources(&site);
    let mut session = open(&site);
    let store = Store::open(site.root()).unwrap();
    let kept = release::sources::of(&store, 1).unwrap();
    let hash = kept.manifest().hash("media/old.pdf").unwrap().to_string();
    let (first, rest) = hash.split_at(2);
    site.remove(&format!("releases/objects/{first}/{rest}.z"));
    let refused = session.bring_back_release(&kept, 0).unwrap_err();
    assert!(refused.to_string().contains("media/old.pdf"), "{refused}");
    assert!(session.undo().unwrap().is_none());
    session.save().unwrap();
    assert_eq!(sources(&site), before);
}

#[test]
fn the_release_of_a_day_is_the_last_that_was_public_then() {
    let site = site();
    let store = Store::open(site.root()).unwrap();
    let on = |day: &str| release::on(&store, Date::parse(day).unwrap());
    assert_eq!(on("2026-11-24"), None);
    assert!(release::history(&store, &[]).is_empty());
    for day in ["2026-03-01", "2026-03-14", "2026-03-14", "2026-04-01"] {
        trustdesk_tests::release(site.root(), day).unwrap();
    }
    let days = [
        "2026-02-28",
        "2026-03-01",
        "2026-03-13",
        "2026-03-14",
        "2026-03-31",
        "2027-01-01",
    ];
    let found = days.map(on);
    assert_eq!(found, [None, Some(1), Some(1), Some(3), Some(3), Some(4)]);
    site.write("releases/0002/manifest.json", "{");
    site.remove("releases/0004/release.toml");
    let history = release::history(&store, &[]);
    let numbers: Vec<u32> = history.iter().map(|one| one.number).collect();
    assert_eq!(numbers, [4, 3, 2, 1]);
    let damaged: Vec<usize> = history.iter().map(|one| one.damaged.len()).collect();
    assert_eq!(damaged, [1, 0, 1, 0]);
    assert!(history[0].damaged[0].to_string().contains("release.toml"));
    assert_eq!(
        (history[3].by.as_str(), history[3].date.as_str()),
        ("Kim", "2026-03-01")
    );
    assert_eq!(
        history[2].date, "2026-03-14",
        "of the entry, when the manifest is gone"
    );
}

#[test]
fn a_page_is_shown_as_it_was_from_what_is_kept() {
    let (site, _) = changed();
    let store = Store::open(site.root()).unwrap();
    let then = release::kept(&store, 1).unwrap();
    let pages = release::pages(&then).unwrap();
    let named = |path: &str| {
        pages
            .iter()
            .any(|one| one.path == path && !one.title.is_empty())
    };
    assert!(
        named("en/index.html") && named("zh-Hans/index.html"),
        "{pages:?}"
    );
    let html = release::page(&then, 1, "en/index.html").unwrap();
    for wanted in [
        "href=\"preview://localhost/release/1/assets/",
        "src=\"preview://localhost/release/1/media/dot.svg\"",
        "style-src preview: http://preview.localhost",
        ">One<",
    ] {
        assert!(html.contains(wanted), "{wanted} in {html}");
    }
    assert!(
        !html.contains("'self'; img-src"),
        "the policy of the export"
    );
    for none in ["media/dot.svg", "en/none.html", "../site.toml"] {
        assert!(release::page(&then, 1, none).is_err(), "{none}");
    }
}
