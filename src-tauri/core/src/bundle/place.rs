//! Where the files of a bundle lie: a folder or a zip that somebody else made, perhaps with bad intent.
//! What is listed here are regular files under safe names; nothing is unpacked to disk.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::Error;
use crate::message::Message;
use crate::say;
use crate::store::Hash;

use super::folder::Folder;
use super::zip::Zip;
use super::{Contents, Stated};

/// What is wrong with a file, or with the whole where no file is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) file: String,
    pub(super) say: Message,
}

/// Why something was not read.
#[derive(Debug)]
pub(super) enum Failure {
    /// The system could not.
    Error(Error),
    /// It is not as a bundle may be.
    Fault(Fault),
}

impl Failure {
    /// A fault of a file.
    pub(super) fn fault(file: &str, say: Message) -> Self {
        let file = file.to_owned();
        Self::Fault(Fault { file, say })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Error(error) => error,
            Failure::Fault(fault) if fault.file.is_empty() => Self::Refused(say!(
                "This bundle cannot be opened. {reason} Nothing was changed. Ask for it again.",
                reason = fault.say
            )),
            Failure::Fault(fault) => Self::Refused(say!(
                "This bundle cannot be opened because of “{file}”. {reason} Nothing was changed. Ask for it again.",
                file = fault.file,
                reason = fault.say
            )),
        }
    }
}

/// A folder or a zip, looked through once.
pub(super) enum Place {
    Folder(Folder),
    Zip(Zip),
}

impl Place {
    /// Looks through what lies at `path`.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let root = path.canonicalize().map_err(|e| Error::read(path, e))?;
        if root.is_dir() {
            Folder::open(&root).map(Self::Folder)
        } else {
            Zip::open(&root).map(Self::Zip)
        }
    }

    /// All files with their sizes, as the folder or the zip says.
    pub(super) fn files(&self) -> &BTreeMap<String, u64> {
        match self {
            Self::Folder(folder) => &folder.files,
            Self::Zip(zip) => &zip.sizes,
        }
    }

    /// What lies in a folder and is no file of a bundle; in a zip there is none.
    pub(super) fn faults(&self) -> &[Fault] {
        match self {
            Self::Folder(folder) => &folder.faults,
            Self::Zip(_) => &[],
        }
    }

    /// Hands over the bytes of a file, piece by piece; no more than its listed size.
    fn stream(&self, path: &str, take: &mut dyn FnMut(&[u8])) -> Result<(), Failure> {
        match self {
            Self::Folder(folder) => folder.stream(path, take),
            Self::Zip(zip) => zip.stream(path, take),
        }
    }

    /// Size and digest of a file, without holding it.
    pub(super) fn stated(&self, path: &str) -> Result<Stated, Failure> {
        let (mut digest, mut bytes) = (Hash::begin(), 0);
        self.stream(path, &mut |piece| {
            digest.add(piece);
            bytes += piece.len() as u64;
        })?;
        let hash = digest.end();
        Ok(Stated { bytes, hash })
    }

    /// The bytes of a file; `None` when there is none.
    pub(super) fn bytes(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Failure> {
        match self.files().get(path) {
            None => Ok(None),
            Some(size) if *size > most => {
                Err(Failure::fault(path, say!("It is larger than it may be.")))
            }
            Some(_) => {
                let mut bytes = Vec::new();
                self.stream(path, &mut |piece| bytes.extend_from_slice(piece))?;
                Ok(Some(bytes))
            }
        }
    }
}

impl Contents for Place {
    fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        match self.bytes(path, u64::MAX)? {
            Some(bytes) => Ok(bytes),
            None => Err(Error::read(
                Path::new(path),
                std::io::ErrorKind::NotFound.into(),
            )),
        }
    }
}
