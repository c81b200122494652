//! Answers the bundle's window: files of the bundle as they were verified, and what is ours. Nobody else
//! gets an answer.

use tauri::http::{Request, Response, StatusCode, header};
use trustdesk_core::served::media_type;

use super::target::{FILES, OURS, Target, base};
use super::{LABEL, Shown, Viewer, bar};

/// What came of a request.
struct Answer {
    kind: &'static str,
    policy: String,
    body: Vec<u8>,
}

/// Answers one request of the webview called `label`.
pub(crate) fn answer(
    viewer: &Viewer,
    label: &str,
    request: &Request<Vec<u8>>,
) -> Response<Vec<u8>> {
    let found = viewer
        .shown()
        .as_mut()
        .filter(|_| label == LABEL)
        .and_then(|shown| asked(shown, request));
    let (status, found) = match found {
        Some(found) => (StatusCode::OK, found),
        None => (
            StatusCode::NOT_FOUND,
            Answer {
                kind: "text/plain",
                policy: nothing(),
                body: Vec::new(),
            },
        ),
    };
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, found.kind)
        .header(header::CONTENT_SECURITY_POLICY, found.policy)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_DNS_PREFETCH_CONTROL, "off")
        .body(found.body)
        .unwrap_or_default()
}

fn asked(shown: &mut Shown, request: &Request<Vec<u8>>) -> Option<Answer> {
    let url = request.uri().to_string().parse().ok()?;
    match Target::of(&url) {
        Target::Inside { path, .. } => file(shown, &path),
        Target::Ours(path) => ours(shown, &path),
        Target::Outside(_) | Target::Nowhere => None,
    }
}

/// The bar with the frame below it, and its style sheet. Its policy lets links of the page lead out of the
/// bundle as far as to the question whether they may, which is where the bar learns of them.
fn ours(shown: &mut Shown, path: &str) -> Option<Answer> {
    let (token, rest) = path.split_once('/')?;
    if token != shown.token {
        return None;
    }
    let (kind, body) = match rest {
        "bar.css" => ("text/css; charset=utf-8", bar::STYLE.to_owned()),
        _ if rest == shown.view() => {
            shown.handed_out = false;
            ("text/html; charset=utf-8", bar::document(shown))
        }
        _ => return None,
    };
    Some(Answer {
        kind,
        policy: format!(
            "default-src 'none'; style-src {}; frame-src {} http: https: mailto: tel:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            base(OURS),
            base(FILES)
        ),
        body: body.into_bytes(),
    })
}

/// A file of the bundle: the page that is looked at, or a part of it. Its bytes are compared with the
/// manifest at every reading.
fn file(shown: &mut Shown, path: &str) -> Option<Answer> {
    let page = shown.page() == Some(path);
    let kind = match media_type(path) {
        kind if kind.starts_with("text/html") => {
            if !page || std::mem::replace(&mut shown.handed_out, true) {
                return None;
            }
            kind
        }
        kind if kind.starts_with("text/css") || kind.starts_with("image/") => kind,
        _ => match path.rsplit('.').next()? {
            "woff2" => "font/woff2",
            "woff" => "font/woff",
            "ttf" => "font/ttf",
            "otf" => "font/otf",
            _ => return None,
        },
    };
    Some(Answer {
        kind,
        policy: policy(page),
        body: shown.bundle.read(path).ok()?,
    })
}

/// What a page may do: show its own styles, pictures and fonts. A picture may do nothing. Without an
/// origin of its own, WebKit would not know what a policy in the page means by `'self'`.
fn policy(page: bool) -> String {
    if !page {
        return nothing();
    }
    let files = base(FILES);
    format!(
        "default-src 'none'; img-src {files} data:; style-src {files} 'unsafe-inline'; font-src {files} data:; base-uri 'none'; form-action 'none'; frame-ancestors {}; sandbox allow-same-origin",
        base(OURS)
    )
}

fn nothing() -> String {
    "default-src 'none'; style-src 'unsafe-inline'; sandbox".to_owned()
}
