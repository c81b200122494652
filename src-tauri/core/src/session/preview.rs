//! What only the preview shows: the page on another day, and section kinds before they are added.

use crate::error::Error;
use crate::model::{Date, PageRef};
use crate::render::{self, SiteIndex};

use super::Session;

impl Session {
    /// What the preview renders with: the site on the day that was asked for, else on today's.
    pub(super) fn seen(&self) -> &SiteIndex {
        self.other_day.as_ref().unwrap_or(&self.index)
    }

    /// Shows pages as of another day in the preview; `None` goes back to the session's own day.
    /// Exports and checks keep to the session's day.
    pub fn show_day(&mut self, day: Option<Date>) {
        self.other_day = day
            .filter(|day| *day != self.as_of)
            .map(|day| SiteIndex::build(&self.engine, &self.site, day));
    }

    /// The day that the preview shows.
    pub fn shown_day(&self) -> Date {
        self.seen().day()
    }

    /// The inside of the preview's `body` for a page, rendered anew.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such page.
    pub fn preview_body(&mut self, page: &PageRef) -> Result<String, Error> {
        let keys = self.desk(page)?.keys.clone();
        Ok(render::body(&self.engine, self.seen(), &self.site, page, &keys).html)
    }

    /// A section kind with its example, as a document of its own; `None` for an unknown kind.
    pub fn thumbnail(&self, locale: &str, kind: &str, look: &str) -> Option<String> {
        render::thumbnail(&self.engine, self.seen(), &self.site, locale, kind, look)
    }
}
