//! Where pages, records, files and shared sections are used, and how all uses of one are rewritten at once.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Parser, Tag};
use serde::Serialize;
use ts_rs::TS;

use crate::find::is_shown;
use crate::kinds::{Field, FieldKind};
use crate::model::PageRef;
use crate::page::{self, Target};
use crate::render::{self, Engine, markdown};
use crate::site::{PageFile, SETTINGS, Site};
use crate::value::{Fields, Value};
use crate::view::Step;

mod html;

/// What is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Used {
    /// A page by its address, without the place on it.
    Page(String),
    /// A file under `media/`, `/media/…`.
    Media(String),
    /// A record: its collection and its id.
    Record(String, String),
    /// A shared section by its id.
    Shared(String),
    /// An address elsewhere, a mail address or telephone number.
    Outside(String),
}

impl Used {
    /// What a link leads to; `None` for an empty one and for a place on the same page.
    pub fn by_link(to: &str) -> Option<Self> {
        let to = to.trim();
        let address = to.split('#').next().unwrap_or_default();
        Some(match address {
            "" => return None,
            media if media.starts_with("/media/") => Self::Media(media.to_owned()),
            "/" => Self::Page("/".into()),
            page if page.starts_with('/') => Self::Page(page.trim_end_matches('/').to_owned()),
            _ => Self::Outside(to.to_owned()),
        })
    }
}

/// One place where something is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Use {
    /// Site path of the file.
    pub file: String,
    /// The page or shared section that the file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub page: Option<PageRef>,
    /// The section, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub section: Option<u32>,
    /// The field; in a file of records it begins with the record's id.
    pub path: Vec<Step>,
    /// Whether it stands inside a text rather than being the field's value.
    pub in_text: bool,
    /// The kind of that text.
    #[serde(skip)]
    #[ts(skip)]
    text: Option<FieldKind>,
    /// As it is written.
    pub written: String,
    /// Whether visitors can meet it: nothing around it is hidden or kept back.
    #[serde(skip)]
    #[ts(skip)]
    pub shown: bool,
}

/// Every use of everything, in the order of the files.
pub fn all(engine: &Engine, site: &Site) -> BTreeMap<Used, Vec<Use>> {
    let mut found: BTreeMap<Used, Vec<Use>> = BTreeMap::new();
    let mut then = |used, one| found.entry(used).or_default().push(one);
    for (page, file) in &site.pages {
        on_page(engine, site, page, file, &mut then);
    }
    around_pages(engine, site, &mut then);
    found
}

/// Every use of something on one page.
pub(crate) fn on_page(
    engine: &Engine,
    site: &Site,
    page: &PageRef,
    file: &PageFile,
    then: &mut dyn FnMut(Used, Use),
) {
    each_part(engine, page, file, &mut walking(site, then));
}

/// Every use of something in records and settings.
pub(crate) fn around_pages(engine: &Engine, site: &Site, then: &mut dyn FnMut(Used, Use)) {
    each_file(engine, site, &mut walking(site, then));
}

fn walking<'a>(
    site: &'a Site,
    then: &'a mut dyn FnMut(Used, Use),
) -> impl FnMut(&Place<'_>, &[Field], &Fields) + 'a {
    move |place, form, values| {
        let mut walk = Walk {
            place,
            theme: &site.settings.theme,
            shown: place.shown,
            found: &mut *then,
        };
        walk.form(form, values, &mut place.path.clone());
    }
}

/// A form in a file.
struct Place<'a> {
    file: &'a str,
    page: Option<&'a PageRef>,
    section: Option<usize>,
    /// Where the form begins: the record's id, or nothing.
    path: Vec<Step>,
    /// Whether visitors see the page, section or record.
    shown: bool,
}

