//! Plain names for the things of a site: pages, dates, texts in several locales.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One page: an address in one locale.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PageRef {
    /// Language version, for example `en` or `zh-Hans`.
    pub locale: String,
    /// Address within the locale: `/` for its front page, else `/security/design` without extension.
    pub address: String,
}

impl PageRef {
    /// How the address of a shared section begins: `shared:helpful` is `shared/en/helpful.md`. It is
    /// edited like a page, and shown on the pages that use it.
    pub const SHARED: &'static str = "shared:";

    /// A page by locale and address.
    pub fn new(locale: impl Into<String>, address: impl Into<String>) -> Self {
        Self {
            locale: locale.into(),
            address: address.into(),
        }
    }

    /// The page that the file at site path `path` holds: `pages/en/security/index.md` is `/security` in `en`.
    /// `None` when the path is not a page file.
    pub fn from_path(path: &str) -> Option<Self> {
        if is_conflict_copy(path) {
            return None;
        }
        if let Some(inside) = path.strip_prefix("shared/") {
            let (locale, id) = inside.strip_suffix(".md")?.split_once('/')?;
            return (!id.contains('/')).then(|| Self::new(locale, format!("{}{id}", Self::SHARED)));
        }
        let (locale, rest) = path.strip_prefix("pages/")?.split_once('/')?;
        let rest = rest.strip_suffix(".md")?;
        let rest = match rest {
            "index" => "",
            _ => rest.strip_suffix("/index").unwrap_or(rest),
        };
        Some(Self::new(locale, format!("/{rest}")))
    }

    /// The site path of the file that a new page of this name is written to.
    pub fn new_path(&self) -> String {
        match self.address.strip_prefix(Self::SHARED) {
            Some(id) => format!("shared/{}/{id}.md", self.locale),
            None if self.address == "/" => format!("pages/{}/index.md", self.locale),
            None => format!("pages/{}{}.md", self.locale, self.address),
        }
    }

    /// Whether it is a shared section, and no page of its own.
    pub fn is_shared(&self) -> bool {
        self.address.starts_with(Self::SHARED)
    }
}

/// Whether a file is a second copy that a program which synchronises folders left beside the first,
/// because two people changed it at once (Dropbox, Nextcloud, Syncthing, Seafile).
pub fn is_conflict_copy(path: &str) -> bool {
    let name = path.to_lowercase();
    let name = name.rsplit('/').next().unwrap_or_default();
    let marks = [
        "conflicted copy",
        ".sync-conflict-",
        "(conflict ",
        "(sfconflict ",
        "冲突副本",
    ];
    marks.iter().any(|mark| name.contains(mark))
}

impl fmt::Display for PageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.locale, self.address)
    }
}

/// A calendar day, without time or zone. Ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, 0 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl Date {
    /// The date, if the calendar has it (proleptic Gregorian, ISO 8601).
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (year <= 9999 && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// Reads `2026-11-24`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || y.len() != 4 || m.len() != 2 || d.len() != 2 {
            return None;
        }
        if !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return None;
        }
        Self::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
    }

    /// Days since 1 January 1970, by Howard Hinnant's `days_from_civil`.
    pub fn days(self) -> i64 {
        let month = i64::from(self.month);
        let y = i64::from(self.year) - i64::from(month <= 2);
        let era = y.div_euclid(400);
        let yoe = y.rem_euclid(400);
        let doy =
            (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    /// The date `days` days after 1 January 1970, by Howard Hinnant's `civil_from_days`.
    /// `None` outside the years 0 to 9999.
    pub fn from_days(days: i64) -> Option<Self> {
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        Self::new(
            u16::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }

    /// The day `days` days later; the last day of the calendar where there is no such day.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_days(self.days() + days).unwrap_or(Self::LAST)
    }

    /// The same day `months` months later, or the last day of that month where it is shorter.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let all = u32::from(self.year) * 12 + u32::from(self.month) - 1 + months;
        let year = u16::try_from(all / 12).unwrap_or(u16::MAX);
        let month = u8::try_from(all % 12 + 1).unwrap_or(1);
        let fitting = (1..=self.day).rev();
        let found = fitting.filter_map(|day| Self::new(year, month, day)).next();
        found.unwrap_or(Self::LAST)
    }

    /// The last day that there is.
    const LAST: Self = Self {
        year: 9999,
        month: 12,
        day: 31,
    };

    /// The day of a moment, in UTC; 1 January 1970 for moments before it.
    pub fn of(moment: SystemTime) -> Self {
        let seconds = moment.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
        let epoch = Self {
            year: 1970,
            month: 1,
            day: 1,
        };
        i64::try_from(seconds / 86_400)
            .ok()
            .and_then(Self::from_days)
            .unwrap_or(epoch)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A text that may differ by locale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
#[ts(export)]
pub enum Localised {
    /// The same in every locale.
    One(String),
    /// By locale tag.
    Each(BTreeMap<String, String>),
}

impl Default for Localised {
    fn default() -> Self {
        Self::One(String::new())
    }
}

impl Localised {
    /// The text for `locale`, else for English, else any; empty when there is none.
    pub fn get(&self, locale: &str) -> &str {
        match self {
            Self::One(text) => text,
            Self::Each(map) => map
                .get(locale)
                .or_else(|| map.get("en"))
                .or_else(|| map.values().next())
                .map_or("", String::as_str),
        }
    }

    /// The text for `locale` itself; empty when there is none.
    pub fn own(&self, locale: &str) -> &str {
        match self {
            Self::One(text) => text,
            Self::Each(map) => map.get(locale).map_or("", String::as_str),
        }
    }

    /// The text for `locale`, else for `otherwise`, else any that is not empty; with its locale first.
    /// One that is the same everywhere is in `locale`.
    pub fn first<'a>(&'a self, locale: &'a str, otherwise: &str) -> (&'a str, &'a str) {
        let Self::Each(map) = self else {
            return (locale, self.own(locale));
        };
        let wanted = [locale, otherwise];
        wanted
            .iter()
            .filter_map(|tag| map.get_key_value(*tag))
            .chain(map)
            .find(|(_, text)| !text.trim().is_empty())
            .map_or((locale, ""), |(tag, text)| (tag.as_str(), text.as_str()))
    }

    /// Whether no locale has a text.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::One(text) => text.is_empty(),
            Self::Each(map) => map.values().all(String::is_empty),
        }
    }
}

