//! Releases of a site while it is open: looked at and made from a copy, beside the editing.

use std::sync::Arc;

use crate::error::Error;
use crate::outside::{self, Known};
use crate::problem::Problem;
use crate::release::{self, Attempt, Checklist, Drafts, Ground, OnProgress, Order, ReleaseView};
use crate::view::Update;

use super::Live;

impl Live {
    /// Saves, then drafts what is told of a release and works out its checklist, with the notes as they
    /// were just drafted where `drafted` says so. Blocks; editing goes on meanwhile. `progress` answers
    /// `false` to stop.
    ///
    /// # Errors
    /// As [`release::look`]; [`Error::Refused`] when the site could not be saved first.
    pub fn release_outlook(
        &self,
        mut order: Order,
        drafted: bool,
        progress: OnProgress<'_>,
    ) -> Result<(Drafts, Checklist), Error> {
        self.on_ground(|ground| {
            let look = release::look(ground, order.date, self.known_outside(), progress)?;
            let drafts = release::drafts(ground.site, &look.changes, order.date);
            if drafted {
                order.notes.clone_from(&drafts.notes);
            }
            let checklist = release::checklist(ground.site, &look, &order);
            Ok((drafts, checklist))
        })
    }

    /// Saves, then makes the next release unless something stops it. Blocks; editing goes on meanwhile.
    ///
    /// # Errors
    /// As [`release::release`]; [`Error::Refused`] when the site could not be saved first.
    pub fn release(&self, order: &Order, progress: OnProgress<'_>) -> Result<Attempt, Error> {
        let attempt = self
            .on_ground(|ground| release::release(ground, self.known_outside(), order, progress))?;
        if attempt.released.is_some() {
            let update = self.session().releases_changed();
            self.shared.changed.notify_one();
            if let Some(update) = update {
                (self.shared.on_update)(update);
            }
        }
        Ok(attempt)
    }

    /// Every release, the newest first.
    pub fn releases(&self) -> Vec<ReleaseView> {
        let (engine, store, site) = {
            let session = self.session();
            let (engine, store) = (session.engine(), session.store());
            (
                Arc::clone(engine),
                Arc::clone(store),
                session.site().clone(),
            )
        };
        let ground = Ground {
            engine: &engine,
            site: &site,
            store: &store,
        };
        let last = site.releases.last().map(|note| note.number);
        // A damaged release is said to be so in its own line.
        let unreviewed = release::unreviewed(&ground, last, &|_| true).unwrap_or_default();
        release::history(&store, &unreviewed)
    }

    /// Makes the site what a past release was made from, as one edit.
    ///
    /// # Errors
    /// As [`release::sources::of`] and [`crate::session::Session::bring_back_release`].
    pub fn bring_back_release(&self, number: u32) -> Result<Update, Error> {
        let store = Arc::clone(self.session().store());
        let kept = release::sources::of(&store, number)?;
        let paths = kept.manifest().paths().map(str::to_owned);
        self.shared.keeping.always(paths);
        self.editing(|session, now| session.bring_back_release(&kept, now))
    }

    /// Hands over what a release would be made of.
    fn on_ground<T>(&self, look: impl FnOnce(&Ground<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let (engine, store, site) = self.saved()?;
        look(&Ground {
            engine: &engine,
            site: &site,
            store: &store,
        })
    }

    /// What is known to be wrong with links to other sites. Asks nobody.
    fn known_outside(&self) -> Vec<Problem> {
        let known = self.shared.keeping.outside(Known::clone);
        if known.is_empty() {
            return Vec::new();
        }
        outside::problems(&self.session().outside_links(), &known)
    }
}
