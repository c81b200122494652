//! The new texts of the files in which matches are replaced. Only words of values change: keys, ids,
//! fences, comments, and in Markdown every mark, anchor and address stay, or the match is left alone.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::page::{self, Page, Splice};

use super::runs::shape;
use super::{
    Ground, Hit, LeftAlone, Needle, Query, Reason, Searched, Sort, Spot, count, search,
    settings_of, spot, target,
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

/// Replaces every match of `query` but those in `except` by `with`.
pub fn replace(ground: &Ground<'_>, query: &Query, with: &str, except: &HashSet<Spot>) -> Replaced {
    let Some(needle) = Needle::new(&query.text, query.match_case, query.whole_words) else {
        return Replaced::default();
    };
    let settings = settings_of(ground, query);
    let searched = search(ground, settings.as_ref(), query, &needle);
    let parts: Vec<Replaced> = searched
        .par_iter()
        .map(|searched| in_file(ground, searched, with, except))
        .collect();
    parts.into_iter().fold(Replaced::default(), |mut all, part| {
        all.files.extend(part.files);
        all.replaced += part.replaced;
        all.left.extend(part.left);
        all
    })
}

fn in_file(
    ground: &Ground<'_>,
    searched: &Searched<'_>,
    with: &str,
    except: &HashSet<Spot>,
) -> Replaced {
    let mut out = Replaced::default();
    let left = |section, reason| LeftAlone {
        file: searched.file.to_owned(),
        page: searched.page.cloned(),
        title: searched.title.to_owned(),
        section,
        reason,
    };
    let chosen = |hit: &Hit<'_>| -> Vec<usize> {
        (0..hit.places.len())
            .filter(|nth| except.is_empty() || !except.contains(&spot(searched.file, hit, *nth)))
            .collect()
    };
    if searched.locked {
        let any = searched.hits.iter().any(|hit| !chosen(hit).is_empty());
        out.left.extend(any.then(|| left(None, Reason::Locked)));
        return out;
    }
    let Some(mut text) = Editing::new(ground, searched) else {
        return out;
    };
    for hit in &searched.hits {
        let wanted = chosen(hit);
        let (mut parts, mut stay) = parts_of(hit, &wanted, with);
        if !parts.is_empty() && !text.set(ground, hit, &parts) {
            stay = wanted.len();
            parts.clear();
        }
        out.replaced += count(wanted.len() - stay);
        out.left
            .extend((0..stay).map(|_| left(hit.section, Reason::Formatting)));
    }
    if out.replaced > 0 {
        out.files.push((searched.file.to_owned(), text.into_text()));
    }
    out
}

/// A file while its texts are replaced one after another.
enum Editing {
    Page(Box<Page>),
    Fields(String),
}

impl Editing {
    fn new(ground: &Ground<'_>, searched: &Searched<'_>) -> Option<Self> {
        match searched.page {
            Some(page) => {
                let file = ground.site.pages.get(page)?;
                Some(Self::Page(Box::new(file.page.clone())))
            }
            None => Some(Self::Fields((ground.text_of)(searched.file)?.to_string())),
        }
    }

    /// Whether the parts could be put in place.
    fn set(&mut self, ground: &Ground<'_>, hit: &Hit<'_>, parts: &[Splice]) -> bool {
        let body_of = |kind: &str| ground.kinds.body_of(kind);
        match self {
            Self::Page(page) => {
                let at = target(hit.section);
                let Ok(splices) = page::set_within(page, at, &hit.path, parts, &body_of) else {
                    return false;
                };
                let text: Arc<str> = page::apply(&page.text, &splices).into();
                **page = page::parse(text, Some(page), &body_of);
                true
            }
            Self::Fields(text) => match page::set_within_fields(text, &hit.path, parts) {
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
    if hit.sort != Sort::Markdown {
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
    let tries = [(with, false), (&*escaped, false), (with, true), (&*escaped, true)];
    tries.into_iter().find_map(|(text, joined)| {
        let mut parts = Vec::new();
        for nth in wanted {
            let (run, place) = &hit.places[*nth];
            let places = hit.runs[*run].source(place)?;
            parts.extend(at_places(&places, text, joined));
        }
        parts.sort_by_key(|part| part.range.start);
        let next = page::apply(hit.text, &parts);
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
        range: if joined { first.start..last.end } else { first.clone() },
        text: text.to_owned(),
    };
    let rest = if joined { &[] } else { &places[1..] };
    std::iter::once(head).chain(rest.iter().map(empty)).collect()
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
    let runs = hit.runs.iter().enumerate().map(|(i, run)| {
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
    (tidy(runs), shape(hit.text).marks)
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
