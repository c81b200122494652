//! Bad input: the site opens, the rest can be edited, each fault is named with its place, no byte is lost.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use trustdesk_core::export::{self, Options};
use trustdesk_core::message::{Language, Message};
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::problem::{Problem, Severity};
use trustdesk_core::render::Engine;
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_core::view::{Edit, EditRequest, SectionState, Step};
use trustdesk_tests::TempSite;

const FRONT: &str = "+++\ntitle = \"T\"\nsummary = \"s\"\n+++\n\n";
const GOOD: &str = "::: text {#good}\nGood.\n:::\n";

fn open(site: &TempSite) -> Session {
    Session::open(
        Store::open(site.root()).unwrap(),
        Arc::new(Engine::embedded().unwrap()),
        Date::parse("2026-11-24").unwrap(),
    )
    .unwrap()
}

fn problem<'a>(problems: &'a [Problem], code: &str) -> &'a Problem {
    problems
        .iter()
        .find(|p| p.code == code)
        .unwrap_or_else(|| panic!("no problem {code} in {problems:?}"))
}

/// Fails where Chinese holds three words of English in a row: names may stand there, sentences may not.
fn in_chinese(message: &Message) {
    let chinese = message.get(Language::Chinese);
    let latin = |word: &&str| word.chars().all(|c| c.is_ascii_alphabetic() || c == ',');
    let mut run = 0;
    for word in chinese.split(' ') {
        run = if latin(&word) { run + 1 } else { 0 };
        assert!(run < 3, "{chinese}");
    }
    assert!(
        chinese.contains('。') && !chinese.ends_with('.'),
        "{chinese}"
    );
}

/// Opens a page with one fault, edits its good section, saves, and compares every other byte.
fn survives(text: &str, code: &str, line: u32, state: Option<SectionState>) {
    let site = TempSite::new();
    site.write("pages/en/index.md", text);
    let mut session = open(&site);
    let page = PageRef::new("en", "/");
    let view = session.open_page(&page).unwrap();
    let found = problem(&view.problems, code);
    assert_eq!(found.severity, Severity::Blocker);
    assert_eq!(found.place.line.or(Some(line)), Some(line), "{found:?}");
    assert!(!found.message.is_empty() && !found.hint.is_empty());
    for problem in &view.problems {
        in_chinese(&problem.said());
    }
    if let Some(state) = state {
        assert!(
            view.sections.iter().any(|s| s.state == state),
            "{:?}",
            view.sections
        );
    }
    let good = view
        .sections
        .iter()
        .find(|s| s.id.as_deref() == Some("good"))
        .expect("the good section");
    assert_eq!(good.state, SectionState::Ready);
    let edit = Edit::Set {
        section: Some(good.key.clone()),
        path: vec![Step::Name("body".into())],
        value: json!("Better."),
        shown: None,
        apart: false,
    };
    session
        .edit(
            &EditRequest {
                page,
                revision: view.revision,
                edit,
            },
            0,
        )
        .unwrap();
    session.save().unwrap();
    assert_eq!(
        site.text("pages/en/index.md"),
        text.replace("Good.", "Better.")
    );
}

#[test]
fn broken_toml_is_one_card() {
    survives(
        &format!("{FRONT}::: hero {{#top}}\nheading = no quotes\n:::\n\n{GOOD}"),
        "unreadable-fields",
        7,
        Some(SectionState::Unreadable),
    );
}

#[test]
fn broken_front_matter_leaves_the_sections() {
    survives(
        &format!("+++\ntitle = \n+++\n\n{GOOD}"),
        "unreadable-fields",
        2,
        None,
    );
    survives(GOOD, "missing-front-matter", 1, None);
}

#[test]
fn an_unclosed_section_ends_at_the_next() {
    survives(
        &format!("{FRONT}::: text {{#open}}\nNever closed.\n\n{GOOD}"),
        "unclosed-section",
        6,
        Some(SectionState::Unreadable),
    );
}

#[test]
fn an_unknown_kind_is_kept() {
    survives(
        &format!("{FRONT}::: hologram {{#x}}\nwhatever [[\n:::\n\n{GOOD}"),
        "unknown-kind",
        6,
        Some(SectionState::Unknown),
    );
}

