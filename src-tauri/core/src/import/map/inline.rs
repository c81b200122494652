//! Lines of text: HTML's letters, marks, links and pictures as pieces that Markdown can say.

use std::rc::Rc;

use crate::render::cjk::is_cjk_letter;

use super::dom::{Data, Dom, Id};
use super::look::{
    has_attribute, is_block, is_control, is_white, picture_address, shows, text, unseen,
};
use super::notes::Sort;
use super::rich::{Inline, Link, Marks};
use super::state::State;

/// A letter, or what stands like one.
enum Cell {
    Letter(char, Rc<Marks>),
    Break,
    /// Few of many cells, and much larger than a letter.
    Picture(Box<Inline>),
}

/// The pieces of the nodes of a line.
pub(super) fn inline(state: &mut State<'_>, dom: &Dom, nodes: &[Id]) -> Vec<Inline> {
    let mut line = Line {
        state,
        dom,
        cells: Vec::new(),
    };
    let plain = Rc::new(Marks::default());
    for node in nodes {
        line.node(*node, &plain);
    }
    pieces(settled(line.cells))
}

struct Line<'s, 'a, 'd> {
    state: &'s mut State<'a>,
    dom: &'d Dom,
    cells: Vec<Cell>,
}

impl Line<'_, '_, '_> {
    fn node(&mut self, id: Id, marks: &Rc<Marks>) {
        if self.state.skip == Some(id) {
            return;
        }
        match self.dom.data(id) {
            Data::Text(text) => self
                .cells
                .extend(text.chars().map(|c| Cell::Letter(c, Rc::clone(marks)))),
            Data::Comment(comment) => self.state.comment(self.dom.line(id), comment),
            Data::Nothing => {}
            Data::Element { .. } => self.element(id, marks),
        }
    }

    /// Parts lines. A link stays one link: within it there are no lines.
    fn part(&mut self, marks: &Rc<Marks>) {
        self.cells.push(if marks.link.is_some() {
            Cell::Letter(' ', Rc::clone(marks))
        } else {
            Cell::Break
        });
    }

    fn children(&mut self, id: Id, marks: &Rc<Marks>) {
        for child in self.dom.children(id) {
            self.node(*child, marks);
        }
    }

    fn element(&mut self, id: Id, marks: &Rc<Marks>) {
        self.state.attributes(self.dom, id);
        if let Some(why) = unseen(self.dom, id) {
            self.state.unseen(self.dom, id, why);
            return;
        }
        let with = |change: fn(&mut Marks)| {
            let mut marks = Marks::clone(marks);
            change(&mut marks);
            Rc::new(marks)
        };
        if self.dom.name(id) != "img" && picture_address(self.dom, id).is_some() {
            self.picture(id, marks);
        }
        match self.dom.name(id) {
            "br" => self.part(marks),
            "b" | "strong" => self.children(id, &with(|marks| marks.bold = true)),
            "i" | "em" | "cite" | "dfn" => self.children(id, &with(|marks| marks.italic = true)),
            "sup" => self.children(id, &with(|marks| marks.raised = true)),
            "code" | "kbd" | "samp" | "tt" => self.children(id, &with(|marks| marks.code = true)),
            "a" => self.link(id, marks),
            "img" => self.picture(id, marks),
            _ if is_control(self.dom, id) => {
                let said = text(self.dom, id);
                self.state
                    .left(Sort::Control, self.dom.line(id), Some(said), Vec::new());
            }
            "iframe" | "object" | "embed" | "video" | "audio" | "canvas" => {
                self.state.embed(self.dom, id);
            }
            name if is_block(name) => {
                self.part(marks);
                self.children(id, marks);
                self.part(marks);
            }
            _ => self.children(id, marks),
        }
    }

    fn link(&mut self, id: Id, marks: &Rc<Marks>) {
        let line = self.dom.line(id);
        let href = self.dom.attribute(id, "href").trim().to_owned();
        let said = shows(self.dom, id);
        let plain: String = href
            .chars()
            .filter(|c| !c.is_control() && !c.is_whitespace())
            .collect::<String>()
            .to_ascii_lowercase();
        let unsafe_scheme = ["javascript:", "vbscript:", "data:"]
            .iter()
            .any(|scheme| plain.starts_with(scheme));
        let sort = match href.as_str() {
            "" if has_attribute(self.dom, id, "href") => Some(Sort::EmptyLink),
            "" => None,
            "#" => Some(Sort::PlaceholderLink),
            _ if unsafe_scheme => Some(Sort::UnsafeLink),
            _ if !said => Some(Sort::EmptyLink),
            _ if marks.link.is_some() => Some(Sort::NestedLink),
            _ => {
                let link = Link {
                    number: self.state.next_link(),
                    to: self.state.targets.link(&href),
                };
                let mut within = Marks::clone(marks);
                within.link = Some(link);
                let before = self.cells.len();
                self.linked(id, &Rc::new(within));
                let white = |cell: &Cell| match cell {
                    Cell::Letter(c, _) => is_white(*c),
                    Cell::Break => true,
                    Cell::Picture(_) => false,
                };
                if self.cells[before..].iter().all(white) {
                    // All it held was left out, and a link of nothing is none.
                    self.cells.truncate(before);
                    self.state.left(Sort::EmptyLink, line, None, vec![href]);
                }
                return;
            }
        };
        if let Some(sort) = sort {
            let targets = if href.is_empty() {
                Vec::new()
            } else {
                vec![href]
            };
            self.state.left(sort, line, None, targets);
        }
        self.linked(id, marks);
    }

    /// What stands in a link. An arrow beside words is decoration.
    fn linked(&mut self, id: Id, marks: &Rc<Marks>) {
        let words = !text(self.dom, id).chars().all(is_white);
        for child in self.dom.children(id) {
            if words && is_arrow(self.dom, *child) && unseen(self.dom, *child).is_none() {
                let address = picture_address(self.dom, *child).map(str::to_owned);
                let targets = address.into_iter().collect();
                self.state
                    .left(Sort::Arrow, self.dom.line(*child), None, targets);
            } else {
                self.node(*child, marks);
            }
        }
    }

    fn picture(&mut self, id: Id, marks: &Rc<Marks>) {
        let Some(address) = picture_address(self.dom, id) else {
            self.state
                .left(Sort::Technical, self.dom.line(id), None, Vec::new());
            return;
        };
        let alt = alternative(self.dom, id);
        if alt.is_empty() {
            self.state.look(
                Sort::NoAlt,
                self.dom.line(id),
                None,
                vec![address.to_owned()],
            );
        }
        self.cells.push(Cell::Picture(Box::new(Inline::Picture {
            to: self.state.targets.picture(address),
            alt,
            link: marks.link.clone(),
        })));
    }
}

