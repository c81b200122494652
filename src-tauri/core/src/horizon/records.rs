//! The days of records: what their states follow from, and what their fields say is due.

use std::collections::BTreeMap;

use crate::kinds::{Collection, States};
use crate::lives;
use crate::model::{Date, Localised};
use crate::problem::Place;
use crate::records::places;
use crate::render::Engine;
use crate::render::records::{is_hidden, state};
use crate::site::{RecordFile, Site};
use crate::value::{Fields, Value};

use super::{Due, DueKind, said};

/// Fields that say by themselves when something is due, and whether pages show that day.
const DAYS: [(&str, &str, DueKind, bool); 2] = [
    (
        "certifications",
        "surveillance",
        DueKind::Surveillance,
        false,
    ),
    ("penetration-tests", "next", DueKind::Test, true),
];

/// The day in a field.
pub(super) fn day(fields: &Fields, name: &str) -> Option<Date> {
    match fields.get(name) {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    }
}

/// The last day of the period of a report that has no end of its own, such as a SOC 2 report.
pub(crate) fn report_end(fields: &Fields) -> Option<Date> {
    let is_report = fields.get("type").and_then(Value::as_text) == Some("attestation");
    let end = day(fields, "period-end").filter(|_| is_report)?;
    day(fields, "expires").is_none().then_some(end)
}

/// Whether the bridge letter of a report covers a day.
pub(crate) fn covered(fields: &Fields, date: Date) -> bool {
    let from = day(fields, "bridge-from").is_none_or(|from| from <= date);
    from && day(fields, "bridge-to").is_some_and(|to| date <= to)
}

/// The days of every record.
pub(super) fn dues(engine: &Engine, site: &Site, as_of: Date) -> Vec<Due> {
    let mut found = Vec::new();
    for collection in engine.kinds.listed() {
        let Some(file) = site.records.get(&collection.name) else {
            continue;
        };
        for (id, fields) in &file.records {
            let one = Record {
                collection,
                file,
                id,
                fields,
                as_of,
            };
            one.dues(&mut found);
        }
    }
    found
}

/// Marks what stands on no page: nobody reads it, so it makes nothing untrue.
pub(super) fn mark_unused(engine: &Engine, site: &Site, dues: &mut [Due]) {
    let mut counts: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    for due in dues {
        let (Some(collection), Some(id)) = (&due.collection, &due.record) else {
            continue;
        };
        let counts = counts
            .entry(collection.clone())
            .or_insert_with(|| places::counts(engine, site, collection));
        due.hidden |= counts.get(id).is_none_or(|count| *count == 0);
    }
}

/// One record whose days are looked for.
struct Record<'a> {
    collection: &'a Collection,
    file: &'a RecordFile,
    id: &'a str,
    fields: &'a Fields,
    as_of: Date,
}

