//! Changes made by other programs: taken in when nothing is unsaved, else merged by section and field,
//! with both texts kept where they meet.

use crate::error::Error;
use crate::merge::{self, merge};
use crate::model::PageRef;
use crate::page::{self, Page};
use crate::site::{self, PageFile};
use crate::store::Hash;
use crate::view::Update;

use super::{Changed, Session};

impl Session {
    /// Takes in that files at these site paths may have changed on disk. Our own writes are known by
    /// their bytes and say nothing. Answers with an update when the page on screen is concerned.
    pub fn outside(&mut self, paths: &[String]) -> Vec<Update> {
        let mut updates = Vec::new();
        let mut rest = false;
        let mut media = false;
        let mut pages = false;
        let (templates, paths): (Vec<_>, Vec<_>) = paths
            .iter()
            .cloned()
            .partition(|path| Self::is_of_templates(path));
        let paths = &paths;
        for path in paths {
            match PageRef::from_path(path) {
                Some(page) => {
                    let had = self.site.pages.contains_key(&page);
                    match self.page_changed(&page, path) {
                        Ok(update) => updates.extend(update),
                        // Unreadable just now, for example half-copied: the next event tries again.
                        Err(_) => continue,
                    }
                    pages |= had != self.site.pages.contains_key(&page);
                }
                None if path.starts_with("media") => media |= self.media_changed(path),
                None => rest |= self.text_changed(path),
            }
        }
        if media {
            self.reload_media();
        }
        let rest = rest || media;
        if rest || pages {
            let mut around = self.surroundings_changed();
            if let Some(update) = &mut around {
                update.files = paths.to_vec();
            }
            updates.extend(around);
        } else if updates.iter().any(|u| Some(&u.page) != self.shown.as_ref()) {
            let beside = self.translations.beside.as_ref();
            let told = updates.iter().any(|u| Some(&u.page) == beside);
            updates.extend(self.places_changed(paths, told));
        }
        updates.retain(|u| {
            let page = Some(&u.page);
            self.shown.as_ref() == page || self.translations.beside.as_ref() == page
        });
        if !templates.is_empty() {
            // Says more than all the others.
            updates.extend(self.templates_changed());
        }
        updates
    }

    /// Looks at every file again: the watcher lost count, or the machine slept.
    ///
    /// # Errors
    /// [`Error::Read`] when the folder cannot be listed.
    pub fn rescan(&mut self) -> Result<Vec<Update>, Error> {
        let paths = self.paths()?;
        Ok(self.outside(&paths))
    }

    /// Every file that is on disk or that this session has as a page.
    ///
    /// # Errors
    /// [`Error::Read`] when the folder cannot be listed.
    pub fn paths(&self) -> Result<Vec<String>, Error> {
        let mut paths: Vec<String> = self
            .store
            .list()?
            .into_iter()
            .map(|entry| entry.path)
            .collect();
        let gone = self
            .site
            .pages
            .values()
            .map(|f| f.path.clone())
            .chain(self.template_paths())
            .filter(|p| !paths.contains(p))
            .collect::<Vec<_>>();
        paths.extend(gone);
        Ok(paths)
    }

    /// Everything a page shows may differ: settings, records, media or other pages changed.
    pub(super) fn surroundings_changed(&mut self) -> Option<Update> {
        self.reindex();
        self.retranslate();
        self.ignored_changed();
        let page = self
            .shown
            .clone()
            .filter(|p| self.site.pages.contains_key(p))?;
        let keys = self.desk(&page).ok()?.keys.clone();
        let mut update = self.quiet_update(&page);
        update.outside = true;
        update.body =
            Some(crate::render::body(&self.engine, self.seen(), &self.site, &page, &keys).html);
        let problems = self.check(&page);
        self.tell(&page, &problems);
        update.problems = Some(problems);
        update.index = Some(self.index_view());
        self.index_stale = false;
        Some(update)
    }

    /// Another page changed: a place on it that the page on screen links to may be gone, or there at last.
    /// Unless the window is told of that page itself, it hears at least which files changed.
    fn places_changed(&mut self, paths: &[String], told: bool) -> Option<Update> {
        let page = self.shown.clone()?;
        let problems = self.check(&page);
        let news = self.tell(&page, &problems);
        if told && !news {
            return None;
        }
        let mut update = self.quiet_update(&page);
        update.outside = true;
        update.files = paths.to_vec();
        if news {
            update.problems = Some(problems);
            update.index = Some(self.index_view());
            self.index_stale = false;
        }
        Some(update)
    }

