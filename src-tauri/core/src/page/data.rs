//! Files of fields: settings, and collections with one table for each record. Edited by splices, like
//! the fields of a section.

use std::ops::Range;

use crate::error::Error;
use crate::say;
use crate::value::{Fields, Value};
use crate::view::Step;

use super::fields::{self, ListEdit, parsed};
use super::lines::line_end;
use super::list::section_of;
use super::{Splice, apply, format};

const GONE: Error = Error::Stale("record");

/// Gives a value to the field at `path`, or removes it; a new table at the top gets a header of its own.
///
/// # Errors
/// [`Error::Stale`] when the path leads nowhere, [`Error::Refused`] when the file cannot be read.
pub fn set(toml: &str, path: &[Step], value: Option<&Value>) -> Result<Vec<Splice>, Error> {
    if let ([Step::Name(name)], Some(Value::Group(fields))) = (path, value)
        && !parsed(toml)?.as_table().contains_key(name)
    {
        return insert_record(toml, name, fields, None);
    }
    fields::set(toml, path, value)
}

/// Puts an item into the list at `path`, at `index` or at its end.
///
/// # Errors
/// As [`set`].
pub fn insert_item(
    toml: &str,
    path: &[Step],
    index: usize,
    value: &Value,
) -> Result<Vec<Splice>, Error> {
    fields::edit_list(toml, path, &ListEdit::Insert(index, value))
}

/// Takes the item at `index` out of the list at `path`.
///
/// # Errors
/// As [`set`].
pub fn remove_item(toml: &str, path: &[Step], index: usize) -> Result<Vec<Splice>, Error> {
    fields::edit_list(toml, path, &ListEdit::Remove(index))
}

/// Moves the item at `from` of the list at `path` so that it stands at `to`.
///
/// # Errors
/// As [`set`].
pub fn move_item(toml: &str, path: &[Step], from: usize, to: usize) -> Result<Vec<Splice>, Error> {
    if from == to {
        return Ok(Vec::new());
    }
    fields::edit_list(toml, path, &ListEdit::Move(from, to))
}

/// Adds a record after the record `after`, or at the end.
///
/// # Errors
/// [`Error::Refused`] when the id is taken or the file cannot be read.
pub fn insert_record(
    toml: &str,
    id: &str,
    fields: &Fields,
    after: Option<&str>,
) -> Result<Vec<Splice>, Error> {
    if parsed(toml)?.as_table().contains_key(id) {
        return Err(Error::Refused(say!(
            "There is already an entry called “{id}”. Nothing was changed.",
            id
        )));
    }
    let eol = line_end(toml, toml.len());
    let text = format!("[{}]{eol}{}", format::key(id), format::table(fields, eol));
    let next = after.and_then(|after| {
        let ranges = records(toml).ok()?;
        let at = ranges.iter().position(|(id, _)| id == after)?;
        ranges.get(at + 1).map(|(_, range)| range.start)
    });
    if let Some(at) = next {
        return Ok(vec![Splice {
            range: at..at,
            text: text + eol,
        }]);
    }
    let end = toml.trim_end_matches(['\n', '\r', ' ', '\t']).len();
    let text = if end == 0 {
        text
    } else {
        format!("{eol}{eol}{text}")
    };
    Ok(vec![Splice {
        range: end..toml.len(),
        text,
    }])
}

/// Adds several records at the end, in one go.
///
/// # Errors
/// As [`insert_record`].
pub fn append_records(toml: &str, new: &[(String, Fields)]) -> Result<String, Error> {
    let Some(((id, fields), rest)) = new.split_first() else {
        return Ok(toml.to_owned());
    };
    let mut text = apply(toml, &insert_record(toml, id, fields, None)?);
    let eol = line_end(toml, toml.len());
    for (id, fields) in rest {
        let header = format!("{eol}[{}]{eol}", format::key(id));
        text.push_str(&header);
        text.push_str(&format::table(fields, eol));
    }
    Ok(text)
}

