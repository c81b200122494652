//! Commands of a release that is there: compared with another state of the site; asking where its bundle
//! goes, and for the key that signs it.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use tauri::{AppHandle, State, Webview};
use tauri_plugin_dialog::DialogExt;
use trustdesk_core::changes::{self, Changes};
use trustdesk_core::export::Options;
use trustdesk_core::release;

use crate::desk::{Answer, Desk, only_main, today};
use crate::saving;

/// What a bundle is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SaveForm {
    Folder,
    Zip,
}

/// What visitors find changed from one release to another, or to the site as it is now.
#[tauri::command(async)]
pub(crate) fn release_changes(
    webview: Webview,
    desk: State<'_, Desk>,
    from: u32,
    to: Option<u32>,
) -> Answer<Changes> {
    only_main(&webview)?;
    let live = desk.live()?;
    let (engine, store) = {
        let session = live.session();
        (Arc::clone(session.engine()), Arc::clone(session.store()))
    };
    let before = release::kept(&store, from)?;
    let after = match to {
        Some(to) => release::kept(&store, to)?,
        None => {
            let options = Options {
                as_of: today(),
                theme: None,
            };
            live.bundle(&options, &|_| true)?
        }
    };
    Ok(changes::between(&engine, Some(&before), &after)?)
}

/// Asks where a bundle called `name` goes: a zip of that name, or a folder of that name inside the chosen
/// one, so that nothing else is in it. Tests that drive the window name a folder instead.
#[tauri::command(async)]
pub(crate) fn choose_bundle_place(
    webview: Webview,
    app: AppHandle,
    name: String,
    form: SaveForm,
) -> Answer<Option<PathBuf>> {
    only_main(&webview)?;
    // A name, never a path.
    let name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric() || "-._ ".contains(*c))
        .collect();
    Ok(match form {
        SaveForm::Zip => saving::choose(&app, &format!("{name}.zip"), "Zip", "zip"),
        SaveForm::Folder => saving::choose_folder(&app, true).map(|folder| folder.join(name)),
    })
}

/// Asks for the file of a secret key. Tests that drive the window name one instead of using the system's
/// dialog.
#[tauri::command(async)]
pub(crate) fn choose_key(webview: Webview, app: AppHandle) -> Answer<Option<PathBuf>> {
    only_main(&webview)?;
    if let (Some(_), Some(answer)) = (
        std::env::var_os("TAURI_AUTOMATION"),
        std::env::var_os("TRUSTDESK_CHOOSE_KEY"),
    ) {
        return Ok(Some(PathBuf::from(answer)));
    }
    let dialog = app.dialog().file().add_filter("Minisign", &["key"]);
    let chosen = dialog.blocking_pick_file();
    Ok(chosen.and_then(|place| place.into_path().ok()))
}
