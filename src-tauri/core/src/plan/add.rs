//! New pages: from a template of sections, as a copy, or in one more language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::model::{Date, PageRef};
use crate::page::{self, data};
use crate::render::Engine;
use crate::say;
use crate::site::{SETTINGS, Site};
use crate::starts::PageTemplate;
use crate::value::{Fields, Value};
use crate::view::Step;

use super::{
    Files, Plan, free_address, is_address, is_taken, parent, quoted, refused, with_setting,
};

/// A page as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewPage {
    /// Its address.
    pub address: String,
    /// Its title in each language that it is made in.
    pub titles: BTreeMap<String, String>,
    /// Name of the template; `copy` takes the sections that the page has in another language.
    pub template: String,
    /// Whether a link to it is added to the navigation.
    pub navigation: bool,
}

/// Plans a new page. A page with a date gets `today`.
///
/// # Errors
/// [`Error::Refused`] when the address is none or taken, or a title is missing.
pub fn plan(engine: &Engine, site: &Site, wanted: &NewPage, today: Date) -> Result<Plan, Error> {
    let address = wanted.address.trim();
    let shared = address.starts_with(PageRef::SHARED) && wanted.template == "copy";
    let known = shared && is_taken(site, address);
    if !known && !is_address(address) {
        return Err(refused(say!(
            "Enter an address of small letters, digits and hyphens, for example /security/backups."
        )));
    }
    let mut files = Files::new();
    for (locale, title) in &wanted.titles {
        let page = PageRef::new(locale.as_str(), address);
        if !site.settings.locales.iter().any(|l| &l.tag == locale) {
            return Err(refused(say!(
                "“{locale}” is no language of this site.",
                locale
            )));
        }
        if site.pages.contains_key(&page) {
            return Err(refused(say!(
                "There is already a page at {address}.",
                address
            )));
        }
        if title.trim().is_empty() {
            return Err(refused(say!("Enter a title.")));
        }
        let text = match wanted.template.as_str() {
            "copy" => copied(engine, site, &page, title.trim())?,
            name => {
                let template = engine.page_templates.iter().find(|t| t.name == name);
                let template = template.ok_or(Error::Stale("template"))?;
                started(template, locale, title.trim(), today)
            }
        };
        files.insert(new_path(site, &page), Some(text));
    }
    let Some(locale) = wanted.titles.keys().next() else {
        return Err(refused(say!("Choose at least one language.")));
    };
    if wanted.navigation {
        let settings = in_navigation(site, address)?;
        files.insert(SETTINGS.into(), Some(settings));
    }
    let mut plan = Plan::of("add-page", "", files);
    plan.show = Some(PageRef::new(locale.as_str(), address));
    Ok(plan)
}

/// A page in one more language lies where its translations lie: `security/index.md` beside `security/index.md`.
fn new_path(site: &Site, page: &PageRef) -> String {
    let other = site.pages.iter().find(|(p, _)| p.address == page.address);
    let beside = other.and_then(|(p, file)| {
        let inside = file.path.strip_prefix(&format!("pages/{}/", p.locale))?;
        Some(format!("pages/{}/{inside}", page.locale))
    });
    beside.unwrap_or_else(|| page.new_path())
}

/// A page from a template. Its summary waits to be written.
fn started(template: &PageTemplate, locale: &str, title: &str, today: Date) -> String {
    let title = quoted(title);
    let date = if template.dated {
        format!("date = {today}\n")
    } else {
        String::new()
    };
    let body = template
        .body
        .get(locale)
        .or_else(|| template.body.get("en"));
    let body = body.map_or("", String::as_str).trim();
    let body = body.replace("\"{title}\"", &title);
    let gap = if body.is_empty() { "" } else { "\n" };
    let end = if body.is_empty() { "" } else { "\n" };
    format!("+++\ntitle = {title}\nsummary = \"\"\n{date}+++\n{gap}{body}{end}")
}

