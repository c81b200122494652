//! Numbers written as words: English number words and Chinese numerals.

use super::numbers::{Numbers, decimal};

/// English words for whole numbers below a hundred.
fn small(word: &str) -> Option<u64> {
    Some(match word {
        "zero" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

fn large(word: &str) -> Option<u64> {
    Some(match word {
        "hundred" => 100,
        "thousand" => 1_000,
        "million" => 1_000_000,
        "billion" => 1_000_000_000,
        _ => return None,
    })
}

/// Words that speak of a number without being one.
fn akin(word: &str) -> Option<&'static str> {
    Some(match word {
        "once" | "single" | "first" | "a" | "an" => "1",
        "twice" | "both" | "pair" | "double" | "dual" | "second" | "other" | "half" => "2",
        "thrice" | "triple" | "third" | "thirds" => "3",
        "fourth" | "quarter" | "quarterly" => "4",
        "fifth" => "5",
        "sixth" => "6",
        "seventh" => "7",
        "eighth" => "8",
        "ninth" => "9",
        "tenth" => "10",
        "dozen" | "annual" | "annually" | "yearly" => "12",
        "day" | "daily" | "clock" => "24",
        "week" | "weekly" => "7",
        _ => return None,
    })
}

fn word_at(chars: &[char], at: usize) -> String {
    let letters = chars[at.min(chars.len())..].iter();
    letters
        .take_while(|c| c.is_ascii_alphabetic())
        .map(char::to_ascii_lowercase)
        .collect()
}

/// Reads the word at `start`, and those after it as far as they are one number. Answers where it ends.
pub(super) fn english(chars: &[char], start: usize, found: &mut Numbers) -> usize {
    let word = word_at(chars, start);
    if let Some(value) = akin(&word) {
        found.maybe(value);
    }
    if small(&word).is_none() && large(&word).is_none() {
        // 256 in sha256 is part of its word.
        let rest = chars[start..].iter();
        return start + rest.take_while(|c| c.is_ascii_alphabetic()).count();
    }
    let (mut total, mut part, mut at, mut end) = (0_u64, None::<u64>, start, start);
    loop {
        let word = word_at(chars, at);
        match (small(&word), large(&word)) {
            // "two three" are two numbers; "twenty three" is one.
            (Some(n), _)
                if part
                    .is_none_or(|p| p % 100 == 0 || (p % 10 == 0 && n < 10 && p % 100 >= 20)) =>
            {
                part = Some(part.unwrap_or(0) + n);
            }
            (_, Some(100)) => part = Some(part.unwrap_or(1).saturating_mul(100)),
            (_, Some(n)) => {
                total = total.saturating_add(part.unwrap_or(1).saturating_mul(n));
                part = None;
            }
            _ if word == "and" && end > start && part.is_none_or(|p| p % 100 == 0) => {
                at += word.len();
                if chars.get(at) != Some(&' ') || small(&word_at(chars, at + 1)).is_none() {
                    break;
                }
                at += 1;
                continue;
            }
            _ => break,
        }
        at += word.len();
        end = at;
        if !matches!(chars.get(at), Some(' ' | '-')) {
            break;
        }
        at += 1;
    }
    let value = total.saturating_add(part.unwrap_or(0));
    let written: String = chars[start..end].iter().collect();
    if value >= 2 {
        found.sure(value.to_string(), &written);
    } else {
        found.maybe(value.to_string());
    }
    end
}

fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' | '双' | '俩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// What is counted by the sign after a numeral. 一些, 四处 and 十分 are words of their own.
const COUNTED: &str = "个年天日周小秒次名位人家层种类项份步倍条座级遍套台片章页间支环";

/// Reads the numeral at `start`, if one is there. Answers where it ends.
pub(super) fn chinese(chars: &[char], start: usize, found: &mut Numbers) -> usize {
    let is = |c: &char| digit(*c).is_some() || unit(*c).is_some();
    let mut end = start + chars[start..].iter().take_while(|c| is(c)).count();
    if end == start {
        return start;
    }
    let mut from = start;
    // 百分之五
    let percent = chars.get(start) == Some(&'百')
        && end == start + 1
        && chars.get(end..end + 2) == Some(&['分', '之']);
    if percent {
        from = end + 2;
        end = from + chars[from..].iter().take_while(|c| is(c)).count();
    }
    let run = &chars[from..end];
    let mut fraction = String::new();
    if chars.get(end) == Some(&'点') {
        let more = chars[end + 1..].iter().map_while(|c| digit(*c));
        fraction = more.map(|n| n.to_string()).collect();
        end += if fraction.is_empty() {
            0
        } else {
            1 + fraction.len()
        };
    }
    let written: String = chars[start..end].iter().collect();
    let plain_digits: Option<String> = run
        .iter()
        .map(|c| digit(*c).map(|n| n.to_string()))
        .collect();
    if let Some(each) = plain_digits.filter(|each| each.len() > 1) {
        // 二〇二六 is a year; 两三 is two or three.
        if each.len() >= 4 {
            found.sure(decimal(&each, &fraction, 0), &written);
        } else {
            run.iter()
                .filter_map(|c| digit(*c))
                .for_each(|n| found.maybe(n.to_string()));
        }
        return end;
    }
    // 万一, 百姓: a unit alone is no number, except ten.
    let Some(value) = value(run) else {
        return end;
    };
    let number = decimal(&value.to_string(), &fraction, 0);
    let ordinal = start > 0 && matches!(chars[start - 1], '第' | '周' | '期');
    let next = chars.get(end).copied().unwrap_or(' ');
    let counted = COUNTED.contains(next) || (next == '分' && chars.get(end + 1) == Some(&'钟'));
    // 五月 is May, a name in English; five months are 五个月.
    let month = next == '月' && value <= 12;
    let certain =
        percent || !fraction.is_empty() || (value >= 11 && !month) || (value >= 2 && counted);
    let double = matches!(run, ['双' | '俩']);
    if certain && !ordinal && !double {
        found.sure(number, &written);
    } else {
        found.maybe(number);
    }
    end
}

fn value(run: &[char]) -> Option<u64> {
    let (mut total, mut section, mut now) = (0_u64, 0_u64, None::<u64>);
    for (i, c) in run.iter().enumerate() {
        match (digit(*c), unit(*c)) {
            (Some(n), _) => now = Some(n),
            (_, Some(10)) if i == 0 => section += 10,
            (_, Some(n)) if n < 10_000 => {
                section += now.take()? * n;
            }
            (_, Some(n)) => {
                let before = section + now.take().unwrap_or(0);
                if before == 0 && total == 0 {
                    return None;
                }
                total = (total + before).saturating_mul(n);
                section = 0;
            }
            _ => return None,
        }
    }
    Some(total + section + now.unwrap_or(0))
}
