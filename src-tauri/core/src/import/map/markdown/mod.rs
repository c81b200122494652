//! Blocks of text written as Markdown, and read back: what is written shows what was meant, or it is not
//! written at all.

mod write;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::render::{cjk, markdown::options};

use super::rich::{Block, Inline, Marks, Shown};
use write::{level, write_blocks};

/// Parts two lists that would become one (CommonMark 0.31.2, section 5.3).
const SEPARATOR: &str = "<!-- -->";

/// Blocks as Markdown. Where bold and italic cannot be said they are given up; `None` where even the
/// letters would not be the same.
pub(super) fn written(blocks: &[Block]) -> Option<String> {
    let meant = Meant::of(blocks);
    let text = text(blocks);
    if Meant::read(&text).as_ref() == Some(&meant) {
        return Some(text);
    }
    let plain: Vec<Block> = blocks.iter().map(unmarked).collect();
    let text = self::text(&plain);
    (Meant::read(&text) == Some(Meant::of(&plain))).then_some(text)
}

fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    write_blocks(blocks, &mut out);
    out.trim_end().to_owned()
}

/// What a text must show: letters, links, pictures, names of headings, and how many items and headings.
#[derive(Debug, Default, PartialEq, Eq)]
struct Meant {
    shown: Shown,
    headings: Vec<(u32, Option<String>)>,
    items: usize,
}

impl Meant {
    fn of(blocks: &[Block]) -> Self {
        let mut meant = Self {
            shown: Shown::of(blocks),
            ..Self::default()
        };
        blocks.iter().for_each(|block| meant.count(block));
        meant
    }

    fn count(&mut self, block: &Block) {
        match block {
            Block::Heading { weight, anchor, .. } => {
                self.headings.push((level(*weight), anchor.clone()));
            }
            Block::List { items, .. } => {
                self.items += items.len();
                items.iter().flatten().for_each(|block| self.count(block));
            }
            Block::Quote(blocks) => blocks.iter().for_each(|block| self.count(block)),
            _ => {}
        }
    }

    /// What a text shows; `None` when there is something in it that nobody meant.
    fn read(text: &str) -> Option<Self> {
        let prepared = cjk::prepare(text);
        let mut meant = Self::default();
        let mut picture = false;
        for event in Parser::new_ext(&prepared, options()) {
            match event {
                Event::End(TagEnd::Image) => picture = false,
                _ if picture => {}
                Event::Text(text) | Event::Code(text) => meant.shown.add(&cjk::strip(&text)),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    meant.shown.links.push(cjk::strip(&dest_url).into_owned());
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    picture = true;
                    meant
                        .shown
                        .pictures
                        .push(cjk::strip(&dest_url).into_owned());
                }
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let id = id.map(|id| cjk::strip(&id).into_owned());
                    meant.headings.push((level as u32, id));
                }
                Event::Start(Tag::Item) => meant.items += 1,
                Event::Html(html) if html.trim() == SEPARATOR => {}
                Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => return None,
                _ => {}
            }
        }
        Some(meant)
    }
}

/// The letters of a text, with a blank between its parts.
pub(super) fn letters(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text, options()) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => out.push(' '),
            _ => {}
        }
    }
    out
}

/// What a text shows, for tests.
#[cfg(test)]
pub(super) fn shown(text: &str) -> Shown {
    Meant::read(text).unwrap_or_default().shown
}

