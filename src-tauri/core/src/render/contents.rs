//! The contents of a page: made from its headings, never typed.

use tera::{Map, Value as Out};

use crate::site::PageFile;
use crate::targets::named_headings;

use super::links::Scope;

/// The named headings of the second level in the main column of a page, but for those of the section
/// at `position` and of page headers.
pub(super) fn of(scope: &Scope<'_>, file: &PageFile, position: usize) -> Out {
    let blocks = file.page.blocks.iter().enumerate();
    let shown = blocks.filter(|(at, block)| {
        *at != position && block.kind != "hero" && !block.has("hidden") && !block.has("aside")
    });
    let headings = shown.flat_map(|(_, block)| named_headings(&scope.engine.kinds, block));
    let entries = headings
        .filter(|(_, _, level)| *level == 2)
        .map(|(title, name, _)| {
            let mut map = Map::new();
            map.insert("title".into(), Out::from(title));
            map.insert("href".into(), Out::from(format!("#{name}")));
            Out::from(map)
        });
    Out::from(entries.collect::<Vec<_>>())
}
