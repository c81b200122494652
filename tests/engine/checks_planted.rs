//! Every rule finds what was planted for it and nothing else: in the site of fixtures/defects, in small
//! sites for what cannot stand there, and in sites without a fault.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use trustdesk_core::check::whole::at_once;
use trustdesk_core::error::Error;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::problem::Problem;
use trustdesk_core::render::SiteIndex;
use trustdesk_core::rule;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_core::translation::{TranslationEdit, TranslationRequest};
use trustdesk_tests::{TempSite, engine, open};

fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Everything that is wrong with the site in a folder on a day.
fn found(folder: &Path) -> Vec<Problem> {
    let engine = engine();
    let store = Store::open(folder).unwrap();
    let site = Site::load(&store, &engine.kinds).unwrap();
    let index = SiteIndex::build(&engine, &site, Date::parse("2026-11-24").unwrap());
    at_once(&engine, &site, &index, &store)
}

/// A problem as `planted.txt` has it.
fn line(problem: &Problem) -> String {
    let place = &problem.place;
    let section = place.section.map_or(String::new(), |at| format!("#{at}"));
    let field = place.field.as_deref().unwrap_or("-");
    format!(
        "{} {}{section} {field}",
        problem.code,
        place.file.replace(' ', "%20")
    )
}

fn counted<T: Ord>(all: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    all.for_each(|one| *counts.entry(one).or_default() += 1);
    counts
}

#[test]
fn every_planted_defect_is_found_at_its_place_and_nothing_else() {
    let planted = std::fs::read_to_string(fixtures("fixtures/defects/planted.txt")).unwrap();
    let planted = counted(
        planted
            .lines()
            .filter(|l| !l.starts_with('#'))
            .map(str::to_owned),
    );
    let found = counted(found(&fixtures("fixtures/defects/site")).iter().map(line));
    let missed: Vec<_> = planted
        .iter()
        .filter(|(l, n)| found.get(*l) != Some(n))
        .collect();
    let alarms: Vec<_> = found
        .iter()
        .filter(|(l, n)| planted.get(*l) != Some(n))
        .collect();
    assert!(
        missed.is_empty() && alarms.is_empty(),
        "missed: {missed:#?}\nnot planted: {alarms:#?}"
    );
    assert!(planted.values().sum::<usize>() >= 120);
}

#[test]
fn sites_without_a_fault_have_no_problem() {
    for site in ["../content", "fixtures/clean"] {
        let lines: Vec<String> = found(&fixtures(site))
            .iter()
            .map(|p| format!("{}: {}", line(p), p.message))
            .collect();
        assert!(lines.is_empty(), "{site}: {lines:#?}");
    }
}

const PAGE: &str =
    "+++\ntitle = \"Home\"\nsummary = \"What we do.\"\n+++\n\n::: text {#a}\nSome words.\n:::\n";

/// The codes of what is wrong with a small site after one thing was done to it.
fn codes(spoil: impl FnOnce(&TempSite)) -> BTreeSet<String> {
    let site = TempSite::new();
    site.write("pages/en/index.md", PAGE);
    spoil(&site);
    found(site.root())
        .into_iter()
        .map(|problem| problem.code)
        .collect()
}

fn with(settings: &'static str) -> impl FnOnce(&TempSite) {
    move |site| {
        let text = site.text("site.toml");
        site.write("site.toml", format!("{text}\n{settings}\n"));
    }
}

fn page(text: impl AsRef<[u8]>) -> impl FnOnce(&TempSite) {
    move |site| site.write("pages/en/index.md", text)
}

/// A page that is there when the folder is listed and cannot be read when its turn comes.
fn unreadable() -> BTreeSet<String> {
    let folder = TempSite::new();
    folder.write("pages/en/index.md", PAGE);
    let engine = engine();
    let store = Store::open(folder.root()).unwrap();
    let mut site = Site::load(&store, &engine.kinds).unwrap();
    let gone = Err(Error::read(
        Path::new("records/links.toml"),
        std::io::ErrorKind::PermissionDenied.into(),
    ));
    site.take_file("records/links.toml", Some(gone), &engine.kinds);
    site.problems
        .into_iter()
        .map(|problem| problem.code)
        .collect()
}

