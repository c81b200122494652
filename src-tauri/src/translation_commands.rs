//! Commands for two languages side by side.

use tauri::{State, Webview};
use trustdesk_core::model::PageRef;
use trustdesk_core::translation::{Change, LanguagesView, PairView, TranslationRequest};
use trustdesk_core::view::{PageView, Update};

use crate::desk::{Answer, Desk, only_main};

#[tauri::command(async)]
pub(crate) fn pair(
    webview: Webview,
    desk: State<'_, Desk>,
    original: PageRef,
    translation: PageRef,
) -> Answer<PairView> {
    only_main(&webview)?;
    Ok(desk.live()?.session().pair(&original, &translation)?)
}

#[tauri::command(async)]
pub(crate) fn open_beside(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
) -> Answer<PageView> {
    only_main(&webview)?;
    Ok(desk.live()?.session().open_beside(&page)?)
}

#[tauri::command]
pub(crate) fn close_beside(webview: Webview, desk: State<'_, Desk>) -> Answer<()> {
    only_main(&webview)?;
    desk.live()?.session().close_beside();
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn original_changes(
    webview: Webview,
    desk: State<'_, Desk>,
    original: PageRef,
    translation: PageRef,
    section: String,
) -> Answer<Vec<Change>> {
    only_main(&webview)?;
    let live = desk.live()?;
    let changes = live
        .session()
        .original_changes(&original, &translation, &section)?;
    Ok(changes)
}

#[tauri::command]
pub(crate) fn translate(
    webview: Webview,
    desk: State<'_, Desk>,
    request: TranslationRequest,
) -> Answer<Update> {
    only_main(&webview)?;
    Ok(desk
        .live()?
        .editing(|session, now| session.translate(&request, now))?)
}

#[tauri::command(async)]
pub(crate) fn languages(webview: Webview, desk: State<'_, Desk>) -> Answer<LanguagesView> {
    only_main(&webview)?;
    Ok(desk.live()?.session().languages_view())
}
