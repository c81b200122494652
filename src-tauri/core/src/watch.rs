//! Watching a site's folder: what changed on disk, a burst at a time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

use crate::error::Error;

/// Events of one change on disk arrive within this time.
const SETTLE: Duration = Duration::from_millis(20);
/// A stream of changes is taken in at least this often.
const SETTLE_AT_LATEST: Duration = Duration::from_millis(200);
/// How often folders that cannot be watched are looked at.
const POLL: Duration = Duration::from_secs(2);

/// What the watcher reports.
enum Seen {
    Paths(Vec<PathBuf>),
    LostCount,
}

/// What a burst of changes concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// These files of the site, by site path.
    Files(BTreeSet<String>),
    /// Perhaps every file: the watcher lost count, or whole folders came or went.
    Any,
}

/// A watched folder. Dropping it ends the watching.
pub struct Watch {
    root: PathBuf,
    seen: mpsc::UnboundedReceiver<Seen>,
    _watcher: Box<dyn Watcher + Send + Sync>,
}

impl Watch {
    /// Begins to watch the folder of a site, absolute and without symbolic links.
    ///
    /// # Errors
    /// [`Error::Read`] when it can be watched in no way.
    pub fn start(root: &Path) -> Result<Self, Error> {
        let (sender, seen) = mpsc::unbounded_channel();
        Ok(Self {
            root: root.to_owned(),
            seen,
            _watcher: watcher(root, sender)?,
        })
    }

    /// The next burst of changes to files that may matter; `None` when the watching ended.
    pub async fn next(&mut self) -> Option<Changes> {
        loop {
            let mut batch = vec![self.seen.recv().await?];
            let latest = Instant::now() + SETTLE_AT_LATEST;
            let wait = || SETTLE.min(latest - Instant::now());
            while let Ok(Some(next)) = timeout(wait(), self.seen.recv()).await {
                batch.push(next);
            }
            match self.changes(batch) {
                Changes::Files(paths) if paths.is_empty() => {}
                changes => return Some(changes),
            }
        }
    }

    fn changes(&self, batch: Vec<Seen>) -> Changes {
        let mut paths = BTreeSet::new();
        for seen in batch {
            match seen {
                Seen::LostCount => return Changes::Any,
                Seen::Paths(all) => {
                    paths.extend(all.iter().filter_map(|path| site_path(&self.root, path)));
                }
            }
        }
        // A folder that came or went says nothing of the files inside it.
        let folder = |path: &String| {
            !path
                .rsplit('/')
                .next()
                .is_some_and(|name| name.contains('.'))
        };
        if paths.iter().any(folder) {
            return Changes::Any;
        }
        Changes::Files(paths)
    }
}

fn watcher(
    root: &Path,
    sender: mpsc::UnboundedSender<Seen>,
) -> Result<Box<dyn Watcher + Send + Sync>, Error> {
    let report = move |event: notify::Result<notify::Event>| {
        let seen = match event {
            Ok(event) if event.need_rescan() => Seen::LostCount,
            // Reading raises these; answering them with reading would never end.
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
            Ok(event) => Seen::Paths(event.paths),
            Err(_) => Seen::LostCount,
        };
        // The receiver is gone when the site is closed.
        let _ = sender.send(seen);
    };
    let failed = |error: notify::Error| Error::read(root, std::io::Error::other(error));
    let native = notify::recommended_watcher(report.clone()).and_then(|mut watcher| {
        watcher.watch(root, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    if let Ok(watcher) = native {
        return Ok(Box::new(watcher));
    }
    // Out of watches, or a network folder: look every two seconds instead.
    let config = notify::Config::default().with_poll_interval(POLL);
    let mut watcher = notify::PollWatcher::new(report, config).map_err(failed)?;
    watcher
        .watch(root, RecursiveMode::Recursive)
        .map_err(failed)?;
    Ok(Box::new(watcher))
}

/// The site path of a file that may matter; temporary and hidden files do not.
fn site_path(root: &Path, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inside
        .components()
        .map(|c| c.as_os_str().to_str())
        .collect();
    let parts = parts?;
    let wanted = parts
        .first()
        .is_some_and(|first| crate::store::is_top(first));
    let hidden = parts
        .iter()
        .any(|part| part.starts_with('.') || part.ends_with('~'));
    (wanted && !hidden).then(|| parts.join("/"))
}
