//! Pages by rules: what becomes what, and that nothing is lost.

use std::fmt::Write as _;
use std::path::Path;

use crate::import::draft::Section;
use crate::value::Value;

use proptest::prelude::*;

use super::rich::Shown;
use super::*;

/// Links and pictures as they were written.
struct AsWritten;

impl Targets for AsWritten {
    fn link(&self, written: &str) -> String {
        written.to_owned()
    }

    fn picture(&self, written: &str) -> String {
        written.to_owned()
    }
}

fn draft(html: &str) -> Draft {
    let source = SourcePage {
        text: html,
        line: 1,
    };
    page(source, &AsWritten).unwrap()
}

/// Sections in a few lines, for looking at.
fn outline(draft: &Draft) -> String {
    let mut out = format!(
        "title {:?} shown {}\nbreadcrumb {:?}\n",
        draft.title, draft.shows_title, draft.breadcrumb
    );
    for Section {
        kind,
        aside,
        hidden,
        fields,
        from,
        line,
        characters,
        ..
    } in &draft.sections
    {
        let _ = writeln!(
            out,
            "== {kind} {}{}from {from} line {line} chars {characters}",
            if *aside { "aside " } else { "" },
            if *hidden { "hidden " } else { "" }
        );
        for (name, value) in fields {
            match value {
                Value::Text(text) => {
                    let _ = writeln!(out, "{name}: {text}");
                }
                Value::List(items) => {
                    let _ = writeln!(out, "{name}:");
                    for item in items {
                        let _ = writeln!(out, "  - {}", item.to_json());
                    }
                }
                other => {
                    let _ = writeln!(out, "{name}: {}", other.to_json());
                }
            }
        }
    }
    for (name, notes) in [
        ("repaired", &draft.repaired),
        ("left out", &draft.left_out),
        ("look at", &draft.look_at),
    ] {
        for note in notes {
            let _ = writeln!(
                out,
                "{name}: {} ×{} line {} {:?} {:?}",
                note.code,
                note.count,
                note.line,
                note.text.as_deref().unwrap_or_default(),
                note.targets
            );
        }
    }
    out
}

/// What a visitor sees on a page: letters, links and pictures.
fn seen(dom: &Dom, id: Id, out: &mut Shown) {
    if look::unseen(dom, id).is_some() {
        return;
    }
    if let Data::Text(text) = dom.data(id) {
        out.add(text);
    }
    let href = dom.attribute(id, "href").trim();
    if dom.name(id) == "a" && !href.is_empty() {
        out.links.push(href.to_owned());
    }
    out.pictures
        .extend(look::picture_address(dom, id).map(str::to_owned));
    for child in dom.children(id) {
        seen(dom, *child, out);
    }
}

/// What is known of a page after mapping, the deliberately left out included.
fn known(draft: &Draft) -> Shown {
    let mut out = Shown::default();
    if let Some(crumbs) = &draft.breadcrumb {
        for (label, to) in &crumbs.links {
            out.add(label);
            out.add("//");
            out.links.push(to.clone());
        }
        out.add(&crumbs.label);
    }
    if draft.shows_title {
        out.add(draft.title.as_deref().unwrap_or_default());
    }
    let sections = draft.sections.iter().filter(|section| !section.hidden);
    for section in sections {
        out.text
            .extend(std::iter::repeat_n('.', section.characters as usize));
        // Of a drawing nothing is shown.
        if section.kind == "html" && section.from.starts_with("svg") {
            continue;
        }
        let fields = Value::Group(section.fields.clone());
        places(&fields, section.kind == "html", &mut out);
    }
    for note in &draft.left_out {
        out.add(note.text.as_deref().unwrap_or_default());
        match note.code.as_str() {
            "empty-link" | "placeholder-link" | "unsafe-link" | "nested-link" | "drawing" => {
                out.links.extend(note.targets.clone())
            }
            _ => out.pictures.extend(note.targets.clone()),
        }
    }
    out
}

/// Links and pictures of a field.
fn places(value: &Value, html: bool, out: &mut Shown) {
    match value {
        Value::Text(text) if html => {
            let dom = Dom::read(text, 1).unwrap();
            let mut inner = Shown::default();
            seen(&dom, 0, &mut inner);
            out.links.extend(inner.links);
            out.pictures.extend(inner.pictures);
        }
        Value::Text(text) => {
            let shown = markdown::shown(text);
            out.links.extend(shown.links);
            out.pictures.extend(shown.pictures);
        }
        Value::List(items) => items.iter().for_each(|item| places(item, html, out)),
        Value::Group(fields) => {
            if fields.get("hidden").and_then(Value::as_flag) == Some(true) {
                return;
            }
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("to", Value::Text(to)) => out.links.push(to.clone()),
                    ("image", Value::Text(to)) => out.pictures.push(to.clone()),
                    _ => places(value, html, out),
                }
            }
        }
        _ => {}
    }
}

