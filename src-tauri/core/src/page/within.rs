//! Edits inside one text of a form: only the bytes of the words themselves change, so that the rest of
//! the text keeps its escapes, its line ends and the way it is folded.

use std::ops::Range;

use crate::error::Error;
use crate::kinds::BODY;
use crate::value::Value;
use crate::view::Step;

use super::edit::{fenced, in_toml, regions};
use super::format::{escape, is_delimiter};
use super::lines::{line_end, with_lf};
use super::{BodyOf, Page, Splice, Target, apply, fields, read_fields};

const GONE: Error = Error::Stale("field");

/// Replaces parts of the text at `path`. The ranges count bytes of the text as the form shows it (line
/// ends are LF); they are in order and do not overlap.
///
/// # Errors
/// As [`super::set`].
pub fn set_within(
    page: &Page,
    target: Target,
    path: &[Step],
    parts: &[Splice],
    body_of: BodyOf<'_>,
) -> Result<Vec<Splice>, Error> {
    if let (Target::Block(i), [Step::Name(name)]) = (target, path)
        && name == BODY
        && let (_, Some(markdown)) = regions(page, i, body_of)?
    {
        let written = &page.text[markdown.clone()];
        let eol = line_end(&page.text, markdown.start);
        let read = with_lf(written);
        let splices = parts.iter().map(|part| {
            let at = |to: usize| Some(markdown.start + raw_offset(written, &read, to)?);
            Some(Splice {
                range: at(part.range.start)?..at(part.range.end)?,
                text: with_lf(&part.text).replace('\n', eol),
            })
        });
        let splices: Option<Vec<Splice>> = splices.collect();
        return Ok(fenced(page, &page.blocks[i], splices.ok_or(GONE)?));
    }
    in_toml(page, target, body_of, |toml| {
        set_within_fields(toml, path, parts)
    })
}

/// The same in a file of fields only.
///
/// # Errors
/// [`Error::Stale`] when there is no text at `path`, [`Error::Refused`] when the file cannot be read.
pub fn set_within_fields(
    toml: &str,
    path: &[Step],
    parts: &[Splice],
) -> Result<Vec<Splice>, Error> {
    let span = fields::span_of(toml, path)?.ok_or(GONE)?;
    let written = &toml[span.clone()];
    let read = read_token(written).ok_or(GONE)?;
    let fits = |part: &Splice| read.get(part.range.clone()).is_some();
    if !parts.iter().all(fits) {
        return Err(GONE);
    }
    let next = apply(&read, parts);
    if let Some(splices) = inside_token(written, &read, parts)
        && let token = apply(written, &splices)
        && read_token(&token).as_deref() == Some(next.as_str())
        && !token.split('\n').skip(1).any(is_delimiter)
    {
        let moved = splices.into_iter().map(|splice| Splice {
            range: splice.range.start + span.start..splice.range.end + span.start,
            text: splice.text,
        });
        return Ok(moved.collect());
    }
    fields::set(toml, path, Some(&Value::Text(next)))
}

/// The byte of `written` at which byte `to` of its text with LF stands.
fn raw_offset(written: &str, read: &str, to: usize) -> Option<usize> {
    read.is_char_boundary(to).then_some(())?;
    if read.len() == written.len() {
        return Some(to);
    }
    let mut ends = 0;
    let mut at = 0;
    while at < written.len() && at - ends < to {
        ends += usize::from(written[at..].starts_with("\r\n"));
        at += if written[at..].starts_with("\r\n") {
            2
        } else {
            1
        };
    }
    Some(at)
}

