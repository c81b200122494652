//! Commands of releases: the checklist, what is told, making one, looking back, bringing one back.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use tauri::{AppHandle, State, Webview};
use trustdesk_core::bundle::Signer;
use trustdesk_core::error::Error;
use trustdesk_core::release::{
    self, Article, Attempt, Checklist, Drafts, Order, ReleaseProgress, ReleaseStep, ReleaseView,
    ReleasedPage,
};
use trustdesk_core::say;
use trustdesk_core::view::{ExportProgress, Update};

use crate::desk::{Answer, Desk, Failure, only_main, today};
use crate::telling::teller;

/// Whether a release is looked at or made, and whether that shall stop.
#[derive(Default)]
pub(crate) struct Releasing {
    busy: AtomicBool,
    stop: AtomicBool,
}

/// Every release, the newest first.
#[derive(Serialize)]
pub(crate) struct History {
    releases: Vec<ReleaseView>,
    /// Today, the day of a release that is made now.
    today: String,
}

/// Where a release was written, and what it is.
#[derive(Serialize)]
pub(crate) struct Exported {
    place: String,
    files: u32,
    bytes: u64,
    sha256: String,
}

/// A release is under way: nothing else of it is done meanwhile.
struct Busy<'r>(&'r Releasing);

impl<'r> Busy<'r> {
    fn of(releasing: &'r Releasing) -> Answer<Self> {
        if releasing.busy.swap(true, Ordering::AcqRel) {
            let message =
                say!("A release is being made or looked at already. Wait until that is done.");
            return Err(Failure::new("refused", message));
        }
        Ok(Self(releasing))
    }

    /// Tells the window now and then how far it is; answers whether to go on.
    fn teller(&self, app: &AppHandle) -> impl Fn(ReleaseProgress) -> bool + Sync {
        teller(app, "release-progress", &self.0.stop)
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.busy.store(false, Ordering::Release);
    }
}

/// Notes, an article and a mail to customers, drafted from the changes since the last release; and what
/// stands in the way of the next one. `drafted` takes the drafts for its notes.
#[tauri::command(async)]
pub(crate) fn release_outlook(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    releasing: State<'_, Releasing>,
    order: Order,
    drafted: bool,
) -> Answer<(Drafts, Checklist)> {
    only_main(&webview)?;
    let busy = Busy::of(&releasing)?;
    let found = desk
        .live()?
        .release_outlook(order, drafted, &busy.teller(&app));
    Ok(found?)
}

/// Makes the next release, unless something stops it.
#[tauri::command(async)]
pub(crate) fn make_release(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    releasing: State<'_, Releasing>,
    order: Order,
) -> Answer<Attempt> {
    only_main(&webview)?;
    let busy = Busy::of(&releasing)?;
    Ok(desk.live()?.release(&order, &busy.teller(&app))?)
}

/// Stops what is under way: a look, a release, or an export of one.
#[tauri::command]
pub(crate) fn cancel_release(webview: Webview, releasing: State<'_, Releasing>) -> Answer<()> {
    only_main(&webview)?;
    releasing.stop.store(true, Ordering::Relaxed);
    Ok(())
}

/// Every release, the newest first.
#[tauri::command(async)]
pub(crate) fn release_history(webview: Webview, desk: State<'_, Desk>) -> Answer<History> {
    only_main(&webview)?;
    Ok(History {
        releases: desk.live()?.releases(),
        today: today().to_string(),
    })
}

/// The pages of a release.
#[tauri::command(async)]
pub(crate) fn release_pages(
    webview: Webview,
    desk: State<'_, Desk>,
    number: u32,
) -> Answer<Vec<ReleasedPage>> {
    only_main(&webview)?;
    let store = Arc::clone(desk.live()?.session().store());
    Ok(release::pages(&release::kept(&store, number)?)?)
}

/// A page of a release as it was, as a document for a frame without scripts.
#[tauri::command(async)]
pub(crate) fn release_page(
    webview: Webview,
    desk: State<'_, Desk>,
    number: u32,
    path: String,
) -> Answer<String> {
    only_main(&webview)?;
    let store = Arc::clone(desk.live()?.session().store());
    Ok(release::page(
        &release::kept(&store, number)?,
        number,
        &path,
    )?)
}

/// Makes the site what a release was made from, as one edit.
#[tauri::command(async)]
pub(crate) fn bring_back_release(
    webview: Webview,
    desk: State<'_, Desk>,
    number: u32,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk.live()?.bring_back_release(number)?)
}

/// Puts an article about a release among the updates, as one edit.
#[tauri::command(async)]
pub(crate) fn publish_article(
    webview: Webview,
    desk: State<'_, Desk>,
    article: Article,
) -> Answer<Update> {
    only_main(&webview)?;
    let live = desk.live()?;
    Ok(live.editing(|session, now| session.publish_article(&article, now))?)
}

/// Signs a release with the secret key in a file. Answers the id of the key.
#[tauri::command(async)]
pub(crate) fn sign_release(
    webview: Webview,
    desk: State<'_, Desk>,
    number: u32,
    key: PathBuf,
    password: String,
) -> Answer<String> {
    only_main(&webview)?;
    let store = Arc::clone(desk.live()?.session().store());
    let secret = std::fs::read_to_string(&key).map_err(|e| Error::read(&key, e))?;
    let signer = Signer::open(&secret, &password)?;
    release::sign(&store, number, &signer)?;
    Ok(signer.public().id())
}

/// Writes a release out as a bundle, from what is kept of it: a zip where `to` ends so, else a folder; or
/// what changed in it since an earlier release, as a zip.
#[tauri::command(async)]
pub(crate) fn export_release(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    releasing: State<'_, Releasing>,
    number: u32,
    since: Option<u32>,
    to: PathBuf,
) -> Answer<Exported> {
    only_main(&webview)?;
    let store = Arc::clone(desk.live()?.session().store());
    let busy = Busy::of(&releasing)?;
    let tell = busy.teller(&app);
    let step = ReleaseStep::Writing;
    let progress = |ExportProgress { done, total }| tell(ReleaseProgress { step, done, total });
    let written = match since {
        Some(since) => release::export_since(&store, number, since, &to, &progress)?,
        None => release::export(&store, number, &to, &progress)?,
    };
    Ok(Exported {
        place: to.display().to_string(),
        files: written.files,
        bytes: written.bytes,
        sha256: written.digest.to_string(),
    })
}
