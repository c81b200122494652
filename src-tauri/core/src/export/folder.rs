//! Which folders may be exported to.

use std::fs;
use std::path::{Path, PathBuf};

use crate::bundle::manifest::{self, Manifest};
use crate::error::Error;
use crate::message::Message;
use crate::say;

/// The folder as a whole path, if it may be exported to at all, and the words that refuse it.
pub(super) fn place(
    out: &Path,
    site: &Path,
) -> Result<(PathBuf, impl Fn(Message) -> Error), Error> {
    let out = std::path::absolute(out).map_err(|e| Error::read(out, e))?;
    // As far as it exists, with links followed: a link into the site is the site.
    let there = out.ancestors().find(|p| p.exists()).unwrap_or(&out);
    let real = there.canonicalize().map_err(|e| Error::read(there, e))?;
    // Joined part by part: an empty rest would add a slash, and one folder would have two names.
    let rest = out.strip_prefix(there).into_iter().flatten();
    let full = rest.fold(real, |path, part| path.join(part));
    let shown = out.display().to_string();
    let refuse = move |reason: Message| {
        Error::ExportFolder(say!(
            "“{folder}” {reason} Nothing was changed. Choose another folder.",
            folder = shown,
            reason
        ))
    };
    if full.starts_with(site) || site.starts_with(&full) {
        return Err(refuse(say!(
            "is the site itself, or a folder in or around it."
        )));
    }
    if full.parent().is_none() || std::env::home_dir().is_some_and(|home| home == full) {
        return Err(refuse(say!("is not a folder for one site alone.")));
    }
    Ok((full, refuse))
}

/// The folder as a whole path, and what an earlier export left there. `None` when it is new or empty.
pub(super) fn usable(out: &Path, site: &Path) -> Result<(PathBuf, Option<Manifest>), Error> {
    let (full, refuse) = place(out, site)?;
    let refuse = |reason| Err(refuse(reason));
    if !full.exists() {
        return Ok((full, None));
    }
    if !full.is_dir() {
        return refuse(say!("is a file."));
    }
    let mut inside = fs::read_dir(&full).map_err(|e| Error::read(&full, e))?;
    if inside.next().is_none() {
        return Ok((full, None));
    }
    match fs::read_to_string(full.join(manifest::NAME))
        .ok()
        .and_then(|text| Manifest::parse(&text))
    {
        Some(earlier) => Ok((full, Some(earlier))),
        None => refuse(say!(
            "holds files that are not from an earlier export, and they would get mixed up."
        )),
    }
}

/// Whether a file holds exactly `bytes`.
pub(super) fn holds(file: &Path, bytes: &[u8]) -> bool {
    let size = fs::metadata(file).map(|m| m.len()).unwrap_or(u64::MAX);
    size == bytes.len() as u64 && fs::read(file).is_ok_and(|there| there == bytes)
}
