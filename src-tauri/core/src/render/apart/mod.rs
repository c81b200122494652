//! A site's own templates are rendered apart: in a process of their own, with limits of time, memory
//! and output, so that one that runs away takes nothing with it.
//!
//! Tera 2 refuses circles of includes and parents, ends components that call themselves after twenty
//! levels, and bounds `range`. It has no limit of time, and none of memory: loops in loops that write
//! nothing never give the output a chance to end them, and twenty lines that each double a text take
//! all memory there is, which ends the process. Only another process can be ended from outside.

mod wire;
mod worker;

use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tera::Value;

use super::Mode;
use super::fault::Fault;
use crate::message::Message;
use crate::say;
use wire::{Answer, Ask};

/// Longest time for one template.
const TIME: Duration = Duration::from_secs(3);
/// Most memory that the process gets, in bytes.
const MEMORY: u64 = 512 * 1024 * 1024;
/// Longest output of one template, in bytes.
const LONGEST_OUTPUT: usize = 4 * 1024 * 1024;
/// A template that was stopped this often is not tried again until the templates change.
const STRIKES: u32 = 2;
/// The argument that makes the program render templates for another.
const ARGUMENT: &str = "--render-templates";

/// How the process is started.
#[derive(Debug, Clone)]
pub struct Program(PathBuf);

impl Program {
    /// A program whose `main` begins with [`serve_if_asked`].
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

/// Renders for another process if the arguments of the program say so; `None` when they do not.
pub fn serve_if_asked(mut arguments: impl Iterator<Item = std::ffi::OsString>) -> Option<ExitCode> {
    (arguments.nth(1)? == ARGUMENT).then(worker::serve)
}

/// The templates of a theme with those of a site laid over them.
#[derive(Debug, Clone, Default)]
pub(super) struct Set {
    /// Those of the program, by name.
    pub(super) base: BTreeMap<String, String>,
    /// Those of the site.
    pub(super) own: BTreeMap<String, String>,
    /// Pictures for the function `icon`.
    pub(super) icons: BTreeMap<String, String>,
}

/// Renders by a set of templates. Each process renders one at a time; as many are started as there
/// are threads that ask at once.
pub(super) struct Apart {
    program: Option<Program>,
    set: Set,
    idle: Mutex<Vec<Worker>>,
    stopped: Mutex<BTreeMap<String, (u32, Fault)>>,
}

/// A lock that is used on after a panic elsewhere: what it guards is replaced whole.
fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Apart {
    /// Starts a process and lets it read the templates; answers the faults of those that it could not
    /// use, which are as if they were not there.
    pub(super) fn start(program: Option<&Program>, mut set: Set) -> (Self, Vec<Fault>) {
        let mut faults = Vec::new();
        let mut first = Vec::new();
        while !set.own.is_empty() {
            match Worker::start(program, &set) {
                Ok((worker, found)) => {
                    for fault in &found {
                        set.own.remove(&fault.file);
                    }
                    faults.extend(found);
                    first.push(worker);
                    break;
                }
                Err(Some(reading)) => {
                    set.own.remove(&reading);
                    faults.push(Fault::new(reading, broke()));
                }
                Err(None) => {
                    let own = std::mem::take(&mut set.own);
                    faults.extend(own.into_keys().map(|name| Fault::new(name, not_started())));
                }
            }
        }
        let apart = Self {
            program: program.cloned(),
            set,
            idle: Mutex::new(first),
            stopped: Mutex::default(),
        };
        (apart, faults)
    }

    /// Names of the site's templates that can be used.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.set.own.keys()
    }

