//! An existing site becomes a new one: pages, addresses, links, media, what is shared, what is said.

use std::collections::BTreeMap;
use std::fs;

use trustdesk_core::import::report::Language;
use trustdesk_core::import::{self, Choices};
use trustdesk_core::model::PageRef;
use trustdesk_core::problem::Severity;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_core::value::Value;
use trustdesk_tests::engine;

use crate::importing::{Existing, Imported, page, refused, sources, zipped};

fn loaded(imported: &Imported) -> Site {
    Site::load(&Store::open(&imported.root).unwrap(), &engine().kinds).unwrap()
}

fn front(site: &Site, locale: &str, address: &str, name: &str) -> Option<String> {
    let file = &site.pages[&PageRef::new(locale, address)];
    file.page
        .front
        .fields
        .get(name)
        .and_then(Value::as_text)
        .map(str::to_owned)
}

#[test]
fn every_page_gets_its_place() {
    let imported = Existing::jekyll().import();
    assert_eq!(
        imported.files(),
        [
            "media/file/paper-on-keys.pdf",
            "media/images/lock.png",
            "pages/en/blog/post.md",
            "pages/en/index.md",
            "pages/en/privacy/index.md",
            "pages/en/security/index.md",
            "pages/en/security/old-page.md",
            "pages/en/security/terms-of-use.md",
            "pages/zh-Hans/blog/post.md",
            "pages/zh-Hans/index.md",
            "pages/zh-Hans/privacy/index.md",
            "pages/zh-Hans/security/index.md",
            "records/assets.toml",
            "records/links.toml",
            "shared/en/good-to-know.md",
            "shared/zh-Hans/good-to-know.md",
            "site.toml",
            "state/import.toml",
        ]
    );
    let site = loaded(&imported);
    let faults: Vec<_> = site
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Blocker)
        .collect();
    assert!(faults.is_empty(), "{faults:?}");
    for (page, file) in &site.pages {
        assert!(
            file.page.faults.is_empty() && file.page.front.fault.is_none(),
            "{page}"
        );
        assert!(
            file.page
                .blocks
                .iter()
                .all(|block| block.fields().is_some()),
            "{page}"
        );
    }
    assert_eq!(site.settings.theme, "classic");
    assert_eq!(site.settings.name.get("en"), "Harbour");
    assert_eq!(site.settings.name.get("zh-Hans"), "港湾");
    let pairs = |map: &BTreeMap<String, String>| {
        let pair = |(locale, value): (&String, &String)| format!("{locale}={value}");
        map.iter().map(pair).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        pairs(&site.settings.classic.folders),
        "en=en-us zh-Hans=zh-cn"
    );
    assert_eq!(
        pairs(&site.settings.classic.layouts),
        "en=Harbour zh-Hans=HarbourCN"
    );
}

#[test]
fn paths_and_settings_of_the_existing_site_are_kept_where_they_differ() {
    let site = loaded(&Existing::jekyll().import());
    let path = |address: &str| front(&site, "en", address, "path");
    assert_eq!(path("/security"), None);
    assert_eq!(
        path("/security/old-page").as_deref(),
        Some("en-us/security/Old page.htm")
    );
    assert_eq!(
        path("/security/terms-of-use").as_deref(),
        Some("en-us/security/Terms of use")
    );
    assert_eq!(path("/blog/post").as_deref(), Some("en-us/blog/post-en.md"));
    let old = |name: &str| front(&site, "en", "/security/old-page", name);
    assert_eq!(old("layout").as_deref(), Some("Plain"));
    assert_eq!(old("front").as_deref(), Some("robots: noindex"));
    assert_eq!(old("summary").as_deref(), Some("Kept for those who ask."));
    assert_eq!(old("breadcrumb").as_deref(), Some("none"));
    assert_eq!(
        front(&site, "en", "/security", "breadcrumb").as_deref(),
        Some("own")
    );
    assert_eq!(front(&site, "en", "/", "breadcrumb"), None);
    let post = &site.pages[&PageRef::new("en", "/blog/post")];
    assert!(matches!(
        post.page.front.fields.get("date"),
        Some(Value::Date(_))
    ));
}

