//! Problems mended at the press of a button: the new texts of the files, made from the places that the
//! problems name. What was changed since is left alone.

use std::collections::BTreeMap;

use crate::model::PageRef;
use crate::outside;
use crate::page::{self, Splice, Target};
use crate::problem::{Fix, Problem, Span};
use crate::render::Engine;
use crate::site::Site;
use crate::uses::{self, Used, text_of, value_at};
use crate::value::Value;
use crate::view::Step;

/// A problem with the number of the remedy that was chosen for it.
pub type Chosen<'a> = (&'a Problem, usize);

/// What mending makes of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fixed {
    /// Site path and new text of every file that changes.
    pub files: Vec<(String, String)>,
    /// How many problems were mended.
    pub fixed: u32,
    /// How many were left alone, because what they are about has changed since.
    pub left: u32,
    /// The numbers of those that were mended, in the order that they were chosen in.
    pub done: Vec<usize>,
}

/// Mends problems of a site, each by the remedy that was chosen.
pub fn fix(engine: &Engine, site: &Site, chosen: &[Chosen<'_>]) -> Fixed {
    let mut out = Fixed::default();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let addresses: BTreeMap<&str, &str> = chosen.iter().filter_map(address).collect();
    if !addresses.is_empty() {
        // What was asked elsewhere stands for every way to write it, each with its own place on the page.
        let elsewhere = |written: &str| {
            let new = addresses.get(outside::asked(written)?.as_str())?;
            Some(outside::written(written, &outside::replacement(new)?))
        };
        let new = |_: &Used, written: &str| {
            let plain = || addresses.get(written).map(|new| (*new).to_owned());
            elsewhere(written).or_else(plain)
        };
        texts.extend(uses::rewritten(engine, site, &new));
    }
    let mut by_place: Vec<(usize, &Chosen<'_>)> = chosen.iter().enumerate().collect();
    // From the end of each file to its beginning: what is mended moves nothing that is still to come.
    by_place.sort_by_key(|(_, (problem, _))| std::cmp::Reverse(order(problem)));
    for (number, (problem, choice)) in by_place {
        let file = &problem.place.file;
        let done = match &problem.fix {
            Some(Fix::Address { was, .. }) => addresses.contains_key(was.as_str()),
            Some(fix) => {
                let text = texts.get(file).cloned().or_else(|| text_of(site, file));
                let next = text.and_then(|text| mended(engine, site, problem, fix, *choice, &text));
                next.map(|next| texts.insert(file.clone(), next)).is_some()
            }
            None => false,
        };
        *(if done { &mut out.fixed } else { &mut out.left }) += 1;
        out.done.extend(done.then_some(number));
    }
    out.done.sort_unstable();
    let changed = |(path, text): &(String, String)| text_of(site, path).as_ref() != Some(text);
    out.files = texts.into_iter().filter(changed).collect();
    out
}

/// By how many UTF-16 units what stands behind the mended words of a problem moves.
pub fn shift(problem: &Problem, choice: usize) -> i64 {
    let units = |text: &str| i64::try_from(text.encode_utf16().count()).unwrap_or(i64::MAX);
    match &problem.fix {
        Some(Fix::Words { was, with }) => {
            with.get(choice).map_or(0, |with| units(with) - units(was))
        }
        _ => 0,
    }
}

fn address<'a>((problem, choice): &Chosen<'a>) -> Option<(&'a str, &'a str)> {
    match &problem.fix {
        Some(Fix::Address { was, with }) => Some((was.as_str(), with.get(*choice)?.as_str())),
        _ => None,
    }
}

/// Where a problem stands in its file; items of lists by their numbers, not their digits.
fn order(problem: &Problem) -> (&str, Option<u32>, Vec<(u64, &str)>, u32) {
    let place = &problem.place;
    let field = place.field.as_deref().unwrap_or_default();
    let steps = field
        .split('.')
        .map(|step| (step.parse().unwrap_or(0), step));
    let start = problem.span.map_or(0, |span| span.start);
    (&place.file, place.section, steps.collect(), start)
}

/// The text of a file with one problem mended; `None` when what it is about is no longer there.
fn mended(
    engine: &Engine,
    site: &Site,
    problem: &Problem,
    fix: &Fix,
    choice: usize,
    text: &str,
) -> Option<String> {
    let path = steps(site, &problem.place.file, problem.place.field.as_deref()?);
    let splices = if PageRef::from_path(&problem.place.file).is_some() {
        in_page(engine, problem, fix, choice, text, &path)?
    } else {
        in_fields(problem, fix, choice, text, &path)?
    };
    Some(page::apply(text, &splices))
}

fn in_page(
    engine: &Engine,
    problem: &Problem,
    fix: &Fix,
    choice: usize,
    text: &str,
    path: &[Step],
) -> Option<Vec<Splice>> {
    let body_of = |kind: &str| engine.kinds.body_of(kind);
    let page = page::parse(text, None, &body_of);
    let (target, fields) = match problem.place.section {
        None => (Target::Front, &*page.front.fields),
        Some(i) => {
            let block = page.blocks.get(i as usize)?;
            (Target::Block(i as usize), block.fields()?)
        }
    };
    match fix {
        Fix::Words { was, with } => {
            let value = value_at(fields, path)?.as_text()?;
            let part = words(value, problem.span?, was, with.get(choice)?)?;
            page::set_within(&page, target, path, &[part], &body_of).ok()
        }
        Fix::Value { was, with } => {
            let value = new_value(value_at(fields, path), was, with.get(choice)?)?;
            page::set(&page, target, path, Some(&value), &body_of).ok()
        }
        Fix::Remove => {
            let (list, index) = item(path)?;
            page::remove_item(&page, target, list, index, &body_of).ok()
        }
        Fix::Address { .. } => None,
    }
}

fn in_fields(
    problem: &Problem,
    fix: &Fix,
    choice: usize,
    text: &str,
    path: &[Step],
) -> Option<Vec<Splice>> {
    let fields = page::read_fields(text).ok()?;
    match fix {
        Fix::Words { was, with } => {
            let value = value_at(&fields, path)?.as_text()?;
            let part = words(value, problem.span?, was, with.get(choice)?)?;
            page::set_within_fields(text, path, &[part]).ok()
        }
        Fix::Value { was, with } => {
            let value = new_value(value_at(&fields, path), was, with.get(choice)?)?;
            page::data::set(text, path, Some(&value)).ok()
        }
        Fix::Remove => {
            let (list, index) = item(path)?;
            page::data::remove_item(text, list, index).ok()
        }
        Fix::Address { .. } => None,
    }
}

/// The words at a span of a value, replaced; `None` when others stand there.
fn words(value: &str, span: Span, was: &str, with: &str) -> Option<Splice> {
    let range = byte(value, span.start)?..byte(value, span.end)?;
    (value.get(range.clone())? == was).then(|| Splice {
        range,
        text: with.to_owned(),
    })
}

/// The byte at which a UTF-16 unit of a text begins.
fn byte(text: &str, unit: u32) -> Option<usize> {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units == unit {
            return Some(at);
        }
        units += u32::try_from(c.len_utf16()).ok()?;
    }
    (units == unit).then_some(text.len())
}

