//! Parsing a page: delimiters first, then the bodies, so that a fault in one section stays there.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::kinds::{BODY, BodyType};
use crate::message::Message;
use crate::rule::{self, Rule};
use crate::say;
use crate::value::{Fields, Value};

use super::lines::{
    self, Line, attributes, is_divider, is_front_mark, lines, only_colons, opening, with_lf,
};
use super::read::read_at;
use super::{Block, BodyOf, Content, Fault, Front, Page};

const BOM: &str = "\u{feff}";

/// Parses a page. Never fails: what cannot be read is kept and says why.
/// `before` is an earlier parse of nearly the same text; what did not change is shared with it.
pub fn parse(text: impl Into<Arc<str>>, before: Option<&Page>, body_of: BodyOf<'_>) -> Page {
    let text: Arc<str> = text.into();
    let start = if text.starts_with(BOM) { BOM.len() } else { 0 };
    let conflicts = conflicts(&text, start);
    let (front, after) = front(&text, start, &conflicts, before);
    let mut blocks = scan(&text, after);
    widen(&mut blocks, &conflicts);
    let total = blocks.len();
    let blocks: Vec<Block> = blocks
        .into_iter()
        .enumerate()
        .map(|(i, raw)| finish(&text, raw, i, total, before, body_of))
        .collect();
    let faults = duplicate_ids(&text, &blocks);
    Page {
        text,
        front,
        blocks,
        faults,
    }
}

/// A block whose body has not been read yet.
struct Raw {
    range: Range<usize>,
    kind: String,
    colons: usize,
    attributes: Option<Range<usize>>,
    body: Range<usize>,
    fault: Option<Flaw>,
}

/// Why a block cannot be read, before its words are chosen.
enum Flaw {
    Unclosed,
    Stray,
    Conflict,
}

fn fault_at(text: &str, at: usize, rule: &'static Rule, message: Message, hint: Message) -> Fault {
    let (line, column) = lines::place_of(text, at);
    Fault {
        rule,
        line,
        column,
        message,
        hint,
    }
}

/// Byte ranges between merge-conflict marks, whole lines.
fn conflicts(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains("<<<<<<<") {
        return found;
    }
    let mut open: Option<(usize, bool)> = None;
    for line in lines(text, start) {
        let content = line.text(text);
        if content.starts_with("<<<<<<<") {
            open = Some((line.start, false));
        } else if let Some((from, divided)) = open {
            if content.starts_with("=======") {
                open = Some((from, true));
            } else if divided && content.starts_with(">>>>>>>") {
                found.push(from..line.next);
                open = None;
            }
        }
    }
    found
}

fn front(
    text: &str,
    start: usize,
    conflicts: &[Range<usize>],
    before: Option<&Page>,
) -> (Front, usize) {
    let none = |rule, message, hint| Front {
        range: start..start,
        fields: Arc::default(),
        fault: Some(fault_at(text, start, rule, message, hint)),
    };
    let mut all = lines(text, start);
    let Some(first) = all.next().filter(|line| is_front_mark(line.text(text))) else {
        let front = none(
            &rule::MISSING_FRONT_MATTER,
            say!("The page has no settings at its top"),
            say!("Give the page a title: its settings are then written for you."),
        );
        return (front, start);
    };
    // A section that opens first shows that the mark was forgotten: a later line +++ is text of a section.
    let last = all
        .take_while(|line| opening(line.text(text)).is_none())
        .find(|line| is_front_mark(line.text(text)));
    let Some(last) = last else {
        let front = none(
            &rule::UNCLOSED_FRONT_MATTER,
            say!("The settings at the top of the page never end"),
            say!("Add a line +++ after them."),
        );
        return (front, start);
    };
    let range = first.next..last.start;
    if let Some(conflict) = conflicts.iter().find(|c| c.start < last.next) {
        let fault = side_by_side(text, conflict.start);
        return (
            Front {
                range,
                fields: Arc::default(),
                fault: Some(fault),
            },
            last.next,
        );
    }
    if let Some(old) = before.filter(|old| {
        old.front.fault.is_none() && old.text[old.front.range.clone()] == text[range.clone()]
    }) {
        return (
            Front {
                range,
                fields: Arc::clone(&old.front.fields),
                fault: None,
            },
            last.next,
        );
    }
    let (fields, fault) = match read_at(text, range.clone()) {
        Ok(fields) => (fields, None),
        Err(fault) => (Fields::new(), Some(fault)),
    };
    (
        Front {
            range,
            fields: Arc::new(fields),
            fault,
        },
        last.next,
    )
}

