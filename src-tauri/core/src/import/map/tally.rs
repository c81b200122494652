//! Counting what a visitor sees, before and after: a rule that would lose something does not apply.

use std::ops::AddAssign;

use super::dom::{Data, Dom, Id};
use super::look::{is_white, picture_address, unseen};
use super::rich::Shown;

/// How much a visitor sees.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Letters without white space.
    pub(super) letters: usize,
    /// Links with a target.
    pub(super) links: usize,
    /// Pictures.
    pub(super) pictures: usize,
}

impl Tally {
    /// What a visitor sees of a node.
    pub(super) fn of(dom: &Dom, id: Id) -> Self {
        let mut tally = Self::default();
        tally.node(dom, id);
        tally
    }

    fn node(&mut self, dom: &Dom, id: Id) {
        if unseen(dom, id).is_some() {
            return;
        }
        match dom.data(id) {
            Data::Text(text) => self.text(text),
            Data::Element { .. } => {
                let link = dom.name(id) == "a" && !dom.attribute(id, "href").trim().is_empty();
                self.links += usize::from(link);
                self.pictures += usize::from(picture_address(dom, id).is_some());
            }
            Data::Comment(_) | Data::Nothing => {}
        }
        for child in dom.children(id) {
            self.node(dom, *child);
        }
    }

    /// Adds letters.
    pub(super) fn text(&mut self, text: &str) {
        self.letters += text.chars().filter(|c| !is_white(*c)).count();
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.letters += other.letters;
        self.links += other.links;
        self.pictures += other.pictures;
    }
}

impl From<&Shown> for Tally {
    fn from(shown: &Shown) -> Self {
        Self {
            letters: shown.text.chars().count(),
            links: shown.links.len(),
            pictures: shown.pictures.len(),
        }
    }
}