/// The text that a TOML string stands for.
fn read_token(token: &str) -> Option<String> {
    match read_fields(&format!("x = {token}\n"))
        .ok()?
        .swap_remove("x")?
    {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Splices inside a TOML string; `None` when it cannot take the new text as it is written now.
fn inside_token(token: &str, read: &str, parts: &[Splice]) -> Option<Vec<Splice>> {
    let literal = token.starts_with('\'');
    let units = units(token)?;
    if units.last().map_or(0, |unit| unit.0 + unit.1) != read.len() {
        return None;
    }
    let splices = parts.iter().map(|part| {
        let first = units
            .iter()
            .find(|unit| unit.0 + unit.1 > part.range.start)?;
        let last = units.iter().rev().find(|unit| unit.0 < part.range.end)?;
        let mut text = String::new();
        if literal {
            let plain = |c: char| c != '\'' && !c.is_control();
            part.text
                .chars()
                .all(plain)
                .then(|| text.push_str(&part.text))?;
        } else {
            part.text.chars().for_each(|c| escape(c, &mut text));
        }
        Some(Splice {
            range: first.2.start..last.2.end,
            text,
        })
    });
    splices.collect()
}

/// The characters of a TOML string: where each starts in the text it stands for, how long it is there,
/// and where it is written.
fn units(token: &str) -> Option<Vec<(usize, usize, Range<usize>)>> {
    let quote = token.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let triple: String = [quote; 3].iter().collect();
    let (open, close) = if token.len() >= 6 && token.starts_with(&triple) {
        let after = &token[3..];
        let skipped = if after.starts_with("\r\n") {
            2
        } else {
            usize::from(after.starts_with('\n'))
        };
        (3 + skipped, token.len() - 3)
    } else {
        (1, token.len().checked_sub(1)?)
    };
    let mut found = Vec::new();
    let (mut at, mut read) = (open, 0);
    while at < close {
        let rest = token.get(at..close)?;
        let (length, written) = match rest.as_bytes() {
            [b'\r', b'\n', ..] => (1, 2),
            [b'\\', ..] if quote == '"' => escaped(rest)?,
            _ => {
                let length = rest.chars().next()?.len_utf8();
                (length, length)
            }
        };
        if length > 0 {
            found.push((read, length, at..at + written));
        }
        read += length;
        at += written;
    }
    Some(found)
}

/// An escape at the start of `rest`: how long what it stands for is, and how long it is written.
fn escaped(rest: &str) -> Option<(usize, usize)> {
    let number = |digits: usize| {
        let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
        Some((char::from_u32(code)?.len_utf8(), 2 + digits))
    };
    match rest[1..].chars().next()? {
        'u' => number(4),
        'U' => number(8),
        'x' => number(2),
        // A folded line: the blanks up to the next word stand for nothing.
        c if c.is_whitespace() => Some((0, 1 + rest[1..].len() - rest[1..].trim_start().len())),
        _ => Some((1, 2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::BodyType;

    fn replaced(toml: &str, from: &str, to: &str) -> String {
        let path = [Step::Name("x".into())];
        let Some(Value::Text(text)) = read_fields(toml).unwrap().swap_remove("x") else {
            panic!("no text in {toml}")
        };
        let at = text.find(from).unwrap();
        let part = Splice {
            range: at..at + from.len(),
            text: to.into(),
        };
        let out = apply(toml, &set_within_fields(toml, &path, &[part]).unwrap());
        let Some(Value::Text(now)) = read_fields(&out).unwrap().swap_remove("x") else {
            panic!("no text in {out}")
        };
        assert_eq!(now, text.replacen(from, to, 1), "{out}");
        out
    }

    #[test]
    fn only_the_words_change_in_a_string_of_any_style() {
        assert_eq!(
            replaced("x = \"a\\u0062c word\\tz\" # note\n", "word", "\"q\""),
            "x = \"a\\u0062c \\\"q\\\"\\tz\" # note\n"
        );
        assert_eq!(
            replaced("x = 'C:\\word'\n", "word", "中文"),
            "x = 'C:\\中文'\n"
        );
        assert_eq!(
            replaced("x = 'a word'\n", "word", "it's"),
            "x = \"a it's\"\n"
        );
        assert_eq!(
            replaced(
                "x = \"\"\"\r\none \\\r\n   word\r\ntwo\"\"\"\r\n",
                "word",
                "w"
            ),
            "x = \"\"\"\r\none \\\r\n   w\r\ntwo\"\"\"\r\n"
        );
        assert_eq!(
            replaced("x = '''\na\nword\n'''\n", "word", "b"),
            "x = '''\na\nb\n'''\n"
        );
        assert_eq!(replaced("x = \"a\\u0062c\"\n", "b", "d"), "x = \"adc\"\n");
    }

    #[test]
    fn a_line_that_would_be_a_mark_of_the_page_is_written_otherwise() {
        let out = replaced("x = '''\nword\n--- word\n'''\n", "--- word", "---");
        assert!(!out.split('\n').any(is_delimiter), "{out}");
    }

    #[test]
    fn a_body_keeps_its_mixed_line_ends_and_lengthens_its_fence() {
        let text = "+++\ntitle = \"t\"\n+++\n\n::: text\none\r\ntwo word\nthree\r\n:::\n";
        let body_of = |_: &str| Some(BodyType::Markdown);
        let page = super::super::parse(text, None, &body_of);
        let part = |range, text: &str| {
            vec![Splice {
                range,
                text: text.into(),
            }]
        };
        let path = [Step::Name("body".into())];
        let set = |parts: &[Splice]| {
            apply(
                text,
                &set_within(&page, Target::Block(0), &path, parts, &body_of).unwrap(),
            )
        };
        assert_eq!(set(&part(8..12, "w")), text.replace("word", "w"));
        assert!(
            set(&part(8..12, "w\n:::")).contains(":::: text\none\r\ntwo w\n:::\nthree\r\n::::\n")
        );
    }
}
