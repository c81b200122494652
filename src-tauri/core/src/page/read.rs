//! TOML to field values. Only reading; writing is done by splices in `fields`.

use toml::de::{DeTable, DeValue};

use crate::message;
use crate::model::Date;
use crate::rule;
use crate::say;
use crate::value::{Fields, Value};

use super::Fault;
use super::lines::{place_of, with_lf};

/// Reads a table of fields.
///
/// # Errors
/// A [`Fault`] with line and column inside `toml`.
pub fn read_fields(toml: &str) -> Result<Fields, Fault> {
    read_at(toml, 0..toml.len())
}

/// Reads the fields at `range` of `source`; a fault is placed in `source`.
pub(super) fn read_at(source: &str, range: std::ops::Range<usize>) -> Result<Fields, Fault> {
    let toml = &source[range.clone()];
    if toml.trim().is_empty() {
        return Ok(Fields::new());
    }
    let table = DeTable::parse(toml).map_err(|error| {
        let at = range.start + error.span().map_or(0, |span| span.start);
        let (line, column) = place_of(source, at);
        Fault {
            rule: &rule::UNREADABLE_FIELDS,
            line,
            column,
            message: say!("The fields cannot be read at line {line}: {reason}", line, reason = message::parser(error.message())),
            hint: say!("Correct that line. Text needs quotation marks around it, and each field a line of its own."),
        }
    })?;
    Ok(fields(table.get_ref()))
}

fn fields(table: &DeTable<'_>) -> Fields {
    table
        .iter()
        .map(|(key, item)| (key.get_ref().to_string(), value(item.get_ref())))
        .collect()
}

fn value(item: &DeValue<'_>) -> Value {
    match item {
        DeValue::String(text) => Value::Text(with_lf(text).into_owned()),
        DeValue::Integer(n) => {
            let digits: String = n.as_str().chars().filter(|c| *c != '_').collect();
            i64::from_str_radix(&digits, n.radix()).map_or_else(|_| Value::Text(digits), Value::Int)
        }
        DeValue::Float(x) => {
            let digits: String = x.as_str().chars().filter(|c| *c != '_').collect();
            digits
                .parse()
                .map_or_else(|_| Value::Text(digits), Value::Float)
        }
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(when) => match (when.date, when.time) {
            (Some(d), None) => Date::new(d.year, d.month, d.day)
                .map_or_else(|| Value::Text(when.to_string()), Value::Date),
            _ => Value::Text(when.to_string()),
        },
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| value(item.get_ref())).collect())
        }
        DeValue::Table(table) => Value::Group(fields(table)),
    }
}
