//! Chinese and Latin punctuation: each language has signs of its own, of its own width.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::say;
use crate::translation::is_wide;

use super::{Finding, Passage};
use crate::check::words::Words;

/// Signs by their width: as in Latin text, as in Chinese.
const SIGNS: [(char, char); 8] = [
    (',', '，'),
    ('.', '。'),
    (';', '；'),
    (':', '：'),
    ('?', '？'),
    ('!', '！'),
    ('(', '（'),
    (')', '）'),
];

/// Signs of the other language.
pub(super) fn punctuation(passage: &Passage<'_>, _: &Words, found: &mut Vec<Finding>) {
    match passage.locale.split('-').next() {
        Some("zh") => in_chinese(passage, found),
        Some("en") if !passage.text.is_ascii() => in_english(passage, found),
        _ => {}
    }
    if !passage.text.is_ascii() {
        found.extend(mixed_quotes(passage));
        if !passage.locale.is_empty() {
            full_width_letters(passage, found);
        }
    }
}

/// A quotation that opens with one sort of mark and closes with another.
pub(super) fn mixed_quotes(passage: &Passage<'_>) -> Option<Finding> {
    let text = passage.text;
    let mut open: Option<(char, usize)> = None;
    let marks = text.match_indices(['“', '”', '"']);
    for (at, mark) in marks.filter(|(at, mark)| *mark != "\"" || is_quote(passage, *at)) {
        match (open, mark) {
            (_, "“") => open = Some(('“', at)),
            (Some(('"', from)), "”") => return Some(one_sort(from, "“")),
            (Some(('“', from)), "\"") => {
                // In the quotation there may be another, of straight marks.
                let start = from + '“'.len_utf8();
                let rest = &text[start..];
                let closed = rest.find(['“', '”']);
                let closed = closed.is_some_and(|i| rest[i..].starts_with('”'));
                let straight = rest.match_indices('"');
                let straight = straight.filter(|(i, _)| is_quote(passage, start + i));
                if !closed && straight.count() % 2 == 1 {
                    return Some(one_sort(at, "”"));
                }
            }
            (None, "\"") => open = Some(('"', at)),
            _ => open = None,
        }
    }
    None
}

/// Whether a straight mark is one of a quotation: no size (19\"), no code.
fn is_quote(passage: &Passage<'_>, at: usize) -> bool {
    let size = passage.before(at).is_some_and(|c| c.is_ascii_digit());
    !size && !passage.is_inside(&(at..at + 1))
}

fn one_sort(at: usize, with: &str) -> Finding {
    let message = say!("The quotation opens and closes with different marks");
    let hint = say!("Write “{with}”.", with);
    Finding::new(at..at + 1, message, hint).with([with])
}

fn in_chinese(passage: &Passage<'_>, found: &mut Vec<Finding>) {
    let text = passage.text;
    if !text.contains(is_wide) {
        return;
    }
    let mut quote: Option<usize> = None;
    let mut brackets: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        let sign = at..at + c.len_utf8();
        if !matches!(
            c,
            ',' | '.' | ';' | ':' | '?' | '!' | '(' | '（' | ')' | '）' | '"'
        ) || passage.is_apart(&sign)
        {
            continue;
        }
        match c {
            '(' | '（' => brackets.push(at),
            ')' | '）' => {
                if let Some(open) = brackets.pop() {
                    found.extend(bracket_pair(passage, open..sign.end));
                }
            }
            '"' => match quote.take() {
                None => quote = Some(at),
                Some(open) => found.extend(quote_pair(passage, open..sign.end)),
            },
            _ => found.extend(half_width(passage, c, at)),
        }
    }
}

/// A sign of Latin text between Chinese characters.
fn half_width(passage: &Passage<'_>, c: char, at: usize) -> Option<Finding> {
    let text = passage.text;
    let (before, after) = (passage.before(at), passage.after(at + 1));
    let chinese = |c: Option<char>| c.is_some_and(is_chinese);
    let beside = match c {
        // “Inc.公司”, “Yahoo!公司”: it belongs to the name. “.NET”, “.com”: it begins one.
        '.' => chinese(before) && after.is_none_or(|c| c == ' ' || !c.is_ascii()),
        '?' | '!' => chinese(before),
        _ => chinese(before) || chinese(after),
    };
    // Signs that are written twice, and dots that stand for an ellipsis, are looked at elsewhere.
    let alone = before != Some(c) && after != Some(c);
    if !beside || !alone {
        return None;
    }
    let blanks = text[at + 1..].len() - text[at + 1..].trim_start_matches(' ').len();
    Some(to_full_width(
        at..at + 1 + blanks,
        text,
        full(c)?.to_string(),
    ))
}

/// Round brackets around Chinese, or between Chinese characters.
fn bracket_pair(passage: &Passage<'_>, pair: Range<usize>) -> Option<Finding> {
    let text = &passage.text[pair.clone()];
    let opens = text.chars().next()?.len_utf8();
    let closes = text.chars().next_back()?.len_utf8();
    let inside = &text[opens..text.len() - closes];
    let half = opens == 1 || closes == 1;
    let mixed = opens != closes;
    let around = passage.before(pair.start).is_some_and(is_chinese)
        || passage.after(pair.end).is_some_and(is_wide);
    let chinese = inside.contains(is_wide);
    if !half || inside.is_empty() || !(mixed || around || chinese) {
        return None;
    }
    let mut range = pair;
    if passage.before(range.start) == Some(' ') && range.start > 1 {
        range.start -= 1;
    }
    if passage.after(range.end) == Some(' ') {
        range.end += 1;
    }
    Some(to_full_width(range, passage.text, format!("（{inside}）")))
}

