//! Pictures and documents of an existing site: each taken once, whatever number of copies there are, and
//! only what may be published.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::intake::{self, Incoming, Ready};
use crate::store::Hash;
use crate::value::{Fields, Value};

use super::languages;
use super::report::Refused;
use super::source::{Class, Entry, Source};

/// One file, with its copies.
#[derive(Debug)]
pub(super) struct File {
    /// Its path in the new site, `media/images/a.png`.
    pub(super) name: String,
    /// The entries of the source that hold the same bytes.
    pub(super) copies: Vec<usize>,
    used: AtomicBool,
    /// The digest of what may be published of it, or why it may not; once somebody asked.
    fit: OnceLock<Result<Hash, Refused>>,
}

impl File {
    /// Its record: the paths that it has in the existing site.
    pub(super) fn record(&self, source: &Source) -> (String, Fields) {
        let path = |i: &usize| Value::Text(source.entries[*i].path.clone());
        let paths = Value::List(self.copies.iter().map(path).collect());
        let key = self.name.trim_start_matches("media/").to_owned();
        (key, Fields::from([("paths".to_owned(), paths)]))
    }

    /// The digest of what is published of it.
    pub(super) fn digest(&self) -> Option<Hash> {
        self.fit.get()?.as_ref().ok().copied()
    }
}

/// All files that pages may show or offer.
#[derive(Debug, Default)]
pub(super) struct Media {
    files: Vec<File>,
    by_entry: HashMap<usize, usize>,
}

impl Media {
    /// Looks at the files of a source; only those that have the size of another are read. Files keep the
    /// names that `given` has for their paths.
    pub(super) fn of(source: &Source, given: &BTreeMap<String, String>) -> Self {
        let mut sizes: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (i, entry) in source.entries.iter().enumerate() {
            if entry.class == Class::Media {
                sizes.entry(entry.bytes).or_default().push(i);
            }
        }
        let mut groups: Vec<Vec<usize>> = sizes
            .into_par_iter()
            .flat_map_iter(|(_, alike)| same(source, alike))
            .collect();
        groups.sort();
        let mut names: HashSet<String> = given.values().cloned().collect();
        let mut left = names.clone();
        let mut media = Self::default();
        for copies in groups {
            let paths = || copies.iter().map(|i| &source.entries[*i].path);
            let kept = paths().find_map(|path| given.get(path).filter(|name| left.contains(*name)));
            let name = match kept {
                Some(kept) => left.take(kept).unwrap_or_default(),
                None => free(&mut names, &name(&source.entries[copies[0]].path)),
            };
            media
                .by_entry
                .extend(copies.iter().map(|i| (*i, media.files.len())));
            media.files.push(File {
                name,
                copies,
                used: AtomicBool::new(false),
                fit: OnceLock::new(),
            });
        }
        media
    }

    /// The name in the new site of an entry that a page uses; `None` when it may not be published.
    pub(super) fn take(&self, source: &Source, entry: usize) -> Option<&str> {
        let file = &self.files[*self.by_entry.get(&entry)?];
        let fit = file.fit.get_or_init(|| {
            let ready = ready(source, &source.entries[entry])?;
            Ok(Hash::of(&ready.bytes))
        });
        if fit.is_err() {
            return None;
        }
        file.used.store(true, Ordering::Relaxed);
        Some(&file.name)
    }

    /// The files that pages use.
    pub(super) fn used(&self) -> impl Iterator<Item = &File> {
        self.files
            .iter()
            .filter(|file| file.used.load(Ordering::Relaxed))
    }

    /// How many files no page uses.
    pub(super) fn unused(&self) -> usize {
        let asked = |file: &&File| file.fit.get().is_some();
        self.files.len() - self.files.iter().filter(asked).count()
    }

    /// What pages use and may not be published.
    pub(super) fn refused(&self) -> impl Iterator<Item = &Refused> {
        self.files
            .iter()
            .filter_map(|file| file.fit.get()?.as_ref().err())
    }
}

/// A file as it may be published.
///
/// # Errors
/// Why it may not.
pub(super) fn ready(source: &Source, entry: &Entry) -> Result<Ready, Refused> {
    let name = entry.path.rsplit('/').next().unwrap_or(&entry.path);
    let incoming = Incoming {
        name: name.to_owned(),
        bytes: source.read(entry)?,
    };
    intake::check(&incoming).map_err(|refusal| Refused {
        source: entry.path.clone(),
        message: refusal.message(name),
    })
}

/// Divides files of one size by what they hold.
fn same(source: &Source, alike: Vec<usize>) -> Vec<Vec<usize>> {
    if alike.len() == 1 {
        return vec![alike];
    }
    let mut found: BTreeMap<Result<Hash, usize>, Vec<usize>> = BTreeMap::new();
    for i in alike {
        let bytes = source.read(&source.entries[i]);
        let key = bytes.map(|bytes| Hash::of(&bytes)).map_err(|_| i);
        found.entry(key).or_default().push(i);
    }
    found.into_values().collect()
}

/// The name of a file in the new site: its path without the language, in plain letters.
fn name(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    let file = parts.pop().unwrap_or_default();
    let language = parts
        .iter()
        .take(2)
        .position(|part| languages::of_folder(part).is_some());
    if let Some(at) = language {
        parts.remove(at);
    }
    if matches!(parts.first(), Some(&"media")) {
        parts.remove(0);
    }
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    let plain = |part: &str| intake::plain_name(&part.nfc().collect::<String>());
    let mut name = String::from("media");
    for part in parts {
        name = format!("{name}/{}", plain(part));
    }
    format!("{name}/{}.{}", plain(stem), ending.to_lowercase())
}

/// `wanted`, or with a number before its ending.
fn free(names: &mut HashSet<String>, wanted: &str) -> String {
    let (stem, ending) = wanted.rsplit_once('.').unwrap_or((wanted, ""));
    let mut name = wanted.to_owned();
    let mut n = 1;
    while !names.insert(name.clone()) {
        n += 1;
        name = format!("{stem}-{n}.{ending}");
    }
    name
}