fn each_part(
    engine: &Engine,
    page: &PageRef,
    file: &PageFile,
    then: &mut dyn FnMut(&Place<'_>, &[Field], &Fields),
) {
    let seen = !render::is_hidden(file);
    let place = |section, shown| Place {
        file: &file.path,
        page: Some(page),
        section,
        path: Vec::new(),
        shown: seen && shown,
    };
    let front = &file.page.front.fields;
    then(&place(None, true), &engine.page_form, front);
    for (position, block) in file.page.blocks.iter().enumerate() {
        if let (Some(kind), Some(fields)) = (engine.kinds.get(&block.kind), block.fields()) {
            let shown = !block.has("hidden");
            then(&place(Some(position), shown), &kind.fields, fields);
        }
    }
}

fn each_file(engine: &Engine, site: &Site, then: &mut dyn FnMut(&Place<'_>, &[Field], &Fields)) {
    for (name, file) in &site.records {
        let Some(collection) = engine.kinds.collection(name) else {
            continue;
        };
        for (id, fields) in &file.records {
            let place = Place {
                file: &file.path,
                page: None,
                section: None,
                path: vec![Step::Name(id.clone())],
                shown: !render::records::is_hidden(fields),
            };
            then(&place, &collection.fields, fields);
        }
    }
    if let Ok(fields) = page::read_fields(&site.settings_text) {
        let place = Place {
            file: SETTINGS,
            page: None,
            section: None,
            path: Vec::new(),
            shown: true,
        };
        then(&place, &engine.site_form, &fields);
    }
}

struct Walk<'a> {
    place: &'a Place<'a>,
    theme: &'a str,
    /// Whether visitors see what is walked now.
    shown: bool,
    found: &'a mut dyn FnMut(Used, Use),
}

impl Walk<'_> {
    fn form(&mut self, form: &[Field], values: &Fields, path: &mut Vec<Step>) {
        for field in form {
            let Some(value) = values.get(&field.name) else {
                continue;
            };
            path.push(Step::Name(field.name.clone()));
            let around = self.shown;
            let themed = field.theme.as_deref().is_none_or(|one| one == self.theme);
            self.shown &= themed && !field.internal && is_shown(field, values);
            match value {
                Value::Group(each) if field.localised => {
                    for (locale, value) in each {
                        path.push(Step::Name(locale.clone()));
                        self.value(field, value, path);
                        path.pop();
                    }
                }
                value => self.value(field, value, path),
            }
            self.shown = around;
            path.pop();
        }
    }

    fn value(&mut self, field: &Field, value: &Value, path: &mut Vec<Step>) {
        let collection = || field.collection.clone().unwrap_or_default();
        match (field.kind, value) {
            (FieldKind::Link | FieldKind::Asset, Value::Text(to)) => {
                if let Some(used) = Used::by_link(to) {
                    self.use_of(used, path, None, to);
                }
            }
            (FieldKind::Record, Value::Text(id)) => {
                self.use_of(Used::Record(collection(), id.clone()), path, None, id);
            }
            (FieldKind::Shared, Value::Text(id)) => {
                self.use_of(Used::Shared(id.clone()), path, None, id);
            }
            (FieldKind::Records, Value::List(ids)) => {
                for (i, id) in ids.iter().enumerate() {
                    let Some(id) = id.as_text() else { continue };
                    path.push(index(i));
                    self.use_of(Used::Record(collection(), id.to_owned()), path, None, id);
                    path.pop();
                }
            }
            (FieldKind::Markdown | FieldKind::Html, Value::Text(text)) => {
                for link in links_of(field.kind, text) {
                    if let Some(used) = Used::by_link(&link.to) {
                        self.use_of(used, path, Some(field.kind), &link.to);
                    }
                }
            }
            (FieldKind::List, Value::List(items)) => {
                for (i, item) in items.iter().enumerate() {
                    let Some(inner) = item.as_group() else {
                        continue;
                    };
                    let around = self.shown;
                    self.shown &= inner.get("hidden").and_then(Value::as_flag) != Some(true);
                    path.push(index(i));
                    self.form(&field.fields, inner, path);
                    path.pop();
                    self.shown = around;
                }
            }
            (FieldKind::Group, Value::Group(inner)) => self.form(&field.fields, inner, path),
            _ => {}
        }
    }

    fn use_of(&mut self, used: Used, path: &[Step], text: Option<FieldKind>, written: &str) {
        let one = Use {
            file: self.place.file.to_owned(),
            page: self.place.page.cloned(),
            section: self.place.section.and_then(|s| u32::try_from(s).ok()),
            path: path.to_vec(),
            in_text: text.is_some(),
            text,
            written: written.to_owned(),
            shown: self.shown,
        };
        (self.found)(used, one);
    }
}

