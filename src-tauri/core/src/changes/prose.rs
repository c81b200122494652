//! Rich text as it reads: its blocks without marks, and where its links lead.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::render::{cjk, markdown};

use super::links::Links;
use super::shown::{self, Block, Kind, Link};

/// The blocks of Markdown.
pub(super) fn of_markdown(text: &str, links: &Links<'_>) -> Vec<Block> {
    let mut reader = Reader {
        links,
        blocks: Vec::new(),
        text: String::new(),
        found: Vec::new(),
        open: Vec::new(),
        kinds: Vec::new(),
        heading: String::new(),
    };
    let prepared = cjk::prepare(text);
    for event in Parser::new_ext(&prepared, markdown::options()) {
        reader.event(event);
    }
    reader.flush();
    reader.blocks
}

/// The blocks of a piece of HTML.
pub(super) fn of_html(html: &str, links: &Links<'_>) -> Vec<Block> {
    shown::read(html, links).all()
}

/// The words of blocks, one line for each.
pub(super) fn words(blocks: &[Block]) -> String {
    let words: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    words.join("\n")
}

struct Reader<'l> {
    links: &'l Links<'l>,
    blocks: Vec<Block>,
    text: String,
    found: Vec<Link>,
    /// Open links: where their words begin, and where they lead.
    open: Vec<(usize, String)>,
    /// What is open, from the outside in.
    kinds: Vec<Kind>,
    heading: String,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.text.push_str(&cjk::strip(&text)),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let to = cjk::strip(&dest_url).into_owned();
                self.open.push((self.text.len(), to));
            }
            Event::End(TagEnd::Link) => self.close(),
            Event::Start(Tag::Heading { .. }) => self.begin(Kind::Heading),
            Event::Start(Tag::Item) => self.begin(Kind::Item),
            Event::Start(Tag::TableCell) => self.begin(Kind::Cell),
            Event::Start(Tag::Paragraph | Tag::CodeBlock(_))
            | Event::End(TagEnd::Paragraph | TagEnd::CodeBlock) => {
                self.flush();
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                self.flush();
                self.kinds.pop();
            }
            _ => {}
        }
    }

    fn begin(&mut self, kind: Kind) {
        self.flush();
        self.kinds.push(kind);
    }

    fn close(&mut self) {
        if let Some((at, href)) = self.open.pop() {
            let name = self.text.get(at..).unwrap_or_default().to_owned();
            let to = self.links.path(&href);
            self.found.push(Link { name, to });
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        let links = std::mem::take(&mut self.found);
        if text.is_empty() && links.is_empty() {
            return;
        }
        let kind = self.kinds.last().copied().unwrap_or(Kind::Paragraph);
        let above = self.heading.clone();
        if kind == Kind::Heading {
            text.clone_into(&mut self.heading);
        }
        self.blocks.push(Block {
            kind,
            text,
            links,
            anchor: String::new(),
            heading: above,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_not_words() {
        let links = Links {
            address: "https://t.example",
            page: "en/a.html",
            locale: "en",
        };
        let text = "## A *title*\n\nOne [link](https://t.example/en/b.html).\n\n- first\n- second\n\n| a | b |\n|---|---|\n| c | d |\n";
        let blocks = of_markdown(text, &links);
        assert_eq!(
            words(&blocks),
            "A title\nOne link.\nfirst\nsecond\na\nb\nc\nd"
        );
        assert_eq!(blocks[1].links[0].to, "/en/b.html");
        assert_eq!(blocks[2].kind, Kind::Item);
        assert_eq!(blocks[2].heading, "A title");
    }

    #[test]
    fn marks_beside_full_width_punctuation_and_letters_are_not_words() {
        let links = Links {
            address: "https://t.example",
            page: "zh-Hans/a.html",
            locale: "zh-Hans",
        };
        let text = "我们**每天备份。**但[“下载”](/zh-Hans/b.html)在 30 m^2^内。";
        let blocks = of_markdown(text, &links);
        assert_eq!(words(&blocks), "我们每天备份。但“下载”在 30 m2内。");
        assert_eq!(blocks[0].links[0].name, "“下载”");
    }
}
