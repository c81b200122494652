//! Front matter: what a page says of itself above its text, in YAML or TOML.

use std::panic::{AssertUnwindSafe, catch_unwind};

use saphyr_parser::{Event, Parser};

use crate::model::Date;
use crate::page;
use crate::say;
use crate::value::{Value, fields_to_json};

use super::report::Note;

/// Longer front matter is not looked at, in bytes.
const LONGEST: usize = 64 * 1024;
/// Values that lie deeper in each other are not looked at.
const DEEPEST: usize = 16;

/// What stands above the text of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Front {
    /// Whether there is any.
    pub(super) is_there: bool,
    /// The layout that the existing site puts around it.
    pub(super) layout: Option<String>,
    /// Its title.
    pub(super) title: Option<String>,
    /// What it is about.
    pub(super) summary: Option<String>,
    /// Its day.
    pub(super) date: Option<Date>,
    /// Where the existing site serves it.
    pub(super) permalink: Option<String>,
    /// Its language.
    pub(super) lang: Option<String>,
    /// Not published.
    pub(super) hidden: bool,
    /// Everything else, as lines of YAML.
    pub(super) rest: String,
    /// Why it could not be read.
    pub(super) fault: Option<Note>,
}

/// A page divided into front matter and text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Divided<'a> {
    pub(super) front: Front,
    /// What follows.
    pub(super) text: &'a str,
    /// The line that it begins on, from 1.
    pub(super) line: u32,
}

/// Divides a page, whose lines end with LF.
pub(super) fn divide(page: &str) -> Divided<'_> {
    let whole = Divided {
        front: Front::default(),
        text: page,
        line: 1,
    };
    let Some((first, after)) = page.split_once('\n') else {
        return whole;
    };
    let ends: &[&str] = match first.trim_end() {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        _ => return whole,
    };
    let (mut at, mut line) = (0, 2);
    for one in after.split_inclusive('\n') {
        if ends.contains(&one.trim_end()) {
            let source = &after[..at];
            let mut front = if ends.len() == 1 {
                toml(source)
            } else {
                yaml(source)
            };
            front.is_there = true;
            return Divided {
                front,
                text: &after[at + one.len()..],
                line: line + 1,
            };
        }
        at += one.len();
        line += 1;
    }
    whole
}

/// One key at the top of YAML: its name, the line it is on from 0, and its value when that is plain.
#[derive(Debug, PartialEq)]
struct Key {
    name: String,
    line: usize,
    value: Option<String>,
}

fn yaml(source: &str) -> Front {
    let keys = catch_unwind(AssertUnwindSafe(|| keys(source)))
        .unwrap_or_else(|_| Err("it cannot be read".to_owned()));
    let mut front = Front::default();
    let keys = keys.unwrap_or_else(|reason| {
        front.fault = Some(fault(source, &reason));
        plain_keys(source)
    });
    let lines: Vec<&str> = source.split_inclusive('\n').collect();
    let broken = front.fault.is_some();
    for (i, key) in keys.iter().enumerate() {
        let known = key
            .value
            .as_deref()
            .is_some_and(|value| front.take(&key.name, value));
        if known || broken {
            continue;
        }
        let end = keys.get(i + 1).map_or(lines.len(), |next| next.line);
        for line in &lines[key.line.min(end)..end] {
            front.rest.push_str(line);
        }
    }
    front.rest.truncate(front.rest.trim_end().len());
    front
}

/// The keys at the top of a YAML mapping.
fn keys(source: &str) -> Result<Vec<Key>, String> {
    if source.len() > LONGEST {
        return Err("it is longer than 64 KB".into());
    }
    let (mut keys, mut depth, mut name) = (Vec::<Key>::new(), 0, None);
    for event in Parser::new_from_str(source) {
        let (event, span) = event.map_err(|e| e.to_string())?;
        let begins = matches!(event, Event::MappingStart(..) | Event::SequenceStart(..));
        let anchor = match event {
            Event::Scalar(_, _, id, _)
            | Event::MappingStart(id, _)
            | Event::SequenceStart(id, _) => id,
            Event::Alias(_) => 1,
            _ => 0,
        };
        if anchor > 0 {
            return Err("it refers from one value to another, which is not followed".into());
        }
        let value = match &event {
            Event::Scalar(text, ..) => Some(text.to_string()),
            _ if begins => None,
            Event::MappingEnd | Event::SequenceEnd => {
                depth -= 1;
                continue;
            }
            _ => continue,
        };
        let list = matches!(event, Event::SequenceStart(..));
        if depth == 0 && (list || value.as_ref().is_some_and(|text| !text.is_empty())) {
            return Err("it is no list of names with values".into());
        }
        if depth == 1 {
            match (name.take(), value) {
                (None, Some(key)) if keys.iter().any(|known: &Key| known.name == key) => {
                    return Err(format!("“{key}” stands there twice"));
                }
                (None, Some(key)) => name = Some((key, span.start.line().saturating_sub(1))),
                (None, None) => return Err("a name in it is no plain text".into()),
                (Some((name, line)), value) => keys.push(Key { name, line, value }),
            }
        }
        depth += usize::from(begins);
        if depth > DEEPEST {
            return Err("its values lie too deep in each other".into());
        }
    }
    // In braces on one line there are no lines to keep.
    let apart = keys.windows(2).all(|pair| pair[0].line < pair[1].line);
    apart
        .then_some(keys)
        .ok_or_else(|| "several names stand on one line".into())
}

