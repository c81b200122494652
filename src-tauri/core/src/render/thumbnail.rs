//! A section kind as a small page of its own, with the content that a new section starts with.

use crate::model::PageRef;
use crate::page;
use crate::site::{PageFile, Site};

use super::engine::Engine;
use super::index::SiteIndex;
use super::links::Scope;
use super::{Mode, Rendered, escape, frame, part};

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
    let known = engine.kinds.get(kind)?;
    let example = shared_example(site, kind);
    let example = example.as_deref().unwrap_or(known.example.get(locale));
    let text = format!(
        "+++\ntitle = \"\"\n+++\n\n::: {kind}\n{}\n:::\n",
        example.trim_matches('\n')
    );
    let page = PageRef::new(locale, "/");
    let file = PageFile {
        path: format!("pages/{locale}/index.md"),
        page: page::parse(text, None, &|kind| engine.kinds.body_of(kind)),
        read_only: None,
    };
    let scope = Scope::new(engine, index, site, &page, Mode::Preview);
    let inside = part(&scope, &file, 0, false, "", &mut Rendered::default())?;
    let (before, after) = if known.wide {
        ("", "")
    } else {
        (
            "<div class=\"columns\"><div class=\"column\">",
            "</div></div>",
        )
    };
    Some(format!(
        "<!doctype html>\n<html lang=\"{locale}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{csp}\">\n<title>{title}</title>\n<link rel=\"stylesheet\" href=\"{root}assets/beacon.css?look={look}\">\n</head>\n<body>\n<main>\n{before}{html}{after}\n</main>\n</body>\n</html>\n",
        locale = escape(locale),
        csp = frame::csp(Mode::Preview),
        title = escape(known.label.get(locale)),
        root = scope.root,
        look = escape(look),
        html = inside.html,
    ))
}

/// What a shared section looks like is what the site has: its first one stands for all.
fn shared_example(site: &Site, kind: &str) -> Option<String> {
    let mut shared = site.pages.keys().filter(|page| page.is_shared());
    let first = (kind == "shared").then(|| shared.next()).flatten()?;
    let id = first.address.strip_prefix(PageRef::SHARED)?;
    Some(format!("use = \"{id}\""))
}
