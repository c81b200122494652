//! What there is to review now: the last release, the site as it would be published, and what differs.

use crate::bundle::Bundle;
use crate::changes::{self, Changes};
use crate::check::whole;
use crate::error::Error;
use crate::export::{self, OnProgress, Options};
use crate::model::Date;
use crate::release;
use crate::render::{Engine, SiteIndex};
use crate::site::Site;
use crate::store::Store;
use crate::view::ExportProgress;

use super::{Letter, Reviewed, file};

/// The two sides of a review.
pub struct Now {
    /// The last release; none when there is none yet.
    pub before: Option<Bundle>,
    /// The site as it would be published.
    pub after: Bundle,
    /// What differs.
    pub changes: Changes,
}

impl Now {
    /// Renders the site as of a day and compares it with its last release. `progress` answers `false`
    /// to stop.
    ///
    /// # Errors
    /// As [`export::bundle`], [`release::last`] and [`changes::between`].
    pub fn of(
        engine: &Engine,
        site: &Site,
        store: &Store,
        as_of: Date,
        progress: OnProgress<'_>,
    ) -> Result<Self, Error> {
        let options = Options { as_of, theme: None };
        let after = export::bundle(engine, site, store, &options, progress)?;
        let before = release::last(store)?;
        // Comparing is short beside rendering: it can be stopped and is not counted anew.
        let total = u32::try_from(after.pages().count()).unwrap_or(u32::MAX);
        let done = ExportProgress { done: total, total };
        let changes = changes::between(engine, before.as_ref(), &after, &|_| progress(done))?;
        Ok(Self {
            before,
            after,
            changes,
        })
    }

    /// The review file. `site` and `store` are those that this was made of.
    ///
    /// # Errors
    /// As [`super::file()`].
    pub fn file(
        &self,
        engine: &Engine,
        site: &Site,
        store: &Store,
        letter: &Letter,
        progress: super::OnFileProgress<'_>,
    ) -> Result<String, Error> {
        let index = SiteIndex::build(engine, site, letter.day);
        let reviewed = Reviewed {
            site,
            index: &index,
            before: self.before.as_ref(),
            after: &self.after,
            changes: &self.changes,
            problems: &whole::at_once(engine, site, &index, store),
        };
        file(&reviewed, letter, progress)
    }

    /// By what the site is told from others in answers.
    pub fn site_id(&self) -> &str {
        self.after.manifest().site.id()
    }
}
