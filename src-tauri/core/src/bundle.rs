//! A finished site as a stranger gets it: a manifest, and files that are what it says. It may lie in a
//! folder, in a zip, among kept releases, or be rendered just now; whatever reads one need not know.

pub mod delta;
pub mod keys;
pub mod known;
pub mod manifest;
pub mod verify;
pub mod write;

mod folder;
mod names;
mod place;
mod rebuilt;
mod seen;
mod title;
mod zip;

use std::path::Path;

use crate::error::Error;
use crate::say;
use crate::store::Hash;

use place::Place;
use verify::files::Opened;

pub use keys::{Key, NewKey, Signature, Signer};
pub use known::Known;
pub use manifest::{Manifest, Numbered, SiteName, Stated};
pub use names::{Names, SafeName, is_unseen};
pub use rebuilt::{Difference, differences};
pub use seen::seen;
pub(crate) use seen::{files_of, inside, seen_of};
pub use title::title_of;
pub use verify::{Finding, Verdict, Verified, verify};

/// Where the bytes of a bundle's files come from.
pub trait Contents: Send + Sync {
    /// The bytes of a file. The caller compares them with the manifest.
    ///
    /// # Errors
    /// Whatever keeps it from being read.
    fn read(&self, path: &str) -> Result<Vec<u8>, Error>;
}

/// A manifest, and the files that it lists.
pub struct Bundle {
    manifest: Manifest,
    contents: Box<dyn Contents>,
}

impl Bundle {
    /// A bundle of these files. Nothing is read yet.
    pub fn new(manifest: Manifest, contents: impl Contents + 'static) -> Self {
        Self {
            manifest,
            contents: Box::new(contents),
        }
    }

    /// The bundle in a folder or zip. What stands in it is believed only as far as the manifest agrees;
    /// whether the manifest itself is believed is a matter of [`verify()`].
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::Refused`] when there is no manifest of ours, or what lies there cannot
    /// be read safely.
    pub fn open(place: &Path) -> Result<Self, Error> {
        Ok(Self::open_signed(place)?.0)
    }

    /// The same, with the text of its signature.
    ///
    /// # Errors
    /// As [`Bundle::open`].
    pub fn open_signed(place: &Path) -> Result<(Self, Option<String>), Error> {
        let opened = Place::open(place).and_then(Opened::read)?;
        if opened.since.is_some() {
            return Err(Error::Refused(say!(
                "“{file}” only tells what changed since an earlier release. Nothing was changed. Apply it to that release first.",
                file = place
            )));
        }
        let signature = opened.signature()?;
        Ok((Self::new(opened.manifest, opened.place), signature))
    }

    /// The same files as a release.
    #[must_use]
    pub fn numbered(mut self, release: Numbered) -> Self {
        self.manifest.release = Some(release);
        self
    }

    /// What the bundle says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The bytes of a file, which are those that the manifest names.
    ///
    /// # Errors
    /// [`Error::Refused`] when the manifest names none or others; [`Error::Read`].
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        let stated = self.manifest.get(path);
        let bytes = match stated {
            Some(_) => self.contents.read(path)?,
            None => {
                return Err(Error::Refused(say!(
                    "“{file}” is not part of this bundle. Nothing was changed.",
                    file = path
                )));
            }
        };
        if stated.map(|one| one.hash) != Some(Hash::of(&bytes)) {
            return Err(Error::Refused(say!(
                "“{file}” is not what the manifest of this bundle names: it was altered. Nothing was changed. Ask for the bundle again.",
                file = path
            )));
        }
        Ok(bytes)
    }

    /// The same as text; `None` for what is no UTF-8.
    ///
    /// # Errors
    /// As [`Bundle::read`].
    pub fn text(&self, path: &str) -> Result<Option<String>, Error> {
        Ok(String::from_utf8(self.read(path)?).ok())
    }

    /// The paths of the pages: documents of HTML that are no bare redirects, also those that another
    /// program completes.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        let twin = |path: &str| {
            let name = path.strip_suffix(".html")?;
            self.manifest.get(&format!("{name}.json"))
        };
        let twins = self.manifest.paths().any(|path| twin(path).is_some());
        self.manifest
            .paths()
            .filter(move |path| match path.rsplit_once('.') {
                Some((_, "html")) => !twins || twin(path).is_some(),
                Some((_, "md")) => !twins,
                _ => false,
            })
    }
}
