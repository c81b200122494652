//! What the rules about pages look at: the links, pictures, headings and tables that visitors see, each
//! with its place.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::kinds::{Field, FieldKind, Kinds};
use crate::render::markdown::options;
use crate::render::{is_hidden, records};
use crate::site::{PageFile, RecordFile};
use crate::value::{Fields, Value};
use crate::view::{Step, dotted};

/// What stands in one file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub(crate) links: Vec<Link>,
    pub(crate) pictures: Vec<Picture>,
    pub(crate) headings: Vec<Heading>,
    /// Tables whose head says nothing.
    pub(crate) bare_tables: Vec<Spot>,
    /// Paragraphs that are bold from end to end, as headings are written by those who know none.
    pub(crate) bold: Vec<(Spot, String)>,
}

/// A place in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) section: Option<u32>,
    pub(crate) field: String,
}

/// A link as visitors see it.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) to: String,
    pub(crate) label: String,
    pub(crate) spot: Spot,
    /// It stands in a text.
    pub(crate) in_text: bool,
    /// Its text is a field made for that; otherwise it is what the link is about.
    pub(crate) named: bool,
}

/// A picture as visitors see or hear it.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub(crate) file: String,
    pub(crate) alt: String,
    /// The place of the text, or of the picture in a text.
    pub(crate) spot: Spot,
}

/// A heading.
#[derive(Debug, Clone)]
pub(crate) struct Heading {
    pub(crate) level: u8,
    pub(crate) text: String,
    pub(crate) spot: Spot,
    /// It is the heading of a section, which the theme places.
    pub(crate) of_section: bool,
}

/// Fields beside a link that may hold its label, the likeliest first.
const LABELS: [&str; 5] = ["label", "title", "name", "heading", "text"];

impl Facts {
    /// Of a page; nothing of one that is hidden.
    pub(crate) fn of_page(kinds: &Kinds, page_form: &[Field], file: &PageFile) -> Self {
        let mut facts = Self::default();
        if is_hidden(file) {
            return facts;
        }
        let mut walk = Walk {
            facts: &mut facts,
            section: None,
            locale: None,
        };
        walk.form(page_form, &file.page.front.fields, &mut Vec::new());
        for (i, block) in file.page.blocks.iter().enumerate() {
            if block.has("hidden") {
                continue;
            }
            if let (Some(kind), Some(fields)) = (kinds.get(&block.kind), block.fields()) {
                walk.section = u32::try_from(i).ok();
                walk.section_heading(&block.kind, fields);
                walk.form(&kind.fields, fields, &mut Vec::new());
            }
        }
        facts
    }

    /// Of the records of a collection that visitors see, in one language.
    pub(crate) fn of_records(kinds: &Kinds, name: &str, file: &RecordFile, locale: &str) -> Self {
        let mut facts = Self::default();
        let Some(collection) = kinds.collection(name) else {
            return facts;
        };
        let mut walk = Walk {
            facts: &mut facts,
            section: None,
            locale: Some(locale),
        };
        for (id, fields) in &file.records {
            if !records::is_hidden(fields) {
                walk.form(
                    &collection.fields,
                    fields,
                    &mut vec![Step::Name(id.clone())],
                );
            }
        }
        facts
    }
}

struct Walk<'a> {
    facts: &'a mut Facts,
    section: Option<u32>,
    /// The language whose values are taken, where fields have one for each.
    locale: Option<&'a str>,
}

