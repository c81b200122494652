//! Links to other sites while a site is open: asked for beside the editing, and remembered.

use crate::check::whole::Found;
use crate::model::{Date, PageRef};
use crate::outside::{self, Known, Link, Manner, Outcome, OutsideView, Progress};

use super::{Live, Shared};

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
        // What was found counts among the problems of the site.
        self.shared.changed.notify_one();
        outcome
    }
}

impl Shared {
    /// Adds what is known of links to other sites to what a full check found. Asks nobody.
    pub(super) fn add_outside(&self, links: impl FnOnce() -> Vec<Link>, found: &mut Found) {
        let known = self.keeping.outside(Known::clone);
        if known.is_empty() {
            return;
        }
        for problem in outside::problems(&links(), &known) {
            let page = PageRef::from_path(&problem.place.file);
            let part = page.and_then(|page| found.pages.get_mut(&page));
            part.unwrap_or(&mut found.around).more.push(problem);
        }
    }
}
