//! Bytes kept outside the site, by their content: pictures and documents that were replaced or deleted,
//! for undo and for the list of deleted files.
#![allow(
    clippy::disallowed_methods,
    reason = "this module belongs to the store"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use ts_rs::TS;

use crate::error::Error;
use crate::model::Date;

use super::{Hash, output, sync_folder};

/// Days after which a deleted file is gone for good.
const KEEP_DAYS: i64 = 90;
/// Most bytes kept; the oldest go first.
const KEEP_BYTES: u64 = 1024 * 1024 * 1024;
const LIST: &str = "deleted.json";

/// A file that was deleted or replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Thrown {
    /// How content named it, `/media/…`.
    pub path: String,
    /// The hash of its bytes, hexadecimal; names it until it is restored.
    pub hash: String,
    /// Size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// The day on which that was done.
    pub day: String,
    /// Replaced by another rather than deleted.
    pub replaced: bool,
    /// What was said about it: alternative text, version, date.
    #[serde(default)]
    #[ts(type = "unknown")]
    pub about: serde_json::Value,
}

/// The folder of kept bytes; a temporary one until it is given another.
#[derive(Debug, Default)]
pub struct Kept(OnceLock<Place>);

#[derive(Debug)]
enum Place {
    Lasting(PathBuf),
    Temporary(TempDir),
}

impl Kept {
    /// Keeps in `folder`, and lets go what was there too long before `today`.
    pub fn lasting(folder: PathBuf, today: Date) -> Self {
        let kept = Self(OnceLock::from(Place::Lasting(folder)));
        kept.tidy(today);
        kept
    }

    fn folder(&self) -> Result<&Path, Error> {
        if self.0.get().is_none() {
            let made = tempfile::tempdir().map_err(|e| Error::write(&std::env::temp_dir(), e))?;
            // Another thread may have been quicker; its folder is as good.
            let _ = self.0.set(Place::Temporary(made));
        }
        Ok(match self.0.get() {
            Some(Place::Lasting(folder)) => folder,
            Some(Place::Temporary(folder)) => folder.path(),
            None => Path::new(""),
        })
    }

    /// Keeps bytes. They are on disk when this returns.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn put(&self, bytes: &[u8]) -> Result<Hash, Error> {
        let hash = Hash::of(bytes);
        let folder = self.folder()?;
        let file = folder.join(hash.to_string());
        let failed = |e| Error::write(&file, e);
        if fs::metadata(&file).is_ok_and(|there| there.len() == bytes.len() as u64) {
            return Ok(hash);
        }
        super::data::private_folder(folder).map_err(failed)?;
        let mut temporary = tempfile::Builder::new()
            .prefix(".trustdesk-")
            .suffix(".tmp")
            .tempfile_in(folder)
            .map_err(failed)?;
        temporary.write_all(bytes).map_err(failed)?;
        temporary.as_file().sync_all().map_err(failed)?;
        temporary.persist(&file).map_err(|e| failed(e.error))?;
        sync_folder(folder).map_err(failed)?;
        Ok(hash)
    }

    /// Bytes that were kept.
    ///
    /// # Errors
    /// [`Error::Read`] when they are gone or no longer the same.
    pub fn get(&self, hash: Hash) -> Result<Vec<u8>, Error> {
        let file = self.folder()?.join(hash.to_string());
        let bytes = fs::read(&file).map_err(|e| Error::read(&file, e))?;
        if Hash::of(&bytes) != hash {
            return Err(Error::read(&file, std::io::ErrorKind::InvalidData.into()));
        }
        Ok(bytes)
    }

    /// Deleted and replaced files, the last first.
    pub fn thrown(&self) -> Vec<Thrown> {
        let read = || fs::read(self.folder().ok()?.join(LIST)).ok();
        read()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Lists files as deleted or replaced. That the list cannot be written is no reason to fail: undo
    /// does not need it.
    pub fn throw(&self, more: Vec<Thrown>) {
        let mut all = self.thrown();
        all.retain(|old| {
            !more
                .iter()
                .any(|new| new.path == old.path && new.hash == old.hash)
        });
        all.splice(0..0, more);
        self.write_list(&all);
    }

    fn write_list(&self, all: &[Thrown]) {
        if let (Ok(folder), Ok(json)) = (self.folder(), serde_json::to_vec_pretty(all)) {
            let _ = output::replace(&folder.join(LIST), &json);
        }
    }

    /// Lets go what is old, too much, or not listed: the last belonged to the undo of another time.
    fn tidy(&self, today: Date) {
        let (Ok(folder), mut all) = (self.folder(), self.thrown()) else {
            return;
        };
        let before = all.len();
        let mut sum = 0;
        all.retain(|one| {
            sum += one.bytes;
            let age = Date::parse(&one.day).map_or(0, |day| today.days() - day.days());
            age <= KEEP_DAYS && sum <= KEEP_BYTES
        });
        if all.len() != before {
            self.write_list(&all);
        }
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
            // Younger ones may belong to the undo of another window.
            if Hash::parse(&name).is_some()
                && !all.iter().any(|one| one.hash == name)
                && age().is_some_and(|age| age > super::STALE)
            {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thrown(kept: &Kept, path: &str, bytes: &[u8], day: &str) -> Thrown {
        Thrown {
            path: path.into(),
            hash: kept.put(bytes).unwrap().to_string(),
            bytes: bytes.len() as u64,
            day: day.into(),
            replaced: false,
            about: serde_json::Value::Null,
        }
    }

    #[test]
    fn bytes_are_kept_until_they_are_old_or_belong_to_nothing() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("kept");
        let today = Date::parse("2026-11-24").unwrap();
        let kept = Kept::lasting(folder.clone(), today);
        let old = thrown(&kept, "/media/a.png", b"old", "2026-08-01");
        let new = thrown(&kept, "/media/b.png", b"new", "2026-11-01");
        let loose = kept.put(b"loose").unwrap();
        kept.throw(vec![old.clone()]);
        kept.throw(vec![new.clone()]);
        assert_eq!(kept.thrown(), [new.clone(), old.clone()]);
        assert_eq!(kept.get(loose).unwrap(), b"loose");

        let young = kept.put(b"young").unwrap();
        for hash in [loose.to_string(), old.hash.clone()] {
            let file = fs::File::options().write(true).open(folder.join(hash));
            let then = std::time::SystemTime::now() - 2 * super::super::STALE;
            file.unwrap().set_modified(then).unwrap();
        }
        let kept = Kept::lasting(folder, today);
        assert!(kept.get(young).is_ok());
        assert_eq!(kept.thrown(), std::slice::from_ref(&new));
        assert!(kept.get(loose).is_err());
        assert!(kept.get(Hash::parse(&old.hash).unwrap()).is_err());
        assert_eq!(kept.get(Hash::parse(&new.hash).unwrap()).unwrap(), b"new");
    }

    #[test]
    fn altered_bytes_are_not_handed_out() {
        let kept = Kept::default();
        let hash = kept.put(b"one").unwrap();
        fs::write(kept.folder().unwrap().join(hash.to_string()), b"two").unwrap();
        assert!(kept.get(hash).is_err());
    }
}
