//! Names of sections: those that the source gave, where a page may use them. Others have none, so that
//! pages keep the skeleton they had; languages pair their sections by kind and order.

use std::collections::HashSet;

use crate::page::is_name;
use crate::value::{Fields, Value};

use super::draft::Section;

/// Names for the sections of a page.
pub(super) fn of(sections: &[Section]) -> Vec<Option<String>> {
    let mut taken = HashSet::new();
    for section in sections {
        anchors(&section.fields, &mut taken);
    }
    let name = |section: &Section| {
        let id = section.id.as_deref().filter(|id| is_name(id))?;
        taken.insert(id.to_owned()).then(|| id.to_owned())
    };
    sections.iter().map(name).collect()
}

/// The anchors of headings in texts: `## Title {#anchor}`.
fn anchors(fields: &Fields, found: &mut HashSet<String>) {
    for value in fields.values() {
        match value {
            Value::Text(text) => {
                for after in text.split("{#").skip(1) {
                    let end = after.find(|c: char| c == '}' || c.is_whitespace());
                    found.extend(end.map(|end| after[..end].to_owned()));
                }
            }
            Value::Group(inner) => anchors(inner, found),
            Value::List(items) => {
                for item in items.iter().filter_map(Value::as_group) {
                    anchors(item, found);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_source_once() {
        let section = |id: Option<&str>, body: &str| Section {
            kind: "text",
            id: id.map(str::to_owned),
            aside: false,
            hidden: false,
            fields: Fields::from([("body".to_owned(), Value::Text(body.into()))]),
            from: String::new(),
            line: 1,
            characters: 0,
        };
        let names = of(&[
            section(None, "## A {#a}\n## B {#b .c}"),
            section(Some("overview"), ""),
            section(Some("b"), ""),
            section(Some("Odd Name"), ""),
            section(Some("overview"), ""),
        ]);
        let names: Vec<Option<&str>> = names.iter().map(Option::as_deref).collect();
        assert_eq!(names, [None, Some("overview"), None, None, None]);
    }
}
