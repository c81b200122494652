//! What changed, for people: word by word in a text, and by section and field in a page.

mod page;
mod words;

pub use page::{ChangeKind, FieldChange, SectionChange, page_changes};
pub use words::{Piece, Turn, words};
