//! Which records the pages of a language show, for files that tell of them and nothing else.

use crate::model::PageRef;
use crate::page::Block;
use crate::site::Site;
use crate::value::{Fields, Value};

use super::index::SiteIndex;
use super::{records, shared};

/// A record on a page that shows it.
pub(super) struct Shown<'a> {
    pub(super) page: &'a PageRef,
    pub(super) id: &'a str,
    pub(super) fields: &'a Fields,
}

/// Every record of the collection `name` that a visible section of the kind `name` lists on a page of
/// the language, page by page. The day is not looked at.
pub(super) fn of<'a>(
    index: &SiteIndex,
    site: &'a Site,
    locale: &str,
    name: &str,
) -> Vec<Shown<'a>> {
    let mut all = Vec::new();
    let Some(file) = site.records.get(name) else {
        return all;
    };
    for (page, block) in sections(index, site, locale, name) {
        let listed = file
            .records
            .iter()
            .filter(|(id, fields)| lists(block, id) && !records::is_hidden(fields));
        all.extend(listed.map(|(id, fields)| Shown { page, id, fields }));
    }
    all
}

/// The visible sections of the kind `name` with the pages of the language that show them.
pub(super) fn sections<'a>(
    index: &SiteIndex,
    site: &'a Site,
    locale: &str,
    name: &str,
) -> impl Iterator<Item = (&'a PageRef, &'a Block)> {
    let pages = site.pages.iter();
    let shown = pages.filter(move |(page, _)| page.locale == locale && index.shows(page));
    let sections = shown.flat_map(move |(page, file)| {
        let blocks = file.page.blocks.iter();
        let blocks = blocks.flat_map(|block| shared::shown(site, locale, block));
        blocks.map(move |block| (page, block))
    });
    sections.filter(move |(_, block)| block.kind == name)
}

/// Whether a section lists the record `id`: it names it, or names none.
fn lists(block: &Block, id: &str) -> bool {
    let items = block
        .fields()
        .and_then(|fields| fields.get("items")?.as_list());
    items
        .is_none_or(|items| items.is_empty() || items.iter().any(|item| item.as_text() == Some(id)))
}

/// A text of a record in the language, else in the site's first, else in any.
pub(super) fn text<'a>(site: &Site, locale: &str, fields: &'a Fields, name: &str) -> &'a str {
    let value = fields
        .get(name)
        .and_then(|value| site.in_locale(locale, value));
    value.and_then(Value::as_text).unwrap_or("")
}
