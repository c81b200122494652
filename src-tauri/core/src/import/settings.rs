//! The settings of the new site, by what the pages have in common.

use std::collections::BTreeMap;

use crate::page;
use crate::value::{Fields, Value};

use super::pages::{Drafts, Mapped};
use super::report::Language;

/// What settings say that pages need too.
#[derive(Debug, Default)]
pub(super) struct Common {
    /// Locales, the one with the most pages first.
    pub(super) locales: Vec<String>,
    /// The folder of each locale in the existing site.
    pub(super) folders: BTreeMap<String, String>,
    /// The usual layout of each locale.
    pub(super) layouts: BTreeMap<String, String>,
    /// Whether pages are parts that a program such as Jekyll completes.
    pub(super) fragments: bool,
}

impl Common {
    /// What the pages have in common.
    pub(super) fn of(drafts: &Drafts) -> Self {
        let pages = &drafts.pages;
        let mut counts: Vec<(String, usize)> = Vec::new();
        for language in &drafts.languages {
            let known = counts.iter().any(|(locale, _)| *locale == language.locale);
            if !known {
                let own = |page: &&Mapped| page.placed.page.locale == language.locale;
                counts.push((language.locale.clone(), pages.iter().filter(own).count()));
            }
        }
        counts.retain(|(_, count)| *count > 0);
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let layouts = |locale: &str| {
            let own = pages
                .iter()
                .filter(|page| page.placed.page.locale == locale);
            most(own.filter_map(|page| page.text.front.layout.as_deref()))
        };
        let with_layout = pages
            .iter()
            .filter(|page| page.text.front.layout.is_some() && !page.text.is_markdown)
            .count();
        let locales: Vec<String> = counts.into_iter().map(|(locale, _)| locale).collect();
        Self {
            folders: folders(&drafts.languages),
            layouts: locales
                .iter()
                .filter_map(|locale| Some((locale.clone(), layouts(locale)?)))
                .collect(),
            fragments: with_layout * 2 > pages.len(),
            locales,
        }
    }

    /// The folder of a locale in the existing site; its own tag where it has none.
    pub(super) fn folder<'a>(&'a self, locale: &'a str) -> &'a str {
        self.folders.get(locale).map_or(locale, String::as_str)
    }
}

/// The folder that most pages of each locale lie in.
fn folders(languages: &[Language]) -> BTreeMap<String, String> {
    let mut best: BTreeMap<String, (u32, String)> = BTreeMap::new();
    for language in languages {
        let folder = !language.mark.is_empty()
            && !language.mark.starts_with(['-', '_', '.'])
            && !language.mark.contains(':');
        if folder && !language.locale.is_empty() {
            let known = best.entry(language.locale.clone()).or_default();
            if language.pages > known.0 {
                *known = (language.pages, language.mark.clone());
            }
        }
    }
    best.into_iter()
        .map(|(locale, (_, mark))| (locale, mark))
        .collect()
}

/// The most frequent of some texts; the first in order of several.
pub(super) fn most<'a>(texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts.map(str::trim).filter(|text| !text.is_empty()) {
        *counts.entry(text).or_default() += 1;
    }
    let best = counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
    best.map(|(text, _)| text.to_owned())
}

/// The text of `site.toml`.
pub(super) fn text(drafts: &Drafts, common: &Common, titles: &[String]) -> String {
    let text = |text: &str| Value::Text(text.to_owned());
    let name = name(drafts, common, titles);
    let mut plain = Fields::from([
        ("format".to_owned(), Value::Int(1)),
        ("name".to_owned(), name),
        ("address".to_owned(), text("")),
        (
            "theme".to_owned(),
            text(if common.fragments {
                "classic"
            } else {
                "beacon"
            }),
        ),
    ]);
    let locales = common.locales.iter().map(|tag| {
        let pair = [("tag", tag.as_str()), ("label", label(tag))];
        Value::Group(
            pair.map(|(name, value)| (name.to_owned(), text(value)))
                .into(),
        )
    });
    plain.insert("locales".to_owned(), Value::List(locales.collect()));
    let navigation = navigation(drafts, common);
    if !navigation.is_empty() {
        plain.insert("navigation".to_owned(), Value::List(navigation));
    }
    let each = |map: &BTreeMap<String, String>| {
        Value::Group(
            map.iter()
                .map(|(locale, value)| (locale.clone(), text(value)))
                .collect(),
        )
    };
    let mut classic = Fields::new();
    for (name, map) in [("folders", &common.folders), ("layouts", &common.layouts)] {
        if !map.is_empty() {
            classic.insert(name.to_owned(), each(map));
        }
    }
    page::settings(&plain, &[("classic", classic)])
}

