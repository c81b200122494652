//! Everything rendering needs that no site owns: kinds, the forms of pages and sites, the themes.

use std::collections::{BTreeMap, BTreeSet};

use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::error::Error;
use crate::kinds::{Field, Kinds};
use crate::say;
use crate::site::Site;
use crate::templates::{FOLDER, SiteTemplates};

use super::apart::Program;
use super::fault::Fault;
use super::theme::Theme;

/// The templates that ship with the program.
#[derive(RustEmbed)]
#[folder = "../../templates"]
struct Templates;

/// The themes that ship with the program; the first is used where a site names none that exists.
const THEMES: [&str; 2] = ["beacon", "classic"];

/// Kinds, forms and themes. Built once, never changed.
pub struct Engine {
    /// Section kinds and collections.
    pub kinds: Kinds,
    /// The form of a page's own settings.
    pub page_form: Vec<Field>,
    /// The form of the site's settings.
    pub site_form: Vec<Field>,
    /// Starts for new pages.
    pub page_templates: Vec<crate::starts::PageTemplate>,
    themes: Vec<Theme>,
    /// Renders what a site lays over the templates.
    program: Option<Program>,
    /// Kinds that a site brings along.
    own_kinds: BTreeSet<String>,
    /// What is wrong with what a site brings along.
    faults: Vec<Fault>,
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
            themes: THEMES
                .iter()
                .map(|name| Theme::read(name, &files))
                .collect::<Result<_, _>>()?,
            program: None,
            own_kinds: BTreeSet::new(),
            faults: Vec::new(),
        })
    }

    /// The same, with a program that can render templates of a site apart.
    #[must_use]
    pub fn with_program(self, program: Program) -> Self {
        Self {
            program: Some(program),
            ..self
        }
    }

    /// This engine with what a site brings along laid over it. What cannot be used is left out, and is
    /// told by [`Engine::faults`].
    pub fn with_site(&self, site: &SiteTemplates) -> Self {
        let mut kinds = self.kinds.clone();
        let (own_kinds, mut faults) = lay_kinds_over(&mut kinds, site);
        faults.extend(site.faults.iter().cloned());
        let mut themes = Vec::new();
        for theme in &self.themes {
            let (theme, found) = theme.with_site(&site.files, self.program.as_ref());
            themes.push(theme);
            // A theme that another is based on tells of its sections already.
            faults.extend(found.into_iter().filter(|one| site.has(&one.file)));
        }
        faults.sort_by(|a, b| a.file.cmp(&b.file));
        Self {
            kinds,
            page_form: self.page_form.clone(),
            site_form: self.site_form.clone(),
            page_templates: self.page_templates.clone(),
            themes,
            program: self.program.clone(),
            own_kinds,
            faults,
        }
    }

    /// What is wrong with what a site brings along, whatever its pages use of it.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Whether a kind comes from the site.
    pub fn is_own_kind(&self, name: &str) -> bool {
        self.own_kinds.contains(name)
    }

    /// The theme that a site names, else the first.
    pub(crate) fn theme(&self, site: &Site) -> &Theme {
        let named = self.themes.iter().find(|t| t.name == site.settings.theme);
        named.unwrap_or(&self.themes[0])
    }

    /// Whether a site's own templates are used for its pages.
    pub(crate) fn renders_apart(&self, site: &Site) -> bool {
        // A kind of its own may have no template.
        self.theme(site).is_laid_over() || !self.own_kinds.is_empty()
    }

    /// The themes there are.
    pub fn themes(&self) -> impl Iterator<Item = &Theme> {
        self.themes.iter()
    }
}

/// Adds the kinds and collections of a site; answers the names of its kinds, and what is wrong.
fn lay_kinds_over(kinds: &mut Kinds, site: &SiteTemplates) -> (BTreeSet<String>, Vec<Fault>) {
    let mut own = BTreeSet::new();
    let mut faults = Vec::new();
    for (path, text) in &site.files {
        let Some((folder, file)) = path.split_once('/') else {
            continue;
        };
        let Some(name) = file.strip_suffix(".toml") else {
            continue;
        };
        let read = match folder {
            "kinds" | "collections" if !is_name(name) => {
                let reason = say!("Its name may have small letters, digits and hyphens only");
                faults.push(Fault::new(format!("{FOLDER}{path}"), reason));
                continue;
            }
            "kinds" => kinds.add_kind(name, text),
            "collections" => kinds.add_collection(name, text),
            _ => continue,
        };
        match read {
            Ok(()) if folder == "kinds" => drop(own.insert(name.to_owned())),
            Ok(()) => {}
            Err(error) => faults.push(Fault::of_toml(&format!("{FOLDER}{path}"), text, &error)),
        }
    }
    kinds.sort();
    (own, faults)
}

/// Whether pages can name a kind or a collection so.
fn is_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !name.is_empty() && name.bytes().all(plain)
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

pub(super) fn embedded() -> Result<BTreeMap<String, String>, Error> {
    Templates::iter()
        .filter_map(|path| {
            let file = Templates::get(&path)?;
            let text = String::from_utf8(file.data.into_owned())
                .map_err(|_| Error::Template(format!("{path} is not UTF-8")));
            Some(text.map(|text| (path.into_owned(), text)))
        })
        .collect()
}
