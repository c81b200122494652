//! `_headers` and `_redirects`: what Netlify and Cloudflare Pages read to serve the site as it should be.
//! `docs/hosting.md` says the same for other hosts.
//!
//! No two rules give one address the same header: one of the two hosts joins their values, the other
//! takes one of them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::kinds::Derived;
use crate::site::Site;

use super::engine::Engine;
use super::index::SiteIndex;
use super::links::encoded;
use super::{policy, shown};

const HEADERS: &str = "_headers";
const REDIRECTS: &str = "_redirects";
/// How long pages and what programs read may be taken from a cache without asking whether they changed.
const PAGES: &str = "public, max-age=300, must-revalidate";
/// The same for style sheet, icon, pictures and documents, which keep their addresses when they change.
const FILES: &str = "public, max-age=86400, must-revalidate";
/// A year, as those want it who keep lists of such sites.
const HTTPS_ONLY: &str = "max-age=31536000; includeSubDomains";

/// The files, by path in the output; none where the site does not want them.
pub(super) fn files(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<(String, Vec<u8>)> {
    if !site.settings.hosting.files || engine.theme(site).traits.fragments {
        return Vec::new();
    }
    let mut files = vec![(
        HEADERS.to_owned(),
        headers(engine, index, site).into_bytes(),
    )];
    let redirects = redirects(index, site);
    if !redirects.is_empty() {
        files.push((REDIRECTS.to_owned(), redirects.into_bytes()));
    }
    files
}

fn headers(engine: &Engine, index: &SiteIndex, site: &Site) -> String {
    let mut out = String::from("/*\n");
    let mut header = |name: &str, value: &str| {
        let _ = writeln!(out, "  {name}: {value}");
    };
    let script = scripted(engine, index, site);
    header("Content-Security-Policy", &policy::of_hosts(script));
    header("Referrer-Policy", "strict-origin-when-cross-origin");
    if site.settings.hosting.https_only {
        header("Strict-Transport-Security", HTTPS_ONLY);
    }
    header("X-Content-Type-Options", "nosniff");
    header("X-Frame-Options", "DENY");
    for (end, kind) in [
        ("atom", "application/atom+xml"),
        ("ics", "text/calendar"),
        ("json", "application/json"),
        ("md", "text/markdown"),
    ] {
        let _ = write!(out, "/*.{end}\n  Content-Type: {kind}; charset=utf-8\n");
    }
    let locales = site.settings.locales.iter();
    let folders = locales.map(|locale| format!("/{}/*", locale.tag));
    let pages = ["/".to_owned(), "/index.html".to_owned()].into_iter();
    let pages = pages.chain(folders).map(|path| (path, PAGES));
    let files = ["/assets/*", "/media/*"].map(|path| (path.to_owned(), FILES));
    for (path, kept) in pages.chain(files) {
        let _ = write!(out, "{path}\n  Cache-Control: {kept}\n");
    }
    out
}

/// Whether a page compares copies of documents, by the script of the export.
fn scripted(engine: &Engine, index: &SiteIndex, site: &Site) -> bool {
    let kinds = engine.kinds.iter();
    let mut comparing = kinds.filter(|kind| kind.derived == Some(Derived::Copies));
    comparing.any(|kind| {
        let mut locales = site.settings.locales.iter();
        locales.any(|locale| {
            let mut shown = shown::sections(index, site, &locale.tag, &kind.name);
            shown.next().is_some()
        })
    })
}

/// A line for each address of a page that leads elsewhere, with the status that says so for good. What
/// stands at an address of a page that is shown would keep visitors from it, and is left out.
fn redirects(index: &SiteIndex, site: &Site) -> String {
    let pages = site.pages.keys();
    let shown = pages.filter_map(|page| index.page(&page.locale, &page.address));
    let taken: BTreeSet<&str> = shown.map(|info| bare(&info.output)).collect();
    let mut out = String::new();
    for page in crate::redirects::pages(index, site) {
        if taken.contains(bare(&page.output)) {
            continue;
        }
        let to = target(&page.to);
        let from = encoded(&page.output);
        let short = from.strip_suffix("index.html");
        let short = short.or_else(|| from.strip_suffix(".html"));
        for from in [Some(from.as_str()), short].into_iter().flatten() {
            let _ = writeln!(out, "/{from} {to} 301");
        }
    }
    out
}

/// The address of a page however it is asked for: without `.html`, `/index.html`.
fn bare(output: &str) -> &str {
    let page = output.strip_suffix(".html").unwrap_or(output);
    page.strip_suffix("/index").unwrap_or(page)
}

/// A target from the root of the site; an outside address as it is.
fn target(to: &str) -> String {
    if !to.starts_with("../") {
        return to.replace(' ', "%20");
    }
    let (path, place) = to.split_once('#').unwrap_or((to, ""));
    let mark = if place.is_empty() { "" } else { "#" };
    let path = encoded(path.trim_start_matches("../"));
    format!("/{path}{mark}{}", encoded(place))
}
