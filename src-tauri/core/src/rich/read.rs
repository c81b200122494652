//! From the parser's events to what a block shows; `None` wherever a view could not show it all.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use crate::render::cjk;

use super::inline::inlines;
use super::tree::{Align, Node};

/// Blocks nested deeper than this are kept as they are.
const DEEPEST: usize = 8;

/// One event and where it stands in the prepared text.
pub(super) type Ranged<'a> = (Event<'a>, Range<usize>);

/// A text, and what was put into it before it was parsed.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    /// Where marks were put, in the prepared text; empty when none were.
    marks: Vec<usize>,
}

impl<'a> Source<'a> {
    /// `prepared` is what is parsed instead of `text`, when that is another text.
    pub(super) fn new(text: &'a str, prepared: Option<&str>) -> Self {
        let marks = prepared.map_or_else(Vec::new, |prepared| {
            prepared
                .match_indices(cjk::is_mark)
                .map(|(i, _)| i)
                .collect()
        });
        Self { text, marks }
    }

    /// A range of the prepared text as one of the text itself.
    pub(super) fn back(&self, range: &Range<usize>) -> Range<usize> {
        let one = |at: usize| {
            let before = self.marks.partition_point(|mark| *mark < at);
            at - before * cjk::MARK_BYTES
        };
        one(range.start)..one(range.end)
    }

    /// Letters without what was put into them.
    pub(super) fn clean<'b>(&self, text: &'b str) -> Cow<'b, str> {
        if self.marks.is_empty() {
            Cow::Borrowed(text)
        } else {
            cjk::strip(text)
        }
    }

    /// What the text itself has where an event stands.
    pub(super) fn at(&self, range: &Range<usize>) -> &'a str {
        self.text.get(self.back(range)).unwrap_or_default()
    }
}

/// The events of one block, read one after another.
pub(super) struct Events<'e, 'a> {
    pub(super) source: &'e Source<'e>,
    all: &'e [Ranged<'a>],
    at: usize,
}

impl<'e, 'a> Events<'e, 'a> {
    pub(super) fn next(&mut self) -> Option<&'e Ranged<'a>> {
        let event = self.all.get(self.at)?;
        self.at += 1;
        Some(event)
    }

    pub(super) fn peek(&self) -> Option<&'e Ranged<'a>> {
        self.all.get(self.at)
    }

    /// Takes the end of what was begun; `None` when something else stands there.
    fn end(&mut self, end: TagEnd) -> Option<()> {
        let (event, _) = self.next()?;
        (*event == Event::End(end)).then_some(())
    }

    fn ends(&self, end: TagEnd) -> bool {
        matches!(self.peek(), Some((Event::End(tag), _)) if *tag == end)
    }
}

/// What the block that `events` make up shows.
pub(super) fn node(source: &Source<'_>, events: &[Ranged<'_>]) -> Option<Node> {
    let mut events = Events {
        source,
        all: events,
        at: 0,
    };
    block(&mut events, 0)
}

fn block(events: &mut Events<'_, '_>, depth: usize) -> Option<Node> {
    if depth > DEEPEST {
        return None;
    }
    let (event, range) = events.next()?;
    match event {
        Event::Rule => Some(Node::Rule {
            mark: events.source.at(range).trim().to_owned(),
        }),
        Event::Start(tag) => match tag {
            Tag::Paragraph => {
                let inline = inlines(events)?;
                events.end(TagEnd::Paragraph)?;
                (!inline.is_empty()).then_some(Node::Paragraph { inline })
            }
            Tag::Heading { .. } => heading(events, tag, range),
            Tag::BlockQuote(_) => {
                let blocks = inside(events, TagEnd::BlockQuote(None), depth)?;
                Some(Node::Quote { blocks })
            }
            Tag::CodeBlock(kind) => code(events, kind, range),
            Tag::List(start) => list(events, *start, depth),
            Tag::Table(align) => table(events, align),
            _ => None,
        },
        _ => None,
    }
}

/// Blocks up to an end, which is taken too.
fn inside(events: &mut Events<'_, '_>, end: TagEnd, depth: usize) -> Option<Vec<Node>> {
    let mut blocks = Vec::new();
    while !events.ends(end) {
        blocks.push(block(events, depth + 1)?);
    }
    events.next()?;
    Some(blocks)
}

fn heading(events: &mut Events<'_, '_>, tag: &Tag<'_>, range: &Range<usize>) -> Option<Node> {
    let Tag::Heading {
        level,
        id,
        classes,
        attrs,
    } = tag
    else {
        return None;
    };
    if !classes.is_empty() || !attrs.is_empty() {
        return None;
    }
    let setext = !events.source.at(range).trim_start().starts_with('#');
    let anchor = id.as_ref().map(|id| events.source.clean(id).into_owned());
    let inline = inlines(events)?;
    events.end(TagEnd::Heading(*level))?;
    Some(Node::Heading {
        level: match level {
            HeadingLevel::H1 => 1,
            HeadingLevel::H2 => 2,
            HeadingLevel::H3 => 3,
            HeadingLevel::H4 => 4,
            HeadingLevel::H5 => 5,
            HeadingLevel::H6 => 6,
        },
        anchor,
        setext,
        inline,
    })
}

