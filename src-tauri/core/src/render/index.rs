//! What a page needs of the rest of its site, computed once and shared by all pages.

use std::collections::HashMap;
use std::sync::RwLock;

use crate::model::{Date, PageRef};
use crate::site::{PageFile, Site};
use crate::value::Value;

use super::engine::Engine;

/// One page as the others see it.
#[derive(Debug, Clone)]
pub(crate) struct PageInfo {
    /// Where it is written, `en/security/design.html`.
    pub(crate) output: String,
    pub(crate) title: String,
    /// For navigation and breadcrumb.
    pub(super) short: String,
    pub(super) hidden: bool,
}

/// Everything a page needs of the rest of the site. Build it anew when titles, settings, records or
/// media change.
pub struct SiteIndex {
    pub(super) as_of: Date,
    pages: HashMap<String, HashMap<String, PageInfo>>,
    /// Header and footer by locale, folder and place in the navigation: the same for many pages.
    pub(super) frames: RwLock<HashMap<String, (tera::Value, tera::Value)>>,
    pub(super) css: String,
}

impl SiteIndex {
    /// Looks at every page once.
    pub fn build(engine: &Engine, site: &Site, as_of: Date) -> Self {
        let mut pages: HashMap<String, HashMap<String, PageInfo>> = HashMap::new();
        for (page, file) in &site.pages {
            pages
                .entry(page.locale.clone())
                .or_default()
                .insert(page.address.clone(), info(page, file));
        }
        let css = format!(
            "{}{}",
            engine.css(),
            super::brand::variables(&site.settings.brand)
        );
        Self {
            as_of,
            pages,
            frames: RwLock::default(),
            css,
        }
    }

    /// The day that dates are compared with.
    pub fn day(&self) -> Date {
        self.as_of
    }

    /// A page that visitors can see.
    pub(crate) fn page(&self, locale: &str, address: &str) -> Option<&PageInfo> {
        self.any_page(locale, address).filter(|info| !info.hidden)
    }

    /// Whether visitors see the page.
    pub fn shows(&self, page: &PageRef) -> bool {
        self.page(&page.locale, &page.address).is_some()
    }

    pub(super) fn any_page(&self, locale: &str, address: &str) -> Option<&PageInfo> {
        self.pages.get(locale)?.get(address)
    }
}

fn info(page: &PageRef, file: &PageFile) -> PageInfo {
    let fields = &file.page.front.fields;
    let text = |name: &str| {
        fields
            .get(name)
            .and_then(Value::as_text)
            .filter(|t| !t.is_empty())
    };
    let title = text("title").unwrap_or(&page.address).to_owned();
    PageInfo {
        output: output(&file.path),
        short: text("short").unwrap_or(&title).to_owned(),
        title,
        hidden: fields
            .get("hidden")
            .and_then(Value::as_flag)
            .unwrap_or(false),
    }
}

/// Where the page of a file is written: `pages/en/index.md` becomes `en/index.html`.
pub(super) fn output(path: &str) -> String {
    let inside = path.strip_prefix("pages/").unwrap_or(path);
    format!("{}.html", inside.strip_suffix(".md").unwrap_or(inside))
}
