//! The texts of a form in the order in which it shows them.

use crate::kinds::{Field, FieldKind};
use crate::value::{Fields, Value};
use crate::view::Step;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Plain,
    Markdown,
    /// Where a link leads to.
    Address,
}

/// One text of a form.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text<'a> {
    pub(super) path: Vec<Step>,
    pub(super) text: &'a str,
    pub(super) sort: Sort,
    /// Its language, when it is one of several that stand side by side.
    pub(super) locale: Option<&'a str>,
    /// Whether it stands in an item or a field that visitors do not see.
    pub(super) hidden: bool,
}

/// Calls `visit` for every text of `fields` that `form` shows.
pub(super) fn walk<'a>(
    form: &[Field],
    fields: &'a Fields,
    base: &[Step],
    visit: &mut impl FnMut(Text<'a>),
) {
    walk_in(form, fields, base, false, visit);
}

fn walk_in<'a>(
    form: &[Field],
    fields: &'a Fields,
    base: &[Step],
    hidden: bool,
    visit: &mut impl FnMut(Text<'a>),
) {
    let hidden = hidden || fields.get("hidden").and_then(Value::as_flag) == Some(true);
    for field in form.iter().filter(|field| is_shown(field, fields)) {
        let Some(value) = fields.get(&field.name) else {
            continue;
        };
        let path = with(base, Step::Name(field.name.clone()));
        let hidden = hidden || field.internal;
        match (field.kind, value) {
            (FieldKind::List, Value::List(items)) => {
                for (i, item) in items.iter().enumerate() {
                    if let (Some(inner), Ok(i)) = (item.as_group(), u32::try_from(i)) {
                        walk_in(
                            &field.fields,
                            inner,
                            &with(&path, Step::Index(i)),
                            hidden,
                            visit,
                        );
                    }
                }
            }
            (FieldKind::Group, Value::Group(inner)) => {
                walk_in(&field.fields, inner, &path, hidden, visit)
            }
            (kind, value) => {
                if let Some(sort) = sort_of(kind) {
                    texts(value, sort, &path, hidden, visit);
                }
            }
        }
    }
}

/// A text, or one text for each language.
fn texts<'a>(
    value: &'a Value,
    sort: Sort,
    path: &[Step],
    hidden: bool,
    visit: &mut impl FnMut(Text<'a>),
) {
    match value {
        Value::Text(text) => visit(Text {
            path: path.to_vec(),
            text,
            sort,
            locale: None,
            hidden,
        }),
        Value::Group(each) => {
            for (locale, value) in each {
                if let Value::Text(text) = value {
                    visit(Text {
                        path: with(path, Step::Name(locale.clone())),
                        text,
                        sort,
                        locale: Some(locale),
                        hidden,
                    });
                }
            }
        }
        _ => {}
    }
}

fn sort_of(kind: FieldKind) -> Option<Sort> {
    match kind {
        FieldKind::Text | FieldKind::Multiline => Some(Sort::Plain),
        FieldKind::Markdown => Some(Sort::Markdown),
        FieldKind::Link => Some(Sort::Address),
        _ => None,
    }
}

/// Whether the form shows a field, as the window decides it.
pub(crate) fn is_shown(field: &Field, fields: &Fields) -> bool {
    field.when.as_ref().is_none_or(|when| {
        let value = fields.get(&when.field).map(Value::to_json);
        let text = match value {
            None => String::new(),
            Some(serde_json::Value::String(text)) => text,
            Some(other) => other.to_string(),
        };
        text == when.is
    })
}

fn with(path: &[Step], step: Step) -> Vec<Step> {
    let mut path = path.to_vec();
    path.push(step);
    path
}
