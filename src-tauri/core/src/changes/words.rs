//! What differs, as people say it.

use std::collections::BTreeMap;

use crate::diff::{ChangeKind, Piece, Turn, words as compared};
use crate::kinds::Kinds;
use crate::message::{Language, Message};
use crate::model::{Date, Localised};
use crate::render::dates;
use crate::say;

use super::RecordName;
use super::gather::Gathered;
use super::raw::{FileFacts, Owner, Raw, What};
use super::shown;

/// Texts up to this width are told whole; a Chinese character is as wide as two others.
const SHORT: usize = 64;

/// What records are called, by language.
pub(super) type Names = BTreeMap<RecordName, Localised>;

/// Words of the program as a label.
fn label(message: &Message) -> Localised {
    let both = [Language::English, Language::Chinese];
    let both = both.map(|language| (language.tag().to_owned(), message.get(language).to_owned()));
    Localised::Each(both.into())
}

/// The label of the site's name.
pub(super) fn site_name() -> Localised {
    label(&say!("Name of the site"))
}

/// The label of the organisation's name.
pub(super) fn organisation() -> Localised {
    label(&say!("Organisation"))
}

/// The label of the site's address.
pub(super) fn site_address() -> Localised {
    label(&say!("Address of the site"))
}

/// The label of the notice above every page.
pub(super) fn notice() -> Localised {
    label(&say!("Notice above every page"))
}

/// What an entry is called of a list that was found by looking at the site.
pub(super) fn entry(list: &str) -> Localised {
    match list {
        "articles" => label(&say!("Entry in the list of news")),
        _ => label(&say!("Entry in the change log")),
    }
}

/// What a block of a page is called.
pub(super) fn block(kind: shown::Kind) -> Localised {
    label(&match kind {
        shown::Kind::Heading => say!("Heading"),
        shown::Kind::Paragraph => say!("Paragraph"),
        shown::Kind::Item => say!("List item"),
        shown::Kind::Cell => say!("Table cell"),
    })
}

/// A day as people write it.
pub(super) fn day(date: Date) -> Localised {
    let both = [Language::English, Language::Chinese];
    let both = both.map(|one| (one.tag().to_owned(), dates::words(date, one.tag())));
    Localised::Each(both.into())
}

/// The old and the new text, word by word; nothing where a sentence tells all.
pub(super) fn pieces(what: &What) -> Vec<Piece> {
    let alone = |turn, text: &str| {
        let text = text.to_owned();
        if text.is_empty() {
            Vec::new()
        } else {
            vec![Piece { turn, text }]
        }
    };
    let turn = |added: bool| if added { Turn::Added } else { Turn::Removed };
    match what {
        What::Text(before, after) | What::State(before, after) => compared(before, after),
        What::Item { added, text, .. } => alone(turn(*added), text),
        What::Section(change, text) => alone(turn(*change == ChangeKind::Added), text),
        _ => Vec::new(),
    }
}

/// Puts changes into words.
pub(super) struct Speaker<'a> {
    pub(super) kinds: &'a Kinds,
    pub(super) found: &'a Gathered,
}

