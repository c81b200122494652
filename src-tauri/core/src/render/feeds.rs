//! Feeds of updates: Atom (RFC 4287) and JSON Feed 1.1, one of each for a language.
//!
//! A feed holds what the pages of its language show and nothing else, so that no update is told of
//! before a page tells it. Entries are known by the record's id, which never changes.

use std::fmt::Write as _;

use serde_json::json;

use crate::model::Date;
use crate::site::Site;
use crate::value::Value;

use super::engine::Engine;
use super::index::SiteIndex;
use super::links::Scope;
use super::markdown::{self, Found};
use super::shown::{self, Shown};
use super::{Mode, escape};

/// The kind of section, and the collection, that feeds are made of.
pub(super) const UPDATES: &str = "updates";

/// One update as a feed tells it.
struct Entry {
    id: String,
    url: String,
    title: String,
    html: String,
    date: Date,
}

/// The feeds of every language that has updates to tell, by path in the output. A site without a web
/// address has none: their addresses must be whole.
pub(super) fn files(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<(String, Vec<u8>)> {
    let locales = site.settings.locales.iter().map(|one| one.tag.as_str());
    let feeds = locales.flat_map(|locale| {
        let entries = entries(engine, index, site, locale);
        let made = (!entries.is_empty()).then(|| {
            [
                (
                    path(locale, "atom"),
                    atom(site, locale, &entries).into_bytes(),
                ),
                (
                    path(locale, "json"),
                    json_feed(site, locale, &entries).into_bytes(),
                ),
            ]
        });
        made.into_iter().flatten()
    });
    feeds.collect()
}

/// Where a feed of the language of `scope` stands, from its page; empty when there is none.
pub(super) fn href(scope: &Scope<'_>, format: &str) -> String {
    if scope.mode == Mode::Preview || scope.site.settings.address.is_empty() {
        return String::new();
    }
    let locale = &scope.page.locale;
    let locales = scope.index.feeds.get_or_init(|| {
        let all = scope.site.settings.locales.iter().map(|one| &one.tag);
        let told = |locale: &&String| !told(scope.index, scope.site, locale).is_empty();
        all.filter(told).cloned().collect()
    });
    if locales.contains(locale) {
        format!("{}{}", scope.root, path(locale, format))
    } else {
        String::new()
    }
}

/// A page may be called `updates`, and its twin `updates.json`.
fn path(locale: &str, format: &str) -> String {
    let ending = if format == "json" {
        "feed.json"
    } else {
        format
    };
    format!("{locale}/updates.{ending}")
}

/// Every update that a page of the language shows, with its day.
pub(super) fn told<'a>(index: &SiteIndex, site: &'a Site, locale: &str) -> Vec<(Shown<'a>, Date)> {
    let all = shown::of(index, site, locale, UPDATES).into_iter();
    let told = all.filter_map(|one| match one.fields.get("date") {
        Some(Value::Date(date)) if *date <= index.as_of => Some((*date, one)),
        _ => None,
    });
    told.map(|(date, one)| (one, date)).collect()
}

/// Newest first; an update on several pages leads to the first of them.
fn entries(engine: &Engine, index: &SiteIndex, site: &Site, locale: &str) -> Vec<Entry> {
    let address = site.settings.address.trim_end_matches('/');
    let mut all: Vec<Entry> = Vec::new();
    if address.is_empty() {
        return all;
    }
    for (Shown { page, id, fields }, date) in told(index, site, locale) {
        let id = format!("{address}/{locale}/updates#{id}");
        if all.iter().any(|entry| entry.id == id) {
            continue;
        }
        let mut scope = Scope::new(engine, index, site, page, Mode::Export);
        scope.root = format!("{address}/");
        let text = shown::text(site, locale, fields, "text");
        let html = markdown::render(&scope, text, "update", &mut Found::default());
        let output = index
            .page(locale, &page.address)
            .map_or("", |info| info.output.as_str());
        let anchor = id.rsplit('#').next().unwrap_or_default();
        all.push(Entry {
            url: format!("{address}/{output}#update-{anchor}"),
            title: shown::text(site, locale, fields, "title").to_owned(),
            html: html.trim().to_owned(),
            date,
            id,
        });
    }
    all.sort_by_key(|entry| std::cmp::Reverse(entry.date));
    all
}

fn atom(site: &Site, locale: &str, entries: &[Entry]) -> String {
    let address = site.settings.address.trim_end_matches('/');
    let own = format!("{address}/{}", path(locale, "atom"));
    let newest = entries
        .first()
        .map_or_else(String::new, |entry| entry.date.to_string());
    let name = site.settings.name.get(locale);
    let author = site.settings.organisation.get(locale);
    let author = if author.is_empty() { name } else { author };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{own}</id>\n<title>{}</title>\n<updated>{newest}T00:00:00Z</updated>\n<author><name>{}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{address}/{}/index.html\"/>\n",
        escape(locale),
        escape(name),
        escape(author),
        escape(locale),
    );
    for entry in entries {
        let _ = write!(
            out,
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}T00:00:00Z</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<content type=\"html\">{}</content>\n</entry>\n",
            escape(&entry.id),
            escape(&entry.title),
            entry.date,
            escape(&entry.url),
            escape(&entry.html),
        );
    }
    out.push_str("</feed>\n");
    out
}

fn json_feed(site: &Site, locale: &str, entries: &[Entry]) -> String {
    let address = site.settings.address.trim_end_matches('/');
    let items: Vec<_> = entries
        .iter()
        .map(|entry| {
            json!({
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "content_html": entry.html,
                "date_published": format!("{}T00:00:00Z", entry.date),
            })
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.settings.name.get(locale),
        "home_page_url": format!("{address}/{locale}/index.html"),
        "feed_url": format!("{address}/{}", path(locale, "json")),
        "language": locale,
        "items": items,
    });
    format!("{feed:#}\n")
}
