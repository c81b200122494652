//! From the parser's events to the pieces of a line of text.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::read::Events;
use super::tree::{Inline, Mark, push_text};

/// Pieces up to the end of the block, which is not taken; `None` for what no view shows.
pub(super) fn inlines(events: &mut Events<'_, '_>) -> Option<Vec<Inline>> {
    let mut out = Vec::new();
    let mut marks: Vec<Mark> = Vec::new();
    // What there was when the last link began.
    let (mut linked, mut written) = (0, 0);
    loop {
        let (event, range) = events.peek()?;
        match event {
            Event::Text(text) => push_text(&mut out, &events.source.clean(text), marks.clone()),
            Event::Code(text) => {
                let mut with = marks.clone();
                with.push(Mark::Code);
                push_text(&mut out, &events.source.clean(text), with);
            }
            Event::SoftBreak => push_text(&mut out, "\n", marks.clone()),
            Event::HardBreak => {
                let source = events.source.at(range);
                let by = if source.starts_with('\\') { "\\" } else { "  " };
                out.push(Inline::Break {
                    by: by.to_owned(),
                    marks: marks.clone(),
                });
            }
            Event::InlineHtml(html) => out.push(Inline::Raw {
                source: events.source.clean(html).into_owned(),
                marks: marks.clone(),
            }),
            Event::FootnoteReference(_) => out.push(Inline::Raw {
                source: events.source.at(range).to_owned(),
                marks: marks.clone(),
            }),
            Event::Start(Tag::Image { .. }) => {
                out.push(picture(events, &marks)?);
                continue;
            }
            Event::Start(tag) => match mark(events, tag, events.source.at(range)) {
                Some(mark) => {
                    if matches!(mark, Mark::Link { .. }) {
                        (linked, written) = (out.len(), letters(&out));
                    }
                    marks.push(mark);
                }
                None => return Some(out),
            },
            // A link without text: nothing to see, and it would be lost.
            Event::End(TagEnd::Link) if out.len() == linked && letters(&out) == written => {
                return None;
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Link) => {
                drop(marks.pop())
            }
            _ => return Some(out),
        }
        events.next()?;
    }
}

/// Bytes of the last piece, when it is letters.
fn letters(out: &[Inline]) -> usize {
    match out.last() {
        Some(Inline::Text { text, .. }) => text.len(),
        _ => 0,
    }
}

fn mark(events: &Events<'_, '_>, tag: &Tag<'_>, source: &str) -> Option<Mark> {
    let by = || source.chars().next().unwrap_or('*').to_string();
    Some(match tag {
        Tag::Emphasis => Mark::Italic { by: by() },
        Tag::Strong => Mark::Bold { by: by() },
        Tag::Superscript => Mark::Super,
        Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        } => {
            let to = events.source.clean(dest_url);
            Mark::Link {
                to: if *link_type == LinkType::Email {
                    format!("mailto:{to}")
                } else {
                    to.into_owned()
                },
                title: events.source.clean(title).into_owned(),
                label: label(*link_type, &events.source.clean(id)),
            }
        }
        _ => return None,
    })
}

/// The label of the definition that a link's target comes from; `<>` when the address is the text.
fn label(link_type: LinkType, id: &str) -> Option<String> {
    match link_type {
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => Some(id.to_owned()),
        LinkType::Autolink | LinkType::Email => Some("<>".to_owned()),
        _ => None,
    }
}

fn picture(events: &mut Events<'_, '_>, marks: &[Mark]) -> Option<Inline> {
    let (
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }),
        _,
    ) = events.next()?
    else {
        return None;
    };
    let (to, title) = (
        events.source.clean(dest_url).into_owned(),
        events.source.clean(title).into_owned(),
    );
    let label = label(*link_type, &events.source.clean(id));
    let mut alt = String::new();
    let mut open = 1;
    while open > 0 {
        match &events.next()?.0 {
            Event::Text(text) | Event::Code(text) => alt.push_str(&events.source.clean(text)),
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            Event::Start(Tag::Image { .. }) => return None,
            Event::End(TagEnd::Image) => open -= 1,
            Event::InlineHtml(_) | Event::FootnoteReference(_) => return None,
            _ => {}
        }
    }
    Some(Inline::Picture {
        to,
        alt,
        title,
        label,
        marks: marks.to_vec(),
    })
}
