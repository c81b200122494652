//! Parts of a page that are no section of their own: text within others, HTML that fits no form, and
//! what no visitor sees.

use crate::value::{Fields, Value};

use super::dom::{Dom, Id};
use super::flow::Flow;
use super::look::text;
use super::notes::Sort;
use super::piece::{Context, What};
use super::rich::{Block, Shown};
use super::state::Kept;
use super::unseen::is_part;

impl Flow<'_, '_, '_> {
    /// Keeps nodes as HTML.
    pub(super) fn raw(&mut self, nodes: &[Id], line: u32, from: String) {
        let mut html = String::new();
        for node in nodes {
            html.push_str(&super::raw::outer(self.dom, *node, self.state.targets));
            // What could run in a drawing cannot be told from the rest, so no output has it.
            let below = self.dom.below(*node);
            let links = below.filter(|one| self.dom.name(*one) == "a");
            let links = links.map(|one| self.dom.attribute(one, "href").trim().to_owned());
            let links = links.filter(|href| !href.is_empty()).collect();
            let said = text(self.dom, *node);
            self.state.left(Sort::Drawing, line, Some(said), links);
        }
        let fields = Fields::from_iter([("body".to_owned(), Value::Text(html))]);
        self.add(
            What::Section {
                kind: "html",
                fields,
                shown: Shown::default(),
            },
            line,
            from,
        );
    }

    /// What stands in a node as blocks of text alone.
    pub(super) fn blocks(&mut self, id: Id) -> Vec<Block> {
        let children = self.dom.children(id).to_vec();
        self.blocks_of(&children, Some(id))
    }

    /// Nodes as blocks of text alone.
    pub(super) fn blocks_of(&mut self, nodes: &[Id], within: Option<Id>) -> Vec<Block> {
        let mut out = Vec::new();
        let mut flow = Flow {
            state: self.state,
            dom: self.dom,
            context: Context {
                nested: true,
                ..self.context
            },
            out: &mut out,
        };
        flow.nodes(nodes, within);
        let blocks = out.into_iter().filter_map(|piece| match piece.what {
            What::Block(block) => Some(block),
            _ => None,
        });
        blocks.collect()
    }

    /// Looks at what was met within lines and that no visitor sees: parts of a page are kept, hidden.
    pub(super) fn keep_waiting(&mut self) {
        if self.context.nested {
            return;
        }
        for Kept { line, html } in std::mem::take(&mut self.state.waiting) {
            let part = Dom::read(&html, line).ok().filter(is_part);
            let Some(dom) = part else {
                self.state.left(Sort::Comment, line, None, Vec::new());
                continue;
            };
            let unseen = std::mem::replace(&mut self.state.in_hidden, true);
            self.state.depth += 1;
            let mut flow = Flow {
                state: self.state,
                dom: &dom,
                context: Context {
                    hidden: true,
                    ..self.context
                },
                out: self.out,
            };
            flow.children(0);
            self.state.depth -= 1;
            self.state.in_hidden = unseen;
        }
    }
}
