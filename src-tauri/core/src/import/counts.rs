//! What sections hold, counted: paragraphs, list items, links, pictures, and their letters.

use pulldown_cmark::{Event, Parser, Tag};

use crate::kinds::{Field, FieldKind, Kinds};
use crate::render::markdown;
use crate::value::{Fields, Value};

use super::draft::Section;
use super::languages::Letters;

/// Counts of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Sections that are shown.
    pub(super) sections: usize,
    /// Paragraphs and headings.
    pub(super) paragraphs: usize,
    /// Items of lists.
    pub(super) items: usize,
    /// Links with a target.
    pub(super) links: usize,
    /// Pictures.
    pub(super) pictures: usize,
}

/// Counts what sections show.
pub(super) fn shown(sections: &[Section], kinds: &Kinds) -> Counts {
    let mut counts = Counts::default();
    for section in sections.iter().filter(|section| !section.hidden) {
        counts.sections += 1;
        if let Some(kind) = kinds.get(section.kind) {
            counts.form(&kind.fields, &section.fields);
        }
    }
    counts
}

/// Whether an item of a list is kept, but not shown.
fn is_hidden(item: &Fields) -> bool {
    item.get("hidden").and_then(Value::as_flag) == Some(true)
}

impl Counts {
    fn form(&mut self, form: &[Field], fields: &Fields) {
        for field in form {
            match (field.kind, fields.get(&field.name)) {
                (FieldKind::Link, Some(Value::Text(to))) => {
                    self.links += usize::from(!to.is_empty())
                }
                (FieldKind::Asset, Some(Value::Text(to))) if !to.is_empty() => {
                    let picture = field.accept == "image";
                    *(if picture {
                        &mut self.pictures
                    } else {
                        &mut self.links
                    }) += 1;
                }
                (FieldKind::Markdown, Some(Value::Text(text))) => self.markdown(text),
                (FieldKind::Group, Some(Value::Group(inner))) => self.form(&field.fields, inner),
                // Records that are still to be taken out of their section.
                (FieldKind::Records, Some(Value::List(items))) => {
                    let texts = items.iter().filter_map(Value::as_group);
                    texts
                        .filter_map(|item| item.get("text")?.as_text())
                        .for_each(|text| self.markdown(text));
                }
                (FieldKind::List, Some(Value::List(items))) => {
                    let items = items.iter().filter_map(Value::as_group);
                    for item in items.filter(|item| !is_hidden(item)) {
                        self.items += 1;
                        self.form(&field.fields, item);
                    }
                }
                _ => {}
            }
        }
    }

    fn markdown(&mut self, text: &str) {
        for event in Parser::new_ext(text, markdown::options()) {
            match event {
                Event::Start(Tag::Paragraph | Tag::Heading { .. }) => self.paragraphs += 1,
                Event::Start(Tag::Item) => self.items += 1,
                Event::Start(Tag::Link { dest_url, .. }) => {
                    self.links += usize::from(!dest_url.is_empty());
                }
                Event::Start(Tag::Image { .. }) => self.pictures += 1,
                _ => {}
            }
        }
    }
}

/// The letters that sections show.
pub(super) fn letters(sections: &[Section], kinds: &Kinds) -> Letters {
    let mut text = String::new();
    for section in sections.iter().filter(|section| !section.hidden) {
        if let Some(kind) = kinds.get(section.kind) {
            texts(&kind.fields, &section.fields, &mut text);
        }
    }
    Letters::of(&text)
}

fn texts(form: &[Field], fields: &Fields, out: &mut String) {
    for field in form {
        match (field.kind, fields.get(&field.name)) {
            (FieldKind::Text | FieldKind::Multiline, Some(Value::Text(text))) => out.push_str(text),
            (FieldKind::Markdown, Some(Value::Text(text))) => {
                for event in Parser::new_ext(text, markdown::options()) {
                    if let Event::Text(text) = event {
                        out.push_str(&text);
                    }
                }
            }
            (FieldKind::Group, Some(Value::Group(inner))) => texts(&field.fields, inner, out),
            (FieldKind::List, Some(Value::List(items))) => {
                for item in items.iter().filter_map(Value::as_group) {
                    texts(&field.fields, item, out);
                }
            }
            _ => {}
        }
    }
}
