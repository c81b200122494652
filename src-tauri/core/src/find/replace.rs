//! The new texts of the files in which matches are replaced. Only words of values change: keys, ids,
//! fences, comments, and in Markdown every mark, anchor and address stay, or the match is left alone.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::page::{self, Page, Splice};

use super::runs::shape;
use super::walk::Sort;
use super::{
    Ground, Hit, LeftAlone, Memory, Needle, Part, Query, Reason, Spot, count, hits, search, spot,
    target,
};

/// What replacing would make of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Site path and new text of every file that changes.
    pub files: Vec<(String, String)>,
    /// How many matches are replaced.
    pub replaced: u32,
    /// What was asked for and is left alone.
    pub left: Vec<LeftAlone>,
}

/// Replaces every match of `query` but those in `except` by `with`, as `memory` holds the site.
pub fn replace(
    memory: &Memory,
    ground: &Ground<'_>,
    query: &Query,
    with: &str,
    except: &HashSet<Spot>,
) -> Replaced {
    let Some(needle) = Needle::new(&query.text, query.match_case, query.whole_words) else {
        return Replaced::default();
    };
    let parts: Vec<Replaced> = search(memory, ground, query, &needle)
        .into_par_iter()
        .filter(|searched| searched.total > 0)
        .map(|searched| {
            let hits: Vec<Hit<'_>> = hits(searched.part, query, &needle).collect();
            in_file(ground, searched.part, &hits, with, except)
        })
        .collect();
    parts
        .into_iter()
        .fold(Replaced::default(), |mut all, part| {
            all.files.extend(part.files);
            all.replaced += part.replaced;
            all.left.extend(part.left);
            all
        })
}

fn in_file(
    ground: &Ground<'_>,
    part: &Part,
    hits: &[Hit<'_>],
    with: &str,
    except: &HashSet<Spot>,
) -> Replaced {
    let mut out = Replaced::default();
    let chosen = |hit: &Hit<'_>| -> Vec<usize> {
        (0..hit.places.len())
            .filter(|nth| except.is_empty() || !except.contains(&spot(&part.file, hit, *nth)))
            .collect()
    };
    if part.locked {
        let any = hits.iter().any(|hit| !chosen(hit).is_empty());
        out.left
            .extend(any.then(|| part.left_alone(None, Reason::Locked)));
        return out;
    }
    let Some(mut text) = Editing::new(ground, part) else {
        return out;
    };
    for hit in hits {
        let wanted = chosen(hit);
        let (parts, mut stay) = parts_of(hit, &wanted, with);
        if !parts.is_empty() && !text.set(ground, hit, &parts) {
            stay = wanted.len();
        }
        out.replaced += count(wanted.len() - stay);
        let left = (0..stay).map(|_| part.left_alone(hit.seen.section, Reason::Formatting));
        out.left.extend(left);
    }
    if out.replaced > 0 {
        out.files.push((part.file.clone(), text.into_text()));
    }
    out
}

/// A file while its texts are replaced one after another.
enum Editing {
    Page(Box<Page>),
    Fields(String),
}

impl Editing {
    fn new(ground: &Ground<'_>, part: &Part) -> Option<Self> {
        match &part.page {
            Some(page) => {
                let file = ground.site.pages.get(page)?;
                Some(Self::Page(Box::new(file.page.clone())))
            }
            None => {
                let name = part.collection.as_ref();
                let records = name.and_then(|name| ground.site.records.get(name));
                let text = records.map_or(ground.settings, |file| &file.text);
                Some(Self::Fields(text.to_owned()))
            }
        }
    }

    /// Whether the parts could be put in place.
    fn set(&mut self, ground: &Ground<'_>, hit: &Hit<'_>, parts: &[Splice]) -> bool {
        let body_of = |kind: &str| ground.kinds.body_of(kind);
        match self {
            Self::Page(page) => {
                let at = target(hit.seen.section);
                let Ok(splices) = page::set_within(page, at, &hit.seen.path, parts, &body_of)
                else {
                    return false;
                };
                let text: Arc<str> = page::apply(&page.text, &splices).into();
                **page = page::parse(text, Some(page), &body_of);
                true
            }
            Self::Fields(text) => match page::set_within_fields(text, &hit.seen.path, parts) {
                Ok(splices) => {
                    *text = page::apply(text, &splices);
                    true
                }
                Err(_) => false,
            },
        }
    }

