//! Edits of files of fields: the site's settings, and collections of records.

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::check;
use crate::error::Error;
use crate::intake::plain_name;
use crate::kinds::Field;
use crate::page::{self, data, slices};
use crate::problem::Problem;
use crate::rule;
use crate::say;
use crate::site::{SETTINGS, collection_of};
use crate::uses::{self, Use, Used};
use crate::value::{Fields, Value, fields_to_json};
use crate::view::{DataEdit, DataRequest, DataView, EditLabel, Step, Update};

use super::Session;
use super::values::{field_at, value_for};

impl Session {
    /// A file of fields with its values: `site.toml` or a collection's. One that cannot be read has no
    /// values and says why.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such form.
    pub fn data(&self, file: &str) -> Result<DataView, Error> {
        self.form_of(file)?;
        let text = self.text_of(file).unwrap_or_default();
        let unreadable = self.fault_of(file).cloned();
        let fields = match &unreadable {
            Some(_) => Fields::new(),
            None => read(&text)?,
        };
        let mut problems: Vec<Problem> = self.site.problems.clone();
        problems.retain(|problem| problem.place.file == file);
        if file == SETTINGS {
            problems.extend(check::menus(&self.engine, &self.index, &self.site));
        }
        let collection = collection_of(file);
        for id in fields.keys() {
            if let Some(collection) = collection {
                problems.extend(self.record_problems(collection, id));
            }
        }
        Ok(DataView {
            file: file.to_owned(),
            values: fields_to_json(&fields),
            states: collection.map_or_else(Default::default, |name| self.states(name)),
            problems: self.counting(problems),
            unreadable,
        })
    }

    /// Why a file cannot be read, if so.
    fn fault_of(&self, file: &str) -> Option<&Problem> {
        let unreadable: [&str; 4] = [
            rule::NOT_UTF_8.code,
            rule::UNREADABLE.code,
            rule::UNREADABLE_FIELDS.code,
            rule::UNUSABLE_FILE.code,
        ];
        self.site.problems.iter().find(|problem| {
            problem.place.file == file && unreadable.contains(&problem.code.as_str())
        })
    }

    /// Everywhere a record, page, file or shared section is used.
    pub fn uses_of(&self, used: &Used) -> Vec<Use> {
        uses::all(&self.engine, &self.site)
            .remove(used)
            .unwrap_or_default()
    }

    /// Whether a file of fields can be read; one that cannot is never written over.
    pub(super) fn may_read(&self, file: &str) -> Result<(), Error> {
        match self.fault_of(file) {
            Some(fault) => Err(Error::Refused(
                fault
                    .message
                    .and(&say!("Nothing was changed."))
                    .and(&fault.hint),
            )),
            None => Ok(()),
        }
    }

    /// Carries out an edit of a file of fields. `now` is the time in milliseconds of any steady clock.
    ///
    /// # Errors
    /// [`Error::Stale`] when the record or field is gone, [`Error::Refused`] when the file may not be
    /// edited so. Nothing is changed then.
    pub fn edit_data(&mut self, request: &DataRequest, now: u64) -> Result<Update, Error> {
        let file = &request.file;
        let form = self.data_form(file)?;
        self.may_read(file)?;
        let text = self.text_of(file).unwrap_or_default();
        if let DataEdit::Set { path, value } = &request.edit
            && let Some(one) = self.one_record(&form, file, &text, path, value)
        {
            return self.put_record(one, &text, now);
        }
        let none = IndexMap::new();
        let known = collection_of(file)
            .and_then(|name| self.site.records.get(name))
            .map_or(&none, |file| &file.records);
        let new = form.edited(&text, known, &request.edit)?;
        // What was edited must be readable again, or the whole file would be lost to the site.
        let fields = read(&new)?;
        let typing = match &request.edit {
            DataEdit::Set { path, .. } => Some((Some(file.clone()), path.clone())),
            _ => None,
        };
        let label = EditLabel::of(verb(&request.edit), file);
        let mut update =
            self.transact_typing(label, vec![(file.clone(), Some(new))], typing, now)?;
        update.focus = added(&request.edit, &read(&text)?, &fields);
        Ok(update)
    }

    /// The form of a file of fields.
    fn data_form(&self, file: &str) -> Result<Form, Error> {
        let locales = &self.site.settings.locales;
        Ok(Form {
            fields: self.form_of(file)?,
            in_records: file != SETTINGS,
            locales: locales.iter().map(|l| l.tag.clone()).collect(),
        })
    }

