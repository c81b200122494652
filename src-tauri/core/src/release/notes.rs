//! What is told of a release, drafted from its changes: notes for visitors, an article among the
//! updates, and a mail to customers where subprocessors or terms change. A person edits all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use ts_rs::TS;

use crate::changes::{Change, Changes, Meaning};
use crate::error::Error;
use crate::message::{Language, Message};
use crate::model::{Date, Localised};
use crate::say;
use crate::site::Site;
use crate::value::Value;

use super::notice::{SUBPROCESSORS, days};

/// Most lines under one heading.
const LINES: usize = 20;
/// The collections that hold what customers agreed to.
const TERMS: [&str; 2] = ["agreements", "commitments"];

/// Everything that is drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ReleaseDrafts")]
pub struct Drafts {
    /// Notes for visitors, Markdown.
    pub notes: Localised,
    /// An article among the updates.
    pub article: Article,
    /// A mail to customers; none where nothing of it concerns them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub mail: Option<Mail>,
}

/// An article among the updates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, rename = "ReleaseArticle")]
pub struct Article {
    /// Its title.
    pub title: Localised,
    /// What it is: `subprocessor`, `policy`, `compliance`, `news`.
    pub kind: String,
    /// Its day.
    pub date: String,
    /// Its text, Markdown.
    pub text: Localised,
}

/// A mail to customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "CustomerMail")]
pub struct Mail {
    /// Its subject.
    pub subject: Localised,
    /// Its text.
    pub text: Localised,
    /// What keeps it from being in time; empty when it is.
    pub late: Vec<Message>,
}

impl Article {
    /// The article as a record of the collection of updates.
    pub(crate) fn record(&self) -> Json {
        json!({
            "title": self.title,
            "kind": self.kind,
            "date": self.date,
            "text": self.text,
        })
    }
}

/// Notes that somebody wrote into a file: by locale in a `.toml`, else one text for every language.
///
/// # Errors
/// [`Error::Read`] when the file cannot be read, [`Error::Refused`] when it holds something else.
pub fn read_notes(file: &Path) -> Result<Localised, Error> {
    let text = std::fs::read_to_string(file).map_err(|e| Error::read(file, e))?;
    if file.extension().is_none_or(|end| end != "toml") {
        return Ok(Localised::One(text.trim().to_owned()));
    }
    toml::from_str(&text).map(Localised::Each).map_err(|_| {
        Error::Refused(say!(
            "“{file}” holds no texts by language. Nothing was released. Write lines such as en = with a text in quotation marks.",
            file
        ))
    })
}

/// Drafts what is told of a release of a day.
pub fn drafts(site: &Site, changes: &Changes, day: Date) -> Drafts {
    let notes = each(site, &|locale, language| notes(changes, locale, language));
    let kind = kind(changes);
    let title = title(kind, day);
    Drafts {
        article: Article {
            title: each(site, &|_, language| title.get(language).to_owned()),
            kind: kind.to_owned(),
            date: day.to_string(),
            text: notes.clone(),
        },
        mail: mail(site, changes, day),
        notes,
    }
}

/// A text for each language of the site.
pub(super) fn each(site: &Site, made: &dyn Fn(&str, Language) -> String) -> Localised {
    let locales = site.settings.locales.iter();
    let one = |tag: &String| (tag.clone(), made(tag, Language::nearest(tag)));
    Localised::Each(locales.map(|locale| one(&locale.tag)).collect())
}

/// What readers of one language see changed, grouped by what it is about.
fn notes(changes: &Changes, locale: &str, language: Language) -> String {
    let mut groups: BTreeMap<Meaning, Vec<&str>> = BTreeMap::new();
    for change in of_locale(changes, locale) {
        groups
            .entry(change.meaning)
            .or_default()
            .push(change.say.get(language));
    }
    // Only where nothing else changed do visitors care for the looks.
    if groups.len() > 1 {
        groups.remove(&Meaning::Layout);
    }
    let headed = groups.len() > 1;
    let group = |(meaning, lines): (&Meaning, &Vec<&str>)| {
        let heading = format!("**{}**\n\n", heading(*meaning).get(language));
        format!(
            "{}{}",
            if headed { heading.as_str() } else { "" },
            list(lines, language)
        )
    };
    groups.iter().map(group).collect::<Vec<_>>().join("\n\n")
}

/// Lines as a list, each once.
fn list(lines: &[&str], language: Language) -> String {
    let mut seen = BTreeSet::new();
    let lines: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| seen.insert(*line))
        .collect();
    let mut shown: Vec<String> = lines
        .iter()
        .take(LINES)
        .map(|line| format!("- {line}"))
        .collect();
    if lines.len() > LINES {
        let more = say!("and {count} more", count = lines.len() - LINES);
        shown.push(format!("- {}", more.get(language)));
    }
    shown.join("\n")
}

/// The changes that readers of a language see: those of its pages, and those that are on no page.
fn of_locale<'c>(changes: &'c Changes, locale: &str) -> impl Iterator<Item = &'c Change> {
    let on = |pages: &mut dyn Iterator<Item = &crate::changes::PageChanges>| -> BTreeSet<u32> {
        pages
            .flat_map(|page| page.changes.iter().copied())
            .collect()
    };
    let own = on(&mut changes.pages.iter().filter(|page| page.locale == locale));
    let all = on(&mut changes.pages.iter());
    let listed = (0..).zip(&changes.list);
    listed
        .filter(move |(at, _)| own.contains(at) || !all.contains(at))
        .map(|(_, change)| change)
}

