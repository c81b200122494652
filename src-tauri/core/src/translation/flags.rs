//! What differs between a section and its translation although no language makes it differ.

use serde::Serialize;
use ts_rs::TS;

use crate::kinds::{Field, FieldKind};
use crate::value::{Fields, Value};
use crate::view::Step;

use super::facts::{Facts, is_wide};
use super::glossary::Glossary;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Flag {
    /// What differs: `number`, `date`, `link`, `mail`, `heading`, `table`, `picture`, `items`, `length`,
    /// `value`, `hidden`, `aside`, `kind`, `empty`, `untranslated`, `language`, `term`.
    pub code: String,
    /// The field; empty for the section itself.
    pub path: Vec<Step>,
    /// What the original says; empty when nothing.
    pub original: String,
    /// What the translation says; empty when nothing.
    pub translation: String,
    /// It was there when a person marked the section as in step.
    pub accepted: bool,
}

impl Flag {
    fn new(
        code: &str,
        path: &[Step],
        original: impl Into<String>,
        translation: impl Into<String>,
    ) -> Self {
        Self {
            code: code.to_owned(),
            path: path.to_owned(),
            original: original.into(),
            translation: translation.into(),
            accepted: false,
        }
    }

    /// The difference in one line, by which an accepted one is known again.
    pub fn line(&self) -> String {
        let path: Vec<String> = self
            .path
            .iter()
            .map(|step| match step {
                Step::Name(name) => name.clone(),
                Step::Index(i) => i.to_string(),
            })
            .collect();
        format!(
            "{} {}: {} | {}",
            self.code,
            path.join("."),
            self.original,
            self.translation
        )
    }
}

/// The two languages that are compared, and the names that must stand in both.
pub struct Languages<'a> {
    /// The original's locale.
    pub original: &'a str,
    /// The translation's locale.
    pub translation: &'a str,
    /// Names that must stand in both.
    pub glossary: &'a Glossary,
}

/// Every difference between the fields of two forms.
pub(super) fn compare(
    form: &[Field],
    original: &Fields,
    translation: &Fields,
    languages: &Languages<'_>,
) -> Vec<Flag> {
    let mut walk = Walk {
        languages,
        found: Vec::new(),
        texts: (String::new(), String::new()),
        first: None,
    };
    walk.group(form, original, translation, &mut Vec::new());
    let Walk {
        mut found,
        texts,
        first,
        ..
    } = walk;
    let terms = languages.glossary.differ(
        (languages.original, &texts.0),
        (languages.translation, &texts.1),
    );
    for (here, there) in terms {
        found.push(Flag::new(
            "term",
            first.as_deref().unwrap_or(&[]),
            here,
            there,
        ));
    }
    found
}

struct Walk<'a> {
    languages: &'a Languages<'a>,
    found: Vec<Flag>,
    /// All words of both sides, in which names are looked for.
    texts: (String, String),
    first: Option<Vec<Step>>,
}

