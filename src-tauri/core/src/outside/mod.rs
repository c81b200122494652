//! Links to other sites: whether what they lead to is still there. Asked only when a person wants it,
//! politely, and remembered with the day.
//!
//! `list` finds the addresses with their uses, `ask` asks for many at once, `queue` decides whose turn
//! it is, `wire` sends one request, `journey` makes one answer of the replies, `known` remembers,
//! `report` says it. Nothing but the address is sent, and nothing at all unless [`check`] is called.

mod address;
mod answer;
mod ask;
mod journey;
mod known;
mod list;
mod queue;
mod report;
mod wire;

pub use answer::{Answer, Trouble};
pub use ask::{Manner, Outcome, Progress, check};
pub use known::{Answered, Known};
pub(crate) use list::Memory;
pub use list::{Link, links};
pub use report::{OutsideLink, OutsideView, problems, view};

pub(crate) use address::{asked, replacement, written};
