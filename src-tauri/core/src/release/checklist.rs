//! The checklist before a release: what is ready, what is worth knowing, what stops it, and what of
//! that may be accepted for a reason.

use std::collections::BTreeMap;

use crate::changes::{Meaning, PageTurn};
use crate::message::Message;
use crate::problem::{Problem, Severity};
use crate::say;
use crate::site::Site;

use super::item::{Checklist, Go, Item, ItemState, accept, fine, open};
use super::look::Look;
use super::make::{Order, count};
use super::notice;

/// Most changes of a small correction.
const SMALL: usize = 10;
/// Problems that are one item: its name, the rules, and where something can be done.
const GROUPS: [(&str, Go, &[&str]); 4] = [
    (
        "translations",
        Go::Languages,
        &[
            "missing-translation",
            "translation-missing",
            "translation-extra",
            "translation-behind",
            "translation-differs",
        ],
    ),
    (
        "evidence",
        Go::Due,
        &[
            "expired",
            "expiring",
            "not-yet-valid",
            "surveillance-due",
            "bridge-letter",
            "bridge-letter-long",
            "report-stale",
            "review-due",
            "security-txt-expiring",
        ],
    ),
    (
        "links",
        Go::Outside,
        &[
            "link-gone",
            "link-unreachable",
            "link-refused",
            "link-moved",
        ],
    ),
    ("weight", Go::Problems, &["heavy-page", "heavy-picture"]),
];

/// Works out the checklist.
pub fn checklist(site: &Site, look: &Look, order: &Order) -> Checklist {
    let notice = notice::check(site, &look.changes, look.last.is_some());
    let mut items = vec![changes(look), must_fix(look)];
    items.push(should_fix(look, &notice));
    items.push(approvals(site, look, order));
    items.extend(unreviewed(look));
    items.extend(
        GROUPS
            .iter()
            .map(|(code, go, rules)| group(look, code, *go, rules)),
    );
    items.push(notice.item);
    items.push(notes(order));
    items.extend(order.correction.then(|| correction(look)));
    for item in &mut items {
        accept(item, &order.accepted);
    }
    Checklist {
        number: look.last.unwrap_or_default() + 1,
        date: order.date.to_string(),
        ready: items.iter().all(|item| item.state != ItemState::Stop),
        items,
        counts: counts(look),
        files: count(look.now.manifest().len()),
        bytes: look.now.manifest().bytes(),
    }
}

/// How many changes there are of each meaning.
pub(super) fn counts(look: &Look) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for change in &look.changes.list {
        let name = serde_json::json!(change.meaning);
        *counts
            .entry(name.as_str().unwrap_or_default().to_owned())
            .or_default() += 1;
    }
    counts
}

fn changes(look: &Look) -> Item {
    let code = "changes";
    let (changes, pages) = (look.changes.list.len(), look.changes.pages.len());
    let Some(last) = look.last else {
        return fine(code, Go::Review, say!("This is the first release."));
    };
    if changes == 0 && pages == 0 {
        let item = fine(code, Go::Review, Message::default());
        let say = say!(
            "Visitors would see nothing new since release {number}.",
            number = last
        );
        return open(item, ItemState::Warn, say, 0, std::iter::empty());
    }
    let say = say!(
        "Changes since release {number}: {changes}, on {pages} pages.",
        number = last,
        changes,
        pages
    );
    Item {
        count: count(changes),
        ..fine(code, Go::Review, say)
    }
}

fn must_fix(look: &Look) -> Item {
    let item = fine(
        "must-fix",
        Go::Problems,
        say!("Nothing has to be fixed first."),
    );
    let found: Vec<_> = problems(look, |one| one.severity == Severity::Blocker).collect();
    if found.is_empty() {
        return item;
    }
    let say = say!(
        "Problems that must be fixed first: {count}.",
        count = found.len()
    );
    open(
        item,
        ItemState::Stop,
        say,
        found.len(),
        found.iter().map(|one| said(one)),
    )
}

fn should_fix(look: &Look, notice: &notice::Notice) -> Item {
    let item = Item {
        acceptable: true,
        ..fine(
            "should-fix",
            Go::Problems,
            say!("Nothing else should be fixed first."),
        )
    };
    let grouped = |code: &str| GROUPS.iter().any(|(_, _, rules)| rules.contains(&code));
    let found: Vec<_> = problems(look, |one| {
        one.severity == Severity::Warning && !grouped(&one.code) && !notice.covers(one)
    })
    .collect();
    if found.is_empty() {
        return item;
    }
    let say = say!(
        "Other problems that should be fixed, or ignored for a reason: {count}.",
        count = found.len()
    );
    open(
        item,
        ItemState::Stop,
        say,
        found.len(),
        found.iter().map(|one| said(one)),
    )
}

