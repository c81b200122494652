//! What `review` says.

use std::path::Path;

use trustdesk_core::render::size;
use trustdesk_core::review::{Decided, Decision, PageStanding, Signed, Taken, TakenPage};

pub(crate) const REVIEW: &str =
    "Send pages that changed for review, take in the answer, or list which pages are approved";
pub(crate) const REVIEW_OUT: &str =
    "Write the file for the reviewer: one page of HTML that any browser opens without a connection";
pub(crate) const REVIEW_TAKE: &str = "Take in the answer that a reviewer saved; a signature is looked for beside it, under the same name with .minisig";
pub(crate) const REVIEW_STATUS: &str = "List which pages are approved as they are now; the exit status is 1 when approvals are missing";
pub(crate) const REVIEW_NOTE: &str = "What the reviewer should know";
pub(crate) const REVIEW_BY: &str = "Who sends it; is kept in the site, so that this person's own approval does not count where two people are wanted";
pub(crate) const REVIEW_LANGUAGE: &str =
    "The language that the file opens in, where the browser speaks neither";
pub(crate) const REVIEW_FORMAT: &str = "How to list the pages";

/// A review file was written.
pub(crate) fn review_written(out: &Path, pages: usize, bytes: u64) -> String {
    format!(
        "Wrote {} with {pages} pages ({}).",
        out.display(),
        size(bytes)
    )
}

/// An answer was taken in.
pub(crate) fn answer_taken(taken: &Taken) -> String {
    let role = if taken.role.is_empty() {
        String::new()
    } else {
        format!(" ({})", taken.role)
    };
    let signed = match &taken.signed {
        Signed::By(key) => format!("signed with the key {key}"),
        Signed::Unchecked => {
            "signed, but no key of this person is known to check it with".to_owned()
        }
        Signed::No => "not signed: a name is a record, not proof".to_owned(),
    };
    let mut lines = vec![format!(
        "Answer by {}{role} of {}, {signed}.",
        taken.by, taken.on
    )];
    if taken.stranger_to_role {
        lines.push(format!(
            "{} does not have that role here, so approvals do not count for it.",
            taken.by
        ));
    }
    lines.extend(taken.pages.iter().map(page));
    lines.join("\n")
}

fn page(page: &TakenPage) -> String {
    let decided = match page.decided {
        Some(Decided::Approved) => "approved",
        Some(Decided::Asked) => "asked for changes",
        None => "no decision",
    };
    let void = if page.void {
        "; the page changed since, so this does not count"
    } else {
        ""
    };
    format!(
        "{}: {decided}{void}. New comments: {}.",
        page.path,
        page.comments.len()
    )
}

/// How one page stands.
pub(crate) fn standing(page: &PageStanding) -> String {
    let state = if page.approved { "ok     " } else { "missing" };
    let needed: Vec<&str> = page
        .missing
        .iter()
        .map(|role| {
            if role.is_empty() {
                "an approval"
            } else {
                role.as_str()
            }
        })
        .collect();
    let mut notes = Vec::new();
    if !needed.is_empty() {
        notes.push(format!("needs {}", needed.join(", ")));
    }
    notes.extend(page.decisions.iter().map(decision));
    if !page.void.is_empty() {
        notes.push(format!("void since the page changed: {}", page.void.len()));
    }
    let notes = if notes.is_empty() {
        String::new()
    } else {
        format!(": {}", notes.join("; "))
    };
    format!("{state} {}{notes}", page.page)
}

fn decision(one: &Decision) -> String {
    let decided = match one.decided {
        Decided::Approved => "approved",
        Decided::Asked => "asked for changes",
    };
    let role = if one.role.is_empty() {
        String::new()
    } else {
        format!(" as {}", one.role)
    };
    let signed = if one.key.is_empty() { "" } else { ", signed" };
    format!("{decided} by {}{role} on {}{signed}", one.by, one.on)
}

/// How all pages stand.
pub(crate) fn stood(pages: &[PageStanding]) -> String {
    let missing = pages.iter().filter(|page| !page.approved).count();
    match (pages.len(), missing) {
        (0, _) => "Nothing changed since the last release.".to_owned(),
        (all, 0) => format!("All {all} pages that changed are in order."),
        (all, missing) => format!("Approvals are missing: {missing} of {all} pages that changed."),
    }
}
