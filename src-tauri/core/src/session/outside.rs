//! Changes made by other programs: taken in when nothing is unsaved, else merged by section and field,
//! with both texts kept where they meet.

use crate::error::Error;
use crate::merge::{self, continued, merge};
use crate::model::PageRef;
use crate::page::{self, Page, Target};
use crate::site::{self, PageFile};
use crate::store::Hash;
use crate::view::{EditLabel, OverlapView, Step, Update};

use super::history::{Entry, FileStep, Held, Moment};
use super::values::dotted;
use super::{Changed, Overlap, Session};
use crate::uses::value_at;

impl Session {
    /// Takes in that files at these site paths may have changed on disk. Our own writes are known by
    /// their bytes and say nothing. Answers with an update when the page on screen is concerned.
    pub fn outside(&mut self, paths: &[String]) -> Vec<Update> {
        let mut updates = Vec::new();
        let mut rest = false;
        let mut media = false;
        let mut pages = false;
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
                None if path.starts_with("media") => media = true,
                None => rest |= self.text_changed(path),
            }
        }
        if media {
            self.site.reload_media(&self.store);
        }
        let rest = rest || media;
        if rest || pages {
            let mut around = self.surroundings_changed();
            if let Some(update) = &mut around {
                update.files = paths.to_vec();
            }
            updates.extend(around);
        }
        updates.retain(|u| self.shown.as_ref() == Some(&u.page));
        updates
    }

    /// Looks at every file again: the watcher lost count, or the machine slept.
    ///
    /// # Errors
    /// [`Error::Read`] when the folder cannot be listed.
    pub fn rescan(&mut self) -> Result<Vec<Update>, Error> {
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
            .filter(|p| !paths.contains(p))
            .collect::<Vec<_>>();
        paths.extend(gone);
        Ok(self.outside(&paths))
    }

    /// Everything a page shows may differ: settings, records, media or other pages changed.
    fn surroundings_changed(&mut self) -> Option<Update> {
        self.reindex();
        let page = self
            .shown
            .clone()
            .filter(|p| self.site.pages.contains_key(p))?;
        let keys = self.desk(&page).ok()?.keys.clone();
        let mut update = self.quiet_update(&page);
        update.outside = true;
        update.body =
            Some(crate::render::body(&self.engine, self.seen(), &self.site, &page, &keys).html);
        update.problems = Some(self.check(&page));
        update.index = Some(self.index_view());
        self.index_stale = false;
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
        self.put(page, after, keys.clone())?;
        let had_overlaps = !merged.overlaps.is_empty();
        for overlap in merged.overlaps {
            self.next_overlap += 1;
            let section = overlap
                .block
                .and_then(|i| keys.get(i).cloned())
                .unwrap_or_default();
            let view = OverlapView {
                id: self.next_overlap,
                section,
                field: dotted(&overlap.path),
                mine: overlap.mine,
                theirs: overlap.theirs,
            };
            let overlap = Overlap {
                view,
                path: overlap.path,
                theirs: theirs.clone(),
            };
            self.desk(page)?.overlaps.push(overlap);
        }
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

    fn overlap_views(&self, page: &PageRef) -> Vec<OverlapView> {
        self.desks
            .get(page)
            .map(|d| d.overlaps.iter().map(|o| o.view.clone()).collect())
            .unwrap_or_default()
    }

    /// Settles an overlap: `theirs` takes what the other program wrote, as an edit that can be undone;
    /// otherwise what stands here stays.
    ///
    /// # Errors
    /// [`Error::Stale`] when the overlap or its section is gone.
    pub fn settle_overlap(
        &mut self,
        page: &PageRef,
        id: u32,
        theirs: bool,
        now: u64,
    ) -> Result<Update, Error> {
        let desk = self.desk(page)?;
        let place = desk
            .overlaps
            .iter()
            .position(|o| o.view.id == id)
            .ok_or(Error::Stale("overlap"))?;
        let mut update = if theirs {
            self.take_theirs(page, place, now)?
        } else {
            self.quiet_update(page)
        };
        let desk = self.desk(page)?;
        desk.overlaps.remove(place);
        update.overlaps = Some(self.overlap_views(page));
        Ok(update)
    }

    fn take_theirs(&mut self, page: &PageRef, place: usize, now: u64) -> Result<Update, Error> {
        let body_of = self.body_of();
        let before = self.file(page)?.page.clone();
        let desk = self.desk(page)?;
        let before_keys = desk.keys.clone();
        let Overlap { view, path, theirs } = &desk.overlaps[place];
        let splices = if view.section.is_empty() {
            let value = value_at(&theirs.front.fields, path);
            page::set(&before, Target::Front, path, value, &body_of)?
        } else {
            let here = desk
                .keys
                .iter()
                .position(|k| *k == view.section)
                .ok_or(Error::Stale("section"))?;
            let there = continued(theirs, &before).get(here).copied().flatten();
            theirs_of_block(&before, here, theirs, there, path, &body_of)?
        };
        let after = page::parse(page::apply(&before.text, &splices), Some(&before), &body_of);
        let keys = self.keys.carried(&before, &before_keys, &after);
        let path = self.file(page)?.path.clone();
        let moment = |page: &Page, keys: &[String]| {
            Some(Held::Page(Moment {
                page: page.clone(),
                keys: keys.to_vec(),
            }))
        };
        self.history.push(Entry {
            files: vec![FileStep {
                path,
                before: moment(&before, &before_keys),
                after: moment(&after, &keys),
            }],
            label: EditLabel::of("set", ""),
            typing: None,
            time: now,
        });
        self.put(page, after, keys)?;
        self.update(
            page,
            &Changed {
                before,
                before_keys,
                outside: false,
                focus: None,
            },
        )
    }
}

fn theirs_of_block(
    before: &Page,
    here: usize,
    theirs: &Page,
    there: Option<usize>,
    path: &[Step],
    body_of: page::BodyOf<'_>,
) -> Result<Vec<page::Splice>, Error> {
    let Some(there) = there else {
        return page::remove_block(before, here);
    };
    if path.is_empty() {
        return page::replace_block(
            before,
            here,
            &theirs.text[theirs.blocks[there].range.clone()],
        );
    }
    let value = theirs.blocks[there]
        .fields()
        .and_then(|fields| value_at(fields, path));
    page::set(before, Target::Block(here), path, value, body_of)
}
