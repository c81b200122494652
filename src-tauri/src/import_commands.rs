//! Bringing in an existing site: read it, show what would become of it, write the new site, keep the report.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, State, Webview};
use trustdesk_core::create;
use trustdesk_core::import::report::{Language, Report};
use trustdesk_core::import::{self, Choices, Prepared, Progress};
use trustdesk_core::model::Localised;
use trustdesk_core::render::Engine;
use trustdesk_core::say;
use trustdesk_core::store::output;
use trustdesk_core::view::SiteView;

use crate::choosing;
use crate::desk::{Answer, Desk, Failure, only_main};
use crate::recent;
use crate::telling::teller;

/// What was read of existing sites.
#[derive(Default)]
pub(crate) struct Importing {
    /// What is being looked at.
    read: Mutex<Option<Arc<Prepared>>>,
    /// What the site that was made last came from.
    made: Mutex<Option<Arc<Prepared>>>,
    stop: AtomicBool,
}

fn locked<T>(slot: &Mutex<T>) -> MutexGuard<'_, T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What an existing site can be given as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SourceKind {
    Folder,
    Zip,
    Page,
}

/// What would become of an existing site.
#[derive(Serialize)]
pub(crate) struct Look {
    /// What the new site is called, unless the person says otherwise.
    name: String,
    report: Report,
    /// How the kinds of its sections are called and shown.
    kinds: BTreeMap<String, KindLook>,
}

#[derive(Serialize)]
struct KindLook {
    label: Localised,
    icon: String,
}

impl Look {
    fn of(prepared: &Prepared, engine: &Engine) -> Self {
        let report = &prepared.report;
        let kinds = report
            .pages
            .iter()
            .flat_map(|page| &page.sections)
            .filter_map(|section| engine.kinds.get(&section.kind))
            .map(|kind| {
                let look = KindLook {
                    label: kind.label.clone(),
                    icon: kind.icon.clone(),
                };
                (kind.name.clone(), look)
            })
            .collect();
        Self {
            name: prepared.name(),
            report: report.clone(),
            kinds,
        }
    }
}

impl Importing {
    /// What is being looked at, or what the site was made from.
    fn prepared(&self, made: bool) -> Answer<Arc<Prepared>> {
        let slot = if made { &self.made } else { &self.read };
        locked(slot).clone().ok_or_else(|| {
            Failure::new(
                "no-source",
                say!("No existing site was read. Choose a folder, a zip file or a page first."),
            )
        })
    }

    /// Something begins that can be stopped. Tells the window how far it is.
    pub(crate) fn teller(&self, app: &AppHandle) -> impl Fn(Progress) -> bool + Sync {
        teller(app, "import-progress", &self.stop)
    }
}

/// Asks for an existing site.
#[tauri::command(async)]
pub(crate) fn choose_source(
    webview: Webview,
    app: AppHandle,
    kind: SourceKind,
) -> Answer<Option<String>> {
    only_main(&webview)?;
    let variable = "TRUSTDESK_CHOOSE_SOURCE";
    let chosen = match kind {
        SourceKind::Folder => choosing::folder(&app, variable, false),
        SourceKind::Zip => choosing::file(&app, variable, "ZIP", &["zip"]),
        SourceKind::Page => choosing::file(&app, variable, "", &["html", "htm", "md", "markdown"]),
    };
    Ok(chosen.map(|path| path.display().to_string()))
}

/// Whether a folder holds a site of this program, so that it is opened and not brought in.
#[tauri::command]
pub(crate) fn is_site(webview: Webview, folder: String) -> Answer<bool> {
    only_main(&webview)?;
    Ok(Path::new(&folder).join("site.toml").is_file())
}

/// Reads an existing site. Nothing is written and nothing is fetched.
#[tauri::command(async)]
pub(crate) fn read_source(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    importing: State<'_, Importing>,
    source: String,
    languages: Option<Vec<Language>>,
) -> Answer<Look> {
    only_main(&webview)?;
    let tell = importing.teller(&app);
    let choices = Choices {
        languages: languages.unwrap_or_default(),
    };
    let prepared = import::read(Path::new(&source), &choices, &tell)?;
    let look = Look::of(&prepared, &desk.engine);
    *locked(&importing.read) = Some(Arc::new(prepared));
    Ok(look)
}

/// The text of a file of the existing site, as it was read.
#[tauri::command(async)]
pub(crate) fn source_text(
    webview: Webview,
    importing: State<'_, Importing>,
    file: String,
    made: bool,
) -> Answer<String> {
    only_main(&webview)?;
    Ok(importing.prepared(made)?.source_text(&file)?)
}

/// Writes what was read as a new site, and opens it.
#[tauri::command(async)]
pub(crate) fn write_import(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    importing: State<'_, Importing>,
    folder: String,
    name: String,
) -> Answer<SiteView> {
    only_main(&webview)?;
    let tell = importing.teller(&app);
    let folder = PathBuf::from(folder);
    let prepared = importing.prepared(false)?;
    prepared.write(&folder, &tell)?;
    if name != prepared.name() {
        create::rename(&folder, &name)?;
    }
    *locked(&importing.made) = Some(prepared);
    let view = desk.open(&app, &folder)?;
    recent::add(&app, &view.folder, &view.name);
    Ok(view)
}

/// Asks where to keep the report of the site that was made, and writes it: as `text` says, or for programs. Answers
/// with the file, if one was chosen.
#[tauri::command(async)]
pub(crate) fn save_report(
    webview: Webview,
    app: AppHandle,
    importing: State<'_, Importing>,
    text: Option<String>,
) -> Answer<Option<String>> {
    only_main(&webview)?;
    let (name, what, bytes) = match text {
        Some(text) => ("import-report.txt", "Text", text.into_bytes()),
        None => {
            let bytes = json(&importing.prepared(true)?.report)?;
            ("import-report.json", "JSON", bytes)
        }
    };
    let Some(file) = choosing::place(&app, "TRUSTDESK_CHOOSE_REPORTS", name, what) else {
        return Ok(None);
    };
    output::replace(&file, &bytes).map_err(not_written)?;
    Ok(Some(file.display().to_string()))
}

fn json(report: &Report) -> Answer<Vec<u8>> {
    serde_json::to_vec_pretty(report).map_err(not_written)
}

fn not_written(error: impl std::fmt::Display) -> Failure {
    let message = say!(
        "The report could not be written: {error}. The site is safe. Choose another folder.",
        error = error.to_string()
    );
    Failure::new("write", message)
}

/// Stops reading or writing. Nothing is half done then.
#[tauri::command]
pub(crate) fn cancel_import(webview: Webview, importing: State<'_, Importing>) -> Answer<()> {
    only_main(&webview)?;
    importing.stop.store(true, Ordering::Relaxed);
    Ok(())
}