/// Takes several records out, in one go.
///
/// # Errors
/// As [`remove_record`].
pub fn remove_records(toml: &str, ids: &[String]) -> Result<String, Error> {
    let ranges = records(toml)?;
    let gone = |id: &String| ids.contains(id);
    if !ids
        .iter()
        .all(|id| ranges.iter().any(|(known, _)| known == id))
    {
        return Err(GONE);
    }
    let kept = ranges.iter().rposition(|(id, _)| !gone(id));
    // With the last records goes the empty line before them.
    let last = ranges
        .get(kept.map_or(0, |at| at + 1))
        .map(|(_, range)| range.start);
    let splices: Vec<Splice> = ranges
        .iter()
        .filter(|(id, _)| gone(id))
        .map(|(_, range)| {
            let before = toml[..range.start].trim_end_matches(['\n', '\r']).len();
            let start = match toml[before..range.start].find('\n') {
                Some(i) if last == Some(range.start) => before + i + 1,
                _ => range.start,
            };
            Splice {
                range: start..range.end,
                text: String::new(),
            }
        })
        .collect();
    Ok(apply(toml, &splices))
}

/// Takes a record out, with the comments directly above it.
///
/// # Errors
/// [`Error::Stale`] when there is no such record.
pub fn remove_record(toml: &str, id: &str) -> Result<Vec<Splice>, Error> {
    let ranges = records(toml)?;
    let at = ranges
        .iter()
        .position(|(known, _)| known == id)
        .ok_or(GONE)?;
    let mut range = ranges[at].1.clone();
    if at + 1 == ranges.len() && range.end == toml.len() {
        // With the last record goes the empty line before it.
        let before = toml[..range.start].trim_end_matches(['\n', '\r']).len();
        if let Some(i) = toml[before..range.start].find('\n') {
            range.start = before + i + 1;
        }
    }
    Ok(vec![Splice {
        range,
        text: String::new(),
    }])
}

/// Moves a record so that it stands at `to` among the records.
///
/// # Errors
/// [`Error::Stale`] when there is no such record or place.
pub fn move_record(toml: &str, id: &str, to: usize) -> Result<Vec<Splice>, Error> {
    let ranges = records(toml)?;
    let from = ranges
        .iter()
        .position(|(known, _)| known == id)
        .ok_or(GONE)?;
    if to >= ranges.len() {
        return Err(GONE);
    }
    let eol = line_end(toml, toml.len());
    let mut order: Vec<usize> = (0..ranges.len()).collect();
    let moved = order.remove(from);
    order.insert(to, moved);
    let (low, high) = (from.min(to), from.max(to));
    let whole = ranges[low].1.start..ranges[high].1.end;
    // The white space after a record stays where it is.
    let parts: Vec<(&str, &str)> = ranges
        .iter()
        .map(|(_, range)| {
            let text = &toml[range.clone()];
            text.split_at(text.trim_end().len())
        })
        .collect();
    let mut text = String::new();
    for (place, source) in order.iter().enumerate().take(high + 1).skip(low) {
        text.push_str(parts[*source].0);
        let gap = parts[place].1;
        text.push_str(if gap.is_empty() && place < high {
            eol
        } else {
            gap
        });
    }
    Ok(vec![Splice { range: whole, text }])
}

/// A copy of a record under another id, directly after it.
///
/// # Errors
/// [`Error::Stale`] when there is no such record, [`Error::Refused`] when the id is taken.
pub fn duplicate_record(toml: &str, id: &str, copy: &str) -> Result<Vec<Splice>, Error> {
    let all = super::read_fields(toml).map_err(|fault| Error::Refused(fault.message))?;
    let fields = all.get(id).and_then(Value::as_group).ok_or(GONE)?;
    insert_record(toml, copy, fields, Some(id))
}

/// Applies one edit after another, each to the text that the one before it left.
///
/// # Errors
/// That of the first edit that fails.
pub fn each<T>(
    toml: &str,
    edits: impl IntoIterator<Item = T>,
    edit: impl Fn(&str, T) -> Result<Vec<Splice>, Error>,
) -> Result<String, Error> {
    edits.into_iter().try_fold(toml.to_owned(), |text, one| {
        Ok(apply(&text, &edit(&text, one)?))
    })
}