fn code(
    events: &mut Events<'_, '_>,
    kind: &CodeBlockKind<'_>,
    range: &Range<usize>,
) -> Option<Node> {
    let mut text = String::new();
    while let (Event::Text(more), _) = events.next()? {
        text.push_str(&events.source.clean(more));
    }
    let opening = events.source.at(range).trim_start();
    let (info, fence) = match kind {
        CodeBlockKind::Indented => (String::new(), String::new()),
        CodeBlockKind::Fenced(info) => {
            let mark = opening.chars().next()?;
            let fence = opening.chars().take_while(|c| *c == mark).collect();
            (events.source.clean(info).into_owned(), fence)
        }
    };
    if text.ends_with('\n') {
        text.pop();
    }
    Some(Node::Code { info, text, fence })
}

fn list(events: &mut Events<'_, '_>, start: Option<u64>, depth: usize) -> Option<Node> {
    let mut items = Vec::new();
    let mut tight = true;
    let mut style = None;
    while !events.ends(TagEnd::List(start.is_some())) {
        let (Event::Start(Tag::Item), range) = events.next()? else {
            return None;
        };
        style.get_or_insert_with(|| marker(events.source.at(range)));
        let mut item = Vec::new();
        while !events.ends(TagEnd::Item) {
            if is_block(&events.peek()?.0) {
                tight &= !matches!(events.peek()?.0, Event::Start(Tag::Paragraph));
                item.push(block(events, depth + 1)?);
            } else {
                let inline = inlines(events)?;
                if inline.is_empty() {
                    return None;
                }
                item.push(Node::Paragraph { inline });
            }
        }
        events.next()?;
        items.push(item);
    }
    events.next()?;
    let (mark, pad) = style?;
    Some(Node::List {
        start: match start {
            Some(start) => Some(u32::try_from(start).ok()?),
            None => None,
        },
        tight,
        mark,
        pad,
        items,
    })
}

/// The mark of a list's item, and the blanks after it.
fn marker(item: &str) -> (String, u8) {
    let item = item.trim_start();
    let rest = item.trim_start_matches(|c: char| c.is_ascii_digit());
    let mark = rest.chars().next().unwrap_or('-');
    let after = rest.get(1..).unwrap_or_default();
    let blanks = after.len() - after.trim_start_matches(' ').len();
    let text = after[blanks..].chars().next().is_some_and(|c| c != '\n');
    let pad = if text && (1..=4).contains(&blanks) {
        blanks
    } else {
        1
    };
    (mark.to_string(), u8::try_from(pad).unwrap_or(1))
}

/// Whether an event begins a block rather than a piece of a line.
fn is_block(event: &Event<'_>) -> bool {
    match event {
        Event::Rule | Event::Html(_) => true,
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Link { .. } | Tag::Image { .. }
        ),
        _ => false,
    }
}

fn table(events: &mut Events<'_, '_>, align: &[Alignment]) -> Option<Node> {
    let mut rows = Vec::new();
    while !events.ends(TagEnd::Table) {
        let (Event::Start(Tag::TableHead | Tag::TableRow), range) = events.next()? else {
            return None;
        };
        // A row with more cells than columns: the page leaves them out, and so would a view.
        if cells(events.source.at(range)) > align.len() {
            return None;
        }
        let mut row = Vec::new();
        while let Some((Event::Start(Tag::TableCell), _)) = events.peek() {
            events.next()?;
            row.push(inlines(events)?);
            events.end(TagEnd::TableCell)?;
        }
        row.resize(align.len(), Vec::new());
        rows.push(row);
        events.next()?;
    }
    events.next()?;
    let align = align
        .iter()
        .map(|align| match align {
            Alignment::None => Align::None,
            Alignment::Left => Align::Left,
            Alignment::Center => Align::Center,
            Alignment::Right => Align::Right,
        })
        .collect();
    Some(Node::Table { align, rows })
}

/// How many cells the source of a row has.
fn cells(row: &str) -> usize {
    let row = row.lines().next().unwrap_or_default().trim();
    let inner = row.strip_prefix('|').unwrap_or(row);
    let mut bars = 0;
    let mut ends = false;
    let mut escaped = false;
    for c in inner.chars() {
        ends = c == '|' && !escaped;
        bars += usize::from(ends);
        escaped = c == '\\' && !escaped;
    }
    bars + usize::from(!ends)
}
