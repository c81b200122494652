//! The window's JSON turned into field values, as the field kinds ask.

use serde_json::Value as Json;

use crate::kinds::{Field, FieldKind};
use crate::model::Date;
use crate::value::{Fields, Value};
use crate::view::Step;

/// The field that `path` names inside `fields`. Indices pass through lists.
pub(super) fn field_at<'a>(fields: &'a [Field], path: &[Step]) -> Option<&'a Field> {
    let mut inside = fields;
    let mut found = None;
    for step in path {
        if let Step::Name(name) = step {
            let field = inside.iter().find(|f| &f.name == name)?;
            inside = &field.fields;
            found = Some(field);
        }
    }
    found
}

/// The value for `field` that `json` stands for; `None` removes the field. A date or number that is
/// not one yet is kept as text: the check names it, and nothing typed is lost.
pub(super) fn value_for(field: Option<&Field>, json: &Json) -> Option<Value> {
    let Some(field) = field else {
        return Value::from_json(json);
    };
    match (field.kind, json) {
        (_, Json::Null) => None,
        (FieldKind::Date | FieldKind::Number, Json::String(text)) if text.trim().is_empty() => None,
        (FieldKind::Date, Json::String(text)) => {
            Some(Date::parse(text.trim()).map_or_else(|| Value::Text(text.clone()), Value::Date))
        }
        (FieldKind::Number, Json::String(text)) => {
            let text = text.trim();
            let number = text
                .parse()
                .map(Value::Int)
                .or_else(|_| text.parse().map(Value::Float));
            Some(number.unwrap_or_else(|_| Value::Text(text.to_owned())))
        }
        (FieldKind::List, Json::Array(items)) => Some(Value::List(
            items
                .iter()
                .filter_map(|item| value_for(Some(field), item))
                .collect(),
        )),
        // An item of a list, or a group: each inner field by its own kind.
        (FieldKind::List | FieldKind::Group, Json::Object(map)) => Some(Value::Group(
            map.iter()
                .filter_map(|(name, json)| {
                    let inner = field.fields.iter().find(|f| &f.name == name);
                    Some((name.clone(), value_for(inner, json)?))
                })
                .collect::<Fields>(),
        )),
        _ => Value::from_json(json),
    }
}
