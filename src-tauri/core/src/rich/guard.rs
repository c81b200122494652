//! Before a text that a view wrote is kept: does it mean what the view shows, and is the rest untouched?

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::split::{Block, blocks};
use super::tree::Node;

/// What a view shows of a text that it changed, against the text the engine had before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Shown {
    /// How many blocks at the start are as they were.
    pub before: u32,
    /// The blocks that were changed.
    pub nodes: Vec<Node>,
    /// How many blocks at the end are as they were.
    pub after: u32,
}

/// What is wrong with a text that a view wrote. The words in it are kept all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Guard {
    /// It means something else than the view shows.
    Differs,
    /// Bytes outside the changed blocks are not as they were.
    Touched,
    /// Saving it again would write something else.
    Unstable,
}

/// Compares `new`, which a view wrote over `old`, with what the view shows.
///
/// # Errors
/// What is wrong, when something is.
pub fn check(old: &str, new: &str, shown: &Shown) -> Result<(), Guard> {
    let (was, is) = (blocks(old), blocks(new));
    let (before, after) = (shown.before as usize, shown.after as usize);
    if before + after > was.len() {
        return Err(Guard::Touched);
    }
    if before + shown.nodes.len() + after != is.len() {
        return Err(Guard::Differs);
    }
    let (old_tail, new_tail) = (was.len() - after, is.len() - after);
    let kept = (before == 0 || head(old, &was, before) == head(new, &is, before))
        && (after == 0 || old[was[old_tail].range.start..] == new[is[new_tail].range.start..]);
    if !kept {
        return Err(Guard::Touched);
    }
    let same = |a: &[Block], b: &[Block]| a.iter().zip(b).all(|(a, b)| a.node == b.node);
    let shows = is[before..new_tail]
        .iter()
        .zip(&shown.nodes)
        .all(|(block, node)| block.node.plain() == node.plain());
    if !shows || !same(&was[..before], &is[..before]) || !same(&was[old_tail..], &is[new_tail..]) {
        return Err(Guard::Differs);
    }
    if covered(new, &is) {
        Ok(())
    } else {
        Err(Guard::Unstable)
    }
}

/// The text up to the end of the block before `count`.
fn head<'a>(text: &'a str, blocks: &[Block], count: usize) -> &'a str {
    &text[..blocks[count - 1].range.end]
}

/// Whether blocks and blank lines make up the whole text: then saving what was just loaded, which
/// gives every block its own bytes, writes the same again.
fn covered(text: &str, blocks: &[Block]) -> bool {
    let blank = |part: Option<&str>| {
        part.is_some_and(|part| part.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r')))
    };
    let mut end = 0;
    for block in blocks {
        if !blank(text.get(end..block.range.start)) {
            return false;
        }
        end = block.range.end;
    }
    blank(text.get(end..))
}
