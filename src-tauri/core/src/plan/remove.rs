//! Taking pages and shared sections out of a site, and what that would break.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::message::Message;
use crate::model::PageRef;
use crate::page::{self, data};
use crate::render::Engine;
use crate::say;
use crate::site::{NavigationItem, SETTINGS, Site};
use crate::uses::{self, Used};
use crate::view::Step;

use super::{Effect, Files, Plan, is_within, places, refused};

/// What to take out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Removal {
    /// The page, or the shared section.
    pub address: String,
    /// Only in this language; in every one when it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub locale: Option<String>,
    /// Whether the pages below it go with it.
    pub below: bool,
    /// Whether links to it leave the navigation and the footer.
    pub navigation: bool,
}

impl Removal {
    fn takes(&self, page: &PageRef) -> bool {
        let here = if self.below {
            is_within(&page.address, &self.address)
        } else {
            page.address == self.address
        };
        here && self.locale.as_ref().is_none_or(|l| *l == page.locale)
    }

    /// Whether nothing of an address is left.
    fn ends(&self, site: &Site, address: &str) -> bool {
        let mut there = site
            .pages
            .keys()
            .filter(|p| p.address == address)
            .peekable();
        there.peek().is_some() && there.all(|page| self.takes(page))
    }
}

/// The pages that a removal takes.
pub fn pages(site: &Site, removal: &Removal) -> Vec<PageRef> {
    let taken = site.pages.keys().filter(|page| removal.takes(page));
    taken.cloned().collect()
}

/// Links that would break, and the pages that would go.
pub fn effect(engine: &Engine, site: &Site, removal: &Removal) -> Effect {
    let all = uses::all(engine, site);
    let gone = |used: &Used| match used {
        Used::Page(address) => removal.ends(site, address),
        Used::Shared(id) => removal.ends(site, &format!("{}{id}", PageRef::SHARED)),
        _ => false,
    };
    let broken = all
        .iter()
        .filter(|(used, _)| gone(used))
        .flat_map(|(_, uses)| uses)
        .filter(|one| one.page.as_ref().is_none_or(|page| !removal.takes(page)))
        .filter(|one| !(removal.navigation && one.file == SETTINGS));
    let (links, places) = places(broken);
    let mut pages: Vec<(String, String)> = pages(site, removal)
        .into_iter()
        .map(|page| (page.address.clone(), page.address))
        .collect();
    pages.dedup();
    pages.sort();
    pages.dedup();
    Effect {
        links,
        places,
        pages,
        problem: refusal(removal),
    }
}

fn refusal(removal: &Removal) -> Option<Message> {
    (removal.address == "/" && removal.locale.is_none())
        .then(|| say!("A site needs a front page. Hide it instead, or replace what it says."))
}

/// Plans a removal.
///
/// # Errors
/// [`Error::Refused`] for the front page, [`Error::Stale`] when there is nothing to take out.
pub fn plan(site: &Site, removal: &Removal) -> Result<Plan, Error> {
    if let Some(reason) = refusal(removal) {
        return Err(refused(reason));
    }
    let taken = pages(site, removal);
    if taken.is_empty() {
        return Err(Error::Stale("page"));
    }
    let mut files: Files = taken
        .iter()
        .filter_map(|page| site.pages.get(page))
        .map(|file| (file.path.clone(), None))
        .collect();
    if removal.navigation {
        let gone = |address: &str| removal.ends(site, address);
        let mut settings = site.settings_text.to_string();
        for (name, items) in [
            ("navigation", &site.settings.navigation),
            ("footer", &site.settings.footer),
        ] {
            settings = without(&settings, &[Step::Name(name.into())], items, &gone)?;
        }
        if settings != *site.settings_text {
            files.insert(SETTINGS.into(), Some(settings));
        }
    }
    let shared = removal.address.starts_with(PageRef::SHARED);
    let verb = if shared {
        "remove-shared"
    } else {
        "remove-page"
    };
    Ok(Plan::of(verb, "", files))
}

/// A settings text without the links of a list whose page is gone. One with links below it that stay, stays.
fn without(
    settings: &str,
    path: &[Step],
    items: &[NavigationItem],
    gone: &dyn Fn(&str) -> bool,
) -> Result<String, Error> {
    let mut text = settings.to_owned();
    for (i, item) in items.iter().enumerate().rev() {
        let inner = |items: &[NavigationItem]| items.iter().all(|one| gone(address(&one.to)));
        if gone(address(&item.to)) && inner(&item.items) {
            text = page::apply(&text, &data::remove_item(&text, path, i)?);
        } else if !item.items.is_empty() {
            let mut path = path.to_vec();
            path.push(Step::Index(u32::try_from(i).unwrap_or(u32::MAX)));
            path.push(Step::Name("items".into()));
            text = without(&text, &path, &item.items, gone)?;
        }
    }
    Ok(text)
}

/// A link's address without the place on the page.
fn address(link: &str) -> &str {
    link.split('#').next().unwrap_or_default()
}