fn index(i: usize) -> Step {
    Step::Index(u32::try_from(i).unwrap_or(u32::MAX))
}

/// A link or picture in a text, with where its target is written.
pub(crate) struct Link {
    pub(crate) to: String,
    pub(crate) range: std::ops::Range<usize>,
}

/// Links and pictures of a text of one of the kinds that have such.
fn links_of(kind: FieldKind, text: &str) -> Vec<Link> {
    match kind {
        FieldKind::Html => html::links(text),
        _ => links(text),
    }
}

/// Links and pictures of a Markdown text whose target stands there as it is meant, in order. Targets
/// written with escapes, or entities other than `&amp;`, are left out: they cannot be replaced without
/// rewriting more.
pub(crate) fn links(text: &str) -> Vec<Link> {
    let parser = Parser::new_ext(text, markdown::options());
    let mut found: Vec<Link> = parser
        .reference_definitions()
        .iter()
        .filter_map(|(_, definition)| target_in(text, &definition.dest, definition.span.clone()))
        .collect();
    for (event, range) in parser.into_offset_iter() {
        if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event {
            found.extend(target_in(text, &dest_url, range));
        }
    }
    found.sort_by_key(|link| link.range.start);
    found.dedup_by_key(|link| link.range.start);
    found
}

/// The target stands last in a link, but for its title.
fn target_in(text: &str, to: &str, range: std::ops::Range<usize>) -> Option<Link> {
    if to.is_empty() {
        return None;
    }
    let source = &text[range.clone()];
    let opening = source.find("](").map_or(0, |i| i + 2);
    let from = source[opening..]
        .rfind("](")
        .map_or(opening, |i| opening + i + 2);
    let escaped = to.replace('&', "&amp;");
    let find = |from: usize| {
        let rest = source.get(from..)?;
        let plain = rest.find(to).map(|at| (from + at, to.len()));
        plain.or_else(|| Some((from + rest.find(&escaped)?, escaped.len())))
    };
    let (at, length) = find(from).or_else(|| find(opening))?;
    let start = range.start + at;
    Some(Link {
        to: to.to_owned(),
        range: start..start + length,
    })
}

/// The files that change when each use is written as `new` says: by what is used and how it is written
/// now. `None` leaves it. Values and link targets only; every other byte stays.
pub fn rewritten(
    engine: &Engine,
    site: &Site,
    new: &dyn Fn(&Used, &str) -> Option<String>,
) -> Vec<(String, String)> {
    let mut edits: BTreeMap<String, Vec<One<'_>>> = BTreeMap::new();
    for (used, uses) in all(engine, site) {
        for one in uses {
            let Some(value) = new(&used, &one.written) else {
                continue;
            };
            edits.entry(one.file).or_default().push(One {
                section: one.section,
                at: one.path,
                // In a text several links may change: each is asked for anew.
                value: one.text.is_none().then_some(value),
                text: one.text,
                new,
            });
        }
    }
    edits
        .into_iter()
        .filter_map(|(path, edits)| {
            let text = text_of(site, &path)?;
            let changed = edits.iter().fold(text.clone(), |text, edit| {
                edited(engine, &path, &text, edit).unwrap_or(text)
            });
            (changed != text).then_some((path, changed))
        })
        .collect()
}

/// The text of a page, of records or of the settings; `None` of one that may only be read.
pub(crate) fn text_of(site: &Site, path: &str) -> Option<String> {
    if path == SETTINGS {
        return Some(site.settings_text.to_string());
    }
    if let Some(page) = PageRef::from_path(path) {
        let file = site.pages.get(&page)?;
        return file.read_only.is_none().then(|| file.page.text.to_string());
    }
    let file = site.records.values().find(|file| file.path == path)?;
    Some(file.text.to_string())
}

struct One<'a> {
    section: Option<u32>,
    at: Vec<Step>,
    value: Option<String>,
    text: Option<FieldKind>,
    new: &'a dyn Fn(&Used, &str) -> Option<String>,
}

