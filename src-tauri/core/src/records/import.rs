//! Records from a table: which row is which record, what would change, and what is wrong with it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::check;
use crate::error::Error;
use crate::kinds::{Collection, Field, FieldKind};
use crate::message::Message;
use crate::model::Date;
use crate::problem::{Problem, Severity};
use crate::render::{Engine, SiteIndex};
use crate::rule;
use crate::say;
use crate::site::{Site, record_path};
use crate::value::{Fields, Value};
use crate::view::Step;

use super::heading;
use super::table::{self, Column, Grid, ID};

/// A table to be taken in.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ImportRequest {
    /// The collection.
    pub collection: String,
    /// The table's text.
    pub text: String,
    /// What each column is: `id`, `issued`, `title.en`, or empty to leave it out. None: by the headers.
    pub mapping: Option<Vec<String>>,
    /// Lines that are left out.
    pub leave: Vec<u32>,
}

/// What taking in a table would do.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct ImportView {
    /// The table's columns.
    pub columns: Vec<ImportColumn>,
    /// What a column can be.
    pub targets: Vec<String>,
    /// Its rows.
    pub rows: Vec<ImportRow>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ImportColumn {
    /// What stands above it.
    pub header: String,
    /// The first cell that is not empty.
    pub example: String,
    /// What it is taken for; empty when it is left out.
    pub target: String,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct ImportRow {
    /// Its line in the file.
    pub line: u32,
    /// What becomes of it.
    pub action: ImportAction,
    /// The title of the record.
    pub title: String,
    /// Names of the fields that change.
    pub changes: Vec<String>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum ImportAction {
    /// A new record.
    Add,
    /// A record that is there gets other values.
    Change,
    /// The record is there and says the same.
    Same,
    /// Left out.
    Skip,
}

/// A record and its values that change.
pub type Change = (String, Vec<(Vec<Step>, Value)>);

/// What taking in a table does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Changes of records that are there.
    pub changes: Vec<Change>,
    /// New records: the id that the table asks for, if any, and the values.
    pub new: Vec<(Option<String>, Fields)>,
}

/// What a table would do, and the plan to do it.
///
/// # Errors
/// [`Error::Refused`] when there is no such collection or the text is no table.
pub fn plan(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    request: &ImportRequest,
) -> Result<(ImportView, Plan), Error> {
    let collection = engine
        .kinds
        .collection(&request.collection)
        .ok_or_else(|| Error::Refused(say!("There is no such list. Nothing was changed.")))?;
    let grid = table::read(&request.text)?;
    let columns = table::columns(collection, &site.settings.locales);
    let chosen = chosen(&columns, &grid, request.mapping.as_deref());
    let none = IndexMap::new();
    let known = site.records.get(&collection.name);
    let mut reading = Reading {
        engine,
        index,
        site,
        collection,
        known: known.map_or(&none, |file| &file.records),
        seen: BTreeMap::new(),
        plan: Plan::default(),
    };
    let rows = grid
        .rows
        .iter()
        .map(|(line, cells)| reading.row(*line, cells, &chosen, request.leave.contains(line)))
        .collect();
    let example = |at: usize| {
        let mut cells = grid.rows.iter().filter_map(|(_, cells)| cells.get(at));
        let found = cells.find(|cell| !cell.trim().is_empty());
        found.map_or_else(String::new, |cell| cell.chars().take(60).collect())
    };
    let view = ImportView {
        columns: grid
            .header
            .iter()
            .enumerate()
            .map(|(at, header)| ImportColumn {
                header: header.clone(),
                example: example(at),
                target: chosen
                    .get(at)
                    .copied()
                    .flatten()
                    .map_or_else(String::new, |c| c.key.clone()),
            })
            .collect(),
        targets: columns.iter().map(|column| column.key.clone()).collect(),
        rows,
    };
    Ok((view, reading.plan))
}

/// What each column of the table is; each column of the collection is taken once.
fn chosen<'a, 'c>(
    columns: &'c [Column<'a>],
    grid: &Grid,
    mapping: Option<&[String]>,
) -> Vec<Option<&'c Column<'a>>> {
    let mut taken = Vec::new();
    let mut each = Vec::new();
    for (at, header) in grid.header.iter().enumerate() {
        let wanted = mapping.map(|mapping| mapping.get(at).map_or("", String::as_str));
        let found = columns.iter().find(|column| {
            let meant = match wanted {
                Some(key) => column.key == key,
                None => column.is_meant_by(header),
            };
            meant && !taken.contains(&column.key)
        });
        taken.extend(found.map(|column| column.key.clone()));
        each.push(found);
    }
    each
}

struct Reading<'a> {
    engine: &'a Engine,
    index: &'a SiteIndex,
    site: &'a Site,
    collection: &'a Collection,
    known: &'a IndexMap<String, Fields>,
    /// Records that a row is for, with its line.
    seen: BTreeMap<String, u32>,
    plan: Plan,
}

