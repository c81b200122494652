//! New pages.

use crate::error::Error;
use crate::model::PageRef;
use crate::site;
use crate::view::IndexView;

use super::Session;

impl Session {
    /// Makes a new page with a title and a page header.
    ///
    /// # Errors
    /// [`Error::Refused`] when the address is not one or is taken, [`Error::Write`] when it cannot be saved.
    pub fn add_page(&mut self, page: &PageRef, title: &str) -> Result<IndexView, Error> {
        if let Some(reason) = &self.site.read_only {
            return Err(Error::Refused(reason.clone()));
        }
        let known = self
            .site
            .settings
            .locales
            .iter()
            .any(|l| l.tag == page.locale);
        if !known || !is_address(&page.address) {
            return Err(Error::Refused(
                "Enter an address of letters, digits and hyphens, for example /security/backups. Nothing was changed.".into(),
            ));
        }
        if self.site.pages.contains_key(page) {
            return Err(Error::Refused(format!(
                "There is already a page at {}. Nothing was changed.",
                page.address
            )));
        }
        let title = toml_edit::Value::from(title.trim()).to_string();
        let title = title.trim();
        let text = format!(
            "+++\ntitle = {title}\nsummary = \"\"\n+++\n\n::: hero {{#top}}\nheading = {title}\n:::\n"
        );
        let inside = page.address.trim_matches('/');
        let path = format!(
            "pages/{}/{}.md",
            page.locale,
            if inside.is_empty() { "index" } else { inside }
        );
        self.store.replace(&path, text.as_bytes(), None)?;
        let file = site::page_file(&path, text.into_bytes(), &self.engine.kinds);
        self.site.pages.insert(page.clone(), file);
        self.reindex();
        self.check(page);
        self.index_stale = false;
        Ok(self.index_view())
    }
}

/// Whether `address` is `/` or parts of lower-case letters, digits and hyphens.
fn is_address(address: &str) -> bool {
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
    fn only_known_endings_are_pictures() {
        use super::super::index::accept_of;
        assert_eq!(accept_of("/media/a.SVG"), "image");
        assert_eq!(accept_of("/media/a.pdf"), "document");
    }
}
