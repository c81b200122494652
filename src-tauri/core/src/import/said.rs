//! What is said of an import: its figures, its pages, what is missing, how languages differ.

use std::collections::{BTreeMap, BTreeSet};

use crate::kinds::Kinds;
use crate::say;

use super::counts;
use super::media::Media;
use super::pages::{Drafts, Mapped};
use super::report::{
    Figures, MediaReport, Missing, Note, PageReport, PairReport, Report, SectionReport,
};
use super::settings::Common;
use super::source::Source;

/// Notes on attributes, which show nothing by themselves and are not counted as parts.
const ATTRIBUTES: [&str; 3] = ["tracking", "styles", "handler"];

/// The report of all pages, but for what they share.
pub(super) fn of(
    drafts: &Drafts,
    titles: &[String],
    common: &Common,
    source: &Source,
    media: &Media,
    kinds: &Kinds,
) -> Report {
    let pages: Vec<PageReport> = drafts
        .pages
        .iter()
        .zip(titles)
        .map(|(page, title)| page_report(page, title, kinds))
        .collect();
    let mut refused: Vec<_> = source.refused.clone();
    refused.extend(drafts.refused.iter().cloned());
    refused.extend(media.refused().cloned());
    refused.sort_by(|a, b| a.source.cmp(&b.source));
    Report {
        figures: pages
            .iter()
            .fold(Figures::default(), |sum, page| sum + page.figures),
        languages: drafts.languages.clone(),
        pairs: pairs(&drafts.pages, common, kinds),
        media: media_report(&drafts.pages, media),
        refused,
        pages,
        shared: Vec::new(),
    }
}

fn page_report(page: &Mapped, title: &str, kinds: &Kinds) -> PageReport {
    let (draft, read) = (&page.draft, &page.text.decoded);
    let joined = |first: &[Note], then: &[Note]| [first, then].concat();
    let repaired = joined(&read.repaired, &draft.repaired);
    let mut look_at = joined(&read.look_at, &draft.look_at);
    look_at.extend(page.text.front.fault.clone());
    look_at.extend(numbered(page));
    look_at.extend(wrong_language(page, kinds));
    let sections: Vec<SectionReport> = draft
        .sections
        .iter()
        .map(|section| SectionReport {
            kind: section.kind.to_owned(),
            from: section.from.clone(),
            line: section.line,
            characters: section.characters,
            hidden: section.hidden,
            aside: section.aside,
        })
        .collect();
    let counts = counts::shown(&draft.sections, kinds);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let shown = || sections.iter().filter(|section| !section.hidden);
    let characters = shown().map(|section| section.characters).sum();
    let raw = shown()
        .filter(|s| s.kind == "html")
        .map(|s| s.characters)
        .sum();
    PageReport {
        source: page.text.path.clone(),
        page: page.placed.page.clone(),
        title: title.to_owned(),
        encoding: read.encoding.clone(),
        figures: Figures {
            pages: 1,
            characters,
            typed: characters - raw,
            raw,
            links: number(counts.links),
            pictures: number(counts.pictures),
            repaired: repaired.iter().map(|note| note.count).sum(),
            left_out: draft
                .left_out
                .iter()
                .filter(|note| !ATTRIBUTES.contains(&note.code.as_str()))
                .map(|note| note.count)
                .sum(),
        },
        sections,
        repaired,
        left_out: draft.left_out.clone(),
        look_at,
    }
}

/// Says that another page had the address that this one asked for.
fn numbered(page: &Mapped) -> Option<Note> {
    let taken = page.placed.taken.as_ref()?;
    let address = &page.placed.page.address;
    Some(Note::plain(
        "address",
        say!(
            "Another page has the address {taken}, so this one got {address}.",
            taken,
            address
        ),
        1,
    ))
}

/// Says that a page is not in its language: Chinese among English, and the other way round.
fn wrong_language(page: &Mapped, kinds: &Kinds) -> Option<Note> {
    const FEW: usize = 20;
    let letters = counts::letters(&page.draft.sections, kinds);
    let chinese = page.placed.page.locale.starts_with("zh");
    let east = chinese || matches!(page.placed.page.locale.as_str(), "ja" | "ko");
    let other = letters.total - letters.han;
    let message = if !east && letters.han > FEW && letters.han * 20 > letters.total {
        say!(
            "This page holds {count} Chinese characters. See if it is in its language.",
            count = letters.han
        )
    } else if chinese && other > FEW * 10 && letters.han * 10 < letters.total {
        say!("This page holds hardly any Chinese. See if it is in its language.")
    } else {
        return None;
    };
    Some(Note::plain("language", message, 1))
}

fn media_report(pages: &[Mapped], media: &Media) -> MediaReport {
    let mut missing: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
    for page in pages {
        for path in &page.missing {
            missing.entry(path).or_default().insert(&page.text.path);
        }
    }
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    MediaReport {
        copied: number(media.used().count()),
        same: number(media.used().map(|file| file.copies.len() - 1).sum()),
        unused: number(media.unused()),
        missing: missing
            .into_iter()
            .map(|(path, pages)| Missing {
                path: path.clone(),
                pages: pages.into_iter().cloned().collect(),
            })
            .collect(),
    }
}

/// Pages that stand in several languages, and how these differ.
fn pairs(pages: &[Mapped], common: &Common, kinds: &Kinds) -> Vec<PairReport> {
    let mut by_address: BTreeMap<&str, Vec<&Mapped>> = BTreeMap::new();
    for page in pages {
        by_address
            .entry(&page.placed.page.address)
            .or_default()
            .push(page);
    }
    let place = |page: &&Mapped| {
        common
            .locales
            .iter()
            .position(|l| *l == page.placed.page.locale)
    };
    by_address
        .into_iter()
        .filter(|(_, pages)| pages.len() > 1)
        .map(|(address, mut pages)| {
            pages.sort_by_key(place);
            let first = counts::shown(&pages[0].draft.sections, kinds);
            let others = pages[1..]
                .iter()
                .map(|page| (*page, counts::shown(&page.draft.sections, kinds)));
            PairReport {
                address: address.to_owned(),
                locales: pages
                    .iter()
                    .map(|page| page.placed.page.locale.clone())
                    .collect(),
                differences: others
                    .flat_map(|(page, counts)| drift(pages[0], first, page, counts))
                    .collect(),
            }
        })
        .collect()
}

fn drift(
    one: &Mapped,
    first: counts::Counts,
    other: &Mapped,
    second: counts::Counts,
) -> Vec<crate::message::Message> {
    let sorts = [
        (say!("Sections"), first.sections, second.sections),
        (say!("Paragraphs"), first.paragraphs, second.paragraphs),
        (say!("List items"), first.items, second.items),
        (say!("Links"), first.links, second.links),
        (say!("Pictures"), first.pictures, second.pictures),
    ];
    let (a, b) = (&one.placed.page.locale, &other.placed.page.locale);
    let differ = sorts.into_iter().filter(|(_, x, y)| x != y);
    differ
        .map(|(what, x, y)| say!("{what}: {x} in {a}, {y} in {b}", what, x, a, y, b))
        .collect()
}
