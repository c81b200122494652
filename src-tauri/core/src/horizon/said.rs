//! The days on which statements become untrue, as sentences.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::message::{Language, Message, Say};
use crate::model::Date;
use crate::render::dates;
use crate::say;

use super::{Due, DueKind, Untrue};

/// The numbers that English writes out.
const NUMBERS: [&str; 11] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// A day as people write it.
struct Day(Date);

impl Say for Day {
    fn say(&self, language: Language) -> Cow<'_, str> {
        Cow::Owned(dates::words(self.0, language.tag()))
    }
}

/// A small number as people write it.
struct Count(usize);

impl Say for Count {
    fn say(&self, language: Language) -> Cow<'_, str> {
        match (language, NUMBERS.get(self.0)) {
            (Language::English, Some(word)) => Cow::Borrowed(word),
            _ => Cow::Owned(self.0.to_string()),
        }
    }
}

/// How many statements become untrue on each day up to `until`.
pub(super) fn days(dues: &[Due], until: Date) -> Vec<Untrue> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for date in dues.iter().filter_map(|due| due.untrue) {
        if date <= until {
            *counts.entry(date).or_default() += 1;
        }
    }
    let days = counts.into_iter();
    days.map(|(date, count)| Untrue {
        date,
        count,
        said: match count {
            1 => say!("on {day} one statement becomes untrue", day = Day(date)),
            _ => say!(
                "on {day} {count} statements become untrue",
                day = Day(date),
                count = Count(count)
            ),
        },
    })
    .collect()
}

/// What is untrue already, and what becomes so next.
pub(super) fn next(days: &[Untrue], as_of: Date, until: Date) -> Message {
    let (already, coming): (Vec<_>, Vec<_>) = days.iter().partition(|day| day.date <= as_of);
    let ahead = match coming.first() {
        Some(day) => say!("If nobody touches this site, {said}.", said = day.said),
        None => say!(
            "Nothing that this site says becomes untrue until {day}.",
            day = Day(until)
        ),
    };
    match already.iter().map(|day| day.count).sum::<usize>() {
        0 => ahead,
        1 => say!("One statement is untrue today.").and(&ahead),
        count => say!("{count} statements are untrue today.", count = Count(count)).and(&ahead),
    }
}

/// The same once the day has passed.
pub(super) fn what_was(kind: DueKind) -> Message {
    match kind {
        DueKind::Expires => say!("Expired"),
        DueKind::Expected => say!("Was expected"),
        DueKind::SecurityTxt => say!("Contact for vulnerabilities ended"),
        _ => what(kind),
    }
}

/// What happens on a day, in words.
pub(super) fn what(kind: DueKind) -> Message {
    match kind {
        DueKind::Expires => say!("Expires"),
        DueKind::Ends => say!("Ends"),
        DueKind::TakesEffect => say!("Takes effect"),
        DueKind::Published => say!("Is published"),
        DueKind::Expected => say!("Expected"),
        DueKind::Surveillance => say!("Surveillance audit due"),
        DueKind::BridgeNeeded => say!("Bridge letter needed"),
        DueKind::BridgeEnds => say!("Bridge letter ends"),
        DueKind::Stale => say!("Older than twelve months"),
        DueKind::Test => say!("Next test due"),
        DueKind::Review => say!("Review due"),
        DueKind::NoticeBegins => say!("Notice begins"),
        DueKind::NoticeEnds => say!("Notice ends"),
        DueKind::SecurityTxt => say!("Contact for vulnerabilities ends"),
    }
}
