//! Finding and replacing text over a site: in the texts that forms show, never in the files' own
//! grammar. What is found is what is seen: a name in bold reads as one name.

mod needle;
mod replace;
mod runs;
#[cfg(test)]
mod tests;
mod walk;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kinds::{Field, Kinds};
use crate::model::PageRef;
use crate::page::{self, Content, Target};
use crate::site::{PageFile, Site};
use crate::value::Fields;
use crate::view::Step;

pub use needle::Needle;
pub use replace::{Replaced, replace};

use runs::{Run, shape};
use walk::{Sort, Text, walk, walk_settings};

/// How much of a text is shown before and after what was found, in characters.
const BEFORE: usize = 36;
const AFTER: usize = 90;

/// What is looked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct Query {
    /// The text.
    pub text: String,
    /// Whether small and capital letters differ.
    pub match_case: bool,
    /// Whether it must be a word of its own.
    pub whole_words: bool,
    /// Whether the addresses that links lead to are searched too.
    pub addresses: bool,
    /// Languages to look in; empty for all.
    pub locales: Vec<String>,
    /// The one page to look in; none for the whole site.
    pub page: Option<PageRef>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Found {
    /// Files in the order of the site's pages, then records, then settings.
    pub files: Vec<FoundFile>,
    /// Matches in all.
    pub total: u32,
    /// How many of them are in `files`.
    pub listed: u32,
    /// Files in all that have matches which can be replaced or read.
    pub places: u32,
    /// What holds the text and cannot be edited by form.
    pub left: Vec<LeftAlone>,
}

/// The matches in one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FoundFile {
    /// Its site path.
    pub file: String,
    /// The page it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub page: Option<PageRef>,
    /// The collection it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub collection: Option<String>,
    /// The page's title; empty for records and settings.
    pub title: String,
    /// Whether it may only be read.
    pub locked: bool,
    /// How many matches it has.
    pub total: u32,
    /// Those of them that are listed.
    pub matches: Vec<Match>,
}

/// Where a match stands, so that it can be found again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Spot {
    /// Site path of the file.
    pub file: String,
    /// Position of the section among the page's blocks; none for the page's own settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub section: Option<u32>,
    /// The field; in a file of records it begins with the record's id.
    pub path: Vec<Step>,
    /// Where it starts in the text of the field, in UTF-16 units.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// One match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Match {
    /// Where it stands.
    pub spot: Spot,
    /// Kind of the section; empty for settings and records.
    pub kind: String,
    /// Which of the equal texts of this field it is, from 0, counted as they are seen.
    pub nth: u32,
    /// What is seen before it.
    pub before: String,
    /// The text itself, as it is seen.
    pub found: String,
    /// What is seen after it.
    pub after: String,
}

/// Something that holds the text and cannot be edited by form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LeftAlone {
    /// Site path of the file.
    pub file: String,
    /// The page it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub page: Option<PageRef>,
    /// The page's title.
    pub title: String,
    /// The section, when it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub section: Option<u32>,
    /// Why.
    pub reason: Reason,
}

/// Why something is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Reason {
    /// The page may only be read.
    Locked,
    /// The section cannot be read or is of an unknown kind.
    Unreadable,
    /// Replacing it would have changed more than the words: formatting divides it, or the new text
    /// cannot stand there.
    Formatting,
}

/// What is searched: a site, its forms, and the source of its settings.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The site.
    pub site: &'a Site,
    /// Section kinds and collections.
    pub kinds: &'a Kinds,
    /// The form of a page's own settings.
    pub page_form: &'a [Field],
    /// The text of a file as it is now.
    pub text_of: &'a (dyn Fn(&str) -> Option<Arc<str>> + Sync),
}

/// One text with its matches.
struct Hit<'a> {
    section: Option<u32>,
    kind: &'a str,
    path: Vec<Step>,
    sort: Sort,
    text: &'a str,
    runs: Vec<Run>,
    /// Run and place in it.
    places: Vec<(usize, Range<usize>)>,
}

/// One file with its matches.
struct Searched<'a> {
    file: &'a str,
    page: Option<&'a PageRef>,
    title: &'a str,
    collection: Option<&'a str>,
    locked: bool,
    hits: Vec<Hit<'a>>,
    left: Vec<(Option<u32>, Reason)>,
}

impl Searched<'_> {
    fn total(&self) -> usize {
        self.hits.iter().map(|hit| hit.places.len()).sum()
    }
}

