//! Edits of TOML fields, as splices by span: everything that is not the edited value keeps its bytes.

use std::ops::Range;

use toml_edit::{ArrayOfTables, Document, InlineTable, Item, Table};

use crate::error::Error;
use crate::say;
use crate::value::{Fields, Value};
use crate::view::Step;

use super::Splice;
use super::format;
use super::lines::line_end;
use super::list::{self, Tables};

/// A container on the way to a field.
#[derive(Clone, Copy)]
enum Node<'a> {
    Table(&'a Table),
    Inline(&'a InlineTable),
    Value(&'a toml_edit::Value),
    Tables(&'a ArrayOfTables),
}

fn node(item: &Item) -> Option<Node<'_>> {
    Some(match item {
        Item::Table(table) => Node::Table(table),
        Item::ArrayOfTables(tables) => Node::Tables(tables),
        Item::Value(toml_edit::Value::InlineTable(table)) => Node::Inline(table),
        Item::Value(value) => Node::Value(value),
        Item::None => return None,
    })
}

impl<'a> Node<'a> {
    fn child(self, step: &Step) -> Option<Node<'a>> {
        match (self, step) {
            (Node::Table(table), Step::Name(name)) => node(table.get(name)?),
            (Node::Inline(table), Step::Name(name)) => Some(of_value(table.get(name)?)),
            (Node::Value(value), Step::Index(i)) => {
                Some(of_value(value.as_array()?.get(*i as usize)?))
            }
            (Node::Tables(tables), Step::Index(i)) => Some(Node::Table(tables.get(*i as usize)?)),
            _ => None,
        }
    }

    /// Where its bytes are, for values; tables with headers have none.
    fn span(self) -> Option<Range<usize>> {
        match self {
            Node::Inline(table) => table.span(),
            Node::Value(value) => value.span(),
            Node::Table(_) | Node::Tables(_) => None,
        }
    }
}

fn of_value(value: &toml_edit::Value) -> Node<'_> {
    match value {
        toml_edit::Value::InlineTable(table) => Node::Inline(table),
        value => Node::Value(value),
    }
}

pub(super) fn parsed(toml: &str) -> Result<Document<&str>, Error> {
    Document::parse(toml)
        .map_err(|_| Error::Refused(say!("The fields of this section cannot be read, so none of them can be changed. Repair the section as text first.")))
}

const GONE: Error = Error::Stale("field");

/// Where the value at `path` is written, when it has a place of its own.
pub(super) fn span_of(toml: &str, path: &[Step]) -> Result<Option<Range<usize>>, Error> {
    let document = parsed(toml)?;
    let found = path
        .iter()
        .try_fold(Node::Table(document.as_table()), |node, step| {
            node.child(step)
        });
    Ok(found.and_then(Node::span))
}

/// Splices that give the field at `path` a value, or remove it.
pub(super) fn set(toml: &str, path: &[Step], value: Option<&Value>) -> Result<Vec<Splice>, Error> {
    let document = parsed(toml)?;
    let root = Node::Table(document.as_table());
    let (last, way) = path.split_last().ok_or(GONE)?;
    let mut parent = root;
    for (depth, step) in way.iter().enumerate() {
        match parent.child(step) {
            Some(child) => parent = child,
            // The groups on the way are made; an item of a list that is not there is not.
            None => {
                let Step::Name(name) = step else {
                    return Err(GONE);
                };
                let Some(value) = value else {
                    return Ok(Vec::new());
                };
                let nested = nested(&path[depth + 1..], value.clone()).ok_or(GONE)?;
                return insert(toml, parent, name, &nested);
            }
        }
    }
    match (last, parent.child(last)) {
        (Step::Name(name), None) => {
            value.map_or(Ok(Vec::new()), |value| insert(toml, parent, name, value))
        }
        (Step::Index(_), None) => Err(GONE),
        (step, Some(child)) => match value {
            Some(value) => replace(toml, parent, step, child, value),
            None => remove(toml, parent, step, child),
        },
    }
}

fn nested(path: &[Step], value: Value) -> Option<Value> {
    path.iter().rev().try_fold(value, |inner, step| match step {
        Step::Name(name) => Some(Value::Group(Fields::from([(name.clone(), inner)]))),
        Step::Index(_) => None,
    })
}

fn replace(
    toml: &str,
    parent: Node<'_>,
    step: &Step,
    child: Node<'_>,
    value: &Value,
) -> Result<Vec<Splice>, Error> {
    if let Some(span) = child.span() {
        let eol = line_end(toml, span.start);
        let inside_line = matches!(parent, Node::Inline(_) | Node::Value(_));
        let text = if inside_line {
            format::inline(value)
        } else {
            format::value(value, Some(&toml[span.clone()]), eol)
        };
        return Ok(vec![Splice { range: span, text }]);
    }
    if let (Node::Tables(tables), Step::Index(i), Value::Group(fields)) = (parent, step, value) {
        return Tables::new(toml, tables)?.replace(*i as usize, fields);
    }
    // A list or group under headers of its own: taken out and written anew.
    let Step::Name(name) = step else {
        return Err(GONE);
    };
    let mut splices = remove(toml, parent, step, child)?;
    splices.extend(insert(toml, parent, name, value)?);
    splices.sort_by_key(|s| (s.range.start, s.range.end));
    Ok(splices)
}

