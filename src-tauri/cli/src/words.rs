//! Everything the command line says.

mod bundle;
mod changes;
mod import;
mod outside;
mod release;
mod review;

use std::net::SocketAddr;
use std::path::Path;

use trustdesk_core::horizon::Due;
use trustdesk_core::problem::{Problem, Severity};
use trustdesk_core::view::ExportReport;

pub(crate) use bundle::*;
pub(crate) use changes::*;
pub(crate) use import::{differences, import_progress, imported, taken};
pub(crate) use outside::{AGAIN, ALLOW_LOCAL, CACHE, EXTERNAL, OFFLINE, asking};
pub(crate) use release::*;
pub(crate) use review::*;

pub(crate) const ABOUT: &str = "Write, check and export a trust center";
pub(crate) const EXPORT: &str = "Write the finished site to a folder";
pub(crate) const NO_CACHE: &str =
    "Compare every file, even if none seems to have changed since the last export";
pub(crate) const CHECK: &str = "List the problems of a site";
pub(crate) const DUE: &str =
    "List what expires, begins or is due in the coming months, and what becomes untrue";
pub(crate) const DUE_MONTHS: &str = "How many months to look ahead, 120 at most";
pub(crate) const DUE_FORMAT: &str =
    "How to list it; ics is a calendar with owners, so keep it inside the house";
pub(crate) const OVERDUE: &str = "Overdue";
pub(crate) const NOTHING_DUE: &str = "Nothing is due.";
pub(crate) const PREVIEW: &str =
    "Show the site in a browser on this computer, and show it anew when a file changes";
pub(crate) const TRUST_TEMPLATES: &str =
    "Use the templates that the site brings along in templates/";
pub(crate) const GALLERY: &str =
    "Write pages that show every section kind in every theme and language";
pub(crate) const GALLERY_OUT: &str = "A folder that is new or empty";
pub(crate) const GALLERY_SITE: &str =
    "The site whose records and kinds are shown; the sample site if not given";
pub(crate) const PORT: &str = "The port on 127.0.0.1; any free one if not given";
pub(crate) const NEW: &str = "Create a new site";
pub(crate) const SITE: &str = "The folder that holds site.toml";
pub(crate) const OUT: &str = "A new or empty folder, or one that was exported to before; a name that ends in .zip makes a bundle in a zip";
pub(crate) const THEME: &str = "The theme, instead of that of the site";
pub(crate) const AS_OF: &str =
    "The day that dates are compared with, such as 2026-11-24; today in UTC if not given";
pub(crate) const FORMAT: &str = "How to list the problems";
pub(crate) const NEW_FOLDER: &str = "A folder that is new or empty";
pub(crate) const EXAMPLE: &str = "Fill it with the sample site";
pub(crate) const NAME: &str = "The name of the trust center";
pub(crate) const NOT_A_DATE: &str = "enter a date such as 2026-11-24";

pub(crate) const IMPORT: &str =
    "Turn an existing site (a folder or zip of HTML or Jekyll pages, or one page) into a new site";
pub(crate) const IMPORT_SOURCE: &str = "A folder, a zip, or one page";
pub(crate) const REPORT: &str =
    "Write everything that is said of the import as JSON; “-” prints it";
pub(crate) const LANGUAGE: &str = "The locale that a folder or ending of a language becomes, such as en-gb=en; “old=” leaves it out";
pub(crate) const UPDATE: &str = "Into a site that was imported: take over pages that changed or are new and were not edited here";
pub(crate) const TAKE: &str = "Into a site that was imported: take over the page with this path in the source, whatever was done to it here";
pub(crate) const DRY: &str = "Only say what would be made";
pub(crate) const DRY_RUN: &str = "Nothing was written.";
pub(crate) const NOT_A_LANGUAGE: &str = "enter a mark and a locale such as en-us=en";

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

pub(crate) const OTHER_HOST: &str =
    "This preview answers only under 127.0.0.1 and localhost, with the port that was printed.\n";
pub(crate) const ONLY_GET: &str = "This preview can only be read.\n";
pub(crate) const BAD_ADDRESS: &str = "This address is not valid.\n";
pub(crate) const PANICKED: &str =
    "This page could not be rendered because of a fault in Trustdesk. Your files are untouched.\n";
pub(crate) const FAULTS: &str = "Problems of templates";
pub(crate) const FAILED_PAGE: &str = "This page could not be rendered";
pub(crate) const MISSING_PAGE: &str = "There is no page here";

pub(crate) fn missing_page(path: &str) -> String {
    format!("The site has no page “{path}”, or it is hidden.")
}

pub(crate) fn serving(name: &str, address: SocketAddr) -> String {
    format!(
        "Preview of {name}: http://{address}/\nIt follows every change of a file. Stop it with Ctrl+C."
    )
}

pub(crate) fn templates_not_used(files: usize) -> String {
    format!(
        "This site brings its own templates ({files} files in templates/). They were not used. If you trust whoever made them, add --trust-templates."
    )
}

pub(crate) fn gallery(out: &Path) -> String {
    format!(
        "Wrote the gallery. Open {} in a browser.",
        out.join("index.html").display()
    )
}

pub(crate) fn no_port(port: u16, error: &std::io::Error) -> String {
    format!(
        "Port {port} of 127.0.0.1 cannot be used: {error}. Choose another, or leave --port out to get a free one."
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

/// Where a problem is: `templates/beacon/page.html:3:7`.
pub(crate) fn place(problem: &Problem) -> String {
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
    at
}

pub(crate) fn problem(problem: &Problem) -> String {
    let at = place(problem);
    let severity = match problem.severity {
        Severity::Blocker => "blocker",
        Severity::Warning => "warning",
        Severity::Tip => "tip",
    };
    format!("{severity}: {at}: {}", said(problem))
}

/// What is wrong and what to do.
pub(crate) fn said(problem: &Problem) -> String {
    problem.said().to_string()
}

/// One day on which something is due.
pub(crate) fn due(due: &Due) -> String {
    let title = due.title.get("en");
    let mut line = format!("  {}  {}: {title}", due.date, due.what);
    if !due.owner.is_empty() {
        line += &format!(" ({})", due.owner);
    }
    if let Some(day) = due.untrue {
        line += &format!(", untrue from {day}");
    }
    if due.hidden {
        line += ", not public";
    }
    line
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
