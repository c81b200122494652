//! What the templates of the review file get.

use serde::Serialize;

use crate::bundle::Bundle;
use crate::changes::{Change, Meaning, PageChanges, PageTurn};
use crate::diff::{Piece, Turn};
use crate::message::Message;
use crate::problem::{Problem, Severity};
use crate::render::size;
use crate::review::{Decided, PageStanding};
use crate::say;
use crate::site::Site;

use super::frame::Frame;
use super::words;

/// Words around a difference that are kept, in characters.
const AROUND: usize = 120;
/// Problems outside pages that are listed.
const MOST_AROUND: usize = 100;

/// One page.
#[derive(Debug, Serialize)]
pub(super) struct PageView {
    pub(super) n: usize,
    path: String,
    from: Option<String>,
    title: String,
    locale: String,
    pub(super) turn: PageTurn,
    turned: Message,
    needs: Vec<Message>,
    changes: Vec<ChangeView>,
    problems: Vec<ProblemView>,
    earlier: Vec<EarlierView>,
    /// Whether one of the two pages can be shown.
    shown: bool,
    before: Option<usize>,
    after: Option<usize>,
    left_out: Option<Message>,
    documents: Vec<DocumentView>,
}

/// One change.
#[derive(Debug, Serialize)]
struct ChangeView {
    id: String,
    meaning: Meaning,
    means: Message,
    say: Message,
    pieces: Vec<Piece>,
}

/// Something that is not in order.
#[derive(Debug, Serialize)]
pub(super) struct ProblemView {
    weight: Severity,
    say: Message,
}

/// What was decided or said before.
#[derive(Debug, Serialize)]
struct EarlierView {
    by: String,
    on: String,
    decided: Option<Message>,
    text: String,
}

/// A document, by which its bytes can be known.
#[derive(Debug, Serialize)]
struct DocumentView {
    name: String,
    size: String,
    sha256: String,
    turned: Option<Message>,
}

/// What is known of a page beside its changes.
pub(super) struct About<'a> {
    pub(super) site: &'a Site,
    pub(super) standing: Option<&'a PageStanding>,
    pub(super) problems: Vec<ProblemView>,
    pub(super) frames: [Option<(usize, Frame)>; 2],
    pub(super) bundles: [Option<&'a Bundle>; 2],
}

impl PageView {
    pub(super) fn new(n: usize, page: &PageChanges, list: &[Change], about: About<'_>) -> Self {
        let at = |position: &u32| list.get(usize::try_from(*position).ok()?);
        let changes = page.changes.iter().filter_map(at).map(ChangeView::new);
        let [before, after] = &about.frames;
        let left_out: usize = about
            .frames
            .iter()
            .flatten()
            .map(|(_, one)| one.left_out)
            .sum();
        Self {
            n,
            path: page.path.clone(),
            from: page.from.clone(),
            title: page.title.clone(),
            locale: page.locale.clone(),
            turn: page.turn,
            turned: words::turned(page.turn),
            needs: needs(about.site, about.standing),
            changes: changes.collect(),
            earlier: earlier(about.site, page, about.standing),
            shown: before.is_some() || after.is_some(),
            before: before.as_ref().map(|(at, _)| *at),
            after: after.as_ref().map(|(at, _)| *at),
            left_out: (left_out > 0).then(|| words::left_out(left_out)),
            documents: documents(&about),
            problems: about.problems,
        }
    }
}

impl ChangeView {
    fn new(change: &Change) -> Self {
        Self {
            id: change.id.clone(),
            meaning: change.meaning,
            means: words::means(change.meaning),
            say: change.say.clone(),
            pieces: change.pieces.iter().map(shortened).collect(),
        }
    }
}

impl ProblemView {
    fn new(problem: &Problem) -> Self {
        let quote = problem.about.as_deref().unwrap_or_default();
        let said = if quote.is_empty() {
            problem.message.clone()
        } else {
            say!("{problem}: “{quote}”", problem = problem.message, quote)
        };
        Self {
            weight: problem.severity,
            say: said,
        }
    }

    /// Those problems that a reviewer must know of: blockers first, without mere tips.
    pub(super) fn all<'p>(problems: impl Iterator<Item = &'p Problem>) -> Vec<Self> {
        let weighty = problems.filter(|one| one.severity != Severity::Tip);
        let mut found: Vec<&Problem> = weighty.collect();
        found.sort_by_key(|one| one.severity);
        found.into_iter().take(MOST_AROUND).map(Self::new).collect()
    }
}

/// What is the same on both sides is kept only near to what is not.
fn shortened(piece: &Piece) -> Piece {
    let count = piece.text.chars().count();
    if piece.turn != Turn::Same || count <= 3 * AROUND {
        return piece.clone();
    }
    let head: String = piece.text.chars().take(AROUND).collect();
    let tail: String = piece.text.chars().skip(count - AROUND).collect();
    Piece {
        turn: Turn::Same,
        text: format!("{head} […] {tail}"),
    }
}

/// By whom an approval is needed, in words.
fn needs(site: &Site, standing: Option<&PageStanding>) -> Vec<Message> {
    let missing = standing
        .map(|one| one.missing.as_slice())
        .unwrap_or_default();
    let label = |name: &String| {
        let role = site
            .settings
            .review
            .roles
            .iter()
            .find(|role| role.name == *name)?;
        Some(Message::of_site(&role.named()))
    };
    missing.iter().filter_map(label).collect()
}

fn earlier(site: &Site, page: &PageChanges, standing: Option<&PageStanding>) -> Vec<EarlierView> {
    let decided = standing.into_iter().flat_map(|one| {
        let now = one.decisions.iter().map(|decision| (decision, false));
        now.chain(one.void.iter().map(|decision| (decision, true)))
    });
    let decided = decided.map(|(decision, void)| EarlierView {
        by: decision.by.clone(),
        on: decision.on.clone(),
        decided: Some(match (decision.decided, void) {
            (Decided::Approved, false) => say!("approved this page as it is now"),
            (Decided::Approved, true) => say!("approved this page as it was then"),
            (Decided::Asked, _) => say!("asked for changes"),
        }),
        text: String::new(),
    });
    let threads = site.comments.threads.values();
    let open = threads.filter(|thread| thread.page == page.path && thread.resolved_on.is_empty());
    let said = open.map(|thread| EarlierView {
        by: thread.by.clone(),
        on: thread.on.clone(),
        decided: None,
        text: thread.text.clone(),
    });
    decided.chain(said).collect()
}

/// The documents that the page links to now, and whether they are those of before.
fn documents(about: &About<'_>) -> Vec<DocumentView> {
    let [before, after] = about.bundles;
    let frame = about.frames[1].as_ref().or(about.frames[0].as_ref());
    let names = frame.into_iter().flat_map(|(_, frame)| &frame.documents);
    let of = |bundle: Option<&Bundle>, name: &str| bundle?.manifest().get(name);
    let one = |name: &String| {
        let (was, is) = (of(before, name), of(after, name));
        let stated = is.or(was)?;
        Some(DocumentView {
            name: name.clone(),
            size: size(stated.bytes),
            sha256: stated.hash.to_string(),
            turned: match (was, is) {
                (None, _) => Some(say!("new")),
                (Some(was), Some(is)) if was.hash != is.hash => Some(say!("replaced")),
                _ => None,
            },
        })
    };
    names.filter_map(one).collect()
}
