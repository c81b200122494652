//! Parts that fit no form, written as the HTML they were, without what could run.

use std::fmt::Write as _;

use super::dom::{Data, Dom, Id};

/// Elements without an end.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// What stands in an element, as HTML.
pub(super) fn inner(dom: &Dom, id: Id) -> String {
    let mut out = String::new();
    for child in dom.children(id) {
        write(dom, *child, &mut out, &|_, value| value.to_owned());
    }
    out
}

/// A node as HTML, its links and pictures as `targets` has them.
pub(super) fn outer(dom: &Dom, id: Id, targets: &dyn crate::import::draft::Targets) -> String {
    let mut out = String::new();
    write(dom, id, &mut out, &|name, value| match name {
        "href" if !value.trim().is_empty() && value.trim() != "#" => targets.link(value.trim()),
        "src" | "data-src" if !value.trim().is_empty() => targets.picture(value.trim()),
        _ => value.to_owned(),
    });
    out
}

fn write(dom: &Dom, id: Id, out: &mut String, address: &dyn Fn(&str, &str) -> String) {
    match dom.data(id) {
        Data::Nothing => {}
        Data::Text(text) => {
            let raw = dom
                .parent(id)
                .is_some_and(|parent| matches!(dom.name(parent), "script" | "style"));
            if raw {
                out.push_str(text);
            } else {
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                out.push_str(&text.replace('>', "&gt;"));
            }
        }
        Data::Comment(text) => {
            let _ = write!(out, "<!--{text}-->");
        }
        Data::Element { name, attributes } => {
            let _ = write!(out, "<{name}");
            // Names that only a fault of the syntax makes are none.
            let named = |name: &str| {
                name.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-_:".contains(&b))
            };
            for (attribute, value) in attributes.iter().filter(|(name, _)| named(name)) {
                let value = address(attribute, value);
                let value = value.replace('&', "&amp;").replace('"', "&quot;");
                let _ = write!(out, " {attribute}=\"{value}\"");
            }
            out.push('>');
            if VOID.contains(&name.as_str()) {
                return;
            }
            for child in dom.children(id) {
                write(dom, *child, out, address);
            }
            let _ = write!(out, "</{name}>");
        }
    }
}
