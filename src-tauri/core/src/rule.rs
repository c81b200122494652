//! The rules that content is checked by: what each looks for, how much it matters, and why.
//! What a rule finds is a [`Problem`](crate::problem::Problem).

use serde::Serialize;
use ts_rs::TS;

use crate::message::Message;
use crate::problem::Severity;

mod table;

pub use table::*;

/// How much of a site a rule has to see to find something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Scope {
    /// One field.
    Field,
    /// One section or record.
    Section,
    /// One page, or one file.
    Page,
    /// The whole site.
    Site,
    /// What would be published.
    Release,
}

/// One rule.
pub struct Rule {
    /// Its stable name, kebab-case, for example `broken-link`.
    pub code: &'static str,
    /// How much it matters at most; a case that matters less says so itself.
    pub severity: Severity,
    /// How much of a site it has to see.
    pub scope: Scope,
    /// Whether some of what it finds can be fixed at the press of a button.
    pub fixes: bool,
    title: fn() -> Message,
    why: fn() -> Message,
}

impl Rule {
    /// What it finds, as a heading over a list of such problems.
    pub fn title(&self) -> Message {
        (self.title)()
    }

    /// Why it matters to visitors or to the company, one sentence.
    pub fn why(&self) -> Message {
        (self.why)()
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

/// The rule of a code.
pub fn of(code: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.code == code).copied()
}

/// A rule as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RuleView {
    /// Its code.
    pub code: String,
    /// How much it matters at most.
    pub severity: Severity,
    /// How much of a site it has to see.
    pub scope: Scope,
    /// What it finds.
    pub title: Message,
    /// Why that matters.
    pub why: Message,
}

impl From<&Rule> for RuleView {
    fn from(rule: &Rule) -> Self {
        Self {
            code: rule.code.to_owned(),
            severity: rule.severity,
            scope: rule.scope,
            title: rule.title(),
            why: rule.why(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_has_a_name_of_its_own_and_says_what_and_why() {
        let names: BTreeSet<&str> = ALL.iter().map(|rule| rule.code).collect();
        assert_eq!(names.len(), ALL.len());
        for rule in ALL {
            assert!(!rule.title().is_empty() && !rule.why().is_empty());
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(rule.code.chars().all(kebab), "{}", rule.code);
        }
    }
}
