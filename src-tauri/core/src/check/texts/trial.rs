//! What the rules find in a text of a test.

use crate::check::words::Words;
use crate::find::runs_of;

use super::{Finding, Passage, look};

/// Each finding of `code` in a Markdown text of `locale`: the words, and what may replace them.
pub(super) fn trial(code: &str, locale: &str, markdown: &str) -> Vec<(String, Vec<String>)> {
    trial_with(&Words::default(), code, locale, markdown)
}

/// The same in a site of these words.
pub(super) fn trial_with(
    words: &Words,
    code: &str,
    locale: &str,
    markdown: &str,
) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for run in runs_of(markdown).iter().filter(|run| !run.address) {
        let passage = Passage {
            text: &run.text,
            locale,
            paragraph: run.paragraph,
            apart: &run.apart,
            torn: run.torn,
        };
        look(&passage, words, &mut |rule, found: Finding| {
            if rule.code == code {
                all.push((run.text[found.range].to_owned(), found.with));
            }
        });
    }
    all
}

/// The words that are found.
pub(super) fn found(code: &str, locale: &str, markdown: &str) -> Vec<String> {
    let all = trial(code, locale, markdown);
    all.into_iter().map(|(words, _)| words).collect()
}

/// The text with the likeliest fix of each finding.
pub(super) fn mended(code: &str, locale: &str, text: &str) -> String {
    let mut all = Vec::new();
    let passage = Passage {
        text,
        locale,
        paragraph: false,
        apart: &[],
        torn: false,
    };
    look(&passage, &Words::default(), &mut |rule, found: Finding| {
        if rule.code == code {
            all.push(found);
        }
    });
    let mut text = text.to_owned();
    all.sort_by_key(|found| std::cmp::Reverse(found.range.start));
    for found in all {
        text.replace_range(found.range, &found.with[0]);
    }
    text
}
