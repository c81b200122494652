//! The full check of a site: what is kept between checks, what is mended, what is ignored.

use trustdesk_core::check::whole::{Found, Ground, Whole};
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::problem::{Fix, Problem};
use trustdesk_core::render::SiteIndex;
use trustdesk_core::session::{self, Session};
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, engine, open};

const PAGE: &str = "pages/en/index.md";
const TEXT: &str = "+++\ntitle = \"Home\"\nsummary = \"What we do.\"\n+++\n\n::: hero {#top}\nheading = \"Trust  us\"\n:::\n\n::: text {#a}\nWe keep  it, and  **keep** it.\n:::\n";

fn site() -> TempSite {
    let site = TempSite::new();
    site.write(PAGE, TEXT);
    site
}

pub(crate) fn check(whole: &mut Whole, site: &Site) -> Found {
    let engine = engine();
    let index = SiteIndex::build(&engine, site, Date::parse("2026-11-24").unwrap());
    whole.check(&Ground {
        engine: &engine,
        site,
        index: &index,
        glossary: "",
        dictionary: "",
        translations: "",
    })
}

/// A session after a full check of it.
fn checked(site: &TempSite) -> Session {
    let mut session = open(site);
    check_again(&mut session);
    session
}

fn check_again(session: &mut Session) {
    let mut ground = session::Ground::default();
    session.ground(&mut ground);
    let found = check(&mut Whole::default(), &ground.site);
    session.take_found(found);
}

fn of(session: &Session, code: &str) -> Vec<Problem> {
    let all = session.report().problems.into_iter();
    all.map(|listed| listed.problem)
        .filter(|p| p.code == code)
        .collect()
}

#[test]
fn what_changed_is_checked_and_the_rest_remembered() {
    let folder = site();
    folder.write("pages/en/other.md", "+++\ntitle = \"Other\"\nsummary = \"Another page.\"\n+++\n\n::: text {#o}\nSee [it](/#a).\n:::\n");
    let kinds = &engine().kinds;
    let load = || Site::load(&Store::open(folder.root()).unwrap(), kinds).unwrap();
    let (mut whole, mut copy) = (Whole::default(), Site::default());
    copy.follow(&load());
    assert_eq!(
        check(&mut whole, &copy),
        check(&mut Whole::default(), &load())
    );
    let steps = [
        (PAGE, TEXT.replace("keep  it", "keep it")),
        // Another page links to a place of this one.
        (PAGE, TEXT.replace("{#a}", "{#b}")),
        (PAGE, TEXT.replace("\"Home\"", "\"Home\"\nhidden = true")),
        (
            "site.toml",
            folder.text("site.toml").replace("name", "nome"),
        ),
        (PAGE, TEXT.to_owned()),
    ];
    for (path, text) in steps {
        folder.write(path, text);
        copy.follow(&load());
        let again = check(&mut whole, &copy);
        assert_eq!(again, check(&mut Whole::default(), &load()), "{path}");
    }
    folder.remove("pages/en/other.md");
    copy.follow(&load());
    assert!(
        !check(&mut whole, &copy)
            .pages
            .contains_key(&PageRef::new("en", "/other"))
    );
}

#[test]
fn all_spaces_are_mended_as_one_edit_and_come_back_with_undo() {
    let folder = site();
    let mut session = checked(&folder);
    let found = of(&session, "double-space");
    assert_eq!(found.len(), 3);
    assert!(
        found
            .iter()
            .all(|p| matches!(&p.fix, Some(Fix::Words { was, .. }) if was == "  "))
    );
    let chosen: Vec<_> = found.iter().cloned().map(|p| (p, 0)).collect();
    let (_, fixed, left) = session.fix(&chosen, 1).unwrap();
    assert_eq!((fixed, left), (3, 0));
    let mended = TEXT
        .replace("Trust  us", "Trust us")
        .replace("keep  it, and  **", "keep it, and **");
    assert_eq!(session.text_of(PAGE).unwrap().as_ref(), mended);
    check_again(&mut session);
    assert_eq!(of(&session, "double-space"), []);
    // What was mended is no longer there to be mended.
    let (_, fixed, left) = session.fix(&chosen, 2).unwrap();
    assert_eq!((fixed, left), (0, 3));
    session.undo().unwrap();
    assert_eq!(session.text_of(PAGE).unwrap().as_ref(), TEXT);
}

#[test]
fn what_is_mended_is_gone_before_the_next_check_and_what_stands_behind_it_can_be_mended_too() {
    let folder = site();
    let mut session = checked(&folder);
    let spaces = of(&session, "double-space");
    let (update, _, _) = session.fix(&[(spaces[1].clone(), 0)], 1).unwrap();
    assert!(update.index.is_some());
    let left = of(&session, "double-space");
    assert_eq!(left.len(), 2);
    let places = |all: &[Problem]| {
        all.iter()
            .map(|p| p.span.unwrap().start)
            .collect::<Vec<_>>()
    };
    assert_eq!(places(&left)[1], places(&spaces)[2] - 1);
    let (_, fixed, _) = session.fix(&[(left[1].clone(), 0)], 2).unwrap();
    assert_eq!(fixed, 1);
    check_again(&mut session);
    assert_eq!(of(&session, "double-space").len(), 1);
    let listed = &session.report().problems;
    let one = listed.iter().find(|one| one.problem.code == "double-space");
    let one = one.unwrap();
    assert_eq!((&*one.kind, &*one.section), ("hero", "Trust  us"));
}

#[test]
fn an_ignored_problem_is_gone_until_its_words_change() {
    let folder = site();
    let mut session = checked(&folder);
    let found = of(&session, "double-space");
    assert!(session.ignore(&found, " ", "Ada", 1).is_err());
    session.ignore(&found, "It is a poem", "Ada", 1).unwrap();
    assert_eq!(of(&session, "double-space"), []);
    let ignored = session.report().ignored;
    assert_eq!(ignored.len(), 3);
    assert_eq!(ignored[0].entry.reason, "It is a poem");
    session.save().unwrap();
    assert!(folder.text("state/ignored.toml").contains("It is a poem"));
    // Opened anew it is still ignored.
    let mut session = checked(&folder);
    assert_eq!(of(&session, "double-space"), []);
    folder.write(PAGE, TEXT.replace("keep  it", "keep  them"));
    session.outside(&[PAGE.to_owned()]);
    check_again(&mut session);
    assert_eq!(of(&session, "double-space").len(), 2);
    let entries: Vec<_> = session
        .report()
        .ignored
        .into_iter()
        .map(|one| one.entry)
        .collect();
    session.heed(&entries, 3).unwrap();
    assert_eq!(of(&session, "double-space").len(), 3);
    session.undo().unwrap();
    assert_eq!(of(&session, "double-space").len(), 2);
}

#[test]
fn what_must_be_fixed_is_never_ignored() {
    let folder = site();
    folder.write(PAGE, TEXT.replace("keep  it", "TODO"));
    let mut session = checked(&folder);
    let found = of(&session, "placeholder-text");
    assert_eq!(found.len(), 1);
    assert!(session.ignore(&found, "Later", "", 1).is_err());
}
