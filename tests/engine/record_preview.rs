//! A record beside its form: which section shows it, and what it shows.

use serde_json::json;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::records::preview::RecordPreview;
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_core::view::{DataEdit, DataRequest, Edit, EditRequest, Step};
use trustdesk_tests::{TempSite, engine, open};

fn page(title: &str, sections: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n\n{sections}")
}

fn site() -> TempSite {
    let site = TempSite::new();
    site.write("pages/en/index.md", page("Home", "::: text\nWords.\n:::\n"));
    site.write("pages/en/evidence.md", page("Evidence", "::: certifications {hidden}\nheading = \"Not yet\"\n:::\n\n::: certifications\nheading = \"All\"\n:::\n\n::: documents\nheading = \"Reports\"\ncategory = \"report\"\n:::\n"));
    site.write(
        "pages/en/policies.md",
        page(
            "Policies",
            "::: documents\nheading = \"Policies\"\ncategory = \"policy\"\n:::\n",
        ),
    );
    site.write("shared/en/helpful.md", page("Helpful", "::: links {aside}\ntitle = \"Helpful\"\nitems = [\n  { link = \"home\" },\n  { link = \"paper\", hidden = true },\n]\n:::\n"));
    site.write("records/certifications.toml", "[iso]\ntitle = { en = \"ISO/IEC 27001 & more\", zh-Hans = \"信息安全认证\" }\ntype = \"certificate\"\nissued = 2026-01-01\nexpires = 2029-01-01\ndocument = \"paper\"\n\n[soc]\ntitle = \"SOC 2\"\n\n[secret]\ntitle = \"Secret\"\nvisibility = \"hidden\"\n");
    site.write("records/documents.toml", "[policy]\ntitle = \"Data policy\"\ncategory = \"policy\"\n\n[paper]\ntitle = \"White paper\"\ncategory = \"certificate\"\nfile = \"/media/paper.pdf\"\n");
    site.write("media/paper.pdf", "%PDF-1.7");
    site.write(
        "records/links.toml",
        "[home]\nlabel = \"To the start\"\nto = \"/\"\n\n[paper]\nlabel = \"The paper\"\nto = \"/evidence\"\n",
    );
    site
}

fn at(preview: &RecordPreview) -> Option<(String, u32)> {
    let place = preview.place.as_ref()?;
    Some((place.page.clone()?.address, place.section?))
}

#[test]
fn a_record_is_shown_by_the_first_section_that_visitors_see() {
    let site = site();
    let session = open(&site);
    let seen = session.record_preview("certifications", "iso", "en", None);
    assert_eq!(at(&seen), Some(("/evidence".into(), 1)));
    assert!(
        seen.html.contains("27001 &amp; more") && seen.html.contains("state-valid"),
        "{}",
        seen.html
    );
    assert!(seen.html.contains("<section class=\"s s-certifications"));
    // Of the others nothing: it is found at a glance, and drawn as fast in a list of hundreds.
    assert!(!seen.html.contains("SOC 2"), "{}", seen.html);
    assert!(seen.html.contains("color-scheme\" content=\"light dark"));
}

#[test]
fn what_a_section_leaves_out_is_looked_for_elsewhere() {
    let site = site();
    let session = open(&site);
    // The section of reports does not show a policy, though it names no documents and so lists all.
    let seen = session.record_preview("documents", "policy", "en", None);
    assert_eq!(at(&seen), Some(("/policies".into(), 0)));
    // No section shows this one itself; the certificate that names it does.
    let seen = session.record_preview("documents", "paper", "en", None);
    assert_eq!(at(&seen), Some(("/evidence".into(), 1)));
    assert!(seen.html.contains("White paper") && seen.html.contains("27001"));
    // A shared section shows it; a hidden link there does not count.
    let seen = session.record_preview("links", "home", "en", None);
    assert_eq!(at(&seen), Some(("shared:helpful".into(), 0)));
    assert!(seen.html.contains("<aside class=\"aside\">"));
    let seen = session.record_preview("links", "paper", "en", None);
    assert_eq!(at(&seen), None);
    assert!(seen.html.contains("The paper"), "{}", seen.html);
}

#[test]
fn where_no_page_shows_it_an_example_does_and_hidden_is_said() {
    let site = site();
    let session = open(&site);
    let seen = session.record_preview("certifications", "iso", "zh-Hans", None);
    assert!(
        seen.place.is_none()
            && seen.html.contains("信息安全认证")
            && seen.html.contains("认证与报告")
    );
    assert!(seen.html.contains("<html lang=\"zh-Hans\">"));
    let seen = session.record_preview("certifications", "secret", "en", None);
    assert!(seen.hidden && seen.html.is_empty());
    for (collection, id) in [("certifications", "none"), ("none", "iso")] {
        let seen = session.record_preview(collection, id, "en", None);
        assert_eq!(seen, RecordPreview::default());
    }
}

#[test]
fn it_shows_what_is_typed_on_the_day_that_is_shown() {
    let site = site();
    let mut session = open(&site);
    let first = session.record_preview("certifications", "iso", "en", None);
    let path = ["iso", "title", "en"].map(|name| Step::Name(name.into()));
    let edit = DataEdit::Set {
        path: path.to_vec(),
        value: json!("Typed <b>now</b>"),
    };
    let file = "records/certifications.toml".to_owned();
    session.edit_data(&DataRequest { file, edit }, 0).unwrap();
    let next = session.record_preview("certifications", "iso", "en", first.place.as_ref());
    assert_eq!(next.place, first.place);
    assert!(
        next.html.contains("Typed &lt;b&gt;now&lt;"),
        "{}",
        next.html
    );
    session.show_day(Date::parse("2029-06-01"));
    let then = session.record_preview("certifications", "iso", "en", first.place.as_ref());
    assert!(then.html.contains("state-expired"), "{}", then.html);
}

#[test]
fn a_place_that_no_longer_lists_the_record_is_left() {
    let site = site();
    let mut session = open(&site);
    let first = session.record_preview("certifications", "iso", "en", None);
    let evidence = PageRef::new("en", "/evidence");
    let view = session.open_page(&evidence).unwrap();
    let edit = Edit::Set {
        section: Some(view.sections[1].key.clone()),
        path: vec![Step::Name("items".into())],
        value: json!(["soc"]),
        shown: None,
        apart: false,
    };
    let request = EditRequest {
        page: evidence,
        revision: view.revision,
        edit,
    };
    session.edit(&request, 0).unwrap();
    let next = session.record_preview("certifications", "iso", "en", first.place.as_ref());
    // What is left is the hidden section: it is where the record would stand.
    assert_eq!(at(&next), Some(("/evidence".into(), 0)));
}

#[test]
fn every_record_of_the_sample_site_is_seen_in_every_language() {
    let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let store = Store::open(&content).unwrap();
    let session = Session::open(store, engine(), Date::parse("2026-11-24").unwrap()).unwrap();
    let mut seen = 0;
    for (collection, records) in session.index_view().records {
        for record in records {
            for locale in ["en", "zh-Hans"] {
                let preview = session.record_preview(&collection, &record.id, locale, None);
                assert!(
                    preview.hidden || !preview.html.is_empty(),
                    "{collection}.{} in {locale}",
                    record.id
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen}");
}
