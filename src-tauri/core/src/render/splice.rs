//! Markdown as a page shows it, by changing only what must differ from what was written.
//!
//! Most texts need no more than whole addresses and headings without their names, and to write them
//! anew would cost more than all else about them. Whatever could hold words that no page shows is left
//! to [`super::plain`]: definitions, tables (a row may be longer than its head), footnotes, HTML.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};

use super::links::{Scope, Target};
use super::{cjk, markdown, twin};

/// `prepared` as it is shown in `scope`; `None` when that is not a matter of single places.
pub(super) fn of(
    scope: &Scope<'_>,
    prepared: &str,
    whole: &dyn Fn(&str) -> String,
) -> Option<String> {
    let parser = Parser::new_ext(prepared, markdown::options());
    if parser.reference_definitions().iter().next().is_some() {
        return None;
    }
    let mut splicer = Splicer {
        scope,
        whole,
        text: prepared,
        edits: Vec::new(),
        link: None,
        named: false,
        inner: 0,
    };
    for (event, range) in parser.into_offset_iter() {
        splicer.event(&event, range)?;
    }
    let mut out = String::with_capacity(prepared.len() + 64);
    let mut at = 0;
    for (range, new) in splicer.edits {
        out.push_str(prepared.get(at..range.start)?);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(prepared.get(at..)?);
    Some(out)
}

struct Splicer<'s> {
    scope: &'s Scope<'s>,
    whole: &'s dyn Fn(&str) -> String,
    text: &'s str,
    /// What is replaced by what, in order.
    edits: Vec<(Range<usize>, String)>,
    /// The link being read: where it begins, and its address if it leads somewhere.
    link: Option<(usize, Option<String>)>,
    /// Whether the heading being read has a name or the like.
    named: bool,
    /// Where the words end that a link or heading shows.
    inner: usize,
}

impl Splicer<'_> {
    /// Takes in one event; `None` when it needs more than this.
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) -> Option<()> {
        match event {
            Event::Start(tag) => return self.start(tag, &range),
            Event::End(TagEnd::Link) => self.end_link(&range)?,
            Event::End(TagEnd::Heading(_)) if self.named => self.end_heading(&range)?,
            Event::End(_)
            | Event::Text(_)
            | Event::Code(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule => {}
            _ => return None,
        }
        self.inner = range.end;
        Some(())
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) -> Option<()> {
        match tag {
            Tag::Link {
                link_type: LinkType::Inline,
                dest_url,
                ..
            } => {
                self.inner = range.start + 1;
                self.link = Some((range.start, self.address(dest_url)));
            }
            // It stands there as a whole address already.
            Tag::Link {
                link_type: LinkType::Autolink,
                dest_url,
                ..
            } => drop(self.address(dest_url)?),
            Tag::CodeBlock(CodeBlockKind::Fenced(about))
                if about.contains(char::is_whitespace) || !self.is_closed(range) =>
            {
                return None;
            }
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } if *level != HeadingLevel::H1 => {
                self.named = id.is_some() || !classes.is_empty() || !attrs.is_empty();
                self.inner = range.start;
            }
            Tag::Paragraph
            | Tag::CodeBlock(_)
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Superscript => {}
            _ => return None,
        }
        Some(())
    }

    /// The whole address of a link that leads somewhere.
    fn address(&self, to: &str) -> Option<String> {
        match self.scope.resolve(&cjk::strip(to)) {
            Target::Page { href, .. }
            | Target::Anchor { href }
            | Target::Asset { href, .. }
            | Target::Existing { href }
            | Target::Outside { href, .. }
            | Target::Contact { href } => Some((self.whole)(&href)),
            Target::Broken(_) => None,
        }
    }

    /// Whether code ends by a fence of its own: without one it would take in what comes after the text.
    fn is_closed(&self, range: &Range<usize>) -> bool {
        let code = self.text.get(range.clone()).unwrap_or_default().trim_end();
        let last = code.rsplit_once('\n').map_or("", |(_, last)| last);
        let fence = last.trim_start_matches([' ', '>']);
        fence.len() >= 3 && (fence.bytes().all(|b| b == b'`') || fence.bytes().all(|b| b == b'~'))
    }

    fn end_link(&mut self, range: &Range<usize>) -> Option<()> {
        let Some((start, to)) = self.link.take() else {
            return Some(());
        };
        let tail = self.text.get(self.inner..range.end)?;
        if !(tail.starts_with("](") && tail.ends_with(')')) {
            return None;
        }
        let new = match to {
            Some(to) => format!("]({})", twin::target(&to)),
            None if self.may_be_bare(start, range.end) => {
                self.edits.push((start..start + 1, String::new()));
                String::new()
            }
            None => return None,
        };
        self.edits.push((self.inner..range.end, new));
        Some(())
    }

    /// Whether the words of a link mean the same without it: inside a line, and with nothing beside
    /// them that could make a mark of emphasis or a block of them.
    fn may_be_bare(&self, start: usize, end: usize) -> bool {
        let before = self.text[..start].chars().next_back();
        let after = self.text[end..].chars().next();
        let words = &self.text[start + 1..self.inner];
        let line = self.text[..start].rsplit('\n').next().unwrap_or_default();
        before == Some(' ')
            && line.trim_start().starts_with(char::is_alphanumeric)
            && words.starts_with(char::is_alphanumeric)
            && words.ends_with(char::is_alphanumeric)
            && after.is_none_or(|c| c.is_whitespace() || ".,;:!?".contains(c))
    }

    fn end_heading(&mut self, range: &Range<usize>) -> Option<()> {
        self.named = false;
        let heading = self.text.get(range.clone())?.trim_end();
        let end = range.start + heading.len();
        let tail = self.text.get(self.inner..end)?.trim_start();
        if !(heading.starts_with('#') && tail.starts_with('{') && tail.ends_with('}')) {
            return None;
        }
        self.edits.push((self.inner..end, String::new()));
        Some(())
    }
}
