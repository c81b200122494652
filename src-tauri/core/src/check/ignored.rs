//! Problems that a person looked at and called none, each with a reason: `state/ignored.toml`. What was
//! ignored comes back when the words that it is about change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{Date, day};
use crate::problem::{Problem, Severity};
use crate::store::Hash;

/// The site path of the list.
pub const FILE: &str = "state/ignored.toml";

/// One problem that is ignored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Ignored {
    /// The code of its rule.
    pub rule: String,
    /// Site path of the file that it was found in.
    pub file: String,
    /// A digest of the words that it is about.
    pub digest: String,
    /// What was said of it, in English, for people who read the file.
    pub problem: String,
    /// Why it is none.
    pub reason: String,
    /// Who said so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// When.
    #[serde(with = "day")]
    #[ts(as = "String")]
    pub on: Date,
}

/// All problems that are ignored in a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    entries: Vec<Ignored>,
    /// The entry of each problem.
    known: BTreeMap<(String, String, String), usize>,
    /// Whether the file could be read.
    pub broken: bool,
}

#[derive(Serialize, Deserialize, Default)]
struct File {
    #[serde(default)]
    ignored: Vec<Ignored>,
}

/// What was found, divided into what counts and what is ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Divided {
    /// What counts.
    pub open: Vec<Problem>,
    /// What is ignored, each with its entry.
    pub ignored: Vec<(Problem, Ignored)>,
}

impl Ignored {
    /// The entry that makes `problem` one that is ignored.
    pub fn new(problem: &Problem, reason: &str, by: &str, on: Date) -> Self {
        Self {
            rule: problem.code.clone(),
            file: problem.place.file.clone(),
            digest: digest(problem),
            problem: problem.message.to_string(),
            reason: reason.trim().to_owned(),
            by: by.trim().to_owned(),
            on,
        }
    }

    fn key(&self) -> (String, String, String) {
        (self.rule.clone(), self.file.clone(), self.digest.clone())
    }
}

impl List {
    /// Reads the file; a broken one ignores nothing.
    pub fn read(toml: &str) -> Self {
        match toml::from_str::<File>(toml) {
            Ok(file) => Self::of(file.ignored),
            Err(_) => Self {
                broken: true,
                ..Self::default()
            },
        }
    }

    fn of(entries: Vec<Ignored>) -> Self {
        let known = entries.iter().enumerate().map(|(i, one)| (one.key(), i));
        Self {
            known: known.collect(),
            entries,
            broken: false,
        }
    }

    /// The same with more entries, or another reason for one that is there.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = Ignored>) -> Self {
        let more: Vec<Ignored> = more.into_iter().collect();
        let again = |one: &Ignored| more.iter().any(|new| new.key() == one.key());
        let kept = self.entries.iter().filter(|one| !again(one)).cloned();
        let mut entries: Vec<Ignored> = kept.chain(more.iter().cloned()).collect();
        entries.sort_by_key(Ignored::key);
        Self::of(entries)
    }

    /// The same without some entries.
    #[must_use]
    pub fn without(&self, some: &[Ignored]) -> Self {
        let gone = |one: &&Ignored| some.iter().any(|other| other.key() == one.key());
        Self::of(
            self.entries
                .iter()
                .filter(|one| !gone(one))
                .cloned()
                .collect(),
        )
    }

    /// The text of the file; `None` when nothing is ignored.
    pub fn text(&self) -> Option<String> {
        let file = File {
            ignored: self.entries.clone(),
        };
        // A list of plain texts can always be written.
        (!self.entries.is_empty()).then(|| toml::to_string(&file).unwrap_or_default())
    }

    /// The entry of a problem. What must be fixed is never ignored.
    pub fn entry(&self, problem: &Problem) -> Option<&Ignored> {
        if problem.severity == Severity::Blocker || self.known.is_empty() {
            return None;
        }
        let key = (
            problem.code.clone(),
            problem.place.file.clone(),
            digest(problem),
        );
        self.known.get(&key).map(|i| &self.entries[*i])
    }

    /// Divides what was found.
    pub fn divide(&self, problems: Vec<Problem>) -> Divided {
        let mut divided = Divided::default();
        for problem in problems {
            match self.entry(&problem) {
                Some(entry) => divided.ignored.push((problem, entry.clone())),
                None => divided.open.push(problem),
            }
        }
        divided
    }

    /// What counts of what was found.
    pub fn open(&self, problems: Vec<Problem>) -> Vec<Problem> {
        if self.entries.is_empty() {
            return problems;
        }
        self.divide(problems).open
    }
}

/// A digest of the words that a problem is about: a change of anything else leaves it.
fn digest(problem: &Problem) -> String {
    let words = match &problem.about {
        Some(about) => format!("{}\n{about}", problem.message),
        None => problem.message.to_string(),
    };
    let mut text = Hash::of(words.as_bytes()).to_string();
    text.truncate(32);
    text
}

#[cfg(test)]
mod tests {
    use crate::rule;
    use crate::say;

    use super::*;

    fn problem(about: &str) -> Problem {
        let message = say!("There is more than one space between two words");
        let hint = say!("Keep one of them.");
        let mut problem = Problem::new(&rule::DOUBLE_SPACE, "pages/en/index.md", message, hint);
        problem.about = Some(about.to_owned());
        problem
    }

    #[test]
    fn what_is_ignored_comes_back_when_its_words_change() {
        let day = Date::parse("2026-11-26").expect("a date");
        let list =
            List::default().with([Ignored::new(&problem("One  two."), "A poem", "Ada", day)]);
        let again = List::read(&list.text().expect("a text"));
        assert_eq!(again, list);
        let mut moved = problem("One  two.");
        moved.place.section = Some(7);
        assert_eq!(
            again.entry(&moved).map(|e| e.reason.as_str()),
            Some("A poem")
        );
        assert_eq!(
            again.open(vec![moved.clone(), problem("One  three.")]),
            [problem("One  three.")]
        );
        assert!(again.without(&again.entries).text().is_none());
        moved.severity = Severity::Blocker;
        assert!(again.entry(&moved).is_none());
    }

    #[test]
    fn a_broken_list_ignores_nothing_and_says_so() {
        let list = List::read("ignored = 3");
        assert!(list.broken && list.entry(&problem("x")).is_none());
    }
}
