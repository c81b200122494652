//! Problems of `security.txt` (RFC 9116): its word must have an end, and not in the past or far away.

use crate::model::Date;
use crate::problem::{Problem, Severity};
use crate::rule;
use crate::say;
use crate::site::{SETTINGS, Site};

/// RFC 9116, 2.5.5, recommends less than a year.
const YEAR: i64 = 366;
/// Days before its end from which it should be renewed.
const SOON: i64 = 60;

pub(super) fn problems(site: &Site, today: Date) -> Option<Problem> {
    let said = &site.settings.security_txt;
    if said.contact.is_empty() {
        return None;
    }
    let renew = say!("Set a day at most a year ahead.");
    let (severity, message) = match said.expires {
        None => (
            Severity::Warning,
            say!("The contact for vulnerabilities has no end and is not published"),
        ),
        Some(end) if end < today => (
            Severity::Blocker,
            say!("The contact for vulnerabilities ended on {end}", end),
        ),
        Some(end) if end.days() - today.days() <= SOON => (
            Severity::Warning,
            say!("The contact for vulnerabilities ends on {end}", end),
        ),
        Some(end) if end.days() - today.days() > YEAR => (
            Severity::Warning,
            say!("The contact for vulnerabilities ends more than a year ahead"),
        ),
        Some(_) => return None,
    };
    let mut problem = Problem::new(&rule::SECURITY_TXT, SETTINGS, message, renew).milder(severity);
    problem.place.field = Some("security-txt.expires".to_owned());
    Some(problem)
}
