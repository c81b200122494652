//! Records as a whole: where they stand, tables in and out, and boxes of links.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::error::Error;
use crate::page::{self, data, slices};
use crate::records::boxes::{self, BoxRequest, LinkBox};
use crate::records::import::{self, ImportRequest, ImportView, Plan};
use crate::records::places::{self, RecordPlace};
use crate::records::{heading, table};
use crate::site::record_path;
use crate::value::{Fields, Value};
use crate::view::{EditLabel, Update};

use super::Session;
use super::data::free_id;
use crate::intake::plain_name;
use crate::say;

impl Session {
    /// Every place where a record stands, also where a section shows all of its collection.
    pub fn record_places(&self, collection: &str, id: &str) -> Vec<RecordPlace> {
        places::of(&self.engine, &self.site, collection, id)
    }

    /// How often each record of a collection stands somewhere.
    pub fn record_counts(&self, collection: &str) -> BTreeMap<String, u32> {
        places::counts(&self.engine, &self.site, collection)
    }

    /// Records of a collection as a CSV file; all of them when `ids` is empty. Headers are in `language`.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such collection.
    pub fn records_csv(
        &self,
        collection: &str,
        ids: &[String],
        language: &str,
    ) -> Result<Vec<u8>, Error> {
        let form = self.engine.kinds.collection(collection);
        let file = self.site.records.get(collection);
        let (Some(form), Some(file)) = (form, file) else {
            return Err(Error::Refused(say!("There is no such list.")));
        };
        let columns = table::columns(form, &self.site.settings.locales);
        table::csv(&file.records, ids, &columns, language)
    }

    /// What taking in a table of records would do.
    ///
    /// # Errors
    /// [`Error::Refused`] when the text is no table.
    pub fn plan_import(&self, request: &ImportRequest) -> Result<ImportView, Error> {
        Ok(import::plan(&self.engine, &self.index, &self.site, request)?.0)
    }

    /// Takes in a table of records, as one edit.
    ///
    /// # Errors
    /// [`Error::Refused`] when the text is no table or the collection cannot be edited. Nothing is
    /// changed then.
    pub fn import_records(&mut self, request: &ImportRequest, now: u64) -> Result<Update, Error> {
        let file = record_path(&request.collection);
        self.may_read(&file)?;
        let (_, plan) = import::plan(&self.engine, &self.index, &self.site, request)?;
        let text = self.text_of(&file).unwrap_or_default();
        let none = IndexMap::new();
        let known = self.site.records.get(&request.collection);
        let known = known.map_or(&none, |file| &file.records);
        let changed = changed(&text, known, &plan)?;
        let title = self.engine.kinds.collection(&request.collection);
        let title = title.map(|collection| collection.title.as_str());
        let mut taken: Fields = known
            .keys()
            .map(|id| (id.clone(), Value::Flag(true)))
            .collect();
        let mut new = Vec::new();
        for (wanted, fields) in plan.new {
            let wanted = wanted.unwrap_or_else(|| heading(&fields, title));
            let id = free_id(&taken, &plain_name(&wanted));
            taken.insert(id.clone(), Value::Flag(true));
            new.push((id, fields));
        }
        let text = data::append_records(&changed, &new)?;
        page::read_fields(&text)
            .map_err(|fault| Error::Refused(fault.message.and(&say!("Nothing was changed."))))?;
        let label = EditLabel::of("import", &file);
        self.transact(label, vec![(file, Some(text))], now)
    }

    /// Every section that can list records of a collection, and whether it lists this one.
    pub fn link_boxes(&self, collection: &str, record: &str) -> Vec<LinkBox> {
        boxes::all(&self.engine, &self.site, collection, record)
    }

    /// Puts a record into sections that list records, and takes it out of others, as one edit.
    ///
    /// # Errors
    /// [`Error::Stale`] when one of the sections is no longer there. Nothing is changed then.
    pub fn set_link_boxes(&mut self, request: &BoxRequest, now: u64) -> Result<Update, Error> {
        let files = boxes::changed(&self.engine, &self.site, request)?;
        let label = EditLabel::of("link-boxes", &record_path(&request.collection));
        self.transact(label, files, now)
    }
}

/// The text of a collection after the changes of a plan.
fn changed(text: &str, known: &IndexMap<String, Fields>, plan: &Plan) -> Result<String, Error> {
    let sets: BTreeMap<&str, _> = plan
        .changes
        .iter()
        .map(|(id, sets)| (id.as_str(), sets))
        .collect();
    let ids: Vec<String> = plan.changes.iter().map(|(id, _)| id.clone()).collect();
    slices::edit_each(text, known, &ids, &|text, id| {
        let sets = sets.get(id).copied().into_iter().flatten();
        sets.into_iter()
            .try_fold(text.to_owned(), |text, (path, value)| {
                let splices = data::set(&text, path, Some(value))?;
                Ok(page::apply(&text, &splices))
            })
    })
}
