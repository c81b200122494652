//! What the preview shows where a required value is still missing. Exports never see any of this.

use crate::kinds::{Field, FieldKind};
use crate::message::Language;
use crate::problem::Problem;
use crate::value::{Fields, Value};

use super::links::Scope;

/// Whether `field` waits for a value: required, asked for in this form, and empty.
pub(super) fn waits(field: &Field, value: Option<&Value>, form: &Fields) -> bool {
    let asked = field.when.as_ref().is_none_or(|when| {
        let sibling = form.get(&when.field);
        sibling.and_then(Value::as_text).unwrap_or("") == when.is
    });
    field.required && asked && is_empty(value)
}

fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None => true,
        Some(value) => {
            value.as_text().is_some_and(|text| text.trim().is_empty())
                || value.as_list().is_some_and(|list| list.is_empty())
        }
    }
}

/// The words that stand there: “Add the heading”.
pub(super) fn words(field: &Field, locale: &str) -> String {
    let label = field.label.get(locale);
    if locale.starts_with("zh") {
        return format!("请填写{label}");
    }
    let mut letters = label.chars();
    let label: String = letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default();
    format!("Add the {label}")
}

/// What stands in place of a section whose template failed.
pub(super) fn fault(problem: &Problem, scope: &Scope<'_>) -> String {
    let language = Language::nearest(&scope.page.locale);
    let text = problem.said();
    format!("<p data-td-fault>{}</p>", super::escape(text.get(language)))
}

/// Whether words can stand in for a value of this kind.
pub(super) fn is_text(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Text | FieldKind::Multiline | FieldKind::Markdown
    )
}

/// Says in the HTML which places wait for a value.
pub(super) fn marked(mut html: String, waiting: &[String]) -> String {
    for path in waiting {
        let place = format!(" data-td-field=\"{}\"", super::escape(path));
        html = html.replace(&place, &format!("{place} data-td-empty"));
    }
    html
}
