//! From pieces in order to the sections of a page: levels of headings, texts parted at them, items of a
//! kind together, boxes beside the main column.

use std::collections::BTreeSet;

use crate::import::certificates::CERTIFICATIONS;
use crate::import::draft::Section;
use crate::value::{Fields, Value};

use super::bullets;
use super::flow::{Context, Piece, What};
use super::hero::{link_item, put};
use super::markdown;
use super::notes::Sort;
use super::rich::{Block, Inline, Shown, letters};
use super::state::State;

/// The level of the highest headings of a page below its title.
const FIRST_LEVEL: u32 = 2;

/// The sections of a page.
pub(super) fn sections(state: &mut State<'_>, mut pieces: Vec<Piece>) -> Vec<Section> {
    level(&mut pieces);
    let contents = derived_contents(&pieces);
    let mut maker = Maker {
        state,
        contents,
        out: Vec::new(),
        text: Vec::new(),
        hidden: Vec::new(),
        items: Vec::new(),
        boxed: Vec::new(),
    };
    for piece in pieces {
        maker.piece(piece);
    }
    maker.finish();
    maker.out
}

/// Gives headings real levels: the heaviest of the page are of the second, and none is more than one
/// below the one before it.
fn level(pieces: &mut [Piece]) {
    let weights: BTreeSet<u32> = pieces
        .iter()
        .filter(|piece| !piece.context.aside)
        .filter_map(|piece| match &piece.what {
            What::Block(Block::Heading { weight, .. }) => Some(*weight),
            _ => None,
        })
        .collect();
    let mut before = FIRST_LEVEL - 1;
    for piece in pieces.iter_mut() {
        let Context { hidden, aside, .. } = piece.context;
        if let What::Block(Block::Heading { weight, .. }) = &mut piece.what {
            if aside {
                continue;
            }
            let rank = weights
                .iter()
                .position(|known| known == weight)
                .unwrap_or(0);
            let wanted = FIRST_LEVEL + u32::try_from(rank).unwrap_or(0);
            *weight = wanted.min(before + 1).min(6);
            if !hidden {
                before = *weight;
            }
        }
    }
}

/// What a derived list of contents would say: names and texts of the highest headings.
fn derived_contents(pieces: &[Piece]) -> Vec<(String, String)> {
    let shown = pieces
        .iter()
        .filter(|piece| !piece.context.hidden && !piece.context.aside);
    let headings = shown.filter_map(|piece| match &piece.what {
        What::Block(Block::Heading {
            weight: FIRST_LEVEL,
            anchor: Some(anchor),
            inline,
        }) => Some((format!("#{anchor}"), letters(inline).trim().to_owned())),
        _ => None,
    });
    headings.collect()
}

/// A piece of text that waits to become part of a section.
struct Waiting {
    block: Block,
    line: u32,
    from: String,
}

/// An item that waits for its neighbours.
struct OneItem {
    kind: &'static str,
    list: &'static str,
    common: Fields,
    fields: Fields,
    shown: Shown,
    context: Context,
    line: u32,
    from: String,
}

struct Maker<'s, 'a> {
    state: &'s mut State<'a>,
    contents: Vec<(String, String)>,
    out: Vec<Section>,
    text: Vec<Waiting>,
    /// Hidden text met within the text.
    hidden: Vec<Waiting>,
    items: Vec<OneItem>,
    /// What stands in the box beside the main column that is being read.
    boxed: Vec<(Waiting, bool)>,
}

impl Maker<'_, '_> {
    fn piece(&mut self, piece: Piece) {
        let Piece {
            what,
            context,
            line,
            from,
        } = piece;
        match what {
            What::Block(block) if context.aside => {
                self.flush_main();
                let heading = matches!(&block, Block::Heading { weight, .. } if *weight <= 34);
                if heading && (!context.hidden || self.boxed.iter().all(|(_, hidden)| *hidden)) {
                    self.flush_box();
                }
                self.boxed
                    .push((Waiting { block, line, from }, context.hidden));
            }
            What::Block(block) if context.hidden => self.hidden.push(Waiting { block, line, from }),
            What::Block(block) => {
                self.flush_items();
                self.flush_box();
                let starts = matches!(
                    block,
                    Block::Heading {
                        weight: FIRST_LEVEL,
                        ..
                    }
                );
                if starts {
                    self.flush_text();
                }
                if !self.is_contents(&block, line, &from) {
                    self.text.push(Waiting { block, line, from });
                }
            }
            What::Item {
                kind,
                list,
                common,
                fields,
                shown,
            } => {
                let item = OneItem {
                    kind,
                    list,
                    common,
                    fields,
                    shown,
                    context,
                    line,
                    from,
                };
                let same = |known: &OneItem| {
                    known.kind == item.kind
                        && known.common == item.common
                        && known.context.aside == item.context.aside
                        // Certificates are hidden as records, not as items.
                        && (known.context.hidden == item.context.hidden
                            || item.kind != CERTIFICATIONS)
                };
                if !self.text.is_empty() || !self.boxed.is_empty() {
                    self.flush_main();
                    self.flush_box();
                }
                if self.items.last().is_some_and(|known| !same(known)) {
                    self.flush_items();
                }
                self.items.push(item);
            }
            What::Section {
                kind,
                fields,
                shown,
            } => {
                self.flush_main();
                self.flush_box();
                self.section(kind, fields, &shown, context, line, from);
            }
            What::Border => {
                self.flush_main();
                self.flush_box();
            }
        }
    }

