//! A bundle in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::say;

use super::{Bundle, Contents, Manifest, manifest};

/// The files below a folder.
struct Folder(PathBuf);

impl Contents for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        let file = self.0.join(path);
        fs::read(&file).map_err(|e| Error::read(&file, e))
    }
}

/// The bundle in a folder.
pub(super) fn open(place: &Path) -> Result<Bundle, Error> {
    let root = place.canonicalize().map_err(|e| Error::read(place, e))?;
    let file = root.join(manifest::NAME);
    let text = fs::read_to_string(&file).map_err(|e| Error::read(&file, e))?;
    match Manifest::parse(&text) {
        Some(manifest) => Ok(Bundle::new(manifest, Folder(root))),
        None => Err(Error::Refused(say!(
            "“{folder}” is no bundle of a trust center: its manifest cannot be read. Nothing was changed. Choose the folder that holds manifest.json.",
            folder = place
        ))),
    }
}
