//! What there is to know before a release: how the site would be published, what changed since the last
//! release, what is wrong with it, and what is approved.

use crate::bundle::Bundle;
use crate::changes::{self, Changes};
use crate::check::ignored::Divided;
use crate::check::whole;
use crate::error::Error;
use crate::model::Date;
use crate::problem::Problem;
use crate::render::SiteIndex;
use crate::review::{Now, PageStanding, standing};
use crate::store::releases::Releases;

use super::Entry;
use super::make::{Ground, OnProgress, rendering};

/// The site before a release.
pub struct Look {
    /// How it would be published, without a note of the release that is still to come.
    pub now: Bundle,
    /// The number of the last release; none before the first.
    pub last: Option<u32>,
    /// What changed since the last release.
    pub changes: Changes,
    /// What is wrong, and what of it is ignored for a reason.
    pub found: Divided,
    /// Every page that changed since what was last approved, with what is approved of it.
    pub standing: Vec<PageStanding>,
    /// Small corrections that went out before their review and are not approved since.
    pub unreviewed: Vec<u32>,
}

/// Looks at the site as it would be released on a day. `outside` is what is known of links to other
/// sites.
///
/// # Errors
/// [`Error::Refused`] when the last release is damaged; [`Error::Cancelled`], and those of rendering and
/// reading.
pub fn look(
    ground: &Ground<'_>,
    day: Date,
    outside: Vec<Problem>,
    progress: OnProgress<'_>,
) -> Result<Look, Error> {
    let Ground {
        engine,
        site,
        store,
    } = *ground;
    let tell = rendering(progress);
    let Now {
        before,
        after: now,
        changes,
    } = Now::of(engine, site, store, day, &tell)?;
    let last = before.and_then(|last| last.manifest().release);
    let last = last.map(|stated| stated.number);
    let unreviewed = unreviewed(ground, last, progress)?;
    let standing = match unreviewed.first() {
        // What went out before its review is asked for together with what changed since.
        Some(first) => {
            let approved = super::kept(store, first - 1)?;
            let since = changes::between(engine, Some(&approved), &now, &tell)?;
            standing(site, &since)
        }
        None => standing(site, &changes),
    };
    let index = SiteIndex::build(engine, site, day);
    let found = whole::divided(engine, site, &index, store, outside);
    Ok(Look {
        now,
        last,
        changes,
        found,
        standing,
        unreviewed,
    })
}

/// The small corrections since the last usual release that are not approved yet, the first first.
///
/// # Errors
/// [`Error::Refused`] when one of them is damaged.
pub fn unreviewed(
    ground: &Ground<'_>,
    last: Option<u32>,
    progress: OnProgress<'_>,
) -> Result<Vec<u32>, Error> {
    let releases = Releases::of(ground.store);
    let mut found = Vec::new();
    let mut at = last.unwrap_or_default();
    while at > 1 && Entry::read(&releases, at)?.note.correction {
        let (before, after) = (
            super::kept(ground.store, at - 1)?,
            super::kept(ground.store, at)?,
        );
        let changes = changes::between(ground.engine, Some(&before), &after, &rendering(progress))?;
        if standing(ground.site, &changes)
            .iter()
            .any(|page| !page.approved)
        {
            found.push(at);
        }
        at -= 1;
    }
    found.reverse();
    Ok(found)
}
