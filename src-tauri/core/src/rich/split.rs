//! Where the blocks of a text stand: parsed as the page is, and covered byte for byte.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::render::{cjk, markdown};

use super::read::{Ranged, Source, node};
use super::tree::{BlockView, Node, RichView, Why};

/// One block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its bytes in the text: whole lines, without the last line end.
    pub range: Range<usize>,
    /// What it shows.
    pub node: Node,
}

/// The blocks of `text` in order. Between and around them are only blank lines.
pub fn blocks(text: &str) -> Vec<Block> {
    outlined(text, |outline| {
        (0..outline.parts.len())
            .map(|i| Block {
                range: outline.range(i),
                node: outline.node(i),
            })
            .collect()
    })
}

/// A block's bytes, and its first and last event; none for what shows nothing by itself.
type Part = (Range<usize>, Option<(usize, usize)>);

/// Where the blocks of a text stand; what one shows is read when it is asked for.
pub(super) struct Outline<'a> {
    source: Source<'a>,
    events: Vec<Ranged<'a>>,
    pub(super) parts: Vec<Part>,
    definitions: Vec<Range<usize>>,
}

impl Outline<'_> {
    /// The bytes of a block.
    pub(super) fn range(&self, i: usize) -> Range<usize> {
        self.parts[i].0.clone()
    }

    /// Whether a block may mean something to another: targets of links, footnotes.
    pub(super) fn entangled(&self) -> bool {
        !self.definitions.is_empty() || self.source.text.contains("[^")
    }

    /// What a block shows.
    pub(super) fn node(&self, i: usize) -> Node {
        let (range, events) = &self.parts[i];
        let inside = &self.source.text[range.clone()];
        let opaque = |why| Node::Opaque {
            why,
            source: inside.to_owned(),
        };
        let Some((first, last)) = *events else {
            return opaque(Why::Definition);
        };
        let hides = self
            .definitions
            .iter()
            .any(|d| d.start < range.end && range.start < d.end);
        node(&self.source, &self.events[first..=last])
            .filter(|_| !hides && !inside.contains(['\r', '\0']))
            .unwrap_or_else(|| opaque(why(&self.events[first].0)))
    }
}

/// Parses `text` and hands over its outline.
pub(super) fn outlined<R>(text: &str, then: impl FnOnce(&Outline<'_>) -> R) -> R {
    let prepared = cjk::prepare(text);
    let other = match &prepared {
        Cow::Owned(other) => Some(other.as_str()),
        Cow::Borrowed(_) => None,
    };
    let source = Source::new(text, other);
    let mut parser = Parser::new_ext(&prepared, markdown::options()).into_offset_iter();
    let events: Vec<Ranged<'_>> = parser.by_ref().collect();
    let definitions = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| source.back(&definition.span))
        .collect();
    let parts = parts(text, &source, &events);
    then(&Outline {
        source,
        events,
        parts,
        definitions,
    })
}

fn parts(text: &str, source: &Source<'_>, events: &[Ranged<'_>]) -> Vec<Part> {
    let mut found = Vec::new();
    let mut end = 0;
    let mut at = 0;
    while at < events.len() {
        let last = matching(events, at);
        let range = lines_of(text, &extent(text, source, &events[at..=last]));
        // Should blocks ever overlap, the whole text is one that is kept.
        if range.start < end {
            return vec![(0..text.len(), None)];
        }
        between(text, end..range.start, &mut found);
        end = range.end;
        if !markdown::is_separator(&text[range.clone()]) {
            found.push((range, Some((at, last))));
        }
        at = last + 1;
    }
    between(text, end..text.len(), &mut found);
    found
}

/// The text as a view gets it.
pub fn view(text: &str) -> RichView {
    let blocks = blocks(text);
    let next = |i: usize| blocks.get(i).map_or(text.len(), |b| b.range.start);
    RichView {
        lead: text[..next(0)].to_owned(),
        blocks: blocks
            .iter()
            .enumerate()
            .map(|(i, block)| BlockView {
                source: text[block.range.clone()].to_owned(),
                gap: text[block.range.end..next(i + 1)].to_owned(),
                node: block.node.clone(),
            })
            .collect(),
    }
}

/// Where a block stands. A list that link targets follow is said to reach over them: it ends where the
/// last of what it shows ends, unless they are indented and so belong to it.
fn extent(text: &str, source: &Source<'_>, events: &[Ranged<'_>]) -> Range<usize> {
    let whole = source.back(&events[0].1);
    if !matches!(events[0].0, Event::Start(Tag::List(_))) {
        return whole;
    }
    let ends = events.iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::Item) => Some(range.start + 1),
        Event::Start(Tag::List(_)) | Event::End(_) => None,
        _ => Some(range.end),
    });
    let end = ends
        .max()
        .map_or(whole.end, |end| source.back(&(end..end)).end);
    let indented = |line: &str| {
        ["  ", "\t", " \t"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    // What goes on from the line before it, such as a title, is indented as it likes.
    let mut after_blank = true;
    for line in text.get(end..whole.end).unwrap_or_default().lines().skip(1) {
        let blank = line.trim().is_empty();
        if !blank && after_blank && indented(line) {
            return whole;
        }
        after_blank = blank;
    }
    whole.start..end
}

/// The index of the event that ends what the event at `at` begins.
fn matching(events: &[Ranged<'_>], at: usize) -> usize {
    let mut depth = 0_usize;
    for (i, (event, _)) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i;
        }
    }
    events.len() - 1
}

fn why(event: &Event<'_>) -> Why {
    match event {
        Event::Start(Tag::HtmlBlock) | Event::Html(_) => Why::Html,
        Event::Start(Tag::FootnoteDefinition(_)) => Why::Footnote,
        _ => Why::Other,
    }
}

/// `range` widened to whole lines, without blank lines and line ends at its end.
fn lines_of(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let mut end = range.end;
    loop {
        let line = text[start..end].rfind(['\n', '\r']).map(|i| start + i);
        match line {
            Some(line)
                if text[line..end]
                    .trim_matches([' ', '\t', '\n', '\r'])
                    .is_empty() =>
            {
                end = line
            }
            _ => break,
        }
    }
    end += text[end..].find(['\n', '\r']).unwrap_or(text.len() - end);
    start..end
}

/// Whether lines are blank or only part blocks: no block has them, and they show nothing.
pub(super) fn is_gap(lines: &str) -> bool {
    lines
        .split(['\n', '\r'])
        .all(|line| line.chars().all(|c| matches!(c, ' ' | '\t')) || markdown::is_separator(line))
}

/// Lines that show nothing by themselves, such as the targets of links, are blocks too; blank lines part them.
fn between(text: &str, range: Range<usize>, found: &mut Vec<Part>) {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let mut block: Option<Range<usize>> = None;
    let mut at = range.start;
    for line in text[range].split_inclusive(['\n', '\r']) {
        if line.chars().all(blank) {
            // The end of `\r\n` is no blank line.
            if line != "\n" || !text[..at].ends_with('\r') {
                found.extend(block.take().map(|block| (block, None)));
            }
        } else {
            let end = at + line.trim_end_matches(['\n', '\r']).len();
            block.get_or_insert(at..end).end = end;
        }
        at += line.len();
    }
    found.extend(block.map(|block| (block, None)));
}
