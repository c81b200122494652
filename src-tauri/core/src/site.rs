//! A site in memory: its settings, its pages, its records and the list of its media.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::model::{Localised, PageRef};
use crate::page::Page;
use crate::problem::Problem;
use crate::value::Fields;

/// The newest `format` of `site.toml` that this program writes (page-format.md, rule 12).
pub const FORMAT: u32 = 1;

/// One site, as loaded. What cannot be read is kept, listed in `problems`, and never written.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// What `site.toml` says.
    pub settings: Settings,
    /// Pages by locale and address.
    pub pages: BTreeMap<PageRef, PageFile>,
    /// Collections by name.
    pub records: BTreeMap<String, RecordFile>,
    /// Files under `media/`, by the path that content uses (`/media/logo.svg`).
    pub media: BTreeMap<String, MediaFile>,
    /// Faults found while loading, outside pages: settings, records, media.
    pub problems: Vec<Problem>,
    /// Why nothing may be edited, if so.
    pub read_only: Option<String>,
}

/// One page file.
#[derive(Debug, Clone)]
pub struct PageFile {
    /// Its site path, `pages/en/index.md`.
    pub path: String,
    /// Its parsed text; an empty page when it is read-only.
    pub page: Page,
    /// Why it may not be edited or rendered: too large, NUL bytes, not UTF-8.
    pub read_only: Option<Problem>,
}

/// One collection's file.
#[derive(Debug, Clone, Default)]
pub struct RecordFile {
    /// Its site path, `records/documents.toml`.
    pub path: String,
    /// Records by id, in the order of the file; those that cannot be read are missing here.
    pub records: IndexMap<String, Fields>,
}

/// One file under `media/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaFile {
    /// Size in bytes.
    pub bytes: u64,
    /// Width and height in pixels, for pictures whose header says so (SVG included).
    pub size: Option<(u32, u32)>,
}

/// What `site.toml` says.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Settings {
    /// Version of the site's format.
    pub format: u32,
    /// Name of the trust center.
    pub name: Localised,
    /// The organisation that speaks.
    pub organisation: Localised,
    /// One sentence about the site.
    pub description: Localised,
    /// Where it will be served, without a final slash: `https://trust.example.com`. Empty when not decided.
    pub address: String,
    /// Language versions, the default one first.
    pub locales: Vec<LocaleSettings>,
    /// Theme.
    pub theme: String,
    /// Picture in the header, `/media/…`.
    pub logo: String,
    /// The same for a dark ground.
    pub logo_dark: String,
    /// Picture for links shared on social networks, PNG or JPEG.
    pub social_image: String,
    /// Colours.
    pub brand: Brand,
    /// The header's links.
    pub navigation: Vec<NavigationItem>,
    /// The footer's columns.
    pub footer: Vec<NavigationItem>,
    /// A line at the very end: legal name, registrations.
    pub legal: Localised,
    /// Old addresses that lead to new ones.
    pub redirects: IndexMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            format: FORMAT,
            name: Localised::default(),
            organisation: Localised::default(),
            description: Localised::default(),
            address: String::new(),
            locales: vec![LocaleSettings {
                tag: "en".into(),
                label: "English".into(),
            }],
            theme: "beacon".into(),
            logo: String::new(),
            logo_dark: String::new(),
            social_image: String::new(),
            brand: Brand::default(),
            navigation: Vec::new(),
            footer: Vec::new(),
            legal: Localised::default(),
            redirects: IndexMap::new(),
        }
    }
}

impl Settings {
    /// The locale that visitors get when they name none.
    pub fn default_locale(&self) -> &str {
        self.locales.first().map_or("en", |l| l.tag.as_str())
    }
}

/// One language version of a site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LocaleSettings {
    /// BCP 47 tag.
    pub tag: String,
    /// Its name in its own language.
    pub label: String,
}

/// The site's colours, as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Brand {
    /// Links, buttons, accents.
    pub primary: String,
    /// The header's ground and badges.
    pub secondary: String,
}

impl Default for Brand {
    fn default() -> Self {
        Self {
            primary: "#0a6c94".into(),
            secondary: "#12324a".into(),
        }
    }
}

/// One link of the navigation or the footer, perhaps with links below it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct NavigationItem {
    /// Its text; empty means the page's short title.
    pub label: Localised,
    /// A page address or an outside address; empty for a mere heading.
    pub to: String,
    /// Links below it.
    pub items: Vec<NavigationItem>,
}
