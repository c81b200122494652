//! What a person sees of a text, with the way back to its source: Markdown without its marks, and
//! apart from it the addresses that links lead to.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::render::cjk;
use crate::render::markdown::options;

use super::needle::{Letters, Needle};

/// A stretch of text that reads as one, for example a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) text: String,
    /// Where each part of `text` comes from, in order.
    parts: Vec<Part>,
    /// Whether it is where a link leads to.
    pub(crate) address: bool,
    /// What of it is no prose, in order: code, addresses, HTML that is shown as text. Empty where
    /// something stands in between that is not part of it, for example an address or a footnote.
    pub(crate) apart: Vec<Range<usize>>,
    /// Whether a forced end of a line cuts it off from the rest of its paragraph.
    pub(crate) torn: bool,
    /// Whether it is a paragraph, or a line of one; no heading, cell or short item.
    pub(crate) paragraph: bool,
    letters: Letters,
    /// Whether an address may be written in it.
    names_one: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    /// Where it starts in the run.
    at: usize,
    source: Range<usize>,
    /// Written as it reads, byte for byte; otherwise it is one piece, for example `&amp;`.
    even: bool,
}

impl Run {
    /// A text that is its own source.
    pub(super) fn whole(text: &str, address: bool) -> Self {
        let mut run = Self {
            address,
            ..Self::default()
        };
        run.push(text, 0..text.len(), text);
        run.look();
        run
    }

    /// Looks at what it is made of, once it is whole.
    fn look(&mut self) {
        self.letters = Letters::of(&self.text);
        self.names_one = ADDRESS.iter().any(|sign| self.text.contains(sign));
        if self.names_one && !self.address {
            self.apart.extend(addresses(&self.text));
            self.apart.sort_by_key(|place| (place.start, place.end));
        }
    }

    /// Calls `visit` for every place that `needle` has in it; inside addresses only with `addresses`.
    pub(super) fn each(
        &self,
        needle: &Needle,
        addresses: bool,
        visit: &mut impl FnMut(Range<usize>),
    ) {
        if self.address && !addresses {
            return;
        }
        let divided = self.parts.len() > 1 || self.parts.iter().any(|part| !part.even);
        needle.each(&self.text, self.letters, &mut |place| {
            let wanted = addresses || !self.names_one || !in_address(&self.text, &place);
            if wanted && (!divided || self.source(&place).is_some()) {
                visit(place);
            }
        });
    }

    /// Adds what reads as `text` and is written as `written` at `source`.
    fn push(&mut self, text: &str, source: Range<usize>, written: &str) {
        if text.is_empty() {
            return;
        }
        let at = self.text.len();
        self.text.push_str(text);
        let blank = |b: u8| if b == b'\n' { b' ' } else { b };
        let even = text.len() == written.len()
            && text
                .bytes()
                .zip(written.bytes())
                .all(|(a, b)| blank(a) == blank(b));
        match self.parts.last_mut() {
            Some(last) if even && last.even && last.source.end == source.start => {
                last.source.end = source.end;
            }
            _ => self.parts.push(Part { at, source, even }),
        }
    }

    /// The places in the source that `range` of the run stands at; more than one when marks divide it.
    /// `None` when it takes only part of a piece that cannot be divided, or has no place.
    pub(crate) fn source(&self, range: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let end_of = |i: usize| {
            self.parts
                .get(i + 1)
                .map_or(self.text.len(), |next| next.at)
        };
        let touched = self
            .parts
            .iter()
            .enumerate()
            .filter(|(i, part)| part.at < range.end && end_of(*i) > range.start);
        let mut places: Vec<Range<usize>> = Vec::new();
        for (i, part) in touched {
            let (from, to) = (range.start.max(part.at), range.end.min(end_of(i)));
            let place = if part.even {
                part.source.start + (from - part.at)..part.source.start + (to - part.at)
            } else if from == part.at && to == end_of(i) {
                part.source.clone()
            } else {
                return None;
            };
            match places.last_mut() {
                Some(last) if last.end == place.start => last.end = place.end,
                _ => places.push(place),
            }
        }
        (!places.is_empty()).then_some(places)
    }
}

