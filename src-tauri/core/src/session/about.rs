//! What is kept of pictures and documents in `records/assets.toml`: alternative text, version, date,
//! places.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::error::Error;
use crate::kinds::{Collection, FieldKind};
use crate::library::Describe;
use crate::model::Date;
use crate::page::{self, data};
use crate::site::{ASSETS, record_path};
use crate::value::{Fields, Value};
use crate::view::{EditLabel, Step, Update};

use super::Session;
use super::values::value_for;

impl Session {
    /// Writes what is said about a file. Typing on in the same place is one edit to undo.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such file.
    pub fn describe_file(
        &mut self,
        path: &str,
        what: &Describe,
        now: u64,
    ) -> Result<Update, Error> {
        self.known_file(path)?;
        let file = record_path(ASSETS);
        let text = self.text_of(&file).unwrap_or_default();
        let locales: Vec<String> = self
            .site
            .settings
            .locales
            .iter()
            .map(|l| l.tag.clone())
            .collect();
        let (field, value) = match what {
            Describe::Alt { locale, text: alt } => {
                let mut each = alts(self.site.about(path), &locales);
                if alt.trim().is_empty() {
                    each.shift_remove(locale);
                } else {
                    each.insert(locale.clone(), Value::Text(alt.clone()));
                }
                ("alt", (!each.is_empty()).then_some(Value::Group(each)))
            }
            Describe::Decorative { on } => ("decorative", on.then_some(Value::Flag(true))),
            Describe::Version { text } => ("version", some_text(text)),
            Describe::Date { text } => (
                "date",
                some_text(text).map(|t| Date::parse(text.trim()).map_or(t, Value::Date)),
            ),
            Describe::Paths { text } => {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                let lines: Vec<_> = lines.map(|line| Value::Text(line.to_owned())).collect();
                ("paths", (!lines.is_empty()).then_some(Value::List(lines)))
            }
        };
        let new = with(&text, path, field, value)?;
        let at = vec![Step::Name(path.to_owned()), Step::Name(field.to_owned())];
        let label = EditLabel::of("describe-file", path.trim_start_matches('/'));
        let typing = Some((Some(file.clone()), at));
        let update = self.transact_typing(label, vec![(file, Some(new))], typing, now)?;
        let recheck = matches!(what, Describe::Alt { .. } | Describe::Decorative { .. });
        Ok(if recheck {
            self.rechecked(update, &[path.to_owned()])
        } else {
            update
        })
    }
}

fn some_text(text: &str) -> Option<Value> {
    (!text.trim().is_empty()).then(|| Value::Text(text.to_owned()))
}

/// Alternative texts for each language; one that is the same in all becomes one for each.
fn alts(about: Option<&Fields>, locales: &[String]) -> Fields {
    match about.and_then(|fields| fields.get("alt")) {
        Some(Value::Group(each)) => each.clone(),
        Some(Value::Text(text)) => locales
            .iter()
            .map(|tag| (tag.clone(), Value::Text(text.clone())))
            .collect(),
        _ => Fields::new(),
    }
}

/// The name of a file in the collection: its path below `media/`.
fn key(path: &str) -> &str {
    path.trim_start_matches("/media/")
}

/// The text with one field of a file set, or taken away; an entry that says nothing goes too.
pub(super) fn with(
    text: &str,
    path: &str,
    field: &str,
    value: Option<Value>,
) -> Result<String, Error> {
    let id = key(path);
    let all = page::read_fields(text).map_err(|fault| Error::Refused(fault.message))?;
    let Some(there) = all.get(id).and_then(Value::as_group) else {
        let Some(value) = value else {
            return Ok(text.to_owned());
        };
        let fields = Fields::from_iter([(field.to_owned(), value)]);
        return Ok(page::apply(
            text,
            &data::insert_record(text, id, &fields, None)?,
        ));
    };
    let last = value.is_none() && there.keys().all(|name| name == field);
    let splices = if last {
        data::remove_record(text, id)?
    } else {
        let at = [Step::Name(id.to_owned()), Step::Name(field.to_owned())];
        data::set(text, &at, value.as_ref())?
    };
    Ok(page::apply(text, &splices))
}

