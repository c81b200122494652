//! Things of a kind beside each other: tiles, features, questions, news, columns of links, certificates.

use crate::model::Date;
use crate::value::{Fields, Value};

use super::dom::{Data, Dom, Id};
use super::flow::{Flow, What};
use super::hero::{link_item, put};
use super::inline::is_arrow;
use super::look::{Unseen, is_white, one_line, origin, picture_address, shows, text, unseen};
use super::markdown;
use super::notes::Sort;
use super::rich::{Block, Inline, Shown};

/// The level of the title of an item whose section has no heading; headings within it are one below.
const TITLE_LEVEL: u32 = 2;

/// Takes one of several things of a kind.
pub(super) fn take(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    question(flow, id)
        || tile(flow, id)
        || feature(flow, id)
        || article(flow, id)
        || detail(flow, id)
        || column(flow, id)
}

/// An item to be added.
struct Item {
    kind: &'static str,
    list: &'static str,
    common: Fields,
    fields: Fields,
    shown: Shown,
}

fn add(flow: &mut Flow<'_, '_, '_>, id: Id, item: Item) -> bool {
    let Item {
        kind,
        list,
        common,
        fields,
        shown,
    } = item;
    flow.add(
        What::Item {
            kind,
            list,
            common,
            fields,
            shown,
        },
        flow.dom.line(id),
        origin(flow.dom, id),
    );
    true
}

/// Elements below `id` with a class, `id` itself not among them.
fn with_class(dom: &Dom, id: Id, class: &str) -> Option<Id> {
    dom.elements(id).find(|node| dom.has_class(*node, class))
}

/// Text of an item as Markdown, with what it shows; none when it cannot be said. Its headings stand below
/// the title of the item, if it has one.
fn said(
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

/// A question with its answer.
fn question(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    let (question, answer): (Id, Vec<Id>) = if dom.has_class(id, "content-faq") {
        let question = dom
            .elements(id)
            .find(|node| matches!(dom.name(*node), "label" | "h2" | "h3" | "h4" | "p" | "dt"));
        let Some(question) = question else {
            return false;
        };
        (
            question,
            dom.children(id)
                .iter()
                .copied()
                .filter(|node| *node != question)
                .collect(),
        )
    } else if dom.name(id) == "details" {
        let Some(question) = dom.elements(id).find(|node| dom.name(*node) == "summary") else {
            return false;
        };
        (
            question,
            dom.children(id)
                .iter()
                .copied()
                .filter(|node| *node != question)
                .collect(),
        )
    } else {
        return false;
    };
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

/// A logo with a line of text that leads somewhere.
fn tile(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
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
fn feature(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
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

/// One entry of a list of news.
fn article(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
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

/// The details of a certificate: a title and a text, in what used to be a window of a script.
fn detail(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
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

/// A column of links under a title.
fn column(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
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
        items.push(link_item(&label, &to));
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
pub(super) fn hidden_links(flow: &mut Flow<'_, '_, '_>, comment: &str, line: u32) -> Vec<Value> {
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
        let item = link_item(&one_line(&text(&dom, link)), &to);
        match item {
            Value::Group(mut fields) => {
                fields.insert("hidden".into(), Value::Flag(true));
                Value::Group(fields)
            }
            other => other,
        }
    });
    items.collect()
}

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
pub(super) fn picture_band(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
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
