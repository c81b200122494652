//! Problems of the settings' own forms: the look, the notice above every page, the filing
//! numbers, the key of releases.

use crate::page;
use crate::problem::Problem;
use crate::render::{Engine, SiteIndex, release_key};
use crate::rule;
use crate::say;
use crate::site::{SETTINGS, Site, is_icp, is_police};
use crate::value::{Fields, Value};

/// The groups of the settings that are checked as records are. Filing numbers are not: a language
/// without one is none that misses its translation.
const GROUPS: [&str; 2] = ["brand", "notice"];

pub(super) fn problems(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<Problem> {
    // Settings that cannot be read are a problem of their own.
    let all = page::read_fields(&site.settings_text).unwrap_or_default();
    let mut problems = Vec::new();
    for field in engine
        .site_form
        .iter()
        .filter(|f| GROUPS.contains(&f.name.as_str()))
    {
        if let Some(Value::Group(values)) = all.get(&field.name) {
            let form = &field.fields;
            problems.extend(super::records::form(
                engine,
                index,
                site,
                form,
                SETTINGS,
                &field.name,
                values,
            ));
        }
    }
    if let Some(Value::Group(values)) = all.get("filing") {
        problems.extend(filing(values));
    }
    problems.extend(notice(index, site));
    problems.extend(key(site));
    problems
}

/// Numbers that are not written as the authorities write them: the link behind them would be wrong.
fn filing(values: &Fields) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut look = |name: &str, at: String, number: &str| {
        let (good, example) = match name {
            "icp" => (is_icp(number), "京ICP备2026000001号-1"),
            _ => (is_police(number), "京公网安备11010502000001号"),
        };
        if good || number.trim().is_empty() {
            return;
        }
        let message = say!("“{number}” is not written as filing numbers are", number);
        let hint = say!(
            "Copy it whole from the notice of the authority, such as {example}.",
            example
        );
        let mut problem = Problem::new(&rule::FILING, SETTINGS, message, hint);
        problem.place.field = Some(at);
        problems.push(problem);
    };
    for name in ["icp", "police"] {
        match values.get(name) {
            Some(Value::Text(number)) => look(name, format!("filing.{name}"), number),
            Some(Value::Group(each)) => {
                for (locale, number) in each {
                    look(
                        name,
                        format!("filing.{name}.{locale}"),
                        number.as_text().unwrap_or(""),
                    );
                }
            }
            _ => {}
        }
    }
    problems
}

/// A notice that is over, or that would never go.
fn notice(index: &SiteIndex, site: &Site) -> Option<Problem> {
    let notice = &site.settings.notice;
    if notice.text.is_empty() {
        return None;
    }
    let (rule, field, message, hint) = match notice.until {
        Some(last) if last < index.day() => (
            &rule::NOTICE_OVER,
            "notice.text",
            say!(
                "The notice above every page was shown until {last} and is not any more",
                last
            ),
            say!("Clear its text, or give it another last day."),
        ),
        Some(_) => return None,
        None => (
            &rule::NOTICE_OPEN,
            "notice.until",
            say!("The notice above every page has no last day"),
            say!("Enter one, so that it goes by itself."),
        ),
    };
    let mut problem = Problem::new(rule, SETTINGS, message, hint);
    problem.place.field = Some(field.to_owned());
    Some(problem)
}

/// A key of releases that is none: the history of releases shows it to nobody.
fn key(site: &Site) -> Option<Problem> {
    if site.settings.releases.key.trim().is_empty() || release_key(site).is_some() {
        return None;
    }
    let message = say!("The public key of releases is not one as minisign writes it");
    let hint = say!(
        "Copy the last line of the file that ends in .pub: 56 characters, of which the first are RW."
    );
    let mut problem = Problem::new(&rule::RELEASE_KEY, SETTINGS, message, hint);
    problem.place.field = Some("releases.key".to_owned());
    Some(problem)
}
