//! Pages added, moved, copied, hidden, deleted and restored, over the sample site.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use trustdesk_core::error::Error;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::page::read_fields;
use trustdesk_core::plan::add::NewPage;
use trustdesk_core::plan::moves::PageMove;
use trustdesk_core::plan::order::Place;
use trustdesk_core::plan::remove::Removal;
use trustdesk_core::problem::Severity;
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_core::trash::Trash;
use trustdesk_core::uses::{self, Used};
use trustdesk_core::value::Value;
use trustdesk_tests::{TempSite, engine};

pub(crate) fn texts(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.starts_with(root.join("media")) {
                let name = path.strip_prefix(root).unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The sample site, in a folder that a test may change.
pub(crate) fn sample() -> TempSite {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let site = TempSite::new();
    for (path, bytes) in texts(&content) {
        site.write(path.to_str().unwrap(), bytes);
    }
    for media in ["documents/security-white-paper.pdf", "layers.svg"] {
        site.write(
            &format!("media/{media}"),
            fs::read(content.join("media").join(media)).unwrap(),
        );
    }
    site
}

pub(crate) fn open(site: &TempSite) -> Session {
    let store = Store::open(site.root()).unwrap();
    let mut session = Session::open(store, engine(), Date::parse("2026-11-24").unwrap()).unwrap();
    session.open_page(&PageRef::new("en", "/")).unwrap();
    session
}

fn moved(from: &str, to: &str, redirect: bool) -> PageMove {
    PageMove {
        from: from.into(),
        to: to.into(),
        redirect,
    }
}

fn links_to(session: &Session, address: &str) -> usize {
    let all = uses::all(session.engine(), session.site());
    all.get(&Used::Page(address.into())).map_or(0, Vec::len)
}

fn tree(session: &Session) -> Vec<String> {
    let tree = session.index_view().tree;
    tree.into_iter().map(|item| item.address).collect()
}

/// Undoes, saves, and finds every byte as it was.
pub(crate) fn undone(session: &mut Session, site: &TempSite, before: &BTreeMap<PathBuf, Vec<u8>>) {
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    let after = texts(site.root());
    assert_eq!(
        after.keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>()
    );
    for (path, bytes) in before {
        assert!(after[path] == *bytes, "{} differs", path.display());
    }
}

#[test]
fn a_new_address_reaches_every_link_in_every_language_and_undo_returns_every_byte() {
    let site = sample();
    let mut session = open(&site);
    site.write(
        "pages/en/linked.md",
        "+++\ntitle = \"Linked\"\nsummary = \"l\"\n+++\n\n::: text {#x}\nSee [a](/security/encryption \"title\"), ![p](/media/layers.svg) and [b][c].\n\n[c]: /security#principles 'x'\n:::\n\n::: html {#old}\n<p><a href='/security/encryption'>a</a> <img src=\"/media/layers.svg\" alt=\"b\"></p>\n:::\n",
    );
    session.rescan().unwrap();
    let before = texts(site.root());
    let links = links_to(&session, "/security") + links_to(&session, "/security/encryption");
    let effect = session.move_effect("/security", "/safety");
    assert_eq!(effect.problem, None);
    assert!(effect.links as usize > links, "{effect:?}");
    assert!(
        effect
            .pages
            .contains(&("/security/design".into(), "/safety/design".into()))
    );
    let update = session
        .move_page(&moved("/security", "/safety", true), 0)
        .unwrap();
    assert!(update.index.is_some());
    assert_eq!(links_to(&session, "/security"), 0);
    assert_eq!(
        links_to(&session, "/safety") + links_to(&session, "/safety/encryption"),
        links
    );
    session.save().unwrap();
    assert!(
        site.exists("pages/en/safety/index.md") && site.exists("pages/zh-Hans/safety/design.md")
    );
    assert!(!site.exists("pages/en/security/index.md"));
    let linked = site.text("pages/en/linked.md");
    assert!(
        linked.contains("(/safety/encryption \"title\")")
            && linked.contains("[c]: /safety#principles 'x'"),
        "{linked}"
    );
    assert!(
        linked.contains("<a href='/safety/encryption'>a</a>"),
        "{linked}"
    );
    let settings = site.text("site.toml");
    assert!(settings.contains("{ to = \"/safety/design\" },"));
    assert!(
        settings.contains("\"/security/design\" = \"/safety/design\""),
        "{settings}"
    );
    let mut stopping = session.index_view().problems;
    // The copy is one of texts: its pictures and documents are not there.
    stopping
        .retain(|p| p.severity == Severity::Blocker && !p.message.to_string().contains("/media/"));
    assert_eq!(stopping, []);
    undone(&mut session, &site, &before);
}

#[test]
fn undo_stays_with_the_page_on_screen() {
    let site = sample();
    let mut session = open(&site);
    session
        .open_page(&PageRef::new("zh-Hans", "/security/design"))
        .unwrap();
    let update = session
        .move_page(&moved("/security", "/safety", false), 0)
        .unwrap();
    assert_eq!(update.page, PageRef::new("zh-Hans", "/safety/design"));
    session.open_page(&update.page).unwrap();
    let update = session.undo().unwrap().unwrap();
    assert_eq!(update.page, PageRef::new("zh-Hans", "/security/design"));
}

#[test]
fn old_addresses_lead_to_the_new_ones_in_the_export() {
    let site = sample();
    let mut session = open(&site);
    session
        .move_page(&moved("/faq", "/answers", true), 0)
        .unwrap();
    session
        .move_page(&moved("/answers", "/questions", true), 1)
        .unwrap();
    session.save().unwrap();
    let problems = session.index_view().problems;
    assert!(
        problems.iter().all(|p| !p.code.starts_with("redirect")),
        "{problems:?}"
    );
    let out = tempfile::tempdir().unwrap();
    super::export::run(site.root(), out.path()).unwrap();
    for name in ["en/faq.html", "en/faq/index.html", "zh-Hans/answers.html"] {
        let html = fs::read_to_string(out.path().join(name)).unwrap();
        let to = if name.matches('/').count() == 2 {
            "../../"
        } else {
            "../"
        };
        let locale = name.split('/').next().unwrap();
        let to = format!("{to}{locale}/questions.html");
        assert!(html.contains(&format!("content=\"0; url={to}\"")), "{html}");
        assert!(html.contains(&format!("<a href=\"{to}\">")) && !html.contains("<script"));
        assert!(html.contains(&format!(
            "rel=\"canonical\" href=\"https://trust.corvane.example/{locale}/questions.html\""
        )));
    }
    // A page that is there is never written over.
    session
        .set_redirect(None, "/contact", "/questions", 2)
        .unwrap();
    session.save().unwrap();
    super::export::run(site.root(), out.path()).unwrap();
    let contact = fs::read_to_string(out.path().join("en/contact.html")).unwrap();
    assert!(contact.contains("Report a vulnerability"));
}

#[test]
fn addresses_that_cannot_be_are_refused_and_nothing_changes() {
    let site = sample();
    let mut session = open(&site);
    for (from, to) in [
        ("/", "/home"),
        ("/faq", "/"),
        ("/faq", "/contact"),
        ("/faq", "/A b"),
        ("/security", "/security/below"),
        ("/nowhere", "/x"),
        ("/faq", "/faq"),
    ] {
        assert!(
            session.move_effect(from, to).problem.is_some(),
            "{from} {to}"
        );
        let refused = session.move_page(&moved(from, to, true), 0);
        assert!(matches!(refused, Err(Error::Refused(_))), "{from} {to}");
    }
    assert!(!session.is_unsaved());
}

#[test]
fn any_moves_can_be_undone_to_the_byte() {
    let site = sample();
    let before = texts(site.root());
    let mut session = open(&site);
    let mut n: u64 = 7;
    let mut next = |of: usize| {
        n = n
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((n >> 33) % of as u64).unwrap()
    };
    let mut done = 0;
    for round in 0..40 {
        let all = tree(&session);
        let from = all[next(all.len())].clone();
        let under = all[next(all.len())].clone();
        let to = format!("{}/p{}", under.trim_end_matches('/'), next(9));
        let result = if next(3) == 0 {
            let place = Place {
                address: from,
                under,
                before: None,
                redirect: next(2) == 0,
            };
            session.place_page(&place, round)
        } else {
            session.move_page(&moved(&from, &to, next(2) == 0), round)
        };
        match result {
            Ok(_) => done += 1,
            Err(Error::Refused(_)) => continue,
            Err(other) => panic!("{other}"),
        }
        let broken: Vec<_> = uses::all(session.engine(), session.site())
            .into_keys()
            .filter(|used| matches!(used, Used::Page(a) if !tree(&session).contains(a)))
            .collect();
        assert!(broken.is_empty(), "{broken:?}");
        if next(4) == 0 {
            session.save().unwrap();
        }
    }
    assert!(done > 10, "{done} moves");
    while session.undo().unwrap().is_some() {}
    session.save().unwrap();
    assert!(texts(site.root()) == before);
}

#[test]
fn pages_change_places_in_both_languages_at_once() {
    let site = sample();
    let mut session = open(&site);
    session.save().unwrap();
    let before = texts(site.root());
    let place = |address: &str, under: &str, before: Option<&str>| Place {
        address: address.into(),
        under: under.into(),
        before: before.map(Into::into),
        redirect: false,
    };
    session
        .place_page(
            &place(
                "/security/incidents",
                "/security",
                Some("/security/encryption"),
            ),
            0,
        )
        .unwrap();
    let order: Vec<_> = tree(&session)
        .into_iter()
        .filter(|a| a.starts_with("/security/"))
        .collect();
    assert_eq!(
        order,
        [
            "/security/design",
            "/security/incidents",
            "/security/encryption",
            "/security/safeguards",
            "/security/vulnerabilities"
        ]
    );
    session.save().unwrap();
    for locale in ["en", "zh-Hans"] {
        assert!(
            site.text(&format!("pages/{locale}/security/incidents.md"))
                .contains("order = 1.5")
        );
    }
    undone(&mut session, &site, &before);
    session
        .place_page(&place("/faq", "/privacy", Some("/privacy/requests")), 0)
        .unwrap();
    let order: Vec<_> = tree(&session)
        .into_iter()
        .filter(|a| a.starts_with("/privacy/"))
        .collect();
    assert_eq!(
        order,
        [
            "/privacy/your-data",
            "/privacy/faq",
            "/privacy/requests",
            "/privacy/subprocessors",
            "/privacy/ai"
        ]
    );
    undone(&mut session, &site, &before);
}

fn wanted(address: &str, template: &str, titles: &[(&str, &str)]) -> NewPage {
    NewPage {
        address: address.into(),
        titles: titles
            .iter()
            .map(|(l, t)| ((*l).into(), (*t).into()))
            .collect(),
        template: template.into(),
        navigation: false,
    }
}

#[test]
fn every_template_makes_a_page_that_only_needs_its_summary() {
    let site = sample();
    let mut session = open(&site);
    let before = texts(site.root());
    for template in engine().page_templates.clone() {
        let address = format!("/try/{}", template.name);
        let page = wanted(
            &address,
            &template.name,
            &[("en", "A \"new\" page"), ("zh-Hans", "新页面")],
        );
        session.add_page(&page, 0).unwrap();
        for locale in ["en", "zh-Hans"] {
            let view = session
                .open_page(&PageRef::new(locale, address.as_str()))
                .unwrap();
            let stops: Vec<_> = view
                .problems
                .iter()
                .filter(|p| p.severity == Severity::Blocker)
                .collect();
            assert_eq!(stops.len(), 1, "{}: {stops:?}", template.name);
            assert_eq!(stops[0].place.field.as_deref(), Some("summary"));
            assert!(
                view.preview.contains(if locale == "en" {
                    "A &quot;new&quot; page"
                } else {
                    "新页面"
                }),
                "{}",
                template.name
            );
        }
        session.undo().unwrap().unwrap();
    }
    session.save().unwrap();
    assert!(texts(site.root()) == before);
}

#[test]
fn an_article_appears_in_the_list_and_a_page_in_the_navigation() {
    let site = sample();
    let mut session = open(&site);
    let before = texts(site.root());
    session
        .add_page(
            &wanted(
                "/news/new-region",
                "article",
                &[("en", "A region in Zurich")],
            ),
            0,
        )
        .unwrap();
    let list = session
        .open_page(&PageRef::new("en", "/news"))
        .unwrap()
        .preview;
    let at = |text: &str| list.find(text).unwrap_or(usize::MAX);
    assert!(
        at("A region in Zurich") < at("TLS 1.2 ends"),
        "the newest comes first"
    );
    session.undo().unwrap().unwrap();
    let mut page = wanted(
        "/security/backups",
        "text",
        &[("en", "Backups"), ("zh-Hans", "备份")],
    );
    page.navigation = true;
    session.add_page(&page, 1).unwrap();
    let settings = &session.site().settings;
    assert_eq!(
        settings.navigation[0].items.last().unwrap().to,
        "/security/backups"
    );
    assert!(matches!(session.add_page(&page, 2), Err(Error::Refused(_))));
    undone(&mut session, &site, &before);
}

#[test]
fn a_page_in_one_more_language_starts_as_the_other() {
    let site = sample();
    site.remove("pages/zh-Hans/security/index.md");
    let mut session = open(&site);
    session
        .add_page(
            &wanted("/security", "copy", &[("zh-Hans", "科望云的安全")]),
            0,
        )
        .unwrap();
    session.save().unwrap();
    let copy = site.text("pages/zh-Hans/security/index.md");
    assert_eq!(
        copy,
        site.text("pages/en/security/index.md")
            .replace("Security at Corvane", "科望云的安全")
    );
}

#[test]
fn a_copy_stands_beside_the_original_in_every_language() {
    let site = sample();
    let mut session = open(&site);
    let before = texts(site.root());
    session.duplicate_page("/security", 0).unwrap();
    session.save().unwrap();
    assert!(
        site.text("pages/en/security-2.md")
            .contains("title = \"Security at Corvane (copy)\"")
    );
    assert!(site.exists("pages/zh-Hans/security-2.md"));
    undone(&mut session, &site, &before);
    session
        .duplicate_page("shared:helpful-security", 0)
        .unwrap();
    session.save().unwrap();
    assert!(site.exists("shared/zh-Hans/helpful-security-2.md"));
    undone(&mut session, &site, &before);
}

#[test]
fn hiding_hides_in_every_language_and_showing_removes_the_words() {
    let site = sample();
    let mut session = open(&site);
    let before = texts(site.root());
    session.hide_page("/faq", true, 0).unwrap();
    session.save().unwrap();
    for locale in ["en", "zh-Hans"] {
        let text = site.text(&format!("pages/{locale}/faq.md"));
        assert_eq!(
            read_fields(text.split("+++").nth(1).unwrap()).unwrap()["hidden"],
            Value::Flag(true)
        );
    }
    session.hide_page("/faq", false, 1).unwrap();
    session.save().unwrap();
    assert!(texts(site.root()) == before);
}

fn removal(address: &str) -> Removal {
    Removal {
        address: address.into(),
        locale: None,
        below: true,
        navigation: true,
    }
}

#[test]
fn a_deleted_page_is_kept_and_comes_back_as_it_was() {
    let site = sample();
    let data = tempfile::tempdir().unwrap();
    let trash = Trash::of(data.path(), site.root());
    let mut session = open(&site);
    let before = texts(site.root());
    let effect = session.removal_effect(&removal("/security"));
    assert!(
        effect.links > 0 && effect.places.iter().all(|p| p.file != "site.toml"),
        "{effect:?}"
    );
    session
        .remove_page(&removal("/security"), &trash, 1_000, 0)
        .unwrap();
    session.save().unwrap();
    assert!(!site.exists("pages/en/security/design.md"));
    let settings = site.text("site.toml");
    let menus = settings.split("[security-txt]").next().unwrap();
    assert!(!menus.contains("/security"), "{settings}");
    let listed = session.trash(&trash);
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].titles["zh-Hans"], "科望云的安全");
    assert_eq!((listed[0].pages, listed[0].elsewhere.clone()), (12, None));
    // Undone: nothing is in the trash; not even when the page is edited after that.
    undone(&mut session, &site, &before);
    assert!(session.trash(&trash).is_empty());
    session.hide_page("/security", true, 1).unwrap();
    assert!(session.trash(&trash).is_empty());
    session.undo().unwrap().unwrap();
    session
        .remove_page(&removal("/security"), &trash, 2_000, 2)
        .unwrap();
    assert_eq!(session.trash(&trash)[0].time, 2_000);
    // Restored by name, also in another session.
    session.save().unwrap();
    let mut session = open(&site);
    let id = session.trash(&trash)[0].id.clone();
    session.restore_page(&trash, &id, None, 3).unwrap();
    session.save().unwrap();
    for path in [
        "pages/en/security/design.md",
        "pages/zh-Hans/security/index.md",
    ] {
        assert!(before[Path::new(path)] == site.bytes(path), "{path}");
    }
    assert!(session.trash(&trash).is_empty());
}

