//! What was left over from writing: placeholders, notes to oneself, blanks too many.

use crate::say;

use super::{Finding, Passage};
use crate::check::words::Words;

/// Marks of something unfinished: whole words, in capital letters as people write them, and the
/// opening of the filler text that layouts are tried with.
const UNFINISHED: [&str; 6] = ["TODO", "TBD", "FIXME", "XXX", "待定", "待补充"];
const FILLER: &str = "lorem ipsum";

/// Two blanks between words, as are left when a word is taken out.
pub(super) fn double_space(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    let text = passage.text;
    let mut at = 0;
    while let Some(start) = text[at..].find("  ").map(|i| at + i) {
        let end = text[start..]
            .find(|c| c != ' ')
            .map_or(text.len(), |i| start + i);
        // Blanks at the edges are not seen.
        if start > 0 && end < text.len() {
            found.push(Finding {
                range: start..end,
                message: say!("There is more than one space between two words"),
                hint: say!("Keep one of them."),
                with: vec![" ".to_owned()],
            });
        }
        at = end;
    }
}

/// Text that stands for text to come.
pub(super) fn placeholder(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    let text = passage.text;
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut add = |start: usize, length: usize| {
        let words = &text[start..start + length];
        found.push(Finding {
            range: start..start + length,
            message: say!("“{words}” stands where text is to come", words),
            hint: say!("Write the text, or take this out."),
            with: Vec::new(),
        });
    };
    for words in UNFINISHED {
        for (start, _) in text.match_indices(words) {
            let latin = words.is_ascii();
            let inside = letter(text[..start].chars().next_back())
                || letter(text[start + words.len()..].chars().next());
            if !latin || !inside {
                add(start, words.len());
            }
        }
    }
    if let Some(start) = text.to_ascii_lowercase().find(FILLER) {
        add(start, FILLER.len());
    }
}
