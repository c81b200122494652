//! What stops a release, what may be accepted for a reason, and what is told of it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use trustdesk_core::bundle::{Bundle, Key, Known, Signer, Verdict, manifest, seen, verify};
use trustdesk_core::error::Error;
use trustdesk_core::live::Places;
use trustdesk_core::model::{Date, Localised};
use trustdesk_core::release::{self, Accepted, Attempt, Drafts, Entry, Ground, ItemState, Order};
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_core::store::releases::Releases;
use trustdesk_tests::{TempSite, engine, open};

use crate::live::run_in;

const PAGE: &str = "pages/en/index.md";
const CHINESE: &str = "pages/zh-Hans/index.md";

fn order(day: &str) -> Order {
    Order {
        date: Date::parse(day).unwrap(),
        notes: Localised::One("What changed.".to_owned()),
        correction: false,
        by: "Kim".to_owned(),
        accepted: Vec::new(),
    }
}

fn accepting(day: &str, code: &str) -> Order {
    let accepted = vec![Accepted {
        code: code.to_owned(),
        reason: "Agreed with legal.".to_owned(),
    }];
    Order {
        accepted,
        ..order(day)
    }
}

fn correction(day: &str) -> Order {
    Order {
        correction: true,
        ..order(day)
    }
}

/// Does something with what a release would be made of.
fn on_ground<T>(site: &TempSite, look: impl FnOnce(&Ground<'_>) -> T) -> T {
    let store = Store::open(site.root()).unwrap();
    let loaded = Site::load(&store, &engine().kinds).unwrap();
    look(&Ground {
        engine: &engine(),
        site: &loaded,
        store: &store,
    })
}

fn attempt(site: &TempSite, order: &Order) -> Attempt {
    on_ground(site, |ground| {
        release::release(ground, Vec::new(), order, &|_| true).unwrap()
    })
}

fn drafts(site: &TempSite, day: &str) -> Drafts {
    on_ground(site, |ground| {
        let day = Date::parse(day).unwrap();
        let look = release::look(ground, day, Vec::new(), &|_| true).unwrap();
        release::drafts(ground.site, &look.changes, day)
    })
}

/// The codes of what stops a release, in order; it is made exactly when there are none.
fn stops(attempt: &Attempt) -> Vec<&str> {
    let stop = |state| state == ItemState::Stop;
    let items = attempt.checklist.items.iter();
    let found: Vec<&str> = items
        .filter(|item| stop(item.state))
        .map(|item| item.code.as_str())
        .collect();
    assert_eq!(found.is_empty(), attempt.released.is_some(), "{attempt:#?}");
    assert_eq!(found.is_empty(), attempt.checklist.ready);
    found
}

fn made(site: &TempSite, order: &Order) -> u32 {
    let attempt = attempt(site, order);
    assert_eq!(stops(&attempt), Vec::<&str>::new(), "{attempt:#?}");
    attempt.released.unwrap().number
}

fn page(english: &str) -> String {
    format!(
        "+++\ntitle = \"Trust\"\nsummary = \"How we keep what customers give us.\"\n+++\n\n::: hero {{#top}}\nheading = \"How we work\"\nlead = \"We keep what customers give us.\"\n:::\n\n::: text {{#words}}\n{english}\n:::\n\n::: subprocessors {{#list}}\nheading = \"Subprocessors\"\n:::\n"
    )
}

fn chinese(words: &str) -> String {
    format!(
        "+++\ntitle = \"信任\"\nsummary = \"我们如何保管客户交给我们的内容。\"\n+++\n\n::: hero {{#top}}\nheading = \"我们的工作方式\"\nlead = \"我们保管客户交给我们的内容。\"\n:::\n\n::: text {{#words}}\n{words}\n:::\n\n::: subprocessors {{#list}}\nheading = \"分处理者\"\n:::\n"
    )
}

fn subprocessor(id: &str, dates: &str) -> String {
    format!(
        "[{id}]\ntitle = {{ en = \"Name of {id}\", zh-Hans = \"{id} 公司\" }}\npurpose = {{ en = \"Sends mail.\", zh-Hans = \"发送邮件。\" }}\ncountries = {{ en = \"France\", zh-Hans = \"法国\" }}\ncategory = \"communication\"\nowner = \"Inner Person\"\nnote = \"Inner words.\"\n{dates}\n"
    )
}

/// A site in two languages that nothing is wrong with, with a subprocessor.
fn site(more: &str) -> TempSite {
    let site = TempSite::new();
    let settings = site.text("site.toml") + more;
    site.write("site.toml", settings);
    site.write(PAGE, page("We answer every question that you ask."));
    site.write(CHINESE, chinese("我们回答您提出的每个问题。"));
    let old = subprocessor("old", "announced = 2024-01-01\neffective = 2024-03-01");
    site.write("records/subprocessors.toml", old);
    site
}

#[test]
fn what_must_be_fixed_stops_a_release_whatever_is_accepted() {
    let site = site("");
    site.write(PAGE, page("See [the other page](/nowhere)."));
    site.write(CHINESE, chinese("见[另一页](/nowhere)。"));
    let refused = attempt(&site, &accepting("2026-11-26", "must-fix"));
    assert_eq!(stops(&refused), ["must-fix"]);
    assert!(!site.exists("releases"), "nothing was written");
    site.write(PAGE, page("We answer every question that you ask."));
    site.write(CHINESE, chinese("我们回答您提出的每个问题。"));
    assert_eq!(made(&site, &order("2026-11-26")), 1);
}

#[test]
fn what_should_be_fixed_stops_a_release_until_a_reason_is_given_and_kept() {
    let site = site("");
    site.write(PAGE, page("See [the other site](http://example.com/a)."));
    site.write(CHINESE, chinese("见[另一网站](http://example.com/a)。"));
    let refused = attempt(&site, &order("2026-11-26"));
    assert_eq!(stops(&refused), ["should-fix"]);
    let item = refused
        .checklist
        .items
        .iter()
        .find(|one| one.code == "should-fix");
    let item = item.unwrap();
    assert!(
        item.acceptable && item.count == 2 && item.details.len() == 2,
        "{item:?}"
    );
    assert!(item.details[0].to_string().starts_with(PAGE));
    let blank = Order {
        accepted: vec![Accepted {
            code: "should-fix".to_owned(),
            reason: "  ".to_owned(),
        }],
        ..order("2026-11-26")
    };
    assert_eq!(stops(&attempt(&site, &blank)), ["should-fix"]);
    assert_eq!(made(&site, &accepting("2026-11-26", "should-fix")), 1);
    let releases = Releases::of(&Store::open(site.root()).unwrap());
    let entry = Entry::read(&releases, 1).unwrap();
    assert_eq!(
        entry.accepted,
        accepting("2026-11-26", "should-fix").accepted
    );
    assert_eq!(
        (entry.by.as_str(), entry.as_of.as_str()),
        ("Kim", "2026-11-26")
    );
}

#[test]
fn notice_of_subprocessors_that_come_or_change_is_as_long_as_promised() {
    let site = site("\nnotice-days = 30\n");
    assert_eq!(made(&site, &order("2026-11-24")), 1);
    let old = site.text("records/subprocessors.toml");
    for (dates, fine) in [
        ("announced = 2026-11-25\neffective = 2026-12-24", false),
        ("announced = 2026-11-25\neffective = 2026-12-25", true),
        ("", false),
        ("effective = 2027-12-25", false),
        (
            "announced = 2026-11-25\neffective = 2026-12-01\nvisibility = \"hidden\"",
            true,
        ),
    ] {
        let new = subprocessor("new", dates);
        site.write("records/subprocessors.toml", format!("{old}\n{new}"));
        let attempt = on_ground(&site, |ground| {
            let order = order("2026-11-25");
            let look = release::look(ground, order.date, Vec::new(), &|_| true).unwrap();
            release::checklist(ground.site, &look, &order)
        });
        let item = attempt
            .items
            .iter()
            .find(|one| one.code == "notice")
            .unwrap();
        assert_eq!(item.state == ItemState::Ok, fine, "{dates}: {item:?}");
    }
    let new = subprocessor("new", "announced = 2026-11-25\neffective = 2026-12-01");
    site.write("records/subprocessors.toml", format!("{old}\n{new}"));
    let refused = attempt(&site, &order("2026-11-25"));
    assert_eq!(
        stops(&refused),
        ["notice"],
        "once, and not among the problems too"
    );
    let mail = drafts(&site, "2026-11-25").mail.unwrap();
    assert!(mail.subject.get("en").contains("subprocessors"), "{mail:?}");
    assert!(mail.text.get("en").contains("Name of new"), "{mail:?}");
    assert!(mail.text.get("zh-Hans").contains("new 公司"), "{mail:?}");
    assert!(mail.late[0].to_string().contains("30"), "{mail:?}");
    assert_eq!(made(&site, &accepting("2026-11-25", "notice")), 2);
}

/// Approves pages of the site as they are on a day.
fn approve(site: &TempSite, day: &str, pages: &[&str]) {
    let now = trustdesk_tests::bundle(site.root(), day).unwrap();
    let mut text = String::new();
    for (i, page) in pages.iter().enumerate() {
        let seen = seen(&now, page).unwrap();
        let _ = writeln!(
            text,
            "[decisions.d{i}]\npage = \"{page}\"\nseen = \"{seen}\"\ndecided = \"approved\"\nby = \"Lee\"\non = \"{day}\"\n"
        );
    }
    site.write("state/approvals.toml", text);
}

const BOTH: [&str; 2] = ["en/index.html", "zh-Hans/index.html"];

#[test]
fn a_page_that_changed_must_be_approved_as_it_is() {
    let site = site("\n[review]\nrequired = true\n");
    assert_eq!(stops(&attempt(&site, &order("2026-11-24"))), ["approvals"]);
    approve(&site, "2026-11-24", &BOTH);
    assert_eq!(made(&site, &order("2026-11-24")), 1);
    let releases = Releases::of(&Store::open(site.root()).unwrap());
    let held = Entry::read(&releases, 1).unwrap().approvals;
    assert_eq!(held.len(), 2, "{held:?}");
    site.write(PAGE, page("We answer each question that you ask."));
    let refused = attempt(&site, &order("2026-11-25"));
    assert_eq!(stops(&refused), ["approvals"]);
    let item = refused
        .checklist
        .items
        .iter()
        .find(|one| one.code == "approvals");
    assert_eq!(item.unwrap().count, 1, "only the page that changed");
}

#[test]
fn a_small_correction_goes_out_at_once_and_the_next_release_asks_for_its_approval() {
    let site = site("\n[review]\nrequired = true\n");
    approve(&site, "2026-11-24", &BOTH);
    assert_eq!(made(&site, &order("2026-11-24")), 1);
    site.write(PAGE, page("We answer each question that you ask."));
    assert_eq!(made(&site, &correction("2026-11-25")), 2);
    let unreviewed = || {
        on_ground(&site, |ground| {
            release::unreviewed(ground, Some(2), &|_| true).unwrap()
        })
    };
    assert_eq!(unreviewed(), [2]);
    // Another page changes: the correction must be approved with it.
    site.write(CHINESE, chinese("您提出的问题我们都会回答。"));
    let refused = attempt(&site, &order("2026-11-26"));
    assert_eq!(stops(&refused), ["approvals"]);
    approve(&site, "2026-11-26", &["zh-Hans/index.html"]);
    assert_eq!(stops(&attempt(&site, &order("2026-11-26"))), ["approvals"]);
    approve(&site, "2026-11-26", &BOTH);
    assert_eq!(unreviewed(), Vec::<u32>::new());
    assert_eq!(made(&site, &order("2026-11-26")), 3);
}

#[test]
fn one_look_drafts_the_notes_and_says_what_stands_in_the_way() {
    let site = site("\n[review]\nrequired = true\n");
    let running = run_in(site.root(), &Places::default());
    let order = Order {
        notes: Localised::default(),
        ..order("2026-11-24")
    };
    let look = |drafted: bool| {
        let count = AtomicUsize::new(0);
        let (drafts, checklist) = running
            .live
            .release_outlook(order.clone(), drafted, &|progress| {
                count.fetch_add(usize::from(progress.done == 1), Ordering::Relaxed);
                true
            })
            .unwrap();
        let notes = checklist.items.iter().find(|one| one.code == "notes");
        let state = notes.unwrap().state;
        assert_eq!(count.into_inner(), 1, "the site is rendered once");
        assert!(!checklist.ready, "nothing is approved");
        (drafts, state)
    };
    let (drafts, with) = look(true);
    let (same, without) = look(false);
    assert!(!drafts.notes.get("en").is_empty() && drafts == same);
    assert_eq!((with, without), (ItemState::Ok, ItemState::Warn));
}

#[test]
fn what_is_no_small_correction_takes_the_usual_lane() {
    let site = site("");
    let refused = attempt(&site, &correction("2026-11-24"));
    assert_eq!(
        stops(&refused),
        ["correction"],
        "there is nothing to correct yet"
    );
    made(&site, &order("2026-11-24"));
    site.write(PAGE, page("We answer every question within 3 days."));
    site.write(CHINESE, chinese("我们在 3 天内回答每个问题。"));
    assert_eq!(
        stops(&attempt(&site, &correction("2026-11-25"))),
        ["correction"]
    );
    site.write(PAGE, page("We answer every question that you ask."));
    site.write(CHINESE, chinese("我们回答您提出的每个问题。"));
    site.write("pages/en/new.md", page("Another page in words of its own."));
    site.write("pages/zh-Hans/new.md", chinese("另有一页，文字不同。"));
    assert!(stops(&attempt(&site, &correction("2026-11-25"))).contains(&"correction"));
}

#[test]
fn an_article_goes_among_the_updates_as_one_edit() {
    let site = site("");
    made(&site, &order("2026-11-24"));
    site.write(PAGE, page("We answer each question that you ask."));
    let drafts = drafts(&site, "2026-11-25");
    let (english, chinese) = (drafts.notes.get("en"), drafts.notes.get("zh-Hans"));
    assert!(english.starts_with("- "), "{english}");
    assert_eq!(chinese, "", "only the English page changed");
    assert!(drafts.mail.is_none());
    let mut session = open(&site);
    session.publish_article(&drafts.article, 0).unwrap();
    session.save().unwrap();
    let text = site.text("records/updates.toml");
    assert!(
        text.contains("date = 2026-11-25") && text.contains("kind = \"news\""),
        "{text}"
    );
    session.undo().unwrap();
    session.save().unwrap();
    assert!(!site.exists("records/updates.toml"));
}

#[test]
fn a_past_release_is_exported_again_to_the_byte_and_holds_nothing_internal() {
    let site = site("");
    site.write("state/comments.toml", "# Inner words.\n");
    made(&site, &accepting("2026-11-24", "none"));
    let store = Store::open(site.root()).unwrap();
    let out = tempfile::tempdir().unwrap();
    let export = |name: &str| {
        let to = out.path().join(name);
        release::export(&store, 1, &to, &|_| true).unwrap().digest
    };
    let first = export("a.zip");
    site.write(PAGE, page("We answer each question that you ask."));
    made(&site, &order("2026-11-25"));
    assert_eq!(export("b.zip"), first);
    assert_eq!(export("folder"), export("folder"));
    let bundle = Bundle::open(&out.path().join("b.zip")).unwrap();
    assert_eq!(
        bundle.manifest(),
        release::kept(&store, 1).unwrap().manifest()
    );
    assert_eq!(bundle.manifest().release.unwrap().number, 1);
    for (path, bytes) in crate::export::files(&out.path().join("folder")) {
        let text = String::from_utf8_lossy(&bytes);
        for inner in ["Inner", "Kim", "state/", "release.toml", "sources.json"] {
            assert!(!text.contains(inner), "“{inner}” in {path}");
        }
    }
    assert!(out.path().join("folder").join(manifest::SUMS).exists());
    // Stopped, or damaged: what was there stays.
    let before = std::fs::read(out.path().join("a.zip")).unwrap();
    let stopped = release::export(&store, 2, &out.path().join("a.zip"), &|_| false);
    assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
    let page = bundle.manifest().hash("en/index.html").unwrap().to_string();
    site.remove(&format!("releases/objects/{}/{}.z", &page[..2], &page[2..]));
    let refused = release::export(&store, 1, &out.path().join("a.zip"), &|_| true).unwrap_err();
    assert!(refused.to_string().contains("en/index.html"), "{refused}");
    assert_eq!(std::fs::read(out.path().join("a.zip")).unwrap(), before);
}

#[test]
fn a_release_is_signed_later_and_exported_with_its_signature() {
    let site = site("");
    made(&site, &order("2026-11-24"));
    let store = Store::open(site.root()).unwrap();
    let key = Key::generate("four words are enough").unwrap();
    let signer = Signer::open(&key.secret, "four words are enough").unwrap();
    let unsigned = release::history(&store, &[]);
    assert_eq!(unsigned[0].signer, "");
    release::sign(&store, 1, &signer).unwrap();
    assert!(release::sign(&store, 2, &signer).is_err());
    assert_eq!(release::history(&store, &[])[0].signer, key.public.id());
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("signed.zip");
    release::export(&store, 1, &to, &|_| true).unwrap();
    let mut known = Known::default();
    known.give(&key.public);
    let (verified, _) = verify(&to, &known, &|_| true).unwrap();
    assert_eq!(verified.verdict, Verdict::Intact, "{verified:?}");
    let signature = site.text("releases/0001/manifest.json.minisig");
    site.write(
        "releases/0001/manifest.json.minisig",
        signature.replace("release 1", "release 2"),
    );
    let damaged = &release::history(&store, &[])[0].damaged;
    assert!(damaged[0].to_string().contains("minisig"), "{damaged:?}");
}
