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
}

/// All that can be read, the first first.
pub(super) fn load(store: &Store) -> Vec<ReleaseNote> {
    let releases = Releases::of(store);
    let read = |number: u32| -> Option<ReleaseNote> {
        let bytes = releases.file(number, FILE).ok()??;
        let note = toml::from_str::<ReleaseNote>(&String::from_utf8(bytes).ok()?).ok()?;
        (note.number == number).then_some(note)
    };
    releases.numbers().into_iter().filter_map(read).collect()
}
