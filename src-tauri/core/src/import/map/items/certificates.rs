//! Details of certificates.

use crate::value::{Fields, Value};

use super::{add, said};
use crate::import::map::dom::Id;
use crate::import::map::flow::Flow;
use crate::import::map::hero::put;
use crate::import::map::look::{is_white, one_line, picture_address, shows, text};
use crate::import::map::notes::Sort;
use crate::import::map::piece::Item;
use crate::import::map::rich::Shown;

/// The details of a certificate: a title and a text, in what used to be a window of a script.
pub(super) fn detail(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    let own = dom.attribute(id, "id");
    let within = |name: &str| {
        let mut above = std::iter::successors(dom.parent(id), |at| dom.parent(*at));
        above.any(|at| dom.attribute(at, "id") == name || dom.has_class(at, name))
    };
    if own.is_empty() || !(within("ComplianceContent") || dom.has_class(id, "certDescription")) {
        return false;
    }
    let Some(title) = dom
        .elements(id)
        .find(|node| matches!(dom.name(*node), "h1" | "h2" | "h3" | "h4"))
    else {
        return false;
    };
    let children = dom.children(id).to_vec();
    let Some(at) = children.iter().position(|node| *node == title) else {
        return false;
    };
    let words_before = children[..at]
        .iter()
        .any(|node| !text(dom, *node).chars().all(is_white));
    if words_before || !shows(dom, title) {
        return false;
    }
    let Some((words, inner)) = said(flow, &children[at + 1..], None, true) else {
        return false;
    };
    for node in dom.below(id).take_while(|node| *node != title) {
        if let Some(address) = picture_address(dom, node) {
            flow.state
                .left(Sort::Close, dom.line(node), None, vec![address.to_owned()]);
        }
    }
    let heading = one_line(&text(dom, title));
    let mut shown = Shown::default();
    shown.add(&heading);
    shown.text.push_str(&inner.text);
    (shown.links, shown.pictures) = (inner.links, inner.pictures);
    let mut fields = Fields::new();
    put(&mut fields, "name", own);
    put(&mut fields, "title", &heading);
    put(&mut fields, "text", &words);
    // The badges stand in a row of their own.
    let common = Fields::from_iter([("without-badges".to_owned(), Value::Flag(true))]);
    add(
        flow,
        id,
        Item {
            kind: "certifications",
            list: "items",
            common,
            fields,
            shown,
        },
    )
}
