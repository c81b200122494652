//! Saving, in three steps, so that nobody waits for the disk: what to write is taken out, written by
//! the caller without holding the session, and the outcome is reported back.

use std::sync::Arc;

use crate::error::Error;
use crate::model::PageRef;
use crate::page::Page;
use crate::store::{Hash, Store};
use crate::view::Update;

use super::Session;

/// One page on its way to disk.
pub struct Job {
    page: PageRef,
    path: String,
    text: Page,
    expected: Option<Hash>,
}

/// A job and how it went.
pub struct Written {
    job: Job,
    outcome: Result<Hash, Error>,
}

impl Job {
    /// Writes the page: atomically, durably, and only over the bytes that were there when it was read.
    pub fn write(self, store: &Store) -> Written {
        let outcome = store.replace(&self.path, self.text.text.as_bytes(), self.expected);
        Written { job: self, outcome }
    }
}

impl Session {
    /// Whether anything is not on disk yet.
    pub fn is_unsaved(&self) -> bool {
        !self.unsaved().is_empty()
    }

    /// What must be written now.
    pub fn take_jobs(&mut self) -> Vec<Job> {
        let mut jobs = Vec::new();
        for page in self.unsaved() {
            let (Some(file), Some(desk)) = (self.site.pages.get(&page), self.desks.get(&page))
            else {
                continue;
            };
            let expected = desk
                .saved
                .as_ref()
                .map(|saved| Hash::of(saved.text.as_bytes()));
            self.writing
                .insert(file.path.clone(), Hash::of(file.page.text.as_bytes()));
            jobs.push(Job {
                page,
                path: file.path.clone(),
                text: file.page.clone(),
                expected,
            });
        }
        jobs
    }

    /// Takes in how the writing went. Pages that another program changed meanwhile are merged and
    /// stay unsaved until the next round.
    pub fn finish(&mut self, written: Vec<Written>) -> Vec<Update> {
        let mut updates = Vec::new();
        self.failed = None;
        for Written { job, outcome } in written {
            self.writing.remove(&job.path);
            match outcome {
                Ok(_) => {
                    if let Some(desk) = self.desks.get_mut(&job.page) {
                        desk.saved = Some(job.text);
                    }
                }
                Err(Error::Conflict(_)) => {
                    updates.extend(self.outside(std::slice::from_ref(&job.path)))
                }
                Err(error) => self.failed = Some(error.to_string()),
            }
        }
        updates
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
