//! The English dictionary: whether a word is spelled as it should be, and what may have been meant.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use spellbook::Dictionary;

const RULES: &str = include_str!("../../dictionaries/en.aff");
const WORDS: &str = include_str!("../../dictionaries/en.dic");
const TRADE: &str = include_str!("../../dictionaries/trade.txt");
const NAMES: &str = include_str!("../../dictionaries/names.txt");

/// Read at the first word that is looked up, which takes about 25 ms and 5 MB.
static ENGLISH: LazyLock<Option<Dictionary>> = LazyLock::new(read);

/// How many words each thread remembers, so that looking up a page again costs little.
const REMEMBERED: usize = 1 << 15;

/// How many different words suggestions are made for, at about half a millisecond each. A site with
/// more of them is in another language than it says, and none would help.
const SUGGESTED: usize = 1_000;

/// At most so many suggestions for a word.
pub(super) const OFFERED: usize = 5;

/// Whether texts in a language can be checked for their spelling. Chinese has no dictionary of that
/// kind: there the glossary and the rules of punctuation help.
pub fn is_spelled(locale: &str) -> bool {
    locale.split('-').next() == Some("en")
}

/// Well-known names as they are written.
pub(super) fn names<'a>() -> impl Iterator<Item = &'a str> {
    lines(NAMES)
}

/// Whether a word of letters, in this spelling, is one.
pub(super) fn knows(word: &str) -> bool {
    thread_local! {
        static SEEN: RefCell<HashMap<Box<str>, bool>> = RefCell::default();
    }
    SEEN.with_borrow_mut(|seen| {
        if let Some(known) = seen.get(word) {
            return *known;
        }
        let known = ENGLISH.as_ref().is_none_or(|english| english.check(word));
        if seen.len() >= REMEMBERED {
            seen.clear();
        }
        seen.insert(word.into(), known);
        known
    })
}

/// What may have been meant by a word that is none, the likeliest first.
pub(super) fn suggestions(word: &str) -> Vec<String> {
    static MADE: LazyLock<Mutex<HashMap<String, Vec<String>>>> = LazyLock::new(Mutex::default);
    let made = || MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = made().get(word) {
        return known.clone();
    }
    if made().len() >= SUGGESTED {
        return Vec::new();
    }
    let mut all = Vec::new();
    if let Some(english) = &*ENGLISH {
        // Words that only share many letters cost fifty times as much, and are seldom meant.
        let suggester = english.suggester().with_ngram_suggestions(false);
        suggester.suggest(word, &mut all);
    }
    all.truncate(OFFERED);
    made().insert(word.to_owned(), all.clone());
    all
}

fn read() -> Option<Dictionary> {
    let mut english = Dictionary::new(RULES, WORDS).ok()?;
    for word in lines(TRADE).chain(lines(NAMES)) {
        // A line that cannot be read is a word less, no reason to have none.
        let _ = english.add(word);
    }
    Some(english)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing_english_are_known_and_words_of_the_trade() {
        assert!(ENGLISH.is_some());
        for word in [
            "colour",
            "color",
            "organise",
            "organize",
            "pentests",
            "subprocessor",
            "Okta",
        ] {
            assert!(knows(word), "{word}");
        }
        assert!(!knows("Mircosoft") && !knows("recieve") && !knows("okta"));
    }

    #[test]
    fn every_line_of_our_own_lists_can_be_read() {
        let mut english = Dictionary::new(RULES, "0\n").unwrap();
        for line in lines(TRADE).chain(lines(NAMES)) {
            english.add(line).unwrap();
            let word = line.split('/').next().unwrap();
            assert!(english.check(word), "{line}");
        }
    }

    #[test]
    fn the_likeliest_word_comes_first() {
        assert_eq!(suggestions("recieve")[0], "receive");
        assert_eq!(suggestions("encyrption"), ["encryption"]);
        assert!(suggestions("teh").len() <= OFFERED && suggestions("teh")[0] == "the");
    }

    #[test]
    fn only_english_is_spelled() {
        assert!(is_spelled("en") && is_spelled("en-GB"));
        assert!(!is_spelled("zh-Hans") && !is_spelled("") && !is_spelled("eng"));
    }
}