/// What rules find that cannot be planted beside the others.
fn apart() -> BTreeMap<&'static str, BTreeSet<String>> {
    let classic = |text: &'static str| {
        move |site: &TempSite| {
            let settings = site.text("site.toml").replace("\"beacon\"", "\"classic\"");
            site.write("site.toml", settings);
            site.write("pages/en/index.md", PAGE.replace("summary", text));
        }
    };
    let big = "word ".repeat(250_000);
    // Every word is another, so that compressing does not help.
    let long: String = (0..30_000_u32)
        .map(|n| format!("{:x}", n.wrapping_mul(2_654_435_761)))
        .collect::<Vec<_>>()
        .join(" ");
    BTreeMap::from([
        (
            "unusable-file",
            codes(|site| {
                #[cfg(unix)]
                std::os::unix::fs::symlink("/etc/hostname", site.root().join("pages/en/link.md"))
                    .unwrap();
            }),
        ),
        ("unreadable", unreadable()),
        (
            "settings",
            codes(|site| site.write("site.toml", "name = [")),
        ),
        ("not-utf-8", codes(page(b"+++\ntitle = \"\xff\"\n+++\n"))),
        ("nul-bytes", codes(page(b"+++\ntitle = \"a\0\"\n+++\n"))),
        ("too-large", codes(page(PAGE.replace("Some words.", &big)))),
        (
            "heavy-page",
            codes(page(PAGE.replace("Some words.", &long))),
        ),
        (
            "theme",
            codes(|site| {
                site.write(
                    "site.toml",
                    site.text("site.toml").replace("\"beacon\"", "\"glitter\""),
                )
            }),
        ),
        (
            "no-name",
            codes(|site| {
                site.write(
                    "site.toml",
                    site.text("site.toml").replace("name =", "nome ="),
                )
            }),
        ),
        (
            "no-front-page",
            codes(|site| {
                site.remove("pages/en/index.md");
                site.write("pages/en/other.md", PAGE);
            }),
        ),
        (
            "notice-open",
            codes(with("[notice]\ntext = \"Closed today.\"")),
        ),
        (
            "security-txt",
            codes(with("[security-txt]\ncontact = \"mailto:a@example.com\"")),
        ),
        (
            "security-txt-expired",
            codes(with(
                "[security-txt]\ncontact = \"mailto:a@example.com\"\nexpires = 2026-01-01",
            )),
        ),
        ("security-txt-missing", codes(with(""))),
        (
            "glossary",
            codes(|site| site.write("glossary.toml", "terms = [")),
        ),
        ("path", codes(classic("path = \"../a.md\"\nsummary"))),
        (
            "same-path",
            codes(|site| {
                classic("path = \"x/a.md\"\nsummary")(site);
                site.write(
                    "pages/en/b.md",
                    PAGE.replace("summary", "path = \"x/A.md\"\nsummary"),
                );
            }),
        ),
        (
            "existing-file",
            codes(|site| {
                classic("summary")(site);
                site.write(
                    "pages/en/b.md",
                    PAGE.replace("Some words.", "See [it](/en-us/old.html)."),
                );
            }),
        ),
        (
            "outside-picture",
            codes(|site| {
                classic("summary")(site);
                site.write("pages/en/b.md", format!("{PAGE}\n::: picture-text {{#p}}\nimage = \"https://pictures.example/a.png\"\nalt = \"A crane\"\n---\nWords.\n:::\n"));
            }),
        ),
        (
            "no-main-heading",
            codes(classic("untitled = true\nsummary")),
        ),
        (
            "heavy-picture",
            codes(|site| {
                let mut png =
                    std::fs::read(fixtures("fixtures/defects/site/media/bridge.png")).unwrap();
                png.resize(600_000, 0);
                site.write("media/large.png", png);
            }),
        ),
    ])
}

