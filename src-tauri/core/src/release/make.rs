//! Making a release: rendered, numbered, kept by content, and there whole or not at all.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::bundle::{Bundle, Manifest, Numbered, Stated, manifest};
use crate::changes;
use crate::error::Error;
use crate::export::{self, Options};
use crate::model::{Date, Localised, day};
use crate::render::Engine;
use crate::say;
use crate::site::releases::FILE as ENTRY;
use crate::site::{ReleaseNote, Site};
use crate::store::releases::Releases;
use crate::store::{Hash, Store};
use crate::view::ExportProgress;

use super::entry::{Accepted, Entry};
use super::{files, sources};

/// What changed since the release before.
const CHANGES: &str = "changes.json";

/// What a release is made of.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Kinds and templates.
    pub engine: &'a Engine,
    /// The site, with everything saved.
    pub site: &'a Site,
    /// Its files.
    pub store: &'a Store,
}

/// What a person decides about a release.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, rename = "ReleaseOrder")]
pub struct Order {
    /// The day of the release. Dates are compared with it.
    #[serde(with = "day")]
    #[ts(as = "String")]
    pub date: Date,
    /// What changed, for visitors.
    pub notes: Localised,
    /// Whether it goes out before its review, as a small correction.
    pub correction: bool,
    /// Who releases it.
    pub by: String,
    /// What is accepted though it would stop the release.
    pub accepted: Vec<Accepted>,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum ReleaseStep {
    /// Pages are made.
    Rendering,
    /// Files are kept.
    Keeping,
    /// A bundle is written.
    Writing,
}

/// How far a release is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ReleaseProgress {
    /// What is being done.
    pub step: ReleaseStep,
    /// Files done.
    pub done: u32,
    /// Files in all.
    pub total: u32,
}

/// Called with progress; answers `false` to stop.
pub type OnProgress<'a> = &'a (dyn Fn(ReleaseProgress) -> bool + Sync);

/// A release that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Released {
    /// Its number.
    pub number: u32,
    /// Its day.
    pub date: String,
    /// Its root digest.
    pub root: String,
    /// How many files it has.
    pub files: u32,
    /// Their size together, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// Makes the next release and keeps it, with what is known of its ground. Nothing is asked here: see
/// [`super::release`].
///
/// # Errors
/// [`Error::Refused`] when the release before it is damaged or later; [`Error::Cancelled`], and those of
/// rendering, reading and writing. There is no new release then, and the earlier ones are as they were.
pub fn make(
    ground: &Ground<'_>,
    order: &Order,
    entry: Entry,
    progress: OnProgress<'_>,
) -> Result<Released, Error> {
    let releases = Releases::of(ground.store);
    let numbered = next(&releases, order.date)?;
    let entry = Entry {
        note: ReleaseNote {
            number: numbered.number,
            date: numbered.date.to_string(),
            correction: order.correction,
            notes: order.notes.clone(),
            documents: super::published_documents(ground.engine, ground.site, order.date),
        },
        by: order.by.trim().to_owned(),
        as_of: numbered.date.to_string(),
        ..entry
    };
    // The pages that tell of releases tell of this one too.
    let mut site = ground.site.clone();
    site.releases.push(entry.note.clone());
    let ground = Ground {
        site: &site,
        ..*ground
    };
    let bundle = rendered(&ground, numbered.date, progress)?;
    let mut manifest = bundle.manifest().clone();
    manifest.release = Some(numbered);
    let before = super::last(ground.store)?;
    let changes = changes::between(
        ground.engine,
        before.as_ref(),
        &bundle,
        &rendering(progress),
    )?;
    let sources = keep(&ground, &releases, &bundle, progress)?;
    let files = [
        (manifest::NAME, manifest.to_text()),
        (sources::FILE, sources.to_text()),
        (CHANGES, serde_json::json!(changes).to_string() + "\n"),
        (ENTRY, entry.text()?),
    ];
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    releases.add(numbered.number, &files)?;
    Ok(Released {
        number: numbered.number,
        date: numbered.date.to_string(),
        root: manifest.root().to_string(),
        files: count(manifest.len()),
        bytes: manifest.bytes(),
    })
}

/// Number, day and predecessor of the release that is made next.
fn next(releases: &Releases, date: Date) -> Result<Numbered, Error> {
    let Some(last) = releases.numbers().last().copied() else {
        return Ok(Numbered {
            number: 1,
            date,
            previous: None,
        });
    };
    let text = files::text(releases, last, manifest::NAME)?;
    let before = files::parse(&text, last)?.release;
    if let Some(before) = before
        && date < before.date
    {
        return Err(Error::Refused(say!(
            "Release {number} is of {day}, and a later release cannot be of an earlier day. Nothing was released. Choose that day or a later one.",
            number = last,
            day = before.date
        )));
    }
    Ok(Numbered {
        number: last + 1,
        date,
        previous: Some(Hash::of(text.as_bytes())),
    })
}

/// The site as it is published on a day.
fn rendered(ground: &Ground<'_>, as_of: Date, progress: OnProgress<'_>) -> Result<Bundle, Error> {
    let (options, tell) = (Options { as_of, theme: None }, rendering(progress));
    export::bundle(ground.engine, ground.site, ground.store, &options, &tell)
}

/// How far rendering is, as a step of a release.
pub(super) fn rendering(progress: OnProgress<'_>) -> impl Fn(ExportProgress) -> bool + Sync {
    let step = ReleaseStep::Rendering;
    move |ExportProgress { done, total }| progress(ReleaseProgress { step, done, total })
}

/// Keeps every file of the release and every source. Answers with the list of the sources.
fn keep(
    ground: &Ground<'_>,
    releases: &Releases,
    bundle: &Bundle,
    progress: OnProgress<'_>,
) -> Result<Manifest, Error> {
    let published = bundle.manifest().files();
    let paths = sources::paths(ground.store)?;
    let total = count(published.len() + paths.len());
    let done = AtomicU32::new(0);
    let step = || {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        let going = progress(ReleaseProgress {
            step: ReleaseStep::Keeping,
            done,
            total,
        });
        if going { Ok(()) } else { Err(Error::Cancelled) }
    };
    published.par_iter().try_for_each(|(path, stated)| {
        let bytes = bundle.read(path).map_err(|error| changed(path, error))?;
        releases.keep(stated.hash, &bytes)?;
        step()
    })?;
    let listed: Result<BTreeMap<String, Stated>, Error> = paths
        .par_iter()
        .map(|path| {
            let bytes = sources::bytes(ground.site, ground.store, path)?;
            let stated = Stated::of(&bytes);
            releases.keep(stated.hash, &bytes)?;
            step()?;
            Ok((path.clone(), stated))
        })
        .collect();
    Ok(Manifest::new(listed?))
}

/// A picture or document that was replaced between rendering and keeping.
fn changed(path: &str, error: Error) -> Error {
    match error {
        Error::Refused(_) => Error::Refused(say!(
            "“{file}” was changed by another program while the release was made. Nothing was released. Try again.",
            file = path
        )),
        other => other,
    }
}

/// A number for the window.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
