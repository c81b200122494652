//! Releasing: looked at, refused with the reasons, or made.

use serde::Serialize;
use ts_rs::TS;

use crate::error::Error;
use crate::problem::Problem;
use crate::review::{Decided, Decision};

use super::checklist::{checklist, counts};
use super::item::Checklist;
use super::look::{Look, look};
use super::make::{Ground, OnProgress, Order, Released, make};
use super::{Accepted, Entry};

/// How an attempt to release ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ReleaseAttempt")]
pub struct Attempt {
    /// The release; none when something stops it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub released: Option<Released>,
    /// The checklist.
    pub checklist: Checklist,
}

/// Makes the next release unless something stops it. `outside` is what is known of links to other sites.
///
/// # Errors
/// As [`look`] and [`make`].
pub fn release(
    ground: &Ground<'_>,
    outside: Vec<Problem>,
    order: &Order,
    progress: OnProgress<'_>,
) -> Result<Attempt, Error> {
    let look = look(ground, order.date, outside, progress)?;
    let checklist = checklist(ground.site, &look, order);
    let mut released = None;
    if checklist.ready {
        let entry = entry(&look, checklist.accepted());
        // A whole site in memory, while making renders it again.
        drop(look);
        released = Some(make(ground, order, entry, progress)?);
    }
    Ok(Attempt {
        released,
        checklist,
    })
}

/// What is kept of the ground that a release stands on.
fn entry(look: &Look, accepted: Vec<Accepted>) -> Entry {
    let held = look.standing.iter().flat_map(|page| &page.decisions);
    let approvals: Vec<Decision> = held
        .filter(|one| one.decided == Decided::Approved)
        .cloned()
        .collect();
    let mut ignored: Vec<_> = look
        .found
        .ignored
        .iter()
        .map(|(_, entry)| entry.clone())
        .collect();
    ignored.dedup();
    Entry {
        counts: counts(look),
        accepted,
        approvals,
        ignored,
        ..Entry::default()
    }
}
