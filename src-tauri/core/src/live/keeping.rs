//! What a site leaves in the program's data folder while it is open: drafts every quarter of a second,
//! the version before each save, and for a while the texts that other programs replaced.
//!
//! None of it may disturb editing: when the data folder cannot be written, that is a problem in the
//! list and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::drafts::{Draft, Journal, folder_of};
use crate::error::Error;
use crate::model::Date;
use crate::outside::Known;
use crate::problem::Problem;
use crate::rule;
use crate::say;
use crate::session::Session;
use crate::trust::Trust;
use crate::versions::Versions;

/// Changes that other programs make to a file within this time are one.
const ONE_CHANGE: Duration = Duration::from_secs(5);
/// Most changes of other programs that can be undone.
const CHANGES: usize = 50;

/// Where the program may keep what does not belong into a site.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The program's data folder; `None` keeps no drafts and no versions.
    pub data: Option<PathBuf>,
}

/// A text that another program replaced.
#[derive(Debug, Clone)]
pub(super) struct Replaced {
    pub(super) path: String,
    pub(super) before: Arc<str>,
    pub(super) after: Option<Arc<str>>,
    seen: Instant,
}

/// The journal, the versions, and what others replaced.
pub(super) struct Keeping {
    root: PathBuf,
    data: Option<PathBuf>,
    journal: Mutex<Option<Journal>>,
    versions: Mutex<Option<Versions>>,
    /// Files whose next version is kept however soon it comes.
    always: Mutex<BTreeSet<String>>,
    replaced: Mutex<Vec<Replaced>>,
    /// What is known of links to other sites, once it was asked for.
    outside: Mutex<Option<Known>>,
    /// Whether the last attempt to write to the data folder failed.
    failed: Mutex<bool>,
}

/// Milliseconds since 1970.
pub(super) fn wall_time() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0))
}

