//! Rules that compare what stands in different places of a site.

use std::collections::BTreeMap;

use crate::model::PageRef;
use crate::problem::Problem;
use crate::render::is_hidden;
use crate::rule::{self, Rule};
use crate::say;
use crate::site::SETTINGS;
use crate::value::Value;

use super::facts::{Facts, Link, Picture, Spot};
use super::pages::{host, same_target};
use super::sink::Sink;
use super::statements::{self, Statement};
use super::whole::Ground;

/// What is compared: each file with what stands in it.
pub(super) struct Whole<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) files: Vec<File<'a>>,
}

/// One file.
pub(super) struct File<'a> {
    /// Site path.
    pub(super) path: &'a str,
    /// The page, when it is one.
    pub(super) page: Option<&'a PageRef>,
    /// Its language.
    pub(super) locale: &'a str,
    pub(super) facts: &'a Facts,
    pub(super) statements: &'a [Statement],
    /// A digest of the words that visitors see; `None` where there are too few to compare.
    pub(super) words: Option<u64>,
}

type SiteRule = fn(&Whole<'_>, &mut Sink<'_>);

/// Every rule of this sort with the function that finds it.
static RULES: &[(&Rule, SiteRule)] = &[
    (&rule::SAME_SUMMARY, same_summary),
    (&rule::SAME_PAGE, same_page),
    (&rule::SAME_TARGET, same_target_other_label),
    (&rule::COPIED_ALT, copied_alt),
    (&rule::CONTRADICTION, contradiction),
    (&rule::FILING_MISSING, filing_missing),
];

/// What the rules find in a site.
pub(super) fn problems(whole: &Whole<'_>) -> Vec<Problem> {
    let mut all = Vec::new();
    for (rule, find) in RULES {
        let mut sink = Sink::new(rule, SETTINGS);
        find(whole, &mut sink);
        all.append(&mut sink.problems);
    }
    all
}

/// Pages that visitors see, with their summaries.
fn same_summary(whole: &Whole<'_>, sink: &mut Sink<'_>) {
    let mut first: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for (page, file) in &whole.ground.site.pages {
        let summary = file
            .page
            .front
            .fields
            .get("summary")
            .and_then(Value::as_text);
        let Some(summary) = summary.map(str::trim).filter(|text| !text.is_empty()) else {
            continue;
        };
        if page.is_shared() || is_hidden(file) {
            continue;
        }
        match first.get(&(page.locale.as_str(), summary)) {
            Some(other) => {
                let spot = Spot {
                    section: None,
                    field: "summary".to_owned(),
                };
                sink.add_in(
                    &file.path,
                    &spot,
                    say!("This summary is also that of {other}", other),
                    say!("Say what is on this page and on no other."),
                )
                .about = Some(summary.to_owned());
            }
            None => drop(first.insert((&page.locale, summary), &file.path)),
        }
    }
}

fn same_page(whole: &Whole<'_>, sink: &mut Sink<'_>) {
    let mut first: BTreeMap<(&str, u64), &str> = BTreeMap::new();
    for file in whole.files.iter().filter(|file| file.page.is_some()) {
        let Some(words) = file.words else { continue };
        match first.get(&(file.locale, words)) {
            Some(other) => {
                sink.add_in(
                    file.path,
                    &Spot::default(),
                    say!("This page says the same as {other}, word for word", other),
                    say!("Remove one of them and let a redirect lead on, or say what differs."),
                );
            }
            None => drop(first.insert((file.locale, words), file.path)),
        }
    }
}

