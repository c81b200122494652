//! Pictures and documents: listed, added, renamed, deleted, brought back. Each is one edit.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::intake::{self, Incoming, Ready, plain_name};
use crate::library::{Added, FileFacts, FileRecord, FileUse, FileView};
use crate::model::PageRef;
use crate::say;
use crate::site::{ASSETS, record_path};
use crate::store::Hash;
use crate::store::kept::{Kept, Thrown};
use crate::uses::{self, Use, Used};
use crate::value::{Fields, Value, fields_to_json};
use crate::view::{EditLabel, Step, Update};

use super::Session;
use super::about::{self, text_in};
use super::files::Blob;
use super::history::FileStep;
use super::index::accept_of;
use super::values::field_at;

const GONE: Error = Error::Stale("file");

impl Session {
    /// Keeps what is deleted and replaced in `folder`, outside the site, beyond this session.
    pub fn keep_in(&mut self, folder: std::path::PathBuf) {
        self.kept = Kept::lasting(folder, self.as_of);
    }

    /// Every picture and document with what is known of it.
    pub fn library(&self) -> Vec<FileView> {
        let mut used: BTreeMap<String, (u32, bool)> = BTreeMap::new();
        for (what, all) in uses::all(&self.engine, &self.site) {
            if let Used::Media(path) = what {
                let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
                let bare = all.iter().any(|one| self.lacks_text(one));
                used.insert(path, (count, bare));
            }
        }
        let view = |(path, file): (&String, &crate::site::MediaFile)| {
            let none = Fields::new();
            let fields = self.site.about(path).unwrap_or(&none);
            let accept = accept_of(path);
            let alt = texts(fields.get("alt"));
            let decorative = fields.get("decorative").and_then(Value::as_flag) == Some(true);
            let (uses, bare) = used.get(path).copied().unwrap_or((0, true));
            let needs = accept == "image" && bare && !decorative;
            let wants_alt = needs && !self.has_every_alt(&alt);
            FileView {
                path: path.clone(),
                accept: accept.into(),
                bytes: file.bytes,
                size: file.size,
                uses,
                alt,
                decorative,
                version: text_in(fields, "version"),
                date: text_in(fields, "date"),
                paths: lines_of(fields.get("paths")),
                wants_alt,
            }
        };
        self.site.media.iter().map(view).collect()
    }

    /// Whether a page shows a picture at this place without a text of its own.
    fn lacks_text(&self, one: &Use) -> bool {
        let block = one.page.as_ref().zip(one.section).and_then(|(page, i)| {
            let file = self.site.pages.get(page)?;
            file.page.blocks.get(i as usize)
        });
        let Some((block, fields)) = block.and_then(|block| Some((block, block.fields()?))) else {
            return false;
        };
        let text = |path: &[Step]| uses::value_at(fields, path).and_then(Value::as_text);
        if one.in_text {
            let bare = format!("![]({}", one.written);
            return text(&one.path).is_some_and(|text| text.contains(&bare));
        }
        let above = one.path.split_last().map_or(&[][..], |(_, above)| above);
        let beside: Vec<Step> = above
            .iter()
            .cloned()
            .chain([Step::Name("alt".into())])
            .collect();
        let form = self.engine.kinds.get(&block.kind);
        let asked = form.is_some_and(|kind| field_at(&kind.fields, &beside).is_some());
        asked && text(&beside).is_none_or(|alt| alt.trim().is_empty())
    }

    fn has_every_alt(&self, alt: &BTreeMap<String, String>) -> bool {
        let there = |tag: &str| alt.get(tag).is_some_and(|text| !text.trim().is_empty());
        there("") || self.site.settings.locales.iter().all(|l| there(&l.tag))
    }

    /// Where a file is used, and which records follow it.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such file.
    pub fn file_facts(&self, path: &str) -> Result<FileFacts, Error> {
        self.known_file(path)?;
        let uses = self.uses_of(&Used::Media(path.to_owned()));
        let bytes = self
            .store
            .read(path.trim_start_matches('/'))
            .unwrap_or_default();
        Ok(FileFacts {
            records: self.records_of(&uses),
            uses: uses.into_iter().map(|at| self.file_use(at)).collect(),
            pages: intake::pdf_pages(&bytes),
            stamp: Hash::of(&bytes).to_string(),
        })
    }

