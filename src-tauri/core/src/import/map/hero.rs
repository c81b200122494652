//! Page headers: a picture, a title and perhaps a line of text, one or several in turn.

use crate::value::{Fields, Value};

use super::dom::{Dom, Id};
use super::flow::Flow;
use super::look::{
    Unseen, has_attribute, one_line, origin, picture_address, shows, squeezed, text, unseen,
};
use super::notes::Sort;
use super::piece::What;
use super::rich::Shown;

/// One of the headers that take turns.
#[derive(Default)]
struct Slide {
    eyebrow: String,
    heading: String,
    lead: String,
    picture: Option<(String, String)>,
    to: Option<String>,
    actions: Vec<(String, String)>,
    hidden: bool,
}

/// Takes a page header.
pub(super) fn take(flow: &mut Flow<'_, '_, '_>, id: Id) -> bool {
    let dom = flow.dom;
    if flow.context.aside || !is_hero(dom, id) {
        return false;
    }
    let each = slides(dom, id);
    let seen = |slide: Id| {
        !is_unseen(dom, slide, id) && dom.first(slide, |node| is_title(dom, node)).is_some()
    };
    let Some(first) = each.iter().position(|slide| seen(*slide)) else {
        return false;
    };
    let each: Vec<Slide> = each
        .into_iter()
        .map(|slide| read(flow, slide, id))
        .collect();
    leave_rest(flow, id);
    let (line, from) = (dom.line(id), origin(dom, id));
    let mut fields = Fields::new();
    let main = &each[first];
    if flow.state.title.is_none() && !flow.context.hidden {
        // Headers that take turns are not about the page they stand on.
        flow.state.title = (each.len() == 1).then(|| main.heading.clone());
        flow.state.hero = true;
    }
    put(&mut fields, "eyebrow", &main.eyebrow);
    describe(main, &mut fields);
    let actions: Vec<Value> = main
        .actions
        .iter()
        .map(|(label, to)| Value::Group(link_item(label, to)))
        .collect();
    if !actions.is_empty() {
        fields.insert("actions".into(), Value::List(actions));
    }
    let others = each
        .iter()
        .enumerate()
        .filter(|(at, slide)| *at != first && !slide.heading.is_empty());
    let mut slides = Vec::new();
    for (_, slide) in others {
        let mut item = Fields::new();
        describe(slide, &mut item);
        if slide.hidden {
            item.insert("hidden".into(), Value::Flag(true));
        }
        slides.push(Value::Group(item));
    }
    if !slides.is_empty() {
        fields.insert("slides".into(), Value::List(slides));
    }
    let mut shown = Shown::default();
    for (at, slide) in each.iter().enumerate().filter(|(_, slide)| !slide.hidden) {
        show(slide, at == first, &mut shown);
    }
    flow.add(
        What::Section {
            kind: "hero",
            fields,
            shown,
        },
        line,
        from,
    );
    true
}

/// What a header shows. Those that take turns with the first have no more than a title, a line and a picture.
fn show(slide: &Slide, main: bool, shown: &mut Shown) {
    shown
        .pictures
        .extend(slide.picture.iter().map(|(to, _)| to.clone()));
    shown.links.extend(slide.to.clone());
    shown.add(&slide.heading);
    shown.add(&slide.lead);
    if main {
        shown.add(&slide.eyebrow);
        for (label, to) in &slide.actions {
            shown.add(label);
            shown.links.push(to.clone());
        }
    }
}

/// The fields of a header and of each that takes turns with it.
fn describe(slide: &Slide, fields: &mut Fields) {
    put(fields, "heading", &slide.heading);
    put(fields, "lead", &slide.lead);
    if let Some((image, alt)) = &slide.picture {
        put(fields, "image", image);
        put(fields, "alt", alt);
    }
    if let Some(to) = &slide.to {
        put(fields, "to", to);
    }
}

/// Sets a field that says something.
pub(super) fn put(fields: &mut Fields, name: &str, value: &str) {
    if !value.is_empty() {
        fields.insert(name.to_owned(), Value::Text(value.to_owned()));
    }
}

/// An item of a list of links.
pub(super) fn link_item(label: &str, to: &str) -> Fields {
    let mut fields = Fields::new();
    put(&mut fields, "label", label);
    put(&mut fields, "to", to);
    fields
}

fn is_hero(dom: &Dom, id: Id) -> bool {
    let named = dom.has_class(id, "hero")
        || dom.has_class(id, "slideshow")
        || dom.has_class(id, "jumbotron")
        || dom.attribute(id, "id") == "HeroWrapper";
    // Asked of every element, so nothing below it is looked at without need.
    if !named {
        return false;
    }
    let several = dom
        .first(id, |node| dom.has_class(node, "heroitem"))
        .is_some();
    // More than a title, a picture, a line of text and links is no page header.
    let more = |node: Id| {
        matches!(
            dom.name(node),
            "ul" | "ol" | "table" | "form" | "h4" | "h5" | "h6" | "blockquote"
        )
    };
    dom.first(id, |node| is_title(dom, node)).is_some()
        && (several || dom.first(id, more).is_none())
}

/// Whether an element holds the title of a header.
fn is_title(dom: &Dom, id: Id) -> bool {
    matches!(dom.name(id), "h1" | "h2" | "h3") && shows(dom, id)
}

