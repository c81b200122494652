//! One open site in memory: the only holder of state. Every edit, undo, outside change and save goes
//! through here, and each answers with what changed for the window.

mod about;
mod data;
mod edits;
mod files;
mod finding;
mod history;
mod horizon;
mod importing;
mod index;
mod keys;
mod library;
mod links;
mod outside;
mod pages;
mod past;
mod preview;
mod problems;
mod record_typing;
mod records;
mod releasing;
mod replace;
mod restore;
mod reviews;
mod saving;
mod sections;
mod settle;
mod templates;
mod texts;
mod transact;
mod translations;
mod undo;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::check;
use crate::error::Error;
use crate::kinds::BodyType;
use crate::message::Message;
use crate::model::{Date, PageRef};
use crate::page::{Content, Page};
use crate::problem::{Problem, Severity};
use crate::render::{self, Engine, Mode, SiteIndex};
use crate::site::{PageFile, Site};
use crate::store::kept::Kept;
use crate::store::{Hash, Store};
use crate::value::fields_to_json;
use crate::view::{
    LocaleView, OverlapView, PageView, SaveState, Saved, SectionState, SectionView, SiteView,
    Update,
};

use crate::trust::Trust;
use history::History;
use keys::Keys;
pub use problems::Ground;
use problems::Problems;
pub use reviews::{SeenPage, Speaker};
use templates::Templates;
use texts::TextFile;
use translations::Translations;

/// Sites up to this many pages are checked whole when opened, so that the tree shows every problem at once.
const CHECK_AT_ONCE: usize = 500;

/// One open site.
pub struct Session {
    store: Arc<Store>,
    engine: Arc<Engine>,
    as_of: Date,
    site: Site,
    index: SiteIndex,
    /// The site on another day, while the preview shows one.
    other_day: Option<SiteIndex>,
    desks: BTreeMap<PageRef, Desk>,
    shown: Option<PageRef>,
    history: History,
    keys: Keys,
    revision: u64,
    /// Problems that stop or should be fixed, by page, as far as pages were checked.
    counts: BTreeMap<PageRef, (u32, u32)>,
    /// What the last full check found, and what of it is ignored.
    problems: Problems,
    /// The list beside the page changed and was not sent yet.
    index_stale: bool,
    /// Files other than pages that were edited here, and pages that were taken out.
    texts: BTreeMap<String, TextFile>,
    /// Bytes on their way to disk, so that the watcher knows them as ours.
    writing: BTreeMap<String, Hash>,
    failed: Option<Message>,
    /// How often it was answered how saving stands.
    turn: AtomicU64,
    next_overlap: u32,
    /// Bytes of pictures and documents that undo may need.
    kept: Kept,
    /// Files under `media/` to be removed once every text is saved, with what they hold.
    removing: BTreeMap<String, Hash>,
    /// Those that were wanted back; their removal may be under way.
    wanted_back: BTreeSet<String>,
    /// Files under `media/` as this session left them, so that the watcher knows them as ours.
    written: BTreeMap<String, Option<Hash>>,
    /// What was restored after a crash and is not saved before the person decided, with its time.
    undecided: BTreeMap<String, u64>,
    /// Problems of the program itself, listed with those of the site.
    notices: Vec<Problem>,
    /// What finding remembers between searches.
    memory: crate::find::Memory,
    translations: Translations,
    /// The rich text that was checked last.
    last_rich: crate::rich::Last,
    /// The templates that the site brings along.
    templates: Templates,
}

/// A page that was opened or edited in this session.
struct Desk {
    keys: Vec<String>,
    revision: u64,
    /// The text that is on disk, as far as we know; `None` when there is no file.
    saved: Option<Page>,
    problems: Vec<Problem>,
    /// The problems that the window knows of.
    told: Vec<Problem>,
    overlaps: Vec<Overlap>,
}

/// An overlap with the whole page of the other side, from which its value can be taken.
struct Overlap {
    view: OverlapView,
    path: Vec<crate::view::Step>,
    theirs: Page,
}

/// What an edit did to a page, before the window is told.
struct Changed {
    before: Page,
    before_keys: Vec<String>,
    outside: bool,
    focus: Option<String>,
}

