//! The pages of a source, from bytes to drafts, several at a time.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::error::Error;
use crate::message::Message;
use crate::model::Date;
use crate::say;

use super::addresses::{self, Asked, Placed};
use super::decode::{Decoded, decode};
use super::draft::{Draft, SourcePage};
use super::front::{self, Front};
use super::given::Given;
use super::languages::{self, Marked};
use super::media::Media;
use super::report::{Language, Refused};
use super::source::{Class, Source};
use super::targets::{Known, Places};
use super::{Choices, Counter, Listen, Step, map, markdown};
use crate::store::Hash;

/// Most bytes of text of all pages together.
const MOST_TEXT: usize = 256 * 1024 * 1024;

/// A page as text.
#[derive(Debug)]
pub(super) struct Text {
    /// Its path in the source.
    pub(super) path: String,
    /// The digest of its bytes.
    pub(super) digest: Hash,
    /// How it was read, without its text.
    pub(super) decoded: Decoded,
    /// What stands above its text.
    pub(super) front: Front,
    /// Whether its text is Markdown.
    pub(super) is_markdown: bool,
    /// Its text.
    text: String,
    /// The line that the text begins on.
    line: u32,
}

/// The pages that could be read, and those that could not.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) pages: Vec<Text>,
    pub(super) refused: Vec<Refused>,
}

/// A page with its draft and its place in the new site.
#[derive(Debug)]
pub(super) struct Mapped {
    /// What was read.
    pub(super) text: Text,
    /// Where it goes.
    pub(super) placed: Placed,
    /// What it became.
    pub(super) draft: Draft,
    /// What it uses and the source does not have.
    pub(super) missing: BTreeSet<String>,
}

/// All pages by drafts.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub(super) pages: Vec<Mapped>,
    pub(super) refused: Vec<Refused>,
    pub(super) languages: Vec<Language>,
}

/// Reads all pages of a source.
pub(super) fn read(source: &Source, progress: Listen<'_>) -> Result<Texts, Error> {
    let entries: Vec<_> = source
        .entries
        .iter()
        .filter(|e| e.class == Class::Page)
        .collect();
    let counter = Counter::new(Step::Reading, entries.len(), progress);
    let read: Vec<Result<Text, Refused>> = entries
        .par_iter()
        .map(|entry| {
            counter.one()?;
            Ok(source.read(entry).map(|bytes| text(&entry.path, &bytes)))
        })
        .collect::<Result<_, Error>>()?;
    let mut texts = Texts::default();
    let mut sum = 0;
    for one in read {
        match one {
            Ok(page) if sum + page.text.len() > MOST_TEXT => texts.refused.push(Refused {
                source: page.path,
                message: say!(
                    "The pages before it hold more than 256 MB of text. Import the site in parts."
                ),
            }),
            Ok(page) => {
                sum += page.text.len();
                texts.pages.push(page);
            }
            Err(refused) => texts.refused.push(refused),
        }
    }
    Ok(texts)
}

fn text(path: &str, bytes: &[u8]) -> Text {
    let mut decoded = decode(bytes);
    let whole = std::mem::take(&mut decoded.text);
    let divided = front::divide(&whole);
    Text {
        path: path.to_owned(),
        digest: Hash::of(bytes),
        front: divided.front,
        line: divided.line,
        is_markdown: markdown::is_markdown(path, divided.text),
        text: divided.text.to_owned(),
        decoded,
    }
}

/// Finds languages and addresses, and maps every page.
pub(super) fn map(
    source: &Source,
    media: &Media,
    texts: Texts,
    choices: &Choices,
    given: &Given,
    progress: Listen<'_>,
) -> Result<Drafts, Error> {
    let Texts { mut pages, refused } = texts;
    let mut drafts = Drafts {
        refused,
        ..Drafts::default()
    };
    let inside = |page: &'_ Text| {
        let root = source
            .roots
            .iter()
            .find(|root| page.path.starts_with(**root));
        root.map_or(0, |root| root.len())
    };
    let paths: Vec<&str> = pages
        .iter()
        .map(|page| &page.path[inside(page)..])
        .collect();
    let mut marks = languages::marks(&paths);
    name_own(&pages, &mut marks);
    for (page, marked) in pages.iter_mut().zip(&mut marks) {
        take_date(page, marked);
    }
    drafts.languages = chosen(&pages, &marks, choices);
    let locale = |marked: &Marked| {
        let language = drafts.languages.iter().find(|l| l.mark == marked.mark);
        language
            .map_or("en", |language| language.locale.as_str())
            .to_owned()
    };
    let taken: Vec<(Text, Marked, String)> = pages
        .into_iter()
        .zip(marks)
        .map(|(page, marked)| {
            let locale = locale(&marked);
            (page, marked, locale)
        })
        .filter(|(_, _, locale)| !locale.is_empty())
        .collect();
    let asked: Vec<Asked<'_>> = taken
        .iter()
        .map(|(page, marked, locale)| Asked {
            locale,
            parts: &marked.parts,
            suffix: marked.suffix.as_deref(),
            given: given.files.get(&page.path).map(String::as_str),
        })
        .collect();
    let placed = addresses::assign(&asked);
    let known = taken.iter().zip(&placed).map(|((page, ..), placed)| Known {
        path: page.path.clone(),
        page: placed.page.clone(),
        permalink: page
            .front
            .permalink
            .clone()
            .filter(|path| path.starts_with('/')),
    });
    let places = Places::of(source, media, known.collect());
    let counter = Counter::new(Step::Mapping, taken.len(), progress);
    let mapped: Vec<Result<(Draft, BTreeSet<String>), Message>> = taken
        .par_iter()
        .enumerate()
        .map(|(i, (page, ..))| {
            counter.one()?;
            Ok(one(page, &places, i))
        })
        .collect::<Result<_, Error>>()?;
    for (((text, ..), placed), mapped) in taken.into_iter().zip(placed).zip(mapped) {
        match mapped {
            Ok((draft, missing)) => drafts.pages.push(Mapped {
                text: Text {
                    text: String::new(),
                    ..text
                },
                placed,
                draft,
                missing,
            }),
            Err(message) => drafts.refused.push(Refused {
                source: text.path,
                message,
            }),
        }
    }
    Ok(drafts)
}

