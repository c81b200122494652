//! Columns of links.

use crate::value::{Fields, Value};

use super::add;
use crate::import::map::dom::{Data, Dom, Id};
use crate::import::map::flow::Flow;
use crate::import::map::hero::{link_item, put};
use crate::import::map::look::{Unseen, one_line, picture_address, shows, text, unseen};
use crate::import::map::notes::Sort;
use crate::import::map::piece::Item;
use crate::import::map::rich::Shown;

/// A column of links under a title.
pub(super) fn column(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    if flow.context.aside || dom.name(id) != "div" {
        return false;
    }
    let children = dom.children(id).to_vec();
    let mut shown_nodes = children
        .iter()
        .copied()
        .filter(|node| shows(dom, *node) || is_hidden_part(dom, *node));
    let Some(title) = shown_nodes
        .next()
        .filter(|node| matches!(dom.name(*node), "h2" | "h3" | "h4"))
    else {
        return false;
    };
    if dom
        .first(title, |node| matches!(dom.name(node), "a" | "img"))
        .is_some()
    {
        return false;
    }
    let rest: Vec<Id> = shown_nodes.collect();
    let link = |node: Id| {
        let link = if dom.name(node) == "a" {
            Some(node)
        } else {
            dom.first(node, |inner| dom.name(inner) == "a")
        };
        link.filter(|link| {
            matches!(dom.name(node), "a" | "span" | "label")
                && !matches!(dom.attribute(*link, "href").trim(), "" | "#")
                && one_line(&text(dom, node)) == one_line(&text(dom, *link))
                && dom
                    .first(*link, |inner| picture_address(dom, inner).is_some())
                    .is_none()
        })
    };
    let links: Option<Vec<Id>> = rest.iter().map(|node| link(*node)).collect();
    let Some(links) = links.filter(|links| !links.is_empty()) else {
        return false;
    };
    let mut shown = Shown::default();
    let heading = one_line(&text(dom, title));
    shown.add(&heading);
    let mut items = Vec::new();
    for link in links {
        let label = one_line(&text(dom, link));
        let to = flow.state.targets.link(dom.attribute(link, "href").trim());
        shown.add(&label);
        shown.links.push(to.clone());
        items.push(Value::Group(link_item(&label, &to)));
    }
    for child in &children {
        if let Data::Comment(comment) = dom.data(*child) {
            items.extend(hidden_links(flow, comment, dom.line(*child)));
        }
    }
    let mut fields = Fields::new();
    put(&mut fields, "title", &heading);
    fields.insert("items".into(), Value::List(items));
    let common = Fields::new();
    add(
        flow,
        id,
        Item {
            kind: "columns",
            list: "columns",
            common,
            fields,
            shown,
        },
    )
}

fn is_hidden_part(dom: &Dom, id: Id) -> bool {
    unseen(dom, id) == Some(Unseen::Hidden)
}

/// Links of a comment, as hidden items.
fn hidden_links(flow: &mut Flow<'_, '_, '_>, comment: &str, line: u32) -> Vec<Value> {
    let Ok(dom) = Dom::read(comment, line) else {
        return Vec::new();
    };
    let links = dom.below(0).filter(|node| dom.name(*node) == "a");
    let links: Vec<Id> = links
        .filter(|node| {
            !matches!(dom.attribute(*node, "href").trim(), "" | "#") && shows(&dom, *node)
        })
        .collect();
    if links.is_empty() {
        flow.state.left(Sort::Comment, line, None, Vec::new());
    }
    let items = links.into_iter().map(|link| {
        let to = flow.state.targets.link(dom.attribute(link, "href").trim());
        let mut item = link_item(&one_line(&text(&dom, link)), &to);
        item.insert("hidden".into(), Value::Flag(true));
        Value::Group(item)
    });
    items.collect()
}
