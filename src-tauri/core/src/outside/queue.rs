//! Whose turn it is: few requests at once to each host, with a pause between them.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use super::address::host;
use super::ask::Manner;
use super::journey::Journey;
use super::{Answer, Trouble};

/// Times without any answer after which a host is not asked any more.
const PATIENCE: u32 = 3;

/// What waits to be asked, by host.
pub(super) struct Queue {
    hosts: BTreeMap<String, Host>,
    /// How many addresses have no answer yet.
    left: usize,
    per_host: usize,
    pause: Duration,
}

#[derive(Default)]
struct Host {
    waiting: VecDeque<Journey>,
    /// Requests under way.
    asking: usize,
    /// When it may be asked again.
    from: Option<Instant>,
    /// How often in a row it gave no answer.
    silent: u32,
    /// Why it is not asked any more.
    given_up: Option<Trouble>,
}

/// What one who asks does next.
pub(super) enum Turn {
    /// Ask this.
    Ask(Journey),
    /// This has its answer without being asked.
    Known(String, Answer),
    /// Wait, until then or until something happens.
    Wait(Option<Instant>),
    /// Nothing is left.
    Over,
}

impl Queue {
    pub(super) fn new(journeys: Vec<Journey>, manner: &Manner) -> Self {
        let mut queue = Self {
            hosts: BTreeMap::new(),
            left: journeys.len(),
            per_host: manner.per_host.max(1),
            pause: manner.pause,
        };
        for journey in journeys {
            let host = queue.hosts.entry(host(&journey.now)).or_default();
            host.waiting.push_back(journey);
        }
        queue
    }

    /// Whose turn it is now.
    pub(super) fn turn(&mut self, now: Instant) -> Turn {
        if self.left == 0 {
            return Turn::Over;
        }
        let mut soonest: Option<Instant> = None;
        for host in self.hosts.values_mut() {
            if let Some(why) = host.given_up.clone() {
                if let Some(journey) = host.waiting.pop_front() {
                    return Turn::Known(journey.address, Answer::Unreachable { why });
                }
                continue;
            }
            if host.waiting.is_empty() || host.asking >= self.per_host {
                continue;
            }
            match host.from.filter(|from| *from > now) {
                Some(from) => soonest = Some(soonest.map_or(from, |one| one.min(from))),
                None => {
                    if let Some(journey) = host.waiting.pop_front() {
                        host.asking += 1;
                        host.from = Some(now + self.pause);
                        return Turn::Ask(journey);
                    }
                }
            }
        }
        Turn::Wait(soonest)
    }

    /// A request to `at` is over. `heard`: there was a reply; `silence`: why the address of the request
    /// ends without any.
    pub(super) fn asked(&mut self, at: &str, heard: bool, silence: Option<Trouble>) {
        let Some(host) = self.hosts.get_mut(at) else {
            return;
        };
        host.asking -= 1;
        if heard {
            host.silent = 0;
        }
        if let Some(why) = silence {
            host.silent += 1;
            if host.silent >= PATIENCE {
                host.given_up = Some(why);
            }
        }
    }

    /// An address has its answer.
    pub(super) fn answered(&mut self) {
        self.left -= 1;
    }

    /// An address leads on, or is asked again after a pause, in which its host is left alone.
    pub(super) fn again(&mut self, journey: Journey, pause: Duration, now: Instant) {
        let host = self.hosts.entry(host(&journey.now)).or_default();
        // What was begun is ended first.
        host.waiting.push_front(journey);
        if !pause.is_zero() {
            let then = now + pause;
            host.from = Some(host.from.map_or(then, |from| from.max(then)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journeys(addresses: &[&str], manner: &Manner) -> Vec<Journey> {
        let to = |address: &&str| Journey::to((*address).to_owned(), manner).ok().unwrap();
        addresses.iter().map(to).collect()
    }

    fn asked(turn: Turn) -> String {
        match turn {
            Turn::Ask(journey) => journey.address,
            Turn::Known(address, _) => panic!("{address} was not asked"),
            Turn::Wait(_) => panic!("nobody's turn"),
            Turn::Over => panic!("over"),
        }
    }

    #[test]
    fn a_host_is_asked_by_few_at_once_with_a_pause() {
        let manner = Manner::default();
        let all = [
            "https://a.example/1",
            "https://a.example/2",
            "https://a.example/3",
            "https://b.example/",
        ];
        let mut queue = Queue::new(journeys(&all, &manner), &manner);
        let start = Instant::now();
        assert_eq!(asked(queue.turn(start)), all[0]);
        assert_eq!(asked(queue.turn(start)), all[3]);
        let soon = start + manner.pause;
        assert!(matches!(queue.turn(start), Turn::Wait(Some(when)) if when == soon));
        assert_eq!(asked(queue.turn(soon)), all[1]);
        let late = start + manner.pause * 9;
        assert!(
            matches!(queue.turn(late), Turn::Wait(None)),
            "two are under way"
        );
        queue.asked("a.example", true, None);
        assert_eq!(asked(queue.turn(late)), all[2]);
        (0..4).for_each(|_| queue.answered());
        assert!(matches!(queue.turn(late), Turn::Over));
    }

    #[test]
    fn a_host_that_wants_to_be_left_alone_is() {
        let manner = Manner::default();
        let all = ["https://a.example/1", "https://a.example/2"];
        let mut queue = Queue::new(journeys(&all, &manner), &manner);
        let start = Instant::now();
        let Turn::Ask(first) = queue.turn(start) else {
            panic!("nobody's turn");
        };
        queue.asked("a.example", true, None);
        queue.again(first, Duration::from_secs(9), start);
        let then = start + Duration::from_secs(9);
        assert!(matches!(queue.turn(start + manner.pause), Turn::Wait(Some(when)) if when == then));
        assert_eq!(asked(queue.turn(then)), all[0]);
        assert_eq!(asked(queue.turn(then + manner.pause)), all[1]);
    }

    #[test]
    fn a_host_that_never_answers_is_not_asked_for_ever() {
        let manner = Manner::default();
        let all = [
            "https://a.example/1",
            "https://a.example/2",
            "https://a.example/3",
            "https://a.example/4",
        ];
        let mut queue = Queue::new(journeys(&all, &manner), &manner);
        let mut now = Instant::now();
        for address in &all[..3] {
            assert_eq!(asked(queue.turn(now)), *address);
            queue.asked("a.example", false, Some(Trouble::TimedOut));
            queue.answered();
            now += manner.pause;
        }
        let Turn::Known(address, answer) = queue.turn(now) else {
            panic!("asked once more");
        };
        assert_eq!(address, all[3]);
        assert_eq!(
            answer,
            Answer::Unreachable {
                why: Trouble::TimedOut
            }
        );
        queue.answered();
        assert!(matches!(queue.turn(now), Turn::Over));
    }
}
