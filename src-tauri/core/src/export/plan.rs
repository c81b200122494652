//! What an export consists of: pages, the files around them, and the media that pages use.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::error::Error;
use crate::model::PageRef;
use crate::render::{self, Engine, SiteIndex};
use crate::site::{PageFile, Site};
use crate::store::Store;

/// Everything that items are made from.
pub(super) struct Source<'a> {
    pub(super) engine: &'a Engine,
    pub(super) index: &'a SiteIndex,
    pub(super) site: &'a Site,
    pub(super) store: &'a Store,
}

/// One file of the output, or a page with the files that say the same to programs.
pub(super) enum Item<'a> {
    Page(String, &'a PageRef),
    /// A picture or document of the site, by its path there, and where it is written.
    Media(String, String),
    Made(String, Vec<u8>),
}

/// One file, ready to be written.
pub(super) struct Ready<'i> {
    pub(super) path: Cow<'i, str>,
    pub(super) bytes: Cow<'i, [u8]>,
    /// The media that it uses.
    pub(super) uses: BTreeSet<String>,
}

impl Item<'_> {
    /// Its path in the output; that of the page, for a page.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Page(path, _) | Self::Media(_, path) | Self::Made(path, _) => path,
        }
    }

    /// Its files.
    pub(super) fn make(&self, source: &Source<'_>) -> Result<Vec<Ready<'_>>, Error> {
        let (bytes, uses, twins) = match self {
            Self::Page(_, page) => {
                let (engine, index, site) = (source.engine, source.index, source.site);
                let rendered = render::exported(engine, index, site, page);
                if let (true, Some(problem)) = (rendered.html.is_empty(), rendered.problems.first())
                {
                    return Err(Error::Template(problem.message.to_string()));
                }
                let html = Cow::Owned(rendered.html.into_bytes());
                (html, rendered.assets, rendered.twins)
            }
            Self::Media(path, _) => (
                Cow::Owned(source.store.read(path)?),
                BTreeSet::new(),
                Vec::new(),
            ),
            Self::Made(_, bytes) => (Cow::Borrowed(bytes.as_slice()), BTreeSet::new(), Vec::new()),
        };
        let first = Ready {
            path: Cow::Borrowed(self.path()),
            bytes,
            uses,
        };
        let twins = twins.into_iter().map(|(path, text)| Ready {
            path: Cow::Owned(path),
            bytes: Cow::Owned(text.into_bytes()),
            uses: BTreeSet::new(),
        });
        Ok(std::iter::once(first).chain(twins).collect())
    }
}

/// The pages that visitors get, by their path in the output.
pub fn shown_pages<'a>(
    site: &'a Site,
    index: &'a SiteIndex,
) -> impl Iterator<Item = (String, &'a PageRef)> {
    let whole = |file: &PageFile| {
        file.read_only
            .as_ref()
            .is_none_or(|problem| problem.code == "too-large")
    };
    site.pages
        .iter()
        .filter(move |(page, file)| index.shows(page) && whole(file))
        .filter_map(|(page, _)| Some((render::output_path(index, page)?.to_owned(), page)))
}

/// The pages, and the files that are made around them.
pub(super) fn pages<'a>(source: &Source<'a>) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = shown_pages(source.site, source.index)
        .map(|(path, page)| Item::Page(path, page))
        .collect();
    let made = render::extras(source.engine, source.index, source.site);
    items.extend(
        made.into_iter()
            .map(|(path, bytes)| Item::Made(path, bytes)),
    );
    items
}

/// The media that pages use. Others are not published: what is hidden must not leak.
pub(super) fn media(source: &Source<'_>, used: &BTreeSet<String>) -> Vec<Item<'static>> {
    let social = &source.site.settings.social_image;
    let all = used
        .iter()
        .chain(std::iter::once(social))
        .collect::<BTreeSet<_>>();
    let known = all
        .into_iter()
        .filter(|path| source.site.media.contains_key(*path));
    let places = known.flat_map(|path| {
        let from = path.trim_start_matches('/');
        let all = source.index.places.all(path);
        all.map(|place| Item::Media(from.to_owned(), place.to_owned()))
    });
    places.collect()
}

/// Every folder of some items, parents first.
pub(super) fn folders<'i>(items: &'i [Item<'_>]) -> BTreeSet<&'i str> {
    items
        .iter()
        .filter_map(|item| Some(item.path().rsplit_once('/')?.0))
        .collect()
}
