//! Answers one request of a browser.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{Stream, unfold};
use tokio::sync::watch;
use trustdesk_core::served::decoded;

use super::shown::{Found, Shown};
use super::{Server, page};
use crate::words;

pub(super) async fn answer(State(server): State<Arc<Server>>, request: Request) -> Response {
    let host = request.headers().get(header::HOST);
    let ours = |host: &str| server.hosts.iter().any(|own| own == host);
    if !host.and_then(|host| host.to_str().ok()).is_some_and(ours) {
        return plain(StatusCode::FORBIDDEN, words::OTHER_HOST);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, words::ONLY_GET);
    }
    let Some(path) = decoded(request.uri().path()) else {
        return plain(StatusCode::BAD_REQUEST, words::BAD_ADDRESS);
    };
    match path.as_str() {
        page::CHANGES => {
            let since = request.uri().query().and_then(|query| query.parse().ok());
            changes(&server, since.unwrap_or(0)).into_response()
        }
        page::SCRIPT_PATH => made(StatusCode::OK, page::SCRIPT_PATH, page::SCRIPT.into()),
        page::STYLE_PATH => made(StatusCode::OK, page::STYLE_PATH, page::STYLE.into()),
        _ => {
            let shown = Arc::clone(&server.shown.borrow());
            // Rendering takes the processor, not the network.
            let found = tokio::task::spawn_blocking(move || document(&shown, &path)).await;
            found.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, words::PANICKED))
        }
    }
}

fn document(shown: &Shown, path: &str) -> Response {
    let html = |status, html: String| made(status, ".html", html.into_bytes());
    match shown.find(path) {
        Found::Page(body, problems) if body.is_empty() => html(
            StatusCode::INTERNAL_SERVER_ERROR,
            page::failed(&problems, shown.version),
        ),
        Found::Page(body, problems) => html(
            StatusCode::OK,
            page::served(&body, &problems, shown.version),
        ),
        Found::Missing(Some(body)) => html(
            StatusCode::NOT_FOUND,
            page::served(&body, &[], shown.version),
        ),
        Found::Missing(None) => html(StatusCode::NOT_FOUND, page::missing(path, shown.version)),
        Found::File(kind, bytes) => with_kind(StatusCode::OK, kind, bytes),
    }
}

/// A stream that tells once that the site is no longer the one of version `since`.
fn changes(
    server: &Server,
    since: u64,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let state = Some((server.shown.clone(), server.stopping.clone()));
    let stream = unfold(state, move |state| async move {
        let (mut shown, mut stopping) = state?;
        tokio::select! {
            changed = newer(&mut shown, since) => {
                let version = changed?.to_string();
                Some((Ok(Event::default().event("changed").data(version)), None))
            }
            _ = stopping.wait_for(|stopping| *stopping) => None,
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// The version of the site once it is another than `since`; `None` when it is no longer watched.
async fn newer(shown: &mut watch::Receiver<Arc<Shown>>, since: u64) -> Option<u64> {
    let other = shown.wait_for(|shown| shown.version != since).await;
    Some(other.ok()?.version)
}

fn plain(status: StatusCode, text: &str) -> Response {
    made(status, ".txt", text.as_bytes().to_vec())
}

fn made(status: StatusCode, name: &str, bytes: Vec<u8>) -> Response {
    with_kind(status, trustdesk_core::served::media_type(name), bytes)
}

fn with_kind(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // No page of the web may show this one or read it.
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    ];
    (status, headers, Body::from(bytes)).into_response()
}
