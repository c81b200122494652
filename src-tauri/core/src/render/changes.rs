//! The change log of subprocessors: made from the dates of their records, never typed.

use tera::{Map, Value as Out};

use crate::model::Date;
use crate::site::Site;
use crate::value::{Fields, Value};

use super::index::SiteIndex;
use super::records;
use super::shown::{self, Shown};
use super::values::Resolver;

/// The kind of section, and the collection, that the log is about.
pub(super) const SUBPROCESSORS: &str = "subprocessors";

/// What each date of a record stands for in the log.
const DATES: [(&str, &str); 3] = [
    ("announced", "announced"),
    ("effective", "added"),
    ("removed", "removed"),
];

/// What has happened to the subprocessors of the site up to the day that is shown, newest first.
pub(super) fn of(resolver: &Resolver<'_>) -> Out {
    let today = resolver.scope.as_of();
    let file = resolver.scope.site.records.get(SUBPROCESSORS);
    let shown = file
        .iter()
        .flat_map(|file| file.records.values())
        .filter(|fields| !records::is_hidden(fields));
    let mut log: Vec<(Date, &str, &Fields)> = shown
        .flat_map(|fields| past(fields, today).map(move |(date, what)| (date, what, fields)))
        .collect();
    log.sort_by_key(|(date, _, _)| std::cmp::Reverse(*date));
    let entries = log.into_iter().map(|(date, what, fields)| {
        let mut map = Map::new();
        map.insert("date".into(), resolver.date(date));
        map.insert("what".into(), Out::from(what));
        for name in ["title", "reason"] {
            let text = fields.get(name).and_then(|value| resolver.in_locale(value));
            let text = text.and_then(Value::as_text).unwrap_or("");
            map.insert(name.into(), Out::from(text));
        }
        Out::from(map)
    });
    Out::from(entries.collect::<Vec<_>>())
}

/// What has happened to a subprocessor up to a day.
fn past(fields: &Fields, today: Date) -> impl Iterator<Item = (Date, &'static str)> {
    DATES
        .iter()
        .filter_map(move |(name, what)| match fields.get(*name) {
            Some(Value::Date(date)) if *date <= today => Some((*date, *what)),
            _ => None,
        })
}

/// What has happened to the subprocessors that pages of the language list, up to the day that is shown.
pub(super) fn told<'a>(
    index: &SiteIndex,
    site: &'a Site,
    locale: &str,
) -> Vec<(Shown<'a>, &'static str, Date)> {
    let mut all = Vec::new();
    for one in shown::of(index, site, locale, SUBPROCESSORS) {
        let Shown { page, id, fields } = one;
        let past = past(fields, index.day());
        all.extend(past.map(|(date, what)| (Shown { page, id, fields }, what, date)));
    }
    all
}
