//! What a site says about its words: names and terms of `glossary.toml`, words of `dictionary.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use crate::problem::Problem;
use crate::translation::Glossary;

mod dictionary;
mod terms;

pub use dictionary::with_word;
pub(super) use terms::{Terms, reason};

/// The site path of the dictionary: one word on each line.
pub const DICTIONARY: &str = "dictionary.txt";

/// The words of a site, as the rules need them.
#[derive(Debug, Default)]
pub struct Words {
    glossary: String,
    dictionary: String,
    names: Vec<String>,
    terms: Terms,
    /// Words that are spelled as they should be.
    known: HashSet<String>,
    /// Words that were not known: what may be meant by each, `None` for what may be a name.
    unknown: Mutex<HashMap<String, Option<Vec<String>>>>,
    problems: Vec<Problem>,
}

impl Words {
    /// From the texts of the two files; empty for a file that is not there.
    pub fn read(glossary: &str, dictionary: &str) -> Self {
        let mut names: Vec<String> = Glossary::read(glossary)
            .names()
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        names.sort_unstable();
        names.dedup();
        let (terms, problems) = Terms::read(glossary, &names);
        let mut known: HashSet<String> = dictionary::words(dictionary).map(str::to_owned).collect();
        // Each word of a name, and of what is written instead of something else.
        let written = names.iter().map(String::as_str).chain(terms.written());
        let letters = |c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’');
        known.extend(
            written
                .flat_map(|name| name.split(letters))
                .map(str::to_owned),
        );
        known.remove("");
        Self {
            glossary: glossary.to_owned(),
            dictionary: dictionary.to_owned(),
            names,
            terms,
            known,
            unknown: Mutex::default(),
            problems,
        }
    }

    /// Whether these words were read from the same texts.
    pub(super) fn are(&self, glossary: &str, dictionary: &str) -> bool {
        self.glossary == glossary && self.dictionary == dictionary
    }

    /// What is wrong with the glossary itself.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The names of the glossary, in every language.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The terms of the glossary.
    pub(super) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Whether the site says that a word is spelled like this.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.known.contains(word)
    }

    /// What may be meant by a word that is not known, `None` for what may be a name: as `judge` says at
    /// its first occurrence.
    pub(super) fn meant(
        &self,
        word: &str,
        judge: impl FnOnce() -> Option<Vec<String>>,
    ) -> Option<Vec<String>> {
        let unknown = || self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(judged) = unknown().get(word) {
            return judged.clone();
        }
        let judged = judge();
        unknown().insert(word.to_owned(), judged.clone());
        judged
    }
}