/// Articles of Jekyll begin with their day: `_posts/2024-03-01-name.md`.
fn take_date(page: &mut Text, marked: &mut Marked) {
    let Some((name, folders)) = marked.parts.split_last_mut() else {
        return;
    };
    let date = name.get(..10).and_then(Date::parse);
    let rest = name
        .get(10..)
        .and_then(|rest| rest.strip_prefix('-'))
        .filter(|rest| !rest.is_empty());
    if let (Some(date), Some(rest), true) =
        (date, rest, folders.iter().any(|folder| folder == "_posts"))
    {
        page.front.date = page.front.date.or(Some(date));
        *name = rest.to_owned();
    }
}

/// Pages whose path does not mark a language, but which name one in their front matter.
fn name_own(pages: &[Text], marks: &mut [Marked]) {
    for (page, marked) in pages.iter().zip(marks) {
        let own = page
            .front
            .lang
            .as_deref()
            .filter(|_| marked.mark.is_empty());
        if let Some(lang) = own.filter(|lang| languages::of_folder(lang).is_some()) {
            marked.mark = format!("lang: {lang}");
        }
    }
}

/// The languages of the pages, with what the person chose for them.
fn chosen(pages: &[Text], marks: &[Marked], choices: &Choices) -> Vec<Language> {
    let unmarked = pages
        .iter()
        .zip(marks)
        .filter(|(_, marked)| marked.mark.is_empty());
    let sample: String = unmarked
        .take(50)
        .flat_map(|(page, _)| visible(&page.text).chars().take(4_000).collect::<Vec<_>>())
        .collect();
    let declared = pages.iter().find_map(|page| declared(&page.text));
    let unmarked = languages::by_letters(&sample, declared.as_deref());
    let marks = marks.iter().map(|marked| marked.mark.as_str());
    let mut found = languages::languages(marks, &unmarked);
    for language in &mut found {
        let choice = choices
            .languages
            .iter()
            .find(|one| one.mark == language.mark);
        if let Some(choice) = choice {
            language.locale.clone_from(&choice.locale);
        }
    }
    found
}

/// About what people see of a page: its text without tags. Only good enough to tell its letters.
fn visible(text: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    for c in text.chars().take(40_000) {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// The language that a page declares: `<html lang="de">`.
fn declared(text: &str) -> Option<String> {
    let head: String = text
        .chars()
        .take(1_000)
        .collect::<String>()
        .to_ascii_lowercase();
    let (_, html) = head.split_once("<html")?;
    let (tag, _) = html.split_once('>')?;
    let (_, lang) = tag.split_once("lang=")?;
    let lang = lang.trim_start_matches(['"', '\'']);
    let end = lang.find(['"', '\'', ' ']).unwrap_or(lang.len());
    Some(lang[..end].to_owned())
}

/// Maps one page. A fault of ours in it costs this page, not the import.
fn one(page: &Text, places: &Places<'_>, i: usize) -> Result<(Draft, BTreeSet<String>), Message> {
    let source = SourcePage {
        text: &page.text,
        line: page.line,
    };
    catch_unwind(AssertUnwindSafe(|| {
        let targets = places.of_page(i);
        let draft = if page.is_markdown {
            markdown::page(source, page.front.title.as_deref(), &targets)?
        } else {
            map::page(source, &targets)?
        };
        Ok((draft, targets.missing()))
    }))
    .unwrap_or_else(|_| {
        Err(say!("It could not be mapped because of a fault in Trustdesk. The other pages are not affected. Please report it."))
    })
}
