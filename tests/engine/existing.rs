//! Pages of an existing site, brought in: what the theme `classic` writes so that nothing of them is
//! lost, and what `beacon` makes of the same.

use std::fs;
use std::path::Path;

use trustdesk_core::library::Describe;
use trustdesk_core::problem::Severity;
use trustdesk_core::view::ExportReport;
use trustdesk_tests::{TempSite, open};

use crate::classic::{SETTINGS, export, site};

/// An export: its pages, and what was said of them.
struct Exported {
    out: tempfile::TempDir,
    report: ExportReport,
}

impl Exported {
    fn of(site: &TempSite) -> Self {
        let out = tempfile::tempdir().unwrap();
        let report = export(site, out.path());
        Self { out, report }
    }

    /// The same site with the theme of whole pages.
    fn whole(site: &TempSite) -> Self {
        site.write("site.toml", SETTINGS.replace("\"classic\"", "\"beacon\""));
        let exported = Self::of(site);
        site.write("site.toml", SETTINGS);
        exported
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.out.path().join(path)).unwrap()
    }

    /// The fields that have problems of a sort.
    fn problems(&self, code: &str) -> Vec<(Severity, String)> {
        let of = self.report.problems.iter().filter(|p| p.code == code);
        of.map(|p| (p.severity, p.place.field.clone().unwrap_or_default()))
            .collect()
    }
}

/// The page `/p` with settings and sections.
fn page(site: &TempSite, front: &str, sections: &str) {
    site.write(
        "pages/en/p.md",
        format!("+++\ntitle = \"Page\"\n{front}+++\n\n{sections}"),
    );
}