impl Session {
    /// Opens the site in `store`. A broken site opens: its faults are problems.
    ///
    /// # Errors
    /// [`Error::NotASite`] or [`Error::Read`] when the folder cannot be read at all.
    pub fn open(store: Store, engine: Arc<Engine>, as_of: Date) -> Result<Self, Error> {
        Self::open_trusting(store, engine, as_of, Trust::None)
    }

    /// The same, with the site's own templates as far as the person trusts them.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn open_trusting(
        store: Store,
        program: Arc<Engine>,
        as_of: Date,
        trust: Trust,
    ) -> Result<Self, Error> {
        let templates = Templates::open(&store, program, trust);
        let engine = templates.engine();
        let site = Site::load(&store, &engine.kinds)?;
        let index = SiteIndex::build(&engine, &site, as_of);
        let mut session = Self {
            store: Arc::new(store),
            engine,
            as_of,
            site,
            index,
            other_day: None,
            desks: BTreeMap::new(),
            shown: None,
            history: History::default(),
            keys: Keys::default(),
            revision: 0,
            counts: BTreeMap::new(),
            problems: Problems::default(),
            index_stale: false,
            texts: BTreeMap::new(),
            writing: BTreeMap::new(),
            failed: None,
            turn: AtomicU64::new(0),
            next_overlap: 0,
            kept: Kept::default(),
            removing: BTreeMap::new(),
            wanted_back: BTreeSet::new(),
            written: BTreeMap::new(),
            undecided: BTreeMap::new(),
            notices: Vec::new(),
            memory: crate::find::Memory::default(),
            translations: Translations::default(),
            last_rich: crate::rich::Last::default(),
            templates,
        };
        session.retranslate();
        session.ignored_changed();
        if session.site.pages.len() <= CHECK_AT_ONCE {
            session.check_all();
        }
        Ok(session)
    }

    /// The site as loaded, with every edit in it.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The engine it renders with.
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// The files it stands on.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// The day that dates are compared with.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// A file of the theme, by its path in the output: `assets/beacon.css`.
    pub fn asset(&self, path: &str) -> Option<Vec<u8>> {
        render::assets(&self.engine, &self.index, &self.site)
            .into_iter()
            .find(|(name, _)| name == path)
            .map(|(_, b)| b)
    }

    /// The site for the window.
    pub fn view(&self) -> SiteView {
        let settings = &self.site.settings;
        SiteView {
            name: settings.name.get(settings.default_locale()).to_owned(),
            folder: self.store.root().display().to_string(),
            read_only: self.site.read_only.clone(),
            locales: settings
                .locales
                .iter()
                .map(|l| LocaleView {
                    tag: l.tag.clone(),
                    label: l.label.clone(),
                })
                .collect(),
            kinds: self.engine.kinds.iter().cloned().collect(),
            page_form: self.engine.page_form.clone(),
            site_form: self.engine.site_form.clone(),
            collections: self.engine.kinds.listed().cloned().collect(),
            templates: self.templates_view(),
            index: self.index_view(),
        }
    }

    /// Opens one page: its form and its preview.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such page.
    pub fn open_page(&mut self, page: &PageRef) -> Result<PageView, Error> {
        self.desk(page)?;
        self.shown = Some(page.clone());
        let problems = self.check(page);
        self.tell(page, &problems);
        let file = self.file(page)?;
        let desk = self.desks.get(page).ok_or(Error::Stale("page"))?;
        let read_only = self
            .site
            .read_only
            .clone()
            .or_else(|| file.read_only.as_ref().map(Problem::said));
        let rendered = render::page(
            &self.engine,
            self.seen(),
            &self.site,
            page,
            Mode::Preview,
            &desk.keys,
        );
        Ok(PageView {
            page: page.clone(),
            revision: desk.revision,
            read_only,
            front: fields_to_json(&file.page.front.fields),
            sections: (0..file.page.blocks.len())
                .map(|i| section_view(file, i, &desk.keys[i], &problems))
                .collect(),
            preview: rendered.html,
            problems,
            history: self.history.view(),
            saved: self.saved(),
            overlaps: desk.overlaps.iter().map(|o| o.view.clone()).collect(),
        })
    }

    fn file(&self, page: &PageRef) -> Result<&PageFile, Error> {
        self.site.pages.get(page).ok_or(Error::Stale("page"))
    }

    /// The desk of a page, made when it is first needed.
    fn desk(&mut self, page: &PageRef) -> Result<&mut Desk, Error> {
        let file = self.site.pages.get(page).ok_or(Error::Stale("page"))?;
        let (keys, revision) = (&mut self.keys, self.revision);
        Ok(self.desks.entry(page.clone()).or_insert_with(|| Desk {
            keys: keys.for_page(&file.page),
            revision,
            saved: Some(file.page.clone()),
            problems: Vec::new(),
            told: Vec::new(),
            overlaps: Vec::new(),
        }))
    }

    /// Checks one page and remembers its counts for the tree.
    fn check(&mut self, page: &PageRef) -> Vec<Problem> {
        let forms = check::page(&self.engine, self.seen(), &self.site, page);
        let problems = self.open_problems(page, forms);
        let counts = count(&problems);
        if self.counts.insert(page.clone(), counts) != Some(counts) {
            self.index_stale = true;
        }
        if let Some(desk) = self.desks.get_mut(page) {
            desk.problems.clone_from(&problems);
        }
        self.restate(page);
        problems
    }

    /// Notes what the window is told of a page. Answers whether that is news.
    fn tell(&mut self, page: &PageRef, problems: &[Problem]) -> bool {
        let Some(desk) = self.desks.get_mut(page) else {
            return true;
        };
        let news = desk.told != problems;
        if news {
            desk.told = problems.to_vec();
        }
        news
    }

    /// Checks every page, so that the tree can show every problem.
    pub fn check_all(&mut self) {
        use rayon::prelude::*;
        let (engine, index, site) = (&*self.engine, self.seen(), &self.site);
        let known = &self.problems;
        self.counts = site
            .pages
            .par_iter()
            .map(|(page, _)| {
                let forms = check::page(engine, index, site, page);
                (page.clone(), count(&known.open(page, forms)))
            })
            .collect();
        self.index_stale = true;
    }

    /// Builds anew what pages need of each other.
    fn reindex(&mut self) {
        self.index = SiteIndex::build(&self.engine, &self.site, self.as_of);
        let day = self.other_day.as_ref().map(SiteIndex::day);
        self.look_from(day);
        self.index_stale = true;
    }

    fn body_of(&self) -> impl Fn(&str) -> Option<BodyType> + use<> {
        let engine = Arc::clone(&self.engine);
        move |kind| engine.kinds.body_of(kind)
    }

    /// An update that says nothing but the state of things.
    fn quiet_update(&self, page: &PageRef) -> Update {
        Update {
            page: page.clone(),
            revision: self.desks.get(page).map_or(self.revision, |d| d.revision),
            outside: false,
            sections: Vec::new(),
            order: None,
            front: None,
            body: None,
            problems: None,
            index: None,
            history: self.history.view(),
            saved: self.saved(),
            overlaps: None,
            focus: None,
            files: Vec::new(),
            guard: None,
            record: None,
            reload: false,
            site: None,
        }
    }

    /// What the window must know after `page` went from `changed.before` to what it is now.
    fn update(&mut self, page: &PageRef, changed: &Changed) -> Result<Update, Error> {
        let mut update = self.quiet_update(page);
        update.outside = changed.outside;
        update.focus.clone_from(&changed.focus);
        let now = self.file(page)?.page.clone();
        let keys = self.desk(page)?.keys.clone();
        let front = now.front.fields != changed.before.front.fields;
        if front {
            update.front = Some(fields_to_json(&now.front.fields));
            self.reindex();
        }
        let problems = self.check(page);
        if keys != changed.before_keys {
            update.order = Some(keys.clone());
        }
        let touched = touched(changed, &now, &keys);
        let structure = update.order.is_some() || touched.iter().any(|t| t.placed);
        let sent = self.site.pages.get(page).ok_or(Error::Stale("page"))?;
        for Touched { position, .. } in &touched {
            let key = &keys[*position];
            let html = (!front && !structure).then(|| {
                render::section(
                    &self.engine,
                    self.seen(),
                    &self.site,
                    page,
                    *position,
                    Mode::Preview,
                    key,
                )
                .html
            });
            update.sections.push(crate::view::SectionUpdate {
                section: section_view(sent, *position, key, &problems),
                html,
            });
        }
        if front || structure {
            update.body =
                Some(render::body(&self.engine, self.seen(), &self.site, page, &keys).html);
        }
        if self.tell(page, &problems) {
            update.problems = Some(problems);
        }
        if self.index_stale && self.site.pages.len() <= CHECK_AT_ONCE {
            update.index = Some(self.index_view());
            self.index_stale = false;
        }
        update.revision = self.desks.get(page).map_or(0, |d| d.revision);
        Ok(update)
    }

    /// Pages whose text is not on disk yet.
    fn unsaved(&self) -> BTreeSet<PageRef> {
        let dirty = |(page, desk): (&PageRef, &Desk)| {
            let now = self.site.pages.get(page)?;
            let same = desk
                .saved
                .as_ref()
                .is_some_and(|saved| saved.text == now.page.text);
            (!same && now.read_only.is_none()).then(|| page.clone())
        };
        self.desks.iter().filter_map(dirty).collect()
    }

    /// Whether everything is on disk.
    pub fn save_state(&self) -> SaveState {
        match &self.failed {
            Some(message) => SaveState::Failed {
                message: message.clone(),
            },
            None if self.is_unsaved() => SaveState::Pending,
            None if !self.undecided.is_empty() => SaveState::Undecided,
            None => SaveState::Saved,
        }
    }

    /// Whether everything is on disk, with its place among all such answers.
    pub fn saved(&self) -> Saved {
        Saved {
            turn: self.turn.fetch_add(1, Ordering::Relaxed) + 1,
            state: self.save_state(),
        }
    }
}

