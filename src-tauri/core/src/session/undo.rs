//! Undo and redo. When another program changed a file since, the step is merged by section and field,
//! or refused with a reason; it never overwrites what the other program wrote.

use std::sync::Arc;

use crate::error::Error;
use crate::merge::{merge, merge_fields};
use crate::page;
use crate::say;
use crate::view::Update;

use super::Session;
use super::history::{FileStep, Held, Moment};

impl Session {
    /// Takes back the last edit. `None` when there is nothing to undo.
    ///
    /// # Errors
    /// [`Error::Refused`] when another program has since changed the same text.
    pub fn undo(&mut self) -> Result<Option<Update>, Error> {
        self.step(false)
    }

    /// Does again what was undone last. `None` when there is nothing to redo.
    ///
    /// # Errors
    /// [`Error::Refused`] when another program has since changed the same text.
    pub fn redo(&mut self) -> Result<Option<Update>, Error> {
        self.step(true)
    }

    fn step(&mut self, forward: bool) -> Result<Option<Update>, Error> {
        let Some(entry) = self.history.next(forward).cloned() else {
            return Ok(None);
        };
        let mut steps = Vec::new();
        for FileStep {
            path,
            before,
            after,
        } in entry.files
        {
            let (from, to) = if forward {
                (before, after)
            } else {
                (after, before)
            };
            let now = self.held(&path)?;
            if now.is_none() && from.is_some() {
                self.history.drop_next(forward);
                return Err(Error::Refused(say!(
                    "“{path}” is no longer there, so this cannot be undone. Nothing was changed.",
                    path
                )));
            }
            self.may_change(&path)?;
            let after = self.stepped(&path, from, to, now.as_ref())?;
            steps.push(FileStep {
                path,
                before: now,
                after,
            });
        }
        self.bring_in(&steps)?;
        self.history.step(forward);
        self.carry_out(steps, false).map(Some)
    }

    /// What a file must hold after the step from `from` to `to`, given what it holds now.
    fn stepped(
        &mut self,
        path: &str,
        from: Option<Held>,
        to: Option<Held>,
        now: Option<&Held>,
    ) -> Result<Option<Held>, Error> {
        let text = |held: Option<&Held>| held.map(|held| Arc::clone(held.text()));
        if text(now) == text(from.as_ref()) {
            return Ok(to);
        }
        let refused = || {
            Error::Refused(say!(
                "Another program has changed the same text since, so this cannot be undone. Nothing was changed. Edit the text instead."
            ))
        };
        match (from, to, now) {
            (Some(Held::Page(from)), Some(Held::Page(to)), Some(Held::Page(now))) => {
                let merged = merge(&from.page, &to.page, &now.page, &self.body_of());
                if !merged.overlaps.is_empty() {
                    return Err(refused());
                }
                let page = page::parse(merged.text, Some(&now.page), &self.body_of());
                let keys = self.keys.carried(&now.page, &now.keys, &page);
                Ok(Some(Held::Page(Moment { page, keys })))
            }
            (Some(from), Some(to), Some(now)) if page_less(path) => {
                let merged = merge_fields(from.text(), to.text(), now.text());
                merged
                    .map(|text| Some(Held::Text(text.into())))
                    .ok_or_else(refused)
            }
            _ => Err(refused()),
        }
    }
}

fn page_less(path: &str) -> bool {
    crate::model::PageRef::from_path(path).is_none() && !super::files::is_media(path)
}
