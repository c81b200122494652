//! The state of translations, kept in the site as plain data: for every translated page what its
//! original said when a person last marked each section as in step.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::error::Error;
use crate::message::{self, Message};
use crate::model::PageRef;
use crate::page::{Block, Content, Page};
use crate::say;

/// The site path of the file.
pub const FILE: &str = "state/translations.toml";

const HEAD: &str =
    "# What each translation was last in step with: the text of its original at that time.\n";

/// What is known of every translated page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    /// By page, then by the locale of its original.
    pages: BTreeMap<String, BTreeMap<String, Record>>,
    /// Why the file cannot be read, if so; it is not written then.
    pub fault: Option<Message>,
}

/// What is known of one translated page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Record {
    /// The original's own settings when they were marked; none when they never were.
    pub settings: Option<String>,
    /// Differences of the settings that were there when they were marked.
    pub accepted: Vec<String>,
    /// Its sections that were marked, in the order of the original.
    pub sections: Vec<Known>,
}

/// One section of the original as it was when its translation was marked as in step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Known {
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: Option<String>,
    /// Its text.
    pub text: String,
    /// Differences of the two languages that were there when it was marked.
    pub accepted: Vec<String>,
}

impl Record {
    /// For each block of the original, what is known of it: by id, by equal text, then by kind in order.
    pub fn of(&self, original: &Page) -> Vec<Option<&Known>> {
        let mut found: Vec<Option<usize>> = vec![None; original.blocks.len()];
        let mut taken = vec![false; self.sections.len()];
        type Rule<'r> = &'r dyn Fn(&Known, &Block) -> bool;
        let rules: [Rule<'_>; 3] = [
            &|known, block| known.id.is_some() && known.id == block.id && known.kind == block.kind,
            &|known, block| known.kind == block.kind && known.text == source(original, block),
            &|known, block| known.kind == block.kind && (known.id.is_none() || block.id.is_none()),
        ];
        for rule in rules {
            for (i, block) in original.blocks.iter().enumerate() {
                if found[i].is_some() {
                    continue;
                }
                let mut all = self.sections.iter().enumerate();
                if let Some((at, _)) = all.find(|(at, known)| !taken[*at] && rule(known, block)) {
                    found[i] = Some(at);
                    taken[at] = true;
                }
            }
        }
        found
            .into_iter()
            .map(|at| at.and_then(|at| self.sections.get(at)))
            .collect()
    }
}

/// The text of a section that is compared and kept: what is between its fences, or all of it when that
/// cannot be told.
pub fn source(page: &Page, block: &Block) -> String {
    let whole = block.kind.is_empty() || matches!(&*block.content, Content::Unreadable(_));
    let range = if whole {
        block.range.clone()
    } else {
        block.body.clone()
    };
    plain(&page.text[range])
}

/// The text of a page's own settings.
pub fn settings_source(page: &Page) -> String {
    plain(&page.text[page.front.range.clone()])
}

fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// What a page is called in the file.
fn key(page: &PageRef) -> String {
    let slash = if page.address.starts_with('/') {
        ""
    } else {
        "/"
    };
    format!("{}{slash}{}", page.locale, page.address)
}

impl Records {
    /// Reads the file. One that cannot be read knows nothing and says why.
    pub fn read(toml: &str) -> Self {
        match toml::from_str(toml) {
            Ok(pages) => Self { pages, fault: None },
            Err(error) => Self {
                pages: BTreeMap::new(),
                fault: Some(say!(
                    "The file {file} cannot be read: {reason}. Nothing was changed. Correct that file, or remove it to begin anew.",
                    file = FILE,
                    reason = message::parser(error.message())
                )),
            },
        }
    }

    /// What is known of a translated page against its original's locale.
    pub fn get(&self, translation: &PageRef, original: &str) -> Option<&Record> {
        self.pages.get(&key(translation))?.get(original)
    }
}

/// The file's text with another record for one page; everything else keeps its bytes.
///
/// # Errors
/// [`Error::Refused`] when the file cannot be read.
pub fn written(
    toml: &str,
    translation: &PageRef,
    original: &str,
    record: &Record,
) -> Result<String, Error> {
    let mut document = document(toml)?;
    let page = document
        .entry(&key(translation))
        .or_insert_with(|| Item::Table(implicit()))
        .as_table_mut()
        .ok_or_else(|| {
            Error::Refused(say!(
                "The file {file} holds a value where a page should be. Nothing was changed.",
                file = FILE
            ))
        })?;
    page.insert(original, Item::Table(table(record)));
    let text = document.to_string();
    Ok(if toml.trim().is_empty() {
        format!("{HEAD}{text}")
    } else {
        text
    })
}

