//! What is due in the coming months, what becomes untrue, and the calendar of it.

use trustdesk_core::horizon::{self, Due, DueKind, Horizon};
use trustdesk_core::message::Language;
use trustdesk_core::model::Date;
use trustdesk_core::render::SiteIndex;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, engine};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn at(root: &std::path::Path, on: &str, months: u32) -> (Horizon, Site) {
    let store = Store::open(root).unwrap();
    let loaded = Site::load(&store, &engine().kinds).unwrap();
    let index = SiteIndex::build(&engine(), &loaded, day(on));
    (horizon::of(&engine(), &index, &loaded, months), loaded)
}

fn ahead(site: &TempSite, on: &str) -> Horizon {
    at(site.root(), on, horizon::MONTHS).0
}

/// A page that shows all records of a collection.
fn shown(site: &TempSite, collection: &str) {
    let page = format!("+++\ntitle = \"Home\"\n+++\n\n::: {collection} {{#all}}\n:::\n");
    site.write("pages/en/index.md", page);
}

/// The days of one record of a collection: field, day, first untrue day.
fn dues(collection: &str, record: &str, on: &str) -> Vec<(String, String, String)> {
    let site = TempSite::new();
    site.write(
        &format!("records/{collection}.toml"),
        format!("[one]\ntitle = \"T\"\n{record}\n"),
    );
    shown(&site, collection);
    let untrue = |due: &Due| due.untrue.map_or_else(String::new, |day| day.to_string());
    let field = |due: &Due| due.place.field.clone().unwrap().replace("one.", "");
    let all = ahead(&site, on).dues;
    all.iter()
        .map(|due| (field(due), due.date.to_string(), untrue(due)))
        .collect()
}

fn one(field: &str, date: &str, untrue: &str) -> Vec<(String, String, String)> {
    vec![(field.to_owned(), date.to_owned(), untrue.to_owned())]
}

#[test]
fn a_statement_is_untrue_on_the_day_after_its_last() {
    let iso = "issued = 2024-02-01\nexpires = 2027-01-31";
    assert_eq!(
        dues("certifications", iso, "2026-11-24"),
        one("expires", "2027-01-31", "2027-02-01")
    );
    assert_eq!(
        dues("certifications", iso, "2026-01-30"),
        [],
        "more than twelve months ahead"
    );
    assert_eq!(dues("certifications", iso, "2026-01-31").len(), 1);
    // Once it has ended, pages say so: it is overdue, and no statement is untrue.
    assert_eq!(
        dues("certifications", iso, "2027-02-01"),
        one("expires", "2027-01-31", "")
    );
    let hidden = format!("{iso}\nvisibility = \"hidden\"");
    assert_eq!(
        dues("certifications", &hidden, "2026-11-24"),
        one("expires", "2027-01-31", "")
    );
    // What ended for good is history.
    let terms = "effective = 2022-01-01\nends = 2026-12-31";
    assert_eq!(
        dues("agreements", terms, "2026-12-31"),
        one("ends", "2026-12-31", "2027-01-01")
    );
    assert_eq!(dues("agreements", terms, "2027-01-01"), []);
    let gone = "effective = 2022-01-01\nremoved = 2026-12-31";
    assert_eq!(
        dues("subprocessors", gone, "2026-11-24"),
        one("removed", "2026-12-31", "2027-01-01")
    );
}

#[test]
fn what_begins_makes_untrue_what_was_said_until_then() {
    let new = "announced = 2026-11-16\neffective = 2027-01-01";
    assert_eq!(
        dues("subprocessors", new, "2026-11-24"),
        one("effective", "2027-01-01", "2027-01-01")
    );
    assert_eq!(dues("subprocessors", new, "2027-01-02"), []);
    // News are not told before their day, so nothing that was said becomes untrue.
    let news = "kind = \"news\"\ndate = 2027-01-01";
    assert_eq!(
        dues("updates", news, "2026-11-24"),
        one("date", "2027-01-01", "")
    );
    let planned = "type = \"certificate\"\nexpected = 2027-03-31";
    assert_eq!(
        dues("certifications", planned, "2026-11-24"),
        one("expected", "2027-03-31", "2027-04-01")
    );
    assert_eq!(
        dues("certifications", planned, "2027-05-01"),
        one("expected", "2027-03-31", "2027-04-01")
    );
    let done = format!("{planned}\nissued = 2027-03-01");
    assert_eq!(dues("certifications", &done, "2027-05-01"), []);
}

