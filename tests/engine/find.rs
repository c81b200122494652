//! Finding over many pages, and replacing over the sample site as one edit.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::time::Instant;

use trustdesk_core::error::Error;
use trustdesk_core::find::Query;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, engine, generated};

fn open(site: &TempSite) -> Session {
    let store = Store::open(site.root()).unwrap();
    Session::open(store, engine(), Date::parse("2026-11-24").unwrap()).unwrap()
}

fn query(text: &str) -> Query {
    Query {
        text: text.into(),
        ..Query::default()
    }
}

/// The sample site, and the text of every file in it that content may be in.
fn sample() -> (TempSite, BTreeMap<String, Vec<u8>>) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let site = TempSite::new();
    let store = Store::open(&from).unwrap();
    let mut files = BTreeMap::new();
    for entry in store.list().unwrap() {
        let bytes = store.read(&entry.path).unwrap();
        site.write(&entry.path, &bytes);
        files.insert(entry.path, bytes);
    }
    (site, files)
}

/// Site paths of the texts that are not what `files` says.
fn changed(session: &Session, files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let is_text = |path: &str| [".md", ".toml"].iter().any(|end| path.ends_with(end));
    let same = |path: &str, bytes: &[u8]| {
        session
            .text_of(path)
            .is_some_and(|text| text.as_bytes() == bytes)
    };
    files
        .iter()
        .filter(|(path, bytes)| is_text(path) && !same(path, bytes))
        .map(|(path, _)| path.clone())
        .collect()
}

#[test]
fn a_name_is_replaced_over_the_site_and_one_undo_brings_back_every_byte() {
    let (site, files) = sample();
    let mut session = open(&site);
    session.open_page(&PageRef::new("en", "/")).unwrap();
    let asked = Query {
        match_case: true,
        ..query("Corvane")
    };
    let found = session.find(&asked, 1_000);
    assert!(found.total > 10 && found.places > 3, "{found:?}");
    let (update, replaced, places, left) = session
        .replace(&asked, "Quillon", &HashSet::new(), found.total, 0)
        .unwrap();
    assert_eq!(
        (replaced, places, left.len()),
        (found.total, found.places, 0)
    );
    assert!(update.body.is_some() && update.index.is_some());
    assert_eq!(changed(&session, &files).len(), places as usize);
    assert_eq!(session.find(&asked, 10).total, 0);
    assert_eq!(session.find(&query("Quillon"), 10).total, replaced);
    // Addresses, keys and comments still name it.
    let settings = session.text_of("site.toml").unwrap();
    assert!(
        settings.contains("https://trust.corvane.example")
            && settings.contains("# The sample site: Corvane")
    );
    session.undo().unwrap();
    assert_eq!(changed(&session, &files), Vec::<String>::new());
    session.redo().unwrap();
    assert_eq!(session.find(&query("Quillon"), 10).total, replaced);
}

#[test]
fn a_replacement_that_no_longer_fits_what_was_seen_is_refused() {
    let (site, files) = sample();
    let mut session = open(&site);
    let found = session.find(&query("Corvane"), 10);
    let done = session.replace(&query("Corvane"), "X", &HashSet::new(), found.total + 1, 0);
    assert!(matches!(done, Err(Error::Refused(_))));
    assert_eq!(changed(&session, &files), Vec::<String>::new());
}

/// Prints how long finding takes; `make bench` is where it is measured.
#[test]
fn a_thousand_pages_are_searched() {
    let site = generated::site(1_000, 8_000);
    let mut session = open(&site);
    for text in [
        "what is new to be taken in",
        "Evidence",
        "customer key",
        "e",
        "zzz",
    ] {
        let run = |session: &mut Session| {
            let start = Instant::now();
            let found = session.find(&query(text), 500);
            (found, start.elapsed().as_secs_f64() * 1_000.0)
        };
        let (found, first) = run(&mut session);
        let again = (0..9).map(|_| run(&mut session).1).fold(first, f64::min);
        println!(
            "“{text}”: {} matches on {} of 1,000 pages in {first:.1} ms, at best {again:.1} ms",
            found.total, found.places,
        );
        assert_eq!(
            found.total > 0,
            !["zzz", "what is new to be taken in"].contains(&text)
        );
        assert!(found.listed <= 500);
    }
}
