//! The files of the new site, from the drafts of all its pages.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::kinds::{BodyType, Kinds};
use crate::model::PageRef;
use crate::page::{self, NewSection};
use crate::site::{ASSETS, record_path};
use crate::store::Hash;
use crate::value::{Fields, Value};

use super::certificates::CERTIFICATIONS;
use super::crumbs::{self, Named};
use super::given::Given;
use super::media::Media;
use super::pages::{Drafts, Mapped};
use super::report::Report;
use super::settings::{self, Common};
use super::source::Source;
use super::state::{self, Known, State};
use super::{addresses, boxes, certificates, ids, library, said};

/// Longest summary, in characters.
const SUMMARY: usize = 160;

/// A site in memory.
#[derive(Debug)]
pub(super) struct Assembled {
    /// Path and text of each file, but for media.
    pub(super) files: Vec<(String, String)>,
    /// What is said of it.
    pub(super) report: Report,
    /// What it remembers.
    pub(super) state: State,
}

/// Puts the new site together, or pages for one that is there.
pub(super) fn assemble(
    mut drafts: Drafts,
    source: &Source,
    media: &Media,
    given: &Given,
    kinds: &Kinds,
) -> Assembled {
    let common = Common::of(&drafts);
    let titles: Vec<String> = drafts
        .pages
        .iter()
        .map(|page| title(page, &drafts))
        .collect();
    let mut report = said::of(&drafts, &titles, &common, source, media, kinds);
    let mut files = Vec::new();
    files.push((
        "site.toml".to_owned(),
        settings::text(&drafts, &common, &titles),
    ));
    let links = share(&mut drafts.pages, &common, given, &mut files, &mut report);
    let certificates = certificates::share(&mut drafts.pages);
    for (path, records) in [
        ("links", links),
        (CERTIFICATIONS, certificates),
        (ASSETS, assets(source, media)),
    ] {
        if let Ok(text) = page::data::append_records("", &records)
            && !text.is_empty()
        {
            files.push((record_path(path), text));
        }
    }
    let texts = texts(&drafts.pages, &titles, &common, kinds);
    let state = state(&drafts, &texts, media);
    files.push((state::FILE.to_owned(), state.text()));
    files.extend(texts);
    Assembled {
        files,
        report,
        state,
    }
}

/// Shares boxes and links, or uses those that are there already. Answers the records of the library.
fn share(
    pages: &mut [Mapped],
    common: &Common,
    given: &Given,
    files: &mut Vec<(String, String)>,
    report: &mut Report,
) -> Vec<(String, Fields)> {
    if given.is_there {
        library::adopt(pages, &given.links);
        boxes::adopt(pages, &given.boxes);
        return Vec::new();
    }
    let (links, said) = library::share(pages, &common.locales);
    let (boxes, mut shared) = boxes::share(pages, &common.locales);
    shared.extend(said);
    report.shared = shared;
    files.extend(boxes);
    links
}

/// What the site remembers of all this.
fn state(drafts: &Drafts, texts: &[(String, String)], media: &Media) -> State {
    let known = |(page, (file, text)): (&Mapped, &(String, String))| {
        let known = Known {
            file: file.clone(),
            source: page.text.digest,
            written: Hash::of(text.as_bytes()),
        };
        (page.text.path.clone(), known)
    };
    State {
        languages: drafts.languages.clone(),
        pages: drafts.pages.iter().zip(texts).map(known).collect(),
        media: media
            .used()
            .filter_map(|file| Some((file.name.clone(), file.digest()?)))
            .collect(),
    }
}

/// Path and text of every page.
fn texts(
    pages: &[Mapped],
    titles: &[String],
    common: &Common,
    kinds: &Kinds,
) -> Vec<(String, String)> {
    let named: BTreeMap<PageRef, Named<'_>> = pages
        .iter()
        .zip(titles)
        .map(|(page, title)| {
            let short = crumbs::short(title, page.draft.breadcrumb.as_ref());
            (page.placed.page.clone(), Named { title, short })
        })
        .collect();
    pages
        .par_iter()
        .zip(titles)
        .map(|(page, title)| {
            let front = front(page, title, common, &named);
            (page.placed.file.clone(), text(page, &front, kinds))
        })
        .collect()
}

