//! Edits of lists: inline arrays, and tables under `[[headers]]`. An item moves with the comments
//! directly above it and on its line; the white space between items stays where it is.

use std::ops::Range;

use toml_edit::{ArrayOfTables, Item, Table};

use crate::error::Error;
use crate::say;
use crate::value::{Fields, Value};

use super::Splice;
use super::fields::ListEdit;
use super::format;
use super::lines::line_end;

const GONE: Error = Error::Stale("list item");

/// One item of an inline array.
#[derive(Clone)]
struct Cell<'a> {
    /// White space and comments before it.
    lead: &'a str,
    value: &'a str,
    /// Comments after it: before its comma, and after that on its line.
    trail: String,
}

/// Edits an inline array.
pub(super) fn edit_array(
    toml: &str,
    array: &toml_edit::Value,
    edit: &ListEdit<'_>,
) -> Result<Vec<Splice>, Error> {
    let span = array.span().ok_or(GONE)?;
    let (cells, comma, tail) = cells(toml, array)?;
    let eol = line_end(toml, span.start);
    if let (ListEdit::Insert(_, value), true) = (edit, cells.is_empty()) {
        let list = Value::List(vec![(*value).clone()]);
        return Ok(vec![Splice {
            range: span,
            text: format::value(&list, None, eol),
        }]);
    }
    let mut next: Vec<(String, String, String)> = cells
        .iter()
        .map(|c| (c.lead.to_owned(), c.value.to_owned(), c.trail.clone()))
        .collect();
    match *edit {
        ListEdit::Insert(at, value) => {
            let at = at.min(next.len());
            let near = cells[at.min(cells.len() - 1)].lead;
            let space: String = near.rfind('\n').map_or_else(
                || {
                    if at == 0 {
                        near.to_owned()
                    } else {
                        " ".to_owned()
                    }
                },
                |i| {
                    format!(
                        "{eol}{}",
                        near[i + 1..]
                            .chars()
                            .take_while(|c| c.is_whitespace())
                            .collect::<String>()
                    )
                },
            );
            if at == 0 && !near.contains('\n') {
                next[0].0 = " ".into();
            }
            next.insert(at, (space, format::inline(value), String::new()));
        }
        ListEdit::Remove(at) => {
            if at >= next.len() {
                return Err(GONE);
            }
            let gone = next.remove(at);
            if at == 0
                && !gone.0.contains('\n')
                && let Some(first) = next.first_mut()
            {
                first.0 = gone.0;
            }
        }
        ListEdit::Move(from, to) => {
            if from >= next.len() || to >= next.len() {
                return Err(GONE);
            }
            let leads: Vec<String> = next.iter().map(|c| c.0.clone()).collect();
            let item = next.remove(from);
            next.insert(to, item);
            // On one line only the order matters: the blanks stay where they are.
            if leads
                .iter()
                .all(|lead| lead.trim().is_empty() && !lead.contains('\n'))
            {
                next.iter_mut()
                    .zip(leads)
                    .for_each(|(cell, lead)| cell.0 = lead);
            }
        }
    }
    let mut out = String::from("[");
    let last = next.len().saturating_sub(1);
    for (i, (lead, value, trail)) in next.iter().enumerate() {
        out.push_str(lead);
        out.push_str(value);
        if comma || i < last {
            out.push(',');
        }
        out.push_str(trail);
    }
    // A comment reaches to the end of its line: what follows must stand on the next.
    let open_comment = next.last().is_some_and(|c| !c.2.is_empty()) && !tail.contains('\n');
    out.push_str(if open_comment { eol } else { "" });
    out.push_str(if next.is_empty() { "" } else { tail });
    out.push(']');
    Ok(vec![Splice {
        range: span,
        text: out,
    }])
}