/// The elements that take turns, or the one there is.
fn slides(dom: &Dom, id: Id) -> Vec<Id> {
    let each: Vec<Id> = dom
        .below(id)
        .filter(|node| {
            dom.name(*node) == "li"
                && dom
                    .first(*node, |inner| dom.has_class(inner, "heroitem"))
                    .is_some()
        })
        .collect();
    if each.is_empty() { vec![id] } else { each }
}

/// Reads one of the headers in `hero`.
fn read(flow: &mut Flow<'_, '_, '_>, id: Id, hero: Id) -> Slide {
    let dom = flow.dom;
    let mut slide = Slide {
        hidden: is_unseen(dom, id, hero),
        ..Slide::default()
    };
    let before = flow.state.in_hidden;
    flow.state.in_hidden |= slide.hidden;
    fill(flow, id, &mut slide);
    flow.state.in_hidden = before;
    slide
}

/// Whether a part of a header is hidden.
fn is_unseen(dom: &Dom, id: Id, hero: Id) -> bool {
    let mut above =
        std::iter::successors(Some(id), |at| dom.parent(*at)).take_while(|at| *at != hero);
    above.any(|at| unseen(dom, at).is_some())
}

fn fill(flow: &mut Flow<'_, '_, '_>, id: Id, slide: &mut Slide) {
    let dom = flow.dom;
    let title = dom.first(id, |node| is_title(dom, node));
    let picture = dom.first(id, |node| picture_address(dom, node).is_some());
    if let Some(node) = picture {
        slide.picture = flow.state.picture(dom, node);
        let link =
            std::iter::successors(dom.parent(node), |at| dom.parent(*at).filter(|_| *at != id));
        let link = link.into_iter().find(|at| dom.name(*at) == "a");
        let href = link.map_or("", |at| dom.attribute(at, "href").trim());
        match href {
            "" | "#" if link.is_some_and(|at| has_attribute(dom, at, "href")) => {
                flow.state
                    .left(Sort::EmptyLink, dom.line(node), None, targets(href));
            }
            "" | "#" => {}
            href => slide.to = Some(flow.state.targets.link(href)),
        }
    }
    let Some(title) = title else {
        return;
    };
    // A line of text may stand in the heading itself.
    let lead = dom.first(title, |node| dom.name(node) == "p");
    slide.lead = lead.map_or_else(String::new, |lead| one_line(&text(dom, lead)));
    slide.heading = without(&one_line(&text(dom, title)), &slide.lead);
    around(flow, id, title, slide);
}

/// What stands before the title, and behind it: a line of text, links.
fn around(flow: &mut Flow<'_, '_, '_>, id: Id, title: Id, slide: &mut Slide) {
    let dom = flow.dom;
    let order: Vec<Id> = dom.below(id).collect();
    let inside = |node: Id, of: Id| {
        std::iter::successors(Some(node), |at| dom.parent(*at)).any(|at| at == of)
    };
    let unseen_above = |node: Id| {
        let mut above =
            std::iter::successors(Some(node), |at| dom.parent(*at)).take_while(|at| *at != id);
        above.any(|at| unseen(dom, at).is_some())
    };
    let mut behind = false;
    let (mut before, mut after) = (String::new(), String::new());
    for node in order {
        behind |= node == title;
        if inside(node, title) || unseen_above(node) {
            continue;
        }
        let link = dom.name(node) == "a" && picture_address_below(dom, node).is_none();
        match dom.data(node) {
            super::dom::Data::Text(said) if !in_link(dom, node, id) => {
                let target = if behind { &mut after } else { &mut before };
                target.push_str(said);
                target.push(' ');
            }
            _ if link => match (
                dom.attribute(node, "href").trim(),
                one_line(&text(dom, node)),
            ) {
                (href, said) if said.is_empty() || href.is_empty() || href == "#" => {
                    flow.state
                        .left(Sort::EmptyLink, dom.line(node), Some(said), targets(href));
                }
                (href, said) => slide.actions.push((said, flow.state.targets.link(href))),
            },
            _ => {}
        }
    }
    slide.eyebrow = one_line(&before);
    let after = one_line(&after);
    if slide.lead.is_empty() {
        slide.lead = after;
    } else if !after.is_empty() {
        slide.lead = format!("{} {after}", slide.lead);
    }
}

fn targets(href: &str) -> Vec<String> {
    if href.is_empty() {
        Vec::new()
    } else {
        vec![href.to_owned()]
    }
}

fn picture_address_below(dom: &Dom, id: Id) -> Option<Id> {
    dom.first(id, |node| picture_address(dom, node).is_some())
}

fn in_link(dom: &Dom, node: Id, within: Id) -> bool {
    let mut above = std::iter::successors(dom.parent(node), |at| dom.parent(*at))
        .take_while(|at| *at != within);
    above.any(|at| dom.name(at) == "a" && picture_address_below(dom, at).is_none())
}

/// `text` without `part` at its end.
fn without(text: &str, part: &str) -> String {
    match text.strip_suffix(part) {
        Some(rest) if !part.is_empty() && !squeezed(rest).is_empty() => rest.trim_end().to_owned(),
        _ => text.to_owned(),
    }
}

/// What steers the headers is left out, and said.
fn leave_rest(flow: &mut Flow<'_, '_, '_>, id: Id) {
    let dom = flow.dom;
    for node in dom.below(id) {
        flow.state.attributes(dom, node);
        if let Some(why @ (Unseen::Script | Unseen::Control)) = unseen(dom, node) {
            flow.state.unseen(dom, node, why);
        }
    }
}
