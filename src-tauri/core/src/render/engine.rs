//! Everything rendering needs that no site owns: kinds, the page form, templates, the theme's words.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rust_embed::RustEmbed;
use serde::Deserialize;
use tera::{Kwargs, State, Tera, Value};

use crate::error::Error;
use crate::kinds::{Field, Kinds};

use super::Mode;

/// The templates that ship with the program.
#[derive(RustEmbed)]
#[folder = "../../templates"]
struct Templates;

/// The theme in use until there are several.
pub(super) const THEME: &str = "beacon";

/// Kinds, compiled templates and words. Built once, never changed.
pub struct Engine {
    /// Section kinds and collections.
    pub kinds: Kinds,
    /// The form of a page's own settings.
    pub page_form: Vec<Field>,
    /// The form of the site's settings.
    pub site_form: Vec<Field>,
    /// Starts for new pages.
    pub page_templates: Vec<crate::starts::PageTemplate>,
    export: Tera,
    preview: Tera,
    css: String,
    favicon: Vec<u8>,
    words: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Form(#[serde(deserialize_with = "crate::kinds::named")] Vec<Field>);

impl Engine {
    /// The engine with the templates that are embedded in the program.
    ///
    /// # Errors
    /// [`Error::Template`] naming the file that cannot be used.
    pub fn embedded() -> Result<Self, Error> {
        let files = embedded()?;
        let stems = |folder: &str| -> Vec<(String, String)> {
            let inside = files
                .iter()
                .filter_map(|(path, text)| Some((path.strip_prefix(folder)?, text)));
            inside
                .filter_map(|(name, text)| {
                    Some((name.strip_suffix(".toml")?.to_owned(), text.clone()))
                })
                .collect()
        };
        let (kinds, collections) = (stems("kinds/"), stems("collections/"));
        let kinds = Kinds::read(
            kinds.iter().map(|p| (p.0.as_str(), p.1.as_str())),
            collections.iter().map(|p| (p.0.as_str(), p.1.as_str())),
        )?;
        let form = |name: &str| -> Result<Vec<Field>, Error> {
            let text = files.get(name).map_or("", String::as_str);
            let Form(fields) =
                toml::from_str(text).map_err(|e| Error::Template(format!("{name}: {e}")))?;
            Ok(fields)
        };
        Ok(Self {
            kinds,
            page_form: form("forms/page.toml")?,
            site_form: form("forms/site.toml")?,
            page_templates: crate::starts::read(
                stems("pages/").iter().map(|p| (p.0.as_str(), p.1.as_str())),
            )?,
            export: tera(&files, Mode::Export)?,
            preview: tera(&files, Mode::Preview)?,
            css: css(&files),
            favicon: Templates::get("beacon/favicon.svg")
                .map(|f| f.data.into_owned())
                .unwrap_or_default(),
            words: words(&files)?,
        })
    }

    pub(super) fn tera(&self, mode: Mode) -> &Tera {
        match mode {
            Mode::Export => &self.export,
            Mode::Preview => &self.preview,
        }
    }

    /// The theme's fixed words for a locale: its own, else those of its language, else English.
    pub(super) fn words(&self, locale: &str) -> Value {
        let language = locale.split('-').next().unwrap_or(locale);
        let found = self
            .words
            .get(locale)
            .or_else(|| self.words.get(language))
            .or_else(|| self.words.get("en"));
        found.cloned().unwrap_or_else(Value::none)
    }

    /// One of the theme's fixed words.
    pub(super) fn word(&self, locale: &str, key: &str) -> String {
        self.words(locale)
            .get_from_path(key)
            .and_then(Value::as_str)
            .unwrap_or(key)
            .to_owned()
    }

    /// The theme's style sheet, without the site's colours.
    pub(super) fn css(&self) -> &str {
        &self.css
    }

    /// The icon for sites without one.
    pub(super) fn favicon(&self) -> &[u8] {
        &self.favicon
    }
}

/// The state of all embedded templates: an export by other templates is another export.
pub fn templates_hash() -> crate::store::Hash {
    let files = Templates::iter()
        .filter_map(|path| Some((path.clone(), Templates::get(&path)?.metadata.sha256_hash())));
    let bytes: Vec<u8> = files
        .flat_map(|(path, hash)| path.bytes().chain(hash).collect::<Vec<_>>())
        .collect();
    crate::store::Hash::of(&bytes)
}

fn embedded() -> Result<BTreeMap<String, String>, Error> {
    Templates::iter()
        .filter_map(|path| {
            let file = Templates::get(&path)?;
            let text = String::from_utf8(file.data.into_owned())
                .map_err(|_| Error::Template(format!("{path} is not UTF-8")));
            Some(text.map(|text| (path.into_owned(), text)))
        })
        .collect()
}

fn css(files: &BTreeMap<String, String>) -> String {
    let sheets = files
        .iter()
        .filter(|(path, _)| path.starts_with("beacon/css/"));
    sheets
        .map(|(_, text)| text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

fn words(files: &BTreeMap<String, String>) -> Result<BTreeMap<String, Value>, Error> {
    let text = files.get("beacon/words.toml").map_or("", String::as_str);
    let all: BTreeMap<String, IndexMap<String, String>> =
        toml::from_str(text).map_err(|e| Error::Template(format!("words.toml: {e}")))?;
    Ok(all
        .into_iter()
        .map(|(locale, words)| (locale, Value::from(words)))
        .collect())
}

fn tera(files: &BTreeMap<String, String>, mode: Mode) -> Result<Tera, Error> {
    let mut tera = Tera::new();
    let icons: BTreeMap<String, Value> = files
        .iter()
        .filter_map(|(path, svg)| {
            let name = path.strip_prefix("beacon/icons/")?.strip_suffix(".svg")?;
            Some((name.to_owned(), Value::safe_string(svg.trim())))
        })
        .collect();
    tera.register_function(
        "icon",
        move |kwargs: Kwargs, _: &State<'_>| -> tera::TeraResult<Value> {
            let name: &str = kwargs.must_get("name")?;
            Ok(icons
                .get(name)
                .cloned()
                .unwrap_or_else(|| Value::safe_string("")))
        },
    );
    tera.register_function(
        "at",
        move |kwargs: Kwargs, _: &State<'_>| -> tera::TeraResult<Value> {
            let path: &str = kwargs.must_get("path")?;
            Ok(match mode {
                Mode::Export => Value::safe_string(""),
                Mode::Preview => {
                    Value::safe_string(&format!(" data-td-field=\"{}\"", super::escape(path)))
                }
            })
        },
    );
    tera.register_filter(
        "fill",
        |pattern: &str, kwargs: Kwargs, _: &State<'_>| -> tera::TeraResult<String> {
            let mut text = pattern.to_owned();
            for name in ["date", "days", "from", "to", "name", "version"] {
                if let Some(value) = kwargs.get::<&str>(name)? {
                    text = text.replace(&format!("{{{name}}}"), value);
                }
            }
            Ok(text)
        },
    );
    let prefix = format!("{THEME}/");
    let html = files
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix(&prefix)?, text)));
    let html: Vec<(&str, &str)> = html
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, text)| (name, text.as_str()))
        .collect();
    tera.add_raw_templates(html)
        .map_err(|e| Error::Template(e.to_string()))?;
    Ok(tera)
}
