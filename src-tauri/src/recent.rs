//! Sites that were opened before, newest first, in the program's own data folder.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager};
use trustdesk_core::store::output;

/// How many are remembered.
const MOST: usize = 8;

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recent {
    pub(crate) folder: String,
    pub(crate) name: String,
    /// Its folder is gone or holds no site now.
    #[serde(default)]
    pub(crate) missing: bool,
}

fn file(app: &AppHandle) -> Option<PathBuf> {
    Some(app.path().app_data_dir().ok()?.join("recent.json"))
}

/// All of them; those whose folder is gone say so.
pub(crate) fn list(app: &AppHandle) -> Vec<Recent> {
    let text = file(app)
        .and_then(|file| std::fs::read_to_string(file).ok())
        .unwrap_or_default();
    let mut all: Vec<Recent> = serde_json::from_str(&text).unwrap_or_default();
    for recent in &mut all {
        recent.missing = !Path::new(&recent.folder).join("site.toml").is_file();
    }
    all
}

fn keep(app: &AppHandle, all: &[Recent]) {
    if let (Some(file), Ok(text)) = (file(app), serde_json::to_vec_pretty(all)) {
        let _ = output::replace(&file, &text);
    }
}

/// Takes one off the list; its files stay.
pub(crate) fn forget(app: &AppHandle, folder: &str) {
    let mut all = list(app);
    all.retain(|recent| recent.folder != folder);
    keep(app, &all);
}

/// Remembers one. That it cannot be remembered is no reason to fail.
pub(crate) fn add(app: &AppHandle, folder: &str, name: &str) {
    let mut all = list(app);
    all.retain(|recent| recent.folder != folder);
    all.insert(
        0,
        Recent {
            folder: folder.to_owned(),
            name: name.to_owned(),
            missing: false,
        },
    );
    all.truncate(MOST);
    keep(app, &all);
}
