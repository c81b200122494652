//! One section as a small page of its own, by the templates that pages use.

use std::sync::Arc;

use crate::model::PageRef;
use crate::page::{Block, Front, Page};
use crate::site::{PageFile, Site};
use crate::value::Fields;

use super::engine::Engine;
use super::index::SiteIndex;
use super::links::Scope;
use super::{Mode, Rendered, escape, frame, part};

/// The first block of `file` as a whole document in the language of `scope`; `None` when it shows
/// nothing. Without a `look` the system's colours hold, as on a page.
pub(super) fn document(scope: &Scope<'_>, file: &PageFile, look: &str) -> Option<String> {
    let block = file.page.blocks.first()?;
    let label = scope.engine.kinds.get(&block.kind)?;
    let inside = part(scope, file, 0, false, "", &mut Rendered::default())?;
    let (before, after) = match (inside.aside, inside.wide) {
        (true, _) => (
            "<div class=\"columns\"><aside class=\"aside\">",
            "</aside></div>",
        ),
        (false, true) => ("", ""),
        (false, false) => (
            "<div class=\"columns\"><div class=\"column\">",
            "</div></div>",
        ),
    };
    let (query, meta) = if look.is_empty() {
        (
            String::new(),
            "<meta name=\"color-scheme\" content=\"light dark\">\n",
        )
    } else {
        (format!("?look={}", escape(look)), "")
    };
    let locale = scope.page.locale.as_str();
    Some(format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{csp}\">\n{meta}<title>{title}</title>\n<link rel=\"stylesheet\" href=\"{root}{sheet}{query}\">\n</head>\n<body>\n<main>\n{before}{html}{after}\n</main>\n</body>\n</html>\n",
        lang = escape(locale),
        csp = frame::csp(Mode::Preview),
        title = escape(label.label.get(locale)),
        root = scope.root,
        sheet = scope.theme().sheet(),
        html = inside.html,
    ))
}

/// One block as a document of its own, as it would stand on `page`.
pub(crate) fn block(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    page: &PageRef,
    mut block: Block,
) -> Option<String> {
    block.flags.retain(|flag| flag != "hidden");
    let file = PageFile {
        path: String::new(),
        page: Page {
            text: "".into(),
            front: Front {
                range: 0..0,
                fields: Arc::new(Fields::new()),
                fault: None,
            },
            blocks: vec![block],
            faults: Vec::new(),
        },
        read_only: None,
    };
    let scope = Scope::new(engine, index, site, page, Mode::Preview);
    document(&scope, &file, "")
}
