//! Before a text that a view wrote is kept: does it mean what the view shows, and is the rest untouched?

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::split::{Outline, outlined};
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
    outlined(old, |was| {
        outlined(new, |is| compare((old, was), (new, is), shown))
    })
}

fn compare(
    (old, was): (&str, &Outline<'_>),
    (new, is): (&str, &Outline<'_>),
    shown: &Shown,
) -> Result<(), Guard> {
    let (before, after) = (shown.before as usize, shown.after as usize);
    if before + after > was.parts.len() {
        return Err(Guard::Touched);
    }
    if before + shown.nodes.len() + after != is.parts.len() {
        return Err(Guard::Differs);
    }
    let (old_tail, new_tail) = (was.parts.len() - after, is.parts.len() - after);
    let kept = (before == 0 || old[..was.range(before - 1).end] == new[..is.range(before - 1).end])
        && (after == 0 || old[was.range(old_tail).start..] == new[is.range(new_tail).start..]);
    if !kept {
        return Err(Guard::Touched);
    }
    let shows = shown
        .nodes
        .iter()
        .enumerate()
        .all(|(i, node)| is.node(before + i).plain() == node.plain());
    let kept = alike((old, was), (new, is), before, after);
    if !shows || !kept {
        return Err(Guard::Differs);
    }
    if covered(new, is) {
        Ok(())
    } else {
        Err(Guard::Unstable)
    }
}

/// Whether the blocks that were kept at both ends show what they showed.
fn alike(
    (old, was): (&str, &Outline<'_>),
    (new, is): (&str, &Outline<'_>),
    before: usize,
    after: usize,
) -> bool {
    let (old_tail, new_tail) = (was.parts.len() - after, is.parts.len() - after);
    if was.entangled() || is.entangled() {
        return (0..before).all(|i| was.node(i) == is.node(i))
            && (0..after).all(|i| was.node(old_tail + i) == is.node(new_tail + i));
    }
    // A block of the same bytes shows the same when no other has a say in what it means. The bytes are
    // equal from the start or from the end, so equal bounds mean equal blocks.
    let from_end = |outline: &Outline<'_>, i: usize, length: usize| {
        let range = outline.range(i);
        (length - range.start, length - range.end)
    };
    (0..before).all(|i| was.range(i) == is.range(i))
        && (0..after).all(|i| {
            from_end(was, old_tail + i, old.len()) == from_end(is, new_tail + i, new.len())
        })
}

/// Whether blocks and blank lines make up the whole text: then saving what was just loaded, which
/// gives every block its own bytes, writes the same again.
fn covered(text: &str, outline: &Outline<'_>) -> bool {
    let blank = |part: Option<&str>| {
        part.is_some_and(|part| part.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r')))
    };
    let mut end = 0;
    for (range, _) in &outline.parts {
        if !blank(text.get(end..range.start)) {
            return false;
        }
        end = range.end;
    }
    blank(text.get(end..))
}
