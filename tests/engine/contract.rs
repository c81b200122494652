//! What docs/templates.md promises to templates is what they get, name by name.

use std::collections::BTreeSet;

use trustdesk_core::gallery::contract;
use trustdesk_core::trust::Trust;
use trustdesk_tests::TempSite;

use crate::own_templates::{home, open, page};

const DOCS: &str = include_str!("../../docs/templates.md");

/// Writes the names that a template was given, those in groups by their paths.
const DUMP: &str = "<!--[{% for name, value in __tera_context %}{{ name }} {% if value is map %}{% for inner, v in value %}{{ name }}.{{ inner }} {% endfor %}{% endif %}{% endfor %}]-->";

/// The names in backticks in the first column of the table below a heading.
fn documented(heading: &str) -> BTreeSet<String> {
    let table = DOCS.split_once(&format!("\n### {heading}\n")).unwrap().1;
    let rows = table.lines().skip_while(|line| !line.starts_with("|---"));
    let rows = rows.skip(1).take_while(|line| line.starts_with('|'));
    let firsts = rows.map(|line| line.split('|').nth(1).unwrap().to_owned());
    let names = firsts.flat_map(|cell| {
        let quoted = cell.split('`').skip(1).step_by(2);
        quoted.map(str::to_owned).collect::<Vec<_>>()
    });
    names.collect()
}

/// The names that stand in the dump of an HTML page.
fn dumped(html: &str) -> BTreeSet<String> {
    let (_, rest) = html.split_once("<!--[").unwrap();
    let names = rest.split_once("]-->").unwrap().0.split_whitespace();
    names.map(str::to_owned).collect()
}

/// Paths of the groups that are documented by their parts; of other groups only the name is.
fn by_parts(names: &BTreeSet<String>, groups: &[&str]) -> BTreeSet<String> {
    let kept = names.iter().filter(|name| match name.split_once('.') {
        Some((group, _)) => groups.contains(&group),
        None => !groups.contains(&name.as_str()),
    });
    kept.cloned().collect()
}

fn kind(derived: &str) -> String {
    let labels = "{ en = \"X\", zh-Hans = \"某\" }";
    format!(
        "label = {labels}\nusage = {labels}\ngroup = \"text\"\nicon = \"text\"\nbody = \"fields\"\n{derived}\n\n[fields.one]\nkind = \"text\"\nlabel = {labels}\n\n[example]\nen = 'one = \"1\"'\n"
    )
}

#[test]
fn a_section_is_given_what_is_documented() {
    let site = TempSite::new();
    let mut all = BTreeSet::new();
    for derived in ["articles", "headings", "changes", "releases", "copies"] {
        site.write(
            "templates/kinds/dump.toml",
            kind(&format!("derived = \"{derived}\"")),
        );
        site.write("templates/beacon/sections/dump.html", DUMP);
        page(&site, "::: dump\none = \"1\"\n:::\n");
        let mut session = open(&site, Trust::All);
        let html = session.open_page(&home()).unwrap().preview;
        let names = dumped(&html);
        assert!(
            names.contains("f.one") && names.contains(derived),
            "{names:?}"
        );
        all.extend(by_parts(&names, &["section"]));
    }
    assert_eq!(all, documented("Variables of a section"));
}

#[test]
fn a_page_is_given_what_is_documented() {
    let site = TempSite::new();
    site.write("templates/beacon/header.html", DUMP);
    page(&site, "");
    let mut session = open(&site, Trust::All);
    let html = session.open_page(&home()).unwrap().preview;
    let names = by_parts(&dumped(&html), &["page", "site"]);
    assert_eq!(names, documented("Variables of a page"));
}

#[test]
fn functions_and_filters_are_those_documented() {
    let documented = documented("Functions and filters");
    let names = |names: &[&str], end: &str| -> BTreeSet<String> {
        names.iter().map(|name| format!("{name}{end}")).collect()
    };
    let mut known = names(&trustdesk_core::render::FUNCTIONS, "()");
    known.extend(names(&trustdesk_core::render::FILTERS, ""));
    assert_eq!(known, documented);
    let site = TempSite::new();
    site.write("templates/kinds/dump.toml", kind(""));
    site.write(
        "templates/beacon/sections/dump.html",
        "<p{{ at(path=\"one\") }}>{{ icon(name=\"lock\") }}{{ \"on {date}\" | fill(date=\"a day\") }}</p>",
    );
    page(&site, "::: dump\none = \"1\"\n:::\n");
    let html = open(&site, Trust::All).open_page(&home()).unwrap().preview;
    assert!(
        html.contains("<p data-td-field=\"one\"><svg") && html.contains("on a day"),
        "{html}"
    );
}

