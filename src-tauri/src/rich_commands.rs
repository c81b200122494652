//! Commands of rich text: the blocks of a text, and where links can lead.

use std::collections::{BTreeMap, BTreeSet};

use tauri::{State, Webview};
use trustdesk_core::rich::{self, RichView};
use trustdesk_core::targets::{self, TargetView};

use crate::desk::{Answer, Desk, only_main};

/// The blocks of a text.
#[tauri::command]
pub(crate) fn rich_blocks(webview: Webview, text: String) -> Answer<RichView> {
    only_main(&webview)?;
    Ok(rich::view(&text))
}

/// Headings and records that fit what is searched for.
#[tauri::command(async)]
pub(crate) fn link_targets(
    webview: Webview,
    desk: State<'_, Desk>,
    locale: String,
    search: String,
) -> Answer<Vec<TargetView>> {
    only_main(&webview)?;
    let live = desk.live()?;
    let session = live.session();
    Ok(targets::targets(
        session.site(),
        &session.engine().kinds,
        &locale,
        &search,
    ))
}

/// The places that pages have, by address, for links in `locale`; pages that visitors cannot see are
/// left out.
#[tauri::command(async)]
pub(crate) fn page_anchors(
    webview: Webview,
    desk: State<'_, Desk>,
    locale: String,
    addresses: Vec<String>,
) -> Answer<BTreeMap<String, BTreeSet<String>>> {
    only_main(&webview)?;
    let live = desk.live()?;
    let session = live.session();
    Ok(session.anchors(&locale, addresses))
}
