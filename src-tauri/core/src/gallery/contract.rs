//! What a section's template gets, by its kind: the contract that docs/templates.md describes.

use crate::kinds::{Derived, Field, FieldKind, Kind, Kinds};
use crate::message::Message;
use crate::say;

/// A variable of a section's template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name, `f.items[].question`; `[]` stands for each item.
    pub name: String,
    /// What it holds.
    pub what: Message,
}

/// Every variable that the template of a kind gets.
pub fn contract(kinds: &Kinds, kind: &Kind) -> Vec<Variable> {
    let mut all = Vec::new();
    fields(kinds, &kind.fields, "f", &mut all);
    if let Some(found) = kind.derived {
        let (each, beside) = match found {
            Derived::Articles => ("{ title, summary, date, href }", None),
            Derived::Headings => ("{ title, href }", None),
            Derived::Changes => {
                let calendar = say!("the address of the calendar, or empty");
                let each = "{ date, what, title, reason }";
                (each, Some(("calendar", calendar)))
            }
            Derived::Releases => {
                let proof = one_of("manifest, sums, signature, key");
                let each = "{ number, date, correction, lang, notes, source }";
                (each, Some(("proof", proof)))
            }
            Derived::Copies => {
                let script = say!("the script that compares copies, or empty");
                let each = "{ title, lang, language, tag, version, date, href, sha256, state, name, statement }";
                (each, Some(("script", script)))
            }
        };
        all.push(derived(found, each));
        all.extend(beside.map(|(name, what)| Variable {
            name: name.to_owned(),
            what,
        }));
    }
    for (name, what) in [
        (
            "section",
            say!("the section itself: id, unique, kind, aside, beside, h1"),
        ),
        ("t", say!("the theme's words in the language of the page")),
        (
            "l",
            say!("what the form calls each field, in the language of the page"),
        ),
    ] {
        all.push(Variable {
            name: name.to_owned(),
            what,
        });
    }
    all
}

fn derived(found: Derived, each: &str) -> Variable {
    Variable {
        name: found.name().to_owned(),
        what: say!("a list, found by the engine: {each}", each),
    }
}

fn fields(kinds: &Kinds, form: &[Field], before: &str, all: &mut Vec<Variable>) {
    for field in form.iter().filter(|field| !field.internal) {
        let name = format!("{before}.{}", field.name.replace('-', "_"));
        let variable = |name: &str, what| Variable {
            name: name.to_owned(),
            what,
        };
        all.push(variable(&name, what(kinds, field)));
        match field.kind {
            FieldKind::Choice => {
                all.push(variable(
                    &format!("{name}_label"),
                    say!("what the choice is called"),
                ));
            }
            FieldKind::List => {
                let item = format!("{name}[]");
                all.push(variable(
                    &format!("{item}.at"),
                    say!("the path of the item, for at()"),
                ));
                fields(kinds, &field.fields, &item, all);
            }
            FieldKind::Group => fields(kinds, &field.fields, &name, all),
            _ => {}
        }
    }
}

/// What a field holds in a template; the words of docs/templates.md.
fn what(kinds: &Kinds, field: &Field) -> Message {
    match field.kind {
        FieldKind::Text | FieldKind::Multiline | FieldKind::Choice | FieldKind::Shared => {
            say!("text; empty when there is none")
        }
        FieldKind::Lines => say!("a list of texts"),
        FieldKind::Markdown | FieldKind::Html => {
            say!("safe HTML; empty when there is none")
        }
        FieldKind::Flag => say!("true or false"),
        FieldKind::Number => say!("a number, or none"),
        FieldKind::Date => one_of("iso, text"),
        FieldKind::Link => one_of("href, external, mail, locale, file"),
        FieldKind::Asset if field.accept == "document" => {
            one_of("src, width, height, file, language, sha256")
        }
        FieldKind::Asset => one_of("src, width, height, file"),
        FieldKind::List => say!("a list; hidden items are left out"),
        FieldKind::Group => say!("its own fields"),
        FieldKind::Record => one_of(&record(kinds, field)),
        FieldKind::Records => {
            let each = format!("{{ {} }}", record(kinds, field));
            say!("a list of records: {each}", each)
        }
    }
}

fn one_of(names: &str) -> Message {
    let each = format!("{{ {names} }}");
    say!("{each}, or none", each)
}

/// The names that a record of the field's collection has in a template.
fn record(kinds: &Kinds, field: &Field) -> String {
    let collection = field.collection.as_deref().unwrap_or_default();
    let Some(collection) = kinds.collection(collection) else {
        return "id".to_owned();
    };
    let fields = collection.fields.iter().filter(|field| !field.internal);
    let mut names = vec!["id".to_owned()];
    if collection.states.is_some() {
        names.extend(["state", "statement"].map(str::to_owned));
    }
    for field in fields {
        let name = field.name.replace('-', "_");
        if field.kind == FieldKind::Choice {
            names.push(format!("{name}_label"));
        }
        names.push(name);
    }
    names.join(", ")
}
