//! An existing site becomes pages with typed fields: read, mapped, reported, written.
//!
//! [`read`] takes a folder, a zip or one page and makes everything in memory; nothing is written and
//! nothing is fetched. What it answers is shown to the person, who may choose differently, and only then
//! [`Prepared::write`] makes the new site folder.

mod addresses;
mod again;
mod boxes;
mod certificates;
mod counts;
mod crumbs;
mod decode;
pub mod draft;
mod front;
mod given;
mod ids;
mod languages;
mod library;
mod look;
pub(crate) mod map;
mod markdown;
mod media;
mod pages;
pub mod report;
mod said;
mod settings;
mod site;
mod source;
mod state;
mod targets;
mod write;

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::kinds::Kinds;
use crate::render::Engine;
use crate::say;

use given::Given;
use media::Media;
use report::{Language, Report};
use source::Source;
use state::State;

pub use again::{Again, Difference, File, Standing, again};
pub use look::is_from_import;
pub use source::{LARGEST_FILE, LARGEST_PAGE, MOST_BYTES, MOST_FILES, MOST_RATIO, SMALL};
pub use state::FILE as STATE;

/// What a person chose before reading, or after a first look.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, rename = "ImportChoices")]
pub struct Choices {
    /// Languages that become another locale than the one found; those not named stay as found.
    pub languages: Vec<Language>,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export, rename = "ImportStep")]
pub enum Step {
    /// Pages are read.
    Reading,
    /// Pages are mapped.
    Mapping,
    /// The new site is written.
    Writing,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ImportProgress")]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// Files done.
    pub done: u32,
    /// Files in all.
    pub total: u32,
}

/// Hears how far an import is, from several threads; `false` stops it.
pub type Listen<'a> = &'a (dyn Fn(Progress) -> bool + Sync);

/// An import in memory, ready to be looked at and written.
#[derive(Debug)]
pub struct Prepared {
    /// What it says of itself.
    pub report: Report,
    /// The files of the new site, but for media.
    files: Vec<(String, String)>,
    state: State,
    source: Source,
    media: Media,
}

/// Reads a folder, a zip or one page. Nothing is written.
///
/// # Errors
/// [`Error::Read`]; [`Error::Refused`] for what cannot be imported at all; [`Error::Cancelled`].
pub fn read(source: &Path, choices: &Choices, progress: Listen<'_>) -> Result<Prepared, Error> {
    prepare(source, choices, &Given::default(), progress)
}

/// Reads a source for a new site, or for one that has something already.
fn prepare(
    source: &Path,
    choices: &Choices,
    given: &Given,
    progress: Listen<'_>,
) -> Result<Prepared, Error> {
    let kinds = kinds()?;
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    let pool = pool.map_err(|e| Error::read(source, std::io::Error::other(e)))?;
    let source = Source::open(source)?;
    pool.install(|| {
        let media = Media::of(&source, &given.media);
        let pages = pages::read(&source, progress)?;
        if pages.pages.is_empty() {
            return Err(nothing(&pages.refused, &source));
        }
        let mapped = pages::map(&source, &media, pages, choices, given, progress)?;
        let site::Assembled {
            files,
            report,
            state,
        } = site::assemble(mapped, &source, &media, given, kinds);
        Ok(Prepared {
            report,
            files,
            state,
            source,
            media,
        })
    })
}

/// Parsers of deeply nested pages need room.
const STACK: usize = 16 * 1024 * 1024;

/// The kinds of the program: what an import makes needs no others.
fn kinds() -> Result<&'static Kinds, Error> {
    static KINDS: OnceLock<Kinds> = OnceLock::new();
    if let Some(kinds) = KINDS.get() {
        return Ok(kinds);
    }
    let kinds = Engine::embedded()?.kinds;
    Ok(KINDS.get_or_init(|| kinds))
}

/// There is no page to import, and perhaps a reason.
fn nothing(refused: &[report::Refused], source: &Source) -> Error {
    let message = say!(
        "No page was found there. Nothing was changed. Choose the folder that holds the pages, which end in .html or .md."
    );
    match refused.first().or(source.refused.first()) {
        Some(first) => {
            let why = say!(
                "“{path}”: {reason}",
                path = first.source,
                reason = first.message
            );
            Error::Refused(message.and(&why))
        }
        None => Error::Refused(message),
    }
}

/// Counts what is done and tells it.
struct Counter<'a> {
    step: Step,
    done: AtomicU32,
    total: u32,
    listen: Listen<'a>,
    stopped: AtomicBool,
}

impl<'a> Counter<'a> {
    fn new(step: Step, total: usize, listen: Listen<'a>) -> Self {
        Self {
            step,
            done: AtomicU32::new(0),
            total: u32::try_from(total).unwrap_or(u32::MAX),
            listen,
            stopped: AtomicBool::new(false),
        }
    }

    /// One more is done.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when the person stopped it.
    fn one(&self) -> Result<(), Error> {
        let progress = Progress {
            step: self.step,
            done: self.done.fetch_add(1, Ordering::Relaxed) + 1,
            total: self.total,
        };
        if self.stopped.load(Ordering::Relaxed) || !(self.listen)(progress) {
            self.stopped.store(true, Ordering::Relaxed);
            return Err(Error::Cancelled);
        }
        Ok(())
    }
}
