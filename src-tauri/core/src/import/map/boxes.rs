//! What stands around the main column: the breadcrumb, and boxes beside it.

use crate::import::draft::Breadcrumb;

use super::dom::{Data, Dom, Id};
use super::flow::Flow;
use super::look::{one_line, origin, text};
use super::notes::Sort;
use super::piece::What;

/// What parts the steps of a breadcrumb.
const PARTS: [&str; 6] = ["//", "/", "»", "›", ">", "→"];

/// Takes a breadcrumb.
pub(super) fn breadcrumb(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    let named = ["breadcrumb", "breadcrumbs"]
        .iter()
        .any(|class| dom.has_class(id, class));
    let labelled = dom.name(id) == "nav"
        && dom
            .attribute(id, "aria-label")
            .to_lowercase()
            .contains("breadcrumb");
    if !(named || labelled)
        || flow.state.breadcrumb.is_some()
        || flow.context.hidden
        || flow.context.aside
    {
        return false;
    }
    let mut links = Vec::new();
    let mut rest = String::new();
    walk(flow, id, &mut links, &mut rest);
    let mut label = one_line(&rest);
    loop {
        let before = label.len();
        for part in PARTS {
            label = label
                .trim_matches(' ')
                .trim_start_matches(part)
                .trim()
                .to_owned();
        }
        if label.len() == before {
            break;
        }
    }
    flow.state.breadcrumb = Some(Breadcrumb { links, label });
    true
}

fn walk(flow: &mut Flow<'_, '_, '_>, id: Id, links: &mut Vec<(String, String)>, rest: &mut String) {
    let dom = flow.dom;
    for child in dom.children(id).to_vec() {
        match dom.data(child) {
            Data::Text(text) => rest.push_str(text),
            Data::Comment(_) => flow
                .state
                .left(Sort::Comment, dom.line(child), None, Vec::new()),
            Data::Nothing => {}
            Data::Element { .. } => {
                flow.state.attributes(dom, child);
                let href = dom.attribute(child, "href").trim();
                if dom.name(child) == "a" && !matches!(href, "" | "#") {
                    links.push((one_line(&text(dom, child)), flow.state.targets.link(href)));
                } else {
                    walk(flow, child, links, rest);
                }
            }
        }
    }
}

/// Names of what stands beside the main column.
const BESIDE: [&str; 6] = [
    "sidebarwrapper",
    "helpfulinformation",
    "sidebarcontent",
    "key_privacy_info",
    "sidebar",
    "side-bar",
];

/// Walks through a box beside the main column.
pub(super) fn aside(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    if !is_beside(dom, id) {
        return false;
    }
    let before = flow.context;
    flow.context.aside = true;
    flow.add(What::Border, dom.line(id), String::new());
    flow.children(id);
    flow.add(What::Border, dom.line(id), origin(dom, id));
    flow.context = before;
    true
}

fn is_beside(dom: &Dom, id: Id) -> bool {
    let own = dom.attribute(id, "id").to_ascii_lowercase();
    let class = dom.attribute(id, "class").to_ascii_lowercase();
    dom.name(id) == "aside"
        || BESIDE.contains(&own.as_str())
        || class
            .split_ascii_whitespace()
            .any(|class| BESIDE.contains(&class))
}
