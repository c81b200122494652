//! What no visitor sees: which of it is a part of a page, and which the rest of something gone.

use super::dom::{Dom, Id};
use super::look::shows;

/// Whether what stands in a comment is a part of a page: text in elements, or a link that leads somewhere.
pub(super) fn is_part(dom: &Dom) -> bool {
    dom.below(0).any(|id| {
        let link = dom.name(id) == "a" && !matches!(dom.attribute(id, "href").trim(), "" | "#");
        let block = matches!(
            dom.name(id),
            "p" | "ul"
                | "ol"
                | "li"
                | "label"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "table"
                | "div"
        );
        (link || block) && shows(dom, id)
    })
}

/// Whether a hidden element is the rest of something that needed a script.
pub(super) fn is_widget(dom: &Dom, id: Id) -> bool {
    let widget = |id: Id| {
        matches!(dom.name(id), "select" | "script" | "input" | "button")
            || [
                "mscom-accordion",
                "certPopup",
                "accordion",
                "modal",
                "popup",
                "play-pause",
            ]
            .iter()
            .any(|class| dom.has_class(id, class))
    };
    widget(id) || dom.below(id).any(widget)
}
