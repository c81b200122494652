//! Templates of a site that are faulty or never end: each is a problem with its place, the rest goes on.

use std::time::{Duration, Instant};

use trustdesk_core::problem::Problem;
use trustdesk_core::session::Session;
use trustdesk_core::trust::Trust;
use trustdesk_tests::TempSite;

use crate::own_templates::{KIND, faults, home, open, page, site};

/// Far more than any limit; what is tested is that there is an end.
const AN_END: Duration = Duration::from_secs(90);

const PLEDGE: &str = "templates/beacon/sections/pledge.html";

/// A site whose page has a section of an own kind with this template, and one of the program's.
fn with(template: &str) -> TempSite {
    let site = site();
    site.write(PLEDGE, template);
    page(
        &site,
        "::: pledge {#one}\nheading = \"Ours\"\n---\n:::\n\n::: text {#two}\nThe rest of the page.\n:::\n",
    );
    site
}

/// The one fault of a site, after which everything else works.
fn fault(site: &TempSite) -> Problem {
    let start = Instant::now();
    let mut session = open(site, Trust::All);
    let all = faults(&mut session);
    assert!(start.elapsed() < AN_END);
    assert_eq!(all.len(), 1, "{all:#?}");
    goes_on(&mut session);
    all[0].clone()
}

/// The rest of the page is shown, and the section stays in its place.
fn goes_on(session: &mut Session) {
    let page = session.open_page(&home()).unwrap();
    assert_eq!(page.sections.len(), 2);
    assert!(
        page.preview.contains("The rest of the page."),
        "{}",
        page.preview
    );
}

#[test]
fn a_template_that_cannot_be_read_has_its_line() {
    let problem = fault(&with("<p>\n  {{ f.heading }\n</p>"));
    assert_eq!(problem.place.file, PLEDGE);
    assert_eq!(problem.place.line, Some(2));
    let excerpt = problem.excerpt.unwrap();
    assert!(
        excerpt.contains("{{ f.heading }") && excerpt.contains('^'),
        "{excerpt}"
    );
}

#[test]
fn a_template_that_fails_while_rendering_has_its_line_and_section() {
    let problem = fault(&with("<p>\n{{ f.nothing }}</p>"));
    assert_eq!(
        (problem.place.file.as_str(), problem.place.line),
        (PLEDGE, Some(2))
    );
    assert_eq!(problem.place.section, Some(0));
    assert!(problem.excerpt.unwrap().contains("f.nothing"));
}

#[test]
fn what_does_not_exist_is_said_where_it_is_used() {
    for (template, word) in [
        ("\n{% include \"nowhere.html\" %}", "nowhere.html"),
        ("\n{{ f.heading | shout }}", "shout"),
        ("\n{{ read_file(path=\"/etc/passwd\") }}", "read_file"),
        ("\n{{<Nothing />}}", "Nothing"),
    ] {
        let problem = fault(&with(template));
        assert_eq!(problem.place.line, Some(2), "{problem:#?}");
        assert!(problem.message.to_string().contains(word), "{problem:#?}");
    }
}

#[test]
fn a_faulty_file_of_the_theme_falls_back_to_that_of_the_program() {
    let site = site();
    site.write("templates/beacon/footer.html", "{% if %}");
    site.write("templates/beacon/words.toml", "[en\n");
    site.write("templates/kinds/broken.toml", "label = 1\n");
    let mut session = open(&site, Trust::All);
    let all = faults(&mut session);
    let files: Vec<_> = all.iter().map(|p| p.place.file.as_str()).collect();
    assert_eq!(
        files,
        [
            "templates/beacon/footer.html",
            "templates/beacon/words.toml",
            "templates/kinds/broken.toml"
        ]
    );
    assert!(all.iter().all(|p| p.place.line == Some(1)), "{all:#?}");
    let page = session.open_page(&home()).unwrap();
    assert!(page.preview.contains("<footer") && page.preview.contains("A &lt;b&gt; pledge!"));
}

#[test]
fn a_page_whose_frame_fails_has_that_of_the_program() {
    for header in [
        "{{ nothing.at.all }}",
        "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}",
    ] {
        let site = with("<p>{{ f.heading }}</p>");
        site.write("templates/beacon/header.html", header);
        let mut session = open(&site, Trust::All);
        let all = faults(&mut session);
        let header = |one: &Problem| one.place.file == "templates/beacon/header.html";
        assert!(!all.is_empty() && all.iter().all(header), "{all:#?}");
        let page = session.open_page(&home()).unwrap();
        assert!(
            page.preview.contains("<header class=\"head\">")
                && page.preview.contains("<p>Ours</p>")
        );
        goes_on(&mut session);
    }
}

