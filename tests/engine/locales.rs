//! Two languages side by side, through the session: marked, behind, copied, undone to the byte.

use trustdesk_core::diff::Turn;
use trustdesk_core::error::Error;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_core::translation::{PairView, RowState, TranslationEdit, TranslationRequest};
use trustdesk_core::view::{Edit, EditRequest, Step};
use trustdesk_tests::{TempSite, engine};

const STATE: &str = "state/translations.toml";
const EN: &str = "+++\ntitle = \"Backups\"\nsummary = \"How we back up.\"\n+++\n\n::: hero {#top}\nheading = \"Backups\"\n:::\n\n::: text {#kept}\nKept for 30 days.\n:::\n\n::: faq {#faq aside}\nheading = \"Questions\"\n[[items]]\nquestion = \"How often?\"\nanswer = \"Every 15 minutes.\"\n:::\n";
const ZH: &str = "+++\ntitle = \"备份\"\nsummary = \"我们如何备份。\"\n+++\n\n::: hero {#top}\nheading = \"备份\"\n:::\n\n::: text {#kept}\n保存 30 天。\n:::\n\n::: text {#only-here}\n仅中文。\n:::\n";

fn en() -> PageRef {
    PageRef::new("en", "/backups")
}

fn zh() -> PageRef {
    PageRef::new("zh-Hans", "/backups")
}

fn site() -> TempSite {
    let site = TempSite::new();
    site.write("pages/en/backups.md", EN);
    site.write("pages/zh-Hans/backups.md", ZH);
    site
}

fn open(site: &TempSite) -> Session {
    let store = Store::open(site.root()).unwrap();
    let mut session = Session::open(store, engine(), Date::parse("2026-11-24").unwrap()).unwrap();
    session.open_page(&zh()).unwrap();
    session.open_beside(&en()).unwrap();
    session
}

fn states(view: &PairView) -> Vec<RowState> {
    view.rows.iter().map(|row| row.state).collect()
}

fn ask(edit: TranslationEdit) -> TranslationRequest {
    TranslationRequest {
        original: en(),
        translation: zh(),
        edit,
    }
}

fn key(view: &PairView, row: usize) -> String {
    view.rows[row].original.clone().unwrap()
}

fn set(session: &mut Session, page: PageRef, section: &str, field: &str, text: &str) {
    let edit = Edit::Set {
        section: Some(section.to_owned()),
        path: vec![Step::Name(field.into())],
        value: text.into(),
        shown: None,
        apart: false,
    };
    let request = EditRequest {
        page,
        revision: 0,
        edit,
    };
    session.edit(&request, 0).unwrap();
}

