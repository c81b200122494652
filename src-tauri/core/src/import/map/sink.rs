//! Builds the tree of a page from what the parser says.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, ExpandedName, QualName, local_name, ns};

use super::dom::{Data, Dom, Id, Node};

/// Elements inside each other that are still read: pages that people wrote have about thirty.
const DEEPEST: u32 = 256;

/// What the parser knows a node by.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    id: Id,
    name: Rc<QualName>,
}

/// Builds the tree.
pub(super) struct Sink {
    dom: RefCell<Dom>,
    line: Cell<u32>,
    first: u32,
    deep: Rc<Cell<bool>>,
    nothing: Rc<QualName>,
}

impl Sink {
    /// Builds a tree whose first line is line `first` of its file; `deep` tells when there is too much of it.
    pub(super) fn new(first: u32, deep: Rc<Cell<bool>>) -> Self {
        Self {
            dom: RefCell::new(Dom::empty(first)),
            line: Cell::new(first),
            first,
            deep,
            nothing: Rc::new(QualName::new(None, ns!(), local_name!(""))),
        }
    }

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
