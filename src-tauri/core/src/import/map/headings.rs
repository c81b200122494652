//! Headings in every disguise, how much each weighs on its page, and the levels this comes to.

use std::collections::BTreeSet;

use super::dom::{Dom, Id};
use super::look::{is_white, style};
use super::piece::{Context, Piece, What};
use super::rich::{Block, Inline, Marks, letters};
use super::sections::FIRST_LEVEL;

/// Longest text in characters that can be a heading in disguise.
pub(super) const LONGEST_HEADING: usize = 200;

/// Longest text in characters that is a heading because it is bold alone.
const LONGEST_BOLD: usize = 140;

/// Letters of this many CSS pixels are those of a heading.
pub(super) const LARGE: f32 = 20.0;

pub(super) fn real_weight(dom: &Dom, id: Id) -> u32 {
    let level = dom
        .name(id)
        .as_bytes()
        .get(1)
        .map_or(2, |digit| u32::from(digit - b'0'));
    level * 10
}

/// Labels in colour stand above those without, and below what is as large as a heading.
pub(super) fn label_weight(dom: &Dom, id: Id) -> u32 {
    if dom.attribute(id, "class").contains("sub") {
        45
    } else if style(dom, id, "color").is_some() {
        33
    } else {
        34
    }
}

/// Larger letters weigh less.
pub(super) fn size_weight(size: f32) -> u32 {
    match size {
        28.0.. => 21,
        26.0.. => 22,
        24.0.. => 23,
        22.0.. => 24,
        _ => 25,
    }
}

/// Whether a line is nothing but bold words, too few for a sentence.
pub(super) fn is_bold_heading(pieces: &[Inline]) -> bool {
    let said = super::rich::letters(pieces);
    let said = said.trim();
    let sentence = said.ends_with(['.', '。', ',', '，', ';', '；']);
    let linked = pieces
        .iter()
        .any(|piece| matches!(piece, Inline::Text(_, marks) if marks.link.is_some()));
    !said.is_empty()
        && !sentence
        && !linked
        && said.chars().count() <= LONGEST_BOLD
        && pieces.iter().all(|piece| match piece {
            Inline::Text(text, marks) => {
                marks.bold
                    || text
                        .chars()
                        .all(|c| is_white(c) || c.is_ascii_punctuation() || "：（）“”".contains(c))
            }
            Inline::Break | Inline::Picture { .. } => false,
        })
}

/// Headings are bold by themselves, and on one line.
pub(super) fn unbold(inline: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for piece in inline {
        let piece = match piece {
            Inline::Text(text, mut marks) => {
                marks.bold = false;
                Inline::Text(text, marks)
            }
            Inline::Break => Inline::Text(" ".to_owned(), Marks::default()),
            picture => picture,
        };
        match (out.last_mut(), piece) {
            (Some(Inline::Text(known, marks)), Inline::Text(text, more)) if *marks == more => {
                known.push_str(&text)
            }
            (_, piece) => out.push(piece),
        }
    }
    out
}

/// Gives headings real levels: the heaviest of the page are of the second, and none is more than one
/// below the one before it.
pub(super) fn level(pieces: &mut [Piece]) {
    let weights: BTreeSet<u32> = pieces
        .iter()
        .filter(|piece| !piece.context.aside)
        .filter_map(|piece| match &piece.what {
            What::Block(Block::Heading { weight, .. }) => Some(*weight),
            _ => None,
        })
        .collect();
    let mut before = FIRST_LEVEL - 1;
    for piece in pieces.iter_mut() {
        let Context { hidden, aside, .. } = piece.context;
        if let What::Block(Block::Heading { weight, .. }) = &mut piece.what {
            if aside {
                continue;
            }
            let rank = weights
                .iter()
                .position(|known| known == weight)
                .unwrap_or(0);
            let wanted = FIRST_LEVEL + u32::try_from(rank).unwrap_or(0);
            *weight = wanted.min(before + 1).min(6);
            if !hidden {
                before = *weight;
            }
        }
    }
}

/// What a derived list of contents would say: names and texts of the highest headings.
pub(super) fn derived_contents(pieces: &[Piece]) -> Vec<(String, String)> {
    let shown = pieces
        .iter()
        .filter(|piece| !piece.context.hidden && !piece.context.aside);
    let headings = shown.filter_map(|piece| match &piece.what {
        What::Block(Block::Heading {
            weight: FIRST_LEVEL,
            anchor: Some(anchor),
            inline,
        }) => Some((format!("#{anchor}"), letters(inline).trim().to_owned())),
        _ => None,
    });
    headings.collect()
}
