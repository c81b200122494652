//! Rules that look at the links, pictures and headings of one page, or of the records of a collection.

use crate::model::PageRef;
use crate::problem::Problem;
use crate::rule::{self, Rule};
use crate::site::PageFile;

use super::facts::Facts;
use super::sink::Sink;
use super::whole::Ground;

mod links;
mod marks;

pub(super) use links::{host, same_target};

/// What a rule looks at: what stands in one file.
pub(super) struct Look<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) facts: &'a Facts,
    /// Site path of the file.
    pub(super) file: &'a str,
    /// The page, when the file is one.
    pub(super) page: Option<(&'a PageRef, &'a PageFile)>,
}

type PageRule = fn(&Look<'_>, &mut Sink<'_>);

/// Every rule of this sort with the function that finds it.
static RULES: &[(&Rule, PageRule)] = &[
    (&rule::NO_MAIN_HEADING, marks::no_main_heading),
    (&rule::HEADING_ORDER, marks::heading_order),
    (&rule::EMPTY_HEADING, marks::empty_heading),
    (&rule::BOLD_HEADING, marks::bold_heading),
    (&rule::GENERIC_LINK_TEXT, links::generic_link_text),
    (&rule::EMPTY_LINK_TEXT, links::empty_link_text),
    (&rule::PLACEHOLDER_TARGET, links::placeholder_target),
    (&rule::STAGING_LINK, links::staging_link),
    (&rule::SECRET, links::secret),
    (&rule::SPACE_IN_ADDRESS, links::space_in_address),
    (&rule::REDIRECTED_LINK, links::redirected_link),
    (&rule::SAME_LABEL, links::same_label),
    (&rule::ALT_FILE_NAME, marks::alt_file_name),
    (&rule::BARE_TABLE, marks::bare_table),
];

/// What the rules find in one file.
pub(super) fn problems(look: &Look<'_>) -> Vec<Problem> {
    let mut all = Vec::new();
    for (rule, find) in RULES {
        let mut sink = Sink::new(rule, look.file);
        find(look, &mut sink);
        all.append(&mut sink.problems);
    }
    all
}
