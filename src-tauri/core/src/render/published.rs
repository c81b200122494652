//! The documents that visitors can have, each with its digest: what a copy of one is compared with.

use std::collections::{BTreeMap, BTreeSet};

use crate::kinds::{Derived, FieldKind};
use crate::model::Localised;
use crate::page::Block;
use crate::site::{NavigationItem, PublishedDocument, Site};
use crate::value::{Fields, Value};

use super::engine::Engine;
use super::index::SiteIndex;
use super::links::{Scope, Target};
use super::records::{is_hidden, is_withheld};
use super::values::{DOCUMENT, Resolver};
use super::{Mode, releases, shared};

/// Every document that an export of the site holds, by path: files that are no pictures and that a page,
/// a record on a page or the settings lead to.
pub fn published_documents<'i>(
    engine: &Engine,
    index: &'i SiteIndex,
    site: &Site,
) -> &'i [PublishedDocument] {
    // Found one page after the other: whoever waits for this may be one of the threads that render.
    index.documents.get_or_init(|| {
        let about = about(engine, site);
        let used = used(engine, index, site);
        let documents = used.iter().filter(|path| is_document(path));
        let mut found: Vec<_> = documents
            .filter_map(|path| document(index, site, path, about.get(path.as_str())))
            .collect();
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    })
}

fn is_document(path: &str) -> bool {
    !crate::served::media_type(path).starts_with("image/")
}

/// The files under `/media/` that pages use, exactly as rendering them finds out.
fn used(engine: &Engine, index: &SiteIndex, site: &Site) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (page, file) in site.pages.iter().filter(|(page, _)| index.shows(page)) {
        let scope = Scope::new(engine, index, site, page, Mode::Export);
        for (position, block) in file.page.blocks.iter().enumerate() {
            for block in shared::shown(site, &page.locale, block) {
                used.append(&mut of_block(&scope, block, position));
            }
        }
        around(&scope, &mut used);
    }
    used
}

fn of_block(scope: &Scope<'_>, block: &Block, position: usize) -> BTreeSet<String> {
    let kind = scope.engine.kinds.get(&block.kind);
    let Some((kind, fields)) = kind.zip(block.fields()) else {
        return BTreeSet::new();
    };
    let mut resolver = Resolver {
        scope,
        unique: block.id.clone().unwrap_or_else(|| format!("s{position}")),
        assets: BTreeSet::new(),
        placeholders: false,
        waiting: Vec::new(),
    };
    resolver.form(&kind.fields, fields, "");
    if kind.derived == Some(Derived::Releases) {
        releases::of(&mut resolver);
    }
    resolver.assets
}

/// What header, footer and notice of a page lead to.
fn around(scope: &Scope<'_>, used: &mut BTreeSet<String>) {
    fn menu(scope: &Scope<'_>, items: &[NavigationItem], used: &mut BTreeSet<String>) {
        for item in items {
            link(scope, &item.to, used);
            menu(scope, &item.items, used);
        }
    }
    fn link(scope: &Scope<'_>, to: &str, used: &mut BTreeSet<String>) {
        if let Target::Asset { path, .. } = scope.resolve(to) {
            used.insert(path);
        }
    }
    let settings = &scope.site.settings;
    menu(scope, &settings.navigation, used);
    menu(scope, &settings.footer, used);
    if settings.notice.stands_on(scope.as_of()) {
        link(scope, &settings.notice.to, used);
    }
}

/// What the record of a file says of it.
struct About<'a> {
    record: String,
    language: &'a str,
    title: Localised,
    fields: &'a Fields,
}

/// What records that visitors may see say of files, by the file's path. Where two have the same file,
/// the first is right, documents before the rest.
fn about<'a>(engine: &Engine, site: &'a Site) -> BTreeMap<&'a str, About<'a>> {
    let mut about = BTreeMap::new();
    let mut collections: Vec<_> = engine.kinds.listed().collect();
    collections.sort_by_key(|collection| (collection.name != "documents", &collection.name));
    for collection in collections {
        let Some(file) = site.records.get(&collection.name) else {
            continue;
        };
        let fields = collection.fields.iter();
        let fields: Vec<_> = fields
            .filter(|field| field.kind == FieldKind::Asset && field.accept == DOCUMENT)
            .collect();
        for (id, record) in &file.records {
            if is_hidden(record) || is_withheld(&collection.name, record) {
                continue;
            }
            let files = fields.iter().filter_map(|field| record.get(&field.name));
            for (language, path) in files.flat_map(by_language) {
                about.entry(path).or_insert_with(|| About {
                    record: format!("{}/{id}", collection.name),
                    language,
                    title: record
                        .get(&collection.title)
                        .map(Value::as_texts)
                        .unwrap_or_default(),
                    fields: record,
                });
            }
        }
    }
    about
}

/// The files of a value: one, or one for each language.
fn by_language(value: &Value) -> Vec<(&str, &str)> {
    match value {
        Value::Group(each) => {
            let each = each.iter();
            let files = each.filter_map(|(tag, path)| Some((tag.as_str(), path.as_text()?)));
            files.collect()
        }
        value => value.as_text().map(|path| ("", path)).into_iter().collect(),
    }
}

/// A file as it is published; none when it is not there or cannot be read.
fn document(
    index: &SiteIndex,
    site: &Site,
    path: &str,
    about: Option<&About<'_>>,
) -> Option<PublishedDocument> {
    let hash = site.media.get(path)?.digest.get()?;
    let kept = site.about(path);
    let said = |name: &str| {
        let value = about.and_then(|about| about.fields.get(name));
        let value = value.or_else(|| kept?.get(name))?;
        site.in_locale(site.settings.default_locale(), value)
    };
    let name = || Localised::One(path.rsplit('/').next().unwrap_or(path).to_owned());
    let title = about.map(|about| about.title.clone());
    let day = ["issued", "effective", "date"].into_iter().find_map(said);
    Some(PublishedDocument {
        path: index.places.all(path).next()?.to_owned(),
        record: about.map_or_else(String::new, |about| about.record.clone()),
        language: about.map_or_else(String::new, |about| about.language.to_owned()),
        title: title.filter(|title| !title.is_empty()).unwrap_or_else(name),
        version: said("version").map_or_else(String::new, plain),
        date: match day {
            Some(Value::Date(date)) => date.to_string(),
            _ => String::new(),
        },
        sha256: hash.to_string(),
    })
}

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        _ => String::new(),
    }
}
