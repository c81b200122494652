//! What a text says that does not depend on its language: numbers, dates, links, headings, tables.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::render::markdown::options;

use super::dates::{Dated, dates};
use super::numbers::{Numbers, numbers};

/// The facts of one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) numbers: Numbers,
    pub(super) dates: Vec<Dated>,
    /// Months that are named alone.
    pub(super) months: Vec<u32>,
    /// Addresses inside the site.
    pub(super) inside: BTreeSet<String>,
    /// Addresses elsewhere, without what names a language.
    pub(super) outside: BTreeSet<String>,
    pub(super) mails: BTreeSet<String>,
    /// Links to files of the site; which file may differ by language.
    pub(super) files: usize,
    /// Headings in order: anchor and text.
    pub(super) headings: Vec<(Option<String>, String)>,
    /// Rows of each table.
    pub(super) tables: Vec<usize>,
    pub(super) pictures: usize,
    /// Items of lists.
    pub(super) items: usize,
    /// The words alone.
    pub(super) plain: String,
}

impl Facts {
    /// Of plain text.
    pub(super) fn plain(text: &str) -> Self {
        let mut facts = Self {
            plain: text.to_owned(),
            ..Self::default()
        };
        facts.read_words();
        facts
    }

    /// Of Markdown.
    pub(super) fn markdown(text: &str) -> Self {
        let mut facts = Self::default();
        let mut heading: Option<(Option<String>, String)> = None;
        let mut rows = 0;
        for event in Parser::new_ext(text, options()) {
            match event {
                Event::Text(text) | Event::Code(text) => {
                    facts.plain.push_str(&text);
                    if let Some((_, words)) = &mut heading {
                        words.push_str(&text);
                    }
                }
                Event::SoftBreak | Event::HardBreak => facts.plain.push('\n'),
                Event::Start(Tag::Heading { level, id, .. }) if level != HeadingLevel::H1 => {
                    heading = Some((id.map(|id| id.to_string()), String::new()));
                }
                Event::End(TagEnd::Heading(_)) => {
                    facts.headings.extend(heading.take());
                    facts.plain.push('\n');
                }
                Event::Start(Tag::Link { dest_url, .. }) => facts.link(&dest_url),
                Event::Start(Tag::Image { .. }) => facts.pictures += 1,
                Event::Start(Tag::Table(_)) => rows = 0,
                Event::Start(Tag::TableRow) => rows += 1,
                Event::End(TagEnd::Table) => facts.tables.push(rows),
                Event::Start(Tag::Item) => facts.items += 1,
                Event::End(
                    TagEnd::Paragraph
                    | TagEnd::Item
                    | TagEnd::TableCell
                    | TagEnd::TableHead
                    | TagEnd::CodeBlock,
                ) => facts.plain.push('\n'),
                _ => {}
            }
        }
        facts.read_words();
        facts
    }

    fn read_words(&mut self) {
        let text = without_addresses(&self.plain, &mut self.mails);
        let (dates, months, rest) = dates(&text);
        self.numbers = numbers(&rest);
        for date in &dates {
            // The other language may say only the year of it, or say it in another form.
            for part in [date.year, Some(date.month), date.day]
                .into_iter()
                .flatten()
            {
                self.numbers.maybe(part.to_string());
            }
        }
        self.dates = dates;
        self.months = months;
    }

    /// Counts in one link.
    pub(super) fn link(&mut self, to: &str) {
        let to = to.trim();
        if let Some(mail) = to.strip_prefix("mailto:") {
            let mail = mail.split('?').next().unwrap_or_default();
            self.mails.insert(mail.to_lowercase());
        } else if to.starts_with("/media/") {
            self.files += 1;
        } else if to.starts_with('/') || to.starts_with('#') {
            let slash = |path: &str| {
                if path == "/" {
                    "/".to_owned()
                } else {
                    path.trim_end_matches('/').to_owned()
                }
            };
            self.inside.insert(match to.split_once('#') {
                Some((path, anchor)) => format!("{}#{anchor}", slash(path)),
                None => slash(to),
            });
        } else if !to.is_empty() {
            self.outside.insert(without_language(to));
        }
    }
}

