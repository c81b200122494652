//! Things of a kind beside each other: tiles, features, questions, news, columns of links, certificates.

mod cards;
mod certificates;
mod columns;
mod news;

use crate::value::Fields;

use super::dom::{Dom, Id};
use super::flow::Flow;
use super::hero::put;
use super::look::{one_line, origin, shows, text};
use super::markdown;
use super::piece::{Item, What};
use super::rich::{Block, Shown};

/// The level of the title of an item whose section has no heading; headings within it are one below.
const TITLE_LEVEL: u32 = 2;

/// Takes one of several things of a kind.
pub(super) fn take(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    question(flow, id)
        || cards::tile(flow, id)
        || cards::feature(flow, id)
        || news::article(flow, id)
        || certificates::detail(flow, id)
        || columns::column(flow, id)
}

fn add(flow: &mut Flow<'_, '_, '_>, id: Id, item: Item) -> bool {
    flow.add(What::Item(item), flow.dom.line(id), origin(flow.dom, id));
    true
}

/// Elements below `id` with a class, `id` itself not among them.
pub(super) fn with_class(dom: &Dom, id: Id, class: &str) -> Option<Id> {
    dom.elements(id).find(|node| dom.has_class(*node, class))
}

/// Text of an item as Markdown, with what it shows; none when it cannot be said. Its headings stand below
/// the title of the item, if it has one.
pub(super) fn said(
    flow: &mut Flow<'_, '_, '_>,
    nodes: &[Id],
    skip: Option<Id>,
    titled: bool,
) -> Option<(String, Shown)> {
    flow.state.skip = skip;
    let mut blocks = flow.blocks_of(nodes, None);
    flow.state.skip = None;
    for block in &mut blocks {
        if let Block::Heading { weight, .. } = block {
            *weight = TITLE_LEVEL + u32::from(titled);
        }
    }
    let shown = Shown::of(&blocks);
    Some((markdown::written(&blocks)?, shown))
}

/// A question with its answer.
fn question(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    let is_title = |node: Id| match dom.name(id) {
        "details" => dom.name(node) == "summary",
        _ => matches!(dom.name(node), "label" | "h2" | "h3" | "h4" | "p" | "dt"),
    };
    if !dom.has_class(id, "content-faq") && dom.name(id) != "details" {
        return false;
    }
    let Some(question) = dom.elements(id).find(|node| is_title(*node)) else {
        return false;
    };
    let rest = dom.children(id).iter().copied();
    let answer: Vec<Id> = rest.filter(|node| *node != question).collect();
    let title = one_line(&text(dom, question));
    let linked = dom.first(question, |node| {
        dom.name(node) == "a" && !dom.attribute(node, "href").is_empty()
    });
    if title.is_empty() || linked.is_some() || !answer.iter().any(|node| shows(dom, *node)) {
        return false;
    }
    let Some((answer, inner)) = said(flow, &answer, None, true) else {
        return false;
    };
    let mut shown = Shown::default();
    shown.add(&title);
    shown.text.push_str(&inner.text);
    (shown.links, shown.pictures) = (inner.links, inner.pictures);
    let mut fields = Fields::new();
    put(&mut fields, "question", &title);
    put(&mut fields, "answer", &answer);
    let common = Fields::new();
    add(
        flow,
        id,
        Item {
            kind: "faq",
            list: "items",
            common,
            fields,
            shown,
        },
    )
}
