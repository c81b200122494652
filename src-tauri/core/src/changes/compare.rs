//! Two groups of fields compared by their forms.

use serde_json::Value as Json;

use crate::diff::in_order;
use crate::kinds::{Field, Kinds};
use crate::merge::paired;
use crate::model::{Date, Localised};

use super::SectionPlace;
use super::blocks::{self, Turned};
use super::links::Links;
use super::prose;
use super::raw::{FileFacts, Owner, Raw, What};
use super::shown::Block;
use super::twin::{self, Entries};

/// Where somebody stands while comparing, and what was found so far.
pub(super) struct Walk<'a> {
    pub(super) kinds: &'a Kinds,
    pub(super) before: Links<'a>,
    pub(super) after: Links<'a>,
    pub(super) owner: Owner,
    pub(super) place: Option<SectionPlace>,
    /// What tells changes here from the same ones elsewhere.
    pub(super) scope: String,
    pub(super) labels: Vec<Localised>,
    pub(super) path: Vec<String>,
    pub(super) item: String,
    pub(super) found: Vec<Raw>,
}

impl<'a> Walk<'a> {
    /// Notes something. `told` tells it from others at the same place, whatever the language.
    pub(super) fn note(&mut self, what: What, told: &str) {
        let field = self.path.join(".");
        let key = format!("{}\n{field}\n{told}", self.scope);
        self.note_as(what, key);
    }

    /// The same under a key of its own.
    pub(super) fn note_as(&mut self, what: What, key: String) {
        self.found.push(Raw {
            owner: self.owner.clone(),
            place: self.place.clone(),
            labels: self.labels.clone(),
            field: self.path.join("."),
            item: self.item.clone(),
            what,
            key,
        });
    }

    /// Compares two groups: in the order of the form, then what the form does not know.
    pub(super) fn group(&mut self, old: &Entries, new: &Entries, form: &[Field]) {
        if old == new {
            return;
        }
        let known = form.iter().map(|field| field.name.as_str());
        let mut names: Vec<&str> = known.collect();
        for name in new.keys().chain(old.keys()) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let versions = versions(old, new);
        for name in names {
            let (before, after) = (old.get(name), new.get(name));
            if before == after || (versions.is_some() && name == "version") {
                continue;
            }
            let field = form.iter().find(|field| field.name == name);
            let label = field.map_or_else(
                || Localised::One(name.to_owned()),
                |field| field.label.clone(),
            );
            let title = twin::item_title(new, None);
            self.within(name, label, |walk| {
                walk.field(before, after, field, (title, versions.as_ref()));
            });
        }
    }

    /// Compares inside of something that has a name and a label.
    pub(super) fn within(&mut self, name: &str, label: Localised, compare: impl FnOnce(&mut Self)) {
        self.labels.push(label);
        self.path.push(name.to_owned());
        compare(self);
        self.path.pop();
        self.labels.pop();
    }

