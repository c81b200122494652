//! What changed between two releases, as a zip: the manifests of both, the files that are new or other,
//! and a list of those that are gone. With the earlier release it becomes the later one.

use std::path::Path;

use crate::error::Error;
use crate::export::OnProgress;
use crate::say;

use super::place::Place;
use super::verify::files::Opened;
use super::write::{self, Parts, Written};
use super::{Bundle, Contents, Manifest};

/// The manifest of the earlier release, in a delta.
pub(super) const SINCE: &str = ".since/manifest.json";
/// The paths of the files that are gone, one a line, in a delta.
pub(super) const REMOVED: &str = ".since/removed.txt";

/// The text of the list of files that are gone.
pub(super) fn removed(since: &Manifest, now: &Manifest) -> String {
    let gone = since.paths().filter(|path| now.get(path).is_none());
    gone.map(|path| format!("{path}\n")).collect()
}

/// Writes to `to`, as a zip, what changed in a bundle since an earlier one. `progress` answers `false`
/// to stop.
///
/// # Errors
/// As [`write::zip`].
pub fn write(
    since: &Manifest,
    bundle: &Bundle,
    signature: Option<&str>,
    to: &Path,
    progress: OnProgress<'_>,
) -> Result<Written, Error> {
    write::packed(&Parts::of(bundle, signature).since(since), to, progress)
}

/// The files of a delta, and those of the bundle that it belongs to.
struct Applied {
    delta: Place,
    since: Bundle,
}

impl Contents for Applied {
    fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        if self.delta.files().contains_key(path) {
            self.delta.read(path)
        } else {
            self.since.read(path)
        }
    }
}

/// The later bundle and its signature, from the earlier one and the delta at `delta`. Nothing is
/// written, and whether the outcome is to be trusted is still a matter of verifying it.
///
/// # Errors
/// [`Error::Refused`] when there is no delta there, or one that belongs to another bundle;
/// [`Error::Read`].
pub fn apply(since: Bundle, delta: &Path) -> Result<(Bundle, Option<String>), Error> {
    let opened = Place::open(delta).and_then(Opened::read)?;
    if opened.since.as_ref() != Some(since.manifest()) {
        return Err(Error::Refused(say!(
            "“{file}” does not say what changed since this bundle. Nothing was changed. Choose the bundle that it was made from.",
            file = delta
        )));
    }
    let signature = opened.signature()?;
    let delta = opened.place;
    let bundle = Bundle::new(opened.manifest, Applied { delta, since });
    Ok((bundle, signature))
}
