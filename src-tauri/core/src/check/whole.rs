//! The full check of a site. What was found is kept between checks: a page whose text did not change
//! is not read again, so that a check while somebody types costs what they changed.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use crate::find::{self, Memory};
use crate::fix;
use crate::model::PageRef;
use crate::problem::{Problem, Span};
use crate::render::{Engine, SiteIndex};
use crate::site::Site;
use crate::store::Store;
use crate::targets;
use crate::translation;

use super::facts::Facts;
use super::files::{self, Files};
use super::ignored::{self, Divided, List};
use super::languages::Pairs;
use super::statements::{self, Statement};
use super::words::{DICTIONARY, Words};
use super::{across, pages, texts};

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
    /// What is known of translations: the text of `state/translations.toml`.
    pub translations: &'a str,
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

    /// Takes out what was just mended, each by the remedy with the number beside it, and moves what
    /// stands behind it in the same field. The next check finds how it really is.
    pub(crate) fn mend(&mut self, mended: &[fix::Chosen<'_>]) {
        let mut by_file: BTreeMap<&str, Vec<fix::Chosen<'_>>> = BTreeMap::new();
        for one in mended {
            by_file.entry(&one.0.place.file).or_default().push(*one);
        }
        let parts = self.pages.values_mut().chain([&mut self.around]);
        for all in parts.flat_map(|part| [&mut part.forms, &mut part.more]) {
            all.retain_mut(|problem| match by_file.get(problem.place.file.as_str()) {
                Some(mended) => {
                    mended.iter().all(|(one, _)| *one != problem) && follow(problem, mended)
                }
                None => true,
            });
        }
    }
}

