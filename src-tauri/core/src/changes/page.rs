//! One page compared with what it was: by its twins where both are whole, else by what it shows.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::bundle::Bundle;
use crate::diff::{ChangeKind, in_order};
use crate::error::Error;
use crate::kinds::{Field, Kinds};
use crate::merge::paired;
use crate::model::{Date, Localised};

use super::compare::{Walk, spoken};
use super::links::Links;
use super::raw::{Owner, Raw, What};
use super::twin::{self, Section, Twin};
use super::{RecordName, SectionPlace, visible, words};

/// A page of one bundle, read.
pub(super) struct Side {
    pub(super) path: String,
    pub(super) html: Vec<u8>,
    pub(super) twin: Option<Twin>,
}

impl Side {
    pub(super) fn read(bundle: &Bundle, path: &str) -> Result<Self, Error> {
        Ok(Self {
            path: path.to_owned(),
            html: bundle.read(path)?,
            twin: twin_of(bundle, path)?,
        })
    }

    pub(super) fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.html)
    }

    pub(super) fn locale(&self) -> String {
        if let Some(twin) = &self.twin {
            return twin.text("locale").to_owned();
        }
        // Where nothing says it, the first folder is the language.
        let first = self.path.split('/').next().unwrap_or_default();
        let text = self.text();
        let said = text
            .split_once("<html lang=\"")
            .and_then(|(_, rest)| rest.split_once('"'));
        said.map_or(first, |(said, _)| said).to_owned()
    }

    pub(super) fn title(&self) -> String {
        match &self.twin {
            Some(twin) => twin.text("title").to_owned(),
            None => visible::title(&self.text(), &self.path),
        }
    }

    /// Every record that its twin tells of, with its title.
    pub(super) fn records(&self) -> Vec<(RecordName, &str)> {
        self.twin.as_ref().map(Twin::records).unwrap_or_default()
    }
}

/// Where the twin of a page is.
pub(super) fn twin_path(page: &str) -> String {
    format!("{}.json", page.strip_suffix(".html").unwrap_or(page))
}

/// The twin of a page, if it has one that can be read.
pub(super) fn twin_of(bundle: &Bundle, page: &str) -> Result<Option<Twin>, Error> {
    let path = twin_path(page);
    match bundle.manifest().get(&path) {
        Some(_) => Ok(Twin::read(&bundle.read(&path)?)),
        None => Ok(None),
    }
}

/// What differs between a page and what it was.
pub(super) fn compared(kinds: &Kinds, form: &[Field], old: &Side, new: &Side) -> Vec<Raw> {
    let mut found = match (&old.twin, &new.twin) {
        (Some(then), Some(now)) => twins(kinds, form, (old, then), (new, now)),
        _ => Vec::new(),
    };
    let both = old.twin.is_some() && new.twin.is_some();
    // A page that says more than its twin is compared by what it shows.
    found.extend(visible::compared(old, new, !both || found.is_empty()));
    found
}

/// The records that a page lists which came or went with it.
pub(super) fn lone(kinds: &Kinds, side: &Side, added: bool) -> Vec<Raw> {
    let Some(twin) = &side.twin else {
        return Vec::new();
    };
    let mut walk = walk(kinds, (side, twin), (side, twin));
    for (at, section) in twin.sections().iter().enumerate() {
        let place = if added {
            (None, Some(at))
        } else {
            (Some(at), None)
        };
        step_into(&mut walk, &side.path, section, place);
        for (record, _) in twin::records_of(section.fields()) {
            walk.turn(&record, added);
        }
    }
    walk.found
}

fn walk<'a>(
    kinds: &'a Kinds,
    (old, then): (&'a Side, &'a Twin),
    (new, now): (&'a Side, &'a Twin),
) -> Walk<'a> {
    let owner = Owner::Page {
        path: new.path.clone(),
        title: now.text("title").to_owned(),
    };
    Walk {
        kinds,
        before: links(old, then),
        after: links(new, now),
        owner,
        place: None,
        scope: format!("page {}", new.path),
        labels: Vec::new(),
        path: Vec::new(),
        item: String::new(),
        found: Vec::new(),
    }
}

