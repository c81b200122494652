//! Edits of whole sections. The white space between sections stays where it is.

use crate::error::Error;
use crate::say;

use super::lines::{attributes, fence_for, line_end, lines, opening, with_lf};
use super::{Block, Page, Splice};

const GONE: Error = Error::Stale("section");

fn block(page: &Page, i: usize) -> Result<&Block, Error> {
    page.blocks.get(i).ok_or(GONE)
}

/// Puts a new section at position `at`, or at the end of the page.
///
/// # Errors
/// None today; the signature is that of the other edits.
pub fn insert_block(
    page: &Page,
    at: usize,
    kind: &str,
    id: Option<&str>,
    flags: &[&str],
    body: &str,
) -> Result<Vec<Splice>, Error> {
    let place = page
        .blocks
        .get(at)
        .map_or(page.text.len(), |block| block.range.start);
    let eol = line_end(&page.text, place);
    let body = with_lf(body);
    let body = body.trim_end_matches('\n');
    let body = if body.is_empty() {
        String::new()
    } else {
        body.replace('\n', eol) + eol
    };
    let fence = ":".repeat(fence_for(&body, 3));
    let words: Vec<String> = id
        .map(|id| format!("#{id}"))
        .into_iter()
        .chain(flags.iter().map(|f| (*f).to_owned()))
        .collect();
    let attributes = if words.is_empty() {
        String::new()
    } else {
        format!(" {{{}}}", words.join(" "))
    };
    let section = format!("{fence} {kind}{attributes}{eol}{body}{fence}{eol}");
    let text = if at < page.blocks.len() {
        section + eol
    } else {
        gap(&page.text, eol) + &section
    };
    Ok(vec![Splice {
        range: place..place,
        text,
    }])
}

/// What must stand between the end of `text` and a new section.
fn gap(text: &str, eol: &str) -> String {
    let lf = with_lf(text);
    if lf.trim_start_matches('\u{feff}').is_empty() || lf.ends_with("\n\n") {
        String::new()
    } else if lf.ends_with('\n') {
        eol.to_owned()
    } else {
        eol.repeat(2)
    }
}

/// Takes a section out, with the white space after it, or before it when it is the last.
///
/// # Errors
/// [`Error::Stale`] when there is no such section.
pub fn remove_block(page: &Page, i: usize) -> Result<Vec<Splice>, Error> {
    let range = block(page, i)?.range.clone();
    let range = match (page.blocks.get(i + 1), i.checked_sub(1)) {
        (Some(next), _) => range.start..next.range.start,
        (None, Some(before)) => page.blocks[before].range.end..range.end,
        (None, None) => range,
    };
    Ok(vec![Splice {
        range,
        text: String::new(),
    }])
}

/// Moves the section at `from` so that it stands at `to`.
///
/// # Errors
/// [`Error::Stale`] when there is no such section or place.
pub fn move_block(page: &Page, from: usize, to: usize) -> Result<Vec<Splice>, Error> {
    block(page, from)?;
    block(page, to)?;
    let mut order: Vec<usize> = (0..page.blocks.len()).collect();
    let moved = order.remove(from);
    order.insert(to, moved);
    // The last line end stays where it is: a page without a final newline keeps none.
    let parts: Vec<(&str, &str)> = page
        .blocks
        .iter()
        .map(|block| {
            let text = &page.text[block.range.clone()];
            let line = text
                .strip_suffix('\n')
                .map_or(text, |t| t.strip_suffix('\r').unwrap_or(t));
            text.split_at(line.len())
        })
        .collect();
    let moved = order.iter().enumerate().filter(|(i, source)| i != *source);
    Ok(moved
        .map(|(i, source)| Splice {
            range: page.blocks[i].range.clone(),
            text: format!("{}{}", parts[*source].0, parts[i].1),
        })
        .collect())
}

