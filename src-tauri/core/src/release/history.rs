//! What was released: every release with who answered for it, and which was public on a day.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::bundle::keys::Signature;
use crate::bundle::{Manifest, manifest};
use crate::error::Error;
use crate::message::Message;
use crate::model::{Date, Localised};
use crate::review::Decision;
use crate::store::Store;
use crate::store::releases::Releases;

use super::entry::{Accepted, Entry};
use super::files;
use super::make::count;

/// One release, as a line of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReleaseView {
    /// Its number.
    pub number: u32,
    /// Its day.
    pub date: String,
    /// Who released it; empty when nobody was named.
    pub by: String,
    /// Whether it went out before its review, as a small correction.
    pub correction: bool,
    /// What changed, for visitors.
    pub notes: Localised,
    /// How many changes there were of each meaning.
    pub counts: BTreeMap<String, u32>,
    /// The decisions that held.
    pub approvals: Vec<Decision>,
    /// What was accepted though it would have stopped the release.
    pub accepted: Vec<Accepted>,
    /// Its root digest; empty when the manifest is damaged.
    pub root: String,
    /// How many files it has.
    pub files: u32,
    /// Their size together, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// The id of the key that signed it; empty when nobody did.
    pub signer: String,
    /// Whether it is a small correction that is to be approved still.
    pub unreviewed: bool,
    /// What of it is missing or damaged; empty for nothing.
    pub damaged: Vec<Message>,
}

/// A page of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ReleasedPage {
    /// Its path in the release.
    pub path: String,
    /// Its title.
    pub title: String,
}

/// Every release, the newest first. `unreviewed` are the small corrections that are to be approved
/// still ([`super::unreviewed`]).
pub fn history(store: &Store, unreviewed: &[u32]) -> Vec<ReleaseView> {
    let releases = Releases::of(store);
    let numbers = releases.numbers().into_iter().rev();
    numbers
        .map(|number| view(&releases, number, unreviewed))
        .collect()
}

/// One release; what cannot be read of it is said by name.
fn view(releases: &Releases, number: u32, unreviewed: &[u32]) -> ReleaseView {
    let mut damaged = Vec::new();
    let entry = Entry::read(releases, number).unwrap_or_else(|error| {
        damaged.push(error.message());
        Entry::default()
    });
    let manifest = files::manifest(releases, number).unwrap_or_else(|error| {
        damaged.push(error.message());
        Manifest::default()
    });
    let signer = signer(releases, number, &manifest).unwrap_or_else(|error| {
        damaged.push(error.message());
        String::new()
    });
    let stated = manifest.release.map(|stated| stated.date.to_string());
    let root = (!manifest.is_empty()).then(|| manifest.root().to_string());
    ReleaseView {
        number,
        date: stated.unwrap_or(entry.note.date),
        by: entry.by,
        correction: entry.note.correction,
        notes: entry.note.notes,
        counts: entry.counts,
        approvals: entry.approvals,
        accepted: entry.accepted,
        root: root.unwrap_or_default(),
        files: count(manifest.len()),
        bytes: manifest.bytes(),
        signer,
        unreviewed: unreviewed.contains(&number),
        damaged,
    }
}

/// The id of the key that signed a release; empty when nobody did.
fn signer(releases: &Releases, number: u32, manifest: &Manifest) -> Result<String, Error> {
    let Some(text) = super::signature(releases, number)? else {
        return Ok(String::new());
    };
    Signature::parse(&text)
        .filter(|one| one.fits(&manifest.to_text(), manifest))
        .map(|one| one.key().id())
        .ok_or_else(|| super::damaged(number, manifest::SIGNATURE))
}

/// The release that was public on a day: the last of that day or before it. `None` when there was none
/// yet, or when its day cannot be read.
pub fn on(store: &Store, day: Date) -> Option<u32> {
    let releases = Releases::of(store);
    let public = |number: &u32| {
        let stated = files::manifest(&releases, *number).ok();
        stated
            .and_then(|one| one.release)
            .is_some_and(|one| one.date <= day)
    };
    releases.numbers().into_iter().rev().find(public)
}
