//! Writing bundles: the same files give the same bytes, whoever writes them and wherever. What was at
//! the place before stays until the new one is complete and was read again.

mod pack;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::Error;
use crate::message::Message;
use crate::progress::{Counter, OnProgress};
use crate::say;
use crate::store::Hash;
use crate::store::output::{self, NewFile, Staging};
use crate::view::ExportProgress;

use super::manifest::{NAME, SIGNATURE, SUMS};
use super::place::Place;
use super::verify::files::Opened;
use super::{Bundle, Known, Manifest, Signer, Verdict, delta, verify};

use pack::Packer;

/// Most bytes of files that are packed at the same time.
const BATCH: u64 = 32 * 1024 * 1024;

/// What must not be found in a bundle that was just written, or is signed.
const BAD: [Verdict; 3] = [Verdict::Incomplete, Verdict::Altered, Verdict::Unreadable];

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How many files, with the manifest and what else stands beside it.
    pub files: u32,
    /// Their size, that of the zip for a zip.
    pub bytes: u64,
    /// SHA-256 of the zip; of the manifest for a folder.
    pub digest: Hash,
}

/// A bundle as it is written: its files and what stands beside them, sorted by the bytes of their paths.
pub(super) struct Parts<'a> {
    bundle: &'a Bundle,
    beside: Vec<(&'static str, Vec<u8>)>,
    /// What the one who gets it has already.
    since: Option<&'a Manifest>,
}

/// One file of it.
#[derive(Clone, Copy)]
struct Part<'s> {
    path: &'s str,
    /// Its bytes, where the bundle does not have them.
    bytes: Option<&'s [u8]>,
    size: u64,
}

impl<'a> Parts<'a> {
    pub(super) fn of(bundle: &'a Bundle, signature: Option<&str>) -> Self {
        let manifest = bundle.manifest();
        let mut beside = vec![
            (NAME, manifest.to_text().into_bytes()),
            (SUMS, manifest.sums().into_bytes()),
        ];
        beside.extend(signature.map(|text| (SIGNATURE, text.as_bytes().to_vec())));
        Self {
            bundle,
            beside,
            since: None,
        }
    }

    /// Only what changed since an earlier bundle.
    pub(super) fn since(mut self, since: &'a Manifest) -> Self {
        let removed = delta::removed(since, self.bundle.manifest());
        self.beside.extend([
            (delta::SINCE, since.to_text().into_bytes()),
            (delta::REMOVED, removed.into_bytes()),
        ]);
        self.since = Some(since);
        self
    }

    fn files(&self) -> Vec<Part<'_>> {
        let beside = self.beside.iter().map(|(path, bytes)| Part {
            path,
            bytes: Some(bytes),
            size: bytes.len() as u64,
        });
        let listed = self.bundle.manifest().files().iter();
        let there = |path: &str| self.since.and_then(|since| since.get(path));
        let listed = listed.filter(|(path, stated)| there(path) != Some(**stated));
        let listed = listed.map(|(path, stated)| Part {
            path,
            bytes: None,
            size: stated.bytes,
        });
        let mut files: Vec<_> = beside.chain(listed).collect();
        files.sort_unstable_by_key(|file| file.path);
        files
    }

    fn read(&self, file: &Part<'_>) -> Result<Vec<u8>, Error> {
        match file.bytes {
            Some(bytes) => Ok(bytes.to_vec()),
            None => self.bundle.read(file.path),
        }
    }
}

/// Counts files that are written, and then those that are read again.
fn counter<'p>(files: &[Part<'_>], progress: OnProgress<'p>) -> Counter<'p> {
    Counter::new(files.len() * 2, progress)
}

