//! Pictures and documents in edits. New bytes are written before anything names them, and old ones are
//! removed only when every text is saved, so that a kill in between leaves no broken page.

use std::sync::Arc;

use crate::error::Error;
use crate::store::Hash;

use super::Session;
use super::history::{FileStep, Held};

/// A picture or document at one moment. Its bytes are kept outside the site.
#[derive(Debug, Clone)]
pub(super) struct Blob {
    pub(super) hash: Hash,
    /// The hash as text: what this file is compared by.
    pub(super) mark: Arc<str>,
}

impl Blob {
    pub(super) fn of(hash: Hash) -> Held {
        Held::File(Self {
            hash,
            mark: hash.to_string().into(),
        })
    }
}

/// Whether a site path is that of a picture or document.
pub(super) fn is_media(path: &str) -> bool {
    path.starts_with("media/")
}

fn blob(held: Option<&Held>) -> Option<Hash> {
    match held {
        Some(Held::File(blob)) => Some(blob.hash),
        _ => None,
    }
}

impl Session {
    /// What a file under `media/` holds now, kept so that it can be put back.
    pub(super) fn held_file(&self, path: &str) -> Result<Option<Held>, Error> {
        self.keep(self.bytes_of(path)?.as_deref())
    }

    /// The step after which a file under `media/` holds these bytes, or is gone; none when that is so
    /// already, and nothing of it need be kept.
    pub(super) fn file_step(
        &self,
        path: &str,
        after: Option<&[u8]>,
    ) -> Result<Option<FileStep>, Error> {
        let before = self.bytes_of(path)?;
        if before.as_deref() == after {
            return Ok(None);
        }
        Ok(Some(FileStep {
            path: path.to_owned(),
            before: self.keep(before.as_deref())?,
            after: self.keep(after)?,
        }))
    }

    /// The bytes of a file under `media/`; none when it is not there or on its way out.
    fn bytes_of(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        if self.removing.contains_key(path) {
            return Ok(None);
        }
        match self.store.read(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Error::Read { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Keeps bytes outside the site, so that they can be put back.
    fn keep(&self, bytes: Option<&[u8]>) -> Result<Option<Held>, Error> {
        let keep = |bytes| Ok(Blob::of(self.kept.put(bytes)?));
        bytes.map(keep).transpose()
    }

    /// Writes what the steps bring in. When one cannot be written, those before it are taken back.
    pub(super) fn bring_in(&mut self, steps: &[FileStep]) -> Result<(), Error> {
        let media: Vec<_> = steps
            .iter()
            .filter(|step| is_media(&step.path))
            .map(|step| {
                (
                    &step.path,
                    blob(step.before.as_ref()),
                    blob(step.after.as_ref()),
                )
            })
            .collect();
        for (i, (path, before, after)) in media.iter().enumerate() {
            let Some(after) = *after else { continue };
            if let Err(error) = self.write_file(path, *before, after) {
                for (path, before, after) in media[..i].iter().rev() {
                    let Some(after) = *after else { continue };
                    let _ = match before {
                        Some(before) => self.write_file(path, Some(after), *before),
                        None => self.store.remove(path, Some(after)),
                    };
                }
                return Err(error);
            }
        }
        Ok(())
    }

    fn write_file(&mut self, path: &str, before: Option<Hash>, after: Hash) -> Result<(), Error> {
        let mut there = before;
        if self.removing.contains_key(path) {
            // It may be gone from disk already, or go in a moment: see `note_removed`.
            self.wanted_back.insert(path.to_owned());
            there = self.store.read(path).ok().map(|bytes| Hash::of(&bytes));
        }
        if there != Some(after) {
            let bytes = self.kept.get(after)?;
            self.store.replace(path, &bytes, there)?;
        }
        self.written.insert(path.to_owned(), Some(after));
        Ok(())
    }

    /// Takes in, in memory, what a step made of a file under `media/`.
    pub(super) fn put_media(&mut self, path: &str, content: Option<&Held>) {
        match content {
            Some(_) => {
                self.removing.remove(path);
                self.site.load_file(&self.store, path);
            }
            None => {
                self.site.media.remove(&format!("/{path}"));
                if let Ok(bytes) = self.store.read(path) {
                    self.removing.insert(path.to_owned(), Hash::of(&bytes));
                }
            }
        }
    }

    /// A removal was carried out; the file may have been wanted back meanwhile.
    pub(super) fn note_removed(&mut self, path: &str, was: Hash) {
        let back = self.wanted_back.remove(path);
        if !back {
            self.removing.remove(path);
            return;
        }
        if self.store.size(path).is_some() || self.removing.contains_key(path) {
            return;
        }
        match self.write_file(path, None, was) {
            Ok(()) => self.site.load_file(&self.store, path),
            Err(error) => self.failed = Some(error.message()),
        }
    }

    /// Whether a file under `media/` is another than this session made it.
    pub(super) fn media_changed(&mut self, path: &str) -> bool {
        let Some(known) = self.written.get(path) else {
            return true;
        };
        let now = self.store.read(path).ok().map(|bytes| Hash::of(&bytes));
        if now == *known || self.removing.get(path) == now.as_ref() {
            return false;
        }
        self.written.remove(path);
        self.removing.remove(path);
        true
    }

    /// Lists the pictures and documents anew, but for those on their way out.
    pub(super) fn reload_media(&mut self) {
        self.site.reload_media(&self.store);
        for path in self.removing.keys() {
            self.site.media.remove(&format!("/{path}"));
        }
    }
}
