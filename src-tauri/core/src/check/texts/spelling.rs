//! The spelling of English. Names and inventions are many and slips are few, so what may be a name is
//! let pass unless it is one letter away from a name that is known.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::check::english::{self, is_spelled};
use crate::check::words::Words;
use crate::say;
use crate::translation::is_wide;

use super::{Finding, Passage};

/// What stands before the hyphen of a compound and is no word by itself.
const PREFIXES: [&str; 33] = [
    "anti", "auto", "bi", "co", "cross", "crypto", "cyber", "de", "dis", "ex", "geo", "hyper",
    "infra", "inter", "intra", "macro", "meta", "micro", "mid", "mini", "mis", "multi", "non",
    "opt", "post", "pre", "pseudo", "re", "self", "semi", "sub", "tri", "un",
];

/// What may be put before a known word to make another.
const JOINED: [&str; 10] = [
    "anti", "cyber", "geo", "hyper", "micro", "multi", "non", "pre", "sub", "super",
];

/// How words end that are made of others: no name does, or few.
const ENDINGS: [&str; 16] = [
    "ing", "ings", "tion", "tions", "sion", "ment", "ments", "ness", "ity", "ities", "ance",
    "ence", "ally", "able", "ices", "ised",
];

/// Letters that a capitalised word needs to be taken for an ordinary word with a slip.
const LONG: usize = 8;

/// A name of fewer letters has too many neighbours.
const NAME: usize = 5;

/// A text of as many words, most of them unknown, is no English.
const FOREIGN: usize = 8;

/// Words that are in no dictionary.
pub(super) fn spelling(passage: &Passage<'_>, words: &Words, found: &mut Vec<Finding>) {
    if !is_spelled(passage.locale) {
        return;
    }
    let (mut looked, mut unknown) = (0, Vec::new());
    for token in tokens(passage.text) {
        for part in parts(passage.text, token) {
            let word = &passage.text[part.clone()];
            looked += 1;
            if !is_known(word, words) && !passage.is_apart(&part) {
                unknown.push(part);
            }
        }
    }
    // Most words unknown: this is another language, and no slip.
    if looked >= FOREIGN && unknown.len() * 2 > looked {
        return;
    }
    if unknown.is_empty() {
        return;
    }
    let told = told(passage, words);
    let is_told = |part: &Range<usize>| {
        let over = |range: &Range<usize>| range.start < part.end && part.start < range.end;
        told.iter().any(over)
    };
    for part in unknown.into_iter().filter(|part| !is_told(part)) {
        found.extend(slip(&passage.text[part.clone()], part, words));
    }
}

/// What the rules of the glossary speak of: nothing is said of it twice.
fn told(passage: &Passage<'_>, words: &Words) -> Vec<Range<usize>> {
    let (text, terms) = (passage.text, words.terms());
    let names = terms.names_in(text).map(|(_, range)| range);
    let preferred = terms.preferred_in(text, passage.locale);
    let avoided = terms.avoided_in(text).map(|(_, range)| range);
    names
        .chain(preferred.map(|(_, range, _)| range))
        .chain(avoided)
        .collect()
}

/// A word that is not known, unless it may be a name.
fn slip(word: &str, range: Range<usize>, words: &Words) -> Option<Finding> {
    let with = words.meant(word, || meant(word, words))?;
    let message = say!("“{word}” is not in the dictionary", word);
    let hint = match with.first() {
        Some(first) => say!(
            "Perhaps “{first}” is meant. If it is right as it is, add it to the dictionary.",
            first
        ),
        None => say!("Correct it. If it is right as it is, add it to the dictionary."),
    };
    Some(Finding::new(range, message, hint).with(with))
}

/// What may be meant by a word that is not known, the likeliest first; `None` when it may be a name.
fn meant(word: &str, words: &Words) -> Option<Vec<String>> {
    let mut all = names_meant(word, words);
    if !word.starts_with(char::is_uppercase) {
        for other in english::suggestions(word) {
            if !all.contains(&other) {
                all.push(other);
            }
        }
        all.truncate(english::OFFERED);
        return Some(all);
    }
    if all.is_empty() {
        all = ordinary_meant(word);
    }
    (!all.is_empty()).then_some(all)
}

