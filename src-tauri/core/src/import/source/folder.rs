//! The files of a folder. Symbolic links are followed only to files inside it.

use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::error::Error;
use crate::say;

use super::super::report::Refused;
use super::{Entry, MOST_FILES, Place, Source, class, odd_path, too_much, unreadable};

/// Lists the files below `root`, which has no symbolic link in it.
pub(super) fn list(root: &Path) -> Result<Source, Error> {
    let mut source = Source {
        entries: Vec::new(),
        refused: Vec::new(),
        roots: Vec::new(),
        archive: None,
    };
    let wanted = |entry: &DirEntry| {
        entry.depth() == 0 || !class::is_skipped(&entry.file_name().to_string_lossy())
    };
    for found in WalkDir::new(root).into_iter().filter_entry(wanted) {
        match found {
            Ok(entry) if entry.depth() == 0 || entry.file_type().is_dir() => {}
            Ok(entry) => take(&mut source, root, &entry),
            Err(error) if error.depth() == 0 => {
                return Err(Error::read(root, error.into()));
            }
            Err(error) => {
                let path = inside(root, error.path().unwrap_or(root));
                let message = unreadable(&error.into());
                source.refused.push(Refused {
                    source: path,
                    message,
                });
            }
        }
        if source.entries.len() > MOST_FILES {
            return Err(too_much());
        }
    }
    Ok(source)
}

fn inside(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

fn take(source: &mut Source, root: &Path, entry: &DirEntry) {
    let path = inside(root, entry.path());
    let mut refuse = |message| {
        source.refused.push(Refused {
            source: path.clone(),
            message,
        });
    };
    let mut file = entry.path().to_owned();
    if entry.file_type().is_symlink() {
        match file.canonicalize() {
            Ok(real) if real.starts_with(root) && real.is_file() => file = real,
            Ok(real) if real.starts_with(root) => {
                return refuse(say!(
                    "It is a symbolic link to a folder. What is in that folder was read at its own place."
                ));
            }
            _ => {
                return refuse(say!(
                    "It is a symbolic link that leads out of the folder, so it was not followed. Put the file itself there."
                ));
            }
        }
    }
    if entry.path().to_str().is_none() {
        return refuse(say!("Its name is not valid Unicode. Rename it."));
    }
    if let Some(message) = odd_path(&path) {
        return refuse(message);
    }
    match file.metadata() {
        Ok(meta) if meta.is_file() => source.entries.push(Entry {
            class: class::of(&path),
            path,
            bytes: meta.len(),
            place: Place::Disk(file),
        }),
        Ok(_) => refuse(say!(
            "It is neither a file nor a folder, so it was not opened."
        )),
        Err(error) => refuse(unreadable(&error)),
    }
}
