//! Rules of evidence: found on the day, not the day before, and never of what nobody sees.

use trustdesk_core::check;
use trustdesk_core::export;
use trustdesk_core::model::Date;
use trustdesk_core::problem::{Problem, Severity};
use trustdesk_core::render::SiteIndex;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, engine};

fn problems(site: &TempSite, on: &str) -> Vec<Problem> {
    let store = Store::open(site.root()).unwrap();
    let loaded = Site::load(&store, &engine().kinds).unwrap();
    let index = SiteIndex::build(&engine(), &loaded, Date::parse(on).unwrap());
    export::problems(&engine(), &index, &loaded)
}

/// How much a problem of a record matters; none when there is none.
fn found(collection: &str, record: &str, code: &str, field: &str, on: &str) -> Option<Severity> {
    let site = TempSite::new();
    site.write(
        &format!("records/{collection}.toml"),
        format!("[one]\n{record}\n"),
    );
    let all = problems(&site, on);
    let mine = all.iter().find(|problem| problem.code == code)?;
    assert_eq!(mine.place.file, format!("records/{collection}.toml"));
    assert_eq!(mine.place.field.as_deref(), Some(&*format!("one.{field}")));
    assert!(!mine.message.is_empty() && !mine.hint.is_empty());
    Some(mine.severity)
}

const ISO: &str = "title = \"ISO\"\ntype = \"certificate\"\nissuer = \"A\"\nscope = \"S\"\nowner = \"O\"\nissued = 2026-03-01\nexpires = 2029-02-28\n";
const SOC: &str = "title = \"SOC\"\ntype = \"attestation\"\nissuer = \"A\"\nscope = \"S\"\nperiod-start = 2025-07-01\nperiod-end = 2026-06-30\n";
const SUB: &str = "title = \"S\"\npurpose = \"P\"\ntransfer = \"none\"\ncountries = \"Ireland\"\n";

/// Each rule: collection, record, code, field, severity, the first day on which it is found, and
/// whether it was not found the day before.
#[test]
fn each_is_found_on_its_day_and_never_of_what_is_hidden() {
    use Severity::{Tip, Warning};
    let iso = |more: &str| format!("{ISO}{more}");
    let without = |line: &str| ISO.replace(line, "");
    let soc = |more: &str| format!("{SOC}{more}");
    let test = "title = \"T\"\ntester = \"X\"\nowner = \"O\"\nfinished = 2026-09-25\n";
    let cases = [
        ("certifications", iso(""), "expired", "expires", Warning, "2029-03-01"),
        ("certifications", iso(""), "expiring", "expires", Tip, "2028-11-30"),
        ("certifications", without("issuer = \"A\"\n"), "no-auditor", "issuer", Warning, "2026-03-01"),
        ("certifications", without("scope = \"S\"\n"), "no-scope", "scope", Warning, "2026-03-01"),
        ("certifications", iso("surveillance = 2027-02-20"), "surveillance-due", "surveillance", Warning, "2027-02-21"),
        ("certifications", soc(""), "bridge-letter", "bridge-to", Warning, "2026-09-29"),
        ("certifications", soc("bridge-from = 2026-07-01\nbridge-to = 2026-10-31"), "bridge-letter", "bridge-to", Warning, "2026-11-01"),
        ("certifications", soc(""), "report-stale", "period-end", Warning, "2027-07-01"),
        ("penetration-tests", test.to_owned(), "report-stale", "finished", Warning, "2027-09-26"),
        ("agreements", "title = \"A\"\ntype = \"terms\"\nversion = \"1\"\nowner = \"O\"\neffective = 2025-01-01\nends = 2027-03-31\n".to_owned(), "expiring", "ends", Tip, "2026-12-31"),
        ("certifications", iso("review-by = 2026-12-01"), "review-due", "review-by", Warning, "2026-12-02"),
    ];
    for (collection, record, code, field, severity, day) in cases {
        let before = Date::from_days(Date::parse(day).unwrap().days() - 1).unwrap();
        let on = |record: &str, day: &str| found(collection, record, code, field, day);
        assert_eq!(on(&record, day), Some(severity), "{code} on {day}");
        assert_eq!(
            on(&record, &before.to_string()),
            None,
            "{code} before {day}"
        );
        let hidden = format!("{record}\nvisibility = \"hidden\"");
        assert_eq!(on(&hidden, day), None, "{code} of a hidden record");
    }
}