impl Speaker<'_> {
    /// All of it as one sentence.
    pub(super) fn say(&self, raw: &Raw, pieces: &[Piece]) -> Message {
        if let (Owner::Record(record), What::Record { added }) = (&raw.owner, &raw.what) {
            return self.record(record, *added);
        }
        let what = self.what(raw, pieces);
        let subject = self.subject(raw);
        if subject.is_empty() {
            what
        } else {
            say!("{subject}: {what}", subject, what)
        }
    }

    /// What a record is called.
    fn name(&self, record: &RecordName) -> Localised {
        let named = self.found.names.get(record);
        named
            .cloned()
            .unwrap_or_else(|| Localised::One(record.id.clone()))
    }

    /// What records of a collection are called.
    fn item(&self, collection: &str) -> Localised {
        match self.kinds.collection(collection) {
            Some(known) if known.item.get("en").is_empty() => known.label.clone(),
            Some(known) => known.item.clone(),
            None => Localised::One(collection.to_owned()),
        }
    }

    fn record(&self, record: &RecordName, added: bool) -> Message {
        let (item, name) = (self.item(&record.collection), self.name(record));
        match (added, self.found.there(record)) {
            (true, (false, _)) => say!("{item} added: {name}", item, name),
            (false, (_, false)) => say!("{item} removed: {name}", item, name),
            (true, _) => say!("{item} shown in one more place: {name}", item, name),
            (false, _) => say!("{item} shown in one place less: {name}", item, name),
        }
    }

    fn subject(&self, raw: &Raw) -> Message {
        let subject = match &raw.owner {
            Owner::Site => Message::default(),
            Owner::Frame => say!("Above and below the pages"),
            Owner::Page { title, .. } => say!("Page “{title}”", title),
            Owner::Section { name, .. } => {
                let kind = raw.place.as_ref().map_or("", |place| place.kind.as_str());
                let known = self.kinds.get(kind).map(|kind| kind.label.clone());
                let kind = known.unwrap_or_else(|| Localised::One(kind.to_owned()));
                match name.as_str() {
                    "" => Message::of_site(&kind),
                    name => say!("{kind} “{name}”", kind, name = shortened(name)),
                }
            }
            Owner::Record(record) => {
                let (item, name) = (self.item(&record.collection), self.name(record));
                say!("{item} {name}", item, name)
            }
        };
        match raw.item.as_str() {
            "" => subject,
            item if under_heading(raw) => say!("Under “{item}”", item = shortened(item)),
            item => say!("{subject}, “{item}”", subject, item = shortened(item)),
        }
    }

    fn what(&self, raw: &Raw, pieces: &[Piece]) -> Message {
        let last = raw.labels.last().cloned();
        let field = last.unwrap_or_else(|| label(&say!("Text")));
        match &raw.what {
            What::Text(before, after) => text(&field, before, after, pieces),
            What::Day(before, after) => days(&field, *before, *after),
            What::Value(before, after) => value(&field, before.as_ref(), after.as_ref()),
            What::Flag(true) => say!("“{field}” now applies", field),
            What::Flag(false) => say!("“{field}” no longer applies", field),
            What::Link {
                name,
                before,
                after,
            } => link(&field, name, before, after),
            What::File {
                name,
                before,
                after,
                versions,
            } => {
                let versions = versions.as_ref().map(|(a, b)| (a.as_str(), b.as_str()));
                file(name, before.as_ref(), after.as_ref(), versions)
            }
            What::Item {
                kind,
                name,
                added,
                text,
            } => {
                let name = if name.is_empty() { text } else { name };
                let (kind, name) = (capital(kind), shortened(name));
                match added {
                    true => say!("{kind} added: {name}", kind, name),
                    false => say!("{kind} no longer shown: {name}", kind, name),
                }
            }
            What::Looks => say!(
                "“{field}” only looks different; its words are the same",
                field
            ),
            What::Order if raw.labels.is_empty() => say!("Order changed"),
            What::Order => say!("Order of “{field}” changed", field),
            What::Section(ChangeKind::Added, _) => say!("Section added"),
            What::Section(ChangeKind::Removed, _) => say!("Section removed"),
            What::Section(..) => say!("Section moved; its text is the same"),
            What::Aside(true) => say!("Section now stands beside the text"),
            What::Aside(false) => say!("Section now stands in the text"),
            What::State(before, after) => say!("Now “{after}”, before “{before}”", before, after),
            What::Page { added: true } => say!("New page"),
            What::Page { added: false } => say!("Page removed"),
            What::PageMoved(from) => say!("Page moved; it was at {from}", from),
            What::Record { .. } => Message::default(),
        }
    }
}

/// Whether the heading above says enough: on a page without sections, and in a section without a name.
fn under_heading(raw: &Raw) -> bool {
    match &raw.owner {
        Owner::Page { .. } => true,
        Owner::Section { name, .. } => name.is_empty(),
        _ => false,
    }
}

fn text(field: &Localised, before: &str, after: &str, pieces: &[Piece]) -> Message {
    let short = |text: &str| cut(text) == text.len() && !text.contains('\n');
    match (before.is_empty(), after.is_empty()) {
        (true, _) if short(after) => return say!("“{field}” added: “{after}”", field, after),
        (true, _) => return say!("“{field}” added", field),
        (_, true) if short(before) => return say!("“{field}” removed: “{before}”", field, before),
        (_, true) => return say!("“{field}” removed", field),
        _ if short(before) && short(after) => {
            return say!(
                "“{field}” changed from “{before}” to “{after}”",
                field,
                before,
                after
            );
        }
        _ => {}
    }
    let of = |turn: Turn| -> Vec<&str> {
        let all = pieces.iter().filter(|piece| piece.turn == turn);
        all.map(|piece| piece.text.trim()).collect()
    };
    match (of(Turn::Removed).as_slice(), of(Turn::Added).as_slice()) {
        ([before], [after]) if short(before) && short(after) => {
            say!(
                "“{field}”: “{before}” became “{after}”",
                field,
                before,
                after
            )
        }
        ([], [after]) if short(after) => say!("“{field}”: “{after}” was added", field, after),
        ([before], []) if short(before) => {
            say!("“{field}”: “{before}” was left out", field, before)
        }
        _ => say!("“{field}” reworded", field),
    }
}