/// How what is known of a page differs from what visitors saw of it; none when nothing was lost.
fn lost(html: &str, draft: &Draft) -> Option<String> {
    let dom = Dom::read(html, 1).ok()?;
    let mut before = Shown::default();
    seen(&dom, 0, &mut before);
    let mut after = known(draft);
    for list in [
        &mut before.links,
        &mut before.pictures,
        &mut after.links,
        &mut after.pictures,
    ] {
        list.sort();
    }
    let letters = (before.text.chars().count(), after.text.chars().count());
    let apart = |one: &[String], other: &[String]| {
        let mut rest = other.to_vec();
        let missing: Vec<String> = one
            .iter()
            .filter(|item| match rest.iter().position(|known| known == *item) {
                Some(at) => {
                    rest.remove(at);
                    false
                }
                None => true,
            })
            .cloned()
            .collect();
        (missing, rest)
    };
    let same =
        letters.0 == letters.1 && before.links == after.links && before.pictures == after.pictures;
    (!same).then(|| {
        format!(
            "letters {letters:?}, links {:?}, pictures {:?}",
            apart(&before.links, &after.links),
            apart(&before.pictures, &after.pictures)
        )
    })
}

const FIXTURE: &str = include_str!("fixture.html");

#[test]
fn every_shape_becomes_what_it_is() {
    let draft = draft(FIXTURE);
    insta::assert_snapshot!(outline(&draft));
    assert_eq!(lost(FIXTURE, &draft), None);
}

/// The same cases every time, so that a page nobody thought of stops no other work; a soak looks for more.
fn cases() -> ProptestConfig {
    let rng_seed = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => proptest::test_runner::RngSeed::Random,
        None => proptest::test_runner::RngSeed::Fixed(20_261_125),
    };
    ProptestConfig {
        rng_seed,
        ..ProptestConfig::default()
    }
}

#[test]
fn what_would_lead_elsewhere_or_run_is_listed() {
    let draft = draft(
        "<base href='https://example.com/'><meta http-equiv=refresh content='0;url=x'><p onclick=a()>b <a href='jav&#9;ascript:c'>d</a></p><script>e</script>",
    );
    let mut codes: Vec<(&str, u32)> = draft
        .left_out
        .iter()
        .map(|note| (note.code.as_str(), note.count))
        .collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            ("handler", 1),
            ("script", 1),
            ("technical", 2),
            ("unsafe-link", 1)
        ]
    );
    assert_eq!(draft.sections[0].fields["body"].as_text(), Some("b d"));
}

proptest! {
    #![proptest_config(cases())]

    /// However a page is broken, its letters, links and pictures are kept or listed.
    #[test]
    fn nothing_is_lost_of_broken_pages(edits in proptest::collection::vec((0.0..1.0f64, 0..60usize, 0..BITS.len(), proptest::bool::ANY), 1..8)) {
        let mut html = FIXTURE.to_owned();
        for (place, length, bit, cut) in edits {
            let at = html.floor_char_boundary((place * html.len() as f64) as usize);
            let end = if cut { html.floor_char_boundary((at + length).min(html.len())) } else { at };
            html.replace_range(at..end.max(at), BITS[bit]);
        }
        let draft = draft(&html);
        prop_assert_eq!(lost(&html, &draft), None, "{}\n{}", outline(&draft), html);
    }
}

/// What is put into broken pages.
const BITS: [&str; 30] = [
    "",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "</a>",
    "<a href=\"x.html\">",
    "<strong>",
    "</strong>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr><td>",
    "</table>",
    "<!--",
    "-->",
    "<h2>",
    "</h1>",
    "<label>",
    "<br><br>",
    "&nbsp;",
    "\"",
    "<",
    ">",
    "<span style=\"display:none\">",
    "<select><option>o",
    "<img src=\"y.png\">",
    "<div class=\"image-wrapper\">",
    "<aside>",
];

#[test]
#[ignore = "prints what becomes of pages in the folder TRUSTDESK_CORPUS"]
fn outlines_of_a_folder() {
    let folder = std::env::var("TRUSTDESK_CORPUS").unwrap();
    for file in walkdir::WalkDir::new(Path::new(&folder)).sort_by_file_name() {
        let file = file.unwrap();
        if !file.file_type().is_file() {
            continue;
        }
        let text = std::fs::read_to_string(file.path())
            .unwrap()
            .replace("\r\n", "\n");
        let text = text.trim_start_matches('\u{feff}');
        let body = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .map_or(text, |(_, body)| body);
        let draft = draft(body);
        println!("######## {}\n{}", file.path().display(), outline(&draft));
        if let Some(lost) = lost(body, &draft) {
            println!("LOST {} {lost}", file.path().display());
        }
    }
}