fn remove(
    toml: &str,
    parent: Node<'_>,
    step: &Step,
    child: Node<'_>,
) -> Result<Vec<Splice>, Error> {
    let gone = |range| {
        vec![Splice {
            range,
            text: String::new(),
        }]
    };
    match (parent, step, child) {
        (Node::Value(value), Step::Index(i), _) => {
            list::remove_from_array(toml, value, *i as usize)
        }
        (Node::Tables(tables), Step::Index(i), _) => Tables::new(toml, tables)?.remove(*i as usize),
        (_, Step::Name(_), Node::Tables(tables)) => {
            let tables = Tables::new(toml, tables)?;
            Ok((0..tables.len())
                .filter_map(|i| tables.range(i))
                .map(|range| Splice {
                    range,
                    text: String::new(),
                })
                .collect())
        }
        (Node::Table(_), Step::Name(_), Node::Table(table)) if !table.is_dotted() => {
            let header = table.span().ok_or(GONE)?;
            Ok(gone(list::section_of(toml, header, table)?))
        }
        (Node::Table(table), Step::Name(name), _) => {
            let (key, item) = table.get_key_value(name).ok_or(GONE)?;
            let start = key.span().ok_or(GONE)?.start;
            let end = item.span().ok_or(GONE)?.end.max(start);
            let end = toml[end..].find('\n').map_or(toml.len(), |i| end + i + 1);
            Ok(gone(toml[..start].rfind('\n').map_or(0, |i| i + 1)..end))
        }
        (Node::Inline(table), Step::Name(name), _) => {
            remove_inline(toml, table, name).map(gone).ok_or(GONE)
        }
        _ => Err(GONE),
    }
}

fn remove_inline(toml: &str, table: &InlineTable, name: &str) -> Option<Range<usize>> {
    let mut pairs = Vec::new();
    for (key, value) in table.iter() {
        let (key_span, _) = table
            .get_key_value(key)
            .and_then(|(k, _)| Some((k.span()?, ())))?;
        pairs.push((key, key_span.start, value.span()?.end));
    }
    pairs.sort_by_key(|p| p.1);
    let at = pairs.iter().position(|p| p.0 == name)?;
    let span = table.span()?;
    Some(match (at, pairs.get(at + 1)) {
        (_, Some(next)) => pairs[at].1..next.1,
        (0, None) => span.start + 1..span.end - 1,
        (_, None) => pairs[at - 1].2..pairs[at].2,
    })
    .filter(|range| range.end <= toml.len())
}

fn insert(toml: &str, parent: Node<'_>, name: &str, value: &Value) -> Result<Vec<Splice>, Error> {
    match parent {
        Node::Inline(table) => {
            let span = table.span().ok_or(GONE)?;
            let pair = format!("{} = {}", format::key(name), format::inline(value));
            let last = table.iter().filter_map(|(_, v)| Some(v.span()?.end)).max();
            Ok(vec![match last {
                Some(at) => Splice {
                    range: at..at,
                    text: format!(", {pair}"),
                },
                None => Splice {
                    range: span,
                    text: format!("{{ {pair} }}"),
                },
            }])
        }
        Node::Table(table) if table.is_dotted() => Err(Error::Refused(say!(
            "This field is written in a short form that cannot be added to. Change it in the file."
        ))),
        Node::Table(table) => Ok(vec![insert_into_table(toml, table, name, value)?]),
        _ => Err(GONE),
    }
}

fn insert_into_table(
    toml: &str,
    table: &Table,
    name: &str,
    value: &Value,
) -> Result<Splice, Error> {
    let root = table.span().is_none_or(|span| !toml[span].starts_with('['));
    if let Value::List(items) = value
        && root
        && items.iter().any(format::is_long)
        && items.iter().all(|item| matches!(item, Value::Group(_)))
    {
        return Ok(list::new_tables(toml, name, items));
    }
    let after = table.iter().filter_map(|(_, item)| own_end(item)).max();
    let after = after.or_else(|| {
        if root {
            None
        } else {
            table.span().map(|span| span.end)
        }
    });
    let at = after.map_or(0, |end| {
        toml[end..].find('\n').map_or(toml.len(), |i| end + i + 1)
    });
    let eol = line_end(toml, at);
    let open = if at > 0 && !toml[..at].ends_with('\n') {
        eol
    } else {
        ""
    };
    let text = format!(
        "{open}{} = {}{eol}",
        format::key(name),
        format::value(value, None, eol)
    );
    Ok(Splice {
        range: at..at,
        text,
    })
}

/// Where a key of a table ends, when it stands in the table itself and not under a header of its own.
fn own_end(item: &Item) -> Option<usize> {
    match item {
        Item::Value(value) => Some(value.span()?.end),
        Item::Table(table) if table.is_dotted() => {
            table.iter().filter_map(|(_, inner)| own_end(inner)).max()
        }
        _ => None,
    }
}

/// What an edit of a list does.
pub(super) enum ListEdit<'a> {
    Insert(usize, &'a Value),
    Remove(usize),
    Move(usize, usize),
}

/// Splices that edit the list at `path`.
pub(super) fn edit_list(
    toml: &str,
    path: &[Step],
    edit: &ListEdit<'_>,
) -> Result<Vec<Splice>, Error> {
    let document = parsed(toml)?;
    let mut found = Some(Node::Table(document.as_table()));
    for step in path {
        found = found.and_then(|node| node.child(step));
    }
    match (found, edit) {
        (None, ListEdit::Insert(_, value)) => {
            set(toml, path, Some(&Value::List(vec![(*value).clone()])))
        }
        (Some(Node::Value(value)), _) if value.is_array() => list::edit_array(toml, value, edit),
        (Some(Node::Tables(tables)), _) => Tables::new(toml, tables)?.edit(edit),
        (Some(_), _) => Err(Error::Refused(say!(
            "This field is not a list, so nothing can be added to it or moved in it."
        ))),
        (None, _) => Err(GONE),
    }
}
