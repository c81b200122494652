//! A past release brought back as the present state of the site: one edit, undone as one.

use std::collections::BTreeSet;

use crate::bundle::Bundle;
use crate::error::Error;
use crate::release::Article;
use crate::release::sources::is_source;
use crate::site::record_path;
use crate::view::{DataEdit, DataRequest, EditLabel, Update};

use super::Session;
use super::files::is_media;

impl Session {
    /// Makes the site what a release was made from, by its kept sources: what it did not have goes. What
    /// is known only here (`state/`) and the releases themselves stay. `now` is the time in milliseconds
    /// of any steady clock.
    ///
    /// # Errors
    /// [`Error::Refused`] when nothing may be edited, or a source is missing or damaged among what is
    /// kept; [`Error::Write`]. Nothing is changed then.
    pub fn bring_back_release(&mut self, sources: &Bundle, now: u64) -> Result<Update, Error> {
        self.may_edit_site()?;
        let (mut steps, mut texts) = (Vec::new(), Vec::new());
        for path in sources.manifest().paths().filter(|path| is_source(path)) {
            let bytes = sources.read(path)?;
            if is_media(path) {
                steps.extend(self.file_step(path, Some(&bytes))?);
            // What is no text is no page, record or template that could have been released.
            } else if let Ok(text) = String::from_utf8(bytes) {
                texts.push((path.to_owned(), Some(text)));
            }
        }
        for path in self.beyond(sources)? {
            if is_media(&path) {
                steps.extend(self.file_step(&path, None)?);
            } else {
                texts.push((path, None));
            }
        }
        texts.retain(|(path, text)| self.text_of(path).as_deref() != text.as_deref());
        steps.extend(self.text_steps(texts)?);
        self.commit(EditLabel::of("release", ""), steps, None, now)
    }

    /// Puts an article about a release among the updates, as one edit. `now` is the time in milliseconds
    /// of any steady clock.
    ///
    /// # Errors
    /// As [`Session::edit_data`].
    pub fn publish_article(&mut self, article: &Article, now: u64) -> Result<Update, Error> {
        let request = DataRequest {
            file: record_path("updates"),
            edit: DataEdit::Add {
                records: vec![article.record()],
            },
        };
        self.edit_data(&request, now)
    }

    /// Takes in that releases were made. Pages that tell of releases tell of these then.
    pub fn releases_changed(&mut self) -> Option<Update> {
        self.site.reload_releases(&self.store);
        self.surroundings_changed()
    }

    /// The site paths of what a release did not have.
    fn beyond(&self, sources: &Bundle) -> Result<BTreeSet<String>, Error> {
        let there = self.paths()?.into_iter();
        let beyond = |path: &String| is_source(path) && sources.manifest().get(path).is_none();
        Ok(there.filter(beyond).collect())
    }
}
