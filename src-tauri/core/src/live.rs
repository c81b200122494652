//! A session that lives: it saves by itself, watches its folder, and tells the window what happened.
//!
//! Two tasks run beside the callers. One saves 400 ms after the last edit, and at the latest every
//! second. The other takes in what the watcher reports. Neither holds the session while it waits for
//! the disk, so a keystroke never does.

mod checking;
mod keeping;
mod outside;
mod past;
mod releasing;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use crate::drafts::{Draft, folder_of};
use crate::error::Error;
use crate::export::{self, Options};
use crate::model::{Date, PageRef};
use crate::render::Engine;
use crate::session::Session;
use crate::site::Site;
use crate::store::Store;
use crate::trust::Trust;
use crate::view::{
    EditLabel, EditRequest, ExportProgress, ExportReport, SaveState, SiteView, Update,
};
use crate::watch::{Changes, Watch};

pub use keeping::Places;
use keeping::{Keeping, texts_before};
use past::undecided;
pub use past::{RestoredView, VersionPage, VersionView};

/// Quiet time after an edit before it is saved.
const SAVE_AFTER: Duration = Duration::from_millis(400);
/// Longest time that typing stays unsaved.
const SAVE_AT_LATEST: Duration = Duration::from_secs(1);
/// Longest time that typing is in memory only, the writing itself aside.
const DRAFT_AFTER: Duration = Duration::from_millis(150);
/// Time that another program has to fill a file that it emptied.
const FILL_WITHIN: Duration = Duration::from_millis(250);
/// Time before a failed save is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(5);

type OnUpdate = dyn Fn(Update) + Send + Sync;

struct Shared {
    session: Mutex<Session>,
    edited: Notify,
    typed: Notify,
    drafted: Notify,
    changed: Notify,
    keeping: Keeping,
    on_update: Box<OnUpdate>,
    started: Instant,
}

/// One open site with its watcher and its saving. Dropping it stops both; call [`Live::close`] first
/// to save what is not on disk yet.
pub struct Live {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

impl Live {
    /// Opens the site in `folder`; what a killed session left in `places` comes back as an edit that is
    /// not saved yet. Must be called inside a tokio runtime; `on_update` is called for
    /// what happens without being asked for: outside changes and finished saves.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn open(
        folder: &Path,
        engine: Arc<Engine>,
        as_of: Date,
        places: &Places,
        on_update: impl Fn(Update) + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let store = Store::open(folder)?;
        let root = store.root().to_owned();
        // Watch before reading, so that no change falls between the two.
        let watch = Watch::start(&root)?;
        let (keeping, drafts) = Keeping::open(places, &root);
        let trust = places.data.as_deref();
        let trust = trust.map_or(Trust::None, |data| Trust::kept(data, &root));
        let mut session = Session::open_trusting(store, engine, as_of, trust)?;
        if let Some(data) = &places.data {
            session.keep_in(folder_of(data, "kept", &root));
        }
        let shared = Arc::new(Shared {
            session: Mutex::new(session),
            edited: Notify::new(),
            typed: Notify::new(),
            drafted: Notify::new(),
            changed: Notify::new(),
            keeping,
            on_update: Box::new(on_update),
            started: Instant::now(),
        });
        shared.restore(drafts);
        let sweeping = Arc::clone(&shared);
        tokio::task::spawn_blocking(move || sweeping.keeping.sweep());
        shared.changed.notify_one();
        let tasks = vec![
            tokio::spawn(keep_drafts(Arc::clone(&shared))),
            tokio::spawn(sync_drafts(Arc::clone(&shared))),
            tokio::spawn(keep_saving(Arc::clone(&shared))),
            tokio::spawn(keep_watching(Arc::clone(&shared), watch)),
            tokio::spawn(checking::keep_checking(Arc::clone(&shared))),
        ];
        Ok(Self { shared, tasks })
    }

