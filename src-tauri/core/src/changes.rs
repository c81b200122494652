//! What a visitor finds changed between two bundles, in words people use. Nothing but the two bundles
//! is read, so that a stranger who has both gets the same answer as those who made them.

mod blocks;
mod compare;
mod gather;
mod links;
mod meaning;
mod page;
mod paper;
mod prose;
mod raw;
mod records;
mod shown;
mod twin;
mod visible;
mod words;

use indexmap::IndexMap;
use rayon::prelude::*;
use serde::Serialize;
use ts_rs::TS;

use crate::bundle::Bundle;
use crate::diff::{ChangeKind, Piece};
use crate::error::Error;
use crate::message::Message;
use crate::model::Localised;
use crate::progress::OnProgress;
use crate::render::Engine;
use crate::say;
use crate::store::Hash;

pub use paper::paper;

use gather::Gathered;
use raw::{Owner, Raw, What};
use words::Speaker;

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
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
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
    /// Its path in the old bundle, when it was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub from: Option<String>,
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
    /// Where on this page each of them is, in the same order; `null` for what is in no section.
    pub places: Vec<Option<SectionPlace>>,
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

/// What differs between two bundles; without an old one everything is new. Only the two bundles are
/// read, and of them only what differs. `progress` counts pages, and answers `false` to stop.
///
/// # Errors
/// As [`Bundle::read`], and [`Error::Cancelled`].
pub fn between(
    engine: &Engine,
    before: Option<&Bundle>,
    after: &Bundle,
    progress: OnProgress<'_>,
) -> Result<Changes, Error> {
    let found = gather::gather(engine, before, after, progress)?;
    let (raws, pages) = once(&found);
    let loose: Vec<(&String, &(bool, bool))> = loose(&found, &raws);
    let speaker = Speaker {
        kinds: &engine.kinds,
        found: &found,
    };
    let told: Vec<&Raw> = raws.values().collect();
    let mut list: Vec<Change> = told.par_iter().map(|raw| change(raw, &speaker)).collect();
    let first = list.len();
    list.extend(loose.iter().map(|(path, there)| file_change(path, **there)));
    let at = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
    let pages = found.pages.iter().zip(pages).map(|(page, shown)| {
        let mut shown: Vec<(u32, Option<SectionPlace>)> = shown;
        let files = loose
            .iter()
            .enumerate()
            .filter(|(_, (path, _))| page.uses.contains(path));
        shown.extend(files.map(|(i, _)| (at(first + i), None)));
        page_changes(page, shown, &list)
    });
    Ok(Changes {
        before: before.map(side).unwrap_or_default(),
        after: side(after),
        pages: pages.collect(),
        list,
    })
}

/// Why one bundle alone cannot be compared.
pub fn alone() -> Error {
    Error::Refused(say!(
        "A bundle alone has nothing to be compared with. Nothing was changed. Name the other bundle or site after it."
    ))
}

/// Positions of changes, and where on the page each is.
type Shown = Vec<(u32, Option<SectionPlace>)>;

/// Every change once, by its key; and for each page which of them it shows.
fn once(found: &Gathered) -> (IndexMap<String, Raw>, Vec<Shown>) {
    let mut raws: IndexMap<String, Raw> = IndexMap::new();
    let mut pages = Vec::new();
    for page in &found.pages {
        let mut shown: Shown = Vec::new();
        for raw in &page.raws {
            let entry = raws.entry(key(raw, found));
            let at = u32::try_from(entry.index()).unwrap_or(u32::MAX);
            entry.or_insert_with(|| raw.clone());
            if !shown.iter().any(|(there, _)| *there == at) {
                shown.push((at, raw.place.clone()));
            }
        }
        pages.push(shown);
    }
    (raws, pages)
}

/// What tells a change from others. A record that is new everywhere is new once.
fn key(raw: &Raw, found: &Gathered) -> String {
    if let (Owner::Record(record), What::Record { added }) = (&raw.owner, &raw.what) {
        let (then, now) = found.there(record);
        if then != now {
            return format!("record {}/{}\n{added}", record.collection, record.id);
        }
    }
    raw.key.clone()
}