    /// A use with the kind of the section that it is in.
    pub(crate) fn file_use(&self, at: Use) -> FileUse {
        let kind = at.page.as_ref().zip(at.section).and_then(|(page, i)| {
            let block = self.site.pages.get(page)?.page.blocks.get(i as usize)?;
            Some(block.kind.clone())
        });
        FileUse { at, kind }
    }

    /// Records that name a file in a field of their own, and have a version.
    pub(super) fn records_of(&self, uses: &[Use]) -> Vec<FileRecord> {
        let mut found: Vec<FileRecord> = Vec::new();
        for one in uses {
            let (Some(collection), Some(Step::Name(id)), Some(Step::Name(field))) = (
                crate::site::collection_of(&one.file),
                one.path.first(),
                one.path.get(1),
            ) else {
                continue;
            };
            let form = self.engine.kinds.collection(collection);
            let versioned = form.is_some_and(|c| c.fields.iter().any(|f| f.name == "version"));
            let known = |r: &FileRecord| r.collection == collection && r.id == *id;
            let fields = self.site.records.get(collection);
            let Some(fields) = fields.and_then(|file| file.records.get(id)) else {
                continue;
            };
            if !versioned || found.iter().any(known) {
                continue;
            }
            found.push(FileRecord {
                collection: collection.to_owned(),
                id: id.clone(),
                version: text_in(fields, "version"),
                date: text_in(fields, about::date_field(form)),
                files: texts(fields.get(field)),
            });
        }
        found
    }

    pub(super) fn known_file(&self, path: &str) -> Result<(), Error> {
        if self.site.media.contains_key(path) {
            Ok(())
        } else {
            Err(GONE)
        }
    }

    /// Adds files, as one edit. A file that is there already with the same bytes is used as it is.
    ///
    /// # Errors
    /// [`Error::Refused`] when nothing may be edited, [`Error::Write`]; a file that may not be published
    /// is no error but said in its answer.
    pub fn add_files(
        &mut self,
        files: &[Incoming],
        now: u64,
    ) -> Result<(Vec<Added>, Update), Error> {
        self.may_edit_site()?;
        let mut steps: Vec<FileStep> = Vec::new();
        let mut answers = Vec::new();
        for file in files {
            let ready = match intake::check(file) {
                Ok(ready) => ready,
                Err(refusal) => {
                    answers.push(Added {
                        name: file.name.clone(),
                        path: None,
                        known: false,
                        refusal: Some(refusal.code().into()),
                        notes: Vec::new(),
                    });
                    continue;
                }
            };
            let hash = self.kept.put(&ready.bytes)?;
            let twin = steps
                .iter()
                .find(|s| {
                    s.after
                        .as_ref()
                        .is_some_and(|h| **h.text() == *hash.to_string())
                })
                .map(|s| format!("/{}", s.path));
            let twin = twin.or_else(|| self.same_bytes(&ready));
            let known = twin.is_some();
            let path = match twin {
                Some(path) => path,
                None => {
                    let taken = |p: &str| steps.iter().any(|s| s.path == p);
                    let path = self.free_path("media/", &ready.stem, &ready.extension, &taken);
                    steps.push(FileStep {
                        path: path.clone(),
                        before: None,
                        after: Some(Blob::of(hash)),
                    });
                    format!("/{path}")
                }
            };
            answers.push(Added {
                name: file.name.clone(),
                path: Some(path),
                known,
                refusal: None,
                notes: ready.notes.iter().map(|n| (*n).to_owned()).collect(),
            });
        }
        let name = steps.first().map(|s| s.path.clone()).unwrap_or_default();
        let update = self.commit(EditLabel::of("add-file", &name), steps, None, now)?;
        Ok((answers, update))
    }

