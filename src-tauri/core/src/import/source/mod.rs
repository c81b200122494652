//! What an import reads: the files of a folder, of a zip or one page, in order, each read when it is needed.

mod archive;
mod class;
mod folder;
mod generator;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use zip::ZipArchive;

use crate::error::Error;
use crate::message;
use crate::say;

use super::decode;
use super::report::Refused;

pub(super) use class::Class;

/// The largest page that is read, in bytes.
pub const LARGEST_PAGE: u64 = 10 * 1024 * 1024;
/// The largest file that is looked at, in bytes.
pub const LARGEST_FILE: u64 = 200 * 1024 * 1024;
/// Most files of a source.
pub const MOST_FILES: usize = 50_000;
/// Most bytes of all files together.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// How many bytes of a file one byte in a zip may become.
pub const MOST_RATIO: u64 = 200;
/// Files below this size may be packed as tightly as they like: so small, they harm nobody.
pub const SMALL: u64 = 1024 * 1024;
/// Longest path, in bytes, and most folders in it.
const LONGEST_PATH: usize = 1_000;
const DEEPEST_PATH: usize = 40;

/// One file.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its path in the source, `/`-separated.
    pub(super) path: String,
    /// Its size, as the folder or the zip says.
    pub(super) bytes: u64,
    /// What it is, by its name, and by its beginning where the name does not tell.
    pub(super) class: Class,
    place: Place,
}

/// Where a file is.
#[derive(Debug, Clone)]
enum Place {
    Disk(PathBuf),
    Zip(usize),
}

/// What there is to import.
#[derive(Debug)]
pub(super) struct Source {
    /// The files, in path order.
    pub(super) entries: Vec<Entry>,
    /// What cannot be taken.
    pub(super) refused: Vec<Refused>,
    /// Folders whose content the existing site serves at its root.
    pub(super) roots: Vec<&'static str>,
    archive: Option<Mutex<ZipArchive<File>>>,
}

impl Source {
    /// Lists a folder, a zip or one page. Nothing is written, nothing outside it is looked at.
    ///
    /// # Errors
    /// [`Error::Read`], or [`Error::Refused`] for what is neither of these, broken or too much.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |e| Error::read(path, e);
        let path = &path.canonicalize().map_err(failed)?;
        let mut source = if path.is_dir() {
            folder::list(path)?
        } else {
            let mut head = [0; 4];
            let mut file = File::open(path).map_err(failed)?;
            let read = file.read(&mut head).map_err(failed)?;
            match &head[..read] {
                b"PK\x03\x04" | b"PK\x05\x06" => archive::list(path)?,
                _ => one_page(path)?,
            }
        };
        source.entries.sort_by(|a, b| a.path.cmp(&b.path));
        source.refused.sort_by(|a, b| a.source.cmp(&b.source));
        source.tell_pages();
        source.roots = generator::roots(&mut source.entries);
        let sum: u64 = source.entries.iter().map(|entry| entry.bytes).sum();
        if source.entries.len() > MOST_FILES || sum > MOST_BYTES {
            return Err(too_much());
        }
        Ok(source)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// Why it cannot be read, for the list of what was not taken.
    pub(super) fn read(&self, entry: &Entry) -> Result<Vec<u8>, Refused> {
        let limit = limit(entry.class);
        let refused = |message| Refused {
            source: entry.path.clone(),
            message,
        };
        let bytes = self
            .begin(entry, limit + 1)
            .map_err(|e| refused(unreadable(&e)))?;
        if bytes.len() as u64 > limit {
            return Err(refused(too_large(entry.class)));
        }
        Ok(bytes)
    }

    /// The first bytes of a file, `most` of them.
    fn begin(&self, entry: &Entry, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match (&entry.place, &self.archive) {
            (Place::Disk(path), _) => {
                File::open(path)?.take(most).read_to_end(&mut bytes)?;
            }
            (Place::Zip(index), Some(archive)) => {
                let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
                // What the zip says of a size is not believed: a file ends where it may not be larger.
                let most = most.min(entry.bytes + 1);
                let file = archive.by_index(*index).map_err(io::Error::other)?;
                file.take(most).read_to_end(&mut bytes)?;
                if bytes.len() as u64 > entry.bytes {
                    return Err(io::ErrorKind::InvalidData.into());
                }
            }
            (Place::Zip(_), None) => return Err(io::ErrorKind::NotFound.into()),
        }
        Ok(bytes)
    }

    /// Looks into files whose name does not tell what they are, and takes out what is too large.
    fn tell_pages(&mut self) {
        let mut entries = std::mem::take(&mut self.entries);
        for entry in &mut entries {
            if entry.class == Class::Unnamed {
                let head = self.begin(entry, 4096).unwrap_or_default();
                entry.class = class::by_beginning(&decode::decode(&head).text);
            }
        }
        entries.retain(|entry| {
            let fits = entry.bytes <= limit(entry.class);
            if !fits {
                self.refused.push(Refused {
                    source: entry.path.clone(),
                    message: too_large(entry.class),
                });
            }
            fits
        });
        self.entries = entries;
    }
}

fn limit(class: Class) -> u64 {
    match class {
        Class::Page => LARGEST_PAGE,
        _ => LARGEST_FILE,
    }
}

fn one_page(path: &Path) -> Result<Source, Error> {
    let meta = path.metadata().map_err(|e| Error::read(path, e))?;
    let name = path.file_name().and_then(|name| name.to_str());
    let entry = name.filter(|_| meta.is_file()).map(|name| Entry {
        path: name.to_owned(),
        bytes: meta.len(),
        class: class::of(name),
        place: Place::Disk(path.to_owned()),
    });
    match entry {
        Some(entry) if matches!(entry.class, Class::Page | Class::Unnamed) => Ok(Source {
            entries: vec![entry],
            refused: Vec::new(),
            roots: Vec::new(),
            archive: None,
        }),
        _ => Err(Error::Refused(say!(
            "“{path}” is neither a folder nor a zip nor a page. Nothing was changed. Choose the folder of the existing site, a zip of it, or one page that ends in .html or .md.",
            path
        ))),
    }
}

/// Why a path cannot be one of a source, if so.
fn odd_path(path: &str) -> Option<message::Message> {
    if path.len() > LONGEST_PATH || path.split('/').count() > DEEPEST_PATH {
        return Some(say!("Its path is too long. Move it up some folders."));
    }
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    let leaves = |part: &str| matches!(part, "" | "." | "..");
    (drive || path.contains(['\\', '\0']) || path.split('/').any(leaves)).then(|| {
        say!("Its path leads out of the source, or names no file everywhere. It was not touched. Pack the folder anew.")
    })
}

fn too_large(class: Class) -> message::Message {
    match class {
        Class::Page => say!(
            "This page is larger than 10 MB. Divide it into several pages, or take out what is embedded in it."
        ),
        _ => say!("This file is larger than 200 MB. Put it elsewhere and link to it."),
    }
}

fn unreadable(error: &io::Error) -> message::Message {
    let reason = message::system(error);
    say!(
        "It could not be read: {reason}. The other files are not affected.",
        reason
    )
}

fn too_much() -> Error {
    Error::Refused(say!(
        "This holds more than 50,000 files or 4 GB. Nothing was changed. Choose a folder that holds only the site."
    ))
}