#[test]
fn links_lead_where_they_led() {
    let imported = Existing::jekyll().import();
    let home = imported.text("pages/en/index.md");
    assert!(home.contains("[Security](/security)"), "{home}");
    assert!(home.contains("[your data](/privacy#yours)"), "{home}");
    assert!(home.contains("/media/images/lock.png"), "{home}");
    assert!(
        imported
            .text("pages/zh-Hans/index.md")
            .contains("/media/images/lock.png")
    );
    let security = imported.text("pages/en/security/index.md");
    assert!(security.contains("(/security/old-page)"), "{security}");
    assert!(security.contains("(/security/terms-of-use)"), "{security}");
    assert!(
        security.contains("(/zh-cn/security/default.html)"),
        "{security}"
    );
    let old = imported.text("pages/en/security/old-page.md");
    assert!(old.contains("/en-us/security/nowhere.html"), "{old}");
    assert!(old.contains("/en-us/Images/gone.png"), "{old}");
    let assets = imported.text("records/assets.toml");
    assert!(
        assets.contains(
            "[\"images/lock.png\"]\npaths = [\"en-us/Images/lock.png\", \"zh-cn/Images/lock.png\"]"
        ),
        "{assets}"
    );
}

#[test]
fn what_was_found_is_said() {
    let report = Existing::jekyll().report();
    assert_eq!(report.figures.pages, 10);
    assert_eq!(
        report.figures.characters,
        report.figures.typed + report.figures.raw
    );
    let language = |mark: &str, locale: &str, pages| Language {
        mark: mark.into(),
        locale: locale.into(),
        pages,
    };
    assert_eq!(
        report.languages,
        [language("en-us", "en", 6), language("zh-cn", "zh-Hans", 4)]
    );
    let missing: Vec<&str> = report
        .media
        .missing
        .iter()
        .map(|m| m.path.as_str())
        .collect();
    assert_eq!(
        missing,
        ["/en-us/Images/gone.png", "/en-us/security/nowhere.html"]
    );
    assert_eq!(
        report.media.missing[0].pages,
        ["en-us/security/Old page.htm"]
    );
    assert_eq!(
        (report.media.copied, report.media.same, report.media.unused),
        (2, 1, 1)
    );
    assert!(report.refused.is_empty(), "{:?}", report.refused);
    let chinese = page(&report, "en-us/privacy/default.md");
    assert!(chinese.look_at.iter().any(|note| note.code == "language"));
    let others = report
        .pages
        .iter()
        .filter(|p| p.look_at.iter().any(|n| n.code == "language"));
    assert_eq!(others.count(), 1);
    let pair = report
        .pairs
        .iter()
        .find(|pair| pair.address == "/security")
        .unwrap();
    assert_eq!(pair.locales, ["en", "zh-Hans"]);
    assert_eq!(
        pair.differences[0].to_string(),
        "Paragraphs: 2 in en, 1 in zh-Hans"
    );
}

#[test]
fn line_ends_are_kept() {
    let imported = Existing::jekyll().import();
    let security = imported.text("pages/en/security/index.md");
    assert!(!security.replace("\r\n", "").contains('\n'));
    assert!(!imported.text("pages/en/index.md").contains('\r'));
}

#[test]
fn boxes_and_links_of_several_pages_are_written_once() {
    let existing = Existing::jekyll();
    let prepared = existing.read();
    let imported = Imported::of(&prepared);
    for page in ["pages/en/security/index.md", "pages/en/privacy/index.md"] {
        let text = imported.text(page).replace("\r\n", "\n");
        assert!(
            text.contains("::: shared {aside}\nuse = \"good-to-know\"\n:::"),
            "{text}"
        );
    }
    let links = imported.text("records/links.toml");
    assert!(
        links.contains(
            "label = { en = \"How we keep watch\", zh-Hans = \"我们如何值守\" }\nto = \"/security\""
        ),
        "{links}"
    );
    let shared = imported.text("shared/en/good-to-know.md");
    assert!(shared.contains("{ link = \"paper-on-keys\" }"), "{shared}");
    let said: Vec<(&str, bool, u32)> = prepared
        .report
        .shared
        .iter()
        .filter(|one| one.locale == "en")
        .map(|one| (one.title.as_str(), one.is_box, one.pages))
        .collect();
    assert!(
        said.contains(&("Good to know", true, 2)) && said.contains(&("Paper on keys", false, 2))
    );
}

