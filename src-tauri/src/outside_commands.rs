//! Links to other sites: what is known of them, asking for them, and replacing them everywhere.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use tauri::{AppHandle, State, Webview};
use trustdesk_core::outside::{Manner, Outcome, OutsideView, Progress};
use trustdesk_core::say;
use trustdesk_core::view::Update;

use crate::desk::{Answer, Desk, Failure, only_main, today};
use crate::telling::teller;

/// Whether other sites are being asked, and whether that shall stop.
#[derive(Default)]
pub(crate) struct Asking {
    busy: AtomicBool,
    stop: AtomicBool,
}

/// How asking ended, and what is known now.
#[derive(Serialize)]
pub(crate) struct Asked {
    outcome: Outcome,
    view: OutsideView,
}

/// What a replacement did.
#[derive(Serialize)]
pub(crate) struct Replaced {
    update: Update,
    files: u32,
}

/// Asks nobody.
#[tauri::command(async)]
pub(crate) fn outside_links(webview: Webview, desk: State<'_, Desk>) -> Answer<OutsideView> {
    only_main(&webview)?;
    Ok(desk.live()?.outside(today()))
}

/// Asks other sites for the links that are due; with `again` for all, with `only` for one.
#[tauri::command(async)]
pub(crate) fn check_outside(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    asking: State<'_, Asking>,
    only: Option<String>,
    again: bool,
) -> Answer<Asked> {
    only_main(&webview)?;
    let live = desk.live()?;
    if asking.busy.swap(true, Ordering::AcqRel) {
        let message = say!("Other sites are being asked already. Wait until that is done.");
        return Err(Failure::new("refused", message));
    }
    let tell = teller(&app, "outside-progress", &asking.stop);
    let mut progress = |progress: Progress| {
        let same = desk.live().is_ok_and(|now| Arc::ptr_eq(&now, &live));
        tell(progress) && same
    };
    let outcome = live.check_outside(today(), &manner(), only.as_deref(), again, &mut progress);
    asking.busy.store(false, Ordering::Release);
    Ok(Asked {
        outcome,
        view: live.outside(today()),
    })
}

/// How other sites are asked. Tests that drive the window have theirs on this computer.
fn manner() -> Manner {
    let tested = ["TAURI_AUTOMATION", "TRUSTDESK_ASK_LOCAL"]
        .iter()
        .all(|name| std::env::var_os(name).is_some());
    Manner {
        local: tested,
        ..Manner::default()
    }
}

#[tauri::command]
pub(crate) fn cancel_outside(webview: Webview, asking: State<'_, Asking>) -> Answer<()> {
    only_main(&webview)?;
    asking.stop.store(true, Ordering::Relaxed);
    Ok(())
}

/// Writes other addresses in place of some, everywhere.
#[tauri::command(async)]
pub(crate) fn replace_outside(
    webview: Webview,
    desk: State<'_, Desk>,
    addresses: BTreeMap<String, String>,
) -> Answer<Replaced> {
    only_main(&webview)?;
    let (update, files) = desk
        .live()?
        .editing(|session, now| session.replace_outside(&addresses, now))?;
    Ok(Replaced { update, files })
}
