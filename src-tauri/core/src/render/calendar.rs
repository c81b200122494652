//! Calendars of what takes effect and what ends, one for a language (iCalendar, RFC 5545).
//!
//! They hold days that pages of the language show anyway, and none that are internal: neither reviews
//! nor owners. An event is known by the record's id and the name of the day, which never change.

use crate::model::Date;
use crate::site::Site;
use crate::value::Value;

use super::engine::Engine;
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
/// The longest line in bytes, without its end.
const LINE: usize = 75;

struct Event {
    uid: String,
    date: Date,
    summary: String,
    url: String,
}

/// The calendars, by path in the output. A site without a web address has none: an event must be known
/// by a name that no other site has.
pub(super) fn files(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<(String, Vec<u8>)> {
    let locales = site.settings.locales.iter().map(|one| one.tag.as_str());
    let calendars = locales.filter_map(|locale| {
        let events = events(engine, index, site, locale);
        let text = || calendar(index, site, locale, &events).into_bytes();
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
            });
        }
    }
    all.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.uid.cmp(&b.uid)));
    all
}

fn calendar(index: &SiteIndex, site: &Site, locale: &str, events: &[Event]) -> String {
    let mut out = String::new();
    let name = site.settings.name.get(locale);
    // The moment of the export is no part of it: the same site and day give the same bytes.
    let stamp = format!("{}T000000Z", digits(index.as_of));
    for (name, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Trustdesk//Trust center//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", &escape(name)),
    ] {
        line(&mut out, name, value);
    }
    for event in events {
        let next = Date::from_days(event.date.days() + 1).unwrap_or(event.date);
        for (name, value) in [
            ("BEGIN", "VEVENT"),
            ("UID", &event.uid),
            ("DTSTAMP", &stamp),
            ("DTSTART;VALUE=DATE", &digits(event.date)),
            ("DTEND;VALUE=DATE", &digits(next)),
            ("SUMMARY", &escape(&event.summary)),
            ("URL", &event.url),
            ("TRANSP", "TRANSPARENT"),
            ("END", "VEVENT"),
        ] {
            line(&mut out, name, value);
        }
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

fn digits(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// A text as a value (section 3.3.11).
fn escape(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;");
    text.replace(',', "\\,")
        .replace("\r\n", "\\n")
        .replace(['\n', '\r'], "\\n")
}

/// One content line, folded after 75 bytes but never inside a character (section 3.1).
fn line(out: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for c in format!("{name}:{value}").chars() {
        if width + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = String::new();
        line(&mut out, "SUMMARY", &escape(&"安全, ".repeat(30)));
        assert!(out.ends_with("\r\n"));
        let lines: Vec<_> = out.trim_end().split("\r\n").collect();
        assert!(lines.len() > 2 && lines.iter().all(|line| line.len() <= LINE));
        assert!(lines[1..].iter().all(|line| line.starts_with(' ')));
        let whole = lines.iter().enumerate();
        let whole: String = whole
            .map(|(at, l)| if at == 0 { l } else { &l[1..] })
            .collect();
        assert_eq!(
            whole,
            format!("SUMMARY:{}", "安全\\, ".repeat(30)).trim_end()
        );
    }
}
