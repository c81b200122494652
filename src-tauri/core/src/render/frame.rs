//! What stands around the sections: head, header, languages, footer.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use tera::{Map, Value as Out};

use crate::model::Localised;
use crate::site::{NavigationItem, PageFile};
use crate::value::Value;

use super::index::PageInfo;
use super::links::{Scope, Target};
use super::own::Given;
use super::policy::csp;
use super::values::Resolver;
use super::{Mode, calendar, crumbs, feeds, fragment};

/// Characters of a title that search engines and tabs show whole.
const LONGEST: usize = 70;

/// Everything `page.html` gets except the sections.
pub(super) fn context(scope: &Scope<'_>, file: &PageFile, assets: &mut BTreeSet<String>) -> Given {
    let settings = &scope.site.settings;
    let locale = scope.page.locale.as_str();
    let mut resolver = Resolver {
        scope,
        unique: String::new(),
        assets: std::mem::take(assets),
        placeholders: false,
        waiting: Vec::new(),
    };
    let mut site = Map::new();
    for (name, text) in [
        ("name", &settings.name),
        ("organisation", &settings.organisation),
        ("description", &settings.description),
        ("legal", &settings.legal),
    ] {
        site.insert(name.into(), Out::from(text.get(locale)));
    }
    site.insert("logo".into(), resolver.asset(&settings.logo));
    site.insert("logo_dark".into(), resolver.asset(&settings.logo_dark));
    let social = resolver.asset(&settings.social_image);
    let mut context = Given::default();
    context.insert("page", page(scope, file, &mut resolver, &social));
    context.insert("site", Out::from(site));
    context.insert("t", scope.theme().words(locale));
    context.insert("notice", notice(scope, &mut resolver));
    context.insert("filing", Out::from(filing(scope)));
    context.insert("csp", Out::from(csp(scope.mode)));
    context.insert(
        "css",
        Out::from(format!("{}{}", scope.root, scope.theme().sheet())),
    );
    context.insert(
        "favicon",
        Out::from(format!("{}assets/favicon.svg", scope.root)),
    );
    if scope.theme().traits.fragments {
        let front = fragment::front_matter(scope, file);
        context.insert("front", Out::safe_string(&front));
    }
    context.insert("preview", Out::from(scope.mode == Mode::Preview));
    let (nav, footer) = menus(scope, &mut resolver);
    context.insert("nav", nav);
    context.insert("footer", footer);
    *assets = resolver.assets;
    context
}

/// The notice above every page; none on other days than its own.
fn notice(scope: &Scope<'_>, resolver: &mut Resolver<'_>) -> Out {
    let notice = &scope.site.settings.notice;
    if !notice.stands_on(scope.index.day()) {
        return Out::none();
    }
    let locale = scope.page.locale.as_str();
    // Better in another language than not at all.
    let (lang, text) = notice
        .text
        .first(locale, scope.site.settings.default_locale());
    entry([
        ("text", Out::from(text)),
        ("lang", Out::from(if lang == locale { "" } else { lang })),
        ("link", resolver.link(&notice.to)),
        ("urgent", Out::from(notice.level == "urgent")),
    ])
}

/// Filing numbers for the footer, each with its address.
fn filing(scope: &Scope<'_>) -> Vec<Out> {
    let found = scope.site.settings.filing.links(&scope.page.locale);
    let link = |(number, href): (&str, String)| {
        entry([("number", Out::from(number)), ("href", Out::from(href))])
    };
    found.into_iter().map(link).collect()
}

fn page(scope: &Scope<'_>, file: &PageFile, resolver: &mut Resolver<'_>, social: &Out) -> Out {
    let front = &file.page.front.fields;
    let (locale, address) = (scope.page.locale.as_str(), scope.page.address.as_str());
    let info = scope.index.any_page(locale, address);
    let own = front.get("title").and_then(Value::as_text);
    let title = info.map_or(own.unwrap_or(address), |i| i.title.as_str());
    let name = scope.site.settings.name.get(locale);
    let both = format!("{title} · {name}");
    let alone = title == name || name.is_empty() || both.chars().count() > LONGEST;
    let full = if alone { title.to_owned() } else { both };
    let mut map = Map::new();
    map.insert("title".into(), Out::from(title));
    map.insert("full_title".into(), Out::from(full));
    let summary = front
        .get("summary")
        .and_then(Value::as_text)
        .filter(|s| !s.is_empty());
    map.insert(
        "summary".into(),
        Out::from(summary.unwrap_or(scope.site.settings.description.get(locale))),
    );
    map.insert("lang".into(), Out::from(locale));
    map.insert("address".into(), Out::from(address));
    let reviewed = match front.get("reviewed") {
        Some(Value::Date(date)) => resolver.date(*date),
        _ => Out::none(),
    };
    map.insert("reviewed".into(), reviewed);
    let home = scope
        .index
        .page(locale, "/")
        .map_or(String::new(), |i| scope.page_href(locale, "/", &i.output));
    map.insert("home".into(), Out::from(home));
    map.insert("canonical".into(), Out::from(absolute(scope, info)));
    map.insert("social_image".into(), social_address(scope, social));
    map.insert(
        "breadcrumb".into(),
        Out::from(crumbs::of(scope, file, resolver)),
    );
    let (alternates, languages) = languages(scope);
    map.insert("alternates".into(), Out::from(alternates));
    map.insert("languages".into(), Out::from(languages));
    map.insert("feeds".into(), Out::from(feeds::links(scope)));
    map.insert("calendar".into(), Out::from(calendar::href(scope)));
    Out::from(map)
}

