//! What the settings say of the look of every page: brand, notice, filing numbers; and the files of documents.

use std::fs;

use trustdesk_core::check;
use trustdesk_core::model::Date;
use trustdesk_core::problem::Problem;
use trustdesk_core::render::SiteIndex;
use trustdesk_core::site::Site;
use trustdesk_core::store::{Hash, Store};
use trustdesk_tests::{TempSite, engine};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A site with a front page in both languages and more settings.
fn site(settings: &str) -> TempSite {
    let site = TempSite::new();
    let text = site.text("site.toml");
    site.write("site.toml", format!("{text}\n{settings}\n"));
    for (locale, title) in [("en", "Home"), ("zh-Hans", "首页")] {
        let page = format!(
            "+++\ntitle = \"{title}\"\nsummary = \"{title}.\"\n+++\n\n::: documents {{#files}}\n:::\n"
        );
        site.write(&format!("pages/{locale}/index.md"), page);
    }
    site
}

fn load(site: &TempSite) -> (Store, Site) {
    let store = Store::open(site.root()).unwrap();
    let loaded = Site::load(&store, &engine().kinds).unwrap();
    (store, loaded)
}

/// A file of the site as it is exported on a day.
fn exported(site: &TempSite, file: &str, on: &str) -> String {
    let out = tempfile::tempdir().unwrap();
    trustdesk_tests::export(site.root(), out.path(), on, None).unwrap();
    fs::read_to_string(out.path().join(file)).unwrap()
}

fn problems(site: &TempSite, on: &str) -> Vec<Problem> {
    let (_, loaded) = load(site);
    let index = SiteIndex::build(&engine(), &loaded, day(on));
    check::site(&engine(), &index, &loaded)
}

/// Problems but the one that these sites have: they name no contact for vulnerabilities.
fn codes(site: &TempSite, on: &str) -> Vec<(String, String)> {
    let found = problems(site, on).into_iter();
    found
        .filter(|problem| problem.code != "security-txt-missing")
        .map(|problem| (problem.code, problem.place.field.unwrap_or_default()))
        .collect()
}

const NOTICE: &str = "[notice]\ntext = { en = \"Sign-in is <slow>\", zh-Hans = \"登录缓慢\" }\nto = \"/\"\nlevel = \"urgent\"\nfrom = 2026-12-01\nuntil = 2026-12-24";

#[test]
fn a_notice_is_there_from_its_first_day_to_its_last_and_gone_on_the_next() {
    let site = site(NOTICE);
    for (on, there) in [
        ("2026-11-30", false),
        ("2026-12-01", true),
        ("2026-12-02", true),
        ("2026-12-23", true),
        ("2026-12-24", true),
        ("2026-12-25", false),
    ] {
        for (file, text) in [
            ("en/index.html", "Sign-in is &lt;slow&gt;"),
            ("zh-Hans/index.html", "登录缓慢"),
            ("404.html", "Sign-in is &lt;slow&gt;"),
        ] {
            let html = exported(&site, file, on);
            assert_eq!(html.contains(text), there, "{file} on {on}");
            assert_eq!(html.contains("class=\"notice"), there, "{file} on {on}");
        }
    }
    let html = exported(&site, "en/index.html", "2026-12-01");
    let [notice, header] = [
        "<section class=\"notice notice-urgent\" aria-label=\"Urgent notice\">",
        "<header class=\"head\">",
    ]
    .map(|part| html.find(part).unwrap());
    assert!(notice < header);
}

#[test]
fn a_notice_without_a_translation_says_which_language_it_is_in() {
    let site = site("[notice]\ntext = { en = \"Slow\", zh-Hans = \"\" }\nuntil = 2027-01-01");
    let html = exported(&site, "zh-Hans/index.html", "2026-12-01");
    assert!(html.contains("<span lang=\"en\">Slow</span>"), "{html}");
    assert!(html.contains("aria-label=\"公告\""));
    assert!(
        codes(&site, "2026-12-01")
            .contains(&("missing-translation".into(), "notice.text.zh-Hans".into()))
    );
}

#[test]
fn a_notice_that_is_over_or_never_ends_or_leads_nowhere_is_a_problem() {
    assert_eq!(codes(&site(NOTICE), "2026-12-24"), []);
    let over = ("notice-over".to_owned(), "notice.text".to_owned());
    assert_eq!(codes(&site(NOTICE), "2026-12-25"), [over]);
    let odd =
        site("[notice]\ntext = \"Slow\"\nto = \"/nowhere\"\nlevel = \"loud\"\nfrom = \"soon\"");
    let found = codes(&odd, "2026-12-01");
    let at = |code: &str| {
        found
            .iter()
            .find(|one| one.0 == code)
            .map(|one| one.1.as_str())
    };
    assert_eq!(at("not-a-choice"), Some("notice.level"));
    assert_eq!(at("not-a-date"), Some("notice.from"));
    assert_eq!(at("notice-open"), Some("notice.until"));
    assert!(found.iter().any(|one| one.1 == "notice.to"), "{found:?}");
    let turned = site("[notice]\ntext = \"Slow\"\nfrom = 2026-12-24\nuntil = 2026-12-01");
    assert!(codes(&turned, "2026-11-01").contains(&("dates-order".into(), "notice.until".into())));
}

