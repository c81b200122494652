//! What a site remembers of its import: which page was made of which, from which text, into which text.

use std::collections::BTreeMap;

use crate::model::PageRef;
use crate::page;
use crate::store::{Hash, Store};
use crate::value::{Fields, Value};

use super::report::Language;

/// Its file.
pub const FILE: &str = "state/import.toml";

/// One page that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// The file it became.
    pub(super) file: String,
    /// The digest of the source as it was.
    pub(super) source: Hash,
    /// The digest of the page as it was written.
    pub(super) written: Hash,
}

impl Known {
    /// The page that the file is.
    pub(super) fn page(&self) -> Option<PageRef> {
        PageRef::from_path(&self.file)
    }
}

/// All that is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct State {
    /// The languages as they were taken.
    pub(super) languages: Vec<Language>,
    /// The pages by their path in the source.
    pub(super) pages: BTreeMap<String, Known>,
    /// The digests of media as they were written, by their path in the site.
    pub(super) media: BTreeMap<String, Hash>,
}

impl State {
    /// What a site remembers; nothing when it was not imported or the file cannot be read.
    pub(super) fn of(site: &Store) -> Self {
        let text = site
            .read(FILE)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok());
        text.map_or_else(Self::default, |text| Self::read(&text))
    }

    fn read(toml: &str) -> Self {
        let fields = page::read_fields(toml).unwrap_or_default();
        let text = |fields: &Fields, name: &str| fields.get(name)?.as_text().map(str::to_owned);
        let languages = fields
            .get("languages")
            .and_then(Value::as_list)
            .unwrap_or_default();
        let language = |fields: &Fields| {
            Some(Language {
                mark: text(fields, "mark")?,
                locale: text(fields, "locale")?,
                pages: 0,
            })
        };
        let known = |fields: &Fields| {
            Some(Known {
                file: text(fields, "file")?,
                source: Hash::parse(&text(fields, "source")?)?,
                written: Hash::parse(&text(fields, "written")?)?,
            })
        };
        let table = |name: &str| {
            fields
                .get(name)
                .and_then(Value::as_group)
                .into_iter()
                .flatten()
        };
        Self {
            languages: languages
                .iter()
                .filter_map(|one| language(one.as_group()?))
                .collect(),
            pages: table("pages")
                .filter_map(|(path, one)| Some((path.clone(), known(one.as_group()?)?)))
                .collect(),
            media: table("media")
                .filter_map(|(path, digest)| Some((path.clone(), Hash::parse(digest.as_text()?)?)))
                .collect(),
        }
    }

    /// The text of the file.
    pub(super) fn text(&self) -> String {
        let group = |pairs: &[(&str, &str)]| {
            let pair =
                |(name, text): &(&str, &str)| ((*name).to_owned(), Value::Text((*text).to_owned()));
            Value::Group(pairs.iter().map(pair).collect())
        };
        let languages = self
            .languages
            .iter()
            .map(|one| group(&[("mark", &one.mark), ("locale", &one.locale)]));
        let plain = Fields::from([("languages".to_owned(), Value::List(languages.collect()))]);
        let pages = self.pages.iter().map(|(path, known)| {
            let (source, written) = (known.source.to_string(), known.written.to_string());
            let fields = [
                ("file", known.file.as_str()),
                ("source", &source),
                ("written", &written),
            ];
            (path.clone(), group(&fields))
        });
        let media = self
            .media
            .iter()
            .map(|(path, digest)| (path.clone(), Value::Text(digest.to_string())));
        page::settings(
            &plain,
            &[("pages", pages.collect()), ("media", media.collect())],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let state = State {
            languages: vec![Language {
                mark: "en-us".into(),
                locale: String::new(),
                pages: 0,
            }],
            pages: BTreeMap::from([(
                "en-us/A \"b\".md".to_owned(),
                Known {
                    file: "pages/en/a-b.md".into(),
                    source: Hash::of(b"a"),
                    written: Hash::of(b"b"),
                },
            )]),
            media: BTreeMap::from([("media/a b.png".to_owned(), Hash::of(b"c"))]),
        };
        assert_eq!(State::read(&state.text()), state);
        assert_eq!(State::read("x = "), State::default());
        assert_eq!(State::read(&State::default().text()), State::default());
    }
}
