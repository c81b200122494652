//! What a living site knows of its past: what was restored after a crash, earlier versions of a page,
//! and what other programs replaced.

use std::sync::Arc;

use serde::Serialize;
use ts_rs::TS;

use crate::diff::SectionChange;
use crate::drafts::Draft;
use crate::error::Error;
use crate::message::Message;
use crate::model::PageRef;
use crate::revert::Part;
use crate::say;
use crate::view::Update;

use super::keeping::wall_time;
use super::{Live, Shared};

/// Versions of a page that are listed.
const LISTED: usize = 200;
/// What cannot be exported, and why.
pub(super) fn undecided() -> Message {
    say!(
        "Some text was restored after Trustdesk ended unexpectedly, and you have not decided on it yet. Nothing was exported. Choose Keep or Discard first, then export again."
    )
}

/// One file that was restored after a crash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RestoredView {
    /// Its site path.
    pub path: String,
    /// The page it is, when it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub page: Option<PageRef>,
    /// When it was typed, in milliseconds since 1970.
    #[ts(type = "number")]
    pub time: u64,
}

/// An earlier version of a page, as a line of a list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct VersionView {
    /// Names it among the versions of its page.
    pub id: String,
    /// When the page began to say this, in milliseconds since 1970.
    #[ts(type = "number")]
    pub since: u64,
    /// When it was replaced.
    #[ts(type = "number")]
    pub until: u64,
    /// What was changed by the next version, or by what the page says now.
    pub changes: Vec<SectionChange>,
}

/// An earlier version of a page beside what it is now.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct VersionPage {
    /// The revision of the page that the positions in `changes` belong to.
    #[ts(type = "number")]
    pub revision: u64,
    /// What changed since: old is the version, new is the page now.
    pub changes: Vec<SectionChange>,
    /// The version as a whole preview document.
    pub html: String,
}

impl Shared {
    /// Puts back what a killed session left. What cannot be put back is kept as a version.
    pub(super) fn restore(&self, drafts: Vec<Draft>) {
        let lost = self.session().restore(drafts, 0);
        for draft in lost {
            if let Some(text) = &draft.text {
                self.keeping.keep_version(&draft.path, text, true);
            }
        }
        // Into our own log; only then the old ones go.
        self.keep_drafts();
    }

    /// Writes what is not saved into the journal.
    pub(super) fn keep_drafts(&self) {
        let wrote = self.keeping.keep_drafts(|time| self.session().drafts(time));
        if wrote {
            self.drafted.notify_one();
        }
        let problem = self.keeping.problem();
        self.session().set_notices(problem.into_iter().collect());
    }
}

impl Live {
    /// What was restored after a crash and is not decided on.
    pub fn restored(&self) -> Vec<RestoredView> {
        let mut session = self.session();
        session.forget_decided();
        let all = session.undecided().into_iter();
        all.map(|(path, time)| RestoredView {
            page: PageRef::from_path(&path).filter(|page| session.site().pages.contains_key(page)),
            path,
            time,
        })
        .collect()
    }

    /// What a restored page says other than the disk.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such page.
    pub fn restored_changes(&self, page: &PageRef) -> Result<Vec<SectionChange>, Error> {
        let session = self.session();
        let path = session.path_of(page)?;
        let text = |text: Option<Arc<str>>| text.unwrap_or_else(|| Arc::from(""));
        let (disk, here) = (session.saved_text(&path), session.text_of(&path));
        Ok(session.changes(&text(disk), &text(here)))
    }

    /// Lets what was restored be saved, or takes it out again as an edit that can be undone.
    ///
    /// # Errors
    /// As [`crate::session::Session::discard_restored`].
    pub fn decide_restored(&self, keep: bool) -> Result<Update, Error> {
        if keep {
            return self.editing(|session, _| Ok(session.keep_restored()));
        }
        let drafts = self.session().drafts(wall_time());
        let open = self.session().undecided();
        for draft in drafts {
            if let (true, Some(text)) = (open.iter().any(|(p, _)| *p == draft.path), &draft.text) {
                self.shared.keeping.keep_version(&draft.path, text, true);
            }
        }
        self.editing(|session, now| session.discard_restored(now))
    }

    /// Earlier versions of a page, the newest first, each with what the next one changed.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such page.
    pub fn versions(&self, page: &PageRef) -> Result<Vec<VersionView>, Error> {
        let path = self.session().path_of(page)?;
        let keeping = &self.shared.keeping;
        let list = keeping.versions(|versions| versions.list(&path));
        let mut next = self
            .session()
            .text_of(&path)
            .unwrap_or_else(|| Arc::from(""));
        let mut found = Vec::new();
        for version in list.unwrap_or_default().into_iter().take(LISTED) {
            let text = keeping.versions(|versions| versions.text(&path, &version.id));
            let Some(text) = text.flatten() else {
                continue;
            };
            let changes = self.session().changes(&text, &next);
            next = text.into();
            found.push(VersionView {
                id: version.id,
                since: version.since,
                until: version.until,
                changes,
            });
        }
        // Two texts that differ in nothing a person sees are one version to them.
        found.retain(|version| !version.changes.is_empty());
        Ok(found)
    }

    /// One earlier version of a page, beside what it is now.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such page or version.
    pub fn version(&self, page: &PageRef, id: &str) -> Result<VersionPage, Error> {
        let then = self.version_text(page, id)?;
        let mut session = self.session();
        let path = session.path_of(page)?;
        let now = session.text_of(&path).ok_or(Error::Stale("page"))?;
        Ok(VersionPage {
            revision: session.revision_of(page),
            changes: session.changes(&then, &now),
            html: session.preview_of(page, &then)?,
        })
    }

    /// Brings back an earlier version of a page, or a part of it, as one edit.
    ///
    /// # Errors
    /// As [`crate::session::Session::bring_back`].
    pub fn bring_back(
        &self,
        page: &PageRef,
        revision: u64,
        id: &str,
        part: &Part,
    ) -> Result<Update, Error> {
        let then = self.version_text(page, id)?;
        let path = self.session().path_of(page)?;
        self.shared.keeping.always([path]);
        self.editing(|session, now| session.bring_back(page, revision, &then, part, now))
    }

    /// Takes back what another program last did to a page, as one edit.
    ///
    /// # Errors
    /// [`Error::Stale`] when nothing is known of it; as [`crate::session::Session::put_back`].
    pub fn put_back(&self, page: &PageRef) -> Result<Update, Error> {
        let path = self
            .session()
            .path_of(page)
            .unwrap_or_else(|_| page.new_path());
        let keeping = &self.shared.keeping;
        let replaced = keeping.replaced(&path).ok_or(Error::Stale("change"))?;
        keeping.always([path.clone()]);
        let update = self.editing(|session, now| {
            session.put_back(&path, &replaced.before, replaced.after, now)
        })?;
        keeping.forget_replaced(&path);
        Ok(update)
    }

    fn version_text(&self, page: &PageRef, id: &str) -> Result<String, Error> {
        let path = self.session().path_of(page)?;
        let text = self
            .shared
            .keeping
            .versions(|versions| versions.text(&path, id));
        text.flatten().ok_or(Error::Stale("version"))
    }
}