/// Whether a picture is an arrow that says “go on”.
pub(super) fn is_arrow(dom: &Dom, id: Id) -> bool {
    if dom.name(id) != "img" {
        return false;
    }
    let alt = dom.attribute(id, "alt").trim_start().to_ascii_lowercase();
    let file = dom.attribute(id, "src");
    let file = file
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    alt.starts_with("arrow") || file.starts_with("arrow")
}

/// The alternative text of a picture.
pub(super) fn alternative(dom: &Dom, id: Id) -> String {
    let own = match dom.name(id) {
        "img" => dom.attribute(id, "alt").to_owned(),
        _ => {
            let near = std::iter::successors(Some(id), |id| dom.parent(*id)).take(3);
            let found = near
                .map(|id| dom.attribute(id, "data-alt"))
                .find(|alt| !alt.is_empty());
            found.unwrap_or_default().to_owned()
        }
    };
    super::look::one_line(&own)
}

/// Letters with one blank where there was white space, none at the ends of lines, and marks that neither
/// begin nor end with a blank.
fn settled(cells: Vec<Cell>) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::with_capacity(cells.len());
    let mut blank: Option<Rc<Marks>> = None;
    for cell in cells {
        match cell {
            Cell::Letter(c, marks) if is_white(c) => {
                blank.get_or_insert(marks);
            }
            Cell::Break => {
                blank = None;
                // Breaks at the beginning show nothing.
                if !out.is_empty() {
                    out.push(Cell::Break);
                }
            }
            cell => {
                let first = out.last().is_none_or(|last| matches!(last, Cell::Break));
                if blank.take().is_some() && !first {
                    let shared = both(marks_of(out.last()), marks_of(Some(&cell)));
                    out.push(Cell::Letter(' ', Rc::new(shared)));
                }
                out.push(cell);
            }
        }
    }
    while matches!(out.last(), Some(Cell::Break)) {
        out.pop();
    }
    tidy(&mut out);
    out
}

fn marks_of(cell: Option<&Cell>) -> Option<Marks> {
    match cell? {
        Cell::Letter(_, marks) => Some(Marks::clone(marks)),
        Cell::Picture(picture) => match &**picture {
            Inline::Picture { link, .. } => Some(Marks {
                link: link.clone(),
                ..Marks::default()
            }),
            _ => None,
        },
        Cell::Break => None,
    }
}

/// What two neighbours carry both.
fn both(one: Option<Marks>, other: Option<Marks>) -> Marks {
    let (Some(one), Some(other)) = (one, other) else {
        return Marks::default();
    };
    Marks {
        link: one.link.filter(|link| other.link.as_ref() == Some(link)),
        bold: one.bold && other.bold,
        italic: one.italic && other.italic,
        raised: one.raised && other.raised,
        code: one.code && other.code,
    }
}

/// Takes bold and italic off punctuation at their ends where a letter follows: Markdown would not see
/// where they end (CommonMark 0.31.2, section 6.2). Chinese letters are no such letters here, see `cjk`.
fn tidy(cells: &mut [Cell]) {
    let bold: fn(&mut Marks) -> &mut bool = |marks| &mut marks.bold;
    let italic: fn(&mut Marks) -> &mut bool = |marks| &mut marks.italic;
    for wanted in [bold, italic] {
        let has = |cell: Option<&Cell>| match cell {
            Some(Cell::Letter(_, marks)) => *wanted(&mut Marks::clone(marks)),
            _ => false,
        };
        let letter = |cell: Option<&Cell>| matches!(cell, Some(Cell::Letter(c, _)) if c.is_alphanumeric() && !is_cjk_letter(*c));
        let order: Vec<usize> = (0..cells.len()).collect();
        for (indices, step) in [
            (order.iter().rev().copied().collect::<Vec<_>>(), 1isize),
            (order, -1),
        ] {
            for at in indices {
                let beside = at.checked_add_signed(step).and_then(|at| cells.get(at));
                let ends = has(cells.get(at)) && !has(beside) && letter(beside);
                let Cell::Letter(c, marks) = &mut cells[at] else {
                    continue;
                };
                if ends && !c.is_alphanumeric() {
                    let mut less = Marks::clone(marks);
                    *wanted(&mut less) = false;
                    *marks = Rc::new(less);
                }
            }
        }
    }
}

/// Letters that carry the same become one piece.
fn pieces(cells: Vec<Cell>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for cell in cells {
        match cell {
            Cell::Break => out.push(Inline::Break),
            Cell::Picture(picture) => out.push(*picture),
            Cell::Letter(c, marks) => match out.last_mut() {
                Some(Inline::Text(text, known)) if *known == *marks => text.push(c),
                _ => out.push(Inline::Text(c.to_string(), Marks::clone(&marks))),
            },
        }
    }
    out
}
