//! Starts for new pages, as data: `templates/pages/<name>.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::model::Localised;

/// A start for new pages: `templates/pages/<name>.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PageTemplate {
    /// Its name, that of its file.
    #[serde(skip_deserializing)]
    pub name: String,
    /// What people call it.
    pub label: Localised,
    /// When to use it.
    pub usage: Localised,
    /// Name of its icon.
    pub icon: String,
    /// Its place in the list, smallest first.
    pub rank: u32,
    /// Whether its pages have a date and so appear in news lists.
    #[serde(default)]
    pub dated: bool,
    /// Its sections by locale; `{title}` stands for the title.
    #[serde(skip_serializing)]
    #[ts(skip)]
    pub body: BTreeMap<String, String>,
}

/// The starts that files hold, each given with its name, in the order of their rank.
///
/// # Errors
/// [`Error::Template`] naming the file that cannot be used.
pub fn read<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<PageTemplate>, Error> {
    let mut all = Vec::new();
    for (name, text) in files {
        let mut one: PageTemplate =
            toml::from_str(text).map_err(|e| Error::Template(format!("pages/{name}.toml: {e}")))?;
        name.clone_into(&mut one.name);
        all.push(one);
    }
    all.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.name.cmp(&b.name)));
    Ok(all)
}
