//! Links of sites that are open: nobody is asked unasked, what is known lasts, and counts among the problems.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use trustdesk_core::live::Places;
use trustdesk_core::model::PageRef;
use trustdesk_core::outside::Outcome;
use trustdesk_core::view::{Edit, EditRequest, Step};

use super::sites::{other, site_with};
use super::{quick, today};

#[test]
fn nobody_is_asked_while_a_site_is_opened_edited_and_exported() {
    let server = other();
    let site = site_with(&server.at(""));
    let data = tempfile::tempdir().unwrap();
    let places = Places {
        data: Some(data.path().to_owned()),
    };
    let running = crate::live::run_in(site.root(), &places);
    let view = running
        .live
        .session()
        .open_page(&PageRef::new("en", "/"))
        .unwrap();
    let edit = EditRequest {
        page: PageRef::new("en", "/"),
        revision: view.revision,
        edit: Edit::Set {
            section: Some(view.sections[0].key.clone()),
            path: vec![Step::Name("body".into())],
            value: serde_json::json!(format!("[new]({})", server.at("/new"))),
            shown: None,
            apart: false,
        },
    };
    running.live.edit(&edit).unwrap();
    running.live.save();
    let out = tempfile::tempdir().unwrap();
    let options = trustdesk_core::export::Options {
        as_of: today(),
        theme: None,
    };
    running
        .live
        .export(&out.path().join("out"), &options, &|_| true)
        .unwrap();
    let shown = running.live.outside(today());
    assert!(shown.links.iter().all(|link| link.answer.is_none()));
    assert_eq!(server.seen().len(), 0);
    // The same server is asked when it is wanted, so its silence above means something.
    let outcome = running
        .live
        .check_outside(today(), &quick(), None, false, &mut |_| true);
    assert_eq!(outcome, Outcome::Done);
    assert!(!server.seen().is_empty());
}

#[test]
fn what_is_known_outlives_the_program_and_is_not_in_the_site() {
    let server = other();
    let site = site_with(&server.at(""));
    let data = tempfile::tempdir().unwrap();
    let places = Places {
        data: Some(data.path().to_owned()),
    };
    let files = || {
        let all = walk(site.root());
        all.into_iter()
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .collect::<Vec<_>>()
    };
    let before = files();
    let running = crate::live::run_in(site.root(), &places);
    running
        .live
        .check_outside(today(), &quick(), None, false, &mut |_| true);
    drop(running);
    assert_eq!(files(), before);
    let asked = server.seen().len();
    let running = crate::live::run_in(site.root(), &places);
    let view = running.live.outside(today());
    assert!(
        view.links
            .iter()
            .all(|link| link.on.as_deref() == Some("2026-11-26") && !link.due)
    );
    running
        .live
        .check_outside(today(), &quick(), None, false, &mut |_| true);
    assert_eq!(server.seen().len(), asked);
    // One alone, whatever is known of it.
    let one = server.at("/two");
    running
        .live
        .check_outside(today(), &quick(), Some(&one), true, &mut |_| true);
    let again = server.seen().split_off(asked);
    assert!(again.iter().all(|one| one.path == "/two") && !again.is_empty());
}

#[test]
fn what_was_found_counts_among_the_problems_of_the_site_and_is_mended_there() {
    let server = other();
    let at = server.at("");
    let site = site_with(&at);
    let running = crate::live::run_in(site.root(), &Places::default());
    let listed = || {
        let all = running.live.session().report().problems;
        let all = all.into_iter().map(|one| one.problem);
        let ours = all.filter(|one| one.code.starts_with("link-"));
        ours.collect::<Vec<_>>()
    };
    assert_eq!(listed(), []);
    running
        .live
        .check_outside(today(), &quick(), None, false, &mut |_| true);
    let becomes = |codes: &[&str]| {
        let end = Instant::now() + crate::live::PATIENCE;
        loop {
            let found = listed();
            let now: Vec<&str> = found.iter().map(|one| &*one.code).collect();
            if now == codes {
                return found;
            }
            assert!(Instant::now() < end, "{found:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    let rest = ["link-refused", "link-gone", "link-unreachable"];
    let found = becomes(&["link-moved", rest[0], rest[1], rest[2]]);
    let moved = found.into_iter().find(|one| one.code == "link-moved");
    let chosen = [(moved.unwrap(), 0)];
    let mended = running
        .live
        .editing(|session, now| session.fix(&chosen, now));
    assert_eq!(mended.unwrap().1, 1);
    let text = running.live.session().known_text("pages/en/index.md");
    let text = text.unwrap();
    assert!(
        text.contains(&format!("[one again]({at}/new/one#part)")),
        "{text}"
    );
    assert!(!text.contains(&format!("{at}/one")), "{text}");
    becomes(&rest);
    // What is known is found again on a page that changed.
    let back = BTreeMap::from([(format!("{at}/two"), format!("{at}/one"))]);
    let replace = running
        .live
        .editing(|session, now| session.replace_outside(&back, now));
    replace.unwrap();
    becomes(&["link-moved", rest[0], rest[2]]);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            found.extend(walk(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}
