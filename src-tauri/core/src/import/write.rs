//! The new site's folder: made beside its place and put there when it is complete.

use std::path::Path;

use crate::error::Error;
use crate::store::output::{self, Staging};

use super::{Counter, Listen, Prepared, Step, media};

impl Prepared {
    /// Writes the new site into a folder that is new or empty. Nothing is there until everything is.
    ///
    /// # Errors
    /// [`Error::NotEmpty`], [`Error::Write`], [`Error::Cancelled`]; [`Error::Refused`] when a file of the
    /// source is no longer what it was.
    pub fn write(&self, site: &Path, progress: Listen<'_>) -> Result<(), Error> {
        if site.exists() {
            let mut inside = std::fs::read_dir(site).map_err(|e| Error::read(site, e))?;
            if inside.next().is_some() {
                return Err(Error::NotEmpty(site.to_owned()));
            }
        }
        let failed = |e| Error::write(site, e);
        let staging = Staging::beside(site).map_err(failed)?;
        let total = self.files.len() + self.media.used().count();
        let counter = Counter::new(Step::Writing, total, progress);
        let write = |path: &str, bytes: &[u8]| {
            let file = staging.folder().join(path);
            let folder = file.parent().unwrap_or(site);
            output::create_folder(folder).map_err(failed)?;
            output::write_new(&file, bytes).map_err(failed)?;
            counter.one()
        };
        for (path, text) in &self.files {
            write(path, text.as_bytes())?;
        }
        for file in self.media.used() {
            let entry = &self.source.entries[file.copies[0]];
            let ready = media::ready(&self.source, entry);
            let ready = ready.map_err(|refused| Error::Refused(refused.message))?;
            write(&file.name, &ready.bytes)?;
        }
        staging.swap().map_err(failed)
    }
}