/// A page's public address; empty while the site has none.
fn absolute(scope: &Scope<'_>, info: Option<&PageInfo>) -> String {
    match (scope.site.settings.address.trim_end_matches('/'), info) {
        ("", _) | (_, None) => String::new(),
        (address, Some(info)) => format!("{address}/{}", info.output),
    }
}

/// Social networks need a whole address.
fn social_address(scope: &Scope<'_>, social: &Out) -> Out {
    let address = scope.site.settings.address.trim_end_matches('/');
    if address.is_empty() || social.is_none() {
        return Out::none();
    }
    Out::from(format!("{address}{}", scope.site.settings.social_image))
}

pub(super) fn entry(pairs: impl IntoIterator<Item = (&'static str, Out)>) -> Out {
    Out::from(
        pairs
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect::<Map>(),
    )
}

/// Links to the page in other languages: for search engines, and for people.
fn languages(scope: &Scope<'_>) -> (Vec<Out>, Vec<Out>) {
    let address = scope.page.address.as_str();
    let settings = &scope.site.settings;
    let (mut alternates, mut languages) = (Vec::new(), Vec::new());
    for locale in &settings.locales {
        let here = locale.tag == scope.page.locale;
        let there = scope.index.page(&locale.tag, address);
        let absolute = absolute(scope, there);
        if !absolute.is_empty() {
            alternates.push(entry([
                ("lang", Out::from(locale.tag.as_str())),
                ("href", Out::from(absolute.as_str())),
            ]));
            if locale.tag == settings.default_locale() {
                alternates.push(entry([
                    ("lang", Out::from("x-default")),
                    ("href", Out::from(absolute)),
                ]));
            }
        }
        // Without a translation the link leads to that language's front page.
        let target = there
            .map(|i| (address, i))
            .or_else(|| Some(("/", scope.index.page(&locale.tag, "/")?)));
        let Some((to, info)) = target else { continue };
        languages.push(entry([
            ("label", Out::from(locale.label.as_str())),
            ("lang", Out::from(locale.tag.as_str())),
            (
                "href",
                Out::from(scope.page_href(&locale.tag, to, &info.output)),
            ),
            ("current", Out::from(here)),
        ]));
    }
    if languages.len() < 2 {
        languages.clear();
    }
    (alternates, languages)
}

/// Header and footer links, cached by what they depend on: many pages share them.
fn menus(scope: &Scope<'_>, resolver: &mut Resolver<'_>) -> (Out, Out) {
    let current = current(scope);
    // A page and those below it stand in the same place of the menu, but only one is the page itself.
    let own = current.contains(&scope.page.address.as_str());
    let key = format!(
        "{:?} {} {} {own} {}",
        scope.mode,
        scope.page.locale,
        scope.root,
        current.join(" ")
    );
    if let Some(found) = scope
        .index
        .frames
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&key)
    {
        return found.clone();
    }
    let settings = &scope.site.settings;
    let menus = (
        Out::from(menu(scope, resolver, &settings.navigation, &current)),
        Out::from(menu(scope, resolver, &settings.footer, &current)),
    );
    scope
        .index
        .frames
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(key, menus.clone());
    menus
}

/// The entries of the navigation that this page is, or stands below.
fn current<'a>(scope: &'a Scope<'_>) -> Vec<&'a str> {
    let own = scope.page.address.as_str();
    let below = |to: &str| {
        to != "/"
            && own
                .strip_prefix(to)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let all = scope
        .site
        .settings
        .navigation
        .iter()
        .flat_map(|item| std::iter::once(item).chain(&item.items));
    all.map(|item| item.to.as_str())
        .filter(|to| *to == own || below(to))
        .collect()
}

fn menu(
    scope: &Scope<'_>,
    resolver: &mut Resolver<'_>,
    items: &[NavigationItem],
    current: &[&str],
) -> Vec<Out> {
    let mut out = Vec::new();
    for item in items {
        let inner = menu(scope, resolver, &item.items, current);
        let target = scope.resolve(&item.to);
        let broken = matches!(target, Target::Broken(_));
        if broken && (inner.is_empty() || !item.to.is_empty()) {
            continue;
        }
        let label = label(scope, &item.label, &item.to);
        let is_current = item.to == scope.page.address;
        out.push(entry([
            ("label", Out::from(label)),
            (
                "link",
                if broken {
                    Out::none()
                } else {
                    resolver.link(&item.to)
                },
            ),
            ("current", Out::from(is_current)),
            ("open", Out::from(current.contains(&item.to.as_str()))),
            ("items", Out::from(inner)),
        ]));
    }
    out
}

fn label(scope: &Scope<'_>, label: &Localised, to: &str) -> String {
    if !label.is_empty() {
        return label.get(&scope.page.locale).to_owned();
    }
    let default = scope.site.settings.default_locale();
    let found = [scope.page.locale.as_str(), default]
        .into_iter()
        .find_map(|l| scope.index.page(l, to));
    found.map_or_else(|| to.to_owned(), |info| info.short.clone())
}
