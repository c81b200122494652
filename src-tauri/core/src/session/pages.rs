//! Pages added, moved, copied, hidden and taken out: each planned elsewhere, and carried out as one edit.

use crate::error::Error;
use crate::model::PageRef;
use crate::plan::add::{self, NewPage};
use crate::plan::menu::{self, LinkSpot};
use crate::plan::moves::{self, PageMove};
use crate::plan::order::{self, Neighbour, Place};
use crate::plan::remove::{self, Removal};
use crate::plan::{Effect, Plan, parent, redirects};
use crate::site::SETTINGS;
use crate::trash::{Trash, TrashView};
use crate::value::Value;
use crate::view::{EditLabel, Update};

use super::Session;

impl Session {
    /// Carries out a plan as one edit. The page on screen stays, where it is still there.
    pub(super) fn arrange(&mut self, plan: Plan, now: u64) -> Result<Update, Error> {
        let before = self.shown.clone();
        let update = self.transact(plan.label, plan.files, now)?;
        let wanted = plan.show.or(before);
        let wanted = wanted.filter(|page| self.site.pages.contains_key(page));
        let Some(page) = wanted.filter(|page| *page != update.page) else {
            return Ok(update);
        };
        self.shown = Some(page);
        Ok(match self.surroundings_changed() {
            Some(mut around) => {
                around.outside = false;
                around.files = update.files;
                around
            }
            None => update,
        })
    }

    /// Makes a page in one or more languages.
    ///
    /// # Errors
    /// [`Error::Refused`] when the address is none or taken.
    pub fn add_page(&mut self, wanted: &NewPage, now: u64) -> Result<Update, Error> {
        let plan = add::plan(&self.engine, &self.site, wanted, self.as_of)?;
        self.arrange(plan, now)
    }

    /// Makes a shared section with a title and nothing in it.
    ///
    /// # Errors
    /// [`Error::Refused`] without a title.
    pub fn add_shared(&mut self, locale: &str, title: &str, now: u64) -> Result<Update, Error> {
        let plan = add::shared(&self.site, locale, title, &shared_id(title))?;
        self.arrange(plan, now)
    }

    /// Copies a page, or a shared section, in every language.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is gone.
    pub fn duplicate_page(&mut self, address: &str, now: u64) -> Result<Update, Error> {
        let mut plan = add::duplicate(&self.engine, &self.site, address)?;
        if let (Some(show), Some(shown)) = (&mut plan.show, &self.shown) {
            let same = PageRef::new(shown.locale.as_str(), address);
            if self.site.pages.contains_key(&same) {
                show.locale.clone_from(&shown.locale);
            }
        }
        self.arrange(plan, now)
    }

    /// Hides or shows a page in every language.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is gone.
    pub fn hide_page(&mut self, address: &str, hidden: bool, now: u64) -> Result<Update, Error> {
        let plan = add::hide(&self.engine, &self.site, address, hidden)?;
        self.arrange(plan, now)
    }

    /// What giving a page another address would touch.
    pub fn move_effect(&self, from: &str, to: &str) -> Effect {
        moves::effect(&self.engine, &self.site, from, to)
    }

    /// Gives a page another address, with the pages below it and all links to them.
    ///
    /// # Errors
    /// [`Error::Refused`] when it cannot have that address.
    pub fn move_page(&mut self, wanted: &PageMove, now: u64) -> Result<Update, Error> {
        let mut plan = moves::plan(&self.engine, &self.site, wanted)?;
        plan.show = self.after_move(&wanted.from, &wanted.to);
        self.arrange(plan, now)
    }

    /// Where the page on screen is after a move.
    fn after_move(&self, from: &str, to: &str) -> Option<PageRef> {
        let shown = self.shown.as_ref()?;
        let new = crate::uses::moved(&shown.address, from, to)?;
        Some(PageRef::new(shown.locale.as_str(), new))
    }

    /// Gives a page its place among its neighbours, perhaps below another page.
    ///
    /// # Errors
    /// [`Error::Refused`] when it cannot stand there.
    pub fn place_page(&mut self, place: &Place, now: u64) -> Result<Update, Error> {
        let neighbours = self.neighbours(&place.under);
        let mut plan = order::plan(&self.engine, &self.site, place, &neighbours)?;
        let name = place.address.rsplit('/').next().unwrap_or_default();
        let to = match place.under.as_str() {
            "/" => format!("/{name}"),
            under => format!("{under}/{name}"),
        };
        plan.show = self.after_move(&place.address, &to);
        self.arrange(plan, now)
    }

