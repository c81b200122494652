//! What crosses to the window: views, edits, updates. TypeScript is generated from here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use crate::kinds::{Collection, Kind};
use crate::message::Message;
use crate::model::PageRef;
use crate::problem::Problem;
use crate::rich::{Guard, Shown};
use crate::templates::TemplatesView;

/// One open site, without its pages' contents.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SiteView {
    /// The site's name in its default locale.
    pub name: String,
    /// The folder, for people to read.
    pub folder: String,
    /// Why nothing may be edited, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub read_only: Option<Message>,
    /// Language versions, the default one first.
    pub locales: Vec<LocaleView>,
    /// Every section kind, in the order of the picker.
    pub kinds: Vec<Kind>,
    /// The form of a page's own settings (its front matter).
    pub page_form: Vec<crate::kinds::Field>,
    /// The form of the site's settings.
    pub site_form: Vec<crate::kinds::Field>,
    /// Every collection.
    pub collections: Vec<Collection>,
    /// The templates that the site brings along, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub templates: Option<TemplatesView>,
    /// Pages, records and media: everything that changes while the site is open.
    pub index: IndexView,
}

/// One language version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LocaleView {
    /// Its BCP 47 tag, for example `zh-Hans`.
    pub tag: String,
    /// Its name in its own language.
    pub label: String,
}

/// What the window lists beside the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct IndexView {
    /// The theme that pages are shown with.
    pub theme: String,
    /// Addresses in site order, parents before children.
    pub tree: Vec<TreeItem>,
    /// Records of each collection, for pickers.
    pub records: BTreeMap<String, Vec<RecordView>>,
    /// Shared sections, by id.
    pub shared: Vec<SharedView>,
    /// Files under `media/`.
    pub media: Vec<MediaView>,
    /// Problems outside pages: settings, records, media.
    pub problems: Vec<Problem>,
}

/// One address in all its locales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TreeItem {
    /// The address.
    pub address: String,
    /// How deep it stands: 0 for `/` and for `/security`, 1 for `/security/design`.
    pub depth: u32,
    /// Its page in each locale that has one.
    pub pages: BTreeMap<String, PageEntry>,
}

/// What the tree says of one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PageEntry {
    /// Its title, or its address when it has none.
    pub title: String,
    /// Kept out of every output.
    pub hidden: bool,
    /// Problems that stop a release.
    pub blockers: u32,
    /// Problems that should be fixed.
    pub warnings: u32,
    /// How its sections stand to the page in the first language; none when it is that page, or alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub translation: Option<crate::translation::Standing>,
}

/// One record, for pickers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RecordView {
    /// Its immutable id.
    pub id: String,
    /// Its title by locale; the key is empty for a title that is the same in all.
    pub title: BTreeMap<String, String>,
}

/// One shared section in all its locales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SharedView {
    /// Its id; its page has the address `shared:` and this.
    pub id: String,
    /// Its title in each locale that has it.
    pub title: BTreeMap<String, String>,
    /// How many pages use it.
    pub pages: u32,
    /// Problems in it that stop a release, over all locales.
    pub blockers: u32,
    /// Problems in it that should be fixed, over all locales.
    pub warnings: u32,
}

/// One file under `media/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MediaView {
    /// How content names it, for example `/media/operations.jpg`.
    pub path: String,
    /// `image` or `document`.
    pub accept: String,
    /// Size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// One open page: its form and its preview.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PageView {
    /// Which page.
    pub page: PageRef,
    /// The revision of its text that everything here belongs to.
    #[ts(type = "number")]
    pub revision: u64,
    /// Why it may not be edited, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub read_only: Option<Message>,
    /// Its own settings: values of the front matter.
    #[ts(type = "Record<string, unknown>")]
    pub front: Json,
    /// Its blocks in order.
    pub sections: Vec<SectionView>,
    /// The whole preview document, for the frame's `srcdoc`.
    pub preview: String,
    /// Its problems.
    pub problems: Vec<Problem>,
    /// What undo and redo would do.
    pub history: HistoryView,
    /// Whether everything is on disk.
    pub saved: Saved,
    /// Texts that two sides changed at once.
    pub overlaps: Vec<OverlapView>,
}