/// A lock that is used on after a panic elsewhere: what it guards is replaced whole.
fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keeping {
    /// Opens what is kept for the site at `root`, and answers what a killed session left.
    pub(super) fn open(places: &Places, root: &Path) -> (Self, Vec<Draft>) {
        let data = places.data.as_deref();
        let journal = data.map(|data| Journal::open(data, root));
        let failed = matches!(journal, Some(Err(_)));
        let (journal, drafts) = match journal {
            Some(Ok((journal, drafts))) => (Some(journal), drafts),
            _ => (None, Vec::new()),
        };
        let versions = data.map(|data| Versions::open(data, root));
        let keeping = Self {
            root: root.to_owned(),
            data: places.data.clone(),
            journal: Mutex::new(journal),
            versions: Mutex::new(versions),
            always: Mutex::default(),
            replaced: Mutex::default(),
            outside: Mutex::default(),
            failed: Mutex::new(failed),
        };
        (keeping, drafts)
    }

    /// Removes versions that are too old or too many.
    pub(super) fn sweep(&self) {
        if let Some(versions) = hold(&self.versions).as_ref() {
            versions.sweep(wall_time());
        }
    }

    /// Writes what is not saved into the journal. `session` is asked while the journal is held, so that
    /// an older state never lands after a newer one.
    /// Answers whether something must be synced.
    pub(super) fn keep_drafts(&self, session: impl FnOnce(u64) -> Vec<Draft>) -> bool {
        let mut journal = hold(&self.journal);
        let Some(journal) = journal.as_mut() else {
            return false;
        };
        let kept = journal.keep(&session(wall_time()));
        *hold(&self.failed) = kept.is_err();
        kept.unwrap_or(false)
    }

    /// Makes the journal durable. The disk may take its time: nobody waits for it.
    pub(super) fn sync_drafts(&self) {
        let syncer = hold(&self.journal).as_ref().map(Journal::syncer);
        if let Some(Err(_)) = syncer.map(|syncer| syncer.and_then(|syncer| syncer.sync())) {
            *hold(&self.failed) = true;
        }
    }

    /// Lets the next version of these files be kept however soon it comes.
    pub(super) fn always(&self, paths: impl IntoIterator<Item = String>) {
        hold(&self.always).extend(paths);
    }

    /// Keeps what is on disk before `drafts` are saved over it.
    pub(super) fn keep_versions(&self, drafts: &[&Draft]) {
        let many = drafts.len() > 1;
        for draft in drafts {
            let always = hold(&self.always).remove(&draft.path);
            if let Some(text) = &draft.base {
                self.keep_version(&draft.path, text, always || many);
            }
        }
    }

    /// Keeps one text of a file.
    pub(super) fn keep_version(&self, path: &str, text: &str, always: bool) {
        let mut versions = hold(&self.versions);
        let Some(versions) = versions.as_mut() else {
            return;
        };
        let now = wall_time();
        let changed = std::fs::metadata(self.root.join(path)).and_then(|meta| meta.modified());
        let since = changed
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .map_or(now, |since| u64::try_from(since.as_millis()).unwrap_or(now));
        let kept = versions.keep(path, text, since.min(now), now, always);
        if kept.is_err() {
            *hold(&self.failed) = true;
        }
    }

    /// The versions, for reading.
    pub(super) fn versions<T>(&self, read: impl FnOnce(&Versions) -> T) -> Option<T> {
        hold(&self.versions).as_ref().map(read)
    }

    /// Notes what other programs replaced: `before` are the texts of the files before it was taken in.
    /// Answers those that are different now, to be kept as versions.
    pub(super) fn note_replaced(
        &self,
        session: &Session,
        before: Vec<(String, Arc<str>)>,
    ) -> Vec<(String, Arc<str>)> {
        let mut all = hold(&self.replaced);
        let mut replaced = Vec::new();
        for (path, before) in before {
            let after = session.known_text(&path);
            if after.as_ref() == Some(&before) {
                continue;
            }
            replaced.push((path.clone(), Arc::clone(&before)));
            let seen = Instant::now();
            let goes_on = |last: &&mut Replaced| {
                last.path == path
                    && last.after.as_ref() == Some(&before)
                    && last.seen.elapsed() < ONE_CHANGE
            };
            if let Some(last) = all.iter_mut().find(goes_on) {
                // Written in steps: undo takes all of them back.
                (last.after, last.seen) = (after, seen);
                continue;
            }
            all.retain(|one| one.path != path);
            all.push(Replaced {
                path,
                before,
                after,
                seen,
            });
        }
        let over = all.len().saturating_sub(CHANGES);
        all.drain(..over);
        replaced
    }

    /// What another program last replaced in a file.
    pub(super) fn replaced(&self, path: &str) -> Option<Replaced> {
        let all = hold(&self.replaced);
        all.iter().find(|one| one.path == path).cloned()
    }

    /// Forgets what another program replaced: it was taken back.
    pub(super) fn forget_replaced(&self, path: &str) {
        hold(&self.replaced).retain(|one| one.path != path);
    }

    /// The problem of a data folder that cannot be written.
    pub(super) fn problem(&self) -> Option<Problem> {
        let failed = *hold(&self.failed);
        failed.then(|| {
            Problem::new(
                &rule::DRAFTS_NOT_KEPT,
                "",
                say!("The safety copy of what you type cannot be written on this computer"),
                say!("Your pages are saved as usual. Free some space on the disk, so that nothing is lost after a crash either."),
            )
        })
    }

    /// Keeps how far the site's own templates are trusted.
    pub(super) fn keep_trust(&self, trust: Trust) -> Result<(), Error> {
        match &self.data {
            Some(data) => trust.keep(data, &self.root),
            None => Ok(()),
        }
    }

    /// What is known of links to other sites.
    pub(super) fn outside<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        let mut known = hold(&self.outside);
        let read = || {
            self.outside_file()
                .map_or_else(Known::default, |file| Known::read(&file))
        };
        look(known.get_or_insert_with(read))
    }

    /// Remembers what is known of links to other sites.
    pub(super) fn keep_outside(&self, known: Known, today: Date) {
        if let Some(file) = self.outside_file() {
            // Where it cannot be written, more is asked the next time.
            let _ = known.write(&file, today);
        }
        *hold(&self.outside) = Some(known);
    }

    fn outside_file(&self) -> Option<PathBuf> {
        let data = self.data.as_deref()?;
        Some(folder_of(data, "outside", &self.root).with_extension("json"))
    }

    /// Ends the journal when nothing in it counts.
    pub(super) fn close(&self) {
        if let Some(journal) = hold(&self.journal).take() {
            journal.close();
        }
    }
}

/// The texts of pages and records before what is on disk is taken in.
pub(super) fn texts_before(session: &Session, paths: &[String]) -> Vec<(String, Arc<str>)> {
    let unique: BTreeMap<&String, ()> = paths.iter().map(|path| (path, ())).collect();
    unique
        .into_keys()
        .filter_map(|path| Some((path.clone(), session.known_text(path)?)))
        .collect()
}
