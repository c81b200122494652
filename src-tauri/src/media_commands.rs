//! Commands for pictures and documents.

use std::sync::atomic::Ordering;

use serde::{Deserialize, Serialize};
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, State, Webview};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;
use trustdesk_core::error::Error;
use trustdesk_core::intake::{Incoming, Shrink, shrink};
use trustdesk_core::library::{Added, Describe, FileFacts, FileView, ReplaceOrder};
use trustdesk_core::say;
use trustdesk_core::served::decoded;
use trustdesk_core::store::kept::Thrown;
use trustdesk_core::view::Update;

use crate::choosing::answered;
use crate::desk::{Answer, Desk, Failure, only_main};
use crate::telling::teller;
use crate::tray::{Offered, Tray};

const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "webp", "gif", "svg"];
const DOCUMENTS: [&str; 4] = ["pdf", "docx", "xlsx", "pptx"];

/// What became of files, and of the site.
#[derive(Debug, Serialize)]
pub(crate) struct AddedAnswer {
    added: Vec<Added>,
    update: Update,
}

/// How a file is named now, and what became of the site.
#[derive(Debug, Serialize)]
pub(crate) struct NamedAnswer {
    path: String,
    update: Update,
}

/// A smaller picture that waits in the tray.
#[derive(Debug, Serialize)]
pub(crate) struct ShrunkAnswer {
    file: Offered,
    width: u32,
    height: u32,
}

/// One file to be replaced by one of the tray.
#[derive(Debug, Deserialize)]
pub(crate) struct Pair {
    path: String,
    id: u32,
}

fn gone() -> Failure {
    Failure::new(
        "stale",
        say!("The chosen file is no longer waiting. Nothing was changed. Choose it again."),
    )
}

#[tauri::command(async)]
pub(crate) fn library(webview: Webview, desk: State<'_, Desk>) -> Answer<Vec<FileView>> {
    only_main(&webview)?;
    Ok(desk.live()?.session().library())
}

#[tauri::command(async)]
pub(crate) fn file_facts(
    webview: Webview,
    desk: State<'_, Desk>,
    path: String,
) -> Answer<FileFacts> {
    only_main(&webview)?;
    Ok(desk.live()?.session().file_facts(&path)?)
}

/// Opens a file of the site in the program that the system has for it.
#[tauri::command(async)]
pub(crate) fn open_file(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    path: String,
) -> Answer<()> {
    only_main(&webview)?;
    let place = {
        let live = desk.live()?;
        let session = live.session();
        if !session.site().media.contains_key(&path) {
            return Err(Error::Stale("file").into());
        }
        session.store().root().join(path.trim_start_matches('/'))
    };
    let opened = app
        .opener()
        .open_path(place.display().to_string(), None::<&str>);
    opened.map_err(|error| {
        Failure::new(
            "open",
            say!(
                "The file could not be opened: {error}.",
                error = error.to_string()
            ),
        )
    })
}

/// Asks for files. Tests that drive the window name a list of them.
#[tauri::command(async)]
pub(crate) fn choose_files(
    webview: Webview,
    app: AppHandle,
    tray: State<'_, Tray>,
    accept: String,
    several: bool,
) -> Answer<Vec<Offered>> {
    only_main(&webview)?;
    if let Some(list) = answered("TRUSTDESK_CHOOSE_FILES") {
        let paths = std::fs::read_to_string(list).unwrap_or_default();
        let paths: Vec<_> = paths.lines().map(Into::into).collect();
        return Ok(tray.offer_all(&paths));
    }
    let endings: Vec<&str> = match accept.as_str() {
        "image" => PICTURES.to_vec(),
        "document" => DOCUMENTS.to_vec(),
        _ => PICTURES.into_iter().chain(DOCUMENTS).collect(),
    };
    let dialog = app.dialog().file().add_filter("", &endings);
    let chosen = if several {
        dialog.blocking_pick_files().unwrap_or_default()
    } else {
        dialog.blocking_pick_file().into_iter().collect()
    };
    let paths: Vec<_> = chosen
        .into_iter()
        .filter_map(|file| file.into_path().ok())
        .collect();
    Ok(tray.offer_all(&paths))
}

/// Takes in the bytes of a pasted file; its name is in the header `x-name`.
#[tauri::command(async)]
pub(crate) fn offer_file(
    webview: Webview,
    tray: State<'_, Tray>,
    request: Request<'_>,
) -> Answer<Offered> {
    only_main(&webview)?;
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(gone());
    };
    let name = request
        .headers()
        .get("x-name")
        .and_then(|n| n.to_str().ok());
    Ok(tray.offer(Incoming {
        name: name
            .and_then(decoded)
            .unwrap_or_else(|| "picture.png".into()),
        bytes: bytes.clone(),
    }))
}