/// Reads what was written, as a stranger would: the second half of what is counted.
fn read_again(counter: &Counter<'_>, place: &Path) -> Result<(), Error> {
    let (total, half) = (counter.total, counter.total / 2);
    let progress = |p: ExportProgress| {
        let done = half + p.done.min(half);
        (counter.progress)(ExportProgress { done, total })
    };
    let (verified, _) = verify(place, &Known::default(), &progress)?;
    match verified
        .findings
        .into_iter()
        .find(|f| BAD.contains(&f.verdict))
    {
        None => Ok(()),
        Some(finding) => Err(Error::Refused(say!(
            "The bundle was not written: reading it again found a fault in “{file}”. {reason} What was there before is untouched. Check the disk, then try again.",
            file = finding.file,
            reason = finding.say
        ))),
    }
}

/// Whether a bundle is written as a zip, by the name of its place.
pub fn is_zip(to: &Path) -> bool {
    to.extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("zip"))
}

/// Writes a bundle as its place is named: as a zip, else as a folder.
///
/// # Errors
/// As [`zip()`] and [`folder()`].
pub fn to(
    bundle: &Bundle,
    signature: Option<&str>,
    to: &Path,
    progress: OnProgress<'_>,
) -> Result<Written, Error> {
    let write = if is_zip(to) { zip } else { folder };
    write(bundle, signature, to, progress)
}

/// Writes a bundle as a zip to `to`: files sorted by the bytes of their paths, of 1980, packed at one
/// level. `progress` answers `false` to stop.
///
/// # Errors
/// [`Error::Refused`] when there is something at `to` that is no bundle, or a file of the bundle is not
/// what its manifest names; [`Error::Cancelled`], [`Error::Read`], [`Error::Write`]. What was at `to` is
/// untouched then.
pub fn zip(
    bundle: &Bundle,
    signature: Option<&str>,
    to: &Path,
    progress: OnProgress<'_>,
) -> Result<Written, Error> {
    packed(&Parts::of(bundle, signature), to, progress)
}

/// Writes a zip.
pub(super) fn packed(
    parts: &Parts<'_>,
    to: &Path,
    progress: OnProgress<'_>,
) -> Result<Written, Error> {
    let ours = || Place::open(to).and_then(Opened::read).is_ok();
    if to.symlink_metadata().is_ok() && (to.is_dir() || !ours()) {
        return Err(in_the_way(to, say!("is there, and is no bundle in a zip.")));
    }
    let failed = |e| Error::write(to, e);
    let mut file = NewFile::beside(to).map_err(failed)?;
    let files = parts.files();
    let counter = counter(&files, progress);
    let mut packer = Packer::new(files.len())?;
    for batch in batches(&files) {
        let packed: Result<Vec<_>, Error> = batch
            .par_iter()
            .map(|one| {
                counter.step()?;
                pack::packed(one.path, &parts.read(one)?)
            })
            .collect();
        for one in packed? {
            for bytes in packer.add(&one)? {
                file.write_all(bytes).map_err(failed)?;
            }
        }
    }
    file.write_all(&packer.end()?).map_err(failed)?;
    read_again(&counter, file.path())?;
    let digest = Hash::of_file(file.path()).map_err(failed)?;
    let bytes = fs::metadata(file.path()).map_err(failed)?.len();
    file.persist().map_err(failed)?;
    Ok(Written {
        files: u32::try_from(files.len()).unwrap_or(u32::MAX),
        bytes,
        digest,
    })
}

/// Groups files so that those of one group fit into memory.
fn batches<'f, 's>(files: &'f [Part<'s>]) -> Vec<&'f [Part<'s>]> {
    let (mut batches, mut from, mut bytes) = (Vec::new(), 0, 0);
    for (i, file) in files.iter().enumerate() {
        bytes += file.size;
        if bytes >= BATCH {
            batches.push(&files[from..=i]);
            (from, bytes) = (i + 1, 0);
        }
    }
    batches.push(&files[from..]);
    batches
}

