//! Small pictures for the screen of files, made once and kept in memory while they are wanted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use trustdesk_core::intake::{Shrink, shrink};
use trustdesk_core::store::{Hash, Store};

/// Pictures up to this size are shown as they are.
const SMALL: u64 = 150_000;
/// Twice the width of a card, for sharp screens.
const WIDTH: u32 = 400;
/// Most bytes of small pictures in memory.
const MOST: usize = 64 * 1024 * 1024;

/// Small pictures by the hash of the large ones.
#[derive(Default)]
pub(crate) struct Thumbs(Mutex<BTreeMap<Hash, Arc<Vec<u8>>>>);

impl Thumbs {
    /// The small picture of a file under `media/`; the file itself when it is small or no photograph.
    pub(crate) fn of(&self, store: &Store, path: &str) -> Option<Vec<u8>> {
        if !path.starts_with("media/") {
            return None;
        }
        let bytes = store.read(path).ok()?;
        let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let format = match ending.as_str() {
            "jpg" | "jpeg" => "jpg",
            "png" | "webp" => "webp",
            _ => return Some(bytes),
        };
        if bytes.len() as u64 <= SMALL {
            return Some(bytes);
        }
        let hash = Hash::of(&bytes);
        if let Some(known) = self.all().get(&hash) {
            return Some(known.as_ref().clone());
        }
        let wanted = Shrink {
            width: WIDTH,
            format: format.into(),
            quality: 80,
        };
        let Ok(small) = shrink(&bytes, &wanted, &|_| true) else {
            return Some(bytes);
        };
        let mut all = self.all();
        if all.values().map(|b| b.len()).sum::<usize>() > MOST {
            all.clear();
        }
        all.insert(hash, Arc::new(small.bytes.clone()));
        Some(small.bytes)
    }

    fn all(&self) -> std::sync::MutexGuard<'_, BTreeMap<Hash, Arc<Vec<u8>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
