//! A theme: templates, style sheet and words that turn content into pages.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;
use tera::{Kwargs, State, Tera, Value};

use crate::error::Error;
use crate::model::Localised;

use super::Mode;
use super::apart::{Program, Set};
use super::fault::Fault;
use super::own::{Given, Outcome, Own};

/// One theme, compiled.
#[derive(Clone)]
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
    /// What it was compiled from, by path in it.
    files: BTreeMap<String, String>,
    /// What a site lays over it.
    own: Option<Own>,
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
    /// The kinds of sections that span the page, for themes of fragments: others stand in columns.
    #[serde(default)]
    pub wide: Vec<String>,
    /// The theme whose sections, redirects and words it has where it brings none of its own.
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
        let mut words = BTreeMap::new();
        for text in [
            base.get("words.toml").copied().unwrap_or_default(),
            text("words.toml"),
        ] {
            let read = self::words(text).map_err(|e| wrong("words.toml", e))?;
            words.extend(
                read.into_iter()
                    .map(|(locale, words)| (locale, Value::from(words))),
            );
        }
        let mut templates = base;
        templates.retain(|path, _| is_passed_on(path));
        templates.extend(&own);
        let files = templates
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        let files = files.collect();
        Ok(Self {
            name: name.to_owned(),
            export: tera(&files, Mode::Export)?,
            preview: tera(&files, Mode::Preview)?,
            css: css(&files),
            options: options(&files),
            favicon: text("favicon.svg").as_bytes().to_vec(),
            words,
            traits,
            files,
            own: None,
        })
    }

    /// The theme with what a site lays over it, by path below `templates/`, and what is wrong with that.
    pub(super) fn with_site(
        &self,
        site: &BTreeMap<String, String>,
        program: Option<&Program>,
    ) -> (Self, Vec<Fault>) {
        let base = self.traits.base.as_deref();
        let mut own = base.map(|base| below(base, site)).unwrap_or_default();
        own.retain(|path, _| is_passed_on(path));
        own.extend(below(&self.name, site));
        let mut theme = self.clone();
        if own.is_empty() {
            return (theme, Vec::new());
        }
        let (html, rest): (BTreeMap<_, _>, BTreeMap<_, _>) = own
            .into_iter()
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .partition(|(path, _)| is_template(path));
        let mut faults = theme.lay_beside(rest);
        if !html.is_empty() {
            faults.extend(theme.lay_over(html, program));
        }
        let faults = faults.into_iter().map(|fault| self.placed(fault));
        (theme, faults.collect())
    }

    /// Takes in files of a site that are no templates.
    fn lay_beside(&mut self, files: BTreeMap<String, String>) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Some(text) = files.get("words.toml") {
            match words(text) {
                Ok(words) => self.add_words(words),
                Err(error) => faults.push(Fault::of_toml("words.toml", text, &error)),
            }
        }
        if let Some(icon) = files.get("favicon.svg") {
            self.favicon = icon.as_bytes().to_vec();
        }
        self.files.extend(files);
        self.css = css(&self.files);
        self.options = options(&self.files);
        // Icons may be others; the templates are the program's and were read before.
        if let (Ok(export), Ok(preview)) = (
            tera(&self.files, Mode::Export),
            tera(&self.files, Mode::Preview),
        ) {
            (self.export, self.preview) = (export, preview);
        }
        faults
    }

    /// Lays templates over its own; they are rendered apart.
    fn lay_over(
        &mut self,
        html: BTreeMap<String, String>,
        program: Option<&Program>,
    ) -> Vec<Fault> {
        let base = self.files.iter().filter(|(path, _)| is_template(path));
        let set = Set {
            base: base
                .map(|(path, text)| (path.clone(), text.clone()))
                .collect(),
            own: html,
            icons: icons(&self.files),
        };
        let (own, faults) = Own::read(set, program);
        self.own = Some(own);
        faults
    }

    /// A fault of one of its files with the whole path of that.
    fn placed(&self, fault: Fault) -> Fault {
        fault.below(&format!("{}{}/", crate::templates::FOLDER, self.name))
    }

    /// Renders a template by its name in the theme.
    pub(super) fn render(&self, mode: Mode, name: &str, given: Given) -> Outcome {
        let own = self.own.as_ref();
        let failed = match own.and_then(|own| own.render(mode, name, &given)) {
            Some(Ok(html)) => {
                let (html, fault) = (Some(html), None);
                return Outcome { html, fault };
            }
            Some(Err(fault)) => Some(fault),
            None => None,
        };
        let tera = match mode {
            Mode::Export => &self.export,
            Mode::Preview => &self.preview,
        };
        let (html, fault) = if !tera.contains_template(name) {
            let unread = || own.and_then(|own| own.fault(name));
            let missing = || Some(Fault::missing(name));
            (None, failed.or_else(unread).or_else(missing))
        } else {
            match tera.render(name, &given.context()) {
                Ok(html) => (Some(html), failed),
                Err(error) => (None, failed.or_else(|| Some(Fault::of_tera(name, &error)))),
            }
        };
        let fault = fault.map(|fault| self.placed(fault));
        Outcome { html, fault }
    }

    /// Whether a site lays templates over it.
    pub(super) fn is_laid_over(&self) -> bool {
        self.own.is_some()
    }

    fn add_words(&mut self, words: BTreeMap<String, IndexMap<String, String>>) {
        for (locale, words) in words {
            // A language that the theme does not speak has the words that it would have without any.
            let mut all = self.words(&locale).into_map().unwrap_or_default();
            for (key, text) in words {
                all.insert(key.into(), Value::from(text));
            }
            self.words.insert(locale, Value::from(all));
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

/// Whether a theme has this file of the theme it stands on, where it brings none of its own.
fn is_passed_on(path: &str) -> bool {
    path.starts_with("sections/") || path == "redirect.html"
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
fn options(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let inside = files.iter().filter_map(|(path, text)| {
        let name = path.strip_prefix("options/")?.strip_suffix(".css")?;
        Some((name.to_owned(), text.clone()))
    });
    inside.collect()
}

fn is_template(path: &str) -> bool {
    path.ends_with(".html")
}

fn css(files: &BTreeMap<String, String>) -> String {
    let sheets = files.iter().filter(|(path, _)| path.starts_with("css/"));
    sheets
        .map(|(_, text)| text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

fn words(text: &str) -> Result<BTreeMap<String, IndexMap<String, String>>, toml::de::Error> {
    toml::from_str(text)
}

/// Pictures by their names.
fn icons(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let icons = files.iter().filter_map(|(path, svg)| {
        let name = path.strip_prefix("icons/")?.strip_suffix(".svg")?;
        Some((name.to_owned(), svg.trim().to_owned()))
    });
    icons.collect()
}

fn tera(files: &BTreeMap<String, String>, mode: Mode) -> Result<Tera, Error> {
    let mut tera = tera_with(&icons(files), mode);
    let html = files.iter().filter(|(name, _)| is_template(name));
    tera.add_raw_templates(html.collect::<Vec<_>>())
        .map_err(|e| Error::Template(e.to_string()))?;
    Ok(tera)
}

/// What templates may call beside what Tera has.
pub const FUNCTIONS: [&str; 2] = ["icon", "at"];
/// The filters that they may use beside those of Tera.
pub const FILTERS: [&str; 1] = ["fill"];

/// Without templates, but with every function and filter that templates may use.
pub(super) fn tera_with(icons: &BTreeMap<String, String>, mode: Mode) -> Tera {
    let mut tera = Tera::new();
    let icons: BTreeMap<String, Value> = icons
        .iter()
        .map(|(name, svg)| (name.clone(), Value::safe_string(svg)))
        .collect();
    let ([icon, at], [fill]) = (FUNCTIONS, FILTERS);
    tera.register_function(
        icon,
        move |kwargs: Kwargs, _: &State<'_>| -> tera::TeraResult<Value> {
            let name: &str = kwargs.must_get("name")?;
            Ok(icons
                .get(name)
                .cloned()
                .unwrap_or_else(|| Value::safe_string("")))
        },
    );
    tera.register_function(
        at,
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
        fill,
        |pattern: &str, kwargs: Kwargs, _: &State<'_>| -> tera::TeraResult<String> {
            let mut values = Vec::new();
            for name in ["date", "days", "from", "to", "name", "number", "version"] {
                if let Some(value) = kwargs.get::<&str>(name)? {
                    values.push((name, value));
                }
            }
            Ok(filled(pattern, &values))
        },
    );
    tera
}

/// A pattern with values in the places of their names, `{date}`. What a value says is no pattern.
pub(super) fn filled(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let found = values.iter().find_map(|(name, value)| {
            let rest = after[1..].strip_prefix(name)?.strip_prefix('}')?;
            Some((value, rest))
        });
        if let Some((value, after)) = found {
            text.push_str(value);
            rest = after;
        } else {
            text.push('{');
            rest = &after[1..];
        }
    }
    text.push_str(rest);
    text
}
