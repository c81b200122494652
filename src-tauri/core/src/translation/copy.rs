//! Copying sections of the original into its translation, to be translated there.

use crate::error::Error;
use crate::page::{self, Block, BodyOf, Content, Page};
use crate::say;

use super::pair::{Row, rows};
use super::record::source;

/// Whether a section can be copied: text outside sections and what cannot be read cannot.
pub fn can_copy(block: &Block) -> bool {
    !block.kind.is_empty() && !matches!(&*block.content, Content::Unreadable(_))
}

/// The translation's text with a copy of a section of the original: in place of its own when it has
/// one, else where the original has it.
///
/// # Errors
/// [`Error::Stale`] when there is no such section, [`Error::Refused`] when it cannot be copied.
pub fn copied(original: &Page, i: usize, translation: &Page) -> Result<String, Error> {
    let block = original.blocks.get(i).ok_or(Error::Stale("section"))?;
    if !can_copy(block) {
        return Err(Error::Refused(say!(
            "This section cannot be read, so it cannot be copied. Nothing was changed. Repair it in the original first."
        )));
    }
    let rows = rows(original, translation);
    let twin = rows
        .iter()
        .find(|row| row.original == Some(i))
        .and_then(|row| row.translation);
    let splices = match twin {
        Some(j) => {
            let own = translation.blocks.get(j).and_then(|block| block.id.clone());
            let id = own.or_else(|| free_id(block, translation));
            let fresh = fenced(original, block, id.as_deref());
            page::replace_block(translation, j, &fresh)?
        }
        None => {
            let flags: Vec<&str> = block.flags.iter().map(String::as_str).collect();
            let id = free_id(block, translation);
            let at = place(original, translation, &rows, i, id.is_some());
            page::insert_block(
                translation,
                at,
                &block.kind,
                id.as_deref(),
                &flags,
                &source(original, block),
            )?
        }
    };
    Ok(page::apply(&translation.text, &splices))
}

/// The translation's text with every section that it misses, in the order of the original, and how many
/// those were. Sections that cannot be copied are left out.
///
/// # Errors
/// As [`copied`].
pub fn filled(
    original: &Page,
    translation: &Page,
    body_of: BodyOf<'_>,
) -> Result<(String, u32), Error> {
    let mut now = translation.clone();
    let mut count = 0;
    // Every copy pairs with its section, so this is enough; it also ends should that ever not hold.
    for _ in 0..original.blocks.len() {
        let missing = rows(original, &now).into_iter().find_map(|row| {
            let i = row.original.filter(|_| row.translation.is_none())?;
            can_copy(&original.blocks[i]).then_some(i)
        });
        let Some(i) = missing else { break };
        let text = copied(original, i, &now)?;
        now = page::parse(text, Some(&now), body_of);
        count += 1;
    }
    Ok((now.text.to_string(), count))
}

/// An id that the original gives and the translation does not have yet.
fn free_id(block: &Block, translation: &Page) -> Option<String> {
    let taken = |id: &String| {
        translation
            .blocks
            .iter()
            .any(|other| other.id.as_ref() == Some(id))
    };
    block.id.clone().filter(|id| !taken(id))
}

/// A section as a text of its own.
fn fenced(page: &Page, block: &Block, id: Option<&str>) -> String {
    let empty = page::parse("", None, &|_| None);
    let flags: Vec<&str> = block.flags.iter().map(String::as_str).collect();
    let splices = page::insert_block(&empty, 0, &block.kind, id, &flags, &source(page, block));
    page::apply("", &splices.unwrap_or_default())
}

/// Where a section of the original belongs in the translation: after the nearest one before it that is
/// there, else before the nearest one after it. Without an id of its own it must also stand in order
/// among those that are paired by order, or it would not be known again.
fn place(original: &Page, translation: &Page, rows: &[Row], i: usize, by_id: bool) -> usize {
    let at = rows
        .iter()
        .position(|row| row.original == Some(i))
        .unwrap_or(rows.len());
    let by_order = |row: &&Row| match (row.original, row.translation) {
        (Some(a), Some(b)) => {
            let id = &original.blocks[a].id;
            id.is_none() || *id != translation.blocks[b].id
        }
        _ => false,
    };
    let before = rows[..at].iter().rev().find_map(|row| row.translation);
    let after = rows[at..].iter().find_map(|row| row.translation);
    let near = before.map_or_else(|| after.unwrap_or(0), |j| j + 1);
    if by_id {
        return near;
    }
    let least = rows[..at]
        .iter()
        .rev()
        .find(by_order)
        .and_then(|row| row.translation);
    let most = rows[at..]
        .iter()
        .find(by_order)
        .and_then(|row| row.translation);
    near.max(least.map_or(0, |j| j + 1))
        .min(most.unwrap_or(usize::MAX))
}
