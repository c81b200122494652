//! Links that several pages name become records of the link library, each written once.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::model::PageRef;
use crate::value::{Fields, Value};

use super::addresses::slug;
use super::pages::Mapped;
use super::report::SharedReport;

/// The kind of section whose links are looked at.
pub(super) const LINKS: &str = "links";
/// The fields of a link that a record can stand for.
const PLAIN: [&str; 3] = ["label", "to", "hidden"];

/// How one language names a target.
#[derive(Debug, Default)]
struct Named {
    labels: BTreeMap<String, usize>,
    pages: BTreeSet<String>,
}

impl Named {
    /// The label that is used most; the first in order of several.
    fn label(&self) -> &str {
        let best = self
            .labels
            .iter()
            .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        best.map_or("", |(label, _)| label)
    }
}

/// One record of the library.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) id: String,
    /// The label of each locale.
    pub(super) labels: BTreeMap<String, String>,
}

/// Puts links that stand on several pages into the library. Answers its records, and what is said of them.
pub(super) fn share(
    pages: &mut [Mapped],
    locales: &[String],
) -> (Vec<(String, Fields)>, Vec<SharedReport>) {
    let mut found: BTreeMap<String, BTreeMap<String, Named>> = BTreeMap::new();
    for page in pages.iter_mut() {
        let PageRef { locale, address } = page.placed.page.clone();
        each(page, &mut |item| {
            let Some((label, to)) = plain(item) else {
                return;
            };
            let named = found
                .entry(to.to_owned())
                .or_default()
                .entry(locale.clone())
                .or_default();
            *named.labels.entry(label.to_owned()).or_default() += 1;
            named.pages.insert(address.clone());
        });
    }
    found.retain(|_, each| each.values().any(|named| named.pages.len() > 1));
    let mut ids = HashSet::new();
    let mut links: BTreeMap<String, Link> = BTreeMap::new();
    let mut report = Vec::new();
    for (to, each) in &found {
        let first = locales
            .iter()
            .find_map(|locale| each.get(locale))
            .map_or("", Named::label);
        let labels = each
            .iter()
            .map(|(locale, named)| (locale.clone(), named.label().to_owned()));
        let id = free(&mut ids, &slug(first));
        links.insert(
            to.clone(),
            Link {
                id,
                labels: labels.collect(),
            },
        );
        for (locale, named) in each.iter().filter(|(_, named)| named.pages.len() > 1) {
            report.push(SharedReport {
                title: named.label().to_owned(),
                is_box: false,
                locale: locale.clone(),
                pages: u32::try_from(named.pages.len()).unwrap_or(u32::MAX),
            });
        }
    }
    adopt(pages, &links);
    let records = links
        .into_iter()
        .map(|(to, link)| (link.id, record(&to, link.labels)));
    (records.collect(), report)
}

/// Names records where boxes say the same.
pub(super) fn adopt(pages: &mut [Mapped], links: &BTreeMap<String, Link>) {
    for page in pages {
        let locale = page.placed.page.locale.clone();
        each(page, &mut |item| replace(item, &locale, links));
    }
}

/// Calls `act` for every link of the boxes of a page.
fn each(page: &mut Mapped, act: &mut dyn FnMut(&mut Fields)) {
    for section in page
        .draft
        .sections
        .iter_mut()
        .filter(|section| section.kind == LINKS)
    {
        if let Some(Value::List(items)) = section.fields.get_mut("items") {
            for item in items {
                if let Value::Group(item) = item {
                    act(item);
                }
            }
        }
    }
}

/// Label and target of a link that says nothing else.
fn plain(item: &Fields) -> Option<(&str, &str)> {
    let text = |name: &str| {
        item.get(name)
            .and_then(Value::as_text)
            .filter(|text| !text.is_empty())
    };
    let plain = item.keys().all(|name| PLAIN.contains(&name.as_str()));
    Some((text("label")?, text("to")?)).filter(|(_, to)| plain && !to.starts_with('#'))
}

/// Names the record instead, where it says the same.
fn replace(item: &mut Fields, locale: &str, links: &BTreeMap<String, Link>) {
    let Some((label, to)) = plain(item) else {
        return;
    };
    let link = links
        .get(to)
        .filter(|link| link.labels.get(locale).is_some_and(|own| own == label));
    if let Some(link) = link {
        let hidden = item.get("hidden").cloned();
        *item = Fields::from([("link".to_owned(), Value::Text(link.id.clone()))]);
        item.extend(hidden.map(|hidden| ("hidden".to_owned(), hidden)));
    }
}

fn record(to: &str, labels: BTreeMap<String, String>) -> Fields {
    let labels = labels
        .into_iter()
        .map(|(locale, label)| (locale, Value::Text(label)));
    Fields::from([
        ("label".to_owned(), Value::Group(labels.collect())),
        ("to".to_owned(), Value::Text(to.to_owned())),
    ])
}

/// `wanted`, or with a number behind it.
pub(super) fn free(taken: &mut HashSet<String>, wanted: &str) -> String {
    // Names begin with a letter.
    let wanted = if wanted.starts_with(|c: char| c.is_ascii_digit()) {
        format!("n-{wanted}")
    } else {
        wanted.to_owned()
    };
    let mut name = wanted.clone();
    let mut n = 1;
    while !taken.insert(name.clone()) {
        n += 1;
        name = format!("{wanted}-{n}");
    }
    name
}
