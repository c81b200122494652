//! The history of releases as visitors are told it: from the notes of releases, never typed.

use tera::Value as Out;

use crate::bundle::{Key, manifest};
use crate::model::Date;
use crate::site::{ReleaseNote, Site};

use super::frame::entry;
use super::links::Scope;
use super::markdown::{self, Found};
use super::values::Resolver;
use super::{plain, twin};

/// The kind of section that tells the history, and the name of its feed.
pub(super) const RELEASES: &str = "releases";

/// Every release, the newest first.
pub(super) fn of(resolver: &mut Resolver<'_>) -> Out {
    let scope = resolver.scope;
    let mut found = Found::default();
    let told = newest_first(scope.site).map(|(note, date)| {
        let (lang, notes) = notes(scope.site, &scope.page.locale, note);
        let unique = format!("release-{}", note.number);
        let html = markdown::render(scope, notes, &unique, &mut found);
        entry([
            ("number", Out::from(note.number)),
            ("date", resolver.date(date)),
            ("correction", Out::from(note.correction)),
            (
                "lang",
                Out::from(if lang == scope.page.locale { "" } else { lang }),
            ),
            ("notes", Out::safe_string(&html)),
            ("source", Out::from(source(scope, notes, &unique))),
        ])
    });
    let told: Vec<Out> = told.collect();
    resolver.assets.extend(found.assets);
    Out::from(told)
}

/// The releases whose day can be read, the newest first.
pub(super) fn newest_first(site: &Site) -> impl Iterator<Item = (&ReleaseNote, Date)> {
    let all = site.releases.iter().rev();
    all.filter_map(|note| Some((note, Date::parse(&note.date)?)))
}

/// What is said of a release, and in which language: better in another than not at all.
pub(super) fn notes<'a>(
    site: &'a Site,
    locale: &'a str,
    note: &'a ReleaseNote,
) -> (&'a str, &'a str) {
    note.notes.first(locale, site.settings.default_locale())
}

/// Notes as Markdown, for programs.
fn source(scope: &Scope<'_>, notes: &str, unique: &str) -> String {
    if !scope.twins {
        return String::new();
    }
    plain::of(scope, notes, unique, &|href| twin::whole(scope, href))
}

/// How visitors can verify what they see: links to the list of all files, to their checksums and, where
/// the site names its public key, to the signature. None before the first release, and in an export that
/// is none: it has no such files.
pub(super) fn proof(scope: &Scope<'_>) -> Out {
    if scope.site.releases.is_empty() || !scope.index.proven {
        return Out::none();
    }
    let href = |name: &str| Out::from(format!("{}{name}", scope.root));
    let key = key(scope.site);
    let signature = key
        .as_ref()
        .map_or_else(|| Out::from(""), |_| href(manifest::SIGNATURE));
    entry([
        ("manifest", href(manifest::NAME)),
        ("sums", href(manifest::SUMS)),
        ("signature", signature),
        (
            "key",
            Out::from(key.map_or_else(String::new, |key| key.line())),
        ),
    ])
}

/// The public key that the site names, if it is one: it stands in a command that visitors copy.
pub(crate) fn key(site: &Site) -> Option<Key> {
    Key::parse(&site.settings.releases.key).ok()
}
