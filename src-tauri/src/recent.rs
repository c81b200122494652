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
}

fn file(app: &AppHandle) -> Option<PathBuf> {
    Some(app.path().app_data_dir().ok()?.join("recent.json"))
}

/// Those that still exist.
pub(crate) fn list(app: &AppHandle) -> Vec<Recent> {
    let text = file(app)
        .and_then(|file| std::fs::read_to_string(file).ok())
        .unwrap_or_default();
    let mut all: Vec<Recent> = serde_json::from_str(&text).unwrap_or_default();
    all.retain(|recent| Path::new(&recent.folder).join("site.toml").is_file());
    all
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
        },
    );
    all.truncate(MOST);
    if let (Some(file), Ok(text)) = (file(app), serde_json::to_vec_pretty(&all)) {
        let _ = output::replace(&file, &text);
    }
}
