//! Pages by rules: what becomes what, and that nothing is lost.

use std::fmt::Write as _;
use std::path::Path;

use crate::import::draft::Section;
use crate::value::Value;

use super::look::squeezed;
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

/// Letters of a page that nobody finds again, compared with what visitors saw.
fn lost(html: &str, draft: &Draft) -> Option<String> {
    let dom = Dom::read(html, 1).ok()?;
    let seen = squeezed(&look::text(&dom, 0));
    let breadcrumb = draft.breadcrumb.as_ref().map_or(0, |crumbs| {
        let labels: String = crumbs
            .links
            .iter()
            .map(|(label, _)| label.as_str())
            .collect();
        squeezed(&labels).chars().count()
            + squeezed(&crumbs.label).chars().count()
            + 2 * crumbs.links.len()
    });
    let title = if draft.shows_title {
        draft
            .title
            .as_deref()
            .map_or(0, |title| squeezed(title).chars().count())
    } else {
        0
    };
    let sections: usize = draft
        .sections
        .iter()
        .filter(|section| !section.hidden)
        .map(|section| section.characters as usize)
        .sum();
    let left: usize = draft
        .left_out
        .iter()
        .filter_map(|note| note.text.as_deref())
        .map(|text| squeezed(text).chars().count())
        .sum();
    let kept = breadcrumb + title + sections + left;
    (seen.chars().count() != kept).then(|| format!("{} characters were seen, {kept} are known: breadcrumb {breadcrumb}, title {title}, sections {sections}, left out {left}", seen.chars().count()))
}

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
