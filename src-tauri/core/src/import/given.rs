//! What a site has already, for a source that is read again: pages keep their places, and texts name the
//! boxes and links that are there.

use std::collections::BTreeMap;

use crate::model::PageRef;
use crate::page::{self, Content};
use crate::site::{ASSETS, record_path};
use crate::store::Store;
use crate::value::{Fields, Value, fields_to_json};

use super::library::{LINKS, Link};
use super::state::State;

/// What is there.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// Files of pages by their path in the source.
    pub(super) files: BTreeMap<String, String>,
    /// Media by their path in the source.
    pub(super) media: BTreeMap<String, String>,
    /// Links of the library by their target.
    pub(super) links: BTreeMap<String, Link>,
    /// Ids of shared boxes by locale and fields.
    pub(super) boxes: BTreeMap<(String, String), String>,
    /// Whether there is a site at all.
    pub(super) is_there: bool,
}

impl Given {
    /// What the site in `store` has.
    pub(super) fn of(store: &Store, state: &State) -> Self {
        let pages = state.pages.iter();
        Self {
            files: pages
                .map(|(path, known)| (path.clone(), known.file.clone()))
                .collect(),
            media: media(store),
            links: links(store),
            boxes: boxes(store),
            is_there: true,
        }
    }
}

fn text(store: &Store, path: &str) -> Option<String> {
    String::from_utf8(store.read(path).ok()?).ok()
}

/// The paths that media had, as the records of files tell them.
fn media(store: &Store) -> BTreeMap<String, String> {
    let records = text(store, &record_path(ASSETS)).and_then(|text| page::read_fields(&text).ok());
    let mut found = BTreeMap::new();
    for (key, record) in records.unwrap_or_default() {
        let paths = record
            .as_group()
            .and_then(|fields| fields.get("paths")?.as_list());
        for path in paths.unwrap_or_default().iter().filter_map(Value::as_text) {
            found.insert(path.to_owned(), format!("media/{key}"));
        }
    }
    found
}

fn links(store: &Store) -> BTreeMap<String, Link> {
    let records = text(store, &record_path("links")).and_then(|text| page::read_fields(&text).ok());
    let mut found = BTreeMap::new();
    for (id, record) in records.unwrap_or_default() {
        let fields = record.as_group();
        let to = fields.and_then(|fields| fields.get("to")?.as_text());
        let labels = fields.and_then(|fields| fields.get("label")?.as_group());
        if let (Some(to), Some(labels)) = (to, labels) {
            let label = |(locale, label): (&String, &Value)| {
                Some((locale.clone(), label.as_text()?.to_owned()))
            };
            let labels = labels.iter().filter_map(label).collect();
            found.entry(to.to_owned()).or_insert(Link { id, labels });
        }
    }
    found
}

fn boxes(store: &Store) -> BTreeMap<(String, String), String> {
    let entries = store.list().unwrap_or_default();
    let mut found = BTreeMap::new();
    for entry in entries
        .iter()
        .filter(|entry| entry.path.starts_with("shared/"))
    {
        let Some(page) = PageRef::from_path(&entry.path) else {
            continue;
        };
        let Some(text) = text(store, &entry.path) else {
            continue;
        };
        let parsed = page::parse(text, None, &|kind| {
            (kind == LINKS).then_some(crate::kinds::BodyType::Fields)
        });
        if let [only] = parsed.blocks.as_slice()
            && let Content::Fields(fields) = &*only.content
        {
            let id = page.address.trim_start_matches(PageRef::SHARED).to_owned();
            found.entry((page.locale, key(fields))).or_insert(id);
        }
    }
    found
}

/// What two boxes must have in common to be one.
pub(super) fn key(fields: &Fields) -> String {
    fields_to_json(fields).to_string()
}
