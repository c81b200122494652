//! The pages and files of two bundles, side by side: which differ, and what was found of each.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::bundle::{Bundle, files_of, seen_of};
use crate::error::Error;
use crate::merge::paired;
use crate::model::Localised;
use crate::progress::{Counter, OnProgress};
use crate::render::Engine;
use crate::store::Hash;

use super::page::{self, Side, twin_path};
use super::raw::{Owner, Raw, What};
use super::twin::{Section, Twin};
use super::words::Names;
use super::{RecordName, visible};

/// A page that differs, and what was found of it.
pub(super) struct Found {
    pub(super) path: String,
    /// Its path in the old bundle.
    pub(super) from: Option<String>,
    pub(super) locale: String,
    pub(super) title: String,
    pub(super) before: Option<Hash>,
    pub(super) after: Option<Hash>,
    pub(super) raws: Vec<Raw>,
    /// Files that it shows or links to and that differ.
    pub(super) uses: Vec<String>,
    then: Vec<(RecordName, String)>,
    now: Vec<(RecordName, String)>,
    /// The same page in other languages, when records of it changed.
    others: Vec<String>,
}

/// Everything that was found.
pub(super) struct Gathered {
    pub(super) pages: Vec<Found>,
    /// Files that differ and are no pages: whether they were there, and whether they are.
    pub(super) files: BTreeMap<String, (bool, bool)>,
    pub(super) names: Names,
    then: BTreeSet<RecordName>,
    now: BTreeSet<RecordName>,
}

impl Gathered {
    /// Whether a record is in the old bundle and in the new one.
    pub(super) fn there(&self, record: &RecordName) -> (bool, bool) {
        (self.then.contains(record), self.now.contains(record))
    }
}

/// Two bundles.
struct Two<'b> {
    engine: &'b Engine,
    before: Option<&'b Bundle>,
    after: &'b Bundle,
    /// Counts the pages that were compared.
    counter: Counter<'b>,
}

/// Compares two bundles. Only what differs is read.
///
/// # Errors
/// As [`super::between`].
pub(super) fn gather(
    engine: &Engine,
    before: Option<&Bundle>,
    after: &Bundle,
    progress: OnProgress<'_>,
) -> Result<Gathered, Error> {
    let old: BTreeSet<&str> = before.into_iter().flat_map(Bundle::pages).collect();
    let new: BTreeSet<&str> = after.pages().collect();
    let two = Two {
        engine,
        before,
        after,
        counter: Counter::new(old.union(&new).count(), progress),
    };
    let files = two.files(&old, &new)?;
    let both: Vec<&str> = new.intersection(&old).copied().collect();
    let (gone, come) = (
        two.sides(before, old.difference(&new))?,
        two.sides(Some(after), new.difference(&old))?,
    );
    let compared: Result<Vec<Option<Found>>, Error> =
        both.par_iter().map(|path| two.both(path, &files)).collect();
    let mut pages: Vec<Found> = compared?.into_iter().flatten().collect();
    pages.extend(two.turned(gone, come));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let mut all = Gathered {
        pages,
        files,
        names: Names::new(),
        then: BTreeSet::new(),
        now: BTreeSet::new(),
    };
    let turned = all.pages.iter().flat_map(|page| &page.raws);
    if turned
        .clone()
        .any(|raw| matches!(raw.what, What::Record { .. }))
    {
        all.know(two.records(&both, &all.pages)?);
    }
    let told: Vec<_> = all
        .pages
        .iter_mut()
        .map(|page| {
            (
                page.locale.clone(),
                std::mem::take(&mut page.then),
                std::mem::take(&mut page.now),
            )
        })
        .collect();
    for (locale, then, now) in told {
        all.name(&locale, then, now);
    }
    two.name_elsewhere(&mut all)?;
    Ok(all)
}

impl Gathered {
    /// Records of pages that are the same in both.
    fn know(&mut self, records: Vec<RecordName>) {
        self.then.extend(records.iter().cloned());
        self.now.extend(records);
    }

    /// What records are called in a language; the new name before the old one.
    fn name(
        &mut self,
        locale: &str,
        then: Vec<(RecordName, String)>,
        now: Vec<(RecordName, String)>,
    ) {
        for (record, title) in now
            .iter()
            .chain(&then)
            .filter(|(_, title)| !title.is_empty())
        {
            let names = self.names.entry(record.clone());
            let Localised::Each(names) = names.or_insert_with(|| Localised::Each(BTreeMap::new()))
            else {
                continue;
            };
            names
                .entry(locale.to_owned())
                .or_insert_with(|| title.clone());
        }
        self.then.extend(then.into_iter().map(|(record, _)| record));
        self.now.extend(now.into_iter().map(|(record, _)| record));
    }
}

