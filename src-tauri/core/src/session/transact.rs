//! One edit of several files: carried out, undone and redone as one.

use crate::error::Error;
use crate::model::PageRef;
use crate::view::{EditLabel, Step, Update};

use super::files::is_media;
use super::history::{Entry, FileStep, Held};
use super::{CHECK_AT_ONCE, Changed, Session};

/// In which field typing goes on, so that it is one edit to undo.
pub(super) type Typing = Option<(Option<String>, Vec<Step>)>;

impl Session {
    /// Makes several files what `files` says, by site path; `None` takes a file out. It is one edit,
    /// undone and redone as one. `now` is the time in milliseconds of any steady clock.
    ///
    /// # Errors
    /// [`Error::Refused`] when one of the files may not be changed. Nothing is changed then.
    pub fn transact(
        &mut self,
        label: EditLabel,
        files: Vec<(String, Option<String>)>,
        now: u64,
    ) -> Result<Update, Error> {
        self.transact_typing(label, files, None, now)
    }

    pub(super) fn transact_typing(
        &mut self,
        label: EditLabel,
        files: Vec<(String, Option<String>)>,
        typing: Typing,
        now: u64,
    ) -> Result<Update, Error> {
        let steps = self.text_steps(files)?;
        self.commit(label, steps, typing, now)
    }

    /// Steps that make texts what `files` says; those that change nothing are left out.
    pub(super) fn text_steps(
        &mut self,
        files: Vec<(String, Option<String>)>,
    ) -> Result<Vec<FileStep>, Error> {
        self.may_edit_site()?;
        let mut steps = Vec::new();
        for (path, text) in files {
            self.may_change(&path)?;
            let before = self.held(&path)?;
            let same = before.as_ref().map(|held| &**held.text()) == text.as_deref();
            if same {
                continue;
            }
            let after = text.map(|text| self.holding(&path, text, before.as_ref()));
            steps.push(FileStep {
                path,
                before,
                after,
            });
        }
        Ok(steps)
    }

    /// Carries out steps as one edit.
    pub(super) fn commit(
        &mut self,
        label: EditLabel,
        steps: Vec<FileStep>,
        typing: Typing,
        now: u64,
    ) -> Result<Update, Error> {
        if steps.is_empty() {
            return Ok(self.quiet_update(&self.stand_in()));
        }
        self.bring_in(&steps)?;
        let quick = typing.is_some();
        self.history.push(Entry {
            files: steps.clone(),
            label,
            typing,
            time: now,
        });
        self.carry_out(steps, quick)
    }

    /// Puts the second side of every step and says what changed. `quick` leaves out the list beside the
    /// page where making it costs more than a keystroke may.
    pub(super) fn carry_out(&mut self, steps: Vec<FileStep>, quick: bool) -> Result<Update, Error> {
        for step in &steps {
            self.put_file(&step.path, step.after.clone())?;
        }
        let pages: Vec<PageRef> = steps
            .iter()
            .filter_map(|step| PageRef::from_path(&step.path))
            .collect();
        let beyond = steps.iter().any(|step| !inside_one_page(step));
        if beyond {
            self.reindex();
        }
        for page in &pages {
            if self.site.pages.contains_key(page) {
                self.check(page);
            } else {
                self.restate(page);
            }
        }
        let paths: Vec<String> = steps.iter().map(|step| step.path.clone()).collect();
        let mut update = self.update_shown(steps, &pages, beyond)?;
        if beyond && (!quick || self.site.pages.len() <= CHECK_AT_ONCE) {
            update.index = Some(self.index_view());
            self.index_stale = false;
        }
        update.files = paths;
        Ok(update)
    }