impl Walk<'_> {
    fn group(&mut self, form: &[Field], a: &Fields, b: &Fields, path: &mut Vec<Step>) {
        for field in form {
            path.push(Step::Name(field.name.clone()));
            self.field(field, a.get(&field.name), b.get(&field.name), path);
            path.pop();
        }
    }

    fn field(&mut self, field: &Field, a: Option<&Value>, b: Option<&Value>, path: &mut Vec<Step>) {
        match field.kind {
            FieldKind::Text | FieldKind::Multiline => self.text(a, b, path, Facts::plain),
            FieldKind::Markdown | FieldKind::Html => self.text(a, b, path, Facts::markdown),
            FieldKind::List => self.list(field, a, b, path),
            FieldKind::Group => {
                let none = Fields::new();
                let of = |value: Option<&'_ Value>| value.and_then(Value::as_group).cloned();
                let (a, b) = (of(a), of(b));
                self.group(
                    &field.fields,
                    a.as_ref().unwrap_or(&none),
                    b.as_ref().unwrap_or(&none),
                    path,
                );
            }
            FieldKind::Link => self.link(a, b, path),
            FieldKind::Asset => {
                if is_empty(a) != is_empty(b) {
                    self.flag("picture", path, shown(a), shown(b));
                }
            }
            FieldKind::Flag => {
                let on = |value: Option<&Value>| value.and_then(Value::as_flag).unwrap_or(false);
                if on(a) != on(b) {
                    let code = if field.name == "hidden" {
                        "hidden"
                    } else {
                        "value"
                    };
                    let word = |on: bool| if on { "✓" } else { "" };
                    self.flag(code, path, word(on(a)), word(on(b)));
                }
            }
            FieldKind::Records | FieldKind::Lines => {
                let sorted = |value: Option<&Value>| {
                    let mut all: Vec<String> = value
                        .and_then(Value::as_list)
                        .unwrap_or(&[])
                        .iter()
                        .map(|item| shown(Some(item)))
                        .collect();
                    all.sort();
                    all
                };
                self.sets("value", path, &sorted(a), &sorted(b));
            }
            FieldKind::Number
            | FieldKind::Date
            | FieldKind::Choice
            | FieldKind::Record
            | FieldKind::Shared => {
                if shown(a) != shown(b) {
                    let code = if field.kind == FieldKind::Date {
                        "date"
                    } else {
                        "value"
                    };
                    self.flag(code, path, shown(a), shown(b));
                }
            }
        }
    }

    fn list(&mut self, field: &Field, a: Option<&Value>, b: Option<&Value>, path: &mut Vec<Step>) {
        let items = |value: Option<&Value>| value.and_then(Value::as_list).unwrap_or(&[]).to_vec();
        let (a, b) = (items(a), items(b));
        if a.len() != b.len() {
            // A hidden item is a draft that nobody sees; it may stand in one language only. Which item
            // is missing is for the person to see: comparing them in order would cry wolf.
            let (a, b) = (seen(&a), seen(&b));
            if a != b {
                self.flag("length", path, a.to_string(), b.to_string());
            }
            return;
        }
        for (i, (a, b)) in a.iter().zip(&b).enumerate() {
            path.push(Step::Index(u32::try_from(i).unwrap_or(u32::MAX)));
            if let (Some(a), Some(b)) = (a.as_group(), b.as_group()) {
                self.group(&field.fields, a, b, path);
            }
            path.pop();
        }
    }

    fn link(&mut self, a: Option<&Value>, b: Option<&Value>, path: &[Step]) {
        let (mut here, mut there) = (Facts::default(), Facts::default());
        here.link(&shown(a));
        there.link(&shown(b));
        if here != there {
            self.flag("link", path, shown(a), shown(b));
        }
    }

    fn text(
        &mut self,
        a: Option<&Value>,
        b: Option<&Value>,
        path: &[Step],
        read: fn(&str) -> Facts,
    ) {
        let (a, b) = (shown(a), shown(b));
        if a.trim().is_empty() != b.trim().is_empty() {
            self.flag("empty", path, start(&a), start(&b));
            return;
        }
        if a.trim().is_empty() {
            return;
        }
        let (here, there) = (read(&a), read(&b));
        self.first.get_or_insert_with(|| path.to_owned());
        self.texts.0 += &(here.plain.clone() + "\n");
        self.texts.1 += &(there.plain.clone() + "\n");
        if self.script(&here.plain, &there.plain, path) {
            // Nothing else is worth saying of a text that is still to be translated.
            return;
        }
        self.sets(
            "number",
            path,
            &here.numbers.missing_in(&there.numbers),
            &there.numbers.missing_in(&here.numbers),
        );
        self.dates(&here, &there, path);
        let only = |a: &std::collections::BTreeSet<String>,
                    b: &std::collections::BTreeSet<String>|
         -> Vec<String> { a.difference(b).cloned().collect() };
        for (code, a, b) in [
            ("link", &here.inside, &there.inside),
            ("link", &here.outside, &there.outside),
            ("mail", &here.mails, &there.mails),
        ] {
            self.sets(code, path, &only(a, b), &only(b, a));
        }
        self.headings(&here, &there, path);
        for (code, a, b) in [
            ("link", here.files, there.files),
            ("picture", here.pictures, there.pictures),
            ("items", here.items, there.items),
        ] {
            if a != b {
                self.flag(code, path, a.to_string(), b.to_string());
            }
        }
        if here.tables != there.tables {
            let rows = |tables: &[usize]| {
                tables
                    .iter()
                    .map(usize::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            self.flag("table", path, rows(&here.tables), rows(&there.tables));
        }
    }

    fn dates(&mut self, here: &Facts, there: &Facts, path: &[Step]) {
        let missing = |from: &Facts, to: &Facts| -> Vec<String> {
            let lone = from
                .dates
                .iter()
                .filter(|date| !to.dates.iter().any(|other| date.fits(other)))
                .filter(|date| date.day.is_some() || !to.months.contains(&date.month));
            lone.map(|date| date.written.trim().to_owned()).collect()
        };
        self.sets("date", path, &missing(here, there), &missing(there, here));
    }

    /// Headings belong together by anchor, those without one by place.
    fn headings(&mut self, here: &Facts, there: &Facts, path: &[Step]) {
        let lone = |from: &Facts, to: &Facts| -> Vec<String> {
            let known = |anchor: &String| {
                to.headings
                    .iter()
                    .any(|(other, _)| other.as_ref() == Some(anchor))
            };
            let without = from
                .headings
                .iter()
                .filter(|(anchor, _)| !anchor.as_ref().is_some_and(known));
            without.map(|(_, text)| text.clone()).collect()
        };
        let (a, b) = (lone(here, there), lone(there, here));
        let anchored = |facts: &Facts| facts.headings.iter().all(|(anchor, _)| anchor.is_some());
        if a.len() != b.len() || (anchored(here) && anchored(there)) {
            self.sets("heading", path, &a, &b);
        }
    }

    /// Whether a text is in the wrong language, or not translated at all.
    fn script(&mut self, here: &str, there: &str, path: &[Step]) -> bool {
        let wide = |tag: &str| matches!(tag.split('-').next(), Some("zh" | "ja" | "ko" | "yue"));
        let (from, to) = (
            wide(self.languages.original),
            wide(self.languages.translation),
        );
        if from != to {
            let same = here.split_whitespace().eq(there.split_whitespace());
            if same && says_much(here) {
                self.flag("untranslated", path, "", start(there));
                return true;
            }
        }
        for (text, wanted, mine) in [(here, from, true), (there, to, false)] {
            let signs = text.chars().filter(|c| is_wide(*c)).count();
            let letters = text
                .chars()
                .filter(|c| c.is_alphabetic() && !is_wide(*c))
                .count();
            let other = if wanted {
                signs == 0 && text.split_whitespace().count() >= 6 && letters > 20
            } else {
                signs * 2 > letters.max(4)
            };
            if other {
                let (a, b) = if mine {
                    (start(text), String::new())
                } else {
                    (String::new(), start(text))
                };
                self.flag("language", path, a, b);
                return true;
            }
        }
        false
    }

    fn sets(&mut self, code: &str, path: &[Step], a: &[String], b: &[String]) {
        if a != b {
            let join = |of: &[String], other: &[String]| {
                of.iter()
                    .filter(|one| !other.contains(one))
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            self.flag(code, path, join(a, b), join(b, a));
        }
    }

    fn flag(
        &mut self,
        code: &str,
        path: &[Step],
        original: impl Into<String>,
        translation: impl Into<String>,
    ) {
        self.found
            .push(Flag::new(code, path, original, translation));
    }
}

/// What two blocks themselves say: kind, hidden, beside the text.
pub(super) fn of_blocks(a: &crate::page::Block, b: &crate::page::Block) -> Vec<Flag> {
    let mut found = Vec::new();
    if a.kind != b.kind {
        found.push(Flag::new("kind", &[], &*a.kind, &*b.kind));
    }
    for flag in ["hidden", "aside"] {
        let word = |on: bool| if on { "✓" } else { "" };
        if a.has(flag) != b.has(flag) {
            found.push(Flag::new(flag, &[], word(a.has(flag)), word(b.has(flag))));
        }
    }
    found
}

/// Whether a text has enough words of its own that two languages cannot share it by chance.
fn says_much(text: &str) -> bool {
    let wide = text.chars().filter(|c| is_wide(*c)).count();
    let words = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() > 1 && word.chars().any(char::is_lowercase));
    wide >= 4 || words.count() >= 2
}

/// How many items are not hidden.
fn seen(items: &[Value]) -> usize {
    let hidden = |item: &&Value| {
        let flag = item.as_group().and_then(|fields| fields.get("hidden"));
        flag.and_then(Value::as_flag).unwrap_or(false)
    };
    items.iter().filter(|item| !hidden(item)).count()
}

fn is_empty(value: Option<&Value>) -> bool {
    shown(value).is_empty()
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(other) => match other.to_json() {
            serde_json::Value::String(text) => text,
            json => json.to_string(),
        },
    }
}

/// The beginning of a text, to name it by.
fn start(text: &str) -> String {
    let line = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .trim();
    if line.chars().count() <= 60 {
        return line.to_owned();
    }
    line.chars().take(59).chain(['…']).collect()
}
