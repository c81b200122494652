//! Whether each page that changed is approved exactly as it is now.

use std::collections::BTreeSet;

use crate::changes::{Changes, PageChanges};
use crate::site::{Site, same_name};
use crate::store::Hash;

use super::{Decided, Decision, PageStanding};

/// The digest that decisions of a page are bound to: what it shows now, or what it showed with the word
/// that it goes.
pub fn seen_of(page: &PageChanges) -> String {
    match (&page.after, &page.before) {
        (Some(after), _) => after.clone(),
        (None, Some(before)) => Hash::of(format!("{before}  removed").as_bytes()).to_string(),
        (None, None) => String::new(),
    }
}

/// For every page that changed: what must be approved, what is, and what is void because the page
/// changed since.
pub fn standing(site: &Site, changes: &Changes) -> Vec<PageStanding> {
    let one = |page| of_page(site, changes, page);
    changes.pages.iter().map(one).collect()
}

fn of_page(site: &Site, changes: &Changes, page: &PageChanges) -> PageStanding {
    let seen = seen_of(page);
    // What was decided of the page as it was released, or before that day, is done with and not void.
    let last = site.releases.last().map(|release| release.date.as_str());
    let past = |one: &Decision| {
        Some(&one.seen) == page.before.as_ref() || last.is_some_and(|day| one.on.as_str() < day)
    };
    let about = site.approvals.decisions.values();
    let (decisions, void): (Vec<Decision>, Vec<Decision>) = about
        .filter(|one| one.page == page.path && (one.seen == seen || !past(one)))
        .cloned()
        .partition(|one| one.seen == seen);
    let sent: Vec<String> = site.approvals.senders(&page.path, &seen);
    let missing: Vec<String> = needed(site, changes, page)
        .into_iter()
        .filter(|role| !decisions.iter().any(|one| counts(site, one, role, &sent)))
        .collect();
    let asked = decisions.iter().any(|one| one.decided == Decided::Asked);
    PageStanding {
        page: page.path.clone(),
        title: page.title.clone(),
        approved: missing.is_empty() && !asked,
        missing,
        decisions,
        void,
        sent,
        seen,
    }
}

/// The roles that a page needs: those for records that changed on it, else anybody's where the site
/// wants every page approved.
fn needed(site: &Site, changes: &Changes, page: &PageChanges) -> BTreeSet<String> {
    let listed = page.changes.iter();
    let found = listed.filter_map(|at| changes.list.get(usize::try_from(*at).ok()?));
    let records = found.filter_map(|change| change.record.as_ref());
    let review = &site.settings.review;
    let mut roles: BTreeSet<String> = records
        .flat_map(|record| review.roles_for(&record.collection))
        .map(|role| role.name.clone())
        .collect();
    if roles.is_empty() && review.required {
        roles.insert(String::new());
    }
    roles
}

/// Whether a decision is the approval that is needed in a role. Where a second person is wanted, it
/// must be known who sent the page, and be somebody else.
fn counts(site: &Site, one: &Decision, role: &str, sent: &[String]) -> bool {
    let review = &site.settings.review;
    let in_role = role.is_empty() || (one.role == role && review.may_act(&one.by, role));
    let second = !sent.is_empty() && !sent.iter().any(|name| same_name(name, &one.by));
    one.decided == Decided::Approved && in_role && (second || !review.second_person)
}
