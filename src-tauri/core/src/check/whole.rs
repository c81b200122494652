//! The full check of a site. What was found is kept between checks: a page whose text did not change
//! is not read again, so that a check while somebody types costs what they changed.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use crate::find::{self, Memory};
use crate::model::PageRef;
use crate::problem::Problem;
use crate::render::{Engine, SiteIndex};
use crate::site::Site;
use crate::targets;

use super::texts;
use super::words::Words;

/// What is checked.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Kinds and templates.
    pub engine: &'a Engine,
    /// The site.
    pub site: &'a Site,
    /// What its pages need of each other, on the day that counts.
    pub index: &'a SiteIndex,
    /// Its words: the texts of `glossary.toml` and `dictionary.txt`, empty where there is none.
    pub glossary: &'a str,
    /// The second of them.
    pub dictionary: &'a str,
}

/// What a full check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// In each page and shared section.
    pub pages: BTreeMap<PageRef, Part>,
    /// In records, settings and files.
    pub around: Part,
}

/// What was found in one part of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// By looking at its fields and links, as is done at every keystroke.
    pub forms: Vec<Problem>,
    /// By everything else.
    pub more: Vec<Problem>,
}

impl Found {
    /// Everything that was found, pages first.
    pub fn all(self) -> Vec<Problem> {
        let parts = self.pages.into_values().chain([self.around]);
        parts
            .flat_map(|part| part.forms.into_iter().chain(part.more))
            .collect()
    }
}

/// What is known of a site from the last check.
#[derive(Debug, Default)]
pub struct Whole {
    memory: Memory,
    words: Words,
    pages: BTreeMap<PageRef, Known>,
    /// What pages need of each other, as it was then.
    surroundings: u64,
}

/// What is known of one page.
#[derive(Debug)]
struct Known {
    /// The text that it was found in.
    text: Arc<str>,
    /// What other pages need of it: its title, whether it is shown, its places.
    offers: u64,
    /// `None` when it is to be looked at again.
    forms: Option<Vec<Problem>>,
    more: Vec<Problem>,
}

impl Whole {
    /// Checks what changed since the last time and answers with everything that is wrong now.
    pub fn check(&mut self, ground: &Ground<'_>) -> Found {
        if !self.words.are(ground.glossary, ground.dictionary) {
            self.words = Words::read(ground.glossary, ground.dictionary);
            self.pages.clear();
        }
        self.memory.take_in(&texts_of(ground), None);
        self.look_again(ground);
        self.check_forms(ground);
        let mut found = Found {
            around: self.around(ground),
            ..Found::default()
        };
        for (page, known) in &self.pages {
            let part = Part {
                forms: known.forms.clone().unwrap_or_default(),
                more: known.more.clone(),
            };
            found.pages.insert(page.clone(), part);
        }
        found
    }

    /// What is found outside pages.
    fn around(&self, ground: &Ground<'_>) -> Part {
        let mut forms = ground.site.problems.clone();
        for problem in super::site(ground.engine, ground.index, ground.site) {
            if !forms.contains(&problem) {
                forms.push(problem);
            }
        }
        let locale = ground.site.settings.default_locale();
        let mut more = Vec::new();
        for part in self.memory.around() {
            let locale = if part.collection.is_some() {
                ""
            } else {
                locale
            };
            more.extend(texts::problems(part, locale, &self.words));
        }
        Part { forms, more }
    }

    /// Checks the fields and links of every page that is not as it was, or of all when what they need
    /// of each other changed.
    fn check_forms(&mut self, ground: &Ground<'_>) {
        let surroundings = surroundings(ground, &self.pages);
        if std::mem::replace(&mut self.surroundings, surroundings) != surroundings {
            self.pages.values_mut().for_each(|known| known.forms = None);
        }
        let stale: Vec<(&PageRef, &mut Known)> = self
            .pages
            .iter_mut()
            .filter(|(_, known)| known.forms.is_none())
            .collect();
        stale.into_par_iter().for_each(|(page, known)| {
            let Ground {
                engine,
                index,
                site,
                ..
            } = ground;
            known.forms = Some(super::page(engine, index, site, page));
        });
    }

    /// Looks at every page that is not as it was.
    fn look_again(&mut self, ground: &Ground<'_>) {
        let site = ground.site;
        self.pages.retain(|page, _| site.pages.contains_key(page));
        let stale = |page: &PageRef| {
            let text = &site.pages[page].page.text;
            self.pages
                .get(page)
                .is_none_or(|known| !Arc::ptr_eq(&known.text, text))
        };
        let pages: Vec<&PageRef> = site.pages.keys().filter(|page| stale(page)).collect();
        let (memory, words) = (&self.memory, &self.words);
        let looked: Vec<(PageRef, Known)> = pages
            .into_par_iter()
            .map(|page| (page.clone(), look(memory, words, ground, page)))
            .collect();
        self.pages.extend(looked);
    }
}

/// Looks at one page.
fn look(memory: &Memory, words: &Words, ground: &Ground<'_>, page: &PageRef) -> Known {
    let more = match memory.page(page) {
        Some(part) => texts::problems(part, &page.locale, words),
        None => Vec::new(),
    };
    Known {
        text: Arc::clone(&ground.site.pages[page].page.text),
        offers: offers(ground, page),
        forms: None,
        more,
    }
}

/// A digest of what other pages need of one.
fn offers(ground: &Ground<'_>, page: &PageRef) -> u64 {
    let mut digest = DefaultHasher::new();
    let file = &ground.site.pages[page];
    let front = &file.page.front;
    file.page.text[front.range.clone()].hash(&mut digest);
    let places = targets::anchors_at(ground.index, ground.site, &page.locale, &page.address);
    places.hash(&mut digest);
    for block in &file.page.blocks {
        (&block.kind, &block.id, &block.flags).hash(&mut digest);
    }
    digest.finish()
}

/// A digest of what the check of a page's fields and links needs beyond the page.
fn surroundings(ground: &Ground<'_>, pages: &BTreeMap<PageRef, Known>) -> u64 {
    let Ground { site, index, .. } = ground;
    let mut digest = DefaultHasher::new();
    index.day().days().hash(&mut digest);
    site.settings_text.hash(&mut digest);
    for (page, known) in pages {
        (page, known.offers).hash(&mut digest);
        // A page that may not be read is another one.
        site.pages[page].read_only.is_some().hash(&mut digest);
    }
    for (name, file) in &site.records {
        (name, &file.text).hash(&mut digest);
    }
    for (path, file) in &site.media {
        (path, file.bytes).hash(&mut digest);
    }
    digest.finish()
}

/// The site as its texts are looked through.
fn texts_of<'a>(ground: &Ground<'a>) -> find::Ground<'a> {
    find::Ground {
        site: ground.site,
        kinds: &ground.engine.kinds,
        page_form: &ground.engine.page_form,
        site_form: &ground.engine.site_form,
        settings: &ground.site.settings_text,
    }
}
