//! Records: their problems, places, tables in and out, bulk edits, and boxes of links.

use proptest::prelude::*;
use serde_json::json;
use trustdesk_core::model::Date;
use trustdesk_core::problem::Problem;
use trustdesk_core::records::boxes::BoxRequest;
use trustdesk_core::records::import::{ImportAction, ImportRequest};
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_core::view::{DataEdit, DataRequest, Step, Update};
use trustdesk_tests::{TempSite, engine, open};

const FILE: &str = "records/certifications.toml";
const RECORDS: &str = "# Kept.\n[iso]\ntitle = \"ISO 27001\" # everywhere\ntype = \"certificate\"\nissued = 2026-01-01\nexpires = 2029-01-01\n\n# About it.\n[soc]\ntitle = { en = \"SOC 2\", zh-Hans = \"SOC 2 报告\" }\ntype = \"attestation\"\nphone = \"+1\"\n\n[star]\ntitle = \"STAR\"\ntype = \"filing\"\nvisibility = \"hidden\"\n";

fn page(title: &str, sections: &str) -> String {
    format!("+++\ntitle = \"{title}\"\nsummary = \"About {title}.\"\n+++\n\n{sections}")
}

fn site(records: &str) -> TempSite {
    let site = TempSite::new();
    let home = "::: certifications {#all}\nheading = \"All\"\n:::\n\n::: certifications {#some}\nheading = \"Some\"\nitems = [\"soc\"]\n:::\n\n::: shared {#side aside}\nuse = \"helpful\"\n:::\n";
    site.write("pages/en/index.md", page("Home", home));
    site.write("pages/en/second.md", page("Second", "::: shared\nuse = \"helpful\"\n:::\n\n::: links {aside}\ntitle = \"Own\"\nitems = [\n  { label = \"Home\", to = \"/\" },\n]\n:::\n"));
    site.write("shared/en/helpful.md", page("Helpful", "::: links {#helpful}\ntitle = \"Helpful\"\nitems = [\n  { link = \"home\" },\n]\n:::\n"));
    site.write("records/links.toml", "[home]\nlabel = \"Home\"\nto = \"/\"\n\n[paper]\nlabel = { en = \"Paper\", zh-Hans = \"白皮书\" }\nto = \"/second\"\n");
    site.write(FILE, records);
    site
}

fn path(dotted: &str) -> Vec<Step> {
    dotted
        .split('.')
        .map(|s| Step::Name(s.to_owned()))
        .collect()
}

fn set(session: &mut Session, at: &str, value: serde_json::Value) -> Update {
    let edit = DataEdit::Set {
        path: path(at),
        value,
    };
    let request = DataRequest {
        file: FILE.into(),
        edit,
    };
    session.edit_data(&request, 0).unwrap()
}

fn text(session: &Session) -> String {
    session.text_of(FILE).unwrap().to_string()
}

fn places(problems: &[Problem]) -> Vec<String> {
    let place = |p: &Problem| format!("{} {}", p.code, p.place.field.clone().unwrap_or_default());
    let mut places: Vec<String> = problems.iter().map(place).collect();
    places.sort();
    places
}

#[test]
fn problems_of_records_say_which_field_of_which_record() {
    let site = site(
        "[a]\ntitle = { en = \"A\" }\ntype = \"medal\"\nissued = 2026-05-01\nexpires = 2026-04-01\ndocument = \"none\"\nbadge = \"/media/none.svg\"\nverify = \"/nowhere\"\nreview-by = 2026-11-01\n\n[b]\ntype = \"certificate\"\nissued = \"soon\"\nscope = { en = \"Long\" }\n\n[c]\nvisibility = \"hidden\"\n",
    );
    let mut session = open(&site);
    let view = session.data(FILE).unwrap();
    let expected = [
        "broken-link a.verify",
        "dates-order a.expires",
        "expired a.expires",
        "missing-file a.badge",
        "missing-record a.document",
        "missing-translation a.title.zh-Hans",
        "missing-translation b.scope.zh-Hans",
        "no-auditor b.issuer",
        "not-a-choice a.type",
        "not-a-date b.issued",
        "required b.title",
        "review-due a.review-by",
    ];
    assert_eq!(places(&view.problems), expected);
    // The problems of the whole site name them too.
    let index = session.index_view().problems;
    let ours: Vec<Problem> = index.into_iter().filter(|p| p.place.file == FILE).collect();
    assert_eq!(places(&ours), expected);
    let update = set(&mut session, "a.expires", json!("2027-04-01"));
    let now = places(&update.record.unwrap().problems);
    assert!(
        !now.contains(&"dates-order a.expires".to_owned()),
        "{now:?}"
    );
}

