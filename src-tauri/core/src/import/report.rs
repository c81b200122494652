//! What an import says of itself: what became what, what was repaired, what was left out and why.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::message::Message;
use crate::model::PageRef;

/// What was imported, page by page.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, rename = "ImportReport")]
pub struct Report {
    /// Sums over all pages.
    pub figures: Figures,
    /// Languages found, with where they were found and how many pages each has.
    pub languages: Vec<Language>,
    /// The pages that are made, in the order of the source.
    pub pages: Vec<PageReport>,
    /// Files that were not taken, and why.
    pub refused: Vec<Refused>,
    /// Pairs of languages and how they differ.
    pub pairs: Vec<PairReport>,
    /// Pictures and documents.
    pub media: MediaReport,
    /// Boxes and links that several pages share.
    pub shared: Vec<SharedReport>,
}

/// Counts of a page or of all pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, rename = "ImportFigures")]
pub struct Figures {
    /// Pages made.
    pub pages: u32,
    /// Visible characters without white space.
    pub characters: u32,
    /// Of these, in typed fields.
    pub typed: u32,
    /// Of these, in sections of raw HTML.
    pub raw: u32,
    /// Links with a target.
    pub links: u32,
    /// Pictures.
    pub pictures: u32,
    /// Repairs.
    pub repaired: u32,
    /// Parts left out; attributes that show nothing are not counted.
    pub left_out: u32,
}

impl std::ops::Add for Figures {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            pages: self.pages + other.pages,
            characters: self.characters + other.characters,
            typed: self.typed + other.typed,
            raw: self.raw + other.raw,
            links: self.links + other.links,
            pictures: self.pictures + other.pictures,
            repaired: self.repaired + other.repaired,
            left_out: self.left_out + other.left_out,
        }
    }
}

/// A language of the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, rename = "ImportLanguage")]
pub struct Language {
    /// How the source marks it: a folder (`en-us`) or the end of a file's name (`-cn`).
    pub mark: String,
    /// The locale it becomes; empty for none: its pages are not taken.
    pub locale: String,
    /// How many pages have it.
    pub pages: u32,
}

/// One page.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, rename = "ImportedPage")]
pub struct PageReport {
    /// Its file in the source.
    pub source: String,
    /// What it becomes.
    pub page: PageRef,
    /// Its title.
    pub title: String,
    /// The encoding it was read in, when that is not plain UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub encoding: Option<String>,
    /// Its counts.
    pub figures: Figures,
    /// Its sections.
    pub sections: Vec<SectionReport>,
    /// What was repaired.
    pub repaired: Vec<Note>,
    /// What was left out on purpose.
    pub left_out: Vec<Note>,
    /// What was kept but needs a person's look.
    pub look_at: Vec<Note>,
}

/// One section of a page.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export, rename = "ImportedSection")]
pub struct SectionReport {
    /// What it became.
    pub kind: String,
    /// What it was in the source: `div.content-faq`.
    pub from: String,
    /// The line it began on in the source, from 1.
    pub line: u32,
    /// Visible characters without white space.
    pub characters: u32,
    /// Kept, but in no output.
    pub hidden: bool,
    /// Beside the main column.
    pub aside: bool,
}

/// Something said about a place of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ImportNote")]
pub struct Note {
    /// Its sort, for machines: `empty-link`, `script`, `arrow`.
    pub code: String,
    /// What happened and why.
    pub message: Message,
    /// The line in the source, from 1.
    pub line: u32,
    /// How often on this page.
    pub count: u32,
    /// Visible text that is in no output any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text: Option<String>,
    /// Targets of links or pictures that are in no output any more, as they were written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>", optional)]
    pub targets: Vec<String>,
}

impl Note {
    /// A note about the page as a whole.
    pub(super) fn plain(code: &str, message: Message, count: usize) -> Self {
        Self {
            code: code.to_owned(),
            message,
            line: 1,
            count: u32::try_from(count).unwrap_or(u32::MAX),
            text: None,
            targets: Vec::new(),
        }
    }
}

/// A file that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ImportRefused")]
pub struct Refused {
    /// Its path in the source.
    pub source: String,
    /// Why, and what to do.
    pub message: Message,
}

/// Two languages of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ImportPair")]
pub struct PairReport {
    /// Its address.
    pub address: String,
    /// The locales that have it.
    pub locales: Vec<String>,
    /// How they differ: numbers of paragraphs, list items, links, pictures. Empty when they do not.
    pub differences: Vec<Message>,
}

/// Pictures and documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ImportMedia")]
pub struct MediaReport {
    /// Files copied.
    pub copied: u32,
    /// Files that are the same as one of these and were not copied again.
    pub same: u32,
    /// Files of the source that no page uses.
    pub unused: u32,
    /// Files that pages use and the source does not have.
    pub missing: Vec<Missing>,
}

/// A file that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ImportMissing")]
pub struct Missing {
    /// Its path in the existing site.
    pub path: String,
    /// Files of the source that use it.
    pub pages: Vec<String>,
}

/// A box or a link that several pages share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ImportShared")]
pub struct SharedReport {
    /// Its title.
    pub title: String,
    /// A box, or a link of the link library.
    #[serde(rename = "box")]
    #[ts(rename = "box")]
    pub is_box: bool,
    /// Its locale.
    pub locale: String,
    /// How many pages use it.
    pub pages: u32,
}
