//! Records and settings edited by form; shared sections, news lists, and where things are used.

use serde_json::json;
use trustdesk_core::error::Error;
use trustdesk_core::model::PageRef;
use trustdesk_core::session::Session;
use trustdesk_core::uses::{self, Used};
use trustdesk_core::view::{DataEdit, DataRequest, Step, Update};
use trustdesk_tests::{TempSite, open};

const CERTIFICATIONS: &str = "records/certifications.toml";
const RECORDS: &str = "# Kept.\n[iso]\ntitle = \"ISO/IEC 27001\" # the same everywhere\nissued = 2026-01-01\n\n[soc]\ntitle = { en = \"SOC 2\", zh-Hans = \"SOC 2 报告\" }\n";
const HOME: &str = "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: certifications {#proof}\nitems = [\"iso\"]\n:::\n\n::: shared {#side aside}\nuse = \"helpful\"\n:::\n\n::: news\nheading = \"News\"\nfrom = \"/news\"\nmost = 2\n:::\n";
const HELPFUL: &str = "+++\ntitle = \"Helpful\"\n+++\n\n::: links {#helpful}\ntitle = \"Helpful\"\nitems = [\n  { label = \"One\", to = \"/news/a#x\" },\n]\n:::\n";

fn article(title: &str, date: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\nsummary = \"About {title}.\"\ndate = {date}\n+++\n\n::: text {{#x}}\nText.\n:::\n"
    )
}

