//! Commands of a release that is there: compared with another state of the site; asking where its bundle
//! goes, and for the key that signs it.

use std::path::PathBuf;

use tauri::{AppHandle, State, Webview};
use trustdesk_core::changes::Changes;

use crate::changes_commands::Compare;
use crate::choosing::{self, FOLDER, Form};
use crate::desk::{Answer, Desk, only_main};

/// What visitors find changed from one release to another, or to the site as it is now.
#[tauri::command(async)]
pub(crate) fn release_changes(
    webview: Webview,
    desk: State<'_, Desk>,
    from: u32,
    to: Option<u32>,
) -> Answer<Changes> {
    only_main(&webview)?;
    let what = Compare::Releases { from, to };
    Ok(what.made(&*desk.live()?, &|_| true)?.changes)
}

/// Asks where a bundle called `name` goes: a zip of that name, or a folder of that name inside the chosen
/// one, so that nothing else is in it.
#[tauri::command(async)]
pub(crate) fn choose_bundle_place(
    webview: Webview,
    app: AppHandle,
    name: String,
    form: Form,
) -> Answer<Option<PathBuf>> {
    only_main(&webview)?;
    // A name, never a path.
    let name: String = name
        .chars()
        .filter(|c| c.is_alphanumeric() || "-._ ".contains(*c))
        .collect();
    Ok(match form {
        Form::Zip => choosing::place(&app, FOLDER, &format!("{name}.zip"), "Zip"),
        Form::Folder => choosing::folder(&app, FOLDER, true).map(|folder| folder.join(name)),
    })
}

/// Asks for the file of a secret key.
#[tauri::command(async)]
pub(crate) fn choose_key(webview: Webview, app: AppHandle) -> Answer<Option<PathBuf>> {
    only_main(&webview)?;
    let variable = "TRUSTDESK_CHOOSE_KEY";
    Ok(choosing::file(&app, variable, "Minisign", &["key"]))
}
