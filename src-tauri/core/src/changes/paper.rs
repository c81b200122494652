//! The list of changes on one page of HTML that needs nothing else: to read, to print and to send.

use std::fmt::Write as _;

use crate::diff::{Piece, Turn};
use crate::message::{Language, Message};
use crate::render::escape;
use crate::say;

use super::{Change, Changes, Meaning, PageChanges, PageTurn, Side};

/// How it looks, on a screen by day and by night, and on paper.
const STYLE: &str = include_str!("paper.css");

impl Meaning {
    /// All of them, in their order.
    pub const ALL: [Self; 7] = [
        Self::Commitments,
        Self::Numbers,
        Self::Names,
        Self::Links,
        Self::Documents,
        Self::Wording,
        Self::Layout,
    ];

    /// What it is called.
    pub fn say(self) -> Message {
        match self {
            Self::Commitments => say!("Commitments"),
            Self::Numbers => say!("Numbers and dates"),
            Self::Names => say!("Names"),
            Self::Links => say!("Links"),
            Self::Documents => say!("Documents"),
            Self::Wording => say!("Wording"),
            Self::Layout => say!("Layout"),
        }
    }
}

impl Side {
    /// What it is called: its release, else its day.
    pub fn say(&self) -> Message {
        let day = crate::model::Date::parse(&self.date);
        let day = day.map(super::words::day).unwrap_or_default();
        match self.release {
            Some(number) => say!("release {number} of {day}", number, day),
            None if self.root.is_empty() => say!("nothing"),
            None => say!("an export as of {day}", day),
        }
    }
}

impl Changes {
    /// How much differs, in a sentence.
    pub fn summary(&self) -> Message {
        let (changes, pages) = (self.list.len(), self.pages.len());
        let (before, after) = (self.before.say(), self.after.say());
        let told = match (changes, pages) {
            (0, 0) => say!(
                "Nothing changed between {before} and {after}",
                before,
                after
            ),
            (1, 1) => say!(
                "1 change on 1 page, from {before} to {after}",
                before,
                after
            ),
            (_, 1) => say!(
                "{changes} changes on 1 page, from {before} to {after}",
                changes,
                before,
                after
            ),
            (1, _) => say!(
                "1 change on {pages} pages, from {before} to {after}",
                pages,
                before,
                after
            ),
            _ => say!(
                "{changes} changes on {pages} pages, from {before} to {after}",
                changes,
                pages,
                before,
                after
            ),
        };
        match self.only_layout() {
            0 => told,
            1 => told.and(&say!("Only layout: 1 page")),
            pages => told.and(&say!("Only layout: {pages} pages", pages)),
        }
    }

    /// How many pages say the same and look different.
    pub fn only_layout(&self) -> usize {
        let pages = self.pages.iter();
        pages.filter(|page| page.turn == PageTurn::Layout).count()
    }

    /// The changes of a page, what matters most first.
    pub fn of<'c>(&'c self, page: &PageChanges) -> Vec<&'c Change> {
        let positions = page
            .changes
            .iter()
            .filter_map(|at| usize::try_from(*at).ok());
        let mut changes: Vec<&Change> = positions.filter_map(|at| self.list.get(at)).collect();
        changes.sort_by_key(|change| change.meaning);
        changes
    }

    /// The changes that no page shows.
    pub fn beside(&self) -> Vec<&Change> {
        let shown: std::collections::HashSet<u32> = self
            .pages
            .iter()
            .flat_map(|page| page.changes.iter().copied())
            .collect();
        let all = self.list.iter().zip(0u32..);
        all.filter(|(_, at)| !shown.contains(at))
            .map(|(change, _)| change)
            .collect()
    }
}

/// The changes as one file of HTML.
pub fn paper(changes: &Changes, language: Language) -> String {
    let title = say!("What changed");
    let title = title.get(language);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{}</p>\n",
        language.tag(),
        escape(changes.summary().get(language)),
    );
    counts(&mut out, changes, language);
    let worth = |page: &&PageChanges| page.turn != PageTurn::Layout || !page.changes.is_empty();
    for page in changes.pages.iter().filter(worth) {
        let _ = writeln!(
            out,
            "<section>\n<h2>{}</h2>\n<p class=\"path\">{}</p>",
            escape(&page.title),
            escape(&page.path)
        );
        list(&mut out, &changes.of(page), language);
        out.push_str("</section>\n");
    }
    let beside = changes.beside();
    if !beside.is_empty() {
        let title = say!("Beside the pages");
        let _ = writeln!(out, "<section>\n<h2>{}</h2>", title.get(language));
        list(&mut out, &beside, language);
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// How many changes are about what.
fn counts(out: &mut String, changes: &Changes, language: Language) {
    let of = |meaning| {
        changes
            .list
            .iter()
            .filter(|one| one.meaning == meaning)
            .count()
    };
    out.push_str("<ul class=\"counts\">\n");
    for meaning in Meaning::ALL {
        let count = of(meaning);
        if count > 0 {
            let said = meaning.say();
            let _ = writeln!(out, "<li>{} <b>{count}</b></li>", said.get(language));
        }
    }
    out.push_str("</ul>\n");
}

/// Changes in groups by what they are about.
fn list(out: &mut String, changes: &[&Change], language: Language) {
    for group in changes.chunk_by(|a, b| a.meaning == b.meaning) {
        let Some(first) = group.first() else {
            continue;
        };
        let meaning = first.meaning.say();
        let _ = writeln!(out, "<h3>{}</h3>\n<ul>", meaning.get(language));
        for change in group {
            let said = escape(change.say.get(language));
            let _ = writeln!(out, "<li><p>{said}</p>{}</li>", pieces(&change.pieces));
        }
        out.push_str("</ul>\n");
    }
}

/// Words that came and went, told apart by more than colour.
fn pieces(pieces: &[Piece]) -> String {
    if pieces.is_empty() {
        return String::new();
    }
    let mut out = "<blockquote>".to_owned();
    for piece in pieces {
        let text = escape(&piece.text).replace('\n', "<br>");
        let _ = match piece.turn {
            Turn::Same => write!(out, "{text}"),
            Turn::Added => write!(out, "<ins>{text}</ins>"),
            Turn::Removed => write!(out, "<del>{text}</del>"),
        };
    }
    out.push_str("</blockquote>");
    out
}