#[test]
fn an_end_that_somebody_looks_after_is_no_news() {
    let looked = format!("{ISO}review-by = 2029-04-01");
    let on = |code, day| found("certifications", &looked, code, "expires", day);
    assert_eq!(on("expiring", "2029-01-01"), None);
    assert_eq!(on("expired", "2029-04-01"), None);
    assert_eq!(on("expired", "2029-04-02"), Some(Severity::Warning));
}

#[test]
fn a_bridge_letter_covers_its_days_and_at_most_three_months() {
    let letter = |from: &str, to: &str| format!("{SOC}bridge-from = {from}\nbridge-to = {to}");
    let on = |record: &str, code, day| found("certifications", record, code, "bridge-to", day);
    let fitting = letter("2026-10-01", "2026-12-31");
    assert_eq!(on(&fitting, "bridge-letter", "2026-12-31"), None);
    assert!(
        on(&fitting, "bridge-letter", "2026-09-30").is_some(),
        "before the letter"
    );
    assert_eq!(on(&fitting, "bridge-letter-long", "2026-12-31"), None);
    let long = letter("2026-10-01", "2027-01-01");
    assert_eq!(
        on(&long, "bridge-letter-long", "2026-12-31"),
        Some(Severity::Tip)
    );
    // Once the report is stale, that alone is said.
    assert_eq!(on(SOC, "bridge-letter", "2027-07-01"), None);
    // A report with an end of its own, such as that of PCI DSS, needs no letter.
    let pci = format!("{SOC}expires = 2027-06-30");
    assert_eq!(on(&pci, "bridge-letter", "2026-12-31"), None);
}

#[test]
fn what_is_planned_is_asked_for_nothing() {
    let planned = "title = \"ISO\"\ntype = \"certificate\"\nexpected = 2027-03-31";
    let site = TempSite::new();
    site.write("records/certifications.toml", format!("[one]\n{planned}\n"));
    let all = problems(&site, "2026-11-24");
    let mine: Vec<_> = all
        .iter()
        .filter(|p| p.place.file.starts_with("records/"))
        .collect();
    assert!(mine.is_empty(), "{mine:?}");
}

#[test]
fn nothing_that_lies_ahead_is_told_as_past() {
    let on = |collection: &str, record: &str, field: &str, day: &str| {
        found(collection, record, "not-yet-valid", field, day)
    };
    let paper = "title = \"P\"\ncategory = \"paper\"\nversion = \"1\"\nissued = 2026-12-01";
    assert_eq!(
        on("documents", paper, "issued", "2026-11-30"),
        Some(Severity::Warning)
    );
    assert_eq!(on("documents", paper, "issued", "2026-12-01"), None);
    let control = "title = \"C\"\ncategory = \"access\"\nchecked = 2026-12-01";
    assert!(on("controls", control, "checked", "2026-11-30").is_some());
    let hidden = format!("{control}\nvisibility = \"hidden\"");
    assert_eq!(on("controls", &hidden, "checked", "2026-11-30"), None);
    // Pages say of a certificate that begins later that it is planned.
    assert_eq!(on("certifications", ISO, "issued", "2026-02-01"), None);
    let ongoing = SOC.replace("period-start", "issued = 2026-01-01\nperiod-start");
    assert!(on("certifications", &ongoing, "period-end", "2026-06-29").is_some());
    assert_eq!(
        on("certifications", &ongoing, "period-end", "2026-06-30"),
        None
    );
}

#[test]
fn only_the_newest_test_grows_old() {
    let site = TempSite::new();
    let test =
        |id: &str, day: &str| format!("[{id}]\ntitle = \"T\"\ntester = \"X\"\nfinished = {day}\n");
    let both = test("old", "2024-09-25") + &test("new", "2026-09-25");
    site.write("records/penetration-tests.toml", &both);
    let stale = |day| {
        let all = problems(&site, day).into_iter();
        let mine = all.filter(|p| p.code == "report-stale");
        mine.map(|p| p.place.field.unwrap()).collect::<Vec<_>>()
    };
    assert!(stale("2026-11-24").is_empty());
    assert_eq!(stale("2027-09-26"), ["new.finished"]);
}

