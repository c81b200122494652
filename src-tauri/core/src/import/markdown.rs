//! Pages in Markdown: their text is kept byte for byte where this program reads it the same, divided at
//! its headings; HTML in it is mapped by the rules for pages of HTML.

#[cfg(test)]
mod tests;
mod written;

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, html};

use crate::message::Message;
use crate::render::markdown::options;
use crate::say;
use crate::value::{Fields, Value};

use super::draft::{Draft, Section, SourcePage, Targets};
use super::map;
use super::report::Note;
use written::{with_liquid, with_targets, without_attributes};

/// Whether the text of a page with this path is Markdown, and not HTML under that ending.
pub(super) fn is_markdown(path: &str, text: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let ending = [".md", ".markdown"]
        .iter()
        .any(|ending| lower.ends_with(ending));
    ending && !begins_with_tag(text.trim_start()) && !is_mostly_html(text)
}

/// Whether a text begins with a tag, and not with an address between angle brackets.
fn begins_with_tag(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next() == Some(b'<')
        && bytes
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'!' | b'/'))
        && !text.starts_with("<http")
        && !text.starts_with("<mailto")
}

/// Whether most lines of a text begin with a tag: HTML that somebody put a word before.
fn is_mostly_html(text: &str) -> bool {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (mut all, mut tags) = (0, 0);
    for line in lines {
        all += 1;
        tags += usize::from(begins_with_tag(line));
    }
    tags * 2 > all
}

/// What a block at the top of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Kept as it is.
    Text,
    /// A heading of the first level.
    Title,
    /// A heading that begins a section.
    Heading,
    /// HTML.
    Html,
    /// Text with HTML in it.
    Mixed,
    /// What a footnote says: it goes where it is named.
    Note,
}

struct Block {
    sort: Sort,
    range: Range<usize>,
}

/// Maps a page.
///
/// # Errors
/// Why HTML in it cannot be read.
pub(super) fn page(
    source: SourcePage<'_>,
    title: Option<&str>,
    targets: &dyn Targets,
) -> Result<Draft, Message> {
    let (text, attributes) = without_attributes(source.text);
    let text = with_liquid(&text, targets);
    let blocks = blocks(&text);
    let mut page = Page {
        draft: Draft::default(),
        text: &text,
        line: source.line,
        targets,
        open: None,
        follows: None,
    };
    for (i, block) in blocks.iter().enumerate() {
        page.block(block, i == 0, title)?;
    }
    page.close();
    page.define(&blocks);
    if attributes > 0 {
        let message = say!(
            "Attributes of Markdown in braces were left out: the theme decides how things look."
        );
        page.draft
            .left_out
            .push(Note::plain("attributes", message, attributes));
    }
    Ok(page.draft)
}

/// The blocks at the top of a text, in order.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let begins = matches!(event, Event::Start(_));
        if depth == 0 && (begins || matches!(event, Event::Rule)) {
            let sort = match &event {
                Event::Start(Tag::Heading {
                    level: HeadingLevel::H1,
                    ..
                }) => Sort::Title,
                Event::Start(Tag::Heading {
                    level: HeadingLevel::H2,
                    ..
                }) => Sort::Heading,
                Event::Start(Tag::HtmlBlock) => Sort::Html,
                Event::Start(Tag::FootnoteDefinition(_)) => Sort::Note,
                _ => Sort::Text,
            };
            match blocks.last_mut() {
                // Blank lines divide HTML only for Markdown.
                Some(last) if sort == Sort::Html && last.sort == Sort::Html => {
                    last.range.end = range.end
                }
                _ => blocks.push(Block { sort, range }),
            }
        } else if matches!(event, Event::InlineHtml(_) | Event::Html(_))
            && let Some(last) = blocks.last_mut()
            && last.sort != Sort::Html
            && &text[range] != "<!-- -->"
        {
            last.sort = Sort::Mixed;
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    blocks
}

struct Page<'a> {
    draft: Draft,
    text: &'a str,
    line: u32,
    targets: &'a dyn Targets,
    /// The text section that is being read.
    open: Option<Section>,
    /// Where the block ends that was added to it last, when the next follows it.
    follows: Option<usize>,
}