/// The new value of a field; `None` when it holds something else by now.
fn new_value(now: Option<&Value>, was: &str, with: &str) -> Option<Value> {
    let text = now.map_or(Some(""), Value::as_text)?;
    (text == was).then(|| Value::Text(with.to_owned()))
}

/// A list and the number of an item in it, by the path of the item or of something inside it.
fn item(path: &[Step]) -> Option<(&[Step], usize)> {
    let at = path
        .iter()
        .rposition(|step| matches!(step, Step::Index(_)))?;
    match path[at] {
        Step::Index(index) => Some((&path[..at], index as usize)),
        Step::Name(_) => None,
    }
}

/// The steps of a dotted path. In a file of records it begins with the record's id, which may hold dots.
fn steps(site: &Site, file: &str, field: &str) -> Vec<Step> {
    let records = site.records.values().find(|one| one.path == file);
    let id = records.and_then(|records| records.record_of(field));
    let rest = id.map_or(field, |id| field[id.len()..].trim_start_matches('.'));
    let inner = rest.split('.').filter(|step| !step.is_empty());
    let inner = inner.map(|step| {
        step.parse()
            .map_or_else(|_| Step::Name(step.to_owned()), Step::Index)
    });
    id.map(|id| Step::Name(id.to_owned()))
        .into_iter()
        .chain(inner)
        .collect()
}
