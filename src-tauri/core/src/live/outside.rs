//! Links to other sites while a site is open: asked for beside the editing, and remembered.

use crate::model::Date;
use crate::outside::{self, Known, Manner, Outcome, OutsideView, Progress};

use super::Live;

impl Live {
    /// Every link to another site with what is known of it. Asks nobody.
    pub fn outside(&self, today: Date) -> OutsideView {
        let session = self.session();
        let links = session.outside_links();
        let place = |at| session.file_use(at);
        let look = |known: &Known| outside::view(links, known, today, &place);
        self.shared.keeping.outside(look)
    }

    /// Asks for the links to other sites; for one alone with `only`. Blocks; editing goes on meanwhile.
    /// The rest is as for [`outside::check`].
    pub fn check_outside(
        &self,
        today: Date,
        manner: &Manner,
        only: Option<&str>,
        again: bool,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Outcome {
        let mut links = self.session().outside_links();
        links.retain(|link| only.is_none_or(|only| link.address == only));
        // Held by nobody while others are asked: the window may look meanwhile.
        let mut known = self.shared.keeping.outside(Known::clone);
        let outcome = outside::check(&links, &mut known, today, manner, again, progress);
        self.shared.keeping.keep_outside(known, today);
        outcome
    }
}
