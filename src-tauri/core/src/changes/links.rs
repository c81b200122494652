//! Addresses as two bundles can be compared by them.

use crate::bundle::inside;

/// How a page of a bundle names others.
#[derive(Clone, Copy)]
pub(super) struct Links<'a> {
    /// Where the site is served; empty when not decided.
    pub(super) address: &'a str,
    /// The path of the page.
    pub(super) page: &'a str,
    /// Its language.
    pub(super) locale: &'a str,
}

impl Links<'_> {
    /// The path in the bundle that an address leads to, with a slash before it; for a place of the page
    /// itself only the place, and other addresses as they are.
    pub(super) fn path(&self, href: &str) -> String {
        let path = self.whole(href);
        let here = path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(self.page));
        match here.filter(|place| place.starts_with('#')) {
            Some(place) => place.to_owned(),
            None => path,
        }
    }

    fn whole(&self, href: &str) -> String {
        let own = href
            .strip_prefix(self.address)
            .filter(|_| !self.address.is_empty());
        if let Some(path) = own.filter(|path| path.starts_with('/')) {
            return path.to_owned();
        }
        let (path, rest) = match href.find(['#', '?']) {
            Some(at) => href.split_at(at),
            None => (href, ""),
        };
        match inside(path, self.page) {
            _ if path.is_empty() => href.to_owned(),
            Some(path) => format!("/{path}{rest}"),
            None => href.to_owned(),
        }
    }

    /// A path without the language that it is in, so that one change in two languages is one.
    pub(super) fn everywhere(&self, path: &str) -> String {
        let inner = path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(self.locale));
        match inner.filter(|rest| rest.starts_with('/')) {
            Some(rest) => format!("/*{rest}"),
            None => path.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_place_is_the_same_path() {
        let links = Links {
            address: "https://x.example",
            page: "en/a/b.html",
            locale: "en",
        };
        for href in [
            "https://x.example/en/c.html#d",
            "../c.html#d",
            "/en/c.html#d",
        ] {
            assert_eq!(links.path(href), "/en/c.html#d");
        }
        assert_eq!(links.path("mailto:a@b.example"), "mailto:a@b.example");
        assert_eq!(
            links.path("https://x.example.org/"),
            "https://x.example.org/"
        );
        assert_eq!(links.path("#e"), "#e");
        assert_eq!(links.path("https://x.example/en/a/b.html#e"), "#e");
        assert_eq!(links.everywhere("/en/c.html"), "/*/c.html");
    }
}