#[test]
fn a_person_chooses_other_languages() {
    let existing = Existing::jekyll();
    let language = |mark: &str, locale: &str| Language {
        mark: mark.into(),
        locale: locale.into(),
        pages: 0,
    };
    let choices = Choices {
        languages: vec![language("en-us", ""), language("zh-cn", "zh-Hant")],
    };
    let prepared = import::read(existing.root(), &choices, &|_| true).unwrap();
    let locales: Vec<&str> = prepared
        .report
        .pages
        .iter()
        .map(|p| p.page.locale.as_str())
        .collect();
    assert_eq!(locales, ["zh-Hant"; 4]);
    assert_eq!(prepared.report.languages.len(), 2);
}

#[test]
fn a_zip_is_read_like_its_folder() {
    let existing = Existing::jekyll();
    let folder = existing.import();
    let mut files = Vec::new();
    for path in walk(existing.root()) {
        let name = path.strip_prefix(existing.root()).unwrap();
        files.push((
            format!("harbour-main/{}", name.display()),
            fs::read(&path).unwrap(),
        ));
    }
    let list: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(n, b)| (n.as_str(), b.as_slice()))
        .collect();
    let other = Existing::new();
    other.write("site.zip", zipped(&list));
    let zip = Imported::of(&crate::importing::read(&other.root().join("site.zip")).unwrap());
    assert_eq!(zip.files(), folder.files());
    for path in zip
        .files()
        .iter()
        .filter(|path| !path.starts_with("media/"))
    {
        assert_eq!(zip.text(path), folder.text(path), "{path}");
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn one_page_is_enough() {
    let existing = Existing::jekyll();
    let prepared =
        crate::importing::read(&existing.root().join("zh-cn/security/default.md")).unwrap();
    assert_eq!(sources(&prepared.report), ["default.md"]);
    assert_eq!(prepared.report.pages[0].page, PageRef::new("zh-Hans", "/"));
}

#[test]
fn only_what_may_be_published_is_taken() {
    let existing = Existing::new();
    existing.write("a.png", b"not a picture");
    existing.write("tool.exe", b"MZ");
    existing.write("unused.exe", b"MZ");
    existing.write("feed.xml", b"<x/>");
    existing.write(
        "index.html",
        "<h1>A</h1><p><a href=\"tool.exe\">t</a> <a href=\"feed.xml\">f</a> <img src=\"a.png\" alt=\"a\"></p>",
    );
    let prepared = existing.read();
    let refused = refused(&prepared.report);
    let paths: Vec<&str> = refused.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["a.png", "tool.exe"], "{refused:?}");
    assert!(prepared.report.media.missing.is_empty());
    let home = Imported::of(&prepared).text("pages/en/index.md");
    for kept in ["(/tool.exe)", "(/feed.xml)", "/a.png"] {
        assert!(home.contains(kept), "{home}");
    }
}

#[test]
fn nothing_is_written_over_and_nothing_by_halves() {
    let existing = Existing::jekyll();
    let prepared = existing.read();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x"), "x").unwrap();
    assert_eq!(
        prepared.write(folder.path(), &|_| true).unwrap_err().code(),
        "not-empty"
    );
    let target = folder.path().join("site");
    let stopped = prepared.write(&target, &|progress| progress.done < 5);
    assert_eq!(stopped.unwrap_err().code(), "cancelled");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
    let stopped = import::read(existing.root(), &Choices::default(), &|p| p.done < 2);
    assert_eq!(stopped.unwrap_err().code(), "cancelled");
    fs::remove_file(existing.root().join("en-us/Images/lock.png")).unwrap();
    assert!(prepared.write(&target, &|_| true).is_err());
    assert!(!target.exists());
}

