//! Text in another language than that of its page.

use std::ops::Range;

use crate::say;
use crate::translation::is_wide;

use super::{Finding, Passage};
use crate::check::words::Words;

/// How many Chinese characters on an English page are no accident.
const CHARACTERS: usize = 4;

/// How many English words on a Chinese page are a sentence, no name.
const WORDS: usize = 8;

/// What languages call themselves, as in the links that lead from one to another.
const LANGUAGES: [&str; 8] = [
    "简体中文",
    "繁體中文",
    "繁体中文",
    "中文",
    "日本語",
    "日本语",
    "中文（简体）",
    "中文（繁體）",
];

/// Brackets in which a name may stand as it is in its own language.
const ASIDES: [(char, char); 6] = [
    ('(', ')'),
    ('（', '）'),
    ('《', '》'),
    ('“', '”'),
    ('[', ']'),
    ('「', '」'),
];

/// Chinese on an English page, English on a Chinese one.
pub(super) fn wrong(passage: &Passage<'_>, words: &Words, found: &mut Vec<Finding>) {
    let range = match passage.locale.split('-').next() {
        Some("en") if !passage.text.is_ascii() => chinese_in(passage, words),
        Some("zh") => english_in(passage, words),
        _ => None,
    };
    let Some(range) = range else { return };
    let hint = say!("Translate it, or take it out.");
    let message = if passage.locale.starts_with("en") {
        say!("There is Chinese text on an English page")
    } else {
        say!("There is English text on a Chinese page")
    };
    found.push(Finding::new(range, message, hint));
}

/// The first stretch of Chinese, when there is more than a name of it.
fn chinese_in(passage: &Passage<'_>, words: &Words) -> Option<Range<usize>> {
    let text = passage.text;
    let names = || words.names().chain(LANGUAGES);
    let mut count = 0;
    let mut first: Option<Range<usize>> = None;
    let mut aside: Option<char> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = at + c.len_utf8();
        if aside == Some(c) {
            aside = None;
        } else if let (None, Some((_, closes))) = (aside, ASIDES.iter().find(|(o, _)| *o == c)) {
            aside = text[end..].contains(*closes).then_some(*closes);
        } else if is_wide(c) && aside.is_none() {
            let name = names().filter(|name| !name.is_empty() && text[at..].starts_with(name));
            if let Some(length) = name.map(str::len).max() {
                at += length;
                continue;
            }
            if !passage.is_apart(&(at..end)) {
                count += 1;
                match &mut first {
                    Some(range) if range.end == at => range.end = end,
                    Some(_) => {}
                    none => *none = Some(at..end),
                }
            }
        }
        at = end;
    }
    first.filter(|_| count >= CHARACTERS)
}

/// All of a passage, when it is English sentences.
fn english_in(passage: &Passage<'_>, words: &Words) -> Option<Range<usize>> {
    let text = passage.text;
    let mut wide = 0;
    let mut latin = 0;
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        wide += usize::from(is_wide(c));
        let letter = c.is_ascii_alphabetic();
        if letter && !in_word && !passage.is_apart(&(at..at + 1)) {
            latin += 1;
        }
        in_word = letter || (in_word && matches!(c, '\'' | '’' | '-'));
    }
    let sentence = text
        .split_whitespace()
        .filter(|word| is_small_word(word))
        .count()
        * 3
        >= latin;
    let name = words.names().any(|name| name == text.trim());
    (latin >= WORDS && wide * 4 < latin && sentence && !name).then_some(0..text.len())
}

/// A word that no name is made of.
fn is_small_word(word: &str) -> bool {
    word.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_punctuation())
        && word.bytes().any(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::check::texts::trial::{found, trial_with};
    use crate::check::words::Words;

    #[test]
    fn chinese_on_english_pages_is_found_and_names_are_not() {
        let found = |text: &str| found("wrong-language", "en", text);
        assert_eq!(found("We 保护您的数据 well"), ["保护您的数据"]);
        let fine = "简体中文\n\nRead it in 简体中文 or 日本語\n\nThe law (网络安全法) and “等级保护测评”\n\n\
                    Made by 科望\n\n`保护您的数据`";
        assert_eq!(found(fine), Vec::<String>::new());
        let words = Words::read("[terms]\n\"Corvane\" = { zh-Hans = \"科望云服务\" }\n", "");
        let text = "We are 科望云服务";
        assert!(trial_with(&words, "wrong-language", "en", text).is_empty());
        assert!(!found(text).is_empty());
    }

    #[test]
    fn english_on_chinese_pages_is_found_and_names_are_not() {
        let found = |text: &str| found("wrong-language", "zh-Hans", text);
        let text = "We assume that a breach has already happened.";
        assert_eq!(found(text), [text]);
        let fine = "Microsoft Azure Key Vault Managed HSM Premium Tier Service\n\n\
                    我们使用 a tool that is called something that is long enough 保护您的数据。\n\n\
                    `let a be the value of the other one`\n\n三 words only";
        assert_eq!(found(fine), Vec::<String>::new());
    }
}
