//! Problems of evidence: certificates, reports, tests and subprocessors whose dates or facts would make
//! a visitor doubt them. Each rule looks at one record on one day; [`RULES`] lists them all.

use crate::horizon::{covered, report_end};
use crate::kinds::Collection;
use crate::lives;
use crate::message::Message;
use crate::model::{Date, Localised};
use crate::render::records::{is_hidden, is_withheld, state};
use crate::render::{Engine, SiteIndex};
use crate::rule::{self, Rule};
use crate::say;
use crate::site::Site;
use crate::value::{Fields, Value};

use super::countries::outside_eea;
use super::published;

/// A record that rules look at.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) index: &'a SiteIndex,
    pub(crate) site: &'a Site,
    pub(crate) collection: &'a Collection,
    pub(crate) fields: &'a Fields,
    pub(crate) title: &'a Localised,
}

/// What a rule found: the field, what is wrong, what to do.
pub(crate) struct Found {
    pub(crate) field: &'static str,
    pub(crate) message: Message,
    pub(crate) hint: Message,
}

/// A rule with the function that looks at a record.
pub(crate) type Row = (&'static Rule, fn(&Record<'_>) -> Option<Found>);

/// Every rule of evidence. None looks at a record that nobody sees.
pub(crate) static RULES: [Row; 14] = [
    (&rule::EXPIRED, expired),
    (&rule::EXPIRING, expiring),
    (&rule::NOT_YET_VALID, not_yet_valid),
    (&rule::NO_AUDITOR, no_auditor),
    (&rule::NO_SCOPE, no_scope),
    (&rule::SURVEILLANCE_DUE, surveillance_due),
    (&rule::BRIDGE_LETTER, bridge_letter),
    (&rule::BRIDGE_LETTER_LONG, bridge_letter_long),
    (&rule::REPORT_STALE, report_stale),
    (&rule::REPORT_STALE, test_stale),
    (&rule::NOTICE_TOO_SHORT, notice_too_short),
    (&rule::TRANSFER_MECHANISM, transfer_mechanism),
    (&rule::GATED_FILE, gated_file),
    (&rule::NO_OWNER, no_owner),
];

impl<'a> Record<'a> {
    fn is(&self, collection: &str) -> bool {
        self.collection.name == collection
    }

    fn as_of(&self) -> Date {
        self.index.day()
    }

    fn day(&self, field: &str) -> Option<Date> {
        match self.fields.get(field) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// A text in the site's first language, or in any that has one.
    fn text(&self, field: &str) -> &'a str {
        let value = self.fields.get(field);
        let own = value.and_then(|value| {
            self.site
                .in_locale(self.site.settings.default_locale(), value)
        });
        let own = own.and_then(Value::as_text).unwrap_or_default().trim();
        let each = value.and_then(Value::as_group).into_iter().flatten();
        let mut all = each.filter_map(|(_, value)| value.as_text()).map(str::trim);
        if own.is_empty() {
            all.find(|text| !text.is_empty()).unwrap_or_default()
        } else {
            own
        }
    }

    fn label(&self, field: &str) -> Localised {
        let known = self.collection.fields.iter().find(|one| one.name == field);
        known.map_or_else(Localised::default, |known| known.label.clone())
    }

    /// What its dates say on the day.
    fn state(&self) -> &'static str {
        let states = self.collection.states.as_ref();
        states.map_or("", |states| state(states, self.fields, self.as_of()))
    }

    /// Whether a day is set on which somebody looks at it again: then it is known, and no news.
    fn is_looked_after(&self) -> bool {
        self.day("review-by").is_some_and(|day| day >= self.as_of())
    }

    /// A certificate or report that somebody else gave, and that is no plan.
    fn is_given(&self) -> bool {
        self.is("certifications")
            && matches!(self.text("type"), "certificate" | "attestation")
            && self.state() != "planned"
    }
}

fn found(field: &'static str, message: Message, hint: Message) -> Option<Found> {
    Some(Found {
        field,
        message,
        hint,
    })
}

/// A certificate that pages show as expired.
fn expired(record: &Record<'_>) -> Option<Found> {
    if !record.is("certifications") || record.state() != "expired" || record.is_looked_after() {
        return None;
    }
    let day = record.day("expires")?;
    found(
        "expires",
        say!(
            "“{title}” expired on {day}, and visitors read that",
            title = record.title,
            day
        ),
        say!(
            "Enter the dates of the new one, or hide it. If it has to wait, enter in “{field}” when somebody looks again.",
            field = record.label("review-by")
        ),
    )
}

