//! Typing into a record: one record changes, and only what shows it is made anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check;
use crate::error::Error;
use crate::kinds::{Collection, Field};
use crate::model::PageRef;
use crate::page::Block;
use crate::problem::Problem;
use crate::render::{self, Mode, records, shared};
use crate::value::{Fields, fields_to_json};
use crate::view::{EditLabel, RecordUpdate, SectionUpdate, Update};

use super::data::OneRecord;
use super::history::{Entry, FileStep, Held};
use super::index::record_view;
use super::{Session, section_view};

impl Session {
    /// Makes a record what typing made of it.
    pub(super) fn put_record(
        &mut self,
        one: OneRecord,
        before: &Arc<str>,
        now: u64,
    ) -> Result<Update, Error> {
        self.may_edit_site()?;
        self.may_change(&one.file)?;
        if **before == *one.text {
            return Ok(self.quiet_update(&self.stand_in()));
        }
        let text: Arc<str> = one.text.as_str().into();
        self.history.push(Entry {
            files: vec![FileStep {
                path: one.file.clone(),
                before: Some(Held::Text(Arc::clone(before))),
                after: Some(Held::Text(Arc::clone(&text))),
            }],
            label: EditLabel::of("set", &one.file),
            typing: Some((Some(one.file.clone()), one.path.clone())),
            time: now,
        });
        self.keep_text(&one.file, Some(Arc::clone(&text)));
        if let Some(file) = self.site.records.get_mut(&one.collection) {
            file.text = text;
            file.records.insert(one.id.clone(), one.fields.clone());
        }
        let mut update = self.quiet_update(&self.stand_in());
        update.sections = self.sections_that_show(&one.collection);
        update.record = self.record_update(&one);
        update.files = vec![one.file];
        Ok(update)
    }

    fn record_update(&self, one: &OneRecord) -> Option<RecordUpdate> {
        let collection = self.engine.kinds.collection(&one.collection)?;
        Some(RecordUpdate {
            file: one.file.clone(),
            collection: one.collection.clone(),
            record: record_view(collection, &one.id, &one.fields),
            values: fields_to_json(&one.fields),
            state: self.state_of(collection, &one.fields),
            problems: self.counting(self.record_problems(&one.collection, &one.id)),
        })
    }

    /// The problems of one record.
    pub(super) fn record_problems(&self, collection: &str, id: &str) -> Vec<Problem> {
        check::record(&self.engine, self.seen(), &self.site, collection, id)
    }

    fn state_of(&self, collection: &Collection, fields: &Fields) -> Option<String> {
        let states = collection.states.as_ref()?;
        Some(records::state(states, fields, self.shown_day()).to_owned())
    }

    /// What the dates of the records of a collection say on the day that is shown.
    pub(super) fn states(&self, collection: &str) -> BTreeMap<String, String> {
        let (Some(file), Some(collection)) = (
            self.site.records.get(collection),
            self.engine.kinds.collection(collection),
        ) else {
            return BTreeMap::new();
        };
        file.records
            .iter()
            .filter_map(|(id, fields)| Some((id.clone(), self.state_of(collection, fields)?)))
            .collect()
    }

    /// The sections of the page on screen that show records of a collection, made anew.
    fn sections_that_show(&self, collection: &str) -> Vec<SectionUpdate> {
        let Some(page) = &self.shown else {
            return Vec::new();
        };
        let (Some(file), Some(desk)) = (self.site.pages.get(page), self.desks.get(page)) else {
            return Vec::new();
        };
        let shown = self.that_show(collection);
        let shows = |(at, block): (usize, &Block)| {
            (!block.has("hidden") && self.shows(block, page, &shown)).then_some(at)
        };
        let positions = file.page.blocks.iter().enumerate().filter_map(shows);
        positions
            .map(|at| {
                let (engine, index, site) = (&self.engine, self.seen(), &self.site);
                let key = &desk.keys[at];
                let html = render::section(engine, index, site, page, at, Mode::Preview, key).html;
                SectionUpdate {
                    section: section_view(file, at, key, &desk.problems),
                    html: Some(html),
                }
            })
            .collect()
    }

    /// A collection, and those whose records name records of it.
    fn that_show<'a>(&'a self, collection: &'a str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::from([collection]);
        loop {
            let more = self.engine.kinds.collections().find(|one| {
                !found.contains(one.name.as_str()) && names_one_of(&one.fields, &found)
            });
            match more {
                Some(one) => found.insert(&one.name),
                None => return found,
            };
        }
    }

    fn shows(&self, block: &Block, page: &PageRef, collections: &BTreeSet<&str>) -> bool {
        if let Some(id) = shared::used_by(block) {
            let file = shared::find(&self.site, &page.locale, id)
                .and_then(|page| self.site.pages.get(&page));
            // A shared section that uses another is not followed: rendering does not either.
            let own = |block: &Block| shared::used_by(block).is_none();
            return file.is_some_and(|file| {
                let mut blocks = file.page.blocks.iter();
                blocks.any(|block| own(block) && self.shows(block, page, collections))
            });
        }
        let kind = self.engine.kinds.get(&block.kind);
        kind.is_some_and(|kind| names_one_of(&kind.fields, collections))
    }
}

fn names_one_of(fields: &[Field], collections: &BTreeSet<&str>) -> bool {
    fields.iter().any(|field| {
        let named = field.collection.as_deref();
        named.is_some_and(|name| collections.contains(name))
            || names_one_of(&field.fields, collections)
    })
}
