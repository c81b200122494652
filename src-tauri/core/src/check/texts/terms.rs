//! The words of the site's own glossary: names, words it prefers, words it avoids.

use crate::check::english;
use crate::check::words::{Words, reason};
use crate::say;

use super::{Finding, Passage};

/// Words that the site replaces with others.
pub(super) fn preferred(passage: &Passage<'_>, words: &Words, found: &mut Vec<Finding>) {
    for (term, range, with) in words.terms().preferred_in(passage.text, passage.locale) {
        let was = &passage.text[range.clone()];
        let message = say!("This site writes “{with}” where “{was}” stands", with, was);
        let hint = reason(&term.why, say!("Write “{with}”.", with));
        found.push(Finding::new(range, message, hint).with([with]));
    }
}

/// Words that the site does not use.
pub(super) fn avoided(passage: &Passage<'_>, words: &Words, found: &mut Vec<Finding>) {
    for (term, range) in words.terms().avoided_in(passage.text) {
        let was = &passage.text[range.clone()];
        let message = say!("This site does not write “{was}”", was);
        let hint = reason(&term.why, say!("Say it in other words."));
        found.push(Finding::new(range, message, hint));
    }
}

/// Names in other letters than their own.
pub(super) fn names(passage: &Passage<'_>, words: &Words, found: &mut Vec<Finding>) {
    for (i, range) in words.terms().names_in(passage.text) {
        let Some(name) = words.names().nth(i) else {
            continue;
        };
        let was = &passage.text[range.clone()];
        let capitals = !was.bytes().any(|b| b.is_ascii_lowercase());
        // “vault” may be any vault, “trust center” any trust center.
        if was == name || capitals || is_ordinary(name) || words.knows(was) {
            continue;
        }
        let message = say!("The name “{name}” is written “{was}” here", name, was);
        let hint = say!("Write “{with}”.", with = name);
        found.push(Finding::new(range, message, hint).with([name]));
    }
}

/// Whether a name is made of nothing but ordinary words.
fn is_ordinary(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .all(|word| word.is_ascii() && english::knows(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::texts::trial::trial_with;

    const GLOSSARY: &str = r#"
        [terms]
        "Corvane Cloud" = { zh-Hans = "Corvane 云" }
        "GitHub" = ""
        "Vault" = ""

        [prefer]
        "e-mail" = "email"
        "sub-processor" = { en = "subprocessor", zh-Hans = "子处理者", why = { en = "One spelling everywhere.", zh-Hans = "统一写法。" } }
        "login" = "log-in page"
        "internet" = "Internet"

        [avoid]
        "state of the art" = "Say what it does instead."
        "行业领先" = { en = "Say what it does.", zh-Hans = "请说明它的作用。" }
    "#;

    fn found(code: &str, locale: &str, text: &str) -> Vec<(String, Vec<String>)> {
        trial_with(&Words::read(GLOSSARY, ""), code, locale, text)
    }

    fn pair(was: &str, with: &str) -> (String, Vec<String>) {
        (was.to_owned(), vec![with.to_owned()])
    }

    #[test]
    fn names_in_other_letters_are_found_and_near_misses_are_not() {
        let found = |text: &str| found("name-spelling", "en", text);
        assert_eq!(
            found("In corvane cloud and **Corvane** cloud, on Github"),
            [
                pair("corvane cloud", "Corvane Cloud"),
                pair("Corvane cloud", "Corvane Cloud"),
                pair("Github", "GitHub"),
            ]
        );
        assert_eq!(found("在 corvane 云中"), [pair("corvane 云", "Corvane 云")]);
        let fine = "CORVANE CLOUD and Corvane Cloud, github.com, a vault, <https://github.com/a>, \
                    `github`, me@github.com, corvane clouds, /github";
        assert_eq!(found(fine), []);
    }

    #[test]
    fn preferred_words_are_offered_in_each_language() {
        let en = |text: &str| found("preferred-term", "en", text);
        assert_eq!(
            en("E-mail each sub-processor by e-mail"),
            [
                pair("E-mail", "Email"),
                pair("sub-processor", "subprocessor"),
                pair("e-mail", "email")
            ]
        );
        assert_eq!(en("on the internet"), [pair("internet", "Internet")]);
        assert_eq!(
            en("the log-in page, an Internet, INTERNET, e-mails, email"),
            []
        );
        let zh = found("preferred-term", "zh-Hans", "每个 sub-processor");
        assert_eq!(zh, [pair("sub-processor", "子处理者")]);
        assert_eq!(found("preferred-term", "fr", "sub-processor"), []);
    }

    #[test]
    fn words_to_avoid_are_found_in_any_language() {
        let en = found("forbidden-term", "en", "State of the art tools");
        assert_eq!(en, [("State of the art".to_owned(), vec![])]);
        assert_eq!(found("forbidden-term", "zh-Hans", "行业领先的").len(), 1);
        assert_eq!(found("forbidden-term", "en", "the state of the artist"), []);
    }

    #[test]
    fn a_glossary_that_cannot_be_used_is_a_problem() {
        let problems = |text: &str| Words::read(text, "").problems().len();
        assert_eq!(problems(GLOSSARY), 0);
        assert_eq!(problems(""), 0);
        assert_eq!(problems("[terms"), 1);
        assert_eq!(problems("[avoids]\n\"a\" = \"b\""), 1);
        assert_eq!(
            problems("[prefer]\n\"a\" = 1\n\"b\" = \"\"\n\"c\" = { en = 2 }\n"),
            3
        );
        let place = Words::read("[terms]\na = = 1", "").problems()[0]
            .place
            .clone();
        assert_eq!(
            (place.file.as_str(), place.line),
            ("glossary.toml", Some(2))
        );
    }
}