/// The items of an array, whether a comma follows the last, and what stands before the bracket.
fn cells<'a>(
    toml: &'a str,
    array: &toml_edit::Value,
) -> Result<(Vec<Cell<'a>>, bool, &'a str), Error> {
    let span = array.span().ok_or(GONE)?;
    let end = span.end - 1;
    let values: Option<Vec<Range<usize>>> = array
        .as_array()
        .ok_or(GONE)?
        .iter()
        .map(toml_edit::Value::span)
        .collect();
    let values = values.ok_or(GONE)?;
    let mut at = span.start + 1;
    let mut cells = Vec::new();
    let mut trailing = false;
    for (i, value) in values.iter().enumerate() {
        let limit = values.get(i + 1).map_or(end, |next| next.start);
        let comma = find_comma(&toml[value.end..limit]).map(|c| value.end + c);
        trailing = comma.is_some();
        let after = comma.map_or(value.end, |c| c + 1);
        let line = toml[after..limit]
            .find(['\n', '\r'])
            .map_or(limit, |n| after + n);
        let trail_end = if toml[after..line].trim_start().starts_with('#') {
            line
        } else {
            after
        };
        let before_comma = comma.map_or("", |c| &toml[value.end..c]);
        let before_comma = if before_comma.trim().is_empty() {
            ""
        } else {
            before_comma
        };
        let trail = format!("{before_comma}{}", &toml[after..trail_end]);
        cells.push(Cell {
            lead: &toml[at..value.start],
            value: &toml[value.clone()],
            trail,
        });
        at = trail_end;
    }
    Ok((cells, trailing, &toml[at..end]))
}

/// The first comma of `text` outside comments.
fn find_comma(text: &str) -> Option<usize> {
    let mut comment = false;
    text.char_indices().find_map(|(i, c)| {
        match c {
            '#' => comment = true,
            '\n' => comment = false,
            ',' if !comment => return Some(i),
            _ => {}
        }
        None
    })
}

/// Removes one item of an inline array.
pub(super) fn remove_from_array(
    toml: &str,
    array: &toml_edit::Value,
    at: usize,
) -> Result<Vec<Splice>, Error> {
    edit_array(toml, array, &ListEdit::Remove(at))
}

/// The lines of a table: from the comments directly above its header to what no longer belongs to it.
pub(super) fn section_of(
    toml: &str,
    header: Range<usize>,
    table: &Table,
) -> Result<Range<usize>, Error> {
    let document = super::fields::parsed(toml)?;
    let mut headers = Vec::new();
    collect(document.as_table(), &mut headers);
    let mut own = Vec::new();
    collect(table, &mut own);
    headers.sort_unstable();
    let next = headers
        .into_iter()
        .find(|start| *start > header.start && !own.contains(start));
    Ok(with_comments(toml, header.start)
        ..next.map_or(toml.len(), |start| with_comments(toml, start)))
}

fn collect(table: &Table, found: &mut Vec<usize>) {
    for (_, item) in table.iter() {
        match item {
            Item::Table(inner) => {
                if !inner.is_dotted() && !inner.is_implicit() {
                    found.extend(inner.span().map(|span| span.start));
                }
                collect(inner, found);
            }
            Item::ArrayOfTables(tables) => {
                for inner in tables.iter() {
                    found.extend(inner.span().map(|span| span.start));
                    collect(inner, found);
                }
            }
            _ => {}
        }
    }
}

/// The start of the comment lines directly above the line at `at`.
fn with_comments(toml: &str, at: usize) -> usize {
    let mut start = toml[..at].rfind('\n').map_or(0, |i| i + 1);
    while start > 0 {
        let above = toml[..start - 1].rfind('\n').map_or(0, |i| i + 1);
        if !toml[above..start].trim_start().starts_with('#') {
            break;
        }
        start = above;
    }
    start
}

