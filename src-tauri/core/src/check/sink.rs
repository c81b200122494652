//! What a rule found so far.

use crate::message::Message;
use crate::problem::Problem;
use crate::rule::Rule;

use super::facts::Spot;

/// The problems of one rule.
pub(super) struct Sink<'a> {
    rule: &'a Rule,
    file: &'a str,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Sink<'a> {
    /// An empty one for what is found in `file`.
    pub(super) fn new(rule: &'a Rule, file: &'a str) -> Self {
        Self {
            rule,
            file,
            problems: Vec::new(),
        }
    }

    /// Adds what was found at a place of the file.
    pub(super) fn add(&mut self, spot: &Spot, message: Message, hint: Message) -> &mut Problem {
        self.add_in(self.file, spot, message, hint)
    }

    /// Adds what was found at a place of another file.
    pub(super) fn add_in(
        &mut self,
        file: &str,
        spot: &Spot,
        message: Message,
        hint: Message,
    ) -> &mut Problem {
        let mut problem = Problem::new(self.rule, file, message, hint);
        problem.place.section = spot.section;
        problem.place.field = (!spot.field.is_empty()).then(|| spot.field.clone());
        let at = self.problems.len();
        self.problems.push(problem);
        &mut self.problems[at]
    }
}
