//! A page of HTML as a tree, read as browsers read it, with the line each element began on.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_document};

/// Elements inside each other that are still read: pages that people wrote have about thirty.
const DEEPEST: u32 = 256;
/// Attributes of one element that are still read.
const MOST_ATTRIBUTES: u32 = 2_000;
/// Bytes that are read before it is looked whether the page is too deep.
const CHUNK: usize = 16 * 1024;

/// A node of a [`Dom`].
pub(super) type Id = usize;

/// What a node is.
#[derive(Debug)]
pub(super) enum Data {
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

#[derive(Debug)]
struct Node {
    parent: Option<Id>,
    children: Vec<Id>,
    data: Data,
    line: u32,
}

/// A page as a tree. The node 0 is the page itself.
#[derive(Debug, Default)]
pub(super) struct Dom {
    nodes: Vec<Node>,
    /// Lines with faults of the syntax.
    pub(super) faults: Vec<u32>,
}

/// Why a page is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TooMuch {
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
    pub(super) fn read(html: &str, first: u32) -> Result<Self, TooMuch> {
        if has_many_attributes(html) {
            return Err(TooMuch::Attributes);
        }
        let deep = Rc::new(Cell::new(false));
        let sink = Sink {
            dom: RefCell::new(Self {
                nodes: vec![Node::new(Data::Nothing, first)],
                faults: Vec::new(),
            }),
            line: Cell::new(first),
            first,
            deep: Rc::clone(&deep),
            nothing: Rc::new(QualName::new(None, ns!(), local_name!(""))),
        };
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

    /// What a node is.
    pub(super) fn data(&self, id: Id) -> &Data {
        &self.nodes[id].data
    }

    /// The nodes in a node, in order.
    pub(super) fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// What a node stands in.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    /// The line a node began on.
    pub(super) fn line(&self, id: Id) -> u32 {
        self.nodes[id].line
    }

    /// The name of an element; empty for what is none.
    pub(super) fn name(&self, id: Id) -> &str {
        match self.data(id) {
            Data::Element { name, .. } => name,
            _ => "",
        }
    }

    /// An attribute of an element; empty when it has none such.
    pub(super) fn attribute(&self, id: Id, wanted: &str) -> &str {
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
    pub(super) fn elements(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let children = self.children(id).iter().copied();
        children.filter(|child| matches!(self.data(*child), Data::Element { .. }))
    }

    /// All nodes below a node, in the order of the page.
    pub(super) fn below(&self, id: Id) -> Below<'_> {
        Below {
            dom: self,
            stack: self.children(id).iter().rev().copied().collect(),
        }
    }

    /// The first element below a node that is as wanted.
    pub(super) fn first(&self, id: Id, wanted: impl Fn(Id) -> bool) -> Option<Id> {
        self.below(id)
            .find(|node| matches!(self.data(*node), Data::Element { .. }) && wanted(*node))
    }
}

/// Nodes in the order of the page.
pub(super) struct Below<'a> {
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
    fn new(data: Data, line: u32) -> Self {
        Self {
            parent: None,
            children: Vec::new(),
            data,
            line,
        }
    }
}

/// What the parser knows a node by.
#[derive(Debug, Clone)]
struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// Builds the tree.
struct Sink {
    dom: RefCell<Dom>,
    line: Cell<u32>,
    first: u32,
    deep: Rc<Cell<bool>>,
    nothing: Rc<QualName>,
}

impl Sink {
    /// What is no element; the parser never asks for its name.
    fn nameless(&self, id: Id) -> Handle {
        Handle {
            id,
            name: Rc::clone(&self.nothing),
        }
    }

    fn create(&self, data: Data) -> Id {
        let mut dom = self.dom.borrow_mut();
        dom.nodes.push(Node::new(data, self.line.get()));
        dom.nodes.len() - 1
    }

    /// Whether a node stands too deeply. Looked at as often as it is asked, so with every element.
    fn is_deep(dom: &Dom, mut id: Id) -> bool {
        let mut depth = 0;
        while let Some(parent) = dom.nodes[id].parent {
            depth += 1;
            id = parent;
            if depth > DEEPEST {
                return true;
            }
        }
        false
    }

    fn place(&self, parent: Id, at: usize, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node.id);
                let mut dom = self.dom.borrow_mut();
                let at = at.min(dom.nodes[parent].children.len());
                dom.nodes[parent].children.insert(at, node.id);
                dom.nodes[node.id].parent = Some(parent);
                if Self::is_deep(&dom, node.id) {
                    self.deep.set(true);
                }
            }
            NodeOrText::AppendText(text) => {
                let before = {
                    let dom = self.dom.borrow();
                    let at = at.min(dom.nodes[parent].children.len());
                    at.checked_sub(1)
                        .map(|before| dom.nodes[parent].children[before])
                };
                let mut dom = self.dom.borrow_mut();
                if let Some(before) = before
                    && let Data::Text(known) = &mut dom.nodes[before].data
                {
                    known.push_str(&text);
                    return;
                }
                drop(dom);
                let id = self.create(Data::Text(text.to_string()));
                let mut dom = self.dom.borrow_mut();
                let at = at.min(dom.nodes[parent].children.len());
                dom.nodes[parent].children.insert(at, id);
                dom.nodes[id].parent = Some(parent);
            }
        }
    }

    fn detach(&self, id: Id) {
        let mut dom = self.dom.borrow_mut();
        if let Some(parent) = dom.nodes[id].parent.take() {
            dom.nodes[parent].children.retain(|child| *child != id);
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Dom;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Dom {
        self.dom.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {
        self.dom.borrow_mut().faults.push(self.line.get());
    }

    fn get_document(&self) -> Handle {
        self.nameless(0)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Handle {
        let attributes = attributes
            .into_iter()
            .map(|one| {
                (
                    one.name.local.to_ascii_lowercase().to_string(),
                    one.value.to_string(),
                )
            })
            .collect();
        let id = self.create(Data::Element {
            name: name.local.to_ascii_lowercase().to_string(),
            attributes,
        });
        Handle {
            id,
            name: Rc::new(name),
        }
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        let id = self.create(Data::Comment(text.to_string()));
        self.nameless(id)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        let id = self.create(Data::Nothing);
        self.nameless(id)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.place(parent.id, usize::MAX, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        if self.dom.borrow().nodes[element.id].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.detach(node.id);
        }
        let at = {
            let dom = self.dom.borrow();
            let parent = dom.nodes[sibling.id].parent;
            parent.and_then(|parent| {
                let children = &dom.nodes[parent].children;
                Some((parent, children.iter().position(|id| *id == sibling.id)?))
            })
        };
        if let Some((parent, at)) = at {
            self.place(parent, at, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, more: Vec<Attribute>) {
        let mut dom = self.dom.borrow_mut();
        if let Data::Element { attributes, .. } = &mut dom.nodes[target.id].data {
            for one in more {
                let name = one.name.local.to_ascii_lowercase().to_string();
                if !attributes.iter().any(|(known, _)| *known == name) {
                    attributes.push((name, one.value.to_string()));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        let mut dom = self.dom.borrow_mut();
        let children = std::mem::take(&mut dom.nodes[node.id].children);
        for child in &children {
            dom.nodes[*child].parent = Some(parent.id);
        }
        dom.nodes[parent.id].children.extend(children);
    }

    fn set_current_line(&self, line: u64) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.line.set((self.first - 1).saturating_add(line));
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
