//! What changed in a section of the original since its translation was marked, field by field.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use ts_rs::TS;

use crate::kinds::Field;
use crate::page::{self, BodyOf};
use crate::value::{Fields, Value};
use crate::view::Step;

use crate::diff::{Piece, words};

/// One field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Change {
    /// The field; where it is gone, as it was called before. Empty for a whole section.
    pub path: Vec<Step>,
    /// Its text with what was added and removed.
    pub pieces: Vec<Piece>,
}

/// The fields of a section's text, or of a page's own settings for the empty kind.
pub(super) fn fields_of(kind: &str, text: &str, body_of: BodyOf<'_>) -> Option<Fields> {
    if kind.is_empty() {
        return page::read_fields(text).ok();
    }
    let longest = text.split(|c| c != ':').map(str::len).max().unwrap_or(0);
    let fence = ":".repeat(longest.max(2) + 1);
    let page = page::parse(format!("{fence} {kind}\n{text}\n{fence}\n"), None, body_of);
    match page.blocks.as_slice() {
        [block] => block.fields().cloned(),
        _ => None,
    }
}

/// Every field that differs, in the order of `form`; fields that the form does not know come last.
pub(super) fn changes(form: &[Field], old: &Fields, new: &Fields) -> Vec<Change> {
    let mut found = Vec::new();
    group(form, Some(old), Some(new), &mut Vec::new(), &mut found);
    found
}

/// A whole text that changed.
pub(super) fn whole(old: &str, new: &str) -> Vec<Change> {
    vec![Change {
        path: Vec::new(),
        pieces: words(old, new),
    }]
}

fn group(
    form: &[Field],
    old: Option<&Fields>,
    new: Option<&Fields>,
    path: &mut Vec<Step>,
    found: &mut Vec<Change>,
) {
    let mut names: Vec<&str> = form.iter().map(|field| field.name.as_str()).collect();
    for fields in [old, new].into_iter().flatten() {
        for name in fields.keys() {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
    }
    for name in names {
        let inner = form.iter().find(|field| field.name == name);
        let (a, b) = (
            old.and_then(|fields| fields.get(name)),
            new.and_then(|fields| fields.get(name)),
        );
        path.push(Step::Name(name.to_owned()));
        value(inner.map_or(&[], |field| &field.fields), a, b, path, found);
        path.pop();
    }
}

fn value(
    form: &[Field],
    old: Option<&Value>,
    new: Option<&Value>,
    path: &mut Vec<Step>,
    found: &mut Vec<Change>,
) {
    if old == new {
        return;
    }
    let grouped = |value: Option<&Value>| matches!(value, Some(Value::Group(_)));
    let listed = |value: Option<&Value>| {
        value
            .and_then(Value::as_list)
            .is_some_and(|items| items.iter().any(|item| matches!(item, Value::Group(_))))
    };
    if grouped(old) || grouped(new) {
        let fields = |value: Option<&'_ Value>| value.and_then(Value::as_group).cloned();
        let (old, new) = (fields(old), fields(new));
        group(form, old.as_ref(), new.as_ref(), path, found);
    } else if listed(old) || listed(new) {
        let items = |value: Option<&Value>| value.and_then(Value::as_list).unwrap_or(&[]).to_vec();
        list(form, &items(old), &items(new), path, found);
    } else {
        found.push(Change {
            path: path.clone(),
            pieces: words(&shown(old), &shown(new)),
        });
    }
}

/// Items that are equal are the same item; between two such, others pair in order.
fn list(
    form: &[Field],
    old: &[Value],
    new: &[Value],
    path: &mut Vec<Step>,
    found: &mut Vec<Change>,
) {
    let key = |item: &Value| item.to_json().to_string();
    let (a, b): (Vec<_>, Vec<_>) = (old.iter().map(key).collect(), new.iter().map(key).collect());
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        if let DiffOp::Equal { .. } = op {
            continue;
        }
        let (from, to) = (op.old_range(), op.new_range());
        for k in 0..from.len().max(to.len()) {
            let (was, is) = (
                from.clone().nth(k).and_then(|i| old.get(i)),
                to.clone().nth(k).and_then(|i| new.get(i)),
            );
            let at = to.clone().nth(k).or_else(|| from.clone().nth(k));
            path.push(Step::Index(
                at.and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX),
            ));
            value(form, was, is, path, found);
            path.pop();
        }
    }
}

/// A value for people to read.
fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Flag(false)) => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Flag(true)) => "✓".into(),
        Some(Value::List(items)) => {
            let all: Vec<String> = items.iter().map(|item| shown(Some(item))).collect();
            all.join("\n")
        }
        Some(Value::Int(n)) => n.to_string(),
        Some(Value::Float(x)) => x.to_string(),
        Some(Value::Date(date)) => date.to_string(),
        Some(Value::Group(fields)) => {
            let all: Vec<String> = fields.values().map(|inner| shown(Some(inner))).collect();
            all.join("\n")
        }
    }
}