/// The words between tags, runs of white space as one blank.
fn words(html: &str) -> String {
    let (_, body) = html.split_once("\n---\n").unwrap_or(("", html));
    let texts = body
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let all: String = texts.flat_map(|text| [text, " "]).collect();
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_may_list_its_own_breadcrumb_or_have_none() {
    let site = site();
    let own = "breadcrumb = \"own\"\ncrumbs = [{ label = \"Start\", to = \"/\" }, { label = \"Middle\" }, { label = \"Old\", to = \"/security\" }]\n";
    page(&site, &format!("short = \"Here\"\n{own}"), "");
    let html = Exported::of(&site).read("en-us/p.md");
    assert!(
        words(&html).starts_with("Start // Middle // Old // Here Page"),
        "{}",
        words(&html)
    );
    let whole = Exported::whole(&site);
    let html = whole.read("en/p.html");
    assert!(
        html.contains(
            "<li><a href=\"../en/index.html\">Start</a></li><li><span>Middle</span></li>"
        )
    );
    assert!(
        html.contains(r#"{"@type":"ListItem","position":2,"name":"Middle"}"#),
        "{html}"
    );
    assert!(whole.read("en/p.json").contains("\"title\": \"Middle\""));
    page(&site, "breadcrumb = \"none\"\n", "");
    assert_eq!(words(&Exported::of(&site).read("en-us/p.md")), "Page");
    let html = Exported::whole(&site).read("en/p.html");
    assert!(!html.contains("class=\"crumbs\"") && !html.contains("BreadcrumbList"));
}

#[test]
fn a_title_may_stay_off_the_page_here_and_nowhere_else() {
    let site = site();
    page(&site, "untitled = true\nbreadcrumb = \"none\"\n", "");
    assert_eq!(words(&Exported::of(&site).read("en-us/p.md")), "");
    assert!(
        Exported::whole(&site)
            .read("en/p.html")
            .contains("<h1>Page</h1>")
    );
}

#[test]
fn other_lines_of_front_matter_stay_and_cannot_end_it() {
    let site = site();
    page(
        &site,
        "front = \"\"\"\nredirect_from:\n  - /old\ndescription: Theirs\n\"\"\"\nsummary = \"Ours\"\n",
        "",
    );
    let exported = Exported::of(&site);
    let html = exported.read("en-us/p.md");
    assert!(html.starts_with("---\nlayout: \"Company\"\ntitle: \"Page\"\nlang: \"en\"\nredirect_from:\n  - /old\ndescription: Theirs\n---\n"), "{html}");
    assert!(exported.problems("front-matter").is_empty());
    page(&site, "front = \"a: 1\\n---\\n<script>\"\n", "");
    let exported = Exported::of(&site);
    assert!(!exported.read("en-us/p.md").contains("script"));
    assert_eq!(
        exported.problems("front-matter"),
        [(Severity::Blocker, "front".to_owned())]
    );
}

const LINKS: &str = "::: text\n[a](/zh-cn/privacy/default.html#x) [b](/zh-cn/privacy/default.md) [c](</en-us/What is new/Odd page.html>) [d](/en-us/contact.html?a=1&b#c) [e](</file/Paper on 云.pdf>) [f](/file/a%20b.pdf) [g](//files.example.com/a) ![h](/en-us/Images/a.png)\n:::\n\n::: hero\nheading = \"Top\"\nimage = \"/en-us/Images/b c.png\"\nalt = \"B\"\n:::\n";

#[test]
fn links_lead_to_pages_by_their_old_paths_and_to_files_that_stay_there() {
    let site = site();
    site.write(
        "pages/zh-Hans/privacy.md",
        "+++\ntitle = \"隐私\"\npath = \"zh-cn/privacy/default.md\"\n+++\n\n::: text {#x}\n一\n:::\n",
    );
    page(&site, "path = \"en-us/sub/p.md\"\n", LINKS);
    let exported = Exported::of(&site);
    let html = exported.read("en-us/sub/p.md");
    for link in [
        "href=\"../../zh-cn/privacy/default.html#x\" hreflang=\"zh-Hans\"",
        "href=\"../../zh-cn/privacy/default.html\" hreflang=\"zh-Hans\"",
        "href=\"../../en-us/What%20is%20new/Odd%20page.html\"",
        "href=\"../../en-us/contact.html?a=1&amp;b#c\"",
        "href=\"../../file/Paper%20on%20%E4%BA%91.pdf\"",
        "href=\"../../file/a%20b.pdf\"",
        "href=\"//files.example.com/a\"",
        "src=\"../../en-us/Images/a.png\" alt=\"h\"",
        "src=\"../../en-us/Images/b%20c.png\" alt=\"B\"",
    ] {
        assert!(html.contains(link), "{link} in {html}");
    }
    let existing = exported.problems("existing-file");
    assert_eq!(existing.len(), 5, "{existing:?}");
    assert!(
        existing
            .iter()
            .all(|(severity, _)| *severity == Severity::Tip)
    );
    for code in ["broken-link", "other-language", "broken-anchor"] {
        assert_eq!(exported.problems(code), [], "{code}");
    }
}

#[test]
fn pages_by_themselves_have_no_files_of_an_existing_site() {
    let site = site();
    site.write(
        "pages/zh-Hans/privacy.md",
        "+++\ntitle = \"隐私\"\npath = \"zh-cn/privacy/default.md\"\n+++\n",
    );
    page(&site, "", LINKS);
    let exported = Exported::whole(&site);
    let html = exported.read("en/p.html");
    assert!(html.contains("href=\"../zh-Hans/privacy.html#x\" hreflang=\"zh-Hans\""));
    assert!(html.contains("href=\"https://files.example.com/a\""));
    assert!(!html.contains("contact.html") && !html.contains("Images"));
    assert_eq!(exported.problems("broken-link").len(), 4);
    assert_eq!(exported.problems("broken-anchor").len(), 1);
    assert_eq!(exported.problems("missing-file").len(), 1);
}

#[test]
fn a_file_that_is_not_there_is_said_and_stays_a_link() {
    let site = site();
    page(
        &site,
        "",
        "::: text\n[a](/media/gone.pdf) ![b](/media/gone.png)\n:::\n",
    );
    let exported = Exported::of(&site);
    let html = exported.read("en-us/p.md");
    assert!(
        html.contains("href=\"../media/gone.pdf\"") && html.contains("src=\"../media/gone.png\"")
    );
    assert_eq!(exported.problems("broken-link").len(), 2);
    assert!(!Exported::whole(&site).read("en/p.html").contains("gone.p"));
}

#[test]
fn a_link_to_a_hidden_page_is_broken_by_its_old_path_too() {
    let site = site();
    site.write(
        "pages/en/gone.md",
        "+++\ntitle = \"Gone\"\nhidden = true\npath = \"en-us/gone.md\"\n+++\n",
    );
    page(&site, "", "::: text\n[a](/en-us/gone.html)\n:::\n");
    let exported = Exported::of(&site);
    assert!(!exported.read("en-us/p.md").contains("gone.html"));
    assert_eq!(exported.problems("broken-link").len(), 1);
}

#[test]
fn a_page_header_leads_on_and_hidden_slides_stay_away() {
    let site = site();
    site.write(
        "media/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>",
    );
    let hero = "::: hero\neyebrow = \"Before\"\nheading = \"Top\"\nimage = \"/media/a.svg\"\nalt = \"A\"\nto = \"/security\"\nslides = [{ heading = \"Seen\" }, { heading = \"Unseen\", hidden = true }]\n:::\n";
    page(&site, "breadcrumb = \"none\"\n", hero);
    let html = Exported::of(&site).read("en-us/p.md");
    assert!(html.contains("<div class=\"media\"><a href=\"../en-us/security/default.html\"><img"));
    assert_eq!(words(&html), "Before Top Seen");
    let whole = Exported::whole(&site);
    assert!(
        whole
            .read("en/p.html")
            .contains("<a class=\"hero-link\" href=\"../en/security/index.html\"><img")
    );
    for path in ["en/p.html", "en/p.json", "en/p.md"] {
        let text = whole.read(path);
        assert!(text.contains("Seen") && !text.contains("Unseen"), "{path}");
    }
}

const CARDS: &str = r#"::: cards
look = "tiles"

[[items]]
image = "/media/a.svg"
to = "/security"
text = "One"

[[items]]
title = "Two"
text = "two"
to = "/security"

[[items]]
text = "Three"
to = "/security"

[[items]]
text = "[Four](/odd)"
to = "/security"

[[items]]
title = "Five"
hidden = true

[[items]]
icon = "shield"
:::
"#;

#[test]
fn cards_without_a_title_lead_on_and_no_words_are_added() {
    let site = site();
    site.write(
        "media/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>",
    );
    page(&site, "breadcrumb = \"none\"\nuntitled = true\n", CARDS);
    let exported = Exported::of(&site);
    let html = exported.read("en-us/p.md");
    assert_eq!(words(&html), "One Two two Three Four");
    let to = "href=\"../en-us/security/default.html\"";
    for part in [
        "<div id=\"Services\" class=\"row-fluid grid-container mscom-grid-container\"".to_owned(),
        format!("<div class=\"image-wrapper\"><a target=\"_self\" class=\"mscom-link\" {to}><img"),
        format!("<a target=\"_self\" class=\"mscom-link\" {to}><p>Three</p>"),
        format!(
            "<a target=\"_self\" class=\"mscom-link withArrow\" {to} aria-label=\"Learn more\"></a>"
        ),
    ] {
        assert!(html.contains(&part), "{part} in {html}");
    }
    assert_eq!(
        exported.problems("missing-alt"),
        [(Severity::Warning, "items.0.alt".to_owned())]
    );
    let empty = (Severity::Blocker, "items.5".to_owned());
    assert!(exported.problems("required").contains(&empty));
    let html = Exported::whole(&site).read("en/p.html");
    assert!(html.contains("<ul class=\"cards cards-tiles\">"));
    assert!(html.contains("<p><a href=\"../en/security/index.html\">Learn more</a></p>"));
    page(&site, "", &CARDS.replace("tiles", "features"));
    let html = Exported::of(&site).read("en-us/p.md");
    assert!(
        html.contains("<div class=\"grayback\">")
            && html.contains(" features\"")
            && !html.contains("Services")
    );
}

const NEWS: &str = r#"::: news
from = "/news"

[[items]]
date = 2024-03-05
shown = "March 5th"
title = "Typed"
to = "https://example.com/typed"
author = "A writer"
summary = "**Said** so."

[[items]]
date = 2024-03-04
title = "Plain"

[[items]]
title = "Unseen"
hidden = true
:::
"#;

#[test]
fn typed_news_stand_before_the_articles_and_may_stand_alone() {
    let site = site();
    site.write(
        "pages/en/news/one.md",
        "+++\ntitle = \"Article\"\ndate = 2025-01-01\n+++\n",
    );
    page(&site, "breadcrumb = \"none\"\nuntitled = true\n", NEWS);
    let html = Exported::of(&site).read("en-us/p.md");
    assert_eq!(
        words(&html),
        "March 5th Typed A writer Said so. 4 March 2024 Plain 1 January 2025 Article"
    );
    let label = "<label class=\"date\"><time datetime=\"2024-03-05\">March 5th</time></label><br>\n<label><a target=\"_self\" class=\"mscom-link\" href=\"https://example.com/typed\">Typed</a></label>";
    assert!(html.contains(label), "{html}");
    let whole = Exported::whole(&site);
    for path in ["en/p.html", "en/p.json", "en/p.md"] {
        let text = whole.read(path);
        assert!(
            text.contains("Typed") && text.contains("Article") && !text.contains("Unseen"),
            "{path}"
        );
    }
    page(
        &site,
        "breadcrumb = \"none\"\nuntitled = true\n",
        &NEWS.replace("from =", "only-items = true\nfrom ="),
    );
    assert!(!Exported::of(&site).read("en-us/p.md").contains("Article"));
    assert!(!Exported::whole(&site).read("en/p.json").contains("Article"));
    page(&site, "", &NEWS.replace("\"/news\"", "\"/odd\""));
    assert!(
        !Exported::of(&site)
            .read("en-us/p.md")
            .contains("Nothing is listed")
    );
}

#[test]
fn lines_end_as_in_the_file_of_the_page() {
    let site = site();
    let text = "+++\ntitle = \"Page\"\npath = \"en-us/What Is/Page\"\nlayout = \"Own\"\nfront = \"\"\"\na: 1\nb: 2\n\"\"\"\n+++\n\n::: text\nOne\n\nTwo [odd](/en-us/What%20Is/Page)\n:::\n";
    site.write("pages/en/p.md", text.replace('\n', "\r\n"));
    let exported = Exported::of(&site);
    let html = exported.read("en-us/What Is/Page");
    assert!(html.starts_with("---\r\nlayout: \"Own\"\r\n") && html.contains("\r\nb: 2\r\n---\r\n"));
    assert!(
        html.contains("href=\"../../en-us/What%20Is/Page\""),
        "{html}"
    );
    assert_eq!(html.matches('\n').count(), html.matches("\r\n").count());
    site.write("pages/en/p.md", text);
    assert!(
        !Exported::of(&site)
            .read("en-us/What Is/Page")
            .contains('\r')
    );
    assert!(exists(exported.out.path(), "en-us/default.md"));
}

fn exists(out: &Path, path: &str) -> bool {
    out.join(path).is_file()
}

#[test]
fn a_table_without_heads_has_none() {
    let site = site();
    page(
        &site,
        "",
        "::: table\n---\n| | |\n|---|:-:|\n| One | Two |\n:::\n\n::: text\n| | Head |\n|---|---|\n| One | Two |\n:::\n",
    );
    for html in [
        Exported::of(&site).read("en-us/p.md"),
        Exported::whole(&site).read("en/p.html"),
    ] {
        assert_eq!(html.matches("<thead>").count(), 1, "{html}");
        assert!(html.contains("<tr><td></td><th>Head</th></tr>"));
    }
}

const ASSETS: &str = r#"
["a.svg"]
paths = ["zh-cn/Images/a b.svg", "en-us/Images/a b.svg"]

["b.svg"]
paths = ["../b.svg", "en-us/P.md", "EN-US/images/A b.svg", "media/c.svg"]
"#;

#[test]
fn files_keep_their_places_and_pages_use_the_nearest() {
    let site = site();
    for name in ["a", "b", "c"] {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"><!-- {name} --></svg>"
        );
        site.write(&format!("media/{name}.svg"), svg);
    }
    site.write("records/assets.toml", ASSETS);
    let text = "::: text\n![A](/media/a.svg) ![B](/media/b.svg) ![C](/media/c.svg)\n:::\n";
    page(&site, "", text);
    site.write(
        "pages/zh-Hans/p.md",
        format!("+++\ntitle = \"页\"\n+++\n\n{text}"),
    );
    let exported = Exported::of(&site);
    let (en, zh) = (exported.read("en-us/p.md"), exported.read("zh-cn/p.md"));
    assert!(en.contains("src=\"../en-us/Images/a%20b.svg\""), "{en}");
    assert!(zh.contains("src=\"../zh-cn/Images/a%20b.svg\""), "{zh}");
    for html in [en, zh] {
        assert!(html.contains("src=\"../media/b.svg\"") && html.contains("src=\"../media/c.svg\""));
    }
    let out = exported.out.path();
    for path in ["en-us/Images/a b.svg", "zh-cn/Images/a b.svg"] {
        assert_eq!(
            fs::read(out.join(path)).unwrap(),
            site.bytes("media/a.svg"),
            "{path}"
        );
    }
    assert!(!exists(out, "media/a.svg") && exists(out, "media/b.svg"));
    let manifest = exported.read("manifest.json");
    assert!(manifest.contains("\"en-us/Images/a b.svg\"") && !manifest.contains("media/a.svg"));
    let refused = |code: &str| exported.problems(code).len();
    assert_eq!((refused("path"), refused("same-path")), (1, 3));

    let again = export(&site, out);
    assert_eq!((again.written, again.removed), (0, 0));
    site.write(
        "records/assets.toml",
        ASSETS.replace("zh-cn/Images/a b.svg", "zh-cn/a.svg"),
    );
    let moved = export(&site, out);
    // The Chinese page, the file and the manifest; the file where it was.
    assert_eq!((moved.written, moved.removed), (3, 1));
    assert!(exists(out, "zh-cn/a.svg") && !exists(out, "zh-cn/Images/a b.svg"));

    let whole = Exported::whole(&site);
    assert!(whole.read("en/p.html").contains("src=\"../media/a.svg\""));
    assert!(exists(whole.out.path(), "media/a.svg"));
}

/// Where sections and wrappers begin in the HTML, in order.
fn order(html: &str, marks: &[&str]) -> Vec<String> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for mark in marks {
        found.extend(html.match_indices(mark));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, mark)| mark.to_owned()).collect()
}

