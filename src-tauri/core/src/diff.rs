//! What changed, for people: word by word in a text, and by section and field in a page.

mod page;
mod words;

pub(crate) use page::in_order;
pub use page::{ChangeKind, FieldChange, SectionChange, page_changes};
pub(crate) use words::tokens;
pub use words::{Piece, Turn, words};
