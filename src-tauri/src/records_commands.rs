//! Commands for records: where they stand, how they look, tables in and out, boxes of links.

use std::collections::BTreeMap;

use tauri::{AppHandle, State, Webview};
use trustdesk_core::error::Error;
use trustdesk_core::records::boxes::{BoxRequest, LinkBox};
use trustdesk_core::records::import::{ImportRequest, ImportView};
use trustdesk_core::records::places::RecordPlace;
use trustdesk_core::records::preview::RecordPreview;
use trustdesk_core::records::table;
use trustdesk_core::say;
use trustdesk_core::store::output;
use trustdesk_core::view::Update;

use crate::choosing::{self, FOLDER};
use crate::desk::{Answer, Desk, Failure, only_main};

/// The largest table that is read, in bytes.
const LARGEST: u64 = 10 * 1024 * 1024;

#[tauri::command(async)]
pub(crate) fn record_counts(
    webview: Webview,
    desk: State<'_, Desk>,
    collection: String,
) -> Answer<BTreeMap<String, u32>> {
    only_main(&webview)?;
    Ok(desk.live()?.session().record_counts(&collection))
}

#[tauri::command(async)]
pub(crate) fn record_places(
    webview: Webview,
    desk: State<'_, Desk>,
    collection: String,
    record: String,
) -> Answer<Vec<RecordPlace>> {
    only_main(&webview)?;
    Ok(desk.live()?.session().record_places(&collection, &record))
}

/// A record as a section in `locale` shows it; `near` is where it was shown last.
#[tauri::command(async)]
pub(crate) fn record_preview(
    webview: Webview,
    desk: State<'_, Desk>,
    collection: String,
    record: String,
    locale: String,
    near: Option<RecordPlace>,
) -> Answer<RecordPreview> {
    only_main(&webview)?;
    let live = desk.live()?;
    let session = live.session();
    Ok(session.record_preview(&collection, &record, &locale, near.as_ref()))
}

#[tauri::command(async)]
pub(crate) fn link_boxes(
    webview: Webview,
    desk: State<'_, Desk>,
    collection: String,
    record: String,
) -> Answer<Vec<LinkBox>> {
    only_main(&webview)?;
    Ok(desk.live()?.session().link_boxes(&collection, &record))
}

#[tauri::command]
pub(crate) fn set_link_boxes(
    webview: Webview,
    desk: State<'_, Desk>,
    request: BoxRequest,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .editing(|session, now| session.set_link_boxes(&request, now))?)
}

#[tauri::command(async)]
pub(crate) fn plan_import(
    webview: Webview,
    desk: State<'_, Desk>,
    request: ImportRequest,
) -> Answer<ImportView> {
    only_main(&webview)?;
    Ok(desk.live()?.session().plan_import(&request)?)
}

#[tauri::command]
pub(crate) fn import_records(
    webview: Webview,
    desk: State<'_, Desk>,
    request: ImportRequest,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .editing(|session, now| session.import_records(&request, now))?)
}

/// Asks for a table and reads its text.
#[tauri::command(async)]
pub(crate) fn choose_table(webview: Webview, app: AppHandle) -> Answer<Option<String>> {
    only_main(&webview)?;
    let endings = ["csv", "tsv", "txt"];
    let Some(file) = choosing::file(&app, "TRUSTDESK_CHOOSE_TABLE", "CSV", &endings) else {
        return Ok(None);
    };
    let large = std::fs::metadata(&file).is_ok_and(|about| about.len() > LARGEST);
    if large {
        return Err(Failure::new(
            "refused",
            say!("This file is larger than 10 MB. Nothing was changed. Divide the table."),
        ));
    }
    let bytes = std::fs::read(&file).map_err(|error| Error::read(&file, error))?;
    Ok(Some(table::decoded(&bytes)?))
}

/// Asks where to write records as a table, and writes it. Answers with the file, if one was chosen.
#[tauri::command(async)]
pub(crate) fn export_records(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    collection: String,
    records: Vec<String>,
    language: String,
) -> Answer<Option<String>> {
    only_main(&webview)?;
    let live = desk.live()?;
    let bytes = live
        .session()
        .records_csv(&collection, &records, &language)?;
    let Some(file) = choosing::place(&app, FOLDER, &format!("{collection}.csv"), "CSV") else {
        return Ok(None);
    };
    output::replace(&file, &bytes).map_err(|error| {
        let message = say!(
            "The table could not be written: {error}. Choose another folder.",
            error
        );
        Failure::new("write", message)
    })?;
    Ok(Some(file.display().to_string()))
}
