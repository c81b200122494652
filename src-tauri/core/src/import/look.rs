//! What a person is shown of an import before anything is written: files as they stand in the source, and
//! what the new site is called.

use toml_edit::DocumentMut;

use crate::error::Error;
use crate::say;
use crate::store::Store;

use super::Prepared;
use super::decode::decode;
use super::source::Class;
use super::state;

/// Whether a site was made by an import, so that it can be compared with its source again.
pub fn is_from_import(site: &Store) -> bool {
    site.size(state::FILE).is_some()
}

impl Prepared {
    /// The text of a page of the source, by its path there, as it was read.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no such page, or it can no longer be read.
    pub fn source_text(&self, path: &str) -> Result<String, Error> {
        let mut pages = self.source.entries.iter();
        let page = pages.find(|entry| entry.path == path && entry.class == Class::Page);
        let page = page.ok_or_else(|| {
            Error::Refused(say!(
                "“{path}” is not a page of the existing site. Nothing was changed. Choose another.",
                path
            ))
        })?;
        let bytes = self.source.read(page);
        let bytes = bytes.map_err(|refused| Error::Refused(refused.message))?;
        Ok(decode(&bytes).text)
    }

    /// What the new site is called, in its first language.
    pub fn name(&self) -> String {
        let settings = self.files.iter().find(|(path, _)| path == "site.toml");
        let settings = settings.and_then(|(_, text)| text.parse::<DocumentMut>().ok());
        let name = settings.as_ref().and_then(|settings| settings.get("name"));
        let first = name.and_then(|name| {
            let of_first = || name.as_table_like()?.iter().next()?.1.as_str();
            name.as_str().or_else(of_first)
        });
        first.unwrap_or_default().to_owned()
    }
}