/// The fault of a part of which another program left two versions.
fn side_by_side(text: &str, at: usize) -> Fault {
    let message = say!("Two versions of this part stand side by side, marked by another program");
    let hint =
        say!("Keep one of them: delete the other and the lines of <<<<<<<, ======= and >>>>>>>.");
    fault_at(text, at, &rule::CONFLICT, message, hint)
}

/// Divides the text after the front matter into blocks.
fn scan(text: &str, from: usize) -> Vec<Raw> {
    let mut blocks: Vec<Raw> = Vec::new();
    let mut all = lines(text, from).peekable();
    while let Some(line) = all.next() {
        let content = line.text(text);
        if let Some(open) = opening(content) {
            let attributes = open
                .attributes
                .map(|a| line.start + a.start..line.start + a.end);
            let (body, end, closed) = body_end(text, line, open.colons, &mut all);
            blocks.push(Raw {
                range: line.start..end,
                kind: open.kind.to_owned(),
                colons: open.colons,
                attributes,
                body,
                fault: (!closed).then_some(Flaw::Unclosed),
            });
        } else if !content.trim().is_empty() {
            match blocks.last_mut() {
                Some(last) if matches!(last.fault, Some(Flaw::Stray)) => {
                    last.range.end = line.next;
                    last.body.end = line.next;
                }
                _ => blocks.push(Raw {
                    range: line.start..line.next,
                    kind: String::new(),
                    colons: 0,
                    attributes: None,
                    body: line.start..line.next,
                    fault: Some(Flaw::Stray),
                }),
            }
        }
    }
    blocks
}

/// Consumes the lines of a section. Answers its body, its end, and whether it was closed.
fn body_end(
    text: &str,
    open: Line,
    colons: usize,
    all: &mut std::iter::Peekable<impl Iterator<Item = Line>>,
) -> (Range<usize>, usize, bool) {
    let mut end = open.next;
    while let Some(line) = all.peek().copied() {
        let content = line.text(text);
        if only_colons(content) == Some(colons) {
            all.next();
            return (open.next..line.start, line.next, true);
        }
        if opening(content).is_some_and(|o| o.colons >= colons) {
            break;
        }
        end = line.next;
        all.next();
    }
    (open.next..end, end, false)
}

/// Joins all blocks that touch a conflict into one that is kept.
fn widen(blocks: &mut Vec<Raw>, conflicts: &[Range<usize>]) {
    for conflict in conflicts {
        let touches = |raw: &Raw| raw.range.start < conflict.end && conflict.start < raw.range.end;
        let Some(first) = blocks.iter().position(touches) else {
            continue;
        };
        let last = blocks.iter().rposition(touches).unwrap_or(first);
        let range =
            blocks[first].range.start.min(conflict.start)..blocks[last].range.end.max(conflict.end);
        let joined = Raw {
            body: range.clone(),
            range,
            kind: String::new(),
            colons: 0,
            attributes: None,
            fault: Some(Flaw::Conflict),
        };
        blocks.splice(first..=last, [joined]);
    }
}