impl Reading<'_> {
    fn row(
        &mut self,
        line: u32,
        cells: &[String],
        columns: &[Option<&Column<'_>>],
        leave: bool,
    ) -> ImportRow {
        let filled: Vec<(&Column<'_>, &str)> = columns
            .iter()
            .zip(cells)
            .filter_map(|(column, cell)| Some(((*column)?, cell.as_str())))
            .filter(|(_, cell)| !cell.trim().is_empty())
            .collect();
        let wanted = filled.iter().find(|(column, _)| column.key == ID);
        let wanted = wanted.map(|(_, id)| id.trim().to_owned());
        let id = wanted
            .clone()
            .filter(|id| self.known.contains_key(id))
            .or_else(|| self.by_title(wanted.as_deref(), &filled));
        let before = id.as_ref().and_then(|id| self.known.get(id));
        let after = self.values(before, &filled);
        let mut row = ImportRow {
            line,
            action: ImportAction::Skip,
            title: heading(&after, Some(&self.collection.title)),
            changes: Vec::new(),
            problems: self.problems(&after, line),
        };
        if leave {
            return row;
        }
        if let Some(first) = id.as_ref().and_then(|id| self.seen.get(id)) {
            let message = say!(
                "This is the same entry as in line {first}, so it is left out",
                first
            );
            row.problems = vec![self.problem(line, message)];
            return row;
        }
        if row.title.is_empty() {
            let message = say!("This row has no title, so it is left out");
            row.problems = vec![self.problem(line, message)];
            return row;
        }
        match (id, before) {
            (Some(id), Some(before)) => {
                self.seen.insert(id.clone(), line);
                let sets = differing(self.collection, before, &after, &id);
                row.changes = names(&sets);
                row.action = if sets.is_empty() {
                    ImportAction::Same
                } else {
                    ImportAction::Change
                };
                if !sets.is_empty() {
                    self.plan.changes.push((id, sets));
                }
            }
            _ => {
                row.action = ImportAction::Add;
                row.changes = after.keys().cloned().collect();
                self.plan.new.push((wanted, after));
            }
        }
        row
    }

    fn problem(&self, line: u32, message: Message) -> Problem {
        let file = record_path(&self.collection.name);
        Problem::new(&rule::LEFT_OUT, &file, message, Message::default()).at(line, 1)
    }

    /// What is wrong with the values; what is merely worth knowing is left to the table of records.
    fn problems(&self, values: &Fields, line: u32) -> Vec<Problem> {
        let file = record_path(&self.collection.name);
        let found = check::values(
            self.engine,
            self.index,
            self.site,
            self.collection,
            &file,
            "",
            values,
        );
        found
            .into_iter()
            .filter(|problem| problem.severity != Severity::Tip)
            .map(|problem| problem.at(line, 1))
            .collect()
    }

    /// The record with one of the row's titles, unless the row asks for another.
    fn by_title(&self, wanted: Option<&str>, filled: &[(&Column<'_>, &str)]) -> Option<String> {
        if wanted.is_some() {
            return None;
        }
        let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
        let mut found = self.known.iter().filter(|(id, fields)| {
            let has = |(column, cell): &(&Column<'_>, &str)| {
                column
                    .field
                    .is_some_and(|field| field.name == self.collection.title)
                    && same(&column.text(id, fields, "en"), cell)
            };
            filled.iter().any(has)
        });
        found.next().map(|(id, _)| id.clone())
    }

    /// The values of a record after the cells of its row; empty cells leave what is there.
    fn values(&self, before: Option<&Fields>, filled: &[(&Column<'_>, &str)]) -> Fields {
        let mut after = before.cloned().unwrap_or_default();
        let mut each: IndexMap<&str, Fields> = IndexMap::new();
        for (column, cell) in filled {
            let Some(field) = column.field else { continue };
            let value = self.value(field, cell);
            match column.locale {
                Some(locale) => {
                    let given = each.entry(&field.name).or_default();
                    given.insert(locale.tag.clone(), value);
                }
                None => drop(after.insert(field.name.clone(), value)),
            }
        }
        for (name, given) in each {
            let value = self.localised(after.get(name), given);
            after.insert(name.to_owned(), value);
        }
        // In the order of the form, as a person would have filled it in.
        let place = |name: &String| self.collection.fields.iter().position(|f| &f.name == name);
        if before.is_none() {
            after.sort_by(|a, _, b, _| place(a).cmp(&place(b)));
        }
        after
    }

    fn localised(&self, before: Option<&Value>, given: Fields) -> Value {
        let locales = &self.site.settings.locales;
        match before {
            Some(Value::Group(each)) => {
                let mut each = each.clone();
                each.extend(given);
                Value::Group(each)
            }
            // One value for every language stays one while nothing else is said of it.
            Some(same) if given.values().all(|value| value == same) => same.clone(),
            Some(same) => {
                let each = locales
                    .iter()
                    .map(|locale| (locale.tag.clone(), same.clone()));
                Value::Group(each.chain(given).collect())
            }
            None => {
                let first = given.values().next().cloned();
                let everywhere = locales.len() > 1 && given.len() == locales.len();
                match first {
                    Some(first) if everywhere && given.values().all(|v| *v == first) => first,
                    _ => Value::Group(given),
                }
            }
        }
    }

    fn value(&self, field: &Field, cell: &str) -> Value {
        let text = cell.trim();
        let typed = match field.kind {
            FieldKind::Date => date(text).map(Value::Date),
            FieldKind::Number => {
                let whole = text.parse().map(Value::Int);
                whole.or_else(|_| text.parse().map(Value::Float)).ok()
            }
            FieldKind::Flag => match text.to_lowercase().as_str() {
                "true" | "yes" | "1" | "是" => Some(Value::Flag(true)),
                "false" | "no" | "0" | "否" => Some(Value::Flag(false)),
                _ => None,
            },
            FieldKind::Choice => option(field, text).map(Value::Text),
            FieldKind::Record => Some(Value::Text(self.named(field, text))),
            FieldKind::Records => {
                let ids = text
                    .split([';', '；'])
                    .map(str::trim)
                    .filter(|id| !id.is_empty());
                Some(Value::List(
                    ids.map(|id| Value::Text(self.named(field, id))).collect(),
                ))
            }
            FieldKind::Lines => {
                let lines = text
                    .split(';')
                    .map(str::trim)
                    .filter(|line| !line.is_empty());
                let lines = lines.map(|line| Value::Text(line.to_owned()));
                Some(Value::List(lines.collect()))
            }
            FieldKind::Link | FieldKind::Asset => Some(Value::Text(text.to_owned())),
            _ => Some(Value::Text(cell.to_owned())),
        };
        // What is not what it should be is kept as text: the check names it, and nothing is lost.
        typed.unwrap_or_else(|| Value::Text(text.to_owned()))
    }

    /// The id of the record that a cell names by its id or title.
    fn named(&self, field: &Field, text: &str) -> String {
        let found = || {
            let name = field.collection.as_deref()?;
            let records = &self.site.records.get(name)?.records;
            if records.contains_key(text) {
                return None;
            }
            let title = &self.engine.kinds.collection(name)?.title;
            let titled = |fields: &Fields| match fields.get(title) {
                Some(Value::Text(known)) => known == text,
                Some(Value::Group(each)) => each.values().any(|v| v.as_text() == Some(text)),
                _ => false,
            };
            records
                .iter()
                .find(|(_, fields)| titled(fields))
                .map(|(id, _)| id.clone())
        };
        found().unwrap_or_else(|| text.to_owned())
    }
}

/// The value of the option that a cell names by its value or label.
fn option(field: &Field, text: &str) -> Option<String> {
    let by_value = field.options.iter().find(|option| option.value == text);
    let by_label = || {
        field.options.iter().find(|option| {
            let labels =
                ["en", "zh-Hans"].map(|language| option.label.get(language).to_lowercase());
            labels.contains(&text.to_lowercase())
        })
    };
    by_value
        .or_else(by_label)
        .map(|option| option.value.clone())
}

/// A day as spreadsheets write it where day and month cannot be taken for each other.
fn date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text
        .split(['-', '/', '.', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    let year_last = first.len() <= 2 && third.len() == 4 && text.contains('.');
    let (year, day) = if year_last {
        (third, first)
    } else {
        (first, third)
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, second.parse().ok()?, day.parse().ok()?)
}

/// The values to be set so that `before` becomes `after`.
fn differing(
    collection: &Collection,
    before: &Fields,
    after: &Fields,
    id: &str,
) -> Vec<(Vec<Step>, Value)> {
    let mut sets = Vec::new();
    for field in &collection.fields {
        let (old, Some(new)) = (before.get(&field.name), after.get(&field.name)) else {
            continue;
        };
        if old == Some(new) {
            continue;
        }
        let path = |more: Option<&str>| -> Vec<Step> {
            let steps = [Some(id), Some(field.name.as_str()), more];
            steps
                .into_iter()
                .flatten()
                .map(|step| Step::Name(step.to_owned()))
                .collect()
        };
        match (old, new) {
            (Some(Value::Group(old)), Value::Group(new)) if field.localised => {
                let other = new
                    .iter()
                    .filter(|(locale, value)| old.get(*locale) != Some(value));
                sets.extend(other.map(|(locale, value)| (path(Some(locale)), value.clone())));
            }
            (_, new) => sets.push((path(None), new.clone())),
        }
    }
    sets
}

fn names(sets: &[(Vec<Step>, Value)]) -> Vec<String> {
    let mut names: Vec<String> = sets
        .iter()
        .filter_map(|(path, _)| match path.get(1) {
            Some(Step::Name(name)) => Some(name.clone()),
            _ => None,
        })
        .collect();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_spreadsheets_write_them() {
        for text in [
            "2026-11-24",
            "2026/11/24",
            "24.11.2026",
            "2026年11月24日",
            "2026.11.24",
        ] {
            assert_eq!(date(text), Date::new(2026, 11, 24), "{text}");
        }
        // Day or month first? Nobody can tell, so nobody guesses.
        for text in ["11/12/2026", "24.11.26", "soon", "2026-13-01"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
