//! Files of the output that are no pages: style sheet, icon, site map, feeds, 404 and root page, files for hosts.

use std::fmt::Write as _;

use tera::Value as Out;

use crate::model::PageRef;
use crate::problem::Problem;
use crate::site::Site;

use super::engine::Engine;
use super::index::SiteIndex;
use super::links::Scope;
use super::own::{Given, Outcome};
use super::{Mode, calendar, csaf, escape, feeds, frame, hosting, llms, security_txt, twin};

/// The files, by path in the output.
pub fn extras(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    if !engine.theme(site).traits.fragments {
        files.extend(around(engine, index, site));
    }
    files.extend(redirects(engine, index, site));
    files.extend(feeds::files(engine, index, site));
    files.extend(calendar::files(engine, index, site));
    files.extend(csaf::files(engine, index, site));
    if twin::wanted(engine, site) {
        files.push(("llms.txt".to_owned(), llms::text(index, site).into_bytes()));
    }
    files.extend(hosting::files(engine, index, site));
    if let Some(text) = security_txt::text(engine, index, site) {
        files.push((security_txt::PATH.to_owned(), text.into_bytes()));
    }
    files
}

/// The files of the theme that pages refer to: style sheet and icon.
pub fn assets(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<(String, Vec<u8>)> {
    let theme = engine.theme(site);
    vec![
        (theme.sheet(), index.css.clone().into_bytes()),
        ("assets/favicon.svg".to_owned(), theme.favicon().to_vec()),
    ]
}

/// What makes a site of the pages, where no other program does.
fn around(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<(String, Vec<u8>)> {
    let mut files = assets(engine, index, site);
    files.push(("robots.txt".to_owned(), robots(site).into_bytes()));
    if !site.settings.address.is_empty() {
        files.push(("sitemap.xml".to_owned(), sitemap(index, site).into_bytes()));
    }
    for (path, template) in [("404.html", "404.html"), ("index.html", "root.html")] {
        if let Some(html) = plain_page(engine, index, site, template).and_then(|made| made.html) {
            files.push((path.to_owned(), html.into_bytes()));
        }
    }
    files
}

/// A small page at every old address that leads to the new one.
fn redirects(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<(String, Vec<u8>)> {
    let theme = engine.theme(site);
    let pages = crate::redirects::pages(index, site);
    let written = pages.into_iter().filter_map(|one| {
        let mut context = Given::default();
        context.insert("lang", Out::from(one.locale.as_str()));
        context.insert("to", Out::from(one.to.as_str()));
        context.insert("title", Out::from(one.title.as_str()));
        context.insert("canonical", Out::from(one.canonical.as_str()));
        context.insert("t", theme.words(&one.locale));
        let html = theme.render(Mode::Export, "redirect.html", context).html?;
        Some((one.output, html.into_bytes()))
    });
    written.collect()
}

fn robots(site: &Site) -> String {
    let address = site.settings.address.trim_end_matches('/');
    if address.is_empty() {
        return "User-agent: *\nAllow: /\n".into();
    }
    format!("User-agent: *\nAllow: /\n\nSitemap: {address}/sitemap.xml\n")
}

/// The site map with language alternates (sitemaps.org 0.9).
fn sitemap(index: &SiteIndex, site: &Site) -> String {
    let address = site.settings.address.trim_end_matches('/');
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for page in site.pages.keys() {
        let Some(info) = index.page(&page.locale, &page.address) else {
            continue;
        };
        let _ = write!(out, "<url><loc>{address}/{}</loc>", escape(&info.output));
        for locale in &site.settings.locales {
            if let Some(other) = index.page(&locale.tag, &page.address) {
                let _ = write!(
                    out,
                    "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{address}/{}\"/>",
                    escape(&locale.tag),
                    escape(&other.output)
                );
            }
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// A page without sections at the root of the output. It is rendered as if it stood beside the front
/// page, with links from the root.
fn plain_page(engine: &Engine, index: &SiteIndex, site: &Site, template: &str) -> Option<Outcome> {
    let home = PageRef::new(site.settings.default_locale(), "/");
    let file = site.pages.get(&home)?;
    let mut scope = Scope::new(engine, index, site, &home, Mode::Export);
    // A page for missing addresses is served at any depth, so its links start at the site's own root.
    let path = site
        .settings
        .address
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').map(|i| rest[i..].trim_end_matches('/')));
    scope.root = if template == "404.html" {
        format!("{}/", path.unwrap_or(""))
    } else {
        String::new()
    };
    let mut context = frame::context(&scope, file, &mut std::collections::BTreeSet::new());
    context.insert("h1", Out::from(true));
    let theme = engine.theme(site);
    Some(theme.render(Mode::Export, template, context))
}

/// What is wrong with templates of pages that no file of the site stands behind.
pub(crate) fn faults(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<Problem> {
    let theme = engine.theme(site);
    if !theme.is_laid_over() || theme.traits.fragments {
        return Vec::new();
    }
    let made = ["404.html", "root.html"].into_iter();
    let made = made.filter_map(|template| plain_page(engine, index, site, template)?.fault);
    made.map(|fault| fault.problem()).collect()
}
