//! Field values made ready for templates: links resolved, Markdown rendered, records looked up.

use std::collections::BTreeSet;

use tera::{Map, Value as Out};

use crate::kinds::{BODY, Field, FieldKind};
use crate::value::{Fields, Value};

use super::links::{Scope, Target};
use super::{dates, markdown, placeholder, raw, records};

/// What a field accepts whose file is a document.
pub(super) const DOCUMENT: &str = "document";

/// What templates get for the fields of one section or record.
pub(super) struct Resolver<'a> {
    pub(super) scope: &'a Scope<'a>,
    /// Makes footnote anchors unique on the page.
    pub(super) unique: String,
    /// Assets that the output refers to.
    pub(super) assets: BTreeSet<String>,
    /// Whether words stand where a required value is missing: in sections of the preview only.
    pub(super) placeholders: bool,
    /// Paths of the values that words stand in for.
    pub(super) waiting: Vec<String>,
}

impl Resolver<'_> {
    /// All fields of a form; those without a value are empty, never missing.
    pub(super) fn form(&mut self, form: &[Field], values: &Fields, at: &str) -> Map {
        let mut map = Map::with_capacity(form.len() + 1);
        for field in form.iter().filter(|f| !f.internal) {
            let path = if at.is_empty() {
                field.name.clone()
            } else {
                format!("{at}.{}", field.name)
            };
            let all = values.get(&field.name);
            let value = if field.localised {
                all.and_then(|v| self.in_locale(v))
            } else {
                all
            };
            let waits = self.placeholders && placeholder::waits(field, value, values);
            let out = if waits {
                self.placeholder(field, value, &path)
            } else {
                self.field(field, value, values, &path)
            };
            let out = if field.accept == DOCUMENT {
                self.document(out, all, value)
            } else {
                out
            };
            let name = field.name.replace('-', "_");
            if field.kind == FieldKind::Choice {
                let label = self.chosen(field, value);
                map.insert(format!("{name}_label").into(), Out::from(label));
            }
            map.insert(name.into(), out);
        }
        self.fill_alt(form, values, &mut map);
        map
    }

    /// A document's file with its language, where it has one for each, and its SHA-256.
    fn document(&self, file: Out, all: Option<&Value>, value: Option<&Value>) -> Out {
        let Some(map) = file.as_map() else {
            return file;
        };
        let mut map = map.clone();
        let settings = &self.scope.site.settings;
        let tag = all.and_then(Value::as_group).and_then(|each| {
            let wanted = [self.scope.page.locale.as_str(), settings.default_locale()];
            let found = wanted.into_iter().find(|tag| each.contains_key(*tag));
            found.or_else(|| each.keys().next().map(String::as_str))
        });
        let known = tag.and_then(|tag| settings.locales.iter().find(|locale| locale.tag == tag));
        let media = value
            .and_then(Value::as_text)
            .and_then(|path| self.scope.site.media.get(path));
        let hash = media.and_then(|media| media.digest.get());
        let language = known.map_or("", |locale| locale.label.as_str());
        map.insert("language".into(), Out::from(language));
        map.insert(
            "sha256".into(),
            hash.map_or_else(Out::none, |hash| Out::from(hash.to_string())),
        );
        Out::from(map)
    }

    /// What the chosen option is called in the page's language; empty when none is.
    fn chosen(&self, field: &Field, value: Option<&Value>) -> String {
        let chosen = value.and_then(Value::as_text).unwrap_or("");
        let option = field.options.iter().find(|option| option.value == chosen);
        option.map_or_else(String::new, |option| {
            option.label.get(&self.scope.page.locale).to_owned()
        })
    }

    /// A picture without a text of its own in the form has the one that is kept with it.
    fn fill_alt(&self, form: &[Field], values: &Fields, map: &mut Map) {
        let own = values.get("alt").and_then(Value::as_text).unwrap_or("");
        if !own.trim().is_empty() || !form.iter().any(|f| f.name == "alt") {
            return;
        }
        let picture = form
            .iter()
            .find(|f| f.kind == FieldKind::Asset)
            .and_then(|f| values.get(&f.name)?.as_text());
        let alt = picture.and_then(|path| {
            let path = self.scope.file(path);
            self.scope.site.alt(path, &self.scope.page.locale)
        });
        if let Some(alt) = alt {
            map.insert("alt".into(), Out::from(alt));
        }
    }

    /// What stands where a required value is missing.
    fn placeholder(&mut self, field: &Field, value: Option<&Value>, at: &str) -> Out {
        let words = placeholder::words(field, &self.scope.page.locale);
        match field.kind {
            kind if placeholder::is_text(kind) => {
                self.waiting.push(at.to_owned());
                if kind == FieldKind::Markdown {
                    return Out::safe_string(&format!("<p>{}</p>", super::escape(&words)));
                }
                Out::from(words)
            }
            FieldKind::Link => {
                let mut map = Map::new();
                for (name, value) in [("href", ""), ("locale", "")] {
                    map.insert(name.into(), Out::from(value));
                }
                for name in ["external", "mail"] {
                    map.insert(name.into(), Out::from(false));
                }
                map.insert("file".into(), Out::none());
                Out::from(map)
            }
            // One item that says what belongs into it.
            FieldKind::List => {
                let path = format!("{at}.0");
                let mut map = self.form(&field.fields, &Fields::new(), &path);
                map.insert("at".into(), Out::from(path));
                Out::from(vec![Out::from(map)])
            }
            _ => self.field(field, value, &Fields::new(), at),
        }
    }

    /// The value for the page's locale, else for the default one, else any.
    pub(super) fn in_locale<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        let locale = &self.scope.page.locale;
        self.scope.site.in_locale(locale, value)
    }

    fn field(&mut self, field: &Field, value: Option<&Value>, beside: &Fields, at: &str) -> Out {
        let text = value.and_then(Value::as_text).unwrap_or("");
        match field.kind {
            FieldKind::Text | FieldKind::Multiline | FieldKind::Choice | FieldKind::Shared => {
                match value {
                    Some(Value::Int(n)) => Out::from(*n),
                    Some(Value::Date(d)) => Out::from(d.to_string()),
                    _ => Out::from(text),
                }
            }
            FieldKind::Lines => {
                let lines = value.and_then(Value::as_list).unwrap_or_default();
                let lines = lines.iter().filter_map(Value::as_text).map(Out::from);
                Out::from(lines.collect::<Vec<_>>())
            }
            FieldKind::Markdown => self.markdown(text, field.name == BODY),
            FieldKind::Html => self.html(text),
            FieldKind::Flag => Out::from(value.and_then(Value::as_flag).unwrap_or(false)),
            FieldKind::Number => match value {
                Some(Value::Int(n)) => Out::from(*n),
                Some(Value::Float(x)) => Out::from(*x),
                _ => Out::none(),
            },
            FieldKind::Date => match value {
                Some(Value::Date(date)) => self.date(*date),
                _ => Out::none(),
            },
            FieldKind::Link => self.link(text),
            FieldKind::Asset => self.asset(text),
            FieldKind::List => self.list(field, value, at),
            FieldKind::Group => {
                let empty = Fields::new();
                Out::from(self.form(
                    &field.fields,
                    value.and_then(Value::as_group).unwrap_or(&empty),
                    at,
                ))
            }
            FieldKind::Record => records::one(self, field, text),
            FieldKind::Records => {
                let named = value.and_then(Value::as_list).unwrap_or(&[]);
                let only = field.only.as_deref().and_then(|name| {
                    let chosen = beside.get(name)?.as_text()?;
                    (!chosen.is_empty()).then_some((name, chosen))
                });
                records::many(self, field, named, only)
            }
        }
    }

    fn markdown(&mut self, text: &str, _body: bool) -> Out {
        let mut found = markdown::Found::default();
        let html = markdown::render(self.scope, text, &self.unique, &mut found);
        self.assets.extend(found.assets);
        Out::safe_string(&html)
    }

    fn html(&mut self, text: &str) -> Out {
        let mut found = markdown::Found::default();
        let html = raw::clean(self.scope, text, &mut found);
        self.assets.extend(found.assets);
        Out::safe_string(&html)
    }

    pub(super) fn date(&self, date: crate::model::Date) -> Out {
        let mut map = Map::new();
        map.insert("iso".into(), Out::from(date.to_string()));
        map.insert(
            "text".into(),
            Out::from(dates::words(date, &self.scope.page.locale)),
        );
        Out::from(map)
    }

    pub(super) fn link(&mut self, to: &str) -> Out {
        let target = self.scope.resolve(to);
        let mut map = Map::new();
        let (href, external, mail) = match &target {
            Target::Broken(_) => return Out::none(),
            Target::Page { href, .. }
            | Target::Anchor { href }
            | Target::Asset { href, .. }
            | Target::Existing { href } => (href, false, false),
            Target::Outside { href, .. } => (href, true, false),
            Target::Contact { href } => (href, false, true),
        };
        map.insert("href".into(), Out::from(href.as_str()));
        map.insert("external".into(), Out::from(external));
        map.insert("mail".into(), Out::from(mail));
        let locale = if let Target::Page {
            locale: Some(locale),
            ..
        } = &target
        {
            locale.as_str()
        } else {
            ""
        };
        map.insert("locale".into(), Out::from(locale));
        map.insert("file".into(), Out::none());
        if let Target::Asset { path, .. } = &target {
            map.insert("file".into(), self.file(path));
            self.assets.insert(path.clone());
        }
        Out::from(map)
    }

    /// Type and size of a file under `media/`.
    pub(super) fn file(&self, path: &str) -> Out {
        let bytes = self.scope.site.media.get(path).map_or(0, |m| m.bytes);
        let mut map = Map::new();
        let extension = path
            .rsplit('.')
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        map.insert("type".into(), Out::from(extension));
        map.insert("size".into(), Out::from(dates::size(bytes)));
        map.insert("path".into(), Out::from(path));
        Out::from(map)
    }

    pub(super) fn asset(&mut self, path: &str) -> Out {
        let Target::Asset { href, path } = self.scope.resolve(path) else {
            return self.outside(path);
        };
        let path = path.as_str();
        let size = self.scope.site.media.get(path).and_then(|file| file.size);
        let (width, height) = size.unzip();
        self.assets.insert(path.to_owned());
        let mut map = Map::new();
        map.insert("src".into(), Out::from(href));
        map.insert("width".into(), Out::from(width));
        map.insert("height".into(), Out::from(height));
        map.insert("file".into(), self.file(path));
        Out::from(map)
    }

    /// A picture that is no file of this site, where pages may have such.
    fn outside(&self, path: &str) -> Out {
        let Some(src) = self.scope.outside_picture(path) else {
            return Out::none();
        };
        let mut map = Map::new();
        map.insert("src".into(), Out::from(src));
        for name in ["width", "height", "file"] {
            map.insert(name.into(), Out::none());
        }
        Out::from(map)
    }

    fn list(&mut self, field: &Field, value: Option<&Value>, at: &str) -> Out {
        let mut items = Vec::new();
        for (i, item) in value
            .and_then(Value::as_list)
            .unwrap_or(&[])
            .iter()
            .enumerate()
        {
            let Some(fields) = item.as_group() else {
                continue;
            };
            if fields
                .get("hidden")
                .and_then(Value::as_flag)
                .unwrap_or(false)
            {
                continue;
            }
            let path = format!("{at}.{i}");
            let mut map = self.form(&field.fields, fields, &path);
            if !records::fill_link(self, &mut map, fields) {
                continue;
            }
            map.insert("at".into(), Out::from(path));
            items.push(Out::from(map));
        }
        Out::from(items)
    }
}
