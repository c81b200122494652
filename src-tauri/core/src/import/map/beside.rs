//! Boxes beside the main column: links under a title, or text.

use crate::value::{Fields, Value};

use super::hero::{link_item, put};
use super::rich::{Block, Inline, Shown, letters};
use super::sections::{FIRST_LEVEL, Waiting};

/// The title of a box is a heading of the second level, others in it are of the third.
pub(super) fn levels(texts: &mut [Waiting]) {
    let mut first = true;
    for one in texts {
        if let Block::Heading { weight, .. } = &mut one.block {
            *weight = if first { FIRST_LEVEL } else { FIRST_LEVEL + 1 };
            first = false;
        }
    }
}

/// A box that is nothing but a title and links.
pub(super) fn link_box(boxed: &[(Waiting, bool)], hidden: bool) -> Option<(Fields, Shown)> {
    let mut fields = Fields::new();
    let mut shown = Shown::default();
    let mut items = Vec::new();
    for (at, (one, unseen)) in boxed.iter().enumerate() {
        let seen = *unseen == hidden;
        match &one.block {
            Block::Heading { inline, anchor, .. } if at == 0 && seen => {
                let plain = inline
                    .iter()
                    .all(|piece| matches!(piece, Inline::Text(_, marks) if marks.link.is_none()));
                // A name that links use is kept by a heading in a text.
                let kept = anchor
                    .as_ref()
                    .is_none_or(|anchor| crate::page::is_name(anchor));
                if !plain || !kept {
                    return None;
                }
                let title = letters(inline);
                put(&mut fields, "title", title.trim());
                shown.add(&title);
            }
            Block::Paragraph(inline) => links_of(inline, seen, &mut items, &mut shown)?,
            Block::List { items: inner, .. } => {
                for item in inner {
                    match item.as_slice() {
                        [Block::Paragraph(inline)] => {
                            links_of(inline, seen, &mut items, &mut shown)?
                        }
                        _ => return None,
                    }
                }
            }
            _ => return None,
        }
    }
    if items.is_empty() || !fields.contains_key("title") {
        return None;
    }
    fields.insert("items".into(), Value::List(items));
    Some((fields, shown))
}

/// Lines of which each is one link; `None` when there is anything else.
fn links_of(
    inline: &[Inline],
    seen: bool,
    items: &mut Vec<Value>,
    shown: &mut Shown,
) -> Option<()> {
    for line in inline.split(|piece| *piece == Inline::Break) {
        let mut link: Option<(u32, &str, String)> = None;
        for piece in line {
            let Inline::Text(text, marks) = piece else {
                return None;
            };
            match (&marks.link, &mut link) {
                (None, _) if text.trim().is_empty() => {}
                (None, _) => return None,
                (Some(one), Some((number, _, label))) if one.number == *number => {
                    label.push_str(text)
                }
                (Some(_), Some(_)) => return None,
                (Some(one), none) => *none = Some((one.number, &one.to, text.clone())),
            }
        }
        let Some((_, to, label)) = link else {
            continue;
        };
        let mut item = link_item(label.trim(), to);
        if seen {
            shown.add(&label);
            shown.links.push(to.to_owned());
        } else {
            item.insert("hidden".into(), Value::Flag(true));
        }
        items.push(Value::Group(item));
    }
    Some(())
}
