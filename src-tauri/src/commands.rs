//! Commands of the window. Each is a few lines over the session.

use std::path::PathBuf;

use serde::Deserialize;
use tauri::{AppHandle, State, Webview};
use tauri_plugin_opener::OpenerExt;
use trustdesk_core::create;
use trustdesk_core::model::PageRef;
use trustdesk_core::say;
use trustdesk_core::view::{EditRequest, PageView, Saved, SiteView, Update};

use crate::choosing::{self, FOLDER};
use crate::desk::{Answer, Desk, Failure, only_main};
use crate::recent::{self, Recent};

/// What a folder is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Purpose {
    Open,
    New,
    Export,
}

/// Which side of an overlap stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Keep {
    Mine,
    Theirs,
}

#[tauri::command]
pub(crate) fn recent_sites(webview: Webview, app: AppHandle) -> Answer<Vec<Recent>> {
    only_main(&webview)?;
    Ok(recent::list(&app))
}

/// The folder of the example, created on first use in the program's data folder.
#[tauri::command(async)]
pub(crate) fn sample_site(webview: Webview, app: AppHandle) -> Answer<Option<String>> {
    use tauri::Manager;
    only_main(&webview)?;
    let Ok(data) = app.path().app_data_dir() else {
        return Ok(None);
    };
    let folder = data.join("example");
    if !folder.join("site.toml").is_file() {
        create::example(&folder)?;
    }
    Ok(Some(folder.display().to_string()))
}

/// Asks for a folder.
#[tauri::command(async)]
pub(crate) fn choose_folder(
    webview: Webview,
    app: AppHandle,
    purpose: Purpose,
) -> Answer<Option<String>> {
    only_main(&webview)?;
    let chosen = choosing::folder(&app, FOLDER, purpose != Purpose::Open);
    Ok(chosen.map(|folder| folder.display().to_string()))
}

#[tauri::command]
pub(crate) async fn open_site(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    folder: String,
) -> Answer<SiteView> {
    only_main(&webview)?;
    let view = desk.open(&app, &PathBuf::from(folder))?;
    recent::add(&app, &view.folder, &view.name);
    Ok(view)
}

#[tauri::command]
pub(crate) async fn new_site(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    folder: String,
    name: String,
    example: bool,
) -> Answer<SiteView> {
    only_main(&webview)?;
    let folder = PathBuf::from(folder);
    if example {
        create::example(&folder)?
    } else {
        create::starter(&folder, &name)?
    }
    let view = desk.open(&app, &folder)?;
    recent::add(&app, &view.folder, &view.name);
    Ok(view)
}

#[tauri::command(async)]
pub(crate) fn close_site(webview: Webview, desk: State<'_, Desk>) -> Answer<()> {
    only_main(&webview)?;
    desk.close();
    Ok(())
}

/// The site that is open, or that the command line named.
#[tauri::command]
pub(crate) async fn current_site(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
) -> Answer<Option<SiteView>> {
    only_main(&webview)?;
    if let Ok(live) = desk.live() {
        return Ok(Some(live.session().view()));
    }
    match desk.named.clone() {
        Some(folder) => desk.open(&app, &folder).map(Some),
        None => Ok(None),
    }
}

#[tauri::command(async)]
pub(crate) fn open_page(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
) -> Answer<PageView> {
    only_main(&webview)?;
    Ok(desk.live()?.session().open_page(&page)?)
}

#[tauri::command]
pub(crate) fn edit(
    webview: Webview,
    desk: State<'_, Desk>,
    request: EditRequest,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk.live()?.edit(&request)?)
}

#[tauri::command]
pub(crate) fn undo(webview: Webview, desk: State<'_, Desk>) -> Answer<Option<Update>> {
    only_main(&webview)?;
    Ok(desk.live()?.undo()?)
}

#[tauri::command]
pub(crate) fn redo(webview: Webview, desk: State<'_, Desk>) -> Answer<Option<Update>> {
    only_main(&webview)?;
    Ok(desk.live()?.redo()?)
}

#[tauri::command(async)]
pub(crate) fn save(webview: Webview, desk: State<'_, Desk>) -> Answer<Saved> {
    only_main(&webview)?;
    let live = desk.live()?;
    live.save();
    Ok(live.session().saved())
}

#[tauri::command]
pub(crate) fn settle_overlap(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
    id: u32,
    keep: Keep,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .settle_overlap(&page, id, keep == Keep::Theirs)?)
}

/// Shows a folder that this program wrote or opened in the system's file manager.
#[tauri::command]
pub(crate) fn show_folder(webview: Webview, app: AppHandle, folder: String) -> Answer<()> {
    only_main(&webview)?;
    let folder = PathBuf::from(folder);
    if !folder.is_dir() {
        return Err(Failure::new(
            "read",
            say!("This folder is no longer there. Choose another."),
        ));
    }
    let opened = app
        .opener()
        .open_path(folder.display().to_string(), None::<&str>);
    opened.map_err(|error| {
        Failure::new(
            "open",
            say!(
                "The folder could not be shown: {error}.",
                error = error.to_string()
            ),
        )
    })
}

/// Opens an address of another site in the system's browser.
#[tauri::command]
pub(crate) fn open_outside(webview: Webview, app: AppHandle, url: String) -> Answer<()> {
    only_main(&webview)?;
    if !["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        return Err(Failure::new(
            "refused",
            say!("Only addresses on the web, mail addresses and telephone numbers can be opened."),
        ));
    }
    app.opener().open_url(url, None::<&str>).map_err(|error| {
        Failure::new(
            "open",
            say!(
                "The address could not be opened: {error}.",
                error = error.to_string()
            ),
        )
    })
}
