//! Answers that are remembered with their day, in a file outside the site.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::model::{Date, day};
use crate::store::data;

use super::Answer;

/// Days for which an address that was found is not asked again.
const FOUND_FOR: i64 = 7;
/// Days for which one that was not found is not asked again.
const MISSED_FOR: i64 = 1;
/// Days after which an answer is forgotten.
const KEPT_FOR: i64 = 90;
/// The form of the file.
const FORMAT: u32 = 1;

/// An answer with its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The day on which it was given, in UTC.
    #[serde(with = "day")]
    pub on: Date,
    /// The answer.
    pub answer: Answer,
}

/// What is known of addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known(BTreeMap<String, Answered>);

#[derive(Serialize, Deserialize)]
struct Note {
    format: u32,
    answers: BTreeMap<String, Answered>,
}

impl Known {
    /// What a file remembers; nothing when there is none, or none that can be read.
    pub fn read(file: &Path) -> Self {
        let bytes = data::read(file).ok().flatten();
        let note = bytes.and_then(|bytes| serde_json::from_slice::<Note>(&bytes).ok());
        Self(
            note.filter(|note| note.format == FORMAT)
                .map(|note| note.answers)
                .unwrap_or_default(),
        )
    }

    /// Writes it to a file, as a whole; what is very old is left out.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn write(&self, file: &Path, today: Date) -> Result<(), Error> {
        let failed = |e| Error::write(file, e);
        let young = |one: &Answered| age(one, today).is_some_and(|age| age < KEPT_FOR);
        let answers = self.0.iter().filter(|(_, one)| young(one));
        let note = Note {
            format: FORMAT,
            answers: answers.map(|(a, b)| (a.clone(), b.clone())).collect(),
        };
        let bytes = serde_json::to_vec(&note).map_err(|e| failed(e.into()))?;
        data::write(file, &bytes).map_err(failed)
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is known of an address, however old.
    pub fn of(&self, address: &str) -> Option<&Answered> {
        self.0.get(address)
    }

    /// Whether an address need not be asked again yet.
    pub fn is_fresh(&self, address: &str, today: Date) -> bool {
        self.of(address).is_some_and(|one| {
            let most = if one.answer.is_found() {
                FOUND_FOR
            } else {
                MISSED_FOR
            };
            age(one, today).is_some_and(|age| age < most)
        })
    }

    /// Remembers an answer; the address that a link moved to is there, too.
    pub(super) fn remember(&mut self, address: String, answer: Answer, on: Date) {
        if let Answer::Moved { to, .. } = &answer
            && let Some(to) = super::asked(to)
        {
            self.0.entry(to.into()).or_insert(Answered {
                on,
                answer: Answer::Fine,
            });
        }
        self.0.insert(address, Answered { on, answer });
    }
}

/// Days since an answer; `None` for one from the future, when a clock was wrong.
fn age(one: &Answered, today: Date) -> Option<i64> {
    let days = today.days() - one.on.days();
    (days >= 0).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn what_was_found_is_asked_again_after_a_week_and_the_rest_after_a_day() {
        let mut known = Known::default();
        let (there, gone) = ("https://a.example/", "https://b.example/");
        known.remember(there.into(), Answer::Fine, day("2026-11-20"));
        known.remember(gone.into(), Answer::Gone { status: 404 }, day("2026-11-20"));
        assert!(known.is_fresh(there, day("2026-11-26")));
        assert!(!known.is_fresh(there, day("2026-11-27")));
        assert!(known.is_fresh(gone, day("2026-11-20")));
        assert!(!known.is_fresh(gone, day("2026-11-21")));
        assert!(!known.is_fresh(there, day("2026-11-19")), "from the future");
        assert!(!known.is_fresh("https://c.example/", day("2026-11-20")));
    }

    #[test]
    fn a_file_remembers_what_is_not_too_old() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/known.json");
        assert_eq!(Known::read(&file), Known::default());
        let mut known = Known::default();
        let moved = Answer::Moved {
            to: "https://new.example/x#y".into(),
            permanent: true,
        };
        known.remember("https://old.example/".into(), moved, day("2026-11-20"));
        known.remember("https://a.example/".into(), Answer::Fine, day("2026-01-01"));
        known.write(&file, day("2026-11-24")).unwrap();
        let read = Known::read(&file);
        assert_eq!(read.of("https://a.example/"), None);
        assert_eq!(
            read.of("https://old.example/"),
            known.of("https://old.example/")
        );
        let there = read.of("https://new.example/x").map(|one| &one.answer);
        assert_eq!(there, Some(&Answer::Fine));
        for broken in ["", "{}", "{\"format\":2,\"answers\":{}}", "[1"] {
            data::write(&file, broken.as_bytes()).unwrap();
            assert_eq!(Known::read(&file), Known::default(), "{broken}");
        }
    }
}
