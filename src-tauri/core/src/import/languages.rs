//! The languages of an existing site, by how its paths mark them: `en-us/…`, `privacy-cn.html`.

use std::collections::BTreeMap;

use super::report::Language;

/// A mark found in a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// How the path marks it: a folder (`en-us`) or the end of a name (`-cn`); empty for not at all.
    pub(super) mark: String,
    /// The path without the folder of the language, in parts; the last is the name without ending.
    pub(super) parts: Vec<String>,
    /// The end of the name that marks a language too, whether or not it decides.
    pub(super) suffix: Option<String>,
}

/// Languages whose two letters are often something else, so that a folder or an ending alone does not
/// mark them: only beside another language.
const DOUBTFUL: [&str; 8] = ["it", "id", "no", "is", "my", "am", "me", "be"];

/// Languages by their folders or endings: the marks, and the locale.
const LANGUAGES: [(&str, &str); 44] = [
    ("en", "en"),
    ("zh", "zh-Hans"),
    ("cn", "zh-Hans"),
    ("chs", "zh-Hans"),
    ("tw", "zh-Hant"),
    ("hk", "zh-Hant"),
    ("cht", "zh-Hant"),
    ("de", "de"),
    ("fr", "fr"),
    ("es", "es"),
    ("pt", "pt"),
    ("it", "it"),
    ("nl", "nl"),
    ("sv", "sv"),
    ("da", "da"),
    ("nb", "nb"),
    ("no", "no"),
    ("fi", "fi"),
    ("pl", "pl"),
    ("cs", "cs"),
    ("sk", "sk"),
    ("sl", "sl"),
    ("hu", "hu"),
    ("ro", "ro"),
    ("bg", "bg"),
    ("hr", "hr"),
    ("el", "el"),
    ("tr", "tr"),
    ("ru", "ru"),
    ("uk", "uk"),
    ("ja", "ja"),
    ("jp", "ja"),
    ("ko", "ko"),
    ("kr", "ko"),
    ("ar", "ar"),
    ("he", "he"),
    ("hi", "hi"),
    ("th", "th"),
    ("vi", "vi"),
    ("id", "id"),
    ("ms", "ms"),
    ("et", "et"),
    ("lv", "lv"),
    ("lt", "lt"),
];

/// The locale that a mark such as `en-us`, `zh_CN` or `zh-hant` names.
pub(super) fn of_folder(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let (language, region) = match name.split_once('-') {
        Some((language, region)) => (language, Some(region)),
        None => (name.as_str(), None),
    };
    let locale = LANGUAGES.iter().find(|(mark, _)| *mark == language)?.1;
    match region {
        None => Some(locale.to_owned()),
        Some("tw" | "hk" | "mo" | "hant" | "hant-tw" | "hant-hk") if language == "zh" => {
            Some("zh-Hant".into())
        }
        Some("cn" | "sg" | "hans" | "hans-cn") if language == "zh" => Some("zh-Hans".into()),
        Some(region) => {
            let country = region.len() == 2 && region.bytes().all(|b| b.is_ascii_alphabetic());
            let number = region.len() == 3 && region.bytes().all(|b| b.is_ascii_digit());
            ((country || number) && language == locale).then(|| locale.to_owned())
        }
    }
}

/// Whether a mark needs another language beside it to be believed.
fn is_doubtful(mark: &str) -> bool {
    DOUBTFUL.contains(&mark.to_ascii_lowercase().as_str())
}

/// Finds how paths of pages mark their languages.
pub(super) fn marks(paths: &[&str]) -> Vec<Marked> {
    let certain = paths.iter().any(|path| {
        folder(path)
            .is_some_and(|(at, _)| !is_doubtful(path.split('/').nth(at).unwrap_or_default()))
    });
    paths.iter().map(|path| marked(path, certain)).collect()
}

/// The folder of a path that names a language: the first, or the one below it.
fn folder(path: &str) -> Option<(usize, String)> {
    let folders: Vec<&str> = path.split('/').collect();
    let folders = &folders[..folders.len() - 1];
    let mut first = folders.iter().take(2).enumerate();
    first.find_map(|(at, name)| Some((at, of_folder(name)?)))
}