/// Finds `query` and lists up to `limit` matches. Nothing is found for an empty text.
pub fn find(ground: &Ground<'_>, query: &Query, limit: usize) -> Found {
    let Some(needle) = Needle::new(&query.text, query.match_case, query.whole_words) else {
        return Found::default();
    };
    let mut found = Found::default();
    let mut room = limit;
    let settings = settings_of(ground, query);
    for searched in search(ground, settings.as_ref(), query, &needle) {
        let total = count(searched.total());
        found.total += total;
        found.left.extend(left_alone(&searched));
        if total == 0 {
            continue;
        }
        found.places += 1;
        if room > 0 {
            let file = listed(&searched, room);
            room -= file.matches.len();
            found.listed += count(file.matches.len());
            found.files.push(file);
        }
    }
    found
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The settings of the site as fields, when they are searched.
fn settings_of(ground: &Ground<'_>, query: &Query) -> Option<Fields> {
    if query.page.is_some() {
        return None;
    }
    page::read_fields(&(ground.text_of)(SETTINGS)?).ok()
}

const SETTINGS: &str = "site.toml";

/// Every file that has matches or is left alone, in order.
fn search<'a>(
    ground: &Ground<'a>,
    settings: Option<&'a Fields>,
    query: &Query,
    needle: &Needle,
) -> Vec<Searched<'a>> {
    let wanted = |page: &PageRef| match &query.page {
        Some(only) => only == page,
        None => query.locales.is_empty() || query.locales.contains(&page.locale),
    };
    let pages: Vec<(&PageRef, &PageFile)> = match &query.page {
        Some(only) => ground.site.pages.get_key_value(only).into_iter().collect(),
        None => ground.site.pages.iter().filter(|(page, _)| wanted(page)).collect(),
    };
    let mut found: Vec<Searched<'a>> = pages
        .into_par_iter()
        .map(|(page, file)| search_page(ground, page, file, query, needle))
        .filter(|searched| !searched.hits.is_empty() || !searched.left.is_empty())
        .collect();
    if query.page.is_none() {
        found.extend(search_records(ground, query, needle));
        found.extend(settings.map(|fields| search_settings(ground, fields, query, needle)));
    }
    found
}

fn search_page<'a>(
    ground: &Ground<'a>,
    page: &'a PageRef,
    file: &'a PageFile,
    query: &Query,
    needle: &Needle,
) -> Searched<'a> {
    let text = &file.page.text;
    let mut hits = Vec::new();
    let mut left = Vec::new();
    walk(ground.page_form, &file.page.front.fields, &[], &mut |text| {
        hits.extend(hit(text, None, "", query, needle));
    });
    if file.page.front.fault.is_some() && !needle.find_all(&text[file.page.front.range.clone()]).is_empty() {
        left.push((None, Reason::Unreadable));
    }
    for (i, block) in file.page.blocks.iter().enumerate() {
        let section = Some(count(i));
        match (&*block.content, ground.kinds.get(&block.kind)) {
            (Content::Fields(fields), Some(kind)) => walk(&kind.fields, fields, &[], &mut |text| {
                hits.extend(hit(text, section, &kind.name, query, needle));
            }),
            _ if needle.find_all(&text[block.range.clone()]).is_empty() => {}
            _ => left.push((section, Reason::Unreadable)),
        }
    }
    let locked = file.read_only.is_some() || ground.site.read_only.is_some();
    if file.read_only.is_some() && !hits.is_empty() {
        left.push((None, Reason::Locked));
    }
    Searched {
        file: &file.path,
        page: Some(page),
        title: title_of(file, page),
        collection: None,
        locked,
        hits,
        left,
    }
}

fn title_of<'a>(file: &'a PageFile, page: &'a PageRef) -> &'a str {
    let title = file.page.front.fields.get("title").and_then(|t| t.as_text());
    title.filter(|t| !t.is_empty()).unwrap_or(&page.address)
}

fn search_records<'a>(
    ground: &Ground<'a>,
    query: &Query,
    needle: &Needle,
) -> impl Iterator<Item = Searched<'a>> {
    ground.site.records.iter().filter_map(|(name, file)| {
        let form = &ground.kinds.collection(name)?.fields;
        let mut hits = Vec::new();
        for (id, fields) in &file.records {
            walk(form, fields, &[Step::Name(id.clone())], &mut |text| {
                hits.extend(hit(text, None, "", query, needle));
            });
        }
        (!hits.is_empty()).then(|| Searched {
            file: &file.path,
            page: None,
            title: "",
            collection: Some(name),
            locked: ground.site.read_only.is_some(),
            hits,
            left: Vec::new(),
        })
    })
}

