//! Everything that is wrong with the open site: what the full check found, what of it is ignored, and
//! the edits that mend it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check;
use crate::check::ignored::{FILE, Ignored, List};
use crate::check::whole::{Found, Part};
use crate::check::words::{self, DICTIONARY};
use crate::error::Error;
use crate::fix;
use crate::model::{Date, PageRef};
use crate::problem::{Problem, Severity};
use crate::report::{self, IgnoredView, Listed, PageScore, Report};
use crate::rule;
use crate::say;
use crate::site::Site;
use crate::translation::GLOSSARY;
use crate::value::Value;
use crate::view::{EditLabel, Update};

use super::index::title_of;
use super::{Session, count};

/// What a session knows of problems beyond those of the fields on screen.
#[derive(Debug, Default)]
pub(super) struct Problems {
    /// What the last full check found.
    found: Found,
    /// Whether there was one yet.
    checked: bool,
    ignored: List,
}

impl Problems {
    /// What counts of a page's problems, given those of its fields.
    pub(super) fn open(&self, page: &PageRef, mut forms: Vec<Problem>) -> Vec<Problem> {
        let found = self.found.pages.get(page);
        forms.extend(found.into_iter().flat_map(|part| part.more.iter().cloned()));
        self.ignored.open(forms)
    }
}

/// What a full check needs of an open site.
#[derive(Debug, Default)]
pub struct Ground {
    /// A copy of the site.
    pub site: Site,
    /// The texts of `glossary.toml` and `dictionary.txt`.
    pub glossary: Arc<str>,
    /// The second of them.
    pub dictionary: Arc<str>,
    /// The text of `state/translations.toml`.
    pub translations: Arc<str>,
    /// The day that counts.
    pub day: Option<Date>,
}

impl Session {
    /// Brings `ground` to what the site is now, taking over only what differs.
    pub fn ground(&self, ground: &mut Ground) {
        ground.site.follow(&self.site);
        ground.glossary = self.text_of(GLOSSARY).unwrap_or_default();
        ground.dictionary = self.text_of(DICTIONARY).unwrap_or_default();
        ground.translations = self.text_of(crate::translation::FILE).unwrap_or_default();
        ground.day = Some(self.seen().day());
    }

    /// Takes in what a full check found, of a site that may have changed since. Answers with what the
    /// window must know, if anything is new.
    pub fn take_found(&mut self, found: Found) -> Option<Update> {
        let first = !std::mem::replace(&mut self.problems.checked, true);
        if self.problems.found == found && !first {
            return None;
        }
        self.problems.found = found;
        self.recount();
        self.tell_problems()
    }

    /// Whether the whole site was checked at least once.
    pub(super) fn was_checked(&self) -> bool {
        self.problems.checked
    }

    /// What must be said of the page on screen and of the list beside it, after what counts as a
    /// problem changed.
    fn tell_problems(&mut self) -> Option<Update> {
        let page = self.stand_in();
        let mut update = self.quiet_update(&page);
        update.index = Some(self.index_view());
        self.index_stale = false;
        if self.site.pages.contains_key(&page) && self.shown.as_ref() == Some(&page) {
            let problems = self.check(&page);
            self.tell(&page, &problems);
            update.problems = Some(problems);
        }
        Some(update)
    }

    /// Counts anew what is wrong with each page.
    fn recount(&mut self) {
        let Problems { found, ignored, .. } = &self.problems;
        let counts = found.pages.iter().map(|(page, part)| {
            let all = part.forms.iter().chain(&part.more);
            let open = all.filter(|problem| ignored.entry(problem).is_none());
            (page.clone(), count(open))
        });
        self.counts = counts.collect();
        // What is on screen may be newer than what was checked.
        let shown = [self.shown.clone(), self.translations.beside.clone()];
        for page in shown.into_iter().flatten() {
            if self.site.pages.contains_key(&page) {
                self.check(&page);
            }
        }
        self.index_stale = true;
    }