/// The items of a list under `[[headers]]`.
pub(super) struct Tables<'a> {
    toml: &'a str,
    name: &'a str,
    ranges: Vec<Range<usize>>,
    headers: Vec<Range<usize>>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(toml: &'a str, tables: &ArrayOfTables) -> Result<Self, Error> {
        let (mut ranges, mut headers) = (Vec::new(), Vec::new());
        let mut name = "";
        for table in tables.iter() {
            let header = table.span().ok_or(GONE)?;
            name = toml[header.clone()]
                .trim_start_matches("[[")
                .trim_end_matches("]]")
                .trim();
            ranges.push(section_of(toml, header.clone(), table)?);
            headers.push(header);
        }
        Ok(Self {
            toml,
            name,
            ranges,
            headers,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.ranges.len()
    }

    pub(super) fn range(&self, at: usize) -> Option<Range<usize>> {
        self.ranges.get(at).cloned()
    }

    pub(super) fn remove(&self, at: usize) -> Result<Vec<Splice>, Error> {
        let mut range = self.range(at).ok_or(GONE)?;
        // With the last item goes the empty line before it.
        if at + 1 == self.len() && range.end == self.toml.len() {
            let before = self.toml[..range.start].trim_end_matches(['\n', '\r']);
            if let Some(i) = self.toml[before.len()..range.start].find('\n') {
                range.start = before.len() + i + 1;
            }
        }
        Ok(vec![Splice {
            range,
            text: String::new(),
        }])
    }

    /// Writes the fields of one item anew.
    pub(super) fn replace(&self, at: usize, fields: &Fields) -> Result<Vec<Splice>, Error> {
        let range = self.range(at).ok_or(GONE)?;
        let header = self.headers[at].end;
        let end = (range.start + self.toml[range.clone()].trim_end().len()).max(header);
        let eol = line_end(self.toml, header);
        let lines = format::table(fields, eol);
        let text = format!("{eol}{}", lines.strip_suffix(eol).unwrap_or(&lines));
        Ok(vec![Splice {
            range: header..end,
            text,
        }])
    }

    pub(super) fn edit(&self, edit: &ListEdit<'_>) -> Result<Vec<Splice>, Error> {
        match *edit {
            ListEdit::Remove(at) => self.remove(at),
            ListEdit::Insert(at, value) => {
                let Value::Group(fields) = value else {
                    return Err(Error::Refused(say!(
                        "Only items with fields can stand in this list."
                    )));
                };
                Ok(vec![self.insert(at, fields)])
            }
            ListEdit::Move(from, to) => self.reorder(from, to),
        }
    }

    fn insert(&self, at: usize, fields: &Fields) -> Splice {
        let eol = line_end(self.toml, self.ranges[0].start);
        let item = format!("[[{}]]{eol}{}", self.name, format::table(fields, eol));
        match self.ranges.get(at) {
            Some(range) => Splice {
                range: range.start..range.start,
                text: format!("{item}{eol}"),
            },
            None => {
                let end = self.ranges.last().map_or(self.toml.len(), |r| r.end);
                let gap = gap_before(&self.toml[..end], eol);
                let after = if end < self.toml.len() { eol } else { "" };
                Splice {
                    range: end..end,
                    text: format!("{gap}{item}{after}"),
                }
            }
        }
    }

    fn reorder(&self, from: usize, to: usize) -> Result<Vec<Splice>, Error> {
        if from >= self.len() || to >= self.len() {
            return Err(GONE);
        }
        let parts: Vec<(&str, &str)> = self
            .ranges
            .iter()
            .map(|range| {
                let text = &self.toml[range.clone()];
                text.split_at(text.trim_end_matches(['\n', '\r', ' ', '\t']).len())
            })
            .collect();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        let item = order.remove(from);
        order.insert(to, item);
        let splices = order
            .iter()
            .zip(&self.ranges)
            .enumerate()
            .filter(|(i, (source, _))| i != *source);
        Ok(splices
            .map(|(i, (source, range))| Splice {
                range: range.clone(),
                text: format!("{}{}", parts[*source].0, parts[i].1),
            })
            .collect())
    }
}

fn gap_before(text: &str, eol: &str) -> String {
    if text.is_empty() {
        String::new()
    } else if !text.ends_with('\n') {
        format!("{eol}{eol}")
    } else if text.trim_end_matches('\r').ends_with("\n\n") || text.ends_with("\n\r\n") {
        String::new()
    } else {
        eol.to_owned()
    }
}

/// A new list of tables at the end of the fields.
pub(super) fn new_tables(toml: &str, name: &str, items: &[Value]) -> Splice {
    let eol = line_end(toml, toml.len());
    let mut text = String::new();
    for fields in items.iter().filter_map(Value::as_group) {
        let gap = if text.is_empty() {
            gap_before(toml, eol)
        } else {
            eol.to_owned()
        };
        text += &format!(
            "{gap}[[{}]]{eol}{}",
            format::key(name),
            format::table(fields, eol)
        );
    }
    Splice {
        range: toml.len()..toml.len(),
        text,
    }
}
