//! What the engine says, in every language that the window speaks: the English stands in the code, and
//! the others in `messages/`, found by the English.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{Date, Localised};

mod catalogue;
mod reason;

pub use reason::{parser, system};

/// A language of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Its tag, as in the labels of fields.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-Hans",
        }
    }

    /// The one that readers of a locale understand best: Chinese for any Chinese, else English.
    pub fn nearest(locale: &str) -> Self {
        if locale.starts_with("zh") {
            Self::Chinese
        } else {
            Self::English
        }
    }
}

/// Something said to a person, in every language of the window. Made by [`say!`](crate::say).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Message {
    /// In English.
    en: String,
    /// In Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    zh_hans: String,
}

impl Message {
    /// A message by its English pattern and the values of its places; [`say!`](crate::say) checks that
    /// they fit.
    pub fn new(pattern: &str, values: &[(&str, &dyn Say)]) -> Self {
        let chinese = catalogue::translated(pattern).unwrap_or(pattern);
        Self {
            en: filled(pattern, values, Language::English),
            zh_hans: filled(chinese, values, Language::Chinese),
        }
    }

    /// Words that are the same in every language: a name, or what another program says.
    fn alike(text: &str) -> Self {
        Self {
            en: text.to_owned(),
            zh_hans: text.to_owned(),
        }
    }

    /// What the site itself says, in each language that it says it in.
    pub fn of_site(words: &Localised) -> Self {
        let say = |language: Language| words.get(language.tag()).to_owned();
        Self {
            en: say(Language::English),
            zh_hans: say(Language::Chinese),
        }
    }

    /// The message in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh_hans,
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }

    /// This and then `next`, each a sentence that ends as sentences do.
    #[must_use]
    pub fn and(&self, next: &Self) -> Self {
        if self.is_empty() || next.is_empty() {
            return if next.is_empty() { self } else { next }.clone();
        }
        Self {
            en: format!("{} {}", ended(&self.en, "."), next.en),
            zh_hans: format!("{}{}", ended(&self.zh_hans, "。"), next.zh_hans),
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

fn ended<'a>(sentence: &'a str, stop: &str) -> Cow<'a, str> {
    if sentence.ends_with(['.', '。', '?', '？', '!', '！']) {
        Cow::Borrowed(sentence)
    } else {
        Cow::Owned(format!("{sentence}{stop}"))
    }
}

/// Puts values into the `{places}` of a pattern.
fn filled(pattern: &str, values: &[(&str, &dyn Say)], language: Language) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, (name, after))) = rest
        .split_once('{')
        .and_then(|(before, place)| Some((before, place.split_once('}')?)))
    {
        out.push_str(before);
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            out.push_str(&value.say(language));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A value that a message can hold.
pub trait Say {
    /// The value in a language of the window.
    fn say(&self, language: Language) -> Cow<'_, str>;
}

impl<T: Say + ?Sized> Say for &T {
    fn say(&self, language: Language) -> Cow<'_, str> {
        (**self).say(language)
    }
}

impl Say for Message {
    fn say(&self, language: Language) -> Cow<'_, str> {
        Cow::Borrowed(self.get(language))
    }
}

impl Say for Localised {
    fn say(&self, language: Language) -> Cow<'_, str> {
        Cow::Borrowed(self.get(language.tag()))
    }
}

impl Say for str {
    fn say(&self, _: Language) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Say for String {
    fn say(&self, _: Language) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Say for Path {
    fn say(&self, _: Language) -> Cow<'_, str> {
        self.to_string_lossy()
    }
}

impl Say for PathBuf {
    fn say(&self, _: Language) -> Cow<'_, str> {
        self.to_string_lossy()
    }
}

/// Values that are written the same in every language.
macro_rules! alike {
    ($($kind:ty),*) => {$(
        impl Say for $kind {
            fn say(&self, _: Language) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )*};
}

alike!(u32, u64, usize, Date);

/// Whether a pattern has exactly the places that `names` fill.
#[doc(hidden)]
pub const fn fits(pattern: &str, names: &[&str]) -> bool {
    let (mut places, mut at) = (0, 0);
    while at < pattern.len() {
        if pattern.as_bytes()[at] == b'{' {
            places += 1;
        }
        at += 1;
    }
    let mut name = 0;
    while name < names.len() {
        let used = times(pattern.as_bytes(), names[name].as_bytes());
        if used == 0 || used > places {
            return false;
        }
        places -= used;
        name += 1;
    }
    places == 0
}

/// How often `{name}` stands in a pattern.
const fn times(pattern: &[u8], name: &[u8]) -> usize {
    let (mut found, mut at) = (0, 0);
    while at + name.len() + 1 < pattern.len() {
        let mut same = pattern[at] == b'{' && pattern[at + name.len() + 1] == b'}';
        let mut i = 0;
        while same && i < name.len() {
            same = pattern[at + 1 + i] == name[i];
            i += 1;
        }
        if same {
            found += 1;
        }
        at += 1;
    }
    found
}

/// Says something to a person: an English pattern, and a value for each of its `{places}` by name. The
/// pattern is looked up in `messages/`, so it is one literal without escapes.
///
/// ```
/// use trustdesk_core::say;
/// let page = "/security";
/// let message = say!("Two files are the page {address}: this one and {other}", address = page, other = "b");
/// assert_eq!(message.to_string(), "Two files are the page /security: this one and b");
/// ```
#[macro_export]
macro_rules! say {
    (@value $name:ident) => { &$name };
    (@value $name:ident $value:expr) => { &$value };
    ($pattern:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const {
            assert!(
                $crate::message::fits($pattern, &[$(stringify!($name)),*]),
                "the places of the pattern and the named values differ"
            );
        }
        $crate::message::Message::new(
            $pattern,
            &[$((
                stringify!($name),
                $crate::say!(@value $name $($value)?) as &dyn $crate::message::Say,
            )),*],
        )
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_must_fit() {
        assert!(fits("a", &[]) && fits("{a}", &["a"]) && fits("{a} {b} {a}", &["b", "a"]));
        assert!(!fits("a", &["a"]) && !fits("{a}", &[]) && !fits("{a} {ab}", &["a", "b"]));
        assert!(!fits("{ab}", &["a"]) && !fits("{a", &["a"]));
    }

    #[test]
    fn values_are_said_in_the_language_and_never_filled_again() {
        let label = Localised::Each(
            [("en", "Title {label}"), ("zh-Hans", "标题")]
                .map(|(tag, text)| (tag.to_owned(), text.to_owned()))
                .into(),
        );
        let message = say!("“{label}” is empty", label);
        assert_eq!(message.to_string(), "“Title {label}” is empty");
        assert_eq!(message.get(Language::Chinese), "“标题”为空");
        let both = message.and(&say!("Fill it in."));
        assert_eq!(
            both.get(Language::English),
            "“Title {label}” is empty. Fill it in."
        );
        assert_eq!(both.get(Language::Chinese), "“标题”为空。请填写。");
        assert_eq!(both.and(&Message::default()), both);
    }
}