    /// What counts of a page's problems: those of its fields as they are now, and what the last full
    /// check found besides.
    pub(super) fn open_problems(&self, page: &PageRef, forms: Vec<Problem>) -> Vec<Problem> {
        self.problems.open(page, forms)
    }

    /// What counts of problems that were just found.
    pub(super) fn counting(&self, found: Vec<Problem>) -> Vec<Problem> {
        self.problems.ignored.open(found)
    }

    /// What counts of what is wrong outside pages.
    pub(super) fn open_around(&self, mut forms: Vec<Problem>) -> Vec<Problem> {
        forms.extend(self.problems.found.around.more.iter().cloned());
        self.problems.ignored.open(forms)
    }

    /// Reads again which problems are ignored.
    pub(super) fn ignored_changed(&mut self) {
        let text = self.text_of(FILE).unwrap_or_default();
        let list = List::read(&text);
        if list != self.problems.ignored {
            self.problems.ignored = list;
            self.recount();
        }
    }

    /// Everything that is wrong, for the screen that lists it.
    pub fn report(&self) -> Report {
        let mut report = Report {
            checked: self.problems.checked,
            rules: rule::ALL.iter().map(|rule| (*rule).into()).collect(),
            ..Report::default()
        };
        for (page, file) in &self.site.pages {
            let forms = match self.desks.get(page) {
                Some(_) => check::page(&self.engine, self.seen(), &self.site, page),
                None => self
                    .found(page)
                    .map(|p| p.forms.clone())
                    .unwrap_or_default(),
            };
            let more = self.found(page).map(|part| part.more.clone());
            let all = forms.into_iter().chain(more.unwrap_or_default()).collect();
            let title = title_of(file).unwrap_or_else(|| page.address.clone());
            let owner = file.page.front.fields.get("owner").and_then(Value::as_text);
            let open = self.list(
                &mut report,
                all,
                Some(page),
                &title,
                owner.unwrap_or_default(),
            );
            report.pages.push(PageScore {
                page: page.clone(),
                title,
                score: report::score(&open),
            });
        }
        let mut all = self.notices.clone();
        all.extend(check::around(&self.engine, self.seen(), &self.site));
        all.extend(self.problems.found.around.more.iter().cloned());
        let mut by_owner: BTreeMap<(String, String), Vec<Problem>> = BTreeMap::new();
        for problem in all {
            let key = report::record_of(&self.engine, &self.site, &problem);
            by_owner.entry(key).or_default().push(problem);
        }
        for ((title, owner), problems) in by_owner {
            self.list(&mut report, problems, None, &title, &owner);
        }
        report.finish();
        report
    }

    fn found(&self, page: &PageRef) -> Option<&Part> {
        self.problems.found.pages.get(page)
    }

    /// Adds problems of one place to the report; answers those that count.
    fn list(
        &self,
        report: &mut Report,
        problems: Vec<Problem>,
        page: Option<&PageRef>,
        title: &str,
        owner: &str,
    ) -> Vec<Problem> {
        let divided = self.problems.ignored.divide(problems);
        let blocks = page.and_then(|page| Some(&self.site.pages.get(page)?.page.blocks));
        let block = |problem: &Problem| blocks?.get(problem.place.section? as usize);
        let listed = |problem: &Problem| {
            let block = block(problem);
            let section = block.and_then(|block| report::known_by(&self.engine, block));
            Listed {
                problem: problem.clone(),
                page: page.cloned(),
                title: title.to_owned(),
                kind: block.map(|block| block.kind.clone()).unwrap_or_default(),
                section: section.unwrap_or_default(),
                owner: owner.to_owned(),
            }
        };
        report.problems.extend(divided.open.iter().map(listed));
        let ignored = divided.ignored.iter().map(|(problem, entry)| IgnoredView {
            listed: listed(problem),
            entry: entry.clone(),
        });
        report.ignored.extend(ignored);
        divided.open
    }