#[test]
fn circles_are_refused() {
    let problem = fault(&with("{% include \"sections/pledge.html\" %}"));
    assert_eq!(problem.place.file, PLEDGE);
    let site = with("{% include \"a.html\" %}");
    site.write("templates/beacon/a.html", "{% include \"b.html\" %}");
    site.write("templates/beacon/b.html", "{% include \"a.html\" %}");
    let mut session = open(&site, Trust::All);
    assert!(!faults(&mut session).is_empty());
    goes_on(&mut session);
    let site = with("{% extends \"sections/pledge.html\" %}");
    let mut session = open(&site, Trust::All);
    assert!(!faults(&mut session).is_empty());
    goes_on(&mut session);
}

#[test]
fn templates_without_end_are_stopped() {
    let long = "range(end=100000)";
    let loops = |inside: &str| {
        format!(
            "{{% for a in {long} %}}{{% for b in {long} %}}{{% for c in {long} %}}{inside}{{% endfor %}}{{% endfor %}}{{% endfor %}}"
        )
    };
    let doubled = "{% set a = a ~ a %}".repeat(60);
    let cases = [
        ("loops that write nothing", loops("")),
        ("loops that write", loops("endless ")),
        ("loops that compute", loops("{% set x = a + b * c %}")),
        ("a component that calls itself", "{% component C() %}{{<C />}}{% endcomponent C %}{{<C />}}".to_owned()),
        ("a component that calls itself twice", "{% component C() %}{{<C />}}{{<C />}}{% endcomponent C %}{{<C />}}".to_owned()),
        ("a text that doubles", format!("{{% set a = \"xxxxxxxx\" %}}{doubled}{{{{ a }}}}")),
        ("a text that doubles in a loop", "{% set_global a = \"xxxxxxxx\" %}{% for i in range(end=99) %}{% set_global a = a ~ a %}{% endfor %}".to_owned()),
        ("a filter that grows", "{% set_global a = \"xx\" %}{% for i in range(end=99) %}{% set_global a = a | replace(from=\"x\", to=\"xxxxxxxx\") %}{% endfor %}{{ a }}".to_owned()),
        ("a huge block", format!("{{% set a %}}{}{{% endset %}}", loops("x"))),
        ("a huge range", "{% for i in range(end=1000000000000) %}x{% endfor %}".to_owned()),
        ("deep brackets", format!("{{{{ {}1{} }}}}", "(".repeat(100_000), ")".repeat(100_000))),
        ("deep blocks", format!("{}{}", "{% if true %}".repeat(18_000), "{% endif %}".repeat(18_000))),
    ];
    for (what, template) in cases {
        let site = with(&template);
        let problem = fault(&site);
        assert_eq!(problem.place.file, PLEDGE, "{what}: {problem:#?}");
    }
}

#[test]
fn includes_that_multiply_are_stopped() {
    let site = with("{% include \"i0.html\" %}");
    for i in 0..60 {
        let next = format!("{{% include \"i{}.html\" %}}", i + 1);
        site.write(&format!("templates/beacon/i{i}.html"), next.repeat(2));
    }
    site.write("templates/beacon/i60.html", "");
    let problem = fault(&site);
    assert_eq!(problem.place.file, PLEDGE, "{problem:#?}");
}

#[test]
fn a_template_that_was_stopped_works_again_when_it_is_repaired() {
    let site = with(
        "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}",
    );
    let mut session = open(&site, Trust::All);
    assert_eq!(faults(&mut session).len(), 1);
    // It is not tried at every key.
    let start = Instant::now();
    for _ in 0..50 {
        session.open_page(&home()).unwrap();
    }
    assert!(start.elapsed() < AN_END);
    site.write(PLEDGE, "<p>Repaired: {{ f.heading }}</p>");
    session.outside(&[PLEDGE.into()]);
    let page = session.open_page(&home()).unwrap();
    assert!(page.preview.contains("Repaired: Ours"));
    assert_eq!(faults(&mut session), []);
    site.write("templates/kinds/pledge.toml", KIND.replace("Pledge", "Vow"));
    session.outside(&["templates/kinds/pledge.toml".into()]);
    let kinds = session.view().kinds;
    assert!(
        kinds
            .iter()
            .any(|kind| kind.name == "pledge" && kind.label.get("en") == "Vow")
    );
}
