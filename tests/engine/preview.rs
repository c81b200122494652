//! What the preview shows and exports never do: placeholders, another day, thumbnails.

use std::fs;
use std::sync::{Arc, OnceLock};

use trustdesk_core::kinds::{BodyType, Field, FieldKind};
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::render::Engine;
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_tests::TempSite;

fn engine() -> Arc<Engine> {
    static ENGINE: OnceLock<Arc<Engine>> = OnceLock::new();
    Arc::clone(ENGINE.get_or_init(|| Arc::new(Engine::embedded().unwrap())))
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn open(site: &TempSite) -> Session {
    Session::open(
        Store::open(site.root()).unwrap(),
        engine(),
        day("2026-11-24"),
    )
    .unwrap()
}

/// The front page with one empty section of every kind.
fn with_every_kind_empty() -> TempSite {
    let site = TempSite::new();
    for (locale, title) in [("en", "Home"), ("zh-Hans", "首页")] {
        let mut text = format!("+++\ntitle = \"{title}\"\n+++\n");
        for kind in engine().kinds.iter() {
            text.push_str(&format!("\n::: {0} {{#{0}}}\n:::\n", kind.name));
        }
        site.write(&format!("pages/{locale}/index.md"), text);
    }
    site
}

fn exported(site: &TempSite, page: &str) -> String {
    let out = tempfile::tempdir().unwrap();
    trustdesk_tests::export(site.root(), out.path(), "2026-11-24", None).unwrap();
    fs::read_to_string(out.path().join(page)).unwrap()
}

/// Labels of all required texts of a form, those inside lists too.
fn required(fields: &[Field], locale: &str) -> Vec<String> {
    let mut all = Vec::new();
    for field in fields.iter().filter(|field| field.required) {
        if matches!(
            field.kind,
            FieldKind::Text | FieldKind::Multiline | FieldKind::Markdown
        ) {
            all.push(field.label.get(locale).to_owned());
        }
        if field.kind == FieldKind::List {
            all.extend(required(&field.fields, locale));
        }
    }
    all
}

#[test]
fn empty_required_fields_have_placeholders_in_the_preview_and_never_in_an_export() {
    let site = with_every_kind_empty();
    let mut session = open(&site);
    for (locale, lead) in [("en", "Add the "), ("zh-Hans", "请填写")] {
        let preview = session
            .open_page(&PageRef::new(locale, "/"))
            .unwrap()
            .preview;
        let html = exported(&site, &format!("{locale}/index.html"));
        assert!(!html.contains(lead) && !html.contains("data-td"), "{html}");
        let mut seen = 0;
        for kind in engine()
            .kinds
            .iter()
            // Without its line of dashes a section of both has no fields that could wait.
            .filter(|kind| kind.body != BodyType::Both)
        {
            for label in required(&kind.fields, locale) {
                let label = if locale == "en" {
                    label.to_lowercase()
                } else {
                    label
                };
                assert!(
                    preview
                        .to_lowercase()
                        .contains(&format!("{}{label}", lead.to_lowercase())),
                    "{}: {label}",
                    kind.name
                );
                seen += 1;
            }
        }
        assert!(seen >= 6, "{seen} placeholders");
    }
}

#[test]
fn a_placeholder_goes_when_its_field_is_filled_and_marks_only_its_own_place() {
    let site = TempSite::new();
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\n+++\n\n::: hero {#top}\nheading = \"\"\nlead = \"Said.\"\n:::\n",
    );
    let mut session = open(&site);
    let page = PageRef::new("en", "/");
    let before = session.open_page(&page).unwrap().preview;
    assert!(
        before.contains("data-td-field=\"heading\" data-td-empty>Add the heading</h1>"),
        "{before}"
    );
    assert!(!before.contains("data-td-field=\"lead\" data-td-empty"));
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\n+++\n\n::: hero {#top}\nheading = \"Here\"\nlead = \"Said.\"\n:::\n",
    );
    let after = open(&site).open_page(&page).unwrap().preview;
    assert!(!after.contains("data-td-empty") && after.contains(">Here</h1>"));
}

/// A site with a certificate that is valid from March 2026 to the end of February 2029.
fn with_a_certificate() -> TempSite {
    let site = TempSite::new();
    site.write(
        "records/certifications.toml",
        "[iso]\ntitle = \"ISO 27001\"\ntype = \"certificate\"\nissued = 2026-03-01\nexpires = 2029-02-28\n",
    );
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\n+++\n\n::: certifications {#certificates}\nitems = [\"iso\"]\n:::\n",
    );
    site
}

#[test]
fn another_day_is_shown_in_the_preview_only() {
    let site = with_a_certificate();
    let mut session = open(&site);
    let page = PageRef::new("en", "/");
    let today = session.open_page(&page).unwrap();
    assert!(today.preview.contains("state-valid"));
    session.show_day(Some(day("2029-03-01")));
    assert_eq!(session.shown_day(), day("2029-03-01"));
    assert_eq!(session.as_of(), day("2026-11-24"));
    assert!(
        session
            .preview_body(&page)
            .unwrap()
            .contains("state-expired")
    );
    let then = session.open_page(&page).unwrap();
    assert!(then.preview.contains("state-expired"));
    // Problems of the page and of its records are those of the day that is shown.
    let codes = |session: &Session| -> Vec<String> {
        let problems = session.index_view().problems.into_iter();
        let of_records = problems.filter(|p| p.place.file.starts_with("records/"));
        of_records.map(|p| p.code).collect()
    };
    assert!(codes(&session).contains(&"expired".to_owned()));
    assert_eq!(
        session.data("records/certifications.toml").unwrap().states["iso"],
        "expired"
    );
    assert!(exported(&site, "en/index.html").contains("state-valid"));
    session.show_day(None);
    assert_eq!(session.open_page(&page).unwrap().preview, today.preview);
    assert!(!codes(&session).contains(&"expired".to_owned()));
    assert_eq!(
        session.data("records/certifications.toml").unwrap().states["iso"],
        "valid"
    );
}

#[test]
fn a_page_has_the_problems_of_the_day_that_is_shown() {
    let site = TempSite::new();
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\nsummary = \"S\"\nreview-by = 2026-12-01\n+++\n",
    );
    let mut session = open(&site);
    let page = PageRef::new("en", "/");
    let warnings = |session: &Session| session.index_view().tree[0].pages["en"].warnings;
    assert!(session.open_page(&page).unwrap().problems.is_empty());
    session.show_day(Some(day("2026-12-02")));
    assert_eq!(session.shown_problems(&page)[0].code, "review-due");
    assert_eq!(warnings(&session), 1);
    assert_eq!(session.horizon().as_of, day("2026-11-24"));
    session.show_day(None);
    assert!(session.shown_problems(&page).is_empty());
    assert_eq!(warnings(&session), 0);
}

