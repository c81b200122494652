//! The site as it would be exported now, without writing anything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;

use crate::bundle::{Bundle, Contents, Manifest, Stated, write};
use crate::error::Error;
use crate::progress::{Counter, OnProgress};
use crate::render::{Engine, SiteIndex};
use crate::site::Site;
use crate::store::{Hash, Store};
use crate::view::ExportReport;

use super::plan::{self, Item, Source};
use super::{Options, folder, name_of, problems, themed};

/// Rendered pages, and where pictures and documents lie.
struct Now {
    made: BTreeMap<String, Vec<u8>>,
    media: BTreeMap<String, PathBuf>,
}

impl Contents for Now {
    fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        if let Some(bytes) = self.made.get(path) {
            return Ok(bytes.clone());
        }
        let file = self.media.get(path).cloned().unwrap_or_default();
        std::fs::read(&file).map_err(|e| Error::read(&file, e))
    }
}

/// The site as it would be released now. Pages are rendered into memory; pictures and documents are read
/// when they are asked for. `progress` answers `false` to stop.
///
/// # Errors
/// [`Error::Refused`] for a theme that is not there, [`Error::Cancelled`], [`Error::Template`],
/// [`Error::Read`].
pub fn bundle(
    engine: &Engine,
    site: &Site,
    store: &Store,
    options: &Options,
    progress: OnProgress<'_>,
) -> Result<Bundle, Error> {
    whole(true, engine, site, store, options, progress)
}

/// The site as it is compared with a bundle of that manifest: as it would be released, or where that is
/// no release what [`export`](super::export) would write, the same paths and the same bytes.
///
/// # Errors
/// As [`bundle`].
pub fn like(
    other: Option<&Manifest>,
    engine: &Engine,
    site: &Site,
    store: &Store,
    options: &Options,
    progress: OnProgress<'_>,
) -> Result<Bundle, Error> {
    let released = other.is_none_or(|other| other.release.is_some());
    whole(released, engine, site, store, options, progress)
}

/// The site with pages that lead to what proves a release where it is one.
fn whole(
    released: bool,
    engine: &Engine,
    site: &Site,
    store: &Store,
    options: &Options,
    progress: OnProgress<'_>,
) -> Result<Bundle, Error> {
    let site = themed(engine, site, options)?;
    let mut index = SiteIndex::build(engine, &site, options.as_of);
    if !released {
        index = index.unproven();
    }
    made(engine, &site, &index, store, progress)
}

/// What a site makes, in memory.
fn made(
    engine: &Engine,
    site: &Site,
    index: &SiteIndex,
    store: &Store,
    progress: OnProgress<'_>,
) -> Result<Bundle, Error> {
    let source = Source {
        engine,
        index,
        site,
        store,
    };
    let pages = plan::pages(&source);
    let counter = Counter::new(pages.len(), progress);
    let Made { made, used } = rendered(&source, &pages, &counter)?;
    let mut files: BTreeMap<String, Stated> = made
        .par_iter()
        .map(|(path, bytes)| (path.clone(), Stated::of(bytes)))
        .collect();
    let mut media = BTreeMap::new();
    for item in plan::media(&source, &used) {
        let Item::Media(from, path) = item else {
            continue;
        };
        let file = store.root().join(&from);
        files.insert(path.clone(), stated_media(site, &from, &file)?);
        media.insert(path, file);
    }
    let manifest = Manifest::of(name_of(site), index.day(), files);
    Ok(Bundle::new(manifest, Now { made, media }))
}

/// Writes what [`export`](super::export) would write as a bundle in a zip, where that may be.
///
/// # Errors
/// As [`bundle`] and [`write::zip`].
pub fn zip(
    engine: &Engine,
    site: &Site,
    store: &Store,
    out: &Path,
    options: &Options,
    progress: OnProgress<'_>,
) -> Result<ExportReport, Error> {
    let start = Instant::now();
    let (out, _) = folder::place(out, store.root())?;
    let site = themed(engine, site, options)?;
    let index = SiteIndex::build(engine, &site, options.as_of).unproven();
    let bundle = made(engine, &site, &index, store, progress)?;
    let pages = bundle.pages().count();
    let written = write::zip(&bundle, None, &out, progress)?;
    Ok(ExportReport {
        folder: out.display().to_string(),
        pages: u32::try_from(pages).unwrap_or(u32::MAX),
        files: written.files,
        written: written.files,
        removed: 0,
        bytes: written.bytes,
        millis: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        as_of: options.as_of.to_string(),
        problems: problems(engine, &index, &site),
    })
}

/// Everything that is made of content, and the media that it uses.
struct Made {
    made: BTreeMap<String, Vec<u8>>,
    used: BTreeSet<String>,
}

fn rendered(source: &Source<'_>, pages: &[Item<'_>], counter: &Counter<'_>) -> Result<Made, Error> {
    let ready: Result<Vec<_>, Error> = pages
        .par_iter()
        .map(|item| {
            counter.step()?;
            item.make(source)
        })
        .collect();
    let mut used = BTreeSet::new();
    let mut made = BTreeMap::new();
    for file in ready?.into_iter().flatten() {
        used.extend(file.uses);
        made.insert(file.path.into_owned(), file.bytes.into_owned());
    }
    Ok(Made { made, used })
}

/// Size and digest of a picture or document, as far as they are known without reading it again.
fn stated_media(site: &Site, from: &str, file: &Path) -> Result<Stated, Error> {
    let failed = |e| Error::read(file, e);
    let known = site.media.get(&format!("/{from}"));
    let hash = match known.and_then(|media| media.digest.get()) {
        Some(hash) => hash,
        None => Hash::of_file(file).map_err(failed)?,
    };
    let bytes = std::fs::metadata(file).map_err(failed)?.len();
    Ok(Stated { bytes, hash })
}
