//! What an export says to programs: nothing that is kept back, and on every day the same as the page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;
use trustdesk_core::kinds::{Field, FieldKind};
use trustdesk_tests::{TempSite, engine};

use super::export::{exported_on, files};

/// Stands in everything that must stay inside.
const KEPT: &str = "leak";

/// Every file of an export on a day, as text.
fn all(site: &TempSite, day: &str) -> BTreeMap<String, String> {
    let out = tempfile::tempdir().unwrap();
    exported_on(site.root(), out.path(), day).unwrap();
    let files = files(out.path()).into_iter();
    files
        .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
        .collect()
}

/// A value for a field, made of `word` where it can be.
fn value(field: &Field, word: &str) -> Option<String> {
    Some(match field.kind {
        FieldKind::Text | FieldKind::Multiline | FieldKind::Markdown => format!("\"{word}\""),
        FieldKind::Choice => {
            let mut options = field.options.iter();
            let advisory = options.clone().find(|option| option.value == "advisory");
            format!("\"{}\"", advisory.or_else(|| options.next())?.value)
        }
        FieldKind::Date => "2026-01-01".to_owned(),
        FieldKind::Number => "1".to_owned(),
        FieldKind::Flag => "true".to_owned(),
        FieldKind::Link => format!("\"https://{}.example.com\"", word.to_lowercase()),
        _ => return None,
    })
}

/// A site in which everything that is kept back says so, and everything else is shown.
fn marked() -> TempSite {
    let site = TempSite::new();
    site.write("media/leak-notice.pdf", "%PDF-1.7 leak");
    site.write("media/leak-unused.svg", "<svg>leak</svg>");
    for collection in engine().kinds.collections() {
        if collection.apart {
            continue;
        }
        let mut text = String::from("[one]\nunknown = \"leak\"\n");
        let mut hidden = String::from("[two]\nvisibility = \"hidden\"\n");
        for field in collection.fields.iter().filter(|f| f.name != "visibility") {
            let kept = match field.kind {
                FieldKind::Date if field.internal => Some("2031-01-31".to_owned()),
                _ if field.internal => value(field, KEPT),
                _ => value(field, "Shown"),
            };
            if let Some(kept) = kept {
                let _ = writeln!(text, "{} = {kept}", field.name);
            }
            if let Some(value) = value(field, KEPT) {
                let _ = writeln!(hidden, "{} = {value}", field.name);
            }
        }
        let more = match collection.name.as_str() {
            "documents" => "file = \"/media/leak-notice.pdf\"\nvisibility = \"notice\"\n",
            "certifications" => "document = \"one\"\n",
            _ => "",
        };
        let text = text.replace("removed = 2026-01-01\n", "");
        let text = text.replace("ends = 2026-01-01\n", "");
        let later = hidden.replace("[two]\nvisibility = \"hidden\"", "[three]");
        let later = match collection.name.as_str() {
            "updates" => {
                let news = "[four]\ntitle = \"News\"\nkind = \"news\"\ndate = 2026-01-01\ntext = \"Shown\"\ncve = \"leak\"\n";
                later.replace("date = 2026-01-01", "date = 2027-01-01") + news
            }
            _ => String::new(),
        };
        let path = format!("records/{}.toml", collection.name);
        site.write(&path, format!("{text}{more}\n{hidden}\n{later}"));
    }
    let sections = engine();
    let sections = sections.kinds.iter().filter(|kind| {
        let records = |field: &Field| field.kind == FieldKind::Records;
        kind.fields.iter().any(records)
    });
    let mut page = "+++\ntitle = \"All\"\nsummary = \"All.\"\nowner = \"leak\"\n+++\n".to_owned();
    for kind in sections {
        let _ = write!(
            page,
            "\n::: {0} {{#{0}}}\nunknown = \"leak\"\n:::\n",
            kind.name
        );
    }
    page.push_str(concat!(
        "\n::: faq {#faq}\nitems = [\n  { question = \"Q\", answer = \"Shown\", note = \"leak\" },\n  { question = \"leak\", answer = \"leak\", hidden = true },\n]\n:::\n",
        "\n::: links {#links aside}\ntitle = \"Links\"\nitems = [{ link = \"one\" }, { link = \"two\" }, { label = \"leak\", to = \"/leak-page\" }]\n:::\n",
        "\n::: text {#off hidden}\nleak\n:::\n",
        "\n::: shared {#off-too hidden}\nuse = \"leak\"\n:::\n",
        "\n::: html {#html}\n<p>Shown <a href=\"/leak-page\" title=\"Shown\">it</a></p><!-- leak --><script>leak</script>\n:::\n",
        "\n::: text {#notes}\nA [page](/leak-page \"leak\") and ![ ](/media/leak-missing.svg).\n\n[//]: # (leak)\n[leak]: https://leak.example.com\n:::\n",
        "\n::: text {#rest}\n| a |\n|---|\n| b | leak |\n:::\n",
        "\n::: text {#code}\n## Shown {#shown .leak}\n\n[it](https://example.com \"leak\")\n\n```text leak\nx\n```\n:::\n",
        "\n::: text {#heading}\n## Shown {#shown-too .leak leak=leak}\n\n[it](https://example.com \"leak\")\n:::\n",
    ));
    site.write("pages/en/index.md", page);
    site.write(
        "pages/en/leak-page.md",
        "+++\ntitle = \"leak\"\nhidden = true\n+++\n\n::: text\nleak\n:::\n",
    );
    let shared = "+++\ntitle = \"leak\"\n+++\n\n::: text\nleak\n:::\n";
    site.write("shared/en/leak.md", shared);
    site
}

