//! The documents that visitors may have copies of: those that can be had now, and those of earlier
//! releases with what took their place. A page compares a copy with them by its SHA-256.

use std::collections::BTreeMap;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use tera::Value as Out;

use crate::model::Date;
use crate::site::{PublishedDocument, ReleaseNote};
use crate::store::Hash;

use super::dates;
use super::frame::entry;
use super::links::Scope;
use super::published::published_documents;
use super::theme::filled;
use super::values::Resolver;

/// The one script of an exported site. It reads what it knows from the table beside it, sends nothing
/// and writes text only.
const SCRIPT: &str = include_str!("copies.js");

/// What a content security policy names the script by.
pub(super) fn script_hash() -> String {
    format!(
        "'sha256-{}'",
        BASE64_STANDARD.encode(Hash::of(SCRIPT.as_bytes()).bytes())
    )
}

/// The script, where it may run and has something to compare with.
pub(super) fn script(scope: &Scope<'_>, copies: &Out) -> Option<&'static str> {
    let some = copies.as_array().is_some_and(|all| !all.is_empty());
    (scope.whole && some).then_some(SCRIPT)
}

/// A document, and between which releases it could be had.
struct Copy<'a> {
    document: &'a PublishedDocument,
    /// The first release with it.
    since: Option<&'a ReleaseNote>,
    /// The first release without it, if it cannot be had any more.
    until: Option<&'a ReleaseNote>,
    /// Whether it can be had now.
    current: bool,
    /// What took its place.
    by: Option<&'a PublishedDocument>,
}

/// Every document of the site and of its earlier releases, as templates get them: those that can be had
/// now by name, then the others, the last replaced first.
pub(super) fn of(resolver: &Resolver<'_>) -> Out {
    let scope = resolver.scope;
    let current = published_documents(scope.engine, scope.index, scope.site);
    let mut copies = found(current, &scope.site.releases);
    let title = |copy: &Copy<'_>| copy.document.title.get(&scope.page.locale).to_owned();
    copies.sort_by_cached_key(|copy| {
        let until = copy.until.map_or(u32::MAX, |note| note.number);
        let document = copy.document;
        let rest = (document.language.clone(), document.path.clone());
        (!copy.current, u32::MAX - until, title(copy), rest)
    });
    let told = copies.iter().map(|copy| told(resolver, copy));
    Out::from(told.collect::<Vec<_>>())
}

/// Each document once by its bytes; what can be had now counts before what could be had once.
fn found<'a>(current: &'a [PublishedDocument], releases: &'a [ReleaseNote]) -> Vec<Copy<'a>> {
    let mut all: BTreeMap<&str, Copy<'a>> = BTreeMap::new();
    for document in current {
        all.entry(&document.sha256).or_insert(Copy {
            document,
            since: None,
            until: None,
            current: true,
            by: None,
        });
    }
    for (at, note) in releases.iter().enumerate() {
        for document in &note.documents {
            let copy = all.entry(&document.sha256).or_insert(Copy {
                document,
                since: None,
                until: None,
                current: false,
                by: None,
            });
            copy.since = copy.since.or(Some(note));
            if !copy.current {
                copy.document = document;
                copy.until = releases.get(at + 1);
                copy.by = successor(document, current);
            }
        }
    }
    all.into_values().collect()
}

/// The document that stands where an earlier one stood: of the same record and language, else at the
/// same address.
fn successor<'a>(
    earlier: &PublishedDocument,
    current: &'a [PublishedDocument],
) -> Option<&'a PublishedDocument> {
    let same_record = |one: &&PublishedDocument| {
        !earlier.record.is_empty()
            && (&one.record, &one.language) == (&earlier.record, &earlier.language)
    };
    let same_path = |one: &&PublishedDocument| one.path == earlier.path;
    current
        .iter()
        .find(same_record)
        .or_else(|| current.iter().find(same_path))
}

fn told(resolver: &Resolver<'_>, copy: &Copy<'_>) -> Out {
    let scope = resolver.scope;
    let (locale, document) = (scope.page.locale.as_str(), copy.document);
    let settings = &scope.site.settings;
    let (lang, title) = document.title.first(locale, settings.default_locale());
    let language = settings.locales.iter().find(|l| l.tag == document.language);
    let date = Date::parse(&document.date);
    let state = match (copy.current, copy.by) {
        (true, _) => "current",
        (false, Some(_)) => "superseded",
        (false, None) => "withdrawn",
    };
    let href = || scope.asset_href(&format!("/{}", document.path));
    let href = copy.current.then(href);
    entry([
        ("title", Out::from(title)),
        ("lang", Out::from(if lang == locale { "" } else { lang })),
        (
            "language",
            Out::from(language.map_or("", |l| l.label.as_str())),
        ),
        ("tag", Out::from(language.map_or("", |l| l.tag.as_str()))),
        ("version", Out::from(document.version.as_str())),
        (
            "date",
            date.map_or_else(Out::none, |date| resolver.date(date)),
        ),
        ("href", Out::from(href.unwrap_or_default())),
        ("sha256", Out::from(document.sha256.as_str())),
        ("state", Out::from(state)),
        ("name", Out::from(name(scope, document))),
        ("statement", Out::from(statement(scope, copy))),
    ])
}

