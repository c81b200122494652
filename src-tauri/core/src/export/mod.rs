//! Writing the finished site: the same pages as the preview, deterministic bytes, never half a site.

mod folder;
mod now;
mod plan;
mod stamp;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use rayon::prelude::*;

use crate::bundle::manifest::{self, Manifest, SiteName, Stated};
use crate::check;
use crate::error::Error;
use crate::model::{Date, PageRef};
use crate::problem::Problem;
use crate::progress::Counter;
use crate::render::{self, Engine, SiteIndex};
use crate::say;
use crate::site::Site;
use crate::store::output::{self, Staging};
use crate::store::{Hash, Store};
use crate::view::ExportReport;

pub use crate::progress::OnProgress;
pub use now::{bundle, like, zip};
pub use plan::shown_pages;
pub use stamp::{Look, look};

use plan::{Item, Ready, Source};

/// How to export.
#[derive(Debug, Clone)]
pub struct Options {
    /// The day that dates are compared with.
    pub as_of: Date,
    /// The theme; that of the site when none is named.
    pub theme: Option<String>,
}

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
    let themed = themed(engine, site, options)?;
    let site = themed.as_ref();
    let (out, earlier) = folder::usable(out, store.root())?;
    let index = SiteIndex::build(engine, site, options.as_of).unproven();
    let source = Source {
        engine,
        index: &index,
        site,
        store,
    };
    let pages = plan::pages(&source);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let counter = Counter::new(pages.len(), progress);
    let written = match earlier {
        None => fresh(&source, &out, &pages, &counter)?,
        Some(earlier) => over(&source, &out, &pages, &counter, &earlier)?,
    };
    Ok(ExportReport {
        folder: out.display().to_string(),
        pages: count(
            pages
                .iter()
                .filter(|item| matches!(item, Item::Page(..)))
                .count(),
        ),
        files: count(written.files),
        written: written.written,
        removed: written.removed,
        bytes: written.bytes,
        millis: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        as_of: options.as_of.to_string(),
        problems: problems(engine, &index, site),
    })
}

/// The site with the theme that was asked for.
///
/// # Errors
/// [`Error::Refused`] when there is no such theme.
pub fn themed<'s>(
    engine: &Engine,
    site: &'s Site,
    options: &Options,
) -> Result<Cow<'s, Site>, Error> {
    let Some(theme) = options.theme.as_deref() else {
        return Ok(Cow::Borrowed(site));
    };
    let names: Vec<&str> = engine.themes().map(|theme| theme.name.as_str()).collect();
    if !names.contains(&theme) {
        return Err(Error::Refused(say!(
            "There is no theme “{theme}”. Nothing was changed. The themes are: {names}.",
            theme,
            names = names.join(", ")
        )));
    }
    let mut site = site.clone();
    theme.clone_into(&mut site.settings.theme);
    Ok(Cow::Owned(site))
}

/// Where an export writes a page; `None` for one that visitors do not see.
///
/// # Errors
/// [`Error::Refused`] when there is no such theme.
pub fn path(
    engine: &Engine,
    site: &Site,
    options: &Options,
    page: &PageRef,
) -> Result<Option<String>, Error> {
    let site = themed(engine, site, options)?;
    let index = SiteIndex::build(engine, &site, options.as_of);
    Ok(render::output_path(&index, page).map(str::to_owned))
}