    fn page_changed(&mut self, page: &PageRef, path: &str) -> Result<Option<Update>, Error> {
        let bytes = match self.store.read(path) {
            Ok(bytes) => bytes,
            Err(Error::Read { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                return Ok(self.page_gone(page));
            }
            Err(error) => return Err(error),
        };
        let hash = Hash::of(&bytes);
        if self.writing.get(path) == Some(&hash) {
            return Ok(None);
        }
        let theirs = site::page_file(path, bytes, &self.engine.kinds);
        let Some(known) = self.site.pages.get(page) else {
            if let Some(file) = self.texts.get(path) {
                // Taken out here and not saved yet: what the other program wrote is kept instead.
                if file.saved.as_deref() == Some(&*theirs.page.text) {
                    return Ok(None);
                }
                self.texts.remove(path);
            }
            self.site.pages.insert(page.clone(), theirs);
            self.reindex();
            return Ok(None);
        };
        if known.path != path {
            return Ok(None);
        }
        if theirs.read_only.is_some() || known.read_only.is_some() {
            return Ok(self.replaced(page, theirs));
        }
        self.desk(page)?;
        self.merged(page, &theirs.page)
    }

    /// The page can no longer, or can again, be edited by form.
    fn replaced(&mut self, page: &PageRef, theirs: PageFile) -> Option<Update> {
        let same = self.site.pages.get(page).is_some_and(|known| {
            known.read_only == theirs.read_only && known.page.text == theirs.page.text
        });
        if same || self.unsaved().contains(page) {
            return None;
        }
        self.site.pages.insert(page.clone(), theirs);
        self.desks.remove(page);
        self.reindex();
        let mut update = self.quiet_update(page);
        update.outside = true;
        update.reload = true;
        Some(update)
    }

    fn page_gone(&mut self, page: &PageRef) -> Option<Update> {
        if self.unsaved().contains(page) {
            // What was typed is kept: the next save writes the page again.
            if let Some(desk) = self.desks.get_mut(page) {
                desk.saved = None;
            }
            return None;
        }
        if let Some(file) = self.site.pages.get(page) {
            // It can be made again; then nothing is there to be replaced.
            self.texts.remove(&file.path);
        }
        self.site.pages.remove(page)?;
        self.desks.remove(page);
        self.counts.remove(page);
        self.reindex();
        let mut update = self.quiet_update(page);
        update.outside = true;
        update.reload = true;
        update.index = Some(self.index_view());
        Some(update)
    }

    fn merged(&mut self, page: &PageRef, theirs: &Page) -> Result<Option<Update>, Error> {
        let mine = self.file(page)?.page.clone();
        let before_keys = self.desk(page)?.keys.clone();
        let base = self.desk(page)?.saved.clone();
        if base.as_ref().is_some_and(|b| b.text == theirs.text) {
            return Ok(None);
        }
        if mine.text == theirs.text {
            self.desk(page)?.saved = Some(mine);
            return Ok(None);
        }
        let merged = match &base {
            Some(base) if base.text == mine.text => merge::Merged {
                text: theirs.text.to_string(),
                overlaps: Vec::new(),
            },
            Some(base) => merge(base, &mine, theirs, &self.body_of()),
            None => merge(
                &page::parse("", None, &self.body_of()),
                &mine,
                theirs,
                &self.body_of(),
            ),
        };
        let after = page::parse(merged.text, Some(&mine), &self.body_of());
        let keys = self.keys.carried(&mine, &before_keys, &after);
        self.put(page, after, keys)?;
        let had_overlaps = !merged.overlaps.is_empty();
        self.note_overlaps(page, merged.overlaps, theirs)?;
        self.desk(page)?.saved = Some(theirs.clone());
        let mut update = self.update(
            page,
            &Changed {
                before: mine,
                before_keys,
                outside: true,
                focus: None,
            },
        )?;
        if had_overlaps {
            update.overlaps = Some(self.overlap_views(page));
        }
        Ok(Some(update))
    }
}