/// A certificate or agreement that ends within [`lives::EXPIRING`] days, or what its collection says.
fn expiring(record: &Record<'_>) -> Option<Found> {
    let is_one = record.is("certifications") || record.is("agreements");
    if !is_one || record.state() != "expiring" || record.is_looked_after() {
        return None;
    }
    let field = if record.is("agreements") {
        "ends"
    } else {
        "expires"
    };
    let day = record.day(field)?;
    found(
        field,
        say!("“{title}” ends on {day}", title = record.title, day),
        say!(
            "Plan the renewal: enter in “{field}” when somebody looks at it.",
            field = record.label("review-by")
        ),
    )
}

/// Days that pages tell as past, by collection.
const PAST: [(&str, &str); 5] = [
    ("certifications", "issued"),
    ("certifications", "period-end"),
    ("documents", "issued"),
    ("controls", "checked"),
    ("penetration-tests", "retested"),
];

/// A day that lies ahead while pages tell it as if it had been.
fn not_yet_valid(record: &Record<'_>) -> Option<Found> {
    let ahead = |(_, field): &&(&str, &'static str)| {
        record.day(field).is_some_and(|day| day > record.as_of())
    };
    let mut own = PAST.iter().filter(|(name, _)| record.is(name));
    if record.state() == "planned" {
        return None;
    }
    let (_, field) = own.find(ahead)?;
    found(
        field,
        say!(
            "“{label}” of “{title}” is {day}, which lies ahead, and pages tell it as past",
            title = record.title,
            label = record.label(field),
            day = record.day(field)?
        ),
        say!("Correct the date, or hide the entry until then."),
    )
}

/// A certificate or report of which nobody is told who gave it.
fn no_auditor(record: &Record<'_>) -> Option<Found> {
    if !record.is_given() || !record.text("issuer").is_empty() {
        return None;
    }
    found(
        "issuer",
        say!(
            "“{title}” does not say who issued or audited it",
            title = record.title
        ),
        say!(
            "Fill in “{field}”: readers look for it first.",
            field = record.label("issuer")
        ),
    )
}

/// A certificate or report without a word on what it covers.
fn no_scope(record: &Record<'_>) -> Option<Found> {
    if !record.is_given() || !record.text("scope").is_empty() {
        return None;
    }
    found(
        "scope",
        say!(
            "“{title}” does not say what it covers",
            title = record.title
        ),
        say!("Say for which services, places or processes it holds."),
    )
}

/// A surveillance audit of a certificate in force whose day has passed.
fn surveillance_due(record: &Record<'_>) -> Option<Found> {
    let day = record
        .day("surveillance")
        .filter(|day| *day < record.as_of())?;
    if !record.is("certifications") || !matches!(record.state(), "valid" | "expiring" | "stated") {
        return None;
    }
    found(
        "surveillance",
        say!(
            "The surveillance audit of “{title}” was due on {day}",
            title = record.title,
            day
        ),
        say!("Enter the day of the next one as soon as this one is done."),
    )
}

/// A report that ended more than [`lives::UNBRIDGED`] days ago, with no bridge letter for today.
fn bridge_letter(record: &Record<'_>) -> Option<Found> {
    let end = report_end(record.fields).filter(|_| record.is("certifications"))?;
    let today = record.as_of();
    let waits = today > end.plus_days(lives::UNBRIDGED) && today <= end.plus_months(lives::REPORT);
    if !waits || covered(record.fields, today) {
        return None;
    }
    found(
        "bridge-to",
        say!(
            "“{title}” ends on {end}, and no bridge letter covers the time since",
            title = record.title,
            end
        ),
        say!(
            "Ask the management for one and enter the days that it covers, or publish the next report."
        ),
    )
}

/// A bridge letter for more than [`lives::BRIDGE`] months.
fn bridge_letter_long(record: &Record<'_>) -> Option<Found> {
    let (from, to) = (record.day("bridge-from")?, record.day("bridge-to")?);
    if !record.is("certifications") || to < from.plus_months(lives::BRIDGE) {
        return None;
    }
    found(
        "bridge-to",
        say!(
            "The bridge letter of “{title}” covers more than three months",
            title = record.title
        ),
        say!("Few readers accept that. Get a newer letter, or the next report."),
    )
}

