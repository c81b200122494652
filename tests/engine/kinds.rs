//! Every kind with what is in its example, and what dates make of records.

use std::fs;

use trustdesk_core::model::Date;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, engine};

/// A page of a site as it is exported on a day. Fails on any fault of a template.
fn exported(site: &TempSite, page: &str, day: &str) -> String {
    themed(site, page, day, "beacon")
}

fn themed(site: &TempSite, page: &str, day: &str, theme: &str) -> String {
    let out = tempfile::tempdir().unwrap();
    let report = trustdesk_tests::export(site.root(), out.path(), day, Some(theme)).unwrap();
    let faults: Vec<_> = report
        .problems
        .iter()
        .filter(|problem| problem.code == "template")
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    fs::read_to_string(out.path().join(page)).unwrap()
}

const RECORDS: [(&str, &str); 12] = [
    (
        "certifications",
        "type = \"certificate\"\nissued = 2026-01-01\nexpires = 2029-01-01",
    ),
    ("documents", "category = \"report\"\nissued = 2026-01-01"),
    ("contacts", "email = \"a@example.com\""),
    (
        "controls",
        "category = \"access\"\nstatus = \"partial\"\nchecked = 2026-02-03",
    ),
    (
        "subprocessors",
        "purpose = \"Hosting\"\ncountries = \"Ireland\"\neffective = 2026-01-01",
    ),
    (
        "updates",
        "kind = \"advisory\"\ndate = 2026-05-06\ntext = \"**Update.**\"\nseverity = \"high\"",
    ),
    ("locations", "country = \"Ireland\"\nsince = 2020-01-01"),
    ("services", "availability = \"99.9 %\""),
    (
        "agreements",
        "type = \"terms\"\nversion = \"2\"\neffective = 2026-01-01",
    ),
    ("ai-systems", "purpose = \"Search\"\ntraining = \"no\""),
    ("commitments", "who = \"shared\""),
    (
        "penetration-tests",
        "tester = \"Outsiders\"\nfinished = 2026-03-04\nhigh = 2\nopen = 0",
    ),
];

#[test]
fn every_kind_renders_its_example_in_both_languages() {
    let site = TempSite::new();
    for (name, rest) in RECORDS {
        let internal = "owner = \"Hidden Owner\"\nnote = \"Hidden note\"\nreview-by = 2031-01-31";
        site.write(
            &format!("records/{name}.toml"),
            format!(
                "[one]\ntitle = {{ en = \"One of {name}\", zh-Hans = \"第一项 {name}\" }}\n{rest}\n{internal}\n\n[two]\ntitle = \"Kept back\"\n{rest}\nvisibility = \"hidden\"\n"
            ),
        );
    }
    for locale in ["en", "zh-Hans"] {
        let mut text = "+++\ntitle = \"All\"\nsummary = \"All kinds.\"\n+++\n".to_owned();
        for kind in engine().kinds.iter().filter(|kind| kind.name != "shared") {
            let example = kind.example.get(locale).trim_end();
            text.push_str(&format!("\n::: {0} {{#{0}}}\n{example}\n:::\n", kind.name));
        }
        site.write(&format!("pages/{locale}/index.md"), text);
    }
    for locale in ["en", "zh-Hans"] {
        let html = exported(&site, &format!("{locale}/index.html"), "2026-11-24");
        for kind in engine().kinds.iter().filter(|kind| kind.name != "shared") {
            assert!(
                html.contains(&format!("<section class=\"s s-{}", kind.name)),
                "{}",
                kind.name
            );
        }
        for (name, _) in RECORDS {
            let title = if locale == "en" {
                format!("One of {name}")
            } else {
                format!("第一项 {name}")
            };
            assert!(html.contains(&title), "{locale}: {title} in {html}");
        }
        for kept in ["Hidden", "Kept back", "2031", "data-td"] {
            assert!(!html.contains(kept), "{kept} in {html}");
        }
        let main = &html[html.find("<main").unwrap()..html.find("</main>").unwrap()];
        insta::assert_snapshot!(format!("every_kind_{locale}"), main);
        let classic = themed(
            &site,
            &format!("{locale}/default.md"),
            "2026-11-24",
            "classic",
        );
        for kept in ["Hidden", "Kept back", "2031", "data-td", "<svg"] {
            assert!(!classic.contains(kept), "{kept} in {classic}");
        }
        insta::assert_snapshot!(format!("every_kind_{locale}_classic"), classic);
        let text = exported(&site, &format!("{locale}/index.md"), "2026-11-24");
        insta::assert_snapshot!(format!("every_kind_{locale}_as_markdown"), text);
    }
}

