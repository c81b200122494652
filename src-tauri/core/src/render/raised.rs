//! Raised text directly beside letters: `m^2^`, `^14^C`.
//!
//! The parser takes `^` as it takes `_`: beside a letter it neither begins nor ends anything. A rare
//! punctuation mark is put between letter and `^` before parsing, and taken out of every text after
//! it, so that a stretch without blanks between two `^` is raised wherever it stands.

use std::borrow::Cow;

use super::cjk;

/// Punctuation, and in no text we were given.
pub(super) const MARK: char = '\u{2e1e}';

/// `markdown` with marks where raised text stands directly beside letters.
pub(super) fn prepare(markdown: Cow<'_, str>) -> Cow<'_, str> {
    let places = places(&markdown);
    if places.is_empty() {
        return markdown;
    }
    let mut out = String::with_capacity(markdown.len() + places.len() * MARK.len_utf8());
    let mut from = 0;
    for at in places {
        out.push_str(&markdown[from..at]);
        out.push(MARK);
        from = at;
    }
    out.push_str(&markdown[from..]);
    Cow::Owned(out)
}

/// Where marks belong, in order.
fn places(markdown: &str) -> Vec<usize> {
    let mut found = Vec::new();
    // Whether raised text began, and then whether there is a blank in it by now.
    let mut open: Option<bool> = None;
    let mut from = 0;
    while let Some(at) = next(markdown, from) {
        let since = &markdown[from..at];
        open = open.filter(|_| !since.contains("\n\n"));
        open = open.map(|blank| blank || !dense(since));
        from = at + 1;
        let (before, after) = (&markdown[..at], &markdown[from..]);
        let (last, first) = (before.chars().next_back(), after.chars().next());
        let ends = !since.is_empty() && !last.is_some_and(char::is_whitespace);
        match open {
            Some(_) if ends && parts(first) => open = None,
            Some(false) if ends && letter(first) => {
                found.push(from);
                open = None;
            }
            _ if parts(last) && first.is_some_and(|c| !c.is_whitespace()) => open = Some(false),
            _ if letter(last)
                && next(markdown, from).is_some_and(|to| dense(&markdown[from..to])) =>
            {
                found.push(at);
                open = Some(false);
            }
            _ => {}
        }
    }
    found
}

fn letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Whether raised text can begin or end beside a character: a blank, punctuation, the end of the text.
fn parts(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric() && c != cjk::MARK)
}

/// Whether there is something without blanks and code.
fn dense(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '`')
}

/// The next `^` from `at` on that stands alone, is not escaped and names no footnote.
fn next(markdown: &str, mut at: usize) -> Option<usize> {
    loop {
        let found = at + markdown.get(at..)?.find('^')?;
        let run = markdown[found..].len() - markdown[found..].trim_start_matches('^').len();
        let before = &markdown[..found];
        let note = before.ends_with('[') && !escaped(&before[..found - 1]);
        if escaped(before) {
            at = found + 1;
        } else if run == 1 && !note {
            return Some(found);
        } else {
            at = found + run;
        }
    }
}

/// Whether a backslash makes what stands after `before` a letter.
fn escaped(before: &str) -> bool {
    let slashes = before.len() - before.trim_end_matches('\\').len();
    slashes % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::super::{cjk, markdown::options};
    use pulldown_cmark::{Event, Parser, Tag, html};

    fn html(markdown: &str) -> String {
        let prepared = cjk::prepare(markdown);
        let mut out = String::new();
        html::push_html(&mut out, Parser::new_ext(&prepared, options()));
        cjk::strip(out.trim()).into_owned()
    }

    #[test]
    fn raised_text_may_stand_beside_letters() {
        for (markdown, expected) in [
            ("m^2^", "<p>m<sup>2</sup></p>"),
            (
                "10 m^2^ and ^14^C",
                "<p>10 m<sup>2</sup> and <sup>14</sup>C</p>",
            ),
            ("a^b^c^d^", "<p>a<sup>b</sup>c<sup>d</sup></p>"),
            ("m^*2*^,", "<p>m<sup><em>2</em></sup>,</p>"),
            ("平方米^2^。", "<p>平方米<sup>2</sup>。</p>"),
            (
                "他说**重要。**但m^2^是",
                "<p>他说<strong>重要。</strong>但m<sup>2</sup>是</p>",
            ),
        ] {
            assert_eq!(html(markdown), expected);
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for (markdown, expected) in [
            ("x^2 + y^2", "<p>x^2 + y^2</p>"),
            (r"m\^2\^ and m\^2^", "<p>m^2^ and m^2^</p>"),
            ("`m^2^`", "<p><code>m^2^</code></p>"),
            ("a^^b^^c", "<p>a^^b^^c</p>"),
            ("a[^b]c.[^d]", "<p>a[^b]c.[^d]</p>"),
        ] {
            assert_eq!(html(markdown), expected);
        }
    }
    #[test]
    fn addresses_stay_what_they_are() {
        let prepared = cjk::prepare("[a](/x^2^y)");
        let to = Parser::new_ext(&prepared, options()).find_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(cjk::strip(&dest_url).into_owned()),
            _ => None,
        });
        assert_eq!(to.as_deref(), Some("/x^2^y"));
    }
}
