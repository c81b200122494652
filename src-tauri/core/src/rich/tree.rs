//! What a block shows, free of any editor and of any syntax: crosses to the window.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A text as a view gets it: `lead`, then each block and its gap, are the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RichView {
    /// Blank lines before the first block, and what parts blocks.
    pub lead: String,
    /// The blocks in order.
    pub blocks: Vec<BlockView>,
}

/// One block of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BlockView {
    /// Its bytes.
    pub source: String,
    /// Line ends, blank lines and what parts blocks, up to the next block or the end.
    pub gap: String,
    /// What it shows.
    pub node: Node,
}

/// One block. What is marked as style says how it is written and not what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "lowercase")]
#[ts(export)]
pub enum Node {
    /// A paragraph.
    Paragraph {
        /// Its text.
        inline: Vec<Inline>,
    },
    /// A heading.
    Heading {
        /// From 1 to 6.
        level: u8,
        /// The name links use, when it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        anchor: Option<String>,
        /// Style: underlined rather than with `#`.
        setext: bool,
        /// Its text.
        inline: Vec<Inline>,
    },
    /// A list.
    List {
        /// The first number; none for a list with bullets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        start: Option<u32>,
        /// Items stand close together.
        tight: bool,
        /// Style: `-`, `*`, `+`, `.` or `)`.
        mark: String,
        /// Style: blanks after the mark.
        pad: u8,
        /// The blocks of each item.
        items: Vec<Vec<Node>>,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        blocks: Vec<Node>,
    },
    /// A table.
    Table {
        /// One for each column.
        align: Vec<Align>,
        /// The first is the header; each row has one cell for each column.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Text kept as it is, in even letters.
    Code {
        /// What stands after the fence, usually a language.
        info: String,
        /// The text, without its last line end.
        text: String,
        /// Style: the fence; empty when it is indented instead.
        fence: String,
    },
    /// A line across.
    Rule {
        /// Style: how the line is written.
        mark: String,
    },
    /// What a view cannot show; kept byte for byte.
    Opaque {
        /// Why.
        why: Why,
        /// Its bytes.
        source: String,
    },
}

/// Why a block is kept rather than shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Why {
    /// It is HTML.
    Html,
    /// It is a footnote.
    Footnote,
    /// It gives links their targets.
    Definition,
    /// It nests or combines what a view cannot.
    Other,
}

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Align {
    /// As the page decides.
    None,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// A piece of a line of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "lowercase")]
#[ts(export)]
pub enum Inline {
    /// Letters. A line end in them is where the source wraps; it shows as a blank.
    Text {
        /// The letters.
        text: String,
        /// What they carry.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        marks: Vec<Mark>,
    },
    /// A new line.
    Break {
        /// Style: a backslash, or blanks.
        by: String,
        /// What surrounds it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        marks: Vec<Mark>,
    },
    /// A picture.
    Picture {
        /// Its address.
        to: String,
        /// Its alternative text.
        alt: String,
        /// Its title; empty for none.
        title: String,
        /// Style: the label of the definition that its address comes from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        label: Option<String>,
        /// What surrounds it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        marks: Vec<Mark>,
    },
    /// A footnote's mark or HTML, kept byte for byte.
    Raw {
        /// Its bytes.
        source: String,
        /// What surrounds it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        marks: Vec<Mark>,
    },
}

/// What letters carry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "lowercase")]
#[ts(export)]
pub enum Mark {
    /// A link.
    Link {
        /// Where it leads.
        to: String,
        /// Its title; empty for none.
        title: String,
        /// Style: the label of the definition that its target comes from, or `<>` when the address is the text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        label: Option<String>,
    },
    /// Bold.
    Bold {
        /// Style: `*` or `_`.
        by: String,
    },
    /// Italic.
    Italic {
        /// Style: `*` or `_`.
        by: String,
    },
    /// Raised.
    Super,
    /// Even letters.
    Code,
}

impl Node {
    /// The block without its style: two that are alike show the same.
    #[must_use]
    pub fn plain(&self) -> Self {
        let all = |nodes: &[Self]| nodes.iter().map(Self::plain).collect();
        match self {
            Self::Paragraph { inline } => Self::Paragraph {
                inline: plain_inline(inline),
            },
            Self::Heading {
                level,
                anchor,
                inline,
                ..
            } => Self::Heading {
                level: *level,
                anchor: anchor.clone(),
                setext: false,
                inline: plain_inline(inline),
            },
            Self::List {
                start,
                tight,
                items,
                ..
            } => Self::List {
                start: *start,
                tight: *tight,
                mark: String::new(),
                pad: 0,
                items: items.iter().map(|item| all(item)).collect(),
            },
            Self::Quote { blocks } => Self::Quote {
                blocks: all(blocks),
            },
            Self::Table { align, rows } => Self::Table {
                align: align.clone(),
                rows: rows
                    .iter()
                    .map(|row| row.iter().map(|cell| plain_inline(cell)).collect())
                    .collect(),
            },
            Self::Code { info, text, .. } => Self::Code {
                info: info.clone(),
                text: text.clone(),
                fence: String::new(),
            },
            Self::Rule { .. } => Self::Rule {
                mark: String::new(),
            },
            Self::Opaque { source, .. } => Self::Opaque {
                why: Why::Other,
                source: source.clone(),
            },
        }
    }
}

/// Wraps as blanks, marks in one order and without style, neighbours alike made one.
fn plain_inline(inline: &[Inline]) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inline.len());
    for piece in inline {
        match piece {
            Inline::Text { text, marks } => push_letters(&mut out, text, plain_marks(marks)),
            Inline::Break { .. } => out.push(Inline::Break {
                by: String::new(),
                marks: Vec::new(),
            }),
            Inline::Picture {
                to,
                alt,
                title,
                marks,
                ..
            } => out.push(Inline::Picture {
                to: to.clone(),
                alt: alt.clone(),
                title: title.clone(),
                label: None,
                marks: plain_marks(marks),
            }),
            Inline::Raw { source, marks } => out.push(Inline::Raw {
                source: source.lines().map(str::trim_start).collect(),
                marks: plain_marks(marks),
            }),
        }
    }
    out
}