#[test]
fn the_day_decides_what_is_said_of_a_subprocessor() {
    let site = TempSite::new();
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\n+++\n\n::: subprocessors {#list}\nnotice = 30\nlog = true\n:::\n",
    );
    site.write(
        "records/subprocessors.toml",
        "[a]\ntitle = \"Querio\"\npurpose = \"Support\"\ncountries = \"Germany\"\nannounced = 2026-11-16\neffective = 2027-01-01\nremoved = 2028-06-30\nreason = \"Closer.\"\n",
    );
    let on = |day: &str| exported(&site, "en/index.html", day);
    let before = on("2026-12-31");
    assert!(before.contains("Planned for 1 January 2027"), "{before}");
    assert!(before.contains("Querio was announced") && !before.contains("came into use"));
    assert!(before.contains("at least 30 days"));
    let first = on("2027-01-01");
    assert!(
        first.contains(">In use<") && first.contains("Querio came into use"),
        "{first}"
    );
    let last = on("2028-06-30");
    assert!(
        last.contains(">Ends soon<") && last.contains("went out of use"),
        "{last}"
    );
    let gone = on("2028-07-01");
    assert!(
        !gone.contains("class=\"entry") && gone.contains("Querio went out of use"),
        "{gone}"
    );
}

#[test]
fn contents_list_the_named_headings_of_the_main_column() {
    let site = TempSite::new();
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\n+++\n\n::: hero {#top}\nheading = \"Header\"\n:::\n\n::: contents {#contents aside}\nheading = \"On this page\"\n:::\n\n::: text {#t}\n## First {#first}\n\n### Deeper {#deeper}\n\n## Unnamed\n:::\n\n::: faq {#faq}\nheading = \"Second\"\nitems = [{ question = \"Q\", answer = \"A\" }]\n:::\n\n::: links {#beside aside}\ntitle = \"Beside\"\nitems = [{ label = \"Home\", to = \"/\" }]\n:::\n\n::: text {#off hidden}\n## Hidden {#off-heading}\n:::\n",
    );
    let html = exported(&site, "en/index.html", "2026-11-24");
    let list = &html[html.find("<ul class=\"links contents\">").unwrap()..];
    let list = &list[..list.find("</ul>").unwrap()];
    let entries: Vec<_> = list
        .lines()
        .filter(|line| line.starts_with("<li>"))
        .collect();
    assert_eq!(
        entries,
        [
            "<li><a href=\"#first\">First</a></li>",
            "<li><a href=\"#faq\">Second</a></li>"
        ]
    );
}

#[test]
fn boxes_beside_the_text_are_never_left_alone() {
    let site = TempSite::new();
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\n+++\n\n::: hero {#top}\nheading = \"Header\"\n:::\n\n::: table {#t}\n---\n| a |\n|---|\n| 1 |\n:::\n\n::: links {#beside aside}\ntitle = \"Beside\"\nitems = [{ label = \"Home\", to = \"/\" }]\n:::\n",
    );
    let html = exported(&site, "en/index.html", "2026-11-24");
    let [header, column, table, aside] = ["s-hero", "<div class=\"column\">", "s-table", "<aside"]
        .map(|part| {
            html.find(part)
                .unwrap_or_else(|| panic!("{part} in {html}"))
        });
    assert!(header < column && column < table && table < aside, "{html}");
}

#[test]
fn feeds_tell_what_pages_show_and_nothing_before_its_day() {
    let site = TempSite::new();
    let update = |id: &str, date: &str, more: &str| {
        format!(
            "[{id}]\ntitle = {{ en = \"Update <{id}>\", zh-Hans = \"动态 {id}\" }}\nkind = \"news\"\ndate = {date}\ntext = \"See [the front page](/) & more.\"\nnote = \"Hidden note\"\n{more}\n"
        )
    };
    let records = update("first", "2026-01-02", "")
        + &update("later", "2027-01-01", "")
        + &update("kept", "2026-03-04", "visibility = \"hidden\"")
        + &update("second", "2026-05-06", "");
    site.write("records/updates.toml", records);
    let page = "+++\ntitle = \"Home\"\n+++\n\n::: updates {#updates}\n:::\n";
    site.write("pages/en/index.md", page);
    site.write(
        "pages/zh-Hans/index.md",
        page.replace("#updates", "#updates hidden"),
    );
    let atom = exported(&site, "en/updates.atom", "2026-11-24");
    let at = |text: &str| {
        atom.find(text)
            .unwrap_or_else(|| panic!("{text} in {atom}"))
    };
    assert!(at("Update &lt;second&gt;") < at("Update &lt;first&gt;"));
    at("<id>https://trust.example.com/en/updates#first</id>");
    at("<updated>2026-05-06T00:00:00Z</updated>\n<author>");
    at("href=\"https://trust.example.com/en/index.html#update-first\"");
    at("&lt;a href=&quot;https://trust.example.com/en/index.html&quot;&gt;");
    assert!(
        !["later", "kept", "Hidden"]
            .iter()
            .any(|text| atom.contains(text)),
        "{atom}"
    );
    let feed: serde_json::Value =
        serde_json::from_str(&exported(&site, "en/updates.feed.json", "2026-11-24")).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["items"].as_array().unwrap().len(), 2);
    assert_eq!(
        feed["items"][1]["id"],
        "https://trust.example.com/en/updates#first"
    );
    let html = exported(&site, "en/index.html", "2026-11-24");
    assert!(
        html.contains(
            "type=\"application/atom+xml\" title=\"Test Trust Center\" href=\"../en/updates.atom\""
        ),
        "{html}"
    );
    assert!(
        html.contains("id=\"update-second\"") && !html.contains("update-later"),
        "{html}"
    );
    // No page in Chinese shows them.
    let html = exported(&site, "zh-Hans/index.html", "2026-11-24");
    assert!(!html.contains("atom"), "{html}");
}

