//! Links to places on pages: those that are not there are said at once.

use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::problem::{Problem, Severity};
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, engine};

const TARGET: &str = "+++\ntitle = \"Target\"\n+++\n\n::: text {#first}\n## Backups {#backups}\n\nWords.\n:::\n\n::: text {#gone hidden}\n## Old {#old}\n:::\n\n::: faq {#questions}\n[[items]]\nquestion = \"Where?\"\nanswer = \"\"\"\n### In Europe {#europe}\n\"\"\"\n:::\n\n::: shared {#user}\nuse = \"helpful\"\n:::\n";
const SHARED: &str = "+++\ntitle = \"Helpful\"\n+++\n\n::: text {#inside}\n## More {#more}\n:::\n";

fn open(links: &[&str]) -> (TempSite, Session) {
    let site = TempSite::new();
    let texts: String = links
        .iter()
        .map(|to| format!("::: text\n[words]({to})\n:::\n\n"))
        .collect();
    site.write(
        "pages/en/index.md",
        format!("+++\ntitle = \"Home\"\n+++\n\n::: text {{#here}}\n## Named {{#named}}\n:::\n\n{texts}::: call-to-action\nheading = \"Go\"\nactions = [\n  {{ label = \"There\", to = \"/target#nowhere\" }},\n]\n:::\n"),
    );
    site.write("pages/en/target.md", TARGET);
    site.write("shared/en/helpful.md", SHARED);
    let store = Store::open(site.root()).unwrap();
    let session = Session::open(store, engine(), Date::parse("2026-11-24").unwrap()).unwrap();
    (site, session)
}

/// Sections and fields whose link leads to no place.
fn faults(session: &mut Session) -> Vec<(u32, String)> {
    let view = session.open_page(&PageRef::new("en", "/")).unwrap();
    let broken = view.problems.iter().filter(|p| p.code == "broken-anchor");
    broken
        .map(|problem| {
            assert_eq!(problem.severity, Severity::Warning);
            (
                problem.place.section.unwrap(),
                problem.place.field.clone().unwrap(),
            )
        })
        .collect()
}

#[test]
fn places_that_are_there_are_known() {
    let there = [
        "/target#first",
        "/target#backups",
        "/target/#europe",
        "/target#questions",
        "/target#inside",
        "/target#more",
        "/target#main",
        "/target#top",
        "/target",
        "#here",
        "#named",
    ];
    let (_site, mut session) = open(&there);
    let section = u32::try_from(there.len()).unwrap() + 1;
    assert_eq!(faults(&mut session), [(section, "actions.0.to".to_owned())]);
}

#[test]
fn places_that_are_not_there_are_said() {
    let missing = [
        "/target#gone",
        "/target#old",
        "/target#user",
        "/target#First",
        "#nowhere",
        "/target#helpful",
    ];
    let (_site, mut session) = open(&missing);
    let found = faults(&mut session);
    assert_eq!(found.len(), missing.len() + 1, "{found:?}");
}

#[test]
fn a_place_is_known_as_soon_as_it_is_made() {
    let (site, mut session) = open(&["/target#nowhere"]);
    assert_eq!(faults(&mut session).len(), 2);
    let addresses = || vec!["/target".to_owned(), "/".to_owned(), "/none".to_owned()];
    let before = session.anchors("en", addresses());
    assert!(!before["/target"].contains("nowhere") && before["/"].contains("named"));
    assert!(!before.contains_key("/none"));
    site.write("pages/en/target.md", TARGET.replace("#backups", "#nowhere"));
    let updates = session.outside(&["pages/en/target.md".to_owned()]);
    // The page on screen links there, so it is told.
    let told = updates.last().unwrap();
    assert_eq!(told.page, PageRef::new("en", "/"));
    let problems = told.problems.as_ref().unwrap();
    assert!(problems.iter().all(|p| p.code != "broken-anchor"));
    assert!(session.anchors("en", addresses())["/target"].contains("nowhere"));
    // A page without a translation is shown in the first language, with its places.
    assert!(session.anchors("zh-Hans", addresses())["/target"].contains("nowhere"));
    assert_eq!(faults(&mut session), []);
}

#[test]
fn menus_are_looked_at_like_pages() {
    let (site, _) = open(&[]);
    site.write(
        "pages/en/secret.md",
        "+++\ntitle = \"Secret\"\nhidden = true\n+++\n",
    );
    site.write(
        "site.toml",
        "format = 1\nname = \"Site\"\nlocales = [{ tag = \"en\", label = \"English\" }]\nnavigation = [\n  { to = \"/target#backups\" },\n  { to = \"/target#nowhere\" },\n  { to = \"/secret\" },\n  { label = \"More\", items = [\n    { to = \"/gone\" },\n  ] },\n]\nfooter = [\n  { label = \"Nothing\" },\n]\n",
    );
    let store = Store::open(site.root()).unwrap();
    let session = Session::open(store, engine(), Date::parse("2026-11-24").unwrap()).unwrap();
    let found = |problems: Vec<Problem>| -> Vec<String> {
        let ours = problems.into_iter().filter(|p| p.place.file == "site.toml");
        ours.map(|p| format!("{} {}", p.code, p.place.field.unwrap_or_default()))
            .collect()
    };
    let expected = [
        "broken-anchor navigation.1.to",
        "broken-link navigation.3.items.0.to",
        "broken-link footer.0.to",
    ];
    assert_eq!(found(session.index_view().problems), expected);
    // The form of the settings says so too.
    assert_eq!(found(session.data("site.toml").unwrap().problems), expected);
}

#[test]
fn a_picture_that_brings_its_text_needs_none_in_the_section() {
    let (site, _) = open(&[]);
    let picture = "::: picture-text\nimage = \"/media/a.svg\"\nalt = \"\"\n---\nWords.\n:::\n";
    site.write("media/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.write(
        "pages/en/index.md",
        format!("+++\ntitle = \"Home\"\n+++\n\n{picture}"),
    );
    let alts = |site: &TempSite| {
        let store = Store::open(site.root()).unwrap();
        let day = Date::parse("2026-11-24").unwrap();
        let mut session = Session::open(store, engine(), day).unwrap();
        let view = session.open_page(&PageRef::new("en", "/")).unwrap();
        let alt = view
            .problems
            .into_iter()
            .filter(|p| p.place.field.as_deref() == Some("alt"));
        alt.map(|p| p.code).collect::<Vec<_>>()
    };
    assert_eq!(alts(&site), ["required", "missing-alt"]);
    site.write(
        "records/assets.toml",
        "[\"a.svg\"]\nalt = { en = \"Rings\" }\n",
    );
    assert!(alts(&site).is_empty());
    site.write("records/assets.toml", "[\"a.svg\"]\ndecorative = true\n");
    assert!(alts(&site).is_empty());
}