fn days(field: &Localised, before: Option<Date>, after: Option<Date>) -> Message {
    match (before.map(day), after.map(day)) {
        (Some(before), Some(after)) => {
            say!(
                "“{field}” moved from {before} to {after}",
                field,
                before,
                after
            )
        }
        (None, Some(after)) => say!("“{field}” is now {after}", field, after),
        (Some(before), None) => say!("“{field}” removed; it was {before}", field, before),
        (None, None) => say!("“{field}” changed", field),
    }
}

fn value(field: &Localised, before: Option<&Localised>, after: Option<&Localised>) -> Message {
    match (before, after) {
        (Some(before), Some(after)) => {
            say!(
                "“{field}” changed from {before} to {after}",
                field,
                before,
                after
            )
        }
        (None, Some(after)) => say!("“{field}” is now {after}", field, after),
        (Some(before), None) => say!("“{field}” removed; it was {before}", field, before),
        (None, None) => say!("“{field}” changed", field),
    }
}

fn link(field: &Localised, name: &str, before: &str, after: &str) -> Message {
    match (before, after, name) {
        ("", _, "") => say!("Link added: {after}", after),
        ("", ..) => say!("Link added: {name}", name),
        (_, "", "") => say!("Link no longer shown: {before}", before),
        (_, "", _) => say!("Link no longer shown: {name}", name),
        (.., "") => say!(
            "“{field}” now leads to {after}; before to {before}",
            field,
            before,
            after
        ),
        _ => say!(
            "Link “{name}” now leads to {after}; before to {before}",
            name,
            before,
            after
        ),
    }
}

fn file(
    name: &str,
    before: Option<&FileFacts>,
    after: Option<&FileFacts>,
    versions: Option<(&str, &str)>,
) -> Message {
    let path = |file: &FileFacts| file.path.trim_start_matches('/').to_owned();
    let called = |file: &FileFacts| {
        if name.is_empty() {
            path(file)
        } else {
            name.to_owned()
        }
    };
    match (before, after) {
        (Some(then), Some(now)) if then.digest == now.digest => {
            say!(
                "“{name}” has another address: {path}",
                name = called(now),
                path = path(now)
            )
        }
        (Some(_), Some(now)) if now.picture => say!("Picture replaced: {name}", name = called(now)),
        (Some(_), Some(now)) => match versions {
            Some((before, after)) => {
                say!(
                    "Document replaced: version {before} to {after}",
                    before,
                    after
                )
            }
            None => say!("Document replaced: {name}", name = called(now)),
        },
        (None, Some(now)) if now.picture => say!("Picture added: {name}", name = called(now)),
        (None, Some(now)) => say!("Document added: {name}", name = called(now)),
        (Some(then), None) if then.picture => {
            say!("Picture no longer shown: {name}", name = called(then))
        }
        (Some(then), None) => say!("Document no longer offered: {name}", name = called(then)),
        (None, None) => Message::default(),
    }
}

/// A file of the bundle that no page tells about.
pub(super) fn loose(path: &str, before: bool, after: bool) -> Message {
    match (before, after) {
        (true, true) if path.ends_with(".css") => say!("Style sheet changed: {path}", path),
        (true, true) => say!("File replaced: {path}", path),
        (false, _) => say!("File added: {path}", path),
        (_, false) => say!("File removed: {path}", path),
    }
}

/// Where a text is cut that is told only in part.
fn cut(text: &str) -> usize {
    let mut width = 0;
    let mut letters = text.char_indices();
    let end = letters.find(|(_, letter)| {
        width += if *letter < '\u{2e80}' { 1 } else { 2 };
        width > SHORT
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// The beginning of a text, for a sentence.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match cut(line) {
        end if end == line.len() => line.to_owned(),
        end => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
    }
}

/// A label that begins a sentence.
fn capital(label: &Localised) -> Localised {
    let capital = |text: &str| {
        let mut letters = text.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters.clone()).collect::<String>()
    };
    match label {
        Localised::One(text) => Localised::One(capital(text)),
        Localised::Each(each) => {
            let each = each.iter().map(|(tag, text)| (tag.clone(), capital(text)));
            Localised::Each(each.collect())
        }
    }
}
