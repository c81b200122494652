//! Keys name the blocks of an open page through edits, moves and outside changes.

use crate::merge::continued;
use crate::page::Page;

/// The source of fresh keys of a session.
#[derive(Debug, Default)]
pub(super) struct Keys(u64);

impl Keys {
    /// A key that no block had before.
    pub(super) fn fresh(&mut self) -> String {
        self.0 += 1;
        format!("s{}", self.0)
    }

    /// A fresh key for every block.
    pub(super) fn for_page(&mut self, page: &Page) -> Vec<String> {
        page.blocks.iter().map(|_| self.fresh()).collect()
    }

    /// Keys for `new`, kept for the blocks that continue one of `old`.
    pub(super) fn carried(&mut self, old: &Page, keys: &[String], new: &Page) -> Vec<String> {
        continued(old, new)
            .into_iter()
            .map(|from| {
                from.and_then(|i| keys.get(i).cloned())
                    .unwrap_or_else(|| self.fresh())
            })
            .collect()
    }
}
