//! Releases: numbered, dated, approved states of the site, kept so that each can be looked at, compared
//! and exported again.

mod attempt;
mod checklist;
mod entry;
mod export;
mod files;
mod history;
mod item;
mod look;
mod make;
mod notes;
mod notice;
mod page;
mod signing;
pub mod sources;

use crate::bundle::Bundle;
use crate::error::Error;
use crate::model::Date;
use crate::render::{self, Engine, SiteIndex};
use crate::say;
use crate::site::{PublishedDocument, Site};
use crate::store::Store;
use crate::store::releases::Releases;

pub use attempt::{Attempt, release};
pub use checklist::checklist;
pub use entry::{Accepted, Entry};
pub use export::{export, export_since};
use files::damaged;
pub use history::{ReleaseView, ReleasedPage, history, on};
pub use item::{Checklist, Go, Item, ItemState};
pub use look::{Look, look, unreviewed};
pub use make::{Ground, OnProgress, Order, ReleaseProgress, ReleaseStep, Released, make};
pub use notes::{Article, Drafts, Mail, drafts, read_notes};
pub use page::{page, page_at, pages};
pub use signing::sign;
use signing::signature;

/// A release as it was published.
///
/// # Errors
/// [`Error::Refused`] when there is none of that number, or its manifest is damaged or that of another.
pub fn kept(store: &Store, number: u32) -> Result<Bundle, Error> {
    let releases = Releases::of(store);
    if !releases.numbers().contains(&number) {
        return Err(Error::Refused(say!(
            "There is no release {number} of this site. Nothing was changed.",
            number
        )));
    }
    let manifest = files::manifest(&releases, number)?;
    Ok(files::bundle(releases, number, manifest))
}

/// The last release, if there is any.
///
/// # Errors
/// As [`kept`].
pub fn last(store: &Store) -> Result<Option<Bundle>, Error> {
    let last = Releases::of(store).numbers().last().copied();
    last.map(|number| kept(store, number)).transpose()
}

/// The documents that an export of the site as of a day gives to visitors, for
/// [`ReleaseNote::documents`](crate::site::ReleaseNote::documents).
///
/// Whoever makes a release calls this **before** rendering it, with the site in the theme that is
/// exported, and puts the answer into the note of the new release in `Site::releases`: pages that compare
/// copies of documents say since which release each is there, and must say the same when the release is
/// rendered again from what is kept. Nothing hidden, withheld or unlinked is among them; no note needs to
/// be there for the answer to be right.
pub fn published_documents(engine: &Engine, site: &Site, as_of: Date) -> Vec<PublishedDocument> {
    let index = SiteIndex::build(engine, site, as_of);
    render::published_documents(engine, &index, site).to_vec()
}
