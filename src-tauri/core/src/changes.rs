//! What a visitor finds changed between two bundles, in words people use. Nothing but the two bundles
//! is read, so that a stranger who has both gets the same answer as those who made them.

use serde::Serialize;
use ts_rs::TS;

use crate::diff::{ChangeKind, Piece};
use crate::message::Message;
use crate::model::Localised;

/// What a change is about. A change of several kinds has the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Meaning {
    /// What is promised: commitments, terms, whole sentences with duties and deadlines.
    Commitments,
    /// Numbers and dates.
    Numbers,
    /// Names of people, companies, services and places.
    Names,
    /// Where links lead, and whether they are there.
    Links,
    /// Documents and pictures.
    Documents,
    /// Anything else that is said.
    Wording,
    /// Order and looks; the words are the same.
    Layout,
}

/// One change, as a person would tell it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, rename = "PublicChange")]
pub struct Change {
    /// By what it is told from others: a digest of its place and of what stood there before and after.
    pub id: String,
    /// What it is about.
    pub meaning: Meaning,
    /// What happened.
    pub change: ChangeKind,
    /// All of it as one sentence: “Certificate ISO/IEC 27001: Expires moved from … to …”.
    pub say: Message,
    /// Labels of the field from the outside in; empty when it is no single field.
    pub labels: Vec<Localised>,
    /// The old and the new text, word by word; empty when nothing is worth comparing.
    pub pieces: Vec<Piece>,
    /// The section that it is in, if it is in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub section: Option<SectionPlace>,
    /// The record that it is of, if it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub record: Option<RecordName>,
    /// The file that it is of, by its path in the bundle, if it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub file: Option<String>,
    /// The field, as a dotted path; empty when it is no single field.
    pub field: String,
}

/// A section of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SectionPlace {
    /// Its section kind.
    pub kind: String,
    /// Its id; empty when it has none.
    pub id: String,
    /// Its position in the old page, among its sections.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<u32>,
    /// Its position in the new page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub after: Option<u32>,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RecordName {
    /// Its collection.
    pub collection: String,
    /// Its id.
    pub id: String,
}

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum PageTurn {
    /// Only in the new bundle.
    Added,
    /// Only in the old bundle.
    Removed,
    /// It says something else.
    Changed,
    /// It says the same and looks different.
    Layout,
}

/// A page that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PageChanges {
    /// Its path in the bundle: `en/security/design.html`.
    pub path: String,
    /// Its language.
    pub locale: String,
    /// Its title.
    pub title: String,
    /// What became of it.
    pub turn: PageTurn,
    /// The digest of what it showed before ([`crate::bundle::seen`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// The digest of what it shows now. Approvals are bound to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub after: Option<String>,
    /// What changed on it: positions in [`Changes::list`]. One change may show on several pages.
    pub changes: Vec<u32>,
}

/// One of the two bundles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Side {
    /// The number of its release, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub release: Option<u32>,
    /// The day of the release, else the day that its dates were compared with.
    pub date: String,
    /// Its root digest; empty when there is no such bundle.
    pub root: String,
}

/// Everything that differs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Changes {
    /// The old bundle; empty when there is none.
    pub before: Side,
    /// The new bundle.
    pub after: Side,
    /// The pages that differ, by path.
    pub pages: Vec<PageChanges>,
    /// What changed, each once.
    pub list: Vec<Change>,
}
