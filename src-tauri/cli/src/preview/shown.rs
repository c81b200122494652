//! A site as the preview shows it: loaded once, never changed; a change on disk makes another.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use trustdesk_core::error::Error;
use trustdesk_core::export::{self, Options};
use trustdesk_core::gallery::gallery;
use trustdesk_core::model::PageRef;
use trustdesk_core::problem::Problem;
use trustdesk_core::render::{self, Engine, Fault, SiteIndex};
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;

use super::Order;
use crate::{Loaded, load, words};

/// Where the gallery is served.
const GALLERY: &str = "_trustdesk/gallery/";

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
    /// How many files of templates are not used, if there are any.
    unused: Option<usize>,
    /// Made when it is first asked for.
    gallery: OnceLock<BTreeMap<String, Vec<u8>>>,
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
        let Loaded {
            engine,
            store,
            site,
            unused,
        } = load(root, order.trust_templates)?;
        let theme = order
            .theme
            .clone()
            .or_else(|| export::whole_theme(&engine, &site));
        let as_of = order.as_of.unwrap_or_else(crate::today);
        let site = export::themed(&engine, &site, &Options { as_of, theme })?.into_owned();
        let index = SiteIndex::build(&engine, &site, as_of);
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
            unused,
            gallery: OnceLock::new(),
        })
    }

    /// What the site is called.
    pub(super) fn name(&self) -> String {
        let settings = &self.site.settings;
        settings.name.get(settings.default_locale()).to_owned()
    }

    /// What the person should know before they look.
    pub(super) fn notes(&self) -> Vec<String> {
        let unused = self.unused.map(words::templates_not_used);
        unused.into_iter().collect()
    }

    /// A file of the gallery.
    fn of_gallery(&self, path: &str) -> Option<Vec<u8>> {
        let made = self
            .gallery
            .get_or_init(|| gallery(&self.engine, &self.site, self.index.day()).files);
        if let Some(bytes) = made.get(path) {
            return Some(bytes.clone());
        }
        let media = format!("/{path}");
        let known = self.site.media.contains_key(&media);
        known.then(|| self.store.read(path).ok())?
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
            let made = render::exported(&self.engine, &self.index, &self.site, page);
            let around = self.engine.faults().iter().map(Fault::problem);
            return Found::Page(made.html, around.chain(made.problems).collect());
        }
        let media = format!("/{path}");
        let bytes = if let Some(path) = path.strip_prefix(GALLERY) {
            self.of_gallery(path)
        } else if self.site.media.contains_key(&media) {
            self.store.read(&path).ok()
        } else {
            self.extras.get(&path).cloned()
        };
        let kind = trustdesk_core::served::media_type(&path);
        let bytes = bytes.or_else(|| self.twin(&path));
        match bytes {
            Some(bytes) if kind.starts_with("text/html") => match String::from_utf8(bytes) {
                Ok(html) => Found::Page(html, Vec::new()),
                Err(_) => Found::Missing(None),
            },
            Some(bytes) => Found::File(kind, bytes),
            None => Found::Missing(self.missing()),
        }
    }

    /// A page as programs read it, which stands beside the page.
    fn twin(&self, path: &str) -> Option<Vec<u8>> {
        let (stem, _) = path.rsplit_once('.')?;
        let page = self.pages.get(&format!("{stem}.html"))?;
        let made = render::exported(&self.engine, &self.index, &self.site, page);
        let mut twins = made.twins.into_iter();
        let (_, text) = twins.find(|(known, _)| known == path)?;
        Some(text.into_bytes())
    }

    fn missing(&self) -> Option<String> {
        let page = self.extras.get("404.html")?;
        String::from_utf8(page.clone()).ok()
    }
}