impl Page<'_> {
    fn block(&mut self, block: &Block, first: bool, title: Option<&str>) -> Result<(), Message> {
        let source = &self.text[block.range.clone()];
        match block.sort {
            Sort::Title if self.draft.title.is_none() => {
                let heading = shown(source).trim().to_owned();
                let same = title.is_none_or(|title| title.trim() == heading);
                let dropped =
                    same && (first || self.draft.sections.is_empty() && self.open.is_none());
                if dropped {
                    self.draft.title = Some(heading);
                    self.draft.shows_title = true;
                } else {
                    self.add(block.range.clone());
                }
            }
            Sort::Heading => {
                self.close();
                self.add(block.range.clone());
            }
            Sort::Text | Sort::Title => self.add(block.range.clone()),
            Sort::Note => self.follows = None,
            Sort::Html => {
                self.close();
                self.map(source, block.range.start)?;
            }
            Sort::Mixed => {
                let mut rendered = String::new();
                html::push_html(&mut rendered, Parser::new_ext(source, options()));
                self.map(&rendered, block.range.start)?;
            }
        }
        Ok(())
    }

    fn line_of(&self, at: usize) -> u32 {
        let before = self.text[..at].matches('\n').count();
        self.line + u32::try_from(before).unwrap_or(u32::MAX)
    }

    /// Adds Markdown to the section that is being read, with what stands between it and the block before.
    fn add(&mut self, range: Range<usize>) {
        let start = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let indented = self.text[start..range.start].trim().is_empty();
        let start = if indented { start } else { range.start };
        let end = range.start + self.text[range.clone()].trim_end().len();
        let (from, gap) = match self
            .follows
            .filter(|follows| self.open.is_some() && *follows <= start)
        {
            Some(follows) => (follows, ""),
            None => (start, "\n\n"),
        };
        self.follows = Some(end);
        let markdown = with_targets(&self.text[from..end], self.targets);
        let own = &self.text[start..end];
        if self.draft.summary.is_none() && !own.starts_with('#') {
            let words = shown(own);
            self.draft.summary = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
        }
        let line = self.line_of(start);
        let section = self.open.get_or_insert_with(|| section(line));
        let characters = shown(own).chars().filter(|c| !c.is_whitespace()).count();
        section.characters += u32::try_from(characters).unwrap_or(u32::MAX);
        match section.fields.get_mut("body") {
            Some(Value::Text(body)) => {
                body.push_str(gap);
                body.push_str(&markdown);
            }
            _ => drop(
                section
                    .fields
                    .insert("body".to_owned(), Value::Text(markdown)),
            ),
        }
    }

    /// Maps HTML; what becomes one more text stays in the section that is being read.
    fn map(&mut self, html: &str, at: usize) -> Result<(), Message> {
        self.follows = None;
        let line = self.line_of(at);
        let source = SourcePage { text: html, line };
        let draft = map::page(source, self.targets)?;
        self.draft.repaired.extend(draft.repaired);
        self.draft.left_out.extend(draft.left_out);
        self.draft.look_at.extend(draft.look_at);
        self.draft.breadcrumb = self.draft.breadcrumb.take().or(draft.breadcrumb);
        for section in draft.sections {
            let body = section.fields.get("body").and_then(Value::as_text);
            let plain =
                section.kind == "text" && !section.aside && !section.hidden && section.id.is_none();
            match (&mut self.open, body) {
                (Some(open), Some(body)) if plain => {
                    open.characters += section.characters;
                    if let Some(Value::Text(text)) = open.fields.get_mut("body") {
                        text.push_str("\n\n");
                        text.push_str(body);
                    }
                }
                (None, Some(_)) if plain => self.open = Some(section),
                _ => {
                    self.close();
                    self.draft.sections.push(section);
                }
            }
        }
        Ok(())
    }

    fn close(&mut self) {
        self.draft.sections.extend(self.open.take());
    }

    /// Gives every section the definitions of links and footnotes that it names: it cannot see those of
    /// another.
    fn define(&mut self, blocks: &[Block]) {
        let parser = Parser::new_ext(self.text, options());
        let mut definitions: Vec<(String, &str)> = parser
            .reference_definitions()
            .iter()
            .map(|(label, definition)| {
                (
                    format!("[{}]", label.to_lowercase()),
                    &self.text[definition.span.clone()],
                )
            })
            .collect();
        definitions.sort_by_key(|(_, text)| text.as_ptr() as usize);
        let notes = blocks
            .iter()
            .filter(|block| block.sort == Sort::Note)
            .filter_map(|block| {
                let text = self.text[block.range.clone()].trim_end();
                let label = text.split_once("]:")?.0.trim_start();
                Some((format!("{}]", label.to_lowercase()), text))
            });
        definitions.extend(notes);
        for section in self
            .draft
            .sections
            .iter_mut()
            .filter(|section| section.kind == "text")
        {
            let Some(Value::Text(body)) = section.fields.get_mut("body") else {
                continue;
            };
            let names = body.to_lowercase();
            for (label, text) in definitions
                .iter()
                .filter(|(label, _)| names.contains(label) && !names.contains(&format!("{label}:")))
            {
                // Links one after another, footnotes each after a blank line.
                let gap = if label.starts_with("[^") || !body.ends_with(['>', '"', '\'', ')']) {
                    "\n\n"
                } else {
                    "\n"
                };
                body.push_str(gap);
                body.push_str(&with_targets(text.trim_end(), self.targets));
            }
        }
    }
}

fn section(line: u32) -> Section {
    Section {
        kind: "text",
        id: None,
        aside: false,
        hidden: false,
        fields: Fields::new(),
        from: "markdown".to_owned(),
        line,
        characters: 0,
    }
}

/// What a text shows, without marks.
fn shown(markdown: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out
}