    /// Ignores problems for a reason, as one edit.
    ///
    /// # Errors
    /// [`Error::Refused`] without a reason, or when one of them must be fixed.
    pub fn ignore(
        &mut self,
        problems: &[Problem],
        reason: &str,
        by: &str,
        now: u64,
    ) -> Result<Update, Error> {
        if reason.trim().is_empty() {
            return Err(Error::Refused(say!(
                "Nothing was changed. Say why this is not a problem here, so that others can follow."
            )));
        }
        if problems.iter().any(|one| one.severity == Severity::Blocker) {
            return Err(Error::Refused(say!(
                "Nothing was changed. What must be fixed cannot be ignored."
            )));
        }
        let day = self.as_of;
        let entries = problems
            .iter()
            .map(|one| Ignored::new(one, reason, by, day));
        let list = self.ignored_list()?.with(entries);
        self.keep_ignored(&list, "ignore", now)
    }

    /// Lets ignored problems count again, as one edit.
    ///
    /// # Errors
    /// [`Error::Refused`] when the list cannot be read or written.
    pub fn heed(&mut self, entries: &[Ignored], now: u64) -> Result<Update, Error> {
        let list = self.ignored_list()?.without(entries);
        self.keep_ignored(&list, "heed", now)
    }

    fn ignored_list(&self) -> Result<&List, Error> {
        let list = &self.problems.ignored;
        if list.broken {
            return Err(Error::Refused(say!(
                "The list of ignored problems cannot be read, so it is left as it is. Correct {file} in the folder of the site, or delete it.",
                file = FILE
            )));
        }
        Ok(list)
    }

    fn keep_ignored(&mut self, list: &List, label: &str, now: u64) -> Result<Update, Error> {
        let files = vec![(FILE.to_owned(), list.text())];
        self.transact(EditLabel::of(label, ""), files, now)
    }

    /// Takes a word into the site's dictionary, as an edit.
    ///
    /// # Errors
    /// [`Error::Refused`] when the site may not be edited.
    pub fn add_word(&mut self, word: &str, now: u64) -> Result<Update, Error> {
        let text = self.text_of(DICTIONARY).unwrap_or_default();
        let files = vec![(DICTIONARY.to_owned(), Some(words::with_word(&text, word)))];
        self.transact(EditLabel::of("add-word", word), files, now)
    }

    /// Mends problems, each by the remedy with the number beside it, as one edit. Answers how many were
    /// mended, and how many were left because what they are about has changed since.
    ///
    /// # Errors
    /// [`Error::Refused`] when one of the files may not be changed. Nothing is changed then.
    pub fn fix(
        &mut self,
        chosen: &[(Problem, usize)],
        now: u64,
    ) -> Result<(Update, u32, u32), Error> {
        let by_number: Vec<_> = chosen.iter().map(|(one, choice)| (one, *choice)).collect();
        let fixed = fix::fix(&self.engine, &self.site, &by_number);
        let mended: Vec<_> = fixed.done.iter().map(|number| by_number[*number]).collect();
        let files = fixed
            .files
            .into_iter()
            .map(|(path, text)| (path, Some(text)));
        let files = files.collect();
        self.may_edit_site()?;
        // What is known is put right first, so that the answer tells of it.
        let before = self.problems.found.clone();
        self.problems.found.mend(&mended);
        // The list is on screen: the page behind it stays the one that it was.
        let shown = self.shown.clone();
        let done = self.transact(EditLabel::of("fix", ""), files, now);
        self.shown = shown.filter(|page| self.site.pages.contains_key(page));
        match done {
            Ok(update) => {
                self.recount();
                Ok((self.with_counts(update), fixed.fixed, fixed.left))
            }
            Err(error) => {
                self.problems.found = before;
                Err(error)
            }
        }
    }

    /// An answer with the list beside the page as it is counted now.
    fn with_counts(&mut self, mut update: Update) -> Update {
        update.index = Some(self.index_view());
        self.index_stale = false;
        update
    }
}
