//! Two texts of one page compared by section and field, in the words of its forms.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use ts_rs::TS;

use crate::kinds::{Field, FieldKind, Kinds};
use crate::merge::continued;
use crate::model::Localised;
use crate::page::{Block, Page};
use crate::value::{Fields, Value};
use crate::view::Step;

use super::words::{Piece, words};

/// What happened to a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum ChangeKind {
    /// Only in the new page.
    Added,
    /// Only in the old page.
    Removed,
    /// Its fields or flags differ.
    Changed,
    /// Only its place differs.
    Moved,
}

/// A section that differs; or the page's own settings, whose `kind` is empty and which have no positions.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SectionChange {
    /// What happened to it.
    pub change: ChangeKind,
    /// Its section kind; empty for the page's own settings and for text outside sections.
    pub kind: String,
    /// Its position in the old page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<u32>,
    /// Its position in the new page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub after: Option<u32>,
    /// Flags it got: `hidden`, `aside`.
    pub set: Vec<String>,
    /// Flags it lost.
    pub cleared: Vec<String>,
    /// Fields that differ; all of them when it is added or removed.
    pub fields: Vec<FieldChange>,
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FieldChange {
    /// Where it is. Items of a list are counted as in the new page, those that went as in the old one.
    pub path: Vec<Step>,
    /// Its labels from the outside in, without the numbers of items; names when the form has no such field.
    pub labels: Vec<Localised>,
    /// What it accepts, when the form has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub kind: Option<FieldKind>,
    /// The old and the new value, word by word.
    pub pieces: Vec<Piece>,
}

/// What differs between two texts of a page, in the order of the new one; what is only in the old one
/// stands where it stood. Empty when only white space or comments differ.
pub fn page_changes(
    old: &Page,
    new: &Page,
    kinds: &Kinds,
    page_form: &[Field],
) -> Vec<SectionChange> {
    let mut changes: Vec<SectionChange> = front_change(old, new, page_form).into_iter().collect();
    let from = continued(old, new);
    let kept: Vec<usize> = from.iter().flatten().copied().collect();
    let steady = in_order(&kept);
    let mut gone = (0..old.blocks.len())
        .filter(|i| !kept.contains(i))
        .peekable();
    let form = |kind: &str| kinds.get(kind).map_or(&[][..], |k| k.fields.as_slice());
    for (i, was) in from.iter().enumerate() {
        if let Some(was) = was.filter(|was| steady.contains(was)) {
            while let Some(i) = gone.next_if(|gone| *gone < was) {
                changes.extend(lone(old, i, ChangeKind::Removed, form(&old.blocks[i].kind)));
            }
        }
        let block = &new.blocks[i];
        changes.extend(match was {
            None => lone(new, i, ChangeKind::Added, form(&block.kind)),
            Some(was) => both(old, *was, new, i, !steady.contains(was), form(&block.kind)),
        });
    }
    for i in gone {
        changes.extend(lone(old, i, ChangeKind::Removed, form(&old.blocks[i].kind)));
    }
    changes
}

/// The most of `positions` that kept their order among each other.
pub(crate) fn in_order(positions: &[usize]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (i, p) in positions.iter().enumerate() {
        let before = (0..i)
            .filter(|j| positions[*j] < *p)
            .max_by_key(|j| best[*j].0);
        best.push((before.map_or(1, |j| best[j].0 + 1), before));
    }
    let mut at = (0..best.len()).max_by_key(|i| best[*i].0);
    let mut found = Vec::new();
    while let Some(i) = at {
        found.push(positions[i]);
        at = best[i].1;
    }
    found
}

fn front_change(old: &Page, new: &Page, form: &[Field]) -> Option<SectionChange> {
    let raw = |page: &Page| page.text[page.front.range.clone()].trim().to_owned();
    let fields = if old.front.fault.is_some() || new.front.fault.is_some() {
        let (before, after) = (raw(old), raw(new));
        (before != after).then(|| vec![source_change(&before, &after)])?
    } else {
        fields(&old.front.fields, &new.front.fields, form)
    };
    (!fields.is_empty()).then(|| SectionChange {
        change: ChangeKind::Changed,
        kind: String::new(),
        before: None,
        after: None,
        set: Vec::new(),
        cleared: Vec::new(),
        fields,
    })
}

/// A whole text, when there are no fields to compare.
fn source_change(before: &str, after: &str) -> FieldChange {
    FieldChange {
        path: Vec::new(),
        labels: Vec::new(),
        kind: None,
        pieces: words(before, after),
    }
}

fn place(i: usize) -> Option<u32> {
    u32::try_from(i).ok()
}

fn lone(page: &Page, i: usize, change: ChangeKind, form: &[Field]) -> Option<SectionChange> {
    let block = &page.blocks[i];
    let added = change == ChangeKind::Added;
    let none = Fields::new();
    let fields = match block.fields() {
        Some(there) if added => fields(&none, there, form),
        Some(there) => fields(there, &none, form),
        None => {
            let source = page.text[block.range.clone()].trim();
            let (before, after) = if added { ("", source) } else { (source, "") };
            vec![source_change(before, after)]
        }
    };
    Some(SectionChange {
        change,
        kind: block.kind.clone(),
        before: if added { None } else { place(i) },
        after: if added { place(i) } else { None },
        set: Vec::new(),
        cleared: Vec::new(),
        fields,
    })
}