/// Ids of the records in the order of the file, with all their lines.
fn records(toml: &str) -> Result<Vec<(String, Range<usize>)>, Error> {
    let document = parsed(toml)?;
    let mut found = Vec::new();
    for (id, item) in document.as_table().iter() {
        let Some(table) = item.as_table().filter(|table| !table.is_dotted()) else {
            continue;
        };
        // A record that has only tables of its own has no header line.
        let Some(header) = table.span().filter(|_| !table.is_implicit()) else {
            continue;
        };
        found.push((id.to_owned(), section_of(toml, header, table)?));
    }
    found.sort_by_key(|(_, range)| range.start);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Ours.\n\n# The first.\n[one]\ntitle = \"One\" # kept\n\n[two]\ntitle = { en = \"Two\", zh-Hans = \"二\" }\n[[two.items]]\nx = 1\n\n[three]\ntitle = \"Three\"\n";

    fn done(edit: Result<Vec<Splice>, Error>) -> String {
        apply(FILE, &edit.unwrap())
    }

    #[test]
    fn records_are_added_at_the_end_or_after_another() {
        let fields = Fields::from([("title".to_owned(), Value::Text("New".into()))]);
        assert_eq!(
            done(insert_record(FILE, "new", &fields, None)),
            format!("{FILE}\n[new]\ntitle = \"New\"\n")
        );
        let after = done(insert_record(FILE, "new", &fields, Some("one")));
        assert_eq!(
            after,
            FILE.replace("[two]\n", "[new]\ntitle = \"New\"\n\n[two]\n")
        );
        assert!(insert_record(FILE, "two", &fields, None).is_err());
        assert_eq!(
            apply("", &insert_record("", "new", &fields, None).unwrap()),
            "[new]\ntitle = \"New\"\n"
        );
    }

    #[test]
    fn records_are_removed_with_what_is_theirs() {
        assert_eq!(
            done(remove_record(FILE, "one")),
            FILE.replace("# The first.\n[one]\ntitle = \"One\" # kept\n\n", "")
        );
        assert_eq!(
            done(remove_record(FILE, "two")),
            FILE.replace(
                "[two]\ntitle = { en = \"Two\", zh-Hans = \"二\" }\n[[two.items]]\nx = 1\n\n",
                ""
            )
        );
        assert_eq!(
            done(remove_record(FILE, "three")),
            FILE.replace("\n[three]\ntitle = \"Three\"\n", "")
        );
        assert!(remove_record(FILE, "none").is_err());
    }

    #[test]
    fn several_records_come_and_go_as_one_after_the_other() {
        for ids in [
            &["one", "three"][..],
            &["two", "three"],
            &["two"],
            &["one", "two", "three"],
        ] {
            let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
            let singly = each(FILE, &ids, |text, id| remove_record(text, id)).unwrap();
            assert_eq!(remove_records(FILE, &ids).unwrap(), singly, "{ids:?}");
        }
        assert!(remove_records(FILE, &["none".to_owned()]).is_err());
        let fields = Fields::from([("title".to_owned(), Value::Text("New".into()))]);
        let new = ["four", "五"].map(|id| (id.to_owned(), fields.clone()));
        let singly = each(FILE, &new, |text, (id, fields)| {
            insert_record(text, id, fields, None)
        });
        assert_eq!(append_records(FILE, &new).unwrap(), singly.unwrap());
    }

    #[test]
    fn records_move_with_their_comments() {
        let moved = done(move_record(FILE, "one", 1));
        let order: Vec<String> = records(&moved)
            .unwrap()
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        assert_eq!(order, ["two", "one", "three"]);
        assert!(moved.contains("# The first.\n[one]\ntitle = \"One\" # kept\n\n[three]"));
        let back = apply(&moved, &move_record(&moved, "one", 0).unwrap());
        assert_eq!(back, FILE);
    }

    #[test]
    fn a_value_of_a_record_is_set_alone() {
        let path = [
            Step::Name("two".into()),
            Step::Name("title".into()),
            Step::Name("en".into()),
        ];
        assert_eq!(
            done(set(FILE, &path, Some(&Value::Text("Deux".into())))),
            FILE.replace("\"Two\"", "\"Deux\"")
        );
        let copy = done(duplicate_record(FILE, "one", "one-2"));
        assert!(copy.contains("[one-2]\ntitle = \"One\"\n\n[two]"), "{copy}");
    }
}
