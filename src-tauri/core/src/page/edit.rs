//! Edits of fields and list items of a page, with the fence lengthened where the new text asks for it.

use std::ops::Range;

use crate::error::Error;
use crate::kinds::BODY;
use crate::rule;
use crate::say;
use crate::value::Value;
use crate::view::Step;

use super::fields::{self, ListEdit};
use super::lines::{fence_for, line_end, with_lf};
use super::parse::{Regions, divided};
use super::{Block, BodyOf, Page, Splice, Target, apply};

/// Gives a field a value, or removes it. Names along the path that are missing are made.
///
/// # Errors
/// [`Error::Stale`] when the path leads nowhere, [`Error::Refused`] when the block cannot be edited by field.
pub fn set(
    page: &Page,
    target: Target,
    path: &[Step],
    value: Option<&Value>,
    body_of: BodyOf<'_>,
) -> Result<Vec<Splice>, Error> {
    if let (Target::Block(i), [Step::Name(name)]) = (target, path)
        && name == BODY
        && let (_, Some(markdown)) = regions(page, i, body_of)?
    {
        let text = match value {
            None => "",
            Some(Value::Text(text)) => text,
            Some(_) => return Err(Error::Refused(say!("The text of a section must be text."))),
        };
        return Ok(fenced(
            page,
            &page.blocks[i],
            vec![markdown_splice(page, markdown, text)],
        ));
    }
    in_toml(page, target, body_of, |toml| fields::set(toml, path, value))
}

/// Puts an item into the list at `path`, at `index` or at its end.
///
/// # Errors
/// As [`set`].
pub fn insert_item(
    page: &Page,
    target: Target,
    path: &[Step],
    index: usize,
    value: &Value,
    body_of: BodyOf<'_>,
) -> Result<Vec<Splice>, Error> {
    in_toml(page, target, body_of, |toml| {
        fields::edit_list(toml, path, &ListEdit::Insert(index, value))
    })
}

/// Takes the item at `index` out of the list at `path`.
///
/// # Errors
/// As [`set`].
pub fn remove_item(
    page: &Page,
    target: Target,
    path: &[Step],
    index: usize,
    body_of: BodyOf<'_>,
) -> Result<Vec<Splice>, Error> {
    in_toml(page, target, body_of, |toml| {
        fields::edit_list(toml, path, &ListEdit::Remove(index))
    })
}

/// Moves the item at `from` of the list at `path` so that it stands at `to`, with its comments.
///
/// # Errors
/// As [`set`].
pub fn move_item(
    page: &Page,
    target: Target,
    path: &[Step],
    from: usize,
    to: usize,
    body_of: BodyOf<'_>,
) -> Result<Vec<Splice>, Error> {
    if from == to {
        return Ok(Vec::new());
    }
    in_toml(page, target, body_of, |toml| {
        fields::edit_list(toml, path, &ListEdit::Move(from, to))
    })
}

/// Where the fields and the Markdown of block `i` are.
pub(super) fn regions(page: &Page, i: usize, body_of: BodyOf<'_>) -> Result<Regions, Error> {
    let block = page.blocks.get(i).ok_or(Error::Stale("section"))?;
    let by_form = block.fields().and_then(|_| body_of(&block.kind));
    let body_type = by_form.ok_or_else(|| {
        Error::Refused(say!(
            "This section cannot be edited by form. Nothing was changed. Repair it as text first."
        ))
    })?;
    divided(&page.text, block.body.clone(), body_type).ok_or(Error::Stale("section"))
}

pub(super) fn in_toml(
    page: &Page,
    target: Target,
    body_of: BodyOf<'_>,
    edit: impl Fn(&str) -> Result<Vec<Splice>, Error>,
) -> Result<Vec<Splice>, Error> {
    let shifted = |range: &Range<usize>| -> Result<Vec<Splice>, Error> {
        let mut splices = edit(&page.text[range.clone()])?;
        for splice in &mut splices {
            splice.range = splice.range.start + range.start..splice.range.end + range.start;
        }
        Ok(splices)
    };
    match target {
        Target::Front if page.front.fault.is_none() => shifted(&page.front.range),
        Target::Front => new_front(page, edit),
        Target::Block(i) => {
            let region = regions(page, i, body_of)?.0.ok_or(Error::Stale("field"))?;
            Ok(fenced(page, &page.blocks[i], shifted(&region)?))
        }
    }
}

