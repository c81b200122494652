//! Which section of a translation belongs to which section of its original.

use crate::page::{Block, Page};

/// Two sections that belong together, or one that stands alone; positions among the blocks of each page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The block of the original.
    pub original: Option<usize>,
    /// The block of the translation.
    pub translation: Option<usize>,
}

/// Pairs the sections of two pages: first by id, then by kind in order. The rows follow the original;
/// what only the translation has stands after the section that it follows there.
pub fn rows(original: &Page, translation: &Page) -> Vec<Row> {
    let twins = twins(&original.blocks, &translation.blocks);
    let mut rows: Vec<Row> = twins
        .iter()
        .enumerate()
        .map(|(i, twin)| Row {
            original: Some(i),
            translation: *twin,
        })
        .collect();
    let mut at = 0;
    for j in 0..translation.blocks.len() {
        match rows.iter().position(|row| row.translation == Some(j)) {
            Some(place) => at = place + 1,
            None => {
                let row = Row {
                    original: None,
                    translation: Some(j),
                };
                rows.insert(at, row);
                at += 1;
            }
        }
    }
    rows
}

/// For each block of the original its block in the translation, each used once.
fn twins(original: &[Block], translation: &[Block]) -> Vec<Option<usize>> {
    let mut found = vec![None; original.len()];
    let mut taken = vec![false; translation.len()];
    // A section of the same id first, and of the same kind before one of another.
    for same_kind in [true, false] {
        for (i, block) in original.iter().enumerate() {
            if found[i].is_some() || block.id.is_none() {
                continue;
            }
            let twin = translation.iter().enumerate().find(|(j, other)| {
                !taken[*j] && other.id == block.id && (!same_kind || other.kind == block.kind)
            });
            if let Some((j, _)) = twin {
                found[i] = Some(j);
                taken[j] = true;
            }
        }
    }
    let left: Vec<usize> = (0..original.len())
        .filter(|i| found[*i].is_none())
        .collect();
    let right: Vec<usize> = (0..translation.len()).filter(|j| !taken[*j]).collect();
    for (i, j) in in_order(original, &left, translation, &right) {
        found[i] = Some(j);
    }
    found
}

/// The longest pairing of the remaining blocks that keeps the order of both. Two different ids are
/// never the same section.
fn in_order(
    original: &[Block],
    left: &[usize],
    translation: &[Block],
    right: &[usize],
) -> Vec<(usize, usize)> {
    let fits = |i: usize, j: usize| {
        let (a, b) = (&original[left[i]], &translation[right[j]]);
        a.kind == b.kind && (a.id.is_none() || b.id.is_none())
    };
    // best[i][j]: the most pairs among what follows left[i] and right[j].
    let mut best = vec![vec![0_u32; right.len() + 1]; left.len() + 1];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            best[i][j] = if fits(i, j) {
                best[i + 1][j + 1] + 1
            } else {
                best[i + 1][j].max(best[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < left.len() && j < right.len() {
        if fits(i, j) {
            pairs.push((left[i], right[j]));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Whether paired sections stand in another order in the translation.
pub fn is_reordered(rows: &[Row]) -> bool {
    let order: Vec<usize> = rows
        .iter()
        .filter(|row| row.original.is_some())
        .filter_map(|row| row.translation)
        .collect();
    !order.is_sorted()
}
