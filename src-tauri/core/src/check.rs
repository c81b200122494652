//! Problems of content: what a visitor would stumble over, said before they do.

use crate::kinds::{BODY, Field, FieldKind};
use crate::message::Message;
use crate::model::{Localised, PageRef};
use crate::page::{Block, Content, Fault, place_of};
use crate::problem::{Problem, Severity};
use crate::render::links::Scope;
use crate::render::{self, Engine, Mode, SiteIndex, fragment, is_hidden, markdown, raw, shared};
use crate::rule::{self, Rule};
use crate::say;
use crate::site::{PageFile, Site};
use crate::value::{Fields, Value};

mod across;
mod brand;
mod countries;
mod english;
mod evidence;
mod facts;
mod files;
mod form;
pub mod ignored;
mod inner;
mod items;
mod languages;
mod links;
mod menus;
mod outputs;
mod pages;
mod published;
mod records;
mod security_txt;
mod sink;
mod site;
mod statements;
mod texts;
pub mod whole;
pub mod words;

pub use english::is_spelled;
pub use menus::menus;
pub(crate) use records::values;
pub use records::{record, records};
pub use site::site;

/// All problems outside pages: those of reading the site, and those of a look at the whole.
pub fn around(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<Problem> {
    let mut problems = site.problems.clone();
    for problem in self::site(engine, index, site) {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    problems
}

/// All problems of one page.
pub fn page(engine: &Engine, index: &SiteIndex, site: &Site, page: &PageRef) -> Vec<Problem> {
    let Some(file) = site.pages.get(page) else {
        return Vec::new();
    };
    let mut check = Check {
        scope: Scope::new(engine, index, site, page, Mode::Export),
        path: &file.path,
        section: None,
        problems: Vec::new(),
    };
    if let Some(problem) = &file.read_only {
        check.problems.push(problem.clone());
        if problem.code != "too-large" {
            return check.problems;
        }
    }
    if !page.is_shared() {
        check.front(file);
    }
    for fault in &file.page.faults {
        let mut problem = from_fault(fault, &file.path);
        problem.place.section = section_at(file, fault.line);
        check.problems.push(problem);
    }
    for (position, block) in file.page.blocks.iter().enumerate() {
        check.section = Some(position);
        check.block(file, block);
    }
    check.section = None;
    if !page.is_shared() && engine.renders_apart(site) {
        // Only rendering shows what is wrong with a template.
        let made = render::page(engine, index, site, page, Mode::Export, &[]);
        check.problems.extend(made.problems);
    }
    if !site.settings.locales.iter().any(|l| l.tag == page.locale) {
        check.add(
            &rule::UNKNOWN_LOCALE,
            "",
            say!(
                "The language “{language}” is not one of this site's",
                language = page.locale
            ),
            say!("Add it to the site's languages, or remove the page."),
        );
    }
    check.problems
}

fn from_fault(fault: &Fault, file: &str) -> Problem {
    Problem::new(fault.rule, file, fault.message.clone(), fault.hint.clone())
        .at(fault.line, fault.column)
}

fn section_at(file: &PageFile, line: u32) -> Option<u32> {
    let at = |block: &Block| place_of(&file.page.text, block.range.start).0;
    let position = file
        .page
        .blocks
        .iter()
        .rposition(|block| at(block) <= line)?;
    u32::try_from(position).ok()
}

struct Check<'a> {
    scope: Scope<'a>,
    /// Site path of the file.
    path: &'a str,
    section: Option<usize>,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn add(&mut self, rule: &Rule, field: &str, message: Message, hint: Message) {
        self.add_milder(rule, rule.severity, field, message, hint);
    }

    /// A case that matters less than its rule says.
    fn add_milder(
        &mut self,
        rule: &Rule,
        severity: Severity,
        field: &str,
        message: Message,
        hint: Message,
    ) {
        let mut problem = Problem::new(rule, self.path, message, hint).milder(severity);
        if let Some(position) = self.section {
            problem = problem.in_section(position, None);
        }
        problem.place.field = (!field.is_empty()).then(|| field.to_owned());
        self.problems.push(problem);
    }

    fn front(&mut self, file: &PageFile) {
        if let Some(fault) = &file.page.front.fault {
            self.problems.push(from_fault(fault, &file.path));
            return;
        }
        let fields = &file.page.front.fields;
        self.form(&self.scope.engine.page_form, fields, "");
        if !is_hidden(file) {
            self.review(fields, "review-by");
        }
        let lines = fields.get("front").and_then(Value::as_text).unwrap_or("");
        if !fragment::is_safe(lines) {
            self.add(
                &rule::FRONT_MATTER,
                "front",
                say!("A line of only --- or ... would end the front matter, so these lines are not written"),
                say!("Take that line out."),
            );
        }
    }

    fn block(&mut self, file: &PageFile, block: &Block) {
        match &*block.content {
            Content::Unreadable(fault) => {
                let mut problem = from_fault(fault, self.path);
                problem.place.section = self.section.and_then(|s| u32::try_from(s).ok());
                self.problems.push(problem);
            }
            Content::Unknown => self.add(
                &rule::UNKNOWN_KIND,
                "",
                say!(
                    "The section kind “{kind}” is not known here. The section is kept as it is",
                    kind = block.kind
                ),
                say!("Update Trustdesk, or remove the section."),
            ),
            // What nobody sees may be unfinished.
            Content::Fields(_) if block.has("hidden") || is_hidden(file) => {}
            Content::Fields(fields) => {
                if let Some(kind) = self.scope.engine.kinds.get(&block.kind) {
                    self.form(&kind.fields, fields, "");
                    self.picture_text(fields);
                }
            }
        }
    }

    /// A picture with an `alt` field beside it needs a text there.
    fn picture_text(&mut self, fields: &Fields) {
        let text = |name: &str| fields.get(name).and_then(Value::as_text).unwrap_or("");
        if !text("image").is_empty() && text("alt").trim().is_empty() && !self.has_kept_text(fields)
        {
            self.add(
                &rule::MISSING_ALT,
                "alt",
                say!("The picture has no text for people who do not see it"),
                say!("Say in a few words what it shows."),
            );
        }
    }

    /// Whether the picture of a form brings a text of its own, kept with the file.
    fn has_kept_text(&self, fields: &Fields) -> bool {
        let image = fields.get("image").and_then(Value::as_text);
        let (site, locale) = (self.scope.site, &self.scope.page.locale);
        image.is_some_and(|image| site.alt(self.scope.file(image), locale).is_some())
    }

    fn form(&mut self, form: &[Field], values: &Fields, at: &str) {
        for field in form {
            let empty = |value: &Value| value.as_text().is_some_and(|text| text.trim().is_empty());
            let none = values.get(&field.name).is_none_or(empty);
            if field.name == "alt" && none && self.has_kept_text(values) {
                continue;
            }
            let path = if at.is_empty() {
                field.name.clone()
            } else {
                format!("{at}.{}", field.name)
            };
            if let Some(when) = &field.when {
                let sibling = values
                    .get(&when.field)
                    .and_then(Value::as_text)
                    .unwrap_or("");
                if sibling != when.is {
                    continue;
                }
            }
            self.field(field, values.get(&field.name), &path);
        }
    }

    fn field(&mut self, field: &Field, value: Option<&Value>, at: &str) {
        let label = &field.label;
        let empty = match value {
            None => true,
            Some(Value::Text(text)) => text.trim().is_empty(),
            Some(Value::List(items)) => items.is_empty(),
            Some(_) => false,
        };
        if empty {
            if field.required {
                let hint = if field.name == BODY {
                    say!("Write something, or remove the section.")
                } else {
                    say!("Fill it in.")
                };
                self.add(&rule::REQUIRED, at, say!("“{label}” is empty", label), hint);
            }
            return;
        }
        let Some(value) = value else { return };
        match (field.kind, value) {
            (FieldKind::Text | FieldKind::Multiline, Value::Text(text)) => {
                self.length(field, text, at)
            }
            (FieldKind::Markdown, Value::Text(text)) => self.markdown(text, at),
            (FieldKind::Html, Value::Text(text)) => self.html(text, at),
            (FieldKind::Link, Value::Text(text)) => self.link(text, at),
            (FieldKind::Asset, Value::Text(text)) => self.asset(text, at),
            (FieldKind::Choice, Value::Text(text)) => {
                if !field.options.iter().any(|o| &o.value == text) {
                    self.add(
                        &rule::NOT_A_CHOICE,
                        at,
                        say!(
                            "“{text}” is not one of the choices of “{label}”",
                            text,
                            label
                        ),
                        say!("Choose one of the list."),
                    );
                }
            }
            (FieldKind::Record, Value::Text(id)) => self.record(field, id, at),
            (FieldKind::Shared, Value::Text(id)) => self.shared(id, at),
            (FieldKind::Records, Value::List(ids)) => {
                for (i, id) in ids.iter().enumerate() {
                    match id.as_text() {
                        Some(id) => self.record(field, id, &format!("{at}.{i}")),
                        None => self.wrong_type(label, at),
                    }
                }
            }
            (FieldKind::List, Value::List(items)) => {
                for (i, item) in items.iter().enumerate() {
                    let path = format!("{at}.{i}");
                    match item.as_group() {
                        Some(inner)
                            if inner.get("hidden").and_then(Value::as_flag) == Some(true) => {}
                        Some(inner) => {
                            self.form(&field.fields, inner, &path);
                            self.item(field, inner, &path);
                        }
                        None => self.wrong_type(label, &path),
                    }
                }
            }
            (FieldKind::Lines, Value::List(lines))
                if lines.iter().all(|line| line.as_text().is_some()) => {}
            (FieldKind::Group, Value::Group(inner)) => self.form(&field.fields, inner, at),
            (FieldKind::Flag, Value::Flag(_))
            | (FieldKind::Number, Value::Int(_) | Value::Float(_))
            | (FieldKind::Date, Value::Date(_)) => {}
            (FieldKind::Date, _) => self.add(
                &rule::NOT_A_DATE,
                at,
                say!("“{label}” is not a date", label),
                say!("Enter a date such as 2026-11-24."),
            ),
            (FieldKind::Number, _) => self.add(
                &rule::NOT_A_NUMBER,
                at,
                say!("“{label}” is not a number", label),
                say!("Enter digits only."),
            ),
            _ => self.wrong_type(label, at),
        }
    }

    fn wrong_type(&mut self, label: &Localised, at: &str) {
        self.add(
            &rule::WRONG_TYPE,
            at,
            say!(
                "“{label}” holds something that does not belong there",
                label
            ),
            say!("Enter it again."),
        );
    }

    fn length(&mut self, field: &Field, text: &str, at: &str) {
        let Some(max) = field.max else { return };
        if text.chars().count() > max as usize {
            self.add(
                &rule::TOO_LONG,
                at,
                say!(
                    "“{label}” is longer than {max} characters",
                    label = field.label,
                    max
                ),
                say!("Shorten it, so that it is shown whole everywhere."),
            );
        }
    }

    fn markdown(&mut self, text: &str, at: &str) {
        let mut found = markdown::Found::default();
        markdown::render(&self.scope, text, "", &mut found);
        for (to, target) in &found.links {
            self.target(to, target, at);
        }
        if found.raw_html {
            self.add(
                &rule::RAW_HTML,
                at,
                say!("This text holds HTML, which visitors see as it is written"),
                say!("Write it with the toolbar instead."),
            );
        }
        for picture in found.without_alt {
            self.add(
                &rule::MISSING_ALT,
                at,
                say!(
                    "The picture {picture} has no text for people who do not see it",
                    picture
                ),
                say!("Say in a few words what it shows."),
            );
        }
    }

    fn html(&mut self, text: &str, at: &str) {
        let mut found = markdown::Found::default();
        raw::clean(&self.scope, text, &mut found);
        for (to, target) in &found.links {
            self.target(to, target, at);
        }
    }

    fn shared(&mut self, id: &str, at: &str) {
        if shared::find(self.scope.site, &self.scope.page.locale, id).is_none() {
            self.add(
                &rule::MISSING_SHARED,
                at,
                say!("There is no shared section “{id}”", id),
                say!("Choose another, or make it first."),
            );
        }
    }

    fn record(&mut self, field: &Field, id: &str, at: &str) {
        let collection = field.collection.as_deref().unwrap_or_default();
        let known = self
            .scope
            .site
            .records
            .get(collection)
            .is_some_and(|file| file.records.contains_key(id));
        if !known {
            let found = self.scope.engine.kinds.collection(collection);
            let label = found.map_or_else(Localised::default, |found| found.label.clone());
            self.add(
                &rule::MISSING_RECORD,
                at,
                say!(
                    "“{id}” is not in the collection “{collection}”",
                    id,
                    collection = label
                ),
                say!("Choose one of the list."),
            );
        }
    }
}
