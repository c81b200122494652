//! Commands of the preview, the section picker and the first screen.

use std::path::PathBuf;

use serde::Serialize;
use tauri::{AppHandle, Manager, State, Webview};
use tauri_plugin_opener::OpenerExt;
use trustdesk_core::export::{self, Options};
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::problem::Problem;
use trustdesk_core::say;
use trustdesk_core::view::IndexView;

use crate::desk::{Answer, Desk, Failure, only_main, today};
use crate::recent;
use crate::telling::teller;

/// Smallest and largest size of the window's text, in percent.
const TEXT_SIZES: std::ops::RangeInclusive<u16> = 90..=130;

/// The preview as of a day.
#[derive(Debug, Serialize)]
pub(crate) struct DayView {
    day: String,
    /// The day is not today's.
    other: bool,
    body: String,
    /// What is wrong with the page on that day, and with the site.
    problems: Vec<Problem>,
    index: IndexView,
}

/// Shows the preview as of a day, with the problems of that day; without one, as of today. Exports are
/// not touched.
#[tauri::command(async)]
pub(crate) fn preview_day(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
    day: Option<String>,
) -> Answer<DayView> {
    only_main(&webview)?;
    let day = match day {
        None => None,
        Some(text) => Some(Date::parse(&text).ok_or_else(|| {
            Failure::new(
                "date",
                say!("Enter a day as year, month and day: 2029-03-01."),
            )
        })?),
    };
    let live = desk.live()?;
    live.show_day(day);
    let mut session = live.session();
    Ok(DayView {
        day: session.shown_day().to_string(),
        other: session.shown_day() != session.as_of(),
        body: session.preview_body(&page)?,
        problems: session.shown_problems(&page),
        index: session.index_view(),
    })
}

/// A section kind with its example, for the picker.
#[tauri::command(async)]
pub(crate) fn kind_thumbnail(
    webview: Webview,
    desk: State<'_, Desk>,
    kind: String,
    locale: String,
    look: String,
) -> Answer<Option<String>> {
    only_main(&webview)?;
    Ok(desk.live()?.session().thumbnail(&locale, &kind, &look))
}

/// Exports the site as it is now to the program's cache and opens the page in the system's browser.
/// The export before is replaced.
#[tauri::command(async)]
pub(crate) fn open_in_browser(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    page: PageRef,
) -> Answer<String> {
    only_main(&webview)?;
    let live = desk.live()?;
    let cache = app.path().app_cache_dir().map_err(|error| {
        Failure::new(
            "write",
            say!(
                "There is no folder for it: {error}.",
                error = error.to_string()
            ),
        )
    })?;
    let out = cache.join("browser");
    let tell = teller(&app, "export-progress", &desk.stop_export);
    let theme = {
        let session = live.session();
        export::whole_theme(session.engine(), session.site())
    };
    let options = Options {
        as_of: today(),
        theme,
    };
    live.export(&out, &options, &tell)?;
    let path = {
        let session = live.session();
        export::path(session.engine(), session.site(), &options, &page)?
    };
    let file = path
        .map(|path| out.join(path))
        .filter(|file| file.is_file())
        .ok_or_else(|| {
            Failure::new(
                "hidden",
                say!("This page is hidden, so there is nothing to open. Show it in its settings first."),
            )
        })?;
    show(&app, &file)?;
    Ok(file.display().to_string())
}

/// Tests that drive the window look at the file themselves.
fn show(app: &AppHandle, file: &std::path::Path) -> Answer<()> {
    if std::env::var_os("TAURI_AUTOMATION").is_some() {
        return Ok(());
    }
    app.opener()
        .open_path(file.display().to_string(), None::<&str>)
        .map_err(|error| {
            Failure::new(
                "open",
                say!(
                    "The browser could not be opened: {error}. The page is at {file}.",
                    error = error.to_string(),
                    file
                ),
            )
        })
}

/// Takes a site off the list of the first screen. Its files stay.
#[tauri::command]
pub(crate) fn forget_site(webview: Webview, app: AppHandle, folder: String) -> Answer<()> {
    only_main(&webview)?;
    recent::forget(&app, &PathBuf::from(folder).display().to_string());
    Ok(())
}

/// Sets the size of the window's text, in percent.
#[tauri::command]
pub(crate) fn text_size(webview: Webview, percent: u16) -> Answer<()> {
    only_main(&webview)?;
    let percent = percent.clamp(*TEXT_SIZES.start(), *TEXT_SIZES.end());
    webview
        .set_zoom(f64::from(percent) / 100.0)
        .map_err(|error| {
            Failure::new(
                "window",
                say!(
                    "The text size could not be set: {error}.",
                    error = error.to_string()
                ),
            )
        })
}
