//! Problems of `security.txt` (RFC 9116): its word must have an end, and not in the past or far away.

use crate::lives;
use crate::message::Message;
use crate::model::Date;
use crate::problem::{Problem, Severity};
use crate::rule::{self, Rule};
use crate::say;
use crate::site::{SETTINGS, Site};

/// What is wrong with it, if anything. `written` says whether the site could have one.
pub(super) fn problems(site: &Site, today: Date, written: bool) -> Option<Problem> {
    let said = &site.settings.security_txt;
    let renew = say!("Set a day at most a year ahead.");
    let (severity, rule, message) = match said.expires {
        _ if said.contact.is_empty() => {
            let message = say!("The site does not say where to report a vulnerability");
            let hint = say!("Enter it in the settings, so that researchers and programs find it.");
            let tip = || {
                problem(
                    Severity::Tip,
                    &rule::SECURITY_TXT_MISSING,
                    "contact",
                    message,
                    hint,
                )
            };
            return written.then(tip);
        }
        None => (
            Severity::Warning,
            &rule::SECURITY_TXT,
            say!("The contact for vulnerabilities has no end and is not published"),
        ),
        Some(end) if end < today => (
            Severity::Blocker,
            &rule::SECURITY_TXT_EXPIRED,
            say!("The contact for vulnerabilities ended on {end}", end),
        ),
        Some(end) if end.days() - today.days() <= lives::CONTACT_SOON => (
            Severity::Warning,
            &rule::SECURITY_TXT_EXPIRING,
            say!("The contact for vulnerabilities ends on {end}", end),
        ),
        Some(end) if end.days() - today.days() > lives::CONTACT => (
            Severity::Warning,
            &rule::SECURITY_TXT,
            say!("The contact for vulnerabilities ends more than a year ahead"),
        ),
        Some(_) => return None,
    };
    Some(problem(severity, rule, "expires", message, renew))
}

fn problem(
    severity: Severity,
    rule: &Rule,
    field: &str,
    message: Message,
    hint: Message,
) -> Problem {
    let mut problem = Problem::new(rule, SETTINGS, message, hint).milder(severity);
    problem.place.field = Some(format!("security-txt.{field}"));
    problem
}