    /// What setting one value makes of the record alone, where its place in the file is certain: so
    /// that a keystroke costs the same in a long file as in a short one.
    fn one_record(
        &self,
        form: &Form,
        file: &str,
        text: &str,
        path: &[Step],
        value: &Json,
    ) -> Option<OneRecord> {
        let collection = collection_of(file)?;
        let Some(Step::Name(id)) = path.first() else {
            return None;
        };
        let fields = self.site.records.get(collection)?.records.get(id)?;
        let range = slices::slice_of(text, id, fields)?;
        let all = Fields::from([(id.clone(), Value::Group(fields.clone()))]);
        let slice = form.set(&text[range.clone()], &all, path, value).ok()?;
        let mut read = page::read_fields(&slice).ok()?;
        let (Some(Value::Group(fields)), true) = (read.swap_remove(id), read.is_empty()) else {
            return None;
        };
        Some(OneRecord {
            file: file.to_owned(),
            collection: collection.to_owned(),
            id: id.clone(),
            path: path.to_vec(),
            text: [&text[..range.start], &slice, &text[range.end..]].concat(),
            fields,
        })
    }

    fn form_of(&self, file: &str) -> Result<Vec<Field>, Error> {
        if file == SETTINGS {
            return Ok(self.engine.site_form.clone());
        }
        collection_of(file)
            .and_then(|name| self.engine.kinds.collection(name))
            .map(|collection| collection.fields.clone())
            .ok_or_else(|| Error::Refused(say!("“{file}” has no form. Nothing was changed.", file)))
    }
}

fn read(text: &str) -> Result<Fields, Error> {
    page::read_fields(text).map_err(|fault| {
        Error::Refused(
            fault
                .message
                .and(&say!("Nothing was changed."))
                .and(&fault.hint),
        )
    })
}

fn verb(edit: &DataEdit) -> &'static str {
    match edit {
        DataEdit::Set { .. } => "set",
        DataEdit::SetEach { .. } => "set-each",
        DataEdit::AddItem { .. } => "add-item",
        DataEdit::MoveItem { .. } => "move-item",
        DataEdit::RemoveItem { .. } => "remove-item",
        DataEdit::Add { .. } => "add-record",
        DataEdit::Duplicate { .. } => "duplicate",
        DataEdit::Remove { .. } => "remove-record",
        DataEdit::Move { .. } => "move",
    }
}

/// The id of the record that an edit added.
fn added(edit: &DataEdit, before: &Fields, after: &Fields) -> Option<String> {
    matches!(edit, DataEdit::Add { .. } | DataEdit::Duplicate { .. })
        .then(|| after.keys().find(|id| !before.contains_key(*id)).cloned())
        .flatten()
}

/// A record after one of its values was set, with the whole text of its file.
pub(super) struct OneRecord {
    pub(super) file: String,
    pub(super) collection: String,
    pub(super) id: String,
    pub(super) path: Vec<Step>,
    pub(super) text: String,
    pub(super) fields: Fields,
}

/// The form of a file of fields, for edits of its text.
pub(super) struct Form {
    pub(super) fields: Vec<Field>,
    /// Whether a path begins with the id of a record.
    in_records: bool,
    pub(super) locales: Vec<String>,
}

impl Form {
    fn edited(
        &self,
        text: &str,
        known: &IndexMap<String, Fields>,
        edit: &DataEdit,
    ) -> Result<String, Error> {
        let done = |splices: Vec<page::Splice>| page::apply(text, &splices);
        Ok(match edit {
            DataEdit::Set { path, value } => self.set(text, &read(text)?, path, value)?,
            DataEdit::SetEach {
                records,
                path,
                value,
            } => slices::edit_each(text, known, records, &|text, id| {
                let at: Vec<Step> = std::iter::once(Step::Name(id.to_owned()))
                    .chain(path.iter().cloned())
                    .collect();
                self.set(text, &read(text)?, &at, value)
            })?,
            DataEdit::AddItem { path, index, value } => {
                let value = value_for(self.field(path), value)
                    .ok_or_else(|| Error::Refused(say!("An empty item cannot be added.")))?;
                done(data::insert_item(text, path, *index as usize, &value)?)
            }
            DataEdit::MoveItem { path, from, to } => {
                done(data::move_item(text, path, *from as usize, *to as usize)?)
            }
            DataEdit::RemoveItem { path, index } => {
                done(data::remove_item(text, path, *index as usize)?)
            }
            DataEdit::Add { records } => {
                let mut taken = read(text)?;
                let mut new = Vec::new();
                for values in records {
                    let (id, fields) = self.record(&taken, values)?;
                    taken.insert(id.clone(), Value::Flag(true));
                    new.push((id, fields));
                }
                data::append_records(text, &new)?
            }
            DataEdit::Duplicate { record } => {
                let copy = free_id(&read(text)?, record);
                done(data::duplicate_record(text, record, &copy)?)
            }
            DataEdit::Remove { records } => data::remove_records(text, records)?,
            DataEdit::Move { record, to } => done(data::move_record(text, record, *to as usize)?),
        })
    }