impl<'b> Two<'b> {
    fn hash(side: Option<&Bundle>, path: &str) -> Option<Hash> {
        side.and_then(|side| side.manifest().hash(path))
    }

    fn differs(&self, path: &str) -> bool {
        Self::hash(self.before, path) != Self::hash(Some(self.after), path)
    }

    fn sides<'p>(
        &self,
        bundle: Option<&Bundle>,
        paths: impl Iterator<Item = &'p &'p str>,
    ) -> Result<Vec<Side>, Error> {
        let paths: Vec<&str> = paths.copied().collect();
        let Some(bundle) = bundle else {
            return Ok(Vec::new());
        };
        paths
            .par_iter()
            .map(|path| {
                self.counter.step()?;
                Side::read(bundle, path)
            })
            .collect()
    }

    /// A page of both; `None` when a visitor finds no difference.
    fn both(
        &self,
        path: &str,
        files: &BTreeMap<String, (bool, bool)>,
    ) -> Result<Option<Found>, Error> {
        self.counter.step()?;
        let Some(before) = self.before else {
            return Ok(None);
        };
        let (html, twin) = (self.differs(path), self.differs(&twin_path(path)));
        if !html && !twin && files.is_empty() {
            return Ok(None);
        }
        if !html && !twin {
            // The page is the same; what it shows may not be.
            let bytes = self.after.read(path)?;
            let uses = used(&bytes, path, files);
            if uses.is_empty() {
                return Ok(None);
            }
        }
        let (old, new) = (Side::read(before, path)?, Side::read(self.after, path)?);
        let raws = page::compared(&self.engine.kinds, &self.engine.page_form, &old, &new);
        let found = self.found(Some(&old), Some(&new), raws, files);
        Ok(found.filter(|found| found.before != found.after || !found.raws.is_empty()))
    }

    fn found(
        &self,
        old: Option<&Side>,
        new: Option<&Side>,
        raws: Vec<Raw>,
        files: &BTreeMap<String, (bool, bool)>,
    ) -> Option<Found> {
        let named = |side: Option<&Side>| -> Vec<(RecordName, String)> {
            let records = side.map(Side::records).unwrap_or_default();
            let owned = records
                .into_iter()
                .map(|(record, title)| (record, title.to_owned()));
            owned.collect()
        };
        let seen = |bundle: Option<&Bundle>, side: Option<&Side>| {
            let (bundle, side) = bundle.zip(side)?;
            Some(seen_of(bundle, &side.path, &side.html))
        };
        let main = new.or(old)?;
        let uses = new
            .map(|new| used(&new.html, &new.path, files))
            .unwrap_or_default();
        let moved = old.filter(|old| old.path != main.path);
        let of_record = |raw: &Raw| matches!(raw.owner, Owner::Record(_));
        let others = match &main.twin {
            Some(twin) if raws.iter().any(of_record) => twin.others(&main.path),
            _ => Vec::new(),
        };
        Some(Found {
            path: main.path.clone(),
            from: moved.map(|old| old.path.clone()),
            locale: main.locale(),
            title: main.title(),
            before: seen(self.before, old),
            after: seen(Some(self.after), new),
            raws,
            uses,
            then: named(old),
            now: named(new),
            others,
        })
    }

    /// Pages that came, went or stand elsewhere.
    fn turned(&self, gone: Vec<Side>, come: Vec<Side>) -> Vec<Found> {
        let none = BTreeMap::new();
        let [old, new] = [&gone, &come].map(|sides| sides.iter().map(Said::of).collect::<Vec<_>>());
        let pairs = paired(
            &old,
            &new,
            &[
                &|a, b| a.sections.is_some() && a.locale == b.locale && a.sections == b.sections,
                &|a, b| a.locale == b.locale && a.title == b.title,
            ],
        );
        let mut found = Vec::new();
        for (new, was) in come.iter().zip(&pairs) {
            let old = was.and_then(|was| gone.get(was));
            let raws = match old {
                Some(old) => {
                    let mut raws = vec![whole(new, What::PageMoved(format!("/{}", old.path)))];
                    let inside =
                        page::compared(&self.engine.kinds, &self.engine.page_form, old, new);
                    // What is around it names its address.
                    raws.extend(inside.into_iter().filter(|raw| raw.owner != Owner::Frame));
                    raws
                }
                None => self.alone(new, true),
            };
            found.extend(self.found(old, Some(new), raws, &none));
        }
        for (at, old) in gone.iter().enumerate() {
            if !pairs.contains(&Some(at)) {
                found.extend(self.found(Some(old), None, self.alone(old, false), &none));
            }
        }
        found
    }

    /// A page that came or went, with the records that it lists itself.
    fn alone(&self, side: &Side, added: bool) -> Vec<Raw> {
        let mut raws = vec![whole(side, What::Page { added })];
        if self.before.is_some() {
            raws.extend(page::lone(&self.engine.kinds, side, added));
        }
        raws
    }

    /// The records of pages whose twins are the same in both.
    fn records(&self, both: &[&str], differ: &[Found]) -> Result<Vec<RecordName>, Error> {
        let differ: BTreeSet<&str> = differ.iter().map(|page| page.path.as_str()).collect();
        let same: Vec<&&str> = both
            .iter()
            .filter(|path| !differ.contains(**path))
            .collect();
        let found: Result<Vec<Vec<RecordName>>, Error> = same
            .par_iter()
            .map(|path| {
                let twin = page::twin_of(self.after, path)?;
                let records = twin.iter().flat_map(Twin::records);
                Ok(records.map(|(record, _)| record).collect())
            })
            .collect();
        Ok(found?.into_iter().flatten().collect())
    }

    /// Looks what records are called in languages whose pages are the same.
    fn name_elsewhere(&self, all: &mut Gathered) -> Result<(), Error> {
        let there: BTreeSet<&String> = all.pages.iter().map(|page| &page.path).collect();
        let others: BTreeSet<&String> = all.pages.iter().flat_map(|page| &page.others).collect();
        let others = others.difference(&there).map(|path| path.as_str());
        let others = others.filter(|path| self.after.manifest().get(path).is_some());
        let twins: Result<Vec<Option<Twin>>, Error> =
            others.map(|path| page::twin_of(self.after, path)).collect();
        for twin in twins?.into_iter().flatten() {
            let records = twin.records().into_iter();
            let named = records
                .map(|(record, title)| (record, title.to_owned()))
                .collect();
            all.name(twin.text("locale"), Vec::new(), named);
        }
        Ok(())
    }

    /// Files that differ and are no pages, nor made of pages for programs.
    fn files(
        &self,
        old: &BTreeSet<&str>,
        new: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, (bool, bool)>, Error> {
        let Some(before) = self.before else {
            return Ok(BTreeMap::new());
        };
        let all: BTreeSet<&str> = before
            .manifest()
            .paths()
            .chain(self.after.manifest().paths())
            .collect();
        let mut found = BTreeMap::new();
        for path in all {
            let page = old.contains(path) || new.contains(path);
            if page || !self.differs(path) || is_told(path, old) || is_told(path, new) {
                continue;
            }
            let there =
                [Some(before), Some(self.after)].map(|side| Self::hash(side, path).is_some());
            if path.ends_with(".html") && there == [true, true] && self.reads_alike(before, path)? {
                continue;
            }
            found.insert(path.to_owned(), (there[0], there[1]));
        }
        Ok(found)
    }

    /// Whether a document that is no page says the same in both.
    fn reads_alike(&self, before: &Bundle, path: &str) -> Result<bool, Error> {
        let (old, new) = (Side::read(before, path)?, Side::read(self.after, path)?);
        Ok(visible::compared(&old, &new, true)
            .iter()
            .all(|raw| raw.owner == Owner::Frame))
    }
}

