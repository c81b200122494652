//! The draft journal: what is typed and not yet on disk, kept outside the site, so that a crash takes
//! at most the last quarter of a second of it.
//!
//! A site has a folder of its own in the program's data folder, by a digest of the site's path, and
//! each process that has the site open a log in it. A log holds records (see `record`); the last one
//! of a path counts. It is emptied when everything is saved.

mod record;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::store::Hash;
use crate::store::data::{self, Log, Syncer};

use record::Record;

/// A log longer than this is written anew when little of it still counts.
const LONG: u64 = 1024 * 1024;

/// A text that is not on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Site path of its file.
    pub path: String,
    /// What was on disk when it was typed; `None` when there was no file.
    pub base: Option<Arc<str>>,
    /// The whole new text; `None` when the file is to be removed.
    pub text: Option<Arc<str>>,
    /// When it was typed, in milliseconds since 1970.
    pub time: u64,
}

/// The journal of one open site.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    log: Log,
    /// Logs of processes that died, kept until their drafts are in ours.
    taken_over: Vec<Log>,
    /// What the log says of each path.
    written: BTreeMap<String, Draft>,
    /// Texts that drafts in the log stand on.
    bases: BTreeSet<Hash>,
}

/// The folder of a site inside the folder `kind` of the program's data.
pub(crate) fn folder_of(data: &Path, kind: &str, site: &Path) -> PathBuf {
    let digest = Hash::of(site.as_os_str().as_encoded_bytes()).to_string();
    data.join(kind).join(&digest[..32])
}

impl Journal {
    /// Opens the journal of the site whose canonical folder is `site`, and answers what processes that
    /// died left in it: one draft for each path, the newest.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn open(data: &Path, site: &Path) -> io::Result<(Self, Vec<Draft>)> {
        let folder = folder_of(data, "drafts", site);
        let mut found: BTreeMap<String, Draft> = BTreeMap::new();
        let mut taken_over = Vec::new();
        for path in data::files(&folder) {
            if path.extension().is_none_or(|e| e != "log") {
                continue;
            }
            let Some(mut log) = Log::open(&path)? else {
                // Another window that lives has these drafts.
                continue;
            };
            for (path, draft) in drafts_in(&log.contents()?) {
                if found
                    .get(&path)
                    .is_none_or(|known| known.time <= draft.time)
                {
                    found.insert(path, draft);
                }
            }
            taken_over.push(log);
        }
        let journal = Self {
            log: fresh(&folder)?,
            folder,
            taken_over,
            written: BTreeMap::new(),
            bases: BTreeSet::new(),
        };
        Ok((journal, found.into_values().collect()))
    }

    /// Makes the journal say exactly that `drafts` are not on disk. Answers whether it wrote anything;
    /// that survives the death of this process at once, and that of the machine when it is synced.
    ///
    /// # Errors
    /// Those of the operating system; what the journal said before still holds then.
    pub fn keep(&mut self, drafts: &[Draft]) -> io::Result<bool> {
        let now: BTreeMap<&str, &Draft> = drafts.iter().map(|d| (d.path.as_str(), d)).collect();
        let mut bytes = Vec::new();
        let mut bases = BTreeSet::new();
        for draft in now.values() {
            let same = self
                .written
                .get(&draft.path)
                .is_some_and(|w| w.text == draft.text && w.base == draft.base);
            if !same {
                self.put(draft, &mut bytes, &mut bases);
            }
        }
        for path in self.written.keys() {
            if !now.is_empty() && !now.contains_key(path.as_str()) {
                Record::Saved { path }.write(&mut bytes);
            }
        }
        let stale = now.is_empty() && self.log.bytes() > 0;
        if stale {
            self.log.clear()?;
            self.bases.clear();
        } else if !bytes.is_empty() {
            // What a full disk lets through only in part is skipped by the reader.
            self.log.append(&bytes)?;
            self.bases.extend(bases);
        }
        let wrote = stale || !bytes.is_empty();
        if !self.taken_over.is_empty() {
            self.log.sync()?;
        }
        self.written = drafts.iter().map(|d| (d.path.clone(), d.clone())).collect();
        // Only now: what they held is in our log, or was decided on.
        for log in self.taken_over.drain(..) {
            log.remove()?;
        }
        if self.log.bytes() > LONG {
            self.shorten()?;
        }
        Ok(wrote)
    }

    /// By what the log is made durable, without keeping others from writing on.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn syncer(&self) -> io::Result<Syncer> {
        self.log.syncer()
    }

    /// Ends the journal: when nothing in it counts, no file stays behind.
    pub fn close(self) {
        if self.written.is_empty() && self.taken_over.is_empty() {
            // An empty log left behind says nothing and is taken over next time.
            let _ = self.log.remove();
        }
    }

    fn put(&self, draft: &Draft, bytes: &mut Vec<u8>, bases: &mut BTreeSet<Hash>) {
        let base = draft.base.as_ref().map(|text| Hash::of(text.as_bytes()));
        if let (Some(hash), Some(text)) = (base, &draft.base)
            && !self.bases.contains(&hash)
            && bases.insert(hash)
        {
            Record::Base { text }.write(bytes);
        }
        Record::Draft {
            path: &draft.path,
            base,
            text: draft.text.as_deref(),
            time: draft.time,
        }
        .write(bytes);
    }

    /// Writes what counts into a new log and drops the old one.
    fn shorten(&mut self) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut bases = BTreeSet::new();
        self.bases.clear();
        for draft in self.written.values() {
            self.put(draft, &mut bytes, &mut bases);
        }
        if self.log.bytes() < 4 * bytes.len() as u64 {
            self.bases = bases;
            return Ok(());
        }
        let mut log = fresh(&self.folder)?;
        log.append(&bytes)?;
        log.sync()?;
        self.bases = bases;
        std::mem::replace(&mut self.log, log).remove()
    }
}

/// A new log under the first free number.
fn fresh(folder: &Path) -> io::Result<Log> {
    for number in 0.. {
        let path = folder.join(format!("{number}.log"));
        if path.exists() {
            continue;
        }
        if let Some(log) = Log::open(&path)? {
            return Ok(log);
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// The drafts that a log's bytes hold, by path.
fn drafts_in(bytes: &[u8]) -> BTreeMap<String, Draft> {
    let mut bases: BTreeMap<Hash, Arc<str>> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for record in record::read(bytes) {
        match record {
            record::Read::Base { text } => {
                bases.insert(Hash::of(text.as_bytes()), text.into());
            }
            record::Read::Draft {
                path,
                base,
                text,
                time,
            } => {
                // Without the text it stands on, a draft is taken for one of a new file.
                let base = base.and_then(|hash| bases.get(&hash).cloned());
                let draft = Draft {
                    path: path.clone(),
                    base,
                    text: text.map(Arc::from),
                    time,
                };
                found.insert(path, draft);
            }
            record::Read::Saved { path } => {
                found.remove(&path);
            }
        }
    }
    found
}
