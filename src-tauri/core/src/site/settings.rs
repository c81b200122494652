//! What `site.toml` says.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};

use crate::model::{Date, Localised};

use super::{FORMAT, Filing, Notice, Review, notice};

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
    /// What `/.well-known/security.txt` says.
    pub security_txt: SecurityTxt,
    /// Numbers that sites in mainland China show in the footer.
    pub filing: Filing,
    /// The notice above every page.
    pub notice: Notice,
    /// How many days before its use a subprocessor is announced, as the site's agreements promise it;
    /// none when they promise nothing.
    #[serde(deserialize_with = "days")]
    pub notice_days: Option<u16>,
    /// Whether pages for people are all that is exported: no twins, structured data, `llms.txt`,
    /// calendars or advisories.
    pub html_only: bool,
    /// Who must approve pages before a release.
    pub review: Review,
    /// The existing site that the theme `classic` writes pages for.
    pub classic: Classic,
    /// What pages say of releases.
    pub releases: ReleaseSettings,
    /// Files for whoever serves the site.
    pub hosting: Hosting,
}

/// What pages say of releases.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct ReleaseSettings {
    /// The public key that releases are signed with, as minisign writes it: `RW…`.
    pub key: String,
}

/// Files for whoever serves the site.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Hosting {
    /// Whether `_headers` and `_redirects` are written.
    pub files: bool,
    /// Whether browsers shall ask for the site over https only, for a year (RFC 6797).
    pub https_only: bool,
}

/// An existing site whose own layouts and style sheet stay in charge.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Classic {
    /// Its folder for each language, by locale tag: `en-us`; the tag itself where none is named.
    pub folders: BTreeMap<String, String>,
    /// Its layout for each language, by locale tag: `TrustCenterPage`.
    pub layouts: BTreeMap<String, String>,
}

/// The file that tells where to report a vulnerability (RFC 9116); none is written without a contact
/// and an end.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct SecurityTxt {
    /// Where to report: an address of the web, of mail or of a telephone.
    pub contact: String,
    /// The day on which its word ends, at most a year ahead.
    #[serde(deserialize_with = "notice::day")]
    pub expires: Option<Date>,
    /// A key to encrypt reports with.
    pub encryption: String,
    /// A page with the rules.
    pub policy: String,
    /// A page that thanks those who reported.
    pub acknowledgments: String,
    /// A page with open positions.
    pub hiring: String,
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
            security_txt: SecurityTxt::default(),
            classic: Classic::default(),
            filing: Filing::default(),
            notice: Notice::default(),
            notice_days: None,
            html_only: false,
            review: Review::default(),
            releases: ReleaseSettings::default(),
            hosting: Hosting::default(),
        }
    }
}

impl Settings {
    /// The locale that visitors get when they name none.
    pub fn default_locale(&self) -> &str {
        self.locales.first().map_or("en", |l| l.tag.as_str())
    }
}

/// A number of days. What is none counts as absent, so that the other settings can be read.
fn days<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u16>, D::Error> {
    let value = toml::Value::deserialize(from)?;
    let days = value.as_integer().and_then(|days| u16::try_from(days).ok());
    Ok(days)
}

/// One language version of a site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LocaleSettings {
    /// BCP 47 tag.
    pub tag: String,
    /// Its name in its own language.
    pub label: String,
}

/// The site's colours, as `#rrggbb`, and what else of its look can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Brand {
    /// Links, buttons, accents.
    pub primary: String,
    /// The footer's ground.
    pub secondary: String,
    /// `square`, `soft` or `round`. What a theme does not know is as if nothing were chosen.
    pub corners: String,
    /// `comfortable` or `compact`.
    pub density: String,
    /// `line`, `centred` or `stacked`: how the header is laid out.
    pub header: String,
}

impl Default for Brand {
    fn default() -> Self {
        Self {
            primary: "#0a6c94".into(),
            secondary: "#12324a".into(),
            corners: "soft".into(),
            density: "comfortable".into(),
            header: "line".into(),
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
