//! What is known of links to other sites, as problems and for the window.

use serde::Serialize;
use ts_rs::TS;

use crate::library::FileUse;
use crate::message::Message;
use crate::model::Date;
use crate::problem::{Fix, Problem};
use crate::rule;
use crate::say;
use crate::uses::Use;
use crate::view::dotted;

use super::address::{asked, host, is_local};
use super::{Answer, Known, Link};

/// One address of another site, for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OutsideLink {
    /// The address, without the place on its page.
    pub address: String,
    /// Its host.
    pub host: String,
    /// Where visitors meet it.
    pub uses: Vec<FileUse>,
    /// What became of asking for it; none before it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub answer: Option<Answer>,
    /// The day of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub on: Option<String>,
    /// Why it was not found, as a part of a sentence; else empty.
    pub why: Message,
    /// Whether a person should look at it.
    pub look: bool,
    /// Whether it would be checked now; what was answered of late is not.
    pub due: bool,
}

/// All links to other sites, for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OutsideView {
    /// The links in the order of their addresses.
    pub links: Vec<OutsideLink>,
}

/// What is known of `links`; `place` says more of where one is used.
pub fn view(
    links: Vec<Link>,
    known: &Known,
    today: Date,
    place: &dyn Fn(Use) -> FileUse,
) -> OutsideView {
    let one = |link: Link| {
        let url = asked(&link.address);
        let answered = known.of(&link.address);
        let answer = answered.map(|one| one.answer.clone());
        OutsideLink {
            host: url.as_ref().map(host).unwrap_or_default(),
            on: answered.map(|one| one.on.to_string()),
            why: answer.as_ref().map(Answer::why).unwrap_or_default(),
            look: answer.as_ref().is_some_and(Answer::is_to_look_at),
            due: !known.is_fresh(&link.address, today),
            address: link.address,
            uses: link.uses.into_iter().map(place).collect(),
            answer,
        }
    };
    OutsideView {
        links: links.into_iter().map(one).collect(),
    }
}

/// The problems of `links` by what is known of them: one for each place where a link is used.
pub fn problems(links: &[Link], known: &Known) -> Vec<Problem> {
    let of = |link: &Link| {
        let answer = &known.of(&link.address)?.answer;
        let all = link.uses.iter();
        let all = all.filter_map(|at| problem(&link.address, answer, at));
        let mut all: Vec<Problem> = all.collect();
        // A text may name an address twice.
        all.dedup();
        Some(all)
    };
    links.iter().filter_map(of).flatten().collect()
}

/// The problem of one use of an address, if there is one.
fn problem(address: &str, answer: &Answer, at: &Use) -> Option<Problem> {
    let other =
        || say!("Open it to see for yourself. Then enter another address, or remove the link.");
    let (rule, message, hint) = match answer {
        // What is written so is said by the check of links, without asking anybody.
        Answer::Internal if asked(address).is_some_and(|url| is_local(&url)) => return None,
        Answer::Fine
        | Answer::Moved {
            permanent: false, ..
        } => return None,
        Answer::Moved { to, .. } => (
            &rule::LINK_MOVED,
            say!("{address} has moved to {to}", address, to),
            say!("Replace it under “Links to other sites”, everywhere at once."),
        ),
        Answer::Gone { .. } => (
            &rule::LINK_GONE,
            say!("{address} was not found any more", address),
            say!("Enter another address, or remove the link."),
        ),
        Answer::Refused { .. } => (
            &rule::LINK_REFUSED,
            say!(
                "{address} could not be checked: the other site does not let programs look",
                address
            ),
            say!("Open it to see for yourself."),
        ),
        Answer::Broken { .. } | Answer::Unreachable { .. } | Answer::Internal => (
            &rule::LINK_UNREACHABLE,
            say!(
                "{address} could not be opened: {why}",
                address,
                why = answer.why()
            ),
            other(),
        ),
    };
    let mut problem = Problem::new(rule, &at.file, message, hint);
    problem.about = Some(address.to_owned());
    if let Answer::Moved { to, .. } = answer {
        problem.fix = Some(Fix::Address {
            was: address.to_owned(),
            with: vec![to.clone()],
        });
    }
    problem.place.section = at.section;
    problem.place.field = (!at.path.is_empty()).then(|| dotted(&at.path));
    Some(problem)
}