#[test]
fn reports_grow_stale_and_letters_end() {
    let soc = "type = \"attestation\"\nperiod-start = 2025-07-01\nperiod-end = 2026-06-30";
    let fields = |record: &str, on: &str| {
        let all = dues("certifications", record, on).into_iter();
        all.map(|(field, date, untrue)| {
            assert_eq!(untrue, "");
            format!("{field} {date}")
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(
        fields(soc, "2026-07-01"),
        ["bridge-to 2026-09-28", "period-end 2027-06-30"]
    );
    let letter = format!("{soc}\nbridge-from = 2026-10-01\nbridge-to = 2026-12-31");
    assert_eq!(
        fields(&letter, "2026-11-24"),
        ["bridge-to 2026-12-31", "period-end 2027-06-30"]
    );
    assert_eq!(
        dues(
            "certifications",
            "issued = 2025-05-12\nsurveillance = 2027-04-30",
            "2026-11-24"
        ),
        one("surveillance", "2027-04-30", "")
    );
}

#[test]
fn only_the_newest_test_is_due_again() {
    let site = TempSite::new();
    let old = "[old]\ntitle = \"Old\"\nfinished = 2025-03-01\nnext = 2026-03-01\n";
    site.write(
        "records/penetration-tests.toml",
        format!("{old}[new]\ntitle = \"New\"\nfinished = 2026-03-01\n"),
    );
    let all = ahead(&site, "2026-11-24").dues;
    let of: Vec<_> = all
        .iter()
        .map(|due| (due.title.get("en"), due.kind, due.date))
        .collect();
    assert_eq!(of, [("New", DueKind::Stale, day("2027-03-01"))]);
}

#[test]
fn the_languages_of_a_page_are_one_line() {
    let site = TempSite::new();
    for (locale, title) in [("en", "Home"), ("zh-Hans", "首页")] {
        site.write(
            &format!("pages/{locale}/index.md"),
            format!("+++\ntitle = \"{title}\"\nreviewed = 2026-02-01\nowner = \"Ann\"\n+++\n"),
        );
        site.write(
            &format!("pages/{locale}/other.md"),
            format!(
                "+++\ntitle = \"{title} 2\"\nreviewed = 2026-02-01\nreview-by = 2026-11-01\n+++\n"
            ),
        );
    }
    let found = ahead(&site, "2026-11-24");
    let said: Vec<_> = found
        .dues
        .iter()
        .map(|due| (due.title.get("zh-Hans"), due.date, due.overdue))
        .collect();
    assert_eq!(
        said,
        [
            ("首页 2", day("2026-11-01"), true),
            ("首页", day("2027-02-01"), false)
        ]
    );
    let home = &found.dues[1];
    assert_eq!((home.title.get("en"), home.owner.as_str()), ("Home", "Ann"));
    assert_eq!(home.place.file, "pages/en/index.md");
    assert_eq!(home.place.field.as_deref(), Some("reviewed"));
}

#[test]
fn settings_have_days_too() {
    let site = TempSite::new();
    let more = "[notice]\ntext = { en = \"Slow\", zh-Hans = \"慢\" }\nfrom = 2026-12-01\nuntil = 2026-12-24\n[security-txt]\ncontact = \"mailto:s@example.com\"\nexpires = 2027-03-31\n";
    site.write("site.toml", site.text("site.toml") + more);
    let all = ahead(&site, "2026-11-24").dues;
    let of: Vec<_> = all
        .iter()
        .map(|due| (due.kind, due.place.field.as_deref().unwrap(), due.untrue))
        .collect();
    assert_eq!(
        of,
        [
            (DueKind::NoticeBegins, "notice.from", None),
            (DueKind::NoticeEnds, "notice.until", Some(day("2026-12-25"))),
            (
                DueKind::SecurityTxt,
                "security-txt.expires",
                Some(day("2027-04-01"))
            ),
        ]
    );
}

/// A site with `n` certificates that all end on 31 January 2027.
fn ending_together(n: usize) -> TempSite {
    let site = TempSite::new();
    let record = |i| {
        format!(
            "[c{i}]\ntitle = {{ en = \"Standard {i}\", zh-Hans = \"标准{i}\" }}\nowner = \"Ann, Audit; 审计\"\nissued = 2024-02-01\nexpires = 2027-01-31\n"
        )
    };
    site.write(
        "records/certifications.toml",
        (0..n).map(record).collect::<String>(),
    );
    shown(&site, "certifications");
    site
}

#[test]
fn one_sentence_says_what_becomes_untrue() {
    let said = |n, language| {
        ahead(&ending_together(n), "2026-11-24")
            .said
            .get(language)
            .to_owned()
    };
    assert_eq!(
        said(3, Language::English),
        "If nobody touches this site, on 1 February 2027 three statements become untrue."
    );
    assert_eq!(
        said(1, Language::English),
        "If nobody touches this site, on 1 February 2027 one statement becomes untrue."
    );
    assert_eq!(
        said(12, Language::English),
        "If nobody touches this site, on 1 February 2027 12 statements become untrue."
    );
    assert_eq!(
        said(3, Language::Chinese),
        "如果无人更新此站点，2027年2月1日有 3 项陈述不再属实。"
    );
    assert_eq!(
        said(0, Language::English),
        "Nothing that this site says becomes untrue until 24 November 2027."
    );
    let late = ending_together(2);
    let text = late.text("records/certifications.toml");
    late.write(
        "records/certifications.toml",
        format!("{text}[p]\ntitle = \"P\"\nexpected = 2026-11-01\n"),
    );
    let found = ahead(&late, "2026-11-24");
    assert_eq!(
        found.said.get(Language::English),
        "One statement is untrue today. If nobody touches this site, on 1 February 2027 two statements become untrue."
    );
    let counts: Vec<_> = found
        .untrue
        .iter()
        .map(|day| (day.date.to_string(), day.count))
        .collect();
    assert_eq!(
        counts,
        [("2026-11-02".to_owned(), 1), ("2027-02-01".to_owned(), 2)]
    );
}

#[test]
fn the_calendar_is_valid_names_owners_and_is_in_no_export() {
    let site = ending_together(2);
    let (found, loaded) = at(site.root(), "2026-11-24", 12);
    for (language, summary, owner) in [
        (
            Language::English,
            "SUMMARY:Standard 0: Expires",
            "DESCRIPTION:Owner: Ann\\, Audit\\; 审计",
        ),
        (
            Language::Chinese,
            "SUMMARY:标准0：到期",
            "DESCRIPTION:负责人：Ann\\, Audit\\; 审计",
        ),
    ] {
        let text = horizon::calendar(&found, &loaded, language);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.lines().all(|line| line.len() <= 75));
        for line in [
            summary,
            owner,
            "DTSTART;VALUE=DATE:20270131",
            "DTEND;VALUE=DATE:20270201",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}: {text}");
        }
        let unfolded = text.replace("\r\n ", "");
        let uids: std::collections::BTreeSet<_> = unfolded
            .lines()
            .filter(|line| line.starts_with("UID:"))
            .collect();
        assert_eq!(uids.len(), 2, "{text}");
    }
    let out = tempfile::tempdir().unwrap();
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\n+++\n\n::: certifications {#all}\n:::\n",
    );
    trustdesk_tests::export(site.root(), out.path(), "2026-11-24", None).unwrap();
    let public = std::fs::read_to_string(out.path().join("en/calendar.ics")).unwrap();
    assert!(
        public.contains("20270131") && !public.contains("Ann"),
        "{public}"
    );
}

#[test]
fn the_sample_site_has_days_of_many_kinds_and_nothing_is_untrue_today() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../content");
    let (found, _) = at(std::path::Path::new(root), "2026-11-24", 12);
    let kinds: std::collections::BTreeSet<_> = found.dues.iter().map(|due| due.kind).collect();
    assert!(kinds.len() >= 8, "{kinds:?}");
    assert!(found.untrue.iter().all(|one| one.date > found.as_of));
    assert_eq!(
        found.said.get(Language::English),
        "If nobody touches this site, on 1 January 2027 two statements become untrue."
    );
    assert!(found.dues.is_sorted_by_key(|due| due.date));
    assert!(
        found
            .dues
            .iter()
            .all(|due| due.overdue == (due.date < found.as_of))
    );
}

#[test]
fn what_stands_on_no_page_makes_nothing_untrue() {
    let site = ending_together(2);
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\n+++\n\n::: certifications {#some}\nitems = [\"c1\"]\n:::\n",
    );
    let all = ahead(&site, "2026-11-24");
    let of: Vec<_> = all
        .dues
        .iter()
        .map(|due| (due.record.as_deref(), due.hidden, due.untrue))
        .collect();
    assert_eq!(
        of,
        [
            (Some("c0"), true, None),
            (Some("c1"), false, Some(day("2027-02-01")))
        ]
    );
    assert_eq!(all.untrue[0].count, 1);
}
