//! A page as JSON, by `docs/page.schema.json`.

use serde_json::{Map, Value as Json, json};
use tera::Value as Out;

use crate::site::Settings;

use super::read::date;
use super::{
    Entry, File, Link, Record, Section, Shown, Twin, beside, output, text_of, value, whole,
};

/// Tells our pages from other JSON.
const FORMAT: &str = "trustdesk-page";
/// Changes when what is there is taken away or means something else; not when something is added.
const VERSION: u32 = 1;

impl Twin<'_> {
    pub(super) fn json(&self) -> String {
        let mut page = Map::new();
        let mut put = |name: &str, value: Json| {
            if !is_empty(&value) {
                page.insert(name.to_owned(), value);
            }
        };
        put("format", FORMAT.into());
        put("version", VERSION.into());
        put("site", self.site());
        put("address", self.page("canonical").into());
        put("locale", self.locale().into());
        put("title", self.page("title").into());
        put("summary", self.page("summary").into());
        put("date", self.date.map(|d| d.to_string()).into());
        put("reviewed", self.page("reviewed.iso").into());
        put("as_of", self.scope.as_of().to_string().into());
        put("notice", self.notice());
        put("breadcrumb", self.breadcrumb());
        put("alternates", self.alternates());
        let sections: Vec<Json> = self.sections.iter().map(|one| self.section(one)).collect();
        page.insert("sections".to_owned(), sections.into());
        // Written at once: `Display` would check every piece anew. Values of this kind never fail.
        let mut text = serde_json::to_string_pretty(&page).unwrap_or_default();
        text.push('\n');
        text
    }

    fn site(&self) -> Json {
        let Settings {
            name, organisation, ..
        } = &self.scope.site.settings;
        let address = self.scope.site.settings.address.trim_end_matches('/');
        object([
            ("name", name.get(self.locale()).into()),
            ("organisation", organisation.get(self.locale()).into()),
            ("address", address.into()),
        ])
    }

    /// The notice above every page; nothing on other days than its own.
    fn notice(&self) -> Json {
        let Some(map) = self.notice.as_map() else {
            return Json::Null;
        };
        let link = value(map, "link").and_then(Out::as_map);
        let to = link.map(|link| whole(self.scope, text_of(link, "href")));
        let urgent = value(map, "urgent").and_then(Out::as_bool);
        object([
            ("text", text_of(map, "text").into()),
            ("locale", text_of(map, "lang").into()),
            ("href", to.into()),
            ("urgent", urgent.into()),
        ])
    }

    fn breadcrumb(&self) -> Json {
        let crumbs = self.crumbs().into_iter();
        let crumbs =
            crumbs.map(|(title, to)| object([("title", title.into()), ("href", to.into())]));
        crumbs.collect()
    }

    /// The levels from the front page down to this page: title and address, which only levels between
    /// may lack.
    pub(super) fn crumbs(&self) -> Vec<(&str, Option<String>)> {
        let crumbs = self
            .page
            .get_from_path("breadcrumb")
            .and_then(Out::as_array);
        let crumbs: Vec<_> = crumbs
            .into_iter()
            .flatten()
            .filter_map(Out::as_map)
            .collect();
        let last = crumbs.len().saturating_sub(1);
        let crumbs = crumbs.into_iter().enumerate();
        let crumbs = crumbs.map(|(at, map)| {
            let to = match text_of(map, "href") {
                "" => (at == last).then(|| self.here()),
                href => Some(whole(self.scope, href)),
            };
            (text_of(map, "label"), to)
        });
        crumbs.collect()
    }

    /// The whole address of this page.
    fn here(&self) -> String {
        let own = self.page("canonical");
        if own.is_empty() {
            let output = output(self.scope);
            output.rsplit('/').next().unwrap_or_default().to_owned()
        } else {
            own.to_owned()
        }
    }

    /// The page in every language that has it, this one too.
    fn alternates(&self) -> Json {
        let scope = self.scope;
        let address = scope.page.address.as_str();
        let locales = scope.site.settings.locales.iter();
        let there = locales.filter_map(|locale| {
            let info = scope.index.page(&locale.tag, address)?;
            let href = |output: &str| {
                let href = scope.page_href(&locale.tag, address, output);
                whole(scope, &href)
            };
            Some(json!({
                "locale": locale.tag,
                "html": href(&info.output),
                "json": href(&beside(&info.output, "json")),
                "markdown": href(&beside(&info.output, "md")),
            }))
        });
        there.collect()
    }

    fn section(&self, section: &Section<'_>) -> Json {
        let mut map = Map::new();
        map.insert("kind".into(), section.kind.name.as_str().into());
        if !section.id.is_empty() {
            map.insert("id".into(), section.id.as_str().into());
        }
        map.insert("aside".into(), section.aside.into());
        map.insert("fields".into(), self.fields(&section.entries));
        if let Some((derived, found)) = &section.derived {
            map.insert(derived.name().into(), self.found(found));
        }
        map.into()
    }

    /// What was found by looking at the site: dates as days, addresses whole.
    fn found(&self, found: &Out) -> Json {
        let each = found.as_array().unwrap_or_default().iter();
        let each = each.filter_map(|one| {
            let map = one.as_map()?;
            let texts = [
                "what", "title", "summary", "reason", "version", "sha256", "state",
            ];
            let texts = texts.map(|name| (name, Json::from(text_of(map, name))));
            let number = value(map, "number").and_then(Out::as_i64);
            let correction = value(map, "correction").and_then(Out::as_bool);
            let said = [
                ("number", number.into()),
                ("correction", correction.filter(|set| *set).into()),
                ("locale", text_of(map, "tag").into()),
                ("notes", text_of(map, "source").into()),
                ("statement", text_of(map, "statement").into()),
            ];
            let day = value(map, "date").and_then(date).map(|d| d.to_string());
            let href = Some(text_of(map, "href")).filter(|href| !href.is_empty());
            let href = href.map(|href| whole(self.scope, href));
            let rest = [("date", day.into()), ("href", href.into())];
            Some(object(texts.into_iter().chain(said).chain(rest)))
        });
        each.collect()
    }

    fn fields(&self, entries: &[Entry<'_>]) -> Json {
        let fields = entries
            .iter()
            .map(|entry| (entry.field.name.clone(), self.field(&entry.shown)));
        Json::Object(fields.collect())
    }

    fn field(&self, shown: &Shown<'_>) -> Json {
        let (kind, value) = match shown {
            Shown::Text(text) => ("text", text.as_str().into()),
            Shown::Markdown(text) => ("markdown", text.as_str().into()),
            Shown::Html(html) => ("html", html.as_str().into()),
            Shown::Number(number) => ("number", number.clone().into()),
            Shown::Yes => ("flag", true.into()),
            Shown::Date(date) => ("date", date.to_string().into()),
            Shown::Choice { value, label } => {
                return json!({ "type": "choice", "value": value, "label": label });
            }
            Shown::Link(link) => ("link", self.link(link)),
            Shown::File(file) => ("file", self.file(file)),
            Shown::List(items) => {
                let items = items.iter().map(|item| self.fields(item));
                ("list", items.collect())
            }
            Shown::Group(entries) => ("group", self.fields(entries)),
            Shown::Record(record) => ("record", self.record(record)),
            Shown::Records(records) => {
                let records = records.iter().map(|record| self.record(record));
                ("records", records.collect())
            }
        };
        json!({ "type": kind, "value": value })
    }

    fn link(&self, link: &Link) -> Json {
        let file = link.file.as_ref().map(|file| self.file(file));
        object([
            ("href", link.to.as_str().into()),
            ("locale", link.locale.as_str().into()),
            ("file", file.into()),
        ])
    }

    fn file(&self, file: &File) -> Json {
        let hash = file.hash.map(|hash| hash.to_string());
        let (width, height) = file.size.unzip();
        object([
            ("href", file.to.as_str().into()),
            ("media_type", media_type(&file.path).into()),
            ("bytes", file.bytes.into()),
            ("sha256", hash.into()),
            ("width", width.into()),
            ("height", height.into()),
        ])
    }

    fn record(&self, record: &Record<'_>) -> Json {
        let (state, statement) = record.state.clone().unzip();
        let notice = record.notice.then_some(true);
        let mut map = object([
            ("collection", record.collection.name.as_str().into()),
            ("id", record.id.as_str().into()),
            ("state", state.into()),
            ("statement", statement.into()),
            ("notice_only", notice.into()),
        ]);
        map["fields"] = self.fields(&record.entries);
        map
    }
}

/// An object of the values that say something.
pub(in super::super) fn object<'n>(values: impl IntoIterator<Item = (&'n str, Json)>) -> Json {
    let said = values.into_iter().filter(|(_, value)| !is_empty(value));
    said.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The type of a file, by its ending, without how its text is encoded.
pub(super) fn media_type(path: &str) -> &'static str {
    let whole = crate::served::media_type(path);
    whole.split(';').next().unwrap_or(whole)
}
