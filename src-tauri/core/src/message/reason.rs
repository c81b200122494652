//! Reasons that others give for a failure: the operating system and the parser of settings and fields.

use std::borrow::Cow;
use std::io::{Error, ErrorKind};

use crate::say;

use super::{Language, Message, Say, catalogue};

/// The operating system's reason, in plain words where it is a common one.
pub fn system(error: &Error) -> Message {
    match error.kind() {
        ErrorKind::NotFound => say!("there is no such file or folder"),
        ErrorKind::PermissionDenied => say!("you may not do that there"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => say!("there is no space left"),
        ErrorKind::ReadOnlyFilesystem => say!("the disk can only be read"),
        ErrorKind::AlreadyExists => say!("there is something of that name already"),
        ErrorKind::NotADirectory => say!("it is not a folder"),
        ErrorKind::IsADirectory => say!("it is a folder"),
        ErrorKind::FileTooLarge => say!("the file is too large for this disk"),
        ErrorKind::ResourceBusy => say!("another program is using it"),
        ErrorKind::TimedOut => say!("the disk did not answer in time"),
        ErrorKind::InvalidFilename => say!("the name is not allowed there"),
        // Rare, and in the words and the language of the system.
        _ => Message::alike(&error.to_string()),
    }
}

impl Say for Error {
    fn say(&self, language: Language) -> Cow<'_, str> {
        Cow::Owned(system(self).get(language).to_owned())
    }
}

/// What the parser says of settings or fields that cannot be read. In Chinese, parts that the catalogue
/// does not know are left out: the line is said anyway.
pub fn parser(text: &str) -> Message {
    let text = text.trim_end_matches('.').replace('\n', "; ");
    let mut letters = text.chars();
    let en = letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    });
    let (what, expected) = match en.split_once(", expected ") {
        Some((what, expected)) => (what, Some(expected)),
        None => (en.as_str(), None),
    };
    // “missing field `format`”: the name stays as it is.
    let (what, name) = match what.split_once('`') {
        Some((before, rest)) if catalogue::parser(what).is_none() => {
            (before, rest.split('`').next())
        }
        _ => (what, None),
    };
    // “invalid type: integer `1`”: what it is instead stands in the file.
    let what = what.split(':').next().unwrap_or(what).trim_end();
    let mut zh_hans = catalogue::parser(what).unwrap_or("写法有误").to_owned();
    if let Some(name) = name {
        zh_hans.push_str(&format!("“{name}”"));
    }
    let marks = expected
        .and_then(marks)
        .filter(|_| catalogue::parser(what).is_some());
    if let Some(marks) = marks {
        zh_hans.push_str(&format!("，此处应为{}", marks.join("或")));
    }
    Message { en, zh_hans }
}

/// The marks that the parser expected, when it expected nothing but marks: they stand in backquotes.
fn marks(expected: &str) -> Option<Vec<String>> {
    let mark = |text: &str| Some(format!("“{}”", text.strip_prefix('`')?.strip_suffix('`')?));
    expected.split(", ").map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_said_in_both_languages() {
        let said = |kind: ErrorKind| {
            let error = Error::from(kind);
            let chinese = error.say(Language::Chinese).into_owned();
            (error.say(Language::English).into_owned(), chinese)
        };
        let (english, chinese) = said(ErrorKind::StorageFull);
        assert_eq!(
            (english.as_str(), chinese.as_str()),
            ("there is no space left", "磁盘空间不足")
        );
        assert_eq!(said(ErrorKind::BrokenPipe).0, said(ErrorKind::BrokenPipe).1);
    }

    #[test]
    fn what_the_parser_says_holds_no_english_in_chinese() {
        for toml in [
            "a",
            "a = ",
            "a = b",
            "a = \"b",
            "a = 1\na = 2",
            "= 1",
            "[a",
            "a = [1",
            "a = {b = 1",
        ] {
            let error = toml::from_str::<toml::Table>(toml).expect_err(toml);
            let message = parser(error.message());
            assert!(!message.is_empty());
            let chinese = message.get(Language::Chinese);
            assert!(
                !chinese.contains("写法有误"),
                "{}: {chinese}",
                error.message()
            );
            assert!(
                !chinese.chars().any(|c| c.is_ascii_alphabetic()),
                "{chinese}"
            );
        }
        let unclosed = parser("unclosed array, expected `]`, `,`");
        assert_eq!(
            unclosed.get(Language::Chinese),
            "列表的方括号没有成对，此处应为“]”或“,”"
        );
        for text in [
            "missing field `format`",
            "invalid type: integer `1`, expected a string",
            "no such words",
        ] {
            let chinese = parser(text).get(Language::Chinese).replace("format", "");
            assert!(
                !chinese.chars().any(|c| c.is_ascii_alphabetic()),
                "{chinese}"
            );
        }
    }
}
