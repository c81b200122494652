//! What crosses to the window about pictures and documents.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::Date;
use crate::uses::Use;

/// One picture or document, for the screen of files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileView {
    /// How content names it, `/media/operations.jpg`.
    pub path: String,
    /// `image` or `document`.
    pub accept: String,
    /// Size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Width and height in pixels, for pictures that say so.
    pub size: Option<(u32, u32)>,
    /// In how many places it is used.
    pub uses: u32,
    /// Alternative text by locale; under the empty name when it is the same in all.
    pub alt: BTreeMap<String, String>,
    /// It only decorates and needs no text.
    pub decorative: bool,
    /// Version, as people wrote it.
    pub version: String,
    /// Date, `2026-11-24`.
    pub date: String,
    /// Where it is written in an existing site.
    pub paths: Vec<String>,
    /// A picture that is shown without a text of its own somewhere, or nowhere yet, and lacks one in at
    /// least one language.
    pub wants_alt: bool,
}

/// One place where a file is used, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileUse {
    /// Where.
    pub at: Use,
    /// The kind of the section, when it is in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub kind: Option<String>,
}

/// A record that names a file and says its version and date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileRecord {
    /// Its collection.
    pub collection: String,
    /// Its id.
    pub id: String,
    /// Version, as people wrote it.
    pub version: String,
    /// Date, `2026-11-24`.
    pub date: String,
    /// Its file in each language, when it has one for each.
    pub files: BTreeMap<String, String>,
}

/// Everything about one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FileFacts {
    /// Where it is used.
    pub uses: Vec<FileUse>,
    /// Records whose version and date follow it when it is replaced.
    pub records: Vec<FileRecord>,
    /// Pages of a PDF, when that is easy to know.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub pages: Option<u32>,
    /// Changes when the bytes do, so that an old picture is not shown for a new one.
    pub stamp: String,
}

/// What became of one file that was to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Added {
    /// Its name as chosen.
    pub name: String,
    /// How content names it now; absent when it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub path: Option<String>,
    /// The same file was there already and is used.
    pub known: bool,
    /// Why not, as a stable name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub refusal: Option<String>,
    /// What was taken out or should be known.
    pub notes: Vec<String>,
}

/// How documents and pictures are replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReplaceOrder {
    /// The address stays; else the new file brings its own name, and every use follows.
    pub keep_name: bool,
    /// Version to be written to the file and its records, if any.
    #[ts(optional)]
    pub version: Option<String>,
    /// Date to be written to both, `2026-11-24`, if any.
    #[ts(optional)]
    pub date: Option<String>,
}

impl ReplaceOrder {
    /// The date, if it is one.
    pub(crate) fn day(&self) -> Option<Date> {
        self.date.as_deref().and_then(Date::parse)
    }
}

/// What is said about a file beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "lowercase")]
#[ts(export)]
pub enum Describe {
    /// Alternative text in one language; empty takes it away.
    Alt {
        /// The language.
        locale: String,
        /// The text.
        text: String,
    },
    /// Whether it only decorates.
    Decorative {
        /// So it does.
        on: bool,
    },
    /// Version; empty takes it away.
    Version {
        /// The text.
        text: String,
    },
    /// Date, `2026-11-24`; empty takes it away.
    Date {
        /// The text.
        text: String,
    },
    /// Where it is written in an existing site; empty takes all places away.
    Paths {
        /// One path on each line.
        text: String,
    },
}