/// One block of a page, as a card of the form.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SectionView {
    /// Names the section for as long as the page is open, through moves and outside changes.
    pub key: String,
    /// Its kind; empty for text outside sections.
    pub kind: String,
    /// Its id in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
    /// Stands beside the text.
    pub aside: bool,
    /// Kept out of every output.
    pub hidden: bool,
    /// Whether its fields can be edited.
    pub state: SectionState,
    /// Why not, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub problem: Option<Problem>,
    /// Its source text, only when its fields cannot be edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub source: Option<String>,
    /// Its field values; a Markdown body is `body`.
    #[ts(type = "Record<string, unknown>")]
    pub values: Json,
}

/// Whether a block can be edited by form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum SectionState {
    /// By form.
    Ready,
    /// Its kind is not known here; kept as it is.
    Unknown,
    /// Its text cannot be read; kept as it is until it is repaired as text.
    Unreadable,
}

/// Whether what was typed is on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "lowercase")]
#[ts(export)]
pub enum SaveState {
    /// Everything is on disk.
    Saved,
    /// Soon.
    Pending,
    /// What was restored after a crash waits for the person to decide; the rest is on disk.
    Undecided,
    /// Writing failed; the text is kept in memory and tried again.
    Failed {
        /// What happened and what to do.
        message: Message,
    },
}

/// How saving stands, and when that was so.
///
/// Answers of commands and events reach the window by different ways and may overtake each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Saved {
    /// Counts up: what carries a lower number is older.
    #[ts(type = "number")]
    pub turn: u64,
    /// How it stood then.
    #[serde(flatten)]
    pub state: SaveState,
}

/// What undo and redo would do, in plain words; absent when there is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HistoryView {
    /// For example “Undo: move section Hero”, without the “Undo: ”.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub undo: Option<EditLabel>,
    /// The same for redo.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub redo: Option<EditLabel>,
}

/// An edit in words the window can translate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct EditLabel {
    /// What was done: `set`, `add-item`, `move-item`, `remove-item`, `add`, `move`, `duplicate`, `hide`, `show`, `remove`, `aside`, `source`, `restore`, `discard`, `bring-back`, `put-back`.
    pub verb: String,
    /// Kind of the section it was done to, or site path of the file; empty for the page's own settings.
    pub kind: String,
}

impl EditLabel {
    /// A label of a verb and a kind.
    pub fn of(verb: &str, kind: &str) -> Self {
        Self {
            verb: verb.to_owned(),
            kind: kind.to_owned(),
        }
    }
}

/// A text that was edited here and changed by another program at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OverlapView {
    /// Names the overlap until it is settled.
    pub id: u32,
    /// The section; empty for the page's own settings.
    pub section: String,
    /// Dotted path of the field; empty for a whole section.
    pub field: String,
    /// What stands here now.
    pub mine: String,
    /// What the other program wrote.
    pub theirs: String,
}

/// One step into nested values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(untagged)]
#[ts(export)]
pub enum Step {
    /// A named field.
    Name(String),
    /// An item of a list, from 0.
    Index(u32),
}

/// A path with dots, for people and problems: `items.2.to`.
pub fn dotted(path: &[Step]) -> String {
    let part = |step: &Step| match step {
        Step::Name(name) => name.clone(),
        Step::Index(i) => i.to_string(),
    };
    path.iter().map(part).collect::<Vec<_>>().join(".")
}

/// An edit as the window asks for it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EditRequest {
    /// Which page.
    pub page: PageRef,
    /// The revision the person was looking at.
    #[ts(type = "number")]
    pub revision: u64,
    /// What to do.
    pub edit: Edit,
}