fn finish(
    text: &str,
    raw: Raw,
    position: usize,
    total: usize,
    before: Option<&Page>,
    body_of: BodyOf<'_>,
) -> Block {
    let mut block = Block {
        range: raw.range,
        kind: raw.kind,
        id: None,
        flags: Vec::new(),
        colons: raw.colons,
        body: raw.body,
        content: Arc::new(Content::Unknown),
    };
    let start = block.range.start;
    let kept = |rule, message, hint| {
        Arc::new(Content::Unreadable(fault_at(
            text, start, rule, message, hint,
        )))
    };
    if let Some(inside) = raw.attributes {
        match attributes(&text[inside]) {
            Ok((id, flags)) => (block.id, block.flags) = (id, flags),
            Err(word) => {
                let message = say!(
                    "The first line of this section holds “{word}”, which is not a name",
                    word
                );
                block.content = kept(
                    &rule::BAD_OPENING,
                    message,
                    say!(
                        "Write one name of small letters, digits and hyphens after #, before any other word."
                    ),
                );
                return block;
            }
        }
    }
    block.content = match raw.fault {
        Some(Flaw::Unclosed) => kept(
            &rule::UNCLOSED_SECTION,
            say!("The section “{kind}” is never closed", kind = block.kind),
            say!("Add a line of the same number of colons after it."),
        ),
        Some(Flaw::Stray) => kept(
            &rule::STRAY_TEXT,
            say!("This text stands outside any section, so visitors do not see it"),
            say!("Move it into a section, or delete it."),
        ),
        Some(Flaw::Conflict) => Arc::new(Content::Unreadable(side_by_side(text, start))),
        None => shared(text, &block, position, total, before)
            .unwrap_or_else(|| Arc::new(content(text, &block, body_of))),
    };
    block
}

/// The content of the same block in an earlier parse, counted from either end of the page.
fn shared(
    text: &str,
    block: &Block,
    position: usize,
    total: usize,
    before: Option<&Page>,
) -> Option<Arc<Content>> {
    let before = before?;
    let from_end = (before.blocks.len() + position).checked_sub(total);
    [Some(position), from_end]
        .into_iter()
        .flatten()
        .find_map(|i| {
            let old = before.blocks.get(i)?;
            let same = old.kind == block.kind
                && !matches!(*old.content, Content::Unreadable(_))
                && before.text[old.body.clone()] == text[block.body.clone()];
            same.then(|| Arc::clone(&old.content))
        })
}

fn content(text: &str, block: &Block, body_of: BodyOf<'_>) -> Content {
    let Some(body_type) = body_of(&block.kind) else {
        return Content::Unknown;
    };
    let Some((toml, markdown)) = divided(text, block.body.clone(), body_type) else {
        return Content::Unreadable(fault_at(
            text,
            block.range.start,
            &rule::MISSING_DIVIDER,
            say!("This section has no line --- between its fields and its text"),
            say!("Add a line of three hyphens before the text."),
        ));
    };
    let mut fields = match toml.map(|range| read_at(text, range)) {
        Some(Ok(fields)) => fields,
        Some(Err(fault)) => return Content::Unreadable(fault),
        None => Fields::new(),
    };
    if let Some(range) = markdown {
        let body = with_lf(&text[range]);
        let body = body.strip_suffix('\n').unwrap_or(&body);
        fields.insert(BODY.to_owned(), Value::Text(body.to_owned()));
    }
    Content::Fields(fields)
}

/// Where the fields and the Markdown of a body are, as far as it has them.
pub(super) type Regions = (Option<Range<usize>>, Option<Range<usize>>);

/// Where the fields and the Markdown of a body are; `None` when the line between them is missing.
pub(super) fn divided(text: &str, body: Range<usize>, body_type: BodyType) -> Option<Regions> {
    Some(match body_type {
        BodyType::Fields => (Some(body), None),
        BodyType::Markdown => (None, Some(body)),
        BodyType::Both => {
            let divider =
                lines::lines_in(text, body.clone()).find(|line| is_divider(line.text(text)))?;
            (
                Some(body.start..divider.start),
                Some(divider.next..body.end),
            )
        }
    })
}

fn duplicate_ids(text: &str, blocks: &[Block]) -> Vec<Fault> {
    let mut seen = HashSet::new();
    let mut faults = Vec::new();
    for block in blocks {
        if let Some(id) = block.id.as_deref()
            && !seen.insert(id)
        {
            faults.push(fault_at(
                text,
                block.range.start,
                &rule::DUPLICATE_ID,
                say!("Two sections are called “{id}”", id),
                say!("Links to it lead to the first one. Give this section another name."),
            ));
        }
    }
    faults
}