/// By what a page is known that stands elsewhere.
struct Said<'a> {
    locale: String,
    title: String,
    sections: Option<Vec<Section<'a>>>,
}

impl<'a> Said<'a> {
    fn of(side: &'a Side) -> Self {
        Self {
            locale: side.locale(),
            title: side.title(),
            sections: side.twin.as_ref().map(Twin::sections),
        }
    }
}

/// A change of a page as a whole.
fn whole(side: &Side, what: What) -> Raw {
    let key = format!("page {}\n{what:?}", side.path);
    Raw {
        owner: Owner::Page {
            path: side.path.clone(),
            title: side.title(),
        },
        place: None,
        labels: Vec::new(),
        field: String::new(),
        item: String::new(),
        what,
        key,
    }
}

/// The files that a page uses and that differ.
fn used(html: &[u8], page: &str, files: &BTreeMap<String, (bool, bool)>) -> Vec<String> {
    if files.is_empty() {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(html);
    let used = files_of(&text, page).into_iter();
    used.filter(|path| files.contains_key(path)).collect()
}

/// Whether a file says again what pages say: twins, feeds, calendars, lists of pages.
fn is_told(path: &str, pages: &BTreeSet<&str>) -> bool {
    let ends = [".atom", ".feed.json", ".ics", "sitemap.xml", "llms.txt"];
    let twin = path
        .strip_suffix(".json")
        .or_else(|| path.strip_suffix(".md"));
    ends.iter().any(|end| path.ends_with(end))
        || path.starts_with(".well-known/csaf/")
        || twin.is_some_and(|stem| pages.contains(format!("{stem}.html").as_str()))
}
