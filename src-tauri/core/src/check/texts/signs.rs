//! Punctuation by itself: signs twice, blanks before them, brackets that nobody closed.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::say;

use super::width::mixed_quotes;
use super::{Finding, Passage};
use crate::check::words::Words;

/// Signs that never stand side by side, with the one that is meant.
const PAIRS: [(&str, &str); 13] = [
    ("..", "."),
    (",,", ","),
    (";;", ";"),
    (",.", "."),
    ("，，", "，"),
    ("。。", "。"),
    ("、、", "、"),
    ("；；", "；"),
    ("：：", "："),
    ("，。", "。"),
    ("。，", "，"),
    ("、，", "，"),
    ("；。", "。"),
];

/// The signs of [`PAIRS`].
const SIGNS: [char; 8] = ['.', ',', ';', '，', '。', '、', '；', '：'];

static DOUBLED: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(PAIRS.iter().map(|(pair, _)| pair)).ok());

/// Signs that stand right behind the word before them.
const CLOSE: [&str; 11] = [
    " ,", " .", " ;", " !", " ?", " ，", " 。", " ；", " ：", " ！", " ？",
];

static SPACED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(CLOSE).ok());

/// Brackets and quotation marks: what opens, what closes.
const BRACKETS: [(char, char); 9] = [
    ('(', ')'),
    ('[', ']'),
    ('（', '）'),
    ('【', '】'),
    ('《', '》'),
    ('「', '」'),
    ('『', '』'),
    ('“', '”'),
    ('〈', '〉'),
];

/// A sign written twice.
pub(super) fn doubled(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    let text = passage.text;
    let Some(pairs) = &*DOUBLED else { return };
    let mut seen = 0;
    for hit in pairs.find_iter(text) {
        if hit.start() < seen {
            continue;
        }
        let start = hit.start() - text[..hit.start()].len()
            + text[..hit.start()].trim_end_matches(SIGNS).len();
        let end = text.len() - text[hit.end()..].trim_start_matches(SIGNS).len();
        seen = end;
        let signs = &text[start..end];
        let one = match signs {
            // Three dots, or four with the full stop, are an ellipsis.
            _ if signs.len() > 2 && signs.bytes().all(|b| b == b'.') => continue,
            _ if signs.chars().count() > 2 && signs.chars().all(|c| c == '。') => "……",
            _ => match PAIRS.iter().find(|(pair, _)| *pair == signs) {
                Some((_, one)) => one,
                None => continue,
            },
        };
        // A path, a range of numbers: no punctuation.
        let part = |c: Option<char>| {
            c.is_none_or(|c| c.is_ascii_digit() || matches!(c, '/' | '\\' | '~' | '*' | '-'))
        };
        let before = passage.before(start);
        if before.is_none_or(char::is_whitespace) || part(passage.after(end)) && part(before) {
            continue;
        }
        let message = say!("“{signs}” is one sign too many", signs);
        let hint = say!("Keep the one that is meant.");
        found.push(Finding::new(start..end, message, hint).with([one]));
    }
}

/// A blank before a sign that belongs to the word before it.
pub(super) fn space_before(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    let text = passage.text;
    let Some(signs) = &*SPACED else { return };
    for hit in signs.find_iter(text) {
        let start = text[..hit.start()].trim_end_matches(' ').len();
        let sign = &text[hit.start() + 1..hit.end()];
        let next = passage.after(hit.end());
        // “.NET”, “ ...”: the sign belongs to what follows.
        let ends = next.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '”' | ')' | '）'));
        let word = passage.before(start);
        let word =
            word.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '）' | '”' | '"' | '%'));
        if word && (ends || !sign.is_ascii()) {
            let message = say!("There is a space before “{sign}”", sign);
            let hint = say!("Take the space out.");
            found.push(Finding::new(start..hit.end(), message, hint).with([sign]));
        }
    }
}

