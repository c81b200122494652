//! Old addresses that lead to new ones: what is wrong with them, and the pages written for them.

use std::collections::BTreeSet;

use crate::message::Message;
use crate::problem::Problem;
use crate::render::{SiteIndex, outputs};
use crate::rule;
use crate::say;
use crate::site::{SETTINGS, Site};

/// A page that leads elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectPage {
    /// Where it is written, `en/old.html`.
    pub output: String,
    /// Its locale.
    pub locale: String,
    /// Where it leads: relative within the site, or an outside address.
    pub to: String,
    /// The title of the page it leads to, else the address.
    pub title: String,
    /// The full new address; empty when the site has no address yet.
    pub canonical: String,
}

/// Where an old address leads in the end; `None` when it goes in a circle.
pub(crate) fn end<'a>(site: &'a Site, old: &str) -> Option<&'a str> {
    let redirects = &site.settings.redirects;
    let mut to = redirects.get(old)?.as_str();
    for _ in 0..redirects.len() {
        match redirects.get(to.split('#').next().unwrap_or_default()) {
            Some(next) => to = next,
            None => return Some(to),
        }
    }
    None
}

fn is_outside(to: &str) -> bool {
    to.starts_with("https://") || to.starts_with("http://")
}

/// The pages of every redirect, in each language in which its target is shown. Where a page stands
/// already, nothing is written over it.
pub fn pages(index: &SiteIndex, site: &Site) -> Vec<RedirectPage> {
    let taken: BTreeSet<&str> = site
        .pages
        .keys()
        .filter_map(|page| Some(index.page(&page.locale, &page.address)?.output.as_str()))
        .collect();
    let mut pages = Vec::new();
    for old in site.settings.redirects.keys() {
        let inside = old.trim_matches('/');
        let Some(to) = end(site, old).filter(|_| is_path(inside)) else {
            continue;
        };
        for locale in &site.settings.locales {
            let folder = index.folder(site, &locale.tag);
            // The old page lay in a folder of its own or not: both addresses were in use.
            for output in [
                format!("{folder}/{inside}.html"),
                format!("{folder}/{inside}/index.html"),
            ] {
                if !taken.contains(output.as_str()) {
                    pages.extend(page(index, site, &locale.tag, output, to));
                }
            }
        }
    }
    pages
}

/// Whether an old address can be written as a file.
fn is_path(inside: &str) -> bool {
    outputs::is_path(inside) && !inside.contains('#')
}

fn page(
    index: &SiteIndex,
    site: &Site,
    locale: &str,
    output: String,
    to: &str,
) -> Option<RedirectPage> {
    if is_outside(to) {
        return Some(RedirectPage {
            output,
            locale: locale.to_owned(),
            to: to.to_owned(),
            title: to.to_owned(),
            canonical: to.to_owned(),
        });
    }
    let (address, place) = to.split_once('#').unwrap_or((to, ""));
    let info = index.page(locale, address)?;
    let place = if place.is_empty() {
        String::new()
    } else {
        format!("#{place}")
    };
    let up = "../".repeat(output.matches('/').count());
    let root = site.settings.address.trim_end_matches('/');
    Some(RedirectPage {
        to: format!("{up}{}{place}", info.output),
        title: info.title.clone(),
        canonical: if root.is_empty() {
            String::new()
        } else {
            format!("{root}/{}", info.output)
        },
        locale: locale.to_owned(),
        output,
    })
}

/// What is wrong with the redirects.
pub fn problems(index: &SiteIndex, site: &Site) -> Vec<Problem> {
    let mut problems = Vec::new();
    for old in site.settings.redirects.keys() {
        let mut add = |rule, message: Message, hint: Message| {
            let mut problem = Problem::new(rule, SETTINGS, message, hint);
            problem.place.field = Some(format!("redirects.{old}"));
            problems.push(problem);
        };
        if site.pages.keys().any(|page| page.address == *old) {
            add(
                &rule::REDIRECT_FROM_PAGE,
                say!(
                    "There is a page at {old}, so visitors never follow the redirect from there",
                    old
                ),
                say!("Remove the redirect, or give the page another address."),
            );
            continue;
        }
        let Some(to) = end(site, old) else {
            add(
                &rule::REDIRECT_LOOP,
                say!("The redirect from {old} leads back to itself", old),
                say!("Let it lead to a page."),
            );
            continue;
        };
        let address = to.split('#').next().unwrap_or_default();
        let shown = || {
            let locales = &site.settings.locales;
            locales
                .iter()
                .any(|l| index.page(&l.tag, address).is_some())
        };
        if !is_outside(to) && !shown() {
            add(
                &rule::REDIRECT_TO_NOTHING,
                say!(
                    "The redirect from {old} leads to {to}, where visitors find no page",
                    old,
                    to
                ),
                say!("Let it lead to a page that exists and is shown."),
            );
        }
    }
    problems
}
