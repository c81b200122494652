//! Commands of finding and replacing.

use serde::Serialize;
use tauri::{State, Webview};
use trustdesk_core::find::{Found, LeftAlone, Query, Spot};
use trustdesk_core::view::Update;

use crate::desk::{Answer, Desk, only_main};

/// Matches that are listed at once; beyond, only their number is told.
const LISTED: usize = 500;

/// What a replacement did.
#[derive(Serialize)]
pub(crate) struct Replacement {
    update: Update,
    replaced: u32,
    places: u32,
    left: Vec<LeftAlone>,
}

#[tauri::command(async)]
pub(crate) fn find(webview: Webview, desk: State<'_, Desk>, query: Query) -> Answer<Found> {
    only_main(&webview)?;
    Ok(desk.live()?.session().find(&query, LISTED))
}

/// Replaces every match but those in `except`; `total` is how many the person saw.
#[tauri::command(async)]
pub(crate) fn replace(
    webview: Webview,
    desk: State<'_, Desk>,
    query: Query,
    with: String,
    except: Vec<Spot>,
    total: u32,
) -> Answer<Replacement> {
    only_main(&webview)?;
    let except = except.into_iter().collect();
    let (update, replaced, places, left) = desk
        .live()?
        .editing(|session, now| session.replace(&query, &with, &except, total, now))?;
    Ok(Replacement {
        update,
        replaced,
        places,
        left,
    })
}
