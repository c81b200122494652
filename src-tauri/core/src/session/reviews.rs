//! Reviews of the open site: what is decided, said and taken in, each as one edit of its state.

use std::collections::BTreeMap;

use serde::Deserialize;
use ts_rs::TS;

use crate::changes::Changes;
use crate::error::Error;
use crate::model::PageRef;
use crate::render::output_path;
use crate::review::{
    APPROVALS, Answer, Approvals, COMMENTS, Comments, Decided, Decision, Sent, Taken, Thread,
    seen_of, state,
};
use crate::say;
use crate::view::{EditLabel, Update};

use super::Session;

/// A page in the state that somebody looked at.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SeenPage {
    /// The page, by its path in the bundle.
    pub path: String,
    /// The digest of what was seen.
    pub seen: String,
}

/// Who speaks.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct Speaker {
    /// The name.
    pub by: String,
    /// The role in which; empty for none.
    pub role: String,
}

impl Session {
    /// What was said of a page and is not settled, by id.
    pub fn open_threads(&self, page: &PageRef) -> BTreeMap<String, Thread> {
        let path = output_path(self.seen(), page).unwrap_or_default();
        let threads = &self.site.comments.threads;
        let open = |thread: &Thread| thread.page == path && thread.resolved_on.is_empty();
        let found = threads.iter().filter(|(_, thread)| open(thread));
        found
            .map(|(id, thread)| (id.clone(), thread.clone()))
            .collect()
    }

    /// Keeps that all pages that changed were sent for review in the state that they have now.
    ///
    /// # Errors
    /// [`Error::Refused`] when nobody is named, or what was reviewed so far cannot be read.
    pub fn send_for_review(
        &mut self,
        by: &str,
        changes: &Changes,
        now: u64,
    ) -> Result<Update, Error> {
        let by = named(by)?;
        let on = self.as_of.to_string();
        self.with_approvals("review-send", now, |approvals| {
            for page in &changes.pages {
                approvals.send(Sent {
                    page: page.path.clone(),
                    seen: seen_of(page),
                    by: by.clone(),
                    on: on.clone(),
                });
            }
        })
    }

    /// Takes in what [`review::take`](crate::review::take) made of an answer.
    ///
    /// # Errors
    /// [`Error::Refused`] when the site may not be edited.
    pub fn take_answer(&mut self, taken: &Taken, now: u64) -> Result<Update, Error> {
        let label = EditLabel::of("review-take", "");
        self.transact(label, taken.files.clone(), now)
    }

    /// Decides on pages in the state that was looked at; `None` takes back what the same person decided.
    ///
    /// # Errors
    /// As [`Session::send_for_review`].
    pub fn decide(
        &mut self,
        pages: &[SeenPage],
        decided: Option<Decided>,
        who: &Speaker,
        now: u64,
    ) -> Result<Update, Error> {
        let by = named(&who.by)?;
        let on = self.as_of.to_string();
        self.with_approvals("review-decide", now, |approvals| {
            for SeenPage { path, seen } in pages {
                let decision = |decided| Decision {
                    page: path.clone(),
                    seen: seen.clone(),
                    decided,
                    by: by.clone(),
                    role: who.role.clone(),
                    on: on.clone(),
                    key: String::new(),
                };
                match decided {
                    Some(decided) => approvals.decide(decision(decided)),
                    None => approvals.take_back(path, seen, &by),
                }
            }
        })
    }

    /// Says something of a page or of a change on it.
    ///
    /// # Errors
    /// As [`Session::send_for_review`]; also when nothing is said.
    pub fn comment(
        &mut self,
        page: &str,
        change: &str,
        text: &str,
        who: &Speaker,
        changes: &Changes,
        now: u64,
    ) -> Result<Update, Error> {
        let mut thread = Thread {
            page: page.to_owned(),
            change: change.to_owned(),
            by: named(&who.by)?,
            role: who.role.clone(),
            on: self.as_of.to_string(),
            text: something(text)?,
            ..Thread::default()
        };
        thread.pin(changes);
        self.with_comments("review-comment", now, |comments| {
            comments.add(thread);
        })
    }

    /// Answers in a thread.
    ///
    /// # Errors
    /// As [`Session::comment`].
    pub fn answer_comment(
        &mut self,
        id: &str,
        text: &str,
        who: &Speaker,
        now: u64,
    ) -> Result<Update, Error> {
        let answer = Answer {
            by: named(&who.by)?,
            on: self.as_of.to_string(),
            text: something(text)?,
        };
        self.with_comments("review-answer", now, |comments| {
            if let Some(thread) = comments.threads.get_mut(id) {
                thread.answer(answer);
            }
        })
    }

    /// Calls a thread settled, or opens it again.
    ///
    /// # Errors
    /// As [`Session::send_for_review`].
    pub fn settle_comment(
        &mut self,
        id: &str,
        settled: bool,
        who: &Speaker,
        now: u64,
    ) -> Result<Update, Error> {
        let (by, on) = if settled {
            (named(&who.by)?, self.as_of.to_string())
        } else {
            (String::new(), String::new())
        };
        self.with_comments("review-settle", now, |comments| {
            if let Some(thread) = comments.threads.get_mut(id) {
                (thread.resolved_by, thread.resolved_on) = (by, on);
            }
        })
    }

    fn with_approvals(
        &mut self,
        verb: &str,
        now: u64,
        change: impl FnOnce(&mut Approvals),
    ) -> Result<Update, Error> {
        let (mut approvals, _) = state(&self.site)?;
        change(&mut approvals);
        let files = vec![(APPROVALS.to_owned(), approvals.text())];
        self.transact(EditLabel::of(verb, ""), files, now)
    }

    fn with_comments(
        &mut self,
        verb: &str,
        now: u64,
        change: impl FnOnce(&mut Comments),
    ) -> Result<Update, Error> {
        let (_, mut comments) = state(&self.site)?;
        change(&mut comments);
        let files = vec![(COMMENTS.to_owned(), comments.text())];
        self.transact(EditLabel::of(verb, ""), files, now)
    }
}

/// A name, which must be there: a decision of nobody is none.
fn named(name: &str) -> Result<String, Error> {
    match name.trim() {
        "" => Err(Error::Refused(say!(
            "Nothing was changed. Enter your name, so that others know who said this."
        ))),
        name => Ok(name.to_owned()),
    }
}

fn something(text: &str) -> Result<String, Error> {
    match text.trim() {
        "" => Err(Error::Refused(say!(
            "Nothing was changed. Write something first."
        ))),
        text => Ok(text.to_owned()),
    }
}
