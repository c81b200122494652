//! What an export consists of: pages, the media they use, and the files around them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::error::Error;
use crate::model::PageRef;
use crate::render::{self, Engine, Mode, SiteIndex};
use crate::site::Site;
use crate::store::Store;

/// One file of the output.
pub(super) enum Item<'a> {
    Page(String, &'a PageRef),
    Media(String),
    Made(String, Vec<u8>),
}

impl Item<'_> {
    /// Its path in the output.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Page(path, _) | Self::Media(path) | Self::Made(path, _) => path,
        }
    }

    /// Its bytes.
    pub(super) fn bytes(
        &self,
        engine: &Engine,
        index: &SiteIndex,
        site: &Site,
        store: &Store,
    ) -> Result<Cow<'_, [u8]>, Error> {
        Ok(match self {
            Self::Page(_, page) => {
                let rendered = render::page(engine, index, site, page, Mode::Export, &[]);
                if let (true, Some(problem)) = (rendered.html.is_empty(), rendered.problems.first())
                {
                    return Err(Error::Template(problem.message.clone()));
                }
                Cow::Owned(rendered.html.into_bytes())
            }
            Self::Media(path) => Cow::Owned(store.read(path)?),
            Self::Made(_, bytes) => Cow::Borrowed(bytes),
        })
    }
}

/// All files of the output.
pub(super) struct Plan<'a> {
    items: Vec<Item<'a>>,
    pages: u32,
}

impl<'a> Plan<'a> {
    pub(super) fn make(engine: &Engine, index: &SiteIndex, site: &'a Site) -> Result<Self, Error> {
        let mut items: Vec<Item<'a>> = site
            .pages
            .iter()
            .filter(|(page, file)| {
                index.shows(page)
                    && file
                        .read_only
                        .as_ref()
                        .is_none_or(|p| p.code == "too-large")
            })
            .filter_map(|(page, _)| Some(Item::Page(render::output_path(site, page)?, page)))
            .collect();
        let pages = u32::try_from(items.len()).unwrap_or(u32::MAX);
        let made = render::extras(engine, index, site);
        items.extend(
            made.into_iter()
                .map(|(path, bytes)| Item::Made(path, bytes)),
        );
        let used = used_media(engine, index, site, &items);
        items.extend(
            used.into_iter()
                .map(|path| Item::Media(path.trim_start_matches('/').to_owned())),
        );
        Ok(Self { items, pages })
    }

    pub(super) fn items(&self) -> &[Item<'a>] {
        &self.items
    }

    pub(super) fn pages(&self) -> u32 {
        self.pages
    }

    pub(super) fn len(&self) -> u32 {
        u32::try_from(self.items.len()).unwrap_or(u32::MAX)
    }

    /// Every folder of the output, parents first.
    pub(super) fn folders(&self) -> BTreeSet<&str> {
        self.items
            .iter()
            .filter_map(|item| Some(item.path().rsplit_once('/')?.0))
            .collect()
    }
}

/// Only media that a page uses are published: what is hidden must not leak.
fn used_media(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    items: &[Item<'_>],
) -> BTreeSet<String> {
    let mut used: BTreeSet<String> = items
        .par_iter()
        .filter_map(|item| match item {
            Item::Page(_, page) => {
                Some(render::page(engine, index, site, page, Mode::Export, &[]).assets)
            }
            _ => None,
        })
        .reduce(BTreeSet::new, |mut all, more| {
            all.extend(more);
            all
        });
    used.retain(|path| site.media.contains_key(path));
    used
}