/// A block without bold and italic.
fn unmarked(block: &Block) -> Block {
    let line = |inline: &[Inline]| {
        let plain = inline.iter().cloned().map(|piece| match piece {
            Inline::Text(text, marks) => Inline::Text(
                text,
                Marks {
                    link: marks.link,
                    ..Marks::default()
                },
            ),
            other => other,
        });
        plain.collect::<Vec<_>>()
    };
    let all = |blocks: &[Block]| blocks.iter().map(unmarked).collect::<Vec<_>>();
    match block {
        Block::Paragraph(inline) => Block::Paragraph(line(inline)),
        Block::Heading {
            weight,
            anchor,
            inline,
        } => Block::Heading {
            weight: *weight,
            anchor: anchor.clone(),
            inline: line(inline),
        },
        Block::List { start, items } => Block::List {
            start: *start,
            items: items.iter().map(|item| all(item)).collect(),
        },
        Block::Quote(blocks) => Block::Quote(all(blocks)),
        Block::Table(rows) => Block::Table(
            rows.iter()
                .map(|row| row.iter().map(|cell| line(cell)).collect())
                .collect(),
        ),
        Block::Code(_) | Block::Rule => block.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rich::Link;
    use super::*;

    fn plain(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.to_owned(), Marks::default())]
    }

    #[test]
    fn letters_stay_letters() {
        for text in [
            "1. not a list",
            "- no item",
            "# no heading",
            "a * b * c",
            "snake_case and _this_",
            "a <b> & c &amp; d",
            "[x](y) ![z](w)",
            "`code`",
            "2^10^ and ~~~",
            "::: text",
            "+++",
            "---",
            "| a | b |",
            "\\back",
            "a\\",
            "1) x",
            "重要。**但是**",
            "https://example.com/a_b_c",
            "{#x}",
            "=== a",
            "2024. A year",
            "[^1] note",
            "a | b",
        ] {
            for block in [
                Block::Paragraph(plain(text)),
                Block::Heading {
                    weight: 2,
                    anchor: Some("a/B_1".into()),
                    inline: plain(text),
                },
                Block::List {
                    start: None,
                    items: vec![vec![Block::Paragraph(plain(text))]],
                },
                Block::Table(vec![
                    vec![plain("h"), plain(text)],
                    vec![plain(text), plain("x")],
                ]),
            ] {
                let blocks = [block];
                assert_eq!(
                    Meant::read(&super::text(&blocks)),
                    Some(Meant::of(&blocks)),
                    "{text}: {}",
                    super::text(&blocks)
                );
            }
        }
    }

    #[test]
    fn links_and_marks_are_written() {
        let link = |number, to: &str| {
            Some(Link {
                number,
                to: to.to_owned(),
            })
        };
        let blocks = [Block::Paragraph(vec![
            Inline::Text("See ".into(), Marks::default()),
            Inline::Text(
                "the paper".into(),
                Marks {
                    link: link(1, "/file/A (b) 的.pdf"),
                    ..Marks::default()
                },
            ),
            Inline::Text(
                "B".into(),
                Marks {
                    link: link(2, "https://example.com/a_b"),
                    bold: true,
                    ..Marks::default()
                },
            ),
            Inline::Break,
            Inline::Picture {
                to: "/media/a.png".into(),
                alt: "A [picture]".into(),
                link: link(3, "/x"),
            },
            Inline::Text(
                "x`y".into(),
                Marks {
                    code: true,
                    ..Marks::default()
                },
            ),
            Inline::Text(
                "2".into(),
                Marks {
                    raised: true,
                    ..Marks::default()
                },
            ),
        ])];
        let text = written(&blocks).unwrap();
        assert_eq!(
            text,
            "See [the paper](</file/A (b) 的.pdf>)[**B**](https://example.com/a_b)\\\n[![A \\[picture\\]](/media/a.png)](/x)``x`y``^2^"
        );
    }

    #[test]
    fn lists_beside_each_other_stay_two() {
        let list = |start| Block::List {
            start: None,
            items: vec![
                vec![Block::Paragraph(plain("a"))],
                vec![
                    Block::Paragraph(plain("b")),
                    Block::List {
                        start,
                        items: vec![vec![Block::Paragraph(plain("c"))]],
                    },
                ],
            ],
        };
        assert_eq!(
            written(&[list(Some(1)), list(Some(3))]).unwrap(),
            "- a\n- b\n  1. c\n\n<!-- -->\n\n- a\n\n- b\n\n  3. c"
        );
    }
}