#[test]
fn no_exported_byte_holds_what_is_kept_back() {
    let site = marked();
    let files = all(&site, "2026-11-24");
    for (path, text) in &files {
        let text = text.to_lowercase();
        assert!(!path.contains(KEPT), "{path} was exported");
        // Of the dates only reviews are in 2031.
        for kept in [KEPT, "2031"] {
            let around = text.find(kept).map(|at| {
                let from = text.floor_char_boundary(at.saturating_sub(200));
                text[from..text.ceil_char_boundary(at + 80)].to_owned()
            });
            assert_eq!(around, None, "{path} holds what is kept back");
        }
    }
    let json: Value = serde_json::from_str(&files["en/index.json"]).unwrap();
    for collection in engine().kinds.collections().filter(|one| !one.apart) {
        let internal = collection.fields.iter().filter(|field| field.internal);
        assert!(internal.count() >= 3, "{}", collection.name);
        let name = &collection.name;
        if name != "links" {
            assert!(record(&json, name, "one").is_some(), "{name} is not told");
        }
    }
    assert!(files["en/index.md"].contains("Shown"));
    assert!(files[".well-known/csaf/white/2026/one.json"].contains("Shown"));
    assert!(files["en/calendar.ics"].contains("Shown"));
}

/// The record `id` of a page's JSON.
fn record(json: &Value, collection: &str, id: &str) -> Option<Value> {
    match json {
        Value::Object(map) if map.get("collection") == Some(&collection.into()) => {
            (map["id"] == id).then(|| json.clone())
        }
        Value::Object(map) => map.values().find_map(|one| record(one, collection, id)),
        Value::Array(items) => items.iter().find_map(|one| record(one, collection, id)),
        _ => None,
    }
}

/// What a page's HTML says in JSON-LD.
fn graph(html: &str) -> Vec<Value> {
    let mark = "<script type=\"application/ld+json\">";
    let Some(at) = html.find(mark) else {
        return Vec::new();
    };
    let text = &html[at + mark.len()..];
    let text = &text[..text.find("</script>").unwrap()];
    let data: Value = serde_json::from_str(text).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().unwrap().clone()
}