/// A block that the window must be told about.
struct Touched {
    position: usize,
    /// Whether it changed how it stands in the page: hidden, aside, its id.
    placed: bool,
}

fn touched(changed: &Changed, now: &Page, keys: &[String]) -> Vec<Touched> {
    let before = &changed.before;
    let earlier = |key: &String| {
        changed
            .before_keys
            .iter()
            .position(|k| k == key)
            .and_then(|i| before.blocks.get(i))
    };
    keys.iter()
        .zip(&now.blocks)
        .enumerate()
        .filter_map(|(position, (key, block))| {
            let Some(old) = earlier(key) else {
                return Some(Touched {
                    position,
                    placed: true,
                });
            };
            let placed = old.flags != block.flags || old.id != block.id || old.kind != block.kind;
            let same = Arc::ptr_eq(&old.content, &block.content)
                || (old.content == block.content
                    && (block.fields().is_some()
                        || before.text[old.range.clone()] == now.text[block.range.clone()]));
            (placed || !same).then_some(Touched { position, placed })
        })
        .collect()
}

/// How many must be fixed, and how many should be.
fn count<'p>(problems: impl IntoIterator<Item = &'p Problem>) -> (u32, u32) {
    let mut counts = (0, 0);
    for problem in problems {
        match problem.severity {
            Severity::Blocker => counts.0 += 1,
            Severity::Warning => counts.1 += 1,
            Severity::Tip => {}
        }
    }
    counts
}

/// One block as a card.
fn section_view(file: &PageFile, position: usize, key: &str, problems: &[Problem]) -> SectionView {
    let block = &file.page.blocks[position];
    let (state, values) = match &*block.content {
        Content::Fields(fields) => (SectionState::Ready, fields_to_json(fields)),
        Content::Unknown => (SectionState::Unknown, serde_json::json!({})),
        Content::Unreadable(_) => (SectionState::Unreadable, serde_json::json!({})),
    };
    let ready = state == SectionState::Ready;
    let here = |p: &&Problem| p.place.section == u32::try_from(position).ok();
    SectionView {
        key: key.to_owned(),
        kind: block.kind.clone(),
        id: block.id.clone(),
        aside: block.has("aside"),
        hidden: block.has("hidden"),
        state,
        problem: if ready {
            None
        } else {
            problems.iter().find(here).cloned()
        },
        source: (!ready).then(|| file.page.text[block.range.clone()].to_owned()),
        values,
    }
}