fn group(look: &Look, code: &str, go: Go, rules: &[&str]) -> Item {
    let found: Vec<_> = problems(look, |one| {
        one.severity != Severity::Blocker && rules.contains(&one.code.as_str())
    })
    .collect();
    let count = found.len();
    let (none, some) = match code {
        "translations" => (
            say!("No translation is missing or behind."),
            say!("Differences between languages: {count}.", count),
        ),
        "evidence" => (
            say!("No evidence has expired or soon will."),
            say!(
                "Evidence that has expired, soon will, or is due for a review: {count}.",
                count
            ),
        ),
        "links" => (
            say!("No link to another site is known to be broken."),
            say!(
                "Links to other sites that are broken, have moved or could not be checked: {count}.",
                count
            ),
        ),
        _ => (
            say!("No page or picture weighs too much."),
            say!("Pages and pictures that weigh too much: {count}.", count),
        ),
    };
    let item = Item {
        acceptable: true,
        ..fine(code, go, none)
    };
    let state = match found.iter().map(|one| one.severity).min() {
        None => return item,
        Some(Severity::Tip) => ItemState::Warn,
        Some(_) => ItemState::Stop,
    };
    open(item, state, some, count, found.iter().map(|one| said(one)))
}

fn approvals(site: &Site, look: &Look, order: &Order) -> Item {
    let code = "approvals";
    let review = &site.settings.review;
    let waiting: Vec<_> = look.standing.iter().filter(|page| !page.approved).collect();
    if waiting.is_empty() {
        let say = if review.required || !review.roles.is_empty() {
            say!("Every page that changed is approved as it is now.")
        } else {
            say!("This site asks for no approvals.")
        };
        return fine(code, Go::Review, say);
    }
    let count = waiting.len();
    let (state, say) = if order.correction {
        let say = say!(
            "Pages to be approved after this small correction: {count}.",
            count
        );
        (ItemState::Warn, say)
    } else {
        let say = say!(
            "Pages that changed and are not approved as they are now: {count}.",
            count
        );
        (ItemState::Stop, say)
    };
    let details = waiting
        .iter()
        .map(|page| say!("{title} ({page})", title = page.title, page = page.page));
    open(
        fine(code, Go::Review, Message::default()),
        state,
        say,
        count,
        details,
    )
}

/// What went out before its review.
fn unreviewed(look: &Look) -> Option<Item> {
    let numbers: Vec<String> = look.unreviewed.iter().map(u32::to_string).collect();
    let count = numbers.len();
    let say = say!(
        "Small corrections that are to be approved still: release {numbers}.",
        numbers = numbers.join(", ")
    );
    let item = fine("review-after", Go::Review, Message::default());
    (count > 0).then(|| open(item, ItemState::Warn, say, count, std::iter::empty()))
}

fn notes(order: &Order) -> Item {
    let item = fine("notes", Go::Release, say!("Notes say what changed."));
    if order.notes.is_empty() {
        let say = say!("No notes say what changed.");
        return open(item, ItemState::Warn, say, 0, std::iter::empty());
    }
    item
}

/// Whether it is small enough to go out before its review.
fn correction(look: &Look) -> Item {
    let changes = &look.changes;
    let small = |meaning| matches!(meaning, Meaning::Wording | Meaning::Links | Meaning::Layout);
    let come_or_gone = |turn| matches!(turn, PageTurn::Added | PageTurn::Removed);
    let more: Vec<_> = changes
        .list
        .iter()
        .filter(|one| !small(one.meaning))
        .collect();
    let count = changes.list.len();
    let within = look.last.is_some()
        && count <= SMALL
        && more.is_empty()
        && !changes.pages.iter().any(|page| come_or_gone(page.turn));
    let item = fine(
        "correction",
        Go::Release,
        say!(
            "This is a small correction: it changes wording, links or layout in at most {most} places.",
            most = SMALL
        ),
    );
    if within {
        return item;
    }
    let say = say!(
        "This is no small correction: one changes only wording, links or layout, in at most {most} places, and no page comes or goes. This one has {count} changes.",
        most = SMALL,
        count
    );
    open(
        item,
        ItemState::Stop,
        say,
        count,
        more.iter().map(|one| one.say.clone()),
    )
}

fn problems<'l>(
    look: &'l Look,
    wanted: impl Fn(&Problem) -> bool + 'l,
) -> impl Iterator<Item = &'l Problem> {
    look.found.open.iter().filter(move |one| wanted(one))
}

/// A problem with the file that it is in.
fn said(problem: &Problem) -> Message {
    let (file, message) = (&problem.place.file, &problem.message);
    say!("{file}: {message}", file, message)
}