    /// The pages directly below an address in site order, with their numbers.
    fn neighbours(&self, under: &str) -> Vec<Neighbour> {
        let index = self.index_view();
        let below = index.tree.iter().map(|item| &item.address);
        let below = below.filter(|address| *address != "/" && parent(address) == under);
        below
            .map(|address| (address.clone(), self.order_of(address)))
            .collect()
    }

    fn order_of(&self, address: &str) -> Option<f64> {
        let locales = &self.site.settings.locales;
        let own = locales
            .iter()
            .map(|l| PageRef::new(l.tag.as_str(), address))
            .find_map(|page| self.site.pages.get(&page))?;
        match own.page.front.fields.get("order")? {
            #[allow(
                clippy::cast_precision_loss,
                reason = "no order people type is beyond 2^53"
            )]
            Value::Int(n) => Some(*n as f64),
            Value::Float(x) if x.is_finite() => Some(*x),
            _ => None,
        }
    }

    /// What a removal would break.
    pub fn removal_effect(&self, removal: &Removal) -> Effect {
        remove::effect(&self.engine, &self.site, removal)
    }

    /// Takes pages out and keeps them in the trash. `time` is in milliseconds since 1970.
    ///
    /// # Errors
    /// [`Error::Write`] when they cannot be kept; then they stay.
    pub fn remove_page(
        &mut self,
        removal: &Removal,
        trash: &Trash,
        time: u64,
        now: u64,
    ) -> Result<Update, Error> {
        self.may_edit_site()?;
        let plan = remove::plan(&self.site, removal)?;
        let kept = plan
            .files
            .iter()
            .filter(|(_, text)| text.is_none())
            .filter_map(|(path, _)| Some((path.clone(), self.text_of(path)?.to_string())))
            .collect();
        trash.keep(&removal.address, kept, time)?;
        self.arrange(plan, now)
    }

    /// What is in the trash of this site.
    pub fn trash(&self, trash: &Trash) -> Vec<TrashView> {
        trash.list(&self.site)
    }

    /// Puts back what was deleted, at its own address or at another one.
    ///
    /// # Errors
    /// [`Error::Refused`] when the address is taken.
    pub fn restore_page(
        &mut self,
        trash: &Trash,
        id: &str,
        to: Option<&str>,
        now: u64,
    ) -> Result<Update, Error> {
        let plan = trash.restored(&self.site, id, to)?;
        let update = self.arrange(plan, now)?;
        if to.is_some() {
            // It is back under another name; nothing would ever say so again.
            trash.forget(id)?;
        }
        Ok(update)
    }

    /// Changes, adds (without `before`) or takes out (with `old` empty) one redirect.
    ///
    /// # Errors
    /// [`Error::Refused`] when the old address is none, or leads somewhere already.
    pub fn set_redirect(
        &mut self,
        before: Option<&str>,
        old: &str,
        new: &str,
        now: u64,
    ) -> Result<Update, Error> {
        let text = redirects::changed(&self.site.settings_text, before, old, new)?;
        self.set_settings("set", text, now)
    }

    /// Moves a link of the navigation or the footer, perhaps to the other level.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such link.
    pub fn move_link(
        &mut self,
        list: &str,
        from: LinkSpot,
        to: LinkSpot,
        now: u64,
    ) -> Result<Update, Error> {
        let text = menu::moved(&self.site.settings_text, list, from, to)?;
        self.set_settings("move", text, now)
    }

    fn set_settings(&mut self, verb: &str, text: String, now: u64) -> Result<Update, Error> {
        let plan = Plan {
            label: EditLabel::of(verb, SETTINGS),
            files: vec![(SETTINGS.to_owned(), Some(text))],
            show: None,
        };
        self.arrange(plan, now)
    }
}

/// The id of a shared section with this title: its plain letters, else `section`.
pub(super) fn shared_id(title: &str) -> String {
    let plain = crate::intake::plain_name(title);
    let id: String = plain
        .chars()
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-')
        .collect();
    let id = id.trim_matches(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    if id.is_empty() || title.trim().is_empty() {
        "section".to_owned()
    } else {
        id.to_owned()
    }
}
