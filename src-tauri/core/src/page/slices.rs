//! A file of records cut at its header lines, so that one record is read and edited without the rest.

use std::collections::HashMap;
use std::ops::Range;

use indexmap::IndexMap;

use crate::error::Error;
use crate::value::{Fields, Value};

use super::{Splice, apply, format, read_fields};

/// An edit of a file that holds at least the record: its text, the record's id, and the text after.
pub type EditOne<'a> = &'a dyn Fn(&str, &str) -> Result<String, Error>;

/// Where one record is written, from its header to the next record; `None` unless that is certain.
///
/// Only lines are looked at, so this costs little in a long file. What is found is compared with
/// what the whole file says (`known`): a line inside a text that looks like a header deceives nobody.
pub fn slice_of(toml: &str, id: &str, known: &Fields) -> Option<Range<usize>> {
    let key = format::key(id);
    let mut found = None;
    for (start, header) in headers(toml) {
        if header == key {
            if found.is_some() {
                return None;
            }
            found = Some(start);
        }
    }
    let start = found?;
    let end = headers(&toml[start..])
        .skip(1)
        .find(|(_, header)| !is_below(header, &key))
        .map_or(toml.len(), |(at, _)| start + at);
    certain(toml, start..end, id, known)
}

/// Edits several records, each by itself where that is possible, and writes the file once.
///
/// # Errors
/// That of the first edit that fails.
pub fn edit_each(
    toml: &str,
    known: &IndexMap<String, Fields>,
    ids: &[String],
    edit: EditOne<'_>,
) -> Result<String, Error> {
    let slices = all(toml);
    let mut splices = Vec::new();
    let mut rest = Vec::new();
    for id in ids {
        let range = slices.get(&format::key(id)).cloned().flatten();
        let range = range
            .zip(known.get(id))
            .and_then(|(range, fields)| certain(toml, range, id, fields));
        match range {
            Some(range) => splices.push(Splice {
                text: edit(&toml[range.clone()], id)?,
                range,
            }),
            None => rest.push(id),
        }
    }
    splices.sort_by_key(|splice| splice.range.start);
    splices.dedup_by_key(|splice| splice.range.start);
    rest.into_iter()
        .try_fold(apply(toml, &splices), |text, id| edit(&text, id))
}

/// Every record's place by its key as it is written; `None` for a key that stands there twice.
fn all(toml: &str) -> HashMap<String, Option<Range<usize>>> {
    let mut found: HashMap<String, Option<Range<usize>>> = HashMap::new();
    let mut open: Option<(String, usize)> = None;
    let mut close = |open: &mut Option<(String, usize)>, end: usize| {
        if let Some((key, start)) = open.take() {
            found
                .entry(key)
                .and_modify(|range| *range = None)
                .or_insert(Some(start..end));
        }
    };
    for (start, header) in headers(toml) {
        if open.as_ref().is_some_and(|(key, _)| is_below(header, key)) {
            continue;
        }
        close(&mut open, start);
        open = Some((header.to_owned(), start));
    }
    close(&mut open, toml.len());
    found
}

/// Lines that look like a table's header, with what stands between their brackets.
fn headers(toml: &str) -> impl Iterator<Item = (usize, &str)> {
    let first = toml.starts_with('[').then_some(0);
    let others = toml.match_indices("\n[").map(|(at, _)| at + 1);
    first.into_iter().chain(others).map(|start| {
        let line = toml[start..].lines().next().unwrap_or_default();
        let inside = line.trim_start_matches('[');
        (start, inside.split(']').next().unwrap_or_default().trim())
    })
}

fn is_below(header: &str, key: &str) -> bool {
    header
        .strip_prefix(key)
        .is_some_and(|rest| rest.trim_start().starts_with('.'))
}

/// The range, if it alone says of the record what the whole file says.
fn certain(toml: &str, range: Range<usize>, id: &str, known: &Fields) -> Option<Range<usize>> {
    let read = read_fields(&toml[range.clone()]).ok()?;
    let same = read.len() == 1 && read.get(id).and_then(Value::as_group) == Some(known);
    same.then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Ours.\n[a]\ntitle = \"A\" # [b]\n\n# About b.\n[b]\ntext = \"\"\"\n[c]\n\"\"\"\n[b.title]\nen = \"B\"\n\n[ c ]\ntitle = \"C\"\n";

    fn known(id: &str) -> Fields {
        let all = read_fields(FILE).unwrap();
        all[id].as_group().unwrap().clone()
    }

    #[test]
    fn a_record_is_found_only_where_it_is_certain() {
        let of = |id: &str| slice_of(FILE, id, &known(id)).map(|range| &FILE[range]);
        assert_eq!(of("a"), Some("[a]\ntitle = \"A\" # [b]\n\n# About b.\n"));
        // A text that looks like a header stands in b, and c has two headers by their look.
        assert_eq!(of("b"), None);
        assert_eq!(of("c"), None);
        assert_eq!(slice_of(FILE, "a", &known("b")), None);
    }

    #[test]
    fn records_are_edited_each_by_itself_or_in_the_whole() {
        let known: IndexMap<String, Fields> =
            ["a", "b", "c"].map(|id| (id.to_owned(), known(id))).into();
        let ids = ["c", "a"].map(str::to_owned);
        let whole = std::cell::Cell::new(0);
        let edited = edit_each(FILE, &known, &ids, &|text, id| {
            whole.set(whole.get() + usize::from(text.contains("# Ours.")));
            let title = format!("title = \"{}\"", id.to_uppercase());
            Ok(text.replace(&title, "title = \"New\""))
        });
        let expected = FILE.replace("\"A\"", "\"New\"").replace("\"C\"", "\"New\"");
        assert_eq!(edited.unwrap(), expected);
        assert_eq!(whole.get(), 1);
    }
}
