//! Commands for reviews: sending pages, taking in answers, and what is decided and said in the window.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tauri::{AppHandle, State, Webview};
use trustdesk_core::changes::Changes;
use trustdesk_core::error::Error;
use trustdesk_core::live::Live;
use trustdesk_core::message::Language;
use trustdesk_core::model::PageRef;
use trustdesk_core::review::{AnswerFile, Decided, Letter, Now, ReviewView, Taken, Thread, take};
use trustdesk_core::say;
use trustdesk_core::session::{SeenPage, Session, Speaker};
use trustdesk_core::store::output;
use trustdesk_core::view::{ExportProgress, Update};

use crate::changes_commands::Comparing;
use crate::choosing::{self, FOLDER};
use crate::desk::{Answer, Desk, Failure, only_main, today};
use crate::telling::teller;

/// The answer that was looked at and not taken in yet.
#[derive(Default)]
pub(crate) struct Reviewing {
    stop: AtomicBool,
    answer: Mutex<Option<Found>>,
}

/// An answer as it was read, so that exactly that is taken in.
struct Found {
    answer: AnswerFile,
    changes: Changes,
    site: String,
}

impl Reviewing {
    fn answer(&self) -> MutexGuard<'_, Option<Found>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A review file that was written.
#[derive(Serialize)]
pub(crate) struct SentReview {
    update: Update,
    file: String,
}

/// How the pages stand that were compared last with the last release.
#[tauri::command(async)]
pub(crate) fn review_view(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    comparing: State<'_, Comparing>,
) -> Answer<Option<ReviewView>> {
    only_main(&webview)?;
    let live = desk.live()?;
    let changes = comparing.changes(&app);
    let session = live.session();
    Ok(changes.map(|changes| ReviewView::of(session.site(), &changes)))
}

/// What was said of a page and is not settled.
#[tauri::command(async)]
pub(crate) fn page_threads(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
) -> Answer<BTreeMap<String, Thread>> {
    only_main(&webview)?;
    Ok(desk.live()?.session().open_threads(&page))
}

/// Writes the review file where the person wants it, and keeps who sent which pages.
#[tauri::command(async)]
pub(crate) fn send_review(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    reviewing: State<'_, Reviewing>,
    by: String,
    note: String,
    chinese: bool,
) -> Answer<Option<SentReview>> {
    only_main(&webview)?;
    if by.trim().is_empty() {
        return Err(Failure::new(
            "refused",
            say!("Nothing was changed. Enter your name, so that others know who said this."),
        ));
    }
    let Some(file) = choosing::place(&app, FOLDER, "review.html", "HTML") else {
        return Ok(None);
    };
    let tell = teller(&app, "review-progress", &reviewing.stop);
    let live = desk.live()?;
    let letter = Letter {
        by: by.trim().to_owned(),
        note: note.trim().to_owned(),
        day: today(),
        language: if chinese {
            Language::Chinese
        } else {
            Language::English
        },
    };
    let (engine, store, site) = live.saved()?;
    let now = Now::of(&engine, &site, &store, letter.day, &tell)?;
    let tell = |done, total| tell(ExportProgress { done, total });
    let html = now.file(&engine, &site, &store, &letter, &tell)?;
    output::replace(&file, html.as_bytes()).map_err(|e| Error::write(&file, e))?;
    let update =
        live.editing(|session, at| session.send_for_review(&letter.by, &now.changes, at))?;
    Ok(Some(SentReview {
        update,
        file: file.display().to_string(),
    }))
}

#[tauri::command]
pub(crate) fn cancel_review(webview: Webview, reviewing: State<'_, Reviewing>) -> Answer<()> {
    only_main(&webview)?;
    reviewing.stop.store(true, Ordering::Relaxed);
    Ok(())
}

/// Asks for an answer file and says what it holds. Nothing is taken in yet.
#[tauri::command(async)]
pub(crate) fn choose_answer(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    reviewing: State<'_, Reviewing>,
) -> Answer<Option<Taken>> {
    only_main(&webview)?;
    let Some(file) = choosing::file(&app, "TRUSTDESK_CHOOSE_ANSWER", "JSON", &["json"]) else {
        return Ok(None);
    };
    let answer = AnswerFile::read(&file)?;
    let live = desk.live()?;
    let (engine, store, site) = live.saved()?;
    let now = Now::of(&engine, &site, &store, today(), &|_| true)?;
    let found = Found {
        answer,
        site: now.site_id().to_owned(),
        changes: now.changes,
    };
    let taken = taken(&found, &live.session())?;
    *reviewing.answer() = Some(found);
    Ok(Some(taken))
}

/// Takes in the answer that was looked at.
#[tauri::command(async)]
pub(crate) fn take_answer(
    webview: Webview,
    desk: State<'_, Desk>,
    reviewing: State<'_, Reviewing>,
) -> Answer<Option<Update>> {
    only_main(&webview)?;
    let Some(found) = reviewing.answer().take() else {
        return Ok(None);
    };
    let update = desk.live()?.editing(|session, now| {
        let taken = taken(&found, session)?;
        session.take_answer(&taken, now)
    })?;
    Ok(Some(update))
}

fn taken(found: &Found, session: &Session) -> Result<Taken, Error> {
    take(&found.answer, session.site(), &found.site, &found.changes)
}

#[tauri::command(async)]
pub(crate) fn decide_pages(
    webview: Webview,
    desk: State<'_, Desk>,
    pages: Vec<SeenPage>,
    decided: Option<Decided>,
    who: Speaker,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .editing(|session, now| session.decide(&pages, decided, &who, now))?)
}

#[tauri::command(async)]
#[allow(
    clippy::too_many_arguments,
    reason = "each is a part of what the window sends"
)]
pub(crate) fn add_comment(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    comparing: State<'_, Comparing>,
    page: String,
    change: String,
    text: String,
    who: Speaker,
) -> Answer<Update> {
    only_main(&webview)?;
    let live: Arc<Live> = desk.live()?;
    let changes = comparing.changes(&app).unwrap_or_default();
    Ok(live.editing(|session, now| session.comment(&page, &change, &text, &who, &changes, now))?)
}

#[tauri::command(async)]
pub(crate) fn answer_comment(
    webview: Webview,
    desk: State<'_, Desk>,
    id: String,
    text: String,
    who: Speaker,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .editing(|session, now| session.answer_comment(&id, &text, &who, now))?)
}

#[tauri::command(async)]
pub(crate) fn settle_comment(
    webview: Webview,
    desk: State<'_, Desk>,
    id: String,
    settled: bool,
    who: Speaker,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .editing(|session, now| session.settle_comment(&id, settled, &who, now))?)
}
