//! What is due, for the window: always from the session's own day, whatever day the preview shows.

use crate::horizon::{self, Horizon, MONTHS, Only};
use crate::message::Language;

use super::Session;

impl Session {
    /// What is overdue, and due in the next twelve months.
    pub fn horizon(&self) -> Horizon {
        horizon::of(&self.engine, &self.index, &self.site, MONTHS)
    }

    /// The same as a calendar in a language of the window, or that part of it that was chosen.
    pub fn due_calendar(&self, only: &Only, language: Language) -> String {
        let mut chosen = self.horizon();
        chosen.dues.retain(|due| only.holds(due));
        horizon::calendar(&chosen, &self.site, language)
    }
}