#[test]
fn filing_numbers_stand_in_the_footer_of_the_languages_that_have_them() {
    let site = site(
        "[filing]\nicp = { zh-Hans = \"京ICP备2026000001号-1\" }\npolice = { zh-Hans = \"京公网安备11010502000001号\" }",
    );
    let chinese = exported(&site, "zh-Hans/index.html", "2026-12-01");
    for link in [
        "<a href=\"https://beian.miit.gov.cn/\" rel=\"noopener noreferrer\" lang=\"zh-Hans\">京ICP备2026000001号-1</a>",
        "<a href=\"https://beian.mps.gov.cn/#/query/webSearch?code=11010502000001\" rel=\"noopener noreferrer\" lang=\"zh-Hans\">京公网安备11010502000001号</a>",
    ] {
        assert!(chinese.contains(link), "{chinese}");
    }
    assert!(!exported(&site, "en/index.html", "2026-12-01").contains("beian"));
    assert_eq!(codes(&site, "2026-12-01"), []);
    let odd =
        self::site("[filing]\nicp = \"2026000001\"\npolice = { zh-Hans = \"京公网安备1号\" }");
    assert_eq!(
        codes(&odd, "2026-12-01"),
        ["filing.icp", "filing.police.zh-Hans"].map(|at| ("filing".to_owned(), at.to_owned()))
    );
}

#[test]
fn the_brand_chooses_sheets_and_pale_colours_are_named() {
    let css = |settings: &str| exported(&site(settings), "assets/beacon.css", "2026-12-01");
    let usual = css("");
    assert!(!usual.contains("--radius: 0;"));
    let chosen = css("[brand]\ncorners = \"square\"\ndensity = \"compact\"\nheader = \"centred\"");
    for part in [
        "/* Corners: square. */",
        "/* Density: compact. */",
        "/* Header: the name in the middle",
    ] {
        assert!(chosen.contains(part), "{part}");
    }
    assert_eq!(css("[brand]\ncorners = \"}x{\""), usual);
    let pale = site("[brand]\nprimary = \"#ffd400\"\nsecondary = \"#12324a\"\ncorners = \"wavy\"");
    let found = codes(&pale, "2026-12-01");
    assert!(
        found.contains(&("low-contrast".into(), "brand.primary".into())),
        "{found:?}"
    );
    assert!(
        found.contains(&("not-a-choice".into(), "brand.corners".into())),
        "{found:?}"
    );
    assert!(
        !found.iter().any(|one| one.1 == "brand.secondary"),
        "{found:?}"
    );
}

#[test]
fn a_document_shows_type_size_language_version_and_hash() {
    let site = site("");
    site.write("media/a.pdf", b"%PDF-1.7 one");
    site.write("media/b.pdf", "%PDF-1.7 二");
    site.write("media/c.pdf", b"%PDF-1.7 secret");
    site.write("records/documents.toml", "[one]\ntitle = \"One\"\ncategory = \"paper\"\nfile = { en = \"/media/a.pdf\", zh-Hans = \"/media/b.pdf\" }\nversion = \"3\"\n\n[two]\ntitle = \"Two\"\ncategory = \"paper\"\nfile = \"/media/c.pdf\"\nvisibility = \"notice\"\n");
    let [a, b, c] = ["media/a.pdf", "media/b.pdf", "media/c.pdf"]
        .map(|path| Hash::of(&site.bytes(path)).to_string());
    let english = exported(&site, "en/index.html", "2026-12-01");
    for part in [
        "<span>Version 3</span>",
        "<span>PDF, 12 B</span> <span>English</span>",
        &format!("<summary>SHA-256 <code>{}…</code></summary>", &a[..12]),
        &format!("<code>{a}</code>"),
    ] {
        assert!(english.contains(part), "{part}: {english}");
    }
    let chinese = exported(&site, "zh-Hans/index.html", "2026-12-01");
    assert!(
        chinese.contains("<span>简体中文</span>") && chinese.contains(&b),
        "{chinese}"
    );
    for html in [english, chinese] {
        assert!(
            !html.contains(&c[..12]),
            "what is not public is not described"
        );
    }
}
