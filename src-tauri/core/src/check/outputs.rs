//! Problems of the theme and of the files that pages are written to.

use std::collections::BTreeMap;

use crate::problem::Problem;
use crate::render::places::Refused;
use crate::render::{Engine, SiteIndex, output_path, outputs};
use crate::rule;
use crate::say;
use crate::site::{ASSETS, SETTINGS, Site, record_path};

pub(super) fn problems(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<Problem> {
    let mut problems = Vec::new();
    let theme = &site.settings.theme;
    let Some(known) = engine.themes().find(|one| one.name == *theme) else {
        let message = say!("There is no theme “{theme}”, so another is used", theme);
        let hint = say!("Choose one in the settings of the site.");
        let mut problem = Problem::new(&rule::THEME, SETTINGS, message, hint);
        problem.place.field = Some("theme".to_owned());
        return vec![problem];
    };
    if !known.traits.fragments {
        return problems;
    }
    // Two names that differ in case only are one file on many systems.
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for (page, file) in &site.pages {
        let mut add = |rule, message, hint| {
            let mut problem = Problem::new(rule, &file.path, message, hint);
            problem.place.field = Some("path".to_owned());
            problems.push(problem);
        };
        if let Some(path) = outputs::kept(file).filter(|path| !outputs::is_path(path)) {
            add(
                &rule::PATH,
                say!("“{path}” cannot be the name of a file", path),
                say!("Enter a path like en-us/security/default.md."),
            );
        }
        let Some(written) = output_path(index, page) else {
            continue;
        };
        if let Some(first) = taken.insert(written.to_lowercase(), &file.path) {
            add(
                &rule::SAME_PATH,
                say!("This page is written to the same file as {first}", first),
                say!("Give one of the two another path or address."),
            );
        }
    }
    problems.extend(index.places.refused.iter().map(refused));
    problems
}

/// A place of a picture or document that cannot be used.
fn refused(one: &Refused) -> Problem {
    let Refused { file, place, .. } = one;
    let (rule, message, hint) = match &one.taken_by {
        Some(other) => (
            &rule::SAME_PATH,
            say!(
                "{file} cannot be written to {place}, where {other} is",
                file,
                place,
                other
            ),
            say!("Give it another place."),
        ),
        None => (
            &rule::PATH,
            say!("“{path}” cannot be the name of a file", path = place),
            say!("Enter a path like en-us/images/logo.png."),
        ),
    };
    let records = record_path(ASSETS);
    let mut problem = Problem::new(rule, &records, message, hint);
    problem.place.field = Some(format!("{file}.paths"));
    problem
}
