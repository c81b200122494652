//! One page of a bundle as it can be shown inside the review file: nothing in it runs, asks elsewhere or
//! leads away, whatever the page is. Style sheets and pictures are places that [`Assets`] fills.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::bundle::{Bundle, inside};
use crate::error::Error;
use crate::import::map::dom::{Data, Dom, Id};
use crate::render::escape;

use super::assets::Assets;

/// Elements that go with all that is in them: they run, load, or are nothing to see.
const GONE: [&str; 28] = [
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "audio",
    "video",
    "source",
    "track",
    "link",
    "meta",
    "base",
    "title",
    "textarea",
    "select",
    "datalist",
    "use",
    "foreignobject",
    "portal",
    "fencedframe",
    "image",
    "noembed",
    "noframes",
];
/// Elements that go and leave what is in them.
const OPENED: [&str; 9] = [
    "form",
    "map",
    "area",
    "dialog",
    "slot",
    "marquee",
    "plaintext",
    "xmp",
    "listing",
];
/// How the names of elements begin that move pictures about.
const MOVES: [&str; 2] = ["animate", "set"];
/// Elements without an end.
const VOID: [&str; 6] = ["br", "hr", "img", "wbr", "col", "input"];
/// Attributes that say and show, and do nothing.
const KEPT: [&str; 62] = [
    "id",
    "class",
    "lang",
    "dir",
    "title",
    "alt",
    "width",
    "height",
    "role",
    "colspan",
    "rowspan",
    "scope",
    "headers",
    "open",
    "datetime",
    "start",
    "reversed",
    "value",
    "type",
    "hidden",
    "abbr",
    "align",
    "valign",
    "viewbox",
    "d",
    "fill",
    "fill-rule",
    "clip-rule",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-dasharray",
    "stroke-opacity",
    "stroke-miterlimit",
    "opacity",
    "transform",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "dx",
    "dy",
    "points",
    "preserveaspectratio",
    "offset",
    "stop-color",
    "stop-opacity",
    "gradientunits",
    "gradienttransform",
    "text-anchor",
    "font-size",
    "font-weight",
    "font-family",
];
/// The attribute of a place that changed.
const MARK: &str = "data-changed";

/// A page that was made safe.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// The document, with places for what [`Assets`] holds.
    pub(super) html: String,
    /// Pictures that are left out because of their size.
    pub(super) left_out: usize,
    /// Documents that it links to, by path.
    pub(super) documents: BTreeSet<String>,
}

/// Makes a page safe; `None` when it cannot be read as one. Sections with these ids are marked.
pub(super) fn frame(
    bundle: &Bundle,
    path: &str,
    marked: &BTreeSet<&str>,
    assets: &mut Assets,
) -> Result<Option<Frame>, Error> {
    let Some(text) = bundle.text(path)? else {
        return Ok(None);
    };
    let Ok(dom) = Dom::read(&text, 1) else {
        return Ok(None);
    };
    let mut writer = Writer {
        bundle,
        path,
        marked,
        assets,
        dom: &dom,
        made: Frame::default(),
    };
    writer.document()?;
    Ok(Some(writer.made))
}

struct Writer<'a> {
    bundle: &'a Bundle,
    path: &'a str,
    marked: &'a BTreeSet<&'a str>,
    assets: &'a mut Assets,
    dom: &'a Dom,
    made: Frame,
}

