//! Whether a bundle comes from the sources of a site: they are rendered again, as of the day that the
//! bundle names, and compared.

use crate::error::Error;
use crate::export::{self, OnProgress, Options};
use crate::render::Engine;
use crate::say;
use crate::site::Site;
use crate::store::Store;

use super::Manifest;

/// How a file of a bundle differs from what the sources give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The bundle has it, the sources do not give it.
    Added(String),
    /// The sources give it, the bundle does not have it.
    Missing(String),
    /// Both have it, with other bytes.
    Other(String),
}

/// Every file in which a bundle differs from what a site's sources give, in the order of paths; none
/// when it comes from them. Of earlier releases the pages tell as much as they did then.
///
/// # Errors
/// [`Error::Refused`] when the bundle names no day, and as [`export::like`].
pub fn differences(
    manifest: &Manifest,
    engine: &Engine,
    site: &Site,
    store: &Store,
    progress: OnProgress<'_>,
) -> Result<Vec<Difference>, Error> {
    let Some(as_of) = manifest.as_of else {
        return Err(Error::Refused(say!(
            "This bundle does not say of which day it is, so it cannot be made again from the sources. Nothing was changed."
        )));
    };
    let mut site = site.clone();
    let options = Options { as_of, theme: None };
    if let Some(release) = manifest.release {
        site.releases.retain(|note| note.number <= release.number);
    }
    let again = export::like(Some(manifest), engine, &site, store, &options, progress)?;
    let again = again.manifest();
    let both = manifest.joined(again);
    let compared = both.paths().filter_map(|path| {
        let name = path.to_owned();
        match (manifest.get(path), again.get(path)) {
            (Some(one), Some(other)) if one == other => None,
            (Some(_), Some(_)) => Some(Difference::Other(name)),
            (Some(_), None) => Some(Difference::Added(name)),
            (None, _) => Some(Difference::Missing(name)),
        }
    });
    Ok(compared.collect())
}
