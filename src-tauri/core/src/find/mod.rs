//! Finding and replacing text over a site: in the texts that forms show, never in the files' own
//! grammar. What is found is what is seen: a name in bold reads as one name.

mod memory;
mod needle;
mod replace;
mod runs;
#[cfg(test)]
mod tests;
mod walk;

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kinds::{Field, Kinds};
use crate::model::PageRef;
use crate::page::Target;
use crate::site::Site;
use crate::view::Step;

pub use memory::Memory;
pub use needle::Needle;
pub use replace::{Replaced, replace};
pub(crate) use walk::is_shown;

pub(crate) use memory::{Part, Seen};
pub(crate) use runs::Run;
#[cfg(test)]
pub(crate) use runs::runs_of;
pub(crate) use walk::Sort;

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
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub page: Option<PageRef>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Found {
    /// Files in the order of the site's pages, then records, then settings.
    pub files: Vec<FoundFile>,
    /// Matches in all.
    pub total: u32,
    /// How many of them are in `files`.
    pub listed: u32,
    /// How many of all stand in files that may only be read.
    pub locked: u32,
    /// Files in all that have matches.
    pub places: u32,
    /// How many of them may only be read.
    pub locked_places: u32,
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
    /// The form of the site's settings.
    pub site_form: &'a [Field],
    /// The text of `site.toml` as it is now.
    pub settings: &'a str,
}

/// One text with its matches.
struct Hit<'a> {
    seen: &'a Seen,
    /// Run and place in it.
    places: Vec<(usize, Range<usize>)>,
}

/// One file with its matches.
struct Searched<'a> {
    part: &'a Part,
    total: usize,
    left: Vec<(Option<u32>, Reason)>,
}

/// Finds `query` in what `memory` holds of the site and lists up to `limit` matches. Nothing is found
/// for an empty text.
pub fn find(memory: &Memory, ground: &Ground<'_>, query: &Query, limit: usize) -> Found {
    let Some(needle) = Needle::new(&query.text, query.match_case, query.whole_words) else {
        return Found::default();
    };
    let mut found = Found::default();
    let mut room = limit;
    for searched in search(memory, ground, query, &needle) {
        let total = count(searched.total);
        found.total = found.total.saturating_add(total);
        found.left.extend(left_alone(&searched));
        if total == 0 {
            continue;
        }
        found.places += 1;
        if searched.part.locked {
            found.locked = found.locked.saturating_add(total);
            found.locked_places += 1;
        }
        if room > 0 {
            let file = listed(searched.part, query, &needle, room, total);
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

/// Every file that has matches or is left alone, in order.
fn search<'a>(
    memory: &'a Memory,
    ground: &Ground<'_>,
    query: &Query,
    needle: &Needle,
) -> Vec<Searched<'a>> {
    let wanted = |page: &PageRef| match &query.page {
        Some(only) => only == page,
        None => query.locales.is_empty() || query.locales.contains(&page.locale),
    };
    memory
        .parts()
        .filter(|part| part.page.as_ref().map_or(query.page.is_none(), wanted))
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|part| {
            let mut total = 0;
            for seen in part.seen.iter().filter(|seen| speaks(seen, query)) {
                for run in searched_runs(seen, query) {
                    run.1.each(needle, query.addresses, &mut |_| total += 1);
                }
            }
            Searched {
                part,
                total,
                left: left(ground, part, total, needle),
            }
        })
        .filter(|searched| searched.total > 0 || !searched.left.is_empty())
        .collect()
}

/// Whether a text is in a language that is wanted.
fn speaks(seen: &Seen, query: &Query) -> bool {
    seen.locale
        .as_ref()
        .is_none_or(|locale| query.locales.is_empty() || query.locales.contains(locale))
}

