//! The urgent notice above every page, and the days on which it stands there.

use serde::{Deserialize, Deserializer};

use crate::model::{Date, Localised};

/// What `[notice]` of `site.toml` says. Nothing is shown without a text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Notice {
    /// A sentence or two.
    pub text: Localised,
    /// Where there is more to read.
    pub to: String,
    /// The first day on which it is shown; without one it is shown at once.
    #[serde(deserialize_with = "day")]
    pub from: Option<Date>,
    /// The last day on which it is shown; without one it stays.
    #[serde(deserialize_with = "day")]
    pub until: Option<Date>,
    /// `urgent`, or anything else for a mere announcement.
    pub level: String,
}

impl Notice {
    /// Whether it is shown on a day: from its first to its last, both included.
    pub fn stands_on(&self, day: Date) -> bool {
        !self.text.is_empty()
            && self.from.is_none_or(|first| first <= day)
            && self.until.is_none_or(|last| day <= last)
    }
}

/// A day as TOML has it. What is none, such as a date that is still being typed, counts as absent, so
/// that the other settings can be read.
pub(super) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let value = toml::Value::deserialize(from)?;
    let date = value.as_datetime().and_then(|found| found.date);
    Ok(date.and_then(|date| Date::parse(&date.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(notice: &str, days: [&str; 4]) -> [bool; 4] {
        let notice: Notice = toml::from_str(notice).unwrap();
        days.map(|day| notice.stands_on(Date::parse(day).unwrap()))
    }

    #[test]
    fn a_notice_stands_from_its_first_day_to_its_last() {
        let days = ["2026-11-30", "2026-12-01", "2026-12-24", "2026-12-25"];
        let both = "text = \"x\"\nfrom = 2026-12-01\nuntil = 2026-12-24";
        assert_eq!(stands(both, days), [false, true, true, false]);
        let begun = "text = \"x\"\nuntil = 2026-12-24";
        assert_eq!(stands(begun, days), [true, true, true, false]);
        let open = "text = \"x\"\nfrom = 2026-12-01";
        assert_eq!(stands(open, days), [false, true, true, true]);
        assert_eq!(stands("until = 2026-12-24", days), [false; 4]);
        let typing = "text = \"x\"\nuntil = \"2026-12-2\"";
        assert_eq!(stands(typing, days), [true; 4]);
    }
}
