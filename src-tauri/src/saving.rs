//! Asking where something goes that the person keeps for themselves.

use std::path::PathBuf;

use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

/// Asks where to write a file called `name`; none when the person changed their mind. Tests that drive
/// the window name a folder instead of using the system's dialog.
pub(crate) fn choose(app: &AppHandle, name: &str, what: &str, extension: &str) -> Option<PathBuf> {
    match (
        std::env::var_os("TAURI_AUTOMATION"),
        std::env::var_os("TRUSTDESK_CHOOSE_FOLDER"),
    ) {
        (Some(_), Some(folder)) => Some(PathBuf::from(folder).join(name)),
        _ => app
            .dialog()
            .file()
            .set_file_name(name)
            .add_filter(what, &[extension])
            .blocking_save_file()
            .and_then(|file| file.into_path().ok()),
    }
}

/// Asks for a folder, which can be made in the dialog where `creates`. Tests that drive the window name
/// one instead of using the system's dialog.
pub(crate) fn choose_folder(app: &AppHandle, creates: bool) -> Option<PathBuf> {
    if let (Some(_), Some(answer)) = (
        std::env::var_os("TAURI_AUTOMATION"),
        std::env::var_os("TRUSTDESK_CHOOSE_FOLDER"),
    ) {
        return Some(PathBuf::from(answer));
    }
    let mut dialog = app.dialog().file();
    if creates {
        dialog = dialog.set_can_create_directories(true);
    }
    dialog
        .blocking_pick_folder()
        .and_then(|folder| folder.into_path().ok())
}
