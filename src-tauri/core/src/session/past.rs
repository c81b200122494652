//! Earlier versions of a page beside what it is now: what changed since, how it looked, and bringing
//! all or a part of it back.

use std::sync::Arc;

use crate::diff::{SectionChange, page_changes};
use crate::error::Error;
use crate::merge::{merge, merge_fields};
use crate::model::PageRef;
use crate::page::{self, Page};
use crate::render::{self, Mode};
use crate::revert::{Part, reverted};
use crate::say;
use crate::view::{EditLabel, Update};

use super::Session;

impl Session {
    /// The site path of a page's file.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such page.
    pub fn path_of(&self, page: &PageRef) -> Result<String, Error> {
        Ok(self.file(page)?.path.clone())
    }

    /// The text of a page or of records as this session has it; `None` for files that it does not hold.
    pub fn known_text(&self, path: &str) -> Option<Arc<str>> {
        if let Some(page) = PageRef::from_path(path) {
            let file = self.site.pages.get(&page)?;
            let usable = file.path == path && file.read_only.is_none();
            return usable.then(|| Arc::clone(&file.page.text));
        }
        let mut records = self.site.records.values();
        let file = records.find(|file| file.path == path && !file.text.is_empty());
        file.map(|file| Arc::clone(&file.text))
    }

    /// The revision of a page's text.
    pub fn revision_of(&self, page: &PageRef) -> u64 {
        self.desks.get(page).map_or(0, |desk| desk.revision)
    }

    /// What differs between two texts of a page.
    pub fn changes(&self, old: &str, new: &str) -> Vec<SectionChange> {
        let (old, new) = (self.parsed(old), self.parsed(new));
        page_changes(&old, &new, &self.engine.kinds, &self.engine.page_form)
    }

    fn parsed(&self, text: &str) -> Page {
        page::parse(text, None, &self.body_of())
    }

    /// The preview of a page as it would be with another text, in the site as it is now.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such page.
    pub fn preview_of(&mut self, page: &PageRef, text: &str) -> Result<String, Error> {
        let then = self.parsed(text);
        let keys: Vec<String> = (0..then.blocks.len()).map(|i| format!("v{i}")).collect();
        let file = self.site.pages.get_mut(page).ok_or(Error::Stale("page"))?;
        let now = std::mem::replace(&mut file.page, then);
        let (engine, index) = (&self.engine, &self.index);
        let html = render::page(engine, index, &self.site, page, Mode::Preview, &keys).html;
        if let Some(file) = self.site.pages.get_mut(page) {
            file.page = now;
        }
        Ok(html)
    }

    /// Brings a page, or a part of it, back to what it was in `then`, as one edit. `revision` is the
    /// one that the parts were named by.
    ///
    /// # Errors
    /// [`Error::Stale`] when the page is another by now; as [`Session::transact`].
    pub fn bring_back(
        &mut self,
        page: &PageRef,
        revision: u64,
        then: &str,
        part: &Part,
        now: u64,
    ) -> Result<Update, Error> {
        let path = self.path_of(page)?;
        if !matches!(part, Part::Page) && self.revision_of(page) != revision {
            return Err(Error::Stale("version"));
        }
        let here = self.file(page)?.page.clone();
        let text = reverted(&here, &self.parsed(then), part, &self.body_of())?;
        self.transact(
            EditLabel::of("bring-back", ""),
            vec![(path, Some(text))],
            now,
        )
    }

    /// Takes back what another program did to a page, from `before` to `after`, as one edit; what was
    /// changed since stays.
    ///
    /// # Errors
    /// [`Error::Refused`] when the same text was changed since; as [`Session::transact`].
    pub fn put_back(
        &mut self,
        path: &str,
        before: &Arc<str>,
        after: Option<Arc<str>>,
        now: u64,
    ) -> Result<Update, Error> {
        let here = self.text_of(path);
        let refused = || {
            Error::Refused(say!(
                "The same text was edited since, so this cannot be undone at once. Nothing was changed. The earlier text is in the page’s history."
            ))
        };
        let text = match (after, here) {
            (after, here) if after == here => Some(before.to_string()),
            (Some(after), Some(here)) if PageRef::from_path(path).is_some() => {
                let (base, theirs) = (self.parsed(&after), self.parsed(before));
                let merged = merge(&base, &self.parsed(&here), &theirs, &self.body_of());
                if !merged.overlaps.is_empty() {
                    return Err(refused());
                }
                Some(merged.text)
            }
            (Some(after), Some(here)) => {
                Some(merge_fields(&after, &here, before).ok_or_else(refused)?)
            }
            _ => return Err(refused()),
        };
        self.transact(
            EditLabel::of("put-back", ""),
            vec![(path.to_owned(), text)],
            now,
        )
    }
}