/// Files that differ and that no change of a page tells about.
fn loose<'f>(
    found: &'f Gathered,
    raws: &IndexMap<String, Raw>,
) -> Vec<(&'f String, &'f (bool, bool))> {
    let told = |path: &str| {
        let is = |file: &Option<raw::FileFacts>| {
            file.as_ref()
                .is_some_and(|file| file.path.strip_prefix('/') == Some(path))
        };
        raws.values().any(|raw| match &raw.what {
            What::File { before, after, .. } => is(before) || is(after),
            What::Link { before, after, .. } => [before, after]
                .iter()
                .any(|to| to.strip_prefix('/') == Some(path)),
            _ => false,
        })
    };
    let files = found.files.iter();
    files.filter(|(path, _)| !told(path)).collect()
}

fn change(raw: &Raw, speaker: &Speaker<'_>) -> Change {
    let pieces = words::pieces(&raw.what);
    let file = match &raw.what {
        What::File { before, after, .. } => after.as_ref().or(before.as_ref()),
        _ => None,
    };
    Change {
        id: digest(&raw.key),
        meaning: meaning::of(raw, &pieces),
        change: turn(&raw.what),
        say: speaker.say(raw, &pieces),
        labels: raw.labels.clone(),
        section: raw.place.clone(),
        record: match &raw.owner {
            Owner::Record(record) => Some(record.clone()),
            _ => None,
        },
        file: file.map(|file| file.path.trim_start_matches('/').to_owned()),
        field: raw.field.clone(),
        pieces,
    }
}

/// What happened, in one word.
fn turn(what: &What) -> ChangeKind {
    match what {
        What::Item { added, .. } | What::Record { added } | What::Page { added } => {
            if *added {
                ChangeKind::Added
            } else {
                ChangeKind::Removed
            }
        }
        What::Section(change, _) => *change,
        What::Order | What::PageMoved(_) | What::Aside(_) => ChangeKind::Moved,
        What::Link { before, .. } if before.is_empty() => ChangeKind::Added,
        What::Link { after, .. } if after.is_empty() => ChangeKind::Removed,
        What::File { before: None, .. } => ChangeKind::Added,
        What::File { after: None, .. } => ChangeKind::Removed,
        _ => ChangeKind::Changed,
    }
}

fn file_change(path: &str, (before, after): (bool, bool)) -> Change {
    let meaning = match path.rsplit('.').next() {
        Some("css" | "woff2" | "ico") => Meaning::Layout,
        Some("html" | "txt") => Meaning::Wording,
        _ => Meaning::Documents,
    };
    Change {
        id: digest(&format!("file {path} {before} {after}")),
        meaning,
        change: match (before, after) {
            (false, _) => ChangeKind::Added,
            (_, false) => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        },
        say: words::loose(path, before, after),
        labels: Vec::new(),
        pieces: Vec::new(),
        section: None,
        record: None,
        file: Some(path.to_owned()),
        field: String::new(),
    }
}

fn page_changes(page: &gather::Found, shown: Shown, list: &[Change]) -> PageChanges {
    let (changes, places): (Vec<u32>, Vec<Option<SectionPlace>>) = shown.into_iter().unzip();
    let meanings = changes
        .iter()
        .filter_map(|at| Some(list.get(usize::try_from(*at).ok()?)?.meaning));
    let says = meanings
        .into_iter()
        .any(|meaning| meaning != Meaning::Layout);
    let text = |hash: Option<Hash>| hash.map(|hash| hash.to_string());
    PageChanges {
        path: page.path.clone(),
        from: page.from.clone(),
        locale: page.locale.clone(),
        title: page.title.clone(),
        turn: match (page.before, page.after) {
            (None, _) => PageTurn::Added,
            (_, None) => PageTurn::Removed,
            _ if says => PageTurn::Changed,
            _ => PageTurn::Layout,
        },
        before: text(page.before),
        after: text(page.after),
        changes,
        places,
    }
}

/// A bundle as one of two sides.
fn side(bundle: &Bundle) -> Side {
    let manifest = bundle.manifest();
    let released = manifest.release.map(|release| release.date);
    Side {
        release: manifest.release.map(|release| release.number),
        date: released
            .or(manifest.as_of)
            .map(|day| day.to_string())
            .unwrap_or_default(),
        root: manifest.root().to_string(),
    }
}

fn digest(key: &str) -> String {
    Hash::of(key.as_bytes())
        .to_string()
        .chars()
        .take(16)
        .collect()
}
