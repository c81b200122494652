//! The page file: parsed without losing a byte, edited by splices (page-format.md).

mod blocks;
mod compose;
pub mod data;
mod edit;
mod fields;
mod format;
mod lines;
mod list;
mod parse;
mod read;
pub mod slices;
#[cfg(test)]
mod tests;
mod within;

use std::ops::Range;
use std::sync::Arc;

use crate::kinds::BodyType;
use crate::message::Message;
use crate::rule::Rule;
use crate::value::Fields;

pub use blocks::{
    duplicate_block, insert_block, move_block, remove_block, replace_block, set_flag,
};
pub use compose::{NewSection, compose, settings};
pub use edit::{insert_item, move_item, remove_item, set};
pub(crate) use lines::{is_name, line_end, place_of};
pub use parse::parse;
pub use read::read_fields;
pub use within::{set_within, set_within_fields};

/// Says what the body of a kind is made of; `None` for an unknown kind.
pub type BodyOf<'a> = &'a dyn Fn(&str) -> Option<BodyType>;

/// A fault in a page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule that it breaks.
    pub rule: &'static Rule,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub hint: Message,
}

/// A parsed page. Its text is the truth; everything else is derived from it.
#[derive(Debug, Clone)]
pub struct Page {
    /// The whole file.
    pub text: Arc<str>,
    /// The front matter.
    pub front: Front,
    /// Blocks in order: sections and text kept as it is.
    pub blocks: Vec<Block>,
    /// Faults that belong to no block: duplicate ids, missing front matter.
    pub faults: Vec<Fault>,
}

/// The front matter of a page.
#[derive(Debug, Clone)]
pub struct Front {
    /// Its TOML, without the marks; empty range when there is none.
    pub range: Range<usize>,
    /// Its values; empty when it cannot be read.
    pub fields: Arc<Fields>,
    /// Why it cannot be read, or that it is missing.
    pub fault: Option<Fault>,
}

/// One block: a section, or text between sections that must be kept (`kind` empty).
#[derive(Debug, Clone)]
pub struct Block {
    /// All its bytes, fences and line ends included.
    pub range: Range<usize>,
    /// Kind; empty for text outside sections.
    pub kind: String,
    /// Its id.
    pub id: Option<String>,
    /// Its flags in order, unknown ones included.
    pub flags: Vec<String>,
    /// Length of its fences in colons; 0 for text outside sections.
    pub colons: usize,
    /// Between the fences.
    pub body: Range<usize>,
    /// What the body holds. Shared with the page it was parsed from before, when unchanged.
    pub content: Arc<Content>,
}

/// What a block holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Fields; a Markdown body is the field [`crate::kinds::BODY`].
    Fields(Fields),
    /// The kind is unknown.
    Unknown,
    /// It cannot be read.
    Unreadable(Fault),
}

impl Block {
    /// Whether a flag is set.
    pub fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|f| f == flag)
    }

    /// Its fields, when they can be read.
    pub fn fields(&self) -> Option<&Fields> {
        match &*self.content {
            Content::Fields(fields) => Some(fields),
            _ => None,
        }
    }
}

/// What an edit is addressed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The front matter.
    Front,
    /// A block by position.
    Block(usize),
}

/// One replacement in a page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Bytes to replace.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// Applies splices. They are in order and do not overlap.
pub fn apply(text: &str, splices: &[Splice]) -> String {
    let mut out =
        String::with_capacity(text.len() + splices.iter().map(|s| s.text.len()).sum::<usize>());
    let mut at = 0;
    for splice in splices {
        out.push_str(&text[at..splice.range.start]);
        out.push_str(&splice.text);
        at = splice.range.end;
    }
    out.push_str(&text[at..]);
    out
}
