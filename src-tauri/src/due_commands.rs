//! Commands of what is due: the list, and a calendar of it.

use tauri::{AppHandle, State, Webview};
use trustdesk_core::horizon::{Horizon, Only};
use trustdesk_core::message::Language;
use trustdesk_core::say;
use trustdesk_core::store::output;

use crate::choosing::{self, FOLDER};
use crate::desk::{Answer, Desk, Failure, only_main};

/// What is overdue, and due in the next twelve months.
#[tauri::command(async)]
pub(crate) fn due_dates(webview: Webview, desk: State<'_, Desk>) -> Answer<Horizon> {
    only_main(&webview)?;
    Ok(desk.live()?.session().horizon())
}

/// Asks where to write what is due as a calendar, and writes it. Answers with the file, if one was
/// chosen.
#[tauri::command(async)]
pub(crate) fn save_calendar(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    only: Only,
    language: String,
) -> Answer<Option<String>> {
    only_main(&webview)?;
    let language = Language::nearest(&language);
    let text = desk.live()?.session().due_calendar(&only, language);
    let Some(file) = choosing::place(&app, FOLDER, "due-dates.ics", "iCalendar") else {
        return Ok(None);
    };
    output::replace(&file, text.as_bytes()).map_err(|error| {
        let message = say!(
            "The calendar could not be written: {error}. Choose another folder.",
            error
        );
        Failure::new("write", message)
    })?;
    Ok(Some(file.display().to_string()))
}
