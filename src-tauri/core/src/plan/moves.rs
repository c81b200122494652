//! Giving a page another address: in every locale, with the pages below it, and with every link to them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::message::Message;
use crate::render::Engine;
use crate::say;
use crate::site::{SETTINGS, Site};
use crate::uses::{self, Used};

use super::{Effect, Files, Plan, is_address, is_taken, is_within, places, redirects, refused};

/// A page's new address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PageMove {
    /// Its address.
    pub from: String,
    /// Its new one.
    pub to: String,
    /// Whether the old address should lead to the new one.
    pub redirect: bool,
}

/// What giving a page another address would touch.
pub fn effect(engine: &Engine, site: &Site, from: &str, to: &str) -> Effect {
    let all = uses::all(engine, site);
    let concerned = all
        .iter()
        .filter(|(used, _)| matches!(used, Used::Page(_)))
        .flat_map(|(_, uses)| uses)
        .filter(|one| uses::moved(&one.written, from, to).is_some());
    let (links, places) = places(concerned);
    Effect {
        links,
        places,
        pages: moved_pages(site, from, to),
        problem: refusal(site, from, to),
    }
}

/// Why a page cannot have this address, if so.
fn refusal(site: &Site, from: &str, to: &str) -> Option<Message> {
    if from == "/" {
        return Some(say!("The front page always has the address /."));
    }
    if !is_taken(site, from) {
        return Some(say!("There is no page at {address}.", address = from));
    }
    if to == "/" || !is_address(to) {
        return Some(say!(
            "Enter an address of small letters, digits and hyphens, for example /security/backups."
        ));
    }
    if to == from {
        return Some(say!("This is the address it has now."));
    }
    if is_within(to, from) {
        return Some(say!("A page cannot be moved below itself."));
    }
    let taken = moved_pages(site, from, to)
        .into_iter()
        .find(|(_, new)| is_taken(site, new));
    taken.map(|(_, new)| say!("There is already a page at {address}.", address = new))
}

/// Addresses of the page and those below it, with their new ones.
fn moved_pages(site: &Site, from: &str, to: &str) -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = site
        .pages
        .keys()
        .filter(|page| is_within(&page.address, from))
        .map(|page| {
            let new = format!("{to}{}", &page.address[from.len()..]);
            (page.address.clone(), new)
        })
        .collect();
    pages.sort();
    pages.dedup();
    pages
}

/// Plans a page's new address.
///
/// # Errors
/// [`Error::Refused`] when it cannot have this address.
pub fn plan(engine: &Engine, site: &Site, wanted: &PageMove) -> Result<Plan, Error> {
    let files = files(engine, site, wanted)?;
    Ok(Plan::of("rename-page", "", files))
}

/// The files after a page got another address.
pub(super) fn files(engine: &Engine, site: &Site, wanted: &PageMove) -> Result<Files, Error> {
    let PageMove { from, to, redirect } = wanted;
    if let Some(reason) = refusal(site, from, to) {
        return Err(refused(reason));
    }
    let new = |used: &Used, written: &str| match used {
        Used::Page(_) => uses::moved(written, from, to),
        _ => None,
    };
    let mut files: Files = uses::rewritten(engine, site, &new)
        .into_iter()
        .map(|(path, text)| (path, Some(text)))
        .collect();
    let settings = match files.get(SETTINGS) {
        Some(Some(text)) => text.clone(),
        _ => site.settings_text.to_string(),
    };
    let moves = moved_pages(site, from, to);
    let settings = redirects::after_moves(&settings, &moves, *redirect)?;
    if settings != *site.settings_text {
        files.insert(SETTINGS.into(), Some(settings));
    }
    for (page, file) in &site.pages {
        if !is_within(&page.address, from) {
            continue;
        }
        let folder = format!("pages/{}", page.locale);
        let Some(rest) = file.path.strip_prefix(&format!("{folder}{from}")) else {
            continue;
        };
        let text = match files.remove(&file.path) {
            Some(Some(text)) => text,
            _ => file.page.text.to_string(),
        };
        files.insert(file.path.clone(), None);
        files.insert(format!("{folder}{to}{rest}"), Some(text));
    }
    Ok(files)
}
