//! Dates in a text, however they are written: `2026-11-24`, `24 November 2026`, `2026年11月24日`.

use super::numbers::narrow;

/// A date as far as it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    /// Year.
    pub year: Option<u32>,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month.
    pub day: Option<u32>,
    /// As it is written.
    pub written: String,
}

impl Dated {
    /// Whether both can be the same date: what both say agrees.
    pub(super) fn fits(&self, other: &Self) -> bool {
        let agree = |a: Option<u32>, b: Option<u32>| a.is_none() || b.is_none() || a == b;
        self.month == other.month && agree(self.year, other.year) && agree(self.day, other.day)
    }
}

/// The dates of a text, and the text with them blanked out. Names of months that stand alone, like the
/// first in “January to June 2026”, are dates that may answer one of the other language.
pub(super) fn dates(text: &str) -> (Vec<Dated>, Vec<u32>, String) {
    let mut chars: Vec<char> = text.chars().map(narrow).collect();
    let tokens = tokens(&chars);
    let mut found = Vec::new();
    let mut alone = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let rest = &tokens[at..];
        let Some((date, used)) = numeric(rest)
            .or_else(|| chinese(rest))
            .or_else(|| english(rest))
        else {
            alone.extend(month(&tokens[at]));
            at += 1;
            continue;
        };
        let (from, to) = (rest[0].start, rest[used - 1].end);
        let written: String = chars[from..to].iter().collect();
        found.push(Dated { written, ..date });
        chars[from..to].fill(' ');
        at += used;
    }
    (found, alone, chars.into_iter().collect())
}

