//! Before a text that a view wrote is kept: does it mean what the view shows, and is the rest untouched?

use std::mem;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::split::{Outline, is_gap, outlined};
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
    /// Every byte is right, but blocks that were kept mean something else now, because the target of a
    /// link or a footnote came or went: the view reads the text again.
    Elsewhere,
}

/// Compares `new`, which a view wrote over `old`, with what the view shows.
///
/// # Errors
/// What is wrong, when something is.
pub fn check(old: &str, new: &str, shown: &Shown) -> Result<(), Guard> {
    Last::default().check(old, new, shown)
}

/// The text that was checked last, so that typing parses each text once.
#[derive(Debug, Default)]
pub struct Last {
    text: String,
    bounds: Bounds,
}

impl Last {
    /// As [`check`]; faster when `old` is what was `new` the last time.
    ///
    /// # Errors
    /// What is wrong, when something is.
    pub fn check(&mut self, old: &str, new: &str, shown: &Shown) -> Result<(), Guard> {
        let mut was = if self.text == old {
            mem::take(&mut self.bounds)
        } else {
            outlined(old, Bounds::of)
        };
        let (bounds, result) = outlined(new, |outline| {
            let mut is = Bounds::of(outline);
            if is.nodes.is_some() && was.nodes.is_none() {
                was.nodes = Some(outlined(old, nodes));
            } else if was.nodes.is_some() {
                is.nodes.get_or_insert_with(|| nodes(outline));
            }
            let result = compare((old, &was), (new, &is), outline, shown);
            (is, result)
        });
        self.text.clear();
        self.text.push_str(new);
        self.bounds = bounds;
        result
    }
}

/// Where the blocks of a text stand.
#[derive(Debug, Default)]
struct Bounds {
    ranges: Vec<Range<usize>>,
    /// What they show, when a block may mean something to another.
    nodes: Option<Vec<Node>>,
}

impl Bounds {
    fn of(outline: &Outline<'_>) -> Self {
        Self {
            ranges: outline.parts.iter().map(|part| part.0.clone()).collect(),
            nodes: outline.entangled().then(|| nodes(outline)),
        }
    }

    /// The bytes up to the end of the first `count` blocks; none for no block.
    fn head<'a>(&self, text: &'a str, count: usize) -> &'a str {
        let last = count.checked_sub(1).map(|last| &self.ranges[last]);
        last.map_or("", |range| &text[..range.end])
    }

    /// The bytes from block `first` on; none for no block.
    fn tail<'a>(&self, text: &'a str, first: usize) -> &'a str {
        let first = self.ranges.get(first);
        first.map_or("", |range| &text[range.start..])
    }

    /// What the blocks at both ends show.
    fn ends(&self, before: usize, tail: usize) -> Option<(&[Node], &[Node])> {
        let nodes = self.nodes.as_ref()?;
        Some((&nodes[..before], &nodes[tail..]))
    }

    /// Whether a block of these bytes was there and showed this: then it is not the edit that wrote it.
    fn had(&self, text: &str, source: &str, node: &Node) -> bool {
        let nodes = self.nodes.iter().flatten();
        nodes
            .zip(&self.ranges)
            .any(|(was, range)| text[range.clone()] == *source && was.plain() == node.plain())
    }
}

fn nodes(outline: &Outline<'_>) -> Vec<Node> {
    (0..outline.parts.len()).map(|i| outline.node(i)).collect()
}

fn compare(
    (old, was): (&str, &Bounds),
    (new, is): (&str, &Bounds),
    outline: &Outline<'_>,
    shown: &Shown,
) -> Result<(), Guard> {
    let (before, after) = (shown.before as usize, shown.after as usize);
    if before + after > was.ranges.len() {
        return Err(Guard::Touched);
    }
    if before + shown.nodes.len() + after != is.ranges.len() {
        return Err(Guard::Differs);
    }
    let (old_tail, new_tail) = (was.ranges.len() - after, is.ranges.len() - after);
    if was.head(old, before) != is.head(new, before)
        || was.tail(old, old_tail) != is.tail(new, new_tail)
    {
        return Err(Guard::Touched);
    }
    // The bytes are equal from the start or from the end, so equal bounds mean equal blocks.
    let bounds = was.ranges[..before] == is.ranges[..before]
        && from_end(&was.ranges[old_tail..], old).eq(from_end(&is.ranges[new_tail..], new));
    let mut elsewhere = false;
    for (node, at) in shown.nodes.iter().zip(before..) {
        if outline.node(at).plain() != node.plain() {
            elsewhere = was.had(old, &new[is.ranges[at].clone()], node);
            if !elsewhere {
                return Err(Guard::Differs);
            }
        }
    }
    if !bounds {
        return Err(Guard::Differs);
    }
    if !covered(new, &is.ranges) {
        return Err(Guard::Unstable);
    }
    // A block of the same bytes shows the same when no other has a say in what it means.
    if elsewhere || was.ends(before, old_tail) != is.ends(before, new_tail) {
        return Err(Guard::Elsewhere);
    }
    Ok(())
}

/// Where blocks stand, counted from the end of the text.
fn from_end(ranges: &[Range<usize>], text: &str) -> impl Iterator<Item = (usize, usize)> {
    let length = text.len();
    ranges
        .iter()
        .map(move |range| (length - range.start, length - range.end))
}

/// Whether blocks and gaps make up the whole text: then saving what was just loaded, which
/// gives every block its own bytes, writes the same again.
fn covered(text: &str, ranges: &[Range<usize>]) -> bool {
    let mut end = 0;
    for range in ranges {
        if !text.get(end..range.start).is_some_and(is_gap) {
            return false;
        }
        end = range.end;
    }
    text.get(end..).is_some_and(is_gap)
}