#[test]
fn notice_of_subprocessors_is_measured_by_the_sites_own_promise_only() {
    let site = TempSite::new();
    let settings = site.text("site.toml");
    let short = |settings: &str, announced: &str| {
        site.write("site.toml", settings);
        let dates = format!("announced = {announced}\neffective = 2027-01-01\n");
        site.write("records/subprocessors.toml", format!("[one]\n{SUB}{dates}"));
        let all = problems(&site, "2026-11-24").into_iter();
        all.filter(|p| p.code == "notice-too-short")
            .map(|p| p.message.to_string())
            .next()
    };
    assert_eq!(
        short(&settings, "2026-12-31"),
        None,
        "no promise, no problem"
    );
    let promise = format!("{settings}notice-days = 30\n");
    assert_eq!(short(&promise, "2026-12-02"), None);
    let said = short(&promise, "2026-12-03").unwrap();
    assert!(
        said.contains("29 days") && said.contains("promise 30"),
        "{said}"
    );
    assert!(!said.contains("GDPR"));
    // What is no number of days is as if nothing were promised, and the other settings are read.
    let typing = format!("{settings}notice-days = \"x\"\n");
    assert_eq!(short(&typing, "2026-12-31"), None);
    let hidden = format!(
        "[one]\n{SUB}announced = 2026-12-31\neffective = 2027-01-01\nvisibility = \"hidden\"\n"
    );
    site.write("site.toml", &promise);
    site.write("records/subprocessors.toml", hidden);
    assert!(
        problems(&site, "2026-11-24")
            .iter()
            .all(|p| p.code != "notice-too-short")
    );
}

#[test]
fn data_that_leaves_needs_a_reason() {
    let on = |record: &str| {
        found(
            "subprocessors",
            record,
            "transfer-mechanism",
            "transfer",
            "2026-11-24",
        )
    };
    let there = |countries: &str| {
        SUB.replace("\"Ireland\"", countries)
            .replace("transfer = \"none\"\n", "")
    };
    assert_eq!(
        on(&there("\"Ireland, United States\"")),
        Some(Severity::Warning)
    );
    assert_eq!(
        on(&there("{ en = \"Singapore\", zh-Hans = \"新加坡\" }")),
        Some(Severity::Warning)
    );
    assert_eq!(
        on(&there("{ zh-Hans = \"爱尔兰、美国\" }")),
        Some(Severity::Warning)
    );
    assert_eq!(on(&there("\"Ireland, Germany\"")), None);
    assert_eq!(
        on(&there("\"Our own halls\"")),
        None,
        "what is no country says nothing"
    );
    assert_eq!(on(&SUB.replace("Ireland", "China")), None, "it says how");
    assert_eq!(
        on(&format!("{}removed = 2026-11-23", there("\"China\""))),
        None,
        "no longer used"
    );
    assert_eq!(
        on(&format!("{}visibility = \"hidden\"", there("\"China\""))),
        None
    );
}

#[test]
fn a_date_to_keep_needs_somebody() {
    let on = |record: &str, day| found("certifications", record, "no-owner", "owner", day);
    let alone = ISO.replace("owner = \"O\"\n", "");
    assert_eq!(on(&alone, "2029-02-28"), Some(Severity::Tip));
    assert_eq!(on(&alone, "2029-03-01"), None, "nothing is left to keep");
    assert_eq!(on(ISO, "2026-11-24"), None);
    assert_eq!(
        on(&format!("{alone}visibility = \"hidden\""), "2026-11-24"),
        None
    );
    assert_eq!(
        on(&alone.replace("expires = 2029-02-28", ""), "2026-11-24"),
        None
    );
}

/// A document that is had on request, and the pages that name its file.
fn with_a_gated_file(page: &str) -> TempSite {
    let site = TempSite::new();
    site.write("media/report.pdf", "%PDF-1.4 report");
    site.write(
        "records/documents.toml",
        "[report]\ntitle = \"R\"\ncategory = \"report\"\nversion = \"1\"\naccess = \"nda\"\nrequest = \"mailto:a@example.com\"\nfile = \"/media/report.pdf\"\n",
    );
    site.write(
        "pages/en/index.md",
        format!("+++\ntitle = \"Home\"\nsummary = \"S\"\n+++\n{page}"),
    );
    site
}