/// The page as it is in another language, under a title of its own.
fn copied(engine: &Engine, site: &Site, page: &PageRef, title: &str) -> Result<String, Error> {
    let other = site
        .settings
        .locales
        .iter()
        .map(|l| PageRef::new(l.tag.as_str(), page.address.as_str()))
        .find_map(|page| site.pages.get(&page))
        .ok_or(Error::Stale("page"))?;
    let title = Value::Text(title.to_owned());
    with_setting(engine, &other.page.text, "title", Some(&title))
}

/// The settings with a link to `address`: below the page above it when that is in the navigation.
fn in_navigation(site: &Site, address: &str) -> Result<String, Error> {
    let item = Value::Group(Fields::from_iter([(
        "to".to_owned(),
        Value::Text(address.to_owned()),
    )]));
    let above = parent(address);
    let name = |name: &str| Step::Name(name.to_owned());
    let navigation = &site.settings.navigation;
    let place = navigation.iter().position(|one| one.to == above);
    let (path, at) = match place {
        Some(i) => {
            let path = vec![
                name("navigation"),
                Step::Index(u32::try_from(i).unwrap_or(u32::MAX)),
                name("items"),
            ];
            (path, navigation[i].items.len())
        }
        None => (vec![name("navigation")], navigation.len()),
    };
    let text = &site.settings_text;
    Ok(page::apply(
        text,
        &data::insert_item(text, &path, at, &item)?,
    ))
}

/// Plans a copy of a page, or of a shared section, in every language that it has.
///
/// # Errors
/// [`Error::Stale`] when it is gone.
pub fn duplicate(engine: &Engine, site: &Site, address: &str) -> Result<Plan, Error> {
    if address == "/" {
        return Err(refused(say!("There can be only one front page.")));
    }
    let copy = free_address(site, &format!("{}-2", address.trim_end_matches('/')));
    let mut files = Files::new();
    for (page, file) in site.pages.iter().filter(|(p, _)| p.address == address) {
        let title = file.page.front.fields.get("title").and_then(Value::as_text);
        let title = match (title, page.locale.starts_with("zh")) {
            (Some(title), true) => format!("{title}（副本）"),
            (Some(title), false) => format!("{title} (copy)"),
            (None, _) => copy.clone(),
        };
        let title = Value::Text(title);
        let text = with_setting(engine, &file.page.text, "title", Some(&title))?;
        files.insert(
            PageRef::new(page.locale.as_str(), copy.as_str()).new_path(),
            Some(text),
        );
    }
    if files.is_empty() || !is_taken(site, address) {
        return Err(Error::Stale("page"));
    }
    let locale = site.settings.default_locale();
    let mut plan = Plan::of("duplicate-page", "", files);
    plan.show = Some(PageRef::new(locale, copy));
    Ok(plan)
}

/// Plans a new shared section: an empty one with a title.
///
/// # Errors
/// [`Error::Refused`] without a title.
pub fn shared(site: &Site, locale: &str, title: &str, id: &str) -> Result<Plan, Error> {
    if title.trim().is_empty() {
        return Err(refused(say!("Enter a title.")));
    }
    let address = free_address(site, &format!("{}{id}", PageRef::SHARED));
    let page = PageRef::new(locale, address);
    let text = format!("+++\ntitle = {}\n+++\n", quoted(title.trim()));
    let mut plan = Plan::of(
        "add-shared",
        "",
        Files::from([(page.new_path(), Some(text))]),
    );
    plan.show = Some(page);
    Ok(plan)
}

/// Plans hiding or showing a page in every language.
///
/// # Errors
/// [`Error::Stale`] when it is gone.
pub fn hide(engine: &Engine, site: &Site, address: &str, hidden: bool) -> Result<Plan, Error> {
    let mut files = Files::new();
    for (_, file) in site.pages.iter().filter(|(p, _)| p.address == address) {
        let value = hidden.then_some(Value::Flag(true));
        let text = with_setting(engine, &file.page.text, "hidden", value.as_ref())?;
        files.insert(file.path.clone(), Some(text));
    }
    if files.is_empty() {
        return Err(Error::Stale("page"));
    }
    let verb = if hidden { "hide-page" } else { "show-page" };
    Ok(Plan::of(verb, "", files))
}
