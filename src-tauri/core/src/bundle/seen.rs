//! What a visitor of one page sees, as one digest. Approvals are bound to it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;

use crate::error::Error;
use crate::served::decoded;
use crate::store::Hash;

use super::Bundle;

/// Addresses in a page.
static ADDRESSES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r##"(?:src|href|poster)="([^"#?]+)"##).ok());

/// Other pages, and what is said beside a page for programs: no part of what one page shows.
const BESIDE: [&str; 8] = [
    ".html",
    ".json",
    ".md",
    ".atom",
    ".ics",
    ".xml",
    ".txt",
    "favicon.svg",
];

/// A digest of what a page shows: its own bytes, and those of its style sheet and of every picture and
/// document that it shows or links to.
///
/// # Errors
/// As [`Bundle::read`].
pub fn seen(bundle: &Bundle, page: &str) -> Result<Hash, Error> {
    let bytes = bundle.read(page)?;
    Ok(seen_of(bundle, page, &bytes))
}

/// The same of a page whose bytes were read already.
pub(crate) fn seen_of(bundle: &Bundle, page: &str, bytes: &[u8]) -> Hash {
    let text = String::from_utf8_lossy(bytes);
    let mut all = format!("{}  {page}\n", Hash::of(bytes));
    for path in files_of(&text, page) {
        if let Some(hash) = bundle.manifest().hash(&path) {
            let _ = writeln!(all, "{hash}  {path}");
        }
    }
    Hash::of(all.as_bytes())
}

/// The files of the bundle that a page shows or links to, by path.
pub(crate) fn files_of(html: &str, page: &str) -> BTreeSet<String> {
    let found = ADDRESSES.iter().flat_map(|one| one.captures_iter(html));
    let addresses = found.filter_map(|one| Some(one.get(1)?.as_str()));
    addresses
        .filter(|address| !BESIDE.iter().any(|end| address.ends_with(end)))
        .filter_map(|address| inside(address, page))
        .collect()
}

/// The path that an address in `page` leads to; `None` for one that leaves the bundle.
pub(crate) fn inside(address: &str, page: &str) -> Option<String> {
    if address.contains(':') || address.starts_with("//") {
        return None;
    }
    let address = decoded(address)?;
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from_root = address.strip_prefix('/');
    let mut parts: Vec<&str> = match from_root {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in from_root.unwrap_or(&address).split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_from_the_page_and_from_the_root() {
        let html = r#"<a href="../media/a%20b.pdf#p2"><img src="/media/c.svg"><a href="https://x.example/d.pdf"><a href="other.html"><a href="../../../e.pdf">"#;
        let found: Vec<String> = files_of(html, "en/privacy/index.html")
            .into_iter()
            .collect();
        assert_eq!(found, ["en/media/a b.pdf", "media/c.svg"]);
    }
}