/// The file's text after a page got another address, or was taken out.
///
/// # Errors
/// [`Error::Refused`] when the file cannot be read.
pub fn renamed(toml: &str, from: &PageRef, to: Option<&PageRef>) -> Result<String, Error> {
    let mut document = document(toml)?;
    let Some(item) = document.remove(&key(from)) else {
        return Ok(toml.to_owned());
    };
    if let Some(to) = to {
        document.insert(&key(to), item);
    }
    Ok(document.to_string())
}

fn document(toml: &str) -> Result<DocumentMut, Error> {
    if let Some(fault) = Records::read(toml).fault {
        return Err(Error::Refused(fault));
    }
    toml.parse().map_err(|_| {
        Error::Refused(say!(
            "The file {file} cannot be read. Nothing was changed.",
            file = FILE
        ))
    })
}

fn implicit() -> Table {
    let mut table = Table::new();
    table.set_implicit(true);
    table
}

fn table(record: &Record) -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    if let Some(settings) = &record.settings {
        table.insert("settings", value(settings.as_str()));
    }
    if !record.accepted.is_empty() {
        table.insert("accepted", list(&record.accepted));
    }
    let mut sections = ArrayOfTables::new();
    for known in &record.sections {
        let mut section = Table::new();
        section.decor_mut().set_prefix("\n");
        section.insert("kind", value(known.kind.as_str()));
        if let Some(id) = &known.id {
            section.insert("id", value(id.as_str()));
        }
        section.insert("text", value(known.text.as_str()));
        if !known.accepted.is_empty() {
            section.insert("accepted", list(&known.accepted));
        }
        sections.push(section);
    }
    if !sections.is_empty() {
        table.insert("sections", Item::ArrayOfTables(sections));
    }
    table
}

fn list(texts: &[String]) -> Item {
    value(
        texts
            .iter()
            .map(String::as_str)
            .collect::<toml_edit::Array>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            settings: Some("title = \"Home\"\nsummary = \"s\"".into()),
            accepted: vec![],
            sections: vec![
                Known {
                    kind: "text".into(),
                    id: Some("a".into()),
                    text: "## One {#one}\n\nIt says \"so\", 中文, '''x''' and \\ too.".into(),
                    accepted: vec!["number body: 1 | 2".into()],
                },
                Known {
                    kind: "hero".into(),
                    id: None,
                    text: "heading = \"One\"".into(),
                    accepted: vec![],
                },
            ],
        }
    }

    #[test]
    fn a_record_reads_back_and_leaves_the_others_alone() {
        let (one, two) = (
            PageRef::new("zh-Hans", "/security"),
            PageRef::new("zh-Hans", "shared:helpful"),
        );
        let text = written("", &one, "en", &record()).unwrap();
        assert!(text.starts_with("# What each translation"), "{text}");
        assert_eq!(Records::read(&text).get(&one, "en"), Some(&record()));
        assert_eq!(Records::read(&text).get(&one, "de"), None);
        let commented = text.clone() + "\n# by hand\n";
        let both = written(&commented, &two, "en", &record()).unwrap();
        assert_eq!(Records::read(&both).get(&two, "en"), Some(&record()));
        assert!(
            both.starts_with(&text) && both.contains("# by hand"),
            "{both}"
        );
        let again = written(&both, &one, "en", &record()).unwrap();
        assert_eq!(Records::read(&again), Records::read(&both));
        assert_eq!(written(&again, &one, "en", &record()).unwrap(), again);
        let moved = renamed(&again, &one, Some(&PageRef::new("zh-Hans", "/trust"))).unwrap();
        let moved = Records::read(&moved);
        assert!(moved.get(&one, "en").is_none());
        assert_eq!(
            moved.get(&PageRef::new("zh-Hans", "/trust"), "en"),
            Some(&record())
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_is_never_written() {
        let broken = "x = [";
        assert!(Records::read(broken).fault.is_some());
        let page = PageRef::new("zh-Hans", "/");
        assert!(written(broken, &page, "en", &record()).is_err());
        assert!(written("\"zh-Hans/\" = 1\n", &page, "en", &record()).is_err());
    }
}
