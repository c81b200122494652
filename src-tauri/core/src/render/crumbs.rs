//! The breadcrumb of a page: made from the addresses, unless its settings list another or none.

use tera::Value as Out;

use crate::site::PageFile;
use crate::value::Value;

use super::frame::entry;
use super::links::Scope;
use super::values::Resolver;

/// The breadcrumb's levels, this page last; none where the page wants none.
pub(super) fn of(scope: &Scope<'_>, file: &PageFile, resolver: &mut Resolver<'_>) -> Vec<Out> {
    let chosen = file.page.front.fields.get("breadcrumb");
    match chosen.and_then(Value::as_text) {
        Some("none") => Vec::new(),
        Some("own") => own(scope, file, resolver),
        _ => derived(scope),
    }
}

/// The levels that the page lists, each perhaps without a link.
fn own(scope: &Scope<'_>, file: &PageFile, resolver: &mut Resolver<'_>) -> Vec<Out> {
    let listed = file.page.front.fields.get("crumbs");
    let listed = listed.and_then(Value::as_list).unwrap_or_default();
    let levels = listed.iter().filter_map(|level| {
        let level = level.as_group()?;
        let text = |name: &str| level.get(name).and_then(Value::as_text).unwrap_or("");
        let link = resolver.link(text("to"));
        let href = link.get_from_path("href").and_then(Out::as_str);
        Some(crumb(text("label"), href.unwrap_or_default()))
    });
    let mut crumbs: Vec<Out> = levels.collect();
    let page = scope.page;
    let info = scope.index.any_page(&page.locale, &page.address);
    crumbs.extend(info.map(|info| crumb(&info.short, "")));
    crumbs
}

/// From the front page down to this page, by their addresses. Levels without a page of their own are
/// left out.
fn derived(scope: &Scope<'_>) -> Vec<Out> {
    let (locale, address) = (scope.page.locale.as_str(), scope.page.address.as_str());
    if address == "/" {
        return Vec::new();
    }
    let ends = address
        .match_indices('/')
        .map(|(i, _)| if i == 0 { "/" } else { &address[..i] });
    let mut crumbs = Vec::new();
    for level in ends.chain([address]) {
        let own = level == address;
        let Some(info) = (if own {
            scope.index.any_page(locale, level)
        } else {
            scope.index.page(locale, level)
        }) else {
            continue;
        };
        let href = if own {
            String::new()
        } else {
            scope.page_href(locale, level, &info.output)
        };
        crumbs.push(crumb(&info.short, &href));
    }
    crumbs
}

fn crumb(label: &str, href: &str) -> Out {
    entry([("label", Out::from(label)), ("href", Out::from(href))])
}
