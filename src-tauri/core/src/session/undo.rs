//! Undo and redo. When another program changed the page since, the step is merged by section and
//! field, or refused with a reason; it never overwrites what the other program wrote.

use crate::error::Error;
use crate::merge::merge;
use crate::model::PageRef;
use crate::page::{self, Page};
use crate::view::Update;

use super::{Changed, Session};

impl Session {
    /// Takes back the last edit. `None` when there is nothing to undo.
    ///
    /// # Errors
    /// [`Error::Refused`] when another program has since changed the same text.
    pub fn undo(&mut self) -> Result<Option<Update>, Error> {
        self.step(false)
    }

    /// Does again what was undone last. `None` when there is nothing to redo.
    ///
    /// # Errors
    /// [`Error::Refused`] when another program has since changed the same text.
    pub fn redo(&mut self) -> Result<Option<Update>, Error> {
        self.step(true)
    }

    fn step(&mut self, forward: bool) -> Result<Option<Update>, Error> {
        let Some(entry) = self.history.next(forward).cloned() else {
            return Ok(None);
        };
        let page = entry.page;
        if !self.site.pages.contains_key(&page) {
            self.history.drop_next(forward);
            return Err(Error::Refused(format!(
                "The page “{}” is no longer there, so this cannot be undone. Nothing was changed.",
                page.address
            )));
        }
        self.desk(&page)?;
        self.may_edit(&page)?;
        let (from, to) = if forward {
            (entry.before, entry.after)
        } else {
            (entry.after, entry.before)
        };
        let before = self.file(&page)?.page.clone();
        let before_keys = self.desk(&page)?.keys.clone();
        let (after, keys) = if before.text == from.page.text {
            (to.page, to.keys)
        } else {
            let after = self.rebased(&page, &from.page, &to.page)?;
            let keys = self.keys.carried(&before, &before_keys, &after);
            (after, keys)
        };
        self.history.step(forward);
        let focus = keys.iter().find(|k| !before_keys.contains(k)).cloned();
        self.put(&page, after, keys)?;
        self.shown = Some(page.clone());
        self.update(
            &page,
            &Changed {
                before,
                before_keys,
                outside: false,
                focus,
            },
        )
        .map(Some)
    }

    /// The step from `from` to `to`, applied to what the page is now.
    fn rebased(&mut self, page: &PageRef, from: &Page, to: &Page) -> Result<Page, Error> {
        let now = &self.file(page)?.page;
        let merged = merge(from, to, now, &self.body_of());
        if !merged.overlaps.is_empty() {
            return Err(Error::Refused(
                "Another program has changed the same text since, so this cannot be undone. Nothing was changed. Edit the text instead.".into(),
            ));
        }
        Ok(page::parse(merged.text, Some(now), &self.body_of()))
    }
}
