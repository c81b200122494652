//! Items of the checklist: whether each lets a release pass, and what of it may be accepted.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::message::Message;

use super::entry::Accepted;

/// Most details of one item.
const DETAILS: usize = 20;

/// Whether an item lets a release pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum ItemState {
    /// It is as it should be.
    Ok,
    /// It is worth knowing.
    Warn,
    /// It stops the release.
    Stop,
}

/// Where something can be done about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Go {
    /// The list of problems.
    Problems,
    /// Changes and approvals.
    Review,
    /// Languages side by side.
    Languages,
    /// Due dates.
    Due,
    /// Links to other sites.
    Outside,
    /// Records.
    Records,
    /// The release itself: its notes and its lane.
    Release,
}

/// One item of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, rename = "ChecklistItem")]
pub struct Item {
    /// Its stable name.
    pub code: String,
    /// Whether it lets the release pass.
    pub state: ItemState,
    /// How it stands, one sentence.
    pub say: Message,
    /// How many there are.
    pub count: u32,
    /// Where something can be done about it.
    pub go: Go,
    /// Whether a reason lets it pass.
    pub acceptable: bool,
    /// The reason that was given; empty for none.
    pub accepted: String,
    /// What it is about, one by one, as far as it is listed.
    pub details: Vec<Message>,
}

/// The checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Checklist {
    /// The number that the release would have.
    pub number: u32,
    /// Its day.
    pub date: String,
    /// Whether nothing stops it.
    pub ready: bool,
    /// Every item.
    pub items: Vec<Item>,
    /// How many changes there are of each meaning.
    pub counts: BTreeMap<String, u32>,
    /// How many files would be published.
    pub files: u32,
    /// Their size together, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
}

impl Checklist {
    /// What was accepted and had to be.
    pub fn accepted(&self) -> Vec<Accepted> {
        let used = self.items.iter().filter(|item| !item.accepted.is_empty());
        used.map(|item| Accepted {
            code: item.code.clone(),
            reason: item.accepted.clone(),
        })
        .collect()
    }
}

/// An item that is as it should be.
pub(super) fn fine(code: &str, go: Go, say: Message) -> Item {
    Item {
        code: code.to_owned(),
        state: ItemState::Ok,
        say,
        count: 0,
        go,
        acceptable: false,
        accepted: String::new(),
        details: Vec::new(),
    }
}

/// An item that is about something.
pub(super) fn open(
    fine: Item,
    state: ItemState,
    say: Message,
    count: usize,
    details: impl Iterator<Item = Message>,
) -> Item {
    Item {
        state,
        say,
        count: super::make::count(count),
        details: details.take(DETAILS).collect(),
        ..fine
    }
}

/// Lets an item pass for a reason.
pub(super) fn accept(item: &mut Item, accepted: &[Accepted]) {
    let reason = accepted.iter().find(|one| one.code == item.code);
    let reason = reason
        .map(|one| one.reason.trim())
        .filter(|one| !one.is_empty());
    if let (Some(reason), ItemState::Stop, true) = (reason, item.state, item.acceptable) {
        reason.clone_into(&mut item.accepted);
        item.state = ItemState::Warn;
    }
}
