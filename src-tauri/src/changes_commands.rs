//! What changed for visitors since the last release, or between releases or bundles that somebody names:
//! the list, and pages before and after.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager, State, Webview};
use trustdesk_core::bundle::Bundle;
use trustdesk_core::changes::{self, Changes};
use trustdesk_core::error::Error;
use trustdesk_core::export::{self, OnProgress, Options};
use trustdesk_core::live::Live;
use trustdesk_core::model::PageRef;
use trustdesk_core::release;
use trustdesk_core::render::SiteIndex;
use trustdesk_core::store::Store;

use crate::desk::{Answer, Desk, only_main, today};
use crate::telling::teller;

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
    /// None before the first release, and for what a stranger may have made: that is not shown.
    before: Option<Arc<Bundle>>,
    after: Option<Arc<Bundle>>,
    /// What changed since the last release; none when it was compared with something else.
    changes: Option<Arc<Changes>>,
}

/// What is compared with what. The later side is the site as it would be published now, where none is
/// named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase", tag = "of")]
pub(crate) enum Compare {
    /// The last release with the site as it is now.
    Last,
    /// Releases of the open site, by their numbers.
    Releases { from: u32, to: Option<u32> },
    /// Bundles, whoever made them.
    Bundles {
        before: PathBuf,
        after: Option<PathBuf>,
    },
}

/// Two sides, and what differs.
pub(crate) struct Between {
    before: Option<Bundle>,
    after: Bundle,
    pub(crate) changes: Changes,
    /// Whether the later side is the site as it is now.
    of_site: bool,
    /// The pages of the site by their paths, where that is the later side.
    pages: BTreeMap<String, PageRef>,
}

impl Compare {
    /// Compares; the site is saved and rendered only where it is the later side. `tell` answers `false` to
    /// stop.
    pub(crate) fn made(&self, live: &Live, tell: OnProgress<'_>) -> Result<Between, Error> {
        let (engine, store) = {
            let session = live.session();
            (Arc::clone(session.engine()), Arc::clone(session.store()))
        };
        let (before, other) = self.kept(&store)?;
        let (of_site, mut pages) = (other.is_none(), BTreeMap::new());
        let after = match other {
            Some(after) => after,
            None => {
                let (engine, store, site) = live.saved()?;
                let options = Options {
                    as_of: today(),
                    theme: None,
                };
                let index = SiteIndex::build(&engine, &site, options.as_of);
                let shown = export::shown_pages(&site, &index);
                pages.extend(shown.map(|(path, page)| (path, page.clone())));
                let beside = before.as_ref().map(Bundle::manifest);
                export::like(beside, &engine, &site, &store, &options, tell)?
            }
        };
        let changes = changes::between(&engine, before.as_ref(), &after, tell)?;
        Ok(Between {
            before,
            after,
            changes,
            of_site,
            pages,
        })
    }

    /// The sides that are read and not rendered.
    fn kept(&self, store: &Store) -> Result<(Option<Bundle>, Option<Bundle>), Error> {
        Ok(match self {
            Self::Last => (release::last(store)?, None),
            Self::Releases { from, to } => {
                let later = to.map(|number| release::kept(store, number));
                (Some(release::kept(store, *from)?), later.transpose()?)
            }
            Self::Bundles { before, after } => {
                let later = after.as_deref().map(Bundle::open);
                (Some(Bundle::open(before)?), later.transpose()?)
            }
        })
    }
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
            Which::After => sides.after,
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

/// Compares what the window wants compared.
#[tauri::command(async)]
pub(crate) fn compare(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    comparing: State<'_, Comparing>,
    what: Compare,
) -> Answer<Compared> {
    only_main(&webview)?;
    let tell = teller(&app, "changes-progress", &comparing.stop);
    let live = desk.live()?;
    let Between {
        before,
        after,
        changes,
        of_site,
        pages,
    } = what.made(&live, &tell)?;
    let changes = Arc::new(changes);
    let ours = !matches!(what, Compare::Bundles { .. });
    *comparing.last() = Some(Sides {
        live: Arc::downgrade(&live),
        before: before.filter(|_| ours).map(Arc::new),
        after: (ours || of_site).then(|| Arc::new(after)),
        changes: (what == Compare::Last).then(|| Arc::clone(&changes)),
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
