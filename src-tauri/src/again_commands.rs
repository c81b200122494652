//! Comparing the open site with the existing site that it was made of, and taking over what changed there.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use tauri::{AppHandle, State, Webview};
use trustdesk_core::import::{self, Again, Choices, Difference};
use trustdesk_core::say;
use trustdesk_core::view::Update;

use crate::desk::{Answer, Desk, Failure, only_main};
use crate::import_commands::Importing;
use crate::page_commands::{since_1970, trash_of};

/// The last comparison.
#[derive(Default)]
pub(crate) struct Compared(Mutex<Option<Arc<Again>>>);

/// What is not as it was.
#[derive(Serialize)]
pub(crate) struct Differences {
    items: Vec<TitledDifference>,
    /// Pictures and documents that changed there, by path in the source.
    media: Vec<String>,
    /// How many pages are as they were.
    same: usize,
}

#[derive(Serialize)]
struct TitledDifference {
    #[serde(flatten)]
    difference: Difference,
    title: String,
}

impl Differences {
    fn of(again: &Again) -> Self {
        let title = |difference: &Difference| {
            let page = again
                .report
                .pages
                .iter()
                .find(|page| page.source == difference.source);
            page.map_or_else(|| difference.page.address.clone(), |p| p.title.clone())
        };
        let named = again
            .differences
            .iter()
            .filter(|one| {
                again
                    .report
                    .pages
                    .iter()
                    .any(|page| page.source == one.source)
            })
            .count();
        Self {
            items: again
                .differences
                .iter()
                .map(|difference| TitledDifference {
                    title: title(difference),
                    difference: difference.clone(),
                })
                .collect(),
            media: again.media.clone(),
            same: again.report.pages.len() - named,
        }
    }
}

/// Whether the open site was made of an existing one.
#[tauri::command(async)]
pub(crate) fn was_imported(webview: Webview, desk: State<'_, Desk>) -> Answer<bool> {
    only_main(&webview)?;
    Ok(import::is_from_import(desk.live()?.session().store()))
}

/// Reads the existing site again. Nothing is written but what was not saved yet.
#[tauri::command(async)]
pub(crate) fn compare_source(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    importing: State<'_, Importing>,
    compared: State<'_, Compared>,
    source: String,
) -> Answer<Differences> {
    only_main(&webview)?;
    let live = desk.live()?;
    live.save();
    let store = Arc::clone(live.session().store());
    let tell = importing.teller(&app);
    let again = import::again(Path::new(&source), &store, &Choices::default(), &tell)?;
    let differences = Differences::of(&again);
    *compared.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(again));
    Ok(differences)
}

/// Takes over what a person chose of the last comparison, by paths in the source, as one edit.
#[tauri::command(async)]
pub(crate) fn take_differences(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    compared: State<'_, Compared>,
    sources: Vec<String>,
) -> Answer<Update> {
    only_main(&webview)?;
    let live = desk.live()?;
    let again = compared
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let again = again.ok_or_else(|| {
        Failure::new(
            "no-source",
            say!("Nothing was compared yet. Choose the existing site first."),
        )
    })?;
    let trash = trash_of(&app, &live.session())?;
    Ok(live
        .editing(|session, now| session.take_import(&again, &sources, &trash, since_1970(), now))?)
}
