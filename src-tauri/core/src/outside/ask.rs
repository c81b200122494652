//! Asks for many addresses at once, beside the caller, who is told how far it is and may stop.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use ts_rs::TS;

use crate::model::Date;

use super::address::host;
use super::journey::Journey;
use super::queue::{Queue, Turn};
use super::wire::{Fault, Reply, Wire};
use super::{Answer, Known, Link, Trouble};

/// Longest time between two tellings of how far it is.
const TELL: Duration = Duration::from_millis(200);

/// How other sites are asked.
#[derive(Debug, Clone)]
pub struct Manner {
    /// Also ask what lies inside this computer or a network. For tests, and for sites of such a network.
    pub local: bool,
    /// Most requests at once.
    pub at_once: usize,
    /// Most requests at once to one host.
    pub per_host: usize,
    /// Time between two requests to one host.
    pub pause: Duration,
    /// Longest time until a connection is there.
    pub connect: Duration,
    /// Longest time for one request as a whole.
    pub whole: Duration,
    /// Time until a request is sent again, where the other site does not say; the second time twice that.
    pub back_off: Duration,
    /// Longest time for which another site is waited for when it says when to come again.
    pub longest_pause: Duration,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            local: false,
            at_once: 16,
            per_host: 2,
            pause: Duration::from_millis(250),
            connect: Duration::from_secs(10),
            whole: Duration::from_secs(20),
            back_off: Duration::from_secs(2),
            longest_pause: Duration::from_secs(30),
        }
    }
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "OutsideProgress")]
pub struct Progress {
    /// Addresses that have their answer.
    pub done: u32,
    /// All that are asked for.
    pub total: u32,
    /// The host that was asked last.
    pub host: String,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export, rename = "OutsideOutcome")]
pub enum Outcome {
    /// Everything has its answer.
    Done,
    /// It was stopped; what was answered until then is known.
    Stopped,
    /// No name of any host was found: this computer is not connected. Nothing new is known.
    Offline,
}

