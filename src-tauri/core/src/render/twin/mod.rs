//! What a page says, without how it looks: for programs, as JSON, as Markdown and as structured data.
//!
//! A twin is made from the values that the templates got, by the forms that name them. What no form
//! names, what is internal or hidden, and files that may not be had were never among those values.

mod json;
mod linked;
mod read;
mod text;
mod words;

use serde_json::Number;
use tera::{Map, Value as Out};

use crate::kinds::{Collection, Derived, Field, Kind};
use crate::model::Date;
use crate::page::Block;
use crate::site::Site;
use crate::store::Hash;
use crate::value::{Fields, Value};

use super::engine::Engine;
use super::links::Scope;
use super::own::Given;

pub(super) use json::object;
pub(super) use read::section;
pub(super) use words::{plain, target};

/// The twin of one page.
pub(super) struct Twin<'a> {
    scope: &'a Scope<'a>,
    /// What the page's templates get of it: title, summary, breadcrumb, canonical address.
    page: Out,
    /// The notice above every page, on its days.
    notice: Out,
    /// The day of an article.
    date: Option<Date>,
    sections: Vec<Section<'a>>,
}

/// A section that is about to be shown.
pub(super) struct Showing<'s> {
    pub(super) block: &'s Block,
    pub(super) unique: &'s str,
    pub(super) h1: bool,
    /// What its template gets, and the values that this was made from.
    pub(super) shown: &'s Map,
    pub(super) source: &'s Fields,
    pub(super) derived: Option<&'s Out>,
}

/// One section of a page.
pub(super) struct Section<'a> {
    kind: &'a Kind,
    id: String,
    /// Whether its heading is that of the page.
    h1: bool,
    pub(super) aside: bool,
    entries: Vec<Entry<'a>>,
    /// What was found by looking at the site: articles, headings or changes, as templates get them.
    derived: Option<(Derived, Out)>,
}

/// One value, and the field of the form that says what it is.
struct Entry<'a> {
    field: &'a Field,
    shown: Shown<'a>,
}

/// A value as it is shown. What is empty is not there at all.
enum Shown<'a> {
    Text(String),
    /// With whole addresses.
    Markdown(String),
    /// The same, cleaned as the page shows it.
    Html(String),
    Number(Number),
    /// A flag that is set.
    Yes,
    Date(Date),
    Choice {
        value: String,
        label: String,
    },
    Link(Link),
    File(File),
    List(Vec<Vec<Entry<'a>>>),
    Group(Vec<Entry<'a>>),
    Record(Record<'a>),
    Records(Vec<Record<'a>>),
}

/// Where something leads.
struct Link {
    /// A whole address, or one from the page while the site has none.
    to: String,
    /// The language of the page there, when it is another.
    locale: String,
    file: Option<File>,
}

/// A file that is exported too.
struct File {
    to: String,
    /// Its path in the site, `/media/report.pdf`.
    path: String,
    bytes: u64,
    hash: Option<Hash>,
    size: Option<(u32, u32)>,
    /// Type and size in words.
    words: String,
}

/// One record.
struct Record<'a> {
    collection: &'a Collection,
    id: String,
    /// What its dates say on the day, and that in words.
    state: Option<(String, String)>,
    /// Whether only its being there is told.
    notice: bool,
    entries: Vec<Entry<'a>>,
}

impl<'a> Twin<'a> {
    /// The twin of the page of `scope`. `context` is what the page's templates get.
    pub(super) fn new(scope: &'a Scope<'a>, context: &Given, sections: Vec<Section<'a>>) -> Self {
        let file = scope.site.pages.get(scope.page);
        let date = file.and_then(|file| file.page.front.fields.get("date"));
        let date = match date {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        let shown = |name| context.get(name).cloned().unwrap_or_else(Out::none);
        Self {
            scope,
            page: shown("page"),
            notice: shown("notice"),
            date,
            sections,
        }
    }

    /// The page's twins: what they hold, by path in the output.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let output = output(self.scope);
        vec![
            (beside(output, "json"), self.json()),
            (beside(output, "md"), self.text()),
        ]
    }

    /// What the head of the HTML says of them: links to the twins, and the structured data.
    pub(super) fn head(&self) -> String {
        let output = output(self.scope);
        let name = |extension| {
            let path = beside(output, extension);
            let name = path.rsplit('/').next().unwrap_or_default().to_owned();
            super::escape(&name).into_owned()
        };
        format!(
            "<link rel=\"alternate\" type=\"application/json\" href=\"{}\">\n<link rel=\"alternate\" type=\"text/markdown\" href=\"{}\">\n{}",
            name("json"),
            name("md"),
            self.linked()
        )
    }

    /// A text that the page's templates get.
    fn page(&self, name: &'static str) -> &str {
        let found = self.page.get_from_path(name);
        found.and_then(Out::as_str).unwrap_or("")
    }

    fn locale(&self) -> &str {
        &self.scope.page.locale
    }

    /// One of the theme's fixed words.
    fn word(&self, key: &str) -> String {
        self.scope.theme().word(self.locale(), key)
    }
}

/// Whether pages have twins: where another program completes the pages, their places are its own.
pub(super) fn wanted(engine: &Engine, site: &Site) -> bool {
    !site.settings.html_only && !engine.theme(site).traits.fragments
}

/// Where the page of `scope` is written.
fn output<'s>(scope: &'s Scope<'_>) -> &'s str {
    let page = scope.page;
    let info = scope.index.any_page(&page.locale, &page.address);
    info.map_or("", |info| info.output.as_str())
}

/// The path of a page's twin: beside the page, with another ending.
pub(super) fn beside(output: &str, extension: &str) -> String {
    let stem = output.strip_suffix(".html").unwrap_or(output);
    format!("{stem}.{extension}")
}

/// An address of the page of `scope` as one that holds everywhere; from the page's own folder while
/// the site has no address.
pub(super) fn whole(scope: &Scope<'_>, href: &str) -> String {
    let base = scope.site.settings.address.trim_end_matches('/');
    let output = output(scope);
    let inside = href.strip_prefix(scope.root.as_str());
    match (inside, href.starts_with('#')) {
        (Some(inside), false) if !scope.root.is_empty() => {
            if base.is_empty() {
                href.to_owned()
            } else {
                format!("{base}/{inside}")
            }
        }
        (_, true) if base.is_empty() => {
            format!("{}{href}", output.rsplit('/').next().unwrap_or_default())
        }
        (_, true) => format!("{base}/{output}{href}"),
        _ => href.to_owned(),
    }
}

/// The value that templates get under the name of a field.
pub(super) fn value<'m>(map: &'m Map, field: &str) -> Option<&'m Out> {
    map.get(&tera::value::Key::from(field.replace('-', "_")))
}

/// A text that templates get under a name.
pub(super) fn text_of<'m>(map: &'m Map, field: &str) -> &'m str {
    value(map, field).and_then(Out::as_str).unwrap_or("")
}
