//! Every text of the site by its path: pages with their keys, and the other files as this session has them.

use std::sync::Arc;

use crate::error::Error;
use crate::model::PageRef;
use crate::page;
use crate::say;
use crate::site::PageFile;

use super::files::is_media;
use super::history::{Held, Moment};
use super::{Desk, Session};

/// A file that is not an open page: settings, records, states, and pages that were taken out.
#[derive(Debug, Clone)]
pub(super) struct TextFile {
    /// What it should hold; `None` when it should not be there.
    pub(super) text: Option<Arc<str>>,
    /// What is on disk, as far as we know.
    pub(super) saved: Option<Arc<str>>,
}

impl Session {
    /// The text of a file of the site as it is in this session, with what is not saved yet. `None` when
    /// there is no such file, or it is no text.
    pub fn text_of(&self, path: &str) -> Option<Arc<str>> {
        if let Some(file) = self.texts.get(path) {
            return file.text.clone();
        }
        match PageRef::from_path(path).and_then(|page| self.site.pages.get(&page)) {
            Some(file) if file.path == path => Some(Arc::clone(&file.page.text)),
            _ => self.text_on_disk(path),
        }
    }

    fn text_on_disk(&self, path: &str) -> Option<Arc<str>> {
        let text = String::from_utf8(self.store.read(path).ok()?).ok()?;
        Some(text.into())
    }

    /// What a file holds now, ready to be put back later.
    pub(super) fn held(&mut self, path: &str) -> Result<Option<Held>, Error> {
        if is_media(path) {
            return self.held_file(path);
        }
        if let Some(page) = self.page_at(path) {
            let keys = self.desk(&page)?.keys.clone();
            let page = self.file(&page)?.page.clone();
            return Ok(Some(Held::Page(Moment { page, keys })));
        }
        Ok(self.text_of(path).map(Held::Text))
    }

    /// The page that the file at `path` is, when it is one and open to this session.
    fn page_at(&self, path: &str) -> Option<PageRef> {
        let page = PageRef::from_path(path)?;
        let file = self.site.pages.get(&page)?;
        (file.path == path).then_some(page)
    }

    /// `text` as what a file will hold, given what it holds now.
    pub(super) fn holding(&mut self, path: &str, text: String, now: Option<&Held>) -> Held {
        if PageRef::from_path(path).is_none() {
            return Held::Text(text.into());
        }
        let before = match now {
            Some(Held::Page(moment)) => Some(moment),
            _ => None,
        };
        let page = page::parse(text, before.map(|m| &m.page), &self.body_of());
        let keys = match before {
            Some(moment) => self.keys.carried(&moment.page, &moment.keys, &page),
            None => self.keys.for_page(&page),
        };
        Held::Page(Moment { page, keys })
    }

    /// Whether a file may be changed by an edit.
    pub(super) fn may_change(&self, path: &str) -> Result<(), Error> {
        match PageRef::from_path(path) {
            Some(page) => match self.site.pages.get(&page) {
                Some(file) if file.path != path => Err(Error::Refused(say!(
                    "There is already a page at {address}. Nothing was changed.",
                    address = page.address
                ))),
                Some(_) => self.may_edit(&page),
                None => self.may_edit_site(),
            },
            None => self.may_edit_site(),
        }
    }

    /// Makes a file hold `content`, in memory.
    pub(super) fn put_file(&mut self, path: &str, content: Option<Held>) -> Result<(), Error> {
        if is_media(path) {
            self.put_media(path, content.as_ref());
            return Ok(());
        }
        let page = PageRef::from_path(path);
        match (page, content) {
            (Some(page), Some(Held::Page(moment))) if self.site.pages.contains_key(&page) => {
                self.put(&page, moment.page, moment.keys)
            }
            (Some(page), Some(Held::Page(moment))) => {
                self.put_new(page, path, moment);
                Ok(())
            }
            (Some(page), None) => {
                self.take_out(&page, path);
                Ok(())
            }
            (_, content) => {
                self.put_text(path, content.map(|held| Arc::clone(held.text())));
                Ok(())
            }
        }
    }

