//! From pieces in order to the sections of a page: levels of headings, texts parted at them, items of a
//! kind together, boxes beside the main column.

use crate::import::certificates::CERTIFICATIONS;
use crate::import::draft::Section;
use crate::value::{Fields, Value};

use super::beside;
use super::bullets;
use super::headings::{derived_contents, level};
use super::markdown;
use super::notes::Sort;
use super::piece::{Context, Item, Piece, What};
use super::rich::{Block, Inline, Shown};
use super::state::State;

/// The level of the highest headings of a page below its title.
pub(super) const FIRST_LEVEL: u32 = 2;

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

/// A piece of text that waits to become part of a section.
pub(super) struct Waiting {
    pub(super) block: Block,
    line: u32,
    from: String,
}

/// An item that waits for its neighbours.
struct OneItem {
    item: Item,
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
            What::Item(item) => {
                let one = OneItem {
                    item,
                    context,
                    line,
                    from,
                };
                let same = |known: &OneItem| {
                    known.item.kind == one.item.kind
                        && known.item.common == one.item.common
                        && known.context.aside == one.context.aside
                        // Certificates are hidden as records, not as items.
                        && (known.context.hidden == one.context.hidden
                            || one.item.kind != CERTIFICATIONS)
                };
                if !self.text.is_empty() || !self.boxed.is_empty() {
                    self.flush_main();
                    self.flush_box();
                }
                if self.items.last().is_some_and(|known| !same(known)) {
                    self.flush_items();
                }
                self.items.push(one);
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
        self.state.in_hidden = context.hidden;
        let blocks = bullets::lists(self.state, blocks);
        self.state.in_hidden = false;
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
        let (kind, list) = (first.item.kind, first.item.list);
        let (line, from) = (first.line, first.from.clone());
        let mut fields = first.item.common.clone();
        let hidden = items.iter().all(|item| item.context.hidden);
        let context = Context {
            hidden,
            aside: first.context.aside,
            nested: false,
        };
        let mut shown = Shown::default();
        let mut values = Vec::new();
        for OneItem {
            mut item, context, ..
        } in items
        {
            if context.hidden && !hidden {
                item.fields.insert("hidden".into(), Value::Flag(true));
            } else {
                shown.text.push_str(&item.shown.text);
            }
            values.push(Value::Group(item.fields));
        }
        fields.insert(list.to_owned(), Value::List(values));
        self.section(kind, fields, &shown, context, line, from);
        // No text waits while items do; what was hidden among them follows.
        self.flush_text();
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
        if let Some((fields, shown)) = beside::link_box(&boxed, hidden) {
            self.section("links", fields, &shown, context, line, from);
            return;
        }
        let (shown, not): (Vec<_>, Vec<_>) = boxed.into_iter().partition(|(_, one)| *one == hidden);
        let mut texts: Vec<Waiting> = shown.into_iter().map(|(one, _)| one).collect();
        beside::levels(&mut texts);
        self.text_section(texts, context);
        let mut not: Vec<Waiting> = not.into_iter().map(|(one, _)| one).collect();
        beside::levels(&mut not);
        self.text_section(
            not,
            Context {
                hidden: true,
                ..context
            },
        );
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}
