//! What the program holds between commands: the engine and the one open site.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde::Serialize;
use tauri::{AppHandle, Emitter, Manager, Webview};
use trustdesk_core::error::Error;
use trustdesk_core::live::{Live, Places};
use trustdesk_core::message::Message;
use trustdesk_core::model::Date;
use trustdesk_core::render::Engine;
use trustdesk_core::say;
use trustdesk_core::view::SiteView;

/// The label of the one window that may call commands.
pub(crate) const MAIN: &str = "main";

/// The open site, if any, and what outlives it.
pub(crate) struct Desk {
    pub(crate) engine: Arc<Engine>,
    /// The folder that the command line named.
    pub(crate) named: Option<PathBuf>,
    live: Mutex<Option<Arc<Live>>>,
    pub(crate) stop_export: AtomicBool,
    pub(crate) exported_to: Mutex<Option<PathBuf>>,
}

/// A failed command, as the window gets it.
#[derive(Debug, Serialize)]
pub(crate) struct Failure {
    code: String,
    message: Message,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            code: error.code().to_owned(),
            message: error.message(),
        }
    }
}

impl Failure {
    pub(crate) fn new(code: &str, message: Message) -> Self {
        Self {
            code: code.to_owned(),
            message,
        }
    }
}

/// What commands answer.
pub(crate) type Answer<T> = Result<T, Failure>;

/// Only the main window's own page may call commands.
pub(crate) fn only_main(webview: &Webview) -> Answer<()> {
    if webview.label() == MAIN {
        Ok(())
    } else {
        Err(Failure::new(
            "refused",
            say!("This part of the program may not do that."),
        ))
    }
}

impl Desk {
    pub(crate) fn new(engine: Arc<Engine>, named: Option<PathBuf>) -> Self {
        Self {
            engine,
            named,
            live: Mutex::default(),
            stop_export: AtomicBool::new(false),
            exported_to: Mutex::default(),
        }
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<Live>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The open site.
    pub(crate) fn live(&self) -> Answer<Arc<Live>> {
        self.slot()
            .clone()
            .ok_or_else(|| Failure::new("no-site", say!("No site is open. Open one first.")))
    }

    /// Opens a site in place of the one that is open.
    pub(crate) fn open(&self, app: &AppHandle, folder: &Path) -> Answer<SiteView> {
        let handle = app.clone();
        let places = Places {
            data: app.path().app_data_dir().ok(),
        };
        let engine = Arc::clone(&self.engine);
        let live = Live::open(folder, engine, today(), &places, move |update| {
            let _ = handle.emit_to(MAIN, "update", update);
        })?;
        let view = live.session().view();
        let before = self.slot().replace(Arc::new(live));
        drop(before.map(|live| live.save()));
        Ok(view)
    }

    /// Saves and closes the open site.
    pub(crate) fn close(&self) {
        let live = self.slot().take();
        drop(live.map(|live| live.save()));
    }
}

/// Today in UTC.
pub(crate) fn today() -> Date {
    Date::of(SystemTime::now())
}
