//! Two texts compared word by word; scripts without spaces are compared character by character.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use ts_rs::TS;

/// Texts that differ over more words than this are compared line by line.
const MOST_WORDS: usize = 8_000;

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Turn {
    /// In both texts.
    Same,
    /// Only in the new text.
    Added,
    /// Only in the old text.
    Removed,
}

/// A piece of two compared texts. All pieces but the added ones give the old text, all but the
/// removed ones the new text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Piece {
    /// What became of it.
    pub turn: Turn,
    /// Its text.
    pub text: String,
}

/// Compares two texts word by word.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let (before, after) = (tokens(old), tokens(new));
    let head = alike(before.iter(), after.iter());
    let tail = alike(before[head..].iter().rev(), after[head..].iter().rev());
    let changed = |all: &[&str]| head..all.len() - tail;
    let (out, into) = (changed(&before), changed(&after));
    let mut pieces = vec![piece(Turn::Same, &before[..head])];
    if out.len() + into.len() <= MOST_WORDS {
        pieces.extend(compared(&before[out], &after[into]));
    } else {
        let (out, into) = (before[out].concat(), after[into].concat());
        let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
        pieces.extend(compared(&lines(&out), &lines(&into)));
    }
    pieces.push(piece(Turn::Same, &before[before.len() - tail..]));
    joined(pieces)
}

/// How many of the first are the same on both sides.
fn alike<'a>(a: impl Iterator<Item = &'a &'a str>, b: impl Iterator<Item = &'a &'a str>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

fn piece(turn: Turn, tokens: &[&str]) -> Piece {
    Piece {
        turn,
        text: tokens.concat(),
    }
}

fn compared(before: &[&str], after: &[&str]) -> Vec<Piece> {
    let ops = capture_diff_slices(Algorithm::Myers, before, after);
    let mut pieces = Vec::new();
    for op in ops {
        let (out, into) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            pieces.push(piece(Turn::Same, &before[out]));
        } else {
            pieces.push(piece(Turn::Removed, &before[out]));
            pieces.push(piece(Turn::Added, &after[into]));
        }
    }
    pieces
}

/// Joins what reads better as one: between two changes a blank alone is part of the change, and each
/// run of changes is first what went, then what came.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let flush = |out: &mut Vec<Piece>, removed: &mut String, added: &mut String| {
        for (turn, text) in [(Turn::Removed, removed), (Turn::Added, added)] {
            if !text.is_empty() {
                out.push(Piece {
                    turn,
                    text: std::mem::take(text),
                });
            }
        }
    };
    let pieces: Vec<Piece> = pieces.into_iter().filter(|p| !p.text.is_empty()).collect();
    let count = pieces.len();
    for (i, piece) in pieces.into_iter().enumerate() {
        let inside = !removed.is_empty() && !added.is_empty() && i + 1 < count;
        match piece.turn {
            Turn::Removed => removed.push_str(&piece.text),
            Turn::Added => added.push_str(&piece.text),
            Turn::Same if inside && piece.text.chars().all(|c| c == ' ') => {
                removed.push_str(&piece.text);
                added.push_str(&piece.text);
            }
            Turn::Same => {
                flush(&mut out, &mut removed, &mut added);
                match out.last_mut() {
                    Some(last) if last.turn == Turn::Same => last.text.push_str(&piece.text),
                    _ => out.push(piece),
                }
            }
        }
    }
    flush(&mut out, &mut removed, &mut added);
    out
}

/// A text as words, runs of blanks, and single signs and characters of scripts without spaces.
pub(crate) fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut last: Option<Class> = None;
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        let goes_on = last == Some(class) && matches!(class, Class::Word | Class::Blank)
            // A combining mark belongs to the character before it, whatever that is.
            || (last.is_some() && is_mark(c));
        if !goes_on {
            if at > start {
                found.push(&text[start..at]);
            }
            start = at;
            last = Some(class);
        }
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Blank,
    Alone,
}

impl Class {
    fn of(c: char) -> Self {
        if is_dense(c) || c == '\n' {
            Self::Alone
        } else if c.is_alphanumeric() || matches!(c, '\'' | '’' | '_') {
            Self::Word
        } else if c.is_whitespace() {
            Self::Blank
        } else {
            Self::Alone
        }
    }
}

/// Chinese, Japanese and Thai letters: written without spaces, so each stands alone.
fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// Combining marks, variation selectors and joiners.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(old: &str, new: &str) -> String {
        words(old, new)
            .into_iter()
            .map(|piece| match piece.turn {
                Turn::Same => piece.text,
                Turn::Added => format!("[+{}]", piece.text),
                Turn::Removed => format!("[-{}]", piece.text),
            })
            .collect()
    }

    #[test]
    fn words_are_compared_whole() {
        assert_eq!(
            shown("We keep logs for 30 days.", "We keep logs for 90 days."),
            "We keep logs for [-30][+90] days."
        );
        assert_eq!(shown("same", "same"), "same");
        assert_eq!(shown("", "new"), "[+new]");
        assert_eq!(shown("old", ""), "[-old]");
        assert_eq!(shown("", ""), "");
    }

    #[test]
    fn a_blank_between_two_changes_is_part_of_them() {
        assert_eq!(
            shown("a quick fox ran", "a slow dog ran"),
            "a [-quick fox][+slow dog] ran"
        );
    }

    #[test]
    fn chinese_is_compared_by_character() {
        assert_eq!(
            shown("我们保留日志三十天。", "我们保留日志九十天。"),
            "我们保留日志[-三][+九]十天。"
        );
        assert_eq!(
            shown("通过 ISO 27001 认证", "通过 ISO 42001 认证"),
            "通过 ISO [-27001][+42001] 认证"
        );
    }

    #[test]
    fn one_word_of_a_long_text_is_found_and_a_new_long_text_still_compared() {
        let old = "One two three four five six.\n".repeat(4_000);
        let new = format!("{old}seven");
        assert_eq!(words(&old, &new).len(), 2);
        let turned: String = old.split(' ').rev().collect::<Vec<_>>().join(" ");
        assert!(!words(&old, &turned).is_empty());
    }

    proptest! {
        #[test]
        fn pieces_give_both_texts_back(old in "[a-c 好的天\\n.é]{0,40}", new in "[a-c 好的天\\n.é]{0,40}") {
            let pieces = words(&old, &new);
            let side = |skip: Turn| -> String {
                pieces.iter().filter(|p| p.turn != skip).map(|p| p.text.as_str()).collect()
            };
            prop_assert_eq!(side(Turn::Added), old);
            prop_assert_eq!(side(Turn::Removed), new);
            prop_assert!(pieces.iter().all(|p| !p.text.is_empty()));
        }
    }
}
