//! What changed for visitors since the last release, or since a bundle that somebody names: the list, and
//! pages before and after.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager, State, Webview};
use trustdesk_core::bundle::Bundle;
use trustdesk_core::changes::{self, Changes};
use trustdesk_core::export::{self, Options};
use trustdesk_core::live::Live;
use trustdesk_core::model::PageRef;
use trustdesk_core::release;
use trustdesk_core::render::SiteIndex;

use crate::desk::{Answer, Desk, MAIN, only_main, today};

/// The two bundles that were compared last, for the pages before and after.
#[derive(Default)]
pub(crate) struct Comparing {
    stop: AtomicBool,
    last: Mutex<Option<Sides>>,
}

/// What was compared, and of which site: one that is closed is not kept open by it.
#[derive(Clone)]
struct Sides {
    live: Weak<Live>,
    before: Option<Arc<Bundle>>,
    after: Arc<Bundle>,
    /// What changed since the last release; none when it was compared with something else.
    changes: Option<Arc<Changes>>,
}

/// One of the two sides, as addresses name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    Before,
    After,
}

impl Which {
    /// Where the `preview:` scheme serves its files.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Before => "changes/before",
            Self::After => "changes/after",
        }
    }
}

/// What changed, and which pages of the site the paths are.
#[derive(Serialize)]
pub(crate) struct Compared {
    changes: Arc<Changes>,
    pages: BTreeMap<String, PageRef>,
}

impl Comparing {
    fn last(&self) -> MutexGuard<'_, Option<Sides>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was compared last, if that was of the site that is open.
    fn of_open(&self, app: &AppHandle) -> Option<Sides> {
        let open = Arc::downgrade(&app.state::<Desk>().live().ok()?);
        let last = self.last();
        last.as_ref()
            .filter(|sides| sides.live.ptr_eq(&open))
            .cloned()
    }

    /// A side of what was compared last.
    fn side(&self, app: &AppHandle, which: Which) -> Option<Arc<Bundle>> {
        let sides = self.of_open(app)?;
        match which {
            Which::Before => sides.before,
            Which::After => Some(sides.after),
        }
    }

    /// What changed since the last release, as it was compared last.
    pub(crate) fn changes(&self, app: &AppHandle) -> Option<Arc<Changes>> {
        self.of_open(app)?.changes
    }

    /// A file of a side, for the `preview:` scheme. Its bytes are those that the manifest names.
    pub(crate) fn file(&self, app: &AppHandle, which: Which, path: &str) -> Option<Vec<u8>> {
        self.side(app, which)?.read(path).ok()
    }
}

/// Compares the open site with its last release.
#[tauri::command(async)]
pub(crate) fn public_changes(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    comparing: State<'_, Comparing>,
) -> Answer<Compared> {
    only_main(&webview)?;
    let live = desk.live()?;
    let store = Arc::clone(live.session().store());
    let before = release::last(&store)?.map(Arc::new);
    compared(&app, &comparing, &live, before, true)
}

/// Compares the open site with a bundle. Its pages are not shown: whoever made it may be a stranger.
#[tauri::command(async)]
pub(crate) fn bundle_changes(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    comparing: State<'_, Comparing>,
    place: PathBuf,
) -> Answer<Compared> {
    only_main(&webview)?;
    let live = desk.live()?;
    let before = Some(Arc::new(Bundle::open(&place)?));
    compared(&app, &comparing, &live, before, false)
}

fn compared(
    app: &AppHandle,
    comparing: &Comparing,
    live: &Arc<Live>,
    before: Option<Arc<Bundle>>,
    shown: bool,
) -> Answer<Compared> {
    comparing.stop.store(false, Ordering::Relaxed);
    let options = Options {
        as_of: today(),
        theme: None,
    };
    let (engine, store, site) = live.saved()?;
    let after = export::bundle(&engine, &site, &store, &options, &|progress| {
        let _ = app.emit_to(MAIN, "changes-progress", progress);
        !comparing.stop.load(Ordering::Relaxed)
    })?;
    let changes = Arc::new(changes::between(&engine, before.as_deref(), &after)?);
    let index = SiteIndex::build(&engine, &site, options.as_of);
    let pages = export::shown_pages(&site, &index).map(|(path, page)| (path, page.clone()));
    let pages = pages.collect();
    *comparing.last() = Some(Sides {
        live: Arc::downgrade(live),
        before: before.filter(|_| shown),
        after: Arc::new(after),
        changes: shown.then(|| Arc::clone(&changes)),
    });
    Ok(Compared { changes, pages })
}

#[tauri::command]
pub(crate) fn cancel_changes(webview: Webview, comparing: State<'_, Comparing>) -> Answer<()> {
    only_main(&webview)?;
    comparing.stop.store(true, Ordering::Relaxed);
    Ok(())
}

/// A page of the old side as a whole document; none when that side has no such page, or is a stranger's.
#[tauri::command(async)]
pub(crate) fn page_before(
    webview: Webview,
    app: AppHandle,
    comparing: State<'_, Comparing>,
    path: String,
) -> Answer<Option<String>> {
    only_main(&webview)?;
    page(&comparing, &app, Which::Before, &path)
}

/// The same of the new side.
#[tauri::command(async)]
pub(crate) fn page_after(
    webview: Webview,
    app: AppHandle,
    comparing: State<'_, Comparing>,
    path: String,
) -> Answer<Option<String>> {
    only_main(&webview)?;
    page(&comparing, &app, Which::After, &path)
}

fn page(
    comparing: &Comparing,
    app: &AppHandle,
    which: Which,
    path: &str,
) -> Answer<Option<String>> {
    let Some(bundle) = comparing.side(app, which) else {
        return Ok(None);
    };
    if bundle.manifest().get(path).is_none() {
        return Ok(None);
    }
    Ok(Some(release::page_at(&bundle, which.folder(), path)?))
}
