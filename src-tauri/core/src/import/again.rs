//! The same source once more: what changed there and here since, and taking over what a person chooses.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;
use ts_rs::TS;

use crate::error::Error;
use crate::model::PageRef;
use crate::page;
use crate::say;
use crate::site::{ASSETS, record_path};
use crate::store::{Hash, Store};
use crate::value::{Fields, Value};

use super::certificates::CERTIFICATIONS;
use super::report::Report;
use super::state::{self, State};
use super::{Choices, Given, Listen, Prepared, media, prepare};

/// How a page of the source stands to the page that it became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export, rename = "ImportStanding")]
pub enum Standing {
    /// It changed in the source and was not edited here.
    Changed,
    /// It changed in the source and was edited here.
    Both,
    /// It is new in the source.
    New,
    /// It is gone from the source.
    Gone,
}

/// One page that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ImportDifference")]
pub struct Difference {
    /// Its path in the source.
    pub source: String,
    /// The page that it is or would be.
    pub page: PageRef,
    /// How it stands.
    pub standing: Standing,
    /// Whether the page was edited, moved or deleted here.
    pub edited: bool,
}

/// A file of the site and what it shall hold; `None` when it goes.
pub type File = (String, Option<Vec<u8>>);

/// A source read again for a site that was made of it.
#[derive(Debug)]
pub struct Again {
    /// What the pages would become now.
    pub report: Report,
    /// What is not as it was, in the order of the source.
    pub differences: Vec<Difference>,
    /// Pictures and documents that changed in the source and were not replaced here, by path in the source.
    pub media: Vec<String>,
    prepared: Prepared,
    state: State,
}

/// Reads a source again for the site in `store`. Nothing is written.
///
/// # Errors
/// As [`super::read`]; [`Error::Refused`] when the site was not made by an import.
pub fn again(
    source: &Path,
    store: &Store,
    choices: &Choices,
    progress: Listen<'_>,
) -> Result<Again, Error> {
    let state = State::of(store);
    if state.pages.is_empty() {
        return Err(Error::Refused(say!(
            "This site was not made by an import, so nothing can be compared. Nothing was changed. Import into a new folder."
        )));
    }
    let mut choices = choices.clone();
    choices.languages.extend(state.languages.iter().cloned());
    let given = Given::of(store, &state);
    let prepared = prepare(source, &choices, &given, progress)?;
    let differences = differences(&state, &prepared, store);
    Ok(Again {
        report: prepared.report.clone(),
        differences,
        media: changed(&state, &prepared, store),
        prepared,
        state,
    })
}

fn differences(old: &State, prepared: &Prepared, store: &Store) -> Vec<Difference> {
    let new = &prepared.state;
    let paths: BTreeSet<&String> = old.pages.keys().chain(new.pages.keys()).collect();
    let here = |file: &str| store.read(file).ok().map(|bytes| Hash::of(&bytes));
    let one = |path: &String| {
        let (was, is) = (old.pages.get(path), new.pages.get(path));
        let edited = was.is_some_and(|was| here(&was.file) != Some(was.written));
        let standing = match (was, is) {
            (Some(was), Some(is))
                if was.source == is.source || here(&was.file) == Some(is.written) =>
            {
                return None;
            }
            (Some(_), Some(_)) if edited => Standing::Both,
            (Some(_), Some(_)) => Standing::Changed,
            (None, _) => Standing::New,
            // A page that could not be read now is not gone.
            (Some(_), None) if prepared.report.refused.iter().any(|r| r.source == *path) => {
                return None;
            }
            (Some(_), None) => Standing::Gone,
        };
        Some(Difference {
            source: path.clone(),
            page: is.or(was)?.page()?,
            standing,
            edited,
        })
    };
    paths.into_iter().filter_map(one).collect()
}

/// Media that changed in the source and are here as they were written.
fn changed(old: &State, prepared: &Prepared, store: &Store) -> Vec<String> {
    let used = prepared.media.used().filter(|file| {
        let was = old.media.get(&file.name).copied();
        let here = store.read(&file.name).ok().map(|bytes| Hash::of(&bytes));
        was.is_some() && here == was && file.digest().is_some_and(|is| Some(is) != was)
    });
    used.map(|file| prepared.source.entries[file.copies[0]].path.clone())
        .collect()
}

