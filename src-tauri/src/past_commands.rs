//! Commands of the past: what was restored after a crash, earlier versions, and what others replaced.

use tauri::{State, Webview};
use trustdesk_core::diff::{self, Piece, SectionChange};
use trustdesk_core::live::{RestoredView, VersionPage, VersionView};
use trustdesk_core::model::PageRef;
use trustdesk_core::revert::Part;
use trustdesk_core::view::Update;

use crate::desk::{Answer, Desk, only_main};

#[tauri::command(async)]
pub(crate) fn restored(webview: Webview, desk: State<'_, Desk>) -> Answer<Vec<RestoredView>> {
    only_main(&webview)?;
    Ok(desk.live()?.restored())
}

#[tauri::command(async)]
pub(crate) fn restored_changes(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
) -> Answer<Vec<SectionChange>> {
    only_main(&webview)?;
    Ok(desk.live()?.restored_changes(&page)?)
}

#[tauri::command(async)]
pub(crate) fn decide_restored(
    webview: Webview,
    desk: State<'_, Desk>,
    keep: bool,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk.live()?.decide_restored(keep)?)
}

#[tauri::command(async)]
pub(crate) fn page_versions(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
) -> Answer<Vec<VersionView>> {
    only_main(&webview)?;
    Ok(desk.live()?.versions(&page)?)
}

#[tauri::command(async)]
pub(crate) fn page_version(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
    id: String,
) -> Answer<VersionPage> {
    only_main(&webview)?;
    Ok(desk.live()?.version(&page, &id)?)
}

#[tauri::command(async)]
pub(crate) fn bring_back(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
    revision: u64,
    id: String,
    part: Part,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk.live()?.bring_back(&page, revision, &id, &part)?)
}

#[tauri::command(async)]
pub(crate) fn put_back(webview: Webview, desk: State<'_, Desk>, page: PageRef) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk.live()?.put_back(&page)?)
}

/// Two texts compared word by word.
#[tauri::command(async)]
pub(crate) fn compare_words(webview: Webview, old: String, new: String) -> Answer<Vec<Piece>> {
    only_main(&webview)?;
    Ok(diff::words(&old, &new))
}
