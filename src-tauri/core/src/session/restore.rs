//! Drafts: what is not on disk is handed to the journal, and what a crash left in it comes back as an
//! edit that can be undone, and that is not saved before the person decided.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::drafts::Draft;
use crate::error::Error;
use crate::merge::{self, merge, merge_fields};
use crate::model::PageRef;
use crate::page::{self, Page};
use crate::problem::Problem;
use crate::view::{EditLabel, Update};

use super::Session;

/// A draft as it is put back: the text, and what both sides changed.
struct Joined {
    text: Option<String>,
    overlaps: Vec<merge::Overlap>,
}

impl Session {
    /// Everything that is not on disk. `time` is when that is asked, in milliseconds since 1970.
    pub fn drafts(&self, time: u64) -> Vec<Draft> {
        let pages = self.unsaved().into_iter().filter_map(|page| {
            let (file, desk) = (self.site.pages.get(&page)?, self.desks.get(&page)?);
            let base = desk.saved.as_ref().map(|page| Arc::clone(&page.text));
            Some((file.path.clone(), base, Some(Arc::clone(&file.page.text))))
        });
        let texts = self.unsaved_texts().into_iter().filter_map(|path| {
            let file = self.texts.get(&path)?;
            Some((path, file.saved.clone(), file.text.clone()))
        });
        pages
            .chain(texts)
            .map(|(path, base, text)| Draft {
                time: self.undecided.get(&path).copied().unwrap_or(time),
                path,
                base,
                text,
            })
            .collect()
    }

    /// Puts drafts of a session that was killed back, as one edit. They are not saved until
    /// [`Session::keep_restored`]. Answers those that could not be put back.
    pub fn restore(&mut self, drafts: Vec<Draft>, now: u64) -> Vec<Draft> {
        let (mut files, mut overlaps, mut lost) = (Vec::new(), Vec::new(), Vec::new());
        let mut times = BTreeMap::new();
        for draft in drafts {
            if self.text_of(&draft.path) == draft.text {
                continue;
            }
            if self.may_change(&draft.path).is_err() {
                lost.push(draft);
                continue;
            }
            let Some(joined) = self.joined(&draft) else {
                continue;
            };
            let theirs = self.text_of(&draft.path);
            overlaps.push((draft.path.clone(), joined.overlaps, theirs));
            files.push((draft.path.clone(), joined.text));
            times.insert(draft.path.clone(), draft);
        }
        let label = EditLabel::of("restore", "");
        if !files.is_empty() && self.transact(label, files, now).is_err() {
            lost.extend(times.into_values());
            return lost;
        }
        for (path, found, theirs) in overlaps {
            let (Some(page), Some(theirs)) = (PageRef::from_path(&path), theirs) else {
                continue;
            };
            let theirs = page::parse(&*theirs, None, &self.body_of());
            // The page was put there above.
            let _ = self.note_overlaps(&page, found, &theirs);
        }
        let times = times.into_iter().map(|(path, draft)| (path, draft.time));
        self.undecided.extend(times);
        self.forget_decided();
        lost
    }

    /// A draft together with what the disk holds now. `None` when there is nothing to put back.
    fn joined(&self, draft: &Draft) -> Option<Joined> {
        let plain = |text: Option<String>| {
            Some(Joined {
                text,
                overlaps: Vec::new(),
            })
        };
        let disk = self.text_of(&draft.path);
        let mine = draft.text.as_ref().map(|text| text.to_string());
        if disk == draft.base {
            return plain(mine);
        }
        let Some(mine) = mine else {
            // It was to be taken out, but another program changed it since: it stays.
            return None;
        };
        let Some(disk) = disk else {
            return plain(Some(mine));
        };
        let base = draft.base.as_deref().unwrap_or("");
        if PageRef::from_path(&draft.path).is_none() {
            return plain(Some(merge_fields(base, &mine, &disk).unwrap_or(mine)));
        }
        let parse = |text: &str| -> Page { page::parse(text, None, &self.body_of()) };
        let merged = merge(&parse(base), &parse(&mine), &parse(&disk), &self.body_of());
        Some(Joined {
            text: Some(merged.text),
            overlaps: merged.overlaps,
        })
    }

    /// Site paths of what was restored and not decided on, each with the time it was typed.
    pub fn undecided(&self) -> Vec<(String, u64)> {
        let found = self.undecided.iter();
        found.map(|(path, time)| (path.clone(), *time)).collect()
    }

    /// What a file holds on disk, as far as this session knows.
    pub fn saved_text(&self, path: &str) -> Option<Arc<str>> {
        if let Some(file) = self.texts.get(path) {
            return file.saved.clone();
        }
        let desk = PageRef::from_path(path).and_then(|page| self.desks.get(&page));
        match desk {
            Some(desk) => desk.saved.as_ref().map(|page| Arc::clone(&page.text)),
            None => self.text_of(path),
        }
    }

    /// Lets everything that was restored be saved.
    pub fn keep_restored(&mut self) -> Update {
        self.undecided.clear();
        self.quiet_update(&self.stand_in())
    }

    /// Takes everything that was restored out again, as an edit that can be undone.
    ///
    /// # Errors
    /// As [`Session::transact`]. It stays undecided then.
    pub fn discard_restored(&mut self, now: u64) -> Result<Update, Error> {
        let paths: Vec<String> = self.undecided.keys().cloned().collect();
        let files = paths.into_iter().map(|path| {
            let saved = self.saved_text(&path).map(|text| text.to_string());
            (path, saved)
        });
        let files = files.collect();
        let mut update = self.transact(EditLabel::of("discard", ""), files, now)?;
        for path in std::mem::take(&mut self.undecided).into_keys() {
            let page = PageRef::from_path(&path);
            if let Some(desk) = page.and_then(|page| self.desks.get_mut(&page)) {
                desk.overlaps.clear();
                update.overlaps = Some(Vec::new());
            }
        }
        update.saved = self.saved();
        Ok(update)
    }

    /// Problems of the program itself, to be listed with those of the site.
    pub fn set_notices(&mut self, notices: Vec<Problem>) {
        if self.notices != notices {
            self.notices = notices;
            self.index_stale = true;
        }
    }

    /// What was restored and is as on disk again, by undo, needs no decision.
    pub fn forget_decided(&mut self) {
        if self.undecided.is_empty() {
            return;
        }
        let open: Vec<String> = self.drafts(0).into_iter().map(|d| d.path).collect();
        self.undecided.retain(|path, _| open.contains(path));
    }
}
