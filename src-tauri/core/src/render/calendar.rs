//! Calendars of what takes effect and what ends, one for a language (iCalendar, RFC 5545).
//!
//! They hold days that pages of the language show anyway, and none that are internal: neither reviews
//! nor owners. An event is known by the record's id and the name of the day, which never change.

use crate::site::Site;
use crate::value::Value;

use super::engine::Engine;
use super::icalendar::{self, Event};
use super::index::SiteIndex;
use super::links::Scope;
use super::{Mode, shown};

/// The days that are told: collection, field, and the theme's word for what happens then.
const DAYS: [(&str, &str, &str); 5] = [
    ("subprocessors", "effective", "day_in_use"),
    ("subprocessors", "removed", "day_out_of_use"),
    ("certifications", "expires", "day_expires"),
    ("agreements", "effective", "day_in_force"),
    ("agreements", "ends", "day_ends"),
];
/// The calendars, by path in the output. A site without a web address has none: an event must be known
/// by a name that no other site has.
pub(super) fn files(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<(String, Vec<u8>)> {
    let locales = site.settings.locales.iter().map(|one| one.tag.as_str());
    let calendars = locales.filter_map(|locale| {
        let events = events(engine, index, site, locale);
        // The moment of the export is no part of it: the same site and day give the same bytes.
        let text =
            || icalendar::text(site.settings.name.get(locale), index.as_of, &events).into_bytes();
        (!events.is_empty()).then(|| (path(locale), text()))
    });
    calendars.collect()
}

/// Where the calendar stands, from the page of `scope`; empty when there is none.
pub(super) fn href(scope: &Scope<'_>) -> String {
    let settings = &scope.site.settings;
    if scope.mode == Mode::Preview || settings.address.is_empty() {
        return String::new();
    }
    let locale = &scope.page.locale;
    let locales = scope.index.calendars.get_or_init(|| {
        let all = settings.locales.iter().map(|one| &one.tag);
        let any =
            |locale: &&String| !events(scope.engine, scope.index, scope.site, locale).is_empty();
        all.filter(any).cloned().collect()
    });
    if locales.contains(locale) {
        format!("{}{}", scope.root, path(locale))
    } else {
        String::new()
    }
}

fn path(locale: &str) -> String {
    format!("{locale}/calendar.ics")
}

/// Every event of a language by day; one of several pages leads to the first of them.
fn events(engine: &Engine, index: &SiteIndex, site: &Site, locale: &str) -> Vec<Event> {
    let mut all: Vec<Event> = Vec::new();
    let address = site.settings.address.trim_end_matches('/');
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    if address.is_empty() || site.settings.html_only {
        return all;
    }
    let theme = engine.theme(site);
    for (name, field, word) in DAYS {
        let title = engine.kinds.collection(name).map(|known| &known.title);
        for one in shown::of(index, site, locale, name) {
            let Some(Value::Date(date)) = one.fields.get(field) else {
                continue;
            };
            let uid = format!("{locale}-{name}-{}-{field}@{host}", one.id);
            if all.iter().any(|event| event.uid == uid) {
                continue;
            }
            let title = title.map_or("", |title| shown::text(site, locale, one.fields, title));
            let output = index.page(locale, &one.page.address);
            all.push(Event {
                uid,
                date: *date,
                summary: theme.word(locale, word).replace("{name}", title),
                url: format!("{address}/{}", output.map_or("", |info| &info.output)),
                description: String::new(),
            });
        }
    }
    all.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.uid.cmp(&b.uid)));
    all
}