#[test]
fn marked_then_behind_then_in_step_again_and_undone_to_the_byte() {
    use RowState::{Behind, Extra, InStep, Missing, Unknown};
    let site = site();
    let mut session = open(&site);
    let view = session.pair(&en(), &zh()).unwrap();
    assert_eq!(states(&view), [Unknown, Unknown, Unknown, Extra, Missing]);
    assert!(view.there && !view.reordered && view.fault.is_none());

    session
        .translate(&ask(TranslationEdit::MarkAll), 0)
        .unwrap();
    let view = session.pair(&en(), &zh()).unwrap();
    assert_eq!(states(&view), [InStep, InStep, InStep, Extra, Missing]);
    session.save().unwrap();
    let marked = site.text(STATE);
    assert!(marked.contains("[\"zh-Hans/backups\".en]"), "{marked}");
    assert!(marked.contains("text = \"Kept for 30 days.\""), "{marked}");

    let kept = key(&view, 2);
    set(&mut session, en(), &kept, "body", "Kept for 35 days.");
    let view = session.pair(&en(), &zh()).unwrap();
    assert_eq!(states(&view)[2], Behind);
    assert!(view.rows[2].attention);
    assert_eq!(view.rows[2].flags[0].line(), "number body: 35 | 30");
    let changes = session.original_changes(&en(), &zh(), &kept).unwrap();
    let said: Vec<(Turn, &str)> = changes[0]
        .pieces
        .iter()
        .map(|piece| (piece.turn, piece.text.as_str()))
        .collect();
    let expected = [
        (Turn::Same, "Kept for "),
        (Turn::Removed, "30"),
        (Turn::Added, "35"),
        (Turn::Same, " days."),
    ];
    assert_eq!(said, expected);
    // The list beside the page says so too.
    let standing = |session: &Session| {
        let tree = session.index_view().tree;
        let item = tree.iter().find(|item| item.address == "/backups").unwrap();
        assert_eq!(item.pages["en"].translation, None);
        item.pages["zh-Hans"].translation.unwrap()
    };
    assert_eq!(standing(&session).behind, 1);

    // Marked although the numbers differ: that difference was seen and is not called out again.
    session
        .translate(
            &ask(TranslationEdit::Mark {
                sections: vec![kept],
            }),
            0,
        )
        .unwrap();
    let view = session.pair(&en(), &zh()).unwrap();
    assert_eq!(states(&view)[2], InStep);
    assert!(view.rows[2].flags[0].accepted && !view.rows[2].attention);
    assert_eq!(standing(&session).behind, 0);

    session.undo().unwrap().unwrap();
    assert_eq!(standing(&session).behind, 1);
    let update = session.undo().unwrap().unwrap();
    assert_eq!(update.page, en(), "the original is told, and stays beside");
    assert!(!update.reload);
    session.save().unwrap();
    assert_eq!(site.text(STATE), marked);
    assert_eq!(site.text("pages/en/backups.md"), EN);
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    assert!(!site.exists(STATE));
}

#[test]
fn missing_sections_are_copied_in_order_and_undone_to_the_byte() {
    let site = site();
    let mut session = open(&site);
    let update = session.translate(&ask(TranslationEdit::Fill), 0).unwrap();
    assert_eq!(update.page, zh());
    let view = session.pair(&en(), &zh()).unwrap();
    assert!(!states(&view).contains(&RowState::Missing));
    let faq = view.rows.last().unwrap();
    assert_eq!(faq.state, RowState::Unknown);
    assert_eq!(faq.flags[0].code, "untranslated");
    session.save().unwrap();
    let text = site.text("pages/zh-Hans/backups.md");
    assert!(
        text.starts_with(ZH.split("::: text {#only-here}").next().unwrap()),
        "{text}"
    );
    assert!(
        text.contains("::: faq {#faq aside}\nheading = \"Questions\"\n"),
        "{text}"
    );
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    assert_eq!(site.text("pages/zh-Hans/backups.md"), ZH);

    // Over a section that is there already, which keeps its place.
    let view = session.pair(&en(), &zh()).unwrap();
    let section = key(&view, 2);
    session
        .translate(&ask(TranslationEdit::Copy { section }), 0)
        .unwrap();
    session.save().unwrap();
    assert_eq!(
        site.text("pages/zh-Hans/backups.md"),
        ZH.replace("保存 30 天。", "Kept for 30 days.")
    );
}

#[test]
fn a_page_is_made_from_its_original_and_known_to_be_in_step() {
    let site = site();
    site.write("pages/en/deep/index.md", EN);
    let mut session = open(&site);
    let (original, translation) = (
        PageRef::new("en", "/deep"),
        PageRef::new("zh-Hans", "/deep"),
    );
    let view = session.pair(&original, &translation).unwrap();
    assert!(!view.there);
    assert!(
        states(&view)
            .iter()
            .all(|state| *state == RowState::Missing)
    );
    let request = TranslationRequest {
        original: original.clone(),
        translation: translation.clone(),
        edit: TranslationEdit::Create,
    };
    session.translate(&request, 0).unwrap();
    let view = session.pair(&original, &translation).unwrap();
    assert!(states(&view).iter().all(|state| *state == RowState::InStep));
    assert!(view.rows[2].attention, "it is not translated yet");
    session.save().unwrap();
    assert_eq!(site.text("pages/zh-Hans/deep/index.md"), EN);
    assert!(matches!(
        session.translate(&request, 0),
        Err(Error::Refused(_))
    ));
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    assert!(!site.exists("pages/zh-Hans/deep/index.md") && !site.exists(STATE));
}