    fn into_text(self) -> String {
        match self {
            Self::Page(page) => page.text.to_string(),
            Self::Fields(text) => text,
        }
    }
}

/// The parts of the text of `hit` that change, and how many of the wanted matches must stay.
fn parts_of(hit: &Hit<'_>, wanted: &[usize], with: &str) -> (Vec<Splice>, usize) {
    if hit.seen.sort != Sort::Markdown {
        let whole = |nth: &usize| Splice {
            range: hit.places[*nth].1.clone(),
            text: with.to_owned(),
        };
        return (wanted.iter().map(whole).collect(), 0);
    }
    let all = in_markdown(hit, wanted, with);
    if let Some(parts) = all {
        return (parts, 0);
    }
    // Something does not fit: one after another, so that only what does not fit stays.
    let mut fits: Vec<usize> = Vec::new();
    let mut parts = Vec::new();
    for nth in wanted {
        fits.push(*nth);
        match in_markdown(hit, &fits, with) {
            Some(more) => parts = more,
            None => drop(fits.pop()),
        }
    }
    (parts, wanted.len() - fits.len())
}

/// Replaces matches in Markdown so that exactly their words change; `None` when that cannot be.
fn in_markdown(hit: &Hit<'_>, wanted: &[usize], with: &str) -> Option<Vec<Splice>> {
    let expected = expected(hit, wanted, with);
    let escaped = with_escapes(with);
    let tries = [
        (with, false),
        (&*escaped, false),
        (with, true),
        (&*escaped, true),
    ];
    tries.into_iter().find_map(|(text, joined)| {
        let mut parts = Vec::new();
        for nth in wanted {
            let (run, place) = &hit.places[*nth];
            let places = hit.seen.runs[*run].source(place)?;
            parts.extend(at_places(&places, text, joined));
        }
        parts.sort_by_key(|part| part.range.start);
        let next = page::apply(&hit.seen.text, &parts);
        (reads(&next) == expected || (next.trim().is_empty() && expected.0.is_empty()))
            .then_some(parts)
    })
}

/// The new text stands where the first words stood; the other places are emptied, or what lies between
/// them goes too.
fn at_places(places: &[Range<usize>], text: &str, joined: bool) -> Vec<Splice> {
    let (Some(first), Some(last)) = (places.first(), places.last()) else {
        return Vec::new();
    };
    let empty = |range: &Range<usize>| Splice {
        range: range.clone(),
        text: String::new(),
    };
    let head = Splice {
        range: if joined {
            first.start..last.end
        } else {
            first.clone()
        },
        text: text.to_owned(),
    };
    let rest = if joined { &[] } else { &places[1..] };
    std::iter::once(head)
        .chain(rest.iter().map(empty))
        .collect()
}

/// What is seen and where links lead, and the marks around: two texts that read alike are alike.
type Reading = (Vec<(bool, String)>, Vec<String>);

fn reads(markdown: &str) -> Reading {
    let shape = shape(markdown);
    let runs = shape.runs.into_iter().map(|run| (run.address, run.text));
    (tidy(runs), shape.marks)
}

/// Blanks at the edges of a paragraph are not seen, nor is a paragraph of nothing else.
fn tidy(runs: impl Iterator<Item = (bool, String)>) -> Vec<(bool, String)> {
    runs.map(|(address, text)| (address, text.trim().to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

fn expected(hit: &Hit<'_>, wanted: &[usize], with: &str) -> Reading {
    let runs = hit.seen.runs.iter().enumerate().map(|(i, run)| {
        let inside = wanted.iter().map(|nth| &hit.places[*nth]);
        let parts: Vec<Splice> = inside
            .filter(|(run, _)| *run == i)
            .map(|(_, place)| Splice {
                range: place.clone(),
                text: with.to_owned(),
            })
            .collect();
        (run.address, page::apply(&run.text, &parts))
    });
    (tidy(runs), shape(&hit.seen.text).marks)
}

/// `text` so that Markdown takes none of it for a mark.
fn with_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
