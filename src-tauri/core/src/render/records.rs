//! Records as templates see them: resolved for a locale, with the state that their dates give.

use tera::{Map, Value as Out};

use crate::kinds::{Field, States};
use crate::lives::EXPIRING;
use crate::model::Date;
use crate::value::{Fields, Value};

use super::statement;
use super::values::Resolver;

fn visibility(fields: &Fields) -> &str {
    fields
        .get("visibility")
        .and_then(Value::as_text)
        .unwrap_or("public")
}

/// Whether a record is kept out of every output.
pub(crate) fn is_hidden(fields: &Fields) -> bool {
    visibility(fields) == "hidden"
}

/// Whether the file of a record may not be had, and so must not be exported either.
pub(crate) fn is_withheld(collection: &str, fields: &Fields) -> bool {
    let access = fields.get("access").and_then(Value::as_text);
    collection == "documents"
        && (visibility(fields) == "notice" || access.is_some_and(|access| access != "public"))
}

/// One record by id; none when it is missing or hidden.
pub(super) fn one(resolver: &mut Resolver<'_>, field: &Field, id: &str) -> Out {
    let site = resolver.scope.site;
    let Some(collection) = field.collection.as_deref() else {
        return Out::none();
    };
    let Some(fields) = site
        .records
        .get(collection)
        .and_then(|file| file.records.get(id))
    else {
        return Out::none();
    };
    resolved(resolver, collection, id, fields).map_or_else(Out::none, Out::from)
}

/// Records by id in the order given; all that are not hidden when none is named. Only those whose field
/// has the value that `only` says, and none in a state in which lists leave them out.
pub(super) fn many(
    resolver: &mut Resolver<'_>,
    field: &Field,
    ids: &[Value],
    only: Option<(&str, &str)>,
) -> Out {
    let site = resolver.scope.site;
    let Some(collection) = field.collection.as_deref() else {
        return Out::from(Vec::<Out>::new());
    };
    let Some(file) = site.records.get(collection) else {
        return Out::from(Vec::<Out>::new());
    };
    let named: Vec<&str> = ids.iter().filter_map(Value::as_text).collect();
    let ids: Vec<&str> = if named.is_empty() {
        file.records.keys().map(String::as_str).collect()
    } else {
        named
    };
    let known = resolver.scope.engine.kinds.collection(collection);
    let states = known.and_then(|known| known.states.as_ref());
    let today = resolver.scope.as_of();
    let listed = |fields: &Fields| {
        let chosen = only
            .is_none_or(|(name, value)| fields.get(name).and_then(Value::as_text) == Some(value));
        let left_out = states.is_some_and(|states| {
            let state = state(states, fields, today);
            states.unlisted.iter().any(|one| one == state)
        });
        chosen && !left_out
    };
    let found = ids.into_iter().filter_map(|id| {
        let fields = file.records.get(id).filter(|fields| listed(fields))?;
        resolved(resolver, collection, id, fields)
    });
    Out::from(found.map(Out::from).collect::<Vec<_>>())
}

fn resolved(
    resolver: &mut Resolver<'_>,
    collection: &str,
    id: &str,
    fields: &Fields,
) -> Option<Map> {
    let visible = visibility(fields);
    if is_hidden(fields) {
        return None;
    }
    let known = resolver.scope.engine.kinds.collection(collection)?;
    let form = &known.fields;
    let mut shown = fields.clone();
    if is_withheld(collection, fields) {
        shown.shift_remove("file");
    }
    let placeholders = std::mem::replace(&mut resolver.placeholders, false);
    let mut map = resolver.form(form, &shown, "");
    resolver.placeholders = placeholders;
    map.insert("id".into(), Out::from(id));
    if let Some(states) = &known.states {
        let state = state(states, fields, resolver.scope.as_of());
        let statement = statement::of(resolver.scope, states, state, &map);
        map.insert("state".into(), Out::from(state));
        map.insert("statement".into(), Out::from(statement));
    }
    if visible == "notice" {
        map.insert("document".into(), Out::none());
    }
    Some(map)
}

/// What the dates of a record say on a day; never typed by hand.
pub(crate) fn state(states: &States, fields: &Fields, today: Date) -> &'static str {
    let date = |name: &String| match fields.get(name.as_str()) {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    };
    let begun = states.starts.iter().find_map(date);
    let end = states.ends.as_ref().and_then(date);
    let expected = states.expected.as_ref().and_then(date);
    let soon = states.soon.map_or(EXPIRING, i64::from);
    match (begun, end) {
        (_, Some(end)) if end < today => "expired",
        (Some(start), _) if start > today => "planned",
        (None, _) if expected.is_some() => "planned",
        (_, Some(end)) if end.days() - today.days() <= soon => "expiring",
        (_, Some(_)) => "valid",
        (Some(_), None) => "stated",
        (None, None) => "undated",
    }
}

/// A list item that names a shared link takes its text and target from there. Answers `false` when the
/// item has nothing to show.
pub(super) fn fill_link(resolver: &mut Resolver<'_>, map: &mut Map, fields: &Fields) -> bool {
    let Some(id) = fields
        .get("link")
        .and_then(Value::as_text)
        .filter(|id| !id.is_empty())
    else {
        return true;
    };
    let site = resolver.scope.site;
    let Some(record) = site
        .records
        .get("links")
        .and_then(|file| file.records.get(id))
    else {
        return false;
    };
    let Some(link) = resolved(resolver, "links", id, record) else {
        return false;
    };
    for name in ["label", "to"] {
        if let Some(value) = link.get(&tera::value::Key::from(name)) {
            map.insert(name.into(), value.clone());
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: &str, dates: &[(&str, &str)]) -> &'static str {
        with(None, day, dates)
    }

    fn with(soon: Option<u16>, day: &str, dates: &[(&str, &str)]) -> &'static str {
        let fields = dates
            .iter()
            .map(|(n, d)| ((*n).to_owned(), Value::Date(Date::parse(d).unwrap())))
            .collect();
        let states = States {
            starts: ["issued", "period-end", "period-start"]
                .map(str::to_owned)
                .into(),
            ends: Some("expires".to_owned()),
            expected: Some("expected".to_owned()),
            soon,
            ..States::default()
        };
        state(&states, &fields, Date::parse(day).unwrap())
    }

    #[test]
    fn a_collection_may_say_when_an_end_is_near() {
        let iso = [("issued", "2026-03-01"), ("expires", "2029-02-28")];
        assert_eq!(with(Some(30), "2029-01-28", &iso), "valid");
        assert_eq!(with(Some(30), "2029-01-29", &iso), "expiring");
    }

    #[test]
    fn dates_decide_what_a_certificate_says() {
        let iso = [("issued", "2026-03-01"), ("expires", "2029-02-28")];
        assert_eq!(on("2026-02-28", &iso), "planned");
        assert_eq!(on("2026-03-01", &iso), "valid");
        assert_eq!(on("2028-11-29", &iso), "valid");
        assert_eq!(on("2028-11-30", &iso), "expiring");
        assert_eq!(on("2029-02-28", &iso), "expiring");
        assert_eq!(on("2029-03-01", &iso), "expired");
        assert_eq!(on("2026-01-01", &[("expected", "2027-01-01")]), "planned");
        assert_eq!(
            on(
                "2026-01-01",
                &[("period-start", "2025-01-01"), ("period-end", "2025-12-31")]
            ),
            "stated"
        );
        assert_eq!(on("2026-01-01", &[]), "undated");
    }
}
