//! What a page of the source becomes, before it is text: sections with fields, and what is said of them.

use crate::value::Fields;

use super::report::Note;

/// A page of the source as the rules see it.
#[derive(Debug, Clone, Copy)]
pub struct SourcePage<'a> {
    /// Its text without front matter, with LF line ends.
    pub text: &'a str,
    /// The line of the file that `text` begins on, from 1.
    pub line: u32,
}

/// Where links and pictures of one page lead, by what the whole source holds.
pub trait Targets {
    /// What a link of the source becomes in a link field or in Markdown: the address of a page
    /// (`/security/design#top`), a file (`/media/…`), a path of the existing site that is not among what
    /// was read (`/en-us/contact.html`), or what it was.
    fn link(&self, written: &str) -> String;
    /// What the address of a picture becomes in a field: `/media/…` when it was read, else its path in
    /// the existing site (`/en-us/images/a.png`) or its address elsewhere.
    fn picture(&self, written: &str) -> String;
}

/// A page of the source by sections.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// What the page calls itself: its header, its first heading, or nothing.
    pub title: Option<String>,
    /// The first words of its text, for its summary.
    pub summary: Option<String>,
    /// Whether the title stands on the page as its one heading, not in a page header.
    pub shows_title: bool,
    /// The breadcrumb as it was written; none where the page had none.
    pub breadcrumb: Option<Breadcrumb>,
    /// Its sections in order.
    pub sections: Vec<Section>,
    /// What was repaired.
    pub repaired: Vec<Note>,
    /// What was left out on purpose.
    pub left_out: Vec<Note>,
    /// What was kept but needs a person's look.
    pub look_at: Vec<Note>,
}

/// A breadcrumb as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breadcrumb {
    /// Its links, from the front page on: label and target, as in link fields.
    pub links: Vec<(String, String)>,
    /// Its end, which stands for the page itself.
    pub label: String,
}

/// A section to be written.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its kind.
    pub kind: &'static str,
    /// The name that links use, when the source gave it one.
    pub id: Option<String>,
    /// Beside the main column.
    pub aside: bool,
    /// Kept, but in no output.
    pub hidden: bool,
    /// Its fields; a Markdown body is the field `body`.
    pub fields: Fields,
    /// What it was in the source, in a few characters: `div.content-faq`.
    pub from: String,
    /// The line of the file it began on, from 1.
    pub line: u32,
    /// Visible characters without white space.
    pub characters: u32,
}
