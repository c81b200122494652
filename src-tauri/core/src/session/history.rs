//! What was done in this session, to be undone and redone. One stack for the whole site.

use std::sync::Arc;

use crate::page::Page;
use crate::view::{EditLabel, HistoryView, Step};

use super::files::Blob;

/// Most edits that can be undone.
const LIMIT: usize = 1_000;
/// Typing in one field within this time, in milliseconds, is one edit to undo.
const TYPING_PAUSE: u64 = 1_000;

/// A page's text and keys at one moment.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    pub(super) page: Page,
    pub(super) keys: Vec<String>,
}

/// What a file held at one moment.
#[derive(Debug, Clone)]
pub(super) enum Held {
    /// A page, with the keys of its blocks.
    Page(Moment),
    /// Any other text of the site.
    Text(Arc<str>),
    /// A picture or document.
    File(Blob),
}

impl Held {
    /// Its text; of a file that is none, its hash, which stands for it.
    pub(super) fn text(&self) -> &Arc<str> {
        match self {
            Self::Page(moment) => &moment.page.text,
            Self::Text(text) => text,
            Self::File(blob) => &blob.mark,
        }
    }
}

/// One file before and after an edit; `None` where it is not there.
#[derive(Debug, Clone)]
pub(super) struct FileStep {
    /// Its site path.
    pub(super) path: String,
    pub(super) before: Option<Held>,
    pub(super) after: Option<Held>,
}

/// One edit: the files that it changed.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) files: Vec<FileStep>,
    pub(super) label: EditLabel,
    /// Section key (or file) and field of typing, so that more typing there joins it.
    pub(super) typing: Option<(Option<String>, Vec<Step>)>,
    /// When it was last added to, in milliseconds of any clock.
    pub(super) time: u64,
}

/// The two stacks.
#[derive(Debug, Default)]
pub(super) struct History {
    undo: Vec<Entry>,
    redo: Vec<Entry>,
}

/// Whether `next` goes on where `last` ended, in the same files.
fn follows(last: &Entry, next: &Entry) -> bool {
    let text = |held: &Option<Held>| held.as_ref().map(|held| Arc::clone(held.text()));
    last.files.len() == next.files.len()
        && last
            .files
            .iter()
            .zip(&next.files)
            .all(|(a, b)| a.path == b.path && text(&a.after) == text(&b.before))
}

impl History {
    /// Adds an edit; typing in the same field joins the edit before it.
    pub(super) fn push(&mut self, entry: Entry) {
        self.redo.clear();
        if let Some(last) = self.undo.last_mut() {
            let joins = entry.typing.is_some()
                && last.typing == entry.typing
                && entry.time.saturating_sub(last.time) < TYPING_PAUSE
                && follows(last, &entry);
            if joins {
                for (old, new) in last.files.iter_mut().zip(entry.files) {
                    old.after = new.after;
                }
                last.time = entry.time;
                return;
            }
        }
        self.undo.push(entry);
        if self.undo.len() > LIMIT {
            self.undo.remove(0);
        }
    }

    /// The edit that undo (or redo, when `forward`) would take.
    pub(super) fn next(&self, forward: bool) -> Option<&Entry> {
        if forward {
            self.redo.last()
        } else {
            self.undo.last()
        }
    }

    /// Moves the next edit to the other stack.
    pub(super) fn step(&mut self, forward: bool) {
        let (from, to) = if forward {
            (&mut self.redo, &mut self.undo)
        } else {
            (&mut self.undo, &mut self.redo)
        };
        if let Some(mut entry) = from.pop() {
            entry.typing = None;
            to.push(entry);
        }
    }

    /// Drops the next edit: its page is gone.
    pub(super) fn drop_next(&mut self, forward: bool) {
        if forward {
            self.redo.pop()
        } else {
            self.undo.pop()
        };
    }

    /// Does something to every page that is kept: its text stays, what is read from it may change.
    pub(super) fn each_page(&mut self, act: impl Fn(&mut Page)) {
        let entries = self.undo.iter_mut().chain(&mut self.redo);
        let steps = entries.flat_map(|entry| &mut entry.files);
        for held in steps.flat_map(|step| [&mut step.before, &mut step.after]) {
            if let Some(Held::Page(moment)) = held {
                act(&mut moment.page);
            }
        }
    }

    /// For the window.
    pub(super) fn view(&self) -> HistoryView {
        HistoryView {
            undo: self.undo.last().map(|e| e.label.clone()),
            redo: self.redo.last().map(|e| e.label.clone()),
        }
    }
}
