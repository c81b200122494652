//! Style sheets and pictures inside the review file: each once, however many pages show it, and no more
//! than a mail can carry.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use regex::{Captures, Regex};
use sha2::{Digest, Sha256};

use crate::bundle::{Bundle, inside};
use crate::error::Error;
use crate::served::media_type;
use crate::store::Hash;

/// Stands on both sides of the number of an asset in a page.
pub(super) const PLACE: char = '\u{E000}';
/// Larger pictures and fonts are left out.
const LARGEST: u64 = 1024 * 1024;
/// All of them together are at most this.
const MOST: u64 = 12 * 1024 * 1024;
/// How a place that changed is shown.
const MARKS: &str =
    "[data-changed]{outline:3px solid #b45309;outline-offset:-3px}a{cursor:default}";

/// Addresses in style sheets.
static URLS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"\s]*))\s*\)"#).ok());
/// Style sheets that ask for others.
static IMPORTS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)@import\b[^;]*;?").ok());

/// What pages of the review file are shown with.
#[derive(Debug, Default)]
pub(super) struct Assets {
    /// What stands at each place.
    pub(super) list: Vec<String>,
    /// Digests of the style sheets, as a content security policy has them.
    pub(super) styles: Vec<String>,
    known: BTreeMap<(String, Hash), Option<usize>>,
    bytes: u64,
}

impl Assets {
    /// The place of a style sheet, with all that it needs; nothing for one that is not there.
    pub(super) fn style(&mut self, bundle: &Bundle, file: &str) -> Result<String, Error> {
        let Some(hash) = bundle.manifest().hash(file) else {
            return Ok(String::new());
        };
        let key = (file.to_owned(), hash);
        if let Some(Some(at)) = self.known.get(&key) {
            return Ok(place(*at));
        }
        let text = bundle.text(file)?.unwrap_or_default();
        let css = self.closed(bundle, file, &text)?;
        let at = self.add_style(&css);
        self.known.insert(key, Some(at));
        Ok(place(at))
    }

    /// The place of the style sheet that marks what changed.
    pub(super) fn marks(&mut self) -> String {
        let key = (String::new(), Hash::of(MARKS.as_bytes()));
        let known = self.known.get(&key).copied().flatten();
        let at = known.unwrap_or_else(|| self.add_style(MARKS));
        self.known.insert(key, Some(at));
        place(at)
    }

    /// The place of a picture; none for one that is not there or too large.
    pub(super) fn picture(&mut self, bundle: &Bundle, file: &str) -> Result<Option<String>, Error> {
        if !media_type(file).starts_with("image/") {
            return Ok(None);
        }
        Ok(self.data(bundle, file)?.map(place))
    }

    /// A file as a data address; none for one that is not there or too large.
    fn data(&mut self, bundle: &Bundle, file: &str) -> Result<Option<usize>, Error> {
        let Some(stated) = bundle.manifest().get(file) else {
            return Ok(None);
        };
        let key = (media_type(file).to_owned(), stated.hash);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let fits = stated.bytes <= LARGEST && self.bytes + stated.bytes <= MOST;
        let at = if fits {
            self.bytes += stated.bytes;
            let bytes = STANDARD.encode(bundle.read(file)?);
            Some(self.add(format!("data:{};base64,{bytes}", media_type(file))))
        } else {
            None
        };
        self.known.insert(key, at);
        Ok(at)
    }

    /// A style sheet that asks for nothing outside the review file.
    fn closed(&mut self, bundle: &Bundle, file: &str, css: &str) -> Result<String, Error> {
        let Some((urls, imports)) = URLS.as_ref().zip(IMPORTS.as_ref()) else {
            return Ok(String::new());
        };
        let css = css.replace("\r\n", "\n").replace(['\r', '\0', PLACE], "\n");
        let css = imports.replace_all(&css, "");
        let addresses: Vec<String> = urls
            .captures_iter(&css)
            .map(|found| address(&found))
            .collect();
        for address in &addresses {
            if let Some(path) = inside(address, file) {
                self.data(bundle, &path)?;
            }
        }
        let with = |found: &Captures<'_>| {
            let address = address(found);
            if address.starts_with('#') || address.starts_with("data:") {
                return format!("url(\"{address}\")");
            }
            let data = inside(&address, file).and_then(|path| self.known_data(bundle, &path));
            format!("url(\"{}\")", data.unwrap_or("data:,"))
        };
        // What stands in a style element ends at the first end tag.
        Ok(urls.replace_all(&css, with).replace("</", "<\\/"))
    }

    fn known_data(&self, bundle: &Bundle, file: &str) -> Option<&str> {
        let key = (media_type(file).to_owned(), bundle.manifest().hash(file)?);
        self.list.get((*self.known.get(&key)?)?).map(String::as_str)
    }

    fn add_style(&mut self, css: &str) -> usize {
        self.styles.push(digest(css));
        self.add(format!("<style>{css}</style>"))
    }

    fn add(&mut self, text: String) -> usize {
        self.list.push(text);
        self.list.len() - 1
    }
}

fn address(found: &Captures<'_>) -> String {
    let parts = (1..4).filter_map(|at| found.get(at));
    parts.map(|part| part.as_str()).collect()
}

fn place(at: usize) -> String {
    format!("{PLACE}{at}{PLACE}")
}

/// The digest of a script or style sheet, as a content security policy has it.
pub(super) fn digest(text: &str) -> String {
    format!(
        "'sha256-{}'",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}
