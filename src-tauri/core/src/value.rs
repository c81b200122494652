//! Field values as the engine sees them, whatever text they were read from.

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::model::{Date, Localised};

/// Field values by name, in the order of the source.
pub type Fields = IndexMap<String, Value>;

/// One field value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, one line or many, plain or Markdown.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Date(Date),
    /// Values in order.
    List(Vec<Value>),
    /// Named values.
    Group(Fields),
}

impl Value {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text, or one for each language; what is no text is left out.
    pub fn as_texts(&self) -> Localised {
        let Self::Group(each) = self else {
            return Localised::One(self.as_text().unwrap_or_default().to_owned());
        };
        let each = each.iter();
        let texts = each.filter_map(|(tag, text)| Some((tag.clone(), text.as_text()?.to_owned())));
        Localised::Each(texts.collect())
    }

    /// The flag, if it is one.
    pub fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The day, if it is one.
    pub fn as_date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The group, if it is one.
    pub fn as_group(&self) -> Option<&Fields> {
        match self {
            Self::Group(fields) => Some(fields),
            _ => None,
        }
    }

    /// As JSON for the window: dates become `"2026-11-24"`.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => Json::String(text.clone()),
            Self::Int(n) => Json::from(*n),
            Self::Float(x) => Json::from(*x),
            Self::Flag(flag) => Json::Bool(*flag),
            Self::Date(date) => Json::String(date.to_string()),
            Self::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Self::Group(fields) => fields_to_json(fields),
        }
    }

    /// From the window's JSON. Text stays text (a date field's text is turned into a date by its
    /// field kind, see `edit`); `null` is no value.
    pub fn from_json(json: &Json) -> Option<Self> {
        Some(match json {
            Json::Null => return None,
            Json::Bool(flag) => Self::Flag(*flag),
            Json::Number(n) => match n.as_i64() {
                Some(n) => Self::Int(n),
                None => Self::Float(n.as_f64()?),
            },
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(items) => Self::List(items.iter().filter_map(Self::from_json).collect()),
            Json::Object(map) => Self::Group(
                map.iter()
                    .filter_map(|(k, v)| Some((k.clone(), Self::from_json(v)?)))
                    .collect(),
            ),
        })
    }
}

/// A group of fields as a JSON object, in order.
pub fn fields_to_json(fields: &Fields) -> Json {
    Json::Object(
        fields
            .iter()
            .map(|(name, value)| (name.clone(), value.to_json()))
            .collect(),
    )
}