/// The front matter of a page that has none is written at its top.
fn new_front(
    page: &Page,
    edit: impl Fn(&str) -> Result<Vec<Splice>, Error>,
) -> Result<Vec<Splice>, Error> {
    let missing = page
        .front
        .fault
        .as_ref()
        .is_some_and(|f| *f.rule == rule::MISSING_FRONT_MATTER);
    if !missing {
        return Err(Error::Refused(say!(
            "The settings of this page cannot be read, so they cannot be changed here. Nothing was changed. Repair them in the file."
        )));
    }
    let at = page.front.range.start;
    let eol = line_end(&page.text, at);
    let toml = apply("", &edit("")?)
        .replace("\r\n", "\n")
        .replace('\n', eol);
    let gap = if page.text.len() > at { eol } else { "" };
    Ok(vec![Splice {
        range: at..at,
        text: format!("+++{eol}{toml}+++{eol}{gap}"),
    }])
}

fn markdown_splice(page: &Page, range: Range<usize>, text: &str) -> Splice {
    let eol = line_end(&page.text, range.start);
    let text = with_lf(text);
    let old = &page.text[range.clone()];
    // The last line end belongs to the fence after it, not to the text.
    let kept = if old.ends_with("\r\n") {
        2
    } else {
        usize::from(old.ends_with('\n'))
    };
    if text.is_empty() {
        return Splice {
            range,
            text: String::new(),
        };
    }
    let mut new = text.replace('\n', eol);
    if kept == 0 {
        new.push_str(eol);
        return Splice { range, text: new };
    }
    changed_lines(&page.text, range.start..range.end - kept, &text, eol)
}

/// Replaces only the lines that differ, so that the others keep their own line ends.
fn changed_lines(source: &str, range: Range<usize>, text: &str, eol: &str) -> Splice {
    let old: Vec<&str> = source[range.clone()].split_inclusive('\n').collect();
    let new: Vec<&str> = text.split_inclusive('\n').collect();
    let same = |a: &str, b: &str| a == b || (a.ends_with("\r\n") && a.replace("\r\n", "\n") == b);
    let alike = |(a, b): &(&&str, &&str)| same(a, b);
    let head = old.iter().zip(&new).take_while(alike).count();
    let most = old.len().min(new.len()) - head;
    let (old_back, new_back) = (old.iter().rev(), new.iter().rev());
    let tail = old_back.zip(new_back).take(most).take_while(alike).count();
    let bytes = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let start = range.start + bytes(&old[..head]);
    let end = range.end - bytes(&old[old.len() - tail..]);
    Splice {
        range: start..end,
        text: new[head..new.len() - tail].concat().replace('\n', eol),
    }
}

/// Adds the lengthening of both fences when the new body needs it (rule 6).
pub(super) fn fenced(page: &Page, block: &Block, mut splices: Vec<Splice>) -> Vec<Splice> {
    let body = block.body.clone();
    if splices.is_empty() {
        return splices;
    }
    let inside: Vec<Splice> = splices
        .iter()
        .map(|s| Splice {
            range: s.range.start - body.start..s.range.end - body.start,
            text: s.text.clone(),
        })
        .collect();
    let fence = fence_for(&apply(&page.text[body.clone()], &inside), block.colons);
    if fence > block.colons {
        let more = ":".repeat(fence - block.colons);
        splices.insert(
            0,
            Splice {
                range: block.range.start..block.range.start,
                text: more.clone(),
            },
        );
        splices.push(Splice {
            range: body.end..body.end,
            text: more,
        });
    }
    splices
}