fn of_type<'g>(graph: &'g [Value], name: &str) -> Vec<&'g Value> {
    graph.iter().filter(|one| one["@type"] == name).collect()
}

const DATED: &str = "+++\ntitle = \"Home\"\n+++\n\n::: certifications {#c}\n:::\n\n::: subprocessors {#s}\n:::\n\n::: agreements {#a}\n:::\n";

fn dated() -> TempSite {
    let site = TempSite::new();
    site.write("pages/en/index.md", DATED);
    site.write(
        "records/certifications.toml",
        "[c]\ntitle = \"ISO\"\ntype = \"certificate\"\nnumber = \"N-1\"\nissuer = \"Auditors\"\nissued = 2026-01-01\nexpires = 2027-11-23\n",
    );
    site.write(
        "records/subprocessors.toml",
        "[s]\ntitle = \"Querio\"\npurpose = \"Support\"\ncountries = \"Germany\"\nannounced = 2026-11-16\neffective = 2027-01-01\n",
    );
    site.write(
        "records/agreements.toml",
        "[a]\ntitle = \"Terms\"\ntype = \"terms\"\nversion = \"9\"\neffective = 2027-02-01\nends = 2028-01-31\n",
    );
    site
}

#[test]
fn on_every_day_programs_are_told_what_the_page_says() {
    let site = dated();
    for (day, collection, id, state, statement) in [
        (
            "2025-12-31",
            "certifications",
            "c",
            "planned",
            "Planned for 1 January 2026",
        ),
        (
            "2026-01-01",
            "certifications",
            "c",
            "valid",
            "Valid until 23 November 2027",
        ),
        (
            "2027-11-22",
            "certifications",
            "c",
            "expiring",
            "Valid until 23 November 2027, renewal under way",
        ),
        (
            "2027-11-23",
            "certifications",
            "c",
            "expiring",
            "Valid until 23 November 2027, renewal under way",
        ),
        (
            "2027-11-24",
            "certifications",
            "c",
            "expired",
            "Expired on 23 November 2027",
        ),
        (
            "2026-12-31",
            "subprocessors",
            "s",
            "planned",
            "Planned for 1 January 2027",
        ),
        ("2027-01-01", "subprocessors", "s", "stated", "In use"),
        ("2027-01-02", "subprocessors", "s", "stated", "In use"),
        (
            "2027-01-31",
            "agreements",
            "a",
            "planned",
            "Planned for 1 February 2027",
        ),
        ("2027-02-01", "agreements", "a", "valid", "In force"),
        ("2028-01-31", "agreements", "a", "expiring", "Ends soon"),
        (
            "2028-02-01",
            "agreements",
            "a",
            "expired",
            "No longer in force",
        ),
    ] {
        let files = all(&site, day);
        let json: Value = serde_json::from_str(&files["en/index.json"]).unwrap();
        assert_eq!(json["as_of"], day);
        let told = record(&json, collection, id).unwrap();
        assert_eq!(
            (&told["state"], &told["statement"]),
            (&state.into(), &statement.into()),
            "{day}"
        );
        for path in ["en/index.html", "en/index.md"] {
            let text = &files[path];
            assert!(
                text.contains(statement),
                "{day}: {statement} is not in {path}:\n{text}"
            );
        }
        let never = if state == "expired" {
            "Valid until"
        } else {
            "Expired on"
        };
        for path in ["en/index.html", "en/index.md", "en/index.json"] {
            let text = &files[path];
            assert!(
                collection != "certifications" || !text.contains(never),
                "{day}: {path}"
            );
        }
    }
}