    /// Compares two values of a field. `beside` is what it is called there and which versions it had.
    fn field(
        &mut self,
        old: Option<&Json>,
        new: Option<&Json>,
        form: Option<&Field>,
        beside: (&str, Option<&(String, String)>),
    ) {
        let types = [new, old].map(|side| side.map(|entry| twin::field(entry).0));
        let kind = types[0].or(types[1]).unwrap_or_default();
        // What became something else is told as what it says.
        let kind = match types {
            [Some(now), Some(then)] if now != then => "",
            _ => kind,
        };
        let none = Json::Null;
        let [before, after] =
            [old, new].map(|side| side.map_or(&none, |entry| twin::field(entry).1));
        match kind {
            "text" => self.words(twin::text(Some(before)), twin::text(Some(after))),
            "markdown" => self.prose(&blocks(before, &self.before), &blocks(after, &self.after)),
            "html" => {
                let read = |html: &Json, links: &Links<'_>| match html.as_str() {
                    Some(html) => prose::of_html(html, links),
                    None => Vec::new(),
                };
                self.prose(&read(before, &self.before), &read(after, &self.after));
            }
            "number" => self.value(before, after, |value| value.to_string()),
            "date" => {
                let [then, now] = [before, after].map(|day| Date::parse(day.as_str()?));
                self.note(What::Day(then, now), &format!("{before} {after}"));
            }
            "flag" => {
                let on = after == &Json::Bool(true);
                self.note(What::Flag(on), &on.to_string());
            }
            "choice" => self.choice((old, before), (new, after), form),
            "link" => self.link(before, after, beside.0),
            "file" => self.file(before, after, beside),
            "list" => self.list(items(before), items(after), form),
            "group" => {
                let (old, new) = (group(before), group(after));
                self.group(&old, &new, form.map_or(&[], |form| &form.fields));
            }
            "record" => self.record(before, after),
            "records" => self.records(array(before), array(after)),
            _ => self.words(&said(before), &said(after)),
        }
    }

    pub(super) fn words(&mut self, before: &str, after: &str) {
        if before != after {
            let told = format!("{before}\n{after}");
            self.note(What::Text(before.to_owned(), after.to_owned()), &told);
        }
    }

    /// Rich text, block by block; where its words are the same, only its marks differ.
    fn prose(&mut self, old: &[Block], new: &[Block]) {
        if old.is_empty() || new.is_empty() {
            return self.words(&prose::words(old), &prose::words(new));
        }
        let links = self.after;
        let found = blocks::compared(old, new, &|path| links.everywhere(path));
        if found.is_empty() {
            self.note(What::Looks, &prose::words(new));
        }
        for Turned { block, what, told } in found {
            let outer = self.item.clone();
            if outer.is_empty() {
                block.heading.clone_into(&mut self.item);
            }
            self.note(what, &told);
            self.item = outer;
        }
    }

    pub(super) fn note_link(&mut self, name: String, before: String, after: String) {
        let told = format!(
            "{}\n{}",
            self.before.everywhere(&before),
            self.after.everywhere(&after)
        );
        self.note(
            What::Link {
                name,
                before,
                after,
            },
            &told,
        );
    }

    fn value(&mut self, before: &Json, after: &Json, show: impl Fn(&Json) -> String) {
        let shown = |value: &Json| (!value.is_null()).then(|| Localised::One(show(value)));
        let told = format!("{before} {after}");
        self.note(What::Value(shown(before), shown(after)), &told);
    }

    fn choice(
        &mut self,
        (old, before): (Option<&Json>, &Json),
        (new, after): (Option<&Json>, &Json),
        form: Option<&Field>,
    ) {
        if before == after {
            return;
        }
        let label = |entry: Option<&Json>, value: &Json| {
            let value = value.as_str()?;
            let options = form.into_iter().flat_map(|form| &form.options);
            let mut known = options.filter(|option| option.value == value);
            let told = || Localised::One(twin::text(entry.and_then(|e| e.get("label"))).to_owned());
            Some(known.next().map_or_else(told, |one| one.label.clone()))
        };
        let told = format!("{before} {after}");
        self.note(What::Value(label(old, before), label(new, after)), &told);
    }

    fn link(&mut self, before: &Json, after: &Json, name: &str) {
        let [then, now] = [before, after].map(|link| twin::text(link.get("href")));
        let (then, now) = (self.before.path(then), self.after.path(now));
        let files = [before, after].map(|link| link.get("file").unwrap_or(&Json::Null));
        if self.before.everywhere(&then) != self.after.everywhere(&now) {
            self.note_link(name.to_owned(), then, now);
        } else if files[0]["sha256"] != files[1]["sha256"] {
            self.file(files[0], files[1], (name, None));
        }
    }

    fn file(
        &mut self,
        before: &Json,
        after: &Json,
        (name, versions): (&str, Option<&(String, String)>),
    ) {
        let facts = |file: &Json, links: &Links<'_>| {
            file.is_object().then(|| FileFacts {
                path: links.path(twin::text(file.get("href"))),
                digest: twin::text(file.get("sha256")).to_owned(),
                picture: twin::text(file.get("media_type")).starts_with("image/"),
            })
        };
        let (then, now) = (facts(before, &self.before), facts(after, &self.after));
        if then == now {
            return;
        }
        // The same file is the same change wherever it is shown.
        let told = format!("{then:?}\n{now:?}");
        let what = What::File {
            name: name.to_owned(),
            before: then,
            after: now,
            versions: versions.cloned(),
        };
        self.note(what, &told);
    }

    fn list(&mut self, old: Vec<Entries>, new: Vec<Entries>, form: Option<&Field>) {
        let fields = form.map_or(&[][..], |form| form.fields.as_slice());
        let summary = form.and_then(|form| form.summary.as_deref());
        let name = |item: &Entries| twin::item_title(item, summary).to_owned();
        let same = old.len() == new.len();
        let pairs = paired(
            &old,
            &new,
            &[
                &|a, b| a == b,
                &|a, b| !name(a).is_empty() && name(a) == name(b),
                &|a, b| alike(a, b),
                &|_, _| same,
            ],
        );
        let kept: Vec<usize> = pairs.iter().flatten().copied().collect();
        let kind = form.map_or_else(Localised::default, |form| match form.item.get("en") {
            "" => form.label.clone(),
            _ => form.item.clone(),
        });
        for (at, item) in new.iter().enumerate() {
            let then = pairs
                .get(at)
                .copied()
                .flatten()
                .and_then(|was| old.get(was));
            match then {
                None => self.lone(&kind, name(item), item, true),
                Some(then) => self.inside(at, name(item), then, item, fields),
            }
        }
        for (at, item) in old.iter().enumerate() {
            if !kept.contains(&at) {
                self.lone(&kind, name(item), item, false);
            }
        }
        if in_order(&kept).len() < kept.len() {
            let told: Vec<String> = new.iter().map(name).collect();
            self.note(What::Order, &told.join("\n"));
        }
    }

    fn inside(&mut self, at: usize, name: String, old: &Entries, new: &Entries, form: &[Field]) {
        let outer = std::mem::replace(&mut self.item, name);
        self.path.push(at.to_string());
        self.group(old, new, form);
        self.path.pop();
        self.item = outer;
    }

    fn lone(&mut self, kind: &Localised, name: String, item: &Entries, added: bool) {
        let links = if added { &self.after } else { &self.before };
        let text = spoken(item, links);
        let told = format!("{added}\n{text}");
        if let Some(to) = only_link(item, links) {
            let (before, after) = if added {
                (String::new(), to)
            } else {
                (to, String::new())
            };
            return self.note(
                What::Link {
                    name,
                    before,
                    after,
                },
                &told,
            );
        }
        let kind = kind.clone();
        self.note(
            What::Item {
                kind,
                name,
                added,
                text,
            },
            &told,
        );
    }
}

