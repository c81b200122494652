//! Changes of a site's structure, planned before anything is touched: which files hold what afterwards,
//! and what a person should know before it is done. Nothing here writes; the session carries a plan out.

pub mod add;
pub mod menu;
pub mod moves;
pub mod order;
pub mod redirects;
pub mod remove;
pub mod sections;

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::error::Error;
use crate::message::Message;
use crate::model::PageRef;
use crate::page::{self, Target};
use crate::render::Engine;
use crate::say;
use crate::site::Site;
use crate::uses::Use;
use crate::value::Value;
use crate::view::{EditLabel, Step};

/// One edit of several files, ready to be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it is called in undo.
    pub label: EditLabel,
    /// Site paths with what each file holds afterwards; `None` takes a file out.
    pub files: Vec<(String, Option<String>)>,
    /// A page to bring into view afterwards.
    pub show: Option<PageRef>,
}

impl Plan {
    fn of(verb: &str, kind: &str, files: Files) -> Self {
        Self {
            label: EditLabel::of(verb, kind),
            files: files.into_iter().collect(),
            show: None,
        }
    }
}

/// What a change would touch, for people to look at before they decide.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Effect {
    /// How many links are concerned.
    pub links: u32,
    /// Where they stand, one entry for each file.
    pub places: Vec<LinkPlace>,
    /// Addresses of the pages concerned, each with its new one; the same when it stays.
    pub pages: Vec<(String, String)>,
    /// Why it cannot be done, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub problem: Option<Message>,
}

/// A file with links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LinkPlace {
    /// Site path of the file.
    pub file: String,
    /// The page that the file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub page: Option<PageRef>,
    /// How many links in it are concerned.
    pub links: u32,
}

/// What files hold while a plan is made, by site path.
type Files = BTreeMap<String, Option<String>>;

/// Counts uses by file.
fn places<'a>(uses: impl IntoIterator<Item = &'a Use>) -> (u32, Vec<LinkPlace>) {
    let mut places: BTreeMap<&str, LinkPlace> = BTreeMap::new();
    let mut links = 0;
    for one in uses {
        links += 1;
        let place = places.entry(&one.file).or_insert_with(|| LinkPlace {
            file: one.file.clone(),
            page: one.page.clone(),
            links: 0,
        });
        place.links += 1;
    }
    (links, places.into_values().collect())
}

/// A refusal that says that nothing was changed.
fn refused(message: Message) -> Error {
    Error::Refused(message.and(&say!("Nothing was changed.")))
}

/// Whether `address` is `/` or parts of lower-case letters, digits and hyphens.
pub fn is_address(address: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part.len() <= 64
            && !part.starts_with('-')
            && part != "index"
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    address == "/"
        || address
            .strip_prefix('/')
            .is_some_and(|rest| rest.split('/').all(part))
}

/// Whether any locale has a page at `address`.
pub fn is_taken(site: &Site, address: &str) -> bool {
    site.pages.keys().any(|page| page.address == address)
}

/// `wanted`, with a number after it when there is a page already.
pub fn free_address(site: &Site, wanted: &str) -> String {
    if !is_taken(site, wanted) {
        return wanted.to_owned();
    }
    let stem = wanted
        .rsplit_once('-')
        .filter(|(_, n)| n.parse::<u32>().is_ok())
        .map_or(wanted, |(stem, _)| stem);
    (2_u32..)
        .map(|n| format!("{stem}-{n}"))
        .find(|address| !is_taken(site, address))
        .unwrap_or_else(|| wanted.to_owned())
}

/// The address above: `/` for pages at the top.
pub fn parent(address: &str) -> &str {
    match address.rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((above, _)) => above,
    }
}

/// Whether `address` is `of` or below it.
fn is_within(address: &str, of: &str) -> bool {
    address
        .strip_prefix(of)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// `text` of a page with one of its own settings changed.
fn with_setting(
    engine: &Engine,
    text: &str,
    name: &str,
    value: Option<&Value>,
) -> Result<String, Error> {
    let body_of = |kind: &str| engine.kinds.body_of(kind);
    let page = page::parse(text, None, &body_of);
    if page.front.fields.get(name) == value {
        return Ok(text.to_owned());
    }
    let path = [Step::Name(name.to_owned())];
    let splices = page::set(&page, Target::Front, &path, value, &body_of)?;
    Ok(page::apply(text, &splices))
}

/// `text` as a TOML string.
fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_plain() {
        assert!(is_address("/") && is_address("/security") && is_address("/security/sub-2"));
        for bad in [
            "", "security", "//", "/a/", "/A", "/a b", "/../x", "/index", "/-a",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn pages_stand_below_others() {
        assert_eq!(parent("/a/b"), "/a");
        assert_eq!(parent("/a"), "/");
        assert!(is_within("/a/b", "/a") && is_within("/a", "/a") && !is_within("/ab", "/a"));
    }
}
