//! The walk through a page: what fits a rule becomes a section or an item of one, the rest is text.

use super::dom::{Data, Dom, Id};
use super::headings::{
    LARGE, LONGEST_HEADING, is_bold_heading, label_weight, real_weight, size_weight, unbold,
};
use super::inline::inline;
use super::look::{
    Unseen, holds_block, is_block, is_control, is_white, letters, one_line, origin,
    picture_address, text, unseen,
};
use super::notes::Sort;
use super::piece::{Context, Piece, What};
use super::rich::{Block, Inline};
use super::state::State;
use super::tally::Tally;
use super::unseen::is_widget;
use super::{boxes, hero, items, lists, pictures, table};

/// Walks through a part of a page.
pub(super) struct Flow<'s, 'a, 'd> {
    pub(super) state: &'s mut State<'a>,
    pub(super) dom: &'d Dom,
    pub(super) context: Context,
    pub(super) out: &'s mut Vec<Piece>,
}

/// Rules in the order they are tried: each answers whether it took the element.
const RULES: [fn(&mut Flow<'_, '_, '_>, Id) -> bool; 6] = [
    hero::take,
    boxes::breadcrumb,
    items::take,
    pictures::logos,
    pictures::band,
    table::take,
];

impl Flow<'_, '_, '_> {
    /// Walks through what stands in a node.
    pub(super) fn children(&mut self, id: Id) {
        let children = self.dom.children(id).to_vec();
        self.nodes(&children, Some(id));
    }

    /// Walks through nodes; lines that stand in no element of their own are paragraphs.
    pub(super) fn nodes(&mut self, nodes: &[Id], within: Option<Id>) {
        let mut line: Vec<Id> = Vec::new();
        for (at, id) in nodes.iter().copied().enumerate() {
            if self.state.skip == Some(id) {
                continue;
            }
            if let Data::Comment(comment) = self.dom.data(id)
                && (line.is_empty() || self.context.aside)
            {
                self.flush(&mut line, within);
                self.state.comment(self.dom.line(id), comment);
                self.keep_waiting();
            } else if self.is_heading_label(id, nodes, at) {
                self.flush(&mut line, within);
                self.element(id);
            } else if self.is_inline(id) {
                line.push(id);
            } else {
                self.flush(&mut line, within);
                self.element(id);
            }
        }
        self.flush(&mut line, within);
    }

    fn flush(&mut self, line: &mut Vec<Id>, within: Option<Id>) {
        let nodes = std::mem::take(line);
        let Some(first) = nodes.iter().copied().find(|id| self.matters(*id)) else {
            return;
        };
        let from = within.map_or_else(String::new, |id| origin(self.dom, id));
        self.paragraph(&nodes, None, self.dom.line(first), from);
    }

    fn matters(&self, id: Id) -> bool {
        match self.dom.data(id) {
            Data::Text(text) => !text.chars().all(is_white),
            Data::Nothing => false,
            Data::Comment(_) | Data::Element { .. } => true,
        }
    }

    /// Whether a node stands within a line.
    fn is_inline(&self, id: Id) -> bool {
        match self.dom.data(id) {
            Data::Text(_) | Data::Comment(_) | Data::Nothing => true,
            Data::Element { name, .. } => {
                let block = is_block(name) && picture_address(self.dom, id).is_none();
                !block
                    && unseen(self.dom, id).is_none()
                    && (name == "a" || !holds_block(self.dom, id))
            }
        }
    }

    /// Whether a `label` is a heading: it labels no control, leads nowhere and stands on a line of its own.
    fn is_heading_label(&self, id: Id, nodes: &[Id], at: usize) -> bool {
        if self.dom.name(id) != "label" || self.context.nested || unseen(self.dom, id).is_some() {
            return false;
        }
        let said = one_line(&text(self.dom, id));
        let plain = self.dom.first(id, |node| {
            matches!(
                self.dom.name(node),
                "a" | "input" | "select" | "textarea" | "button"
            )
        });
        let alone = |mut nodes: std::slice::Iter<'_, Id>, back: bool| {
            let next = if back {
                nodes.rfind(|id| self.matters(**id))
            } else {
                nodes.find(|id| self.matters(**id))
            };
            next.is_none_or(|id| {
                let name = self.dom.name(*id);
                !self.is_inline(*id)
                    || matches!(name, "br" | "label")
                    || matches!(self.dom.data(*id), Data::Comment(_))
            })
        };
        !said.is_empty()
            && said.chars().count() <= LONGEST_HEADING
            && plain.is_none()
            && alone(nodes[at + 1..].iter(), false)
            && alone(nodes[..at].iter(), true)
    }

    /// Walks through an element.
    pub(super) fn element(&mut self, id: Id) {
        self.state.attributes(self.dom, id);
        if let Some(why) = unseen(self.dom, id) {
            self.unseen(id, why);
            return;
        }
        self.shown(id);
    }

    fn unseen(&mut self, id: Id, why: Unseen) {
        match why {
            Unseen::Hidden if is_widget(self.dom, id) => {
                self.state
                    .left(Sort::Widget, self.dom.line(id), None, Vec::new());
            }
            Unseen::Hidden if !self.context.nested => {
                let before = (self.context, self.state.in_hidden);
                (self.context.hidden, self.state.in_hidden) = (true, true);
                self.shown(id);
                (self.context, self.state.in_hidden) = before;
            }
            why => self.state.unseen(self.dom, id, why),
        }
    }

    /// Takes an element by the first rule that fits and loses nothing of it.
    fn by_rule(&mut self, id: Id) -> bool {
        // Numbers of nodes are those of the page, not of what stands in its comments.
        let counts = !self.state.in_hidden;
        if counts && self.state.denied.contains(&id) {
            return false;
        }
        let (begin, gone, crumbs) = (self.out.len(), self.state.gone, self.state.crumbs());
        if !RULES.iter().any(|rule| rule(self, id)) {
            // A rule that gave up halfway has said things that will be said again.
            if counts && self.state.gone != gone {
                self.state.failed.insert(id);
            }
            return false;
        }
        if counts {
            let mut kept = gone;
            kept += Tally::of(self.dom, id);
            let mut found = self.state.gone;
            for piece in &self.out[begin..] {
                found += piece.tally();
            }
            let now = self.state.crumbs();
            found.letters += now.letters - crumbs.letters;
            found.links += now.links - crumbs.links;
            if kept != found {
                self.state.failed.insert(id);
            }
        }
        true
    }

    /// The picture that a script would make of an element.
    pub(super) fn own_picture(&mut self, id: Id) -> Option<Block> {
        let (to, alt) = self.state.picture(self.dom, id)?;
        Some(Block::Paragraph(vec![Inline::Picture {
            to,
            alt,
            link: None,
        }]))
    }

    /// Walks through an element that is not hidden by itself.
    fn shown(&mut self, id: Id) {
        if !self.context.nested && (boxes::aside(self, id) || self.by_rule(id)) {
            self.keep_waiting();
            return;
        }
        let line = self.dom.line(id);
        let from = origin(self.dom, id);
        let nodes = [id];
        if let Some(picture) = self.own_picture(id) {
            self.block(picture, line, from.clone());
        }
        match self.dom.name(id) {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.is_one_line(id) => {
                self.heading(id, real_weight(self.dom, id), line, from)
            }
            "label" if self.is_one_line(id) => {
                let weight = label_weight(self.dom, id);
                self.state.repair(Sort::FauxHeading, line);
                self.heading(id, weight, line, from);
            }
            "p" | "dt" if !holds_block_inside(self.dom, id) => {
                let children = self.dom.children(id).to_vec();
                self.paragraph(&children, Some(id), line, from);
            }
            "ul" | "ol" | "menu" | "dir" => lists::take(self, id),
            "li" => lists::orphan(self, id),
            "blockquote" => {
                let blocks = self.blocks(id);
                self.block(Block::Quote(blocks), line, from);
            }
            "pre" if is_letters(self.dom, id) => {
                self.block(Block::Code(letters_of(self.dom, id)), line, from)
            }
            "hr" => self.block(Block::Rule, line, from),
            "table" => table::nested(self, id),
            "iframe" | "object" | "embed" | "video" | "audio" | "canvas" => {
                self.state.embed(self.dom, id)
            }
            _ if is_control(self.dom, id) => {
                let said = text(self.dom, id);
                self.state.left(Sort::Control, line, Some(said), Vec::new());
            }
            "svg" | "math" if !self.context.nested => self.raw(&nodes, line, from),
            _ => {
                self.children(id);
                // Lines of two containers are no one paragraph; nothing else is to be done.
            }
        }
        self.keep_waiting();
    }

    /// Whether an element can be one line: what an unclosed one swallowed is none.
    fn is_one_line(&self, id: Id) -> bool {
        let part = |node: Id| {
            is_block(self.dom.name(node)) && !matches!(self.dom.name(node), "p" | "div" | "center")
        };
        self.dom.first(id, part).is_none()
            && text(self.dom, id).chars().count() <= 2 * LONGEST_HEADING
    }

    /// A heading of an element.
    fn heading(&mut self, id: Id, weight: u32, line: u32, from: String) {
        let children = self.dom.children(id).to_vec();
        let inline = inline(self.state, self.dom, &children);
        if inline.is_empty() {
            self.state.repair(Sort::Empty, line);
            return;
        }
        let anchor = self.anchor(id);
        let inline = unbold(inline);
        self.block(
            Block::Heading {
                weight,
                anchor,
                inline,
            },
            line,
            from,
        );
    }

    /// The name of an element, or of an empty anchor in it.
    fn anchor(&mut self, id: Id) -> Option<String> {
        let inner = self.dom.first(id, |node| {
            self.dom.name(node) == "a" && self.dom.attribute(node, "href").is_empty()
        });
        let own = self.state.name(self.dom, id);
        own.or_else(|| self.state.name(self.dom, inner?))
    }

    /// A paragraph, or what stands in its place: a heading in disguise, or several paragraphs parted by
    /// empty lines.
    fn paragraph(&mut self, nodes: &[Id], element: Option<Id>, line: u32, from: String) {
        let pieces = inline(self.state, self.dom, nodes);
        if pieces.is_empty() {
            if element.is_some() && self.state.waiting.is_empty() {
                self.state.repair(Sort::Empty, line);
            }
            self.keep_waiting();
            return;
        }
        let weight = element.and_then(|id| self.disguised(id, &pieces));
        let bold = weight.is_none() && is_bold_heading(&pieces);
        if let Some(weight) = weight.or(bold.then_some(55)) {
            self.state.repair(Sort::FauxHeading, line);
            let anchor = element.and_then(|id| self.anchor(id));
            self.block(
                Block::Heading {
                    weight,
                    anchor,
                    inline: unbold(pieces),
                },
                line,
                from,
            );
        } else {
            for part in parted(pieces) {
                self.block(Block::Paragraph(part), line, from.clone());
            }
        }
        self.keep_waiting();
    }

    /// How much a paragraph weighs that is written as large as a heading.
    fn disguised(&self, id: Id, pieces: &[Inline]) -> Option<u32> {
        let said = super::rich::letters(pieces);
        if self.context.nested || said.trim().is_empty() || said.chars().count() > LONGEST_HEADING {
            return None;
        }
        let mut at = id;
        loop {
            if let Some(size) = letters(self.dom, at)
                && size >= LARGE
            {
                return Some(size_weight(size));
            }
            let mut inside = self.dom.children(at).iter().filter(|id| self.matters(**id));
            at = match (inside.next(), inside.next()) {
                (Some(only), None) if matches!(self.dom.data(*only), Data::Element { .. }) => *only,
                _ => return None,
            };
        }
    }

    /// Adds a block of text.
    pub(super) fn block(&mut self, block: Block, line: u32, from: String) {
        self.add(What::Block(block), line, from);
    }

    /// Adds a piece.
    pub(super) fn add(&mut self, what: What, line: u32, from: String) {
        self.out.push(Piece {
            what,
            context: self.context,
            line,
            from,
        });
    }
}

