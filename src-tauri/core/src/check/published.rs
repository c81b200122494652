//! What would publish a file under `media/`: the pages that an export takes media from.

use crate::model::PageRef;
use crate::render::records::{is_hidden, is_withheld};
use crate::render::{self, Engine, Mode, SiteIndex};
use crate::site::{SETTINGS, Site};
use crate::value::{Fields, Value};

/// The first file of the site, by its path, that would publish the file `media`: a page that names it,
/// or a record that pages may show.
pub(super) fn by(engine: &Engine, index: &SiteIndex, site: &Site, media: &str) -> Option<String> {
    if media.is_empty() {
        return None;
    }
    let page = || {
        let named = site
            .pages
            .iter()
            .filter(|(_, file)| file.page.text.contains(media));
        let shown = named.filter(|(page, _)| shows(engine, index, site, page, media));
        shown.map(|(_, file)| file.path.clone()).next()
    };
    let record = || {
        let files = site
            .records
            .iter()
            .filter(|(_, file)| file.text.contains(media));
        let shown = files.filter(|(name, file)| {
            let open = |fields: &&Fields| !is_hidden(fields) && !is_withheld(name, fields);
            let listed = engine
                .kinds
                .collection(name)
                .is_some_and(|known| !known.apart);
            listed
                && file
                    .records
                    .values()
                    .filter(open)
                    .any(|one| one.values().any(|value| names(value, media)))
        });
        shown.map(|(_, file)| file.path.clone()).next()
    };
    let settings = || {
        site.settings_text
            .contains(media)
            .then(|| SETTINGS.to_owned())
    };
    page().or_else(record).or_else(settings)
}

/// Whether an export of the page would take the file with it.
fn shows(engine: &Engine, index: &SiteIndex, site: &Site, page: &PageRef, media: &str) -> bool {
    let pages: Vec<&PageRef> = match page.address.strip_prefix(PageRef::SHARED) {
        Some(id) => {
            let all = site
                .pages
                .iter()
                .filter(|(one, _)| one.locale == page.locale);
            let uses = all.filter(|(_, file)| {
                let mut used = file.page.blocks.iter().filter_map(render::shared::used_by);
                used.any(|used| used == id)
            });
            uses.map(|(page, _)| page).collect()
        }
        None => vec![page],
    };
    let shown = pages.into_iter().filter(|page| index.shows(page));
    shown
        .map(|page| render::page(engine, index, site, page, Mode::Export, &[]))
        .any(|made| made.assets.contains(media))
}

fn names(value: &Value, media: &str) -> bool {
    match value {
        Value::Text(text) => text.contains(media),
        Value::List(items) => items.iter().any(|item| names(item, media)),
        Value::Group(each) => each.values().any(|value| names(value, media)),
        _ => false,
    }
}
