//! Where records stand: the sections and records that name them, and the sections that show all of
//! their collection.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kinds::{Field, FieldKind};
use crate::model::PageRef;
use crate::render::Engine;
use crate::render::records::is_hidden;
use crate::site::Site;
use crate::value::{Fields, Value};
use crate::view::Step;

use super::{heading, page_title, users_of};

/// One place where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RecordPlace {
    /// The page or shared section; none when another record names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub page: Option<PageRef>,
    /// Title of the page or of the other record.
    pub title: String,
    /// How many pages show it, for a shared section.
    pub pages: u32,
    /// The section, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub section: Option<u32>,
    /// The kind of the section, or the collection of the other record.
    pub kind: String,
    /// What the section says of itself.
    pub heading: String,
    /// The other record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub record: Option<String>,
    /// The field, inside the section or record.
    pub path: Vec<Step>,
    /// Whether it stands there because the section names none and so shows all.
    pub all: bool,
}

/// What a field names: one record, or all of the collection.
enum Named<'a> {
    One(&'a str),
    All,
}

/// Every place where a record stands, pages first.
pub fn of(engine: &Engine, site: &Site, collection: &str, id: &str) -> Vec<RecordPlace> {
    let file = site.records.get(collection);
    let shown = file
        .and_then(|file| file.records.get(id))
        .is_some_and(is_shown);
    let mut found = Vec::new();
    each(engine, site, collection, &mut |place, named, path| {
        let all = match named {
            Named::One(named) if named == id => false,
            Named::All if shown => true,
            _ => return,
        };
        found.push(place.at(engine, site, path, all));
    });
    found
}

/// How often each record of a collection stands somewhere.
pub fn counts(engine: &Engine, site: &Site, collection: &str) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut everywhere = 0;
    each(engine, site, collection, &mut |_, named, _| match named {
        Named::One(id) => *counts.entry(id.to_owned()).or_default() += 1,
        Named::All => everywhere += 1,
    });
    let records = site.records.get(collection).map(|file| &file.records);
    for (id, _) in records
        .into_iter()
        .flatten()
        .filter(|(_, fields)| is_shown(fields))
    {
        *counts.entry(id.clone()).or_default() += everywhere;
    }
    counts
}

fn is_shown(fields: &Fields) -> bool {
    !is_hidden(fields)
}

/// A form somewhere in the site.
enum Place<'a> {
    Section {
        page: &'a PageRef,
        position: usize,
    },
    Record {
        collection: &'a crate::kinds::Collection,
        id: &'a str,
        fields: &'a Fields,
    },
}

impl Place<'_> {
    fn at(&self, engine: &Engine, site: &Site, path: &[Step], all: bool) -> RecordPlace {
        match self {
            Self::Section { page, position } => {
                let file = site.pages.get(page);
                let block = file.and_then(|file| file.page.blocks.get(*position));
                RecordPlace {
                    page: Some((*page).clone()),
                    title: file.map_or_else(String::new, |file| page_title(page, file)),
                    pages: users_of(site, page),
                    section: u32::try_from(*position).ok(),
                    kind: block.map_or_else(String::new, |block| block.kind.clone()),
                    heading: block
                        .and_then(|block| {
                            let kind = engine.kinds.get(&block.kind)?;
                            Some(heading(block.fields()?, kind.summary.as_deref()))
                        })
                        .unwrap_or_default(),
                    record: None,
                    path: path.to_vec(),
                    all,
                }
            }
            Self::Record {
                collection,
                id,
                fields,
            } => RecordPlace {
                page: None,
                title: heading(fields, Some(&collection.title)),
                pages: 0,
                section: None,
                kind: collection.name.clone(),
                heading: String::new(),
                record: Some((*id).to_owned()),
                path: path.to_vec(),
                all,
            },
        }
    }
}

fn each(
    engine: &Engine,
    site: &Site,
    collection: &str,
    then: &mut dyn FnMut(&Place<'_>, Named<'_>, &[Step]),
) {
    for (page, file) in &site.pages {
        for (position, block) in file.page.blocks.iter().enumerate() {
            if let (Some(kind), Some(fields)) = (engine.kinds.get(&block.kind), block.fields()) {
                let place = Place::Section { page, position };
                let found = &mut |named: Named<'_>, path: &[Step]| then(&place, named, path);
                form(collection, &kind.fields, fields, &mut Vec::new(), found);
            }
        }
    }
    for other in engine.kinds.collections() {
        let records = site.records.get(&other.name).map(|file| &file.records);
        for (id, fields) in records.into_iter().flatten() {
            let place = Place::Record {
                collection: other,
                id,
                fields,
            };
            let found = &mut |named: Named<'_>, path: &[Step]| then(&place, named, path);
            form(collection, &other.fields, fields, &mut Vec::new(), found);
        }
    }
}

fn form(
    collection: &str,
    fields: &[Field],
    values: &Fields,
    path: &mut Vec<Step>,
    found: &mut dyn FnMut(Named<'_>, &[Step]),
) {
    for field in fields {
        let value = values.get(&field.name);
        let ours = field.collection.as_deref() == Some(collection);
        path.push(Step::Name(field.name.clone()));
        match (field.kind, value) {
            (FieldKind::Record, Some(Value::Text(id))) if ours && !id.is_empty() => {
                found(Named::One(id), path);
            }
            (FieldKind::Records, Some(Value::List(ids))) if ours && !ids.is_empty() => {
                for (at, id) in ids.iter().enumerate() {
                    path.push(index(at));
                    id.as_text()
                        .into_iter()
                        .for_each(|id| found(Named::One(id), path));
                    path.pop();
                }
            }
            (FieldKind::Records, None | Some(Value::List(_))) if ours => found(Named::All, path),
            (FieldKind::List, Some(Value::List(items))) => {
                for (at, item) in items.iter().enumerate() {
                    path.push(index(at));
                    if let Some(inner) = item.as_group() {
                        form(collection, &field.fields, inner, path, found);
                    }
                    path.pop();
                }
            }
            (FieldKind::Group, Some(Value::Group(inner))) => {
                form(collection, &field.fields, inner, path, found);
            }
            _ => {}
        }
        path.pop();
    }
}

fn index(at: usize) -> Step {
    Step::Index(u32::try_from(at).unwrap_or(u32::MAX))
}