/// What to do to a page. Sections are named by their key.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "kebab-case")]
#[ts(export)]
pub enum Edit {
    /// Give a field a value; `null` removes it. Without a section: the page's own settings.
    Set {
        /// The section's key, or none for the page's own settings.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        section: Option<String>,
        /// The field.
        path: Vec<Step>,
        /// Its new value.
        #[ts(type = "unknown")]
        value: Json,
        /// What a view shows of it, when it is rich text written by one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        shown: Option<Shown>,
        /// Whether it is undone by itself, as a link that was made is, and not with the typing
        /// before and after it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        #[ts(as = "Option<bool>", optional)]
        apart: bool,
    },
    /// Put an item into a list.
    AddItem {
        /// The section's key.
        section: String,
        /// The list.
        path: Vec<Step>,
        /// Where it will stand.
        index: u32,
        /// Its values.
        #[ts(type = "unknown")]
        value: Json,
    },
    /// Move an item of a list.
    MoveItem {
        /// The section's key.
        section: String,
        /// The list.
        path: Vec<Step>,
        /// Where it stands.
        from: u32,
        /// Where it will stand.
        to: u32,
    },
    /// Take an item out of a list.
    RemoveItem {
        /// The section's key.
        section: String,
        /// The list.
        path: Vec<Step>,
        /// Where it stands.
        index: u32,
    },
    /// Put a new section, filled with its kind's example, at a position.
    Add {
        /// Where it will stand.
        at: u32,
        /// Its kind.
        kind: String,
    },
    /// Move a section.
    Move {
        /// The section's key.
        section: String,
        /// Where it will stand.
        to: u32,
    },
    /// Put a copy after a section.
    Duplicate {
        /// The section's key.
        section: String,
    },
    /// Hide or show a section.
    Hide {
        /// The section's key.
        section: String,
        /// Whether to hide.
        hidden: bool,
    },
    /// Stand a section beside the text or in it.
    Aside {
        /// The section's key.
        section: String,
        /// Whether beside.
        aside: bool,
    },
    /// Take a section out.
    Remove {
        /// The section's key.
        section: String,
    },
    /// Replace the source of a section that cannot be edited by form.
    Source {
        /// The section's key.
        section: String,
        /// Its whole new text, fences included.
        text: String,
    },
}

/// An edit of a file of fields: the site's settings, or a collection of records.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DataRequest {
    /// Site path: `site.toml` or `records/<collection>.toml`.
    pub file: String,
    /// What to do.
    pub edit: DataEdit,
}

/// What to do to a file of fields. In a collection every path begins with a record's id.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "kebab-case")]
#[ts(export)]
pub enum DataEdit {
    /// Give a field a value; `null` removes it.
    Set {
        /// The field.
        path: Vec<Step>,
        /// Its new value.
        #[ts(type = "unknown")]
        value: Json,
    },
    /// Give the same field of several records the same value, as one edit.
    SetEach {
        /// Ids of the records.
        records: Vec<String>,
        /// The field, without the record's id.
        path: Vec<Step>,
        /// Its new value.
        #[ts(type = "unknown")]
        value: Json,
    },
    /// Put an item into a list.
    AddItem {
        /// The list.
        path: Vec<Step>,
        /// Where it will stand.
        index: u32,
        /// Its values.
        #[ts(type = "unknown")]
        value: Json,
    },
    /// Move an item of a list.
    MoveItem {
        /// The list.
        path: Vec<Step>,
        /// Where it stands.
        from: u32,
        /// Where it will stand.
        to: u32,
    },
    /// Take an item out of a list.
    RemoveItem {
        /// The list.
        path: Vec<Step>,
        /// Where it stands.
        index: u32,
    },
    /// Add records with these values; ids are made from their titles where none is given.
    Add {
        /// Values of each record; the id under the empty name, if one is wanted.
        #[ts(type = "Record<string, unknown>[]")]
        records: Vec<Json>,
    },
    /// Put a copy of a record after it.
    Duplicate {
        /// Its id.
        record: String,
    },
    /// Take records out.
    Remove {
        /// Their ids.
        records: Vec<String>,
    },
    /// Move a record.
    Move {
        /// Its id.
        record: String,
        /// Where it will stand.
        to: u32,
    },
}

