//! A site in memory: its settings, its pages, its records and the list of its media.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::kinds::Kinds;
use crate::message::{self, Message};
use crate::model::{PageRef, is_conflict_copy};
use crate::page::{self, Page};
use crate::problem::Problem;
use crate::review::{self, APPROVALS, Approvals, COMMENTS, Comments};
use crate::rule::{self, Rule};
use crate::say;
use crate::store::{Entry, Listing, Store};
use crate::value::{Fields, Value};

mod digest;
mod filing;
mod notice;
mod picture;
pub mod releases;
mod reviewing;
mod settings;

pub use digest::{Digest, Stamp};
pub use filing::Filing;
pub(crate) use filing::{is_icp, is_police};
pub use notice::Notice;
use picture::picture_size;
pub use releases::{PublishedDocument, ReleaseNote};
pub(crate) use reviewing::same_name;
pub use reviewing::{Person, Review, Role};
pub use settings::{
    Brand, Classic, Hosting, LocaleSettings, NavigationItem, ReleaseSettings, SecurityTxt, Settings,
};

/// Larger pages open read-only (page-format.md, rule 11).
const LARGE_PAGE: u64 = 1024 * 1024;
/// Of still larger ones only the name is listed.
const HUGE_PAGE: u64 = 10 * 1024 * 1024;

/// The newest `format` of `site.toml` that this program writes (page-format.md, rule 12).
pub const FORMAT: u32 = 1;

/// One site, as loaded. What cannot be read is kept, listed in `problems`, and never written.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// What `site.toml` says.
    pub settings: Settings,
    /// The text of `site.toml`; empty when it cannot be read.
    pub settings_text: Arc<str>,
    /// Pages by locale and address.
    pub pages: BTreeMap<PageRef, PageFile>,
    /// Collections by name.
    pub records: BTreeMap<String, RecordFile>,
    /// Files under `media/`, by the path that content uses (`/media/logo.svg`).
    pub media: BTreeMap<String, MediaFile>,
    /// What was released before, the first first.
    pub releases: Vec<ReleaseNote>,
    /// Who decided what of which page, from `state/approvals.toml`.
    pub approvals: Approvals,
    /// What was said in reviews, from `state/comments.toml`.
    pub comments: Comments,
    /// Faults found while loading, outside pages: settings, records, media.
    pub problems: Vec<Problem>,
    /// Why nothing may be edited, if so.
    pub read_only: Option<Message>,
}

/// One page file.
#[derive(Debug, Clone)]
pub struct PageFile {
    /// Its site path, `pages/en/index.md`.
    pub path: String,
    /// Its parsed text; an empty page when it is read-only.
    pub page: Page,
    /// Why it may not be edited or rendered: too large, NUL bytes, not UTF-8.
    pub read_only: Option<Problem>,
}

/// One collection's file.
#[derive(Debug, Clone, Default)]
pub struct RecordFile {
    /// Its site path, `records/documents.toml`.
    pub path: String,
    /// Its text; empty when there is no such file or it is no text.
    pub text: Arc<str>,
    /// Records by id, in the order of the file; those that cannot be read are missing here.
    pub records: IndexMap<String, Fields>,
}

/// One file under `media/`.
#[derive(Debug, Clone, Default)]
pub struct MediaFile {
    /// Size in bytes.
    pub bytes: u64,
    /// Width and height in pixels, for pictures whose header says so (SVG included).
    pub size: Option<(u32, u32)>,
    /// Its SHA-256, once somebody asks.
    pub digest: Digest,
}

impl RecordFile {
    /// The id of the record that the dotted path of a field begins with. Ids may hold dots.
    pub fn record_of<'f>(&'f self, field: &str) -> Option<&'f str> {
        let begins = |id: &&String| {
            field
                .strip_prefix(id.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let ids = self.records.keys().filter(begins);
        ids.max_by_key(|id| id.len()).map(String::as_str)
    }
}

