//! The walk through a page: what fits a rule becomes a section or an item of one, the rest is text.

use crate::value::{Fields, Value};

use super::dom::{Data, Dom, Id};
use super::inline::inline;
use super::look::{
    Unseen, holds_block, is_block, is_control, is_white, letters, one_line, origin,
    picture_address, shows, style, text, unseen,
};
use super::notes::Sort;
use super::rich::{Block, Inline, Marks, Shown};
use super::state::{Kept, State};
use super::tally::Tally;
use super::{boxes, hero, items, lists, table};

/// Longest text in characters that can be a heading in disguise.
const LONGEST_HEADING: usize = 200;
/// Longest text in characters that is a heading because it is bold alone.
const LONGEST_BOLD: usize = 140;
/// Letters of this many CSS pixels are those of a heading.
const LARGE: f32 = 20.0;

/// Where something stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Context {
    /// No visitor sees it.
    pub(super) hidden: bool,
    /// Beside the main column.
    pub(super) aside: bool,
    /// Within a list, a card or the like, where nothing but text can be.
    pub(super) nested: bool,
}

/// A piece of a page in order.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) what: What,
    pub(super) context: Context,
    /// The line it began on.
    pub(super) line: u32,
    /// What it was.
    pub(super) from: String,
}

impl Piece {
    /// What a visitor sees of it.
    fn tally(&self) -> Tally {
        if self.context.hidden {
            return Tally::default();
        }
        match &self.what {
            What::Block(block) => Tally::from(&Shown::of(std::slice::from_ref(block))),
            What::Section { shown, .. } | What::Item { shown, .. } => Tally::from(shown),
            What::Border => Tally::default(),
        }
    }
}

/// What a piece is.
#[derive(Debug)]
pub(super) enum What {
    /// Text.
    Block(Block),
    /// A section of its own.
    Section {
        kind: &'static str,
        fields: Fields,
        shown: Shown,
    },
    /// An item of a section; neighbours of a kind stand in one section.
    Item {
        kind: &'static str,
        /// The list it stands in.
        list: &'static str,
        /// Fields of the section.
        common: Fields,
        fields: Fields,
        shown: Shown,
    },
    /// A box ends here.
    Border,
}

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
    items::logos,
    items::picture_band,
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
        let line = self.dom.line(id);
        match why {
            Unseen::Script => self.state.left(Sort::Script, line, None, Vec::new()),
            Unseen::Technical => self.state.left(Sort::Technical, line, None, Vec::new()),
            Unseen::Control => self.state.left(Sort::Control, line, None, Vec::new()),
            Unseen::Hidden if is_widget(self.dom, id) => {
                self.state.left(Sort::Widget, line, None, Vec::new());
            }
            Unseen::Hidden if self.context.nested => self.state.hidden(self.dom, id),
            Unseen::Hidden => {
                let before = (self.context, self.state.unseen);
                (self.context.hidden, self.state.unseen) = (true, true);
                self.shown(id);
                (self.context, self.state.unseen) = before;
            }
        }
    }

    /// Takes an element by the first rule that fits and loses nothing of it.
    fn by_rule(&mut self, id: Id) -> bool {
        // Numbers of nodes are those of the page, not of what stands in its comments.
        let counts = !self.state.unseen;
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

    /// Walks through an element that is not hidden by itself.
    fn shown(&mut self, id: Id) {
        if !self.context.nested && (boxes::aside(self, id) || self.by_rule(id)) {
            self.keep_waiting();
            return;
        }
        let line = self.dom.line(id);
        let from = origin(self.dom, id);
        let nodes = [id];
        if let Some((to, alt)) = self.state.picture(self.dom, id) {
            let picture = Inline::Picture {
                to,
                alt,
                link: None,
            };
            self.block(Block::Paragraph(vec![picture]), line, from.clone());
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
            "svg" | "math" => self.raw(&nodes, line, from),
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

    /// Keeps nodes as HTML.
    pub(super) fn raw(&mut self, nodes: &[Id], line: u32, from: String) {
        if self.context.nested {
            let said: String = nodes.iter().map(|node| text(self.dom, *node)).collect();
            let said = Inline::Text(one_line(&said), Marks::default());
            self.block(Block::Paragraph(vec![said]), line, from);
            return;
        }
        let mut shown = Shown::default();
        let mut html = String::new();
        for node in nodes {
            shown.add(&text(self.dom, *node));
            html.push_str(&super::raw::outer(self.dom, *node, self.state.targets));
        }
        self.state.look(Sort::Raw, line, None, Vec::new());
        let fields = Fields::from_iter([("body".to_owned(), Value::Text(html))]);
        self.add(
            What::Section {
                kind: "html",
                fields,
                shown,
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
            let unseen = std::mem::replace(&mut self.state.unseen, true);
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
            self.state.unseen = unseen;
        }
    }
}

/// Whether what stands in a comment is a part of a page: text in elements, or a link that leads somewhere.
fn is_part(dom: &Dom) -> bool {
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
fn is_widget(dom: &Dom, id: Id) -> bool {
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

fn real_weight(dom: &Dom, id: Id) -> u32 {
    let level = dom
        .name(id)
        .as_bytes()
        .get(1)
        .map_or(2, |digit| u32::from(digit - b'0'));
    level * 10
}

/// Labels in colour stand above those without, and below what is as large as a heading.
fn label_weight(dom: &Dom, id: Id) -> u32 {
    if dom.attribute(id, "class").contains("sub") {
        45
    } else if style(dom, id, "color").is_some() {
        33
    } else {
        34
    }
}

/// Larger letters weigh less.
fn size_weight(size: f32) -> u32 {
    match size {
        28.0.. => 21,
        26.0.. => 22,
        24.0.. => 23,
        22.0.. => 24,
        _ => 25,
    }
}

/// Whether a line is nothing but bold words, too few for a sentence.
fn is_bold_heading(pieces: &[Inline]) -> bool {
    let said = super::rich::letters(pieces);
    let said = said.trim();
    let sentence = said.ends_with(['.', '。', ',', '，', ';', '；']);
    let linked = pieces
        .iter()
        .any(|piece| matches!(piece, Inline::Text(_, marks) if marks.link.is_some()));
    !said.is_empty()
        && !sentence
        && !linked
        && said.chars().count() <= LONGEST_BOLD
        && pieces.iter().all(|piece| match piece {
            Inline::Text(text, marks) => {
                marks.bold
                    || text
                        .chars()
                        .all(|c| is_white(c) || c.is_ascii_punctuation() || "：（）“”".contains(c))
            }
            Inline::Break | Inline::Picture { .. } => false,
        })
}

/// Headings are bold by themselves, and on one line.
fn unbold(inline: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for piece in inline {
        let piece = match piece {
            Inline::Text(text, mut marks) => {
                marks.bold = false;
                Inline::Text(text, marks)
            }
            Inline::Break => Inline::Text(" ".to_owned(), Marks::default()),
            picture => picture,
        };
        match (out.last_mut(), piece) {
            (Some(Inline::Text(known, marks)), Inline::Text(text, more)) if *marks == more => {
                known.push_str(&text)
            }
            (_, piece) => out.push(piece),
        }
    }
    out
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
