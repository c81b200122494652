//! What was left over from writing: placeholders, notes to oneself, blanks too many, words twice.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memmem;

use crate::say;

use super::{Finding, Passage};
use crate::check::words::Words;

/// What stands for text to come: marks in capital letters, as people write them, and the opening of the
/// filler text that layouts are tried with.
const UNFINISHED: [&str; 9] = [
    "TODO",
    "TBD",
    "FIXME",
    "XXX",
    "待定",
    "待补充",
    "Lorem ipsum",
    "lorem ipsum",
    "LOREM IPSUM",
];

static MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(UNFINISHED).ok());

/// Words that may stand twice in English: “the fact that that key …”.
const TWICE: [&str; 5] = ["that", "had", "very", "really", "many"];

/// Chinese words that nobody means to write twice.
const TWICE_WRONG: [&str; 4] = ["我们我们", "您的您的", "客户客户", "和和"];

/// What people type before the items of a list.
const BULLETS: [char; 10] = ['•', '·', '●', '○', '▪', '■', '◦', '‣', '◆', '♦'];

/// Two blanks between words, as are left when a word is taken out.
pub(super) fn double_space(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    let text = passage.text;
    let mut at = 0;
    while let Some(start) = memmem::find(&text.as_bytes()[at..], b"  ").map(|i| at + i) {
        let end = text[start..]
            .find(|c| c != ' ')
            .map_or(text.len(), |i| start + i);
        // Blanks at the edges are not seen.
        if start > 0 && end < text.len() {
            let message = say!("There is more than one space between two words");
            found.push(Finding::new(start..end, message, say!("Keep one of them.")).with([" "]));
        }
        at = end;
    }
}

/// Text that stands for text to come.
pub(super) fn placeholder(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let Some(marks) = &*MARKS else { return };
    for hit in marks.find_iter(passage.text) {
        let words = &passage.text[hit.range()];
        let inside = letter(passage.before(hit.start())) || letter(passage.after(hit.end()));
        if !words.is_ascii() || !inside {
            let message = say!("“{words}” stands where text is to come", words);
            let hint = say!("Write the text, or take this out.");
            found.push(Finding::new(hit.range(), message, hint));
        }
    }
}

/// The same word twice in a row.
pub(super) fn doubled_word(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    let text = passage.text;
    let mut last: Range<usize> = 0..0;
    for word in latin_words(text) {
        let blank = text[last.end..word.start].bytes().all(|b| b == b' ');
        if blank && last.len() == word.len() && is_twice(passage, &last, &word) {
            found.push(twice(passage, last.start..word.end, &text[last.clone()]));
        }
        last = word;
    }
    if text.is_ascii() {
        return;
    }
    for words in TWICE_WRONG {
        for (start, _) in text.match_indices(words) {
            let once = &words[..words.len() / 2];
            found.push(twice(passage, start..start + words.len(), once));
        }
    }
}

fn twice(passage: &Passage<'_>, range: Range<usize>, once: &str) -> Finding {
    let words = &passage.text[range.clone()];
    let message = say!("“{words}” says the same word twice", words);
    Finding::new(range, message, say!("Keep one of the two.")).with([once])
}

/// Whether two words that stand beside each other are one word written twice by mistake.
fn is_twice(passage: &Passage<'_>, first: &Range<usize>, second: &Range<usize>) -> bool {
    let (a, b) = (&passage.text[first.clone()], &passage.text[second.clone()]);
    let joined =
        |c: Option<char>| c.is_some_and(|c| matches!(c, '-' | '\'' | '’') || c.is_numeric());
    a.len() > 1
        && a.eq_ignore_ascii_case(b)
        // “New York New York”: names may repeat.
        && b.bytes().all(|b| b.is_ascii_lowercase())
        && !TWICE.contains(&b)
        && !joined(passage.before(first.start))
        && !joined(passage.after(second.end))
}

/// The stretches of ASCII letters in a text.
fn latin_words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(u8::is_ascii_alphabetic)?;
        let rest = bytes[start..].iter();
        let end = start + rest.take_while(|b| b.is_ascii_alphabetic()).count();
        at = end;
        Some(start..end)
    })
}

/// A paragraph that begins like an item of a list, but is none.
pub(super) fn typed_list(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    if !passage.paragraph {
        return;
    }
    let text = passage.text;
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match rest.chars().next() {
        Some(c) if BULLETS.contains(&c) => c.len_utf8(),
        Some(c @ ('-' | '*' | '–')) if rest[c.len_utf8()..].starts_with(' ') => c.len_utf8(),
        _ if (1..=2).contains(&digits) => match rest[digits..].chars().next() {
            Some(c @ (')' | '）')) => digits + c.len_utf8(),
            _ => return,
        },
        _ => return,
    };
    if rest[mark..].trim().is_empty() {
        return;
    }
    let words = &rest[..mark];
    let message = say!("“{words}” is typed where a list is meant", words);
    let hint = say!("Take it out and make a list of the paragraph.");
    found.push(Finding::new(start..start + mark, message, hint));
}

#[cfg(test)]
mod tests {
    use crate::check::texts::trial::{found, mended};

    #[test]
    fn words_twice_are_found_and_near_misses_are_not() {
        let found = |text: &str| found("doubled-word", "en", text);
        assert_eq!(found("We keep the **the** keys"), ["the the"]);
        assert_eq!(found("The the keys"), ["The the"]);
        let fine = "We know that that key had had time. Log in in-app. In New New York. A a. \
                    See `the the` and the [the](/a)me. One. one";
        assert_eq!(found(fine), Vec::<String>::new());
        assert_eq!(found("see <https://a.example> see"), Vec::<String>::new());
        assert_eq!(mended("doubled-word", "en", "of of it"), "of it");
        assert_eq!(
            mended("doubled-word", "zh-Hans", "我们我们会检查"),
            "我们会检查"
        );
    }

    #[test]
    fn spaces_around_what_is_left_out_are_none_too_many() {
        let found = |text: &str| found("double-space", "en", text);
        assert_eq!(found("two  spaces"), ["  "]);
        assert_eq!(found("see <https://a.example> there"), Vec::<String>::new());
        assert_eq!(found("`let  a`"), Vec::<String>::new());
    }

    #[test]
    fn text_to_come_is_found() {
        let found = |text: &str| found("placeholder-text", "en", text);
        assert_eq!(
            found("Owner: TBD. Lorem ipsum dolor"),
            ["TBD", "Lorem ipsum"]
        );
        assert_eq!(found("负责人：待定"), ["待定"]);
        assert_eq!(found("TBDX, `TODO`"), Vec::<String>::new());
    }

    #[test]
    fn lists_that_are_typed_are_found() {
        let found = |text: &str| found("typed-list", "en", text);
        assert_eq!(found("• One\n\n• Two"), ["•", "•"]);
        assert_eq!(found("\\- One\n\n– Two"), ["-", "–"]);
        assert_eq!(found("1）一"), ["1）"]);
        let fine = "- One\n\n1) One\n\n1.5 million\n\nA • B\n\n2026\n\n·\n\n24/7\n\n| a |\n|---|\n| - b |\n\n- • x";
        assert_eq!(found(fine), Vec::<String>::new());
    }
}
