//! Two texts compared block by block: which blocks came, went, moved, or read differently.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::diff::tokens;
use crate::merge::paired;

use super::raw::What;
use super::shown::{Block, Link};
use super::words;

/// How much two blocks must have in common to be one that was reworded, of ten parts.
const AKIN: usize = 4;

/// What became of a block, and what tells that from the same elsewhere.
pub(super) struct Turned<'b> {
    /// The block in the new text; in the old one when it is gone.
    pub(super) block: &'b Block,
    pub(super) what: What,
    pub(super) told: String,
}

/// What differs. `everywhere` names a path without its language.
pub(super) fn compared<'b>(
    old: &'b [Block],
    new: &'b [Block],
    everywhere: &dyn Fn(&str) -> String,
) -> Vec<Turned<'b>> {
    let mut found = Vec::new();
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for op in capture_diff_slices(Algorithm::Myers, &keys(old), &keys(new)) {
        if let DiffOp::Equal { .. } = op {
            continue;
        }
        let (out, into) = (range(old, op.old_range()), range(new, op.new_range()));
        let same = out.len() == into.len();
        let pairs = paired(
            &out,
            &into,
            &[
                &|a, b| a.1.text == b.1.text,
                &|a, b| akin(&a.1.text, &b.1.text),
                &|_, _| same,
            ],
        );
        for (one, was) in into.iter().zip(&pairs) {
            match was.and_then(|was| out.get(was)) {
                Some(then) => found.extend(both(then.1, one.1, everywhere)),
                None => come.push(*one),
            }
        }
        let left = out
            .iter()
            .enumerate()
            .filter(|(at, _)| !pairs.contains(&Some(*at)));
        gone.extend(left.map(|(_, one)| *one));
    }
    come.retain(|(_, block)| {
        let at = gone.iter().position(|(_, then)| then == block);
        if let Some(at) = at {
            gone.remove(at);
            let told = format!("order {}", block.text);
            found.push(Turned {
                block,
                what: What::Order,
                told,
            });
        }
        at.is_none()
    });
    found.extend(runs(&come, true));
    found.extend(runs(&gone, false));
    found
}

/// A block and where it stands.
type Placed<'b> = (usize, &'b Block);

fn range(blocks: &[Block], range: std::ops::Range<usize>) -> Vec<Placed<'_>> {
    let placed = blocks.iter().enumerate().skip(range.start);
    placed.take(range.len()).collect()
}

/// Blocks that came or went together are told together, but for links that stand alone.
fn runs<'b>(blocks: &[Placed<'b>], added: bool) -> Vec<Turned<'b>> {
    let together =
        |a: &Placed<'_>, b: &Placed<'_>| a.0 + 1 == b.0 && !is_link(a.1) && !is_link(b.1);
    let runs = blocks.chunk_by(together);
    runs.filter_map(|run| lone(run, added)).collect()
}

/// Whether a block is nothing but a link.
fn is_link(block: &Block) -> bool {
    matches!(block.links.as_slice(), [link] if link.name == block.text)
}

/// What blocks are compared by, in an order that the comparison wants.
fn keys(blocks: &[Block]) -> Vec<(&str, Vec<&str>)> {
    let all = blocks.iter();
    all.map(|block| (block.text.as_str(), targets(block)))
        .collect()
}

fn targets(block: &Block) -> Vec<&str> {
    block.links.iter().map(|link| link.to.as_str()).collect()
}

/// Whether two texts have enough words in common to be the same one, reworded.
fn akin(old: &str, new: &str) -> bool {
    let words = |text| {
        tokens(text)
            .into_iter()
            .filter(|word| !word.trim().is_empty())
    };
    let mut count: HashMap<&str, usize> = HashMap::new();
    let mut all = 0;
    for word in words(old) {
        *count.entry(word).or_default() += 1;
        all += 1;
    }
    let (mut common, mut others) = (0, 0);
    for word in words(new) {
        others += 1;
        if let Some(left) = count.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    common * 10 >= all.max(others) * AKIN
}

fn both<'b>(
    then: &'b Block,
    now: &'b Block,
    everywhere: &dyn Fn(&str) -> String,
) -> Vec<Turned<'b>> {
    if then.text != now.text {
        return vec![Turned {
            block: now,
            what: What::Text(then.text.clone(), now.text.clone()),
            told: format!("{}\n{}", then.text, now.text),
        }];
    }
    let links = then.links.iter().zip(&now.links);
    let turned = links
        .filter(|(then, now)| then.to != now.to)
        .map(|(then, link)| Turned {
            block: now,
            told: format!("{}\n{}", everywhere(&then.to), everywhere(&link.to)),
            what: What::Link {
                name: link.name.clone(),
                before: then.to.clone(),
                after: link.to.clone(),
            },
        });
    turned.collect()
}

fn lone<'b>(run: &[Placed<'b>], added: bool) -> Option<Turned<'b>> {
    let (_, block) = *run.first()?;
    let text: Vec<&str> = run.iter().map(|(_, block)| block.text.as_str()).collect();
    let text = text.join("\n");
    let told = format!("{added}\n{text}\n{:?}", block.links);
    let what = match block.links.as_slice() {
        [Link { name, to }] if is_link(block) => {
            let to = to.clone();
            let (before, after) = if added {
                (String::new(), to)
            } else {
                (to, String::new())
            };
            What::Link {
                name: name.clone(),
                before,
                after,
            }
        }
        _ => What::Item {
            kind: words::block(block.kind),
            name: String::new(),
            added,
            text,
        },
    };
    Some(Turned { block, what, told })
}
