//! The answer file of a reviewer: read with suspicion, compared with the site as it is now, and made one
//! edit of its state.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::bundle::is_unseen;
use crate::bundle::keys::Key;
use crate::changes::{Changes, PageChanges};
use crate::error::Error;
use crate::message::{Language, Message};
use crate::model::Date;
use crate::say;
use crate::site::Site;

use super::{APPROVALS, Approvals, COMMENTS, Comments, Decided, Decision, Thread, seen_of};

/// Tells answer files from others.
pub(super) const FORMAT: &str = "trustdesk-answer-1";
/// Larger files are not read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;
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

/// An answer as a reviewer saved it.
pub struct AnswerFile {
    /// The whole text.
    pub text: String,
    /// The text of the signature beside it; none where there is none.
    pub signature: Option<String>,
}

impl AnswerFile {
    /// Reads an answer, and the signature beside it under the same name with `.minisig`.
    ///
    /// # Errors
    /// [`Error::Read`] when a file cannot be read or is larger than any answer.
    pub fn read(file: &Path) -> Result<Self, Error> {
        let mut beside = file.as_os_str().to_owned();
        beside.push(".minisig");
        let beside = PathBuf::from(beside);
        Ok(Self {
            text: of_others(file)?,
            signature: beside.exists().then(|| of_others(&beside)).transpose()?,
        })
    }
}

/// The text of a file that somebody else made.
fn of_others(file: &Path) -> Result<String, Error> {
    let failed = |e| Error::read(file, e);
    let mut bytes = Vec::new();
    let open = File::open(file).map_err(failed)?;
    open.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(failed(ErrorKind::FileTooLarge.into()));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
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
    file: &AnswerFile,
    site: &Site,
    site_id: &str,
    changes: &Changes,
) -> Result<Taken, Error> {
    let answer = read(&file.text)?;
    if answer.site != site_id {
        return Err(Error::Refused(say!(
            "This answer is about another site: {site}. Nothing was changed. Choose the answer to a review of this one.",
            site = answer.site
        )));
    }
    let signed = signed(&answer, file, site)?;
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
        // Only shown where the change is not there any more.
        about: short(&comment.about),
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
        Ok(json) => json,
        Err(_) if text.contains(FORMAT) => return Err(damaged()),
        Err(_) => return Err(none()),
    };
    if json["format"] != FORMAT {
        return Err(none());
    }
    let mut answer: Answer = serde_json::from_value(json).map_err(|_| damaged())?;
    answer.name = plain(&answer.name);
    answer.role = plain(&answer.role);
    let mut paths = BTreeSet::new();
    let sound = is_digest(&answer.root)
        && Date::parse(&answer.day).is_some()
        && !answer.name.is_empty()
        && fits(&answer.name, LONGEST_NAME)
        && fits(&answer.role, LONGEST_NAME)
        && answer.pages.iter().all(Page::is_sound)
        && answer.pages.iter().all(|page| paths.insert(&page.path));
    if sound { Ok(answer) } else { Err(damaged()) }
}

impl Page {
    fn is_sound(&self) -> bool {
        is_digest(&self.seen)
            && matches!(self.decision.as_str(), "" | "approved" | "asked")
            && fits(&self.path, LONGEST_TEXT)
            && self.comments.iter().all(Comment::is_sound)
    }
}

impl Comment {
    fn is_sound(&self) -> bool {
        fits(&self.text, LONGEST_TEXT)
            && !self.text.trim().is_empty()
            && fits(&self.change, LONGEST_NAME)
    }
}

/// A message, unless it is longer than any that is made here.
fn short(about: &Message) -> Message {
    let all = [Language::English, Language::Chinese];
    let short = all.iter().all(|one| fits(about.get(*one), LONGEST_TEXT));
    if short {
        about.clone()
    } else {
        Message::default()
    }
}

/// Whether a text has at most that many characters.
fn fits(text: &str, longest: usize) -> bool {
    text.chars().nth(longest).is_none()
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
fn signed(answer: &Answer, file: &AnswerFile, site: &Site) -> Result<Signed, Error> {
    let Some(signature) = &file.signature else {
        return Ok(Signed::No);
    };
    let person = site.settings.review.person(&answer.name);
    let key = person.filter(|one| !one.key.trim().is_empty());
    let Some(key) = key.and_then(|one| Key::parse(&one.key).ok()) else {
        return Ok(Signed::Unchecked);
    };
    if key.signed(&file.text, signature) {
        Ok(Signed::By(key.id()))
    } else {
        Err(Error::Refused(say!(
            "The signature beside this answer is not that of {name}, or the answer was changed after it was signed. Nothing was changed. Ask {name} for the answer and its signature again.",
            name = answer.name
        )))
    }
}
