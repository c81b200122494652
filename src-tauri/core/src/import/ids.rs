//! Names of sections: those of the source where they fit, else by kind, the same in every language.

use std::collections::{BTreeMap, HashSet};

use crate::value::{Fields, Value};

use super::draft::Section;

/// Names for the sections of a page. `like` are those of the same page in another language, used where
/// both pages are made of the same kinds in the same order.
pub(super) fn of(sections: &[Section], like: Option<&[(&'static str, String)]>) -> Vec<String> {
    let mut taken = HashSet::new();
    for section in sections {
        anchors(&section.fields, &mut taken);
    }
    let given: Vec<Option<&str>> = sections
        .iter()
        .map(|section| {
            let id = section.id.as_deref().filter(|id| is_name(id))?;
            taken.insert(id.to_owned()).then_some(id)
        })
        .collect();
    let like = like.filter(|like| {
        like.len() == sections.len() && like.iter().zip(sections).all(|(l, s)| l.0 == s.kind)
    });
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names = Vec::new();
    for (i, section) in sections.iter().enumerate() {
        let count = counts.entry(section.kind).or_default();
        *count += 1;
        let name = match (given[i], like.map(|like| &like[i].1)) {
            (Some(id), _) => id.to_owned(),
            (None, Some(id)) if taken.insert(id.clone()) => id.clone(),
            _ => free(section.kind, *count, &mut taken),
        };
        names.push(name);
    }
    names
}

/// `kind`, `kind-2`, … as far as needed.
fn free(kind: &str, count: usize, taken: &mut HashSet<String>) -> String {
    let mut n = count;
    loop {
        let name = if n == 1 {
            kind.to_owned()
        } else {
            format!("{kind}-{n}")
        };
        if taken.insert(name.clone()) {
            return name;
        }
        n += 1;
    }
}

/// Whether a page may call a section so.
pub(super) fn is_name(id: &str) -> bool {
    id.len() <= 64
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The anchors of headings in texts: `## Title {#anchor}`.
fn anchors(fields: &Fields, found: &mut HashSet<String>) {
    for value in fields.values() {
        match value {
            Value::Text(text) => {
                for (_, after) in text
                    .match_indices("{#")
                    .map(|(at, mark)| text.split_at(at + mark.len()))
                {
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

    fn section(kind: &'static str, id: Option<&str>, body: &str) -> Section {
        Section {
            kind,
            id: id.map(str::to_owned),
            aside: false,
            hidden: false,
            fields: Fields::from([("body".to_owned(), Value::Text(body.into()))]),
            from: String::new(),
            line: 1,
            characters: 0,
        }
    }

    #[test]
    fn names_are_unique_and_agree() {
        let one = [
            section("text", None, "## A {#text-2}\n## B {#b .c}"),
            section("text", Some("overview"), ""),
            section("text", Some("b"), ""),
            section("text", Some("Odd Name"), ""),
            section("links", Some("overview"), ""),
        ];
        let names = of(&one, None);
        assert_eq!(names, ["text", "overview", "text-3", "text-4", "links"]);
        let like: Vec<(&'static str, String)> = one.iter().map(|s| s.kind).zip(names).collect();
        let other: Vec<Section> = one.iter().map(|s| section(s.kind, None, "")).collect();
        assert_eq!(
            of(&other, Some(&like)),
            ["text", "overview", "text-3", "text-4", "links"]
        );
        assert_eq!(of(&other[..2], Some(&like)), ["text", "text-2"]);
    }
}