/// A document by title, language and version.
fn name(scope: &Scope<'_>, document: &PublishedDocument) -> String {
    let locale = scope.page.locale.as_str();
    let settings = &scope.site.settings;
    let (_, title) = document.title.first(locale, settings.default_locale());
    let language = settings.locales.iter().find(|l| l.tag == document.language);
    let word = |key| scope.theme().word(locale, key);
    let mut name = filled(&word("copy_name"), &[("name", title)]);
    if let Some(language) = language {
        let both = [("name", name.as_str()), ("language", &language.label)];
        name = filled(&word("copy_name_language"), &both);
    }
    if !document.version.is_empty() {
        let both = [("name", name.as_str()), ("version", &document.version)];
        name = filled(&word("copy_name_version"), &both);
    }
    name
}

/// What is said of a copy: that it is the current one, or what took its place, and when.
fn statement(scope: &Scope<'_>, copy: &Copy<'_>) -> String {
    let locale = scope.page.locale.as_str();
    let say = |key: &str, note: Option<&ReleaseNote>, by: &str| {
        let dated = note.and_then(|note| Some((note.number.to_string(), Date::parse(&note.date)?)));
        let Some((number, date)) = dated else {
            let word = scope.theme().word(locale, &format!("copy_{key}_undated"));
            return filled(&word, &[("by", by)]);
        };
        let date = dates::words(date, locale);
        let word = scope.theme().word(locale, &format!("copy_{key}"));
        filled(&word, &[("number", &number), ("date", &date), ("by", by)])
    };
    match (copy.current, copy.by) {
        (true, _) => say("current_since", copy.since, ""),
        (false, Some(by)) => say("superseded_by", copy.until, &name(scope, by)),
        (false, None) => say("withdrawn_since", copy.until, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(record: &str, path: &str, sha256: &str) -> PublishedDocument {
        PublishedDocument {
            record: record.into(),
            path: path.into(),
            sha256: sha256.into(),
            ..PublishedDocument::default()
        }
    }

    fn note(number: u32, documents: &[PublishedDocument]) -> ReleaseNote {
        ReleaseNote {
            number,
            documents: documents.to_vec(),
            ..ReleaseNote::default()
        }
    }

    /// What is known of the document with this digest: current, since, until, by.
    fn known(
        current: &[PublishedDocument],
        releases: &[ReleaseNote],
        sha256: &str,
    ) -> (bool, Option<u32>, Option<u32>, Option<String>) {
        let all = found(current, releases);
        let copy = all
            .into_iter()
            .find(|copy| copy.document.sha256 == sha256)
            .unwrap();
        let number = |note: &ReleaseNote| note.number;
        (
            copy.current,
            copy.since.map(number),
            copy.until.map(number),
            copy.by.map(|by| by.sha256.clone()),
        )
    }

    #[test]
    fn a_document_is_superseded_by_what_its_record_gives_now() {
        let (one, two) = (document("d/p", "a.pdf", "1"), document("d/p", "b.pdf", "2"));
        let three = document("d/p", "b.pdf", "3");
        let releases = [
            note(1, std::slice::from_ref(&one)),
            note(2, std::slice::from_ref(&two)),
            note(3, std::slice::from_ref(&two)),
            note(4, std::slice::from_ref(&three)),
        ];
        let current = [three];
        let by = Some("3".to_owned());
        assert_eq!(
            known(&current, &releases, "1"),
            (false, Some(1), Some(2), by.clone())
        );
        assert_eq!(
            known(&current, &releases, "2"),
            (false, Some(2), Some(4), by.clone())
        );
        assert_eq!(known(&current, &releases, "3"), (true, Some(4), None, None));
        // Replaced, and not released yet.
        assert_eq!(
            known(&current, &releases[..3], "2"),
            (false, Some(2), None, by)
        );
        assert_eq!(
            known(&current, &releases[..3], "3"),
            (true, None, None, None)
        );
    }

    #[test]
    fn what_is_gone_is_withdrawn_and_what_came_back_is_current() {
        let (one, two) = (document("", "a.pdf", "1"), document("", "b.pdf", "2"));
        let releases = [note(1, &[one.clone(), two]), note(2, &[]), note(3, &[])];
        assert_eq!(known(&[], &releases, "2"), (false, Some(1), Some(2), None));
        assert_eq!(known(&[one], &releases, "1"), (true, Some(1), None, None));
    }

    #[test]
    fn without_a_record_the_address_tells_what_took_the_place() {
        let releases = [note(1, &[document("", "a.pdf", "1")])];
        let current = [document("", "a.pdf", "2")];
        let by = Some("2".to_owned());
        assert_eq!(known(&current, &releases, "1"), (false, Some(1), None, by));
    }
}
