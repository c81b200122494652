//! Lists of HTML as lists of Markdown.

use super::dom::{Data, Id};
use super::flow::Flow;
use super::look::{is_white, origin, unseen};
use super::rich::Block;

/// Takes a list.
pub(super) fn take(flow: &mut Flow<'_, '_, '_>, id: Id) {
    let dom = flow.dom;
    let mut items: Vec<Vec<Block>> = Vec::new();
    let mut loose: Vec<Id> = Vec::new();
    for child in dom.children(id).to_vec() {
        match dom.data(child) {
            Data::Element { name, .. } if name == "li" && unseen(dom, child).is_none() => {
                put(flow, &mut loose, &mut items);
                flow.state.attributes(dom, child);
                let mut blocks: Vec<Block> = flow.own_picture(child).into_iter().collect();
                blocks.extend(flow.blocks(child));
                if !blocks.is_empty() {
                    items.push(blocks);
                }
            }
            Data::Element { name, .. } if name == "li" => flow.state.hidden(dom, child),
            Data::Comment(comment) => flow.state.comment(dom.line(child), comment),
            Data::Text(text) if text.chars().all(is_white) => {}
            // What stands between items belongs to the one before, or is one.
            _ => loose.push(child),
        }
    }
    put(flow, &mut loose, &mut items);
    if items.is_empty() {
        return;
    }
    let numbered = dom.name(id) == "ol";
    let start = dom.attribute(id, "start").trim().parse().unwrap_or(1);
    let start = numbered
        .then_some(start)
        .filter(|start| *start < 1_000_000_000);
    let start = if numbered { start.or(Some(1)) } else { None };
    flow.block(Block::List { start, items }, dom.line(id), origin(dom, id));
}

fn put(flow: &mut Flow<'_, '_, '_>, loose: &mut Vec<Id>, items: &mut Vec<Vec<Block>>) {
    let nodes = std::mem::take(loose);
    if nodes.is_empty() {
        return;
    }
    let blocks = flow.blocks_of(&nodes, None);
    if blocks.is_empty() {
        return;
    }
    match items.last_mut() {
        Some(last) => last.extend(blocks),
        None => items.push(blocks),
    }
}

/// Takes an item that stands in no list.
pub(super) fn orphan(flow: &mut Flow<'_, '_, '_>, id: Id) {
    let items = vec![flow.blocks(id)];
    if items.iter().all(Vec::is_empty) {
        return;
    }
    let (line, from) = (flow.dom.line(id), origin(flow.dom, id));
    flow.block(Block::List { start: None, items }, line, from);
}
