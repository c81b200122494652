//! What a change is about. Where it is about several things, the first of [`Meaning`] counts: a promise
//! with another number is a promise.

use std::sync::LazyLock;

use regex::Regex;

use crate::diff::{ChangeKind, Piece, Turn};

use super::Meaning;
use super::raw::{Owner, Raw, What};

/// Section kinds and collections in which everything is promised.
const PROMISED: [&str; 3] = ["agreements", "commitments", "services"];
/// Collections whose records are people, companies, services and places.
const NAMED: [&str; 4] = ["ai-systems", "contacts", "locations", "subprocessors"];
/// Collections whose records are evidence that is written down.
const WRITTEN: [&str; 3] = ["certifications", "documents", "penetration-tests"];

/// Words of duty, in the languages that the program speaks.
static DUTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let english = r"(?i)\b(must|shall|will|never|guarantee[sd]?|undertakes?|promises?|commits?|committed|no later than|at least|at most|within (\d+|an?|one|two|three|four|five|six|seven|ten|twelve|thirty|sixty|ninety)\b)";
    let chinese = r"必须|应当|承诺|保证|确保|不会|不得|绝不|从不|有义务|至少|最多|不超过|不少于|不迟于|[0-9一二三四五六七八九十百两]+\s*(个)?(分钟|小时|天|日|工作日|周|月|年)(之)?内";
    Regex::new(&format!("{english}|{chinese}")).ok()
});

/// A number, or Chinese numerals alone.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d|^[零〇一二三四五六七八九十百千万亿两半]+$|(?i)\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|twenty|thirty|sixty|ninety|hundred)\b|(?i)\b(January|February|March|April|May|June|July|August|September|October|November|December)\b").ok()
});

/// What a change is about; `pieces` are its words.
pub(super) fn of(raw: &Raw, pieces: &[Piece]) -> Meaning {
    match &raw.what {
        What::Looks | What::Order | What::Aside(_) | What::PageMoved(_) => return Meaning::Layout,
        What::Section(ChangeKind::Moved, _) => return Meaning::Layout,
        _ => {}
    }
    let candidates = [
        (Meaning::Commitments, is_promised(raw, pieces)),
        (Meaning::Numbers, is_number(raw, pieces)),
        (Meaning::Names, is_name(raw, pieces)),
        (
            Meaning::Links,
            matches!(raw.what, What::Link { .. }) || in_collection(raw, &["links"]),
        ),
        (Meaning::Documents, is_document(raw)),
    ];
    let found = candidates.into_iter().find(|(_, is)| *is);
    found.map_or(Meaning::Wording, |(meaning, _)| meaning)
}

fn in_collection(raw: &Raw, collections: &[&str]) -> bool {
    matches!(&raw.owner, Owner::Record(record) if collections.contains(&record.collection.as_str()))
}

fn is_promised(raw: &Raw, pieces: &[Piece]) -> bool {
    let kind = raw.place.as_ref().map_or("", |place| place.kind.as_str());
    let in_section = matches!(raw.owner, Owner::Section { .. });
    in_collection(raw, &PROMISED)
        || (in_section && PROMISED.contains(&kind))
        || (kind == "subprocessors" && in_section && raw.field == "notice")
        || says_duty(pieces)
}

/// Whether a sentence with a changed word says a duty, before or after.
fn says_duty(pieces: &[Piece]) -> bool {
    let Some(duty) = DUTY.as_ref() else {
        return false;
    };
    [Turn::Removed, Turn::Added].into_iter().any(|turn| {
        sentences(pieces, turn)
            .iter()
            .any(|sentence| duty.is_match(sentence))
    })
}

/// The sentences of one side in which something differs.
fn sentences(pieces: &[Piece], side: Turn) -> Vec<String> {
    let mut found = Vec::new();
    let (mut sentence, mut changed) = (String::new(), false);
    for piece in pieces {
        if piece.turn != Turn::Same {
            changed = true;
        }
        if piece.turn != Turn::Same && piece.turn != side {
            continue;
        }
        let mut letters = piece.text.chars().peekable();
        while let Some(letter) = letters.next() {
            sentence.push(letter);
            let next = letters.peek();
            let ends = matches!(letter, '。' | '！' | '？' | '；' | '\n')
                || (matches!(letter, '.' | '!' | '?' | ';')
                    && next.is_none_or(|c| c.is_whitespace()));
            if ends {
                if changed {
                    found.push(std::mem::take(&mut sentence));
                }
                sentence.clear();
                changed = piece.turn != Turn::Same && next.is_some();
            }
        }
    }
    if changed {
        found.push(sentence);
    }
    found
}