#[test]
fn every_way_to_write_a_link_is_understood() {
    let existing = Existing::new();
    let targets = [
        ("../privacy/index.html", "/privacy"),
        ("/en/privacy/", "/privacy"),
        ("../privacy", "/privacy"),
        ("..\\privacy\\index.html#a", "/privacy#a"),
        (
            "../privacy/index.html?x=1#a",
            "/en/privacy/index.html?x=1#a",
        ),
        ("%E5%AE%89%20%E5%85%A8.html", "/security/an-quan"),
        ("/moved/here/", "/security/moved"),
        ("../../../../en/privacy/index.html", "/privacy"),
        ("#own", "#own"),
        ("/de/index.html", "/de/index.html"),
        ("https://other.example/a b", "https://other.example/a b"),
        ("//other.example/x", "//other.example/x"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        (
            "../../file/Paper%20on%20keys.pdf#page=2",
            "/media/file/paper-on-keys.pdf#page=2",
        ),
        ("/file/not%20there.pdf", "/file/not there.pdf"),
        ("gone%3F.html", "/en/security/gone%3F.html"),
        ("../Privacy/index.html", "/en/Privacy/index.html"),
        ("{{ site.baseurl }}/en/privacy/index.html", "/privacy"),
        ("/", "/"),
    ];
    let links: String = targets
        .iter()
        .enumerate()
        .map(|(i, (to, _))| format!("<p><a href=\"{to}\">link {i}</a></p>"))
        .collect();
    existing.write("en/security/index.html", format!("<h1>Links</h1>{links}"));
    existing.write("en/privacy/index.html", "<h1>Privacy</h1>");
    existing.write("en/security/安 全.html", "<h1>Safe</h1>");
    existing.write("en/security/old.md", "---\npermalink: /moved/here/\n---\n<h1>Moved</h1><p><a href=\"../../en/privacy/\">p</a></p>");
    existing.write("de/index.html", "<h1>Start</h1>");
    existing.write("index.html", "<h1>Choose a language</h1>");
    existing.write("file/Paper on keys.pdf", b"%PDF-1.7 keys");
    let prepared = existing.read();
    let address = |source: &str| page(&prepared.report, source).page.to_string();
    assert_eq!(address("en/security/old.md"), "en/security/old");
    let text = Imported::of(&prepared).text("pages/en/security/index.md");
    for (i, (written, meant)) in targets.iter().enumerate() {
        let meant = meant.replace("/security/moved", "/security/old");
        let whole = |to: &str| text.contains(&format!("[link {i}]({to})"));
        let found = whole(&meant) || whole(&format!("<{meant}>")) || *written == "/";
        assert!(found, "{written} should lead to {meant}:\n{text}");
    }
}

#[test]
fn sharing_changes_nothing_that_is_shown() {
    let shown = |existing: &Existing, theme: &str| {
        let imported = existing.import();
        let out = tempfile::tempdir().unwrap();
        trustdesk_tests::export(&imported.root, out.path(), "2026-11-26", Some(theme)).unwrap();
        let path = if theme == "classic" {
            "en-us/security/default.md"
        } else {
            "en/security/index.html"
        };
        (
            fs::read_to_string(out.path().join(path)).unwrap(),
            imported.root.join("shared").exists(),
        )
    };
    let together = Existing::jekyll();
    let alone = Existing::jekyll();
    for page in ["en-us/privacy/default.md", "zh-cn/privacy/default.md"] {
        let text = fs::read_to_string(alone.root().join(page)).unwrap();
        let (before, _) = text.split_once("<div id=\"SideBarWrapper\">").unwrap();
        alone.write(page, format!("{before}</div>\n"));
    }
    for theme in ["classic", "beacon"] {
        let ((one, shared), (other, apart)) = (shown(&together, theme), shown(&alone, theme));
        assert!(shared && !apart);
        assert!(one.contains("Paper on keys"));
        assert_eq!(one, other, "{theme}");
    }
}
