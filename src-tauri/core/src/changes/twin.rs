//! The twin of a page as it stands in a bundle, read without believing it.

use serde_json::{Map, Value as Json};

use super::RecordName;
use super::links::Links;

/// The fields of a section, an item or a record, by name.
pub(super) type Entries = Map<String, Json>;

/// What a page says, as its twin tells it.
pub(super) struct Twin {
    page: Entries,
}

impl Twin {
    /// Reads a twin; `None` for what is none or is damaged.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let Ok(Json::Object(page)) = serde_json::from_slice(bytes) else {
            return None;
        };
        let ours = page.get("format")? == "trustdesk-page" && page.get("version")? == 1;
        let whole = |section: &Json| section["kind"].is_string() && section["fields"].is_object();
        let sections = page.get("sections")?.as_array()?;
        let named = page.get("title").is_some_and(Json::is_string);
        (ours && named && sections.iter().all(whole)).then_some(Self { page })
    }

    /// Text of the page itself; empty when there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        text(self.page.get(name))
    }

    /// What the site says of itself.
    pub(super) fn site(&self, name: &str) -> &str {
        text(self.page.get("site").and_then(|site| site.get(name)))
    }

    /// The notice above every page.
    pub(super) fn notice(&self) -> Option<&Entries> {
        self.page.get("notice")?.as_object()
    }

    /// Its sections, in order.
    pub(super) fn sections(&self) -> Vec<Section<'_>> {
        let all = self.page.get("sections").and_then(Json::as_array);
        let all = all.into_iter().flatten().filter_map(Json::as_object);
        all.map(|all| Section { all }).collect()
    }

    /// The paths of the same page in other languages. `page` is its own.
    pub(super) fn others(&self, page: &str) -> Vec<String> {
        let links = Links {
            address: self.site("address"),
            page,
            locale: self.text("locale"),
        };
        let all = self.page.get("alternates").and_then(Json::as_array);
        let hrefs = all.into_iter().flatten().map(|one| text(one.get("html")));
        let paths = hrefs.map(|href| links.path(href).trim_start_matches('/').to_owned());
        paths.filter(|path| path != page).collect()
    }

    /// Every record that it tells of, with what it is called here.
    pub(super) fn records(&self) -> Vec<(RecordName, &str)> {
        let mut found = Vec::new();
        for section in self.sections() {
            collect(section.fields(), &mut found);
        }
        found
    }
}

/// One section.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Section<'t> {
    all: &'t Entries,
}

impl<'t> Section<'t> {
    pub(super) fn kind(&self) -> &'t str {
        text(self.all.get("kind"))
    }

    /// Its anchor; empty when it has none.
    pub(super) fn id(&self) -> &'t str {
        text(self.all.get("id"))
    }

    pub(super) fn aside(&self) -> bool {
        self.all.get("aside").and_then(Json::as_bool) == Some(true)
    }

    pub(super) fn fields(&self) -> &'t Entries {
        static NONE: std::sync::LazyLock<Entries> = std::sync::LazyLock::new(Entries::new);
        self.all
            .get("fields")
            .and_then(Json::as_object)
            .unwrap_or(&NONE)
    }

    /// What was found by looking at the site: `articles`, `changes`.
    pub(super) fn found(&self, name: &str) -> &'t [Json] {
        let found = self.all.get(name).and_then(Json::as_array);
        found.map_or(&[], Vec::as_slice)
    }
}

/// A text; empty for what is none.
pub(super) fn text(value: Option<&Json>) -> &str {
    value.and_then(Json::as_str).unwrap_or_default()
}

/// Type and value of a field.
pub(super) fn field(entry: &Json) -> (&str, &Json) {
    (text(entry.get("type")), &entry["value"])
}

/// The text of a field by its name; empty when it is none.
pub(super) fn field_text<'f>(fields: &'f Entries, name: &str) -> &'f str {
    text(fields.get(name).and_then(|entry| entry.get("value")))
}

/// A record by its name, if it is one.
pub(super) fn record_name(record: &Json) -> Option<RecordName> {
    Some(RecordName {
        collection: record["collection"].as_str()?.to_owned(),
        id: record["id"].as_str()?.to_owned(),
    })
}

/// What a record is called: the first field that is a line of text.
pub(super) fn record_title(record: &Json) -> &str {
    let fields = record["fields"].as_object();
    fields.map_or("", |fields| item_title(fields, None))
}

/// What an item is called: the field that the form says, else its first line of text.
pub(super) fn item_title<'f>(fields: &'f Entries, summary: Option<&str>) -> &'f str {
    let named = summary.map(|name| field_text(fields, name));
    let named = named.filter(|text| !text.is_empty());
    let mut texts = fields
        .values()
        .map(field)
        .filter_map(|(kind, value)| value.as_str().filter(|_| kind == "text"));
    named.or_else(|| texts.next()).unwrap_or_default()
}

/// The records that a section lists itself.
pub(super) fn records_of(fields: &Entries) -> Vec<(RecordName, &str)> {
    let lists = fields
        .values()
        .map(field)
        .filter(|(kind, _)| *kind == "records");
    let records = lists.filter_map(|(_, list)| list.as_array()).flatten();
    let named = records.filter_map(|record| Some((record_name(record)?, record_title(record))));
    named.collect()
}

fn collect<'t>(fields: &'t Entries, found: &mut Vec<(RecordName, &'t str)>) {
    for (kind, value) in fields.values().map(field) {
        match (kind, value) {
            ("record", record) => one(record, found),
            ("records", Json::Array(records)) => {
                records.iter().for_each(|record| one(record, found));
            }
            ("list", Json::Array(items)) => {
                let items = items.iter().filter_map(Json::as_object);
                items.for_each(|item| collect(item, found));
            }
            ("group", Json::Object(group)) => collect(group, found),
            _ => {}
        }
    }
}

fn one<'t>(record: &'t Json, found: &mut Vec<(RecordName, &'t str)>) {
    if let Some(name) = record_name(record) {
        found.push((name, record_title(record)));
    }
    if let Some(fields) = record["fields"].as_object() {
        collect(fields, found);
    }
}
