//! Rules that look at one stretch of text as visitors see it: a paragraph, a heading, a label.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::find::{Part, Run, Seen};
use crate::message::Message;
use crate::problem::{Fix, Problem, Span};
use crate::rule::{self, Rule};
use crate::site::SETTINGS;
use crate::view::{Step, dotted};

use super::words::Words;

mod claims;
mod inner;
mod language;
mod left_over;
mod signs;
mod spelling;
mod terms;
#[cfg(test)]
mod trial;
mod width;

/// One stretch of text as visitors see it.
pub(crate) struct Passage<'a> {
    /// What is seen, without the marks of Markdown.
    pub(crate) text: &'a str,
    /// Its language; empty where nothing says so, as for a name that is the same in every language.
    pub(crate) locale: &'a str,
    /// It is a paragraph of Markdown, or a line of one.
    pub(crate) paragraph: bool,
    /// What of it is no prose, in order: code, addresses. Empty where something was left out.
    pub(crate) apart: &'a [Range<usize>],
    /// It is part of a paragraph that goes on elsewhere.
    pub(crate) torn: bool,
}

impl Passage<'_> {
    /// Whether words begin or end in what is no prose, or something was left out of them.
    fn is_apart(&self, words: &Range<usize>) -> bool {
        let inside = |part: &Range<usize>, at: usize| part.start < at && at < part.end;
        self.apart.iter().any(|part| {
            if part.is_empty() {
                words.start <= part.start && part.start <= words.end
            } else {
                part.contains(&words.start) || inside(part, words.end) || part.end == words.end
            }
        })
    }

    /// Whether words stand in code or in an address.
    fn is_inside(&self, words: &Range<usize>) -> bool {
        let inside = |part: &Range<usize>| part.start <= words.start && words.end <= part.end;
        let mut parts = self.apart.iter().filter(|part| !part.is_empty());
        parts.any(inside)
    }

    /// The character before a place.
    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// The character behind a place.
    fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }
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

impl Finding {
    fn new(range: Range<usize>, message: Message, hint: Message) -> Self {
        Self {
            range,
            message,
            hint,
            with: Vec::new(),
        }
    }

    /// The same finding with what may stand there instead.
    fn with(mut self, with: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.with = with.into_iter().map(Into::into).collect();
        self
    }
}

type TextRule = fn(&Passage<'_>, &Words, &mut Vec<Finding>);

/// What of a passage a rule looks at.
#[derive(Clone, Copy, PartialEq)]
enum Reads {
    /// Prose alone: what it finds in code and addresses is none of its business.
    Prose,
    /// All of it.
    Everything,
}

/// Every rule of this sort with the function that finds it.
static RULES: &[(&Rule, Reads, TextRule)] = &[
    (&rule::DOUBLE_SPACE, Reads::Prose, left_over::double_space),
    (
        &rule::PLACEHOLDER_TEXT,
        Reads::Prose,
        left_over::placeholder,
    ),
    (&rule::DOUBLED_WORD, Reads::Prose, left_over::doubled_word),
    (&rule::TYPED_LIST, Reads::Prose, left_over::typed_list),
    (&rule::DOUBLE_PUNCTUATION, Reads::Prose, signs::doubled),
    (
        &rule::SPACE_BEFORE_PUNCTUATION,
        Reads::Prose,
        signs::space_before,
    ),
    (&rule::UNBALANCED, Reads::Prose, signs::unbalanced),
    (&rule::PUNCTUATION, Reads::Prose, width::punctuation),
    (&rule::WRONG_LANGUAGE, Reads::Everything, language::wrong),
    (&rule::SPELLING, Reads::Prose, spelling::spelling),
    (&rule::NAME_SPELLING, Reads::Prose, terms::names),
    (&rule::PREFERRED_TERM, Reads::Prose, terms::preferred),
    (&rule::FORBIDDEN_TERM, Reads::Prose, terms::avoided),
    (&rule::UNSUPPORTED_CLAIM, Reads::Prose, claims::unsupported),
    (&rule::SECRET, Reads::Everything, inner::secret),
    (
        &rule::INTERNAL_HOST,
        Reads::Everything,
        inner::internal_host,
    ),
];

/// Most findings of one rule in one file: who has mended so many looks again, and a page of one word
/// written a million times costs no more than another.
const MOST_ALIKE: usize = 100;

/// What the rules find in the texts of one file. `locale` is that of the page; records say theirs
/// themselves.
pub(super) fn problems(part: &Part, locale: &str, words: &Words) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for seen in part.seen.iter().filter(|seen| !seen.hidden) {
        let locale =
            seen.locale
                .as_deref()
                .unwrap_or(if is_filing(part, seen) { "" } else { locale });
        for run in seen.runs.iter().filter(|run| !run.address) {
            let passage = Passage {
                text: &run.text,
                locale,
                paragraph: run.paragraph,
                apart: &run.apart,
                torn: run.torn,
            };
            look(&passage, words, &mut |rule, found| {
                let count = counts.entry(rule.code).or_default();
                *count += 1;
                if *count > MOST_ALIKE {
                    return;
                }
                problems.push(problem(rule, part, seen, run, found));
            });
        }
    }
    problems
}

/// Whether a text is a filing number: Chinese, whatever the language of the site.
fn is_filing(part: &Part, seen: &Seen) -> bool {
    let filing = |step: &Step| matches!(step, Step::Name(name) if name == "filing");
    part.file == SETTINGS && seen.path.first().is_some_and(filing)
}

/// Calls `visit` for everything that the rules find in a passage.
fn look(passage: &Passage<'_>, words: &Words, visit: &mut impl FnMut(&'static Rule, Finding)) {
    let mut found = Vec::new();
    for (rule, reads, find) in RULES {
        find(passage, words, &mut found);
        for finding in found.drain(..) {
            if *reads != Reads::Prose || !passage.is_apart(&finding.range) {
                visit(rule, finding);
            }
        }
    }
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

    proptest::proptest! {
        #[test]
        fn whatever_a_text_is_findings_stand_in_it(
            text in "([ab1 .,;:?!()\\[\\]\"'“”‘’…–•*/@=%-]|the |SOC 2 |100% |TBD|10\\.|\\.local|dev\\.|[你好，。；：？！（）、《》Ａ１é\u{a0}\u{301}😀]){0,24}",
        ) {
            for locale in ["en", "zh-Hans", ""] {
                for paragraph in [false, true] {
                    let passage = Passage { text: &text, locale, paragraph, apart: &[], torn: false };
                    look(&passage, &Words::read("[terms]\n\"the é\" = \"\"\n", ""), &mut |rule, found| {
                        assert!(text.get(found.range.clone()).is_some_and(|t| !t.is_empty()), "{}", rule.code);
                        assert!(!sentence(&text, &found.range).is_empty() || text.trim().is_empty());
                    });
                }
            }
        }
    }
}
