//! The files of one release as they are kept: the list of what was published, that of what it was made
//! from, and the contents that both name.

use crate::bundle::{Bundle, Contents, Manifest, manifest};
use crate::error::Error;
use crate::say;
use crate::store::releases::Releases;

/// Contents that are kept of a release.
struct Kept {
    releases: Releases,
    number: u32,
    list: Manifest,
}

impl Contents for Kept {
    fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        let Some(file) = self.list.get(path) else {
            return Ok(Vec::new());
        };
        let kept = self.releases.kept(file.hash, file.bytes);
        kept.map_err(|_| damaged(self.number, path))
    }
}

/// What a list of a release names.
pub(super) fn bundle(releases: Releases, number: u32, list: Manifest) -> Bundle {
    let contents = Kept {
        releases,
        number,
        list: list.clone(),
    };
    Bundle::new(list, contents)
}

/// The manifest of a release.
///
/// # Errors
/// [`Error::Refused`] when it is missing, damaged or of another release; [`Error::Read`].
pub(super) fn manifest(releases: &Releases, number: u32) -> Result<Manifest, Error> {
    parse(&text(releases, number, manifest::NAME)?, number)
}

/// The manifest of a release in its text.
///
/// # Errors
/// [`Error::Refused`] when it is none, or that of another release.
pub(super) fn parse(text: &str, number: u32) -> Result<Manifest, Error> {
    let own = |list: &Manifest| list.release.is_some_and(|one| one.number == number);
    let list = Manifest::parse(text).filter(own);
    list.ok_or_else(|| damaged(number, manifest::NAME))
}

/// The text of a file of a release; empty when it is missing or no text.
///
/// # Errors
/// [`Error::Read`].
pub(super) fn text(releases: &Releases, number: u32, name: &str) -> Result<String, Error> {
    let bytes = releases.file(number, name)?.unwrap_or_default();
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// The refusal of a release of which something is gone.
pub(super) fn damaged(number: u32, file: &str) -> Error {
    Error::Refused(say!(
        "“{file}” of release {number} is missing or damaged among the releases that are kept. Nothing was changed. Bring back the folder “releases” from a copy of the site.",
        file,
        number
    ))
}
