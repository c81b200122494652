//! One section as a small page of its own: a kind with the content that a new section starts with, or
//! one record as its section shows it.

use crate::kinds::{Field, FieldKind, Kind};
use crate::model::PageRef;
use crate::page;
use crate::site::{PageFile, Site};
use crate::value::Value;

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
    let body = example.trim_matches('\n');
    alone(engine, index, site, locale, known, body, look)
}

/// A document that shows one record as a section of its collection would. `None` when no kind of section
/// shows records of the collection, or visitors do not see the record.
pub fn record(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    locale: &str,
    (collection, id): (&str, &str),
    look: &str,
) -> Option<String> {
    let fields = site.records.get(collection)?.records.get(id)?;
    if fields.get("visibility").and_then(Value::as_text) == Some("hidden") {
        return None;
    }
    let ours = |field: &&Field| field.collection.as_deref() == Some(collection);
    let id = toml_edit::Value::from(id).to_string();
    // A section that takes records, or one with a list whose items name one.
    let (kind, body) = engine.kinds.iter().find_map(|kind| {
        kind.fields.iter().find_map(|field| {
            let body = match (field.kind, field.fields.iter().find(ours)) {
                (FieldKind::Records, _) if ours(&field) => format!("{} = [{id}]", field.name),
                (FieldKind::List, Some(inner)) => {
                    format!("{} = [{{ {} = {id} }}]", field.name, inner.name)
                }
                _ => return None,
            };
            Some((kind, body))
        })
    })?;
    alone(engine, index, site, locale, kind, &body, look)
}

/// A document with one section.
fn alone(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    locale: &str,
    known: &Kind,
    body: &str,
    look: &str,
) -> Option<String> {
    let text = format!(
        "+++\ntitle = \"\"\n+++\n\n::: {}\n{body}\n:::\n",
        known.name
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
