//! What reviews left in the site: `state/approvals.toml` and `state/comments.toml`. Each entry is a table
//! of its own under a name made of what it is about, so that the work of two people merges.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::changes::Changes;
use crate::message::{self, Message};
use crate::page;
use crate::problem::Problem;
use crate::rule;
use crate::say;
use crate::site::same_name;
use crate::store::Hash;

use super::{Decided, Decision};

/// A page that was sent for review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Sent {
    /// The page, by its path in the bundle.
    pub page: String,
    /// The digest of what was sent ([`super::seen_of`]).
    pub seen: String,
    /// Who sent it.
    pub by: String,
    /// The day.
    pub on: String,
}

/// What was decided, and who sent what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Approvals {
    /// Decisions by their ids.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub decisions: BTreeMap<String, Decision>,
    /// What was sent, by its id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sent: BTreeMap<String, Sent>,
    /// Whether the file could not be read; it is never written over then.
    #[serde(skip)]
    pub broken: bool,
}

/// Something said of a page, with what was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", default)]
#[ts(export)]
pub struct Thread {
    /// The page, by its path in the bundle.
    pub page: String,
    /// The id of the change that it is about; empty for the whole page.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub change: String,
    /// What changed, as it was told.
    #[serde(skip_serializing_if = "Message::is_empty")]
    #[ts(as = "Option<Message>", optional)]
    pub about: Message,
    /// The kind of the section that it is in; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub kind: String,
    /// The id of that section; empty when it has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub section: String,
    /// The record that it is of, `collection/id`; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub record: String,
    /// The field, as a dotted path; empty for no single one.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub field: String,
    /// Who said it.
    pub by: String,
    /// The role in which; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub role: String,
    /// The day.
    pub on: String,
    /// What was said.
    pub text: String,
    /// Who called it settled; empty while it is not.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub resolved_by: String,
    /// The day on which; empty while it is not.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[ts(as = "Option<String>", optional)]
    pub resolved_on: String,
    /// What was answered, by ids that sort as it was said.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(as = "Option<BTreeMap<String, Answer>>", optional)]
    pub answers: BTreeMap<String, Answer>,
}

/// An answer in a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub struct Answer {
    /// Who gave it.
    pub by: String,
    /// The day.
    pub on: String,
    /// What was said.
    pub text: String,
}

/// What was said in reviews.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Comments {
    /// Threads by their ids.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub threads: BTreeMap<String, Thread>,
    /// Whether the file could not be read; it is never written over then.
    #[serde(skip)]
    pub broken: bool,
}

impl Approvals {
    /// What stands for a file that cannot be read: nothing is approved.
    pub(crate) fn broken() -> Self {
        Self {
            broken: true,
            ..Self::default()
        }
    }

    /// Takes in a decision. What the same person said before of the same state of the page and what it
    /// settles is gone; one that is settled by a later one already is not taken in.
    pub fn decide(&mut self, decision: Decision) {
        let about = |one: &Decision| {
            one.page == decision.page
                && one.seen == decision.seen
                && same_name(&one.by, &decision.by)
        };
        let mut known = self.decisions.values();
        if known.any(|one| about(one) && one.on > decision.on && settles(one, &decision)) {
            return;
        }
        self.decisions
            .retain(|_, one| !about(one) || one.on > decision.on || !settles(&decision, one));
        let Decision {
            page,
            seen,
            by,
            role,
            key,
            ..
        } = &decision;
        let id = id(&[page, seen, &by.to_lowercase(), role, key]);
        self.decisions.insert(id, decision);
    }

    /// Takes back what a person decided, without a signature, of a page in one state.
    pub fn take_back(&mut self, page: &str, seen: &str, by: &str) {
        self.decisions.retain(|_, one| {
            let theirs = one.page == page && one.seen == seen && same_name(&one.by, by);
            !theirs || !one.key.is_empty()
        });
    }

    /// Takes in that a page was sent for review.
    pub fn send(&mut self, sent: Sent) {
        let id = id(&[&sent.page, &sent.seen, &sent.by.to_lowercase()]);
        self.sent.entry(id).or_insert(sent);
    }

