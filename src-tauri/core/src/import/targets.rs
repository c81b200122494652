//! Where links and pictures lead, by what the source holds.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;

use crate::model::PageRef;
use crate::served::decoded;

use super::draft::Targets;
use super::media::Media;
use super::source::{Class, Source};

/// A page that links may lead to.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// Its path in the source.
    pub(super) path: String,
    /// Its address in the new site.
    pub(super) page: PageRef,
    /// Where the existing site serves it, when it says so itself.
    pub(super) permalink: Option<String>,
}

impl Known {
    /// Where the existing site serves it, without the first slash.
    pub(super) fn served(&self) -> String {
        match &self.permalink {
            Some(path) => path.trim_start_matches('/').to_owned(),
            None => served(&self.path),
        }
    }
}

/// Where a page of a source is served: Jekyll makes `.html` of `.md`.
pub(super) fn served(path: &str) -> String {
    let stem = path
        .strip_suffix(".md")
        .or_else(|| path.strip_suffix(".markdown"));
    stem.map_or_else(|| path.to_owned(), |stem| format!("{stem}.html"))
}

/// Everything that links of a source may lead to.
#[derive(Debug)]
pub(super) struct Places<'a> {
    source: &'a Source,
    media: &'a Media,
    pages: Vec<Known>,
    by_path: HashMap<String, usize>,
    files: HashMap<String, usize>,
}

impl<'a> Places<'a> {
    /// The pages and files of a source.
    pub(super) fn of(source: &'a Source, media: &'a Media, pages: Vec<Known>) -> Self {
        let roots = &source.roots;
        let mut by_path = HashMap::new();
        let mut files = HashMap::new();
        // What is served comes before what is only called alike.
        for page in [served_as, written_as, alike] {
            for (i, known) in pages.iter().enumerate() {
                for name in page(known) {
                    by_path.entry(key(&name)).or_insert(i);
                }
            }
        }
        for root in roots {
            for (i, known) in pages.iter().enumerate() {
                let Some(inside) = known.path.strip_prefix(root) else {
                    continue;
                };
                let at_root = Known {
                    path: inside.to_owned(),
                    ..known.clone()
                };
                let names = [served_as, written_as, alike].map(|names| names(&at_root));
                for name in names.into_iter().flatten() {
                    by_path.entry(key(&name)).or_insert(i);
                }
            }
        }
        let others = source.entries.iter().enumerate();
        for (i, entry) in others.filter(|(_, entry)| entry.class != Class::Page) {
            files.entry(key(&entry.path)).or_insert(i);
            for root in roots {
                if let Some(inside) = entry.path.strip_prefix(root) {
                    files.entry(key(inside)).or_insert(i);
                }
            }
        }
        Self {
            source,
            media,
            pages,
            by_path,
            files,
        }
    }

    /// What links of one page lead to.
    pub(super) fn of_page(&'a self, page: usize) -> PageTargets<'a> {
        PageTargets {
            places: self,
            page: &self.pages[page],
            missing: RefCell::default(),
        }
    }
}

/// Letters with accents are written in two ways; addresses do not tell which.
fn key(path: &str) -> String {
    path.trim_start_matches('/').nfc().collect()
}

fn served_as(page: &Known) -> Vec<String> {
    vec![page.served()]
}

fn written_as(page: &Known) -> Vec<String> {
    vec![page.path.clone()]
}

/// Other ways to name a page that servers understand: without its ending, its folder, with another ending.
fn alike(page: &Known) -> Vec<String> {
    let served = served(&page.path);
    let stem = super::languages::stem(&served).to_owned();
    let mut names = vec![
        format!("{stem}.html"),
        format!("{stem}.htm"),
        format!("{stem}/"),
    ];
    let (folder, name) = stem.rsplit_once('/').unwrap_or(("", &stem));
    if ["default", "index", "_index"].contains(&name.to_lowercase().as_str()) {
        names.extend([folder.to_owned(), format!("{folder}/")]);
    }
    if let Some(permalink) = &page.permalink {
        let plain = permalink.trim_end_matches('/');
        names.extend([
            plain.to_owned(),
            format!("{plain}/"),
            format!("{plain}/index.html"),
        ]);
    }
    names.push(stem);
    names
}

/// What links of one page lead to.
#[derive(Debug)]
pub(super) struct PageTargets<'a> {
    places: &'a Places<'a>,
    page: &'a Known,
    missing: RefCell<BTreeSet<String>>,
}

