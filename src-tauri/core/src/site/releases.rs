//! What was released before: number, day and notes of each release, from `releases/<number>/release.toml`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::Localised;
use crate::store::Store;
use crate::store::releases::Releases;

/// The name of the file in the folder of a release.
pub const FILE: &str = "release.toml";

/// What is said of one release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", default)]
#[ts(export)]
pub struct ReleaseNote {
    /// Its number; the first is 1.
    pub number: u32,
    /// Its day, `2026-11-26`.
    pub date: String,
    /// Whether it went out before its review, as a small correction.
    pub correction: bool,
    /// What changed, for visitors.
    pub notes: Localised,
    /// The documents that visitors could have, by path; so that a copy of one can be told from others
    /// long after it was replaced. Made by [`published_documents`](crate::release::published_documents).
    pub documents: Vec<PublishedDocument>,
}

/// A document as it was published: a file that is no picture, which a page or a record gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", default)]
#[ts(export)]
pub struct PublishedDocument {
    /// Where it was written, `media/documents/security-policy.pdf`.
    pub path: String,
    /// The record that gave it, `documents/security-policy`; empty where only a link did.
    pub record: String,
    /// The language of the file, by locale tag, where its record has one for each; else empty.
    pub language: String,
    /// What it is called; the name of the file where no record says.
    pub title: Localised,
    /// Its version, as people write it; perhaps empty.
    pub version: String,
    /// Its own day, `2026-08-14`; perhaps empty.
    pub date: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// All notes that can be read, the first first.
pub(super) fn load(store: &Store) -> Vec<ReleaseNote> {
    let releases = Releases::of(store);
    let read = |number: u32| -> Option<ReleaseNote> {
        let bytes = releases.file(number, FILE).ok()??;
        let note = toml::from_str::<ReleaseNote>(&String::from_utf8(bytes).ok()?).ok()?;
        (note.number == number).then_some(note)
    };
    releases.numbers().into_iter().filter_map(read).collect()
}
