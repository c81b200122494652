//! Recognising, without reading a page, that nothing changed since the last export.
//!
//! As Git's index does: size, times and inode of every file of the site and of the output are compared
//! with those noted after the last export. A file that was touched within the clock's grain of that
//! note is not trusted (Git's “racily clean” rule), so that a change in the same tick is never missed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use crate::error::Error;
use crate::render;
use crate::store::{Hash, TOPS, output};
use crate::view::ExportReport;

use super::{Options, folder};

/// File times are trusted when they are older than this before the note.
const GRAIN: Duration = Duration::from_millis(20);

/// What was seen of a site and its output before an export.
pub struct Look {
    sources: Seen,
    root: PathBuf,
    out: PathBuf,
    note: PathBuf,
    key: String,
}

/// The state of some files: a hash of their names, sizes, times and inodes, and the latest time.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    hash: Hash,
    latest: u64,
}

/// Looks at the site in `root` and at its output, before either is read. `cache` is a folder of this
/// program's own; `trusted` says whether the site's own templates are used. `None` when there is nothing to compare, or the folders may not be used.
pub fn look(
    root: &Path,
    out: &Path,
    cache: &Path,
    options: &Options,
    trusted: bool,
) -> Option<Look> {
    let root = root.canonicalize().ok()?;
    let (out, _) = folder::place(out, &root).ok()?;
    let name = Hash::of(format!("{}\n{}", root.display(), out.display()).as_bytes()).to_string();
    let program = std::env::current_exe().and_then(fs::metadata).ok()?;
    let key = format!(
        "{} {} {} {:?} {trusted} {} {:?}",
        env!("CARGO_PKG_VERSION"),
        render::templates_hash(),
        options.as_of,
        options.theme,
        program.len(),
        program.modified().ok()?
    );
    let sources = seen_of(&root, &TOPS)?;
    Some(Look {
        sources,
        root,
        out,
        note: cache.join(&name[..32]),
        key,
    })
}

impl Look {
    /// The report of the last export, when neither the site nor its output changed since.
    pub fn unchanged(&self) -> Option<ExportReport> {
        let noted = fs::metadata(&self.note).ok()?.modified().ok()?;
        let text = fs::read_to_string(&self.note).ok()?;
        let mut lines = text.splitn(4, '\n');
        let (key, sources, outputs) = (lines.next()?, lines.next()?, lines.next()?);
        if key != self.key || sources != self.sources.hash.to_string() {
            return None;
        }
        let now = seen_of(&self.out, &[""])?;
        let trusted = nanos(noted.checked_sub(GRAIN)?);
        if outputs != now.hash.to_string()
            || self.sources.latest >= trusted
            || now.latest >= trusted
        {
            return None;
        }
        let report: ExportReport = serde_json::from_str(lines.next()?).ok()?;
        Some(ExportReport {
            written: 0,
            removed: 0,
            millis: 0,
            ..report
        })
    }

    /// Notes the state after an export. That it cannot be noted is no failure: the next export is
    /// only slower.
    ///
    /// # Errors
    /// [`Error::Write`] when the note cannot be written.
    pub fn remember(&self, report: &ExportReport) -> Result<(), Error> {
        let unmoved = seen_of(&self.root, &TOPS).as_ref() == Some(&self.sources);
        let (true, Some(outputs), Ok(report)) = (
            unmoved,
            seen_of(&self.out, &[""]),
            serde_json::to_string(report),
        ) else {
            return Ok(());
        };
        // The note must be younger than what it vouches for by more than the clock's grain.
        std::thread::sleep(GRAIN + GRAIN / 2);
        let text = format!(
            "{}\n{}\n{}\n{report}",
            self.key, self.sources.hash, outputs.hash
        );
        output::replace(&self.note, text.as_bytes()).map_err(|e| Error::write(&self.note, e))
    }
}

fn seen_of(root: &Path, tops: &[&str]) -> Option<Seen> {
    let mut entries = Vec::new();
    for top in tops {
        let path = if top.is_empty() {
            root.to_owned()
        } else {
            root.join(top)
        };
        match fs::symlink_metadata(&path) {
            Ok(there) if there.is_dir() => entries.extend(walk(&path)?),
            Ok(there) => entries.push(line(&path, &there)),
            Err(_) => {}
        }
    }
    entries.sort_unstable();
    let latest = entries.iter().map(|(_, latest)| *latest).max().unwrap_or(0);
    let text: String = entries.into_iter().map(|(line, _)| line).collect();
    Some(Seen {
        hash: Hash::of(text.as_bytes()),
        latest,
    })
}

fn walk(folder: &Path) -> Option<Vec<(String, u64)>> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        if entry.file_type().ok()?.is_dir() {
            folders.push(entry.path());
        } else {
            files.push(line(&entry.path(), &entry.metadata().ok()?));
        }
    }
    let inner: Option<Vec<_>> = folders.par_iter().map(|folder| walk(folder)).collect();
    files.extend(inner?.into_iter().flatten());
    Some(files)
}

fn nanos(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |d| u64::try_from(d.as_nanos()).unwrap_or(u64::MAX))
}

#[cfg(unix)]
fn line(path: &Path, file: &fs::Metadata) -> (String, u64) {
    use std::os::unix::fs::MetadataExt;
    let changed = file
        .ctime()
        .saturating_mul(1_000_000_000)
        .saturating_add(file.ctime_nsec());
    let modified = file.modified().map_or(0, nanos);
    let changed = u64::try_from(changed).unwrap_or(0);
    (
        format!(
            "{}\0{} {modified} {changed} {}\n",
            path.display(),
            file.len(),
            file.ino()
        ),
        modified.max(changed),
    )
}

#[cfg(not(unix))]
fn line(path: &Path, file: &fs::Metadata) -> (String, u64) {
    let modified = file.modified().map_or(0, nanos);
    (
        format!("{}\0{} {modified}\n", path.display(), file.len()),
        modified,
    )
}
