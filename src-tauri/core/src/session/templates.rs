//! The site's own templates in a session: laid over the program's for as long as the person trusts
//! them. When they come, go or change, every form and page may be another, and no text is.

use std::sync::Arc;

use crate::page::{self, Page};
use crate::render::Engine;
use crate::store::Store;
use crate::templates::{FOLDER, SiteTemplates, TemplatesView};
use crate::trust::Trust;
use crate::view::{SiteView, Update};

use super::{CHECK_AT_ONCE, Session};

/// The templates of the program, those of the site, and whether the latter are used.
pub(super) struct Templates {
    program: Arc<Engine>,
    found: Option<SiteTemplates>,
    trust: Trust,
}

impl Templates {
    pub(super) fn open(store: &Store, program: Arc<Engine>, trust: Trust) -> Self {
        Self {
            program,
            found: SiteTemplates::read(store),
            trust,
        }
    }

    /// The engine with what may be used.
    pub(super) fn engine(&self) -> Arc<Engine> {
        match self.used() {
            Some(found) => Arc::new(self.program.with_site(found)),
            None => Arc::clone(&self.program),
        }
    }

    fn used(&self) -> Option<&SiteTemplates> {
        self.found
            .as_ref()
            .filter(|found| self.trust.covers(found.digest))
    }

    fn view(&self) -> Option<TemplatesView> {
        let found = self.found.as_ref()?;
        let used = self.used().is_some();
        Some(TemplatesView {
            files: found.paths(),
            digest: found.digest.to_string(),
            used,
            changed: !used && self.trust != Trust::None,
            following: self.trust == Trust::All,
        })
    }
}

impl Session {
    /// How the site's own templates stand; `None` when it has none.
    pub fn templates_view(&self) -> Option<TemplatesView> {
        self.templates.view()
    }

    /// Uses the site's own templates as far as `trust` reaches.
    pub fn trust_templates(&mut self, trust: Trust) -> SiteView {
        self.templates.trust = trust;
        self.use_templates();
        self.view()
    }

    /// Whether a path is one of a template, so that other templates may have to be used.
    pub(super) fn is_of_templates(path: &str) -> bool {
        path.starts_with(FOLDER) || format!("{path}/") == FOLDER
    }

    /// Paths of the templates that were read last.
    pub(super) fn template_paths(&self) -> Vec<String> {
        let found = self.templates.found.as_ref();
        found.map(SiteTemplates::paths).unwrap_or_default()
    }

    /// Templates changed on disk. Answers with an update when that makes a difference.
    pub(super) fn templates_changed(&mut self) -> Option<Update> {
        let state = |all: &Templates| all.found.as_ref().map(|found| found.digest);
        let (before, used) = (state(&self.templates), self.templates.used().is_some());
        self.templates.found = SiteTemplates::read(&self.store);
        if before == state(&self.templates) {
            return None;
        }
        if used || self.templates.used().is_some() {
            self.use_templates();
        }
        let first = || self.site.pages.keys().find(|page| !page.is_shared());
        let page = self.shown.as_ref().or_else(first)?.clone();
        let mut update = self.quiet_update(&page);
        update.outside = true;
        update.site = Some(Box::new(self.view()));
        Some(update)
    }

    /// Makes the engine anew, and with it everything that was read or found out by the old one.
    fn use_templates(&mut self) {
        self.engine = self.templates.engine();
        let body_of = self.body_of();
        let again = |page: &mut Page| *page = page::parse(&*page.text, None, &body_of);
        for file in self.site.pages.values_mut() {
            if file.read_only.is_none() {
                again(&mut file.page);
            }
        }
        for desk in self.desks.values_mut() {
            desk.saved.iter_mut().for_each(again);
            desk.overlaps
                .iter_mut()
                .for_each(|one| again(&mut one.theirs));
        }
        self.history.each_page(again);
        self.read_collections();
        self.memory = crate::find::Memory::default();
        self.last_rich = crate::rich::Last::default();
        self.reindex();
        self.retranslate();
        if self.site.pages.len() <= CHECK_AT_ONCE {
            self.check_all();
        }
    }

    /// Reads the files of collections that are known now, and lets go of those that are not.
    fn read_collections(&mut self) {
        let engine = Arc::clone(&self.engine);
        let known = &engine.kinds;
        self.site
            .records
            .retain(|name, _| known.collection(name).is_some());
        for collection in known.collections() {
            if !self.site.records.contains_key(&collection.name) {
                let path = crate::site::record_path(&collection.name);
                let text = self.text_of(&path);
                let bytes = text.map(|text| Ok(text.as_bytes().to_vec()));
                self.site.take_file(&path, bytes, known);
            }
        }
    }
}
