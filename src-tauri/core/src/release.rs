//! Releases: numbered, dated, approved states of the site, kept so that each can be looked at, compared
//! and exported again.

use crate::bundle::{Bundle, Contents, Manifest, manifest};
use crate::error::Error;
use crate::say;
use crate::store::Store;
use crate::store::releases::Releases;

/// The files of a kept release.
struct Kept {
    releases: Releases,
    manifest: Manifest,
}

impl Contents for Kept {
    fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        match self.manifest.get(path) {
            Some(file) => self.releases.kept(file.hash, file.bytes),
            None => Ok(Vec::new()),
        }
    }
}

/// A release as it was published.
///
/// # Errors
/// [`Error::Refused`] when there is none of that number, or its manifest is damaged.
pub fn kept(store: &Store, number: u32) -> Result<Bundle, Error> {
    let releases = Releases::of(store);
    let bytes = releases.file(number, manifest::NAME)?.unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    let Some(manifest) = Manifest::parse(&text) else {
        return Err(Error::Refused(say!(
            "Release {number} is not among the releases of this site, or its manifest is damaged. Nothing was changed. Bring back the folder “releases” from a copy of the site.",
            number
        )));
    };
    let contents = Kept {
        releases,
        manifest: manifest.clone(),
    };
    Ok(Bundle::new(manifest, contents))
}

/// The last release, if there is any.
///
/// # Errors
/// As [`kept`].
pub fn last(store: &Store) -> Result<Option<Bundle>, Error> {
    let last = Releases::of(store).numbers().last().copied();
    last.map(|number| kept(store, number)).transpose()
}
