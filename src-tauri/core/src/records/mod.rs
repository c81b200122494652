//! Records beyond their form: where they stand, as a table for spreadsheets, and in boxes of links.

pub mod boxes;
pub mod import;
pub mod places;
pub mod preview;
pub mod table;

use crate::model::PageRef;
use crate::site::{PageFile, Site};
use crate::value::{Fields, Value};

/// The title of a page or shared section, or its address.
pub(crate) fn page_title(page: &PageRef, file: &PageFile) -> String {
    let title = file.page.front.fields.get("title").and_then(Value::as_text);
    let title = title.filter(|title| !title.trim().is_empty());
    title.map_or_else(|| page.address.clone(), str::to_owned)
}

/// The text of a field that names a section or record: its first that is not empty.
pub(crate) fn heading(fields: &Fields, name: Option<&str>) -> String {
    let first = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        Value::Group(each) => each.values().find_map(Value::as_text).map(str::to_owned),
        _ => None,
    };
    let text = name.and_then(|name| fields.get(name)).and_then(first);
    let text = text.unwrap_or_default();
    let line = text.lines().find(|line| !line.trim().is_empty());
    line.unwrap_or_default()
        .trim_start_matches(['#', '>', '-', '*', ' '])
        .chars()
        .take(90)
        .collect()
}

/// How many pages show each shared section in a language.
pub(crate) fn users_of(site: &Site, page: &PageRef) -> u32 {
    let Some(id) = page.address.strip_prefix(PageRef::SHARED) else {
        return 0;
    };
    let uses = |(user, file): &(&PageRef, &PageFile)| {
        user.locale == page.locale
            && file
                .page
                .blocks
                .iter()
                .any(|block| crate::render::shared::used_by(block) == Some(id))
    };
    u32::try_from(site.pages.iter().filter(uses).count()).unwrap_or(u32::MAX)
}
