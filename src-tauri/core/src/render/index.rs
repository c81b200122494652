//! What a page needs of the rest of its site, computed once and shared by all pages.

use std::collections::{BTreeSet, HashMap};
use std::sync::{OnceLock, RwLock};

use crate::model::{Date, PageRef};
use crate::site::{PageFile, PublishedDocument, SETTINGS, Site};
use crate::value::Value;

use super::engine::Engine;
use super::outputs;
use super::places::Places;
use super::theme::Theme;

/// One page as the others see it.
#[derive(Debug, Clone)]
pub(crate) struct PageInfo {
    /// Where it is served, `en/security/design.html`.
    pub(crate) output: String,
    /// The file that it is written to: the same, but for themes whose pages another program completes.
    pub(crate) file: String,
    pub(crate) title: String,
    /// For navigation and breadcrumb.
    pub(super) short: String,
    pub(super) hidden: bool,
    pub(super) summary: String,
    /// The day of an article.
    pub(super) date: Option<Date>,
}

/// Everything a page needs of the rest of the site. Build it anew when titles, settings, records or
/// media change.
pub struct SiteIndex {
    pub(super) as_of: Date,
    /// Whether pages lead to what only a release has: its checksums and its signature.
    pub(super) proven: bool,
    pages: HashMap<String, HashMap<String, PageInfo>>,
    /// Pages by the paths that they keep from an existing site, as files and as they are served there.
    kept: HashMap<String, PageRef>,
    /// Where pictures and documents are written.
    pub(crate) places: Places,
    /// Header and footer by locale, folder and place in the navigation: the same for many pages.
    pub(super) frames: RwLock<HashMap<String, (tera::Value, tera::Value)>>,
    pub(super) css: String,
    /// Whether pages are parts of documents in folders that another program names.
    fragments: bool,
    /// The languages that have feeds, found out when the first page is exported.
    pub(super) feeds: OnceLock<BTreeSet<String>>,
    /// The languages that have calendars, found out in the same way.
    pub(super) calendars: OnceLock<BTreeSet<String>>,
    /// The documents that visitors can have, found out when a page first tells of them.
    pub(super) documents: OnceLock<Vec<PublishedDocument>>,
}

impl SiteIndex {
    /// Looks at every page once.
    pub fn build(engine: &Engine, site: &Site, as_of: Date) -> Self {
        let mut pages: HashMap<String, HashMap<String, PageInfo>> = HashMap::new();
        let mut kept = HashMap::new();
        let theme = engine.theme(site);
        for (page, file) in site.pages.iter().filter(|(page, _)| !page.is_shared()) {
            pages
                .entry(page.locale.clone())
                .or_default()
                .insert(page.address.clone(), info(theme, site, page, file));
            if let Some(path) = outputs::kept(file) {
                kept.insert(outputs::served(path), page.clone());
                kept.insert(path.to_owned(), page.clone());
            }
        }
        let css = format!(
            "{}{}{}",
            theme.css(),
            theme.chosen(&site.settings.brand),
            super::brand::variables(&site.settings.brand)
        );
        let mut index = Self {
            as_of,
            proven: true,
            pages,
            kept,
            places: Places::default(),
            frames: RwLock::default(),
            css,
            fragments: theme.traits.fragments,
            feeds: OnceLock::new(),
            calendars: OnceLock::new(),
            documents: OnceLock::new(),
        };
        let places = Places::of(site, || index.taken(site));
        index.places = match index.fragments {
            true => places,
            false => places.by_names(),
        };
        index
    }

    /// The same for an export that is no release.
    #[must_use]
    pub fn unproven(self) -> Self {
        Self {
            proven: false,
            ..self
        }
    }

    /// What is written beside pictures and documents: its paths, and what each is.
    fn taken(&self, site: &Site) -> impl Iterator<Item = (String, String)> {
        let pages = site.pages.iter().filter_map(|(page, file)| {
            let info = self.page(&page.locale, &page.address)?;
            Some((info.file.clone(), file.path.clone()))
        });
        let redirects = crate::redirects::pages(self, site).into_iter();
        let redirects = redirects.map(|one| (one.output, SETTINGS.to_owned()));
        pages.chain(redirects)
    }

    /// The page that keeps a path of an existing site, `/en-us/security/default.html`.
    pub(crate) fn kept(&self, path: &str) -> Option<&PageRef> {
        let path = path.strip_prefix('/')?;
        let found = self.kept.get(path);
        found.or_else(|| self.kept.get(&crate::served::decoded(path)?))
    }

    /// The folder of a language in the output.
    pub(crate) fn folder<'s>(&self, site: &'s Site, locale: &'s str) -> &'s str {
        if self.fragments {
            outputs::folder(site, locale)
        } else {
            locale
        }
    }

    /// The style sheet of the site's theme, in the site's colours.
    pub fn css(&self) -> &str {
        &self.css
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

    /// Articles below an address, newest first: pages with a date that visitors can see.
    pub(super) fn articles(&self, locale: &str, below: &str) -> Vec<(&str, &PageInfo, Date)> {
        let below = format!("{}/", below.trim_end_matches('/'));
        let mut found: Vec<_> = self
            .pages
            .get(locale)
            .into_iter()
            .flatten()
            .filter(|(address, info)| address.starts_with(&below) && !info.hidden)
            .filter_map(|(address, info)| Some((address.as_str(), info, info.date?)))
            .collect();
        found.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(b.0)));
        found
    }

    pub(super) fn any_page(&self, locale: &str, address: &str) -> Option<&PageInfo> {
        self.pages.get(locale)?.get(address)
    }
}

fn info(theme: &Theme, site: &Site, page: &PageRef, file: &PageFile) -> PageInfo {
    let fields = &file.page.front.fields;
    let text = |name: &str| {
        fields
            .get(name)
            .and_then(Value::as_text)
            .filter(|t| !t.is_empty())
    };
    let written = outputs::file(theme, site, page, file);
    let title = text("title").unwrap_or(&page.address).to_owned();
    PageInfo {
        summary: text("summary").unwrap_or_default().to_owned(),
        date: match fields.get("date") {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        },
        output: outputs::served(&written),
        file: written,
        short: text("short").unwrap_or(&title).to_owned(),
        title,
        hidden: fields
            .get("hidden")
            .and_then(Value::as_flag)
            .unwrap_or(false),
    }
}
