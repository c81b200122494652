//! A release written out as a bundle, from what is kept of it: the same bytes whenever it is done.

use std::path::Path;

use crate::bundle::delta;
use crate::bundle::write::{self, Written};
use crate::error::Error;
use crate::export::OnProgress;
use crate::store::Store;
use crate::store::releases::Releases;

/// Writes a release with its signature to `to`: a zip where the name ends so, else a folder.
/// `progress` answers `false` to stop.
///
/// # Errors
/// [`Error::Refused`] when there is no such release, or something of it is missing or damaged; as
/// [`write::zip`]. What was at `to` is untouched then.
pub fn export(
    store: &Store,
    number: u32,
    to: &Path,
    progress: OnProgress<'_>,
) -> Result<Written, Error> {
    let bundle = super::kept(store, number)?;
    let signature = super::signature(&Releases::of(store), number)?;
    write::to(&bundle, signature.as_deref(), to, progress)
}

/// Writes what changed in a release since an earlier one to `to`, as a zip. `progress` answers `false`
/// to stop.
///
/// # Errors
/// As [`export`].
pub fn export_since(
    store: &Store,
    number: u32,
    since: u32,
    to: &Path,
    progress: OnProgress<'_>,
) -> Result<Written, Error> {
    let (bundle, earlier) = (super::kept(store, number)?, super::kept(store, since)?);
    let signature = super::signature(&Releases::of(store), number)?;
    delta::write(
        earlier.manifest(),
        &bundle,
        signature.as_deref(),
        to,
        progress,
    )
}