#[test]
fn another_day_stays_when_the_site_changes_around_the_page() {
    let site = with_a_certificate();
    let mut session = open(&site);
    let page = PageRef::new("en", "/");
    session.open_page(&page).unwrap();
    session.show_day(Some(day("2029-03-01")));
    let records = site.text("records/certifications.toml");
    site.write(
        "records/certifications.toml",
        records.replace("ISO 27001", "ISO 27701"),
    );
    let updates = session.outside(&["records/certifications.toml".to_owned()]);
    let body = updates[0].body.as_deref().unwrap();
    assert!(
        body.contains("ISO 27701") && body.contains("state-expired"),
        "{body}"
    );
}

#[test]
fn every_kind_has_a_thumbnail_in_both_languages() {
    let site = with_a_certificate();
    site.write(
        "shared/en/helpful.md",
        "+++\ntitle = \"H\"\n+++\n\n::: text\nShared words.\n:::\n",
    );
    let session = open(&site);
    for kind in engine().kinds.iter() {
        for locale in ["en", "zh-Hans"] {
            let html = session.thumbnail(locale, &kind.name, "dark").unwrap();
            // A shared section shows what the site has.
            let shown = match kind.name.as_str() {
                "shared" => "Shared words.".to_owned(),
                name => format!("<section class=\"s s-{name}"),
            };
            assert!(html.contains(&shown), "{html}");
            assert!(html.contains("assets/beacon.css?look=dark"));
            assert!(html.contains(&format!("<html lang=\"{locale}\">")));
        }
    }
    assert!(session.thumbnail("en", "hologram", "light").is_none());
}