    /// Renders a template.
    pub(super) fn render(
        &self,
        mode: Mode,
        name: &str,
        values: &[(&'static str, Value)],
    ) -> Result<String, Fault> {
        if let Some((times, fault)) = hold(&self.stopped).get(name)
            && *times >= STRIKES
        {
            return Err(fault.clone());
        }
        let values = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), wire::packed(value)));
        let ask = Ask::Render {
            mode,
            name: name.to_owned(),
            values: serde_json::Value::Object(values.collect()),
        };
        let Some(mut worker) = self.worker() else {
            return Err(Fault::new(name, not_started()));
        };
        let answer = worker.ask(&ask);
        // One that did not answer is killed.
        if matches!(
            answer,
            Ok(Answer::Html(_) | Answer::Failed(_) | Answer::TooLong)
        ) {
            hold(&self.idle).push(worker);
        }
        let stopped = match answer {
            Ok(Answer::Html(html)) => return Ok(html),
            Ok(Answer::Failed(fault)) => return Err(fault),
            Ok(Answer::TooLong) => say!(
                "What this template writes is longer than {size} MB, so it was stopped",
                size = LONGEST_OUTPUT / 1024 / 1024
            ),
            Err(Lost::TooSlow) => say!(
                "This template took longer than {seconds} seconds, so it was stopped",
                seconds = u32::try_from(TIME.as_secs()).unwrap_or(u32::MAX)
            ),
            Ok(_) | Err(Lost::Ended) => broke(),
        };
        Err(self.stopped(name, stopped))
    }

    /// A process that waits, or another one.
    fn worker(&self) -> Option<Worker> {
        let idle = hold(&self.idle).pop();
        let start = || Worker::start(self.program.as_ref(), &self.set).ok();
        idle.or_else(|| Some(start()?.0))
    }

    /// Notes that a template was stopped.
    fn stopped(&self, name: &str, reason: Message) -> Fault {
        let fault = Fault::new(name, reason);
        let mut all = hold(&self.stopped);
        let times = all.get(name).map_or(0, |(times, _)| *times);
        all.insert(name.to_owned(), (times + 1, fault.clone()));
        fault
    }
}

fn broke() -> Message {
    say!("This template needed too much memory or went too deep, so it was stopped")
}

fn not_started() -> Message {
    say!(
        "The site's templates could not be used, because the process that renders them did not start"
    )
}

/// Why there is no answer.
enum Lost {
    Ended,
    TooSlow,
}

/// One process. It is killed when this is dropped.
struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    answers: Receiver<Answer>,
}

impl Worker {
    /// Starts a process and waits until it has read the templates. Without one, the name of the
    /// template at which it ended, if it was one.
    fn start(program: Option<&Program>, set: &Set) -> Result<(Self, Vec<Fault>), Option<String>> {
        let started = Command::new(&program.ok_or(None)?.0)
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = started.map_err(|_| None)?;
        let (sender, answers) = mpsc::channel();
        let output = child.stdout.take().ok_or(None)?;
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Ok(Some(answer)) = wire::read(&mut output) {
                if sender.send(answer).is_err() {
                    break;
                }
            }
        });
        let input = child.stdin.take();
        let mut worker = Self {
            child,
            input,
            answers,
        };
        let load = Ask::Load {
            base: set.base.clone(),
            own: set.own.clone(),
            icons: set.icons.clone(),
        };
        let mut reading = None;
        let mut answer = worker.ask(&load);
        loop {
            match answer {
                Ok(Answer::Reading(name)) => reading = Some(name),
                Ok(Answer::Ready(faults)) => return Ok((worker, faults)),
                _ => return Err(reading),
            }
            answer = worker.next();
        }
    }

    fn ask(&mut self, ask: &Ask) -> Result<Answer, Lost> {
        let input = self.input.as_mut().ok_or(Lost::Ended)?;
        let sent = wire::write(&mut *input, ask).and_then(|()| input.flush());
        sent.map_err(|_| Lost::Ended)?;
        self.next()
    }

    fn next(&self) -> Result<Answer, Lost> {
        self.answers
            .recv_timeout(TIME)
            .map_err(|error| match error {
                mpsc::RecvTimeoutError::Timeout => Lost::TooSlow,
                mpsc::RecvTimeoutError::Disconnected => Lost::Ended,
            })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It ends by itself when its input does; one that runs away does not see that.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
