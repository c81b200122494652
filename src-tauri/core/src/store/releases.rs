//! `releases/`: what was published, by content. Every file of every release is kept once, deflated,
//! under its SHA-256, so that what did not change between two releases takes no room.
#![allow(
    clippy::disallowed_methods,
    reason = "this module belongs to the store"
)]

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::error::Error;

use super::output::{self, Staging};
use super::{Hash, Store};

/// The folder in the site.
const FOLDER: &str = "releases";
/// The folder of contents, by digest.
const OBJECTS: &str = "objects";

/// The releases of one site.
#[derive(Debug, Clone)]
pub struct Releases {
    folder: PathBuf,
}

impl Releases {
    /// Those of the site in `store`. Nothing is read or written yet.
    pub fn of(store: &Store) -> Self {
        Self {
            folder: store.root().join(FOLDER),
        }
    }

    /// The numbers of all releases, the first first.
    pub fn numbers(&self) -> Vec<u32> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let number = |name: String| name.parse().ok().filter(|n| name == named(*n));
        let found = entries.filter_map(|entry| number(entry.file_name().into_string().ok()?));
        let mut numbers: Vec<u32> = found.collect();
        numbers.sort_unstable();
        numbers
    }

    /// A file of a release, such as its manifest; `None` when there is none.
    ///
    /// # Errors
    /// [`Error::Read`].
    pub fn file(&self, number: u32, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let file = self.folder.join(named(number)).join(name);
        match fs::read(&file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Error::read(&file, e)),
        }
    }

    /// Keeps the files of a release that is new. It is there whole or not at all.
    ///
    /// # Errors
    /// [`Error::Write`]; also when there is a release of that number.
    pub fn add(&self, number: u32, files: &[(&str, &[u8])]) -> Result<(), Error> {
        let target = self.folder.join(named(number));
        let failed = |e| Error::write(&target, e);
        if target.exists() {
            return Err(failed(io::ErrorKind::AlreadyExists.into()));
        }
        let staging = Staging::beside(&target).map_err(failed)?;
        for (name, bytes) in files {
            output::write_new(&staging.folder().join(name), bytes).map_err(failed)?;
        }
        staging.swap().map_err(failed)
    }

    /// Adds or replaces a file of a release that is there, such as a signature made later.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn replace(&self, number: u32, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let file = self.folder.join(named(number)).join(name);
        output::replace(&file, bytes).map_err(|e| Error::write(&file, e))
    }

    /// Keeps bytes under their digest, once. What is kept and no longer whole is kept anew.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn keep(&self, hash: Hash, bytes: &[u8]) -> Result<(), Error> {
        let file = self.object(hash);
        let failed = |e| Error::write(&file, e);
        if self.kept(hash, bytes.len() as u64).is_ok() {
            return Ok(());
        }
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        packed.write_all(bytes).map_err(failed)?;
        output::replace(&file, &packed.finish().map_err(failed)?).map_err(failed)
    }

    /// Bytes that were kept. At most `bytes` are unpacked: what claims to be more is not ours.
    ///
    /// # Errors
    /// [`Error::Read`] when they are gone or no longer the same.
    pub fn kept(&self, hash: Hash, bytes: u64) -> Result<Vec<u8>, Error> {
        let file = self.object(hash);
        let failed = |e| Error::read(&file, e);
        let packed = fs::File::open(&file).map_err(failed)?;
        let mut unpacked = Vec::new();
        ZlibDecoder::new(packed)
            .take(bytes + 1)
            .read_to_end(&mut unpacked)
            .map_err(failed)?;
        if Hash::of(&unpacked) == hash {
            Ok(unpacked)
        } else {
            Err(failed(io::ErrorKind::InvalidData.into()))
        }
    }

    fn object(&self, hash: Hash) -> PathBuf {
        let name = hash.to_string();
        let (first, rest) = name.split_at(2);
        Path::new(&self.folder)
            .join(OBJECTS)
            .join(first)
            .join(format!("{rest}.z"))
    }
}

/// The folder of a release, so that names sort as numbers do.
fn named(number: u32) -> String {
    format!("{number:04}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_kept_once_and_releases_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("site.toml"), "format = 1\n").unwrap();
        let releases = Releases::of(&Store::open(folder.path()).unwrap());
        assert!(releases.numbers().is_empty());
        let hash = Hash::of(b"words");
        releases.keep(hash, b"words").unwrap();
        releases.keep(hash, b"words").unwrap();
        assert_eq!(releases.kept(hash, 5).unwrap(), b"words");
        assert!(releases.kept(Hash::of(b"others"), 6).is_err());
        releases.add(2, &[("manifest.json", b"{}")]).unwrap();
        assert!(releases.add(2, &[("manifest.json", b"[]")]).is_err());
        releases.add(12_345, &[]).unwrap();
        assert_eq!(releases.numbers(), [2, 12_345]);
        let manifest = releases.file(2, "manifest.json").unwrap();
        assert_eq!(manifest.as_deref(), Some(&b"{}"[..]));
        assert_eq!(releases.file(3, "manifest.json").unwrap(), None);
        let broken = releases.object(hash);
        fs::write(&broken, b"damaged").unwrap();
        assert!(releases.kept(hash, 5).is_err());
        releases.keep(hash, b"words").unwrap();
        assert_eq!(releases.kept(hash, 5).unwrap(), b"words");
    }
}
