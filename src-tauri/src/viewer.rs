//! The window that shows a bundle made by others: no capability names it, scripts are off, nothing leaves
//! it. Its bar is drawn by us; the page stands in a sandboxed frame below.

mod bar;
mod scheme;
mod target;
mod words;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder};
use trustdesk_core::bundle::{Bundle, Verified, title_of};
use trustdesk_core::message::{Language, Message};
use trustdesk_core::say;

use crate::desk::{Answer, Failure};

pub(crate) use scheme::answer;
pub(crate) use target::{FILES, OURS};
pub(crate) use words::Words;

use target::{Target, base};

/// The label of the window. No capability names it, and every command refuses it.
pub(crate) const LABEL: &str = "bundle";
/// A proxy where nothing listens: whatever would ask the network in spite of all else ends there.
const NOWHERE: &str = "http://127.0.0.1:1";
/// Beyond as many pages the list shows their paths only, so that opening stays quick.
const TITLED: usize = 2000;

/// Language and appearance of the main window, which this one follows.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Dress {
    language: String,
    appearance: String,
}

/// A page as the list of pages names it.
struct Listed {
    path: String,
    title: String,
}

/// One step of where the person has been.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Visit {
    path: String,
    fragment: Option<String>,
}

/// A link that was not followed.
struct Note {
    address: String,
    copied: bool,
}

/// What stands below the bar.
enum Seen {
    /// The page that is visited.
    Page,
    /// What is no page: its size and its digest.
    Document { bytes: u64, digest: String },
    /// A file that is not what was published, and why.
    Refused(Message),
    /// A file that the bundle does not have.
    Missing,
}

/// The bundle that is looked at.
struct Shown {
    bundle: Arc<Bundle>,
    verified: Verified,
    dress: Dress,
    /// Nobody but our own bar knows it, so no page can ask for what the bar asks.
    token: String,
    pages: Vec<Listed>,
    visits: Vec<Visit>,
    at: usize,
    seen: Seen,
    note: Option<Note>,
    /// Rises with every drawing: each has an address of its own.
    drawn: u32,
    /// The page was given to the frame of this drawing. Nothing else can get it, so that no page ever
    /// stands in place of the bar.
    handed_out: bool,
}

/// The bundle's window, or none.
#[derive(Default)]
pub(crate) struct Viewer {
    shown: Mutex<Option<Shown>>,
    clipboard: Mutex<Option<arboard::Clipboard>>,
}

impl Viewer {
    fn shown(&self) -> MutexGuard<'_, Option<Shown>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the bundle, as its window is gone.
    pub(crate) fn forget(&self) {
        *self.shown() = None;
    }

    /// Does what a link asks for. Answers whether WebKit may go there, and what to draw then.
    fn asked(&self, url: &Url) -> (bool, Option<Url>) {
        let mut shown = self.shown();
        let Some(shown) = shown.as_mut() else {
            return (false, None);
        };
        let changed = match Target::of(url) {
            // The frame that our bar drew, once, and places within the page.
            Target::Inside { path, fragment }
                if shown.page() == Some(&path) && (!shown.handed_out || fragment.is_some()) =>
            {
                return (true, None);
            }
            Target::Inside { path, fragment } => shown.visit_to(&path, fragment),
            Target::Ours(path) => {
                let Some(rest) = path.strip_prefix(&format!("{}/", shown.token)) else {
                    return (false, None);
                };
                if rest == shown.view() {
                    return (true, None);
                }
                rest.strip_prefix("do/")
                    .is_some_and(|act| self.act(shown, act))
            }
            Target::Outside(address) => {
                let copied = false;
                shown.note = Some(Note { address, copied });
                true
            }
            Target::Nowhere => false,
        };
        (false, changed.then(|| shown.draw()).flatten())
    }

    /// What a link of the bar asks for; false when that is nothing.
    fn act(&self, shown: &mut Shown, act: &str) -> bool {
        match act {
            "back" if shown.at > 0 => shown.go(shown.at - 1),
            "forward" if shown.at + 1 < shown.visits.len() => shown.go(shown.at + 1),
            "home" => return shown.visit_to(&shown.first(), None),
            "close" => shown.note = None,
            "copy" => return self.copy(shown),
            _ => {
                let page = act.strip_prefix("page/").and_then(|n| n.parse().ok());
                let Some(page) = page.and_then(|n: usize| shown.pages.get(n)) else {
                    return false;
                };
                let path = page.path.clone();
                return shown.visit_to(&path, None);
            }
        }
        true
    }

    /// Puts the address of the note on the clipboard.
    fn copy(&self, shown: &mut Shown) -> bool {
        let Some(note) = shown.note.as_mut() else {
            return false;
        };
        let mut slot = self
            .clipboard
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if slot.is_none() {
            *slot = arboard::Clipboard::new().ok();
        }
        note.copied = slot
            .as_mut()
            .is_some_and(|clipboard| clipboard.set_text(note.address.clone()).is_ok());
        note.copied
    }
}

impl Shown {
    fn of(bundle: Arc<Bundle>, verified: Verified, dress: Dress) -> Answer<Self> {
        let pages = listed(&bundle);
        let mut shown = Self {
            bundle,
            verified,
            dress,
            token: token()?,
            pages,
            visits: Vec::new(),
            at: 0,
            seen: Seen::Missing,
            note: None,
            drawn: 0,
            handed_out: false,
        };
        let first = shown.first();
        shown.visit_to(&first, None);
        Ok(shown)
    }

    fn language(&self) -> Language {
        Language::nearest(&self.dress.language)
    }

    fn visit(&self) -> &Visit {
        // There is always one: the first page.
        &self.visits[self.at]
    }

