//! Asking the person for files and folders. Tests that drive the window answer by a variable of the
//! environment instead of the system's dialog.

use std::path::PathBuf;

use serde::Deserialize;
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};

/// The variable that answers where something goes, and which site is opened.
pub(crate) const FOLDER: &str = "TRUSTDESK_CHOOSE_FOLDER";

/// What a bundle is chosen or saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Form {
    Folder,
    Zip,
}

/// What a test that drives the window answers by a variable.
pub(crate) fn answered(variable: &str) -> Option<PathBuf> {
    std::env::var_os("TAURI_AUTOMATION")?;
    std::env::var_os(variable).map(PathBuf::from)
}

/// Asks where to write a file called `name`; none when the person changed their mind. Tests name a folder.
pub(crate) fn place(app: &AppHandle, variable: &str, name: &str, what: &str) -> Option<PathBuf> {
    let answer = answered(variable).map(|folder| folder.join(name));
    answer.or_else(|| {
        let mut dialog = app.dialog().file().set_file_name(name);
        if let Some((_, ending)) = name.rsplit_once('.') {
            dialog = dialog.add_filter(what, &[ending]);
        }
        path(dialog.blocking_save_file())
    })
}

/// Asks for a folder, which can be made in the dialog where it `creates`.
pub(crate) fn folder(app: &AppHandle, variable: &str, creates: bool) -> Option<PathBuf> {
    answered(variable).or_else(|| {
        let mut dialog = app.dialog().file();
        if creates {
            dialog = dialog.set_can_create_directories(true);
        }
        path(dialog.blocking_pick_folder())
    })
}

/// Asks for a file with one of these endings.
pub(crate) fn file(
    app: &AppHandle,
    variable: &str,
    what: &str,
    endings: &[&str],
) -> Option<PathBuf> {
    answered(variable).or_else(|| {
        let dialog = app.dialog().file().add_filter(what, endings);
        path(dialog.blocking_pick_file())
    })
}

fn path(chosen: Option<FilePath>) -> Option<PathBuf> {
    chosen?.into_path().ok()
}
