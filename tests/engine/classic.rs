//! The theme for an existing Jekyll site: where pages are written, what stands around them, and what is
//! at fault.

use std::fs;
use std::path::Path;

use trustdesk_core::export::{self, Options};
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::problem::Severity;
use trustdesk_core::render::SiteIndex;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_core::view::ExportReport;
use trustdesk_tests::{TempSite, engine, open};

pub(crate) const SETTINGS: &str = r#"format = 1
name = "Trust Center"
address = "https://trust.example.com"
theme = "classic"
locales = [
  { tag = "en", label = "English" },
  { tag = "zh-Hans", label = "简体中文" },
]

[classic]
folders = { en = "en-us", zh-Hans = "zh-cn" }
layouts = { en = "Company" }

[redirects]
"/old" = "/security/design"
"#;

fn day() -> Date {
    Date::parse("2026-11-24").unwrap()
}

pub(crate) fn site() -> TempSite {
    let site = TempSite::new();
    site.write("site.toml", SETTINGS);
    site.write("pages/en/index.md", "+++\ntitle = \"Home\"\n+++\n");
    site.write(
        "pages/en/security/index.md",
        "+++\ntitle = \"Security\"\n+++\n\n::: text\n[The design](/security/design#who), [another](/odd)\n:::\n",
    );
    site.write(
        "pages/en/security/design.md",
        "+++\ntitle = \"Design \\\"now\\\"\"\nlayout = \"Other\"\n+++\n\n::: text {#who}\nPut {{ site.secret }} and {% include x %} here.\n:::\n",
    );
    site.write(
        "pages/en/odd.md",
        "+++\ntitle = \"Odd\"\npath = \"en-us/What is new/Odd page.md\"\n+++\n",
    );
    site.write("pages/zh-Hans/index.md", "+++\ntitle = \"首页\"\n+++\n");
    site
}

pub(crate) fn export(site: &TempSite, out: &Path) -> ExportReport {
    trustdesk_tests::export(site.root(), out, "2026-11-24", None).unwrap()
}

#[test]
fn pages_keep_the_paths_of_the_existing_site() {
    let (site, out) = (site(), tempfile::tempdir().unwrap());
    export(&site, out.path());
    let read = |path: &str| fs::read_to_string(out.path().join(path)).unwrap();
    assert!(read("en-us/default.md").starts_with("---\nlayout: \"Company\"\ntitle: \"Home\"\n"));
    assert!(read("zh-cn/default.md").starts_with("---\nlayout: \"default\"\n"));
    let design = read("en-us/security/design.md");
    assert!(design.starts_with("---\nlayout: \"Other\"\ntitle: \"Design \\\"now\\\"\"\n"));
    let overview = read("en-us/security/default.md");
    assert!(overview.contains("href=\"../../en-us/security/design.html#who\""));
    assert!(overview.contains("href=\"../../en-us/What%20is%20new/Odd%20page.html\""));
    assert!(read("en-us/What is new/Odd page.md").contains("<h1"));
    assert!(read("en-us/old.html").contains("url=../en-us/security/design.html"));
    for other in [
        "assets",
        "robots.txt",
        "sitemap.xml",
        "404.html",
        "index.html",
    ] {
        assert!(!out.path().join(other).exists(), "{other}");
    }
}

#[test]
fn texts_are_no_templates_of_the_existing_site() {
    let (site, out) = (site(), tempfile::tempdir().unwrap());
    export(&site, out.path());
    let design = fs::read_to_string(out.path().join("en-us/security/design.md")).unwrap();
    assert!(!design.contains("{{") && !design.contains("{%"));
    assert!(design.contains("&#123;&#123; site.secret }} and &#123;% include x %} here."));
}

#[test]
fn the_preview_shows_whole_documents_and_patches_sections() {
    let site = site();
    let mut session = open(&site);
    let page = PageRef::new("en", "/security/design");
    let view = session.open_page(&page).unwrap();
    assert!(view.preview.starts_with("<!doctype html>"));
    assert!(view.preview.contains("assets/classic.css"));
    assert!(session.asset("assets/classic.css").is_some());
    let mark = format!("<div id=\"who\" data-td-key=\"{}\">", view.sections[0].key);
    assert!(view.preview.contains(&mark), "{}", view.preview);
    assert_eq!(session.index_view().theme, "classic");
}

