//! One address from the first request to its answer: each reply decides what is asked next.

use std::ops::ControlFlow;
use std::time::Duration;

use url::Url;

use super::address::{asked, is_local};
use super::ask::Manner;
use super::wire::{Fault, Method, Reply};
use super::{Answer, Trouble};

/// Most times that one address may lead on.
const HOPS: usize = 10;
/// Most times that a request is sent again.
const AGAIN: u32 = 2;

/// One address that is being asked for.
pub(super) struct Journey {
    /// The address that the site names.
    pub(super) address: String,
    /// What is asked next.
    pub(super) now: Url,
    /// How it is asked.
    pub(super) method: Method,
    /// The addresses that led on.
    been: Vec<Url>,
    /// Where it led for good, before it led anywhere only for now.
    lasting: Option<Url>,
    /// Whether it led on for now.
    for_now: bool,
    /// How often the present request was sent again.
    again: u32,
}

/// What comes next: another request after a pause, or the answer.
type Next = ControlFlow<Answer, (Journey, Duration)>;

impl Journey {
    /// The journey to an address; its answer where it need not be asked at all.
    pub(super) fn to(address: String, manner: &Manner) -> Result<Self, (String, Answer)> {
        let Some(now) = asked(&address) else {
            let why = Trouble::NotAnAddress;
            return Err((address, Answer::Unreachable { why }));
        };
        if is_local(&now) && !manner.local {
            return Err((address, Answer::Internal));
        }
        Ok(Self {
            address,
            now,
            method: Method::Head,
            been: Vec::new(),
            lasting: None,
            for_now: false,
            again: 0,
        })
    }

    /// What a reply, or its absence, means.
    pub(super) fn next(self, got: Result<Reply, Fault>, manner: &Manner) -> Next {
        match got {
            Ok(reply) => self.replied(reply, manner),
            Err(Fault::Local) if self.been.is_empty() => ControlFlow::Break(Answer::Internal),
            Err(Fault::Local) => {
                let to = self.now.to_string();
                ControlFlow::Break(unreachable(Trouble::Astray { to }))
            }
            Err(Fault::Lost(why)) => self.lost(why, manner),
        }
    }

    fn replied(self, reply: Reply, manner: &Manner) -> Next {
        let status = reply.status;
        match (status, reply.location) {
            (301 | 308, Some(to)) => self.follow(&to, true, manner),
            (302 | 303 | 307, Some(to)) => self.follow(&to, false, manner),
            (429 | 503, _) => self.later(status, reply.after, manner),
            (400.., _) if self.method == Method::Head => self.with_get(),
            (404 | 410, _) => ControlFlow::Break(Answer::Gone { status }),
            (400..=499 | 600.., _) => ControlFlow::Break(Answer::Refused { status }),
            (500..=599, _) => ControlFlow::Break(Answer::Broken { status }),
            _ => ControlFlow::Break(self.arrived()),
        }
    }

    fn arrived(self) -> Answer {
        match self.lasting {
            Some(to) => Answer::Moved {
                to: to.into(),
                permanent: true,
            },
            None if self.for_now => Answer::Moved {
                to: self.now.into(),
                permanent: false,
            },
            None => Answer::Fine,
        }
    }

    fn follow(mut self, to: &str, for_good: bool, manner: &Manner) -> Next {
        let astray = |to: String| ControlFlow::Break(unreachable(Trouble::Astray { to }));
        let Ok(whole) = self.now.join(to) else {
            return astray(to.to_owned());
        };
        let Some(next) = asked(whole.as_str()) else {
            return astray(to.to_owned());
        };
        if is_local(&next) && !manner.local {
            return astray(next.into());
        }
        self.been.push(self.now);
        if self.been.contains(&next) || self.been.len() > HOPS {
            return ControlFlow::Break(unreachable(Trouble::Circle));
        }
        self.for_now |= !for_good;
        if !self.for_now {
            self.lasting = Some(whole);
        }
        (self.now, self.method, self.again) = (next, Method::Head, 0);
        ControlFlow::Continue((self, Duration::ZERO))
    }

    /// The other site wants to be left alone for a while.
    fn later(mut self, status: u16, after: Option<Duration>, manner: &Manner) -> Next {
        let pause = after.unwrap_or(manner.back_off * 2_u32.pow(self.again));
        if self.again < AGAIN && pause <= manner.longest_pause {
            self.again += 1;
            return ControlFlow::Continue((self, pause));
        }
        ControlFlow::Break(match status {
            429 => Answer::Refused { status },
            _ => Answer::Broken { status },
        })
    }

    fn lost(mut self, why: Trouble, manner: &Manner) -> Next {
        let odd = matches!(
            why,
            Trouble::BrokeOff | Trouble::Garbled | Trouble::TimedOut
        );
        if odd && self.method == Method::Head {
            return self.with_get();
        }
        if matches!(why, Trouble::BrokeOff) && self.again < AGAIN {
            let pause = manner.back_off * 2_u32.pow(self.again);
            self.again += 1;
            return ControlFlow::Continue((self, pause));
        }
        ControlFlow::Break(unreachable(why))
    }

    /// Some sites know only whole requests.
    fn with_get(mut self) -> Next {
        self.method = Method::Get;
        ControlFlow::Continue((self, Duration::ZERO))
    }
}

fn unreachable(why: Trouble) -> Answer {
    Answer::Unreachable { why }
}