#[test]
fn structured_data_never_calls_an_expired_certificate_active() {
    let site = dated();
    for (day, status) in [
        ("2025-12-31", None),
        ("2026-01-01", Some("https://schema.org/CertificationActive")),
        ("2027-11-23", Some("https://schema.org/CertificationActive")),
        (
            "2027-11-24",
            Some("https://schema.org/CertificationInactive"),
        ),
    ] {
        let graph = graph(&all(&site, day)["en/index.html"]);
        let told = of_type(&graph, "Certification");
        let statuses: Vec<_> = told
            .iter()
            .map(|one| one["certificationStatus"].as_str())
            .collect();
        assert_eq!(
            statuses,
            status.map(|status| vec![Some(status)]).unwrap_or_default(),
            "{day}"
        );
        for one in told {
            assert_eq!(one["validFrom"], "2026-01-01");
            assert_eq!(one["expires"], "2027-11-23");
            assert_eq!(one["certificationIdentification"], "N-1");
            assert_eq!(one["issuedBy"]["name"], "Auditors");
        }
    }
}

#[test]
fn structured_data_says_what_the_page_is_and_cannot_end_its_element() {
    let site = TempSite::new();
    site.write("media/a.pdf", "%PDF-1.7");
    site.write(
        "records/documents.toml",
        "[paper]\ntitle = \"Paper\"\ncategory = \"paper\"\nfile = \"/media/a.pdf\"\nversion = \"2\"\nissued = 2026-02-03\n",
    );
    site.write("pages/en/index.md", "+++\ntitle = \"Home\"\n+++\n");
    site.write(
        "pages/en/faq.md",
        "+++\ntitle = \"Questions </script>\"\n+++\n\n::: faq {#q}\nitems = [{ question = \"Why </script><!--?\", answer = \"**Because.**\" }]\n:::\n\n::: documents {#d}\n:::\n",
    );
    let files = all(&site, "2026-11-24");
    let home = graph(&files["en/index.html"]);
    assert_eq!(of_type(&home, "Organization").len(), 1);
    assert_eq!(of_type(&home, "BreadcrumbList").len(), 0);
    let page = &files["en/faq.html"];
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    let page = graph(page);
    let crumbs = &of_type(&page, "BreadcrumbList")[0]["itemListElement"];
    assert_eq!(crumbs[1]["item"], "https://trust.example.com/en/faq.html");
    let questions = &of_type(&page, "FAQPage")[0]["mainEntity"];
    assert_eq!(questions[0]["name"], "Why </script><!--?");
    assert_eq!(questions[0]["acceptedAnswer"]["text"], "**Because.**");
    let document = of_type(&page, "DigitalDocument")[0];
    assert_eq!(document["encodingFormat"], "application/pdf");
    assert_eq!(
        document["encoding"]["sha256"],
        trustdesk_core::store::Hash::of(b"%PDF-1.7").to_string()
    );
    assert_eq!(document["url"], "https://trust.example.com/media/a.pdf");
}

#[test]
fn twins_stand_beside_their_page_and_their_links_are_whole() {
    let site = TempSite::new();
    site.write("pages/en/index.md", "+++\ntitle = \"Home\"\n+++\n");
    site.write(
        "pages/en/updates.md",
        "+++\ntitle = \"Updates\"\n+++\n\n::: text {#t}\nTo [the front page](/), [here](#t), [a person](mailto:a@example.com).\n:::\n\n::: updates {#u}\n:::\n",
    );
    site.write(
        "records/updates.toml",
        "[u]\ntitle = \"U\"\nkind = \"news\"\ndate = 2026-01-02\ntext = \"Text.\"\n",
    );
    let files = all(&site, "2026-11-24");
    let html = &files["en/updates.html"];
    for link in [
        "<link rel=\"alternate\" type=\"application/json\" href=\"updates.json\">",
        "<link rel=\"alternate\" type=\"text/markdown\" href=\"updates.md\">",
        "href=\"../en/updates.feed.json\"",
    ] {
        assert!(html.contains(link), "{link} in {html}");
    }
    let json: Value = serde_json::from_str(&files["en/updates.json"]).unwrap();
    assert_eq!(json["format"], "trustdesk-page");
    assert_eq!(json["address"], "https://trust.example.com/en/updates.html");
    assert_eq!(
        json["alternates"][0]["markdown"],
        "https://trust.example.com/en/updates.md"
    );
    let text = "To [the front page](https://trust.example.com/en/index.html), [here](https://trust.example.com/en/updates.html#t), [a person](mailto:a@example.com).";
    assert_eq!(json["sections"][0]["fields"]["body"]["value"], text);
    assert!(files["en/updates.md"].contains(text));
    assert_eq!(
        files["llms.txt"],
        "# Test Trust Center\n\n## English\n\n- [Home](https://trust.example.com/en/index.md)\n- [Updates](https://trust.example.com/en/updates.md)\n"
    );
    // Without an address they lead from the page's own folder.
    let settings = site
        .text("site.toml")
        .replace("https://trust.example.com", "");
    site.write("site.toml", settings);
    let files = all(&site, "2026-11-24");
    let text = "To [the front page](../en/index.html), [here](updates.html#t), [a person](mailto:a@example.com).";
    assert!(
        files["en/updates.md"].contains(text),
        "{}",
        files["en/updates.md"]
    );
    assert!(files["llms.txt"].contains("(en/updates.md)"));
}