/// What a page is called: by its front matter, by itself, by its breadcrumb, for a front page by those of
/// others, by its file.
fn title(page: &Mapped, drafts: &Drafts) -> String {
    let crumb = page.draft.breadcrumb.as_ref().map(|written| &written.label);
    let named = [
        page.text.front.title.as_ref(),
        page.draft.title.as_ref(),
        crumb,
    ];
    let mut named = named.into_iter().flatten().map(|title| title.trim());
    if let Some(title) = named.find(|title| !title.is_empty()) {
        return title.to_owned();
    }
    let placed = &page.placed.page;
    if placed.address == "/"
        && let Some(name) = settings::called(drafts, &placed.locale)
    {
        return name;
    }
    // The address has no mark of the language.
    let name = placed.address.rsplit('/').next().unwrap_or_default();
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(
        || page.text.path.clone(),
        |first| first.to_uppercase().chain(letters).collect(),
    )
}

/// The front matter of a page.
fn front(
    page: &Mapped,
    title: &str,
    common: &Common,
    named: &BTreeMap<PageRef, Named<'_>>,
) -> Fields {
    let (from, draft, own) = (&page.text.front, &page.draft, &page.placed.page);
    let mut fields = Fields::new();
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            fields.insert(name.to_owned(), Value::Text(value.to_owned()));
        }
    };
    put("title", title);
    put(
        "short",
        named
            .get(own)
            .and_then(|named| named.short)
            .unwrap_or_default(),
    );
    let summary = from
        .summary
        .clone()
        .or_else(|| draft.summary.as_deref().map(shortened));
    put("summary", &summary.unwrap_or_default());
    if page.text.path != addresses::made(common.folder(&own.locale), &own.locale, &page.placed.file)
    {
        put("path", &page.text.path);
    }
    if from.layout.as_ref() != common.layouts.get(&own.locale) {
        put("layout", from.layout.as_deref().unwrap_or_default());
    }
    put("front", &from.rest);
    if let Some(date) = from.date {
        fields.insert("date".to_owned(), Value::Date(date));
    }
    if from.hidden {
        fields.insert("hidden".to_owned(), Value::Flag(true));
    }
    fields.extend(crumbs::fields(own, draft.breadcrumb.as_ref(), named));
    let has_header = draft.sections.iter().any(|section| section.kind == "hero");
    if !draft.shows_title && !has_header {
        fields.insert("untitled".to_owned(), Value::Flag(true));
    }
    fields
}

/// The first words of a text, as many as a summary has.
fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= SUMMARY {
        return text;
    }
    let cut: String = text.chars().take(SUMMARY - 1).collect();
    // Chinese has no blanks to end at.
    let end = cut
        .rfind(' ')
        .filter(|end| *end > cut.len() / 2)
        .unwrap_or(cut.len());
    format!(
        "{}…",
        cut[..end].trim_end_matches([',', ';', ':', '，', '；', '：', ' '])
    )
}

fn text(page: &Mapped, front: &Fields, kinds: &Kinds) -> String {
    let flags = |aside: bool, hidden: bool| -> &'static [&'static str] {
        match (aside, hidden) {
            (true, true) => &["aside", "hidden"],
            (true, false) => &["aside"],
            (false, true) => &["hidden"],
            (false, false) => &[],
        }
    };
    let names = ids::of(&page.draft.sections);
    let sections: Vec<NewSection<'_>> = page
        .draft
        .sections
        .iter()
        .zip(&names)
        .map(|(section, name)| NewSection {
            kind: section.kind,
            id: name.as_deref(),
            flags: flags(section.aside, section.hidden),
            body_type: kinds.body_of(section.kind).unwrap_or(BodyType::Fields),
            fields: &section.fields,
        })
        .collect();
    let eol = if page.text.decoded.crlf { "\r\n" } else { "\n" };
    page::compose(front, &sections, eol)
}

/// The paths that media have in the existing site.
fn assets(source: &Source, media: &Media) -> Vec<(String, Fields)> {
    media.used().map(|file| file.record(source)).collect()
}
