//! The session over a real folder: every edit, undo and redo, outside changes, saving.

use serde_json::json;
use trustdesk_core::error::Error;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_core::view::{Edit, EditRequest, SaveState, Step, Update};
use trustdesk_tests::{TempSite, engine};

const PAGE: &str = "pages/en/index.md";
const TEXT: &str = r#"+++
title = "Home" # kept
summary = "What we do."
+++

::: hero {#top}
heading = "Trust us"   # a comment
lead = "We say why."
:::

::: text {#overview}
We assume that a breach has **already happened**.
:::

::: links {#helpful aside}
title = "Helpful"
items = [
  { label = "One", to = "https://example.com/1" },
  { label = "Two", to = "https://example.com/2" },
]
:::
"#;

fn site() -> TempSite {
    let site = TempSite::new();
    site.write(PAGE, TEXT);
    site
}

fn open(site: &TempSite) -> Session {
    Session::open(
        Store::open(site.root()).unwrap(),
        engine(),
        Date::parse("2026-11-24").unwrap(),
    )
    .unwrap()
}

fn home() -> PageRef {
    PageRef::new("en", "/")
}

/// A session with its page open, and the keys of the page's sections.
fn opened(site: &TempSite) -> (Session, Vec<String>) {
    let mut session = open(site);
    let view = session.open_page(&home()).unwrap();
    let keys = view.sections.iter().map(|s| s.key.clone()).collect();
    (session, keys)
}

fn edit(session: &mut Session, edit: Edit) -> Result<Update, Error> {
    edit_at(session, edit, 0)
}

fn edit_at(session: &mut Session, edit: Edit, now: u64) -> Result<Update, Error> {
    session.edit(
        &EditRequest {
            page: home(),
            revision: 0,
            edit,
        },
        now,
    )
}

fn path(dotted: &str) -> Vec<Step> {
    dotted
        .split('.')
        .map(|s| {
            s.parse()
                .map_or_else(|_| Step::Name(s.to_owned()), Step::Index)
        })
        .collect()
}

fn set(key: &str, field: &str, value: serde_json::Value) -> Edit {
    Edit::Set {
        section: Some(key.to_owned()),
        path: path(field),
        value,
        shown: None,
        apart: false,
    }
}

fn text(session: &Session) -> String {
    session.site().pages[&home()].page.text.to_string()
}

#[test]
fn a_field_edit_changes_only_its_bytes_and_answers_only_its_section() {
    let site = site();
    let (mut session, keys) = opened(&site);
    let update = edit(
        &mut session,
        set(&keys[0], "heading", json!("Trust, but verify")),
    )
    .unwrap();
    assert_eq!(
        text(&session),
        TEXT.replace("\"Trust us\"", "\"Trust, but verify\"")
    );
    assert_eq!(update.sections.len(), 1);
    assert_eq!(update.sections[0].section.key, keys[0]);
    assert!(
        update.sections[0]
            .html
            .as_deref()
            .unwrap()
            .contains("Trust, but verify")
    );
    assert!(update.body.is_none() && update.order.is_none() && update.front.is_none());
    assert_eq!(update.saved.state, SaveState::Pending);
}

#[test]
fn an_act_of_its_own_is_undone_apart_from_the_typing_around_it() {
    let site = site();
    let (mut session, keys) = opened(&site);
    let start = text(&session);
    let mut texts = vec![start.clone()];
    for (value, own) in [
        ("Trust", false),
        ("Trust it", true),
        ("Trust it all", false),
    ] {
        let mut request = set(&keys[0], "heading", json!(value));
        if let Edit::Set { apart, .. } = &mut request {
            *apart = own;
        }
        edit(&mut session, request).unwrap();
        texts.push(text(&session));
    }
    while let Some(expected) = texts.pop() {
        assert_eq!(text(&session), expected);
        session.undo().unwrap();
    }
    assert_eq!(text(&session), start);
}

#[test]
fn a_title_edit_sends_the_whole_body() {
    let site = site();
    let (mut session, _) = opened(&site);
    let request = Edit::Set {
        section: None,
        path: path("title"),
        value: json!("Start"),
        shown: None,
        apart: false,
    };
    let update = edit(&mut session, request).unwrap();
    assert_eq!(text(&session), TEXT.replace("\"Home\"", "\"Start\""));
    assert!(update.body.is_some());
    assert_eq!(update.front.unwrap()["title"], "Start");
    assert_eq!(update.index.unwrap().tree[0].pages["en"].title, "Start");
}

#[test]
fn every_edit_is_undone_and_redone_exactly() {
    let site = site();
    let (mut session, keys) = opened(&site);
    let (hero, body, links) = (keys[0].clone(), keys[1].clone(), keys[2].clone());
    let item = json!({ "label": "Three", "to": "/" });
    let edits = [
        set(&hero, "lead", json!("Because we say so.")),
        set(&body, "body", json!("Another text.\n\n:::\n")),
        Edit::AddItem {
            section: links.clone(),
            path: path("items"),
            index: 1,
            value: item,
        },
        Edit::MoveItem {
            section: links.clone(),
            path: path("items"),
            from: 0,
            to: 2,
        },
        Edit::RemoveItem {
            section: links.clone(),
            path: path("items"),
            index: 0,
        },
        Edit::Add {
            at: 1,
            kind: "faq".into(),
        },
        Edit::Move {
            section: body.clone(),
            to: 0,
        },
        Edit::Duplicate {
            section: hero.clone(),
        },
        Edit::Hide {
            section: hero.clone(),
            hidden: true,
        },
        Edit::Aside {
            section: links.clone(),
            aside: false,
        },
        Edit::Remove { section: body },
    ];
    let mut texts = vec![text(&session)];
    for (n, one) in edits.iter().enumerate() {
        edit_at(&mut session, one.clone(), n as u64 * 10_000)
            .unwrap_or_else(|e| panic!("{one:?}: {e}"));
        assert_ne!(
            &text(&session),
            texts.last().unwrap(),
            "{one:?} changed nothing"
        );
        let page = &session.site().pages[&home()].page;
        assert!(
            page.blocks.iter().all(|b| b.fields().is_some()),
            "{one:?} broke a section:\n{}",
            page.text
        );
        texts.push(text(&session));
    }
    for earlier in texts.iter().rev().skip(1) {
        session.undo().unwrap().unwrap();
        assert_eq!(&text(&session), earlier);
    }
    assert!(session.undo().unwrap().is_none());
    for later in texts.iter().skip(1) {
        session.redo().unwrap().unwrap();
        assert_eq!(&text(&session), later);
    }
    assert!(session.redo().unwrap().is_none());
}

#[test]
fn undo_and_redo_tell_which_problems_went_and_came() {
    let site = site();
    let (mut session, keys) = opened(&site);
    let codes = |update: Option<Update>| -> Option<Vec<String>> {
        let problems = update.unwrap().problems?;
        Some(problems.into_iter().map(|problem| problem.code).collect())
    };
    let before = session.open_page(&home()).unwrap().problems.len();
    let broken = set(&keys[2], "items.0.to", json!("nowhere"));
    let typed = codes(Some(edit(&mut session, broken).unwrap())).unwrap();
    assert_eq!(typed.len(), before + 1, "{typed:?}");
    assert_eq!(codes(session.undo().unwrap()).unwrap().len(), before);
    assert_eq!(codes(session.redo().unwrap()), Some(typed));
}

#[test]
fn typing_is_undone_as_one_edit_and_a_pause_ends_it() {
    let site = site();
    let (mut session, keys) = opened(&site);
    for (now, value) in [(0, "T"), (300, "Tr"), (600, "Tru"), (5_000, "Trus")] {
        edit_at(&mut session, set(&keys[0], "heading", json!(value)), now).unwrap();
    }
    session.undo().unwrap();
    assert!(text(&session).contains("heading = \"Tru\" "));
    session.undo().unwrap();
    assert_eq!(text(&session), TEXT);
}

#[test]
fn sections_are_added_moved_and_hidden_under_stable_keys() {
    let site = site();
    let (mut session, keys) = opened(&site);
    let update = edit(
        &mut session,
        Edit::Add {
            at: 1,
            kind: "text".into(),
        },
    )
    .unwrap();
    let order = update.order.unwrap();
    assert_eq!(order.len(), 4);
    assert_eq!(
        [&order[0], &order[2], &order[3]],
        [&keys[0], &keys[1], &keys[2]]
    );
    assert_eq!(update.focus.as_ref(), Some(&order[1]));
    assert!(update.body.is_some());
    let update = edit(
        &mut session,
        Edit::Move {
            section: order[1].clone(),
            to: 3,
        },
    )
    .unwrap();
    assert_eq!(
        update.order.unwrap(),
        [&keys[0], &keys[1], &keys[2], &order[1]].map(String::clone)
    );
    let update = edit(
        &mut session,
        Edit::Hide {
            section: keys[1].clone(),
            hidden: true,
        },
    )
    .unwrap();
    assert!(text(&session).contains("::: text {#overview hidden}"));
    assert!(!update.body.unwrap().contains("already happened"));
    edit(
        &mut session,
        Edit::Hide {
            section: keys[1].clone(),
            hidden: false,
        },
    )
    .unwrap();
    assert!(text(&session).contains("::: text {#overview}"));
}

#[test]
fn a_key_that_is_gone_is_refused_and_changes_nothing() {
    let site = site();
    let (mut session, keys) = opened(&site);
    edit(
        &mut session,
        Edit::Remove {
            section: keys[0].clone(),
        },
    )
    .unwrap();
    let before = text(&session);
    assert!(matches!(
        edit(&mut session, set(&keys[0], "heading", json!("x"))),
        Err(Error::Stale(_))
    ));
    assert_eq!(text(&session), before);
}

#[test]
fn saving_writes_exactly_the_text_and_only_once() {
    let site = site();
    let (mut session, keys) = opened(&site);
    edit(&mut session, set(&keys[0], "heading", json!("Saved"))).unwrap();
    session.save().unwrap();
    assert_eq!(site.text(PAGE), TEXT.replace("Trust us", "Saved"));
    assert_eq!(session.save_state(), SaveState::Saved);
    assert!(session.take_jobs().is_empty());
    assert!(
        session.outside(&[PAGE.to_owned()]).is_empty(),
        "our own bytes say nothing"
    );
}

#[test]
fn an_unedited_site_is_never_written() {
    let site = site();
    let (mut session, _) = opened(&site);
    session.save().unwrap();
    assert_eq!(site.text(PAGE), TEXT);
}

#[test]
fn an_outside_change_is_taken_in_and_keeps_keys() {
    let site = site();
    let (mut session, keys) = opened(&site);
    site.write(PAGE, TEXT.replace("We say why.", "They wrote this."));
    let updates = session.outside(&[PAGE.to_owned()]);
    assert_eq!(updates.len(), 1);
    assert!(updates[0].outside && updates[0].order.is_none());
    assert_eq!(updates[0].sections.len(), 1);
    assert_eq!(updates[0].sections[0].section.key, keys[0]);
    assert_eq!(session.save_state(), SaveState::Saved);
}

#[test]
fn an_outside_change_beside_an_unsaved_edit_is_merged() {
    let site = site();
    let (mut session, keys) = opened(&site);
    edit(&mut session, set(&keys[0], "heading", json!("Mine"))).unwrap();
    let theirs = TEXT
        .replace("We say why.", "Theirs.")
        .replace("already happened", "never happened");
    site.write(PAGE, &theirs);
    let updates = session.save().unwrap();
    let both = theirs.replace("Trust us", "Mine");
    assert_eq!(site.text(PAGE), both);
    assert!(updates.iter().all(|u| u.overlaps.is_none()));
    // Undo takes back only what was typed here.
    session.undo().unwrap().unwrap();
    assert_eq!(text(&session), theirs);
}

#[test]
fn two_texts_for_one_field_are_both_kept_until_settled() {
    for take_theirs in [false, true] {
        let site = site();
        let (mut session, keys) = opened(&site);
        edit(&mut session, set(&keys[0], "heading", json!("Mine"))).unwrap();
        site.write(PAGE, TEXT.replace("Trust us", "Theirs"));
        let updates = session.outside(&[PAGE.to_owned()]);
        let overlaps = updates[0].overlaps.clone().unwrap();
        assert_eq!(overlaps.len(), 1);
        assert_eq!(
            (overlaps[0].mine.as_str(), overlaps[0].theirs.as_str()),
            ("Mine", "Theirs")
        );
        assert_eq!(
            (&overlaps[0].section, overlaps[0].field.as_str()),
            (&keys[0], "heading")
        );
        assert!(text(&session).contains("\"Mine\""));
        let update = session
            .settle_overlap(&home(), overlaps[0].id, take_theirs, 0)
            .unwrap();
        assert_eq!(update.overlaps.unwrap().len(), 0);
        assert_eq!(text(&session).contains("\"Theirs\""), take_theirs);
        session.save().unwrap();
        assert_eq!(site.text(PAGE), text(&session));
    }
}

#[test]
fn undo_after_an_outside_change_of_the_same_text_is_refused() {
    let site = site();
    let (mut session, keys) = opened(&site);
    edit(&mut session, set(&keys[0], "heading", json!("Mine"))).unwrap();
    session.save().unwrap();
    site.write(PAGE, TEXT.replace("Trust us", "Theirs"));
    session.outside(&[PAGE.to_owned()]);
    let error = session.undo().unwrap_err();
    assert!(error.to_string().contains("Another program"));
    assert!(text(&session).contains("\"Theirs\""));
}

#[test]
fn a_page_removed_while_it_was_edited_is_written_again() {
    let site = site();
    let (mut session, keys) = opened(&site);
    edit(&mut session, set(&keys[0], "heading", json!("Kept"))).unwrap();
    site.remove(PAGE);
    session.outside(&[PAGE.to_owned()]);
    session.save().unwrap();
    assert!(site.text(PAGE).contains("\"Kept\""));
}

#[test]
fn a_new_page_and_a_new_file_appear() {
    let site = site();
    let (mut session, _) = opened(&site);
    site.write(
        "pages/en/security.md",
        "+++\ntitle = \"Security\"\nsummary = \"s\"\n+++\n",
    );
    let updates = session.outside(&["pages/en/security.md".to_owned()]);
    let tree = &updates[0].index.as_ref().unwrap().tree;
    assert!(tree.iter().any(|item| item.address == "/security"));
    let media = session
        .add_media("Annual Report.pdf", b"%PDF-1.7 test")
        .unwrap();
    assert_eq!(media, "/media/annual-report.pdf");
    assert_eq!(
        session
            .add_media("annual report.pdf", b"%PDF-1.7 test")
            .unwrap(),
        media
    );
    assert_eq!(
        session
            .add_media("annual report.pdf", b"%PDF-1.7 other")
            .unwrap(),
        "/media/annual-report-2.pdf"
    );
}

#[test]
fn an_unreadable_section_is_repaired_as_text() {
    let site = site();
    site.write(
        PAGE,
        TEXT.replace("lead = \"We say why.\"", "lead = We say why."),
    );
    let (mut session, keys) = opened(&site);
    let view = session.open_page(&home()).unwrap();
    let source = view.sections[0].source.clone().unwrap();
    assert!(view.sections[0].problem.is_some());
    assert!(view.sections[1].source.is_none());
    let repaired = source.replace("lead = We say why.", "lead = \"We say why.\"");
    edit(
        &mut session,
        Edit::Source {
            section: keys[0].clone(),
            text: repaired,
        },
    )
    .unwrap();
    assert_eq!(text(&session), TEXT);
}

#[test]
fn a_section_that_one_side_took_out_is_settled_either_way() {
    let section = "::: text\nSecond.\n:::\n";
    let base = format!("{TEXT}\n{section}");
    let changed = base.replace("Second.", "Changed.");
    for (here_removes, take_theirs) in [(true, true), (true, false), (false, true), (false, false)]
    {
        let site = site();
        site.write(PAGE, &base);
        let (mut session, keys) = opened(&site);
        let last = keys.last().unwrap().clone();
        let (mine, theirs) = if here_removes {
            (Edit::Remove { section: last }, changed.clone())
        } else {
            (set(&last, "body", json!("Mine.")), TEXT.to_owned())
        };
        edit(&mut session, mine).unwrap();
        site.write(PAGE, theirs);
        let updates = session.outside(&[PAGE.to_owned()]);
        let overlap = updates[0].overlaps.clone().unwrap().remove(0);
        assert_eq!(overlap.field, "");
        session
            .settle_overlap(&home(), overlap.id, take_theirs, 0)
            .unwrap();
        let text = text(&session);
        let wanted = match (here_removes, take_theirs) {
            (true, true) => "Changed.",
            (false, false) => "Mine.",
            _ => "",
        };
        assert!(text.contains(wanted), "{text}");
        assert_eq!(text.contains("Changed."), wanted == "Changed.", "{text}");
        assert_eq!(text.contains("Mine."), wanted == "Mine.", "{text}");
        session.save().unwrap();
        assert_eq!(site.text(PAGE), text);
    }
}

#[test]
fn settings_that_both_sides_changed_are_settled() {
    for take_theirs in [true, false] {
        let site = site();
        let (mut session, _) = opened(&site);
        let title = Edit::Set {
            section: None,
            path: vec![Step::Name("title".into())],
            value: json!("Mine"),
            shown: None,
            apart: false,
        };
        edit(&mut session, title).unwrap();
        let line = TEXT.lines().find(|l| l.starts_with("title")).unwrap();
        site.write(PAGE, TEXT.replace(line, "title = \"Theirs\""));
        let updates = session.outside(&[PAGE.to_owned()]);
        let overlap = updates[0].overlaps.clone().unwrap().remove(0);
        assert_eq!(
            (overlap.section.as_str(), overlap.field.as_str()),
            ("", "title")
        );
        session
            .settle_overlap(&home(), overlap.id, take_theirs, 0)
            .unwrap();
        let title = if take_theirs {
            "\"Theirs\""
        } else {
            "\"Mine\""
        };
        assert!(text(&session).contains(title));
    }
}
