//! What templates get, read by the forms that name it.

use tera::{Map, Value as Out};

use crate::kinds::{Collection, Derived, Field, FieldKind, Kind};
use crate::model::Date;
use crate::value::{Fields, Value};

use super::super::feeds::UPDATES;
use super::super::links::Scope;
use super::super::plain;
use super::{Entry, File, Link, Record, Section, Showing, Shown, text_of, value, whole};

/// What a section says, from what its template gets.
pub(in super::super) fn section<'a>(
    scope: &Scope<'a>,
    kind: &'a Kind,
    showing: &Showing<'_>,
) -> Section<'a> {
    let reader = Reader {
        scope,
        unique: showing.unique,
    };
    let logged = value(showing.shown, "log").and_then(Out::as_bool);
    let derived = kind
        .derived
        .filter(|derived| *derived != Derived::Changes || logged == Some(true));
    let mut entries = reader.entries(&kind.fields, showing.shown, showing.source);
    if kind.name == UPDATES {
        newest_first(&mut entries);
    }
    Section {
        kind,
        id: showing.block.id.clone().unwrap_or_default(),
        h1: showing.h1,
        aside: showing.block.has("aside"),
        entries,
        derived: derived.zip(showing.derived.cloned()),
    }
}

/// Updates stand in the order of their days, as their section shows them.
fn newest_first(entries: &mut [Entry<'_>]) {
    let day = |record: &Record<'_>| {
        let mut dates = record.entries.iter().filter(|e| e.field.name == "date");
        dates.find_map(|entry| match entry.shown {
            Shown::Date(date) => Some(date),
            _ => None,
        })
    };
    for entry in entries {
        if let Shown::Records(records) = &mut entry.shown {
            records.sort_by_key(day);
            records.reverse();
        }
    }
}

struct Reader<'r, 'a> {
    scope: &'r Scope<'a>,
    unique: &'r str,
}

