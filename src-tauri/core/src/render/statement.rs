//! What a record's state is called on the page: in words, with its date.

use tera::{Map, Value as Out};

use crate::kinds::States;

use super::links::Scope;
use super::twin::{text_of, value};

/// The state of a record in the page's language, with the date that decides it. `record` is what
/// templates get of it.
pub(super) fn of(scope: &Scope<'_>, states: &States, state: &str, record: &Map) -> String {
    let locale = scope.page.locale.as_str();
    let fill = |word: &str, date: &str| {
        let pattern = scope.theme().word(locale, word);
        pattern.replace("{date}", date)
    };
    if state == "planned" {
        let mut begins = states.expected.iter().chain(states.starts.first());
        let date = begins.find_map(|name| day(record, name));
        return date.map_or_else(|| fill("planned", ""), |date| fill("planned_for", date));
    }
    if let Some(label) = states.labels.get(state) {
        return label.get(locale).to_owned();
    }
    match state {
        "stated" => stated(record, states, &fill),
        "undated" => fill("undated", ""),
        _ => {
            let end = states.ends.as_deref().and_then(|name| day(record, name));
            fill(state, end.unwrap_or_default())
        }
    }
}

/// A report says which time it covers, everything else since when it holds.
fn stated(record: &Map, states: &States, fill: &dyn Fn(&str, &str) -> String) -> String {
    if let (Some(from), Some(to)) = (day(record, "period-start"), day(record, "period-end")) {
        let pattern = fill("period", "");
        return pattern.replace("{from}", from).replace("{to}", to);
    }
    let since = states.starts.first().and_then(|name| day(record, name));
    since.map_or_else(|| fill("undated", ""), |since| fill("stated", since))
}

/// A date of a record in words.
fn day<'m>(record: &'m Map, field: &str) -> Option<&'m str> {
    let date: &'m Out = value(record, field)?;
    let text = text_of(date.as_map()?, "text");
    (!text.is_empty()).then_some(text)
}
