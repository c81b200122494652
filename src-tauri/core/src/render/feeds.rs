//! Feeds of updates, of changes of subprocessors and of releases: Atom (RFC 4287) and JSON Feed 1.1, one of each for
//! a language.
//!
//! A feed holds what the pages of its language show and nothing else, so that nothing is told before a
//! page tells it. Entries are known by the record's id, which never changes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::json;
use tera::{Map, Value as Out};

use crate::model::{Date, PageRef};
use crate::site::Site;
use crate::value::Value;

use super::engine::Engine;
use super::index::SiteIndex;
use super::links::Scope;
use super::markdown::{self, Found};
use super::releases::{self, RELEASES};
use super::shown::{self, Shown};
use super::theme::filled;
use super::{Mode, changes, escape};

/// The kind of section, and the collection, that the feed of updates is made of.
pub(super) const UPDATES: &str = "updates";
/// What there are feeds of.
const FEEDS: [&str; 3] = [UPDATES, changes::SUBPROCESSORS, RELEASES];

/// One update as a feed tells it.
struct Entry {
    id: String,
    url: String,
    title: String,
    html: String,
    date: Date,
}

/// The entries of one feed, and what it is called.
struct Feed<'a> {
    name: &'a str,
    locale: &'a str,
    title: String,
    entries: Vec<Entry>,
}

/// The feeds of every language that has something to tell, by path in the output. A site without a web
/// address has none: their addresses must be whole.
pub(super) fn files(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for locale in &site.settings.locales {
        for name in FEEDS {
            let feed = Feed {
                name,
                locale: &locale.tag,
                title: title(engine, site, &locale.tag, name),
                entries: entries(engine, index, site, &locale.tag, name),
            };
            if !feed.entries.is_empty() {
                let both = [
                    ("atom", atom(site, &feed)),
                    ("json", json_feed(site, &feed)),
                ];
                let made =
                    both.map(|(format, text)| (path(&locale.tag, name, format), text.into_bytes()));
                files.extend(made);
            }
        }
    }
    files
}

/// The site's name, with what the feed is about where that is no news of the site itself.
fn title(engine: &Engine, site: &Site, locale: &str, name: &str) -> String {
    let own = site.settings.name.get(locale);
    let collection = engine.kinds.collection(name).map(|known| &known.label);
    let label = collection.or_else(|| Some(&engine.kinds.get(name)?.label));
    match label {
        Some(label) if name != UPDATES => format!("{own} · {}", label.get(locale)),
        _ => own.to_owned(),
    }
}

/// Links from the page of `scope` to the feeds of its language: what each is called, and its two forms.
pub(super) fn links(scope: &Scope<'_>) -> Vec<Out> {
    if scope.mode == Mode::Preview || scope.site.settings.address.is_empty() {
        return Vec::new();
    }
    let locale = &scope.page.locale;
    let there = scope.index.feeds.get_or_init(|| {
        let all = &scope.site.settings.locales;
        let all = all
            .iter()
            .flat_map(|one| FEEDS.map(|name| (&one.tag, name)));
        let told = all.filter(|(locale, name)| match *name {
            UPDATES => !told(scope.index, scope.site, locale).is_empty(),
            RELEASES => history(scope.index, scope.site, locale).is_some(),
            _ => !changes::told(scope.index, scope.site, locale).is_empty(),
        });
        told.map(|(locale, name)| path(locale, name, "")).collect()
    });
    let of_page = FEEDS
        .into_iter()
        .filter(|name| there.contains(&path(locale, name, "")));
    let links = of_page.map(|name| {
        let href = |format| Out::from(format!("{}{}", scope.root, path(locale, name, format)));
        let title = title(scope.engine, scope.site, locale, name);
        let map: Map = [
            ("title", Out::from(title)),
            ("atom", href("atom")),
            ("json", href("json")),
        ]
        .into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect();
        Out::from(map)
    });
    links.collect()
}