/// Puts a copy after a section. The copy has no id: ids are unique.
///
/// # Errors
/// [`Error::Stale`] when there is no such section.
pub fn duplicate_block(page: &Page, i: usize) -> Result<Vec<Splice>, Error> {
    let block = block(page, i)?;
    let eol = line_end(&page.text, block.range.end);
    let text = &page.text[block.range.clone()];
    let copy = without_id(text);
    let end = block.range.end;
    let text = if text.ends_with('\n') {
        format!("{eol}{copy}")
    } else {
        format!("{eol}{eol}{copy}")
    };
    Ok(vec![Splice {
        range: end..end,
        text,
    }])
}

fn without_id(text: &str) -> String {
    let Some(line) = lines(text, 0).next() else {
        return text.to_owned();
    };
    let first = line.text(text);
    let Some(inside) = opening(first).and_then(|o| o.attributes) else {
        return text.to_owned();
    };
    let Ok((Some(_), flags)) = attributes(&first[inside.clone()]) else {
        return text.to_owned();
    };
    if flags.is_empty() {
        let before = first[..inside.start - 1].trim_end_matches([' ', '\t']);
        return format!("{before}{}{}", &first[inside.end + 1..], &text[line.end..]);
    }
    format!(
        "{}{}{}{}",
        &first[..inside.start],
        flags.join(" "),
        &first[inside.end..],
        &text[line.end..]
    )
}

/// Sets or clears a flag of a section: exactly ` flag` or ` {flag}` is inserted or removed (rule 3).
///
/// # Errors
/// [`Error::Stale`] when there is no such section, [`Error::Refused`] for text outside sections.
pub fn set_flag(page: &Page, i: usize, flag: &str, on: bool) -> Result<Vec<Splice>, Error> {
    let block = block(page, i)?;
    if block.has(flag) == on {
        return Ok(Vec::new());
    }
    let first = lines(&page.text, block.range.start).next().ok_or(GONE)?;
    let line = first.text(&page.text);
    let open = opening(line).ok_or_else(|| {
        Error::Refused(say!("This text stands outside any section, so it cannot be hidden or moved beside. Nothing was changed."))
    })?;
    let at = |range: std::ops::Range<usize>, text: String| {
        vec![Splice {
            range: first.start + range.start..first.start + range.end,
            text,
        }]
    };
    Ok(match (on, open.attributes) {
        (true, Some(inside)) => {
            let end = inside.start + line[inside.clone()].trim_end().len();
            let blank = if end == inside.start { "" } else { " " };
            at(end..end, format!("{blank}{flag}"))
        }
        (true, None) => {
            let end = line.trim_end_matches([' ', '\t']).len();
            at(end..end, format!(" {{{flag}}}"))
        }
        (false, Some(inside)) => {
            let words = &line[inside.clone()];
            if words.trim() == flag {
                let start = inside.start - 1;
                let blank = usize::from(line[..start].ends_with([' ', '\t']));
                return Ok(at(start - blank..inside.end + 1, String::new()));
            }
            let word = word_at(words, flag).ok_or(GONE)?;
            let blank = usize::from(words[..word].ends_with([' ', '\t']));
            let (start, end) = (
                inside.start + word - blank,
                inside.start + word + flag.len(),
            );
            // A flag at the very front takes the blank after it instead.
            let end = if blank == 0 { end + 1 } else { end };
            at(start..end, String::new())
        }
        (false, None) => Vec::new(),
    })
}

fn word_at(words: &str, flag: &str) -> Option<usize> {
    let mut at = 0;
    for word in words.split([' ', '\t']) {
        if word == flag {
            return Some(at);
        }
        at += word.len() + 1;
    }
    None
}

/// Replaces the whole text of a block, fences included.
///
/// # Errors
/// [`Error::Stale`] when there is no such block.
pub fn replace_block(page: &Page, i: usize, text: &str) -> Result<Vec<Splice>, Error> {
    let range = block(page, i)?.range.clone();
    let eol = line_end(&page.text, range.start);
    let mut text = with_lf(text).replace('\n', eol);
    if page.text[range.clone()].ends_with('\n') && !text.is_empty() && !text.ends_with('\n') {
        text.push_str(eol);
    }
    Ok(vec![Splice { range, text }])
}