fn site() -> TempSite {
    let site = TempSite::new();
    site.write("pages/en/index.md", HOME);
    site.write("pages/en/second.md", HOME.replace("Home", "Second"));
    site.write("shared/en/helpful.md", HELPFUL);
    site.write(CERTIFICATIONS, RECORDS);
    site.write(
        "pages/en/news/index.md",
        "+++\ntitle = \"News\"\nsummary = \"n\"\n+++\n",
    );
    for (name, date) in [
        ("a", "2026-01-05"),
        ("b", "2026-03-05"),
        ("c", "2025-03-05"),
    ] {
        site.write(
            &format!("pages/en/news/{name}.md"),
            article(&name.to_uppercase(), date),
        );
    }
    site
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

fn edit(session: &mut Session, file: &str, edit: DataEdit) -> Result<Update, Error> {
    let request = DataRequest {
        file: file.to_owned(),
        edit,
    };
    session.edit_data(&request, 0)
}

fn set(session: &mut Session, file: &str, at: &str, value: serde_json::Value) -> String {
    edit(
        session,
        file,
        DataEdit::Set {
            path: path(at),
            value,
        },
    )
    .unwrap();
    session.text_of(file).unwrap().to_string()
}

#[test]
fn a_value_of_a_record_changes_alone_and_shows_at_once() {
    let site = site();
    let mut session = open(&site);
    let text = set(
        &mut session,
        CERTIFICATIONS,
        "soc.title.en",
        json!("SOC 2 Type II"),
    );
    assert_eq!(text, RECORDS.replace("\"SOC 2\"", "\"SOC 2 Type II\""));
    let update = edit(
        &mut session,
        CERTIFICATIONS,
        DataEdit::Set {
            path: path("iso.issued"),
            value: json!("2026-02-03"),
        },
    )
    .unwrap();
    let shown = update.sections[0].html.as_ref().unwrap();
    assert!(shown.contains("3 February 2026"));
    assert_eq!(update.files, [CERTIFICATIONS]);
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(&*session.text_of(CERTIFICATIONS).unwrap(), RECORDS);
    assert!(!session.is_unsaved());
}

#[test]
fn a_text_that_was_the_same_everywhere_is_kept_for_the_other_languages() {
    let site = site();
    let mut session = open(&site);
    let text = set(
        &mut session,
        CERTIFICATIONS,
        "iso.title.zh-Hans",
        json!("ISO 27001 认证"),
    );
    assert!(
        text.contains(
            "title = { en = \"ISO/IEC 27001\", zh-Hans = \"ISO 27001 认证\" } # the same"
        ),
        "{text}"
    );
}

#[test]
fn records_are_added_copied_moved_and_removed_each_as_one_edit() {
    let site = site();
    let mut session = open(&site);
    let records = vec![
        json!({ "title": { "en": "Cloud Star", "zh-Hans": "云之星" }, "issued": "2026-05-01" }),
        json!({ "title": "Cloud Star" }),
    ];
    let update = edit(&mut session, CERTIFICATIONS, DataEdit::Add { records }).unwrap();
    assert_eq!(update.focus.as_deref(), Some("cloud-star"));
    let ids = |session: &Session| -> Vec<String> {
        session.site().records["certifications"]
            .records
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(ids(&session), ["iso", "soc", "cloud-star", "cloud-star-2"]);
    let saved = session.text_of(CERTIFICATIONS).unwrap().to_string();
    assert!(saved.starts_with(RECORDS), "{saved}");
    assert!(saved.contains("issued = 2026-05-01\n"));
    let record = || "iso".to_owned();
    edit(
        &mut session,
        CERTIFICATIONS,
        DataEdit::Duplicate { record: record() },
    )
    .unwrap();
    edit(
        &mut session,
        CERTIFICATIONS,
        DataEdit::Move {
            record: record(),
            to: 2,
        },
    )
    .unwrap();
    assert_eq!(
        ids(&session),
        ["iso-2", "soc", "iso", "cloud-star", "cloud-star-2"]
    );
    let gone = vec!["cloud-star".to_owned(), "soc".to_owned()];
    edit(
        &mut session,
        CERTIFICATIONS,
        DataEdit::Remove { records: gone },
    )
    .unwrap();
    assert_eq!(ids(&session), ["iso-2", "iso", "cloud-star-2"]);
    for _ in 0..4 {
        session.undo().unwrap().unwrap();
    }
    assert_eq!(&*session.text_of(CERTIFICATIONS).unwrap(), RECORDS);
}

#[test]
fn one_field_of_many_records_is_one_edit() {
    let site = site();
    let mut session = open(&site);
    let records = vec!["iso".to_owned(), "soc".to_owned()];
    let each = DataEdit::SetEach {
        records,
        path: path("visibility"),
        value: json!("hidden"),
    };
    edit(&mut session, CERTIFICATIONS, each).unwrap();
    let text = session.text_of(CERTIFICATIONS).unwrap();
    assert_eq!(text.matches("visibility = \"hidden\"").count(), 2);
    session.undo().unwrap();
    assert_eq!(&*session.text_of(CERTIFICATIONS).unwrap(), RECORDS);
}

#[test]
fn settings_are_edited_by_form() {
    let site = site();
    let before = site.text("site.toml");
    let mut session = open(&site);
    let text = set(&mut session, "site.toml", "name.en", json!("Proof"));
    assert_eq!(text, before.replace("Test Trust Center", "Proof"));
    edit(
        &mut session,
        "site.toml",
        DataEdit::AddItem {
            path: path("navigation"),
            index: 0,
            value: json!({ "to": "/second" }),
        },
    )
    .unwrap();
    assert_eq!(session.site().settings.navigation.len(), 1);
    session.save().unwrap();
    assert!(site.text("site.toml").contains("/second"));
    // Values that the settings cannot hold are problems, and the settings stay what they were.
    let refused = edit(
        &mut session,
        "records/nothing.toml",
        DataEdit::Set {
            path: path("a.b"),
            value: json!("x"),
        },
    );
    assert!(matches!(refused, Err(Error::Refused(_))));
}

#[test]
fn a_shared_section_shows_on_every_page_that_uses_it() {
    let site = site();
    let mut session = open(&site);
    let index = session.index_view();
    assert_eq!(index.shared.len(), 1);
    assert_eq!(index.shared[0].pages, 2);
    assert!(index.tree.iter().all(|item| item.address.starts_with('/')));
    let shared = PageRef::new("en", "shared:helpful");
    let view = session.open_page(&shared).unwrap();
    assert!(view.preview.contains("Helpful"));
    let request = trustdesk_core::view::EditRequest {
        page: shared.clone(),
        revision: view.revision,
        edit: trustdesk_core::view::Edit::Set {
            section: Some(view.sections[0].key.clone()),
            path: path("title"),
            value: json!("Worth reading"),
            shown: None,
            apart: false,
        },
    };
    session.edit(&request, 0).unwrap();
    for address in ["/", "/second"] {
        let page = session.open_page(&PageRef::new("en", address)).unwrap();
        assert!(page.preview.contains("Worth reading"), "{address}");
        assert!(page.problems.is_empty(), "{:?}", page.problems);
    }
    session.save().unwrap();
    assert_eq!(
        site.text("shared/en/helpful.md"),
        HELPFUL.replace(
            "title = \"Helpful\"\nitems",
            "title = \"Worth reading\"\nitems"
        )
    );
}

#[test]
fn a_news_list_fills_itself_newest_first() {
    let site = site();
    site.write(
        "pages/en/news/d.md",
        article("D", "2026-11-01").replace("date =", "hidden = true\ndate ="),
    );
    let mut session = open(&site);
    let html = session.open_page(&PageRef::new("en", "/")).unwrap().preview;
    let at = |text: &str| html.find(text);
    assert!(at("About B.").unwrap() < at("About A.").unwrap());
    assert!(at("About C.").is_none() && at("About D.").is_none());
}

#[test]
fn uses_are_found_and_rewritten_everywhere() {
    let site = site();
    site.write(
        "pages/en/third.md",
        "+++\ntitle = \"T\"\nsummary = \"u\"\n+++\n\n::: text\nSee [a](/news/a), ![p](/media/p.png) and <https://example.com>.\n:::\n",
    );
    let session = open(&site);
    let all = uses::all(session.engine(), session.site());
    assert_eq!(all[&Used::Page("/news/a".into())].len(), 2);
    assert_eq!(
        all[&Used::Record("certifications".into(), "iso".into())].len(),
        2
    );
    assert_eq!(all[&Used::Shared("helpful".into())].len(), 2);
    assert_eq!(all[&Used::Media("/media/p.png".into())].len(), 1);
    let rewritten = uses::rewritten(
        session.engine(),
        session.site(),
        &|used, written| match used {
            Used::Page(_) => uses::moved(written, "/news/a", "/updates/a"),
            _ => None,
        },
    );
    let texts: std::collections::BTreeMap<_, _> = rewritten.into_iter().collect();
    assert_eq!(
        texts.keys().collect::<Vec<_>>(),
        ["pages/en/third.md", "shared/en/helpful.md"]
    );
    assert_eq!(
        texts["shared/en/helpful.md"],
        HELPFUL.replace("/news/a#x", "/updates/a#x")
    );
    assert!(texts["pages/en/third.md"].contains("[a](/updates/a), ![p](/media/p.png)"));
}
