//! Rows of logos, and pictures across the page.

use crate::value::{Fields, Value};

use super::dom::Id;
use super::flow::Flow;
use super::hero::put;
use super::items::{said, with_class};
use super::look::{is_white, one_line, origin, picture_address, text};
use super::notes::Sort;
use super::piece::What;
use super::rich::{Block, Inline, Shown};

/// A row of logos; a second copy of it for when the pointer is elsewhere is left out.
pub(super) fn logos(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    let grey = dom.has_class(id, "certImageGray");
    if !grey && !dom.has_class(id, "certImageColor") {
        return false;
    }
    let pictures: Vec<Id> = dom
        .below(id)
        .filter(|node| picture_address(dom, *node).is_some())
        .collect();
    if pictures.is_empty() || !text(dom, id).chars().all(is_white) {
        return false;
    }
    if grey {
        let all = pictures
            .iter()
            .filter_map(|node| picture_address(dom, *node))
            .map(str::to_owned);
        flow.state
            .left(Sort::Twin, dom.line(id), None, all.collect());
        return true;
    }
    let mut shown = Shown::default();
    let mut items = Vec::new();
    for node in pictures {
        let Some((image, alt)) = flow.state.picture(dom, node) else {
            continue;
        };
        let mut fields = Fields::new();
        let name = if alt.is_empty() {
            one_line(dom.attribute(node, "title"))
        } else {
            alt
        };
        put(&mut fields, "name", &name);
        put(&mut fields, "image", &image);
        shown.pictures.push(image);
        let mut above = std::iter::successors(dom.parent(node), |at| dom.parent(*at))
            .take_while(|at| *at != id);
        let href = above
            .find(|at| dom.name(*at) == "a")
            .map_or("", |at| dom.attribute(at, "href").trim());
        if !matches!(href, "" | "#") {
            let to = flow.state.targets.link(href);
            shown.links.push(to.clone());
            put(&mut fields, "to", &to);
        }
        items.push(Value::Group(fields));
    }
    let fields = Fields::from_iter([("items".to_owned(), Value::List(items))]);
    flow.add(
        What::Section {
            kind: "logos",
            fields,
            shown,
        },
        dom.line(id),
        origin(dom, id),
    );
    true
}

/// A picture across the page with text beside it.
pub(super) fn band(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    if !dom.has_class(id, "whatsNew") {
        return false;
    }
    let Some(left) = with_class(dom, id, "left") else {
        return false;
    };
    let Some(picture) = dom.first(left, |node| picture_address(dom, node).is_some()) else {
        return false;
    };
    let pictures = dom
        .below(left)
        .filter(|node| picture_address(dom, *node).is_some())
        .count();
    let in_link = dom.first(left, |node| dom.name(node) == "a").is_some();
    if pictures != 1 || in_link || !text(dom, left).chars().all(is_white) {
        return false;
    }
    let rest: Vec<Id> = dom
        .children(id)
        .iter()
        .copied()
        .filter(|node| *node != left)
        .collect();
    let Some((body, inner)) = said(flow, &rest, None, false) else {
        return false;
    };
    let Some((image, alt)) = flow.state.picture(dom, picture) else {
        return false;
    };
    if body.is_empty() {
        let picture = Inline::Picture {
            to: image,
            alt,
            link: None,
        };
        flow.block(
            Block::Paragraph(vec![picture]),
            dom.line(id),
            origin(dom, id),
        );
        return true;
    }
    let mut shown = Shown::default();
    shown.pictures.push(image.clone());
    shown.text = inner.text;
    shown.links = inner.links;
    shown.pictures.extend(inner.pictures);
    let mut fields = Fields::new();
    put(&mut fields, "image", &image);
    put(&mut fields, "alt", &alt);
    put(&mut fields, "body", &body);
    flow.add(
        What::Section {
            kind: "picture-text",
            fields,
            shown,
        },
        dom.line(id),
        origin(dom, id),
    );
    true
}
