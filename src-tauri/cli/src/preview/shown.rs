//! A site as the preview shows it: loaded once, never changed; a change on disk makes another.

use std::collections::HashMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use trustdesk_core::error::Error;
use trustdesk_core::export;
use trustdesk_core::model::PageRef;
use trustdesk_core::problem::Problem;
use trustdesk_core::render::{self, Engine, Mode, SiteIndex};
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;

use super::Order;
use crate::load;

/// A loaded site and where its pages are.
pub(super) struct Shown {
    /// Grows with every load, also from one run of the program to the next.
    pub(super) version: u64,
    engine: Engine,
    store: Store,
    site: Site,
    index: SiteIndex,
    pages: HashMap<String, PageRef>,
    extras: HashMap<String, Vec<u8>>,
}

/// What is at an address.
pub(super) enum Found {
    /// A page; without HTML when its template failed. What is wrong with templates comes with it.
    Page(String, Vec<Problem>),
    /// A file of this type.
    File(&'static str, Vec<u8>),
    /// Nothing; the site's own page for that, if it has one.
    Missing(Option<String>),
}

impl Shown {
    /// Reads the site at `root`; `before` is the version that was shown before.
    pub(super) fn load(root: &Path, order: &Order, before: u64) -> Result<Self, Error> {
        let (engine, store, site) = load(root)?;
        let index = SiteIndex::build(&engine, &site, order.as_of.unwrap_or_else(crate::today));
        let pages = export::shown_pages(&site, &index)
            .map(|(path, page)| (path, page.clone()))
            .collect();
        let extras = render::extras(&engine, &index, &site).into_iter().collect();
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0));
        Ok(Self {
            version: now.max(before + 1),
            engine,
            store,
            site,
            index,
            pages,
            extras,
        })
    }

    /// What the site is called.
    pub(super) fn name(&self) -> String {
        let settings = &self.site.settings;
        settings.name.get(settings.default_locale()).to_owned()
    }

    /// What the person should know before they look.
    pub(super) fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// What is at an address without percent signs, `/en/security/design.html`. Only what an export
    /// would hold is found, by name: no address becomes a path of the disk.
    pub(super) fn find(&self, address: &str) -> Found {
        let path = address.trim_start_matches('/');
        let path = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        if let Some(page) = self.pages.get(&path) {
            let made = render::page(
                &self.engine,
                &self.index,
                &self.site,
                page,
                Mode::Export,
                &[],
            );
            return Found::Page(made.html, made.problems);
        }
        let media = format!("/{path}");
        let bytes = if self.site.media.contains_key(&media) {
            self.store.read(&path).ok()
        } else {
            self.extras.get(&path).cloned()
        };
        let kind = trustdesk_core::served::media_type(&path);
        match bytes {
            Some(bytes) if kind.starts_with("text/html") => match String::from_utf8(bytes) {
                Ok(html) => Found::Page(html, Vec::new()),
                Err(_) => Found::Missing(None),
            },
            Some(bytes) => Found::File(kind, bytes),
            None => Found::Missing(self.missing()),
        }
    }

    fn missing(&self) -> Option<String> {
        let page = self.extras.get("404.html")?;
        String::from_utf8(page.clone()).ok()
    }
}
