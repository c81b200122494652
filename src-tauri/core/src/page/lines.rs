//! Lines decide (rule 1): what is a delimiter, and what a text must not contain.

use std::ops::Range;

/// One line: where it starts, where its text ends, where the next begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) start: usize,
    /// End of its text, without the line end.
    pub(super) end: usize,
    /// After its line end.
    pub(super) next: usize,
}

impl Line {
    /// Its text, without the line end.
    pub(super) fn text<'a>(&self, source: &'a str) -> &'a str {
        &source[self.start..self.end]
    }
}

/// The lines of `source` from byte `from`. Only LF and CRLF end a line.
pub(super) fn lines(source: &str, from: usize) -> impl Iterator<Item = Line> + '_ {
    lines_in(source, from..source.len())
}

/// The lines of `source` inside `range`, which starts at the start of a line.
pub(super) fn lines_in(source: &str, range: Range<usize>) -> impl Iterator<Item = Line> + '_ {
    let mut at = range.start;
    std::iter::from_fn(move || {
        if at >= range.end {
            return None;
        }
        let start = at;
        let next = source[at..range.end]
            .find('\n')
            .map_or(range.end, |i| at + i + 1);
        at = next;
        let text = &source[start..next];
        let text = text
            .strip_suffix('\n')
            .map_or(text, |t| t.strip_suffix('\r').unwrap_or(t));
        Some(Line {
            start,
            end: start + text.len(),
            next,
        })
    })
}

fn trimmed(line: &str) -> &str {
    line.trim_end_matches([' ', '\t'])
}

/// Whether the line is the front matter's mark.
pub(super) fn is_front_mark(line: &str) -> bool {
    trimmed(line) == "+++"
}

/// Whether the line divides fields from Markdown.
pub(super) fn is_divider(line: &str) -> bool {
    trimmed(line) == "---"
}

/// How many colons the line is made of, when it is made of nothing else and of at least three.
pub(super) fn only_colons(line: &str) -> Option<usize> {
    let line = trimmed(line);
    (line.len() >= 3 && line.bytes().all(|b| b == b':')).then_some(line.len())
}

/// An opening line, taken apart. Positions count from the start of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening<'a> {
    pub(super) colons: usize,
    pub(super) kind: &'a str,
    /// Between the braces, when there are any.
    pub(super) attributes: Option<Range<usize>>,
}

/// Reads an opening line (rule 3): `::: kind`, perhaps with `{…}`.
pub(super) fn opening(line: &str) -> Option<Opening<'_>> {
    let text = trimmed(line);
    let colons = text.bytes().take_while(|b| *b == b':').count();
    if colons < 3 {
        return None;
    }
    let after = &text[colons..];
    let rest = after.trim_start_matches([' ', '\t']);
    if rest.len() == after.len() {
        return None;
    }
    let length = rest.find([' ', '\t', '{']).unwrap_or(rest.len());
    let kind = &rest[..length];
    if !is_name(kind) {
        return None;
    }
    let tail = rest[length..].trim_start_matches([' ', '\t']);
    let attributes = if tail.is_empty() {
        None
    } else {
        let inside = tail.strip_prefix('{')?.strip_suffix('}')?;
        let start = text.len() - tail.len() + 1;
        Some(start..start + inside.len())
    };
    Some(Opening {
        colons,
        kind,
        attributes,
    })
}

/// Whether `name` may name a kind or a section: `[a-z][a-z0-9-]{0,63}`.
pub(crate) fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The id and the flags of an opening line; `Err` holds the word that is neither.
pub(super) fn attributes(inside: &str) -> Result<(Option<String>, Vec<String>), String> {
    let mut id = None;
    let mut flags = Vec::new();
    for word in inside.split([' ', '\t']).filter(|w| !w.is_empty()) {
        match word.strip_prefix('#') {
            Some(name) if id.is_none() && flags.is_empty() && is_name(name) => {
                id = Some(name.to_owned())
            }
            Some(_) => return Err(word.to_owned()),
            None => flags.push(word.to_owned()),
        }
    }
    Ok((id, flags))
}

/// The fence that `body` needs: at least `colons`, and longer than any line in it that would be
/// taken for a closing line, or for an opening line that ends the section.
pub(super) fn fence_for(body: &str, colons: usize) -> usize {
    let clashes = |fence: usize| {
        lines(body, 0).any(|line| {
            let text = line.text(body);
            only_colons(text) == Some(fence) || opening(text).is_some_and(|o| o.colons >= fence)
        })
    };
    let mut fence = colons;
    while clashes(fence) {
        fence += 1;
    }
    fence
}

/// The line end in use around byte `at`: that of the line before it, else of the first line.
pub(crate) fn line_end(source: &str, at: usize) -> &'static str {
    let place = source[..at].rfind('\n').or_else(|| source.find('\n'));
    match place {
        Some(i) if source[..i].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// `text` with every line end LF.
pub(super) fn with_lf(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\r') {
        text.replace("\r\n", "\n").into()
    } else {
        text.into()
    }
}

/// Line and column (in characters) of byte `at`, both from 1.
pub(crate) fn place_of(source: &str, at: usize) -> (u32, u32) {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    let before = &source[..at];
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let column = before[start..]
        .trim_start_matches('\u{feff}')
        .chars()
        .count()
        + 1;
    (
        u32::try_from(line).unwrap_or(u32::MAX),
        u32::try_from(column).unwrap_or(u32::MAX),
    )
}
