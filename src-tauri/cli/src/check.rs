//! `check`: everything that is wrong with a site, as text, as JSON, or as SARIF for code hosts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use trustdesk_core::check::whole;
use trustdesk_core::error::Error;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::problem::{Problem, Severity};
use trustdesk_core::render::SiteIndex;
use trustdesk_core::rule;
use trustdesk_core::site::Site;

use crate::{date, load, outside, print, today, words};

/// How problems are written.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
}

/// What is to be checked, and how it is said.
#[derive(Args)]
pub(crate) struct Order {
    #[arg(help = words::SITE)]
    site: PathBuf,
    #[arg(long, value_enum, default_value = "text", help = words::FORMAT)]
    format: Format,
    #[arg(long, value_name = "DATE", value_parser = date, help = words::AS_OF)]
    as_of: Option<Date>,
    #[arg(long, help = words::TRUST_TEMPLATES)]
    trust_templates: bool,
    #[command(flatten)]
    outside: outside::Wanted,
}

/// Checks a site. The answer is 1 when something must be fixed before a release.
pub(crate) fn check(order: &Order) -> Result<ExitCode, Error> {
    let loaded = load(&order.site, order.trust_templates)?;
    loaded.warn();
    let index = SiteIndex::build(
        &loaded.engine,
        &loaded.site,
        order.as_of.unwrap_or_else(today),
    );
    let mut problems = whole::at_once(&loaded.engine, &loaded.site, &index, &loaded.store);
    problems.extend(outside::problems(&order.outside, &loaded, today())?);
    match order.format {
        Format::Json => print(&words::json(&problems)),
        Format::Sarif => print(&sarif(&loaded.site, &order.site, &problems)),
        Format::Text => {
            problems
                .iter()
                .for_each(|problem| print(&words::problem(problem)));
            print(&words::found(&problems));
        }
    }
    let blocked = problems.iter().any(|p| p.severity == Severity::Blocker);
    Ok(ExitCode::from(u8::from(blocked)))
}

/// The problems as SARIF 2.1.0 (OASIS, 2020), paths relative to the folder of the site.
fn sarif(site: &Site, folder: &Path, problems: &[Problem]) -> String {
    let used: BTreeSet<&str> = problems.iter().map(|p| p.code.as_str()).collect();
    let rules: Vec<Value> = rule::ALL
        .iter()
        .filter(|rule| used.contains(rule.code))
        .map(|rule| {
            json!({
                "id": rule.code,
                "shortDescription": { "text": rule.title().to_string() },
                "fullDescription": { "text": rule.why().to_string() },
                "defaultConfiguration": { "level": level(rule.severity) },
            })
        })
        .collect();
    let results: Vec<Value> = problems
        .iter()
        .map(|problem| result(site, problem))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Trustdesk",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "originalUriBaseIds": { "SITE": { "description": { "text": folder.display().to_string() } } },
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default()
}

fn result(site: &Site, problem: &Problem) -> Value {
    let line = problem
        .place
        .line
        .or_else(|| line_of(site, problem))
        .unwrap_or(1);
    json!({
        "ruleId": problem.code,
        "level": level(problem.severity),
        "message": { "text": words::said(problem) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": problem.place.file.replace(' ', "%20"), "uriBaseId": "SITE" },
                "region": { "startLine": line },
            },
            "logicalLocations": [{ "fullyQualifiedName": words::place(problem) }],
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocker => "error",
        Severity::Warning => "warning",
        Severity::Tip => "note",
    }
}

/// The line at which the section of a problem begins.
fn line_of(site: &Site, problem: &Problem) -> Option<u32> {
    let page = PageRef::from_path(&problem.place.file)?;
    let page = &site.pages.get(&page)?.page;
    let block = page.blocks.get(problem.place.section? as usize)?;
    let before = page.text.get(..block.range.start)?;
    u32::try_from(before.matches('\n').count() + 1).ok()
}
