//! Boxes of links: the sections whose list takes records of a collection. One record is put into any
//! number of them, or taken out, as one edit.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::kinds::{Field, FieldKind};
use crate::model::PageRef;
use crate::page::{self, Block, Page, Target};
use crate::render::Engine;
use crate::site::Site;
use crate::value::{Fields, Value};
use crate::view::Step;

use super::{heading, page_title, users_of};

/// One section that can list a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LinkBox {
    /// Names it in a request.
    pub at: BoxPlace,
    /// Title of the page or shared section.
    pub page_title: String,
    /// How many pages show it, for a shared section.
    pub pages: u32,
    /// Its kind.
    pub kind: String,
    /// Whether the section is hidden.
    pub hidden: bool,
    /// Whether it lists the record.
    pub has: bool,
}

/// A section that can list a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BoxPlace {
    /// The page or shared section.
    pub page: PageRef,
    /// The section, from 0.
    pub section: u32,
    /// What it says of itself; the request is refused when it says something else meanwhile.
    pub heading: String,
}

/// A record, and the boxes that shall list it and those that shall not.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct BoxRequest {
    /// The collection.
    pub collection: String,
    /// The record.
    pub record: String,
    /// Put at the end of these.
    pub add: Vec<BoxPlace>,
    /// Taken out of these.
    pub remove: Vec<BoxPlace>,
}

/// Every section that can list records of a collection, shared ones first.
pub fn all(engine: &Engine, site: &Site, collection: &str, record: &str) -> Vec<LinkBox> {
    let mut found = Vec::new();
    for (page, file) in &site.pages {
        if file.read_only.is_some() {
            continue;
        }
        for (position, block) in file.page.blocks.iter().enumerate() {
            let Some(list) = List::of(engine, block, collection) else {
                continue;
            };
            found.push(LinkBox {
                at: BoxPlace {
                    page: page.clone(),
                    section: u32::try_from(position).unwrap_or(u32::MAX),
                    heading: list.heading.clone(),
                },
                page_title: page_title(page, file),
                pages: users_of(site, page),
                kind: block.kind.clone(),
                hidden: block.has("hidden"),
                has: list.position(record).is_some(),
            });
        }
    }
    found.sort_by_key(|one| !one.at.page.is_shared());
    found
}

/// The texts of the pages that a request changes.
///
/// # Errors
/// [`Error::Stale`] when one of the sections is no longer there, [`Error::Refused`] when it cannot be edited.
pub fn changed(
    engine: &Engine,
    site: &Site,
    request: &BoxRequest,
) -> Result<Vec<(String, Option<String>)>, Error> {
    let mut texts: Vec<(String, Page)> = Vec::new();
    let wanted = request.add.iter().map(|at| (at, true));
    for (at, add) in wanted.chain(request.remove.iter().map(|at| (at, false))) {
        let file = site.pages.get(&at.page).ok_or(Error::Stale("page"))?;
        let known = texts.iter().position(|(path, _)| *path == file.path);
        let slot = known.unwrap_or_else(|| {
            texts.push((file.path.clone(), file.page.clone()));
            texts.len() - 1
        });
        let (_, page) = &mut texts[slot];
        *page = edited(engine, page, request, at, add)?;
    }
    Ok(texts
        .into_iter()
        .map(|(path, page)| (path, Some(page.text.to_string())))
        .collect())
}

fn edited(
    engine: &Engine,
    page: &Page,
    request: &BoxRequest,
    at: &BoxPlace,
    add: bool,
) -> Result<Page, Error> {
    let stale = Error::Stale("section");
    let position = at.section as usize;
    let block = page.blocks.get(position);
    let list = block.and_then(|block| List::of(engine, block, &request.collection));
    let Some(list) = list.filter(|list| list.heading == at.heading) else {
        return Err(stale);
    };
    let body_of = |kind: &str| engine.kinds.body_of(kind);
    let (path, target) = ([Step::Name(list.name.clone())], Target::Block(position));
    let there = list.position(&request.record);
    let splices = match (add, there) {
        (true, None) => {
            let id = Value::Text(request.record.clone());
            let item = Value::Group(Fields::from([(list.inner.clone(), id)]));
            page::insert_item(page, target, &path, list.items.len(), &item, &body_of)?
        }
        (false, Some(index)) => page::remove_item(page, target, &path, index, &body_of)?,
        _ => return Ok(page.clone()),
    };
    let next = page::parse(page::apply(&page.text, &splices), Some(page), &body_of);
    // Listed twice: all of them go.
    if add {
        Ok(next)
    } else {
        edited(engine, &next, request, at, false)
    }
}

/// The list of a section that takes records of a collection.
struct List<'a> {
    heading: String,
    name: String,
    /// The field of an item that names the record.
    inner: String,
    items: &'a [Value],
}

impl<'a> List<'a> {
    fn of(engine: &Engine, block: &'a Block, collection: &str) -> Option<Self> {
        let kind = engine.kinds.get(&block.kind)?;
        let values = block.fields()?;
        let takes = |inner: &&Field| {
            inner.kind == FieldKind::Record && inner.collection.as_deref() == Some(collection)
        };
        let lists = kind
            .fields
            .iter()
            .filter(|field| field.kind == FieldKind::List);
        let (field, inner) = lists
            .filter_map(|field| Some((field, field.fields.iter().find(takes)?)))
            .next()?;
        Some(Self {
            heading: heading(values, kind.summary.as_deref()),
            name: field.name.clone(),
            inner: inner.name.clone(),
            items: values
                .get(&field.name)
                .and_then(Value::as_list)
                .unwrap_or_default(),
        })
    }

    fn position(&self, record: &str) -> Option<usize> {
        self.items.iter().position(|item| {
            let named = item.as_group().and_then(|item| item.get(&self.inner));
            named.and_then(Value::as_text) == Some(record)
        })
    }
}
