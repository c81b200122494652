//! What was found to differ, before it is put into words: each with its place, and told from others.

use crate::diff::ChangeKind;
use crate::model::{Date, Localised};

use super::{RecordName, SectionPlace};

/// What a change belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Owner {
    /// The whole site, whatever page shows it.
    Site,
    /// What stands above and below every page.
    Frame,
    /// One page, by its path and title.
    Page { path: String, title: String },
    /// A section of a page, by the page's path and what the section is called.
    Section { page: String, name: String },
    /// A record, wherever it is shown.
    Record(RecordName),
}

/// A file as a twin tells of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FileFacts {
    /// Its path in the bundle, as far as it is there.
    pub(super) path: String,
    pub(super) digest: String,
    pub(super) picture: bool,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// Words. Empty ones were not there before, or are gone.
    Text(String, String),
    Day(Option<Date>, Option<Date>),
    /// A number or a choice, as it is shown.
    Value(Option<Localised>, Option<Localised>),
    Flag(bool),
    /// Where a link leads. Its words, if they are known.
    Link {
        name: String,
        before: String,
        after: String,
    },
    /// A file, and the versions that stand beside it.
    File {
        name: String,
        before: Option<FileFacts>,
        after: Option<FileFacts>,
        versions: Option<(String, String)>,
    },
    /// An item of a list came or went: what such an item is, what this one is called, and all its words.
    Item {
        kind: Localised,
        name: String,
        added: bool,
        text: String,
    },
    /// The same words look otherwise.
    Looks,
    /// The same items in another order.
    Order,
    /// The section as a whole, and its words.
    Section(ChangeKind, String),
    /// The section changed sides: whether it stands beside the text now.
    Aside(bool),
    /// The record came or went. Whether it is only this page that shows it or not any more is decided
    /// when all pages are known.
    Record {
        added: bool,
    },
    /// What the record's dates say.
    State(String, String),
    /// The page as a whole.
    Page {
        added: bool,
    },
    /// The page stands elsewhere; where it stood.
    PageMoved(String),
}

/// Something that differs.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    pub(super) owner: Owner,
    pub(super) place: Option<SectionPlace>,
    /// Labels from the outside in.
    pub(super) labels: Vec<Localised>,
    /// The field, as a dotted path.
    pub(super) field: String,
    /// What the item of a list is called that the field belongs to.
    pub(super) item: String,
    pub(super) what: What,
    /// What tells it from others, in every language and on every page.
    pub(super) key: String,
}