#[test]
fn calendars_hold_the_days_that_pages_show() {
    let site = dated();
    site.write(
        "records/agreements.toml",
        "[a]\ntitle = \"Terms, all\"\ntype = \"terms\"\nversion = \"9\"\neffective = 2027-02-01\nreview-by = 2031-01-31\n\n[b]\ntitle = \"Kept\"\ntype = \"terms\"\nversion = \"1\"\neffective = 2027-03-01\nvisibility = \"hidden\"\n",
    );
    let files = all(&site, "2026-11-24");
    let calendar = &files["en/calendar.ics"];
    let summaries: Vec<_> = calendar
        .lines()
        .filter(|line| line.starts_with("SUMMARY:"))
        .collect();
    assert_eq!(
        summaries,
        [
            "SUMMARY:Querio comes into use",
            "SUMMARY:Terms\\, all takes effect",
            "SUMMARY:ISO expires"
        ]
    );
    assert!(calendar.contains("UID:en-subprocessors-s-effective@trust.example.com\r\nDTSTAMP:20261124T000000Z\r\nDTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20270102\r\n"));
    assert!(files["en/index.html"].contains("type=\"text/calendar\""));
    assert!(
        !files.contains_key("zh-Hans/calendar.ics"),
        "no page in Chinese shows them"
    );
}

#[test]
fn updates_are_told_newest_first_as_the_page_shows_them() {
    let site = TempSite::new();
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\n+++\n\n::: updates {#u}\n:::\n",
    );
    let update = |id: &str, date: &str| {
        format!("[{id}]\ntitle = \"U-{id}\"\nkind = \"news\"\ndate = {date}\ntext = \"T\"\n\n")
    };
    let records =
        update("a", "2026-01-01") + &update("b", "2026-03-01") + &update("c", "2026-02-01");
    site.write("records/updates.toml", records);
    let files = all(&site, "2026-11-24");
    for path in ["en/index.html", "en/index.json", "en/index.md"] {
        let text = &files[path];
        let at = |title: &str| text.find(title).unwrap();
        assert!(at("U-b") < at("U-c") && at("U-c") < at("U-a"), "{path}");
    }
}

#[test]
fn the_notice_is_told_on_its_days() {
    let site = dated();
    let settings = site.text("site.toml");
    let notice =
        "\n[notice]\ntext = \"We move.\"\nto = \"/\"\nfrom = 2026-11-24\nuntil = 2026-11-25\n";
    site.write("site.toml", settings + notice);
    for (day, told) in [
        ("2026-11-23", false),
        ("2026-11-24", true),
        ("2026-11-25", true),
        ("2026-11-26", false),
    ] {
        let files = all(&site, day);
        let json: Value = serde_json::from_str(&files["en/index.json"]).unwrap();
        let text = "> [We move.](https://trust.example.com/en/index.html)";
        assert_eq!(json["notice"]["text"] == "We move.", told, "{day}");
        assert_eq!(files["en/index.md"].contains(text), told, "{day}");
    }
}