impl Site {
    /// The value for a locale, else for the default one, else any; one that is the same in every
    /// language as it is.
    pub(crate) fn in_locale<'v>(&self, locale: &str, value: &'v Value) -> Option<&'v Value> {
        let Value::Group(each) = value else {
            return Some(value);
        };
        each.get(locale)
            .or_else(|| each.get(self.settings.default_locale()))
            .or_else(|| each.values().next())
    }

    /// Loads the site in `store`. What is faulty is listed, not fatal.
    ///
    /// # Errors
    /// [`Error::Read`] when the folder or `site.toml` cannot be read at all.
    pub fn load(store: &Store, kinds: &Kinds) -> Result<Self, Error> {
        use rayon::prelude::*;
        let Listing { entries, faults } = store.listing()?;
        let mut site = Self::default();
        site.problems.extend(faults.into_iter().map(|(path, reason)| {
            let message = say!("This cannot be used: {reason}", reason);
            let hint = say!("The rest of the site is not affected. Replace it by a plain file or folder that you may read.");
            Problem::new(&rule::UNUSABLE_FILE, &path, message, hint)
        }));
        site.load_rest(store, kinds, &entries);
        site.releases = releases::load(store);
        let pages: Vec<(PageRef, PageFile)> = entries
            .par_iter()
            .filter_map(|entry| Some((PageRef::from_path(&entry.path)?, entry)))
            .map(|(page, entry)| (page, load_page(store, entry, kinds)))
            .collect();
        if site.problems.iter().any(|p| p.code == rule::SETTINGS.code) {
            site.settings.locales = locales_of(pages.iter().map(|(page, _)| page));
        }
        for (page, file) in pages {
            if let Some(first) = site.pages.get(&page) {
                site.problems.push(Problem::new(
                    &rule::SAME_ADDRESS,
                    &file.path,
                    say!(
                        "Two files are the page {address}: this one and {other}",
                        address = page.address,
                        other = first.path
                    ),
                    say!("Only the first is shown. Rename or remove one of them."),
                ));
                continue;
            }
            site.pages.insert(page, file);
        }
        Ok(site)
    }

    /// Makes this a copy of `other`, taking over only what differs: pages and files whose text is the
    /// same one are not copied again.
    pub fn follow(&mut self, other: &Self) {
        self.pages.retain(|page, _| other.pages.contains_key(page));
        for (page, file) in &other.pages {
            let same = self.pages.get(page).is_some_and(|known| {
                Arc::ptr_eq(&known.page.text, &file.page.text) && known.read_only == file.read_only
            });
            if !same {
                self.pages.insert(page.clone(), file.clone());
            }
        }
        self.records
            .retain(|name, _| other.records.contains_key(name));
        for (name, file) in &other.records {
            let same = self.records.get(name);
            if !same.is_some_and(|known| Arc::ptr_eq(&known.text, &file.text)) {
                self.records.insert(name.clone(), file.clone());
            }
        }
        if !Arc::ptr_eq(&self.settings_text, &other.settings_text) {
            self.settings = other.settings.clone();
            self.settings_text = Arc::clone(&other.settings_text);
        }
        take_over(&mut self.releases, &other.releases);
        take_over(&mut self.approvals, &other.approvals);
        take_over(&mut self.comments, &other.comments);
        let same_media = self.media.len() == other.media.len()
            && self
                .media
                .iter()
                .zip(&other.media)
                .all(|(a, b)| (a.0, a.1.bytes, a.1.size) == (b.0, b.1.bytes, b.1.size));
        if !same_media {
            self.media.clone_from(&other.media);
        }
        take_over(&mut self.problems, &other.problems);
        take_over(&mut self.read_only, &other.read_only);
    }

    /// Lists the media anew.
    pub fn reload_media(&mut self, store: &Store) {
        if let Ok(entries) = store.list() {
            self.load_media(store, &entries);
        }
    }

    /// Reads anew what was released before.
    pub fn reload_releases(&mut self, store: &Store) {
        self.releases = releases::load(store);
    }

    fn load_rest(&mut self, store: &Store, kinds: &Kinds, entries: &[Entry]) {
        let there = |path: &str| entries.iter().any(|e| e.path == path);
        self.take_file(SETTINGS, Some(store.read(SETTINGS)), kinds);
        for collection in kinds.collections() {
            let path = record_path(&collection.name);
            let bytes = there(&path).then(|| store.read(&path));
            self.take_file(&path, bytes, kinds);
        }
        for path in [APPROVALS, COMMENTS] {
            self.take_file(path, there(path).then(|| store.read(path)), kinds);
        }
        for entry in entries.iter().filter(|e| is_conflict_copy(&e.path)) {
            if !entry.path.starts_with("media/") {
                self.problems.push(conflict_copy(&entry.path));
            }
        }
        self.load_media(store, entries);
    }

    /// Looks at one file under `media/` anew.
    pub fn load_file(&mut self, store: &Store, path: &str) {
        let name = format!("/{path}");
        match store.size(path) {
            Some(bytes) => {
                let known = self.media.remove(&name).map(|file| file.digest);
                let file = MediaFile {
                    bytes,
                    size: picture_size(store, path),
                    digest: known.unwrap_or_else(|| Digest::of(store.root().join(path))),
                };
                self.media.insert(name, file);
            }
            None => drop(self.media.remove(&name)),
        }
    }

    /// What is kept of a file under `media/` beside its bytes: alternative text, version, date.
    pub fn about(&self, path: &str) -> Option<&Fields> {
        let key = path.strip_prefix("/media/")?;
        self.records.get(ASSETS)?.records.get(key)
    }

    /// The alternative text kept with a picture: empty for one that only decorates, the one of the
    /// default language when there is none for `locale`, `None` when there is none at all.
    pub fn alt(&self, path: &str, locale: &str) -> Option<&str> {
        let fields = self.about(path)?;
        if fields.get("decorative").and_then(Value::as_flag) == Some(true) {
            return Some("");
        }
        let text = match fields.get("alt")? {
            Value::Group(each) => each
                .get(locale)
                .or_else(|| each.get(self.settings.default_locale()))?
                .as_text()?,
            value => value.as_text()?,
        };
        (!text.trim().is_empty()).then_some(text)
    }

    fn load_media(&mut self, store: &Store, entries: &[Entry]) {
        let mut known = std::mem::take(&mut self.media);
        self.media = entries
            .iter()
            .filter(|entry| entry.path.starts_with("media/"))
            .map(|entry| {
                let name = format!("/{}", entry.path);
                let digest = known.remove(&name).map(|file| file.digest);
                let file = MediaFile {
                    bytes: entry.bytes,
                    size: picture_size(store, &entry.path),
                    digest: digest.unwrap_or_else(|| Digest::of(store.root().join(&entry.path))),
                };
                (name, file)
            })
            .collect();
    }

    /// Takes in what a file that is not a page holds now; `None` when it is gone. What cannot be read
    /// becomes a problem, and settings stay what they were.
    pub fn take_file(&mut self, path: &str, bytes: Option<Result<Vec<u8>, Error>>, kinds: &Kinds) {
        self.problems
            .retain(|p| p.place.file != path || KEPT.contains(&p.code.as_str()));
        if is_conflict_copy(path) {
            self.problems.extend(bytes.map(|_| conflict_copy(path)));
            return;
        }
        let text = match bytes.transpose().map(|b| b.map(String::from_utf8)) {
            Ok(None) => Ok(String::new()),
            Ok(Some(Ok(text))) => Ok(text),
            Ok(Some(Err(_))) => Err((
                &rule::NOT_UTF_8,
                say!("This file is not text in UTF-8"),
                say!("Save it as UTF-8."),
            )),
            Err(error) => Err((&rule::UNREADABLE, error.message(), Message::default())),
        };
        let collection = collection_of(path).filter(|name| kinds.collection(name).is_some());
        if path == SETTINGS {
            match text {
                Ok(text) => {
                    self.take_settings(&text);
                    self.settings_text = text.into();
                }
                Err((_, message, hint)) => self.problems.push(settings_fault(message, hint)),
            }
        } else if let Some(name) = collection {
            let records = match &text {
                Ok(text) => read_records(path, text, &mut self.problems),
                Err((rule, message, hint)) => {
                    let problem = Problem::new(rule, path, message.clone(), hint.clone());
                    self.problems.push(problem);
                    IndexMap::new()
                }
            };
            let file = RecordFile {
                path: path.to_owned(),
                text: text.unwrap_or_default().into(),
                records,
            };
            self.records.insert(name.to_owned(), file);
        } else if path == APPROVALS {
            self.approvals = self
                .take_state(path, text)
                .unwrap_or_else(Approvals::broken);
        } else if path == COMMENTS {
            self.comments = self.take_state(path, text).unwrap_or_else(Comments::broken);
        }
    }

    /// What a file of the review says; none and a problem when it cannot be read.
    fn take_state<T: DeserializeOwned>(
        &mut self,
        path: &str,
        text: Result<String, (&Rule, Message, Message)>,
    ) -> Option<T> {
        let text =
            text.map_err(|(rule, message, hint)| Box::new(Problem::new(rule, path, message, hint)));
        match text.and_then(|text| review::parse(path, &text)) {
            Ok(state) => Some(state),
            Err(problem) => {
                self.problems.push(*problem);
                None
            }
        }
    }

    fn take_settings(&mut self, text: &str) {
        match toml::from_str::<Settings>(text) {
            Ok(settings) => {
                self.read_only = (settings.format > FORMAT).then(|| {
                    say!(
                        "This site was made by a newer Trustdesk (format {format}). You can look at it and export it. Update Trustdesk to edit it.",
                        format = settings.format
                    )
                });
                self.settings = settings;
                if self.settings.locales.is_empty() {
                    self.settings.locales = Settings::default().locales;
                }
            }
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let (line, column) = page::place_of(text, at);
                let message = say!(
                    "The settings of the site cannot be read at line {line}: {reason}",
                    line,
                    reason = message::parser(error.message())
                );
                let fault = settings_fault(message, say!("Correct that line of site.toml."));
                self.problems.push(fault.at(line, column));
            }
        }
    }
}

