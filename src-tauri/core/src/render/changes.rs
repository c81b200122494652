//! The change log of subprocessors: made from the dates of their records, never typed.

use tera::{Map, Value as Out};

use crate::model::Date;
use crate::value::{Fields, Value};

use super::records;
use super::values::Resolver;

/// What each date of a record stands for in the log.
const DATES: [(&str, &str); 3] = [
    ("announced", "announced"),
    ("effective", "added"),
    ("removed", "removed"),
];

/// What has happened to the subprocessors of the site up to the day that is shown, newest first.
pub(super) fn of(resolver: &Resolver<'_>) -> Out {
    let today = resolver.scope.as_of();
    let file = resolver.scope.site.records.get("subprocessors");
    let shown = file
        .iter()
        .flat_map(|file| file.records.values())
        .filter(|fields| !records::is_hidden(fields));
    let mut log: Vec<(Date, &str, &Fields)> = shown
        .flat_map(|fields| {
            DATES
                .iter()
                .filter_map(move |(name, what)| match fields.get(*name) {
                    Some(Value::Date(date)) if *date <= today => Some((*date, *what, fields)),
                    _ => None,
                })
        })
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