/// One outside target or document under different texts, in boxes of links.
fn same_target_other_label(whole: &Whole<'_>, sink: &mut Sink<'_>) {
    let mut first: BTreeMap<(&str, String), &Link> = BTreeMap::new();
    for file in &whole.files {
        let boxed = file
            .facts
            .links
            .iter()
            .filter(|link| !link.in_text && link.named && !link.label.is_empty());
        for link in boxed.filter(|link| host(&link.to).is_some() || link.to.starts_with("/media/"))
        {
            let key = (
                file.locale,
                link.to.trim().trim_end_matches('/').to_ascii_lowercase(),
            );
            match first.get(&key) {
                Some(other) if !same_words(&other.label, &link.label) => {
                    sink.add_in(
                        file.path,
                        &link.spot,
                        say!(
                            "{to} is called “{here}” here and “{there}” elsewhere",
                            to = link.to,
                            here = link.label,
                            there = other.label
                        ),
                        say!("Use one name, or a shared link, so that visitors know it again."),
                    )
                    .about = Some(format!("{} ({})", link.label, link.to));
                }
                Some(_) => {}
                None => drop(first.insert(key, link)),
            }
        }
    }
}

/// Whether two labels differ only in capital letters and in the marks around them.
fn same_words(a: &str, b: &str) -> bool {
    let plain = |text: &str| {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    plain(a) == plain(b)
}

/// One text for different pictures.
fn copied_alt(whole: &Whole<'_>, sink: &mut Sink<'_>) {
    let mut first: BTreeMap<(&str, String), &Picture> = BTreeMap::new();
    for file in &whole.files {
        for picture in &file.facts.pictures {
            let key = (file.locale, picture.alt.trim().to_lowercase());
            match first.get(&key) {
                Some(other) if !same_picture(&other.file, &picture.file) => {
                    sink.add_in(
                        file.path,
                        &picture.spot,
                        say!(
                            "“{alt}” is the text of this picture and of another, {other}",
                            alt = picture.alt,
                            other = other.file
                        ),
                        say!("Say what this one shows."),
                    )
                    .about = Some(format!("{} ({})", picture.alt, picture.file));
                }
                Some(_) => {}
                None => drop(first.insert(key, picture)),
            }
        }
    }
}

/// Whether two addresses are of one picture, perhaps kept in two places.
fn same_picture(a: &str, b: &str) -> bool {
    let name = |file: &str| {
        let file = file.split(['?', '#']).next().unwrap_or_default();
        file.rsplit('/')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    same_target(a, b) || name(a) == name(b)
}

/// Two values for one thing, in one language.
fn contradiction(whole: &Whole<'_>, sink: &mut Sink<'_>) {
    let mut first: BTreeMap<(&str, String), (&str, &Statement)> = BTreeMap::new();
    // News tell what was so when they were written.
    let lasting = whole
        .files
        .iter()
        .filter(|file| !is_news(whole.ground, file));
    for file in lasting {
        for said in file.statements {
            let key = (file.locale, said.topic.clone());
            match first.get(&key) {
                Some((path, other)) if other.value != said.value => {
                    sink.add_in(
                        file.path,
                        &said.spot,
                        say!(
                            "{topic}: “{here}” here, “{there}” in {path}",
                            topic = statements::name(&said.topic),
                            here = said.words,
                            there = other.words,
                            path
                        ),
                        say!("Find out which is true, and say it in both places."),
                    )
                    .about = Some(said.sentence.clone());
                }
                Some(_) => {}
                None => drop(first.insert(key, (file.path, said))),
            }
        }
    }
}

/// Whether a file is an article of a certain day.
fn is_news(ground: &Ground<'_>, file: &File<'_>) -> bool {
    let page = file.page.and_then(|page| ground.site.pages.get(page));
    page.is_some_and(|file| file.page.front.fields.contains_key("date"))
}

/// A site for readers in China without the number of its filing.
fn filing_missing(whole: &Whole<'_>, sink: &mut Sink<'_>) {
    let settings = &whole.ground.site.settings;
    let chinese_host = host(&settings.address).is_some_and(|host| host.ends_with(".cn"));
    if chinese_host && settings.filing.icp.is_empty() {
        let spot = Spot {
            section: None,
            field: "filing.icp".to_owned(),
        };
        sink.add_in(
            SETTINGS,
            &spot,
            say!("The address of the site ends in .cn, and no filing number is given"),
            say!("Enter the ICP number, so that every page shows it."),
        );
    }
}
