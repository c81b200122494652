//! Every address of another site that visitors can meet, with where it is used.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::PageRef;
use crate::render::Engine;
use crate::site::{PageFile, Site};
use crate::uses::{self, Use};

use super::address;

/// An address of another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is asked, without the place on the page; as it is written where that is no address.
    pub address: String,
    /// Where visitors meet it, in the order of the files.
    pub uses: Vec<Use>,
}

/// The addresses of other sites in order, each once. What visitors do not see is left out: hidden pages,
/// sections, items and records, and fields that are kept back.
pub fn links(engine: &Engine, site: &Site) -> Vec<Link> {
    let pages = site.pages.iter();
    let on_pages = pages.flat_map(|(page, file)| on_page(engine, site, page, file));
    with_those_around(on_pages, engine, site)
}

/// The links of pages, remembered for as long as their texts stay.
#[derive(Default)]
pub(crate) struct Memory {
    /// The templates and the theme that they were found with.
    found_with: Option<(Arc<Engine>, String)>,
    pages: BTreeMap<PageRef, (Arc<str>, Vec<Found>)>,
}

/// An address with one of its uses.
type Found = (String, Use);

impl Memory {
    /// The same as [`links`]; only pages that changed are looked through again.
    pub(crate) fn links(&mut self, engine: &Arc<Engine>, site: &Site) -> Vec<Link> {
        let theme = &site.settings.theme;
        let same = |(with, by): &(Arc<Engine>, String)| Arc::ptr_eq(with, engine) && by == theme;
        if !self.found_with.as_ref().is_some_and(same) {
            self.pages.clear();
            self.found_with = Some((Arc::clone(engine), theme.clone()));
        }
        self.pages.retain(|page, _| site.pages.contains_key(page));
        for (page, file) in &site.pages {
            let known = self.pages.get(page);
            if known.is_none_or(|(text, _)| !Arc::ptr_eq(text, &file.page.text)) {
                let found = on_page(engine, site, page, file);
                let text = Arc::clone(&file.page.text);
                self.pages.insert(page.clone(), (text, found));
            }
        }
        let on_pages = self.pages.values().flat_map(|(_, found)| found.clone());
        with_those_around(on_pages, engine, site)
    }
}

fn on_page(engine: &Engine, site: &Site, page: &PageRef, file: &PageFile) -> Vec<Found> {
    let mut found = Vec::new();
    uses::on_page(engine, site, page, file, &mut |_, one| {
        found.extend(elsewhere(one));
    });
    found
}

/// Those of pages, and those of records and settings.
fn with_those_around(
    on_pages: impl Iterator<Item = Found>,
    engine: &Engine,
    site: &Site,
) -> Vec<Link> {
    let mut all: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    let mut add = |(address, one): Found| all.entry(address).or_default().push(one);
    on_pages.for_each(&mut add);
    uses::around_pages(engine, site, &mut |_, one| {
        elsewhere(one).into_iter().for_each(&mut add);
    });
    let link = |(address, uses): (String, Vec<Use>)| Link {
        address,
        uses: in_order(uses),
    };
    all.into_iter().map(link).collect()
}

/// A use of an address of another site that visitors can meet, with what is asked for it.
fn elsewhere(one: Use) -> Option<Found> {
    let whole = address::whole(&one.written).filter(|_| one.shown)?;
    let address = address::asked(&whole).map_or(whole, String::from);
    Some((address, one))
}

/// Uses of one address in the order of the files.
fn in_order(mut uses: Vec<Use>) -> Vec<Use> {
    uses.sort_by(|a, b| (&a.file, a.section).cmp(&(&b.file, b.section)));
    uses
}