/// Straight quotation marks around Chinese.
fn quote_pair(passage: &Passage<'_>, pair: Range<usize>) -> Option<Finding> {
    let inside = &passage.text[pair.start + 1..pair.end - 1];
    let chinese = inside.starts_with(is_wide) || inside.ends_with(is_chinese);
    chinese.then(|| to_full_width(pair.clone(), passage.text, format!("“{inside}”")))
}

fn to_full_width(range: Range<usize>, text: &str, with: String) -> Finding {
    let words = &text[range.clone()];
    let message = say!(
        "“{words}” is written with the signs of English",
        words = words.trim()
    );
    let hint = say!("In Chinese text write “{with}”.", with);
    Finding::new(range, message, hint).with([with])
}

/// Signs of Chinese between Latin letters.
fn in_english(passage: &Passage<'_>, found: &mut Vec<Finding>) {
    let text = passage.text;
    for (at, c) in text.char_indices() {
        let Some(half) = half(c) else { continue };
        let end = at + c.len_utf8();
        let (before, after) = (passage.before(at), passage.after(end));
        let beside = |c: Option<char>| c.is_some_and(|c| is_chinese(c) && half_of(c).is_none());
        if beside(before) || beside(after) || passage.is_apart(&(at..end)) {
            continue;
        }
        // A Latin sign needs a blank where a Chinese one carries its own.
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let with = match half {
            '(' if letter(before) => " (".to_owned(),
            '(' => "(".to_owned(),
            half if letter(after) => format!("{half} "),
            half => half.to_string(),
        };
        let sign = &text[at..end];
        let message = say!("“{sign}” is a sign of Chinese", sign);
        let hint = say!("In English text write “{with}”.", with = with.trim());
        found.push(Finding::new(at..end, message, hint).with([with]));
    }
}

/// Latin letters and digits as wide as Chinese characters.
fn full_width_letters(passage: &Passage<'_>, found: &mut Vec<Finding>) {
    let text = passage.text;
    let full = |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    let mut at = 0;
    while let Some(start) = text[at..].find(full).map(|i| at + i) {
        let end = text[start..]
            .find(|c| !full(c))
            .map_or(text.len(), |i| start + i);
        let words = &text[start..end];
        let with: String = words.nfkc().collect();
        let message = say!("“{words}” is written in full-width letters", words);
        let hint = say!("Write “{with}”.", with);
        found.push(Finding::new(start..end, message, hint).with([with]));
        at = end;
    }
}

fn full(half: char) -> Option<char> {
    SIGNS
        .iter()
        .find(|(one, _)| *one == half)
        .map(|(_, full)| *full)
}

fn half(full: char) -> Option<char> {
    SIGNS
        .iter()
        .find(|(_, one)| *one == full)
        .map(|(half, _)| *half)
}

use half as half_of;

/// A Chinese character, or a sign that only Chinese text has.
fn is_chinese(c: char) -> bool {
    is_wide(c) || half(c).is_some() || matches!(c, '》' | '」' | '』' | '】' | '、')
}

#[cfg(test)]
mod tests {
    use crate::check::texts::trial::{found, mended};

    #[test]
    fn signs_of_english_in_chinese_are_found_and_near_misses_are_not() {
        let mend = |text: &str| mended("punctuation", "zh-Hans", text);
        assert_eq!(
            mend("你好,世界. 再见;好吗?好!"),
            "你好，世界。再见；好吗？好！"
        );
        assert_eq!(mend("联系人:Azure,我们"), "联系人：Azure，我们");
        assert_eq!(mend("数据保护官(DPO)负责"), "数据保护官（DPO）负责");
        assert_eq!(mend("微软 (中国) 公司"), "微软（中国）公司");
        assert_eq!(mend("见（附录)"), "见（附录）");
        assert_eq!(mend("所谓\"可用区\"指"), "所谓“可用区”指");
        let fine = "会议 10:30 开始，共 1,024 项（ISO 27001:2013），使用 .NET 和 Node.js 的 Yahoo!公司 \
                    Inc.公司，服务 (SLA) 见 <https://a.example/x?y=1>，邮箱 a@b.example，`你,好`。foo(bar) \
                    says \"yes\".";
        assert_eq!(found("punctuation", "zh-Hans", fine), Vec::<String>::new());
        assert_eq!(found("punctuation", "", "你,好"), Vec::<String>::new());
    }

    #[test]
    fn quotations_with_two_sorts_of_marks_are_found() {
        let mend = |text: &str| mended("punctuation", "en", text);
        assert_eq!(mend("An \"award” of “one”"), "An “award” of “one”");
        assert_eq!(mend("An “award\" of 19\""), "An “award” of 19\"");
        assert_eq!(mended("punctuation", "zh-Hans", "“奖项\"。"), "“奖项”。");
        let text = "A \"pair\" and an \"award” too";
        assert_eq!(mend(text), "A \"pair\" and an “award” too");
        let fine = "“One” and \"two\" and “three, with \"four\" and “five \"six\" seven”";
        assert_eq!(found("punctuation", "en", fine), Vec::<String>::new());
    }

    #[test]
    fn signs_of_chinese_in_english_are_found_and_near_misses_are_not() {
        let mend = |text: &str| mended("punctuation", "en", text);
        assert_eq!(mend("One，two。Three（four）"), "One, two. Three (four)");
        assert_eq!(mend("ＩＳＯ ２７００１"), "ISO 27001");
        let fine = "The law (网络安全法，2017) and “quotes” – it’s 3 × 4";
        assert_eq!(found("punctuation", "en", fine), Vec::<String>::new());
        assert_eq!(mended("punctuation", "zh-Hans", "共２４项"), "共24项");
    }
}