    /// The page in the frame, if one is.
    fn page(&self) -> Option<&str> {
        matches!(self.seen, Seen::Page).then(|| self.visit().path.as_str())
    }

    /// The first page in the language of the window, else the first.
    fn first(&self) -> String {
        let own = format!("{}/index.html", self.language().tag());
        let page = self
            .pages
            .iter()
            .find(|page| page.path.eq_ignore_ascii_case(&own))
            .or_else(|| {
                let index = |page: &&Listed| page.path.ends_with("index.html");
                self.pages.iter().find(index)
            })
            .or(self.pages.first());
        page.map_or("index.html", |page| &page.path).to_owned()
    }

    /// Goes to a file; steps that were taken back are forgotten. Always draws.
    fn visit_to(&mut self, path: &str, fragment: Option<String>) -> bool {
        let path = target::file(self.bundle.manifest(), path).unwrap_or_else(|| path.to_owned());
        let visit = Visit { path, fragment };
        if self.visits.get(self.at) != Some(&visit) {
            self.visits.truncate(self.at + 1);
            self.visits.push(visit);
        }
        self.go(self.visits.len() - 1);
        true
    }

    fn go(&mut self, at: usize) {
        self.at = at;
        self.note = None;
        let path = &self.visits[at].path;
        self.seen = match (self.bundle.manifest().get(path), self.bundle.read(path)) {
            (None, _) => Seen::Missing,
            (Some(_), Err(error)) => Seen::Refused(error.message()),
            (Some(_), Ok(_)) if path.to_ascii_lowercase().ends_with(".html") => Seen::Page,
            (Some(stated), Ok(_)) => Seen::Document {
                bytes: stated.bytes,
                digest: stated.hash.to_string(),
            },
        };
    }

    /// The path of the drawing that is to be seen, below the token.
    fn view(&self) -> String {
        format!("view/{}", self.drawn)
    }

    /// The address of a new drawing.
    fn draw(&mut self) -> Option<Url> {
        self.drawn += 1;
        format!("{}{}/{}", base(OURS), self.token, self.view())
            .parse()
            .ok()
    }
}

/// The pages of a bundle with their titles.
fn listed(bundle: &Bundle) -> Vec<Listed> {
    let pages: Vec<&str> = bundle.pages().collect();
    let titled = pages.len() <= TITLED;
    let title = |path: &str| {
        let text = titled.then(|| bundle.text(path).ok().flatten()).flatten()?;
        title_of(&text)
    };
    pages
        .iter()
        .map(|path| Listed {
            path: (*path).to_owned(),
            title: title(path).unwrap_or_default(),
        })
        .collect()
}

/// What no page can guess.
fn token() -> Answer<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| not_shown(&error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn not_shown(error: &str) -> Failure {
    Failure::new(
        "window",
        say!(
            "The bundle could not be shown: {error}. Nothing was changed.",
            error
        ),
    )
}

/// Shows a bundle in its window, which is opened if it is not.
pub(crate) fn open(
    app: &AppHandle,
    bundle: Arc<Bundle>,
    verified: Verified,
    dress: Dress,
) -> Answer<()> {
    let mut shown = Shown::of(bundle, verified, dress)?;
    let Some(url) = shown.draw() else {
        return Err(not_shown("url"));
    };
    let title = bar::title(&shown);
    *app.state::<Viewer>().shown() = Some(shown);
    if let Some(window) = app.get_webview_window(LABEL) {
        let there = window
            .set_title(&title)
            .and_then(|()| window.navigate(url))
            .and_then(|()| window.set_focus());
        return there.map_err(|error| not_shown(&error.to_string()));
    }
    build(app, url, &title).map_err(|error| {
        app.state::<Viewer>().forget();
        not_shown(&error.to_string())
    })
}

/// Draws the window anew in another language or appearance.
pub(crate) fn dress(app: &AppHandle, dress: Dress) {
    let viewer = app.state::<Viewer>();
    let drawn = viewer.shown().as_mut().map(|shown| {
        shown.dress = dress;
        (shown.draw(), bar::title(shown))
    });
    if let (Some((Some(url), title)), Some(window)) = (drawn, app.get_webview_window(LABEL)) {
        let _ = window.set_title(&title);
        let _ = window.navigate(url);
    }
}

/// Closes the window, if it is open.
pub(crate) fn close(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.destroy();
    }
}

fn build(app: &AppHandle, url: Url, title: &str) -> tauri::Result<()> {
    let (going, opening) = (app.clone(), app.clone());
    let mut builder = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::CustomProtocol(url))
        .title(title)
        .inner_size(1200.0, 860.0)
        .min_inner_size(640.0, 480.0)
        .disable_javascript()
        .disable_drag_drop_handler()
        .general_autofill_enabled(false)
        .on_navigation(move |url| goes(&going, url))
        .on_new_window(move |url, _| {
            goes(&opening, &url);
            NewWindowResponse::Deny
        })
        .on_permission_request(|_, _| tauri::webview::PermissionResponse::Deny)
        .on_download(|_, _| false);
    if let Ok(nowhere) = NOWHERE.parse() {
        builder = builder.proxy_url(nowhere);
    }
    builder.build().map(drop)
}

/// Whether WebKit may go to an address. Whatever else it means is drawn a moment later.
fn goes(app: &AppHandle, url: &Url) -> bool {
    let (may, drawn) = app.state::<Viewer>().asked(url);
    if let (Some(url), Some(window)) = (drawn, app.get_webview_window(LABEL)) {
        // Not while WebKit waits for the answer.
        tauri::async_runtime::spawn(async move {
            let _ = window.navigate(url);
        });
    }
    may
}