/// Asks for those of `links` that are not known, or not any more; with `again`, for all. Blocks.
/// `progress` is called at least every moment and answers `false` to stop.
pub fn check(
    links: &[Link],
    known: &mut Known,
    today: Date,
    manner: &Manner,
    again: bool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Outcome {
    let wanted = |link: &&Link| again || !known.is_fresh(&link.address, today);
    let wanted: Vec<String> = links
        .iter()
        .filter(wanted)
        .map(|link| link.address.clone())
        .collect();
    let mut answers = Vec::new();
    let mut journeys = Vec::new();
    for address in wanted {
        match Journey::to(address, manner) {
            Ok(journey) => journeys.push(journey),
            Err(answer) => answers.push(answer),
        }
    }
    let asked: BTreeSet<String> = journeys.iter().map(|one| host(&one.now)).collect();
    let mut found = Vec::new();
    let done = ask(journeys, manner, &mut found, progress);
    let unconnected = |(_, answer): &(String, Answer)| {
        matches!(
            answer,
            Answer::Unreachable {
                why: Trouble::NoName | Trouble::NoWay
            }
        )
    };
    // One name may be wrong; that all of several are is another matter.
    if asked.len() > 1 && !found.is_empty() && found.iter().all(unconnected) {
        return Outcome::Offline;
    }
    for (address, answer) in answers.into_iter().chain(found) {
        known.remember(address, answer, today);
    }
    if done {
        Outcome::Done
    } else {
        Outcome::Stopped
    }
}

/// What those who ask share.
struct Asking {
    queue: Mutex<Queue>,
    /// Something happened to the queue.
    happened: Condvar,
    stopped: AtomicBool,
    wire: Wire,
    manner: Manner,
}

/// What those who ask tell.
enum Told {
    /// A host is asked.
    Asking(String),
    /// An address has its answer.
    Answered(String, Answer),
}

/// Asks for everything. Answers whether it was not stopped.
fn ask(
    journeys: Vec<Journey>,
    manner: &Manner,
    found: &mut Vec<(String, Answer)>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> bool {
    let total = journeys.len();
    if total == 0 {
        return true;
    }
    let asking = Arc::new(Asking {
        queue: Mutex::new(Queue::new(journeys, manner)),
        happened: Condvar::new(),
        stopped: false.into(),
        wire: Wire::new(manner),
        manner: manner.clone(),
    });
    let (tell, told) = channel();
    for _ in 0..manner.at_once.clamp(1, total) {
        let (asking, tell) = (Arc::clone(&asking), tell.clone());
        // They are not waited for: one that waits for a name would hold up a person who stopped.
        thread::spawn(move || asking.work(&tell));
    }
    drop(tell);
    let done = listen(&told, total, found, progress);
    if !done {
        asking.stop();
    }
    done
}

/// Takes in what is told until everything is answered. Answers whether it was not stopped.
fn listen(
    told: &Receiver<Told>,
    total: usize,
    found: &mut Vec<(String, Answer)>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> bool {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut host = String::new();
    loop {
        let now = Progress {
            done: count(found.len()),
            total: count(total),
            host: host.clone(),
        };
        if !progress(now) {
            return false;
        }
        match told.recv_timeout(TELL) {
            Ok(Told::Asking(at)) => host = at,
            Ok(Told::Answered(address, answer)) => found.push((address, answer)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return true,
        }
    }
}

impl Asking {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        self.wire.end();
        self.happened.notify_all();
    }

    /// Asks as long as there is something to ask.
    fn work(&self, tell: &Sender<Told>) {
        while let Some(turn) = self.turn() {
            match turn {
                Turn::Ask(journey) => self.ask(journey, tell),
                Turn::Known(address, answer) => self.answered(address, answer, tell),
                Turn::Wait(_) | Turn::Over => return,
            }
        }
    }

    /// Waits for a turn; `None` when it is over.
    fn turn(&self) -> Option<Turn> {
        let mut queue = self.queue();
        loop {
            if self.is_stopped() {
                return None;
            }
            let now = Instant::now();
            let wait = match queue.turn(now) {
                Turn::Over => return None,
                Turn::Wait(until) => until.map_or(TELL, |until| until.duration_since(now)),
                turn => return Some(turn),
            };
            let waited = self.happened.wait_timeout(queue, wait);
            queue = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn ask(&self, journey: Journey, tell: &Sender<Told>) {
        let at = host(&journey.now);
        // Nobody listens any more when it was stopped.
        let _ = tell.send(Told::Asking(at.clone()));
        let got = self.request(&journey);
        if self.is_stopped() {
            return;
        }
        let address = journey.address.clone();
        let heard = got.is_ok();
        let next = journey.next(got, &self.manner);
        let silence = match &next {
            ControlFlow::Break(Answer::Unreachable { why }) if !heard => Some(why.clone()),
            _ => None,
        };
        // In one go: between the two another address of the host would be begun before this one is ended.
        let mut queue = self.queue();
        queue.asked(&at, heard, silence);
        match next {
            ControlFlow::Break(answer) => {
                drop(queue);
                self.answered(address, answer, tell);
            }
            ControlFlow::Continue((journey, pause)) => {
                queue.again(journey, pause, Instant::now());
                drop(queue);
            }
        }
        self.happened.notify_all();
    }

    /// A fault in what sends requests must not take the answers of others along.
    fn request(&self, journey: &Journey) -> Result<Reply, Fault> {
        let ask = || self.wire.ask(journey.method, &journey.now);
        catch_unwind(AssertUnwindSafe(ask)).unwrap_or(Err(Fault::Lost(Trouble::Garbled)))
    }

    fn answered(&self, address: String, answer: Answer, tell: &Sender<Told>) {
        let _ = tell.send(Told::Answered(address, answer));
        self.queue().answered();
        self.happened.notify_all();
    }
}