/// Whether a sign is one of those that are written without blanks between words.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// Mail and web addresses in plain words are blanked out, so that their digits are no numbers.
fn without_addresses(text: &str, mails: &mut BTreeSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let part =
        |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '(' | ')' | '"' | ',' | ';');
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|c| !part(c)).unwrap_or(rest.len());
        if length == 0 {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let word = &rest[..length];
        let mail = word
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        if mail {
            mails.insert(word.trim_matches(|c| matches!(c, '.' | ':')).to_lowercase());
        }
        if mail || word.contains("://") {
            out.push(' ');
        } else {
            out.push_str(word);
        }
        rest = &rest[length..];
    }
    out
}

/// An address elsewhere without the parts that only name a language.
fn without_language(to: &str) -> String {
    let lower = to.to_ascii_lowercase();
    let (scheme, rest) = lower.split_once("://").unwrap_or(("", &lower));
    if scheme.is_empty() && !lower.starts_with("//") {
        // tel: and the like: only what is dialled counts.
        return lower
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '(' | ')'))
            .collect();
    }
    let rest = rest.trim_start_matches('/');
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let is_language = |part: &str| {
        let mut words = part.split(['-', '_']);
        let first = words.next().unwrap_or_default();
        let tail: Vec<&str> = words.collect();
        first.len() == 2
            && first.bytes().all(|b| b.is_ascii_alphabetic())
            && tail.iter().all(|word| {
                matches!(word.len(), 2 | 4) && word.bytes().all(|b| b.is_ascii_alphabetic())
            })
    };
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && !is_language(part))
        .collect();
    let query: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            !pair.is_empty()
                && !["lang", "language", "locale", "hl"]
                    .contains(&pair.split('=').next().unwrap_or_default())
        })
        .collect();
    let question = if query.is_empty() { "" } else { "?" };
    format!("{}{question}{}", parts.join("/"), query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_elsewhere_may_name_the_language() {
        let same =
            |a: &str, b: &str| assert_eq!(without_language(a), without_language(b), "{a} {b}");
        same(
            "https://Example.com/en-us/terms/",
            "http://example.com/zh-cn/terms",
        );
        same(
            "https://example.com/x?lang=en&a=1",
            "https://example.com/x?a=1&lang=zh",
        );
        same("tel:+353 1-555", "tel:+3531555");
        assert_ne!(
            without_language("https://a.example/x"),
            without_language("https://a.example/y")
        );
    }

    #[test]
    fn markdown_gives_its_facts() {
        let facts = Facts::markdown(
            "## Backups {#backups}\n\nWrite to [us](mailto:Trust@example.com) or sales@example.com, see [here](/faq/#top) and [there](https://x.example/en/2024).\n\n1. One\n2. Two\n\n| A | B |\n|---|---|\n| 15 | 35 |\n\n![x](/media/a.png) [paper](/media/p-2.pdf)",
        );
        assert_eq!(facts.headings, [(Some("backups".into()), "Backups".into())]);
        assert_eq!(
            facts.mails.iter().collect::<Vec<_>>(),
            ["sales@example.com", "trust@example.com"]
        );
        assert_eq!(facts.inside.iter().collect::<Vec<_>>(), ["/faq#top"]);
        assert_eq!(
            (
                facts.items,
                facts.files,
                facts.pictures,
                facts.tables.as_slice()
            ),
            (2, 1, 1, &[1][..])
        );
        let numbers: Vec<&String> = facts.numbers.sure.keys().collect();
        assert_eq!(
            numbers,
            ["15", "2", "35"],
            "One and Two are words: {numbers:?}"
        );
    }
}
