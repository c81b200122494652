//! What only the preview shows: the page on another day, section kinds before they are added, and a
//! record beside its form; and where links can lead on them.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Error;
use crate::model::{Date, PageRef};
use crate::problem::Problem;
use crate::records::places::RecordPlace;
use crate::records::preview::{self, RecordPreview};
use crate::render::{self, SiteIndex};
use crate::targets;

use super::{CHECK_AT_ONCE, Session};

impl Session {
    /// What the preview renders with: the site on the day that was asked for, else on today's.
    pub(super) fn seen(&self) -> &SiteIndex {
        self.other_day.as_ref().unwrap_or(&self.index)
    }

    /// Shows pages as of another day in the preview, with the problems that they have then; `None` goes
    /// back to the session's own day. Exports keep to theirs.
    pub fn show_day(&mut self, day: Option<Date>) {
        let before = self.shown_day();
        self.look_from(day);
        // Beside a full check, the one that follows says more than this one could.
        let alone = !self.was_checked() && self.site.pages.len() <= CHECK_AT_ONCE;
        if alone && self.shown_day() != before {
            self.check_all();
        }
    }

    /// Builds what the preview of another day needs.
    pub(super) fn look_from(&mut self, day: Option<Date>) {
        self.other_day = day
            .filter(|day| *day != self.as_of)
            .map(|day| SiteIndex::build(&self.engine, &self.site, day));
    }

    /// The day that the preview shows.
    pub fn shown_day(&self) -> Date {
        self.seen().day()
    }

    /// The problems of a page on the day that the preview shows.
    pub fn shown_problems(&mut self, page: &PageRef) -> Vec<Problem> {
        let problems = self.check(page);
        self.tell(page, &problems);
        problems
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

    /// A record as the first section of `locale` that lists it shows it. `near` is where it was shown
    /// last: while that still holds, nothing else is looked at.
    pub fn record_preview(
        &self,
        collection: &str,
        id: &str,
        locale: &str,
        near: Option<&RecordPlace>,
    ) -> RecordPreview {
        preview::of(
            &self.engine,
            self.seen(),
            &self.site,
            (collection, id),
            locale,
            near,
        )
    }

    /// The places of the pages at some addresses, for links in `locale`; pages that visitors cannot see
    /// are left out.
    pub fn anchors(
        &self,
        locale: &str,
        addresses: Vec<String>,
    ) -> BTreeMap<String, BTreeSet<String>> {
        let of = |address: String| {
            let found = targets::anchors_at(&self.index, &self.site, locale, &address)?;
            Some((address, found))
        };
        addresses.into_iter().filter_map(of).collect()
    }
}