#[test]
fn typing_into_a_record_tells_only_of_that_record() {
    let site = site(RECORDS);
    let mut session = open(&site);
    let update = set(&mut session, "soc.title.en", json!("SOC 2 Type II"));
    assert_eq!(
        text(&session),
        RECORDS.replace("\"SOC 2\"", "\"SOC 2 Type II\"")
    );
    assert!(update.index.is_none() && update.body.is_none());
    let record = update.record.unwrap();
    assert_eq!(record.record.id, "soc");
    assert_eq!(record.record.title["en"], "SOC 2 Type II");
    assert_eq!(record.state.as_deref(), Some("undated"));
    // Both sections of the page show it.
    assert_eq!(update.sections.len(), 2);
    for section in &update.sections {
        assert!(section.html.as_ref().unwrap().contains("SOC 2 Type II"));
    }
    let update = set(&mut session, "iso.expires", json!("2026-12-01"));
    assert_eq!(update.record.unwrap().state.as_deref(), Some("expiring"));
    session.save().unwrap();
    assert_eq!(site.text(FILE), text(&session));
    session.undo().unwrap().unwrap();
    session.undo().unwrap().unwrap();
    assert_eq!(text(&session), RECORDS);
    let view = session.data(FILE).unwrap();
    assert_eq!(view.values["soc"]["title"]["en"], json!("SOC 2"));
    assert_eq!(view.states["iso"], "valid");
}

#[test]
fn a_collection_that_cannot_be_read_says_where_and_is_not_written() {
    let site = site("[a]\ntitle = \n");
    let mut session = open(&site);
    let view = session.data(FILE).unwrap();
    let fault = view.unreadable.unwrap();
    assert_eq!(
        (fault.place.file.as_str(), fault.place.line),
        (FILE, Some(2))
    );
    let request = DataRequest {
        file: FILE.into(),
        edit: DataEdit::Add {
            records: vec![json!({ "title": "New" })],
        },
    };
    assert!(session.edit_data(&request, 0).is_err());
    site.write(FILE, b"[a]\ntitle = \"\xff\"\n");
    let mut session = open(&site);
    assert!(session.data(FILE).unwrap().unreadable.is_some());
    assert!(session.edit_data(&request, 0).is_err());
    assert!(!session.is_unsaved());
}

#[test]
fn places_of_a_record_include_sections_that_show_all() {
    let site = site(RECORDS);
    let session = open(&site);
    let of = |id: &str| -> Vec<(String, bool)> {
        let places = session.record_places("certifications", id);
        places.into_iter().map(|p| (p.heading, p.all)).collect()
    };
    assert_eq!(
        of("soc"),
        [("All".to_owned(), true), ("Some".to_owned(), false)]
    );
    assert_eq!(of("iso"), [("All".to_owned(), true)]);
    assert_eq!(of("star"), []);
    let counts = session.record_counts("certifications");
    assert_eq!(
        (counts.get("soc"), counts.get("iso"), counts.get("star")),
        (Some(&2), Some(&1), None)
    );
    let home = session.record_places("links", "home");
    assert_eq!(home.len(), 1);
    assert_eq!(
        (home[0].title.as_str(), home[0].pages, home[0].section),
        ("Helpful", 2, Some(0))
    );
}