/// Copies what differs: a comparison costs no memory.
fn take_over<T: PartialEq + Clone>(known: &mut T, other: &T) {
    if known != other {
        known.clone_from(other);
    }
}

/// The problem of a second copy beside a file.
fn conflict_copy(path: &str) -> Problem {
    let name = path.rsplit('/').next().unwrap_or(path);
    let message = say!(
        "“{name}” is a second copy, made because two people changed a file at once",
        name
    );
    let hint = say!(
        "It is not shown as a page. Compare it with the page beside it, take over what is missing, then delete the copy from the folder."
    );
    Problem::new(&rule::CONFLICT_COPY, path, message, hint)
}

/// Problems of files that reading one of them again does not settle.
const KEPT: [&str; 2] = ["same-address", "unusable-file"];

/// The collection of what is kept of pictures and documents.
pub const ASSETS: &str = "assets";

/// The settings' site path.
pub const SETTINGS: &str = "site.toml";

/// The site path of a collection's file.
pub fn record_path(collection: &str) -> String {
    format!("records/{collection}.toml")
}

/// The collection that a site path is the file of.
pub fn collection_of(path: &str) -> Option<&str> {
    path.strip_prefix("records/")?.strip_suffix(".toml")
}

fn settings_fault(message: Message, hint: Message) -> Problem {
    Problem::new(&rule::SETTINGS, SETTINGS, message, hint)
}