/// The text after files got other names.
pub(super) fn renamed(text: &str, moved: &BTreeMap<String, String>) -> Result<String, Error> {
    let all = page::read_fields(text).map_err(|fault| Error::Refused(fault.message))?;
    let mut text = text.to_owned();
    for (from, to) in moved.iter().filter(|(from, to)| from != to) {
        let Some(fields) = all.get(key(from)).and_then(Value::as_group) else {
            continue;
        };
        let splices = data::insert_record(&text, key(to), fields, Some(key(from)))?;
        text = page::apply(&text, &splices);
        let splices = data::remove_record(&text, key(from))?;
        text = page::apply(&text, &splices);
    }
    Ok(text)
}

/// The text without some files.
pub(super) fn without(text: &str, paths: &[String]) -> Result<String, Error> {
    let all = page::read_fields(text).map_err(|fault| Error::Refused(fault.message))?;
    let there = paths.iter().filter(|path| all.contains_key(key(path)));
    data::each(text, there, |text, path| {
        data::remove_record(text, key(path))
    })
}

/// The text with what was said about a file put back.
pub(super) fn put_back(
    text: &str,
    path: &str,
    about: &Json,
    form: Option<&Collection>,
) -> Result<String, Error> {
    let all = page::read_fields(text).map_err(|fault| Error::Refused(fault.message))?;
    let (Json::Object(map), false) = (about, all.contains_key(key(path))) else {
        return Ok(text.to_owned());
    };
    let field = |name: &str| form.and_then(|c| c.fields.iter().find(|f| f.name == name));
    let fields: Fields = map
        .iter()
        .filter_map(|(name, json)| Some((name.clone(), value_for(field(name), json)?)))
        .collect();
    if fields.is_empty() {
        return Ok(text.to_owned());
    }
    Ok(page::apply(
        text,
        &data::insert_record(text, key(path), &fields, None)?,
    ))
}

/// The field that says of which day a record's file is.
pub(super) fn date_field(form: Option<&Collection>) -> &'static str {
    let has = |name: &str| {
        form.is_some_and(|c| {
            c.fields
                .iter()
                .any(|f| f.name == name && f.kind == FieldKind::Date)
        })
    };
    if has("issued") { "issued" } else { "date" }
}

/// A value as people read it; empty when there is none.
pub(super) fn text_in(fields: &Fields, name: &str) -> String {
    match fields.get(name) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Date(date)) => date.to_string(),
        Some(Value::Int(n)) => n.to_string(),
        Some(Value::Float(n)) => n.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Ours.\n[\"a.png\"]\nalt = { en = \"A\" } # kept\n\n[\"documents/b.pdf\"]\nversion = \"1\"\n";

    fn text(value: &str) -> Option<Value> {
        Some(Value::Text(value.into()))
    }

    #[test]
    fn fields_are_set_alone_and_empty_entries_go() {
        let set = with(TEXT, "/media/documents/b.pdf", "version", text("2")).unwrap();
        assert_eq!(set, TEXT.replace("\"1\"", "\"2\""));
        let gone = with(TEXT, "/media/documents/b.pdf", "version", None).unwrap();
        assert_eq!(gone, "# Ours.\n[\"a.png\"]\nalt = { en = \"A\" } # kept\n");
        let new = with("", "/media/c.svg", "version", text("3")).unwrap();
        assert_eq!(new, "[\"c.svg\"]\nversion = \"3\"\n");
        assert_eq!(with("", "/media/c.svg", "version", None).unwrap(), "");
    }

    #[test]
    fn entries_follow_their_files() {
        let moved = BTreeMap::from([("/media/a.png".to_owned(), "/media/z.png".to_owned())]);
        let after = renamed(TEXT, &moved).unwrap();
        let fields = page::read_fields(&after).unwrap();
        let keys: Vec<_> = fields.keys().collect();
        assert_eq!(keys, ["z.png", "documents/b.pdf"]);
        let left = without(TEXT, &["/media/a.png".into(), "/media/none.png".into()]).unwrap();
        assert!(!left.contains("a.png") && left.contains("documents/b.pdf"));
    }
}
