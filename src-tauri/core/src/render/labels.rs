//! What forms call things, for templates: a fact on the page is called what its field is called.

use tera::{Map, Value as Out};

use crate::kinds::{Collection, Field, Kind};

use super::links::Scope;

/// The labels of a kind's own fields and, under `record`, of the records that it shows: each by its
/// name with `_` for `-`, the options of choices under `options`, states under `states`.
pub(super) fn of(scope: &Scope<'_>, kind: &Kind) -> Out {
    let mut all = fields(scope, &kind.fields);
    let collections = kind.fields.iter().filter_map(|f| f.collection.as_deref());
    let mut shown = collections.filter_map(|name| scope.engine.kinds.collection(name));
    // The list that a section is about comes last in its form.
    if let Some(collection) = shown.next_back() {
        all.insert("record".into(), Out::from(record(scope, collection)));
    }
    Out::from(all)
}

fn record(scope: &Scope<'_>, collection: &Collection) -> Map {
    let mut all = fields(scope, &collection.fields);
    let labels = collection.states.iter().flat_map(|states| &states.labels);
    let states: Map = labels
        .map(|(state, label)| (state.clone().into(), text(scope, label)))
        .collect();
    all.insert("states".into(), Out::from(states));
    all
}

fn fields(scope: &Scope<'_>, form: &[Field]) -> Map {
    let mut all = Map::new();
    let mut options = Map::new();
    for field in form.iter().filter(|field| !field.internal) {
        let name = field.name.replace('-', "_");
        if !field.options.is_empty() {
            let each = field.options.iter().map(|option| {
                let mut map = Map::new();
                map.insert("value".into(), Out::from(option.value.as_str()));
                map.insert("label".into(), text(scope, &option.label));
                Out::from(map)
            });
            options.insert(name.clone().into(), Out::from(each.collect::<Vec<_>>()));
        }
        all.insert(name.into(), text(scope, &field.label));
    }
    all.insert("options".into(), Out::from(options));
    all
}

fn text(scope: &Scope<'_>, label: &crate::model::Localised) -> Out {
    Out::from(label.get(&scope.page.locale))
}