/// Whether something within an element stands on lines of its own.
fn holds_block_inside(dom: &Dom, id: Id) -> bool {
    dom.below(id)
        .any(|node| is_block(dom.name(node)) && picture_address(dom, node).is_none())
}

/// Whether an element holds letters alone.
fn is_letters(dom: &Dom, id: Id) -> bool {
    let part = |node: Id| {
        is_block(dom.name(node))
            || dom.name(node) == "a"
            || picture_address(dom, node).is_some()
            || unseen(dom, node).is_some()
    };
    dom.first(id, part).is_none()
}

/// The letters of an element as they stand.
fn letters_of(dom: &Dom, id: Id) -> String {
    let inside = dom.below(id).filter_map(|node| match dom.data(node) {
        Data::Text(text) => Some(text.as_str()),
        _ if dom.name(node) == "br" => Some("\n"),
        _ => None,
    });
    inside.collect()
}

/// Parts a line at empty lines.
fn parted(pieces: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut out: Vec<Vec<Inline>> = vec![Vec::new()];
    let mut breaks = 0;
    for piece in pieces {
        if piece == Inline::Break {
            breaks += 1;
            continue;
        }
        if breaks > 1 {
            out.push(Vec::new());
        } else if breaks == 1
            && let Some(last) = out.last_mut()
        {
            last.push(Inline::Break);
        }
        breaks = 0;
        if let Some(last) = out.last_mut() {
            last.push(piece);
        }
    }
    out.retain(|part| !part.is_empty());
    out
}