fn is_number(raw: &Raw, pieces: &[Piece]) -> bool {
    match &raw.what {
        What::Day(..) => true,
        What::Value(before, after) => {
            let digits = |value: &Option<crate::model::Localised>| {
                let text = value.as_ref().map_or("", |value| value.get("en"));
                !text.is_empty()
                    && text
                        .chars()
                        .all(|c| c.is_ascii_digit() || c == '.' || c == '-')
            };
            digits(before) || digits(after)
        }
        What::Text(before, after) if !before.is_empty() && !after.is_empty() => {
            let number = |text: &str| NUMBER.as_ref().is_some_and(|number| number.is_match(text));
            let mut changed = pieces.iter().filter(|piece| piece.turn != Turn::Same);
            changed.any(|piece| number(piece.text.trim()))
        }
        What::State(..) => true,
        _ => false,
    }
}

fn is_name(raw: &Raw, pieces: &[Piece]) -> bool {
    match &raw.what {
        What::Record { .. } => in_collection(raw, &NAMED),
        What::Text(..) => {
            let named = [
                "title",
                "name",
                "entity",
                "provider",
                "issuer",
                "operator",
                "author",
                "organisation",
            ];
            let owner = matches!(raw.owner, Owner::Record(_) | Owner::Site);
            (owner && named.contains(&raw.field.as_str())) || all_capital(pieces)
        }
        _ => false,
    }
}

/// Whether all that differs are words that begin with a capital, and not only because a sentence does.
fn all_capital(pieces: &[Piece]) -> bool {
    let changed: Vec<&Piece> = pieces
        .iter()
        .filter(|piece| piece.turn != Turn::Same)
        .collect();
    let inside = pieces.first().is_some_and(|piece| piece.turn == Turn::Same);
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let words = |piece: &Piece| piece.text.split_whitespace().all(capital);
    let said = changed.iter().all(|piece| !piece.text.trim().is_empty());
    let starts = |piece: &Piece| piece.text.trim_end().ends_with(['.', '!', '?', ':']);
    let mut before = pieces.iter().zip(pieces.iter().skip(1));
    let begins = before.any(|(first, next)| {
        first.turn == Turn::Same
            && next.turn != Turn::Same
            && (starts(first) || first.text.ends_with('\n'))
    });
    !changed.is_empty() && inside && said && !begins && changed.iter().all(|piece| words(piece))
}

fn is_document(raw: &Raw) -> bool {
    matches!(raw.what, What::File { .. })
        || (matches!(raw.what, What::Record { .. }) && in_collection(raw, &WRITTEN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::words;

    #[test]
    fn a_duty_counts_only_in_the_sentence_that_changed() {
        assert!(says_duty(&words(
            "We will tell you. It is blue.",
            "We will tell all. It is blue."
        )));
        assert!(!says_duty(&words(
            "We will tell you. It is blue.",
            "We will tell you. It is red."
        )));
        assert!(says_duty(&words(
            "我们必须通知您。天气好。",
            "我们必须告知您。天气好。"
        )));
        assert!(!says_duty(&words(
            "我们必须通知您。天气好。",
            "我们必须通知您。天气坏。"
        )));
        assert!(says_duty(&words("在72小时内通知。", "在24小时内通知。")));
    }

    #[test]
    fn names_are_words_with_capitals_inside_a_sentence() {
        assert!(all_capital(&words(
            "Audited by Pell LLP.",
            "Audited by Norhaven LLP."
        )));
        assert!(!all_capital(&words(
            "It is so. We agree.",
            "It is so. They agree."
        )));
        assert!(!all_capital(&words("a blue day", "a red day")));
    }
}
