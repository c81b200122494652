//! Problems of the site's colours: what is none, and what reads badly as text.

use crate::problem::Problem;
use crate::render::{contrast_with_white, is_colour};
use crate::rule;
use crate::say;
use crate::site::{SETTINGS, Site};

/// What WCAG 2.2 AA asks for between text and its ground (success criterion 1.4.3).
const ENOUGH: f64 = 4.5;

pub(super) fn problems(site: &Site) -> Vec<Problem> {
    let brand = &site.settings.brand;
    let mut problems = Vec::new();
    let mut add = |rule, field: &str, message, hint| {
        let mut problem = Problem::new(rule, SETTINGS, message, hint);
        problem.place.field = Some(format!("brand.{field}"));
        problems.push(problem);
    };
    for (field, name, colour) in [
        ("primary", say!("primary"), &brand.primary),
        ("secondary", say!("secondary"), &brand.secondary),
    ] {
        if !is_colour(colour) {
            add(
                &rule::NOT_A_COLOUR,
                field,
                say!("The {name} colour “{colour}” is not a colour", name, colour),
                say!("Enter it as #rrggbb."),
            );
        } else if let Some(ratio) = contrast_with_white(colour).filter(|ratio| *ratio < ENOUGH) {
            // Rounded down, so that what falls short never looks as if it were enough.
            let ratio = format!("{:.1}", (ratio * 10.0).floor() / 10.0);
            add(
                &rule::LOW_CONTRAST,
                field,
                say!(
                    "The {name} colour has a contrast of {ratio} to 1 with white; text needs 4.5 to 1",
                    name,
                    ratio
                ),
                say!(
                    "Pages show a darker tint of it wherever it meets text. Choose a darker colour to see it as it is."
                ),
            );
        }
    }
    problems
}