/// A bracket or a quotation mark without the other of its pair.
pub(super) fn unbalanced(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    let ascii = passage.text.is_ascii();
    let plain = ascii
        && !passage
            .text
            .bytes()
            .any(|b| matches!(b, b'(' | b')' | b'[' | b']'));
    // What goes on elsewhere may be closed there.
    if passage.torn || plain {
        return;
    }
    // Marks of two sorts are a pair, if not a good one.
    let mixed = !ascii && mixed_quotes(passage).is_some();
    let mut open: Vec<(char, usize)> = Vec::new();
    for (at, c) in passage.text.char_indices() {
        if !matches!(c, '(' | ')' | '[' | ']') && (c.is_ascii() || !is_bracket(c)) {
            continue;
        }
        if passage.is_inside(&(at..at + c.len_utf8())) || (mixed && matches!(c, '“' | '”')) {
            continue;
        }
        if BRACKETS.iter().any(|(opens, _)| *opens == c) {
            open.push((c, at));
        } else if let Some(i) = open.iter().rposition(|(opens, _)| is_pair(*opens, c)) {
            open.remove(i);
        } else if !is_label(&passage.text[..at]) {
            found.push(lone(passage, at..at + c.len_utf8()));
        }
    }
    for (c, at) in open {
        // Each paragraph of a long quotation opens it anew; a summary may end before it closes.
        let again = c == '“' && passage.text[..at].trim().is_empty();
        let cut =
            passage.text.trim_end().ends_with('…') || passage.text.trim_end().ends_with("...");
        if !again && !cut {
            found.push(lone(passage, at..at + c.len_utf8()));
        }
    }
}

fn is_bracket(c: char) -> bool {
    BRACKETS
        .iter()
        .any(|(opens, closes)| *opens == c || *closes == c)
}

/// Whether one sign closes another; the width of round ones is looked at elsewhere.
fn is_pair(opens: char, closes: char) -> bool {
    BRACKETS.contains(&(opens, closes)) || matches!((opens, closes), ('(', '）') | ('（', ')'))
}

/// Whether a text ends in what counts items: “a)”, “1)”, “iv)”; or in a smile.
fn is_label(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || "，。；：,;\"“‘'".contains(c))
        .next()
        .unwrap_or_default();
    let wide = word.chars().last().is_some_and(|c| !c.is_ascii());
    let tail: &str = word
        .rsplit(|c: char| !c.is_ascii())
        .next()
        .unwrap_or_default();
    matches!(tail.len(), 1..=3)
        && !wide
        && tail
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-'))
}

fn lone(passage: &Passage<'_>, range: Range<usize>) -> Finding {
    let sign = &passage.text[range.clone()];
    let message = say!("“{sign}” stands without the other of its pair", sign);
    Finding::new(
        range,
        message,
        say!("Add the other one, or take this one out."),
    )
}

#[cfg(test)]
mod tests {
    use crate::check::texts::trial::{found, mended};

    #[test]
    fn signs_twice_are_found_and_near_misses_are_not() {
        let mend = |text: &str| mended("double-punctuation", "en", text);
        assert_eq!(
            mend("It ends.. Next,, then;; so,. On"),
            "It ends. Next, then; so. On"
        );
        assert_eq!(
            mend("结束。。然后，，再；。还有。。。"),
            "结束。然后，再。还有……"
        );
        let fine = "Wait... and then.... See ../a, 1..5 and a, b, etc., and “so.”. `x..y` a::b";
        assert_eq!(
            found("double-punctuation", "en", fine),
            Vec::<String>::new()
        );
    }

    #[test]
    fn spaces_before_signs_are_found_and_near_misses_are_not() {
        let mend = |text: &str| mended("space-before-punctuation", "en", text);
        assert_eq!(mend("One , two . Three  !"), "One, two. Three!");
        assert_eq!(mend("使用 Azure ，然后"), "使用 Azure，然后");
        let fine = "Use .NET and ... so. A : B. See <https://a.example>, and <https://b.example> .";
        assert_eq!(
            found("space-before-punctuation", "en", fine),
            Vec::<String>::new()
        );
    }

    #[test]
    fn lone_brackets_are_found_and_near_misses_are_not() {
        let found = |text: &str| found("unbalanced", "en", text);
        assert_eq!(found("We (and others keep it"), ["("]);
        assert_eq!(found("We and others) keep it"), [")"]);
        assert_eq!(found("我们（及他人保管"), ["（"]);
        assert_eq!(found("He said “yes"), ["“"]);
        let fine = "We (and (others)) keep a) one, b) two and iv) three :) “yes” (一）以及a）一\n\n\
                    “A long\n\n“quotation”\n\n一（二\\\n三）四 `(` \\[1]\n\nMIT (see <https://a.example>) and begins with \"1)\"\n\n\
                    The summary (which …";
        assert_eq!(found(fine), Vec::<String>::new());
    }
}
