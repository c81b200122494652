//! Bold and italic beside Chinese punctuation.
//!
//! By CommonMark's flanking rule (spec 0.31.2, section 6.2) `**重要。**但是` is not bold: the closing
//! mark stands between punctuation and a letter, as it does between words only where words are
//! separated by blanks. A private character that is neither is put between mark and punctuation
//! before parsing, and taken out of every text after it.

use std::borrow::Cow;

use super::{notes, raised};

/// Neither blank nor punctuation, and in no text we were given.
pub(super) const MARK: char = '\u{e000}';

/// How many bytes a mark is long.
pub(crate) const MARK_BYTES: usize = 3;

/// Whether a character was put into a prepared text.
pub(crate) fn is_mark(c: char) -> bool {
    c == MARK || c == raised::MARK
}

/// `markdown` with marks where the flanking rule would misread Chinese, Japanese or Korean text, and
/// where raised text stands beside letters or a link behind a footnote.
pub(crate) fn prepare(markdown: &str) -> Cow<'_, str> {
    if !markdown.is_ascii() && markdown.contains(is_mark) {
        return Cow::Borrowed(markdown);
    }
    notes::prepare(raised::prepare(beside_punctuation(markdown)))
}

fn beside_punctuation(markdown: &str) -> Cow<'_, str> {
    if markdown.is_ascii() || !markdown.contains('*') {
        return Cow::Borrowed(markdown);
    }
    let mut out = String::with_capacity(markdown.len() + 16);
    let mut before = '\n';
    let mut rest = markdown;
    let mut changed = false;
    while let Some(at) = rest.find('*') {
        out.push_str(&rest[..at]);
        before = rest[..at].chars().next_back().unwrap_or(before);
        let run = rest[at..].len() - rest[at..].trim_start_matches('*').len();
        let after = rest[at + run..].chars().next().unwrap_or('\n');
        let stars = &rest[at..at + run];
        let escaped = before == '\\';
        // The mark would keep another one beside it from taking effect.
        let other = |c| matches!(c, '_' | '^').then_some(raised::MARK);
        if !escaped && is_punctuation(before) && is_cjk_letter(after) {
            out.extend(other(before).into_iter().chain([MARK]));
            out.push_str(stars);
            changed = true;
        } else if !escaped && is_cjk_letter(before) && is_punctuation(after) {
            out.push_str(stars);
            out.extend([MARK].into_iter().chain(other(after)));
            changed = true;
        } else {
            out.push_str(stars);
        }
        before = '*';
        rest = &rest[at + run..];
    }
    out.push_str(rest);
    if changed {
        Cow::Owned(out)
    } else {
        Cow::Borrowed(markdown)
    }
}

/// `text` without the marks.
pub(crate) fn strip(text: &str) -> Cow<'_, str> {
    if text.contains(is_mark) {
        Cow::Owned(text.replace(is_mark, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Letters of scripts that put no blanks between words.
pub(crate) fn is_cjk_letter(c: char) -> bool {
    matches!(u32::from(c),
        0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3040..=0x30ff | 0x3100..=0x312f
        | 0x3130..=0x318f | 0x31a0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7af
        | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

/// Punctuation as it stands beside such letters, full-width forms and quotation marks included.
fn is_punctuation(c: char) -> bool {
    c != '*'
        && (c.is_ascii_punctuation()
            || matches!(u32::from(c),
            0xa1 | 0xa7 | 0xab | 0xb6 | 0xb7 | 0xbb | 0xbf | 0x2010..=0x2027 | 0x2030..=0x205e
            | 0x3001..=0x3003 | 0x3008..=0x3011 | 0x3014..=0x301f | 0x30fb
            | 0xfe10..=0xfe19 | 0xfe30..=0xfe6b | 0xff01..=0xff0f | 0xff1a..=0xff20 | 0xff3b..=0xff40 | 0xff5b..=0xff65))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Parser, html};

    fn html(markdown: &str) -> String {
        let prepared = prepare(markdown);
        let mut out = String::new();
        html::push_html(&mut out, Parser::new(&prepared));
        strip(out.trim()).into_owned()
    }

    #[test]
    fn bold_beside_full_width_punctuation_takes_effect() {
        for (markdown, expected) in [
            ("**“引号”**后续", "<p><strong>“引号”</strong>后续</p>"),
            ("**重要。**但是", "<p><strong>重要。</strong>但是</p>"),
            ("他说**“好”**。", "<p>他说<strong>“好”</strong>。</p>"),
            (
                "他说**“好”**然后走了",
                "<p>他说<strong>“好”</strong>然后走了</p>",
            ),
            ("普通**粗体**文字", "<p>普通<strong>粗体</strong>文字</p>"),
            ("*（斜体）*文字", "<p><em>（斜体）</em>文字</p>"),
            (
                "但**_斜体_**是",
                "<p>但<strong><em>斜体</em></strong>是</p>",
            ),
            (
                "**重要**_（斜体）_，",
                "<p><strong>重要</strong><em>（斜体）</em>，</p>",
            ),
            ("`**。**但`", "<p><code>**。**但</code></p>"),
            (r"\*\*重要。\*\*但是", "<p>**重要。**但是</p>"),
            ("a **b.** c", "<p>a <strong>b.</strong> c</p>"),
            (
                "数据**（见[第一条](/a)）**之外",
                "<p>数据<strong>（见<a href=\"/a\">第一条</a>）</strong>之外</p>",
            ),
        ] {
            assert_eq!(html(markdown), expected);
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in ["plain **bold.**text", "没有星号。", "a\u{e000}**。**但"] {
            assert!(matches!(prepare(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
