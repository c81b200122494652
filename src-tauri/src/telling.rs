//! Telling the window how far something long is, and hearing from it whether that goes on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use tauri::{AppHandle, Emitter};

use crate::desk::MAIN;

/// How often the window hears how far something is.
const EVERY: Duration = Duration::from_millis(40);

/// Something begins that `stop` can end. Answers with what tells the window by an event how far it is, now
/// and then, and says whether it goes on.
pub(crate) fn teller<'s, P: Serialize + Clone>(
    app: &AppHandle,
    event: &'static str,
    stop: &'s AtomicBool,
) -> impl Fn(P) -> bool + Sync + use<'s, P> {
    stop.store(false, Ordering::Relaxed);
    let app = app.clone();
    let told: Mutex<Option<Instant>> = Mutex::default();
    move |progress| {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|at| at.elapsed() >= EVERY) {
            *told = Some(Instant::now());
            let _ = app.emit_to(MAIN, event, progress);
        }
        !stop.load(Ordering::Relaxed)
    }
}