/// Writes a bundle as a folder to `to`, which is new, empty, or holds an earlier bundle and nothing
/// else. `progress` answers `false` to stop.
///
/// # Errors
/// As [`zip()`].
pub fn folder(
    bundle: &Bundle,
    signature: Option<&str>,
    to: &Path,
    progress: OnProgress<'_>,
) -> Result<Written, Error> {
    let (to, earlier) = usable(to)?;
    let parts = Parts::of(bundle, signature);
    let failed = |e| Error::write(&to, e);
    let staging = Staging::beside(&to).map_err(failed)?;
    let root = staging.folder();
    let files = parts.files();
    let ends = files.iter().filter_map(|file| file.path.rsplit_once('/'));
    let folders: BTreeSet<&str> = ends.map(|(folder, _)| folder).collect();
    for folder in folders {
        output::create_folder(&root.join(folder)).map_err(failed)?;
    }
    let counter = counter(&files, progress);
    files.par_iter().try_for_each(|one| {
        counter.step()?;
        output::write_new(&root.join(one.path), &parts.read(one)?).map_err(failed)
    })?;
    read_again(&counter, root)?;
    if earlier {
        staging.replace().map_err(failed)?;
    } else {
        staging.swap().map_err(failed)?;
    }
    Ok(Written {
        files: u32::try_from(files.len()).unwrap_or(u32::MAX),
        bytes: files.iter().map(|file| file.size).sum(),
        digest: bundle.manifest().digest(),
    })
}

/// Signs the bundle in a folder or zip, whose files must all be what its manifest names. Of a folder
/// only the signature is written; a zip is written anew.
///
/// # Errors
/// [`Error::Refused`] for what is no release, or not intact; and as [`zip()`].
pub fn signature(place: &Path, signer: &Signer, progress: OnProgress<'_>) -> Result<(), Error> {
    let (verified, bundle) = verify(place, &Known::default(), progress)?;
    let fault = verified.findings.into_iter().find(|finding| {
        let signature = finding.file == SIGNATURE && finding.verdict != Verdict::Unreadable;
        !signature && BAD.contains(&finding.verdict)
    });
    let bundle = match (fault, bundle) {
        (None, Some(bundle)) => bundle,
        (fault, _) => {
            let (file, reason) = fault.map(|one| (one.file, one.say)).unwrap_or_default();
            return Err(Error::Refused(say!(
                "This bundle is not intact, so it was not signed. “{file}”: {reason} Write it again, then sign it.",
                file,
                reason
            )));
        }
    };
    let text = signer.sign(bundle.manifest())?;
    if place.is_dir() {
        let file = place.join(SIGNATURE);
        return output::replace(&file, text.as_bytes()).map_err(|e| Error::write(&file, e));
    }
    zip(&bundle, Some(&text), place, progress).map(drop)
}

/// The folder as a whole path, and whether an earlier bundle is there.
fn usable(to: &Path) -> Result<(PathBuf, bool), Error> {
    let to = std::path::absolute(to).map_err(|e| Error::read(to, e))?;
    if to.symlink_metadata().is_err() {
        return Ok((to, false));
    }
    if !to.is_dir() || to.is_symlink() {
        return Err(in_the_way(&to, say!("is there, and is no folder.")));
    }
    let mut inside = fs::read_dir(&to).map_err(|e| Error::read(&to, e))?;
    if inside.next().is_none() {
        return Ok((to, false));
    }
    let ours = |opened: &Opened| {
        let own = [NAME, SUMS, SIGNATURE];
        let listed = |path: &str| own.contains(&path) || opened.manifest.get(path).is_some();
        let mut files = opened.place.files().keys();
        opened.place.faults().is_empty() && files.all(|path| listed(path))
    };
    let opened = Place::open(&to).and_then(Opened::read);
    if opened.is_ok_and(|opened| ours(&opened)) {
        return Ok((to, true));
    }
    Err(in_the_way(
        &to,
        say!("holds files that are not from an earlier bundle, and they would be lost."),
    ))
}

fn in_the_way(place: &Path, reason: Message) -> Error {
    Error::ExportFolder(say!(
        "“{folder}” {reason} Nothing was changed. Choose another folder.",
        folder = place,
        reason
    ))
}
