//! Exporting from the window: progress, cancel, and where the last one went.

use std::path::PathBuf;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use tauri::{AppHandle, Emitter, State, Webview};
use trustdesk_core::export::Options;
use trustdesk_core::view::ExportReport;

use crate::desk::{Answer, Desk, MAIN, only_main, today};

#[tauri::command(async)]
pub(crate) fn export_site(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    folder: String,
) -> Answer<ExportReport> {
    only_main(&webview)?;
    let live = desk.live()?;
    desk.stop_export.store(false, Ordering::Relaxed);
    let options = Options {
        as_of: today(),
        theme: None,
    };
    let out = PathBuf::from(&folder);
    let report = live.export(&out, &options, &|progress| {
        let _ = app.emit_to(MAIN, "export-progress", progress);
        !desk.stop_export.load(Ordering::Relaxed)
    })?;
    *desk
        .exported_to
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = Some(out);
    Ok(report)
}

#[tauri::command]
pub(crate) fn cancel_export(webview: Webview, desk: State<'_, Desk>) -> Answer<()> {
    only_main(&webview)?;
    desk.stop_export.store(true, Ordering::Relaxed);
    Ok(())
}

#[tauri::command]
pub(crate) fn last_export_folder(
    webview: Webview,
    desk: State<'_, Desk>,
) -> Answer<Option<String>> {
    only_main(&webview)?;
    let last = desk
        .exported_to
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    Ok(last.map(|folder| folder.display().to_string()))
}