#[test]
fn what_cannot_be_planted_beside_the_others_is_found_too() {
    for (code, found) in apart() {
        assert!(found.contains(code), "{code}: {found:?}");
    }
}

#[test]
fn a_translation_whose_original_changed_is_behind() {
    let folder = TempSite::new();
    folder.write("pages/en/index.md", PAGE);
    folder.write(
        "pages/zh-Hans/index.md",
        PAGE.replace("Home", "首页")
            .replace("What we do.", "我们做什么。")
            .replace("Some words.", "一些文字。"),
    );
    let behind = || {
        found(folder.root())
            .iter()
            .filter(|p| p.code == "translation-behind")
            .map(line)
            .collect::<Vec<_>>()
    };
    assert_eq!(behind(), [""; 0]);
    let mut session = open(&folder);
    let request = TranslationRequest {
        original: PageRef::new("en", "/"),
        translation: PageRef::new("zh-Hans", "/"),
        edit: TranslationEdit::MarkAll,
    };
    session.translate(&request, 1).unwrap();
    session.save().unwrap();
    assert_eq!(behind(), [""; 0]);
    folder.write(
        "pages/en/index.md",
        PAGE.replace("Some words.", "Other words."),
    );
    assert_eq!(behind(), ["translation-behind pages/zh-Hans/index.md#0 -"]);
}

/// Rules whose finding needs another program, another computer or a full disk, with the tests of them.
const ELSEWHERE: [(&str, &str); 8] = [
    ("template", "own_templates.rs"),
    ("drafts-not-kept", "drafts.rs"),
    ("left-out", "records.rs"),
    ("translation-behind", "checks_planted.rs"),
    ("link-moved", "outside/sites.rs"),
    ("link-gone", "outside/sites.rs"),
    ("link-refused", "outside/sites.rs"),
    ("link-unreachable", "outside/sites.rs"),
];

#[test]
fn every_rule_is_tested() {
    let mut tested: BTreeSet<String> = apart().into_keys().map(str::to_owned).collect();
    tested.extend(
        found(&fixtures("fixtures/defects/site"))
            .into_iter()
            .map(|p| p.code),
    );
    tested.extend(ELSEWHERE.iter().map(|(code, _)| (*code).to_owned()));
    let lacking: Vec<_> = rule::ALL
        .iter()
        .filter(|rule| !tested.contains(rule.code))
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
    for (code, file) in ELSEWHERE {
        let text = std::fs::read_to_string(fixtures("engine").join(file)).unwrap();
        assert!(text.contains(code), "{code} in {file}");
    }
}

/// The table of docs/checks.md, made from the rules.
fn table() -> String {
    let mut text = String::from(
        "| Code | Weight | Looks at | Finds | Why it matters | Can be fixed at once |\n|---|---|---|---|---|---|\n",
    );
    for rule in rule::ALL {
        let weight = match rule.severity {
            trustdesk_core::problem::Severity::Blocker => "must fix",
            trustdesk_core::problem::Severity::Warning => "should fix",
            trustdesk_core::problem::Severity::Tip => "tip",
        };
        let scope = format!("{:?}", rule.scope).to_lowercase();
        let fixes = if rule.fixes { "yes" } else { "" };
        text += &format!(
            "| `{}` | {weight} | {scope} | {} | {} | {fixes} |\n",
            rule.code,
            rule.title(),
            rule.why()
        );
    }
    text
}

#[test]
fn the_documentation_lists_exactly_the_rules() {
    let path = fixtures("../docs/checks.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- rules -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of rules -->").unwrap();
    let now = format!(
        "{before}<!-- rules -->\n{}<!-- end of rules -->{after}",
        table()
    );
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    assert!(
        now == text,
        "docs/checks.md is not what the rules say: run this test with UPDATE_DOCS=1"
    );
}
