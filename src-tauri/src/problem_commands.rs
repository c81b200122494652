//! Commands for everything that is wrong with the site: the list, what mends it, what is ignored.

use serde::Serialize;
use tauri::{State, Webview};
use trustdesk_core::check::ignored::Ignored;
use trustdesk_core::problem::Problem;
use trustdesk_core::report::Report;
use trustdesk_core::view::Update;

use crate::desk::{Answer, Desk, only_main};

/// What mending did.
#[derive(Serialize)]
pub(crate) struct Mended {
    update: Update,
    fixed: u32,
    left: u32,
}

#[tauri::command(async)]
pub(crate) fn problem_report(webview: Webview, desk: State<'_, Desk>) -> Answer<Report> {
    only_main(&webview)?;
    Ok(desk.live()?.session().report())
}

/// Mends problems, each by the remedy with the number beside it.
#[tauri::command(async)]
pub(crate) fn fix_problems(
    webview: Webview,
    desk: State<'_, Desk>,
    chosen: Vec<(Problem, usize)>,
) -> Answer<Mended> {
    only_main(&webview)?;
    let (update, fixed, left) = desk
        .live()?
        .editing(|session, now| session.fix(&chosen, now))?;
    Ok(Mended {
        update,
        fixed,
        left,
    })
}

#[tauri::command(async)]
pub(crate) fn ignore_problems(
    webview: Webview,
    desk: State<'_, Desk>,
    problems: Vec<Problem>,
    reason: String,
    by: String,
) -> Answer<Update> {
    only_main(&webview)?;
    let ignored = |session: &mut trustdesk_core::session::Session, now| {
        session.ignore(&problems, &reason, &by, now)
    };
    Ok(desk.live()?.editing(ignored)?)
}

#[tauri::command(async)]
pub(crate) fn heed_problems(
    webview: Webview,
    desk: State<'_, Desk>,
    entries: Vec<Ignored>,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .editing(|session, now| session.heed(&entries, now))?)
}

#[tauri::command(async)]
pub(crate) fn add_word(webview: Webview, desk: State<'_, Desk>, word: String) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .editing(|session, now| session.add_word(&word, now))?)
}
