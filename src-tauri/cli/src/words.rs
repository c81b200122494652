//! Everything the command line says.

use std::path::Path;

use trustdesk_core::problem::{Problem, Severity};
use trustdesk_core::view::ExportReport;

pub(crate) const ABOUT: &str = "Write, check and export a trust center";
pub(crate) const EXPORT: &str = "Write the finished site to a folder";
pub(crate) const NO_CACHE: &str =
    "Compare every file, even if none seems to have changed since the last export";
pub(crate) const CHECK: &str = "List the problems of a site";
pub(crate) const NEW: &str = "Create a new site";
pub(crate) const SITE: &str = "The folder that holds site.toml";
pub(crate) const OUT: &str = "A new or empty folder, or one that was exported to before";
pub(crate) const THEME: &str = "The theme, instead of that of the site";
pub(crate) const AS_OF: &str =
    "The day that dates are compared with, such as 2026-11-24; today in UTC if not given";
pub(crate) const FORMAT: &str = "How to list the problems";
pub(crate) const NEW_FOLDER: &str = "A folder that is new or empty";
pub(crate) const EXAMPLE: &str = "Fill it with the sample site";
pub(crate) const NAME: &str = "The name of the trust center";
pub(crate) const NOT_A_DATE: &str = "enter a date such as 2026-11-24";

pub(crate) fn progress(done: u32, total: u32) -> String {
    format!("Exporting {done} of {total} files")
}

pub(crate) fn exported(report: &ExportReport) -> String {
    format!(
        "Exported {} pages ({} files, {} KB) to {} in {} ms, as of {}. Written: {}, removed: {}.",
        report.pages,
        report.files,
        report.bytes.div_ceil(1_000),
        report.folder,
        report.millis,
        report.as_of,
        report.written,
        report.removed
    )
}

fn count(problems: &[Problem], severity: Severity) -> usize {
    problems.iter().filter(|p| p.severity == severity).count()
}

pub(crate) fn found(problems: &[Problem]) -> String {
    if problems.is_empty() {
        return "No problems found.".into();
    }
    format!(
        "{} that stop a release, {} to fix, {} tips.",
        count(problems, Severity::Blocker),
        count(problems, Severity::Warning),
        count(problems, Severity::Tip)
    )
}

/// What an export says of problems: all that stop a release, and how many others there are.
pub(crate) fn summary(problems: &[Problem]) -> Vec<String> {
    let mut lines: Vec<String> = problems
        .iter()
        .filter(|p| p.severity == Severity::Blocker)
        .take(20)
        .map(problem)
        .collect();
    if !problems.is_empty() {
        lines.push(format!(
            "Problems: {} “trustdesk-cli check” lists them all.",
            found(problems)
        ));
    }
    lines
}

pub(crate) fn problem(problem: &Problem) -> String {
    let place = &problem.place;
    let mut at = place.file.clone();
    for number in [place.line, place.column].into_iter().flatten() {
        at += &format!(":{number}");
    }
    if let (Some(section), None) = (place.section, place.line) {
        at += &format!(", section {}", section + 1);
    }
    if let Some(field) = &place.field {
        at += &format!(", {field}");
    }
    let severity = match problem.severity {
        Severity::Blocker => "blocker",
        Severity::Warning => "warning",
        Severity::Tip => "tip",
    };
    format!("{severity}: {at}: {}. {}", problem.message, problem.hint)
        .trim_end()
        .to_owned()
}

/// All problems for other programs, in English as everything here.
pub(crate) fn json(problems: &[Problem]) -> String {
    let one = |problem: &Problem| {
        let mut all = serde_json::json!(problem);
        all["message"] = problem.message.to_string().into();
        all["hint"] = problem.hint.to_string().into();
        all
    };
    let all: Vec<_> = problems.iter().map(one).collect();
    serde_json::to_string_pretty(&all).unwrap_or_default()
}

pub(crate) fn created(folder: &Path) -> String {
    format!(
        "Created a new site in {}. Open it with Trustdesk, or export it with: trustdesk-cli export {0} OUT",
        folder.display()
    )
}
