//! The full check of a site. What was found is kept between checks: a page whose text did not change
//! is not read again, so that a check while somebody types costs what they changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::find::{self, Memory};
use crate::model::PageRef;
use crate::problem::Problem;
use crate::render::{Engine, SiteIndex};
use crate::site::Site;

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
    /// By page, in the order in which a page shows it.
    pub pages: BTreeMap<PageRef, Vec<Problem>>,
    /// In records, settings and files.
    pub around: Vec<Problem>,
}

/// What is known of a site from the last check.
#[derive(Debug, Default)]
pub struct Whole {
    memory: Memory,
    words: Words,
    pages: BTreeMap<PageRef, Known>,
}

/// What is known of one page.
#[derive(Debug)]
struct Known {
    /// The text that it was found in.
    text: Arc<str>,
    problems: Vec<Problem>,
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
        let mut found = Found::default();
        for (page, known) in &self.pages {
            found.pages.insert(page.clone(), known.problems.clone());
        }
        let locale = ground.site.settings.default_locale();
        for part in self.memory.around() {
            let plain = if part.collection.is_some() {
                ""
            } else {
                locale
            };
            found
                .around
                .extend(texts::problems(part, plain, &self.words));
        }
        found
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
            .map(|page| (page.clone(), look(memory, words, site, page)))
            .collect();
        self.pages.extend(looked);
    }
}

/// Looks at one page.
fn look(memory: &Memory, words: &Words, site: &Site, page: &PageRef) -> Known {
    let problems = match memory.page(page) {
        Some(part) => texts::problems(part, &page.locale, words),
        None => Vec::new(),
    };
    Known {
        text: Arc::clone(&site.pages[page].page.text),
        problems,
    }
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