fn blocks(markdown: &Json, links: &Links<'_>) -> Vec<Block> {
    let text = twin::text(Some(markdown));
    prose::of_markdown(text, links)
}

/// The versions of a file that was replaced, when they stand beside it and differ.
fn versions(old: &Entries, new: &Entries) -> Option<(String, String)> {
    let digest = |side: &Entries| {
        let files = side.values().map(twin::field);
        let mut files = files.filter(|(kind, _)| *kind == "file");
        files.find_map(|(_, file)| Some(file["sha256"].as_str()?.to_owned()))
    };
    let (then, now) = (digest(old)?, digest(new)?);
    let [before, after] = [old, new].map(|side| twin::field_text(side, "version").to_owned());
    (then != now && before != after && !before.is_empty() && !after.is_empty())
        .then_some((before, after))
}

/// Whether two items have something of their own in common.
fn alike(a: &Entries, b: &Entries) -> bool {
    let telling = |entry: &Json| {
        matches!(
            twin::field(entry).0,
            "text" | "markdown" | "link" | "file" | "record"
        )
    };
    a.iter()
        .any(|(name, entry)| telling(entry) && b.get(name) == Some(entry))
}

/// Where an item leads that is nothing but a link and its words.
fn only_link(item: &Entries, links: &Links<'_>) -> Option<String> {
    let fields: Vec<(&str, &Json)> = item.values().map(twin::field).collect();
    match fields.as_slice() {
        [("link", link), ("text", _)] | [("text", _), ("link", link)] => {
            Some(links.path(twin::text(link.get("href"))))
        }
        _ => None,
    }
}

fn array(value: &Json) -> &[Json] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn items(value: &Json) -> Vec<Entries> {
    array(value).iter().map(group).collect()
}

fn group(value: &Json) -> Entries {
    value.as_object().cloned().unwrap_or_default()
}

/// A value of an unknown kind as it can be read.
fn said(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// All words of a group, one line for each field.
pub(super) fn spoken(fields: &Entries, links: &Links<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (kind, value) in fields.values().map(twin::field) {
        let line = match kind {
            "markdown" => prose::words(&blocks(value, links)),
            "html" => prose::words(&prose::of_html(twin::text(Some(value)), links)),
            "flag" => String::new(),
            "link" | "file" => links.path(twin::text(value.get("href"))),
            "list" => {
                let all: Vec<String> = items(value)
                    .iter()
                    .map(|item| spoken(item, links))
                    .collect();
                all.join("\n")
            }
            "group" => spoken(&group(value), links),
            "record" => twin::record_title(value).to_owned(),
            "records" => {
                let all: Vec<&str> = array(value).iter().map(twin::record_title).collect();
                all.join("\n")
            }
            _ => said(value),
        };
        lines.extend((!line.is_empty()).then_some(line));
    }
    lines.join("\n")
}
