//! Rich text: a Markdown text as blocks that a view can show and give back without losing a byte.
//!
//! The source text is the truth. [`blocks`] says where each block of it stands and what it shows;
//! whatever a view cannot show is an opaque block. Blocks and the gaps between them are the text,
//! byte for byte. [`check`] compares what a view shows with what its text means before it is kept.

mod guard;
mod inline;
mod read;
mod split;
#[cfg(test)]
mod tests;
mod tree;

pub use guard::{Guard, Last, Shown, check};
pub use split::{Block, blocks, view};
pub use tree::{Align, BlockView, Inline, Mark, Node, RichView, Why};
