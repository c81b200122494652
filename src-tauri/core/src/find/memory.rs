//! The texts of a site as they are seen, kept between searches: taking Markdown apart costs more than
//! searching it, and most pages have not changed since the last letter was typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::PageRef;
use crate::page;
use crate::render::{is_hidden, records};
use crate::site::{PageFile, RecordFile, SETTINGS};
use crate::view::Step;

use super::runs::{Run, shape};
use super::walk::{Sort, Text, walk};
use super::{Ground, LeftAlone, Reason, count};

/// What is remembered of a site.
#[derive(Debug, Default)]
pub struct Memory {
    pages: BTreeMap<PageRef, Part>,
    records: Vec<Part>,
    settings: Part,
}

/// One file.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) file: String,
    pub(crate) page: Option<PageRef>,
    pub(crate) collection: Option<String>,
    pub(crate) title: String,
    pub(crate) locked: bool,
    pub(crate) seen: Vec<Seen>,
    /// The text that all this was taken from.
    source: Arc<str>,
}

/// One text of a form.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) section: Option<u32>,
    pub(crate) kind: String,
    pub(crate) path: Vec<Step>,
    pub(crate) sort: Sort,
    pub(crate) locale: Option<String>,
    /// Whether visitors do not see it: it, its section, page or record is hidden.
    pub(crate) hidden: bool,
    pub(crate) text: String,
    pub(crate) runs: Vec<Run>,
}

impl Memory {
    /// Takes in what changed in the site since the last time; with `only`, in that page.
    pub fn take_in(&mut self, ground: &Ground<'_>, only: Option<&PageRef>) {
        let wanted = |page: &PageRef| only.is_none_or(|only| only == page);
        self.pages
            .retain(|page, _| ground.site.pages.contains_key(page));
        let stale = |page: &PageRef, file: &PageFile| {
            self.pages.get(page).is_none_or(|part| {
                !Arc::ptr_eq(&part.source, &file.page.text) || part.locked != locked(ground, file)
            })
        };
        let changed: Vec<(&PageRef, &PageFile)> = ground
            .site
            .pages
            .iter()
            .filter(|(page, file)| wanted(page) && stale(page, file))
            .collect();
        let parts: Vec<(PageRef, Part)> = changed
            .into_par_iter()
            .map(|(page, file)| (page.clone(), page_part(ground, page, file)))
            .collect();
        self.pages.extend(parts);
        if only.is_none() {
            let records = ground.site.records.iter();
            self.records = records
                .map(|(name, file)| record_part(ground, name, file))
                .collect();
            self.settings = settings_part(ground);
        }
    }

    /// One page.
    pub(crate) fn page(&self, page: &PageRef) -> Option<&Part> {
        self.pages.get(page)
    }

    /// What is no page: records and settings.
    pub(crate) fn around(&self) -> impl Iterator<Item = &Part> {
        self.records.iter().chain([&self.settings])
    }

    /// Every file, pages first.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        self.pages.values().chain(self.around())
    }
}

impl Part {
    pub(crate) fn left_alone(&self, section: Option<u32>, reason: Reason) -> LeftAlone {
        LeftAlone {
            file: self.file.clone(),
            page: self.page.clone(),
            title: self.title.clone(),
            section,
            reason,
        }
    }
}

impl Seen {
    fn of(text: Text<'_>, section: Option<u32>, kind: &str, hidden: bool) -> Self {
        Self {
            section,
            kind: kind.to_owned(),
            runs: match text.sort {
                Sort::Markdown => shape(text.text).runs,
                sort => vec![Run::whole(text.text, sort == Sort::Address)],
            },
            sort: text.sort,
            hidden: hidden || text.hidden,
            locale: text.locale.map(str::to_owned),
            text: text.text.to_owned(),
            path: text.path,
        }
    }
}

fn locked(ground: &Ground<'_>, file: &PageFile) -> bool {
    file.read_only.is_some() || ground.site.read_only.is_some()
}

fn page_part(ground: &Ground<'_>, page: &PageRef, file: &PageFile) -> Part {
    let mut seen = Vec::new();
    let front = &file.page.front.fields;
    walk(ground.page_form, front, &[], &mut |text| {
        seen.push(Seen::of(text, None, "", is_hidden(file)))
    });
    for (i, block) in file.page.blocks.iter().enumerate() {
        if let (Some(fields), Some(kind)) = (block.fields(), ground.kinds.get(&block.kind)) {
            walk(&kind.fields, fields, &[], &mut |text| {
                let hidden = is_hidden(file) || block.has("hidden");
                seen.push(Seen::of(text, Some(count(i)), &kind.name, hidden));
            });
        }
    }
    let title = front.get("title").and_then(|title| title.as_text());
    Part {
        file: file.path.clone(),
        page: Some(page.clone()),
        collection: None,
        title: title
            .filter(|t| !t.is_empty())
            .unwrap_or(&page.address)
            .to_owned(),
        locked: locked(ground, file),
        seen,
        source: Arc::clone(&file.page.text),
    }
}

fn record_part(ground: &Ground<'_>, name: &str, file: &RecordFile) -> Part {
    let mut seen = Vec::new();
    if let Some(collection) = ground.kinds.collection(name) {
        for (id, fields) in &file.records {
            let hidden = records::is_hidden(fields);
            walk(
                &collection.fields,
                fields,
                &[Step::Name(id.clone())],
                &mut |text| seen.push(Seen::of(text, None, "", hidden)),
            );
        }
    }
    Part {
        file: file.path.clone(),
        collection: Some(name.to_owned()),
        locked: ground.site.read_only.is_some(),
        seen,
        source: Arc::clone(&file.text),
        ..Part::default()
    }
}

fn settings_part(ground: &Ground<'_>) -> Part {
    let mut seen = Vec::new();
    // Settings that cannot be read are a problem of their own.
    if let Ok(fields) = page::read_fields(ground.settings) {
        walk(ground.site_form, &fields, &[], &mut |mut text| {
            // Where the site is served is typed as text, but it is no prose.
            if text.path == [Step::Name("address".into())] {
                text.sort = Sort::Address;
            }
            seen.push(Seen::of(text, None, "", false));
        });
    }
    Part {
        file: SETTINGS.to_owned(),
        locked: ground.site.read_only.is_some(),
        seen,
        ..Part::default()
    }
}
