//! Tiles and features: a picture with a title or a line of text that lead somewhere.

use crate::value::{Fields, Value};

use super::{add, said, with_class};
use crate::import::map::dom::{Dom, Id};
use crate::import::map::flow::Flow;
use crate::import::map::hero::put;
use crate::import::map::inline::is_arrow;
use crate::import::map::look::{is_white, one_line, picture_address, shows, text, unseen};
use crate::import::map::notes::Sort;
use crate::import::map::piece::Item;
use crate::import::map::rich::Shown;

/// A logo with a line of text that leads somewhere.
pub(super) fn tile(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    let Some(wrapper) = with_class(dom, id, "image-wrapper") else {
        return false;
    };
    let Some(picture) = dom.first(wrapper, |node| picture_address(dom, node).is_some()) else {
        return false;
    };
    card(flow, id, "tiles", wrapper, picture)
}

/// A picture, a title and a line of text that lead somewhere.
pub(super) fn feature(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    let Some(wrapper) = with_class(dom, id, "features-icon") else {
        return false;
    };
    let Some(picture) = dom.first(wrapper, |node| picture_address(dom, node).is_some()) else {
        return false;
    };
    card(flow, id, "features", wrapper, picture)
}

fn card(flow: &mut Flow<'_, '_, '_>, id: Id, look: &str, wrapper: Id, picture: Id) -> bool {
    let dom = flow.dom;
    let children = dom.children(id).to_vec();
    // What stands before the picture would change its place.
    let before = children
        .iter()
        .take_while(|node| **node != wrapper)
        .any(|node| shows(dom, *node));
    if before || !text(dom, wrapper).chars().all(is_white) {
        return false;
    }
    let rest: Vec<Id> = children
        .into_iter()
        .filter(|node| *node != wrapper)
        .collect();
    let arrow = arrow_link(dom, id);
    let title = first_heading(dom, &rest);
    let skipped = unwrapped(dom, &rest);
    let text_nodes: Vec<Id> = skipped
        .into_iter()
        .filter(|node| Some(*node) != title)
        .collect();
    let Some((words, inner)) = said(flow, &text_nodes, arrow, title.is_some()) else {
        return false;
    };
    let mut shown = Shown::default();
    let mut fields = Fields::new();
    if let Some((image, alt)) = flow.state.picture(dom, picture) {
        shown.pictures.push(image.clone());
        put(&mut fields, "image", &image);
        put(&mut fields, "alt", &alt);
    }
    if let Some(title) = title {
        let title = one_line(&text(dom, title));
        shown.add(&title);
        put(&mut fields, "title", &title);
    }
    put(&mut fields, "text", &words);
    shown.text.push_str(&inner.text);
    shown.links.extend(inner.links);
    shown.pictures.extend(inner.pictures);
    if let Some(to) = leads(flow, id, arrow) {
        shown.links.push(to.clone());
        put(&mut fields, "to", &to);
    }
    let common = Fields::from_iter([("look".to_owned(), Value::Text(look.to_owned()))]);
    add(
        flow,
        id,
        Item {
            kind: "cards",
            list: "items",
            common,
            fields,
            shown,
        },
    )
}

/// Children of elements that only place what is in them.
fn unwrapped(dom: &Dom, nodes: &[Id]) -> Vec<Id> {
    let mut out = Vec::new();
    for node in nodes {
        if dom.name(*node) == "div" && unseen(dom, *node).is_none() {
            out.extend(dom.children(*node).iter().copied());
        } else {
            out.push(*node);
        }
    }
    out
}

/// The heading that everything else stands behind.
fn first_heading(dom: &Dom, nodes: &[Id]) -> Option<Id> {
    let first = unwrapped(dom, nodes)
        .into_iter()
        .find(|node| shows(dom, *node))?;
    let heading = matches!(dom.name(first), "h1" | "h2" | "h3" | "h4" | "h5");
    let linked = dom.first(first, |node| matches!(dom.name(node), "a" | "img"));
    (heading && linked.is_none()).then_some(first)
}

/// Where an item leads: by its arrow, else by what a click on it did.
fn leads(flow: &mut Flow<'_, '_, '_>, id: Id, arrow: Option<Id>) -> Option<String> {
    let dom = flow.dom;
    if let Some(arrow) = arrow {
        for picture in dom
            .below(arrow)
            .filter(|node| picture_address(dom, *node).is_some())
        {
            let address = picture_address(dom, picture).unwrap_or_default().to_owned();
            flow.state
                .left(Sort::Arrow, dom.line(picture), None, vec![address]);
        }
        return Some(flow.state.targets.link(dom.attribute(arrow, "href").trim()));
    }
    // A tile whose text has links leads where they lead.
    if dom
        .first(id, |node| {
            dom.name(node) == "a" && !dom.attribute(node, "href").trim().is_empty()
        })
        .is_some()
    {
        return None;
    }
    let clicked = dom.attribute(id, "onclick").trim();
    let address = clicked
        .strip_prefix("window.open(")?
        .trim_start()
        .strip_prefix(['\'', '"'])?;
    let address = address.split(['\'', '"']).next().map(str::trim);
    address
        .filter(|address| !address.is_empty())
        .map(|address| flow.state.targets.link(address))
}

/// The last link of an element that shows nothing but an arrow.
fn arrow_link(dom: &Dom, id: Id) -> Option<Id> {
    let mut links = dom
        .below(id)
        .filter(|node| dom.name(*node) == "a" && unseen(dom, *node).is_none());
    let last = links.by_ref().last()?;
    let href = dom.attribute(last, "href").trim();
    let only = text(dom, last).chars().all(is_white)
        && dom.first(last, |node| is_arrow(dom, node)).is_some();
    (only && !matches!(href, "" | "#")).then_some(last)
}
