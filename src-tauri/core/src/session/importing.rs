//! Changes of the existing site that this one was made of, taken over as one edit.

use std::sync::Arc;

use crate::error::Error;
use crate::import::Again;
use crate::model::PageRef;
use crate::trash::Trash;
use crate::view::{EditLabel, Update};

use super::Session;
use super::files::is_media;

impl Session {
    /// Takes over the pages at `take` (paths in the source) with the pictures and documents that they
    /// use, as one edit. Pages that go are kept in the trash. `time` is in milliseconds since 1970.
    ///
    /// # Errors
    /// As [`Again::files`]; [`Error::Refused`] when nothing may be edited, [`Error::Write`]. Nothing is
    /// changed then.
    pub fn take_import(
        &mut self,
        again: &Again,
        take: &[String],
        trash: &Trash,
        time: u64,
        now: u64,
    ) -> Result<Update, Error> {
        self.may_edit_site()?;
        let store = Arc::clone(&self.store);
        let (mut steps, mut texts) = (Vec::new(), Vec::new());
        for (path, bytes) in again.files(take, &store)? {
            match bytes {
                Some(bytes) if is_media(&path) => {
                    steps.extend(self.file_step(&path, Some(&bytes))?);
                }
                Some(bytes) => {
                    texts.push((path, Some(String::from_utf8_lossy(&bytes).into_owned())));
                }
                None => texts.push((path, None)),
            }
        }
        for (path, text) in &texts {
            if let (None, Some(page), Some(now)) =
                (text, PageRef::from_path(path), self.text_of(path))
            {
                trash.keep(&page.address, vec![(path.clone(), now.to_string())], time)?;
            }
        }
        steps.extend(self.text_steps(texts)?);
        self.commit(EditLabel::of("reimport", ""), steps, None, now)
    }
}
