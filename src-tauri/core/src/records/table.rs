//! Records as a table for spreadsheets: CSV that opens anywhere with Chinese intact and runs nothing.

use indexmap::IndexMap;

use crate::error::Error;
use crate::kinds::{Collection, Field, FieldKind};
use crate::say;
use crate::site::LocaleSettings;
use crate::value::{Fields, Value};

/// The name of the column that holds a record's id.
pub const ID: &str = "id";

/// Rows that are taken in at once, at most.
const MOST_ROWS: usize = 5_000;

/// One column: a field in one language, or the id.
#[derive(Debug, Clone)]
pub struct Column<'a> {
    /// What it is called in a request: `id`, `issued`, `title.en`.
    pub key: String,
    /// The field; none for the id.
    pub field: Option<&'a Field>,
    /// The language, for a field with one value for each.
    pub locale: Option<&'a LocaleSettings>,
}

/// The columns of a collection. Lists and groups have none: they stay as they are.
pub fn columns<'a>(collection: &'a Collection, locales: &'a [LocaleSettings]) -> Vec<Column<'a>> {
    let plain = |kind: FieldKind| !matches!(kind, FieldKind::List | FieldKind::Group);
    let fields = collection.fields.iter().filter(|field| plain(field.kind));
    let id = Column {
        key: ID.into(),
        field: None,
        locale: None,
    };
    std::iter::once(id)
        .chain(fields.flat_map(|field| {
            let each = if field.localised { locales } else { &[] };
            let one = (!field.localised).then_some(None);
            one.into_iter()
                .chain(each.iter().map(Some))
                .map(|locale| Column {
                    key: match locale {
                        Some(locale) => format!("{}.{}", field.name, locale.tag),
                        None => field.name.clone(),
                    },
                    field: Some(field),
                    locale,
                })
        }))
        .collect()
}

impl Column<'_> {
    /// What stands above it: the field's label in the language of the window, with the language of its values.
    pub fn header(&self, language: &str) -> String {
        let Some(field) = self.field else {
            return ID.into();
        };
        match self.locale {
            Some(locale) => format!("{} ({})", field.label.get(language), locale.tag),
            None => field.label.get(language).to_owned(),
        }
    }

    /// Whether a header means this column: by name or label, in any language.
    pub fn is_meant_by(&self, header: &str) -> bool {
        let header = header.trim().to_lowercase();
        let Some(field) = self.field else {
            return header == ID;
        };
        let (name, tag) = match header.rsplit_once(['(', '（']) {
            Some((name, tag)) => (name.trim(), tag.trim_end_matches([')', '）']).trim()),
            None => (header.as_str(), ""),
        };
        let labels = ["en", "zh-Hans"].map(|language| field.label.get(language).to_lowercase());
        let is = |name: &str| name == field.name || labels.iter().any(|label| label == name);
        match self.locale {
            Some(locale) => {
                let (label, short) = (locale.label.to_lowercase(), locale.tag.to_lowercase());
                is(name) && (tag == short || tag == label)
            }
            None => is(&header) || (is(name) && tag.is_empty()),
        }
    }

    /// What a record says here.
    pub fn text(&self, id: &str, fields: &Fields, language: &str) -> String {
        let Some(field) = self.field else {
            return id.to_owned();
        };
        let value = match (fields.get(&field.name), self.locale) {
            (Some(Value::Group(each)), Some(locale)) => each.get(&locale.tag),
            (value, _) => value,
        };
        value.map_or_else(String::new, |value| shown(field, value, language))
    }
}

/// A value as people read it; [`super::import`] reads it again.
fn shown(field: &Field, value: &Value, language: &str) -> String {
    match value {
        Value::Text(text) if field.kind == FieldKind::Choice => {
            let option = field.options.iter().find(|option| &option.value == text);
            option
                .map_or(text.as_str(), |option| option.label.get(language))
                .to_owned()
        }
        Value::Text(text) => text.clone(),
        Value::Int(n) => n.to_string(),
        Value::Float(x) => x.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(items) => {
            let items: Vec<&str> = items.iter().filter_map(Value::as_text).collect();
            items.join("; ")
        }
        Value::Group(_) => String::new(),
    }
}

