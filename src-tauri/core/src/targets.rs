//! Where links can lead beyond pages and files: headings with a name, and records that carry an address.

use std::collections::BTreeSet;

use serde::Serialize;
use ts_rs::TS;

use crate::kinds::{FieldKind, Kinds};
use crate::model::PageRef;
use crate::page::Block;
use crate::render::{SiteIndex, shared};
use crate::site::{PageFile, Site};
use crate::value::{Fields, Value};

/// Most targets that one search finds.
const MOST: usize = 30;

/// What kind of place a link can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum TargetKind {
    /// A heading of a page.
    Heading,
    /// A record that carries an address or a file.
    Record,
}

/// One place a link can lead to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TargetView {
    /// What it is.
    pub kind: TargetKind,
    /// Its name for people.
    pub title: String,
    /// Where it stands: the title of its page, or the name of its collection.
    pub within: String,
    /// What the link says.
    pub to: String,
}

/// Headings of the pages of `locale` and records whose title, place or address has `search` in it,
/// the best first.
pub fn targets(site: &Site, kinds: &Kinds, locale: &str, search: &str) -> Vec<TargetView> {
    let search = search.trim().to_lowercase();
    let mut found = Vec::new();
    for (page, file) in &site.pages {
        if page.locale == locale
            && file
                .page
                .front
                .fields
                .get("hidden")
                .and_then(Value::as_flag)
                != Some(true)
        {
            headings(kinds, page, file, &mut found);
        }
    }
    for collection in kinds.collections() {
        let Some(file) = site.records.get(&collection.name) else {
            continue;
        };
        for (id, fields) in &file.records {
            let to = collection
                .fields
                .iter()
                .filter(|f| {
                    matches!(f.kind, FieldKind::Link | FieldKind::Asset)
                        && !f.internal
                        && f.accept != "image"
                })
                .find_map(|f| in_locale(fields, &f.name, locale));
            if let Some(to) = to {
                found.push(TargetView {
                    kind: TargetKind::Record,
                    title: in_locale(fields, &collection.title, locale)
                        .unwrap_or_else(|| id.clone()),
                    within: collection.label.get(locale).to_owned(),
                    to,
                });
            }
        }
    }
    let mut ranked: Vec<_> = found
        .into_iter()
        .filter_map(|target| Some((rank(&target, &search)?, target)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.truncate(MOST);
    ranked.into_iter().map(|(_, target)| target).collect()
}

/// How well a target fits, 0 the best; `None` when it does not.
fn rank(target: &TargetView, search: &str) -> Option<u8> {
    let title = target.title.to_lowercase();
    if title.starts_with(search) {
        Some(0)
    } else if title.contains(search) {
        Some(1)
    } else {
        let rest = format!("{} {}", target.within, target.to).to_lowercase();
        rest.contains(search).then_some(2)
    }
}

fn in_locale(fields: &Fields, name: &str, locale: &str) -> Option<String> {
    let text = match fields.get(name)? {
        Value::Text(text) => text.as_str(),
        Value::Group(each) => each
            .get(locale)
            .or_else(|| each.values().next())?
            .as_text()?,
        _ => return None,
    };
    (!text.is_empty()).then(|| text.to_owned())
}

/// Sections with an id and a heading of their own, and headings in text that have a name.
fn headings(kinds: &Kinds, page: &PageRef, file: &PageFile, found: &mut Vec<TargetView>) {
    let within = file
        .page
        .front
        .fields
        .get("title")
        .and_then(Value::as_text)
        .unwrap_or(&page.address);
    let mut add = |title: &str, anchor: &str| {
        found.push(TargetView {
            kind: TargetKind::Heading,
            title: title.to_owned(),
            within: within.to_owned(),
            to: format!("{}#{anchor}", page.address),
        });
    };
    for block in file.page.blocks.iter().filter(|b| !b.has("hidden")) {
        for (title, anchor, _) in named_headings(kinds, block) {
            add(title, anchor);
        }
    }
}

/// The headings of a section that can be led to: title, name and level.
pub(crate) fn named_headings<'a>(
    kinds: &Kinds,
    block: &'a Block,
) -> Vec<(&'a str, &'a str, usize)> {
    let mut found = Vec::new();
    let Some((fields, kind)) = block.fields().zip(kinds.get(&block.kind)) else {
        return found;
    };
    let own = ["heading", "title"]
        .iter()
        .find_map(|name| fields.get(*name)?.as_text());
    if let (Some(id), Some(title)) = (&block.id, own) {
        found.push((title, id.as_str(), 2));
    }
    for field in kind.fields.iter().filter(|f| f.kind == FieldKind::Markdown) {
        let text = fields.get(&field.name).and_then(Value::as_text);
        found.extend(text.unwrap_or_default().lines().filter_map(named_heading));
    }
    found
}

/// The text, the name and the level of a heading line such as `## Backups {#backups}`.
fn named_heading(line: &str) -> Option<(&str, &str, usize)> {
    let text = line.strip_prefix('#')?.trim_start_matches('#');
    let level = line.len() - text.len();
    let (title, rest) = text.rsplit_once("{#")?;
    let anchor = rest.trim_end().strip_suffix('}')?;
    (text.starts_with(' ') && !anchor.contains(char::is_whitespace))
        .then(|| (title.trim(), anchor, level))
}

/// Names of the places that the page at an address has, as a link in `locale` finds it: in that
/// language, else in the site's first. None when visitors see no such page.
pub fn anchors_at(
    index: &SiteIndex,
    site: &Site,
    locale: &str,
    address: &str,
) -> Option<BTreeSet<String>> {
    [locale, site.settings.default_locale()]
        .into_iter()
        .map(|locale| PageRef::new(locale, address))
        .find(|page| page.is_shared() || index.shows(page))
        .map(|page| anchors(site, &page))
}

/// Names of all places of a page: its own and those that every page has.
fn anchors(site: &Site, page: &PageRef) -> BTreeSet<String> {
    // Every page has a main part, and browsers know where its top is (HTML, section 7.4.6.4).
    let mut found = BTreeSet::from(["main".to_owned(), "top".to_owned()]);
    for block in blocks(site, page) {
        match shared::used_by(block) {
            Some(id) => {
                let source = shared::find(site, &page.locale, id);
                let inner = source.iter().flat_map(|source| blocks(site, source));
                inner
                    .filter(|block| shared::used_by(block).is_none())
                    .for_each(|block| places(block, &mut found));
            }
            None => places(block, &mut found),
        }
    }
    found
}

/// The sections of a page that visitors see.
fn blocks<'a>(site: &'a Site, page: &PageRef) -> impl Iterator<Item = &'a Block> + use<'a> {
    let file = site.pages.get(page);
    let all = file.into_iter().flat_map(|file| &file.page.blocks);
    all.filter(|block| !block.has("hidden") && block.fields().is_some())
}

fn places(block: &Block, found: &mut BTreeSet<String>) {
    found.extend(block.id.clone());
    block
        .fields()
        .into_iter()
        .for_each(|fields| named(fields, found));
}

/// The names of headings in the texts of a form.
fn named(fields: &Fields, found: &mut BTreeSet<String>) {
    for value in fields.values() {
        match value {
            Value::Text(text) => {
                let names = text.split("{#").skip(1);
                let ends = |c: char| c == '}' || c.is_whitespace();
                found.extend(names.filter_map(|rest| Some(rest[..rest.find(ends)?].to_owned())));
                if text.trim_start().starts_with('<') {
                    let ids = text.split(" id=\"").skip(1);
                    found.extend(ids.filter_map(|rest| Some(rest[..rest.find('"')?].to_owned())));
                }
            }
            Value::Group(inner) => named(inner, found),
            Value::List(items) => {
                let items = items.iter().filter_map(Value::as_group);
                let shown =
                    items.filter(|i| i.get("hidden").and_then(Value::as_flag) != Some(true));
                shown.for_each(|inner| named(inner, found));
            }
            _ => {}
        }
    }
}