#[test]
fn stray_text_and_conflict_marks_are_kept() {
    survives(
        &format!("{FRONT}Some words.\n\n{GOOD}"),
        "stray-text",
        6,
        Some(SectionState::Unreadable),
    );
    let conflict = "<<<<<<< ours\n::: text {#a}\nOne.\n:::\n=======\n::: text {#a}\nTwo.\n:::\n>>>>>>> theirs\n";
    survives(
        &format!("{FRONT}{conflict}\n{GOOD}"),
        "conflict",
        6,
        Some(SectionState::Unreadable),
    );
}

#[test]
fn a_missing_picture_and_a_broken_link_are_named_with_their_field() {
    let site = TempSite::new();
    let text = format!(
        "{FRONT}::: hero {{#top}}\nheading = \"H\"\nimage = \"/media/none.png\"\nalt = \"a\"\nactions = [ {{ label = \"x\", to = \"/nowhere\" }} ]\n:::\n"
    );
    site.write("pages/en/index.md", text);
    let mut session = open(&site);
    let view = session.open_page(&PageRef::new("en", "/")).unwrap();
    assert_eq!(
        problem(&view.problems, "missing-file")
            .place
            .field
            .as_deref(),
        Some("image")
    );
    let link = problem(&view.problems, "broken-link");
    assert_eq!(
        (link.place.section, link.place.field.as_deref()),
        (Some(0), Some("actions.0.to"))
    );
    assert!(view.preview.contains("H"));
}

#[test]
fn pages_that_are_no_text_open_read_only_and_stay_as_they_are() {
    let large = format!(
        "{FRONT}::: text\n{}\n:::\n",
        "A line of text that goes on and on.\n".repeat(150_000)
    );
    assert!(large.len() > 5_000_000);
    let cases: [(&str, Vec<u8>); 3] = [
        ("not-utf-8", b"+++\ntitle = \"\xff\xfe\"\n+++\n".to_vec()),
        ("nul-bytes", b"+++\ntitle = \"a\0b\"\n+++\n".to_vec()),
        ("too-large", large.into_bytes()),
    ];
    for (code, bytes) in cases {
        let site = TempSite::new();
        site.write("pages/en/index.md", &bytes);
        site.write("pages/en/other.md", format!("{FRONT}{GOOD}"));
        let mut session = open(&site);
        let view = session.open_page(&PageRef::new("en", "/")).unwrap();
        assert!(view.read_only.is_some(), "{code}");
        problem(&view.problems, code);
        let edit = Edit::Set {
            section: None,
            path: vec![Step::Name("title".into())],
            value: json!("x"),
            shown: None,
            apart: false,
        };
        assert!(
            session
                .edit(
                    &EditRequest {
                        page: PageRef::new("en", "/"),
                        revision: 0,
                        edit
                    },
                    0
                )
                .is_err()
        );
        session.save().unwrap();
        assert_eq!(site.bytes("pages/en/index.md"), bytes);
        assert!(
            session
                .open_page(&PageRef::new("en", "/other"))
                .unwrap()
                .read_only
                .is_none()
        );
    }
}

#[test]
fn faulty_records_and_settings_are_named_and_the_rest_works() {
    let site = TempSite::new();
    site.write("pages/en/index.md", format!("{FRONT}{GOOD}"));
    site.write(
        "records/links.toml",
        "[a]\nlabel = \"A\"\nto = \"/\"\n\n[b\nlabel = \"B\"\n",
    );
    site.write(
        "records/contacts.toml",
        "[c]\ntitle = \"C\"\nemail = \"c@example.com\"\n",
    );
    let mut session = open(&site);
    let view = session.view();
    let found = problem(&view.index.problems, "unreadable-fields");
    assert_eq!(
        (found.place.file.as_str(), found.place.line),
        ("records/links.toml", Some(5))
    );
    assert_eq!(view.index.records["contacts"].len(), 1);
    site.write("site.toml", "format = 1\nname = [\n");
    let updates = session.outside(&["site.toml".to_owned()]);
    assert!(updates.is_empty(), "no page is on screen");
    problem(&session.view().index.problems, "settings");
    assert!(
        session
            .open_page(&PageRef::new("en", "/"))
            .unwrap()
            .read_only
            .is_none()
    );
}