/// The names that a word is one letter away from, or written in other letters.
fn names_meant(word: &str, words: &Words) -> Vec<String> {
    let lower = word.to_lowercase();
    let own = words.names().flat_map(|name| name.split(' '));
    let near = |name: &&str| {
        let known = name.to_lowercase();
        // “Googles” is no slip.
        let plural = lower.strip_suffix('s') == Some(&known);
        let capital = word.starts_with(char::is_uppercase);
        lower == known || (capital && known.len() >= NAME && !plural && is_one_edit(&lower, &known))
    };
    let mut all: Vec<String> = own
        .chain(english::names())
        .filter(near)
        .map(str::to_owned)
        .collect();
    all.dedup();
    all
}

/// The ordinary words that a capitalised word is one letter away from, if it ends like one.
fn ordinary_meant(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    if lower.len() < LONG || !ENDINGS.iter().any(|ending| lower.ends_with(ending)) {
        return Vec::new();
    }
    let mut all = english::suggestions(word);
    all.retain(|other| {
        let other = other.to_lowercase();
        let first = other.len() != lower.len() || other.as_bytes()[0] == lower.as_bytes()[0];
        first && is_one_edit(&lower, &other) && english::knows(&other)
    });
    all
}

/// Whether one word becomes the other by one letter more, less or other, or two that change places.
fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[same..], &b[same..]);
    match (x, y) {
        ([], []) => false,
        ([_, x @ ..], [_, y @ ..]) if x == y => true,
        ([p, q, x @ ..], [r, s, y @ ..]) if (p, q) == (s, r) && x == y => true,
        ([_, x @ ..], y) if x == y => true,
        (x, [_, y @ ..]) => x == y,
        _ => false,
    }
}

/// Whether a word needs no dictionary, or is in one.
fn is_known(word: &str, words: &Words) -> bool {
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    if word.len() <= 2 || letters.any(char::is_uppercase) {
        // “of”, “PDF”, “macOS”.
        return true;
    }
    if !capital && word.len() <= 5 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')) {
        return true;
    }
    english::knows(word)
        || (!word.is_ascii() && english::knows(&without_accents(word)))
        || words.knows(word)
        || (capital && words.knows(&word.to_lowercase()))
        || JOINED.iter().any(|prefix| {
            let rest = word.strip_prefix(prefix);
            rest.is_some_and(|rest| rest.len() >= 5 && english::knows(rest))
        })
}

/// The dictionary has “naive”, whatever its accents.
fn without_accents(word: &str) -> String {
    word.nfd().filter(char::is_ascii).collect()
}

/// The parts of a token that are words by themselves: all of it, or what hyphens join.
fn parts(text: &str, token: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let compound = text[token.clone()].contains('-') && !english::knows(&text[token.clone()]);
    let mut at = token.start;
    text[token]
        .split(move |c| c == '-' && compound)
        .filter_map(move |part| {
            let start = at;
            at += part.len() + 1;
            let prefix = compound && PREFIXES.contains(&part.to_ascii_lowercase().as_str());
            (!part.is_empty() && !prefix).then_some(start..start + part.len())
        })
}

/// The tokens of a text that are made of Latin letters, with hyphens and apostrophes between them:
/// no numbers, addresses, paths or file names.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(|c: char| !divides(c))?;
            let rest = &text[start..];
            let end = start + rest.find(divides).unwrap_or(rest.len());
            at = end;
            let word = &text[start..end];
            if word.bytes().all(|b| b.is_ascii_alphabetic()) {
                return Some(start..end);
            }
            let edge = |c: char| matches!(c, '.' | ':' | '!' | '?' | '\'' | '‘' | '’' | '*' | '-');
            let left = word.len() - word.trim_start_matches(edge).len();
            let word = word.trim_matches(edge);
            let owner = ["'s", "’s"].iter().find_map(|end| word.strip_suffix(end));
            let word = owner.unwrap_or(word);
            if !word.is_empty() && word.chars().all(is_inside) {
                let start = start + left;
                return Some(start..start + word.len());
            }
        }
    })
}

