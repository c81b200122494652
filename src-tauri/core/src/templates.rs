//! What a site brings along to change the program's templates: its own kinds, collections and files
//! of themes, under `templates/`. Nothing of it is used before the person trusts it.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::render::Fault;
use crate::say;
use crate::store::{Hash, Store};

/// The folder in a site.
pub const FOLDER: &str = "templates/";
/// Largest file, in bytes.
const LARGEST: u64 = 512 * 1024;
/// Most files.
const MOST: usize = 500;

/// The files of a site under `templates/`.
#[derive(Debug, Clone)]
pub struct SiteTemplates {
    /// Their texts by path below `templates/`, as the program's own: `beacon/sections/text.html`.
    pub files: BTreeMap<String, String>,
    /// What is wrong with files that are left out.
    pub faults: Vec<Fault>,
    /// The state of all files: other texts, other names or other files have another one.
    pub digest: Hash,
}

impl SiteTemplates {
    /// Reads them; `None` when the site has none.
    pub fn read(store: &Store) -> Option<Self> {
        let entries = store.list().ok()?;
        let mut files = BTreeMap::new();
        let mut faults = Vec::new();
        let mut state = Vec::new();
        let inside = entries
            .iter()
            .filter_map(|entry| Some((entry.path.strip_prefix(FOLDER)?, entry)));
        for (name, entry) in inside.filter(|(name, _)| is_used(name)) {
            if entry.bytes > LARGEST || files.len() == MOST {
                let reason = say!(
                    "This file is not used: a site may have {most} files of templates, each of at most {size} KB",
                    most = MOST,
                    size = u32::try_from(LARGEST / 1024).unwrap_or(u32::MAX)
                );
                faults.push(Fault::new(&entry.path, reason));
                continue;
            }
            let bytes = store.read(&entry.path).unwrap_or_default();
            state.extend(format!("{name}\0{}\n", Hash::of(&bytes)).into_bytes());
            match String::from_utf8(bytes) {
                Ok(text) => drop(files.insert(name.to_owned(), text)),
                Err(_) => faults.push(Fault::new(
                    &entry.path,
                    say!("This file is not text in UTF-8"),
                )),
            }
        }
        (!files.is_empty() || !faults.is_empty()).then(|| Self {
            files,
            faults,
            digest: Hash::of(&state),
        })
    }

    /// Whether this is the path of one of them in the site.
    pub fn has(&self, path: &str) -> bool {
        path.strip_prefix(FOLDER)
            .is_some_and(|name| self.files.contains_key(name))
    }

    /// Their paths in the site.
    pub fn paths(&self) -> Vec<String> {
        let read = self.files.keys().map(|name| format!("{FOLDER}{name}"));
        let mut paths: Vec<_> = read.collect();
        paths.extend(self.faults.iter().map(|fault| fault.file.clone()));
        paths.sort_unstable();
        paths.dedup();
        paths
    }
}

/// Whether a file below `templates/` is one that the engine reads.
fn is_used(name: &str) -> bool {
    [".toml", ".html", ".css", ".svg"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// How a site's own templates stand, for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TemplatesView {
    /// Their paths in the site.
    pub files: Vec<String>,
    /// Their state, as the person sees it: what is trusted is what was seen.
    pub digest: String,
    /// They are used.
    pub used: bool,
    /// They were trusted once, and are others now.
    pub changed: bool,
    /// Whatever they become, they are used on this computer.
    pub following: bool,
}