    /// Who sent a page in one state.
    pub fn senders(&self, page: &str, seen: &str) -> Vec<String> {
        let sent = self.sent.values();
        let here = sent.filter(|one| one.page == page && one.seen == seen);
        here.map(|one| one.by.clone()).collect()
    }

    /// The text of the file; `None` when there is nothing to say.
    pub fn text(&self) -> Option<String> {
        let empty = self.decisions.is_empty() && self.sent.is_empty();
        (!empty).then(|| written(self))
    }
}

impl Comments {
    /// What stands for a file that cannot be read.
    pub(crate) fn broken() -> Self {
        Self {
            broken: true,
            ..Self::default()
        }
    }

    /// Takes in a thread, once however often it comes; answers its id, and whether it is new.
    pub fn add(&mut self, thread: Thread) -> (String, bool) {
        let id = id_of(&thread);
        let new = !self.threads.contains_key(&id);
        self.threads.entry(id.clone()).or_insert(thread);
        (id, new)
    }

    /// The text of the file; `None` when nothing was said.
    pub fn text(&self) -> Option<String> {
        (!self.threads.is_empty()).then(|| written(self))
    }
}

impl Thread {
    /// Ties it to what the change that it is about is in, as long as there is such a change.
    pub fn pin(&mut self, changes: &Changes) {
        let Some(at) = changes.list.iter().position(|one| one.id == self.change) else {
            return;
        };
        let change = &changes.list[at];
        self.about = change.say.clone();
        self.field = change.field.clone();
        if let Some(record) = &change.record {
            self.record = format!("{}/{}", record.collection, record.id);
        }
        let page = changes.pages.iter().find(|one| one.path == self.page);
        let place = page.and_then(|page| {
            let shown = page
                .changes
                .iter()
                .position(|n| usize::try_from(*n) == Ok(at))?;
            page.places.get(shown)?.as_ref()
        });
        if let Some(place) = place.or(change.section.as_ref()) {
            self.kind = place.kind.clone();
            self.section = place.id.clone();
        }
    }

    /// Adds an answer behind those that are there.
    pub fn answer(&mut self, answer: Answer) {
        let Answer { by, on, text } = &answer;
        let at = self.answers.len() + 1;
        let id = format!("{at:03}-{}", &id(&[by, on, text])[..8]);
        self.answers.insert(id, answer);
    }
}

/// Whether a later decision takes the place of an earlier one of the same person and state: the same or
/// the opposite in one role, and an approval in any role what was asked for. One that is signed gives way
/// only to one that is signed too.
fn settles(later: &Decision, earlier: &Decision) -> bool {
    let strong = earlier.key.is_empty() || !later.key.is_empty();
    let one_role = later.role == earlier.role;
    strong
        && match (later.decided, earlier.decided) {
            (Decided::Approved, Decided::Asked) => true,
            (Decided::Asked, Decided::Approved) => one_role,
            _ => one_role && later.key == earlier.key,
        }
}

/// By what a thread is known: what was said where and by whom.
fn id_of(thread: &Thread) -> String {
    let Thread {
        page,
        change,
        by,
        text,
        ..
    } = thread;
    id(&[page, change, &by.to_lowercase(), text])
}

/// A short digest of some texts.
fn id(parts: &[&str]) -> String {
    let mut text = Hash::of(parts.join("\n").as_bytes()).to_string();
    text.truncate(16);
    text
}

/// Plain texts in tables can always be written.
fn written(state: &impl Serialize) -> String {
    toml::to_string(state).unwrap_or_default()
}

/// Reads one of the files.
pub(crate) fn parse<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Box<Problem>> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let (line, column) = page::place_of(text, at);
        let message = say!(
            "What was reviewed cannot be read at line {line}: {reason}",
            line,
            reason = message::parser(error.message())
        );
        let hint = say!("Nothing counts as approved until it can be read, and the file is left as it is. Correct that line, or bring back an earlier version of the file.");
        Box::new(Problem::new(&rule::UNREADABLE_FIELDS, path, message, hint).at(line, column))
    })
}