impl PageTargets<'_> {
    /// The paths in the existing site that this page uses and the source does not have.
    pub(super) fn missing(self) -> BTreeSet<String> {
        self.missing.into_inner()
    }

    /// Where an address leads, `""` for one that is not on this site.
    fn target(&self, written: &str) -> Option<String> {
        let plain = without_liquid(written.trim())?;
        let written = plain.as_str();
        if written.is_empty() || written.starts_with(['#', '?']) || is_outside(written) {
            return None;
        }
        let end = written.find(['?', '#']).unwrap_or(written.len());
        let (path, tail) = written.split_at(end);
        let (query, anchor) = tail.split_at(tail.find('#').unwrap_or(tail.len()));
        let path = decoded(path).unwrap_or_else(|| path.to_owned());
        // Zola names pages by their place among the pages.
        let path = path.replace('\\', "/");
        let path = path
            .strip_prefix('@')
            .filter(|path| path.starts_with('/'))
            .unwrap_or(&path)
            .to_owned();
        let from = [self.page.served(), self.page.path.clone()];
        let mut whole = String::new();
        for base in from.iter().rev() {
            whole = joined(base, &path);
            if let Some(page) = self.places.by_path.get(&key(&whole)) {
                return Some(self.to_page(*page, query, anchor));
            }
            if let Some(file) = self.places.files.get(&key(&whole)) {
                let name = self.places.media.take(self.places.source, *file);
                return Some(match name {
                    Some(name) => format!("/{name}{anchor}"),
                    None => format!("{}{tail}", written_plain(&whole)),
                });
            }
        }
        let path = written_plain(&whole);
        self.missing.borrow_mut().insert(path.clone());
        Some(format!("{path}{tail}"))
    }

    fn to_page(&self, page: usize, query: &str, anchor: &str) -> String {
        let page = &self.places.pages[page];
        // A query means something to the existing site alone.
        if page.page.locale == self.page.page.locale && query.is_empty() {
            return format!("{}{anchor}", page.page.address);
        }
        format!("{}{query}{anchor}", written_plain(&page.served()))
    }
}

impl Targets for PageTargets<'_> {
    fn link(&self, written: &str) -> String {
        self.target(written)
            .unwrap_or_else(|| written.trim().to_owned())
    }

    fn picture(&self, written: &str) -> String {
        self.link(written)
    }
}

/// A path from the root of the existing site, as people read it: only what would end it early stays encoded.
fn written_plain(path: &str) -> String {
    let path = path
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23");
    format!("/{}", path.trim_start_matches('/'))
}

/// An address without what Jekyll puts before it: `{{ site.baseurl }}/a`, `{{ "/a" | relative_url }}`.
/// `None` when more of it is only known to Jekyll.
fn without_liquid(address: &str) -> Option<String> {
    if !address.contains("{{") && !address.contains("{%") {
        return Some(address.to_owned());
    }
    let (inside, after) = address.strip_prefix("{{")?.split_once("}}")?;
    let inside = inside.trim();
    let quoted = || {
        let (path, filter) = inside.split_once('|')?;
        let path = path.trim().trim_matches(['"', '\'']);
        let known = ["relative_url", "absolute_url"].contains(&filter.trim());
        (known && path.starts_with('/')).then_some(path)
    };
    let start = match inside {
        "site.baseurl" | "site.url" => "",
        _ => quoted()?,
    };
    let plain = format!("{start}{after}");
    (plain.starts_with('/') && !plain.contains(['{', '}'])).then_some(plain)
}

/// Whether an address names a scheme or another server.
fn is_outside(address: &str) -> bool {
    let scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    });
    scheme || address.starts_with("//") || address.starts_with("\\\\")
}

/// `path` as it is meant on the page at `base`, from the root, as browsers read it.
fn joined(base: &str, path: &str) -> String {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => base
            .rsplit_once('/')
            .map_or(Vec::new(), |(above, _)| above.split('/').collect()),
    };
    let folder = path.ends_with('/') || path.ends_with("..") || path == ".";
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let end = if folder && !parts.is_empty() { "/" } else { "" };
    parts.join("/") + end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_as_browsers_do() {
        for (base, path, whole) in [
            ("en/a/b.html", "../c.html", "en/c.html"),
            ("en/a/b.html", "../../../../c.html", "c.html"),
            ("en/a/b.html", "/x/./y", "x/y"),
            ("en/a/b.html", "../", "en/"),
            ("b.html", "..", ""),
            ("en/b.html", "d/", "en/d/"),
        ] {
            assert_eq!(joined(base, path), whole, "{path}");
        }
    }

    #[test]
    fn what_jekyll_writes_before_addresses_is_taken_off() {
        for (written, plain) in [
            ("{{ site.baseurl }}/a.html", Some("/a.html")),
            ("{{'/a.html'|relative_url}}#b", Some("/a.html#b")),
            ("a.html", Some("a.html")),
            ("{{ page.url }}", None),
            ("{{ site.url }}{{ page.url }}", None),
            ("{% link a.md %}", None),
            ("{{", None),
        ] {
            assert_eq!(without_liquid(written).as_deref(), plain, "{written}");
        }
    }

    #[test]
    fn outside_addresses_are_told_from_paths() {
        for outside in ["https://a", "//a/b", "mailto:a@b", "javascript:x", "C:\\a"] {
            assert!(is_outside(outside), "{outside}");
        }
        for inside in ["a/b:c", "/a", "../x.html", "白皮书：一.pdf"] {
            assert!(!is_outside(inside), "{inside}");
        }
    }
}