fn twins(
    kinds: &Kinds,
    form: &[Field],
    (old, then): (&Side, &Twin),
    (new, now): (&Side, &Twin),
) -> Vec<Raw> {
    let mut walk = walk(kinds, (old, then), (new, now));
    site(&mut walk, then, now);
    settings(&mut walk, form, then, now);
    compare_sections(&mut walk, &new.path, &then.sections(), &now.sections());
    walk.found
}

fn links<'a>(side: &'a Side, twin: &'a Twin) -> Links<'a> {
    Links {
        address: twin.site("address"),
        page: &side.path,
        locale: twin.text("locale"),
    }
}

/// What all pages say of the site, and the notice above them.
fn site(walk: &mut Walk<'_>, then: &Twin, now: &Twin) {
    let page = std::mem::replace(&mut walk.owner, Owner::Site);
    let scope = std::mem::replace(&mut walk.scope, "site".to_owned());
    for (name, label) in [
        ("name", words::site_name()),
        ("organisation", words::organisation()),
        ("address", words::site_address()),
    ] {
        text(walk, name, label, then.site(name), now.site(name));
    }
    let said = |twin: &Twin, name: &str| {
        let notice = twin.notice();
        notice
            .map_or("", |notice| twin::text(notice.get(name)))
            .to_owned()
    };
    let label = words::notice();
    text(
        walk,
        "notice",
        label,
        &said(then, "text"),
        &said(now, "text"),
    );
    let to = (
        walk.before.path(&said(then, "href")),
        walk.after.path(&said(now, "href")),
    );
    if !said(then, "text").is_empty() && said(then, "text") == said(now, "text") && to.0 != to.1 {
        walk.within("notice.link", words::notice(), |walk| {
            walk.note_link(said(now, "text"), to.0, to.1);
        });
    }
    walk.owner = page;
    walk.scope = scope;
}

/// What a page says of itself.
fn settings(walk: &mut Walk<'_>, form: &[Field], then: &Twin, now: &Twin) {
    let label = |name: &str| {
        let field = form.iter().find(|field| field.name == name);
        field.map_or_else(
            || Localised::One(name.to_owned()),
            |field| field.label.clone(),
        )
    };
    for name in ["title", "summary"] {
        text(walk, name, label(name), then.text(name), now.text(name));
    }
    for name in ["date", "reviewed"] {
        let (before, after) = (then.text(name), now.text(name));
        if before != after {
            walk.within(name, label(name), |walk| {
                walk.note(
                    What::Day(Date::parse(before), Date::parse(after)),
                    &format!("{before} {after}"),
                );
            });
        }
    }
}

fn text(walk: &mut Walk<'_>, name: &str, label: Localised, before: &str, after: &str) {
    walk.within(name, label, |walk| walk.words(before, after));
}

fn compare_sections(walk: &mut Walk<'_>, page: &str, old: &[Section<'_>], new: &[Section<'_>]) {
    let pairs = paired(
        old,
        new,
        &[
            &|a, b| !a.id().is_empty() && a.id() == b.id() && a.kind() == b.kind(),
            &|a, b| a.kind() == b.kind() && a.fields() == b.fields(),
            &|a, b| a.kind() == b.kind() && (a.id().is_empty() || b.id().is_empty()),
        ],
    );
    let kept: Vec<usize> = pairs.iter().flatten().copied().collect();
    let steady = in_order(&kept);
    for (at, section) in new.iter().enumerate() {
        let was = pairs.get(at).copied().flatten();
        match was.and_then(|was| Some((was, old.get(was)?))) {
            None => {
                step_into(walk, page, section, (None, Some(at)));
                whole(walk, section, ChangeKind::Added);
            }
            Some((was, then)) => {
                step_into(walk, page, section, (Some(was), Some(at)));
                both(walk, then, section, !steady.contains(&was));
            }
        }
    }
    for (at, section) in old.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
        step_into(walk, page, section, (Some(at), None));
        whole(walk, section, ChangeKind::Removed);
    }
}