/// `text` with one value rewritten.
fn edited(engine: &Engine, path: &str, text: &str, edit: &One<'_>) -> Option<String> {
    if PageRef::from_path(path).is_none() {
        let fields = page::read_fields(text).ok()?;
        let value = replaced(value_at(&fields, &edit.at)?, edit)?;
        let splices = page::data::set(text, &edit.at, Some(&value)).ok()?;
        return Some(page::apply(text, &splices));
    }
    let body_of = |kind: &str| engine.kinds.body_of(kind);
    let page = page::parse(text, None, &body_of);
    let (target, fields) = match edit.section {
        None => (Target::Front, &*page.front.fields),
        Some(i) => {
            let block = page.blocks.get(i as usize)?;
            (Target::Block(i as usize), block.fields()?)
        }
    };
    let value = replaced(value_at(fields, &edit.at)?, edit)?;
    let splices = page::set(&page, target, &edit.at, Some(&value), &body_of).ok()?;
    Some(page::apply(text, &splices))
}

fn replaced(value: &Value, edit: &One<'_>) -> Option<Value> {
    let text = value.as_text()?;
    if let Some(new) = &edit.value {
        return Some(Value::Text(new.clone()));
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let kind = edit.text.unwrap_or(FieldKind::Markdown);
    for link in links_of(kind, text) {
        let new = Used::by_link(&link.to).and_then(|used| (edit.new)(&used, &link.to));
        if let Some(new) = new
            && link.range.start >= at
        {
            out.push_str(&text[at..link.range.start]);
            match kind {
                FieldKind::Html => out.push_str(&render::escape(&new)),
                _ => out.push_str(&new),
            }
            at = link.range.end;
        }
    }
    out.push_str(&text[at..]);
    Some(Value::Text(out))
}

/// The value at `path`, if there is one.
pub fn value_at<'a>(fields: &'a Fields, path: &[Step]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    let Step::Name(name) = first else { return None };
    rest.iter()
        .try_fold(fields.get(name)?, |value, step| match (value, step) {
            (Value::Group(fields), Step::Name(name)) => fields.get(name),
            (Value::List(items), Step::Index(i)) => items.get(*i as usize),
            _ => None,
        })
}

/// The address that a link to `from`, or to a page below it, has after `from` became `to`.
pub fn moved(written: &str, from: &str, to: &str) -> Option<String> {
    let (address, place) = match written.split_once('#') {
        Some((address, place)) => (address, format!("#{place}")),
        None => (written, String::new()),
    };
    let rest = address.trim_end_matches('/').strip_prefix(from)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}{place}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_in_texts_are_found_where_they_are_written() {
        let text = "See [a](/old) and ![b](/media/x.png \"t\"), [`](/y)`](</old#p>), <https://e.org>, [c][d], [e](/q?a&amp;b).\n\n[d]: /old 'x'\n";
        let found: Vec<String> = links(text)
            .iter()
            .map(|l| text[l.range.clone()].to_owned())
            .collect();
        assert_eq!(
            found,
            [
                "/old",
                "/media/x.png",
                "/old#p",
                "https://e.org",
                "/q?a&amp;b",
                "/old"
            ]
        );
    }

    #[test]
    fn links_follow_a_page_and_those_below_it() {
        assert_eq!(moved("/a", "/a", "/b").as_deref(), Some("/b"));
        assert_eq!(moved("/a#x", "/a", "/b").as_deref(), Some("/b#x"));
        assert_eq!(moved("/a/c#x", "/a", "/b").as_deref(), Some("/b/c#x"));
        assert_eq!(moved("/ab", "/a", "/b"), None);
        assert_eq!(moved("/", "/a", "/b"), None);
    }

    #[test]
    fn links_say_what_is_used() {
        assert_eq!(Used::by_link("/a#x"), Some(Used::Page("/a".into())));
        assert_eq!(Used::by_link("/"), Some(Used::Page("/".into())));
        assert_eq!(
            Used::by_link("/media/x.pdf#page=2"),
            Some(Used::Media("/media/x.pdf".into()))
        );
        assert_eq!(Used::by_link("#here"), None);
        assert_eq!(Used::by_link(""), None);
        let mail = "mailto:a@example.com";
        assert_eq!(Used::by_link(mail), Some(Used::Outside(mail.into())));
    }
}
