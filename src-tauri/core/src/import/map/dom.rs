//! A page of HTML as a tree, read as browsers read it, with the line each element began on.

use std::cell::Cell;
use std::rc::Rc;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, parse_document};

use super::sink::Sink;

/// Attributes of one element that are still read.
const MOST_ATTRIBUTES: u32 = 2_000;
/// Bytes that are read before it is looked whether the page is too deep.
const CHUNK: usize = 16 * 1024;

/// A node of a [`Dom`].
pub(crate) type Id = usize;

/// What a node is.
#[derive(Debug)]
pub(crate) enum Data {
    /// The page, or something that shows nothing.
    Nothing,
    /// Letters.
    Text(String),
    /// What stands in a comment.
    Comment(String),
    /// An element.
    Element {
        /// Its name in small letters.
        name: String,
        /// Its attributes by names in small letters.
        attributes: Vec<(String, String)>,
    },
}

/// A node in its place.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: Option<Id>,
    pub(super) children: Vec<Id>,
    pub(super) data: Data,
    line: u32,
}

/// A page as a tree. The node 0 is the page itself.
#[derive(Debug, Default)]
pub(crate) struct Dom {
    pub(super) nodes: Vec<Node>,
    /// Lines with faults of the syntax.
    pub(super) faults: Vec<u32>,
}

/// Why a page is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TooMuch {
    /// Elements stand in each other too deeply.
    Deep,
    /// One element has too many attributes.
    Attributes,
}

impl Dom {
    /// Reads `html`, whose first line is line `first` of its file.
    ///
    /// # Errors
    /// What there is too much of; reading it on could take for ever.
    pub(crate) fn read(html: &str, first: u32) -> Result<Self, TooMuch> {
        if has_many_attributes(html) {
            return Err(TooMuch::Attributes);
        }
        let deep = Rc::new(Cell::new(false));
        let sink = Sink::new(first, Rc::clone(&deep));
        let mut parser = parse_document(sink, ParseOpts::default());
        let mut rest = html;
        while !rest.is_empty() {
            let mut end = rest.len().min(CHUNK);
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            let (chunk, after) = rest.split_at(end);
            parser.process(StrTendril::from_slice(chunk));
            if deep.get() {
                return Err(TooMuch::Deep);
            }
            rest = after;
        }
        let dom = parser.finish();
        if deep.get() {
            Err(TooMuch::Deep)
        } else {
            Ok(dom)
        }
    }

    /// A page with nothing on it.
    pub(super) fn empty(first: u32) -> Self {
        Self {
            nodes: vec![Node::new(Data::Nothing, first)],
            faults: Vec::new(),
        }
    }

    /// What a node is.
    pub(crate) fn data(&self, id: Id) -> &Data {
        &self.nodes[id].data
    }

    /// The nodes in a node, in order.
    pub(crate) fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// What a node stands in.
    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    /// The line a node began on.
    pub(super) fn line(&self, id: Id) -> u32 {
        self.nodes[id].line
    }

    /// The name of an element; empty for what is none.
    pub(crate) fn name(&self, id: Id) -> &str {
        match self.data(id) {
            Data::Element { name, .. } => name,
            _ => "",
        }
    }

    /// An attribute of an element; empty when it has none such.
    pub(crate) fn attribute(&self, id: Id, wanted: &str) -> &str {
        match self.data(id) {
            Data::Element { attributes, .. } => attributes
                .iter()
                .find(|(name, _)| name == wanted)
                .map_or("", |(_, value)| value),
            _ => "",
        }
    }

    /// Whether an element has a class.
    pub(super) fn has_class(&self, id: Id, wanted: &str) -> bool {
        self.attribute(id, "class")
            .split_ascii_whitespace()
            .any(|class| class.eq_ignore_ascii_case(wanted))
    }

    /// The elements in a node, in order.
    pub(crate) fn elements(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let children = self.children(id).iter().copied();
        children.filter(|child| matches!(self.data(*child), Data::Element { .. }))
    }

    /// All nodes below a node, in the order of the page.
    pub(crate) fn below(&self, id: Id) -> Below<'_> {
        Below {
            dom: self,
            stack: self.children(id).iter().rev().copied().collect(),
        }
    }

    /// The first element below a node that is as wanted.
    pub(crate) fn first(&self, id: Id, wanted: impl Fn(Id) -> bool) -> Option<Id> {
        self.below(id)
            .find(|node| matches!(self.data(*node), Data::Element { .. }) && wanted(*node))
    }
}

/// Nodes in the order of the page.
pub(crate) struct Below<'a> {
    dom: &'a Dom,
    stack: Vec<Id>,
}

impl Iterator for Below<'_> {
    type Item = Id;

    fn next(&mut self) -> Option<Id> {
        let next = self.stack.pop()?;
        self.stack
            .extend(self.dom.children(next).iter().rev().copied());
        Some(next)
    }
}

/// Whether some element has so many attributes that comparing them with each other takes too long.
fn has_many_attributes(html: &str) -> bool {
    let mut inside = false;
    let mut quote = None;
    let mut blanks = 0;
    let bytes = html.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if !inside {
            inside = *byte == b'<' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
            (quote, blanks) = (None, 0);
            continue;
        }
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(*byte),
            (byte, Some(open)) if *byte == open => quote = None,
            (b'>', None) => inside = false,
            // Attributes stand apart by blanks, slashes or what ends the one before.
            (b'=' | b'/', _) => blanks += 1,
            (byte, _) if byte.is_ascii_whitespace() => blanks += u32::from(!is_blank(bytes, at)),
            _ => {}
        }
        if blanks > MOST_ATTRIBUTES && quote.is_none() {
            return true;
        }
    }
    false
}

/// Whether a blank stands behind another.
fn is_blank(bytes: &[u8], at: usize) -> bool {
    at > 0 && bytes[at - 1].is_ascii_whitespace()
}

impl Node {
    /// A node that stands nowhere yet.
    pub(super) fn new(data: Data, line: u32) -> Self {
        Self {
            parent: None,
            children: Vec::new(),
            data,
            line,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_browsers_do_and_knows_its_lines() {
        let dom = Dom::read("<p>a\n<p id=X CLASS='a b'>b</p>\n</p>c", 5).unwrap();
        let p = dom.first(0, |id| dom.attribute(id, "id") == "X").unwrap();
        assert_eq!((dom.name(p), dom.line(p)), ("p", 6));
        assert!(dom.has_class(p, "B"));
        assert!(!dom.faults.is_empty());
    }

    #[test]
    fn what_would_take_for_ever_is_not_read() {
        let deep = "<div>".repeat(100_000);
        assert_eq!(Dom::read(&deep, 1).unwrap_err(), TooMuch::Deep);
        let bold: String = (0..100_000).map(|i| format!("<b id={i}>")).collect();
        assert_eq!(Dom::read(&bold, 1).unwrap_err(), TooMuch::Deep);
        let many: String = (0..100_000).map(|i| format!(" a{i}")).collect();
        assert_eq!(
            Dom::read(&format!("<p{many}>x"), 1).unwrap_err(),
            TooMuch::Attributes
        );
        assert!(Dom::read(&format!("<p{many}>x").replace('<', "&lt;"), 1).is_ok());
    }
}
