//! What a release was made from: every file of the site but what is only known here (`state/`) and the
//! releases themselves, kept by content.

use std::sync::Arc;

use crate::bundle::{Bundle, Manifest};
use crate::error::Error;
use crate::model::PageRef;
use crate::site::{SETTINGS, Site, collection_of};
use crate::store::Store;
use crate::store::releases::Releases;

use super::files;

/// The list of a release's sources, written like a manifest.
pub const FILE: &str = "sources.json";
/// What is known only here: decisions, comments, marks. It is in no release.
const STATE: &str = "state/";

/// Whether a site path is part of what a release is made from.
pub fn is_source(path: &str) -> bool {
    !path.starts_with(STATE)
}

/// The site paths of all sources as they are now.
///
/// # Errors
/// [`Error::Read`].
pub(super) fn paths(store: &Store) -> Result<Vec<String>, Error> {
    let entries = store.list()?.into_iter().map(|entry| entry.path);
    Ok(entries.filter(|path| is_source(path)).collect())
}

/// What a source holds: as the site in memory has it, so that the release is made from what is kept
/// even where the file is written anew meanwhile, else as it is on disk.
pub(super) fn bytes(site: &Site, store: &Store, path: &str) -> Result<Vec<u8>, Error> {
    let page = PageRef::from_path(path).and_then(|page| site.pages.get(&page));
    let page = page
        .filter(|file| file.path == path)
        .map(|file| &file.page.text);
    let records = || Some(&site.records.get(collection_of(path)?)?.text);
    let settings = || (path == SETTINGS).then_some(&site.settings_text);
    let text: Option<&Arc<str>> = page.or_else(records).or_else(settings);
    match text {
        // What could not be read as text is empty in memory.
        Some(text) if !text.is_empty() => Ok(text.as_bytes().to_vec()),
        _ => store.read(path),
    }
}

/// The sources of a release, read like a bundle: each is what was kept, or is said to be damaged.
///
/// # Errors
/// [`Error::Refused`] when the list of them is missing or damaged.
pub fn of(store: &Store, number: u32) -> Result<Bundle, Error> {
    let releases = Releases::of(store);
    let list = Manifest::parse(&files::text(&releases, number, FILE)?);
    let list = list.ok_or_else(|| super::damaged(number, FILE))?;
    Ok(files::bundle(releases, number, list))
}
