//! Sections carried between pages, and shared by them.

use trustdesk_core::error::Error;
use trustdesk_core::model::PageRef;
use trustdesk_core::plan::add::NewPage;
use trustdesk_core::session::Session;

use super::pages::{open, sample, texts, undone};

fn page(locale: &str, address: &str) -> PageRef {
    PageRef::new(locale, address)
}

fn key(session: &mut Session, page: &PageRef, kind: &str) -> String {
    let view = session.open_page(page).unwrap();
    let found = view.sections.iter().find(|s| s.kind == kind);
    found.unwrap().key.clone()
}

fn text(session: &Session, page: &PageRef) -> String {
    session.site().pages[page].page.text.to_string()
}

#[test]
fn a_section_is_copied_to_another_page_with_names_of_its_own() {
    let site = sample();
    let mut session = open(&site);
    let before = texts(site.root());
    let (from, to) = (page("en", "/security"), page("en", "/security/encryption"));
    let copied = key(&mut session, &from, "text");
    let copied = session.copy_section(&from, &copied).unwrap();
    assert!(
        copied.starts_with("::: text {#principles}\n## Three principles"),
        "{copied}"
    );
    let after = key(&mut session, &to, "hero");
    session
        .paste_section(&to, Some(&after), &copied, 0)
        .unwrap();
    session
        .paste_section(&to, Some(&after), &copied, 1)
        .unwrap();
    let now = text(&session, &to);
    assert!(now.contains("::: text {#principles}\n") && now.contains("::: text {#principles-2}\n"));
    assert!(now.contains("{#three-principles-2}"));
    let view = session.open_page(&to).unwrap();
    assert!(
        view.problems.iter().all(|p| p.code != "duplicate-id"),
        "{:?}",
        view.problems
    );
    assert_eq!(view.sections[1].kind, "text");
    assert!(matches!(
        session.paste_section(&to, None, "no section", 2),
        Err(Error::Refused(_))
    ));
    session.undo().unwrap().unwrap();
    undone(&mut session, &site, &before);
}

#[test]
fn a_section_moves_to_another_page_in_one_edit() {
    let site = sample();
    let mut session = open(&site);
    let before = texts(site.root());
    let (from, to) = (page("en", "/security/incidents"), page("en", "/contact"));
    let faq = key(&mut session, &from, "faq");
    session.move_section(&from, &faq, &to, 0).unwrap();
    assert!(!text(&session, &from).contains("Asked in incidents"));
    assert!(
        text(&session, &to).ends_with(":::\n")
            && text(&session, &to).contains("Asked in incidents")
    );
    assert!(matches!(
        session.move_section(&from, &faq, &to, 1),
        Err(Error::Stale(_))
    ));
    undone(&mut session, &site, &before);
}

#[test]
fn a_section_is_shared_in_every_language_and_made_ones_own_again() {
    let site = sample();
    let mut session = open(&site);
    let before = texts(site.root());
    let (en, zh) = (
        page("en", "/security/design"),
        page("zh-Hans", "/security/design"),
    );
    let links = key(&mut session, &en, "links");
    let shown = session.open_page(&en).unwrap().preview;
    session
        .share_section(&en, &links, "Operations: links", 0)
        .unwrap();
    assert!(
        text(&session, &en)
            .contains("::: shared {#helpful aside}\nuse = \"operations-links\"\n:::\n")
    );
    assert!(
        text(&session, &zh)
            .contains("::: shared {#helpful aside}\nuse = \"operations-links\"\n:::\n")
    );
    session.save().unwrap();
    let shared = site.text("shared/en/operations-links.md");
    assert!(shared.starts_with("+++\ntitle = \"Operations: links\"\n+++\n\n::: links {#helpful}\ntitle = \"Helpful information\"\n"), "{shared}");
    assert!(
        site.text("shared/zh-Hans/operations-links.md")
            .contains("加密与密钥")
    );
    let view = session.open_page(&en).unwrap();
    assert!(view.problems.is_empty(), "{:?}", view.problems);
    let visible = |html: &str| html.matches("Encryption and keys").count();
    assert_eq!(visible(&view.preview), visible(&shown));
    // The other way round.
    let stand_in = key(&mut session, &en, "shared");
    session.own_section(&en, &stand_in, 1).unwrap();
    session.save().unwrap();
    assert_eq!(
        site.bytes("pages/en/security/design.md"),
        before[std::path::Path::new("pages/en/security/design.md")]
    );
    session.undo().unwrap().unwrap();
    undone(&mut session, &site, &before);
}

#[test]
fn a_title_in_chinese_gets_a_plain_name() {
    let site = sample();
    let mut session = open(&site);
    session.add_shared("zh-Hans", "常用链接", 0).unwrap();
    session.add_shared("zh-Hans", "更多链接", 1).unwrap();
    session.save().unwrap();
    assert!(site.text("shared/zh-Hans/section.md").contains("常用链接"));
    assert!(site.exists("shared/zh-Hans/section-2.md"));
    assert!(matches!(
        session.add_shared("en", " ", 2),
        Err(Error::Refused(_))
    ));
    // In one more language it begins as it is.
    let other = NewPage {
        address: "shared:section".into(),
        titles: [("en".to_owned(), "Often used".to_owned())].into(),
        template: "copy".into(),
        navigation: false,
    };
    session.add_page(&other, 3).unwrap();
    session.save().unwrap();
    assert!(
        site.text("shared/en/section.md")
            .contains("title = \"Often used\"")
    );
}
