//! Bundles made by others: choosing one, verifying it, vouching for its key, looking at it. None of it
//! needs an open site.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Emitter, State, Webview};
use tauri_plugin_dialog::DialogExt;
use trustdesk_core::bundle::Bundle;
use trustdesk_core::bundle::verify::Verified;
use trustdesk_core::say;
use trustdesk_core::store::output;

use crate::desk::{Answer, Failure, MAIN, only_main};
use crate::saving;
use crate::viewer::{self, Dress, Words};

/// How often the window hears how far verifying is.
const TELL: Duration = Duration::from_millis(40);

/// The bundle that was verified last.
#[derive(Default)]
pub(crate) struct Verifying {
    last: Mutex<Option<Last>>,
    stop: AtomicBool,
}

struct Last {
    place: PathBuf,
    verified: Verified,
    bundle: Option<Arc<Bundle>>,
}

/// What a bundle can be chosen as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Form {
    Folder,
    Zip,
}

/// What verifying found, in facts and in words.
#[derive(Serialize)]
pub(crate) struct Looked {
    place: PathBuf,
    verified: Verified,
    words: Words,
    /// It can be opened.
    opens: bool,
    fingerprint: String,
    key: &'static str,
}

/// What becomes of the key that signed the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Vouch {
    /// The person vouches for it from now on.
    Trust,
    /// The person never heard of it.
    Forget,
    /// It was withdrawn: whatever it signs is refused.
    Revoke,
}

/// How far verifying is.
#[derive(Debug, Clone, Copy, Serialize)]
struct Progress {
    done: u32,
    total: u32,
}

impl Verifying {
    fn last(&self) -> MutexGuard<'_, Option<Last>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks for a bundle. Tests that drive the window name one instead of using the system's dialog.
#[tauri::command(async)]
pub(crate) fn choose_bundle(
    webview: Webview,
    app: AppHandle,
    form: Form,
) -> Answer<Option<PathBuf>> {
    only_main(&webview)?;
    if let (Some(_), Some(answer)) = (
        std::env::var_os("TAURI_AUTOMATION"),
        std::env::var_os("TRUSTDESK_CHOOSE_BUNDLE"),
    ) {
        return Ok(Some(PathBuf::from(answer)));
    }
    let dialog = app.dialog().file();
    let chosen = match form {
        Form::Folder => dialog.blocking_pick_folder(),
        Form::Zip => dialog.add_filter("Zip", &["zip"]).blocking_pick_file(),
    };
    Ok(chosen.and_then(|place| place.into_path().ok()))
}

/// Verifies a bundle. Nothing is written, whatever is in it.
#[tauri::command(async)]
pub(crate) fn verify_bundle(
    webview: Webview,
    app: AppHandle,
    verifying: State<'_, Verifying>,
    place: PathBuf,
) -> Answer<Looked> {
    only_main(&webview)?;
    verifying.stop.store(false, Ordering::Relaxed);
    let told: Mutex<Option<Instant>> = Mutex::default();
    let goes_on = |done: u32, total: u32| {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_none_or(|at| at.elapsed() >= TELL) {
            *told = Some(Instant::now());
            let _ = app.emit_to(MAIN, "verify-progress", Progress { done, total });
        }
        !verifying.stop.load(Ordering::Relaxed)
    };
    let (verified, bundle) = verify(&place, &goes_on)?;
    let looked = Looked {
        place: place.clone(),
        words: Words::of(verified.verdict),
        opens: bundle.is_some(),
        fingerprint: String::new(),
        key: "none",
        verified: verified.clone(),
    };
    *verifying.last() = Some(Last {
        place,
        verified,
        bundle: bundle.map(Arc::new),
    });
    Ok(looked)
}

#[tauri::command]
pub(crate) fn cancel_verify(webview: Webview, verifying: State<'_, Verifying>) -> Answer<()> {
    only_main(&webview)?;
    verifying.stop.store(true, Ordering::Relaxed);
    Ok(())
}

/// Shows the bundle that was verified last in its own window.
#[tauri::command]
pub(crate) async fn open_bundle(
    webview: Webview,
    app: AppHandle,
    verifying: State<'_, Verifying>,
    dress: Dress,
) -> Answer<()> {
    only_main(&webview)?;
    let found = verifying
        .last()
        .as_ref()
        .and_then(|last| Some((last.bundle.clone()?, last.verified.clone())));
    let Some((bundle, verified)) = found else {
        return Err(Failure::new(
            "no-bundle",
            say!("No bundle was verified that can be opened. Choose one first."),
        ));
    };
    viewer::open(&app, bundle, verified, dress)
}

/// Shows the bundle's window in the language and the appearance of the main one.
#[tauri::command]
pub(crate) async fn dress_bundle(webview: Webview, app: AppHandle, dress: Dress) -> Answer<()> {
    only_main(&webview)?;
    viewer::dress(&app, dress);
    Ok(())
}

#[tauri::command]
pub(crate) async fn close_bundle(webview: Webview, app: AppHandle) -> Answer<()> {
    only_main(&webview)?;
    viewer::close(&app);
    Ok(())
}

/// Keeps what was found as a text. Answers with the file, if one was chosen.
#[tauri::command(async)]
pub(crate) fn save_verdict(
    webview: Webview,
    app: AppHandle,
    text: String,
) -> Answer<Option<PathBuf>> {
    only_main(&webview)?;
    let Some(file) = saving::choose(&app, "verify-report.txt", "Text", "txt") else {
        return Ok(None);
    };
    output::replace(&file, text.as_bytes()).map_err(|error| {
        let message = say!(
            "The report could not be written: {error}. The bundle was not touched. Choose another folder.",
            error = error.to_string()
        );
        Failure::new("write", message)
    })?;
    Ok(Some(file))
}

// ---- until `verify` is there ----
fn verify(
    place: &std::path::Path,
    goes_on: &dyn Fn(u32, u32) -> bool,
) -> Answer<(Verified, Option<Bundle>)> {
    use trustdesk_core::bundle::verify::{Finding, Verdict};
    let bundle = Bundle::open(place)?;
    let m = bundle.manifest();
    let mut findings = Vec::new();
    let total = m.len() as u32;
    for (done, path) in m.paths().enumerate() {
        if !goes_on(done as u32, total) {
            return Err(trustdesk_core::error::Error::Cancelled.into());
        }
        if let Err(e) = bundle.read(path) {
            findings.push(Finding {
                verdict: Verdict::Altered,
                file: path.to_owned(),
                say: e.message(),
            });
        }
    }
    let verified = Verified {
        verdict: if findings.is_empty() {
            Verdict::Unsigned
        } else {
            Verdict::Altered
        },
        findings,
        site: m.site.name.clone(),
        address: m.site.address.clone(),
        release: m.release.map(|r| r.number),
        date: m
            .release
            .map(|r| r.date)
            .or(m.as_of)
            .map(|d| d.to_string())
            .unwrap_or_default(),
        root: m.root().to_string(),
        files: total,
        bytes: m.bytes(),
        signer: String::new(),
        fingerprint: String::new(),
        key: String::new(),
        manifest: String::new(),
    };
    Ok((verified, Some(bundle)))
}
