//! Problems of records, each placed at `record.field` of its collection's file.

use crate::kinds::{Collection, Field, FieldKind};
use crate::model::{Localised, PageRef};
use crate::problem::{Problem, Severity};
use crate::render::links::Scope;
use crate::render::records::is_hidden;
use crate::render::{Engine, Mode, SiteIndex};
use crate::rule;
use crate::say;
use crate::site::Site;
use crate::value::{Fields, Value};

use super::{Check, evidence};
use crate::horizon::title_of;

/// Days that must not stand in the other order: the earlier, the later.
const IN_ORDER: [(&str, &str); 8] = [
    ("issued", "expires"),
    ("period-start", "period-end"),
    ("announced", "effective"),
    ("effective", "removed"),
    ("effective", "ends"),
    ("started", "finished"),
    ("from", "until"),
    ("bridge-from", "bridge-to"),
];

/// All problems of the records of every collection.
pub fn records(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<Problem> {
    let mut problems = Vec::new();
    for collection in engine.kinds.collections() {
        if let Some(file) = site.records.get(&collection.name) {
            for (id, fields) in &file.records {
                problems.extend(values(
                    engine, index, site, collection, &file.path, id, fields,
                ));
            }
        }
    }
    problems
}

/// The problems of one record; none when there is no such record.
pub fn record(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    collection: &str,
    id: &str,
) -> Vec<Problem> {
    let found = || {
        let collection = engine.kinds.collection(collection)?;
        let file = site.records.get(&collection.name)?;
        let fields = file.records.get(id)?;
        Some(values(
            engine, index, site, collection, &file.path, id, fields,
        ))
    };
    found().unwrap_or_default()
}

/// The problems that a record with these values has, or would have.
pub(crate) fn values(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    collection: &Collection,
    path: &str,
    id: &str,
    fields: &Fields,
) -> Vec<Problem> {
    // What nobody sees may be unfinished.
    if is_hidden(fields) {
        return Vec::new();
    }
    let mut problems = form(engine, index, site, &collection.fields, path, id, fields);
    let record = evidence::Record {
        engine,
        index,
        site,
        collection,
        fields,
        title: &title_of(collection, id, fields),
    };
    for (rule, find) in &evidence::RULES {
        if let Some(found) = find(&record) {
            let mut problem = Problem::new(rule, path, found.message, found.hint);
            problem.place.field = Some(format!("{id}.{}", found.field));
            problems.push(problem);
        }
    }
    problems
}

/// The problems of values in a form whose fields may have a value for each language.
pub(super) fn form(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    form: &[Field],
    path: &str,
    id: &str,
    fields: &Fields,
) -> Vec<Problem> {
    let locales = &site.settings.locales;
    let pages: Vec<PageRef> = locales.iter().map(|l| PageRef::new(&l.tag, "/")).collect();
    let mut problems = Vec::new();
    // One check for each language: links lead elsewhere in each. The first also takes what is the same in all.
    for (at, page) in pages.iter().enumerate() {
        let mut check = Check {
            scope: Scope::new(engine, index, site, page, Mode::Export),
            path,
            section: None,
            problems: Vec::new(),
        };
        for field in form {
            match fields.get(&field.name) {
                Some(Value::Group(each)) if field.localised => {
                    check.in_locale(field, each, page, &locales[at].label, id, at == 0);
                }
                value if at == 0 => check.field(field, value, &format!("{id}.{}", field.name)),
                _ => {}
            }
        }
        if at == 0 {
            check.dates(form, fields, id);
        }
        problems.append(&mut check.problems);
    }
    problems
}

impl Check<'_> {
    /// The value of a field in one language.
    fn in_locale(
        &mut self,
        field: &Field,
        each: &Fields,
        page: &PageRef,
        language: &str,
        id: &str,
        first: bool,
    ) {
        let empty = |value: &Value| value.as_text().is_some_and(|text| text.trim().is_empty());
        let at = format!("{id}.{}.{}", field.name, page.locale);
        if let Some(value) = each.get(&page.locale).filter(|value| !empty(value)) {
            self.field(field, Some(value), &at);
        } else if each.values().all(empty) {
            if first {
                self.field(field, None, &format!("{id}.{}", field.name));
            }
        } else if matches!(
            field.kind,
            FieldKind::Text | FieldKind::Multiline | FieldKind::Markdown
        ) {
            let severity = if field.required {
                Severity::Warning
            } else {
                Severity::Tip
            };
            self.add_milder(
                &rule::MISSING_TRANSLATION,
                severity,
                &at,
                say!(
                    "“{label}” is empty in {language}",
                    label = field.label,
                    language
                ),
                say!("Write it, or visitors see it in another language."),
            );
        }
    }

    fn dates(&mut self, form: &[Field], fields: &Fields, id: &str) {
        let label = |name: &str| {
            let field = form.iter().find(|field| field.name == name);
            field.map_or_else(Localised::default, |field| field.label.clone())
        };
        let date = |name: &str| match fields.get(name) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        for (earlier, later) in IN_ORDER {
            if let (Some(first), Some(second)) = (date(earlier), date(later))
                && second < first
            {
                let message = say!(
                    "“{later}” is before “{earlier}”",
                    later = label(later),
                    earlier = label(earlier)
                );
                let hint = say!("Correct one of the two dates.");
                let at = format!("{id}.{later}");
                self.add(&rule::DATES_ORDER, &at, message, hint);
            }
        }
        self.review(fields, &format!("{id}.review-by"));
    }

    /// A review whose day has passed; `at` is its field.
    pub(super) fn review(&mut self, fields: &Fields, at: &str) {
        let Some(Value::Date(day)) = fields.get("review-by") else {
            return;
        };
        if *day < self.scope.as_of() {
            let message = say!("The review was due on {day}", day);
            let hint = say!("Check that all is still true, then enter the next date.");
            self.add(&rule::REVIEW_DUE, at, message, hint);
        }
    }
}
