//! The answer file of a reviewer: read with suspicion, compared with the site as it is now, and made one
//! edit of its state.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::bundle::is_unseen;
use crate::bundle::keys::Key;
use crate::changes::{Changes, PageChanges};
use crate::error::Error;
use crate::message::Message;
use crate::model::Date;
use crate::say;
use crate::site::Site;

use super::{APPROVALS, Approvals, COMMENTS, Comments, Decided, Decision, Thread, seen_of};

/// Tells answer files from others.
pub(super) const FORMAT: &str = "trustdesk-answer-1";
/// Larger files are not read.
const LARGEST: usize = 16 * 1024 * 1024;
/// Longest name and longest comment, in characters.
const LONGEST_NAME: usize = 200;
const LONGEST_TEXT: usize = 20_000;

#[derive(Deserialize)]
struct Answer {
    site: String,
    root: String,
    name: String,
    #[serde(default)]
    role: String,
    day: String,
    pages: Vec<Page>,
}

#[derive(Deserialize)]
struct Page {
    path: String,
    seen: String,
    #[serde(default)]
    decision: String,
    #[serde(default)]
    comments: Vec<Comment>,
}

#[derive(Deserialize)]
struct Comment {
    #[serde(default)]
    change: String,
    #[serde(default)]
    about: Message,
    text: String,
}

/// Whether it is known who gave an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase", tag = "is", content = "key")]
#[ts(export)]
pub enum Signed {
    /// A name stands in it, which is a record and no proof.
    No,
    /// It is signed, and no key of that person is known to check it with.
    Unchecked,
    /// It is signed with the person's key, of this id.
    By(String),
}

/// What an answer says of one page, compared with the page as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TakenPage {
    /// The page, by its path in the bundle.
    pub path: String,
    /// Its title; empty when it does not differ any more.
    pub title: String,
    /// What was decided, if anything.
    pub decided: Option<Decided>,
    /// Whether the page is another than the reviewer saw.
    pub void: bool,
    /// What was said and is new here.
    pub comments: Vec<String>,
    /// How much of what was said is here already.
    pub known: u32,
}

/// What taking in an answer does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Taken {
    /// Who gave it.
    pub by: String,
    /// The role in which; empty for none.
    pub role: String,
    /// Whether that person has no such role here.
    pub stranger_to_role: bool,
    /// The day.
    pub on: String,
    /// Whether it is known that it was this person.
    pub signed: Signed,
    /// Whether it is of the state that would be published now.
    pub current: bool,
    /// What is said of each page.
    pub pages: Vec<TakenPage>,
    /// What the state files hold afterwards.
    #[serde(skip)]
    #[ts(skip)]
    pub files: Vec<(String, Option<String>)>,
}

/// What taking in an answer does to a site. Decisions are bound to what the reviewer saw: those of pages
/// that changed since are kept, and approve nothing. Taking in an answer twice does nothing more.
///
/// # Errors
/// [`Error::Refused`] for what is no answer, is damaged, is of another site, or is signed by somebody
/// else; and when the state of the reviews cannot be read.
pub fn take(
    text: &str,
    signature: Option<&str>,
    site: &Site,
    site_id: &str,
    changes: &Changes,
) -> Result<Taken, Error> {
    let answer = read(text)?;
    if answer.site != site_id {
        return Err(Error::Refused(say!(
            "This answer is about another site: {site}. Nothing was changed. Choose the answer to a review of this one.",
            site = answer.site
        )));
    }
    let signed = signed(&answer, text, signature, site)?;
    let (mut approvals, mut comments) = state(site)?;
    let key = match &signed {
        Signed::By(key) => key.clone(),
        Signed::No | Signed::Unchecked => String::new(),
    };
    let pages = answer.pages.iter().map(|page| {
        let now = changes.pages.iter().find(|one| one.path == page.path);
        if let Some(decided) = decided(page) {
            approvals.decide(Decision {
                page: page.path.clone(),
                seen: page.seen.clone(),
                decided,
                by: answer.name.clone(),
                role: answer.role.clone(),
                on: answer.day.clone(),
                key: key.clone(),
            });
        }
        let threads = page
            .comments
            .iter()
            .map(|one| thread(&answer, page, one, changes));
        let new: Vec<String> = threads
            .filter_map(|thread| {
                let text = thread.text.clone();
                comments.add(thread).1.then_some(text)
            })
            .collect();
        taken(page, now, new)
    });
    let pages = pages.collect();
    Ok(Taken {
        stranger_to_role: !site.settings.review.may_act(&answer.name, &answer.role),
        by: answer.name.clone(),
        role: answer.role.clone(),
        on: answer.day.clone(),
        signed,
        current: answer.root == changes.after.root,
        pages,
        files: vec![
            (APPROVALS.to_owned(), approvals.text()),
            (COMMENTS.to_owned(), comments.text()),
        ],
    })
}