    fn finish(&mut self) {
        self.flush_main();
        self.flush_box();
    }

    fn flush_main(&mut self) {
        self.flush_items();
        self.flush_text();
    }

    fn section(
        &mut self,
        kind: &'static str,
        fields: Fields,
        shown: &Shown,
        context: Context,
        line: u32,
        from: String,
    ) {
        self.out.push(Section {
            kind,
            id: None,
            aside: context.aside,
            hidden: context.hidden,
            fields,
            from,
            line,
            characters: count(&shown.text),
        });
    }

    /// Takes a list of contents, which is never typed. One that says something else stays as it is.
    fn is_contents(&mut self, block: &Block, line: u32, from: &str) -> bool {
        let Block::List { items, .. } = block else {
            return false;
        };
        let entry = |item: &Vec<Block>| match item.as_slice() {
            [Block::Paragraph(inline)] => match inline.as_slice() {
                [Inline::Text(text, marks)] => {
                    let link = marks.link.as_ref()?;
                    link.to
                        .starts_with('#')
                        .then(|| (link.to.clone(), text.trim().to_owned()))
                }
                _ => None,
            },
            _ => None,
        };
        let entries: Option<Vec<_>> = items.iter().map(entry).collect();
        let Some(entries) = entries.filter(|entries| entries.len() > 1) else {
            return false;
        };
        if entries != self.contents {
            self.state.look(Sort::Contents, line, None, Vec::new());
            return false;
        }
        self.flush_text();
        let shown = Shown::of(std::slice::from_ref(block));
        self.section(
            "contents",
            Fields::new(),
            &shown,
            Context::default(),
            line,
            from.to_owned(),
        );
        true
    }

    /// The text read so far becomes a section, and what was hidden in it another.
    fn flush_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.text_section(text, Context::default());
        let hidden = std::mem::take(&mut self.hidden);
        self.text_section(
            hidden,
            Context {
                hidden: true,
                ..Context::default()
            },
        );
    }

    fn text_section(&mut self, waiting: Vec<Waiting>, context: Context) {
        let Some(first) = waiting.first() else {
            return;
        };
        let (line, from) = (first.line, first.from.clone());
        let blocks = waiting
            .into_iter()
            .map(|one| (one.block, one.line))
            .collect();
        self.state.unseen = context.hidden;
        let blocks = bullets::lists(self.state, blocks);
        self.state.unseen = false;
        let shown = Shown::of(&blocks);
        match markdown::written(&blocks) {
            Some(body) => {
                let fields = Fields::from_iter([("body".to_owned(), Value::Text(body))]);
                self.section("text", fields, &shown, context, line, from);
            }
            None => self.by_block(blocks, context, line, &from),
        }
    }

    /// One block that Markdown cannot say must not take the others with it.
    fn by_block(&mut self, blocks: Vec<Block>, context: Context, line: u32, from: &str) {
        for block in blocks {
            let blocks = [block];
            let shown = Shown::of(&blocks);
            let (kind, body) = match markdown::written(&blocks) {
                Some(body) => ("text", body),
                None => {
                    self.state.look(Sort::Raw, line, None, Vec::new());
                    ("html", super::html::of(&blocks))
                }
            };
            let fields = Fields::from_iter([("body".to_owned(), Value::Text(body))]);
            self.section(kind, fields, &shown, context, line, from.to_owned());
        }
    }

    /// Neighbours of a kind become one section. Those that nobody sees are hidden in it, or hidden with it.
    fn flush_items(&mut self) {
        let items = std::mem::take(&mut self.items);
        let Some(first) = items.first() else {
            return;
        };
        let (kind, list, line, from) = (first.kind, first.list, first.line, first.from.clone());
        let mut fields = first.common.clone();
        let hidden = items.iter().all(|item| item.context.hidden);
        let context = Context {
            hidden,
            aside: first.context.aside,
            nested: false,
        };
        let mut shown = Shown::default();
        let mut values = Vec::new();
        for item in items {
            let mut item_fields = item.fields;
            if item.context.hidden && !hidden {
                item_fields.insert("hidden".into(), Value::Flag(true));
            } else {
                shown.text.push_str(&item.shown.text);
            }
            values.push(Value::Group(item_fields));
        }
        fields.insert(list.to_owned(), Value::List(values));
        self.section(kind, fields, &shown, context, line, from);
        let hidden = std::mem::take(&mut self.hidden);
        self.text_section(
            hidden,
            Context {
                hidden: true,
                ..Context::default()
            },
        );
    }

    /// A box beside the main column: a title and links, or text.
    fn flush_box(&mut self) {
        let boxed = std::mem::take(&mut self.boxed);
        let Some((first, _)) = boxed.first() else {
            return;
        };
        let (line, from) = (first.line, first.from.clone());
        let hidden = boxed.iter().all(|(_, hidden)| *hidden);
        let context = Context {
            hidden,
            aside: true,
            nested: false,
        };
        if let Some((fields, shown)) = link_box(&boxed, hidden) {
            self.section("links", fields, &shown, context, line, from);
            return;
        }
        let (shown, not): (Vec<_>, Vec<_>) = boxed.into_iter().partition(|(_, one)| *one == hidden);
        let mut texts: Vec<Waiting> = shown.into_iter().map(|(one, _)| one).collect();
        box_levels(&mut texts);
        self.text_section(texts, context);
        let mut not: Vec<Waiting> = not.into_iter().map(|(one, _)| one).collect();
        box_levels(&mut not);
        self.text_section(
            not,
            Context {
                hidden: true,
                ..context
            },
        );
    }
}

