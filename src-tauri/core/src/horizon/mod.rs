//! What expires, ends, begins or is due in the coming months, and what becomes untrue if nobody acts.

mod calendar;
mod records;
mod said;
mod site;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::message::Message;
use crate::model::{Date, Localised};
use crate::problem::Place;
use crate::render::{Engine, SiteIndex};
use crate::site::Site;

pub use calendar::calendar;
pub(crate) use records::{covered, report_end, title_of};

/// How many months are looked ahead when nobody says.
pub const MONTHS: u32 = 12;

/// What happens on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum DueKind {
    /// A certificate is valid for the last time.
    Expires,
    /// Something else holds for the last time: an agreement, a subprocessor.
    Ends,
    /// Something begins to hold.
    TakesEffect,
    /// Something is published by itself.
    Published,
    /// A certificate was expected by then.
    Expected,
    /// The next surveillance audit of a certificate.
    Surveillance,
    /// From then readers ask for a bridge letter.
    BridgeNeeded,
    /// A bridge letter covers the last day.
    BridgeEnds,
    /// A report is older than readers accept.
    Stale,
    /// The next penetration test.
    Test,
    /// Somebody should look whether it is still true.
    Review,
    /// The notice above every page begins.
    NoticeBegins,
    /// It is shown for the last time.
    NoticeEnds,
    /// The contact for vulnerabilities holds for the last time.
    SecurityTxt,
}

/// One day on which something expires, begins or is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Due {
    /// The day: the last on which something holds, or by which something should be done.
    #[serde(serialize_with = "as_text")]
    #[ts(type = "string")]
    pub date: Date,
    /// The first day on which a public statement is untrue, if one becomes so; else it is a chore.
    #[serde(serialize_with = "as_text_if", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    pub untrue: Option<Date>,
    /// What happens.
    pub kind: DueKind,
    /// That in words.
    pub what: Message,
    /// The record, page or setting that it is about.
    pub title: Localised,
    /// The collection of the record, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub collection: Option<String>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub record: Option<String>,
    /// Who is responsible; empty when nobody is named. Never published.
    pub owner: String,
    /// The field that holds the day.
    pub place: Place,
    /// The day lies before the one that is asked for, and nothing was done.
    pub overdue: bool,
    /// Visitors do not see it: it is hidden, or stands on no page. Nothing that is public becomes untrue.
    pub hidden: bool,
}

/// A day on which public statements become untrue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Untrue {
    /// The day.
    #[serde(serialize_with = "as_text")]
    #[ts(type = "string")]
    pub date: Date,
    /// How many become so.
    pub count: usize,
    /// That as a sentence.
    pub said: Message,
}

/// What is due from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Horizon {
    /// The day that was asked for.
    #[serde(serialize_with = "as_text")]
    #[ts(type = "string")]
    pub as_of: Date,
    /// The last day that was looked at.
    #[serde(serialize_with = "as_text")]
    #[ts(type = "string")]
    pub until: Date,
    /// Everything by day, what is overdue first.
    pub dues: Vec<Due>,
    /// The days on which statements become untrue, those that are so already first.
    pub untrue: Vec<Untrue>,
    /// What becomes untrue next, as a sentence; that nothing does, if so.
    pub said: Message,
}

/// What of it somebody wants to see.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[ts(export)]
pub struct Only {
    /// What this person is responsible for; empty for what nobody is.
    #[ts(optional)]
    pub owner: Option<String>,
    /// What happens.
    #[ts(optional)]
    pub kind: Option<DueKind>,
    /// Only what makes a public statement untrue.
    #[serde(default)]
    pub untrue: bool,
}

impl Only {
    /// Whether a day is wanted.
    pub fn holds(&self, due: &Due) -> bool {
        self.owner.as_ref().is_none_or(|owner| *owner == due.owner)
            && self.kind.is_none_or(|kind| kind == due.kind)
            && (!self.untrue || due.untrue.is_some())
    }
}

/// Everything that is overdue, or due within `months` months, on the day of the index.
pub fn of(engine: &Engine, index: &SiteIndex, site: &Site, months: u32) -> Horizon {
    let as_of = index.day();
    let until = as_of.plus_months(months);
    let mut dues = records::dues(engine, site, as_of);
    dues.extend(site::dues(index, site, as_of));
    dues.retain(|due| due.date <= until);
    records::mark_unused(engine, site, &mut dues);
    for due in &mut dues {
        due.overdue = due.date < as_of;
        if due.overdue {
            due.what = said::what_was(due.kind);
        }
        if due.hidden {
            due.untrue = None;
        }
    }
    dues.sort_by(|a, b| {
        let order = a.date.cmp(&b.date).then(a.kind.cmp(&b.kind));
        order.then_with(|| (&a.place.file, &a.place.field).cmp(&(&b.place.file, &b.place.field)))
    });
    let untrue = said::days(&dues, until);
    Horizon {
        as_of,
        until,
        said: said::next(&untrue, as_of, until),
        dues,
        untrue,
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
fn as_text<S: serde::Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(date)
}

#[allow(clippy::ref_option, reason = "serde asks for it so")]
fn as_text_if<S: serde::Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => to.collect_str(date),
        None => to.serialize_none(),
    }
}