/// The theme to name for pages that a browser can show: another than the site's own where that writes
/// parts of documents.
pub fn whole_theme(engine: &Engine, site: &Site) -> Option<String> {
    let own = engine.themes().find(|t| t.name == site.settings.theme)?;
    let whole = || engine.themes().find(|theme| !theme.traits.fragments);
    own.traits.fragments.then(whole)?.map(|t| t.name.clone())
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

/// One file of the output, made: its path, size and hash, and the media that it uses.
struct Made {
    path: String,
    bytes: u64,
    hash: Hash,
    uses: BTreeSet<String>,
}

impl Made {
    fn of(file: &Ready<'_>) -> Self {
        Self {
            path: file.path.to_string(),
            bytes: file.bytes.len() as u64,
            hash: Hash::of(&file.bytes),
            uses: file.uses.clone(),
        }
    }
}

fn used(made: &[Made]) -> BTreeSet<String> {
    made.iter()
        .flat_map(|one| one.uses.iter().cloned())
        .collect()
}

fn manifest_of(source: &Source<'_>, made: &[Made]) -> Manifest {
    let stated = |one: &Made| Stated {
        bytes: one.bytes,
        hash: one.hash,
    };
    let files = made.iter().map(|one| (one.path.clone(), stated(one)));
    Manifest::of(name_of(source.site), source.index.day(), files)
}

/// How a manifest names a site.
fn name_of(site: &Site) -> SiteName {
    let settings = &site.settings;
    SiteName {
        name: settings.name.get(settings.default_locale()).to_owned(),
        address: settings.address.trim_end_matches('/').to_owned(),
    }
}

/// Fills a new folder and swaps it in.
fn fresh(
    source: &Source<'_>,
    out: &Path,
    pages: &[Item<'_>],
    counter: &Counter<'_>,
) -> Result<Written, Error> {
    let failed = |e| Error::write(out, e);
    let staging = Staging::beside(out).map_err(failed)?;
    let root = staging.folder();
    let write = |items: &[Item<'_>]| -> Result<Vec<Made>, Error> {
        for folder in plan::folders(items) {
            output::create_folder(&root.join(folder)).map_err(failed)?;
        }
        let made: Result<Vec<Vec<Made>>, Error> = items
            .par_iter()
            .map(|item| {
                counter.step()?;
                let files = item.make(source)?.into_iter().map(|file| {
                    output::write_new(&root.join(&*file.path), &file.bytes).map_err(failed)?;
                    Ok(Made::of(&file))
                });
                files.collect()
            })
            .collect();
        Ok(made?.into_iter().flatten().collect())
    };
    let mut made = write(pages)?;
    made.extend(write(&plan::media(source, &used(&made)))?);
    let manifest = manifest_of(source, &made);
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

/// One file, and its bytes when they must be written.
type Rendered = (Made, Option<Vec<u8>>);

/// Replaces what differs in an earlier export.
fn over(
    source: &Source<'_>,
    out: &Path,
    pages: &[Item<'_>],
    counter: &Counter<'_>,
    earlier: &Manifest,
) -> Result<Written, Error> {
    let failed = |e| Error::write(out, e);
    // Everything is rendered before anything is replaced, so that a failure or a stop changes nothing.
    let render = |items: &[Item<'_>]| -> Result<Vec<Rendered>, Error> {
        let rendered: Result<Vec<Vec<Rendered>>, Error> = items
            .par_iter()
            .map(|item| {
                counter.step()?;
                let files = item.make(source)?.into_iter().map(|file| {
                    let made = Made::of(&file);
                    let same = earlier.hash(&made.path) == Some(made.hash)
                        && folder::holds(&out.join(&made.path), &file.bytes);
                    (made, (!same).then(|| file.bytes.into_owned()))
                });
                Ok(files.collect())
            })
            .collect();
        Ok(rendered?.into_iter().flatten().collect())
    };
    let (mut made, mut changed) = split(render(pages)?);
    let (media, changed_media) = split(render(&plan::media(source, &used(&made)))?);
    made.extend(media);
    changed.extend(changed_media);
    let manifest = manifest_of(source, &made);
    let gone: Vec<&str> = earlier
        .paths()
        .filter(|path| manifest.hash(path).is_none())
        .collect();
    let text = manifest.to_text();
    let bytes = manifest.bytes() + text.len() as u64;
    let mut written = u32::try_from(changed.len()).unwrap_or(u32::MAX);
    if !changed.is_empty() || !gone.is_empty() || earlier.to_text() != text {
        let foreign = changed.iter().find(|(path, _)| {
            earlier.hash(path).is_none() && out.join(path).symlink_metadata().is_ok()
        });
        if let Some((path, _)) = foreign {
            return Err(Error::ExportFolder(say!(
                "“{file}” in the export folder is not from an earlier export, and would be overwritten. Nothing was changed. Move it away, or choose another folder.",
                file = out.join(path)
            )));
        }
        output::sweep(out, None);
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

/// What was made, and the bytes of what must be written.
fn split(rendered: Vec<Rendered>) -> (Vec<Made>, Vec<(String, Vec<u8>)>) {
    let mut changed = Vec::new();
    let made = rendered
        .into_iter()
        .map(|(made, bytes)| {
            changed.extend(bytes.map(|bytes| (made.path.clone(), bytes)));
            made
        })
        .collect();
    (made, changed)
}