/// The records with these ids (all, when none is named) as the bytes of a CSV file in UTF-8.
///
/// # Errors
/// [`Error::Refused`] when the table cannot be written.
pub fn csv(
    records: &IndexMap<String, Fields>,
    ids: &[String],
    columns: &[Column<'_>],
    language: &str,
) -> Result<Vec<u8>, Error> {
    let refused = |error: &dyn std::fmt::Display| {
        Error::Refused(say!(
            "The table could not be made: {error}. Nothing was written.",
            error = error.to_string()
        ))
    };
    // Spreadsheets read UTF-8 only with this mark; without it Chinese is garbled.
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let header = columns
        .iter()
        .map(|column| guarded(&column.header(language)));
    writer.write_record(header).map_err(|e| refused(&e))?;
    for (id, fields) in records
        .iter()
        .filter(|(id, _)| ids.is_empty() || ids.contains(id))
    {
        let row = columns
            .iter()
            .map(|column| guarded(&column.text(id, fields, language)));
        writer.write_record(row).map_err(|e| refused(&e))?;
    }
    writer.into_inner().map_err(|e| refused(&e))
}

/// Characters with which a cell becomes a formula in one spreadsheet or another.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// `text` so that no spreadsheet runs it.
fn guarded(text: &str) -> String {
    if is_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// What [`guarded`] was given.
fn bare(text: &str) -> &str {
    if is_formula(text) {
        text.strip_prefix('\'').unwrap_or(text)
    } else {
        text
    }
}

/// A table as it was read: its header and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Texts of the first row.
    pub header: Vec<String>,
    /// The other rows that are not empty, with their lines in the file.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Reads a table from the text of a file or from what was pasted.
///
/// # Errors
/// [`Error::Refused`] when it is no table, or too long.
pub fn read(text: &str) -> Result<Grid, Error> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| {
            Error::Refused(say!(
                "This table cannot be read: {error}. Nothing was changed.",
                error = error.to_string()
            ))
        })?;
        let line = row.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = row.iter().map(|cell| bare(cell).to_owned()).collect();
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push((u32::try_from(line).unwrap_or(u32::MAX), cells));
        }
        if rows.len() > MOST_ROWS + 1 {
            return Err(Error::Refused(say!(
                "This table has more than {most} rows. Nothing was changed. Divide it.",
                most = MOST_ROWS
            )));
        }
    }
    if rows.len() < 2 {
        return Err(Error::Refused(say!(
            "This table has no rows. Nothing was changed. Its first row names the columns; the others are the entries."
        )));
    }
    let (_, header) = rows.remove(0);
    Ok(Grid { header, rows })
}

/// Spreadsheets of some countries write semicolons; what is copied from a sheet has tabs.
fn delimiter(text: &str) -> u8 {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let marks = [(b',', count(',')), (b';', count(';')), (b'\t', count('\t'))];
    let most = marks.iter().map(|(_, n)| *n).max().unwrap_or(0);
    marks
        .iter()
        .find(|(_, n)| *n == most)
        .map_or(b',', |(mark, _)| *mark)
}

/// The text of a file that a spreadsheet wrote.
///
/// # Errors
/// [`Error::Refused`] when it is neither UTF-8 nor UTF-16.
pub fn decoded(bytes: &[u8]) -> Result<String, Error> {
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|two| pair([two[0], two[1]]))
            .collect();
        String::from_utf16(&units).ok()
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    };
    text.ok_or_else(|| {
        Error::Refused(say!("This file is not in UTF-8, so its letters cannot be read for certain. Nothing was changed. Save it in the spreadsheet as “CSV UTF-8” and choose it again."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tables_of_every_spreadsheet_are_read() {
        let grid = Grid {
            header: vec!["Title".into(), "Text".into()],
            rows: vec![(2, vec!["A".into(), "one\ntwo, \"three\"".into()])],
        };
        for mark in [",", ";", "\t"] {
            let text = format!(
                "\u{feff}Title{mark}Text\r\nA{mark}\"one\r\ntwo, \"\"three\"\"\"\r\n{mark}\r\n"
            );
            assert_eq!(read(&text).unwrap(), grid, "{mark:?}");
        }
        assert!(read("Title\n").is_err());
        let wide: Vec<u8> = "\u{feff}标题"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decoded(&wide).unwrap(), "标题");
        assert!(decoded(b"\xb1\xea\xcc\xe2").is_err());
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+49 30", "-1", "@x", "\t=x", "＝1"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        assert_eq!(guarded("a=b"), "a=b");
        assert_eq!(guarded("'tis"), "'tis");
    }

    proptest! {
        #[test]
        fn guarding_is_undone(text in "['=+@\\t-]{0,3}.{0,6}") {
            let guarded = guarded(&text);
            prop_assert!(!guarded.starts_with(FORMULA));
            prop_assert_eq!(bare(&guarded), text);
        }
    }
}
