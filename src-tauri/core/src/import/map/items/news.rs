//! Entries of lists of news.

use crate::model::Date;
use crate::value::{Fields, Value};

use super::{add, said};
use crate::import::map::dom::Id;
use crate::import::map::flow::Flow;
use crate::import::map::hero::put;
use crate::import::map::look::{is_white, one_line, shows, text};
use crate::import::map::piece::Item;
use crate::import::map::rich::Shown;

/// One entry of a list of news.
pub(super) fn article(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    let Some(date) = dom.elements(id).find(|node| dom.has_class(*node, "date")) else {
        return false;
    };
    let children = dom.children(id).to_vec();
    let link = dom.first(id, |node| {
        dom.name(node) == "a" && !matches!(dom.attribute(node, "href").trim(), "" | "#")
    });
    let Some(link) = link.filter(|link| !text(dom, *link).chars().all(is_white)) else {
        return false;
    };
    let above = std::iter::successors(Some(link), |at| dom.parent(*at).filter(|at| *at != id));
    let Some(entry) = above.last() else {
        return false;
    };
    let place = |wanted: Id| children.iter().position(|node| *node == wanted);
    let (Some(at), Some(titled)) = (place(date), place(entry)) else {
        return false;
    };
    let between = |nodes: &[Id]| nodes.iter().any(|node| shows(dom, *node));
    let alone = one_line(&text(dom, entry)) == one_line(&text(dom, link));
    if at >= titled || between(&children[..at]) || between(&children[at + 1..titled]) || !alone {
        return false;
    }
    let Some((summary, inner)) = said(flow, &children[titled + 1..], None, true) else {
        return false;
    };
    let day = one_line(&text(dom, date));
    let title = one_line(&text(dom, link));
    let to = flow.state.targets.link(dom.attribute(link, "href").trim());
    let mut shown = Shown::default();
    shown.add(&day);
    shown.add(&title);
    shown.links.push(to.clone());
    shown.text.push_str(&inner.text);
    shown.links.extend(inner.links);
    shown.pictures = inner.pictures;
    let mut fields = Fields::new();
    if let Some(date) = date_of(&day) {
        fields.insert("date".into(), Value::Date(date));
    }
    put(&mut fields, "shown", &day);
    put(&mut fields, "title", &title);
    put(&mut fields, "to", &to);
    put(&mut fields, "summary", &summary);
    let common = Fields::new();
    add(
        flow,
        id,
        Item {
            kind: "news",
            list: "items",
            common,
            fields,
            shown,
        },
    )
}

/// A date as people write it: year, month and day in this order, with whatever between.
fn date_of(text: &str) -> Option<Date> {
    let numbers: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    match numbers.as_slice() {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            Date::parse(&format!("{year}-{month:0>2}-{day:0>2}"))
        }
        _ => None,
    }
}
