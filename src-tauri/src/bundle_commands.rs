//! Bundles made by others: choosing one, verifying it, vouching for its key, looking at it. None of it
//! needs an open site.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager, State, Webview};
use trustdesk_core::bundle::{Bundle, Key, Known, Verified, verify};
use trustdesk_core::say;
use trustdesk_core::store::output;

use crate::choosing::{self, FOLDER, Form};
use crate::desk::{Answer, Failure, only_main};
use crate::telling::teller;
use crate::viewer::{self, Dress, Words};

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

/// What verifying found, in facts and in words.
#[derive(Serialize)]
pub(crate) struct Looked {
    place: PathBuf,
    verified: Verified,
    words: Words,
    /// It can be opened.
    opens: bool,
    standing: Standing,
}

/// What is held of the key that signed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Standing {
    /// Nobody signed it.
    None,
    Unknown,
    Trusted,
    Revoked,
}

/// What becomes of the key that signed the bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Vouch {
    /// The person vouches for it from now on.
    Trust,
    /// The person vouches for it no longer.
    Forget,
    /// It was withdrawn: whatever it signs is refused.
    Revoke,
}

impl Verifying {
    fn last(&self) -> MutexGuard<'_, Option<Last>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks for a bundle.
#[tauri::command(async)]
pub(crate) fn choose_bundle(
    webview: Webview,
    app: AppHandle,
    form: Form,
) -> Answer<Option<PathBuf>> {
    only_main(&webview)?;
    Ok(match form {
        Form::Folder => choosing::folder(&app, "TRUSTDESK_CHOOSE_BUNDLE", false),
        Form::Zip => choosing::file(&app, "TRUSTDESK_CHOOSE_ZIP", "Zip", &["zip"]),
    })
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
    look(&app, &verifying, place)
}

/// What is known of signers, and where that is kept.
fn known(app: &AppHandle) -> Answer<(Known, PathBuf)> {
    let data = app.path().app_data_dir().map_err(|error| {
        let error = error.to_string();
        Failure::new("read", say!("There is no folder for it: {error}.", error))
    })?;
    let file = Known::place(&data);
    Ok((Known::read(&file)?, file))
}

/// Verifies what lies at a place, and remembers an intact release.
fn look(app: &AppHandle, verifying: &Verifying, place: PathBuf) -> Answer<Looked> {
    let tell = teller(app, "verify-progress", &verifying.stop);
    *verifying.last() = None;
    let (mut known, file) = known(app)?;
    let (verified, bundle) = verify(&place, &known, &tell)?;
    let before = known.clone();
    known.see(&verified);
    if known != before {
        known.write(&file)?;
    }
    let looked = Looked {
        place: place.clone(),
        words: Words::of(verified.verdict),
        opens: bundle.is_some(),
        standing: standing(&known, &verified)?,
        verified: verified.clone(),
    };
    *verifying.last() = Some(Last {
        place,
        verified,
        bundle: bundle.map(Arc::new),
    });
    Ok(looked)
}

fn standing(known: &Known, verified: &Verified) -> Answer<Standing> {
    if verified.key.is_empty() {
        return Ok(Standing::None);
    }
    let key = Key::parse(&verified.key)?;
    Ok(if known.revoked(&key) {
        Standing::Revoked
    } else if known.trusts(verified.id(), &key) {
        Standing::Trusted
    } else {
        Standing::Unknown
    })
}

/// Does with the key of the bundle that was verified last what the person says, and verifies it again.
#[tauri::command(async)]
pub(crate) fn vouch_for_signer(
    webview: Webview,
    app: AppHandle,
    verifying: State<'_, Verifying>,
    vouch: Vouch,
) -> Answer<Looked> {
    only_main(&webview)?;
    let last = verifying
        .last()
        .as_ref()
        .map(|last| (last.place.clone(), last.verified.clone()));
    let Some((place, verified)) = last.filter(|(_, verified)| !verified.key.is_empty()) else {
        return Err(Failure::new(
            "no-bundle",
            say!("No signed bundle was verified. Choose one first."),
        ));
    };
    let key = Key::parse(&verified.key)?;
    let (mut known, file) = known(&app)?;
    match vouch {
        Vouch::Trust => known.trust(verified.id(), &key),
        Vouch::Forget => known.forget(verified.id(), &key),
        Vouch::Revoke => known.revoke(&key),
    }
    known.write(&file)?;
    look(&app, &verifying, place)
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
    let Some(file) = choosing::place(&app, FOLDER, "verify-report.txt", "Text") else {
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
