//! `import`: an existing site becomes a site of this program.

use std::io::{IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use trustdesk_core::error::Error;
use trustdesk_core::import::report::{Language, Report};
use trustdesk_core::import::{self, Choices, Progress};
use trustdesk_core::store::output;

use crate::{print, words};

/// What is to be imported, and how.
pub(crate) struct Order {
    pub(crate) source: PathBuf,
    pub(crate) site: PathBuf,
    pub(crate) report: Option<PathBuf>,
    pub(crate) languages: Vec<Language>,
    pub(crate) dry_run: bool,
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

/// Imports, and says what became what.
pub(crate) fn import(order: &Order) -> Result<ExitCode, Error> {
    let choices = Choices {
        languages: order.languages.clone(),
    };
    let prepared = import::read(&order.source, &choices, &progress)?;
    if !order.dry_run {
        prepared.write(&order.site, &progress)?;
    }
    clear();
    let to_stdout = order.report.as_deref() == Some(Path::new("-"));
    if let Some(path) = &order.report {
        write_report(&prepared.report, path, to_stdout)?;
    }
    if !to_stdout {
        words::imported(&prepared.report)
            .iter()
            .for_each(|line| print(line));
        let said = if order.dry_run {
            words::DRY_RUN.to_owned()
        } else {
            words::created(&order.site)
        };
        print(&said);
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
    if stderr().is_terminal() {
        let _ = write!(stderr(), "\r\x1b[K{}", words::import_progress(progress));
    }
    true
}

fn clear() {
    if stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
}