const MARKS: [&str; 9] = [
    "ContentWrapper1",
    "ContentWrapper\"",
    "SideBarWrapper",
    "Services",
    "grayback",
    "One",
    "Two",
    "Three",
    "Box",
];
const TILES: &str = "::: cards {#tiles}\nlook = \"tiles\"\nitems = [{ title = \"Tile\" }]\n:::\n\n";
const FEATURES: &str = "::: cards\nheading = \"Features\"\nlook = \"features\"\nitems = [{ title = \"Feature\" }]\n:::\n\n";
const BOX: &str = "::: links {#box aside}\ntitle = \"Box\"\nitems = [{ label = \"Odd\", to = \"/odd\" }]\n:::\n\n";

fn text(words: &str) -> String {
    format!("::: text {{#{}}}\n{words}\n:::\n\n", words.to_lowercase())
}

#[test]
fn sections_stand_across_the_page_or_in_columns_in_their_order() {
    let site = site();
    let (one, two, three) = (text("One"), text("Two"), text("Three"));
    let seen = |sections: &[&str]| {
        page(&site, "", &sections.concat());
        order(&Exported::of(&site).read("en-us/p.md"), &MARKS)
    };
    assert_eq!(
        seen(&[TILES, &one, &two, BOX, FEATURES]),
        [
            "Services",
            "ContentWrapper\"",
            "One",
            "Two",
            "SideBarWrapper",
            "Box",
            "grayback"
        ]
    );
    assert_eq!(
        seen(&[&one, FEATURES, &two]),
        [
            "ContentWrapper\"",
            "One",
            "grayback",
            "ContentWrapper1",
            "Two"
        ]
    );
    assert_eq!(
        seen(&[&one, FEATURES, BOX]),
        [
            "ContentWrapper\"",
            "One",
            "grayback",
            "SideBarWrapper",
            "Box"
        ]
    );
    assert_eq!(
        seen(&[FEATURES, BOX]),
        ["ContentWrapper\"", "grayback", "SideBarWrapper", "Box"]
    );
    assert_eq!(
        seen(&[BOX, &one, &two]),
        ["ContentWrapper\"", "One", "Two", "SideBarWrapper", "Box"]
    );
    assert_eq!(
        seen(&[&one, BOX, &two, &three]),
        [
            "ContentWrapper\"",
            "One",
            "SideBarWrapper",
            "Box",
            "ContentWrapper1",
            "Two",
            "Three"
        ]
    );
    assert_eq!(seen(&[TILES, TILES]), ["Services"]);
}

