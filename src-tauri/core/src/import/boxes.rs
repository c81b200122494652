//! Boxes of links that several pages of a language show alike become shared sections.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::kinds::BodyType;
use crate::page::{self, NewSection};
use crate::value::{Fields, Value};

use super::addresses::slug;
use super::draft::Section;
use super::given::key;
use super::library::{LINKS, free};
use super::pages::Mapped;
use super::report::SharedReport;

/// One box, and where it stands.
#[derive(Debug)]
struct LinkBox {
    locale: String,
    fields: Fields,
    /// Page and section.
    places: Vec<(usize, usize)>,
    addresses: BTreeSet<String>,
}

impl LinkBox {
    fn title(&self) -> &str {
        self.fields
            .get("title")
            .and_then(Value::as_text)
            .unwrap_or_default()
    }
}

/// Puts boxes that stand on several pages into files of their own. Answers these, and what is said of them.
pub(super) fn share(
    pages: &mut [Mapped],
    locales: &[String],
) -> (Vec<(String, String)>, Vec<SharedReport>) {
    let boxes = boxes(pages, locales);
    let (mut files, mut report) = (Vec::new(), Vec::new());
    for (one, id) in boxes.iter().zip(ids(&boxes)) {
        for (page, section) in &one.places {
            let section = &mut pages[*page].draft.sections[*section];
            use_shared(section, &id);
        }
        files.push((format!("shared/{}/{id}.md", one.locale), text(one)));
        report.push(SharedReport {
            title: one.title().to_owned(),
            is_box: true,
            locale: one.locale.clone(),
            pages: u32::try_from(one.addresses.len()).unwrap_or(u32::MAX),
        });
    }
    (files, report)
}

/// Names shared sections that are there already where boxes say the same.
pub(super) fn adopt(pages: &mut [Mapped], known: &BTreeMap<(String, String), String>) {
    for page in pages {
        let locale = &page.placed.page.locale;
        let boxes = page.draft.sections.iter_mut();
        for section in boxes.filter(|section| section.kind == LINKS && section.aside) {
            if let Some(id) = known.get(&(locale.clone(), key(&section.fields))) {
                use_shared(section, id);
            }
        }
    }
}

fn use_shared(section: &mut Section, id: &str) {
    section.kind = "shared";
    section.fields = Fields::from([("use".to_owned(), Value::Text(id.to_owned()))]);
}

/// The boxes that stand on several pages, those of the first language first.
fn boxes(pages: &[Mapped], locales: &[String]) -> Vec<LinkBox> {
    let mut found: BTreeMap<(usize, String), LinkBox> = BTreeMap::new();
    for (p, page) in pages.iter().enumerate() {
        let locale = &page.placed.page.locale;
        let place = locales
            .iter()
            .position(|one| one == locale)
            .unwrap_or(usize::MAX);
        let sections = page.draft.sections.iter().enumerate();
        for (s, section) in sections.filter(|(_, section)| section.kind == LINKS && section.aside) {
            let key = (place, key(&section.fields));
            let one = found.entry(key).or_insert_with(|| LinkBox {
                locale: locale.clone(),
                fields: section.fields.clone(),
                places: Vec::new(),
                addresses: BTreeSet::new(),
            });
            one.places.push((p, s));
            one.addresses.insert(page.placed.page.address.clone());
        }
    }
    let mut boxes: Vec<LinkBox> = found
        .into_values()
        .filter(|one| one.addresses.len() > 1)
        .collect();
    // Where they first stand says more than what they hold.
    boxes.sort_by_key(|one| (locales.iter().position(|l| *l == one.locale), one.places[0]));
    boxes
}

/// A name for each box: by its title; in another language that of the box which stands on the same pages.
fn ids(boxes: &[LinkBox]) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut ids: Vec<String> = Vec::new();
    for one in boxes {
        let common = |other: &LinkBox| other.addresses.intersection(&one.addresses).count();
        let used: Vec<&String> = boxes[..ids.len()]
            .iter()
            .zip(&ids)
            .filter(|(other, _)| other.locale == one.locale)
            .map(|(_, id)| id)
            .collect();
        let twin = boxes[..ids.len()]
            .iter()
            .zip(&ids)
            .filter(|(other, id)| {
                other.locale != one.locale && !used.contains(id) && common(other) > 1
            })
            .max_by_key(|(other, _)| common(other));
        let id = twin.map(|(_, id)| id.clone());
        ids.push(id.unwrap_or_else(|| free(&mut taken, &slug(one.title()))));
    }
    ids
}

/// The file of a box. Its title there is what tells boxes apart in lists.
fn text(one: &LinkBox) -> String {
    let count = one.addresses.len();
    let first = one.addresses.first().map_or("", String::as_str);
    let title = if one.title().is_empty() {
        "Links"
    } else {
        one.title()
    };
    let title = format!("{title} ({first} + {})", count - 1);
    let front = Fields::from([("title".to_owned(), Value::Text(title))]);
    let section = NewSection {
        kind: LINKS,
        id: None,
        flags: &[],
        body_type: BodyType::Fields,
        fields: &one.fields,
    };
    page::compose(&front, &[section], "\n")
}
