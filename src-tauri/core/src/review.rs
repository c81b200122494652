//! Review: who may approve what, what was said, and whether a page is approved as it is now.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod answer;
mod file;
mod now;
mod standing;
mod state;
mod view;

pub(crate) use answer::state;
pub use answer::{AnswerFile, Signed, Taken, TakenPage, take};
pub use file::{Letter, OnProgress as OnFileProgress, Reviewed, file};
pub use now::Now;
pub use standing::{seen_of, standing};
pub(crate) use state::parse;
pub use state::{Answer, Approvals, Comments, Sent, Thread};
pub use view::ReviewView;

/// The site path of what was approved.
pub const APPROVALS: &str = "state/approvals.toml";
/// The site path of what was said.
pub const COMMENTS: &str = "state/comments.toml";

/// How a decision came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Decided {
    /// Approved as it was seen.
    Approved,
    /// Something must change first.
    Asked,
}

/// A decision on one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub struct Decision {
    /// The page, by its path in the bundle.
    pub page: String,
    /// The digest of what was seen ([`seen_of`]).
    pub seen: String,
    /// What was decided.
    pub decided: Decided,
    /// Who decided.
    pub by: String,
    /// The role in which; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// The day, `2026-11-26`.
    pub on: String,
    /// The id of the key that signed it; empty when a name is all there is, which is a record and no
    /// proof.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
}

/// Whether a page is approved as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PageStanding {
    /// The page, by its path in the bundle.
    pub page: String,
    /// Its title.
    pub title: String,
    /// The digest that a decision of the page as it is now is bound to.
    pub seen: String,
    /// Whether nothing more is needed.
    pub approved: bool,
    /// Roles whose approval is needed and not there; `""` stands for anybody's.
    pub missing: Vec<String>,
    /// What was decided of the page as it is now.
    pub decisions: Vec<Decision>,
    /// What was decided of the page before it changed again.
    pub void: Vec<Decision>,
    /// Who sent the page as it is now for review.
    pub sent: Vec<String>,
}
