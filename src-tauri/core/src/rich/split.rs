//! Where the blocks of a text stand: parsed as the page is, and covered byte for byte.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::render::{cjk, markdown};

use super::read::{Source, node};
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
    let prepared = cjk::prepare(text);
    let other = match &prepared {
        Cow::Owned(other) => Some(other.as_str()),
        Cow::Borrowed(_) => None,
    };
    let source = Source::new(text, other);
    let mut parser = Parser::new_ext(&prepared, markdown::options()).into_offset_iter();
    let events: Vec<(Event<'_>, Range<usize>)> = parser.by_ref().collect();
    let definitions: Vec<Range<usize>> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| source.back(&definition.span))
        .collect();
    let mut found = Vec::new();
    let mut end = 0;
    let mut at = 0;
    while at < events.len() {
        let last = matching(&events, at);
        let range = lines_of(text, &source.back(&extent(&events[at..=last])));
        if range.start < end {
            return vec![whole(text)];
        }
        between(text, end..range.start, &mut found);
        let inside = &text[range.clone()];
        let shown = node(&source, &events[at..=last]).filter(|_| {
            !inside.contains(['\r', '\0'])
                && !definitions
                    .iter()
                    .any(|d| d.start < range.end && range.start < d.end)
        });
        let node = shown.unwrap_or_else(|| Node::Opaque {
            why: why(&events[at].0),
            source: inside.to_owned(),
        });
        end = range.end;
        found.push(Block { range, node });
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
/// last of what it shows ends.
fn extent(events: &[(Event<'_>, Range<usize>)]) -> Range<usize> {
    let whole = &events[0].1;
    if !matches!(events[0].0, Event::Start(Tag::List(_))) {
        return whole.clone();
    }
    let ends = events.iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::Item) => Some(range.start + 1),
        Event::Start(Tag::List(_)) | Event::End(_) => None,
        _ => Some(range.end),
    });
    whole.start..ends.max().unwrap_or(whole.end)
}

/// The index of the event that ends what the event at `at` begins.
fn matching(events: &[(Event<'_>, Range<usize>)], at: usize) -> usize {
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

/// Lines that show nothing by themselves, such as the targets of links, are blocks too.
fn between(text: &str, range: Range<usize>, found: &mut Vec<Block>) {
    let blank = [' ', '\t', '\n', '\r'];
    let inside = &text[range.clone()];
    let trimmed = inside.trim_matches(blank);
    if trimmed.is_empty() {
        return;
    }
    let from = range.start + (inside.len() - inside.trim_start_matches(blank).len());
    let range = lines_of(text, &(from..from + trimmed.len()));
    found.push(Block {
        node: Node::Opaque {
            why: Why::Definition,
            source: text[range.clone()].to_owned(),
        },
        range,
    });
}

/// The whole text as one block, should its blocks ever overlap.
fn whole(text: &str) -> Block {
    Block {
        range: 0..text.len(),
        node: Node::Opaque {
            why: Why::Other,
            source: text.to_owned(),
        },
    }
}
