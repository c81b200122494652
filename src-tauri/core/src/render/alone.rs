//! One section as a small page of its own, by the templates that pages use.

use std::sync::Arc;

use crate::model::PageRef;
use crate::page::{Block, Front, Page};
use crate::site::{PageFile, Site};
use crate::value::Fields;

use super::engine::Engine;
use super::index::SiteIndex;
use super::links::Scope;
use super::{Mode, Rendered, escape, part, policy, thumbnail};

/// The first block of `file` as a whole document in the language of `scope`; `None` when it shows
/// nothing. Without a `look` the system's colours hold, as on a page.
pub(super) fn document(scope: &Scope<'_>, file: &PageFile, look: &str) -> Option<String> {
    let (query, meta) = if look.is_empty() {
        (
            String::new(),
            "<meta name=\"color-scheme\" content=\"light dark\">\n",
        )
    } else {
        (format!("?look={}", escape(look)), "")
    };
    let csp = policy::csp(Mode::Preview);
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{csp}\">\n{meta}<link rel=\"stylesheet\" href=\"{}{}{query}\">\n",
        scope.root,
        scope.theme().sheet(),
    );
    let html = with_head(scope, file, &head, &mut Rendered::default());
    (!html.is_empty()).then_some(html)
}

/// The example of `kind` as a document whose style sheet is `style`; `root` leads from it to where
/// `media/` is. Empty when it shows nothing.
pub fn sample(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    locale: &str,
    kind: &str,
    style: &str,
    root: &str,
) -> Rendered {
    let mut rendered = Rendered::default();
    let page = PageRef::new(locale, "/");
    let mut scope = Scope::new(engine, index, site, &page, Mode::Export);
    root.clone_into(&mut scope.root);
    if let Some(file) = thumbnail::example(engine, site, locale, kind) {
        let head = format!("<link rel=\"stylesheet\" href=\"{}\">\n", escape(style));
        rendered.html = with_head(&scope, &file, &head, &mut rendered);
    }
    rendered
}

/// The first block of `file` as a document with `head`; empty when it shows nothing.
fn with_head(scope: &Scope<'_>, file: &PageFile, head: &str, rendered: &mut Rendered) -> String {
    let kind = file.page.blocks.first().map(|block| block.kind.as_str());
    let label = kind.and_then(|kind| scope.engine.kinds.get(kind));
    let inside = part(scope, file, 0, false, "", rendered);
    let (Some(label), Some(inside)) = (label, inside) else {
        return String::new();
    };
    // Where another program completes the pages, only headers stand above the columns.
    let wide = inside.wide && (inside.header || !scope.theme().traits.fragments);
    let (before, after) = match (inside.aside, wide) {
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
    let locale = scope.page.locale.as_str();
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n{head}</head>\n<body>\n<main>\n{before}{html}{after}\n</main>\n</body>\n</html>\n",
        lang = escape(locale),
        title = escape(label.label.get(locale)),
        html = inside.html,
    )
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
