//! A theme: templates, style sheet and words that turn content into pages.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;
use tera::{Kwargs, State, Tera, Value};

use crate::error::Error;
use crate::model::Localised;

use super::Mode;

/// One theme, compiled.
pub struct Theme {
    /// Its name, which is that of its folder.
    pub name: String,
    /// What sets it apart.
    pub traits: Traits,
    export: Tera,
    preview: Tera,
    css: String,
    options: BTreeMap<String, String>,
    favicon: Vec<u8>,
    words: BTreeMap<String, Value>,
}

/// What sets a theme apart, from its `theme.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Traits {
    /// What the person sees.
    pub label: Localised,
    /// "Use this when …".
    pub usage: Localised,
    /// Whether its pages are parts of documents that another program completes, a Jekyll site for
    /// example: neither style sheet nor site map nor page for missing addresses is written then.
    #[serde(default)]
    pub fragments: bool,
    /// The extension of the files it writes; `html` when it names none. Links always name `html`.
    #[serde(default)]
    pub extension: Option<String>,
    /// The name of a folder's own page without its extension; that of its source when it names none.
    #[serde(default)]
    pub index: Option<String>,
    /// The theme whose sections and words it has where it brings none of its own.
    #[serde(default)]
    pub base: Option<String>,
    /// Attributes of what texts are made of: of headings under `h2` to `h6`, and under `run-in` of
    /// bold words that open a paragraph.
    #[serde(default)]
    pub attributes: BTreeMap<String, BTreeMap<String, String>>,
}

impl Theme {
    /// Reads the theme `name` from files by path, `beacon/page.html`.
    ///
    /// # Errors
    /// [`Error::Template`] naming the file that cannot be used.
    pub(super) fn read(name: &str, files: &BTreeMap<String, String>) -> Result<Self, Error> {
        let own = below(name, files);
        let text = |file: &str| own.get(file).copied().unwrap_or_default();
        let wrong =
            |file: &str, error: toml::de::Error| Error::Template(format!("{name}/{file}: {error}"));
        let traits: Traits =
            toml::from_str(text("theme.toml")).map_err(|e| wrong("theme.toml", e))?;
        let base = traits.base.as_deref().map(|base| below(base, files));
        let base = base.unwrap_or_default();
        let mut words = words(base.get("words.toml").copied().unwrap_or_default())
            .map_err(|e| wrong("words.toml", e))?;
        words.extend(self::words(text("words.toml")).map_err(|e| wrong("words.toml", e))?);
        let mut templates = base;
        templates.retain(|path, _| path.starts_with("sections/"));
        templates.extend(&own);
        Ok(Self {
            name: name.to_owned(),
            export: tera(&templates, Mode::Export)?,
            preview: tera(&templates, Mode::Preview)?,
            css: css(&own),
            options: options(&own),
            favicon: text("favicon.svg").as_bytes().to_vec(),
            words,
            traits,
        })
    }

    pub(super) fn tera(&self, mode: Mode) -> &Tera {
        match mode {
            Mode::Export => &self.export,
            Mode::Preview => &self.preview,
        }
    }

    /// Its fixed words for a locale: its own, else those of its language, else English.
    pub(super) fn words(&self, locale: &str) -> Value {
        let language = locale.split('-').next().unwrap_or(locale);
        let found = self
            .words
            .get(locale)
            .or_else(|| self.words.get(language))
            .or_else(|| self.words.get("en"));
        found.cloned().unwrap_or_else(Value::none)
    }

    /// One of its fixed words.
    pub(super) fn word(&self, locale: &str, key: &str) -> String {
        self.words(locale)
            .get_from_path(key)
            .and_then(Value::as_str)
            .unwrap_or(key)
            .to_owned()
    }

    /// Where its style sheet stands in the output, or in the preview.
    pub(super) fn sheet(&self) -> String {
        format!("assets/{}.css", self.name)
    }

    /// Its style sheet, without the site's colours.
    pub(super) fn css(&self) -> &str {
        &self.css
    }

    /// What its style sheet has more for what a site chose of its look.
    pub(super) fn chosen(&self, brand: &crate::site::Brand) -> String {
        super::brand::chosen(brand, &self.options)
    }

    /// The icon for sites without one.
    pub(super) fn favicon(&self) -> &[u8] {
        &self.favicon
    }
}

/// The files of one theme, by their path in it.
fn below<'f>(name: &str, files: &'f BTreeMap<String, String>) -> BTreeMap<&'f str, &'f str> {
    let prefix = format!("{name}/");
    let inside = files
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix(&prefix)?, text.as_str())));
    inside.collect()
}

/// The sheets of choices, by name: `options/corners-round.css`.
fn options(files: &BTreeMap<&str, &str>) -> BTreeMap<String, String> {
    let inside = files.iter().filter_map(|(path, text)| {
        let name = path.strip_prefix("options/")?.strip_suffix(".css")?;
        Some((name.to_owned(), (*text).to_owned()))
    });
    inside.collect()
}

fn css(files: &BTreeMap<&str, &str>) -> String {
    let sheets = files.iter().filter(|(path, _)| path.starts_with("css/"));
    sheets.map(|(_, text)| *text).collect::<Vec<_>>().join("\n")
}

fn words(text: &str) -> Result<BTreeMap<String, Value>, toml::de::Error> {
    let all: BTreeMap<String, IndexMap<String, String>> = toml::from_str(text)?;
    let words = all
        .into_iter()
        .map(|(locale, words)| (locale, Value::from(words)));
    Ok(words.collect())
}

fn tera(files: &BTreeMap<&str, &str>, mode: Mode) -> Result<Tera, Error> {
    let mut tera = Tera::new();
    let icons: BTreeMap<String, Value> = files
        .iter()
        .filter_map(|(path, svg)| {
            let name = path.strip_prefix("icons/")?.strip_suffix(".svg")?;
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
    let html = files.iter().filter(|(name, _)| name.ends_with(".html"));
    tera.add_raw_templates(html.map(|(name, text)| (*name, *text)).collect::<Vec<_>>())
        .map_err(|e| Error::Template(e.to_string()))?;
    Ok(tera)
}
