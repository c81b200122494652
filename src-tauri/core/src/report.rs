//! Everything that is wrong with a site, as one list with scores, for the screen that shows it.

use serde::Serialize;
use ts_rs::TS;

use crate::check::ignored::Ignored;
use crate::model::PageRef;
use crate::page::Block;
use crate::problem::{Problem, Severity};
use crate::render::Engine;
use crate::rule::RuleView;
use crate::site::{Site, collection_of};
use crate::value::Value;

/// What a problem takes from the score of its page, which is 100 without any.
const COSTS: [(Severity, u32); 3] = [
    (Severity::Blocker, 20),
    (Severity::Warning, 5),
    (Severity::Tip, 1),
];

/// Everything that is wrong with a site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Report {
    /// Whether the site was checked whole yet; until then only fields and links of pages that were
    /// opened are in the list.
    pub checked: bool,
    /// How ready the site is, from 0 to 100: the mean of its pages, less what is wrong around them.
    pub score: u32,
    /// Every page and shared section, in the order of their addresses.
    pub pages: Vec<PageScore>,
    /// Everything that counts.
    pub problems: Vec<Listed>,
    /// Everything that is ignored.
    pub ignored: Vec<IgnoredView>,
    /// The rules by which it was found.
    pub rules: Vec<RuleView>,
}

/// A page with its score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PageScore {
    /// The page.
    pub page: PageRef,
    /// Its title.
    pub title: String,
    /// How ready it is, from 0 to 100.
    pub score: u32,
}

/// A problem with what it is found in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Listed {
    /// The problem.
    pub problem: Problem,
    /// The page, when it is in one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub page: Option<PageRef>,
    /// The title of the page or record; empty for settings and files.
    pub title: String,
    /// The kind of the section that it is in; empty outside sections.
    pub kind: String,
    /// The first line of what that section is known by; empty where it has none.
    pub section: String,
    /// Who looks after it; empty when nobody is named.
    pub owner: String,
}

/// A problem that is ignored, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct IgnoredView {
    /// The problem.
    pub listed: Listed,
    /// Why, by whom and since when.
    pub entry: Ignored,
}

impl Report {
    /// Works out the score of the site once everything is listed.
    pub(crate) fn finish(&mut self) {
        let pages = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        let sum: u32 = self.pages.iter().map(|page| page.score).sum();
        let mean = sum.checked_div(pages).unwrap_or(100);
        let around = self.problems.iter().filter(|one| one.page.is_none());
        let around = around.map(|one| cost(&one.problem)).sum::<u32>();
        self.score = mean.saturating_sub(around);
    }
}

/// How ready something with these problems is, from 0 to 100.
pub fn score(problems: &[Problem]) -> u32 {
    100u32.saturating_sub(problems.iter().map(cost).sum())
}

fn cost(problem: &Problem) -> u32 {
    let cost = COSTS
        .iter()
        .find(|(severity, _)| *severity == problem.severity);
    cost.map_or(0, |(_, cost)| *cost)
}

/// The first line of the text that a section is known by.
pub(crate) fn known_by(engine: &Engine, block: &Block) -> Option<String> {
    let name = engine.kinds.get(&block.kind)?.summary.as_deref()?;
    let text = block.fields()?.get(name)?.as_text()?;
    let says = |line: &&str| line.contains(char::is_alphanumeric);
    text.lines().find(says).map(str::to_owned)
}

/// The title and the owner of the record that a problem is in; empty when it is in none.
pub(crate) fn record_of(engine: &Engine, site: &Site, problem: &Problem) -> (String, String) {
    let found = || {
        let collection = engine
            .kinds
            .collection(collection_of(&problem.place.file)?)?;
        let file = site.records.get(&collection.name)?;
        let id = file.record_of(problem.place.field.as_deref()?)?;
        let fields = file.records.get(id)?;
        let locale = site.settings.default_locale();
        let title = fields
            .get(&collection.title)
            .and_then(|title| site.in_locale(locale, title));
        let text = |value: Option<&Value>| value.and_then(Value::as_text).map(str::to_owned);
        Some((
            text(title).unwrap_or_else(|| id.to_owned()),
            text(fields.get("owner")).unwrap_or_default(),
        ))
    };
    found().unwrap_or_default()
}