/// The runs of a text that are searched, with their positions. A file of the site keeps its name: it is
/// renamed where files are kept, with all that names it.
fn searched_runs<'a>(seen: &'a Seen, query: &Query) -> impl Iterator<Item = (usize, &'a Run)> {
    let addresses = query.addresses;
    seen.runs
        .iter()
        .enumerate()
        .filter(move |(_, run)| !run.address || (addresses && !run.text.starts_with("/media/")))
}

/// The texts of a file that have matches.
fn hits<'a>(part: &'a Part, query: &'a Query, needle: &'a Needle) -> impl Iterator<Item = Hit<'a>> {
    part.seen
        .iter()
        .filter(|seen| speaks(seen, query))
        .filter_map(|seen| {
            let mut places = Vec::new();
            for (i, run) in searched_runs(seen, query) {
                run.each(needle, query.addresses, &mut |place| {
                    places.push((i, place))
                });
            }
            (!places.is_empty()).then_some(Hit { seen, places })
        })
}

/// What holds the text and cannot be edited by form.
fn left(
    ground: &Ground<'_>,
    part: &Part,
    total: usize,
    needle: &Needle,
) -> Vec<(Option<u32>, Reason)> {
    let Some(file) = part
        .page
        .as_ref()
        .and_then(|page| ground.site.pages.get(page))
    else {
        return Vec::new();
    };
    let holds = |range: &Range<usize>| !needle.find_all(&file.page.text[range.clone()]).is_empty();
    let mut left = Vec::new();
    if file.page.front.fault.is_some() && holds(&file.page.front.range) {
        left.push((None, Reason::Unreadable));
    }
    for (i, block) in file.page.blocks.iter().enumerate() {
        let known = block.fields().is_some() && ground.kinds.get(&block.kind).is_some();
        if !known && holds(&block.range) {
            left.push((Some(count(i)), Reason::Unreadable));
        }
    }
    if file.read_only.is_some() && total > 0 {
        left.push((None, Reason::Locked));
    }
    left
}

fn left_alone<'a>(searched: &'a Searched<'_>) -> impl Iterator<Item = LeftAlone> + 'a {
    searched
        .left
        .iter()
        .map(|(section, reason)| searched.part.left_alone(*section, *reason))
}

fn listed(part: &Part, query: &Query, needle: &Needle, room: usize, total: u32) -> FoundFile {
    let mut matches = Vec::new();
    for hit in hits(part, query, needle) {
        let more = (0..hit.places.len()).take(room - matches.len());
        matches.extend(more.map(|nth| a_match(&part.file, &hit, nth)));
        if matches.len() == room {
            break;
        }
    }
    FoundFile {
        file: part.file.clone(),
        page: part.page.clone(),
        collection: part.collection.clone(),
        title: part.title.clone(),
        locked: part.locked,
        total,
        matches,
    }
}

fn a_match(file: &str, hit: &Hit<'_>, nth: usize) -> Match {
    let (run, place) = &hit.places[nth];
    let text = &hit.seen.runs[*run].text;
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
        kind: hit.seen.kind.clone(),
        nth: count(nth),
        before: format!("{}{}", cut(from > 0), shown(&text[from..place.start])),
        found: shown(&text[place.clone()]),
        after: format!("{}{}", shown(&text[place.end..to]), cut(to < text.len())),
    }
}

fn spot(file: &str, hit: &Hit<'_>, nth: usize) -> Spot {
    let (run, place) = &hit.places[nth];
    let places = hit.seen.runs[*run].source(place).unwrap_or_default();
    let units = |at: usize| count(hit.seen.text[..at].encode_utf16().count());
    Spot {
        file: file.to_owned(),
        section: hit.seen.section,
        path: hit.seen.path.clone(),
        start: units(places.first().map_or(0, |p| p.start)),
        end: units(places.last().map_or(0, |p| p.end)),
    }
}

/// The part of a page that a match stands in.
fn target(section: Option<u32>) -> Target {
    section.map_or(Target::Front, |i| Target::Block(i as usize))
}
