//! Details of certificates become records, one for all languages and pages that tell of the same.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::value::{Fields, Value};

use super::addresses::slug;
use super::library::free;
use super::pages::Mapped;

/// The kind of section that shows certificates, and the collection of their records.
pub(super) const CERTIFICATIONS: &str = "certifications";
/// Texts of a certificate that each language has its own of.
const LOCALISED: [&str; 2] = ["title", "text"];

/// Takes certificates out of the sections that tell of them; what is left there are their names. Answers
/// the records.
pub(super) fn share(pages: &mut [Mapped]) -> Vec<(String, Fields)> {
    let mut records: IndexMap<String, Fields> = IndexMap::new();
    for page in pages {
        let locale = page.placed.page.locale.clone();
        let logos = logos(page);
        for section in &mut page.draft.sections {
            if section.kind != CERTIFICATIONS {
                continue;
            }
            let Some(Value::List(items)) = section.fields.get_mut("items") else {
                continue;
            };
            for item in items {
                let Value::Group(fields) = item else { continue };
                let name = fields
                    .get("name")
                    .and_then(Value::as_text)
                    .unwrap_or_default();
                let badge = logos.get(&name.to_lowercase());
                let id = record(&mut records, fields, &slug(name), &locale, badge);
                *item = Value::Text(id);
            }
        }
    }
    records.into_iter().collect()
}

/// The pictures of the logos of a page, by what the page calls them.
fn logos(page: &Mapped) -> IndexMap<String, String> {
    let sections = page
        .draft
        .sections
        .iter()
        .filter(|section| section.kind == "logos");
    let items = sections.filter_map(|section| section.fields.get("items")?.as_list());
    let items = items.flatten().filter_map(Value::as_group);
    let named = items.filter_map(|item| {
        let text = |name: &str| item.get(name).and_then(Value::as_text);
        Some((text("name")?.to_lowercase(), text("image")?.to_owned()))
    });
    named.collect()
}

/// The id of the record of a certificate. Another page may tell the same of it, or another language; when
/// it tells something else, that is another record.
fn record(
    records: &mut IndexMap<String, Fields>,
    fields: &Fields,
    wanted: &str,
    locale: &str,
    badge: Option<&String>,
) -> String {
    let own = |name: &str| fields.get(name).filter(|value| value.as_text().is_some());
    let fits = |known: &Fields| {
        LOCALISED.iter().all(|name| {
            let said = known.get(*name).and_then(Value::as_group);
            let said = said.and_then(|each| each.get(locale));
            said.is_none() || said == own(name)
        })
    };
    let wanted = if wanted.is_empty() {
        "certificate"
    } else {
        wanted
    };
    let like = |id: &str| {
        id == wanted
            || id
                .strip_prefix(wanted)
                .is_some_and(|rest| rest.starts_with('-'))
    };
    let known = records.iter().find(|(id, known)| like(id) && fits(known));
    let id = known.map(|(id, _)| id.clone()).unwrap_or_else(|| {
        let mut taken: HashSet<String> = records.keys().cloned().collect();
        free(&mut taken, wanted)
    });
    let record = records.entry(id.clone()).or_default();
    for name in LOCALISED {
        if let Some(value) = own(name) {
            let each = record
                .entry(name.to_owned())
                .or_insert_with(|| Value::Group(Fields::new()));
            if let Value::Group(each) = each {
                each.insert(locale.to_owned(), value.clone());
            }
        }
    }
    if let Some(badge) = badge {
        record
            .entry("badge".to_owned())
            .or_insert_with(|| Value::Text(badge.clone()));
    }
    id
}
