//! What changed between two texts, word by word; Chinese and Japanese sign by sign.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use ts_rs::TS;

use super::facts::is_wide;

/// A stretch of text in a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Piece {
    /// Whether it stands in both, only in the new, or only in the old text.
    pub turn: Turn,
    /// The text.
    pub text: String,
}

/// Where a stretch of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Turn {
    /// In both.
    Same,
    /// Only in the new text.
    Added,
    /// Only in the old text.
    Removed,
}

/// Beyond this many words on either side a stretch is replaced as a whole: comparing would take longer
/// than a person waits, and help nobody.
const MOST: usize = 4_000;

/// Compares two texts: line by line first, and word by word where lines differ.
pub(super) fn words(old: &str, new: &str) -> Vec<Piece> {
    let mut pieces = Pieces(Vec::new());
    let (a, b) = (lines(old), lines(new));
    for op in capture_diff_slices(Algorithm::Patience, &a, &b) {
        let (from, to) = (op.old_range(), op.new_range());
        match op {
            DiffOp::Equal { .. } => pieces.push(Turn::Same, &a[from].concat()),
            _ => within(&a[from].concat(), &b[to].concat(), &mut pieces),
        }
    }
    pieces.0
}

fn within(old: &str, new: &str, pieces: &mut Pieces) {
    let (a, b) = (tokens(old), tokens(new));
    if a.len() > MOST || b.len() > MOST {
        pieces.push(Turn::Removed, old);
        pieces.push(Turn::Added, new);
        return;
    }
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let (from, to) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            pieces.push(Turn::Same, &a[from].concat());
        } else {
            pieces.push(Turn::Removed, &a[from].concat());
            pieces.push(Turn::Added, &b[to].concat());
        }
    }
    pieces.join();
}

struct Pieces(Vec<Piece>);

impl Pieces {
    fn push(&mut self, turn: Turn, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.turn == turn => last.text.push_str(text),
            _ => self.0.push(Piece {
                turn,
                text: text.to_owned(),
            }),
        }
    }

    /// A blank between two changes belongs to them, or every replaced sentence would read as confetti.
    fn join(&mut self) {
        let old = std::mem::take(&mut self.0);
        let (mut removed, mut added) = (String::new(), String::new());
        for (i, piece) in old.iter().enumerate() {
            match piece.turn {
                Turn::Removed => removed.push_str(&piece.text),
                Turn::Added => added.push_str(&piece.text),
                Turn::Same => {
                    let inner = i > 0 && i + 1 < old.len();
                    let changing = !removed.is_empty() && !added.is_empty();
                    if inner && changing && piece.text.chars().all(|c| c == ' ') {
                        removed.push_str(&piece.text);
                        added.push_str(&piece.text);
                        continue;
                    }
                    self.push(Turn::Removed, &std::mem::take(&mut removed));
                    self.push(Turn::Added, &std::mem::take(&mut added));
                    self.push(Turn::Same, &piece.text);
                }
            }
        }
        self.push(Turn::Removed, &removed);
        self.push(Turn::Added, &added);
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Words, blanks and signs; every Chinese or Japanese sign by itself.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut last = Class::Sign;
    for (at, c) in text.char_indices() {
        let class = Class::of(c);
        if at > start && (class != last || class == Class::Sign) {
            found.push(&text[start..at]);
            start = at;
        }
        last = class;
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Blank,
    Sign,
}

impl Class {
    fn of(c: char) -> Self {
        if c.is_whitespace() {
            Self::Blank
        } else if !is_wide(c) && (c.is_alphanumeric() || matches!(c, '\'' | '’')) {
            Self::Word
        } else {
            Self::Sign
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn side(pieces: &[Piece], not: Turn) -> String {
        let kept = pieces.iter().filter(|piece| piece.turn != not);
        kept.map(|piece| piece.text.as_str()).collect()
    }

    fn shown(old: &str, new: &str) -> String {
        let show = |piece: &Piece| match piece.turn {
            Turn::Same => piece.text.clone(),
            Turn::Added => format!("[+{}]", piece.text),
            Turn::Removed => format!("[-{}]", piece.text),
        };
        words(old, new).iter().map(show).collect()
    }

    #[test]
    fn words_and_signs_are_compared() {
        assert_eq!(
            shown("Keys are kept for 30 days.", "Keys are kept for 35 days."),
            "Keys are kept for [-30][+35] days."
        );
        assert_eq!(shown("保存三十天。", "保存三十五天。"), "保存三十[+五]天。");
        assert_eq!(
            shown("a\n\nold one here\n\nb", "a\n\nnew two here\n\nb"),
            "a\n\n[-old one][+new two] here\n\nb"
        );
        assert_eq!(shown("", "x"), "[+x]");
        assert_eq!(shown("x", "x"), "x");
    }

    proptest! {
        #[test]
        fn both_sides_can_be_read_from_it(old in "[a-c 一二。\n]{0,60}", new in "[a-c 一二。\n]{0,60}") {
            let pieces = words(&old, &new);
            prop_assert_eq!(side(&pieces, Turn::Added), old);
            prop_assert_eq!(side(&pieces, Turn::Removed), new);
            prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty()));
        }
    }
}