/// What can be read of broken YAML: lines that name a plain value.
fn plain_keys(source: &str) -> Vec<Key> {
    let lines = source.lines().enumerate().take(1_000);
    lines
        .filter_map(|(line, text)| {
            let (name, value) = text.split_once(':')?;
            let value = value.trim().trim_matches(['"', '\'']);
            let plain = !name.is_empty() && !name.starts_with([' ', '-', '#']);
            (plain && !value.is_empty()).then(|| Key {
                name: name.to_owned(),
                line,
                value: Some(value.to_owned()),
            })
        })
        .collect()
}

fn toml(source: &str) -> Front {
    let mut front = Front::default();
    let fields = match page::read_fields(source) {
        Ok(fields) if source.len() <= LONGEST => fields,
        Ok(_) => return front,
        Err(found) => {
            front.fault = Some(fault(source, &found.message.to_string()));
            return front;
        }
    };
    let mut rest = crate::value::Fields::new();
    for (name, value) in fields {
        let plain = match &value {
            Value::Text(text) => Some(text.clone()),
            Value::Date(date) => Some(date.to_string()),
            Value::Flag(flag) => Some(flag.to_string()),
            _ => None,
        };
        if !plain.is_some_and(|plain| front.take(&name, &plain)) {
            rest.insert(name, value);
        }
    }
    if let serde_json::Value::Object(rest) = fields_to_json(&rest) {
        // Names are written as YAML in quotes, values as JSON, which is YAML too.
        let lines = rest.iter().map(|(name, value)| {
            let name = serde_json::Value::from(name.as_str());
            format!("{name}: {value}")
        });
        front.rest = lines.collect::<Vec<_>>().join("\n");
    }
    front
}

fn fault(source: &str, reason: &str) -> Note {
    Note {
        text: Some(source.trim_end().to_owned()),
        ..Note::plain(
            "front-matter",
            say!(
                "The settings above the text could not be read: {reason}. See if title and layout are right.",
                reason
            ),
            1,
        )
    }
}

impl Front {
    /// Takes a value that this program has a place for; `false` when it has none, or not for all of it.
    fn take(&mut self, name: &str, value: &str) -> bool {
        let text = || Some(value.trim().to_owned()).filter(|text| !text.is_empty());
        match name {
            "layout" => self.layout = text(),
            "title" => self.title = text(),
            "description" | "summary" if self.summary.is_none() => self.summary = text(),
            "lang" | "language" | "locale" => self.lang = text(),
            "draft" => self.hidden |= value == "true",
            "published" => self.hidden |= value == "false",
            "permalink" | "url" => {
                self.permalink = text();
                return false;
            }
            "date" => {
                self.date = value.get(..10).and_then(Date::parse);
                return self.date.is_some() && value.len() == 10;
            }
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(page: &str) -> Front {
        divide(page).front
    }

    #[test]
    fn yaml_is_divided_and_what_is_not_known_stays_as_it_was() {
        let page = "---\nlayout: Company\ntitle: \"A: b\"\n# kept\ntags:\n  - one # two\n  - {a: b}\ndate: 2024-03-01\nextra: 'x'\n---\n<div>\n";
        let divided = divide(page);
        assert_eq!((divided.text, divided.line), ("<div>\n", 11));
        let front = divided.front;
        assert_eq!(front.layout.as_deref(), Some("Company"));
        assert_eq!(front.title.as_deref(), Some("A: b"));
        assert_eq!(front.date, Date::parse("2024-03-01"));
        assert_eq!(front.rest, "tags:\n  - one # two\n  - {a: b}\nextra: 'x'");
        assert_eq!(front.fault, None);
    }

    #[test]
    fn toml_is_divided_too() {
        let page =
            "+++\ntitle = \"A\"\ndraft = true\nweight = 3\n[extra]\na = [1, \"b\"]\n+++\n# A\n";
        let divided = divide(page);
        assert_eq!((divided.text, divided.line), ("# A\n", 8));
        assert!(divided.front.hidden);
        assert_eq!(
            divided.front.rest,
            "\"weight\": 3\n\"extra\": {\"a\":[1,\"b\"]}"
        );
        assert_eq!(keys(&divided.front.rest).map(|keys| keys.len()), Ok(2));
    }

    #[test]
    fn pages_without_front_matter_are_left_alone() {
        for page in [
            "",
            "---",
            "---\na: b\n",
            "<p>---</p>\n---\n",
            "----\na: b\n---\n",
        ] {
            let divided = divide(page);
            assert_eq!((divided.text, divided.line), (page, 1), "{page}");
            assert!(!divided.front.is_there);
        }
        assert_eq!(divide("---\n---\n<p>").text, "<p>");
        assert_eq!(divide("---\n---\n<p>").front.fault, None);
    }

    #[test]
    fn what_cannot_be_read_is_said_and_kept() {
        for (yaml, title) in [
            ("title: A: b\nlayout: Company\n", "A: b"),
            ("title: A\nother: &x [1]\nmore: *x\n", "A"),
            ("title: A\ntitle: B\n", "B"),
            ("title: A\n\tb: c\n", "A"),
        ] {
            let front = front(&format!("---\n{yaml}---\n"));
            let fault = front.fault.expect(yaml);
            assert_eq!(fault.text.as_deref(), Some(yaml.trim_end()));
            assert_eq!(front.title.as_deref(), Some(title), "{yaml}");
        }
        let deep = format!("---\na: {}\n---\n", "[".repeat(10_000));
        assert!(front(&deep).fault.is_some());
        let long = format!("---\na: {}\n---\n", "x".repeat(LONGEST));
        assert!(front(&long).fault.is_some());
        assert!(front("+++\na = \n+++\n").fault.is_some());
        assert!(front("---\n- a\n- b\n---\n").fault.is_some());
    }
}