/// A file of fields with its values, for the screens of records and settings.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct DataView {
    /// Its site path.
    pub file: String,
    /// Its values in order; in a collection one group for each record.
    #[ts(type = "Record<string, unknown>")]
    pub values: Json,
    /// What the dates of each record say today, for a collection whose records end.
    pub states: BTreeMap<String, String>,
    /// Its problems, by record and field where they have one.
    pub problems: Vec<Problem>,
    /// Why it cannot be read and has no values here, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub unreadable: Option<Problem>,
}

/// One record after a value of it was typed: all that is different in the lists of the window.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct RecordUpdate {
    /// Its file.
    pub file: String,
    /// Its collection.
    pub collection: String,
    /// Its id and title.
    pub record: RecordView,
    /// Its values.
    #[ts(type = "Record<string, unknown>")]
    pub values: Json,
    /// What its dates say today.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub state: Option<String>,
    /// All its problems.
    pub problems: Vec<Problem>,
}

/// What the engine tells the window after an edit or an outside change.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Update {
    /// Which page it is about.
    pub page: PageRef,
    /// The revision of the page's text after it.
    #[ts(type = "number")]
    pub revision: u64,
    /// Whether another program caused it.
    pub outside: bool,
    /// Sections whose form or preview changed.
    pub sections: Vec<SectionUpdate>,
    /// Keys of all sections in order, when the order or the set changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub order: Option<Vec<String>>,
    /// The page's own settings, when they changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "Record<string, unknown>")]
    pub front: Option<Json>,
    /// The whole inside of the preview's `body`, when more than single sections changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub body: Option<String>,
    /// All problems of the page, when they changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub problems: Option<Vec<Problem>>,
    /// What the window lists beside the page, when it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub index: Option<IndexView>,
    /// What undo and redo would do.
    pub history: HistoryView,
    /// Whether everything is on disk.
    pub saved: Saved,
    /// Texts that two sides changed at once, when that changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub overlaps: Option<Vec<OverlapView>>,
    /// The section to bring into view: the one added, moved or brought back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub focus: Option<String>,
    /// Site paths of the files that an edit of several files changed; empty for an edit of one page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>", optional)]
    pub files: Vec<String>,
    /// What is wrong with the rich text of the edit; its words are kept all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub guard: Option<Guard>,
    /// The record that was typed into, for an edit that did no more than that.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub record: Option<RecordUpdate>,
    /// The page is gone from disk, or can no longer be edited by form: open it anew.
    pub reload: bool,
    /// The whole site, when its templates changed and with them any form and page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub site: Option<Box<SiteView>>,
}

/// One section that changed.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct SectionUpdate {
    /// Its card.
    pub section: SectionView,
    /// Its whole element in the preview, when that changed and `body` is not sent; empty when it shows nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub html: Option<String>,
}

/// Progress of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ExportProgress {
    /// Files done.
    pub done: u32,
    /// Files in all.
    pub total: u32,
}

/// What an export did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExportReport {
    /// The folder.
    pub folder: String,
    /// HTML pages in it.
    pub pages: u32,
    /// Files in it.
    pub files: u32,
    /// Files that were new or different.
    pub written: u32,
    /// Files of an earlier export that are gone.
    pub removed: u32,
    /// Size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How long it took, in milliseconds.
    #[ts(type = "number")]
    pub millis: u64,
    /// The day that dates were compared with, `2026-11-24`.
    pub as_of: String,
    /// Every problem of the site.
    pub problems: Vec<Problem>,
}