    /// The field that `path` names; a locale's name below a localised field is not one.
    fn field(&self, path: &[Step]) -> Option<&Field> {
        let path = if self.in_records {
            path.get(1..)?
        } else {
            path
        };
        let path: Vec<Step> = path
            .iter()
            .filter(|step| !matches!(step, Step::Name(name) if self.locales.contains(name)))
            .cloned()
            .collect();
        field_at(&self.fields, &path)
    }

    /// `text` after a value was set; `fields` is what `text` holds.
    pub(super) fn set(
        &self,
        text: &str,
        fields: &Fields,
        path: &[Step],
        json: &Json,
    ) -> Result<String, Error> {
        if self.in_records && path.len() < 2 {
            return Err(Error::Stale("field"));
        }
        if self.in_records
            && let Some(Step::Name(id)) = path.first()
            && !fields.contains_key(id)
        {
            return Err(Error::Stale("record"));
        }
        let value = value_for(self.field(path), json);
        // A text that was the same in every language becomes one for each, or it would be lost.
        if let Some((Step::Name(locale), above)) = path.split_last()
            && self.locales.contains(locale)
            && let Some(Value::Text(same)) = uses::value_at(fields, above)
        {
            let each: Fields = self
                .locales
                .iter()
                .map(|tag| (tag.clone(), Value::Text(same.clone())))
                .chain(value.map(|value| (locale.clone(), value)))
                .collect();
            let splices = data::set(text, above, Some(&Value::Group(each)))?;
            return Ok(page::apply(text, &splices));
        }
        let splices = data::set(text, path, value.as_ref())?;
        Ok(page::apply(text, &splices))
    }

    /// A new record's id and fields.
    fn record(&self, taken: &Fields, values: &Json) -> Result<(String, Fields), Error> {
        let Json::Object(map) = values else {
            return Err(Error::Refused(say!("A record has fields.")));
        };
        let mut fields = Fields::new();
        for field in &self.fields {
            let Some(json) = map.get(&field.name) else {
                continue;
            };
            let value = match json {
                Json::Object(each) if field.localised => {
                    let each: Fields = each
                        .iter()
                        .filter_map(|(tag, json)| {
                            Some((tag.clone(), value_for(Some(field), json)?))
                        })
                        .collect();
                    (!each.is_empty()).then_some(Value::Group(each))
                }
                json => value_for(Some(field), json),
            };
            if let Some(value) = value {
                fields.insert(field.name.clone(), value);
            }
        }
        let wanted = map.get("").and_then(Json::as_str).map(str::to_owned);
        let title = || {
            let first = fields.values().find_map(|value| match value {
                Value::Text(text) => Some(text.as_str()),
                Value::Group(each) => each.values().find_map(Value::as_text),
                _ => None,
            });
            plain_name(first.unwrap_or("entry"))
        };
        let id = wanted.filter(|id| !id.is_empty()).unwrap_or_else(title);
        let id = free_id(taken, &plain_name(&id));
        Ok((id, fields))
    }
}

/// `wanted`, with a number after it when there is one already.
pub(super) fn free_id(taken: &Fields, wanted: &str) -> String {
    if !taken.contains_key(wanted) {
        return wanted.to_owned();
    }
    let stem = wanted
        .rsplit_once('-')
        .filter(|(_, n)| n.parse::<u32>().is_ok())
        .map_or(wanted, |(stem, _)| stem);
    (2_u32..)
        .map(|n| format!("{stem}-{n}"))
        .find(|id| !taken.contains_key(id))
        .unwrap_or_else(|| wanted.to_owned())
}