#[tauri::command]
pub(crate) fn forget_files(webview: Webview, tray: State<'_, Tray>, ids: Vec<u32>) -> Answer<()> {
    only_main(&webview)?;
    ids.into_iter().for_each(|id| drop(tray.take(id)));
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn add_files(
    webview: Webview,
    desk: State<'_, Desk>,
    tray: State<'_, Tray>,
    ids: Vec<u32>,
) -> Answer<AddedAnswer> {
    only_main(&webview)?;
    let live = desk.live()?;
    let files: Vec<_> = ids.into_iter().filter_map(|id| tray.take(id)).collect();
    let (added, update) = live.editing(|session, now| session.add_files(&files, now))?;
    Ok(AddedAnswer { added, update })
}

#[tauri::command(async)]
pub(crate) fn replace_files(
    webview: Webview,
    desk: State<'_, Desk>,
    tray: State<'_, Tray>,
    files: Vec<Pair>,
    order: ReplaceOrder,
) -> Answer<AddedAnswer> {
    only_main(&webview)?;
    let live = desk.live()?;
    let files = files
        .into_iter()
        .map(|pair| Some((pair.path, tray.take(pair.id)?)))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(gone)?;
    let (added, update) =
        live.editing(|session, now| session.replace_files(&files, &order, now))?;
    Ok(AddedAnswer { added, update })
}

#[tauri::command(async)]
pub(crate) fn rename_file(
    webview: Webview,
    desk: State<'_, Desk>,
    path: String,
    name: String,
) -> Answer<NamedAnswer> {
    only_main(&webview)?;
    let live = desk.live()?;
    let (path, update) = live.editing(|session, now| session.rename_file(&path, &name, now))?;
    Ok(NamedAnswer { path, update })
}

#[tauri::command(async)]
pub(crate) fn delete_files(
    webview: Webview,
    desk: State<'_, Desk>,
    paths: Vec<String>,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .editing(|session, now| session.delete_files(&paths, now))?)
}

#[tauri::command(async)]
pub(crate) fn describe_file(
    webview: Webview,
    desk: State<'_, Desk>,
    path: String,
    what: Describe,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .editing(|session, now| session.describe_file(&path, &what, now))?)
}

/// Makes a picture smaller, without changing the site: the result waits in the tray.
#[tauri::command(async)]
pub(crate) fn shrink_file(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    tray: State<'_, Tray>,
    path: String,
    shrink_to: Shrink,
) -> Answer<ShrunkAnswer> {
    only_main(&webview)?;
    let store = std::sync::Arc::clone(desk.live()?.session().store());
    let bytes = store.read(path.trim_start_matches('/'))?;
    let tell = teller(&app, "shrink-progress", &tray.stop_shrink);
    let made = shrink(&bytes, &shrink_to, &tell)?;
    let name = path.rsplit('/').next().unwrap_or("picture");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let file = tray.offer(Incoming {
        name: format!("{stem}.{}", made.extension),
        bytes: made.bytes,
    });
    Ok(ShrunkAnswer {
        file,
        width: made.size.0,
        height: made.size.1,
    })
}

#[tauri::command]
pub(crate) fn cancel_shrink(webview: Webview, tray: State<'_, Tray>) -> Answer<()> {
    only_main(&webview)?;
    tray.stop_shrink.store(true, Ordering::Relaxed);
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn deleted_files(webview: Webview, desk: State<'_, Desk>) -> Answer<Vec<Thrown>> {
    only_main(&webview)?;
    Ok(desk.live()?.session().deleted_files())
}

#[tauri::command(async)]
pub(crate) fn restore_file(
    webview: Webview,
    desk: State<'_, Desk>,
    path: String,
    hash: String,
) -> Answer<NamedAnswer> {
    only_main(&webview)?;
    let live = desk.live()?;
    let restored = |session: &mut trustdesk_core::session::Session, now| {
        session.restore_file(&path, &hash, now)
    };
    let (path, update) = live.editing(restored).map_err(|error| match error {
        Error::Stale(_) => Failure::new(
            "stale",
            say!(
                "This file is no longer kept. Nothing was changed. Add it again from your computer."
            ),
        ),
        other => other.into(),
    })?;
    Ok(NamedAnswer { path, update })
}