#[test]
fn security_txt_says_where_to_report_and_its_end_is_watched() {
    let site = TempSite::new();
    site.write("pages/en/index.md", "+++\ntitle = \"Home\"\n+++\n");
    let start = site.text("site.toml");
    site.write(
        "site.toml",
        start + "\n[security-txt]\ncontact = \"mailto:security@example.com\"\nexpires = 2027-10-31\npolicy = \"/\"\nhiring = \"http://insecure.example.com\"\n",
    );
    let text = exported(&site, ".well-known/security.txt", "2026-11-24");
    assert_eq!(
        text,
        "Contact: mailto:security@example.com\nExpires: 2027-10-31T00:00:00Z\nPreferred-Languages: en, zh-Hans\nCanonical: https://trust.example.com/.well-known/security.txt\nPolicy: https://trust.example.com/en/index.html\n"
    );
    let said = |day: &str| {
        let store = Store::open(site.root()).unwrap();
        let loaded = Site::load(&store, &engine().kinds).unwrap();
        let day = Date::parse(day).unwrap();
        let index = trustdesk_core::render::SiteIndex::build(&engine(), &loaded, day);
        let found = trustdesk_core::check::site(&engine(), &index, &loaded);
        let found = found
            .into_iter()
            .find(|problem| problem.code.starts_with("security-txt"));
        found.map(|problem| problem.message.to_string())
    };
    assert_eq!(said("2026-11-24"), None);
    assert_eq!(
        said("2027-09-01").unwrap(),
        "The contact for vulnerabilities ends on 2027-10-31"
    );
    assert_eq!(
        said("2027-10-31").unwrap(),
        "The contact for vulnerabilities ends on 2027-10-31"
    );
    assert_eq!(
        said("2027-11-01").unwrap(),
        "The contact for vulnerabilities ended on 2027-10-31"
    );
    assert_eq!(
        said("2026-01-01").unwrap(),
        "The contact for vulnerabilities ends more than a year ahead"
    );
}

#[test]
fn a_feed_tells_what_happened_to_subprocessors_and_nothing_before_its_day() {
    let site = TempSite::new();
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\n+++\n\n::: subprocessors {#list}\nlog = true\n:::\n",
    );
    site.write(
        "records/subprocessors.toml",
        "[a]\ntitle = \"Querio & Co\"\npurpose = \"Support\"\ncountries = \"Germany\"\nannounced = 2026-11-16\neffective = 2027-01-01\nremoved = 2028-06-30\nreason = \"Closer.\"\nowner = \"Kept back\"\n\n[b]\ntitle = \"Hidden\"\nannounced = 2026-01-01\nvisibility = \"hidden\"\n",
    );
    let titles = |day: &str| -> Vec<String> {
        let feed = exported(&site, "en/subprocessors.feed.json", day);
        let feed: serde_json::Value = serde_json::from_str(&feed).unwrap();
        let items = feed["items"].as_array().unwrap().iter();
        let said = items.map(|item| {
            format!(
                "{} {}",
                item["id"].as_str().unwrap(),
                item["title"].as_str().unwrap()
            )
        });
        said.collect()
    };
    let root = "https://trust.example.com/en/subprocessors#a";
    let announced = format!("{root}-announced Querio & Co was announced");
    let added = format!("{root}-added Querio & Co came into use");
    assert_eq!(titles("2026-11-16"), [announced.as_str()]);
    assert_eq!(titles("2026-12-31"), [announced.as_str()]);
    assert_eq!(titles("2027-01-01"), [added.as_str(), announced.as_str()]);
    assert_eq!(titles("2028-06-30").len(), 3);
    let atom = exported(&site, "en/subprocessors.atom", "2027-01-01");
    assert!(
        atom.contains("Subprocessors</title>") && atom.contains("Querio &amp; Co came into use"),
        "{atom}"
    );
    assert!(
        !atom.contains("Kept back") && !atom.contains("Hidden"),
        "{atom}"
    );
    let before = exported(&site, "en/index.html", "2026-11-15");
    assert!(!before.contains("subprocessors.atom"));
    assert!(exported(&site, "en/index.html", "2026-11-16").contains("subprocessors.atom"));
}