#[test]
fn places_of_a_page_need_no_elements_of_their_own() {
    let site = site();
    let second = "::: text {#more aside}\nMore\n:::\n\n";
    page(&site, "", &[TILES, &text("One"), BOX, second].concat());
    let exported = Exported::of(&site);
    let html = exported.read("en-us/p.md");
    for part in [
        "<div id=\"HelpfulInformation\" class=\"span",
        "<h1 id=\"box\" role=\"heading\" aria-level=\"2\">Box</h1>",
        "<div class=\"span bp0-col-1-1 bp1-col-1-1 bp2-col-1-1 bp3-col-1-1\">\n<p id=\"more\">More</p>\n</div>",
        "<p id=\"one\">One</p>",
        "<div id=\"tiles\" class=\"span bp0-col-1-1 bp1-col-2-1",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert_eq!(html.matches("<h1").count(), 2);
}

#[test]
fn of_a_certificate_without_dates_nothing_is_said_but_what_it_says() {
    let site = site();
    site.write(
        "media/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>",
    );
    let record = "title = \"Mark\"\ntype = \"certificate\"\nbadge = \"/media/a.svg\"\nscope = \"All of it.\"\ntext = \"\"\"Said *so*.\n\n[Read it](https://example.com/read)\"\"\"\n";
    site.write("records/certifications.toml", format!("[one]\n{record}"));
    page(
        &site,
        "breadcrumb = \"none\"\nuntitled = true\n",
        "::: certifications\n:::\n",
    );
    let html = Exported::of(&site).read("en-us/p.md");
    assert_eq!(words(&html), "Mark All of it. Said so . Read it");
    let at = |part: &str| {
        html.find(part)
            .unwrap_or_else(|| panic!("{part} in {html}"))
    };
    assert!(
        at("<img class=\"certImage\"") < at("<h3")
            && at("All of it") < at("https://example.com/read")
    );
    let whole = Exported::whole(&site);
    assert!(whole.read("en/p.html").contains("<p>Said <em>so</em>.</p>"));
    assert!(whole.read("en/p.md").contains("Said *so*."));
    let verify = "verify = \"https://example.com/verify\"\n";
    site.write(
        "records/certifications.toml",
        format!("[one]\n{record}{verify}"),
    );
    let html = Exported::of(&site).read("en-us/p.md");
    assert!(html.contains("href=\"https://example.com/verify\">Mark</a></h3>"));
    assert_eq!(words(&html), "Mark All of it. Said so . Read it");
    let dated = "issued = 2026-01-02\n";
    site.write(
        "records/certifications.toml",
        format!("[one]\n{record}{dated}"),
    );
    let html = Exported::of(&site).read("en-us/p.md");
    assert!(
        words(&html).starts_with("Mark Issued on 2 January 2026 All of it."),
        "{}",
        words(&html)
    );
}

#[test]
fn places_of_a_file_are_written_and_undone() {
    let site = site();
    site.write("media/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let mut session = open(&site);
    let places = |session: &trustdesk_core::session::Session| session.library()[0].paths.clone();
    let text = "en-us/a.svg\n\n zh-cn/a.svg ".to_owned();
    let update = session.describe_file("/media/a.svg", &Describe::Paths { text }, 0);
    assert!(update.is_ok());
    assert_eq!(places(&session), ["en-us/a.svg", "zh-cn/a.svg"]);
    session.save().unwrap();
    assert_eq!(
        site.text("records/assets.toml"),
        "[\"a.svg\"]\npaths = [\"en-us/a.svg\", \"zh-cn/a.svg\"]\n"
    );
    session.undo().unwrap().unwrap();
    assert!(places(&session).is_empty());
    session.redo().unwrap().unwrap();
    let none = Describe::Paths {
        text: String::new(),
    };
    session.describe_file("/media/a.svg", &none, 9_000).unwrap();
    assert!(places(&session).is_empty());
}

#[test]
fn a_file_is_known_by_its_places_in_every_theme() {
    let site = site();
    site.write(
        "media/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>",
    );
    site.write(
        "records/assets.toml",
        "[\"a.svg\"]\nalt = \"Kept\"\npaths = [\"en-us/a.svg\", \"Images/A 云.svg\"]\n",
    );
    page(
        &site,
        "",
        "::: text\n![](/Images/A%20云.svg) [a](/Images/A%20%E4%BA%91.svg#x) [b](/media/a.svg#y)\n:::\n\n::: hero\nheading = \"Top\"\nimage = \"/Images/A 云.svg\"\n:::\n",
    );
    let exported = Exported::of(&site);
    let html = exported.read("en-us/p.md");
    let place = "../Images/A%20%E4%BA%91.svg";
    assert_eq!(
        html.matches(&format!("src=\"{place}\" alt=\"Kept\" width=\"4\""))
            .count(),
        2,
        "{html}"
    );
    assert!(
        html.contains(&format!("href=\"{place}#x\"")) && html.contains("href=\"../en-us/a.svg#y\"")
    );
    assert!(exists(exported.out.path(), "Images/A 云.svg"));
    let whole = Exported::whole(&site);
    let html = whole.read("en/p.html");
    assert_eq!(
        html.matches("src=\"../media/a.svg\" alt=\"Kept\"").count(),
        2,
        "{html}"
    );
    assert!(
        html.contains("href=\"../media/a.svg#x\"") && html.contains("href=\"../media/a.svg#y\"")
    );
    for exported in [exported, whole] {
        for code in [
            "missing-file",
            "existing-file",
            "broken-link",
            "missing-alt",
        ] {
            assert_eq!(exported.problems(code), [], "{code}");
        }
    }
}
