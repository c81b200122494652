//! Rules that look at one stretch of text as visitors see it: a paragraph, a heading, a label.

use std::ops::Range;

use crate::find::{Part, Run, Seen, Sort};
use crate::message::Message;
use crate::problem::{Fix, Problem, Span};
use crate::rule::Rule;
use crate::view::dotted;

use super::words::Words;

mod left_over;

/// One stretch of text as visitors see it.
#[allow(dead_code, reason = "not every rule needs all of it")]
pub(crate) struct Passage<'a> {
    /// What is seen, without the marks of Markdown.
    pub(crate) text: &'a str,
    /// Its language; empty where nothing says so, as for a name that is the same in every language.
    pub(crate) locale: &'a str,
    /// The name of the field that holds it, for example `heading`.
    pub(crate) field: &'a str,
    /// The field holds nothing but plain text: no Markdown.
    pub(crate) plain: bool,
}

/// What a rule found in a passage.
pub(crate) struct Finding {
    /// The words it is about, in bytes of the passage.
    pub(crate) range: Range<usize>,
    /// What is wrong.
    pub(crate) message: Message,
    /// What to do.
    pub(crate) hint: Message,
    /// What may stand there instead, the likeliest first; empty when only a person knows.
    pub(crate) with: Vec<String>,
}

type TextRule = fn(&Passage<'_>, &Words, &mut Vec<Finding>);

/// Every rule of this sort with the function that finds it.
static RULES: &[(&Rule, TextRule)] = &[
    (&crate::rule::DOUBLE_SPACE, left_over::double_space),
    (&crate::rule::PLACEHOLDER_TEXT, left_over::placeholder),
];

/// What the rules find in the texts of one file. `locale` is that of the page; records say theirs
/// themselves.
pub(super) fn problems(part: &Part, locale: &str, words: &Words) -> Vec<Problem> {
    let mut problems = Vec::new();
    for seen in part.seen.iter().filter(|seen| !seen.hidden) {
        let locale = seen.locale.as_deref().unwrap_or(locale);
        for run in seen.runs.iter().filter(|run| !run.address) {
            let passage = Passage {
                text: &run.text,
                locale,
                field: name_of(seen),
                plain: seen.sort != Sort::Markdown,
            };
            for (rule, find) in RULES {
                let mut found = Vec::new();
                find(&passage, words, &mut found);
                problems.extend(found.into_iter().map(|f| problem(rule, part, seen, run, f)));
            }
        }
    }
    problems
}

/// The field that holds a text: the last step of its path that is neither a number nor a language.
fn name_of(seen: &Seen) -> &str {
    let names = seen.path.iter().rev().filter_map(|step| match step {
        crate::view::Step::Name(name) => Some(name.as_str()),
        crate::view::Step::Index(_) => None,
    });
    let mut names = names.filter(|name| Some(*name) != seen.locale.as_deref());
    names.next().unwrap_or_default()
}

fn problem(rule: &Rule, part: &Part, seen: &Seen, run: &Run, found: Finding) -> Problem {
    let mut problem = Problem::new(rule, &part.file, found.message, found.hint);
    problem.place.section = seen.section;
    problem.place.field = Some(dotted(&seen.path));
    problem.about = Some(sentence(&run.text, &found.range).to_owned());
    // Words that marks divide are found by their sentence, and changed by a person.
    let places = run.source(&found.range).unwrap_or_default();
    if let [place] = &places[..] {
        problem.span = Some(Span {
            start: units(&seen.text, place.start),
            end: units(&seen.text, place.end),
        });
        if !found.with.is_empty() {
            problem.fix = Some(Fix::Words {
                was: seen.text[place.clone()].to_owned(),
                with: found.with,
            });
        }
    }
    problem
}

/// UTF-16 units before a byte of a text.
fn units(text: &str, at: usize) -> u32 {
    u32::try_from(text[..at].encode_utf16().count()).unwrap_or(u32::MAX)
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = text[at..]
            .char_indices()
            .find(|(i, c)| ends(text, at + i, *c))
            .map_or(text.len(), |(i, c)| at + i + c.len_utf8());
        found.push(text[at..end].trim());
        at = end;
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Whether a sentence ends with the letter at `i`.
fn ends(text: &str, i: usize, c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '\n')
        || (matches!(c, '.' | '!' | '?')
            && text[i + c.len_utf8()..]
                .chars()
                .next()
                .is_none_or(char::is_whitespace))
}

/// The sentence that a range stands in.
fn sentence<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let before = text[..range.start]
        .char_indices()
        .rev()
        .find(|(i, c)| ends(text, *i, *c));
    let from = before.map_or(0, |(i, c)| i + c.len_utf8());
    let after = text[range.end..]
        .char_indices()
        .find(|(i, c)| ends(text, range.end + i, *c));
    let to = after.map_or(text.len(), |(i, c)| range.end + i + c.len_utf8());
    text[from..to].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_what_stands_between_two_ends() {
        let text = "We use 3.5 keys. Each is  kept. 密钥每年更换。其余不变。";
        let around = |words: &str| {
            let at = text.find(words).expect("the words");
            sentence(text, &(at..at + words.len()))
        };
        assert_eq!(around("3.5"), "We use 3.5 keys.");
        assert_eq!(around("  "), "Each is  kept.");
        assert_eq!(around("每年"), "密钥每年更换。");
    }
}