/// Adds letters, wraps as blanks. A blank looks the same bold or not, so it carries only links and code.
fn push_letters(out: &mut Vec<Inline>, text: &str, marks: Vec<Mark>) {
    let blank: Vec<Mark> = marks
        .iter()
        .filter(|mark| matches!(mark, Mark::Link { .. } | Mark::Code))
        .cloned()
        .collect();
    let code = marks.contains(&Mark::Code);
    if blank.len() == marks.len() || code {
        push_text(out, &text.replace('\n', " "), marks);
        return;
    }
    for part in text.split_inclusive(char::is_whitespace) {
        let letters = part.trim_end_matches(char::is_whitespace);
        push_text(out, letters, marks.clone());
        push_text(
            out,
            &part[letters.len()..].replace('\n', " "),
            blank.clone(),
        );
    }
}

/// Adds letters; those that carry the same as the letters before them join these.
pub(super) fn push_text(out: &mut Vec<Inline>, more: &str, carried: Vec<Mark>) {
    if more.is_empty() {
        return;
    }
    if let Some(Inline::Text { text, marks }) = out.last_mut()
        && *marks == carried
    {
        text.push_str(more);
        return;
    }
    out.push(Inline::Text {
        text: more.to_owned(),
        marks: carried,
    });
}

fn plain_marks(marks: &[Mark]) -> Vec<Mark> {
    let mut out: Vec<Mark> = marks
        .iter()
        .map(|mark| match mark {
            Mark::Link { to, title, .. } => Mark::Link {
                to: to.clone(),
                title: title.clone(),
                label: None,
            },
            Mark::Bold { .. } => Mark::Bold { by: String::new() },
            Mark::Italic { .. } => Mark::Italic { by: String::new() },
            other => other.clone(),
        })
        .collect();
    out.sort();
    out.dedup();
    out
}
