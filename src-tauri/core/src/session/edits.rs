//! Edits: a request of the window becomes splices of one page's text.

use crate::error::Error;
use crate::kinds::Field;
use crate::model::PageRef;
use crate::page::{self, Page, Splice, Target};
use crate::problem::Problem;
use crate::rich::{self, Guard};
use crate::say;
use crate::uses::value_at;
use crate::view::{Edit, EditLabel, EditRequest, Step, Update};

use super::history::{Entry, FileStep, Held, Moment};
use super::values::{field_at, value_for};
use super::{Changed, Session};

/// What an edit does to the keys of a page's blocks.
enum KeyChange {
    None,
    Insert(usize),
    Move(usize, usize),
    Remove(usize),
    Any,
}

/// An edit ready to be applied.
struct Planned {
    splices: Vec<Splice>,
    keys: KeyChange,
    verb: &'static str,
    kind: String,
    typing: Option<(Option<String>, Vec<Step>)>,
    /// Whether the edited block should be brought into view.
    focus: bool,
}

impl Session {
    /// Carries out an edit. `now` is the time in milliseconds of any steady clock; it only decides
    /// which typing is undone together.
    ///
    /// # Errors
    /// [`Error::Stale`] when the page or section is gone, [`Error::Refused`] when the page may not be
    /// edited so. Nothing is changed then.
    pub fn edit(&mut self, request: &EditRequest, now: u64) -> Result<Update, Error> {
        let page = &request.page;
        self.desk(page)?;
        self.may_edit(page)?;
        let before = self.file(page)?.page.clone();
        let before_keys = self.desk(page)?.keys.clone();
        let planned = self.plan(&before, &before_keys, &request.edit)?;
        let text = page::apply(&before.text, &planned.splices);
        if text == *before.text {
            return Ok(self.quiet_update(page));
        }
        let after = page::parse(text, Some(&before), &self.body_of());
        let keys = self.keys_after(&before, &before_keys, &after, &planned.keys);
        let focus = planned
            .focus
            .then(|| focus_key(&planned.keys, &keys, &before_keys, &request.edit))
            .flatten();
        let path = self.file(page)?.path.clone();
        self.history.push(Entry {
            files: vec![FileStep {
                path,
                before: Some(Held::Page(Moment {
                    page: before.clone(),
                    keys: before_keys.clone(),
                })),
                after: Some(Held::Page(Moment {
                    page: after.clone(),
                    keys: keys.clone(),
                })),
            }],
            label: EditLabel::of(planned.verb, &planned.kind),
            typing: planned.typing,
            time: now,
        });
        let texts = ((&before, &before_keys[..]), (&after, &keys[..]));
        let guard = guarded(&mut self.last_rich, &request.edit, texts);
        self.put(page, after, keys)?;
        let mut update = self.update(
            page,
            &Changed {
                before,
                before_keys,
                outside: false,
                focus,
            },
        )?;
        update.guard = guard;
        Ok(update)
    }

    /// Whether anything of the site may be edited.
    pub(super) fn may_edit_site(&self) -> Result<(), Error> {
        match &self.site.read_only {
            Some(reason) => Err(Error::Refused(reason.clone())),
            None => Ok(()),
        }
    }

    /// Whether a page may be edited at all.
    pub(super) fn may_edit(&self, page: &PageRef) -> Result<(), Error> {
        let reason = self.site.read_only.clone().or_else(|| {
            self.file(page)
                .ok()
                .and_then(|f| f.read_only.as_ref())
                .map(Problem::said)
        });
        match reason {
            Some(reason) => Err(Error::Refused(say!(
                "This page cannot be edited. {reason}",
                reason
            ))),
            None => Ok(()),
        }
    }

    /// Makes `after` the text of `page` in memory.
    pub(super) fn put(
        &mut self,
        page: &PageRef,
        after: Page,
        keys: Vec<String>,
    ) -> Result<(), Error> {
        self.revision += 1;
        let revision = self.revision;
        self.site
            .pages
            .get_mut(page)
            .ok_or(Error::Stale("page"))?
            .page = after;
        let desk = self.desk(page)?;
        desk.keys = keys;
        desk.revision = revision;
        Ok(())
    }

    fn keys_after(
        &mut self,
        before: &Page,
        keys: &[String],
        after: &Page,
        change: &KeyChange,
    ) -> Vec<String> {
        let mut next = keys.to_vec();
        match *change {
            KeyChange::None => {}
            KeyChange::Insert(at) => next.insert(at.min(next.len()), self.keys.fresh()),
            KeyChange::Move(from, to) => {
                let key = next.remove(from);
                next.insert(to.min(next.len()), key);
            }
            KeyChange::Remove(at) => drop(next.remove(at)),
            KeyChange::Any => return self.keys.carried(before, keys, after),
        }
        if next.len() == after.blocks.len() {
            next
        } else {
            self.keys.carried(before, keys, after)
        }
    }