#[test]
fn a_taken_address_is_said_and_another_one_offered() {
    let site = sample();
    let data = tempfile::tempdir().unwrap();
    let trash = Trash::of(data.path(), site.root());
    let mut session = open(&site);
    session.remove_page(&removal("/faq"), &trash, 1, 0).unwrap();
    session
        .add_page(&wanted("/faq", "faq", &[("en", "New")]), 1)
        .unwrap();
    let listed = session.trash(&trash);
    assert_eq!(listed[0].elsewhere.as_deref(), Some("/faq-2"));
    let id = &listed[0].id;
    assert!(matches!(
        session.restore_page(&trash, id, None, 2),
        Err(Error::Refused(_))
    ));
    session.restore_page(&trash, id, Some("/faq-2"), 3).unwrap();
    assert!(tree(&session).contains(&"/faq-2".to_owned()));
    assert!(session.trash(&trash).is_empty());
    assert!(matches!(trash.forget("../x"), Err(Error::Stale(_))));
}

#[test]
fn one_language_is_deleted_alone_and_the_front_page_never() {
    let site = sample();
    let data = tempfile::tempdir().unwrap();
    let trash = Trash::of(data.path(), site.root());
    let mut session = open(&site);
    assert!(matches!(
        session.remove_page(&removal("/"), &trash, 1, 0),
        Err(Error::Refused(_))
    ));
    let mut only = removal("/faq");
    only.locale = Some("zh-Hans".into());
    session.remove_page(&only, &trash, 1, 0).unwrap();
    session.save().unwrap();
    assert!(site.exists("pages/en/faq.md") && !site.exists("pages/zh-Hans/faq.md"));
    assert!(
        site.text("site.toml").contains("/faq"),
        "the other language still has it"
    );
    let id = session.trash(&trash)[0].id.clone();
    trash.forget(&id).unwrap();
    assert!(session.trash(&trash).is_empty());
}

#[test]
fn redirects_are_checked() {
    let site = sample();
    let mut session = open(&site);
    let before = texts(site.root());
    for (old, new) in [
        ("/a", "/b"),
        ("/b", "/a"),
        ("/faq", "/contact"),
        ("/c", "/nowhere"),
        ("/d", "/faq"),
    ] {
        session.set_redirect(None, old, new, 0).unwrap();
    }
    let problems = session.index_view().problems;
    let found: Vec<_> = problems
        .iter()
        .filter(|p| p.code.starts_with("redirect"))
        .map(|p| (p.code.as_str(), p.place.field.as_deref().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("redirect-loop", "redirects./a"),
            ("redirect-loop", "redirects./b"),
            ("redirect-from-page", "redirects./faq"),
            ("redirect-to-nothing", "redirects./c"),
        ]
    );
    assert!(matches!(
        session.set_redirect(None, "/a", "/x", 0),
        Err(Error::Refused(_))
    ));
    for _ in 0..4 {
        session.undo().unwrap().unwrap();
    }
    undone(&mut session, &site, &before);
}
