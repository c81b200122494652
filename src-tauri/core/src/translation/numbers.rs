//! Numbers in a text, however they are written: `1,000`, `１０００`, `12 million`, `1200 万`, `thirteen`, `十三`.

use std::collections::{BTreeMap, BTreeSet};

use super::numerals::{chinese, english};

/// The numbers of one text by value. Values are decimals without superfluous zeros.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// Numbers that the other language must have too, with how they are written here.
    pub sure: BTreeMap<String, String>,
    /// These, and words that may be a number or part of another word: they can answer a number of the
    /// other language but never ask for one.
    pub all: BTreeSet<String>,
}

impl Numbers {
    /// Adds a number that is certain.
    pub(super) fn sure(&mut self, value: String, written: &str) {
        self.all.insert(value.clone());
        self.sure
            .entry(value)
            .or_insert_with(|| written.trim().to_owned());
    }

    /// Adds a number that may be none.
    pub(super) fn maybe(&mut self, value: impl Into<String>) {
        self.all.insert(value.into());
    }

    /// Those of this text that `other` has in no form, as written.
    pub(super) fn missing_in(&self, other: &Self) -> Vec<String> {
        self.sure
            .iter()
            .filter(|(value, _)| !other.all.contains(*value))
            .map(|(_, written)| written.clone())
            .collect()
    }
}

/// Every number of a text.
pub(super) fn numbers(text: &str) -> Numbers {
    let chars: Vec<char> = text.chars().map(narrow).collect();
    let mut found = Numbers::default();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let next = if c.is_ascii_digit() {
            digits(&chars, at, &mut found)
        } else if c.is_ascii_alphabetic() {
            english(&chars, at, &mut found)
        } else {
            chinese(&chars, at, &mut found)
        };
        at = next.max(at + 1);
    }
    found
}

/// Full-width digits and signs as their plain ones.
pub(super) fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '％' | '．' | '／' | '－' | '：' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        _ => c,
    }
}

fn digits(chars: &[char], start: usize, found: &mut Numbers) -> usize {
    let run = |from: usize| {
        chars[from..]
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .count()
    };
    let mut whole: String = chars[start..start + run(start)].iter().collect();
    let mut at = start + whole.len();
    // Groups of three after a comma: 1,000,000.
    while whole.len() <= 30
        && matches!(chars.get(at), Some(',' | '’'))
        && run(at + 1) == 3
        && (whole.len() <= 3 || at - start > whole.len())
    {
        whole.extend(&chars[at + 1..at + 4]);
        at += 4;
    }
    let mut fraction = String::new();
    while chars.get(at) == Some(&'.') && chars.get(at + 1).is_some_and(char::is_ascii_digit) {
        let length = run(at + 1);
        if fraction.is_empty() {
            fraction = chars[at + 1..=at + length].iter().collect();
        } else {
            // 1.2.3 is a version: kept as it is written.
            let end = at + 1 + length;
            let written: String = chars[start..end].iter().collect();
            found.sure(written.clone(), &written);
            return end;
        }
        at += 1 + length;
    }
    let (power, end) = magnitude(chars, at);
    let written: String = chars[start..end].iter().collect();
    let part_of_word = start > 0 && chars[start - 1].is_ascii_alphabetic();
    let value = decimal(&whole, &fraction, power);
    if part_of_word {
        found.maybe(value);
    } else {
        found.sure(value, &written);
    }
    end
}

/// The power of ten that a word after a number stands for, and where that word ends.
fn magnitude(chars: &[char], at: usize) -> (usize, usize) {
    let skip = usize::from(matches!(chars.get(at), Some(' ' | '-')));
    let from = at + skip;
    let word: String = chars[from.min(chars.len())..]
        .iter()
        .take_while(|c| c.is_ascii_alphabetic())
        .collect();
    let power = match word.to_ascii_lowercase().as_str() {
        "hundred" => 2,
        "thousand" => 3,
        "million" => 6,
        "billion" => 9,
        "trillion" => 12,
        _ => 0,
    };
    if power > 0 {
        return (power, from + word.len());
    }
    let (mut power, mut end) = (0, at);
    let mut next = if chars.get(at) == Some(&' ') {
        at + 1
    } else {
        at
    };
    while let Some(more) = chars.get(next).and_then(|c| match c {
        '百' => Some(2),
        '千' => Some(3),
        '万' => Some(4),
        '亿' => Some(8),
        _ => None,
    }) {
        // 百分点 and 千字节 are units, no magnitudes.
        if matches!(chars.get(next + 1), Some('分' | '字' | '米' | '克')) {
            break;
        }
        power += more;
        next += 1;
        end = next;
    }
    (power, end)
}

