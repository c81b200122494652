//! Records compared by collection and id, so that what changed of one is told once.

use serde_json::Value as Json;

use crate::diff::in_order;
use crate::model::Localised;

use super::RecordName;
use super::compare::Walk;
use super::raw::{Owner, What};
use super::twin::{self, record_name, record_title};

impl Walk<'_> {
    /// Compares what two fields say of one record.
    pub(super) fn record(&mut self, before: &Json, after: &Json) {
        match (record_name(before), record_name(after)) {
            (Some(then), Some(now)) if then == now => self.one(now, before, after),
            (then, now) => {
                let shown = |name: &Option<RecordName>, record| {
                    let title = || Localised::One(record_title(record).to_owned());
                    name.as_ref().map(|_| title())
                };
                let told = format!("{then:?} {now:?}");
                let what = What::Value(shown(&then, before), shown(&now, after));
                self.note(what, &told);
            }
        }
    }

    /// Compares two lists of records.
    pub(super) fn records(&mut self, old: &[Json], new: &[Json]) {
        let named = |list: &'_ [Json]| -> Vec<RecordName> {
            list.iter()
                .map(|one| record_name(one).unwrap_or_default())
                .collect()
        };
        let (then, now) = (named(old), named(new));
        let was: std::collections::HashMap<&RecordName, usize> = then
            .iter()
            .enumerate()
            .map(|(at, name)| (name, at))
            .collect();
        let mut kept = Vec::new();
        for (name, record) in now.iter().zip(new) {
            match was.get(name).and_then(|at| Some((*at, old.get(*at)?))) {
                Some((at, before)) => {
                    kept.push(at);
                    self.one(name.clone(), before, record);
                }
                None => self.turn(name, true),
            }
        }
        let there: std::collections::HashSet<&RecordName> = now.iter().collect();
        for name in then.iter().filter(|name| !there.contains(name)) {
            self.turn(name, false);
        }
        if !kept.is_sorted() && in_order(&kept).len() < kept.len() {
            let told: Vec<&str> = now.iter().map(|name| name.id.as_str()).collect();
            self.note(What::Order, &told.join("\n"));
        }
    }

    /// A record that came or went.
    pub(super) fn turn(&mut self, name: &RecordName, added: bool) {
        let (owner, labels) = (self.owner.clone(), std::mem::take(&mut self.labels));
        let path = std::mem::take(&mut self.path);
        self.owner = Owner::Record(name.clone());
        let key = format!("{}\n{name:?} {added}", self.scope);
        self.note_as(What::Record { added }, key);
        (self.owner, self.labels, self.path) = (owner, labels, path);
    }

    fn one(&mut self, name: RecordName, before: &Json, after: &Json) {
        if before == after {
            return;
        }
        let scope = format!("record {}/{}", name.collection, name.id);
        let form = self.kinds.collection(&name.collection);
        let form = form.map_or(&[][..], |collection| &collection.fields);
        let mut inner = Walk {
            owner: Owner::Record(name),
            place: self.place.clone(),
            scope,
            labels: Vec::new(),
            path: Vec::new(),
            item: String::new(),
            found: std::mem::take(&mut self.found),
            ..*self
        };
        let none = twin::Entries::new();
        let [then, now] = [before, after].map(|one| one["fields"].as_object().unwrap_or(&none));
        inner.group(then, now, form);
        if !dates_differ(then, now) {
            inner.state(before, after);
        }
        self.found = inner.found;
    }

    /// What the dates say, when it is another day and not another date that makes them say so.
    fn state(&mut self, before: &Json, after: &Json) {
        let said = |one: &Json| twin::text(one.get("statement")).to_owned();
        let (then, now) = (said(before), said(after));
        if then == now {
            return;
        }
        let states = [before, after].map(|one| twin::text(one.get("state")));
        let told = if states[0] == states[1] {
            format!("{then}\n{now}")
        } else {
            states.join("\n")
        };
        self.note(What::State(then, now), &format!("state {told}"));
    }
}

fn dates_differ(old: &twin::Entries, new: &twin::Entries) -> bool {
    let dates = |side: &twin::Entries| -> Vec<Json> {
        let dates = side.values().filter(|entry| twin::field(entry).0 == "date");
        dates.cloned().collect()
    };
    dates(old) != dates(new)
}
