//! Terms of `glossary.toml`: names as they are written, words that a site prefers, words it avoids.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::message::Message;
use crate::model::Localised;
use crate::page;
use crate::problem::Problem;
use crate::rule;
use crate::say;
use crate::translation::GLOSSARY;
use crate::value::{Fields, Value};

/// The terms of a site.
#[derive(Debug, Default)]
pub(in crate::check) struct Terms {
    names: Finder,
    preferred: Vec<Preferred>,
    preferred_finder: Finder,
    avoided: Vec<Avoided>,
    avoided_finder: Finder,
}

/// A word that a site writes in place of another.
#[derive(Debug)]
pub(in crate::check) struct Preferred {
    /// The other.
    was: String,
    /// What is written, by locale; the empty locale for all.
    with: BTreeMap<String, String>,
    /// Why, if the glossary says so.
    pub(in crate::check) why: Localised,
}

/// A word that a site does not use.
#[derive(Debug)]
pub(in crate::check) struct Avoided {
    word: String,
    /// Why, or what to write.
    pub(in crate::check) why: Localised,
}

/// Finds words in a text, whatever the case of their letters.
#[derive(Debug, Default)]
struct Finder(Option<AhoCorasick>);

impl Finder {
    fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let words: Vec<&str> = words.collect();
        if words.is_empty() {
            return Self(None);
        }
        let all = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(words);
        Self(all.ok())
    }

    /// Where its words stand in a text, as words of their own.
    fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        let all = self.0.iter().flat_map(move |all| all.find_iter(text));
        all.map(|hit| (hit.pattern().as_usize(), hit.range()))
            .filter(|(_, range)| stands_alone(text, range))
    }
}

impl Terms {
    /// Reads the tables `[prefer]` and `[avoid]`; `names` are those of `[terms]`.
    pub(super) fn read(glossary: &str, names: &[String]) -> (Self, Vec<Problem>) {
        let fields = match page::read_fields(glossary) {
            Ok(fields) => fields,
            Err(fault) => {
                let problem = Problem::new(&rule::GLOSSARY, GLOSSARY, fault.message, fault.hint);
                return (Self::default(), vec![problem.at(fault.line, fault.column)]);
            }
        };
        let mut problems = Vec::new();
        for name in fields.keys() {
            if !matches!(name.as_str(), "terms" | "prefer" | "avoid") {
                let message = say!("The glossary has no part “{name}”", name);
                let hint = say!("Its parts are [terms], [prefer] and [avoid].");
                problems.push(Problem::new(&rule::GLOSSARY, GLOSSARY, message, hint));
            }
        }
        let preferred = table(&fields, "prefer", &mut problems, preferred);
        let avoided = table(&fields, "avoid", &mut problems, |word, value| {
            let (word, why) = (word.to_owned(), localised(value)?);
            Some(Avoided { word, why })
        });
        let terms = Self {
            names: Finder::of(names.iter().map(String::as_str)),
            preferred_finder: Finder::of(preferred.iter().map(|term| term.was.as_str())),
            avoided_finder: Finder::of(avoided.iter().map(|term| term.word.as_str())),
            preferred,
            avoided,
        };
        (terms, problems)
    }

    /// What is written in place of something else, in every language.
    pub(super) fn written(&self) -> impl Iterator<Item = &str> {
        let all = self.preferred.iter().flat_map(|term| term.with.values());
        all.map(String::as_str)
    }

