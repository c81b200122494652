//! A section kind as a small page of its own, with the content that a new section starts with.

use crate::model::PageRef;
use crate::page;
use crate::site::{PageFile, Site};

use super::engine::Engine;
use super::index::SiteIndex;
use super::links::Scope;
use super::{Mode, alone};

/// A document that shows `kind` with its example in `locale`, by the templates that pages use.
/// `None` for an unknown kind.
pub fn thumbnail(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    locale: &str,
    kind: &str,
    look: &str,
) -> Option<String> {
    let page = PageRef::new(locale, "/");
    let file = example(engine, site, locale, kind)?;
    let scope = Scope::new(engine, index, site, &page, Mode::Preview);
    alone::document(&scope, &file, look)
}

/// A page with nothing but the example of `kind`; `None` for an unknown kind.
pub(crate) fn example(engine: &Engine, site: &Site, locale: &str, kind: &str) -> Option<PageFile> {
    let known = engine.kinds.get(kind)?;
    let example = shared_example(site, kind);
    let example = example.as_deref().unwrap_or(known.example.get(locale));
    let text = format!(
        "+++\ntitle = \"\"\n+++\n\n::: {kind}\n{}\n:::\n",
        example.trim_matches('\n')
    );
    Some(PageFile {
        path: format!("pages/{locale}/index.md"),
        page: page::parse(text, None, &|kind| engine.kinds.body_of(kind)),
        read_only: None,
    })
}

/// What a shared section looks like is what the site has: its first one stands for all.
fn shared_example(site: &Site, kind: &str) -> Option<String> {
    let mut shared = site.pages.keys().filter(|page| page.is_shared());
    let first = (kind == "shared").then(|| shared.next()).flatten()?;
    let id = first.address.strip_prefix(PageRef::SHARED)?;
    Some(format!("use = \"{id}\""))
}
