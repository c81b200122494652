//! What is due as a calendar, for those who do it. It names owners and chores, so it is no part of an
//! export.

use crate::message::Language;
use crate::render::icalendar::{self, Event};
use crate::say;
use crate::site::Site;

use super::{Due, Horizon};

/// The calendar in a language of the window (iCalendar, RFC 5545).
pub fn calendar(horizon: &Horizon, site: &Site, language: Language) -> String {
    let name = say!(
        "Due dates: {site}",
        site = site.settings.name.get(language.tag())
    );
    let host = host(site);
    let events: Vec<_> = horizon
        .dues
        .iter()
        .map(|due| event(due, &host, language))
        .collect();
    icalendar::text(name.get(language), horizon.as_of, &events)
}

/// What tells the events of this site from those of others.
fn host(site: &Site) -> String {
    let address = site.settings.address.trim_end_matches('/');
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    let host = if host.is_empty() {
        site.settings.name.get(site.settings.default_locale())
    } else {
        host
    };
    let plain = |c: char| {
        if c.is_alphanumeric() || ".-".contains(c) {
            c
        } else {
            '-'
        }
    };
    host.chars().map(plain).collect()
}

fn event(due: &Due, host: &str, language: Language) -> Event {
    let owner = (!due.owner.is_empty()).then(|| say!("Owner: {owner}", owner = due.owner));
    let field = due.place.field.as_deref().unwrap_or_default();
    let kind = serde_json::to_value(due.kind).unwrap_or_default();
    let kind = kind.as_str().unwrap_or_default();
    Event {
        uid: format!(
            "due-{}-{field}-{kind}@{host}",
            due.place.file.replace('/', "-")
        ),
        date: due.date,
        summary: summary(due, language),
        description: owner.map_or_else(String::new, |owner| owner.get(language).to_owned()),
        url: String::new(),
    }
}

fn summary(due: &Due, language: Language) -> String {
    if due.title.is_empty() {
        return due.what.get(language).to_owned();
    }
    let said = say!("{title}: {what}", title = due.title, what = due.what);
    said.get(language).to_owned()
}