impl Record<'_> {
    fn dues(&self, found: &mut Vec<Due>) {
        if let Some(states) = &self.collection.states {
            self.begins(states, found);
            self.ends(states, found);
            self.expected(states, found);
        }
        for (collection, field, kind, shown) in DAYS {
            if collection == self.collection.name
                && let Some(date) = day(self.fields, field).filter(|_| self.is_newest())
            {
                found.push(self.due(date, field, kind, shown));
            }
        }
        if self.collection.name == "certifications" {
            self.report(found);
        }
        if let (Some(end), true) = (day(self.fields, "finished"), self.is_newest()) {
            let stale = end.plus_months(lives::TEST);
            // The day that somebody chose says more than the usual one.
            if day(self.fields, "next").is_none() {
                found.push(self.due(stale, "finished", DueKind::Stale, false));
            }
        }
        if let Some(date) = day(self.fields, "review-by") {
            found.push(self.due(date, "review-by", DueKind::Review, false));
        }
    }

    /// A statement that holds from a day that lies ahead.
    fn begins(&self, states: &States, found: &mut Vec<Due>) {
        let start = states.starts.iter();
        let start = start
            .filter_map(|name| Some((name, day(self.fields, name)?)))
            .next();
        let Some((field, date)) = start.filter(|(_, date)| *date >= self.as_of) else {
            return;
        };
        let before = state(states, self.fields, date.plus_days(-1));
        if state(states, self.fields, date) == before {
            return;
        }
        // Where lists leave it out until then, nothing was said that could become untrue.
        let said = !states.unlisted.iter().any(|one| one == before);
        let kind = if said {
            DueKind::TakesEffect
        } else {
            DueKind::Published
        };
        let mut due = self.due(date, field, kind, false);
        due.untrue = said.then_some(date);
        found.push(due);
    }

    /// The last day of a statement. What ended before is history, but for certificates: they wait for
    /// a renewal.
    fn ends(&self, states: &States, found: &mut Vec<Due>) {
        let end = states.ends.as_deref();
        let Some((field, date)) = end.and_then(|name| Some((name, day(self.fields, name)?))) else {
            return;
        };
        let is_certificate = self.collection.name == "certifications";
        let kind = if is_certificate {
            DueKind::Expires
        } else {
            DueKind::Ends
        };
        if date >= self.as_of {
            found.push(self.due(date, field, kind, true));
        } else if is_certificate {
            // Pages of today say that it has expired.
            found.push(self.due(date, field, kind, false));
        }
    }

    /// The day for which something is planned: pages go on saying so after it.
    fn expected(&self, states: &States, found: &mut Vec<Due>) {
        let Some(field) = states.expected.as_deref() else {
            return;
        };
        let begun = states
            .starts
            .iter()
            .any(|name| day(self.fields, name).is_some());
        if let Some(date) = day(self.fields, field).filter(|_| !begun) {
            found.push(self.due(date, field, DueKind::Expected, true));
        }
    }

    fn report(&self, found: &mut Vec<Due>) {
        let Some(end) = report_end(self.fields) else {
            return;
        };
        let stale = end.plus_months(lives::REPORT);
        found.push(self.due(stale, "period-end", DueKind::Stale, false));
        let needed = end.plus_days(lives::UNBRIDGED);
        match day(self.fields, "bridge-to") {
            // A letter that ends before the report is stale leaves a gap.
            Some(to) if to < stale => {
                found.push(self.due(to, "bridge-to", DueKind::BridgeEnds, false));
            }
            Some(_) => {}
            None => found.push(self.due(needed, "bridge-to", DueKind::BridgeNeeded, false)),
        }
    }

    /// Whether no other test ended later: the older ones are history.
    fn is_newest(&self) -> bool {
        let Some(end) = day(self.fields, "finished") else {
            return true;
        };
        let others = self.file.records.values().filter(|one| !is_hidden(one));
        others
            .filter_map(|one| day(one, "finished"))
            .all(|other| other <= end)
    }

    fn due(&self, date: Date, field: &str, kind: DueKind, shown: bool) -> Due {
        let owner = self.fields.get("owner").and_then(Value::as_text);
        Due {
            date,
            untrue: shown.then(|| date.plus_days(1)),
            kind,
            what: said::what(kind),
            title: title_of(self.collection, self.id, self.fields),
            collection: Some(self.collection.name.clone()),
            record: Some(self.id.to_owned()),
            owner: owner.unwrap_or_default().trim().to_owned(),
            place: Place {
                file: self.file.path.clone(),
                field: Some(format!("{}.{field}", self.id)),
                ..Place::default()
            },
            overdue: false,
            hidden: is_hidden(self.fields),
        }
    }
}

/// What a record is called; its id when it has no name.
pub(crate) fn title_of(collection: &Collection, id: &str, fields: &Fields) -> Localised {
    let found = fields.get(&collection.title).map(Value::as_texts);
    let found = found.filter(|title| !title.is_empty());
    found.unwrap_or_else(|| Localised::One(id.to_owned()))
}