/// The language versions that the folders of the pages name, for want of readable settings: English
/// first, so that no page is out of reach until the settings are repaired.
fn locales_of<'a>(pages: impl Iterator<Item = &'a PageRef>) -> Vec<LocaleSettings> {
    let mut tags: Vec<&str> = std::iter::once("en")
        .chain(pages.map(|page| page.locale.as_str()))
        .collect();
    tags.sort_unstable_by_key(|tag| (*tag != "en", *tag));
    tags.dedup();
    let locale = |tag: &str| LocaleSettings {
        tag: tag.to_owned(),
        label: tag.to_owned(),
    };
    tags.into_iter().map(locale).collect()
}

fn load_page(store: &Store, entry: &Entry, kinds: &Kinds) -> PageFile {
    if entry.bytes > HUGE_PAGE {
        let reason = say!("This page is larger than 10 MB");
        return locked(
            &entry.path,
            &rule::TOO_LARGE,
            reason,
            say!("It is left as it is. Divide it into several pages."),
        );
    }
    match store.read(&entry.path) {
        Ok(bytes) => page_file(&entry.path, bytes, kinds),
        Err(error) => locked(
            &entry.path,
            &rule::UNREADABLE,
            error.message(),
            Message::default(),
        ),
    }
}

fn locked(path: &str, rule: &Rule, message: Message, hint: Message) -> PageFile {
    PageFile {
        path: path.to_owned(),
        page: page::parse("", None, &|_| None),
        read_only: Some(Problem::new(rule, path, message, hint)),
    }
}

/// A page file from its bytes. One that may not be edited says why and holds an empty page, unless it
/// is only too large: then it can be read and rendered.
pub fn page_file(path: &str, bytes: Vec<u8>, kinds: &Kinds) -> PageFile {
    let size = bytes.len() as u64;
    if bytes.contains(&0) {
        return locked(
            path,
            &rule::NUL_BYTES,
            say!("This page holds bytes that no text has"),
            say!("It is left as it is. Save it as text in UTF-8."),
        );
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = String::from_utf8_lossy(&bytes[..valid]);
            let (line, column) = page::place_of(&before, before.len());
            let mut file = locked(
                path,
                &rule::NOT_UTF_8,
                say!("This page is not text in UTF-8"),
                say!("It is left as it is. Save it as UTF-8."),
            );
            file.read_only = file.read_only.map(|p| p.at(line, column));
            return file;
        }
    };
    let read_only = (size > LARGE_PAGE).then(|| {
        Problem::new(
            &rule::TOO_LARGE,
            path,
            say!("This page is larger than 1 MB, so it can be read but not edited here"),
            say!("Divide it into several pages."),
        )
    });
    PageFile {
        path: path.to_owned(),
        page: page::parse(text, None, &|kind| kinds.body_of(kind)),
        read_only,
    }
}

fn read_records(path: &str, text: &str, problems: &mut Vec<Problem>) -> IndexMap<String, Fields> {
    let fault = |rule, message| {
        Problem::new(
            rule,
            path,
            message,
            say!("The other files are not affected. Correct that place in the file."),
        )
    };
    let all = match page::read_fields(text) {
        Ok(all) => all,
        Err(found) => {
            problems
                .push(fault(&rule::UNREADABLE_FIELDS, found.message).at(found.line, found.column));
            return IndexMap::new();
        }
    };
    let mut records = IndexMap::new();
    for (id, value) in all {
        match value {
            Value::Group(fields) => drop(records.insert(id, fields)),
            _ => problems.push(fault(
                &rule::STRAY_VALUE,
                say!("“{id}” stands outside any record", id),
            )),
        }
    }
    records
}