/// What makes a word an address.
const ADDRESS: [&str; 4] = ["@", "://", "www.", "mailto:"];

/// Whether a place is inside an address that is written out in a text: `security@example.com`.
fn in_address(text: &str, place: &Range<usize>) -> bool {
    let start = text[..place.start].rfind(outside).map_or(0, |i| {
        i + text[i..].chars().next().map_or(1, char::len_utf8)
    });
    let end = text[place.end..]
        .find(outside)
        .map_or(text.len(), |i| place.end + i);
    let inside = text[start..end].to_ascii_lowercase();
    ADDRESS.iter().any(|sign| inside.contains(sign))
}

/// Whether a character ends an address that is written out in a text.
fn outside(c: char) -> bool {
    !c.is_ascii_graphic() || "\"'<>()[]{},;|".contains(c)
}

/// The addresses that are written out in a text.
fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split(outside).filter_map(move |word| {
        let start = at;
        // What divides words may take more than one byte.
        let end = start + word.len();
        at = end + text[end..].chars().next().map_or(0, char::len_utf8);
        let lower = word.to_ascii_lowercase();
        let address = ADDRESS.iter().any(|sign| lower.contains(sign));
        let word = word.trim_end_matches(['.', ':', '!', '?']);
        (address && word.len() > 1).then_some(start..start + word.len())
    })
}

/// A Markdown text taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// What is seen, and where links lead, in the order of the source.
    pub(super) runs: Vec<Run>,
    /// Everything else: the kinds of blocks and marks, anchors, titles.
    pub(super) marks: Vec<String>,
}

/// What is seen of a Markdown text.
#[cfg(test)]
pub(crate) fn runs_of(markdown: &str) -> Vec<Run> {
    shape(markdown).runs
}

/// Takes a Markdown text apart.
pub(super) fn shape(markdown: &str) -> Shape {
    let mut taker = Taker {
        markdown,
        shape: Shape::default(),
        run: Run::default(),
        links: Vec::new(),
        seen: 0,
        code: false,
    };
    // Read as it is rendered: with marks beside Chinese punctuation, whose places do not count here.
    let prepared = cjk::prepare(markdown);
    let marks: Vec<usize> = match prepared {
        Cow::Borrowed(_) => Vec::new(),
        Cow::Owned(_) => prepared
            .match_indices(cjk::is_mark)
            .map(|(at, _)| at)
            .collect(),
    };
    let back = |at: usize| at - marks.partition_point(|mark| *mark < at) * cjk::MARK_BYTES;
    let back = |range: Range<usize>| back(range.start)..back(range.end);
    let parser = Parser::new_ext(&prepared, options());
    let mut definitions: Vec<(Range<usize>, String)> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| {
            let dest = cjk::strip(&definition.dest).into_owned();
            (back(definition.span.clone()), dest)
        })
        .collect();
    for (event, range) in parser.into_offset_iter() {
        taker.event(&event, back(range));
    }
    taker.close();
    definitions.sort_by_key(|(span, _)| span.start);
    for (span, dest) in definitions {
        taker.address(&span, &dest);
    }
    taker.shape
}

struct Taker<'a> {
    markdown: &'a str,
    shape: Shape,
    run: Run,
    /// The links and pictures that are open: where each stands, its kind and its address.
    links: Vec<(Range<usize>, LinkType, String)>,
    /// End of the last text or mark inside.
    seen: usize,
    /// Whether a block of code is open.
    code: bool,
}

