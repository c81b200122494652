//! What elements look like to a visitor: what is shown, what is not, and how large it is written.

use super::dom::{Data, Dom, Id};

/// Why an element shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unseen {
    /// It is a script.
    Script,
    /// It is a style sheet or holds what is no part of the page.
    Technical,
    /// It steers a show of slides that needs a script.
    Control,
    /// It is hidden by its style.
    Hidden,
}

/// Classes of what steers slides, and of words for nobody but screen readers beside it.
const CONTROLS: [&str; 4] = [
    "navigation",
    "prev-next",
    "play-pause",
    "screen-reader-text",
];

/// Elements that hold no part of what a page says.
const TECHNICAL: [&str; 12] = [
    "style", "noscript", "template", "link", "meta", "base", "title", "head", "param", "source",
    "track", "datalist",
];

/// Why an element shows nothing to a visitor; none when it does show.
pub(super) fn unseen(dom: &Dom, id: Id) -> Option<Unseen> {
    let name = dom.name(id);
    if name.is_empty() {
        return None;
    }
    if name == "script" {
        return Some(Unseen::Script);
    }
    if TECHNICAL.contains(&name) {
        return Some(Unseen::Technical);
    }
    if CONTROLS.iter().any(|class| dom.has_class(id, class)) {
        return Some(Unseen::Control);
    }
    is_hidden(dom, id).then_some(Unseen::Hidden)
}

/// Whether an element is hidden by its own style or attribute.
pub(super) fn is_hidden(dom: &Dom, id: Id) -> bool {
    style(dom, id, "display").is_some_and(|value| value.starts_with("none"))
        || style(dom, id, "visibility").is_some_and(|value| value.starts_with("hidden"))
        || has_attribute(dom, id, "hidden")
}

/// Whether an element has an attribute, with or without a value.
pub(super) fn has_attribute(dom: &Dom, id: Id, wanted: &str) -> bool {
    matches!(dom.data(id), Data::Element { attributes, .. } if attributes.iter().any(|(name, _)| name == wanted))
}

/// One declaration of an element's own style, in small letters.
pub(super) fn style(dom: &Dom, id: Id, wanted: &str) -> Option<String> {
    let style = dom.attribute(id, "style");
    style.split(';').find_map(|one| {
        let (name, value) = one.split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case(wanted)
            .then(|| value.trim().to_ascii_lowercase())
    })
}

/// The size of an element's own letters in CSS pixels, when its style says it.
pub(super) fn letters(dom: &Dom, id: Id) -> Option<f32> {
    let size = style(dom, id, "font-size")?;
    let (number, unit) = size.split_at(size.find(|c: char| c.is_ascii_alphabetic() || c == '%')?);
    let number: f32 = number.trim().parse().ok()?;
    match unit.trim() {
        "px" => Some(number),
        "pt" => Some(number * 4.0 / 3.0),
        "em" | "rem" => Some(number * 16.0),
        "%" => Some(number * 0.16),
        _ => None,
    }
}

/// Text without any white space.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !is_white(*c)).collect()
}

/// Text with one blank wherever it had white space, and none around it.
pub(super) fn one_line(text: &str) -> String {
    text.split(is_white)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// White space, the mark of a text's byte order included: it shows nothing anywhere.
pub(super) fn is_white(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}'
}

/// The text a visitor sees in a node.
pub(super) fn text(dom: &Dom, id: Id) -> String {
    let mut out = String::new();
    add_text(dom, id, &mut out);
    out
}

fn add_text(dom: &Dom, id: Id, out: &mut String) {
    match dom.data(id) {
        Data::Text(text) => out.push_str(text),
        Data::Comment(_) => {}
        Data::Nothing | Data::Element { .. } => {
            if unseen(dom, id).is_some() {
                return;
            }
            let parts = dom.name(id) == "br" || is_block(dom.name(id));
            if parts {
                out.push(' ');
            }
            for child in dom.children(id) {
                add_text(dom, *child, out);
            }
            if parts {
                out.push(' ');
            }
        }
    }
}

/// Whether a visitor sees any text or picture in a node.
pub(super) fn shows(dom: &Dom, id: Id) -> bool {
    match dom.data(id) {
        Data::Text(text) => !text.chars().all(is_white),
        Data::Comment(_) => false,
        Data::Nothing | Data::Element { .. } => {
            unseen(dom, id).is_none()
                && (picture_address(dom, id).is_some()
                    || dom.children(id).iter().any(|child| shows(dom, *child)))
        }
    }
}

/// The address of a picture: of an `img`, or of what a script makes one of.
pub(super) fn picture_address(dom: &Dom, id: Id) -> Option<&str> {
    let address = match dom.name(id) {
        "" => return None,
        "img" => dom.attribute(id, "src"),
        _ => dom.attribute(id, "data-src"),
    };
    let address = address.trim();
    (!address.is_empty()).then_some(address)
}

/// Elements that stand on lines of their own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "video"
            | "audio"
            | "iframe"
            | "object"
            | "embed"
            | "canvas"
            | "svg"
            | "math"
            | "caption"
    )
}

/// Whether a node is, or holds, something that stands on lines of its own.
pub(super) fn holds_block(dom: &Dom, id: Id) -> bool {
    is_block(dom.name(id)) || dom.below(id).any(|node| is_block(dom.name(node)))
}

/// Whether an element is a control of a form and nothing else: one that a fault of the syntax let swallow
/// other parts of the page is not.
pub(super) fn is_control(dom: &Dom, id: Id) -> bool {
    let control = matches!(
        dom.name(id),
        "input" | "select" | "button" | "textarea" | "option"
    );
    let part = |node: Id| {
        is_block(dom.name(node)) || dom.name(node) == "a" || picture_address(dom, node).is_some()
    };
    control && dom.first(id, part).is_none()
}

/// What an element was, in a few characters: `div.content-faq`, `label#top`.
pub(super) fn origin(dom: &Dom, id: Id) -> String {
    let name = dom.name(id);
    if let Some(id) = dom.attribute(id, "id").split_ascii_whitespace().next() {
        return format!("{name}#{id}");
    }
    match dom.attribute(id, "class").split_ascii_whitespace().next() {
        Some(class) => format!("{name}.{class}"),
        None => name.to_owned(),
    }
}
