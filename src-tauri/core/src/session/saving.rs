//! Saving, in three steps, so that nobody waits for the disk: what to write is taken out, written by
//! the caller without holding the session, and the outcome is reported back.

use std::sync::Arc;

use crate::error::Error;
use crate::model::PageRef;
use crate::page::{self, Page};
use crate::store::{Hash, Store};
use crate::view::Update;

use super::Session;
use super::files::is_media;

/// One file on its way to disk, or to be taken from it.
pub struct Job {
    path: String,
    text: Option<Arc<str>>,
    expected: Option<Hash>,
    /// The page that the text is, when it is one.
    page: Option<(PageRef, Page)>,
}

/// A job and how it went.
pub struct Written {
    job: Job,
    outcome: Result<(), Error>,
}

impl Job {
    /// Writes the file: atomically, durably, and only over the bytes that were there when it was read.
    pub fn write(self, store: &Store) -> Written {
        let outcome = match &self.text {
            Some(text) => store
                .replace(&self.path, text.as_bytes(), self.expected)
                .map(drop),
            None => store.remove(&self.path, self.expected),
        };
        Written { job: self, outcome }
    }

    /// The site path of the file.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl Session {
    /// Whether anything must be written, restored drafts that wait for the person aside.
    pub fn is_unsaved(&self) -> bool {
        let open = |path: &str| !self.undecided.contains_key(path);
        let page = |page| {
            self.site
                .pages
                .get(page)
                .is_some_and(|file| open(&file.path))
        };
        self.unsaved().iter().any(page)
            || self.unsaved_texts().iter().any(|path| open(path))
            || !self.removing.is_empty()
    }

    /// What must be written now.
    pub fn take_jobs(&mut self) -> Vec<Job> {
        let mut jobs = Vec::new();
        for page in self.unsaved() {
            let (Some(file), Some(desk)) = (self.site.pages.get(&page), self.desks.get(&page))
            else {
                continue;
            };
            if self.undecided.contains_key(&file.path) {
                continue;
            }
            let expected = desk
                .saved
                .as_ref()
                .map(|saved| Hash::of(saved.text.as_bytes()));
            self.writing
                .insert(file.path.clone(), Hash::of(file.page.text.as_bytes()));
            jobs.push(Job {
                path: file.path.clone(),
                text: Some(Arc::clone(&file.page.text)),
                expected,
                page: Some((page, file.page.clone())),
            });
        }
        for path in self.unsaved_texts() {
            if self.undecided.contains_key(&path) {
                continue;
            }
            let file = &self.texts[&path];
            if let Some(text) = &file.text {
                self.writing.insert(path.clone(), Hash::of(text.as_bytes()));
            }
            jobs.push(Job {
                text: file.text.clone(),
                expected: file.saved.as_ref().map(|text| Hash::of(text.as_bytes())),
                path,
                page: None,
            });
        }
        if jobs.is_empty() {
            self.take_removals(&mut jobs);
        }
        jobs
    }

    /// Pictures and documents go only when no text on disk names them any more.
    fn take_removals(&mut self, jobs: &mut Vec<Job>) {
        for (path, hash) in &self.removing {
            self.written.insert(path.clone(), None);
            self.wanted_back.remove(path);
            jobs.push(Job {
                path: path.clone(),
                text: None,
                expected: Some(*hash),
                page: None,
            });
        }
    }

    /// Takes in how the writing went. Pages that another program changed meanwhile are merged and
    /// stay unsaved until the next round.
    pub fn finish(&mut self, written: Vec<Written>) -> Vec<Update> {
        let mut updates = Vec::new();
        self.failed = None;
        for Written { job, outcome } in written {
            self.writing.remove(&job.path);
            match outcome {
                Ok(()) => self.note_saved(job),
                Err(Error::Conflict(_)) => {
                    updates.extend(self.outside(std::slice::from_ref(&job.path)))
                }
                Err(error) => self.failed = Some(error.message()),
            }
        }
        updates
    }

    /// Remembers what is on disk now. The file may have become another since, or have been taken out.
    fn note_saved(&mut self, job: Job) {
        let Job {
            path,
            text,
            page,
            expected,
        } = job;
        if is_media(&path) {
            if let Some(was) = expected {
                self.note_removed(&path, was);
            }
            return;
        }
        if let Some(file) = self.texts.get_mut(&path) {
            file.saved = text;
            return;
        }
        let desk = |page: &PageRef| self.desks.contains_key(page).then(|| page.clone());
        match page {
            Some((page, text)) => {
                if let Some(desk) = self.desks.get_mut(&page) {
                    desk.saved = Some(text);
                }
            }
            // Taken out, and put back before the disk answered.
            None => {
                let page = PageRef::from_path(&path).as_ref().and_then(desk);
                let saved = text.map(|text| page::parse(&*text, None, &self.body_of()));
                if let Some(desk) = page.and_then(|page| self.desks.get_mut(&page)) {
                    desk.saved = saved;
                }
            }
        }
    }

    /// Saves everything at once, for callers without a window.
    ///
    /// # Errors
    /// The first failure to write; the text stays in memory and unsaved.
    pub fn save(&mut self) -> Result<Vec<Update>, Error> {
        let mut updates = Vec::new();
        // A conflict is merged and written in the next round; two programs that keep fighting end here.
        for _ in 0..5 {
            let store = Arc::clone(&self.store);
            let written: Vec<_> = self
                .take_jobs()
                .into_iter()
                .map(|job| job.write(&store))
                .collect();
            if written.is_empty() {
                break;
            }
            updates.extend(self.finish(written));
            if let Some(message) = &self.failed {
                return Err(Error::Refused(message.clone()));
            }
        }
        Ok(updates)
    }

    /// The state of saving, for the page on screen.
    pub fn save_update(&mut self) -> Option<Update> {
        let shown = self.shown.clone()?;
        let mut update = self.quiet_update(&shown);
        if self.index_stale {
            update.index = Some(self.index_view());
            self.index_stale = false;
        }
        Some(update)
    }
}