#[test]
fn what_others_change_is_seen_on_both_sides() {
    let site = site();
    let mut session = open(&site);
    session
        .translate(&ask(TranslationEdit::MarkAll), 0)
        .unwrap();
    session.save().unwrap();
    site.write("pages/en/backups.md", EN.replace("30 days", "35 days"));
    let updates = session.outside(&["pages/en/backups.md".to_owned()]);
    assert_eq!(updates.len(), 1, "the page beside is told");
    assert_eq!(updates[0].page, en());
    assert_eq!(
        states(&session.pair(&en(), &zh()).unwrap())[2],
        RowState::Behind
    );
    session.close_beside();
    site.write("pages/en/backups.md", EN);
    let updates = session.outside(&["pages/en/backups.md".to_owned()]);
    assert_eq!(updates.len(), 1, "the window hears which file changed");
    assert_ne!(updates[0].page, en());
    assert_eq!(updates[0].files, ["pages/en/backups.md"]);
    assert!(updates[0].problems.is_none() && updates[0].sections.is_empty());
    // The marks themselves, by another program.
    site.remove(STATE);
    session.outside(&[STATE.to_owned()]);
    assert_eq!(
        states(&session.pair(&en(), &zh()).unwrap())[2],
        RowState::Unknown
    );
}

#[test]
fn a_state_file_that_cannot_be_read_is_left_alone_and_said() {
    let site = site();
    site.write(STATE, "x = [\n");
    let mut session = open(&site);
    let view = session.pair(&en(), &zh()).unwrap();
    assert!(view.fault.unwrap().to_string().contains(STATE));
    let refused = session.translate(&ask(TranslationEdit::MarkAll), 0);
    assert!(matches!(refused, Err(Error::Refused(_))));
    assert_eq!(site.text(STATE), "x = [\n");
}

#[test]
fn unreadable_and_hidden_sections_keep_their_place() {
    let site = site();
    let broken = EN
        .replace("heading = \"Backups\"", "heading = ")
        .replace("{#kept}", "{#kept hidden}");
    site.write("pages/en/backups.md", &broken);
    let mut session = open(&site);
    let view = session.pair(&en(), &zh()).unwrap();
    assert!(!view.rows[1].copies);
    assert_eq!(view.rows[2].flags[0].line(), "hidden : ✓ | ");
    let section = key(&view, 1);
    let refused = session.translate(&ask(TranslationEdit::Copy { section }), 0);
    assert!(matches!(refused, Err(Error::Refused(_))));
    session
        .translate(&ask(TranslationEdit::MarkAll), 0)
        .unwrap();
    assert_eq!(
        states(&session.pair(&en(), &zh()).unwrap())[1],
        RowState::InStep
    );
}

#[test]
fn every_page_and_language_is_listed_with_what_it_needs() {
    let site = site();
    site.write("pages/en/lonely.md", EN);
    site.write("shared/en/box.md", EN);
    site.write("shared/zh-Hans/box.md", ZH);
    let session = open(&site);
    let view = session.languages_view();
    assert_eq!(view.original, "en");
    let of = |address: &str| {
        view.pages
            .iter()
            .find(|page| page.address == address)
            .unwrap()
    };
    let backups = &of("/backups").locales[0];
    assert_eq!(
        (
            backups.standing.unknown,
            backups.standing.missing,
            backups.standing.extra
        ),
        (3, 1, 1)
    );
    assert_eq!(backups.attention, 2);
    assert!(!of("/lonely").locales[0].there);
    assert_eq!(of("/lonely").locales[0].standing.missing, 4);
    assert_eq!(of("shared:box").title, "Backups");
}