fn marked(path: &str, certain: bool) -> Marked {
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    let name = parts.pop().unwrap_or_default();
    let stem = stem(&name);
    let suffix = suffix(stem).map(|at| stem[at..].to_owned());
    let folder = folder(path).filter(|(at, _)| certain || !is_doubtful(&parts[*at]));
    let mark = match (&folder, &suffix) {
        (Some((at, _)), _) => parts.remove(*at),
        (None, Some(suffix)) => suffix.clone(),
        (None, None) => String::new(),
    };
    parts.push(stem.to_owned());
    Marked {
        mark,
        parts,
        suffix,
    }
}

/// A name without the ending of a page.
pub(super) fn stem(name: &str) -> &str {
    let lower = name.to_ascii_lowercase();
    let ending = [".html", ".htm", ".xhtml", ".md", ".markdown"]
        .into_iter()
        .find(|ending| lower.ends_with(ending) && lower.len() > ending.len());
    &name[..name.len() - ending.map_or(0, str::len)]
}

/// Where the end of a name begins that marks a language: `-cn`, `.zh`, `_en-us`.
fn suffix(stem: &str) -> Option<usize> {
    let marks = ["en", "zh", "cn", "chs", "cht", "tw", "hk"];
    stem.char_indices()
        .filter(|(at, c)| *at > 0 && matches!(c, '-' | '_' | '.'))
        .find(|(at, c)| {
            let mark = &stem[at + 1..];
            let known = marks.contains(&mark.to_ascii_lowercase().as_str());
            let dotted = *c == '.' && !is_doubtful(mark);
            let region = mark.len() > 3 && (mark.starts_with("en") || mark.starts_with("zh"));
            (known || dotted || region) && of_folder(mark).is_some()
        })
        .map(|(at, _)| at)
}

/// The locale that a mark stands for by itself.
pub(super) fn of_mark(mark: &str) -> Option<String> {
    of_folder(mark.trim_start_matches(['-', '_', '.']))
}

/// The languages of a source: each mark with its locale and how often it is found. Where there is no
/// mark, `unmarked` is the language.
pub(super) fn languages<'a>(marks: impl Iterator<Item = &'a str>, unmarked: &str) -> Vec<Language> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for mark in marks {
        *counts.entry(mark).or_default() += 1;
    }
    let mut counts: Vec<(&str, u32)> = counts.into_iter().collect();
    // Folders first, the most frequent first: they decide what the plain locale is.
    let is_end = |mark: &str| mark.is_empty() || mark.starts_with(['-', '_', '.']);
    counts.sort_by_key(|(mark, pages)| (is_end(mark), std::cmp::Reverse(*pages)));
    let mut found: Vec<Language> = Vec::new();
    for (mark, pages) in counts {
        let plain = of_mark(mark).unwrap_or_else(|| unmarked.to_owned());
        let taken = !is_end(mark) && found.iter().any(|language| language.locale == plain);
        let locale = if taken { with_region(mark) } else { plain };
        found.push(Language {
            mark: mark.to_owned(),
            locale,
            pages,
        });
    }
    found
}

/// `en-gb` as a locale of its own beside `en`.
fn with_region(mark: &str) -> String {
    let mark = mark.replace('_', "-");
    match mark.split_once('-') {
        Some((language, region)) => {
            format!(
                "{}-{}",
                language.to_ascii_lowercase(),
                region.to_ascii_uppercase()
            )
        }
        None => mark.to_ascii_lowercase(),
    }
}

/// The language of a text by its letters, for want of a mark: Chinese, Japanese, Korean, Russian, or
/// `declared`, or English.
pub(super) fn by_letters(text: &str, declared: Option<&str>) -> String {
    let counts = Letters::of(text);
    let most = counts.total / 5;
    if counts.kana > most / 4 && counts.kana > 0 && counts.han + counts.kana > most {
        "ja".into()
    } else if counts.han > most {
        "zh-Hans".into()
    } else if counts.hangul > most {
        "ko".into()
    } else if counts.cyrillic > most * 2 {
        "ru".into()
    } else {
        let declared = declared.and_then(of_folder);
        let latin =
            declared.filter(|tag| !matches!(tag.as_str(), "zh-Hans" | "zh-Hant" | "ja" | "ko"));
        latin.unwrap_or_else(|| "en".into())
    }
}

