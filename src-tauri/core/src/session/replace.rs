//! A picture or document replaced everywhere at once: the file, every use, what its records say of its
//! version and date. One edit.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::intake::{self, Incoming, Ready};
use crate::library::{Added, ReplaceOrder};
use crate::page::{self, data};
use crate::say;
use crate::site::{ASSETS, record_path};
use crate::store::Hash;
use crate::store::kept::Thrown;
use crate::uses::Used;
use crate::value::Value;
use crate::view::{EditLabel, Step, Update};

use super::files::Blob;
use super::history::{FileStep, Held};
use super::index::accept_of;
use super::library::folder_and_ending;
use super::{Session, about};

/// One file on its way to take another's place.
struct Change {
    from: String,
    to: String,
    before: Held,
    after: Hash,
}

impl Session {
    /// Replaces files, each by another, in one edit. Answers how each is named now.
    ///
    /// # Errors
    /// [`Error::Refused`] when one of the new files may not be published or is of another kind, or the
    /// date is none. Nothing is changed then.
    pub fn replace_files(
        &mut self,
        files: &[(String, Incoming)],
        order: &ReplaceOrder,
        now: u64,
    ) -> Result<(Vec<Added>, Update), Error> {
        self.may_edit_site()?;
        if order.date.as_deref().is_some_and(|d| !d.trim().is_empty()) && order.day().is_none() {
            return Err(Error::Refused(say!(
                "This is not a date. Nothing was changed. Enter a date such as 2026-11-24."
            )));
        }
        let mut changes: Vec<Change> = Vec::new();
        let mut answers = Vec::new();
        for (path, file) in files {
            let (change, answer) = self.change(path, file, order, &changes)?;
            changes.push(change);
            answers.push(answer);
        }
        let texts = self.texts_replaced(&changes, order)?;
        let thrown: Vec<Thrown> = changes
            .iter()
            .filter(|c| **c.before.text() != *c.after.to_string())
            .map(|c| self.thrown_now(&c.from, c.before.text(), true))
            .collect();
        let steps = self.replacing(changes, texts)?;
        let name = match files {
            [(path, _)] => path.trim_start_matches('/').to_owned(),
            _ => String::new(),
        };
        let paths: Vec<String> = answers
            .iter()
            .filter_map(|a: &Added| a.path.clone())
            .collect();
        let update = self.commit(EditLabel::of("replace-file", &name), steps, None, now)?;
        self.kept.throw(thrown);
        Ok((answers, self.rechecked(update, &paths)))
    }

    fn change(
        &mut self,
        path: &str,
        file: &Incoming,
        order: &ReplaceOrder,
        others: &[Change],
    ) -> Result<(Change, Added), Error> {
        self.known_file(path)?;
        let ready =
            intake::check(file).map_err(|refusal| Error::Refused(refusal.message(&file.name)))?;
        if accept_of(&format!("x.{}", ready.extension)) != accept_of(path) {
            return Err(Error::Refused(say!(
                "“{name}” is not of the same kind. Nothing was changed. Replace a picture by a picture, and a document by a document.",
                name = file.name
            )));
        }
        let inside = path.trim_start_matches('/');
        let before = self.held(inside)?.ok_or(Error::Stale("file"))?;
        let after = self.kept.put(&ready.bytes)?;
        let taken = |p: &str| others.iter().any(|c| c.to.trim_start_matches('/') == p);
        let to = self.new_path(path, &ready, order, &taken);
        let answer = Added {
            name: file.name.clone(),
            path: Some(to.clone()),
            known: **before.text() == *after.to_string(),
            refusal: None,
            notes: ready.notes.iter().map(|n| (*n).to_owned()).collect(),
        };
        let from = path.to_owned();
        Ok((
            Change {
                from,
                to,
                before,
                after,
            },
            answer,
        ))
    }