fn both(
    old: &Page,
    was: usize,
    new: &Page,
    now: usize,
    moved: bool,
    form: &[Field],
) -> Option<SectionChange> {
    let (before, after) = (&old.blocks[was], &new.blocks[now]);
    let raw = |page: &Page, block: &Block| page.text[block.range.clone()].trim().to_owned();
    let fields = match (before.fields(), after.fields()) {
        (Some(a), Some(b)) => fields(a, b, form),
        _ => {
            let (a, b) = (raw(old, before), raw(new, after));
            if a == b {
                Vec::new()
            } else {
                vec![source_change(&a, &b)]
            }
        }
    };
    let flags = |one: &Block, other: &Block| -> Vec<String> {
        let only = |flag: &&&str| one.has(flag) && !other.has(flag);
        ["hidden", "aside"]
            .iter()
            .filter(only)
            .map(|f| (*f).to_owned())
            .collect()
    };
    let (set, cleared) = (flags(after, before), flags(before, after));
    let same = fields.is_empty() && set.is_empty() && cleared.is_empty();
    if same && !moved {
        return None;
    }
    Some(SectionChange {
        change: if same {
            ChangeKind::Moved
        } else {
            ChangeKind::Changed
        },
        kind: after.kind.clone(),
        before: place(was),
        after: place(now),
        set,
        cleared,
        fields,
    })
}

/// Fields that differ: in the order of the form, then those the form does not know.
fn fields(old: &Fields, new: &Fields, form: &[Field]) -> Vec<FieldChange> {
    let mut found = Found {
        list: Vec::new(),
        path: Vec::new(),
        labels: Vec::new(),
    };
    found.group(Some(old), Some(new), form);
    found.list
}

/// Walks two values and collects what differs.
struct Found {
    list: Vec<FieldChange>,
    path: Vec<Step>,
    labels: Vec<Localised>,
}

impl Found {
    fn group(&mut self, old: Option<&Fields>, new: Option<&Fields>, form: &[Field]) {
        let sides = [old, new];
        let known = form.iter().map(|field| field.name.as_str());
        let mut names: Vec<&str> = known.collect();
        for name in sides.iter().flatten().flat_map(|side| side.keys()) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        for name in names {
            let [before, after] = sides.map(|side| side.and_then(|side| side.get(name)));
            let field = form.iter().find(|field| field.name == name);
            let label = field.map_or_else(
                || Localised::One(name.to_owned()),
                |field| field.label.clone(),
            );
            self.labels.push(label);
            self.path.push(Step::Name(name.to_owned()));
            self.value(before, after, field);
            self.path.pop();
            self.labels.pop();
        }
    }

    fn value(&mut self, old: Option<&Value>, new: Option<&Value>, field: Option<&Field>) {
        if old == new {
            return;
        }
        let inner = field.map_or(&[][..], |field| field.fields.as_slice());
        let group = |value: Option<&Value>| matches!(value, None | Some(Value::Group(_)));
        let list = |value: Option<&Value>| match value {
            None => true,
            Some(Value::List(items)) => items.iter().all(|item| matches!(item, Value::Group(_))),
            Some(_) => false,
        };
        if group(old) && group(new) {
            let side = |value: Option<&Value>| value.and_then(Value::as_group).cloned();
            self.group(side(old).as_ref(), side(new).as_ref(), inner);
        } else if list(old) && list(new) {
            let items =
                |value: Option<&Value>| value.and_then(Value::as_list).unwrap_or_default().to_vec();
            self.items(&items(old), &items(new), inner);
        } else {
            let (before, after) = (shown(old), shown(new));
            if before != after {
                self.list.push(FieldChange {
                    path: self.path.clone(),
                    labels: self.labels.clone(),
                    kind: field.map(|field| field.kind),
                    pieces: words(&before, &after),
                });
            }
        }
    }

    /// Items are paired when they are equal, or stand in the same place between equal ones.
    fn items(&mut self, old: &[Value], new: &[Value], form: &[Field]) {
        let text = |items: &[Value]| -> Vec<String> {
            items
                .iter()
                .map(|item| item.to_json().to_string())
                .collect()
        };
        for op in capture_diff_slices(Algorithm::Myers, &text(old), &text(new)) {
            if let DiffOp::Equal { .. } = op {
                continue;
            }
            let (out, into) = (op.old_range(), op.new_range());
            for i in 0..out.len().max(into.len()) {
                let before = old.get(out.start + i).filter(|_| i < out.len());
                let after = new.get(into.start + i).filter(|_| i < into.len());
                let at = if after.is_some() {
                    into.start + i
                } else {
                    out.start + i
                };
                self.path.push(Step::Index(place(at).unwrap_or(u32::MAX)));
                self.group(
                    before.and_then(Value::as_group),
                    after.and_then(Value::as_group),
                    form,
                );
                self.path.pop();
            }
        }
    }
}

/// A value as people read it.
fn shown(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Int(n)) => n.to_string(),
        Some(Value::Float(x)) => x.to_string(),
        Some(Value::Flag(flag)) => flag.to_string(),
        Some(Value::Date(date)) => date.to_string(),
        Some(Value::List(items)) => {
            let items: Vec<String> = items.iter().map(|item| shown(Some(item))).collect();
            items.join("\n")
        }
        Some(Value::Group(fields)) => {
            let fields: Vec<String> = fields.values().map(|value| shown(Some(value))).collect();
            fields.join(" · ")
        }
    }
}

#[cfg(test)]
mod tests;
