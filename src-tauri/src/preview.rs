//! The `preview:` scheme: the theme's files, the site's media and the files of its releases, read-only,
//! nothing else.

use tauri::http::{Request, Response, StatusCode, header};
use tauri::{AppHandle, Manager};

use trustdesk_core::release;
use trustdesk_core::render::{Look, preview_css};
use trustdesk_core::served::{decoded, media_type};

use crate::changes_commands::{Comparing, Which};
use crate::desk::Desk;
use crate::thumbs::Thumbs;

/// Answers one request of the preview frame or of a thumbnail.
pub(crate) fn answer(app: &AppHandle, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let path = decoded(request.uri().path());
    let query = request.uri().query().unwrap_or_default();
    let look = query.split('&').find_map(|part| part.strip_prefix("look="));
    let found = path
        .as_deref()
        .and_then(|path| bytes(app, path, look.and_then(Look::named)));
    let (status, kind, body) = match (found, path) {
        (Some(body), Some(path)) => (StatusCode::OK, content_type(&path, &body), body),
        _ => (StatusCode::NOT_FOUND, "text/plain", Vec::new()),
    };
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "no-store")
        .header(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        )
        .body(body)
        .unwrap_or_default()
}

/// What others get than the window that edits.
pub(crate) fn nothing() -> Response<Vec<u8>> {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn bytes(app: &AppHandle, path: &str, look: Option<Look>) -> Option<Vec<u8>> {
    let live = app.state::<Desk>().live().ok()?;
    if let Some(path) = path.strip_prefix("/thumb/") {
        let store = std::sync::Arc::clone(live.session().store());
        return app.state::<Thumbs>().of(&store, path);
    }
    for which in [Which::Before, Which::After] {
        let inner = path.trim_start_matches('/').strip_prefix(which.folder());
        if let Some(path) = inner.and_then(|path| path.strip_prefix('/')) {
            let bytes = app.state::<Comparing>().file(app, which, path)?;
            return dressed(path, bytes, look);
        }
    }
    if let Some(path) = path.strip_prefix("/release/") {
        let store = std::sync::Arc::clone(live.session().store());
        let (number, path) = path.split_once('/')?;
        return release::kept(&store, number.parse().ok()?)
            .ok()?
            .read(path)
            .ok();
    }
    let session = live.session();
    if path.starts_with("/media/") {
        let store = std::sync::Arc::clone(session.store());
        drop(session);
        return store.read(path.trim_start_matches('/')).ok();
    }
    let bytes = session.asset(path.trim_start_matches('/'))?;
    dressed(path, bytes, look)
}

/// A file as the frame gets it.
fn dressed(path: &str, bytes: Vec<u8>, look: Option<Look>) -> Option<Vec<u8>> {
    if !path.ends_with(".css") {
        return Some(bytes);
    }
    // The preview may show another look than the system's, and marks of its own.
    let css = String::from_utf8(bytes).ok()?;
    Some(preview_css(&css, look).into_bytes())
}

fn content_type(path: &str, body: &[u8]) -> &'static str {
    // A small picture may be of another format than the one it shows.
    if path.starts_with("/thumb/") && body.starts_with(b"RIFF") {
        return "image/webp";
    }
    match media_type(path) {
        // The frame shows pictures and styles; nothing in it is a document of its own.
        "text/css; charset=utf-8" => "text/css; charset=utf-8",
        kind if kind.starts_with("image/") || kind == "application/pdf" => kind,
        _ => "application/octet-stream",
    }
}
