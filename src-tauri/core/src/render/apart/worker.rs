//! The process that renders a site's own templates. It holds nothing but templates, reads questions
//! from its input, and may be killed at any moment.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};

use tera::{Context, Tera};

use super::super::Mode;
use super::super::fault::Fault;
use super::super::theme::tera_with;
use super::wire::{self, Answer, Ask};
use super::{LONGEST_OUTPUT, MEMORY, TIME};

/// Answers questions until there are no more.
pub(super) fn serve() -> ExitCode {
    limit_memory();
    let mut input = io::stdin().lock();
    let output = io::stdout();
    match answer_all(&mut input, &output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer_all(input: &mut impl BufRead, output: &io::Stdout) -> io::Result<()> {
    let Some(Ask::Load { base, own, icons }) = wire::read(input)? else {
        return Ok(());
    };
    let watch = watchdog();
    let _ = watch.send(true);
    let loaded = Loaded::new(base, own, &icons, output)?;
    let _ = watch.send(false);
    while let Some(ask) = wire::read(input)? {
        let Ask::Render { mode, name, values } = ask else {
            return Ok(());
        };
        let _ = watch.send(true);
        let answer = loaded.render(mode, &name, values);
        let _ = watch.send(false);
        wire::write(output.lock(), &answer)?;
    }
    Ok(())
}

/// Ends the process when something takes too long and nobody is left to kill it. Told when work
/// begins and when it ends.
fn watchdog() -> Sender<bool> {
    let (sender, told) = mpsc::channel();
    std::thread::spawn(move || {
        while let Ok(working) = told.recv() {
            if working && told.recv_timeout(2 * TIME) == Err(RecvTimeoutError::Timeout) {
                std::process::exit(1);
            }
        }
    });
    sender
}

/// Memory beyond the limit is refused, which ends the process and nothing else.
#[cfg(unix)]
fn limit_memory() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |bytes| Rlimit {
        current: Some(bytes),
        maximum: Some(bytes),
    };
    // Without a limit the others still hold.
    let _ = setrlimit(Resource::Data, at_most(MEMORY));
    let _ = setrlimit(Resource::Core, at_most(0));
}

#[cfg(not(unix))]
fn limit_memory() {
    let _ = MEMORY;
}

/// The templates, for both modes.
struct Loaded {
    export: Tera,
    preview: Tera,
}

impl Loaded {
    /// Reads the templates and tells which of the site's cannot be used.
    fn new(
        base: BTreeMap<String, String>,
        mut own: BTreeMap<String, String>,
        icons: &BTreeMap<String, String>,
        output: &io::Stdout,
    ) -> io::Result<Self> {
        let mut faults = Vec::new();
        for (name, text) in own.clone() {
            wire::write(output.lock(), &Answer::Reading(name.clone()))?;
            if let Some(fault) = syntax_fault(&name, &text) {
                own.remove(&name);
                faults.push(fault);
            }
        }
        let mut export = tera_with(icons, Mode::Export);
        let mut preview = tera_with(icons, Mode::Preview);
        let with_own = |own: &BTreeMap<String, String>| {
            let mut all = base.clone();
            all.extend(own.clone());
            all
        };
        while let Err(error) = export.add_raw_templates(with_own(&own)) {
            let Some((name, fault)) = culprit(&own, &error) else {
                break;
            };
            own.remove(&name);
            faults.push(fault);
        }
        // What the one took the other takes.
        let _ = preview.add_raw_templates(with_own(&own));
        wire::write(output.lock(), &Answer::Ready(faults))?;
        Ok(Self { export, preview })
    }

    fn render(&self, mode: Mode, name: &str, values: serde_json::Value) -> Answer {
        let mut context = Context::new();
        if let serde_json::Value::Object(values) = values {
            for (name, value) in values {
                context.insert_value(name, wire::unpacked(value));
            }
        }
        let tera = match mode {
            Mode::Export => &self.export,
            Mode::Preview => &self.preview,
        };
        let mut output = Bounded(Vec::new());
        match tera.render_to(name, &context, &mut output) {
            Ok(()) => String::from_utf8(output.0).map_or(Answer::TooLong, Answer::Html),
            Err(_) if output.0.len() >= LONGEST_OUTPUT => Answer::TooLong,
            Err(error) => Answer::Failed(Fault::of_tera(name, &error)),
        }
    }
}

/// What is wrong with a template by itself, whatever it refers to.
fn syntax_fault(name: &str, text: &str) -> Option<Fault> {
    let error = Tera::new().add_raw_template(name, text).err()?;
    matches!(error.kind(), tera::ErrorKind::SyntaxError(_)).then(|| Fault::of_tera(name, &error))
}

/// The template of the site that an error of all templates together comes from.
fn culprit(own: &BTreeMap<String, String>, error: &tera::Error) -> Option<(String, Fault)> {
    use tera::ErrorKind::{CircularExtend, CircularInclude, MissingParent};
    let named = match error.kind() {
        CircularInclude {
            tpl,
            include_chain: chain,
        }
        | CircularExtend {
            tpl,
            inheritance_chain: chain,
        } => std::iter::once(tpl)
            .chain(chain)
            .find(|name| own.contains_key(*name))
            .cloned(),
        MissingParent { current, .. } => Some(current.clone()),
        _ => None,
    };
    let text = error.to_string();
    let fault = Fault::of_tera(named.as_deref().unwrap_or_default(), error);
    let quoted = || own.keys().find(|name| text.contains(&format!("`{name}`")));
    let name = [named, Some(fault.file.clone()), quoted().cloned()]
        .into_iter()
        .flatten()
        .find(|name| own.contains_key(name))
        .or_else(|| own.keys().next().cloned())?;
    let file = name.clone();
    Some((name, Fault { file, ..fault }))
}

/// Output that ends where it is too long.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST_OUTPUT {
            self.0.resize(LONGEST_OUTPUT, b' ');
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
