//! Exporting from the window: progress, cancel, and where the last one went.

use std::path::PathBuf;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use tauri::{AppHandle, State, Webview};
use trustdesk_core::export::Options;
use trustdesk_core::view::ExportReport;

use crate::desk::{Answer, Desk, only_main, today};
use crate::telling::teller;

#[tauri::command(async)]
pub(crate) fn export_site(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    folder: String,
) -> Answer<ExportReport> {
    only_main(&webview)?;
    let live = desk.live()?;
    let tell = teller(&app, "export-progress", &desk.stop_export);
    let options = Options {
        as_of: today(),
        theme: None,
    };
    let out = PathBuf::from(&folder);
    let report = live.export(&out, &options, &tell)?;
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
