//! Asking where a file goes that the person keeps for themselves.

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