/// A page may be called `updates`, and its twin `updates.json`.
fn path(locale: &str, name: &str, format: &str) -> String {
    let ending = if format == "json" {
        "feed.json"
    } else {
        format
    };
    format!("{locale}/{name}.{ending}")
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

/// Newest first; what stands on several pages leads to the first of them.
fn entries(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    locale: &str,
    name: &str,
) -> Vec<Entry> {
    if site.settings.address.is_empty() {
        return Vec::new();
    }
    let all = match name {
        UPDATES => updates(engine, index, site, locale),
        RELEASES => of_releases(engine, index, site, locale),
        _ => of_subprocessors(engine, index, site, locale),
    };
    let mut seen = BTreeSet::new();
    let mut all: Vec<Entry> = all
        .into_iter()
        .filter(|entry| seen.insert(entry.id.clone()))
        .collect();
    all.sort_by_key(|entry| std::cmp::Reverse(entry.date));
    all
}

/// The full address of a page.
fn page_address(index: &SiteIndex, site: &Site, page: &PageRef) -> String {
    let output = index
        .page(&page.locale, &page.address)
        .map_or("", |info| info.output.as_str());
    format!("{}/{output}", root(site))
}

fn root(site: &Site) -> &str {
    site.settings.address.trim_end_matches('/')
}

fn updates(engine: &Engine, index: &SiteIndex, site: &Site, locale: &str) -> Vec<Entry> {
    let told = told(index, site, locale).into_iter();
    let entries = told.map(|(Shown { page, id, fields }, date)| {
        let mut scope = Scope::new(engine, index, site, page, Mode::Export);
        scope.root = format!("{}/", root(site));
        let text = shown::text(site, locale, fields, "text");
        let html = markdown::render(&scope, text, "update", &mut Found::default());
        Entry {
            url: format!("{}#update-{id}", page_address(index, site, page)),
            title: shown::text(site, locale, fields, "title").to_owned(),
            html: html.trim().to_owned(),
            date,
            id: format!("{}/{locale}/updates#{id}", root(site)),
        }
    });
    entries.collect()
}

/// The first page of the language that tells the history of releases, when there is any.
fn history<'a>(index: &SiteIndex, site: &'a Site, locale: &str) -> Option<&'a PageRef> {
    releases::newest_first(site).next()?;
    let mut pages = shown::sections(index, site, locale, RELEASES);
    pages.next().map(|(page, _)| page)
}

fn of_releases(engine: &Engine, index: &SiteIndex, site: &Site, locale: &str) -> Vec<Entry> {
    let Some(page) = history(index, site, locale) else {
        return Vec::new();
    };
    let mut scope = Scope::new(engine, index, site, page, Mode::Export);
    scope.root = format!("{}/", root(site));
    let word = engine.theme(site).word(locale, "release");
    let entries = releases::newest_first(site).map(|(note, date)| {
        let number = note.number.to_string();
        let (_, notes) = releases::notes(site, locale, note);
        let html = markdown::render(&scope, notes, "release", &mut Found::default());
        Entry {
            id: format!("{}/{locale}/releases#{number}", root(site)),
            url: format!("{}#release-{number}", page_address(index, site, page)),
            title: filled(&word, &[("number", &number)]),
            html: html.trim().to_owned(),
            date,
        }
    });
    entries.collect()
}

fn of_subprocessors(engine: &Engine, index: &SiteIndex, site: &Site, locale: &str) -> Vec<Entry> {
    let theme = engine.theme(site);
    let told = changes::told(index, site, locale).into_iter();
    let entries = told.map(|(Shown { page, id, fields }, what, date)| {
        let text = |name: &str| shown::text(site, locale, fields, name);
        let about = [text("reason"), text("purpose")];
        let about = about.into_iter().find(|text| !text.is_empty());
        let words = theme.word(locale, &format!("change_{what}"));
        Entry {
            url: page_address(index, site, page),
            title: words.replace("{name}", text("title")),
            html: about.map_or_else(String::new, |text| format!("<p>{}</p>", escape(text))),
            date,
            id: format!("{}/{locale}/subprocessors#{id}-{what}", root(site)),
        }
    });
    entries.collect()
}

fn atom(site: &Site, feed: &Feed<'_>) -> String {
    let (locale, entries) = (feed.locale, &feed.entries);
    let address = root(site);
    let own = format!("{address}/{}", path(locale, feed.name, "atom"));
    let newest = entries
        .first()
        .map_or_else(String::new, |entry| entry.date.to_string());
    let name = site.settings.name.get(locale);
    let author = site.settings.organisation.get(locale);
    let author = if author.is_empty() { name } else { author };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{own}</id>\n<title>{}</title>\n<updated>{newest}T00:00:00Z</updated>\n<author><name>{}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{address}/{}/index.html\"/>\n",
        escape(locale),
        escape(&feed.title),
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

fn json_feed(site: &Site, feed: &Feed<'_>) -> String {
    let address = root(site);
    let locale = feed.locale;
    let items: Vec<_> = feed
        .entries
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
    let whole = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": format!("{address}/{locale}/index.html"),
        "feed_url": format!("{address}/{}", path(locale, feed.name, "json")),
        "language": locale,
        "items": items,
    });
    format!("{whole:#}\n")
}