/// The title of a box is a heading of the second level, others in it are of the third.
fn box_levels(texts: &mut [Waiting]) {
    let mut first = true;
    for one in texts {
        if let Block::Heading { weight, .. } = &mut one.block {
            *weight = if first { FIRST_LEVEL } else { FIRST_LEVEL + 1 };
            first = false;
        }
    }
}

/// A box that is nothing but a title and links.
fn link_box(boxed: &[(Waiting, bool)], hidden: bool) -> Option<(Fields, Shown)> {
    let mut fields = Fields::new();
    let mut shown = Shown::default();
    let mut items = Vec::new();
    for (at, (one, unseen)) in boxed.iter().enumerate() {
        let seen = *unseen == hidden;
        match &one.block {
            Block::Heading { inline, anchor, .. } if at == 0 && seen => {
                let plain = inline
                    .iter()
                    .all(|piece| matches!(piece, Inline::Text(_, marks) if marks.link.is_none()));
                // A name that links use is kept by a heading in a text.
                let kept = anchor.as_ref().is_none_or(|anchor| super::is_id(anchor));
                if !plain || !kept {
                    return None;
                }
                let title = letters(inline);
                put(&mut fields, "title", title.trim());
                shown.add(&title);
            }
            Block::Paragraph(inline) => links_of(inline, seen, &mut items, &mut shown)?,
            Block::List { items: inner, .. } => {
                for item in inner {
                    match item.as_slice() {
                        [Block::Paragraph(inline)] => {
                            links_of(inline, seen, &mut items, &mut shown)?
                        }
                        _ => return None,
                    }
                }
            }
            _ => return None,
        }
    }
    if items.is_empty() || !fields.contains_key("title") {
        return None;
    }
    fields.insert("items".into(), Value::List(items));
    Some((fields, shown))
}

/// Lines of which each is one link; `None` when there is anything else.
fn links_of(
    inline: &[Inline],
    seen: bool,
    items: &mut Vec<Value>,
    shown: &mut Shown,
) -> Option<()> {
    for line in inline.split(|piece| *piece == Inline::Break) {
        let mut link: Option<(u32, &str, String)> = None;
        for piece in line {
            let Inline::Text(text, marks) = piece else {
                return None;
            };
            match (&marks.link, &mut link) {
                (None, _) if text.trim().is_empty() => {}
                (None, _) => return None,
                (Some(one), Some((number, _, label))) if one.number == *number => {
                    label.push_str(text)
                }
                (Some(_), Some(_)) => return None,
                (Some(one), none) => *none = Some((one.number, &one.to, text.clone())),
            }
        }
        let Some((_, to, label)) = link else {
            continue;
        };
        let mut item = link_item(label.trim(), to);
        if seen {
            shown.add(&label);
            shown.links.push(to.to_owned());
        } else if let Value::Group(fields) = &mut item {
            fields.insert("hidden".into(), Value::Flag(true));
        }
        items.push(item);
    }
    Some(())
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}
