//! Writing the finished site: the same pages as the preview, deterministic bytes, never half a site.

mod folder;
mod manifest;
mod plan;

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use crate::check;
use crate::error::Error;
use crate::model::Date;
use crate::problem::Problem;
use crate::render::{Engine, SiteIndex};
use crate::site::Site;
use crate::store::output::{self, Staging};
use crate::store::{Hash, Store};
use crate::view::{ExportProgress, ExportReport};

use manifest::Manifest;
use plan::{Item, Plan};

/// How to export.
#[derive(Debug, Clone)]
pub struct Options {
    /// The day that dates are compared with.
    pub as_of: Date,
    /// The theme; that of the site when none is named.
    pub theme: Option<String>,
}

/// Called with progress; answers `false` to stop.
pub type OnProgress<'a> = &'a (dyn Fn(ExportProgress) -> bool + Sync);

/// Writes the finished site to `out`. A new or empty folder is filled beside its place and swapped in;
/// in an earlier export only what differs is replaced, and what it wrote and is no longer part of the
/// site is removed. Nothing else is touched.
///
/// # Errors
/// [`Error::ExportFolder`] when `out` may not be used, [`Error::Cancelled`], [`Error::Write`],
/// [`Error::Template`]. An earlier export is whole in every case.
pub fn export(
    engine: &Engine,
    site: &Site,
    store: &Store,
    out: &Path,
    options: &Options,
    progress: OnProgress<'_>,
) -> Result<ExportReport, Error> {
    let start = Instant::now();
    if let Some(theme) = options.theme.as_deref().filter(|theme| *theme != "beacon") {
        return Err(Error::Refused(format!(
            "There is no theme “{theme}”. Nothing was changed. The themes are: beacon."
        )));
    }
    let (out, earlier) = folder::usable(out, store.root())?;
    let index = SiteIndex::build(engine, site, options.as_of);
    let plan = Plan::make(engine, &index, site)?;
    let counter = Counter {
        done: AtomicU32::new(0),
        total: plan.len(),
        progress,
    };
    let written = match earlier {
        None => fresh(engine, &index, site, store, &out, &plan, &counter)?,
        Some(earlier) => over(engine, &index, site, store, &out, &plan, &counter, &earlier)?,
    };
    Ok(ExportReport {
        folder: out.display().to_string(),
        pages: plan.pages(),
        files: u32::try_from(written.files).unwrap_or(u32::MAX),
        written: written.written,
        removed: written.removed,
        bytes: written.bytes,
        millis: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        as_of: options.as_of.to_string(),
        problems: problems(engine, &index, site),
    })
}

/// Every problem of the site, pages in order.
pub fn problems(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<Problem> {
    let mut all = site.problems.clone();
    all.extend(check::site(engine, index, site));
    let pages: Vec<_> = site.pages.keys().collect();
    let of_pages: Vec<Vec<Problem>> = pages
        .par_iter()
        .map(|page| check::page(engine, index, site, page))
        .collect();
    all.extend(of_pages.into_iter().flatten());
    all
}

struct Written {
    files: usize,
    written: u32,
    removed: u32,
    bytes: u64,
}

struct Counter<'a> {
    done: AtomicU32,
    total: u32,
    progress: OnProgress<'a>,
}

impl Counter<'_> {
    fn step(&self) -> Result<(), Error> {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // Every file would be too often for a window, and once too rare for a person.
        let telling = done == self.total || done.is_multiple_of(64) || self.total < 256;
        if telling
            && !(self.progress)(ExportProgress {
                done,
                total: self.total,
            })
        {
            return Err(Error::Cancelled);
        }
        Ok(())
    }
}

/// Fills a new folder and swaps it in.
fn fresh(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    store: &Store,
    out: &Path,
    plan: &Plan<'_>,
    counter: &Counter<'_>,
) -> Result<Written, Error> {
    let failed = |e| Error::write(out, e);
    let staging = Staging::beside(out).map_err(failed)?;
    let root = staging.folder();
    for folder in plan.folders() {
        output::create_folder(&root.join(folder)).map_err(failed)?;
    }
    let manifest: Result<Vec<_>, Error> = plan
        .items()
        .par_iter()
        .map(|item| {
            counter.step()?;
            let bytes = item.bytes(engine, index, site, store)?;
            output::write_new(&root.join(item.path()), &bytes).map_err(failed)?;
            Ok((item.path().to_owned(), bytes.len() as u64, Hash::of(&bytes)))
        })
        .collect();
    let manifest = Manifest::new(manifest?);
    let text = manifest.to_text();
    output::write_new(&root.join(manifest::NAME), text.as_bytes()).map_err(failed)?;
    let bytes = manifest.bytes() + text.len() as u64;
    staging.swap().map_err(failed)?;
    let files = manifest.len() + 1;
    Ok(Written {
        files,
        written: u32::try_from(files).unwrap_or(u32::MAX),
        removed: 0,
        bytes,
    })
}

/// Replaces what differs in an earlier export.
#[allow(
    clippy::too_many_arguments,
    reason = "the state of one export, used once"
)]
fn over(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    store: &Store,
    out: &Path,
    plan: &Plan<'_>,
    counter: &Counter<'_>,
    earlier: &Manifest,
) -> Result<Written, Error> {
    let failed = |e| Error::write(out, e);
    // Everything is rendered before anything is replaced, so that a failure or a stop changes nothing.
    let rendered: Result<Vec<(&Item<'_>, u64, Hash, Option<Vec<u8>>)>, Error> = plan
        .items()
        .par_iter()
        .map(|item| {
            counter.step()?;
            let bytes = item.bytes(engine, index, site, store)?;
            let hash = Hash::of(&bytes);
            let (path, size) = (item.path(), bytes.len() as u64);
            let same = earlier.hash(path) == Some(hash) && folder::holds(&out.join(path), &bytes);
            Ok((item, size, hash, (!same).then(|| bytes.into_owned())))
        })
        .collect();
    let rendered = rendered?;
    let manifest = Manifest::new(
        rendered
            .iter()
            .map(|(item, size, hash, _)| (item.path().to_owned(), *size, *hash))
            .collect(),
    );
    let gone: Vec<&str> = earlier
        .paths()
        .filter(|path| manifest.hash(path).is_none())
        .collect();
    let changed: Vec<_> = rendered
        .iter()
        .filter_map(|(item, _, _, bytes)| Some((item.path(), bytes.as_ref()?)))
        .collect();
    let text = manifest.to_text();
    let bytes = manifest.bytes() + text.len() as u64;
    let mut written = u32::try_from(changed.len()).unwrap_or(u32::MAX);
    if !changed.is_empty() || !gone.is_empty() || earlier.to_text() != text {
        // Until all is done the manifest owns both the old and the new files: an export that was
        // interrupted is completed by the next one, which compares every file by its bytes.
        let both = manifest.joined(earlier);
        output::replace(&out.join(manifest::NAME), both.to_text().as_bytes()).map_err(failed)?;
        changed
            .par_iter()
            .try_for_each(|(path, bytes)| output::replace(&out.join(path), bytes))
            .map_err(failed)?;
        for path in &gone {
            output::remove(out, path).map_err(failed)?;
        }
        output::replace(&out.join(manifest::NAME), text.as_bytes()).map_err(failed)?;
        output::sync_tree(out);
        written += 1;
    }
    Ok(Written {
        files: manifest.len() + 1,
        written,
        removed: u32::try_from(gone.len()).unwrap_or(u32::MAX),
        bytes,
    })
}