/// Moves a problem by what was mended before it in the same field. Always true.
fn follow(problem: &mut Problem, mended: &[fix::Chosen<'_>]) -> bool {
    let Some(span) = problem.span else {
        return true;
    };
    let place = |one: &Problem| (one.place.section, one.place.field.clone());
    let before = mended.iter().filter(|(one, _)| {
        place(one) == place(problem) && one.span.is_some_and(|other| other.end <= span.start)
    });
    let by: i64 = before.map(|(one, choice)| fix::shift(one, *choice)).sum();
    let moved = |at: u32| u32::try_from(i64::from(at) + by).unwrap_or(at);
    problem.span = Some(Span {
        start: moved(span.start),
        end: moved(span.end),
    });
    true
}

/// What is known of a site from the last check.
#[derive(Debug, Default)]
pub struct Whole {
    memory: Memory,
    words: Words,
    pages: BTreeMap<PageRef, Known>,
    records: Vec<KnownRecords>,
    pairs: Pairs,
    files: Files,
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
    /// What depends on other pages too; `None` when it is to be looked at again.
    linked: Option<Linked>,
    /// What the rules about texts found.
    texts: Vec<Problem>,
    facts: Facts,
    statements: Vec<Statement>,
    /// A digest of the words that visitors see.
    words: Option<u64>,
}

/// What was found in a page with a view to what it links to.
#[derive(Debug)]
struct Linked {
    forms: Vec<Problem>,
    looks: Vec<Problem>,
}

/// What is known of the records of a collection in one language.
#[derive(Debug)]
struct KnownRecords {
    path: String,
    locale: String,
    facts: Facts,
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
        self.records = records(ground);
        self.check_forms(ground);
        let mut found = Found {
            around: self.around(ground),
            ..Found::default()
        };
        for (page, known) in &self.pages {
            let linked = known.linked.as_ref();
            let mut part = Part {
                forms: linked.map(|l| l.forms.clone()).unwrap_or_default(),
                more: linked.map(|l| l.looks.clone()).unwrap_or_default(),
            };
            part.more.extend(known.texts.iter().cloned());
            found.pages.insert(page.clone(), part);
        }
        let pairs = self.pairs.check(ground);
        let files = self.files.check(ground);
        for problem in self.compared(ground).into_iter().chain(pairs).chain(files) {
            let page = PageRef::from_path(&problem.place.file);
            match page.and_then(|page| found.pages.get_mut(&page)) {
                Some(part) => part.more.push(problem),
                None => found.around.more.push(problem),
            }
        }
        found
    }

    /// What is found by comparing what stands in different places.
    fn compared(&self, ground: &Ground<'_>) -> Vec<Problem> {
        let pages = self.pages.iter().map(|(page, known)| across::File {
            path: &ground.site.pages[page].path,
            page: Some(page),
            locale: &page.locale,
            facts: &known.facts,
            statements: &known.statements,
            words: known.words,
        });
        let records = self.records.iter().map(|known| across::File {
            path: &known.path,
            page: None,
            locale: &known.locale,
            facts: &known.facts,
            statements: &[],
            words: None,
        });
        across::problems(&across::Whole {
            ground,
            files: pages.chain(records).collect(),
        })
    }

    /// What is found outside pages.
    fn around(&self, ground: &Ground<'_>) -> Part {
        let forms = super::around(ground.engine, ground.index, ground.site);
        let locale = ground.site.settings.default_locale();
        let mut more = self.words.problems().to_vec();
        for part in self.memory.around() {
            let locale = if part.collection.is_some() {
                ""
            } else {
                locale
            };
            more.extend(texts::problems(part, locale, &self.words));
        }
        for known in &self.records {
            let found = pages::problems(&pages::Look {
                ground,
                facts: &known.facts,
                file: &known.path,
                page: None,
            });
            // A field that is the same in every language is looked at once for each.
            let new: Vec<Problem> = found
                .into_iter()
                .filter(|one| !more.contains(one))
                .collect();
            more.extend(new);
        }
        Part { forms, more }
    }

    /// Checks the fields and links of every page that is not as it was, or of all when what they need
    /// of each other changed.
    fn check_forms(&mut self, ground: &Ground<'_>) {
        let surroundings = surroundings(ground, &self.pages);
        if std::mem::replace(&mut self.surroundings, surroundings) != surroundings {
            self.pages
                .values_mut()
                .for_each(|known| known.linked = None);
        }
        let stale: Vec<(&PageRef, &mut Known)> = self
            .pages
            .iter_mut()
            .filter(|(_, known)| known.linked.is_none())
            .collect();
        stale.into_par_iter().for_each(|(page, known)| {
            let Ground {
                engine,
                index,
                site,
                ..
            } = ground;
            let file = &site.pages[page];
            known.linked = Some(Linked {
                forms: super::page(engine, index, site, page),
                looks: pages::problems(&pages::Look {
                    ground,
                    facts: &known.facts,
                    file: &file.path,
                    page: Some((page, file)),
                })
                .into_iter()
                .chain(files::weight(ground, page))
                .collect(),
            });
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
    let file = &ground.site.pages[page];
    let facts = Facts::of_page(&ground.engine.kinds, &ground.engine.page_form, file);
    let part = memory.page(page);
    let texts = part.map(|part| texts::problems(part, &page.locale, words));
    Known {
        text: Arc::clone(&file.page.text),
        offers: offers(ground, page),
        linked: None,
        texts: texts.unwrap_or_default(),
        facts,
        statements: part.map(statements::of).unwrap_or_default(),
        words: part.and_then(digest_of_words),
    }
}

/// The records that visitors see, in every language of the site.
fn records(ground: &Ground<'_>) -> Vec<KnownRecords> {
    let site = ground.site;
    let each = site.records.iter().flat_map(|(name, file)| {
        let locales = site.settings.locales.iter();
        locales.map(move |locale| KnownRecords {
            path: file.path.clone(),
            locale: locale.tag.clone(),
            facts: Facts::of_records(&ground.engine.kinds, name, file, &locale.tag),
        })
    });
    each.collect()
}

/// A digest of the words of a page's sections; `None` where there are too few to tell pages apart.
fn digest_of_words(part: &find::Part) -> Option<u64> {
    /// Fewer letters are on many pages, as on those that say that something is to come.
    const ENOUGH: usize = 200;
    let mut digest = DefaultHasher::new();
    let mut letters = 0;
    for seen in part
        .seen
        .iter()
        .filter(|seen| !seen.hidden && seen.section.is_some())
    {
        seen.text.hash(&mut digest);
        letters += seen.text.len();
    }
    (letters >= ENOUGH).then(|| digest.finish())
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

/// Everything that is wrong with a site as its folder has it, without what is ignored there.
pub fn at_once(engine: &Engine, site: &Site, index: &SiteIndex, store: &Store) -> Vec<Problem> {
    divided(engine, site, index, store, Vec::new()).open
}

/// The same with `more` that was found elsewhere, divided into what counts and what is ignored.
pub fn divided(
    engine: &Engine,
    site: &Site,
    index: &SiteIndex,
    store: &Store,
    more: Vec<Problem>,
) -> Divided {
    let text = |path: &str| {
        let bytes = store.read(path).unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    };
    let found = Whole::default().check(&Ground {
        engine,
        site,
        index,
        glossary: &text(translation::GLOSSARY),
        dictionary: &text(DICTIONARY),
        translations: &text(translation::FILE),
    });
    let mut all = found.all();
    all.extend(more);
    List::read(&text(ignored::FILE)).divide(all)
}