fn search_settings<'a>(
    ground: &Ground<'a>,
    fields: &'a Fields,
    query: &Query,
    needle: &Needle,
) -> Searched<'a> {
    let mut hits = Vec::new();
    walk_settings(fields, &mut |text| hits.extend(hit(text, None, "", query, needle)));
    Searched {
        file: SETTINGS,
        page: None,
        title: "",
        collection: None,
        locked: ground.site.read_only.is_some(),
        hits,
        left: Vec::new(),
    }
}

/// The matches in one text, if it has any.
fn hit<'a>(
    text: Text<'a>,
    section: Option<u32>,
    kind: &'a str,
    query: &Query,
    needle: &Needle,
) -> Option<Hit<'a>> {
    let elsewhere = |locale: &str| {
        !query.locales.is_empty() && !query.locales.iter().any(|wanted| wanted == locale)
    };
    if text.locale.is_some_and(elsewhere) {
        return None;
    }
    // A file of the site keeps its name: it is renamed where files are kept, with all that names it.
    let is_file = text.sort == Sort::Address && text.text.starts_with("/media/");
    if is_file || (text.sort == Sort::Address && !query.addresses) {
        return None;
    }
    let runs = match text.sort {
        Sort::Markdown => shape(text.text).runs,
        sort => vec![Run::whole(text.text, sort == Sort::Address)],
    };
    let mut places = Vec::new();
    for (i, run) in runs.iter().enumerate() {
        let file = run.address && run.text.starts_with("/media/");
        if !file && (!run.address || query.addresses) {
            let inside = needle.find_all(&run.text).into_iter();
            places.extend(inside.filter(|place| run.source(place).is_some()).map(|place| (i, place)));
        }
    }
    (!places.is_empty()).then_some(Hit {
        section,
        kind,
        path: text.path,
        sort: text.sort,
        text: text.text,
        runs,
        places,
    })
}

fn left_alone<'a>(searched: &'a Searched<'_>) -> impl Iterator<Item = LeftAlone> + 'a {
    searched.left.iter().map(|(section, reason)| LeftAlone {
        file: searched.file.to_owned(),
        page: searched.page.cloned(),
        title: searched.title.to_owned(),
        section: *section,
        reason: *reason,
    })
}

fn listed(searched: &Searched<'_>, room: usize) -> FoundFile {
    let matches = searched.hits.iter().flat_map(|hit| {
        (0..hit.places.len()).map(move |nth| a_match(searched.file, hit, nth))
    });
    FoundFile {
        file: searched.file.to_owned(),
        page: searched.page.cloned(),
        collection: searched.collection.map(str::to_owned),
        title: searched.title.to_owned(),
        locked: searched.locked,
        total: count(searched.total()),
        matches: matches.take(room).collect(),
    }
}

fn a_match(file: &str, hit: &Hit<'_>, nth: usize) -> Match {
    let (run, place) = &hit.places[nth];
    let text = &hit.runs[*run].text;
    let shown = |part: &str| part.replace('\n', " ");
    let before = text[..place.start].char_indices().rev().take(BEFORE).last();
    let after = text[place.end..].char_indices().nth(AFTER);
    let (from, to) = (
        before.map_or(place.start, |(i, _)| i),
        after.map_or(text.len(), |(i, _)| place.end + i),
    );
    let cut = |yes: bool| if yes { "…" } else { "" };
    Match {
        spot: spot(file, hit, nth),
        kind: hit.kind.to_owned(),
        nth: count(nth),
        before: format!("{}{}", cut(from > 0), shown(&text[from..place.start])),
        found: shown(&text[place.clone()]),
        after: format!("{}{}", shown(&text[place.end..to]), cut(to < text.len())),
    }
}

fn spot(file: &str, hit: &Hit<'_>, nth: usize) -> Spot {
    let (run, place) = &hit.places[nth];
    let places = hit.runs[*run].source(place).unwrap_or_default();
    let units = |at: usize| count(hit.text[..at].encode_utf16().count());
    Spot {
        file: file.to_owned(),
        section: hit.section,
        path: hit.path.clone(),
        start: units(places.first().map_or(0, |p| p.start)),
        end: units(places.last().map_or(0, |p| p.end)),
    }
}

/// The part of a page that a match stands in.
fn target(section: Option<u32>) -> Target {
    section.map_or(Target::Front, |i| Target::Block(i as usize))
}
