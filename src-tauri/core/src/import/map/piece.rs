//! Pieces of a page in their order, before they are sections.

use crate::value::Fields;

use super::rich::{Block, Shown};
use super::tally::Tally;

/// Where something stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Context {
    /// No visitor sees it.
    pub(super) hidden: bool,
    /// Beside the main column.
    pub(super) aside: bool,
    /// Within a list, a card or the like, where nothing but text can be.
    pub(super) nested: bool,
}

/// A piece of a page in order.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) what: What,
    pub(super) context: Context,
    /// The line it began on.
    pub(super) line: u32,
    /// What it was.
    pub(super) from: String,
}

impl Piece {
    /// What a visitor sees of it.
    pub(super) fn tally(&self) -> Tally {
        if self.context.hidden {
            return Tally::default();
        }
        match &self.what {
            What::Block(block) => Tally::from(&Shown::of(std::slice::from_ref(block))),
            What::Section { shown, .. } | What::Item(Item { shown, .. }) => Tally::from(shown),
            What::Border => Tally::default(),
        }
    }
}

/// What a piece is.
#[derive(Debug)]
pub(super) enum What {
    /// Text.
    Block(Block),
    /// A section of its own.
    Section {
        kind: &'static str,
        fields: Fields,
        shown: Shown,
    },
    /// An item of a section; neighbours of a kind stand in one section.
    Item(Item),
    /// A box ends here.
    Border,
}

/// An item of a section.
#[derive(Debug)]
pub(super) struct Item {
    /// The kind of the section.
    pub(super) kind: &'static str,
    /// The list it stands in.
    pub(super) list: &'static str,
    /// Fields of the section.
    pub(super) common: Fields,
    pub(super) fields: Fields,
    pub(super) shown: Shown,
}