#[test]
fn many_records_are_changed_and_removed_as_one_edit_each() {
    let site = TempSite::new();
    let many: String = (0..500)
        .map(|n| format!("# {n}\n[r-{n}]\ntitle = \"Record {n}\"\ntype = \"certificate\"\n\n"))
        .collect();
    site.write(FILE, &many);
    let mut session = open_any(&site);
    let ids: Vec<String> = (0..500).step_by(2).map(|n| format!("r-{n}")).collect();
    let each = DataEdit::SetEach {
        records: ids.clone(),
        path: path("owner"),
        value: json!("Legal"),
    };
    session
        .edit_data(
            &DataRequest {
                file: FILE.into(),
                edit: each,
            },
            0,
        )
        .unwrap();
    assert_eq!(text(&session).matches("owner = \"Legal\"").count(), 250);
    assert!(text(&session).starts_with("# 0\n[r-0]\ntitle = \"Record 0\"\ntype = \"certificate\"\nowner = \"Legal\"\n\n# 1\n[r-1]\n"));
    let remove = DataEdit::Remove { records: ids };
    session
        .edit_data(
            &DataRequest {
                file: FILE.into(),
                edit: remove,
            },
            0,
        )
        .unwrap();
    assert_eq!(session.site().records["certifications"].records.len(), 250);
    assert!(text(&session).starts_with("# 1\n[r-1]\n"));
    session.undo().unwrap().unwrap();
    session.undo().unwrap().unwrap();
    assert_eq!(text(&session), many);
}

fn open_any(site: &TempSite) -> Session {
    let store = Store::open(site.root()).unwrap();
    Session::open(store, engine(), Date::parse("2026-11-24").unwrap()).unwrap()
}

fn request(collection: &str, text: &str) -> ImportRequest {
    ImportRequest {
        collection: collection.into(),
        text: text.into(),
        mapping: None,
        leave: Vec::new(),
    }
}

#[test]
fn a_table_changes_adds_and_leaves_records_as_one_edit() {
    let site = site(RECORDS);
    let mut session = open(&site);
    let table = "id;Name (en);名称 (zh-Hans);What it is;Issued on;Expires on;Colour\n\
        soc;SOC 2 Type II;;attestation;;;red\n\
        ;ISO 27001;ISO 27001;证书;2026/02/01;;\n\
        ;Star;云之星;Self-assessment;1.5.2026;soon;blue\n\
        ;;;certificate;;;\n\
        soc;SOC 2 Type II;;;;;\n";
    let mut asked = request("certifications", table);
    let view = session.plan_import(&asked).unwrap();
    let targets: Vec<&str> = view.columns.iter().map(|c| c.target.as_str()).collect();
    assert_eq!(
        targets,
        [
            "id",
            "title.en",
            "title.zh-Hans",
            "type",
            "issued",
            "expires",
            ""
        ]
    );
    assert_eq!(view.columns[6].example, "red");
    let actions: Vec<ImportAction> = view.rows.iter().map(|r| r.action).collect();
    use ImportAction::{Add, Change, Skip};
    let skipped = view.rows[3..].iter().flat_map(|row| &row.problems);
    assert!(skipped.map(|p| &p.code).eq(["left-out", "left-out"]));
    // “Star” is the title of a record that is there, in other letters.
    assert_eq!(actions, [Change, Change, Change, Skip, Skip]);
    assert_eq!(view.rows[1].changes, ["issued"]);
    assert_eq!(view.rows[2].title, "Star");
    asked.text = table.replace("Star;云之星", "Moon;云之月");
    let view = session.plan_import(&asked).unwrap();
    assert_eq!(view.rows[2].action, Add);
    assert_eq!(places(&view.rows[2].problems), ["not-a-date .expires"]);
    session.import_records(&asked, 0).unwrap();
    let now = text(&session);
    assert!(
        now.contains("title = { en = \"SOC 2 Type II\", zh-Hans = \"SOC 2 报告\" }"),
        "{now}"
    );
    assert!(
        now.contains(
            "title = \"ISO 27001\" # everywhere\ntype = \"certificate\"\nissued = 2026-02-01\n"
        ),
        "{now}"
    );
    assert!(now.ends_with("\n[moon]\ntitle = { en = \"Moon\", zh-Hans = \"云之月\" }\ntype = \"self-assessment\"\nissued = 2026-05-01\nexpires = \"soon\"\n"), "{now}");
    session.undo().unwrap().unwrap();
    assert_eq!(text(&session), RECORDS);
    asked.leave = vec![2, 3, 4];
    asked.mapping = Some(vec!["id".into(), String::new()]);
    let view = session.plan_import(&asked).unwrap();
    assert!(
        view.rows
            .iter()
            .all(|row| row.action == Skip || row.action == ImportAction::Same)
    );
}