    fn update_shown(
        &mut self,
        steps: Vec<FileStep>,
        pages: &[PageRef],
        beyond: bool,
    ) -> Result<Update, Error> {
        // An edit of one page brings that page into view; one of many stays where the person is.
        let beside = self.translations.beside.clone();
        if let (Some(beside), [page]) = (beside, pages)
            && beside == *page
            && self.shown.is_some()
            && self.site.pages.contains_key(page)
        {
            return self.update_beside(steps, page);
        }
        // So does one of pictures and documents, which have a screen of their own.
        let of_files = steps.iter().any(|step| is_media(&step.path));
        let stay = self.shown.clone().filter(|shown| {
            self.site.pages.contains_key(shown)
                && (pages.len() != 1 || pages.contains(shown) || of_files)
        });
        let there = pages.iter().find(|p| self.site.pages.contains_key(p));
        let followed = || self.moved_to(&steps);
        let Some(page) = stay.or_else(followed).or_else(|| there.cloned()) else {
            let mut update = self.quiet_update(&self.stand_in());
            update.reload = true;
            return Ok(update);
        };
        let moved = self.shown.as_ref() != Some(&page);
        self.shown = Some(page.clone());
        let step = steps
            .into_iter()
            .find(|step| PageRef::from_path(&step.path).as_ref() == Some(&page));
        let before = step.and_then(|step| step.before);
        let mut update = match before {
            Some(Held::Page(moment)) => {
                let keys = self.desk(&page)?.keys.clone();
                let focus = keys.iter().find(|k| !moment.keys.contains(k)).cloned();
                let changed = Changed {
                    before: moment.page,
                    before_keys: moment.keys,
                    outside: false,
                    focus,
                };
                self.update(&page, &changed)?
            }
            _ => self.quiet_update(&page),
        };
        if beyond && update.body.is_none() {
            let keys = self.desk(&page)?.keys.clone();
            let body = crate::render::body(&self.engine, self.seen(), &self.site, &page, &keys);
            update.body = Some(body.html);
            let problems = self.check(&page);
            self.tell(&page, &problems);
            update.problems = Some(problems);
        }
        update.reload |= moved;
        Ok(update)
    }

    /// What the page beside the one on screen must know; the other stays on screen.
    fn update_beside(&mut self, steps: Vec<FileStep>, page: &PageRef) -> Result<Update, Error> {
        let own = |step: &FileStep| PageRef::from_path(&step.path).as_ref() == Some(page);
        match steps.into_iter().find(own).and_then(|step| step.before) {
            Some(Held::Page(moment)) => {
                let changed = Changed {
                    before: moment.page,
                    before_keys: moment.keys,
                    outside: false,
                    focus: None,
                };
                self.update(page, &changed)
            }
            _ => Ok(self.quiet_update(page)),
        }
    }

    /// Where the page on screen went, when the steps take it out and put the same sections elsewhere.
    fn moved_to(&self, steps: &[FileStep]) -> Option<PageRef> {
        let shown = self.shown.as_ref()?;
        let title = |held: &Option<Held>| match held {
            Some(Held::Page(moment)) => moment.page.front.fields.get("title").cloned(),
            _ => None,
        };
        let page = |step: &FileStep| PageRef::from_path(&step.path);
        let gone = steps
            .iter()
            .find(|step| page(step).as_ref() == Some(shown))?;
        let title_before = title(&gone.before)?;
        let come = steps.iter().filter(|step| step.before.is_none());
        come.filter(|step| title(&step.after).as_ref() == Some(&title_before))
            .filter_map(page)
            .find(|page| page.locale == shown.locale)
    }

    /// A page to name in an update when none is shown.
    pub(super) fn stand_in(&self) -> PageRef {
        self.shown
            .clone()
            .unwrap_or_else(|| PageRef::new(self.site.settings.default_locale(), "/"))
    }
}

/// Whether a step changes nothing but the sections of one page that no other page shows.
fn inside_one_page(step: &FileStep) -> bool {
    match (&step.before, &step.after) {
        (Some(Held::Page(before)), Some(Held::Page(after))) => {
            before.page.front.fields == after.page.front.fields
                && PageRef::from_path(&step.path).is_some_and(|page| !page.is_shared())
        }
        _ => false,
    }
}