/// Days as `2026-11-24`, in files.
pub(crate) mod day {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use super::Date;

    pub(crate) fn serialize<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(day)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        let text = String::deserialize(from)?;
        Date::parse(&text).ok_or_else(|| de::Error::custom("not a day"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_files() {
        let of = |p| PageRef::from_path(p).map(|r| r.to_string());
        assert_eq!(of("pages/en/index.md").as_deref(), Some("en/"));
        assert_eq!(
            of("pages/en/security/index.md").as_deref(),
            Some("en/security")
        );
        assert_eq!(
            of("pages/zh-Hans/security/design.md").as_deref(),
            Some("zh-Hans/security/design")
        );
        assert_eq!(of("pages/en/readme.txt"), None);
        assert_eq!(of("media/x.md"), None);
        for copy in [
            "index (conflicted copy 2026-11-24).md",
            "index (Ann's conflicted copy).md",
            "index.sync-conflict-20261124-101010-ABCDEFG.md",
            "index (SFConflict ann 2026-11-24).md",
        ] {
            let path = format!("pages/en/{copy}");
            assert_eq!(PageRef::from_path(&path), None, "{copy}");
        }
        assert!(of("pages/en/conflict-minerals.md").is_some());
        assert_eq!(
            of("shared/en/helpful.md").as_deref(),
            Some("enshared:helpful")
        );
        assert_eq!(of("shared/en/a/b.md"), None);
        for path in ["pages/en/index.md", "pages/en/a/b.md", "shared/en/c.md"] {
            assert_eq!(PageRef::from_path(path).unwrap().new_path(), path);
        }
    }

    #[test]
    fn dates_round_trip_through_days() {
        for days in [-719_468 + 365, 0, 59, 60, 19_782, 20_781, 2_932_896] {
            let date = Date::from_days(days).unwrap();
            assert_eq!(date.days(), days);
            assert_eq!(Date::parse(&date.to_string()), Some(date));
        }
        assert_eq!(Date::parse("2026-02-29"), None);
        assert_eq!(
            Date::parse("2028-02-29").map(|d| d.to_string()).as_deref(),
            Some("2028-02-29")
        );
        assert_eq!(Date::parse("26-1-1"), None);
    }

    #[test]
    fn later_days_exist() {
        let day = |text: &str| Date::parse(text).unwrap();
        let months = |from: &str, n| day(from).plus_months(n).to_string();
        assert_eq!(months("2026-11-30", 3), "2027-02-28");
        assert_eq!(months("2027-11-30", 3), "2028-02-29");
        assert_eq!(months("2026-06-30", 12), "2027-06-30");
        assert_eq!(months("2026-12-01", 0), "2026-12-01");
        assert_eq!(months("9999-12-31", 1), "9999-12-31");
        assert_eq!(day("2026-12-31").plus_days(1), day("2027-01-01"));
        assert_eq!(day("9999-12-31").plus_days(1), day("9999-12-31"));
    }
}
