//! Commands for records and settings, and for where things are used.

use serde::Deserialize;
use tauri::{State, Webview};
use trustdesk_core::uses::{Use, Used};
use trustdesk_core::view::{DataRequest, DataView, Update};

use crate::desk::{Answer, Desk, only_main};

/// What the window asks the uses of.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Asked {
    Page { address: String },
    Media { path: String },
    Record { collection: String, id: String },
    Shared { id: String },
    Outside { address: String },
}

impl From<Asked> for Used {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::Page { address } => Self::Page(address),
            Asked::Media { path } => Self::Media(path),
            Asked::Record { collection, id } => Self::Record(collection, id),
            Asked::Shared { id } => Self::Shared(id),
            Asked::Outside { address } => Self::Outside(address),
        }
    }
}

#[tauri::command(async)]
pub(crate) fn data(webview: Webview, desk: State<'_, Desk>, file: String) -> Answer<DataView> {
    only_main(&webview)?;
    Ok(desk.live()?.session().data(&file)?)
}

#[tauri::command]
pub(crate) fn edit_data(
    webview: Webview,
    desk: State<'_, Desk>,
    request: DataRequest,
) -> Answer<Update> {
    only_main(&webview)?;
    let edited =
        |session: &mut trustdesk_core::session::Session, now| session.edit_data(&request, now);
    Ok(desk.live()?.editing(edited)?)
}

#[tauri::command(async)]
pub(crate) fn uses_of(webview: Webview, desk: State<'_, Desk>, used: Asked) -> Answer<Vec<Use>> {
    only_main(&webview)?;
    Ok(desk.live()?.session().uses_of(&used.into()))
}
