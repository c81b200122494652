//! Files that were chosen, dropped or pasted and wait for what is done with them. The window names
//! them by number: it never names a file on disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tauri::{AppHandle, DragDropEvent, Emitter, Manager};
use trustdesk_core::intake::{self, Incoming, LARGEST_DOCUMENT};

use crate::desk::MAIN;

/// Most files that are taken at once.
const MOST: usize = 500;

/// The waiting files.
#[derive(Default)]
pub(crate) struct Tray {
    inside: Mutex<(u32, BTreeMap<u32, Incoming>)>,
    pub(crate) stop_shrink: AtomicBool,
}

/// One waiting file, as the window knows it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Offered {
    id: u32,
    name: String,
    bytes: u64,
    /// Why it cannot be used, as a stable name.
    refusal: Option<String>,
    /// What will be taken out of it or should be known.
    notes: Vec<String>,
}

/// Files dropped on the window, and where.
#[derive(Debug, Clone, Serialize)]
struct Dropped {
    files: Vec<Offered>,
    x: f64,
    y: f64,
}

impl Tray {
    fn inside(&self) -> MutexGuard<'_, (u32, BTreeMap<u32, Incoming>)> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a file in and says whether it may be published.
    pub(crate) fn offer(&self, file: Incoming) -> Offered {
        let checked = intake::check(&file);
        let mut inside = self.inside();
        inside.0 += 1;
        let id = inside.0;
        let offered = Offered {
            id,
            name: file.name.clone(),
            bytes: file.bytes.len() as u64,
            refusal: checked.as_ref().err().map(|r| r.code().to_owned()),
            notes: checked.map_or_else(
                |_| Vec::new(),
                |ready| ready.notes.iter().map(|n| (*n).to_owned()).collect(),
            ),
        };
        inside.1.insert(id, file);
        offered
    }

    /// Takes in files by their place on disk; what is no file is left out.
    pub(crate) fn offer_all(&self, paths: &[PathBuf]) -> Vec<Offered> {
        paths
            .iter()
            .filter(|path| path.is_file())
            .take(MOST)
            .map(|path| self.offer_path(path))
            .collect()
    }

    fn offer_path(&self, path: &Path) -> Offered {
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let size = path.metadata().map_or(0, |m| m.len());
        if size > LARGEST_DOCUMENT as u64 {
            return Offered {
                id: 0,
                name,
                bytes: size,
                refusal: Some("too-large".into()),
                notes: Vec::new(),
            };
        }
        match std::fs::read(path) {
            Ok(bytes) => self.offer(Incoming { name, bytes }),
            Err(_) => Offered {
                id: 0,
                name,
                bytes: size,
                refusal: Some("unreadable".into()),
                notes: Vec::new(),
            },
        }
    }

    /// Hands a file over.
    pub(crate) fn take(&self, id: u32) -> Option<Incoming> {
        self.inside().1.remove(&id)
    }
}

/// Files are dragged over the window or dropped on it.
pub(crate) fn dragged(app: &AppHandle, event: &DragDropEvent) {
    match event {
        DragDropEvent::Enter { paths, .. } if !paths.is_empty() => {
            let _ = app.emit_to(MAIN, "dragging", true);
        }
        DragDropEvent::Leave => {
            let _ = app.emit_to(MAIN, "dragging", false);
        }
        DragDropEvent::Drop { paths, position } if !paths.is_empty() => {
            let (app, paths, position) = (app.clone(), paths.clone(), *position);
            tauri::async_runtime::spawn_blocking(move || {
                let files = app.state::<Tray>().offer_all(&paths);
                let dropped = Dropped {
                    files,
                    x: position.x,
                    y: position.y,
                };
                let _ = app.emit_to(MAIN, "dragging", false);
                let _ = app.emit_to(MAIN, "dropped", dropped);
            });
        }
        _ => {}
    }
}
