//! A bundle in a folder. Links are not followed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::error::Error;
use crate::message;
use crate::say;

use super::names::{Names, SafeName};
use super::place::{Failure, Fault};

/// Most files of a folder.
const MOST_FILES: usize = 200_000;

/// The files below a folder.
pub(super) struct Folder {
    root: PathBuf,
    pub(super) files: BTreeMap<String, u64>,
    pub(super) faults: Vec<Fault>,
}

impl Folder {
    /// Looks through a folder, whose path is canonical.
    pub(super) fn open(root: &Path) -> Result<Self, Failure> {
        let mut folder = Self {
            root: root.to_owned(),
            files: BTreeMap::new(),
            faults: Vec::new(),
        };
        let mut names = Names::default();
        for (count, entry) in WalkDir::new(root)
            .sort_by_file_name()
            .into_iter()
            .enumerate()
        {
            if count > MOST_FILES {
                let say = say!("It holds more than {count} files.", count = MOST_FILES);
                return Err(Failure::fault("", say));
            }
            let path = match &entry {
                Ok(entry) => entry.path(),
                Err(e) => e.path().unwrap_or(root),
            };
            let shown = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
            let shown = shown.replace(std::path::MAIN_SEPARATOR, "/");
            let looked = match entry {
                Ok(entry) if entry.file_type().is_dir() => continue,
                Ok(entry) => look(&entry, &shown, &mut names),
                Err(e) => {
                    let reason = message::system(&e.into());
                    Err(say!("It could not be read: {reason}.", reason))
                }
            };
            match looked {
                Ok(size) => drop(folder.files.insert(shown, size)),
                Err(say) => folder.faults.push(Fault { file: shown, say }),
            }
        }
        Ok(folder)
    }

    /// Hands over the bytes of a file.
    pub(super) fn stream(&self, path: &str, take: &mut dyn FnMut(&[u8])) -> Result<(), Failure> {
        let file = self.root.join(path);
        let failed = |e| Error::read(&file, e);
        let size = self.files.get(path).copied().unwrap_or_default();
        // One byte more tells that it grew since it was listed, and no more is read of it.
        let mut open = File::open(&file).map_err(failed)?.take(size + 1);
        let mut piece = vec![0; 64 * 1024];
        loop {
            match open.read(&mut piece).map_err(failed)? {
                0 => return Ok(()),
                read => take(&piece[..read]),
            }
        }
    }
}

/// The size of a file, or why it is none of a bundle.
fn look(
    entry: &walkdir::DirEntry,
    shown: &str,
    names: &mut Names,
) -> Result<u64, message::Message> {
    if !entry.file_type().is_file() {
        return Err(say!("It is a link or a device, not a file."));
    }
    if entry.path().to_str().is_none() {
        return Err(say!("its name is not valid Unicode"));
    }
    names.add(SafeName::parse(shown)?)?;
    let meta = entry.metadata().map_err(std::io::Error::from);
    let meta = meta.map_err(|e| {
        let reason = message::system(&e);
        say!("It could not be read: {reason}.", reason)
    });
    Ok(meta?.len())
}
