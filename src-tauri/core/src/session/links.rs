//! Links to other sites: listed, and given another address everywhere at once.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::outside::{self, Link};
use crate::say;
use crate::uses::{self, Used};
use crate::view::{EditLabel, Update};

use super::Session;

impl Session {
    /// Every address of another site that visitors can meet, with where it is used.
    pub fn outside_links(&self) -> Vec<Link> {
        outside::links(&self.engine, &self.site)
    }

    /// Writes other addresses in place of some, by what is asked for them, in every page, record and
    /// setting, hidden ones too, as one edit. A link keeps its place on the page unless the new address
    /// has one. Answers also how many files changed.
    ///
    /// # Errors
    /// [`Error::Refused`] when a new address is none or an old one is not used. Nothing is changed then.
    pub fn replace_outside(
        &mut self,
        addresses: &BTreeMap<String, String>,
        now: u64,
    ) -> Result<(Update, u32), Error> {
        let mut by: BTreeMap<String, String> = BTreeMap::new();
        for (from, to) in addresses {
            let new = outside::replacement(to).ok_or_else(|| {
                Error::Refused(say!("“{to}” is not an address that visitors can open. Nothing was changed. Enter one that begins with https.", to))
            })?;
            let from = outside::asked(from).map_or_else(|| from.clone(), String::from);
            by.insert(from, new);
        }
        let new = |_: &Used, written: &str| {
            let asked = outside::asked(written).map(String::from);
            let to = by.get(asked.as_deref().unwrap_or(written))?;
            Some(outside::written(written, to))
        };
        let files: Vec<_> = uses::rewritten(&self.engine, &self.site, &new)
            .into_iter()
            .map(|(path, text)| (path, Some(text)))
            .collect();
        if files.is_empty() {
            return Err(Error::Refused(say!(
                "This address is not used any more. Nothing was changed."
            )));
        }
        let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
        let update = self.transact(EditLabel::of("replace-link", ""), files, now)?;
        Ok((update, count))
    }
}
