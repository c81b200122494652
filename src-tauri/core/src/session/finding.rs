//! Finding and replacing over the open site; a replacement is one edit.

use std::collections::HashSet;

use crate::error::Error;
use crate::find::{self, Found, Ground, LeftAlone, Memory, Query, Spot};
use crate::model::PageRef;
use crate::say;
use crate::site::SETTINGS;
use crate::view::{EditLabel, Update};

use super::Session;

impl Session {
    /// Finds `query` in the site as it is now and lists up to `limit` matches.
    pub fn find(&mut self, query: &Query, limit: usize) -> Found {
        let only = query.page.as_ref();
        self.looking(only, |memory, ground| {
            find::find(memory, ground, query, limit)
        })
    }

    /// Replaces every match of `query` but those in `except` by `with`, as one edit. `total` is how many
    /// matches the person saw. Answers how many were replaced, in how many files, and what stayed.
    ///
    /// # Errors
    /// [`Error::Refused`] when the site holds another number of matches by now, or may not be edited.
    pub fn replace(
        &mut self,
        query: &Query,
        with: &str,
        except: &HashSet<Spot>,
        total: u32,
        now: u64,
    ) -> Result<(Update, u32, u32, Vec<LeftAlone>), Error> {
        let done = self.looking(None, |memory, ground| {
            let same = find::find(memory, ground, query, 0).total == total;
            same.then(|| find::replace(memory, ground, query, with, except))
        });
        let done = done.ok_or_else(|| {
            Error::Refused(
                say!("The site has changed since these matches were found. Nothing was replaced. Look at the new matches, then replace them."),
            )
        })?;
        let places = u32::try_from(done.files.len()).unwrap_or(u32::MAX);
        let files = done
            .files
            .into_iter()
            .map(|(path, text)| (path, Some(text)));
        let update = self.transact(EditLabel::of("replace", ""), files.collect(), now)?;
        Ok((update, done.replaced, places, done.left))
    }

    /// Calls `look` with the texts as they are seen now; with `only`, those of that page.
    fn looking<T>(
        &mut self,
        only: Option<&PageRef>,
        look: impl FnOnce(&Memory, &Ground<'_>) -> T,
    ) -> T {
        let mut memory = std::mem::take(&mut self.memory);
        let settings = self.text_of(SETTINGS).unwrap_or_default();
        let ground = Ground {
            site: &self.site,
            kinds: &self.engine.kinds,
            page_form: &self.engine.page_form,
            site_form: &self.engine.site_form,
            settings: &settings,
        };
        memory.take_in(&ground, only);
        let seen = look(&memory, &ground);
        self.memory = memory;
        seen
    }
}
