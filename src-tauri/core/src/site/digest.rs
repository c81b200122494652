//! The SHA-256 of a picture or document: read when it is first shown, and again only when the file is
//! another, so that no keystroke waits for it.

use std::fs::Metadata;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use crate::store::Hash;

/// What is known of one file. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    path: PathBuf,
    known: Arc<Mutex<Option<(Stamp, Hash)>>>,
}

/// By what another state of a file is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    bytes: u64,
    modified: SystemTime,
}

impl Stamp {
    fn of(found: &Metadata) -> Option<Self> {
        Some(Self {
            bytes: found.len(),
            modified: found.modified().ok()?,
        })
    }
}

impl Digest {
    /// That of the file at `path`, which is not read yet.
    pub fn of(path: PathBuf) -> Self {
        Self {
            path,
            known: Arc::default(),
        }
    }

    /// By what another state of the file would be told; none when it cannot be read.
    pub fn stamp(&self) -> Option<Stamp> {
        Stamp::of(&std::fs::metadata(&self.path).ok()?)
    }

    /// What the file holds now; none when it cannot be read.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        std::fs::read(&self.path).ok()
    }

    /// The hash of what the file holds now; none when it cannot be read.
    pub fn get(&self) -> Option<Hash> {
        let stamp = Stamp::of(&std::fs::metadata(&self.path).ok()?)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, hash)) = known.filter(|(seen, _)| *seen == stamp) {
            return Some(hash);
        }
        let hash = Hash::of_file(&self.path).ok()?;
        *known = Some((stamp, hash));
        Some(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a file of the test's own")]
    fn it_follows_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        let digest = Digest::of(path.clone());
        assert_eq!(digest.get(), None);
        std::fs::write(&path, b"one").unwrap();
        assert_eq!(digest.get(), Some(Hash::of(b"one")));
        assert_eq!(digest.clone().get(), Some(Hash::of(b"one")));
        std::fs::write(&path, b"three").unwrap();
        assert_eq!(digest.get(), Some(Hash::of(b"three")));
    }
}
