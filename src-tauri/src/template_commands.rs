//! The command by which the person says how far a site's own templates are trusted.

use serde::Deserialize;
use tauri::{State, Webview};
use trustdesk_core::say;
use trustdesk_core::store::Hash;
use trustdesk_core::trust::Trust;
use trustdesk_core::view::SiteView;

use crate::desk::{Answer, Desk, Failure, only_main};

/// How far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reach {
    None,
    These,
    All,
}

/// `digest` is the state of the templates that the person saw.
#[tauri::command(async)]
pub(crate) fn trust_templates(
    webview: Webview,
    desk: State<'_, Desk>,
    what: Reach,
    digest: String,
) -> Answer<SiteView> {
    only_main(&webview)?;
    let trust = match (what, Hash::parse(&digest)) {
        (Reach::None, _) => Trust::None,
        (Reach::All, _) => Trust::All,
        (Reach::These, Some(digest)) => Trust::These(digest),
        (Reach::These, None) => {
            return Err(Failure::new(
                "stale",
                say!("The templates are no longer those that were shown. Look at them again."),
            ));
        }
    };
    Ok(desk.live()?.trust_templates(trust)?)
}