impl Taker<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        let end = range.end;
        match event {
            Event::Text(text) if self.code => self.apart(text, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(text) => {
                self.shape.marks.push("code".into());
                let written = &self.markdown[range.clone()];
                let ticks = written.len() - written.trim_start_matches('`').len();
                let inside =
                    range.start + ticks..range.end.saturating_sub(ticks).max(range.start + ticks);
                let text = &*cjk::strip(text);
                let written = &self.markdown[inside.clone()];
                let lead = usize::from(written.len() == text.len() + 2);
                self.apart(text, inside.start + lead..inside.end - lead);
            }
            // Shown to visitors as text.
            Event::Html(text) | Event::InlineHtml(text) => self.apart(text, range),
            Event::SoftBreak => self.run.push(" ", range.clone(), &self.markdown[range]),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::HardBreak | Event::Rule => {
                self.shape.marks.push(format!("{event:?}"));
                let torn = matches!(event, Event::HardBreak);
                let paragraph = torn && self.run.paragraph;
                self.run.torn |= torn;
                self.close();
                (self.run.torn, self.run.paragraph) = (torn, paragraph);
            }
            other => {
                self.shape.marks.push(format!("{other:?}"));
                if matches!(other, Event::FootnoteReference(_)) {
                    self.gap();
                }
            }
        }
        if !matches!(event, Event::Start(_)) {
            self.seen = self.seen.max(end);
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let text = &*cjk::strip(text);
        let own = matches!(
            self.links.last(),
            Some((_, LinkType::Autolink | LinkType::Email, _))
        );
        if own {
            self.gap();
        } else {
            self.run.push(text, range.clone(), &self.markdown[range]);
        }
    }

    /// What is seen, but is no prose.
    fn apart(&mut self, text: &str, range: Range<usize>) {
        let from = self.run.text.len();
        self.text(text, range);
        self.run.apart.push(from..self.run.text.len());
    }

    /// Something stands here that is not part of the run.
    fn gap(&mut self) {
        let at = self.run.text.len();
        self.run.apart.push(at..at);
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }
            | Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let name = if matches!(tag, Tag::Link { .. }) {
                    "link"
                } else {
                    "picture"
                };
                self.shape
                    .marks
                    .push(format!("{name} {link_type:?} {title}"));
                self.seen = range.start + 1;
                self.links
                    .push((range, *link_type, cjk::strip(dest_url).into_owned()));
            }
            tag => {
                self.shape.marks.push(format!("{tag:?}"));
                if !is_inline(&tag.to_end()) {
                    self.close();
                }
                self.code |= matches!(tag, Tag::CodeBlock(_));
                self.run.paragraph |= matches!(tag, Tag::Paragraph);
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.shape.marks.push(format!("end {tag:?}"));
        if matches!(tag, TagEnd::Link | TagEnd::Image) {
            if let Some((range, kind, dest)) = self.links.pop() {
                match kind {
                    LinkType::Inline => self.address(&(self.seen.min(range.end)..range.end), &dest),
                    LinkType::Autolink | LinkType::Email => self.address(&range, &dest),
                    // Its address stands in a definition.
                    _ => {}
                }
            }
        } else if !is_inline(&tag) {
            self.close();
            self.code &= tag != TagEnd::CodeBlock;
        }
    }

    /// Where a link leads to, as it is written inside `range`. One that is written with escapes has no
    /// place of its own.
    fn address(&mut self, range: &Range<usize>, dest: &str) {
        let mut run = Run {
            address: true,
            ..Run::default()
        };
        match self.markdown[range.clone()].find(dest) {
            Some(at) if !dest.is_empty() => {
                run.push(dest, range.start + at..range.start + at + dest.len(), dest);
            }
            _ => dest.clone_into(&mut run.text),
        }
        run.look();
        self.shape.runs.push(run);
    }

    fn close(&mut self) {
        let mut run = std::mem::take(&mut self.run);
        run.look();
        if !run.text.is_empty() {
            self.shape.runs.push(run);
        }
    }
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

#[cfg(test)]
mod tests;