    /// Where names stand in a text, in whatever letters: the number of the name among all.
    pub(in crate::check) fn names_in<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        self.names.find(text)
    }

    /// Where words stand in a text of `locale` that the site replaces, and with what.
    pub(in crate::check) fn preferred_in<'t>(
        &'t self,
        text: &'t str,
        locale: &'t str,
    ) -> impl Iterator<Item = (&'t Preferred, Range<usize>, String)> + 't {
        self.preferred_finder
            .find(text)
            .filter_map(move |(i, range)| {
                let term = &self.preferred[i];
                let with = term.with.get(locale).or_else(|| term.with.get(""))?;
                let was = &text[range.clone()];
                // A term that differs only in capital letters is about them.
                let same = was == with || (term.was.eq_ignore_ascii_case(with) && was != term.was);
                (!same && !is_within(text, &range, with))
                    .then(|| (term, range, like(was, with, term)))
            })
    }

    /// Where words stand in a text that the site avoids.
    pub(in crate::check) fn avoided_in<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = (&'t Avoided, Range<usize>)> + 't {
        let all = self.avoided_finder.find(text);
        all.map(|(i, range)| (&self.avoided[i], range))
    }
}

/// Reads one table; an entry that cannot be used is a problem.
fn table<T>(
    fields: &Fields,
    name: &str,
    problems: &mut Vec<Problem>,
    read: impl Fn(&str, &Value) -> Option<T>,
) -> Vec<T> {
    let mut all = Vec::new();
    let entries = fields.get(name).and_then(Value::as_group);
    for (word, value) in entries.into_iter().flatten() {
        match read(word, value) {
            Some(entry) if !word.trim().is_empty() => all.push(entry),
            _ => {
                let message = say!("What the glossary says of “{word}” cannot be used", word);
                let hint = say!("Write a text in quotation marks, or one for each language.");
                problems.push(Problem::new(&rule::GLOSSARY, GLOSSARY, message, hint));
            }
        }
    }
    all
}

fn preferred(word: &str, value: &Value) -> Option<Preferred> {
    let mut with = BTreeMap::new();
    let mut why = Localised::default();
    match value {
        Value::Text(text) => {
            with.insert(String::new(), text.clone());
        }
        Value::Group(each) => {
            for (locale, value) in each {
                if locale == "why" {
                    why = localised(value)?;
                } else {
                    with.insert(locale.clone(), value.as_text()?.to_owned());
                }
            }
        }
        _ => return None,
    }
    let empty = with.is_empty() || with.values().any(|text| text.trim().is_empty());
    (!empty).then(|| Preferred {
        was: word.to_owned(),
        with,
        why,
    })
}

fn localised(value: &Value) -> Option<Localised> {
    match value {
        Value::Text(text) => Some(Localised::One(text.clone())),
        Value::Group(each) => each
            .iter()
            .map(|(locale, text)| Some((locale.clone(), text.as_text()?.to_owned())))
            .collect::<Option<_>>()
            .map(Localised::Each),
        _ => None,
    }
}

/// A reason of the glossary as a message, or another one where it gives none.
pub(in crate::check) fn reason(why: &Localised, otherwise: Message) -> Message {
    let reason = Message::of_site(why);
    if reason.is_empty() { otherwise } else { reason }
}

/// The words that are meant, with a capital letter at the start where the others had one.
fn like(was: &str, with: &str, term: &Preferred) -> String {
    let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    if capital(was) && !capital(&term.was) {
        let mut letters = with.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        return first.chain(letters).collect();
    }
    with.to_owned()
}

/// Whether what stands at `range` is part of the words that are meant.
fn is_within(text: &str, range: &Range<usize>, with: &str) -> bool {
    let was = &text[range.clone()];
    with.match_indices(was).any(|(at, _)| {
        let whole = range.start.checked_sub(at);
        whole.is_some_and(|start| text.get(start..).is_some_and(|rest| rest.starts_with(with)))
    })
}

/// Whether Latin letters at a range are a word of their own, no part of an address or another word.
pub(in crate::check) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let words = &text[range.clone()];
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let joins = |c: Option<char>| c.is_some_and(|c| matches!(c, '.' | '-'));
    let path = |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '\\' | '_' | '@' | '#'));
    let mut before = text[..range.start].chars().rev();
    let mut after = text[range.end..].chars();
    let (b1, b2) = (before.next(), before.next());
    let (a1, a2) = (after.next(), after.next());
    let joined =
        |c: Option<char>, next: Option<char>| latin(c) || path(c) || (joins(c) && latin(next));
    let starts = latin(words.chars().next()) && joined(b1, b2);
    let ends = latin(words.chars().next_back()) && joined(a1, a2);
    !starts && !ends
}
