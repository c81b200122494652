//! `releases/<number>/release.toml`: who released what, on what ground.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::check::ignored::Ignored;
use crate::error::Error;
use crate::review::Decision;
use crate::say;
use crate::site::ReleaseNote;
use crate::site::releases::FILE;
use crate::store::releases::Releases;

/// Something that would have stopped a release and was accepted, with the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Accepted {
    /// The item of the checklist.
    pub code: String,
    /// Why it was accepted.
    pub reason: String,
}

/// What is kept of one release beside its files. The note is what visitors may read; the rest is for
/// those who answer for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Entry {
    /// Number, day, lane and notes.
    #[serde(flatten)]
    pub note: ReleaseNote,
    /// Who released it; empty when nobody was named.
    pub by: String,
    /// The day that dates were compared with.
    pub as_of: String,
    /// How many changes there were of each meaning.
    pub counts: BTreeMap<String, u32>,
    /// What was accepted.
    pub accepted: Vec<Accepted>,
    /// The decisions that held.
    pub approvals: Vec<Decision>,
    /// The problems that were ignored, each with its reason.
    pub ignored: Vec<Ignored>,
}

impl Entry {
    /// The text of the file.
    ///
    /// # Errors
    /// [`Error::Refused`] when it cannot be written as TOML, which plain texts always can.
    pub(super) fn text(&self) -> Result<String, Error> {
        toml::to_string(self).map_err(|error| {
            Error::Refused(say!(
                "What is said of this release cannot be written: {error}. Nothing was released.",
                error = error.to_string()
            ))
        })
    }

    /// That of a release.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is missing or damaged; [`Error::Read`].
    pub fn read(releases: &Releases, number: u32) -> Result<Self, Error> {
        let text = super::files::text(releases, number, FILE)?;
        let entry = toml::from_str::<Self>(&text).ok();
        entry
            .filter(|entry| entry.note.number == number)
            .ok_or_else(|| super::damaged(number, FILE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Date, Localised};
    use crate::review::Decided;

    #[test]
    fn an_entry_is_written_whole_and_its_note_reads_by_itself() {
        let mut entry = Entry {
            by: "Kim \"K\" Lee".into(),
            as_of: "2026-11-26".into(),
            counts: BTreeMap::from([("numbers".into(), 2)]),
            accepted: vec![Accepted {
                code: "notice".into(),
                reason: "Agreed by mail.".into(),
            }],
            approvals: vec![Decision {
                page: "en/index.html".into(),
                seen: "00".into(),
                decided: Decided::Approved,
                by: "Lee".into(),
                role: String::new(),
                on: "2026-11-25".into(),
                key: String::new(),
            }],
            ignored: vec![Ignored {
                rule: "spelling".into(),
                file: "pages/en/index.md".into(),
                digest: "ab".into(),
                problem: "A word".into(),
                reason: "It is a name.".into(),
                by: String::new(),
                on: Date::parse("2026-11-20").unwrap(),
            }],
            note: ReleaseNote {
                number: 14,
                date: "2026-11-26".into(),
                ..ReleaseNote::default()
            },
        };
        entry.note.notes = Localised::Each(BTreeMap::from([
            ("en".into(), "- One\n- “Two”".into()),
            ("zh-Hans".into(), "- 一".into()),
        ]));
        let text = entry.text().unwrap();
        assert_eq!(toml::from_str::<Entry>(&text).unwrap(), entry);
        assert_eq!(toml::from_str::<ReleaseNote>(&text).unwrap(), entry.note);
    }
}
