//! Where pages are written and where they are served.

use crate::model::PageRef;
use crate::site::{PageFile, Site};
use crate::value::Value;

use super::theme::Theme;

/// The file a page is written to: `pages/en/index.md` becomes `en/index.html`. With a theme whose pages
/// another program completes it is the path that the page keeps from there, else one made like it.
pub(super) fn file(theme: &Theme, site: &Site, page: &PageRef, file: &PageFile) -> String {
    let inside = file.path.strip_prefix("pages/").unwrap_or(&file.path);
    let inside = inside.strip_suffix(".md").unwrap_or(inside);
    if !theme.traits.fragments {
        return format!("{inside}.html");
    }
    if let Some(kept) = kept(file).filter(|path| is_path(path)) {
        return kept.to_owned();
    }
    let inside = inside
        .strip_prefix(&format!("{}/", page.locale))
        .unwrap_or(inside);
    let own = inside
        .strip_suffix("index")
        .filter(|folder| folder.is_empty() || folder.ends_with('/'));
    let inside = match (own, &theme.traits.index) {
        (Some(folder), Some(index)) => format!("{folder}{index}"),
        _ => inside.to_owned(),
    };
    let extension = theme.traits.extension.as_deref().unwrap_or("html");
    format!("{}/{inside}.{extension}", folder(site, &page.locale))
}

/// Where a written file is served: Jekyll and its like make `.html` of `.md`.
pub(super) fn served(file: &str) -> String {
    match file.strip_suffix(".md") {
        Some(stem) => format!("{stem}.html"),
        None => file.to_owned(),
    }
}

/// The path in the existing site that a page keeps.
pub(crate) fn kept(file: &PageFile) -> Option<&str> {
    let path = file
        .page
        .front
        .fields
        .get("path")
        .and_then(Value::as_text)?;
    (!path.is_empty()).then_some(path)
}

/// The folder of a language in the existing site.
pub(crate) fn folder<'s>(site: &'s Site, locale: &'s str) -> &'s str {
    let named = site.settings.classic.folders.get(locale);
    named.map_or(locale, |folder| folder.trim_matches('/'))
}

/// Whether a path stays in the output whatever system it is written on.
pub(crate) fn is_path(path: &str) -> bool {
    path.split('/').all(|part| {
        let plain = part.trim_end_matches(['.', ' ']);
        !plain.is_empty() && !part.contains(['\\', ':', '*', '?', '"', '<', '>', '|', '\0'])
    })
}
