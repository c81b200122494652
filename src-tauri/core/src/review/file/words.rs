//! The fixed words of the review file, in both languages.

use std::collections::BTreeMap;

use crate::changes::{Meaning, PageTurn, Side};
use crate::message::Message;
use crate::say;

/// The words by the names that the templates and the script know them by.
pub(super) fn words(site: &Message) -> BTreeMap<&'static str, Message> {
    BTreeMap::from([
        ("title", say!("Review of {site}", site)),
        ("kind", say!("Review of what would be published")),
        ("skip", say!("Skip to the review")),
        ("pages", say!("Pages to review")),
        ("compared", say!("Compared with")),
        ("sent_by", say!("Sent by")),
        ("day", say!("As of")),
        ("address", say!("Published at")),
        ("counts", say!("What changed")),
        ("root", say!("Digest of this state")),
        ("note", say!("Note to the reviewer")),
        (
            "how",
            say!(
                "Read what changed on each page, look at the page before and after, and approve it or ask for changes. Then save your answer and send that file back. Nothing on this page is sent anywhere, and it needs no connection."
            ),
        ),
        (
            "no_script",
            say!(
                "This browser does not run the script of this file, so you can read what changed and cannot answer here. Open the file in another browser."
            ),
        ),
        (
            "around",
            say!("Not proven or not in order, outside these pages"),
        ),
        ("unproven", say!("Not proven or not in order on this page")),
        ("layout_pages", say!("Pages whose layout alone changed")),
        (
            "layout_why",
            say!("These pages say what they said before and look different."),
        ),
        ("approve_all", say!("Approve all of these")),
        ("needs", say!("Needs an approval by:")),
        ("came", say!("New:")),
        ("went", say!("Removed:")),
        ("comment", say!("Comment on this change")),
        ("comment_change", say!("Your comment on this change")),
        ("comment_page", say!("Comment on the whole page")),
        ("earlier", say!("Said before")),
        ("look", say!("The page before and after")),
        ("side", say!("Side by side")),
        ("before", say!("Before")),
        ("after", say!("After")),
        ("no_before", say!("There was no such page before.")),
        ("no_after", say!("The page is no longer there.")),
        (
            "not_shown",
            say!(
                "The page itself is not in this file, which would be too large with it. What changed is listed above."
            ),
        ),
        ("documents", say!("Documents that the page links to")),
        ("decide", say!("Your decision on this page")),
        ("approve", say!("Approve")),
        ("ask", say!("Ask for changes")),
        ("undecided", say!("No decision yet")),
        ("answer", say!("Your answer")),
        (
            "answer_how",
            say!(
                "Save the answer when you are done. The file holds your name, your decisions and your comments, and the digest of exactly what you saw. Send it to whoever asked for this review."
            ),
        ),
        ("name", say!("Your name")),
        (
            "name_missing",
            say!("Enter your name, so that others know whose answer this is."),
        ),
        ("role", say!("Your role")),
        ("no_role", say!("No special role")),
        (
            "signed",
            say!(
                "A name is a record and no proof. Those who have a key sign the saved file with minisign and send the signature along."
            ),
        ),
        ("previous", say!("Previous change")),
        ("next", say!("Next change")),
        ("save", say!("Save answer")),
        (
            "progress",
            say!(
                "Decided: {done} of {all} pages. Comments: {comments}.",
                done = "{done}",
                all = "{all}",
                comments = "{comments}"
            ),
        ),
        (
            "saved",
            say!("Saved as “{file}”. Send this file back.", file = "{file}"),
        ),
    ])
}

/// What the state is compared with.
pub(super) fn compared(before: &Side) -> Message {
    match before.release {
        Some(number) => say!("Release {number} of {day}", number, day = before.date),
        None if before.root.is_empty() => say!("Nothing: there is no release yet"),
        None => say!("The state of {day}", day = before.date),
    }
}

/// How much changed.
pub(super) fn counts(pages: usize, changes: usize) -> Message {
    say!("Pages: {pages}. Changes: {changes}.", pages, changes)
}

/// What became of a page.
pub(super) fn turned(turn: PageTurn) -> Message {
    match turn {
        PageTurn::Added => say!("New page"),
        PageTurn::Removed => say!("Page removed"),
        PageTurn::Changed => say!("Changed page"),
        PageTurn::Layout => say!("Only layout"),
    }
}

/// What a change is about.
pub(super) fn means(meaning: Meaning) -> Message {
    match meaning {
        Meaning::Commitments => say!("Commitment"),
        Meaning::Numbers => say!("Number or date"),
        Meaning::Names => say!("Name"),
        Meaning::Links => say!("Link"),
        Meaning::Documents => say!("Document"),
        Meaning::Wording => say!("Wording"),
        Meaning::Layout => say!("Layout"),
    }
}

/// Pictures that are not in the file.
pub(super) fn left_out(count: usize) -> Message {
    say!(
        "Pictures that are left out here because of their size: {count}",
        count
    )
}