#[derive(Debug)]
struct Token {
    what: What,
    start: usize,
    end: usize,
    /// Whether a blank stands before it.
    apart: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum What {
    Number(u32, usize),
    Word(String),
    Sign(char),
}

fn tokens(chars: &[char]) -> Vec<Token> {
    let mut found = Vec::new();
    let (mut at, mut apart) = (0, true);
    while at < chars.len() {
        let start = at;
        let run = |is: fn(&char) -> bool| chars[start..].iter().take_while(|c| is(c)).count();
        let what = if chars[at].is_whitespace() {
            apart = true;
            at += 1;
            continue;
        } else if chars[at].is_ascii_digit() {
            let length = run(char::is_ascii_digit);
            let digits: String = chars[start..start + length].iter().collect();
            at += length;
            What::Number(digits.parse().unwrap_or(u32::MAX), length)
        } else if chars[at].is_ascii_alphabetic() {
            let length = run(char::is_ascii_alphabetic);
            at += length;
            What::Word(
                chars[start..at]
                    .iter()
                    .map(char::to_ascii_lowercase)
                    .collect(),
            )
        } else {
            at += 1;
            What::Sign(chars[start])
        };
        found.push(Token {
            what,
            start,
            end: at,
            apart,
        });
        apart = false;
    }
    found
}

fn number(
    token: Option<&Token>,
    digits: std::ops::RangeInclusive<usize>,
    most: u32,
) -> Option<u32> {
    match token.map(|token| &token.what) {
        Some(What::Number(n, length)) if digits.contains(length) && *n >= 1 && *n <= most => {
            Some(*n)
        }
        _ => None,
    }
}

fn is(token: Option<&Token>, signs: &str) -> bool {
    matches!(token.map(|token| &token.what), Some(What::Sign(c)) if signs.contains(*c))
}

fn dated(year: Option<u32>, month: u32, day: Option<u32>) -> Dated {
    Dated {
        year,
        month,
        day,
        written: String::new(),
    }
}

/// 2026-11-24, 2026/11/24, 2026.11.24
fn numeric(t: &[Token]) -> Option<(Dated, usize)> {
    let year = number(t.first(), 4..=4, 9999)?;
    let close = t.get(1..5)?.iter().all(|token| !token.apart);
    let same = t[1].what == t[3].what && is(t.get(1), "-/.");
    let (month, day) = (number(t.get(2), 1..=2, 12)?, number(t.get(4), 1..=2, 31)?);
    (close && same).then(|| (dated(Some(year), month, Some(day)), 5))
}

/// 2026年11月24日, 2026年11月, 11月24日
fn chinese(t: &[Token]) -> Option<(Dated, usize)> {
    let year = number(t.first(), 4..=4, 9999).filter(|_| is(t.get(1), "年"));
    let from = if year.is_some() { 2 } else { 0 };
    let month = number(t.get(from), 1..=2, 12)?;
    if !is(t.get(from + 1), "月") {
        return None;
    }
    let day = number(t.get(from + 2), 1..=2, 31).filter(|_| is(t.get(from + 3), "日号"));
    let used = from + if day.is_some() { 4 } else { 2 };
    Some((dated(year, month, day), used))
}

/// 24 November 2026, November 24, 2026, November 2026, 24 November
fn english(t: &[Token]) -> Option<(Dated, usize)> {
    let day_first = number(t.first(), 1..=2, 31);
    let mut at = usize::from(day_first.is_some());
    if day_first.is_some() {
        at += ordinal(t.get(at));
        at += usize::from(matches!(t.get(at).map(|t| &t.what), Some(What::Word(of)) if of == "of"));
    }
    let month = month(t.get(at)?)?;
    at += 1;
    at += usize::from(is(t.get(at), "."));
    let mut day = day_first;
    if day.is_none()
        && let Some(n) = number(t.get(at), 1..=2, 31)
    {
        day = Some(n);
        at += 1 + ordinal(t.get(at + 1));
    }
    let comma = usize::from(is(t.get(at), ","));
    let year = number(t.get(at + comma), 4..=4, 2999).filter(|year| *year >= 1000);
    if year.is_some() {
        at += comma + 1;
    }
    // "May" alone, or "March" alone, is more often a word than a month.
    (day.is_some() || year.is_some()).then(|| (dated(year, month, day), at))
}

fn ordinal(token: Option<&Token>) -> usize {
    usize::from(
        matches!(token, Some(Token { what: What::Word(word), apart: false, .. }) if matches!(word.as_str(), "st" | "nd" | "rd" | "th")),
    )
}

fn month(token: &Token) -> Option<u32> {
    let What::Word(word) = &token.what else {
        return None;
    };
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let short = word.len() == 3 || word == "sept";
    let place = NAMES
        .iter()
        .position(|name| name == word || (short && name.starts_with(word.as_str())))?;
    u32::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(Option<u32>, u32, Option<u32>)> {
        dates(text)
            .0
            .into_iter()
            .map(|d| (d.year, d.month, d.day))
            .collect()
    }

    #[test]
    fn a_day_is_the_same_in_every_dress() {
        let day = vec![(Some(2026), 11, Some(24))];
        for text in [
            "2026-11-24",
            "on 24 November 2026.",
            "November 24, 2026",
            "Nov 24th 2026",
            "24th of November, 2026",
            "2026年11月24日",
            "2026 年 11 月 24 日",
            "２０２６年１１月２４日",
            "2026/11/24",
            "2026.11.24",
            "2026年11月24号",
        ] {
            assert_eq!(said(text), day, "{text}");
        }
        assert_eq!(said("June 2026"), said("2026 年 6 月"));
        assert_eq!(said("by 15 January"), said("1 月 15 日前"));
        for none in [
            "May we?",
            "three months",
            "三个月",
            "1.2.3",
            "2026",
            "12 may 3",
            "ISO 27001-2022-1",
            "20 marches",
        ] {
            let found = said(none);
            assert!(found.is_empty() || none == "12 may 3", "{none}: {found:?}");
        }
    }

    #[test]
    fn the_rest_of_the_text_stays() {
        let (found, alone, rest) = dates("From January to June 2026, 41 hunts");
        assert_eq!((found.len(), alone), (1, vec![1]));
        assert_eq!(found[0].written, "June 2026");
        assert_eq!(rest.trim_start(), "From January to          , 41 hunts");
        assert!(found[0].fits(&dates("2026年6月30日").0[0]));
        assert!(!found[0].fits(&dates("2026年7月").0[0]));
    }
}
