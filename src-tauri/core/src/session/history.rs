//! What was done in this session, to be undone and redone. One stack for all pages.

use crate::model::PageRef;
use crate::page::Page;
use crate::view::{EditLabel, HistoryView, Step};

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

/// One edit: the page before and after it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) page: PageRef,
    pub(super) label: EditLabel,
    pub(super) before: Moment,
    pub(super) after: Moment,
    /// Section key and field of typing, so that more typing there joins it.
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

impl History {
    /// Adds an edit; typing in the same field joins the edit before it.
    pub(super) fn push(&mut self, entry: Entry) {
        self.redo.clear();
        if let Some(last) = self.undo.last_mut() {
            let joins = entry.typing.is_some()
                && last.typing == entry.typing
                && last.page == entry.page
                && entry.time.saturating_sub(last.time) < TYPING_PAUSE
                && last.after.page.text == entry.before.page.text;
            if joins {
                last.after = entry.after;
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

    /// For the window.
    pub(super) fn view(&self) -> HistoryView {
        HistoryView {
            undo: self.undo.last().map(|e| e.label.clone()),
            redo: self.redo.last().map(|e| e.label.clone()),
        }
    }
}