    fn new_path(
        &self,
        path: &str,
        ready: &Ready,
        order: &ReplaceOrder,
        taken: &dyn Fn(&str) -> bool,
    ) -> String {
        let (folder, ending) = folder_and_ending(path);
        let old = path.rsplit('/').next().unwrap_or_default();
        let old = old.rsplit_once('.').map_or(old, |(stem, _)| stem);
        let alike = ending.eq_ignore_ascii_case(&ready.extension)
            || (is_jpeg(&ending) && is_jpeg(&ready.extension));
        let same = order.keep_name || old == ready.stem;
        if same && alike {
            return path.to_owned();
        }
        let stem = if order.keep_name { old } else { &ready.stem };
        format!(
            "/{}",
            self.free_path(&folder, stem, &ready.extension, taken)
        )
    }

    /// The texts that change: uses of files with new names, versions and dates.
    fn texts_replaced(
        &self,
        changes: &[Change],
        order: &ReplaceOrder,
    ) -> Result<Vec<(String, Option<String>)>, Error> {
        let moved: BTreeMap<String, String> = changes
            .iter()
            .filter(|c| c.from != c.to)
            .map(|c| (c.from.clone(), c.to.clone()))
            .collect();
        let mut texts: BTreeMap<String, String> = self
            .texts_after(&moved)?
            .into_iter()
            .filter_map(|(path, text)| Some((path, text?)))
            .collect();
        let version = order.version.as_ref().filter(|v| !v.trim().is_empty());
        let version = version.map(|v| Value::Text(v.trim().to_owned()));
        let date = order.day().map(Value::Date);
        for change in changes {
            self.versioned(&mut texts, change, version.as_ref(), date.as_ref())?;
        }
        Ok(texts.into_iter().map(|(p, t)| (p, Some(t))).collect())
    }

    /// Writes a version and a date to what is kept of a file, and to the records that name it.
    fn versioned(
        &self,
        texts: &mut BTreeMap<String, String>,
        change: &Change,
        version: Option<&Value>,
        date: Option<&Value>,
    ) -> Result<(), Error> {
        let mut text_at = |path: &str, edit: &dyn Fn(&str) -> Result<String, Error>| {
            let now = match texts.get(path) {
                Some(text) => text.clone(),
                None => self.text_of(path).unwrap_or_default().to_string(),
            };
            let new = edit(&now)?;
            texts.insert(path.to_owned(), new);
            Ok::<(), Error>(())
        };
        let uses = self.uses_of(&Used::Media(change.from.clone()));
        for record in self.records_of(&uses) {
            let form = self.engine.kinds.collection(&record.collection);
            let values = [("version", version), (about::date_field(form), date)];
            for (field, value) in values {
                let Some(value) = value else { continue };
                let at = [Step::Name(record.id.clone()), Step::Name(field.to_owned())];
                text_at(&record_path(&record.collection), &|text| {
                    Ok(page::apply(text, &data::set(text, &at, Some(value))?))
                })?;
            }
        }
        for (field, value) in [("version", version), ("date", date)] {
            let Some(value) = value else { continue };
            text_at(&record_path(ASSETS), &|text| {
                about::with(text, &change.to, field, Some(value.clone()))
            })?;
        }
        Ok(())
    }

    fn replacing(
        &mut self,
        changes: Vec<Change>,
        texts: Vec<(String, Option<String>)>,
    ) -> Result<Vec<FileStep>, Error> {
        let mut steps = Vec::new();
        let mut gone = Vec::new();
        for Change {
            from,
            to,
            before,
            after,
        } in changes
        {
            let (from, to) = (from.trim_start_matches('/'), to.trim_start_matches('/'));
            let same = **before.text() == *after.to_string();
            if from != to {
                steps.push(FileStep {
                    path: to.to_owned(),
                    before: None,
                    after: Some(Blob::of(after)),
                });
                gone.push(FileStep {
                    path: from.to_owned(),
                    before: Some(before),
                    after: None,
                });
            } else if !same {
                steps.push(FileStep {
                    path: to.to_owned(),
                    before: Some(before),
                    after: Some(Blob::of(after)),
                });
            }
        }
        steps.extend(self.text_steps(texts)?);
        steps.extend(gone);
        Ok(steps)
    }
}

fn is_jpeg(ending: &str) -> bool {
    matches!(ending.to_ascii_lowercase().as_str(), "jpg" | "jpeg")
}