#[test]
fn a_newer_format_opens_read_only() {
    let site = TempSite::new();
    site.write("site.toml", "format = 2\nname = \"N\"\n");
    site.write("pages/en/index.md", format!("{FRONT}{GOOD}"));
    let mut session = open(&site);
    let reason = session.view().read_only.unwrap().to_string();
    assert!(reason.contains("newer"));
    assert!(
        session
            .open_page(&PageRef::new("en", "/"))
            .unwrap()
            .read_only
            .is_some()
    );
}

#[test]
fn the_broken_fixtures_export_all_that_can_be_shown() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken");
    let engine = Engine::embedded().unwrap();
    let store = Store::open(&folder).unwrap();
    let site = trustdesk_core::site::Site::load(&store, &engine.kinds).unwrap();
    let out = tempfile::tempdir().unwrap();
    let options = Options {
        as_of: Date::parse("2026-11-24").unwrap(),
        theme: None,
    };
    let report = export::export(&engine, &site, &store, out.path(), &options, &|_| true).unwrap();
    let codes: std::collections::BTreeSet<&str> =
        report.problems.iter().map(|p| p.code.as_str()).collect();
    for code in [
        "unreadable-fields",
        "unclosed-section",
        "unknown-kind",
        "missing-file",
        "not-utf-8",
        "stray-text",
    ] {
        assert!(codes.contains(code), "{code} is not among {codes:?}");
    }
    insta::assert_snapshot!(
        report
            .problems
            .iter()
            .map(|p| {
                format!(
                    "{:?} {} {}:{:?}:{:?} {:?} {:?} {}. {}",
                    p.severity,
                    p.code,
                    p.place.file,
                    p.place.line,
                    p.place.column,
                    p.place.section,
                    p.place.field,
                    p.message,
                    p.hint
                )
            })
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_used_does_not_keep_the_site_shut() {
    let site = TempSite::new();
    site.write("pages/en/index.md", format!("{FRONT}{GOOD}"));
    std::os::unix::fs::symlink("/etc", site.root().join("pages/en/loop")).unwrap();
    let mut session = open(&site);
    let view = session.view();
    let found = problem(&view.index.problems, "unusable-file");
    assert_eq!(found.place.file, "pages/en/loop");
    let page = session.open_page(&PageRef::new("en", "/")).unwrap();
    assert!(page.read_only.is_none());
}

#[test]
fn broken_settings_put_no_language_out_of_reach() {
    let site = TempSite::new();
    site.write("site.toml", "format = 1\nname = [\n");
    site.write("pages/en/index.md", format!("{FRONT}{GOOD}"));
    site.write("pages/zh-Hans/index.md", format!("{FRONT}{GOOD}"));
    let mut session = open(&site);
    let view = session.view();
    assert_eq!(
        problem(&view.index.problems, "settings").place.line,
        Some(2)
    );
    let tags: Vec<_> = view.locales.iter().map(|l| l.tag.as_str()).collect();
    assert_eq!(tags, ["en", "zh-Hans"]);
    let page = session.open_page(&PageRef::new("zh-Hans", "/")).unwrap();
    assert!(page.read_only.is_none());
}

#[test]
fn copies_left_by_synchronising_are_named_and_are_no_pages() {
    let site = TempSite::new();
    let text = "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: text\nHere.\n:::\n";
    site.write("pages/en/index.md", text);
    let copy = "pages/en/index (conflicted copy 2026-11-24).md";
    site.write(copy, text);
    let mut session = open(&site);
    let named = |session: &Session| {
        let problems = session.view().index.problems;
        problems
            .iter()
            .filter(|p| p.code == "conflict-copy")
            .count()
    };
    assert_eq!(session.site().pages.len(), 1);
    assert_eq!(named(&session), 1);
    site.remove(copy);
    session.outside(&[copy.to_owned()]);
    assert_eq!(named(&session), 0);
    site.write(copy, text);
    session.outside(&[copy.to_owned()]);
    assert_eq!((named(&session), session.site().pages.len()), (1, 1));
}