/// How many letters of a text are of which script.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Letters {
    pub(super) total: usize,
    pub(super) han: usize,
    kana: usize,
    hangul: usize,
    cyrillic: usize,
}

impl Letters {
    /// Counts the letters of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut counts = Self::default();
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            counts.total += 1;
            match c {
                '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => counts.han += 1,
                '\u{3040}'..='\u{30ff}' => counts.kana += 1,
                '\u{ac00}'..='\u{d7af}' => counts.hangul += 1,
                '\u{400}'..='\u{52f}' => counts.cyrillic += 1,
                _ => {}
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str) -> (String, String, Option<String>) {
        let marked = marks(&[path]).remove(0);
        (marked.mark, marked.parts.join("/"), marked.suffix)
    }

    #[test]
    fn folders_and_endings_mark_languages() {
        let is = |path: &str, mark: &str, parts: &str, suffix: Option<&str>| {
            let expected = (mark.to_owned(), parts.to_owned(), suffix.map(str::to_owned));
            assert_eq!(one(path), expected, "{path}");
        };
        is("en-us/security/design.md", "en-us", "security/design", None);
        is(
            "zh-cn/blog/post-cn.md",
            "zh-cn",
            "blog/post-cn",
            Some("-cn"),
        );
        is("docs/de/a/b.html", "de", "docs/a/b", None);
        is("homepage-en.md", "-en", "homepage-en", Some("-en"));
        is("faq.zh.html", ".zh", "faq.zh", Some(".zh"));
        is("faq_zh-CN.htm", "_zh-CN", "faq_zh-CN", Some("_zh-CN"));
        is("it/default.md", "", "it/default", None);
        is("Terms of use", "", "Terms of use", None);
        is("opt-in.md", "", "opt-in", None);
        let beside = marks(&["en/a.md", "it/a.md"]);
        assert_eq!(beside[1].mark, "it");
    }

    #[test]
    fn locales_follow_their_marks() {
        for (mark, locale) in [
            ("en-us", Some("en")),
            ("EN", Some("en")),
            ("zh_CN", Some("zh-Hans")),
            ("zh-tw", Some("zh-Hant")),
            ("zh-Hant", Some("zh-Hant")),
            ("pt-br", Some("pt")),
            ("es-419", Some("es")),
            ("de", Some("de")),
            ("security", None),
            ("en-joy", None),
            ("cn-en", None),
            ("", None),
        ] {
            assert_eq!(of_folder(mark).as_deref(), locale, "{mark}");
        }
    }

    #[test]
    fn two_regions_of_a_language_are_two_locales() {
        let marks = ["en-us", "en-us", "en-gb", "zh-cn", "-cn", ""];
        let found = languages(marks.into_iter(), "en");
        let pairs: Vec<(&str, &str, u32)> = found
            .iter()
            .map(|l| (l.mark.as_str(), l.locale.as_str(), l.pages))
            .collect();
        assert_eq!(
            pairs,
            [
                ("en-us", "en", 2),
                ("en-gb", "en-GB", 1),
                ("zh-cn", "zh-Hans", 1),
                ("", "en", 1),
                ("-cn", "zh-Hans", 1)
            ]
        );
    }

    #[test]
    fn letters_tell_a_language_without_a_mark() {
        assert_eq!(by_letters("我们假定系统已经遭到入侵。", None), "zh-Hans");
        assert_eq!(
            by_letters(
                "Security 安全 of your data and its protection",
                Some("zh-cn")
            ),
            "en"
        );
        assert_eq!(by_letters("お客様のデータの保存先", None), "ja");
        assert_eq!(by_letters("Datenschutz", Some("de-DE")), "de");
        assert_eq!(by_letters("", None), "en");
    }
}