#[test]
fn a_site_may_be_for_people_only() {
    let site = dated();
    let settings = site.text("site.toml");
    site.write("site.toml", format!("html-only = true\n{settings}"));
    let files = all(&site, "2026-11-24");
    let kept: Vec<_> = files
        .keys()
        .filter(|path| {
            [".json", ".md", ".ics", "llms.txt"]
                .iter()
                .any(|end| path.ends_with(end))
        })
        .collect();
    // Feeds are for people, who read them with a program of their own choice.
    assert_eq!(kept, ["en/subprocessors.feed.json", "manifest.json"]);
    let html = &files["en/index.html"];
    assert!(
        !html.contains("<script") && !html.contains("application/json"),
        "{html}"
    );
}

/// The text of a page's one section, as HTML and as Markdown.
fn told(text: &str) -> (String, String) {
    let site = TempSite::new();
    site.write(
        "pages/en/index.md",
        format!("+++\ntitle = \"Home\"\n+++\n\n:::: text {{#t}}\n{text}\n::::\n"),
    );
    let files = all(&site, "2026-11-24");
    let html = &files["en/index.html"];
    let at = html.find("<div class=\"prose\">").unwrap();
    let html = &html[at..at + html[at..].find("</section>").unwrap()];
    let json: Value = serde_json::from_str(&files["en/index.json"]).unwrap();
    let markdown = json["sections"][0]["fields"]["body"]["value"].as_str();
    let markdown = markdown.unwrap_or_else(|| panic!("{text}\n{json}"));
    (html.to_owned(), markdown.to_owned())
}

#[test]
fn markdown_of_a_twin_means_what_the_page_shows() {
    for text in [
        "# One\n\n## Two {#two}\n\nA *b* **c** ***d*** `e` and `` f`g `` end\\\nnext",
        "1. one\n2. two\n   - a\n   - b\n\n     more\n3. three\n\n- x\n\n<!-- -->\n\n- y\n",
        "| a | b |\n|:--|--:|\n| 1 \\| 2 | **3** |\n| `x \\| y` | m^2^ |\n",
        "> quoted\n>\n> - list\n\n```rust\nfn a() {}\n```\n\n---\n\n    indented",
        "**重要。**但是*强调*，m^2^ 与 CO^2^。",
        "Not *\\*these\\*, \\_nor\\_ these, 1\\. no list, \\# no heading\n\n\\- no item\n\n+ item",
        "<b>shown</b> as it is & so is <!-- this -->\n\n<div>\nand *this*\n</div>",
        "## Two {#two}\n\nA [b *c* `d]`](https://example.com/a \"t\") [](https://example.com) e\\[f\\](g)\n\n> ## Two {#two}\n> - [x\\]](https://example.com/a\\)b)",
        "To [this](/gone) and [that *one* there](/gone), [x](/gone).\n\n[1. one](/gone)\n\n- [a](/gone) b [c](/gone)\n\n**[d。](/gone)**e",
        "Two {#two}\n===\n\n[**重要。**](https://example.com)但是",
        "[out](https://example.com/a_b(c)?d=*e*) <https://example.com> <a@example.com>",
        "A[^n] b[^m].\n\n[^n]: First *note*.\n\n[^m]: Second.",
    ] {
        let (html, markdown) = told(text);
        let (again, same) = told(&markdown);
        // Names of places are the page's own.
        let shown = |html: &str| html.replace(" id=\"two\"", "").replace("t-t-", "t-");
        assert_eq!(
            shown(&again).replace("t-n", "n").replace("t-m", "m"),
            shown(&html).replace("t-n", "n").replace("t-m", "m"),
            "{text}\n---\n{markdown}"
        );
        assert_eq!(same.replace("t-t-", "t-"), markdown, "{text}");
    }
}