/// A report whose period ended [`lives::REPORT`] months ago.
fn report_stale(record: &Record<'_>) -> Option<Found> {
    let end = report_end(record.fields).filter(|_| record.is("certifications"))?;
    if record.as_of() <= end.plus_months(lives::REPORT) {
        return None;
    }
    found(
        "period-end",
        say!(
            "“{title}” ends on {end}, more than twelve months ago",
            title = record.title,
            end
        ),
        say!("Publish the next report, or hide this one."),
    )
}

/// The newest penetration test, when it ended [`lives::TEST`] months ago.
fn test_stale(record: &Record<'_>) -> Option<Found> {
    let end = record
        .day("finished")
        .filter(|_| record.is("penetration-tests"))?;
    if record.as_of() <= end.plus_months(lives::TEST) {
        return None;
    }
    let all = record.site.records.get(&record.collection.name)?;
    let newer = all
        .records
        .values()
        .filter(|one| !is_hidden(one))
        .any(|one| matches!(one.get("finished"), Some(Value::Date(other)) if *other > end));
    if newer {
        return None;
    }
    found(
        "finished",
        say!(
            "“{title}” is the last test and ended on {end}, more than twelve months ago",
            title = record.title,
            end
        ),
        say!("Enter the test that was done since, or have one done."),
    )
}

/// A subprocessor that begins sooner after it was announced than the site's own agreements promise.
fn notice_too_short(record: &Record<'_>) -> Option<Found> {
    let promised = record.site.settings.notice_days?;
    let (announced, effective) = (record.day("announced")?, record.day("effective")?);
    let days = effective.days() - announced.days();
    if !record.is("subprocessors") || days >= i64::from(promised) {
        return None;
    }
    // Two dates in the wrong order are a problem of their own.
    let days = u32::try_from(days).ok()?;
    found(
        "effective",
        say!(
            "“{title}” is in use {days} days after it was announced; your agreements promise {promised}",
            title = record.title,
            days,
            promised = u32::from(promised)
        ),
        say!(
            "Begin later, or correct the two dates. The promise stands in the settings of the site."
        ),
    )
}

/// A subprocessor outside the European Economic Area of which nothing says how data may get there.
fn transfer_mechanism(record: &Record<'_>) -> Option<Found> {
    if !record.is("subprocessors")
        || record.state() == "expired"
        || !record.text("transfer").is_empty()
    {
        return None;
    }
    let place = outside_eea(record.text("countries"))?;
    found(
        "transfer",
        say!(
            "“{title}” is in {place}, outside the European Economic Area, and nothing says how data may get there",
            title = record.title,
            place
        ),
        say!("Choose it in “{field}”.", field = record.label("transfer")),
    )
}

/// A document that is not for everybody, while something else would publish its file.
fn gated_file(record: &Record<'_>) -> Option<Found> {
    if !is_withheld(&record.collection.name, record.fields) {
        return None;
    }
    let file = record.fields.get("file")?;
    let each = file
        .as_group()
        .into_iter()
        .flatten()
        .map(|(_, value)| value);
    let mut paths = each.chain([file]).filter_map(Value::as_text);
    let by =
        paths.find_map(|path| published::by(record.engine, record.index, record.site, path))?;
    found(
        "file",
        say!(
            "“{title}” is not for everybody, and {by} publishes its file",
            title = record.title,
            by
        ),
        say!("Take the file out there, or let everybody download it."),
    )
}

/// Days that somebody has to see to.
const KEPT: [&str; 5] = ["expires", "ends", "surveillance", "bridge-to", "next"];

/// A day to be kept, and nobody to keep it.
fn no_owner(record: &Record<'_>) -> Option<Found> {
    let owned = record
        .collection
        .fields
        .iter()
        .any(|field| field.name == "owner");
    let to_keep = |field: &str| record.day(field).is_some_and(|day| day >= record.as_of());
    let open = KEPT.iter().any(|field| to_keep(field));
    if !owned || !open || !record.text("owner").is_empty() {
        return None;
    }
    found(
        "owner",
        say!(
            "“{title}” has a date to be kept, and nobody is responsible",
            title = record.title
        ),
        say!("Enter who is. It is never published."),
    )
}