/// What most breadcrumbs of a language call the site.
pub(super) fn called(drafts: &Drafts, locale: &str) -> Option<String> {
    let own = drafts
        .pages
        .iter()
        .filter(|page| page.placed.page.locale == locale);
    let crumbs = own.filter_map(|page| page.draft.breadcrumb.as_ref()?.links.first());
    most(crumbs.map(|(label, _)| label.as_str()))
}

/// What the site calls itself in each language: how most breadcrumbs begin, else its front page's title.
fn name(drafts: &Drafts, common: &Common, titles: &[String]) -> Value {
    let mut each = Fields::new();
    for locale in &common.locales {
        let first = called(drafts, locale);
        let front = || {
            let mut pages = drafts.pages.iter().zip(titles);
            pages
                .find(|(page, _)| {
                    let page = &page.placed.page;
                    page.locale == *locale && page.address == "/"
                })
                .map(|(_, title)| title.clone())
        };
        if let Some(name) = first.or_else(front) {
            each.insert(locale.clone(), Value::Text(name));
        }
    }
    let first = each.first().map(|(_, name)| name.clone());
    match first {
        None => Value::Text("Trust Center".into()),
        Some(name)
            if each.len() == common.locales.len() && each.values().all(|one| *one == name) =>
        {
            name
        }
        Some(name) if each.len() == 1 => name,
        Some(_) => Value::Group(each),
    }
}

/// The pages at the top of the first locale: those with pages below them, or all that are few.
fn navigation(drafts: &Drafts, common: &Common) -> Vec<Value> {
    const MOST: usize = 9;
    let Some(first) = common.locales.first() else {
        return Vec::new();
    };
    let own = drafts
        .pages
        .iter()
        .filter(|page| page.placed.page.locale == *first);
    let addresses: Vec<&str> = own
        .filter(|page| !page.text.front.hidden)
        .map(|page| page.placed.page.address.as_str())
        .collect();
    let has_below = |address: &str| {
        let below = format!("{address}/");
        addresses.iter().any(|other| other.starts_with(&below))
    };
    let top = |address: &&str| *address != "/" && address.matches('/').count() == 1;
    let mut tops: Vec<&str> = addresses.iter().copied().filter(top).collect();
    if tops.len() > MOST {
        tops.retain(|address| has_below(address));
    }
    tops.truncate(MOST);
    let item = |to: &str| {
        Value::Group(Fields::from([(
            "to".to_owned(),
            Value::Text(to.to_owned()),
        )]))
    };
    tops.into_iter().map(item).collect()
}

/// A language's name in itself.
fn label(tag: &str) -> &str {
    const LABELS: [(&str, &str); 14] = [
        ("en", "English"),
        ("zh-Hans", "简体中文"),
        ("zh-Hant", "繁體中文"),
        ("de", "Deutsch"),
        ("fr", "Français"),
        ("es", "Español"),
        ("pt", "Português"),
        ("it", "Italiano"),
        ("nl", "Nederlands"),
        ("ja", "日本語"),
        ("ko", "한국어"),
        ("ru", "Русский"),
        ("pl", "Polski"),
        ("sv", "Svenska"),
    ];
    LABELS
        .iter()
        .find(|(known, _)| *known == tag)
        .map_or(tag, |(_, label)| label)
}