/// What stands between tokens.
fn divides(c: char) -> bool {
    if c.is_ascii() {
        return matches!(
            c,
            ' ' | '\n' | '\t' | '"' | '(' | ')' | '[' | ']' | ',' | ';'
        );
    }
    c.is_whitespace() || is_wide(c) || "—–…“”•·、，。：；！？（）《》【】".contains(c)
}

/// What words are made of.
fn is_inside(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '-' | '\'' | '’' | 'À'..='ɏ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::texts::trial::{found, trial, trial_with};

    fn first(text: &str) -> Vec<(String, String)> {
        let all = trial("spelling", "en", text).into_iter();
        all.map(|(word, with)| (word, with.first().cloned().unwrap_or_default()))
            .collect()
    }

    fn pair(word: &str, with: &str) -> (String, String) {
        (word.to_owned(), with.to_owned())
    }

    #[test]
    fn slips_are_found_with_what_is_meant() {
        assert_eq!(first("We recieve your data."), [pair("recieve", "receive")]);
        assert_eq!(
            first("Data is encyrpted-at-rest."),
            [pair("encyrpted", "encrypted")]
        );
        assert_eq!(
            first("Mircosoft and postgresql and Github"),
            [
                pair("Mircosoft", "Microsoft"),
                pair("postgresql", "PostgreSQL"),
                pair("Github", "GitHub")
            ]
        );
        assert_eq!(
            first("Potecting your data with our Iservices"),
            [
                pair("Potecting", "Protecting"),
                pair("Iservices", "Services")
            ]
        );
        assert_eq!(first("The custmer’s keys"), [pair("custmer", "customer")]);
    }

    #[test]
    fn what_is_no_slip_is_let_pass() {
        let fine = "Contoso’s subprocessors pseudonymise data; re-certified pre-production, sub-processors, \
                    OAuth2 and mTLS, ISO27001, APIs, “PoC”, site.toml, a/b, user@exmaple.com, www.exmaple.com, \
                    (ii) and iv. colour color organise organize don’t customers' well-known non-EU \
                    cloud-agnostic multiregional naïve Zürich Société `recieve` /securty/desgin --flag";
        assert_eq!(found("spelling", "en", fine), Vec::<String>::new());
        assert_eq!(
            found("spelling", "zh-Hans", "recieve"),
            Vec::<String>::new()
        );
        let german = "Wir schützen die uns anvertrauten Daten und geben sie niemals weiter.";
        assert_eq!(found("spelling", "en", german), Vec::<String>::new());
    }

    #[test]
    fn the_site_may_know_more_words() {
        let words = Words::read(
            "[terms]\n\"Corvane Cloud\" = \"\"\n[prefer]\n\"a\" = \"datatrust\"\n",
            "frobnicate # ours\nGlorp\n",
        );
        let find = |text: &str| trial_with(&words, "spelling", "en", text);
        assert!(find("Frobnicate the Glorp with datatrust").is_empty());
        let found = find("Corvnae will frobnicat");
        assert_eq!(found[0], ("Corvnae".to_owned(), vec!["Corvane".to_owned()]));
        assert_eq!(found[1].0, "frobnicat");
    }

    #[test]
    fn one_edit_is_one_letter() {
        for (a, b) in [
            ("abc", "abd"),
            ("abc", "ab"),
            ("ab", "abc"),
            ("abc", "acb"),
            ("a", ""),
        ] {
            assert!(is_one_edit(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("abc", "abc"),
            ("abc", "cba"),
            ("abcd", "badc"),
            ("a", "bcd"),
        ] {
            assert!(!is_one_edit(a, b), "{a} {b}");
        }
    }
}