/// Each kind of field in a form of its own, with records and choices.
const EVERY_FIELD: &str = r#"
label = { en = "All", zh-Hans = "全部" }
usage = { en = "Use this for all.", zh-Hans = "用于全部。" }
group = "text"
icon = "text"
body = "fields"
fields.a-text = { kind = "text", label = { en = "X" } }
fields.lines = { kind = "multiline", label = { en = "X" } }
fields.rows = { kind = "lines", label = { en = "X" } }
fields.prose = { kind = "markdown", label = { en = "X" } }
fields.html = { kind = "html", label = { en = "X" } }
fields.paper = { kind = "asset", accept = "document", label = { en = "X" } }
fields.flag = { kind = "flag", label = { en = "X" } }
fields.number = { kind = "number", label = { en = "X" } }
fields.date = { kind = "date", label = { en = "X" } }
fields.choice = { kind = "choice", label = { en = "X" }, options = [{ value = "a", label = { en = "A" } }] }
fields.link = { kind = "link", label = { en = "X" } }
fields.asset = { kind = "asset", label = { en = "X" } }
fields.list = { kind = "list", label = { en = "X" }, fields = { inner = { kind = "text", label = { en = "X" } } } }
fields.group = { kind = "group", label = { en = "X" }, fields = { inner = { kind = "text", label = { en = "X" } } } }
fields.record = { kind = "record", label = { en = "X" }, collection = "certifications" }
fields.records = { kind = "records", label = { en = "X" }, collection = "certifications" }
fields.shared = { kind = "shared", label = { en = "X" } }

[example]
en = ""
"#;

const VALUES: &str = r#"
a-text = "x"
date = 2026-01-02
choice = "a"
link = "https://example.com"
asset = "/media/a.svg"
paper = "/media/a.svg"
list = [{ inner = "x" }]
group = { inner = "x" }
record = "one"
"#;

#[test]
fn the_contract_of_a_kind_names_what_its_template_gets() {
    let site = TempSite::new();
    site.write(
        "media/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"/>",
    );
    site.write("records/certifications.toml", "[one]\ntitle = \"ISO\"\ntype = \"certificate\"\nissued = 2026-01-01\nexpires = 2029-01-01\n");
    site.write("templates/kinds/every.toml", EVERY_FIELD);
    let fields = "{% for name, value in f %}f.{{ name }} {% if value is map %}({{ value | keys | sort | join(sep=\", \") }}) {% endif %}{% endfor %}{% for name, v in f.list | first %}f.list[].{{ name }} {% endfor %}{% for name, v in f.group %}f.group.{{ name }} {% endfor %}";
    site.write(
        "templates/beacon/sections/every.html",
        format!("<!--[{fields}]-->"),
    );
    page(&site, &format!("::: every\n{VALUES}\n:::\n"));
    let mut session = open(&site, Trust::All);
    let html = session.open_page(&home()).unwrap().preview;
    let text = html
        .split_once("<!--[")
        .unwrap()
        .1
        .split_once("]-->")
        .unwrap()
        .0;

    let kinds = &session.engine().kinds;
    let all = contract(kinds, kinds.get("every").unwrap());
    let told: BTreeSet<&str> = all
        .iter()
        .map(|one| one.name.as_str())
        .filter(|name| name.starts_with("f."))
        .collect();
    let given: BTreeSet<&str> = text
        .split([' ', '\n'])
        .filter(|word| word.starts_with("f."))
        .collect();
    assert_eq!(told, given);
    // The parts of values that are groups.
    for one in &all {
        let what = one.what.to_string();
        let Some(parts) = what
            .strip_prefix("{ ")
            .and_then(|rest| rest.split_once(" }"))
        else {
            continue;
        };
        let mut parts: Vec<&str> = parts.0.split(", ").collect();
        parts.sort_unstable();
        let given = text.split_once(&format!("{} (", one.name)).unwrap().1;
        assert_eq!(
            parts.join(", "),
            given.split_once(')').unwrap().0,
            "{}",
            one.name
        );
    }
}

#[test]
fn every_kind_of_field_is_documented() {
    let documented = documented("Values of fields");
    let kinds = EVERY_FIELD.lines().filter_map(|line| {
        let kind = line.strip_prefix("fields.")?.split_once("kind = \"")?.1;
        Some(kind.split_once('"')?.0.to_owned())
    });
    assert_eq!(kinds.collect::<BTreeSet<_>>(), documented);
}