/// A decimal with the point moved, without superfluous zeros.
pub(super) fn decimal(whole: &str, fraction: &str, power: usize) -> String {
    let mut digits = format!("{whole}{fraction}");
    let mut places = fraction.len();
    if power >= places {
        digits.push_str(&"0".repeat(power - places));
        places = 0;
    } else {
        places -= power;
    }
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(a: &str, b: &str) -> (Vec<String>, Vec<String>) {
        let (a, b) = (numbers(a), numbers(b));
        (a.missing_in(&b), b.missing_in(&a))
    }

    #[test]
    fn the_same_number_in_another_dress_is_the_same() {
        for (a, b) in [
            ("1,000 customers", "1000 位客户"),
            ("1,000 customers", "１０００ 位客户"),
            ("1,000 customers", "一千位客户"),
            ("12.5 million", "1250 万"),
            ("1.2 billion", "12 亿"),
            ("99.90 %", "99.9%"),
            ("5%", "百分之五"),
            ("99.9 percent", "百分之九十九点九"),
            ("since May", "自五月以来"),
            ("in December", "十二月"),
            ("thirteen months", "十三个月"),
            ("twenty-four hours", "24 小时"),
            ("one hundred and twenty days", "一百二十天"),
            ("two working days", "两个工作日"),
            ("two-person rules", "双人规则"),
            ("twice a year", "每年两次"),
            ("the third party", "第三方"),
            (
                "ISO/IEC 27001:2022 and TLS 1.3",
                "ISO/IEC 27001:2022 与 TLS 1.3",
            ),
            ("AES-256", "AES-256"),
            ("S3 buckets", "存储桶"),
            ("a zero trust network of one kind", "零信任网络"),
            (
                "We explain everything",
                "我们一一说明，十分清楚，统一，万一",
            ),
            ("It runs for a year", "运行一年"),
            ("30 and 60 days", "30 天和 60 天"),
            ("version 1.2.3", "版本 1.2.3"),
            ("In 2026", "二〇二六年"),
            ("a dozen sites", "12 个站点"),
            ("30,000", "3 万"),
            ("100,200,300", "100200300"),
        ] {
            assert_eq!(differ(a, b), (vec![], vec![]), "{a} | {b}");
        }
    }

    #[test]
    fn another_number_is_found_on_both_sides() {
        let of = |a: &str, b: &str| {
            let (here, there) = differ(a, b);
            (here.join(" "), there.join(" "))
        };
        assert_eq!(of("35 days", "30 天"), ("35".into(), "30".into()));
        assert_eq!(
            of("thirteen months", "十二个月"),
            ("thirteen".into(), "十二".into())
        );
        assert_eq!(of("eight hours", "六小时"), ("eight".into(), "六".into()));
        assert_eq!(
            of("1.2 million", "12 万"),
            ("1.2 million".into(), "12 万".into())
        );
        assert_eq!(of("99.9 %", "99.95%"), ("99.9".into(), "99.95".into()));
        assert_eq!(of("41 hunts", "排查"), ("41".into(), String::new()));
        assert_eq!(
            of("hunts", "四十一次排查"),
            (String::new(), "四十一".into())
        );
    }

    #[test]
    fn decimals_are_plain() {
        assert_eq!(decimal("007", "500", 0), "7.5");
        assert_eq!(decimal("1", "25", 6), "1250000");
        assert_eq!(decimal("1", "25", 1), "12.5");
        assert_eq!(decimal("0", "0", 0), "0");
    }
}