    /// Copies one file into `media/` and says how content names it.
    ///
    /// # Errors
    /// [`Error::Refused`] when it may not be published.
    pub fn add_media(&mut self, name: &str, bytes: &[u8]) -> Result<String, Error> {
        let file = Incoming {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        if let Err(refusal) = intake::check(&file) {
            return Err(Error::Refused(refusal.message(name)));
        }
        let (added, _) = self.add_files(&[file], 0)?;
        added.into_iter().find_map(|one| one.path).ok_or(GONE)
    }

    /// A file of the site with the same bytes.
    fn same_bytes(&self, ready: &Ready) -> Option<String> {
        let length = ready.bytes.len() as u64;
        let ending = format!(".{}", ready.extension);
        self.site
            .media
            .iter()
            .filter(|(path, file)| file.bytes == length && path.ends_with(&ending))
            .find(|(path, _)| {
                self.store
                    .read(path.trim_start_matches('/'))
                    .is_ok_and(|there| there == ready.bytes)
            })
            .map(|(path, _)| path.clone())
    }

    /// A site path in `folder` at which there is nothing, on any disk: names differ by more than case.
    pub(super) fn free_path(
        &self,
        folder: &str,
        stem: &str,
        extension: &str,
        taken: &dyn Fn(&str) -> bool,
    ) -> String {
        let there = |path: &str| {
            let name = format!("/{path}").to_lowercase();
            self.site.media.keys().any(|k| k.to_lowercase() == name)
                || self.store.size(path).is_some()
                || taken(path)
        };
        let first = format!("{folder}{stem}.{extension}");
        if !there(&first) {
            return first;
        }
        (2_u32..)
            .map(|n| format!("{folder}{stem}-{n}.{extension}"))
            .find(|path| !there(path))
            .unwrap_or(first)
    }

    /// Gives a file another name in the same folder; every use follows.
    ///
    /// # Errors
    /// [`Error::Refused`] when the name is taken.
    pub fn rename_file(
        &mut self,
        path: &str,
        name: &str,
        now: u64,
    ) -> Result<(String, Update), Error> {
        self.known_file(path)?;
        let (folder, extension) = folder_and_ending(path);
        let suffix = format!(".{extension}");
        let stem = plain_name(name.strip_suffix(&suffix).unwrap_or(name));
        let new = format!("/{folder}{stem}.{extension}");
        if new == path {
            return Ok((new, self.quiet_update(&self.stand_in())));
        }
        if self.site.media.contains_key(&new) {
            return Err(Error::Refused(say!(
                "There is already a file called “{stem}.{extension}”. Nothing was changed. Choose another name.",
                stem,
                extension
            )));
        }
        let (from, to) = (path.trim_start_matches('/'), new.trim_start_matches('/'));
        let held = self.held(from)?.ok_or(GONE)?;
        let mut steps = vec![FileStep {
            path: to.to_owned(),
            before: self.held(to)?,
            after: Some(held.clone()),
        }];
        if steps[0].before.is_some() {
            return Err(Error::Conflict(to.to_owned()));
        }
        let texts = self.texts_after(&BTreeMap::from([(path.to_owned(), new.clone())]))?;
        steps.extend(self.text_steps(texts)?);
        steps.push(FileStep {
            path: from.to_owned(),
            before: Some(held),
            after: None,
        });
        let update = self.commit(EditLabel::of("rename-file", to), steps, None, now)?;
        Ok((new.clone(), self.rechecked(update, &[new])))
    }

    /// Every text with its uses of some files rewritten, what is kept of them included.
    pub(super) fn texts_after(
        &self,
        moved: &BTreeMap<String, String>,
    ) -> Result<Vec<(String, Option<String>)>, Error> {
        let new = |used: &Used, written: &str| match used {
            Used::Media(path) => {
                let to = moved.get(path)?;
                let rest = written.trim().strip_prefix(path.as_str())?;
                Some(format!("{to}{rest}"))
            }
            _ => None,
        };
        let mut texts: Vec<(String, Option<String>)> =
            uses::rewritten(&self.engine, &self.site, &new)
                .into_iter()
                .map(|(path, text)| (path, Some(text)))
                .collect();
        let file = record_path(ASSETS);
        let before = self.text_of(&file).unwrap_or_default();
        let after = about::renamed(&before, moved)?;
        if after != *before {
            texts.push((file, Some(after)));
        }
        Ok(texts)
    }

    /// Deletes files. They can be brought back by undo, and from the list of deleted files.
    ///
    /// # Errors
    /// [`Error::Stale`] when one of them is gone.
    pub fn delete_files(&mut self, paths: &[String], now: u64) -> Result<Update, Error> {
        self.may_edit_site()?;
        let mut steps = Vec::new();
        let mut thrown = Vec::new();
        for path in paths {
            self.known_file(path)?;
            let inside = path.trim_start_matches('/');
            let before = self.held(inside)?.ok_or(GONE)?;
            thrown.push(self.thrown_now(path, before.text(), false));
            steps.push(FileStep {
                path: inside.to_owned(),
                before: Some(before),
                after: None,
            });
        }
        let users = paths.to_vec();
        let file = record_path(ASSETS);
        let before = self.text_of(&file).unwrap_or_default();
        let text = about::without(&before, paths)?;
        if text != *before {
            steps.extend(self.text_steps(vec![(file, Some(text))])?);
        }
        let name = if let [one] = paths {
            one.trim_start_matches('/').to_owned()
        } else {
            String::new()
        };
        let update = self.commit(EditLabel::of("remove-file", &name), steps, None, now)?;
        self.kept.throw(thrown);
        Ok(self.rechecked(update, &users))
    }

    pub(super) fn thrown_now(&self, path: &str, hash: &str, replaced: bool) -> Thrown {
        Thrown {
            path: path.to_owned(),
            hash: hash.to_owned(),
            bytes: self.site.media.get(path).map_or(0, |file| file.bytes),
            day: self.as_of.to_string(),
            replaced,
            about: self
                .site
                .about(path)
                .map_or(serde_json::Value::Null, fields_to_json),
        }
    }

    /// Deleted and replaced files that can be brought back, the last first.
    pub fn deleted_files(&self) -> Vec<Thrown> {
        let mut all = self.kept.thrown();
        all.retain(|one| !self.is_here(one));
        all
    }

    /// Undone, or never carried out: the file stands where it stood.
    fn is_here(&self, one: &Thrown) -> bool {
        self.site.media.get(&one.path).is_some_and(|file| {
            file.bytes == one.bytes
                && self
                    .store
                    .read(one.path.trim_start_matches('/'))
                    .is_ok_and(|bytes| Hash::of(&bytes).to_string() == one.hash)
        })
    }

    /// Brings a deleted or replaced file back, under its name if that is free.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is no longer kept.
    pub fn restore_file(
        &mut self,
        path: &str,
        hash: &str,
        now: u64,
    ) -> Result<(String, Update), Error> {
        self.may_edit_site()?;
        let mut listed = self.kept.thrown().into_iter();
        let one = listed
            .find(|one| one.path == path && one.hash == hash)
            .ok_or(GONE)?;
        let kept = Hash::parse(hash).ok_or(GONE)?;
        self.kept.get(kept)?;
        let (folder, extension) = folder_and_ending(path);
        let stem = path.rsplit('/').next().unwrap_or("file");
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let to = self.free_path(&folder, stem, &extension, &|_| false);
        let name = format!("/{to}");
        let mut steps = vec![FileStep {
            path: to.clone(),
            before: None,
            after: Some(Blob::of(kept)),
        }];
        let file = record_path(ASSETS);
        let before = self.text_of(&file).unwrap_or_default();
        let form = self.engine.kinds.collection(ASSETS);
        let text = about::put_back(&before, &name, &one.about, form)?;
        if text != *before {
            steps.extend(self.text_steps(vec![(file, Some(text))])?);
        }
        let update = self.commit(EditLabel::of("restore-file", &to), steps, None, now)?;
        Ok((name.clone(), self.rechecked(update, &[name])))
    }

    /// Checks the pages that use some files, so that the tree counts right.
    pub(super) fn rechecked(&mut self, mut update: Update, paths: &[String]) -> Update {
        let mut pages: Vec<PageRef> = Vec::new();
        for (used, all) in uses::all(&self.engine, &self.site) {
            if matches!(&used, Used::Media(path) if paths.contains(path)) {
                pages.extend(all.into_iter().filter_map(|one| one.page));
            }
        }
        pages.sort();
        pages.dedup();
        for page in &pages {
            self.check(page);
        }
        if self.index_stale {
            update.index = Some(self.index_view());
            self.index_stale = false;
        }
        update
    }
}

/// `media/documents/` and `pdf` of `/media/documents/x.pdf`.
pub(super) fn folder_and_ending(path: &str) -> (String, String) {
    let inside = path.trim_start_matches('/');
    let folder = inside.rsplit_once('/').map_or("", |(folder, _)| folder);
    let extension = inside.rsplit_once('.').map_or("", |(_, ending)| ending);
    (format!("{folder}/"), extension.to_owned())
}

/// The texts of a list.
fn lines_of(value: Option<&Value>) -> Vec<String> {
    let all = value.and_then(Value::as_list).unwrap_or_default();
    let texts = all.iter().filter_map(Value::as_text);
    texts.map(str::to_owned).collect()
}

/// A text by locale; under the empty name when it is the same in all.
fn texts(value: Option<&Value>) -> BTreeMap<String, String> {
    match value {
        Some(Value::Text(text)) => BTreeMap::from([(String::new(), text.clone())]),
        Some(Value::Group(each)) => each
            .iter()
            .filter_map(|(tag, value)| Some((tag.clone(), value.as_text()?.to_owned())))
            .collect(),
        _ => BTreeMap::new(),
    }
}
