//! Signatures of releases: made at once or later, kept beside the manifest.

use crate::bundle::{Signer, manifest};
use crate::error::Error;
use crate::store::Store;
use crate::store::releases::Releases;

/// Signs a release and keeps the signature; one that is there is replaced.
///
/// # Errors
/// [`Error::Refused`] when there is no such release or it is damaged; [`Error::Write`]. What was kept is
/// untouched then.
pub fn sign(store: &Store, number: u32, signer: &Signer) -> Result<(), Error> {
    let bundle = super::kept(store, number)?;
    let text = signer.sign(bundle.manifest())?;
    Releases::of(store).replace(number, manifest::SIGNATURE, text.as_bytes())
}

/// The text of the signature of a release; `None` when nobody signed it.
///
/// # Errors
/// [`Error::Refused`] when it is damaged; [`Error::Read`].
pub(super) fn signature(releases: &Releases, number: u32) -> Result<Option<String>, Error> {
    let bytes = releases.file(number, manifest::SIGNATURE)?;
    let text = bytes.map(String::from_utf8).transpose();
    text.map_err(|_| super::damaged(number, manifest::SIGNATURE))
}