fn step_into(
    walk: &mut Walk<'_>,
    page: &str,
    section: &Section<'_>,
    (was, now): (Option<usize>, Option<usize>),
) {
    let place = |at: Option<usize>| at.and_then(|at| u32::try_from(at).ok());
    let by = match section.id() {
        "" => now.or(was).unwrap_or_default().to_string(),
        id => id.to_owned(),
    };
    walk.scope = format!("page {page}\n{} {by}", section.kind());
    walk.place = Some(SectionPlace {
        kind: section.kind().to_owned(),
        id: section.id().to_owned(),
        before: place(was),
        after: place(now),
    });
    walk.owner = Owner::Section {
        page: page.to_owned(),
        name: name(walk.kinds, section),
    };
}

/// What a section is called: by the field that its kind says, else its first line of text. One that is
/// only rich text has no name: what is said of it names the heading.
fn name(kinds: &Kinds, section: &Section<'_>) -> String {
    let summary = kinds
        .get(section.kind())
        .and_then(|kind| kind.summary.as_deref());
    let fields = section.fields();
    let rich = |name: &&str| {
        fields
            .get(*name)
            .is_none_or(|entry| twin::field(entry).0 == "text")
    };
    twin::item_title(fields, summary.filter(rich)).to_owned()
}

fn whole(walk: &mut Walk<'_>, section: &Section<'_>, change: ChangeKind) {
    let links = match change {
        ChangeKind::Removed => &walk.before,
        _ => &walk.after,
    };
    let text = spoken(section.fields(), links);
    if let Owner::Section { name, .. } = &mut walk.owner {
        // Nothing else says which section it is.
        if name.is_empty() {
            text.lines().next().unwrap_or_default().clone_into(name);
        }
    }
    walk.note(
        What::Section(change, text.clone()),
        &format!("{change:?}\n{text}"),
    );
    let added = change == ChangeKind::Added;
    for (record, _) in twin::records_of(section.fields()) {
        walk.turn(&record, added);
    }
}

fn both(walk: &mut Walk<'_>, old: &Section<'_>, new: &Section<'_>, moved: bool) {
    if moved {
        walk.note(What::Section(ChangeKind::Moved, String::new()), "moved");
    }
    if old.aside() != new.aside() {
        walk.note(What::Aside(new.aside()), "aside");
    }
    let form = walk
        .kinds
        .get(new.kind())
        .map_or(&[][..], |kind| &kind.fields);
    walk.group(old.fields(), new.fields(), form);
    derived(
        walk,
        "articles",
        old.found("articles"),
        new.found("articles"),
    );
    // What happened to records is told by the records, if it can be seen of them.
    if !walk
        .found
        .iter()
        .any(|raw| matches!(raw.owner, Owner::Record(_)))
    {
        derived(walk, "changes", old.found("changes"), new.found("changes"));
    }
}

/// Lists that were found by looking at the site. What stands in them is told once, whatever page it is on.
fn derived(walk: &mut Walk<'_>, list: &str, old: &[Json], new: &[Json]) {
    let text = |entry: &Json, name: &str| twin::text(entry.get(name)).to_owned();
    let by = |entry: &Json| match twin::text(entry.get("href")) {
        "" => format!("{} {}", text(entry, "title"), text(entry, "date")),
        href => href.to_owned(),
    };
    let said = |entry: &Json| {
        let all = ["title", "summary", "reason", "date"].map(|name| text(entry, name));
        let all: Vec<String> = all.into_iter().filter(|text| !text.is_empty()).collect();
        all.join("\n")
    };
    let pairs = paired(old, new, &[&|a, b| a == b, &|a, b| by(a) == by(b)]);
    let kind = words::entry(list);
    walk.path.push(list.to_owned());
    let mut tell = |what: What, entry: &Json| {
        let key = format!("{list}\n{}\n{what:?}", by(entry));
        walk.note_as(what, key);
    };
    let lone = |entry: &Json, added| What::Item {
        kind: kind.clone(),
        name: text(entry, "title"),
        added,
        text: said(entry),
    };
    for (entry, was) in new.iter().zip(&pairs) {
        match was.and_then(|was| old.get(was)) {
            None => tell(lone(entry, true), entry),
            Some(then) if said(then) != said(entry) => {
                tell(What::Text(said(then), said(entry)), entry);
            }
            Some(_) => {}
        }
    }
    for (at, entry) in old.iter().enumerate() {
        if !pairs.contains(&Some(at)) {
            tell(lone(entry, false), entry);
        }
    }
    walk.path.pop();
}