impl Walk<'_> {
    fn spot(&self, path: &[Step]) -> Spot {
        Spot {
            section: self.section,
            field: dotted(path),
        }
    }

    fn section_heading(&mut self, kind: &str, fields: &Fields) {
        let text = fields.get("heading").and_then(Value::as_text).unwrap_or("");
        if !text.trim().is_empty() {
            let level = if kind == "hero" { 1 } else { 2 };
            self.facts.headings.push(Heading {
                level,
                text: text.to_owned(),
                spot: self.spot(&[Step::Name("heading".into())]),
                of_section: true,
            });
        }
    }

    fn form(&mut self, form: &[Field], values: &Fields, path: &mut Vec<Step>) {
        if values.get("hidden").and_then(Value::as_flag) == Some(true) {
            return;
        }
        for field in form.iter().filter(|field| !field.internal) {
            let Some(value) = values.get(&field.name) else {
                continue;
            };
            path.push(Step::Name(field.name.clone()));
            match (value, self.locale) {
                (Value::Group(each), Some(locale)) if field.localised => {
                    if let Some(value) = each.get(locale) {
                        path.push(Step::Name(locale.to_owned()));
                        self.field(field, value, values, path);
                        path.pop();
                    }
                }
                _ => self.field(field, value, values, path),
            }
            path.pop();
        }
    }

    fn field(&mut self, field: &Field, value: &Value, beside: &Fields, path: &mut Vec<Step>) {
        match (field.kind, value) {
            (FieldKind::Markdown, Value::Text(text)) => self.markdown(text, path),
            (FieldKind::Link, Value::Text(to)) if !to.is_empty() => {
                let text = |name: &&str| self.text(beside.get(*name));
                let label = LABELS.iter().map(text).find(|text| !text.is_empty());
                self.facts.links.push(Link {
                    to: to.clone(),
                    label: label.unwrap_or_default(),
                    spot: self.spot(path),
                    in_text: false,
                    named: beside.contains_key("label"),
                });
            }
            (FieldKind::Asset, Value::Text(file)) if !file.is_empty() => {
                let last = path.pop();
                path.push(Step::Name("alt".into()));
                let spot = self.spot(path);
                path.pop();
                path.extend(last);
                let alt = self.text(beside.get("alt"));
                if !alt.is_empty() {
                    let file = file.clone();
                    self.facts.pictures.push(Picture { file, alt, spot });
                }
            }
            (FieldKind::List, Value::List(items)) => {
                for (i, item) in (0..).zip(items) {
                    if let Some(inner) = item.as_group() {
                        path.push(Step::Index(i));
                        self.form(&field.fields, inner, path);
                        path.pop();
                    }
                }
            }
            (FieldKind::Group, Value::Group(inner)) => self.form(&field.fields, inner, path),
            _ => {}
        }
    }

    /// A text, or the one in the language that is looked at.
    fn text(&self, value: Option<&Value>) -> String {
        let text = match (value, self.locale) {
            (Some(Value::Group(each)), Some(locale)) => each.get(locale).and_then(Value::as_text),
            (value, _) => value.and_then(Value::as_text),
        };
        text.unwrap_or("").trim().to_owned()
    }

    fn markdown(&mut self, text: &str, path: &[Step]) {
        let spot = self.spot(path);
        let mut reading = Reading::default();
        for event in Parser::new_ext(text, options()) {
            reading.event(event, &spot, self.facts);
        }
    }
}

/// A Markdown text while it is read.
#[derive(Default)]
struct Reading {
    /// Links and pictures that are open, with what was read in them.
    open: Vec<(String, String)>,
    heading: Option<(u8, String)>,
    head: Option<String>,
    /// The text of the paragraph, and how much of it is bold.
    paragraph: Option<(String, String)>,
    bold: u32,
}

impl Reading {
    fn event(&mut self, event: Event<'_>, spot: &Spot, facts: &mut Facts) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag, spot, facts),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        for (_, inner) in &mut self.open {
            inner.push_str(text);
        }
        let plain = [
            self.heading.as_mut().map(|(_, inner)| inner),
            self.head.as_mut(),
        ];
        plain
            .into_iter()
            .flatten()
            .for_each(|inner| inner.push_str(text));
        if let Some((all, bold)) = &mut self.paragraph {
            all.push_str(text);
            if self.bold > 0 {
                bold.push_str(text);
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.open.push((dest_url.to_string(), String::new()));
            }
            Tag::Heading { level, .. } => {
                // The engine writes the first level as the second: the page has its own first.
                let level = if *level == HeadingLevel::H1 {
                    2
                } else {
                    *level as u8
                };
                self.heading = Some((level, String::new()));
            }
            Tag::TableHead => self.head = Some(String::new()),
            Tag::Paragraph => self.paragraph = Some(Default::default()),
            Tag::Strong => self.bold += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, spot: &Spot, facts: &mut Facts) {
        let spot = spot.clone();
        match tag {
            TagEnd::Link => {
                if let Some((to, label)) = self.open.pop() {
                    facts.links.push(Link {
                        to,
                        label: label.trim().to_owned(),
                        spot,
                        in_text: true,
                        named: true,
                    });
                }
            }
            TagEnd::Image => {
                if let Some((file, alt)) = self.open.pop().filter(|(_, alt)| !alt.trim().is_empty())
                {
                    facts.pictures.push(Picture { file, alt, spot });
                }
            }
            TagEnd::Heading(_) => {
                if let Some((level, text)) = self.heading.take() {
                    facts.headings.push(Heading {
                        level,
                        text,
                        spot,
                        of_section: false,
                    });
                }
            }
            TagEnd::TableHead => {
                let bare = self.head.take().is_some_and(|text| text.trim().is_empty());
                facts.bare_tables.extend(bare.then_some(spot));
            }
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Paragraph => {
                let whole = self.paragraph.take();
                if let Some((all, bold)) = whole.filter(|(all, _)| !all.trim().is_empty())
                    && all.trim() == bold.trim()
                {
                    facts.bold.push((spot, all));
                }
            }
            _ => {}
        }
    }
}
