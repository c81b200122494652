//! Field values written as TOML.

use std::fmt::Write as _;

use crate::value::{Fields, Value};

use super::lines::{is_divider, is_front_mark, opening, with_lf};

/// Text longer than this, in characters, makes a list item a table of its own.
const LONG: usize = 100;

/// How a string is written now, to be kept where the new text allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Basic,
    Literal,
    MultiBasic,
    MultiLiteral,
}

fn style_of(raw: &str) -> Option<Style> {
    Some(match raw {
        _ if raw.starts_with("\"\"\"") => Style::MultiBasic,
        _ if raw.starts_with("'''") => Style::MultiLiteral,
        _ if raw.starts_with('"') => Style::Basic,
        _ if raw.starts_with('\'') => Style::Literal,
        _ => return None,
    })
}

/// Whether a line of a text would be taken for a delimiter of the page (rule 7).
pub(super) fn is_delimiter(line: &str) -> bool {
    let colons = line.trim_end_matches([' ', '\t']);
    is_front_mark(line)
        || is_divider(line)
        || (!colons.is_empty() && colons.bytes().all(|b| b == b':'))
        || opening(line).is_some()
}

/// `value` as it stands after `key = `, in the style of `old` where that is possible.
pub(super) fn value(value: &Value, old: Option<&str>, eol: &str) -> String {
    match value {
        Value::Text(text) => string(&with_lf(text), old.and_then(style_of), eol),
        Value::List(items) if items.iter().any(|item| matches!(item, Value::Group(_))) => {
            let mut out = String::from("[");
            for item in items {
                let _ = write!(out, "{eol}  {},", inline(item));
            }
            out + eol + "]"
        }
        other => inline(other),
    }
}

/// `value` on one line.
pub(super) fn inline(value: &Value) -> String {
    match value {
        Value::Text(text) => basic(&with_lf(text)),
        Value::Int(n) => n.to_string(),
        Value::Float(x) => toml_edit::Value::from(*x).to_string().trim().to_owned(),
        Value::Flag(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(items) => format!(
            "[{}]",
            items.iter().map(inline).collect::<Vec<_>>().join(", ")
        ),
        Value::Group(fields) if fields.is_empty() => "{}".into(),
        Value::Group(fields) => {
            let pairs: Vec<_> = fields
                .iter()
                .map(|(name, v)| format!("{} = {}", key(name), inline(v)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// The lines of a table: one `key = value` each.
pub(super) fn table(fields: &Fields, eol: &str) -> String {
    fields
        .iter()
        .map(|(name, v)| format!("{} = {}{eol}", key(name), value(v, None, eol)))
        .collect()
}

/// A key, quoted where it must be.
pub(super) fn key(name: &str) -> String {
    let bare = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { name.to_owned() } else { basic(name) }
}

/// Whether an item of a list deserves a table of its own rather than one line.
pub(super) fn is_long(item: &Value) -> bool {
    match item {
        Value::Text(text) => text.contains('\n') || text.chars().count() > LONG,
        Value::Group(fields) => fields.values().any(is_long),
        Value::List(items) => items.iter().any(is_long),
        _ => false,
    }
}

fn string(text: &str, style: Option<Style>, eol: &str) -> String {
    let lines = text.contains('\n');
    let plain = !text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t');
    match style {
        Some(Style::Literal) if plain && !lines && !text.contains('\'') => format!("'{text}'"),
        Some(Style::MultiLiteral)
            if plain
                && !text.contains("'''")
                && !text.ends_with('\'')
                && !text.split('\n').any(is_delimiter) =>
        {
            format!("'''{eol}{}'''", text.replace('\n', eol))
        }
        Some(Style::MultiBasic) => multi(text, eol),
        _ if lines => multi(text, eol),
        _ => basic(text),
    }
}

fn basic(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    text.chars().for_each(|c| escape(c, &mut out));
    out.push('"');
    out
}

pub(super) fn escape(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if c.is_control() => {
            let _ = write!(out, "\\u{:04X}", c as u32);
        }
        c => out.push(c),
    }
}

/// A multi-line basic string. Lines that would be delimiters have their first character escaped.
fn multi(text: &str, eol: &str) -> String {
    let mut out = format!("\"\"\"{eol}");
    let last = text.matches('\n').count();
    for (i, line) in text.split('\n').enumerate() {
        let mut chars = line.chars();
        if is_delimiter(line)
            && let Some(first) = chars.next()
        {
            let _ = write!(out, "\\u{:04X}", first as u32);
        }
        let rest = chars.as_str();
        let mut quotes = 0;
        for (at, c) in rest.char_indices() {
            quotes = if c == '"' { quotes + 1 } else { 0 };
            let final_quote = i == last && at + 1 == rest.len() && c == '"';
            match c {
                '"' if quotes % 3 != 0 && !final_quote => out.push('"'),
                c => escape(c, &mut out),
            }
        }
        if i < last {
            out.push_str(eol);
        }
    }
    out + "\"\"\""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_back(toml: &str) -> String {
        let table = format!("x = {toml}\n");
        match super::super::read_fields(&table).unwrap().swap_remove("x") {
            Some(Value::Text(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn strings_of_every_kind_read_back() {
        let texts = [
            "",
            "plain",
            "with \"quotes\"",
            "back\\slash",
            "a\nb",
            "\n\n",
            "tab\there",
            "ends with \"",
            "\"\"\"",
            "x\"\"\"\"",
            "中文，“引号”。",
            "a\u{1}b",
            "---\n+++\n:::\n::: text {#a}",
            "it's",
            "''' '''",
            "trailing space \n next",
            "\"\n\"",
        ];
        for text in texts {
            for old in [
                None,
                Some("\"x\""),
                Some("'x'"),
                Some("\"\"\"\nx\"\"\""),
                Some("'''x'''"),
            ] {
                let written = value(&Value::Text(text.into()), old, "\n");
                assert_eq!(read_back(&written), text, "{written}");
                assert!(!written.split('\n').any(is_delimiter), "{written}");
            }
        }
    }

    #[test]
    fn the_style_of_a_string_is_kept_where_it_can_be() {
        assert_eq!(value(&Value::Text("b".into()), Some("'a'"), "\n"), "'b'");
        assert_eq!(
            value(&Value::Text("it's".into()), Some("'a'"), "\n"),
            "\"it's\""
        );
        assert_eq!(
            value(&Value::Text("b".into()), Some("\"\"\"a\"\"\""), "\r\n"),
            "\"\"\"\r\nb\"\"\""
        );
    }
}