    fn put_new(&mut self, page: PageRef, path: &str, moment: Moment) {
        self.revision += 1;
        let saved = self.texts.remove(path).and_then(|file| file.saved);
        let body_of = self.body_of();
        let desk = Desk {
            keys: moment.keys,
            revision: self.revision,
            saved: saved.map(|text| page::parse(&*text, None, &body_of)),
            problems: Vec::new(),
            told: Vec::new(),
            overlaps: Vec::new(),
        };
        let file = PageFile {
            path: path.to_owned(),
            page: moment.page,
            read_only: None,
        };
        self.site.pages.insert(page.clone(), file);
        self.desks.insert(page, desk);
    }

    fn take_out(&mut self, page: &PageRef, path: &str) {
        let Some(file) = self.site.pages.remove(page) else {
            return;
        };
        self.counts.remove(page);
        let saved = match self.desks.remove(page) {
            Some(desk) => desk.saved.map(|page| page.text),
            None => Some(file.page.text),
        };
        self.texts
            .insert(path.to_owned(), TextFile { text: None, saved });
    }

    fn put_text(&mut self, path: &str, text: Option<Arc<str>>) {
        let bytes = text.as_ref().map(|text| Ok(text.as_bytes().to_vec()));
        self.site.take_file(path, bytes, &self.engine.kinds);
        self.keep_text(path, text);
    }

    /// Remembers what a file that is not a page should hold; the site has taken it in already.
    pub(super) fn keep_text(&mut self, path: &str, text: Option<Arc<str>>) {
        let saved = match self.texts.get(path) {
            Some(file) => file.saved.clone(),
            None => self.text_on_disk(path),
        };
        self.texts.insert(path.to_owned(), TextFile { text, saved });
        if Self::is_of_translations(path) {
            self.retranslate();
        }
        if path == crate::check::ignored::FILE {
            self.ignored_changed();
        }
    }

    /// Another program changed a file that is not a page: taken in, or merged with what is not saved.
    /// `true` when anything is different now.
    pub(super) fn text_changed(&mut self, path: &str) -> bool {
        let bytes = self.store.read(path);
        if let Ok(bytes) = &bytes
            && self.writing.get(path) == Some(&crate::store::Hash::of(bytes))
        {
            return false;
        }
        let gone = matches!(&bytes, Err(Error::Read { source, .. }) if source.kind() == std::io::ErrorKind::NotFound);
        let Some(file) = self.texts.get(path) else {
            let bytes = (!gone).then_some(bytes);
            self.site.take_file(path, bytes, &self.engine.kinds);
            return true;
        };
        let theirs: Option<Arc<str>> = match bytes.map(String::from_utf8) {
            Ok(Ok(text)) => Some(text.into()),
            Err(_) if gone => None,
            // Unreadable just now: what is here stays, and the next save says what is wrong.
            _ => return false,
        };
        if theirs == file.saved {
            return false;
        }
        let now = if file.text == file.saved {
            theirs.clone()
        } else {
            merged_text(file, theirs.as_ref())
        };
        let bytes = now.as_ref().map(|text| Ok(text.as_bytes().to_vec()));
        self.site.take_file(path, bytes, &self.engine.kinds);
        let file = TextFile {
            text: now,
            saved: theirs,
        };
        self.texts.insert(path.to_owned(), file);
        true
    }

    /// Files other than pages whose text is not on disk yet.
    pub(super) fn unsaved_texts(&self) -> Vec<String> {
        self.texts
            .iter()
            .filter(|(_, file)| file.text != file.saved)
            .map(|(path, _)| path.clone())
            .collect()
    }
}

/// Mine and theirs joined value by value; mine where both changed the same.
fn merged_text(file: &TextFile, theirs: Option<&Arc<str>>) -> Option<Arc<str>> {
    let (Some(mine), Some(theirs)) = (&file.text, theirs) else {
        // Taken out on one side and changed on the other: what was changed is kept.
        return file.text.clone().or_else(|| theirs.cloned());
    };
    let base = file.saved.as_deref().unwrap_or("");
    let merged = crate::merge::merge_fields(base, mine, theirs);
    Some(merged.map_or_else(|| Arc::clone(mine), Into::into))
}