#[test]
fn a_link_is_put_into_many_boxes_and_out_again_as_one_edit_each() {
    let site = site(RECORDS);
    let mut session = open(&site);
    let boxes = session.link_boxes("links", "paper");
    let seen: Vec<(String, u32, bool)> = boxes
        .iter()
        .map(|b| (b.page_title.clone(), b.pages, b.has))
        .collect();
    assert_eq!(
        seen,
        [("Helpful".into(), 2, false), ("Second".into(), 0, false)]
    );
    let mut asked = BoxRequest {
        collection: "links".into(),
        record: "paper".into(),
        add: boxes.iter().map(|b| b.at.clone()).collect(),
        remove: Vec::new(),
    };
    let shared = site.text("shared/en/helpful.md");
    let update = session.set_link_boxes(&asked, 0).unwrap();
    assert_eq!(update.files, ["shared/en/helpful.md", "pages/en/second.md"]);
    // The page on screen shows the shared box.
    assert!(update.body.unwrap().contains(">Paper<"));
    assert!(session.link_boxes("links", "paper").iter().all(|b| b.has));
    session.undo().unwrap().unwrap();
    assert!(!session.is_unsaved());
    session.redo().unwrap().unwrap();
    std::mem::swap(&mut asked.add, &mut asked.remove);
    session.set_link_boxes(&asked, 0).unwrap();
    assert_eq!(&*session.text_of("shared/en/helpful.md").unwrap(), shared);
    asked.remove[0].heading = "Another".into();
    assert!(session.set_link_boxes(&asked, 0).is_err());
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "['=+@-]{0,2}[a-zA-Z ,;\"\n]{1,8}[a-z]",
        "[安全证书“”，。]{1,6}",
        Just("C:\\path \"x\"\t".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_table_that_was_exported_changes_nothing_when_it_comes_back(
        rows in prop::collection::vec((cell(), cell(), proptest::option::of(cell()), any::<bool>()), 1..5)
    ) {
        let site = site("");
        let mut session = open(&site);
        let records = rows.iter().enumerate().map(|(n, (en, zh, scope, same))| {
            let title = if *same { json!(format!("{n} {en}")) } else { json!({ "en": format!("{n} {en}"), "zh-Hans": zh }) };
            json!({ "title": title, "type": "certificate", "issued": "2026-01-02", "scope": scope.as_ref().map(|s| json!({ "en": s })), "number": en, "badge": "/media/none.svg" })
        }).collect();
        session.edit_data(&DataRequest { file: FILE.into(), edit: DataEdit::Add { records } }, 0).unwrap();
        let before = text(&session);
        for language in ["en", "zh-Hans"] {
            let csv = session.records_csv("certifications", &[], language).unwrap();
            let marked = csv.starts_with("\u{feff}id,".as_bytes());
            prop_assert!(marked, "no mark");
            let csv = String::from_utf8(csv).unwrap();
            let view = session.plan_import(&request("certifications", &csv)).unwrap();
            prop_assert!(view.rows.iter().all(|row| row.action == ImportAction::Same), "{csv}\n{view:?}");
            session.import_records(&request("certifications", &csv), 0).unwrap();
            prop_assert_eq!(&text(&session), &before);
            // Into an empty collection it makes the same records.
            let other = site_of(&csv);
            prop_assert_eq!(&other.site().records["certifications"].records, &session.site().records["certifications"].records);
        }
    }
}

fn site_of(csv: &str) -> Session {
    let site = site("");
    let mut session = open(&site);
    session
        .import_records(&request("certifications", csv), 0)
        .unwrap();
    session
}
