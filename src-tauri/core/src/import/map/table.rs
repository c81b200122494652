//! Tables: rows and columns of text. Tables that only place things on the page are walked through.

use crate::value::{Fields, Value};

use super::dom::{Dom, Id};
use super::flow::Flow;
use super::inline::inline;
use super::look::{holds_block, one_line, origin, shows, text};
use super::notes::Sort;
use super::piece::What;
use super::rich::{Block, Inline, Shown};

/// Most columns that one cell may take.
const WIDEST: usize = 50;

/// Takes a table as a section of its own.
pub(super) fn take(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    if dom.name(id) != "table" || flow.context.aside || places_things(dom, id) || !shows(dom, id) {
        return false;
    }
    let block = block(flow, id);
    let shown = Shown::of(std::slice::from_ref(&block));
    let Some(body) = super::markdown::written(&[block]) else {
        flow.raw(&[id], dom.line(id), origin(dom, id));
        return true;
    };
    let mut fields = Fields::new();
    let caption = dom.first(id, |node| dom.name(node) == "caption");
    let caption = caption
        .map(|node| one_line(&text(dom, node)))
        .filter(|text| !text.is_empty());
    let mut all = Shown::default();
    if let Some(caption) = caption {
        all.add(&caption);
        fields.insert("caption".into(), Value::Text(caption));
    }
    all.text.push_str(&shown.text);
    (all.links, all.pictures) = (shown.links, shown.pictures);
    fields.insert("body".into(), Value::Text(body));
    flow.add(
        What::Section {
            kind: "table",
            fields,
            shown: all,
        },
        dom.line(id),
        origin(dom, id),
    );
    true
}

/// Takes a table where only text can be.
pub(super) fn nested(flow: &mut Flow<'_, '_, '_>, id: Id) {
    let dom = flow.dom;
    if places_things(dom, id) || flow.context.nested {
        flow.children(id);
        return;
    }
    if !shows(dom, id) {
        return;
    }
    let block = block(flow, id);
    flow.block(block, dom.line(id), origin(dom, id));
}

/// Whether a table holds what no cell of text can: lists, headings, other tables, hidden parts.
fn places_things(dom: &Dom, id: Id) -> bool {
    dom.below(id).any(|node| {
        matches!(
            dom.name(node),
            "table"
                | "ul"
                | "ol"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "blockquote"
                | "pre"
                | "hr"
        ) && node != id
    })
}

fn block(flow: &mut Flow<'_, '_, '_>, id: Id) -> Block {
    let dom = flow.dom;
    let line = dom.line(id);
    let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
    let mut headed = false;
    for row in dom.below(id).filter(|node| dom.name(*node) == "tr") {
        flow.state.attributes(dom, row);
        let mut cells = Vec::new();
        for cell in dom
            .elements(row)
            .filter(|node| matches!(dom.name(*node), "td" | "th"))
        {
            flow.state.attributes(dom, cell);
            headed |= rows.is_empty() && dom.name(cell) == "th";
            let children = dom.children(cell).to_vec();
            let mut pieces = inline(flow.state, dom, &children);
            if pieces.contains(&Inline::Break)
                || children
                    .iter()
                    .filter(|node| holds_block(dom, **node))
                    .count()
                    > 1
            {
                flow.state.repair(Sort::CellLines, dom.line(cell));
            }
            pieces.retain(|piece| !matches!(piece, Inline::Text(text, _) if text.is_empty()));
            cells.push(pieces);
            let width = dom
                .attribute(cell, "colspan")
                .trim()
                .parse()
                .unwrap_or(1_usize);
            cells.extend(std::iter::repeat_n(Vec::new(), width.clamp(1, WIDEST) - 1));
        }
        if !cells.is_empty() {
            rows.push(cells);
        }
    }
    if !headed {
        flow.state.repair(Sort::HeaderRow, line);
    }
    Block::Table(rows)
}