impl Again {
    /// The files of the site that hold something else when the pages and media at `take` (paths in the
    /// source) are taken over, media first; `None` for those that go.
    ///
    /// # Errors
    /// [`Error::Refused`] when nothing at one of the paths differs, or when a page that was not there
    /// before would be written over another.
    pub fn files(&self, take: &[String], store: &Store) -> Result<Vec<File>, Error> {
        if let Some(path) = take.iter().find(|path| !self.has(path)) {
            return Err(Error::Refused(say!(
                "“{path}” is no page of the source that differs. Nothing was changed. Give its path as the list of differences has it.",
                path
            )));
        }
        let mut texts = Vec::new();
        let mut state = self.state.clone();
        for one in self
            .differences
            .iter()
            .filter(|one| take.contains(&one.source))
        {
            let Some(known) = self.prepared.state.pages.get(&one.source) else {
                let gone = state.pages.remove(&one.source);
                texts.extend(gone.map(|known| (known.file, None)));
                continue;
            };
            if one.standing == Standing::New && store.size(&known.file).is_some() {
                return Err(Error::Refused(say!(
                    "“{source}” would become {page}, which is another page here. Nothing was changed. Give that page another address first.",
                    source = one.source,
                    page = one.page.address
                )));
            }
            let text = self
                .prepared
                .files
                .iter()
                .find(|(path, _)| *path == known.file);
            texts.extend(text.map(|(path, text)| (path.clone(), Some(text.clone().into_bytes()))));
            state.pages.insert(one.source.clone(), known.clone());
        }
        let mut files = self.media(take, &texts, &mut state, store)?;
        files.extend(self.certificates(&texts, store)?);
        files.extend(texts);
        if !files.is_empty() {
            files.push((state::FILE.to_owned(), Some(state.text().into_bytes())));
        }
        Ok(files)
    }

    /// Whether a path in the source is that of something that differs.
    fn has(&self, path: &String) -> bool {
        self.media.contains(path) || self.differences.iter().any(|one| one.source == *path)
    }

    /// Pictures and documents that these texts name and that the site does not have, and those to be taken,
    /// with the record of their paths.
    fn media(
        &self,
        take: &[String],
        texts: &[File],
        state: &mut State,
        store: &Store,
    ) -> Result<Vec<File>, Error> {
        let (mut files, mut records) = (Vec::new(), Vec::new());
        let source = &self.prepared.source;
        for file in self.prepared.media.used() {
            let path = &source.entries[file.copies[0]].path;
            let named = || is_named(texts, &format!("/{}", file.name));
            let new = store.size(&file.name).is_none() && named();
            let asked = self.media.contains(path) && take.contains(path);
            if !new && !asked {
                continue;
            }
            let ready = media::ready(source, &source.entries[file.copies[0]]);
            let ready = ready.map_err(|refused| Error::Refused(refused.message))?;
            state
                .media
                .insert(file.name.clone(), Hash::of(&ready.bytes));
            files.push((file.name.clone(), Some(ready.bytes)));
            records.push(file.record(source));
        }
        files.extend(with_records(store, ASSETS, records)?);
        Ok(files)
    }

    /// The certificates that these texts name and that the site does not have.
    fn certificates(&self, texts: &[File], store: &Store) -> Result<Option<File>, Error> {
        let path = record_path(CERTIFICATIONS);
        let made = self.prepared.files.iter().find(|(known, _)| *known == path);
        let made = made
            .and_then(|(_, text)| page::read_fields(text).ok())
            .unwrap_or_default();
        let named = made.into_iter().filter_map(|(id, record)| match record {
            Value::Group(fields) => {
                let quoted = format!("\"{id}\"");
                is_named(texts, &quoted).then_some((id, fields))
            }
            _ => None,
        });
        with_records(store, CERTIFICATIONS, named.collect())
    }

    /// Takes over the pages and media at `take`, file by file, each whole. Pages that somebody changes meanwhile
    /// are not written over.
    ///
    /// # Errors
    /// As [`Again::files`], and those of the store.
    pub fn apply(&self, take: &[String], store: &Store) -> Result<(), Error> {
        for (path, bytes) in self.files(take, store)? {
            let there = store.size(&path).is_some();
            let expected = if there {
                Some(Hash::of(&store.read(&path)?))
            } else {
                None
            };
            match bytes {
                Some(bytes) => drop(store.replace(&path, &bytes, expected)?),
                None => store.remove(&path, expected)?,
            }
        }
        Ok(())
    }
}

/// Whether one of these texts holds `name`.
fn is_named(texts: &[File], name: &str) -> bool {
    let texts = texts.iter().filter_map(|(_, bytes)| bytes.as_deref());
    let mut texts = texts.filter_map(|bytes| std::str::from_utf8(bytes).ok());
    texts.any(|text| text.contains(name))
}

/// The file of a collection with the records of `records` that it does not have.
fn with_records(
    store: &Store,
    collection: &str,
    mut records: Vec<(String, Fields)>,
) -> Result<Option<File>, Error> {
    let path = record_path(collection);
    let text = store.read(&path).map(String::from_utf8);
    let text = text.ok().and_then(Result::ok).unwrap_or_default();
    let known = page::read_fields(&text).unwrap_or_default();
    records.retain(|(key, _)| !known.contains_key(key));
    if records.is_empty() {
        return Ok(None);
    }
    let text = page::data::append_records(&text, &records)?;
    Ok(Some((path, Some(text.into_bytes()))))
}