impl Writer<'_> {
    fn document(&mut self) -> Result<(), Error> {
        let dom = self.dom;
        let named = |wanted: &str| dom.first(0, |id| dom.name(id) == wanted);
        self.made.html.push_str("<!doctype html><html");
        named("html").into_iter().for_each(|id| self.attributes(id));
        self.made.html.push_str("><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>");
        let title = named("title")
            .map(|id| text_of(dom, id))
            .unwrap_or_default();
        self.made.html.push_str(&escape(&title));
        self.made.html.push_str("</title>");
        for sheet in dom.below(0).filter(|id| dom.name(*id) == "link") {
            let is_style = dom
                .attribute(sheet, "rel")
                .eq_ignore_ascii_case("stylesheet");
            let address = dom.attribute(sheet, "href");
            if let Some(file) = inside(address, self.path).filter(|_| is_style) {
                let place = self.assets.style(self.bundle, &file)?;
                self.made.html.push_str(&place);
            }
        }
        let marks = self.assets.marks();
        self.made.html.push_str(&marks);
        self.made.html.push_str("</head><body");
        if let Some(body) = named("body") {
            self.attributes(body);
            self.made.html.push('>');
            self.children(body)?;
        }
        self.made.html.push_str("</body></html>");
        Ok(())
    }

    fn children(&mut self, id: Id) -> Result<(), Error> {
        for child in self.dom.children(id) {
            self.node(*child)?;
        }
        Ok(())
    }

    fn node(&mut self, id: Id) -> Result<(), Error> {
        let name = match self.dom.data(id) {
            Data::Text(text) => {
                let text = text.replace(super::assets::PLACE, "");
                self.made.html.push_str(&escape(&text));
                return Ok(());
            }
            Data::Element { name, .. } => name.as_str(),
            Data::Comment(_) | Data::Nothing => return Ok(()),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let moves = MOVES.iter().any(|one| name.starts_with(one));
        if GONE.contains(&name) || moves || !name.chars().all(plain) || self.is_jump(id) {
            return Ok(());
        }
        if OPENED.contains(&name) {
            return self.children(id);
        }
        let _ = write!(self.made.html, "<{name}");
        self.attributes(id);
        match name {
            "a" => self.link(id),
            "img" => self.picture(id)?,
            "input" | "button" => self.made.html.push_str(" disabled"),
            _ => {}
        }
        self.made.html.push('>');
        if !VOID.contains(&name) {
            self.children(id)?;
            let _ = write!(self.made.html, "</{name}>");
        }
        Ok(())
    }

    /// Whether this is a link over the head of the page, which leads nowhere here.
    fn is_jump(&self, id: Id) -> bool {
        let parent = self.dom.parent(id).map(|parent| self.dom.name(parent));
        parent == Some("body") && self.dom.attribute(id, "href").starts_with('#')
    }

    fn attributes(&mut self, id: Id) {
        let Data::Element { attributes, .. } = self.dom.data(id) else {
            return;
        };
        for (name, value) in attributes {
            let aria = |rest: &str| rest.chars().all(|c| c.is_ascii_lowercase());
            let kept =
                KEPT.contains(&name.as_str()) || name.strip_prefix("aria-").is_some_and(aria);
            // What is drawn with something else may be drawn with something from elsewhere.
            let draws = value.to_ascii_lowercase().contains("url(");
            if kept && !draws {
                let value = value.replace(super::assets::PLACE, "");
                let _ = write!(self.made.html, " {name}=\"{}\"", escape(&value));
            }
            if name == "id" && self.marked.contains(value.as_str()) {
                let _ = write!(self.made.html, " {MARK}");
            }
        }
    }

    /// A link leads nowhere and says where it would.
    fn link(&mut self, id: Id) {
        let address = self.dom.attribute(id, "href");
        if let Some(file) = inside(
            address.split(['#', '?']).next().unwrap_or_default(),
            self.path,
        ) && is_document(&file)
            && self.bundle.manifest().get(&file).is_some()
        {
            self.made.documents.insert(file);
        }
        if !address.is_empty() && self.dom.attribute(id, "title").is_empty() {
            let _ = write!(
                self.made.html,
                " title=\"→ {}\"",
                escape(&address.replace(super::assets::PLACE, ""))
            );
        }
    }

    fn picture(&mut self, id: Id) -> Result<(), Error> {
        let address = self.dom.attribute(id, "src");
        let Some(file) = inside(address, self.path) else {
            return Ok(());
        };
        match self.assets.picture(self.bundle, &file)? {
            Some(place) => drop(write!(self.made.html, " src=\"{place}\"")),
            None => self.made.left_out += 1,
        }
        Ok(())
    }
}

/// The letters in an element.
fn text_of(dom: &Dom, id: Id) -> String {
    let letters = dom.below(id).filter_map(|node| match dom.data(node) {
        Data::Text(text) => Some(text.as_str()),
        _ => None,
    });
    letters.collect()
}

/// Whether a file is neither page nor picture nor something for programs.
fn is_document(path: &str) -> bool {
    path.starts_with("media/") && !crate::served::media_type(path).starts_with("image/")
}