    /// The session, for reading and for calls that are not edits.
    pub fn session(&self) -> MutexGuard<'_, Session> {
        self.shared.session()
    }

    /// Carries out an edit; saving follows by itself.
    ///
    /// # Errors
    /// As [`Session::edit`].
    pub fn edit(&self, request: &EditRequest) -> Result<Update, Error> {
        self.editing(|session, now| session.edit(request, now))
    }

    /// As [`Session::transact`]; saving follows by itself.
    ///
    /// # Errors
    /// As [`Session::transact`].
    pub fn transact(
        &self,
        label: EditLabel,
        files: Vec<(String, Option<String>)>,
    ) -> Result<Update, Error> {
        self.editing(|session, now| session.transact(label, files, now))
    }

    /// Any other edit of the session, by a function that gets the time; saving follows by itself.
    ///
    /// # Errors
    /// What the function fails with.
    pub fn editing<T>(
        &self,
        edit: impl FnOnce(&mut Session, u64) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.shared.now();
        let done = edit(&mut self.session(), now)?;
        self.shared.touched();
        Ok(done)
    }

    /// As [`Session::show_day`]; the whole site is checked on that day then.
    pub fn show_day(&self, day: Option<Date>) {
        self.session().show_day(day);
        self.shared.changed.notify_one();
    }

    /// As [`Session::undo`].
    ///
    /// # Errors
    /// As [`Session::undo`].
    pub fn undo(&self) -> Result<Option<Update>, Error> {
        self.editing(|session, _| session.undo())
    }

    /// As [`Session::redo`].
    ///
    /// # Errors
    /// As [`Session::redo`].
    pub fn redo(&self) -> Result<Option<Update>, Error> {
        self.editing(|session, _| session.redo())
    }

    /// As [`Session::settle_overlap`].
    ///
    /// # Errors
    /// As [`Session::settle_overlap`].
    pub fn settle_overlap(&self, page: &PageRef, id: u32, theirs: bool) -> Result<Update, Error> {
        self.editing(|session, now| session.settle_overlap(page, id, theirs, now))
    }

    /// Uses the site's own templates as far as `trust` reaches, also the next time the site is opened.
    ///
    /// # Errors
    /// [`Error::Write`] when the trust cannot be kept; nothing changed then.
    pub fn trust_templates(&self, trust: Trust) -> Result<SiteView, Error> {
        self.shared.keeping.keep_trust(trust)?;
        Ok(self.session().trust_templates(trust))
    }

    /// Saves now. Blocks until the disk answers.
    pub fn save(&self) -> SaveState {
        save_all(&self.shared)
    }

    /// Saves, then exports the site to `out`. Blocks; editing goes on meanwhile. `progress` answers
    /// `false` to stop.
    ///
    /// # Errors
    /// As [`export::export`]; [`Error::Refused`] when the site could not be saved first.
    pub fn export(
        &self,
        out: &Path,
        options: &Options,
        progress: &(dyn Fn(ExportProgress) -> bool + Sync),
    ) -> Result<ExportReport, Error> {
        let (engine, store, site) = self.saved()?;
        export::export(&engine, &site, &store, out, options, progress)
    }

    /// What is on disk, after everything was saved: a copy that editing does not touch.
    ///
    /// # Errors
    /// [`Error::Refused`] when it could not be saved.
    pub fn saved(&self) -> Result<(Arc<Engine>, Arc<Store>, Site), Error> {
        match self.save() {
            SaveState::Failed { message } => return Err(Error::Refused(message)),
            SaveState::Undecided => return Err(Error::Refused(undecided())),
            SaveState::Saved | SaveState::Pending => {}
        }
        let session = self.session();
        let (engine, store) = (session.engine(), session.store());
        Ok((
            Arc::clone(engine),
            Arc::clone(store),
            session.site().clone(),
        ))
    }

    /// Saves everything and stops.
    pub fn close(self) -> SaveState {
        let state = self.save();
        self.shared.keeping.close();
        state
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Shared {
    /// The session. A panic elsewhere must not take the person's text with it, so a poisoned lock is used on.
    fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something was edited: it must be saved, and kept until it is.
    fn touched(&self) {
        self.edited.notify_one();
        self.typed.notify_one();
        self.changed.notify_one();
    }

    /// Milliseconds since the site was opened.
    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Saves what is unsaved; files that no text names any more go in a second round.
fn save_all(shared: &Shared) -> SaveState {
    let state = save_once(shared);
    if state == SaveState::Pending {
        save_once(shared)
    } else {
        state
    }
}

/// Saves what is unsaved and tells the window; answers how it went.
fn save_once(shared: &Shared) -> SaveState {
    let (jobs, store, drafts) = {
        let mut session = shared.session();
        session.forget_decided();
        let drafts = session.drafts(0);
        (session.take_jobs(), Arc::clone(session.store()), drafts)
    };
    let paths: BTreeSet<&str> = jobs.iter().map(|job| job.path()).collect();
    let saved = |draft: &&Draft| paths.contains(draft.path.as_str());
    shared
        .keeping
        .keep_versions(drafts.iter().filter(saved).collect::<Vec<_>>().as_slice());
    let written: Vec<_> = jobs.into_iter().map(|job| job.write(&store)).collect();
    let mut session = shared.session();
    let mut updates = session.finish(written);
    updates.extend(session.save_update());
    let state = session.save_state();
    drop(session);
    shared.keep_drafts();
    updates
        .into_iter()
        .for_each(|update| (shared.on_update)(update));
    state
}

/// Writes what is typed into the journal, at most every quarter of a second.
async fn keep_drafts(shared: Arc<Shared>) {
    loop {
        shared.typed.notified().await;
        tokio::time::sleep(DRAFT_AFTER).await;
        let keeping = Arc::clone(&shared);
        // A panic while writing one draft must not end the keeping of others.
        let _ = tokio::task::spawn_blocking(move || keeping.keep_drafts()).await;
    }
}

/// Makes the journal durable beside the writing, so that a slow disk never keeps the next text from it.
async fn sync_drafts(shared: Arc<Shared>) {
    loop {
        shared.drafted.notified().await;
        let keeping = Arc::clone(&shared);
        let _ = tokio::task::spawn_blocking(move || keeping.keeping.sync_drafts()).await;
    }
}

async fn keep_saving(shared: Arc<Shared>) {
    loop {
        shared.edited.notified().await;
        let latest = Instant::now() + SAVE_AT_LATEST;
        loop {
            let quiet = (Instant::now() + SAVE_AFTER).min(latest);
            tokio::select! {
                () = sleep_until(quiet) => break,
                () = shared.edited.notified() => {}
            }
        }
        let saving = Arc::clone(&shared);
        let state = tokio::task::spawn_blocking(move || {
            let state = save_all(&saving);
            (state, saving.session().is_unsaved())
        });
        match state.await {
            Ok((SaveState::Failed { .. }, _)) => {
                tokio::time::sleep(RETRY_AFTER).await;
                shared.edited.notify_one();
            }
            // Typed meanwhile, or merged with an outside change: another round.
            Ok((_, true)) => shared.edited.notify_one(),
            Ok((_, false)) | Err(_) => {}
        }
    }
}

async fn keep_watching(shared: Arc<Shared>, mut watch: Watch) {
    while let Some(changes) = watch.next().await {
        if is_emptied(&shared, &changes) {
            sleep_until(Instant::now() + FILL_WITHIN).await;
        }
        let shared = Arc::clone(&shared);
        let taken = tokio::task::spawn_blocking(move || take_in(&shared, changes));
        // A panic while taking in one change must not end the watching.
        let _ = taken.await;
    }
}

/// Whether one of the files holds nothing: a program that writes in place empties a file first.
fn is_emptied(shared: &Shared, changes: &Changes) -> bool {
    let Changes::Files(paths) = changes else {
        return false;
    };
    let store = Arc::clone(shared.session().store());
    paths.iter().any(|path| store.size(path) == Some(0))
}

fn take_in(shared: &Shared, changes: Changes) {
    let mut session = shared.session();
    let paths: Vec<String> = match changes {
        Changes::Any => session.paths().unwrap_or_default(),
        Changes::Files(paths) => paths.into_iter().collect(),
    };
    let before = texts_before(&session, &paths);
    let updates = session.outside(&paths);
    let replaced = shared.keeping.note_replaced(&session, before);
    let unsaved = session.is_unsaved();
    drop(session);
    shared.changed.notify_one();
    for (path, text) in replaced {
        shared.keeping.keep_version(&path, &text, true);
    }
    updates
        .into_iter()
        .for_each(|update| (shared.on_update)(update));
    if unsaved {
        shared.touched();
    }
}
