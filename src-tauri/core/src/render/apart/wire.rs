//! What goes between the program and the process that renders a site's own templates: one line of
//! JSON for each question and each answer.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tera::value::Key;
use tera::{Map, Value};

use super::super::Mode;
use super::super::fault::Fault;

/// Longest line that is taken, in bytes. The longest that is meant is a page with all its sections.
const LONGEST: u64 = 64 * 1024 * 1024;

/// What the program asks.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Ask {
    /// The first question: what to render with.
    Load {
        /// The templates of the program, by name.
        base: BTreeMap<String, String>,
        /// Those of the site, by name, laid over them.
        own: BTreeMap<String, String>,
        /// Pictures for the function `icon`.
        icons: BTreeMap<String, String>,
    },
    /// Render one template.
    Render {
        mode: Mode,
        name: String,
        values: serde_json::Value,
    },
}

/// What comes back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// This template is read next: whoever waits knows which one it was if nothing else comes.
    Reading(String),
    /// Everything is read; these of the site could not be used.
    Ready(Vec<Fault>),
    /// Rendered.
    Html(String),
    /// Not rendered.
    Failed(Fault),
    /// The output was longer than it may be.
    TooLong,
}

/// Writes one message.
pub(super) fn write(mut to: impl Write, message: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    to.write_all(&line)?;
    to.flush()
}

/// Reads one message; `None` when there is no other.
pub(super) fn read<T: DeserializeOwned>(from: &mut impl BufRead) -> io::Result<Option<T>> {
    let mut line = Vec::new();
    if from.take(LONGEST).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&line)?))
}

/// The one name in an object that says: this is HTML and not to be escaped. No value has such a name.
const SAFE: &str = "\0safe";

/// A value of templates as JSON.
pub(super) fn packed(value: &Value) -> serde_json::Value {
    use serde_json::Value as Json;
    if let Some(text) = value.as_str() {
        return if value.is_safe() {
            serde_json::json!({ SAFE: text })
        } else {
            text.into()
        };
    }
    if let Some(all) = value.as_array() {
        return Json::Array(all.iter().map(packed).collect());
    }
    if let Some(map) = value.as_map() {
        let named = map
            .iter()
            .map(|(key, value)| (key.as_value().to_string(), packed(value)));
        return Json::Object(named.collect());
    }
    if let Some(flag) = value.as_bool() {
        return flag.into();
    }
    if let Some(number) = value.as_i64() {
        return number.into();
    }
    value.as_f64().map_or(Json::Null, Json::from)
}

/// The value that was packed.
pub(super) fn unpacked(json: serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::none(),
        Json::Bool(flag) => flag.into(),
        Json::Number(number) => match number.as_i64() {
            Some(number) => number.into(),
            None => number.as_f64().unwrap_or_default().into(),
        },
        Json::String(text) => text.into(),
        Json::Array(all) => Value::from(all.into_iter().map(unpacked).collect::<Vec<_>>()),
        Json::Object(mut map) => match map.remove(SAFE) {
            Some(Json::String(html)) => Value::safe_string(&html),
            _ => Value::from(
                map.into_iter()
                    .map(|(name, value)| (Key::from(name), unpacked(value)))
                    .collect::<Map>(),
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_went() {
        let mut map = Map::new();
        map.insert("b".into(), Value::safe_string("<b>"));
        map.insert("a".into(), Value::from("<i>"));
        map.insert("none".into(), Value::none());
        map.insert("flag".into(), Value::from(true));
        map.insert("number".into(), Value::from(-7));
        map.insert("part".into(), Value::from(0.5));
        let list = Value::from(vec![Value::from(map), Value::from("安\u{2028}\n")]);
        let back = unpacked(packed(&list));
        assert_eq!(back, list);
        let map = back.as_array().unwrap()[0].as_map().unwrap();
        assert!(map.get(&Key::from("b")).unwrap().is_safe());
        assert!(!map.get(&Key::from("a")).unwrap().is_safe());
        let names: Vec<_> = map.keys().filter_map(|key| key.as_str()).collect();
        assert_eq!(names, ["b", "a", "none", "flag", "number", "part"]);
    }
}