/// The state of the reviews of a site, to be added to.
///
/// # Errors
/// [`Error::Refused`] when one of its files cannot be read, so that it is not written over.
pub(crate) fn state(site: &Site) -> Result<(Approvals, Comments), Error> {
    let broken = [
        (APPROVALS, site.approvals.broken),
        (COMMENTS, site.comments.broken),
    ];
    match broken.iter().find(|(_, broken)| *broken) {
        None => Ok((site.approvals.clone(), site.comments.clone())),
        Some((file, _)) => Err(Error::Refused(say!(
            "What was reviewed so far cannot be read, so it is left as it is. Nothing was changed. Correct {file} in the folder of the site, or bring back an earlier version of it.",
            file
        ))),
    }
}

fn taken(page: &Page, now: Option<&PageChanges>, comments: Vec<String>) -> TakenPage {
    let new = comments.len();
    TakenPage {
        path: page.path.clone(),
        title: now.map(|one| one.title.clone()).unwrap_or_default(),
        decided: decided(page),
        void: now.is_none_or(|one| seen_of(one) != page.seen),
        known: u32::try_from(page.comments.len() - new).unwrap_or(u32::MAX),
        comments,
    }
}

fn decided(page: &Page) -> Option<Decided> {
    match page.decision.as_str() {
        "approved" => Some(Decided::Approved),
        "asked" => Some(Decided::Asked),
        _ => None,
    }
}

fn thread(answer: &Answer, page: &Page, comment: &Comment, changes: &Changes) -> Thread {
    let mut thread = Thread {
        page: page.path.clone(),
        change: comment.change.clone(),
        about: comment.about.clone(),
        by: answer.name.clone(),
        role: answer.role.clone(),
        on: answer.day.clone(),
        text: comment.text.trim().to_owned(),
        ..Thread::default()
    };
    thread.pin(changes);
    thread
}

/// Reads an answer file; whatever is not as it should be is refused.
fn read(text: &str) -> Result<Answer, Error> {
    let none = || {
        Error::Refused(say!(
            "This is no answer to a review. Nothing was changed. Choose the file that the reviewer saved, which ends in .answer.json."
        ))
    };
    let damaged = || {
        Error::Refused(say!(
            "This answer is damaged, so none of it can be trusted. Nothing was changed. Ask the reviewer to save and send it again."
        ))
    };
    let json: serde_json::Value = match serde_json::from_str(text) {
        Ok(json) if text.len() <= LARGEST => json,
        _ if text.contains(FORMAT) => return Err(damaged()),
        _ => return Err(none()),
    };
    if json["format"] != FORMAT {
        return Err(none());
    }
    let mut answer: Answer = serde_json::from_value(json).map_err(|_| damaged())?;
    answer.name = plain(&answer.name);
    let mut paths = BTreeMap::new();
    let sound = |page: &Page| {
        let texts = page.comments.iter();
        is_digest(&page.seen)
            && matches!(page.decision.as_str(), "" | "approved" | "asked")
            && page.path.chars().count() <= LONGEST_TEXT
            && texts
                .clone()
                .all(|one| one.text.chars().count() <= LONGEST_TEXT)
            && texts.clone().all(|one| !one.text.trim().is_empty())
    };
    let all = answer.pages.iter().all(sound)
        && answer
            .pages
            .iter()
            .all(|page| paths.insert(&page.path, ()).is_none())
        && is_digest(&answer.root)
        && Date::parse(&answer.day).is_some();
    let named = !answer.name.is_empty() && answer.name.chars().count() <= LONGEST_NAME;
    if all && named && answer.role.chars().count() <= LONGEST_NAME {
        Ok(answer)
    } else {
        Err(damaged())
    }
}

/// A name on one line, without signs that cannot be seen.
fn plain(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !is_unseen(*c)).collect();
    seen.trim().to_owned()
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether it is known that the person whose name stands in the answer gave it.
fn signed(
    answer: &Answer,
    text: &str,
    signature: Option<&str>,
    site: &Site,
) -> Result<Signed, Error> {
    let Some(signature) = signature else {
        return Ok(Signed::No);
    };
    let person = site.settings.review.person(&answer.name);
    let key = person.filter(|one| !one.key.trim().is_empty());
    let Some(key) = key.and_then(|one| Key::parse(&one.key).ok()) else {
        return Ok(Signed::Unchecked);
    };
    if key.signed(text, signature) {
        Ok(Signed::By(key.id()))
    } else {
        Err(Error::Refused(say!(
            "The signature beside this answer is not that of {name}, or the answer was changed after it was signed. Nothing was changed. Ask {name} for the answer and its signature again.",
            name = answer.name
        )))
    }
}
