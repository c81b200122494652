//! Sections carried between pages and shared by them, each as one edit.

use crate::error::Error;
use crate::model::PageRef;
use crate::plan::sections;
use crate::view::Update;

use super::Session;
use super::pages::shared_id;

impl Session {
    fn position(&mut self, page: &PageRef, key: &str) -> Result<usize, Error> {
        let keys = &self.desk(page)?.keys;
        keys.iter()
            .position(|known| known == key)
            .ok_or(Error::Stale("section"))
    }

    /// A section as text, to be put anywhere.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is gone.
    pub fn copy_section(&mut self, page: &PageRef, key: &str) -> Result<String, Error> {
        let at = self.position(page, key)?;
        sections::copied(&self.site, page, at)
    }

    /// Puts sections, given as text, after the section `after`, or at the top without one.
    ///
    /// # Errors
    /// [`Error::Refused`] when the text is no section.
    pub fn paste_section(
        &mut self,
        page: &PageRef,
        after: Option<&str>,
        text: &str,
        now: u64,
    ) -> Result<Update, Error> {
        let at = match after {
            Some(key) => self.position(page, key)? + 1,
            None => 0,
        };
        let plan = sections::paste(&self.engine, &self.site, page, at, text)?;
        self.arrange(plan, now)
    }

    /// Moves a section to the end of another page.
    ///
    /// # Errors
    /// [`Error::Stale`] when a page or the section is gone.
    pub fn move_section(
        &mut self,
        page: &PageRef,
        key: &str,
        to: &PageRef,
        now: u64,
    ) -> Result<Update, Error> {
        let at = self.position(page, key)?;
        let plan = sections::to_page(&self.engine, &self.site, page, at, to)?;
        self.arrange(plan, now)
    }

    /// Makes a section a shared one, under a title.
    ///
    /// # Errors
    /// [`Error::Refused`] when it cannot be shared.
    pub fn share_section(
        &mut self,
        page: &PageRef,
        key: &str,
        title: &str,
        now: u64,
    ) -> Result<Update, Error> {
        let at = self.position(page, key)?;
        let plan = sections::share(&self.site, page, at, title, &shared_id(title))?;
        self.arrange(plan, now)
    }

    /// Gives a page its own copy of a shared section.
    ///
    /// # Errors
    /// [`Error::Refused`] when the section is not shared.
    pub fn own_section(&mut self, page: &PageRef, key: &str, now: u64) -> Result<Update, Error> {
        let at = self.position(page, key)?;
        let plan = sections::own(&self.engine, &self.site, page, at)?;
        self.arrange(plan, now)
    }
}