fn heading(meaning: Meaning) -> Message {
    match meaning {
        Meaning::Commitments => say!("Commitments and terms"),
        Meaning::Numbers => say!("Numbers and dates"),
        Meaning::Names => say!("Names"),
        Meaning::Links => say!("Links"),
        Meaning::Documents => say!("Documents and pictures"),
        Meaning::Wording => say!("Wording"),
        Meaning::Layout => say!("Layout"),
    }
}

/// What an article of these changes is.
fn kind(changes: &Changes) -> &'static str {
    let of = |collections: &[&str]| concern(changes, collections).next().is_some();
    if of(&[SUBPROCESSORS]) {
        "subprocessor"
    } else if of(&TERMS) {
        "policy"
    } else if of(&["certifications", "penetration-tests"]) {
        "compliance"
    } else {
        "news"
    }
}

fn title(kind: &str, day: Date) -> Message {
    match kind {
        "subprocessor" => say!("Subprocessors: what changes, as of {day}", day),
        "policy" => say!("Terms and commitments: what changes, as of {day}", day),
        "compliance" => say!("Certificates and tests: what is new, as of {day}", day),
        _ => say!("What changed in our trust center, as of {day}", day),
    }
}

/// The changes of records of some collections.
fn concern<'c>(changes: &'c Changes, collections: &'c [&str]) -> impl Iterator<Item = &'c Change> {
    changes.list.iter().filter(move |change| {
        let record = change.record.as_ref();
        record.is_some_and(|record| collections.contains(&record.collection.as_str()))
    })
}

/// The mail to customers where subprocessors or terms change.
fn mail(site: &Site, changes: &Changes, day: Date) -> Option<Mail> {
    let subprocessors: Vec<&Change> = concern(changes, &[SUBPROCESSORS]).collect();
    let terms: Vec<&Change> = concern(changes, &TERMS).collect();
    if subprocessors.is_empty() && terms.is_empty() {
        return None;
    }
    let organisation = &site.settings.organisation;
    let subject = match (subprocessors.is_empty(), terms.is_empty()) {
        (false, true) => say!("{organisation}: changes of subprocessors", organisation),
        (true, _) => say!(
            "{organisation}: changes of terms and commitments",
            organisation
        ),
        (false, false) => say!(
            "{organisation}: changes of subprocessors and terms",
            organisation
        ),
    };
    let (uses, late) = uses(site, &subprocessors, day);
    let text = |_: &str, language: Language| {
        let said = |message: Message| message.get(language).to_owned();
        let lines = |some: &[&Change]| {
            let lines: Vec<&str> = some.iter().map(|one| one.say.get(language)).collect();
            list(&lines, language)
        };
        let mut parts = vec![
            said(say!("Dear customer,")),
            said(say!(
                "we are writing because something changes that concerns our agreement with you."
            )),
        ];
        for (heading, some) in [
            (say!("Subprocessors:"), &subprocessors),
            (say!("Terms and commitments:"), &terms),
        ] {
            if !some.is_empty() {
                parts.push(format!("{}\n{}", said(heading), lines(some)));
            }
        }
        parts.extend(uses.iter().map(|one| one.get(language).to_owned()));
        if !site.settings.address.is_empty() {
            let address = site.settings.address.as_str();
            parts.push(said(say!(
                "All of it is in our trust center: {address}",
                address
            )));
        }
        parts.push(said(say!(
            "If you have questions or objections, please answer this message."
        )));
        parts.join("\n\n") + "\n"
    };
    Some(Mail {
        subject: each(site, &|_, language| subject.get(language).to_owned()),
        text: each(site, &text),
        late,
    })
}

/// From when each subprocessor that changed is used, as sentences; and which of them customers learn of
/// later than promised when they are told on `day`.
fn uses(site: &Site, changed: &[&Change], day: Date) -> (Vec<Message>, Vec<Message>) {
    let records = site.records.get(SUBPROCESSORS);
    let ids: BTreeSet<&str> = changed
        .iter()
        .filter_map(|change| Some(change.record.as_ref()?.id.as_str()))
        .collect();
    let (mut uses, mut late) = (Vec::new(), Vec::new());
    for id in ids {
        let Some(fields) = records.and_then(|file| file.records.get(id)) else {
            continue;
        };
        let Some(effective) = fields.get("effective").and_then(Value::as_date) else {
            continue;
        };
        let left = days(day, effective);
        let title = super::notice::title(site, fields);
        if left > 0 {
            uses.push(say!(
                "{title} is in use from {day}.",
                title,
                day = effective
            ));
        }
        if let Some(promised) = site.settings.notice_days
            && left < i64::from(promised)
            && left > 0
        {
            late.push(say!(
                "“{title}” is in use from {day}: customers who read this on {today} learn of it less than {promised} days before.",
                title,
                day = effective,
                today = day,
                promised = u32::from(promised)
            ));
        }
    }
    (uses, late)
}