#[test]
fn paths_that_leave_the_site_or_meet_are_problems() {
    let (site, out) = (site(), tempfile::tempdir().unwrap());
    for (name, path) in [
        ("up", "../up.md"),
        ("root", "/etc/x.md"),
        ("drive", "c:/x.md"),
        ("first", "en-us/Same.md"),
        ("second", "en-us/same.md"),
    ] {
        site.write(
            &format!("pages/en/{name}.md"),
            format!("+++\ntitle = \"{name}\"\npath = \"{path}\"\n+++\n"),
        );
    }
    let report = export(&site, out.path());
    let found = |code: &str| -> Vec<&str> {
        let of = report.problems.iter().filter(|p| p.code == code);
        of.map(|p| p.place.file.as_str()).collect()
    };
    assert_eq!(
        found("path"),
        ["pages/en/drive.md", "pages/en/root.md", "pages/en/up.md"]
    );
    assert_eq!(found("same-path"), ["pages/en/second.md"]);
    for name in ["up", "root", "drive"] {
        assert!(
            out.path().join(format!("en-us/{name}.md")).is_file(),
            "{name}"
        );
    }
}

#[test]
fn pictures_on_other_servers_are_kept_here_and_nowhere_else() {
    let site = site();
    let hero = "\n::: hero\nheading = \"Home\"\nimage = \"https://pictures.example.com/a.jpg\"\nalt = \"A\"\n:::\n\n::: text\n![B](//pictures.example.com/b.jpg)\n:::\n";
    site.write(
        "pages/en/index.md",
        format!("+++\ntitle = \"Home\"\n+++\n{hero}"),
    );
    let out = tempfile::tempdir().unwrap();
    let report = export(&site, out.path());
    let home = fs::read_to_string(out.path().join("en-us/default.md")).unwrap();
    assert!(home.contains("src=\"https://pictures.example.com/a.jpg\""));
    assert!(home.contains("src=\"//pictures.example.com/b.jpg\""));
    assert!(
        report
            .problems
            .iter()
            .any(|p| p.code == "outside-picture" && p.severity == Severity::Warning)
    );
    site.write("site.toml", SETTINGS.replace("\"classic\"", "\"beacon\""));
    let out = tempfile::tempdir().unwrap();
    export(&site, out.path());
    let home = fs::read_to_string(out.path().join("en/index.html")).unwrap();
    assert!(!home.contains("pictures.example.com"));
}

#[test]
fn a_theme_that_is_not_there_is_a_problem_and_another_is_used() {
    let site = site();
    site.write("site.toml", SETTINGS.replace("\"classic\"", "\"modern\""));
    let store = Store::open(site.root()).unwrap();
    let loaded = Site::load(&store, &engine().kinds).unwrap();
    let index = SiteIndex::build(&engine(), &loaded, day());
    let problems = export::problems(&engine(), &index, &loaded);
    assert!(problems.iter().any(|p| p.code == "theme"));
    let page = PageRef::new("en", "/security/design");
    let mut options = Options {
        as_of: day(),
        theme: None,
    };
    let path = |options: &Options| export::path(&engine(), &loaded, options, &page);
    assert_eq!(
        path(&options).unwrap().as_deref(),
        Some("en/security/design.html")
    );
    options.theme = Some("classic".to_owned());
    assert_eq!(
        path(&options).unwrap().as_deref(),
        Some("en-us/security/design.md")
    );
    options.theme = Some("none".to_owned());
    assert!(path(&options).is_err());
}

#[test]
fn a_browser_is_shown_whole_pages() {
    let site = site();
    let session = open(&site);
    let whole = export::whole_theme(session.engine(), session.site());
    assert_eq!(whole.as_deref(), Some("beacon"));
    let beacon = TempSite::new();
    beacon.write("pages/en/index.md", "+++\ntitle = \"Home\"\n+++\n");
    let session = open(&beacon);
    assert_eq!(export::whole_theme(session.engine(), session.site()), None);
}

#[test]
fn a_notice_stands_above_the_page_on_its_days() {
    let site = site();
    site.write(
        "site.toml",
        format!("{SETTINGS}\n[notice]\ntext = \"Sign-in is slow\"\nlevel = \"urgent\"\nfrom = 2026-11-20\nuntil = 2026-11-24\n"),
    );
    let out = tempfile::tempdir().unwrap();
    export(&site, out.path());
    let home = fs::read_to_string(out.path().join("en-us/default.md")).unwrap();
    assert!(home.contains("<strong>Sign-in is slow</strong>"), "{home}");
    site.write(
        "site.toml",
        format!("{SETTINGS}\n[notice]\ntext = \"Sign-in is slow\"\nfrom = 2026-11-20\nuntil = 2026-11-23\n"),
    );
    let out = tempfile::tempdir().unwrap();
    export(&site, out.path());
    let home = fs::read_to_string(out.path().join("en-us/default.md")).unwrap();
    assert!(!home.contains("Sign-in is slow"), "{home}");
}
