//! Commands for pages as a whole, for sections carried between them, and for the trash.

use std::time::{SystemTime, UNIX_EPOCH};

use tauri::{AppHandle, Manager, State, Webview};
use trustdesk_core::error::Error;
use trustdesk_core::model::PageRef;
use trustdesk_core::plan::Effect;
use trustdesk_core::plan::add::NewPage;
use trustdesk_core::plan::menu::LinkSpot;
use trustdesk_core::plan::moves::PageMove;
use trustdesk_core::plan::order::Place;
use trustdesk_core::plan::remove::Removal;
use trustdesk_core::say;
use trustdesk_core::session::Session;
use trustdesk_core::starts::PageTemplate;
use trustdesk_core::trash::{Trash, TrashView};
use trustdesk_core::view::Update;

use crate::desk::{Answer, Desk, Failure, only_main};

fn edited(
    webview: &Webview,
    desk: &State<'_, Desk>,
    edit: impl FnOnce(&mut Session, u64) -> Result<Update, Error>,
) -> Answer<Update> {
    only_main(webview)?;
    Ok(desk.live()?.editing(edit)?)
}

pub(crate) fn trash_of(app: &AppHandle, session: &Session) -> Answer<Trash> {
    let data = app.path().app_data_dir();
    let data = data.map_err(|error| {
        let message = say!(
            "There is no folder for it: {error}.",
            error = error.to_string()
        );
        Failure::new("read", message)
    })?;
    Ok(Trash::of(&data, session.store().root()))
}

#[tauri::command]
pub(crate) fn page_templates(webview: Webview, desk: State<'_, Desk>) -> Answer<Vec<PageTemplate>> {
    only_main(&webview)?;
    Ok(desk.engine.page_templates.clone())
}

#[tauri::command(async)]
pub(crate) fn add_page(webview: Webview, desk: State<'_, Desk>, wanted: NewPage) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.add_page(&wanted, now)
    })
}

#[tauri::command(async)]
pub(crate) fn add_shared(
    webview: Webview,
    desk: State<'_, Desk>,
    locale: String,
    title: String,
) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.add_shared(&locale, &title, now)
    })
}

#[tauri::command(async)]
pub(crate) fn duplicate_page(
    webview: Webview,
    desk: State<'_, Desk>,
    address: String,
) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.duplicate_page(&address, now)
    })
}

#[tauri::command(async)]
pub(crate) fn hide_page(
    webview: Webview,
    desk: State<'_, Desk>,
    address: String,
    hidden: bool,
) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.hide_page(&address, hidden, now)
    })
}

#[tauri::command(async)]
pub(crate) fn move_effect(
    webview: Webview,
    desk: State<'_, Desk>,
    from: String,
    to: String,
) -> Answer<Effect> {
    only_main(&webview)?;
    Ok(desk.live()?.session().move_effect(&from, &to))
}

#[tauri::command(async)]
pub(crate) fn move_page(
    webview: Webview,
    desk: State<'_, Desk>,
    wanted: PageMove,
) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.move_page(&wanted, now)
    })
}

#[tauri::command(async)]
pub(crate) fn place_page(
    webview: Webview,
    desk: State<'_, Desk>,
    address: String,
    under: String,
    before: Option<String>,
    redirect: bool,
) -> Answer<Update> {
    let place = Place {
        address,
        under,
        before,
        redirect,
    };
    edited(&webview, &desk, |session, now| {
        session.place_page(&place, now)
    })
}

#[tauri::command(async)]
pub(crate) fn removal_effect(
    webview: Webview,
    desk: State<'_, Desk>,
    removal: Removal,
) -> Answer<Effect> {
    only_main(&webview)?;
    Ok(desk.live()?.session().removal_effect(&removal))
}

/// The time in milliseconds.
pub(crate) fn since_1970() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
}

#[tauri::command(async)]
pub(crate) fn remove_page(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    removal: Removal,
) -> Answer<Update> {
    only_main(&webview)?;
    let live = desk.live()?;
    let trash = trash_of(&app, &live.session())?;
    edited(&webview, &desk, |session, now| {
        session.remove_page(&removal, &trash, since_1970(), now)
    })
}

#[tauri::command(async)]
pub(crate) fn trash(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
) -> Answer<Vec<TrashView>> {
    only_main(&webview)?;
    let live = desk.live()?;
    let session = live.session();
    Ok(session.trash(&trash_of(&app, &session)?))
}

#[tauri::command(async)]
pub(crate) fn restore_page(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    id: String,
    to: Option<String>,
) -> Answer<Update> {
    only_main(&webview)?;
    let trash = trash_of(&app, &desk.live()?.session())?;
    edited(&webview, &desk, |session, now| {
        session.restore_page(&trash, &id, to.as_deref(), now)
    })
}

#[tauri::command(async)]
pub(crate) fn forget_page(
    webview: Webview,
    app: AppHandle,
    desk: State<'_, Desk>,
    id: String,
) -> Answer<()> {
    only_main(&webview)?;
    let trash = trash_of(&app, &desk.live()?.session())?;
    Ok(trash.forget(&id)?)
}

#[tauri::command(async)]
pub(crate) fn set_redirect(
    webview: Webview,
    desk: State<'_, Desk>,
    before: Option<String>,
    old: String,
    new: String,
) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.set_redirect(before.as_deref(), &old, &new, now)
    })
}

#[tauri::command(async)]
pub(crate) fn move_link(
    webview: Webview,
    desk: State<'_, Desk>,
    list: String,
    from: LinkSpot,
    to: LinkSpot,
) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.move_link(&list, from, to, now)
    })
}

#[tauri::command(async)]
pub(crate) fn copy_section(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
    section: String,
) -> Answer<String> {
    only_main(&webview)?;
    Ok(desk.live()?.session().copy_section(&page, &section)?)
}

#[tauri::command(async)]
pub(crate) fn paste_section(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
    after: Option<String>,
    text: String,
) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.paste_section(&page, after.as_deref(), &text, now)
    })
}

#[tauri::command(async)]
pub(crate) fn move_section(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
    section: String,
    to: PageRef,
) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.move_section(&page, &section, &to, now)
    })
}

#[tauri::command(async)]
pub(crate) fn share_section(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
    section: String,
    title: String,
) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.share_section(&page, &section, &title, now)
    })
}

#[tauri::command(async)]
pub(crate) fn own_section(
    webview: Webview,
    desk: State<'_, Desk>,
    page: PageRef,
    section: String,
) -> Answer<Update> {
    edited(&webview, &desk, |session, now| {
        session.own_section(&page, &section, now)
    })
}