#[test]
fn a_file_that_is_not_for_everybody_must_not_be_published_by_something_else() {
    let gated = |site: &TempSite| {
        let all = problems(site, "2026-11-24").into_iter();
        let mine: Vec<_> = all.filter(|p| p.code == "gated-file").collect();
        // The rule says the same as the export does.
        let out = tempfile::tempdir().unwrap();
        trustdesk_tests::export(site.root(), out.path(), "2026-11-24", None).unwrap();
        assert_eq!(
            out.path().join("media/report.pdf").exists(),
            !mine.is_empty()
        );
        mine.into_iter()
            .map(|p| (p.severity, p.place.field.unwrap(), p.message.to_string()))
            .next()
    };
    let list = "\n::: documents {#all}\n:::\n";
    assert_eq!(gated(&with_a_gated_file(list)), None);
    let link = "\n::: text {#a}\n[Here](/media/report.pdf)\n:::\n";
    let (severity, field, message) = gated(&with_a_gated_file(link)).unwrap();
    assert_eq!(
        (severity, field.as_str()),
        (Severity::Blocker, "report.file")
    );
    assert!(message.contains("pages/en/index.md"), "{message}");
    let hidden = "\n::: text {#a hidden}\n[Here](/media/report.pdf)\n:::\n";
    assert_eq!(gated(&with_a_gated_file(hidden)), None);
    let shared = with_a_gated_file("\n::: shared {#s}\nuse = \"help\"\n:::\n");
    shared.write(
        "shared/en/help.md",
        format!("+++\ntitle = \"H\"\n+++\n{link}"),
    );
    assert!(gated(&shared).is_some());
    let second = with_a_gated_file(list);
    let records = second.text("records/documents.toml");
    let open = records
        .replace("[report]", "[copy]")
        .replace("access = \"nda\"\n", "");
    second.write("records/documents.toml", records + &open);
    assert!(gated(&second).is_some());
}

#[test]
fn a_page_is_due_for_review_on_its_day() {
    let site = TempSite::new();
    let due = |more: &str, day: &str| {
        let text = format!(
            "+++\ntitle = \"Home\"\nsummary = \"S\"\nreview-by = 2026-12-01\nowner = \"Ann\"\n{more}+++\n"
        );
        site.write("pages/en/index.md", text);
        let found = problems(&site, day).into_iter();
        found
            .filter(|p| p.code == "review-due")
            .map(|p| p.place.field.unwrap())
            .next()
    };
    assert_eq!(due("", "2026-12-01"), None);
    assert_eq!(due("", "2026-12-02").as_deref(), Some("review-by"));
    assert_eq!(due("hidden = true\n", "2026-12-02"), None);
    due("", "2026-12-02");
    let out = tempfile::tempdir().unwrap();
    trustdesk_tests::export(site.root(), out.path(), "2026-12-02", None).unwrap();
    for end in ["html", "json", "md"] {
        let text = std::fs::read_to_string(out.path().join(format!("en/index.{end}"))).unwrap();
        assert!(
            !text.contains("Ann") && !text.contains("2026-12-01"),
            "{end}: {text}"
        );
    }
}

#[test]
fn a_site_without_a_contact_for_vulnerabilities_is_told() {
    let site = TempSite::new();
    let codes = |day: &str| {
        let found = problems(&site, day).into_iter();
        let mine = found.filter(|p| p.code.starts_with("security-txt"));
        mine.map(|p| (p.severity, p.code)).collect::<Vec<_>>()
    };
    let settings = site.text("site.toml");
    assert_eq!(
        codes("2026-11-24"),
        [(Severity::Tip, "security-txt-missing".to_owned())]
    );
    site.write(
        "site.toml",
        settings.replace("https://trust.example.com", ""),
    );
    assert!(
        codes("2026-11-24").is_empty(),
        "without an address there is no such file"
    );
    let contact = "[security-txt]\ncontact = \"mailto:s@example.com\"\nexpires = 2027-03-31\n";
    site.write("site.toml", settings + contact);
    assert!(codes("2027-01-29").is_empty());
    assert_eq!(
        codes("2027-01-30"),
        [(Severity::Warning, "security-txt-expiring".to_owned())]
    );
    assert_eq!(
        codes("2027-04-01"),
        [(Severity::Blocker, "security-txt-expired".to_owned())]
    );
}

#[test]
fn the_sample_site_has_no_problems_on_the_day_of_the_tests() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../content");
    let store = Store::open(std::path::Path::new(root)).unwrap();
    let loaded = Site::load(&store, &engine().kinds).unwrap();
    let index = SiteIndex::build(&engine(), &loaded, Date::parse("2026-11-24").unwrap());
    let all = export::problems(&engine(), &index, &loaded);
    assert!(all.is_empty(), "{all:?}");
    assert!(check::records(&engine(), &index, &loaded).is_empty());
}