    fn plan(&self, page: &Page, keys: &[String], edit: &Edit) -> Result<Planned, Error> {
        let body_of = self.body_of();
        let find = |key: &str| {
            keys.iter()
                .position(|k| k == key)
                .ok_or(Error::Stale("section"))
        };
        let kind_at = |i: usize| page.blocks[i].kind.clone();
        let done = |splices, keys, verb, kind| Planned {
            splices,
            keys,
            verb,
            kind,
            typing: None,
            focus: false,
        };
        Ok(match edit {
            Edit::Set {
                section,
                path,
                value,
                apart,
                ..
            } => {
                let (target, kind) = match section {
                    None => (Target::Front, String::new()),
                    Some(key) => {
                        let i = find(key)?;
                        (Target::Block(i), kind_at(i))
                    }
                };
                let value = value_for(field_at(self.form(&kind), path), value);
                let splices = page::set(page, target, path, value.as_ref(), &body_of)?;
                Planned {
                    typing: (!apart).then(|| (section.clone(), path.clone())),
                    ..done(splices, KeyChange::None, "set", kind)
                }
            }
            Edit::AddItem {
                section,
                path,
                index,
                value,
            } => {
                let i = find(section)?;
                let kind = kind_at(i);
                let value = value_for(field_at(self.form(&kind), path), value)
                    .ok_or_else(|| Error::Refused(say!("An empty item cannot be added.")))?;
                let splices = page::insert_item(
                    page,
                    Target::Block(i),
                    path,
                    *index as usize,
                    &value,
                    &body_of,
                )?;
                done(splices, KeyChange::None, "add-item", kind)
            }
            Edit::MoveItem {
                section,
                path,
                from,
                to,
            } => {
                let i = find(section)?;
                let splices = page::move_item(
                    page,
                    Target::Block(i),
                    path,
                    *from as usize,
                    *to as usize,
                    &body_of,
                )?;
                done(splices, KeyChange::None, "move-item", kind_at(i))
            }
            Edit::RemoveItem {
                section,
                path,
                index,
            } => {
                let i = find(section)?;
                let splices =
                    page::remove_item(page, Target::Block(i), path, *index as usize, &body_of)?;
                done(splices, KeyChange::None, "remove-item", kind_at(i))
            }
            Edit::Add { at, kind } => self.plan_add(page, *at as usize, kind)?,
            Edit::Move { section, to } => {
                let i = find(section)?;
                let to = (*to as usize).min(page.blocks.len() - 1);
                let splices = if to == i {
                    Vec::new()
                } else {
                    page::move_block(page, i, to)?
                };
                Planned {
                    focus: true,
                    ..done(splices, KeyChange::Move(i, to), "move", kind_at(i))
                }
            }
            Edit::Duplicate { section } => {
                let i = find(section)?;
                let splices = page::duplicate_block(page, i)?;
                Planned {
                    focus: true,
                    ..done(splices, KeyChange::Insert(i + 1), "duplicate", kind_at(i))
                }
            }
            Edit::Hide { section, hidden } => {
                let i = find(section)?;
                let verb = if *hidden { "hide" } else { "show" };
                done(
                    page::set_flag(page, i, "hidden", *hidden)?,
                    KeyChange::None,
                    verb,
                    kind_at(i),
                )
            }
            Edit::Aside { section, aside } => {
                let i = find(section)?;
                done(
                    page::set_flag(page, i, "aside", *aside)?,
                    KeyChange::None,
                    "aside",
                    kind_at(i),
                )
            }
            Edit::Remove { section } => {
                let i = find(section)?;
                done(
                    page::remove_block(page, i)?,
                    KeyChange::Remove(i),
                    "remove",
                    kind_at(i),
                )
            }
            Edit::Source { section, text } => {
                let i = find(section)?;
                done(
                    page::replace_block(page, i, text)?,
                    KeyChange::Any,
                    "source",
                    kind_at(i),
                )
            }
        })
    }

    fn plan_add(&self, page: &Page, at: usize, kind: &str) -> Result<Planned, Error> {
        let known = self
            .engine
            .kinds
            .get(kind)
            .ok_or_else(|| Error::Refused(say!("There is no section kind “{kind}”.", kind)))?;
        let locale = self
            .shown
            .as_ref()
            .map_or(self.site.settings.default_locale(), |p| p.locale.as_str());
        let flags: &[&str] = if known.aside { &["aside"] } else { &[] };
        let at = at.min(page.blocks.len());
        let splices = page::insert_block(page, at, kind, None, flags, known.example.get(locale))?;
        Ok(Planned {
            splices,
            keys: KeyChange::Insert(at),
            verb: "add",
            kind: kind.to_owned(),
            typing: None,
            focus: true,
        })
    }

    /// The form of a kind; of the page's own settings for the empty name.
    fn form(&self, kind: &str) -> &[Field] {
        if kind.is_empty() {
            return &self.engine.page_form;
        }
        self.engine
            .kinds
            .get(kind)
            .map_or(&[], |k| k.fields.as_slice())
    }
}

/// A page and the keys of its sections.
type Keyed<'a> = (&'a Page, &'a [String]);

/// What is wrong with the rich text that an edit wrote, if it is one and something is.
fn guarded(
    last: &mut rich::Last,
    edit: &Edit,
    (before, after): (Keyed<'_>, Keyed<'_>),
) -> Option<Guard> {
    let Edit::Set {
        section,
        path,
        shown: Some(shown),
        ..
    } = edit
    else {
        return None;
    };
    let text = |(page, keys): Keyed<'_>| {
        let fields = match section {
            None => &page.front.fields,
            Some(key) => page.blocks[keys.iter().position(|k| k == key)?].fields()?,
        };
        Some(value_at(fields, path)?.as_text()?.to_owned())
    };
    let (old, new) = (
        text(before).unwrap_or_default(),
        text(after).unwrap_or_default(),
    );
    last.check(&old, &new, shown).err()
}

fn focus_key(
    change: &KeyChange,
    keys: &[String],
    before: &[String],
    edit: &Edit,
) -> Option<String> {
    match (change, edit) {
        (KeyChange::Insert(at), _) => keys.get(*at).cloned(),
        (_, Edit::Move { section, .. }) => before.iter().find(|k| *k == section).cloned(),
        _ => None,
    }
}
