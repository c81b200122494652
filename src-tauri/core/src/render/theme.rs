//! A theme: templates, style sheet and words that turn content into pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;
use tera::{Context, Kwargs, State, Tera, Value};

use crate::error::Error;
use crate::model::Localised;

use super::Mode;
use super::apart::{Apart, Program, Set};
use super::fault::Fault;

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

/// The templates of a site that are laid over those of a theme.
#[derive(Clone)]
struct Own {
    apart: Arc<Apart>,
    /// Templates that are the site's, or include one that is, each with the first such one.
    names: BTreeMap<String, String>,
    /// What is wrong with those that are not used.
    faults: BTreeMap<String, Fault>,
}

/// What a template is given, by name.
#[derive(Debug, Default)]
pub(super) struct Given(Vec<(&'static str, Value)>);

impl Given {
    pub(super) fn insert(&mut self, name: &'static str, value: Value) {
        self.0.push((name, value));
    }

    fn context(self) -> Context {
        let mut context = Context::new();
        for (name, value) in self.0 {
            context.insert_value(name, value);
        }
        context
    }
}

/// What became of a template.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The output; that of the program's own template where the site's failed and there is one.
    pub(super) html: Option<String>,
    pub(super) fault: Option<Fault>,
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
        templates.retain(|path, _| path.starts_with("sections/"));
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
        let mut own = self
            .traits
            .base
            .as_deref()
            .map(|base| below(base, site))
            .unwrap_or_default();
        own.retain(|path, _| path.starts_with("sections/"));
        own.extend(below(&self.name, site));
        let mut theme = self.clone();
        if own.is_empty() {
            return (theme, Vec::new());
        }
        let mut faults = Vec::new();
        theme.files.extend(
            own.iter()
                .filter(|(path, _)| !is_template(path))
                .map(|(path, text)| ((*path).to_owned(), (*text).to_owned())),
        );
        theme.css = css(&theme.files);
        theme.options = options(&theme.files);
        if let Some(icon) = own.get("favicon.svg") {
            theme.favicon = icon.as_bytes().to_vec();
        }
        match words(own.get("words.toml").copied().unwrap_or_default()) {
            Ok(words) => theme.add_words(words),
            Err(error) => faults.push(Fault::of_toml("words.toml", own["words.toml"], &error)),
        }
        // Icons may be others; the templates are the program's and were read before.
        for mode in [Mode::Export, Mode::Preview] {
            if let Ok(tera) = tera(&theme.files, mode) {
                match mode {
                    Mode::Export => theme.export = tera,
                    Mode::Preview => theme.preview = tera,
                }
            }
        }
        faults.extend(theme.lay_over(&own, program));
        let folder = format!("{}{}/", crate::templates::FOLDER, self.name);
        let faults = faults
            .into_iter()
            .map(|fault| fault.below(&folder))
            .collect();
        (theme, faults)
    }

    /// Lays templates over its own; they are rendered apart.
    fn lay_over(&mut self, own: &BTreeMap<&str, &str>, program: Option<&Program>) -> Vec<Fault> {
        let owned = |(path, text): (&&str, &&str)| ((*path).to_owned(), (*text).to_owned());
        let html: BTreeMap<_, _> = own
            .iter()
            .filter(|(path, _)| is_template(path))
            .map(owned)
            .collect();
        if html.is_empty() {
            return Vec::new();
        }
        let base = self.files.iter().filter(|(path, _)| is_template(path));
        let set = Set {
            base: base
                .map(|(path, text)| (path.clone(), text.clone()))
                .collect(),
            own: html,
            icons: icons(&self.files),
        };
        let (apart, faults) = Apart::start(program, set);
        let names = reached(&self.files, apart.names());
        self.own = Some(Own {
            names,
            apart: Arc::new(apart),
            faults: faults
                .iter()
                .map(|fault| (fault.file.clone(), fault.clone()))
                .collect(),
        });
        faults
    }

    /// Renders a template by its name in the theme.
    pub(super) fn render(&self, mode: Mode, name: &str, given: Given) -> Outcome {
        let own = self.own.as_ref();
        let faulty = own.and_then(|own| own.faults.get(name).cloned());
        let apart = own.and_then(|own| Some((own, own.names.get(name)?)));
        let failed = match apart {
            Some((own, from)) => match own.apart.render(mode, name, &given.0) {
                Ok(html) => {
                    return Outcome {
                        html: Some(html),
                        fault: None,
                    };
                }
                // The program's own is not what has to be repaired.
                Err(fault) if fault.file == name => Some(Fault {
                    file: from.clone(),
                    ..fault
                }),
                Err(fault) => Some(fault),
            },
            None => None,
        };
        let tera = match mode {
            Mode::Export => &self.export,
            Mode::Preview => &self.preview,
        };
        let found = tera.contains_template(name);
        let made = found.then(|| tera.render(name, &given.context()));
        let (html, fault) = match made {
            Some(Ok(html)) => (Some(html), failed),
            Some(Err(error)) => (None, failed.or_else(|| Some(Fault::of_tera(name, &error)))),
            None => (
                None,
                failed.or(faulty).or_else(|| Some(Fault::missing(name))),
            ),
        };
        let folder = format!("{}{}/", crate::templates::FOLDER, self.name);
        Outcome {
            html,
            fault: fault.map(|fault| fault.below(&folder)),
        }
    }

    /// Whether a site lays templates over it.
    pub(super) fn is_laid_over(&self) -> bool {
        self.own.is_some()
    }

    fn add_words(&mut self, words: BTreeMap<String, IndexMap<String, String>>) {
        for (locale, words) in words {
            let before = self.words.get(&locale).cloned();
            let mut all = before.and_then(Value::into_map).unwrap_or_default();
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

/// The `own` templates, and those in `files` that include one in any depth, each with the first of those
/// that it includes.
fn reached<'n>(
    files: &BTreeMap<String, String>,
    own: impl Iterator<Item = &'n String>,
) -> BTreeMap<String, String> {
    let includes = |text: &str, name: &str| text.contains(&format!("{{% include \"{name}\" %}}"));
    let mut names = BTreeMap::new();
    let mut last: Vec<(String, String)> = own.map(|name| (name.clone(), name.clone())).collect();
    while let Some((name, from)) = last.pop() {
        let users = files.iter().filter(|(_, text)| includes(text, &name));
        let new = users
            .map(|(user, _)| user)
            .filter(|user| !names.contains_key(*user));
        last.extend(new.map(|user| (user.clone(), from.clone())));
        names.entry(name).or_insert(from);
    }
    names
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
            let mut text = pattern.to_owned();
            for name in ["date", "days", "from", "to", "name", "version"] {
                if let Some(value) = kwargs.get::<&str>(name)? {
                    text = text.replace(&format!("{{{name}}}"), value);
                }
            }
            Ok(text)
        },
    );
    tera
}