impl<'a> Reader<'_, 'a> {
    /// The values of a form that say something, in its order. `source` is what they were made from.
    fn entries(&self, form: &'a [Field], shown: &Map, source: &Fields) -> Vec<Entry<'a>> {
        let told = form
            .iter()
            .filter(|field| !field.internal && !field.look && is_asked(field, source));
        let entries = told.filter_map(|field| {
            let shown = self.shown(field, shown, source)?;
            Some(Entry { field, shown })
        });
        entries.collect()
    }

    fn shown(&self, field: &'a Field, map: &Map, source: &Fields) -> Option<Shown<'a>> {
        let out = value(map, &field.name)?;
        Some(match field.kind {
            FieldKind::Text | FieldKind::Multiline | FieldKind::Shared => Shown::Text(words(out)?),
            FieldKind::Lines => {
                let lines = out.as_array()?.iter().filter_map(Out::as_str);
                let lines = lines.collect::<Vec<_>>().join("\n");
                (!lines.is_empty()).then_some(Shown::Text(lines))?
            }
            FieldKind::Markdown => Shown::Markdown(self.markdown(field, out, source)?),
            FieldKind::Html => Shown::Html(self.html(out)?),
            FieldKind::Flag => out.as_bool().filter(|set| *set).map(|_| Shown::Yes)?,
            FieldKind::Number => Shown::Number(number(out)?),
            FieldKind::Date => Shown::Date(date(out)?),
            FieldKind::Choice => {
                let value = words(out)?;
                let label = match text_of(map, &format!("{}_label", field.name)) {
                    "" => value.clone(),
                    label => label.to_owned(),
                };
                Shown::Choice { value, label }
            }
            FieldKind::Link => Shown::Link(self.link(out)?),
            FieldKind::Asset => Shown::File(self.file(out.as_map()?, "src")?),
            FieldKind::List => self.list(field, out, source)?,
            FieldKind::Group => {
                let group = source.get(&field.name)?.as_group()?;
                Shown::Group(self.entries(&field.fields, out.as_map()?, group))
            }
            FieldKind::Record => Shown::Record(self.record(field, out)?),
            FieldKind::Records => {
                let records = out.as_array()?.iter();
                let records = records.filter_map(|out| self.record(field, out));
                Shown::Records(records.collect())
            }
        })
    }

    /// The text that the HTML in `out` was made from, as it is shown.
    fn markdown(&self, field: &Field, out: &Out, source: &Fields) -> Option<String> {
        out.as_str().filter(|html| !html.trim().is_empty())?;
        let written = source.get(&field.name)?;
        let written = if field.localised {
            self.scope
                .site
                .in_locale(&self.scope.page.locale, written)?
        } else {
            written
        };
        let text = plain::of(self.scope, written.as_text()?, self.unique, &|href| {
            whole(self.scope, href)
        });
        (!text.is_empty()).then_some(text)
    }

    /// Clean HTML in which every link and picture has a whole address.
    fn html(&self, out: &Out) -> Option<String> {
        let html = out.as_str().filter(|html| !html.trim().is_empty())?;
        let mut whole_html = String::with_capacity(html.len());
        let mut rest = html;
        while let Some(at) = [" href=\"", " src=\""]
            .iter()
            .filter_map(|name| Some(rest.find(name)? + name.len()))
            .min()
        {
            let end = rest[at..].find('"').map_or(rest.len(), |end| at + end);
            whole_html.push_str(&rest[..at]);
            whole_html.push_str(&whole(self.scope, &rest[at..end]));
            rest = &rest[end..];
        }
        whole_html.push_str(rest);
        Some(whole_html.trim().to_owned())
    }

    fn link(&self, out: &Out) -> Option<Link> {
        let map = out.as_map()?;
        let file = value(map, "file").and_then(Out::as_map);
        Some(Link {
            to: whole(self.scope, text_of(map, "href")),
            locale: text_of(map, "locale").to_owned(),
            file: file.and_then(|_| self.file(map, "href")),
        })
    }

    /// The file that `map` tells of, with its address under `href`.
    fn file(&self, map: &Map, href: &str) -> Option<File> {
        let about = value(map, "file")?.as_map()?;
        let path = text_of(about, "path");
        let media = self.scope.site.media.get(path)?;
        Some(File {
            to: whole(self.scope, text_of(map, href)),
            path: path.to_owned(),
            bytes: media.bytes,
            hash: media.digest.get(),
            size: media.size,
            words: format!("{}, {}", text_of(about, "type"), text_of(about, "size")),
        })
    }

    fn list(&self, field: &'a Field, out: &Out, source: &Fields) -> Option<Shown<'a>> {
        let written = source.get(&field.name)?.as_list()?;
        // An item that is nothing but a link is shown only where it leads somewhere.
        let links = ["label", "to"]
            .iter()
            .all(|name| field.fields.iter().any(|field| field.name == *name));
        let items = out.as_array()?.iter().filter_map(|item| {
            let map = item.as_map()?;
            // Hidden items are left out, so an item says itself where it stands.
            let at: usize = text_of(map, "at").rsplit('.').next()?.parse().ok()?;
            let fields = written.get(at)?.as_group()?;
            let mut entries = self.entries(&field.fields, map, fields);
            // A link of the library has already given the item its words and its target.
            entries.retain(|entry| entry.field.collection.as_deref() != Some("links"));
            let leads = || entries.iter().any(|e| matches!(e.shown, Shown::Link(_)));
            (!entries.is_empty() && (!links || leads())).then_some(entries)
        });
        let items: Vec<_> = items.collect();
        (!items.is_empty()).then_some(Shown::List(items))
    }

    fn record(&self, field: &Field, out: &Out) -> Option<Record<'a>> {
        let map = out.as_map()?;
        let name = field.collection.as_deref()?;
        let collection: &'a Collection = self.scope.engine.kinds.collection(name)?;
        let id = text_of(map, "id");
        let source = self.scope.site.records.get(name)?.records.get(id)?;
        let state = text_of(map, "state");
        let mut entries = self.entries(&collection.fields, map, source);
        entries.retain(|entry| entry.field.name != "visibility");
        Some(Record {
            collection,
            id: id.to_owned(),
            state: (!state.is_empty())
                .then(|| (state.to_owned(), text_of(map, "statement").to_owned())),
            notice: source.get("visibility").and_then(Value::as_text) == Some("notice"),
            entries,
        })
    }
}

/// Whether a field belongs to what its neighbour says now: what was typed before that changed is not
/// shown. One that belongs to a neighbour without a value may have got its own from there.
fn is_asked(field: &Field, source: &Fields) -> bool {
    field.when.as_ref().is_none_or(|when| {
        let beside = source.get(&when.field).and_then(Value::as_text);
        when.is.is_empty() || beside == Some(&when.is)
    })
}

fn words(out: &Out) -> Option<String> {
    let text = match out.as_str() {
        Some(text) => text.trim().to_owned(),
        None => number(out)?.to_string(),
    };
    (!text.is_empty()).then_some(text)
}

fn number(out: &Out) -> Option<serde_json::Number> {
    match out.as_i64() {
        Some(whole) => Some(whole.into()),
        None => serde_json::Number::from_f64(out.as_f64()?),
    }
}

pub(super) fn date(out: &Out) -> Option<Date> {
    Date::parse(text_of(out.as_map()?, "iso"))
}
