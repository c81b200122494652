//! Breadcrumbs: derived where that says the same as what was written, else kept.

use std::collections::BTreeMap;

use crate::model::PageRef;
use crate::value::{Fields, Value};

use super::draft::Breadcrumb;

/// What a breadcrumb needs to know of a page.
#[derive(Debug, Clone)]
pub(super) struct Named<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// What its breadcrumb calls it, where that differs from its title.
    pub(super) short: Option<&'a str>,
}

/// What the front matter of a page says of its breadcrumb.
pub(super) fn fields(
    page: &PageRef,
    written: Option<&Breadcrumb>,
    pages: &BTreeMap<PageRef, Named<'_>>,
) -> Fields {
    let mut fields = Fields::new();
    let mut say = |how: &str| fields.insert("breadcrumb".to_owned(), Value::Text(how.to_owned()));
    match written {
        None if page.address == "/" => {}
        None => drop(say("none")),
        Some(written) if derived(page, pages) == written.links => {}
        Some(written) => {
            say("own");
            let crumb = |(label, to): &(String, String)| {
                let pair = [("label", label), ("to", to)];
                let pair = pair.map(|(name, text)| (name.to_owned(), Value::Text(text.clone())));
                Value::Group(Fields::from(pair))
            };
            let crumbs = written.links.iter().map(crumb).collect();
            fields.insert("crumbs".to_owned(), Value::List(crumbs));
        }
    }
    fields
}

/// The links of the breadcrumb that a page has by itself: the pages above it. The front page has none.
fn derived(page: &PageRef, pages: &BTreeMap<PageRef, Named<'_>>) -> Vec<(String, String)> {
    if page.address == "/" {
        return Vec::new();
    }
    let ends = page.address.match_indices('/');
    let above = ends.map(|(at, _)| if at == 0 { "/" } else { &page.address[..at] });
    above
        .filter_map(|address| {
            let known = pages.get(&PageRef::new(page.locale.as_str(), address))?;
            let label = known.short.unwrap_or(known.title);
            Some((label.to_owned(), address.to_owned()))
        })
        .collect()
}

/// What a breadcrumb calls its page, where that is not its title.
pub(super) fn short<'b>(title: &str, written: Option<&'b Breadcrumb>) -> Option<&'b str> {
    let label = written.map(|written| written.label.trim())?;
    (!label.is_empty() && label != title).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breadcrumb_is_kept_only_where_it_differs() {
        let named = |title| Named { title, short: None };
        let pages = BTreeMap::from([
            (
                PageRef::new("en", "/"),
                Named {
                    title: "Welcome",
                    short: Some("Home"),
                },
            ),
            (PageRef::new("en", "/a"), named("A")),
            (PageRef::new("en", "/a/b"), named("B")),
        ]);
        let written = |links: &[(&str, &str)]| Breadcrumb {
            links: links
                .iter()
                .map(|(l, t)| ((*l).to_owned(), (*t).to_owned()))
                .collect(),
            label: "B".into(),
        };
        let of = |address: &str, written: Option<&Breadcrumb>| {
            let fields = fields(&PageRef::new("en", address), written, &pages);
            fields
                .get("breadcrumb")
                .and_then(Value::as_text)
                .map(str::to_owned)
        };
        assert_eq!(
            of("/a/b", Some(&written(&[("Home", "/"), ("A", "/a")]))),
            None
        );
        assert_eq!(
            of("/a/b", Some(&written(&[("Home", "/"), ("A", "/x")]))).as_deref(),
            Some("own")
        );
        assert_eq!(
            of("/a/b", Some(&written(&[("Home", "/")]))).as_deref(),
            Some("own")
        );
        assert_eq!(of("/a/b", None).as_deref(), Some("none"));
        assert_eq!(of("/", None), None);
        assert_eq!(short("B", Some(&written(&[]))), None);
        assert_eq!(short("Title", Some(&written(&[]))), Some("B"));
    }
}
