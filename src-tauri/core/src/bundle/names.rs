//! Names of files that mean one file on every system, and stay in their folder there.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use unicode_normalization::UnicodeNormalization;

use crate::message::Message;
use crate::say;

/// Longest path and longest part of one, in bytes, and most parts.
const LONGEST: usize = 1_000;
const LONGEST_PART: usize = 255;
const DEEPEST: usize = 40;
/// What Windows takes for a device, whatever stands behind a dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A path that names a file inside a bundle, and nothing else anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SafeName<'a>(&'a str);

impl<'a> SafeName<'a> {
    /// Takes a `/`-separated path.
    ///
    /// # Errors
    /// Why it is not safe, for people.
    pub fn parse(path: &'a str) -> Result<Self, Message> {
        if path.len() > LONGEST || path.split('/').count() > DEEPEST {
            return Err(say!("Its path is too long, or has too many folders."));
        }
        for part in path.split('/') {
            if matches!(part, "" | "." | "..") {
                return Err(say!("Its path leads out of the bundle, or names no file."));
            }
            if part.len() > LONGEST_PART {
                return Err(say!("Its path is too long, or has too many folders."));
            }
            if part.chars().any(is_odd) || part.ends_with(['.', ' ']) || part.starts_with(' ') {
                return Err(say!(
                    "Its name has characters that are not seen, or that mean something else on some systems."
                ));
            }
            if is_device(part) {
                return Err(say!("Its name is that of a device on some systems."));
            }
        }
        Ok(Self(path))
    }

    /// The path.
    pub fn path(self) -> &'a str {
        self.0
    }
}

/// Whether people do not see a character, or it turns the direction of a line.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

/// Characters that mean something to a system, or that people do not see.
fn is_odd(c: char) -> bool {
    is_unseen(c)
        || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\')
        || matches!(c, '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default();
    let stem = stem.trim_end_matches(' ').to_lowercase();
    let numbered = || {
        stem.strip_prefix("com")
            .or_else(|| stem.strip_prefix("lpt"))
    };
    DEVICES.contains(&stem.as_str())
        || numbered().is_some_and(|rest| {
            let mut rest = rest.chars();
            let number = rest
                .next()
                .is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c));
            number && rest.next().is_none()
        })
}

/// What a name is on a system that tells neither case nor ways to compose a letter apart. It may make
/// more names one than any single system does, never fewer.
fn folded(name: &str) -> String {
    let lower = name.nfd().flat_map(char::to_lowercase);
    // Up and down again: “ẞ” is “ß” in lower case, and both are “SS” in upper case.
    let upper = lower.flat_map(char::to_uppercase);
    let folded: String = upper.flat_map(char::to_lowercase).collect();
    folded.nfc().collect()
}

/// The names of one bundle, each of which must stay one file of its own everywhere.
#[derive(Debug, Default)]
pub struct Names {
    /// As they are by what they are on the dullest system, and whether each is a file.
    taken: BTreeMap<String, (String, bool)>,
}

impl Names {
    /// Adds a file, and the folders that it lies in.
    ///
    /// # Errors
    /// Why it is not one file beside those before, for people.
    pub fn add(&mut self, name: SafeName<'_>) -> Result<(), Message> {
        self.add_above(name)?;
        self.take(name.0, true)
    }

    /// Adds a folder, and those that it lies in.
    ///
    /// # Errors
    /// As [`Names::add`].
    pub fn add_folder(&mut self, name: SafeName<'_>) -> Result<(), Message> {
        self.add_above(name)?;
        self.take(name.0, false)
    }

    fn add_above(&mut self, name: SafeName<'_>) -> Result<(), Message> {
        let mut ends = name.0.match_indices('/').map(|(at, _)| &name.0[..at]);
        ends.try_for_each(|folder| self.take(folder, false))
    }

    fn take(&mut self, path: &str, file: bool) -> Result<(), Message> {
        match self.taken.entry(folded(path)) {
            Entry::Vacant(free) => {
                free.insert((path.to_owned(), file));
                Ok(())
            }
            Entry::Occupied(there) => match there.get() {
                // Of files each is new; folders are named by every file in them.
                (other, false) if !file && other == path => Ok(()),
                (other, _) => Err(say!(
                    "Its name and “{other}” are one and the same on some systems.",
                    other
                )),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_something_else_somewhere_are_refused() {
        for good in [
            "index.html",
            ".well-known/security.txt",
            "zh-Hans/安全/设计.html",
            "media/white paper (2).pdf",
            "console.html",
            "com/lpt10.html",
            "a/null.txt",
        ] {
            assert!(SafeName::parse(good).is_ok(), "{good}");
        }
        let long = "a/".repeat(40) + "b";
        let wide = "a".repeat(256);
        for bad in [
            "",
            ".",
            "..",
            "/etc/passwd",
            "a//b",
            "a/../b",
            "../b",
            "a/",
            "a/.",
            "C:/x",
            "C:x",
            "a\\b",
            "\\\\host\\share",
            "a\0b",
            "a\nb",
            "a:stream",
            "a?",
            "a*",
            "a|b",
            "a<b",
            "a\"b",
            "con",
            "CON.html",
            "a/nul",
            "Aux.txt.html",
            "com1",
            "COM¹",
            "lpt9.pdf",
            "CONIN$",
            "conout$.txt",
            "nul .txt",
            "a.",
            "a ",
            " a",
            "a./b",
            "a\u{202e}b",
            "a\u{200b}b",
            "a\u{feff}",
            "a\u{e0041}",
            &long,
            &wide,
        ] {
            assert!(SafeName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_that_are_one_somewhere_collide() {
        let add = |names: &[&str]| {
            let mut all = Names::default();
            names
                .iter()
                .try_for_each(|name| all.add(SafeName::parse(name).unwrap()))
        };
        assert_eq!(add(&["a/b", "a/c", "ab", "a-b", "a/b.c"]), Ok(()));
        for pair in [
            ["a", "a"],
            ["a", "A"],
            ["a/b", "A/c"],
            ["caf\u{e9}", "cafe\u{301}"],
            ["straße", "STRASSE"],
            ["ẞ", "ss"],
            ["\u{212a}", "k"],
            ["ﬁ", "fi"],
            ["σ", "ς"],
            ["a", "a/b"],
            ["a/b", "a"],
            ["a/b/c", "A/B"],
        ] {
            assert!(add(&pair).is_err(), "{pair:?}");
        }
        // A folder that is named by itself is no file, even while nothing lies in it.
        let mut all = Names::default();
        all.add_folder(SafeName::parse("a").unwrap()).unwrap();
        assert!(all.add(SafeName::parse("a").unwrap()).is_err());
    }
}
