//! `import`: an existing site becomes a site of this program.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use trustdesk_core::error::Error;
use trustdesk_core::import::report::{Language, Report};
use trustdesk_core::import::{self, Choices, Difference, Progress, Standing};
use trustdesk_core::store::{Store, output};

use crate::{clear, print, show, words};

/// What is to be imported, and how.
pub(crate) struct Order {
    pub(crate) source: PathBuf,
    pub(crate) site: PathBuf,
    pub(crate) report: Option<PathBuf>,
    pub(crate) languages: Vec<Language>,
    pub(crate) dry_run: bool,
    pub(crate) update: bool,
    pub(crate) take: Vec<String>,
}

/// Reads `en-us=en`; nothing after the sign leaves a language out.
pub(crate) fn language(text: &str) -> Result<Language, String> {
    let (mark, locale) = text
        .split_once('=')
        .ok_or_else(|| words::NOT_A_LANGUAGE.to_owned())?;
    Ok(Language {
        mark: mark.to_owned(),
        locale: locale.to_owned(),
        pages: 0,
    })
}

/// Imports, and says what became what; into a site that was imported, says what changed since.
pub(crate) fn import(order: &Order) -> Result<ExitCode, Error> {
    let choices = Choices {
        languages: order.languages.clone(),
    };
    if order.site.join(import::STATE).is_file() {
        return again(order, &choices);
    }
    let prepared = import::read(&order.source, &choices, &progress)?;
    if !order.dry_run {
        prepared.write(&order.site, &progress)?;
    }
    let done = if order.dry_run {
        words::DRY_RUN.to_owned()
    } else {
        words::created(&order.site)
    };
    tell(
        order,
        &prepared.report,
        words::imported(&prepared.report),
        &done,
    )
}

fn again(order: &Order, choices: &Choices) -> Result<ExitCode, Error> {
    let store = Store::open(&order.site)?;
    let again = import::again(&order.source, &store, choices, &progress)?;
    let wanted = |one: &Difference| {
        let plain = matches!(one.standing, Standing::Changed | Standing::New);
        order.take.contains(&one.source) || (order.update && plain)
    };
    let wanted = again.differences.iter().filter(|one| wanted(one));
    let mut take: Vec<String> = wanted.map(|one| one.source.clone()).collect();
    let pages = take.len();
    // What nobody knows is refused with the rest.
    take.extend(order.take.iter().cloned());
    if order.update {
        take.extend(again.media.iter().cloned());
    }
    if !order.dry_run {
        again.apply(&take, &store)?;
    }
    let done = if order.dry_run {
        words::DRY_RUN.to_owned()
    } else {
        words::taken(pages as u64, (again.differences.len() - pages) as u64)
    };
    tell(order, &again.report, words::differences(&again), &done)
}

/// Prints what is said, or writes it for programs.
fn tell(order: &Order, report: &Report, lines: Vec<String>, done: &str) -> Result<ExitCode, Error> {
    clear();
    let to_stdout = order.report.as_deref() == Some(Path::new("-"));
    if let Some(path) = &order.report {
        write_report(report, path, to_stdout)?;
    }
    if !to_stdout {
        lines.iter().for_each(|line| print(line));
        print(done);
    }
    Ok(ExitCode::SUCCESS)
}

fn write_report(report: &Report, path: &Path, to_stdout: bool) -> Result<(), Error> {
    let json = serde_json::to_string_pretty(report).unwrap_or_default();
    if to_stdout {
        print(&json);
        return Ok(());
    }
    output::replace(path, (json + "\n").as_bytes()).map_err(|e| Error::write(path, e))
}

fn progress(progress: Progress) -> bool {
    show(&words::import_progress(progress));
    true
}
