//! Shared sections: written once, shown on every page that uses them.

use crate::model::PageRef;
use crate::page::Block;
use crate::site::Site;
use crate::value::Value;

use super::links::Scope;
use super::{Mode, Part, Rendered};

/// The id of the shared section that a section stands for, when it does.
pub(crate) fn used_by(block: &Block) -> Option<&str> {
    if block.kind != "shared" {
        return None;
    }
    let id = block.fields()?.get("use").and_then(Value::as_text);
    Some(id.unwrap_or_default())
}

/// The shared section `id` in `locale`, else in the site's first language.
pub(crate) fn find(site: &Site, locale: &str, id: &str) -> Option<PageRef> {
    let address = format!("{}{id}", PageRef::SHARED);
    [locale, site.settings.default_locale()]
        .into_iter()
        .map(|locale| PageRef::new(locale, address.as_str()))
        .find(|page| site.pages.contains_key(page))
}

/// A section that visitors see, or those that it stands for on a page of `locale`.
pub(super) fn shown<'a>(site: &'a Site, locale: &str, block: &'a Block) -> Vec<&'a Block> {
    if block.has("hidden") {
        return Vec::new();
    }
    let Some(id) = used_by(block) else {
        return vec![block];
    };
    let source = find(site, locale, id).and_then(|page| site.pages.get(&page));
    let blocks = source.into_iter().flat_map(|file| &file.page.blocks);
    // One that uses another would never end.
    let shown = blocks.filter(|block| block.kind != "shared" && !block.has("hidden"));
    shown.collect()
}

/// The sections of a shared file where the section at `position` of `file` stands.
pub(super) fn part<'a>(
    scope: &Scope<'a>,
    file: &crate::site::PageFile,
    position: usize,
    id: &str,
    key: &str,
    rendered: &mut Rendered,
) -> Option<Part<'a>> {
    let user = file.page.blocks.get(position)?;
    let source = find(scope.site, &scope.page.locale, id);
    let source = source.and_then(|page| scope.site.pages.get(&page));
    let mut html = String::new();
    let mut said = Vec::new();
    let (mut wide, mut kind) = (false, "shared");
    let mut place = super::beside(file, position);
    for (at, block) in source.iter().flat_map(|f| f.page.blocks.iter().enumerate()) {
        // One that uses another would never end.
        if block.kind == "shared" {
            continue;
        }
        let inner =
            source.and_then(|file| super::part_at(scope, file, at, false, "", rendered, place));
        if let Some(mut inner) = inner {
            wide |= inner.wide;
            kind = inner.kind;
            said.append(&mut inner.said);
            html.push_str(&inner.html.replace(" data-td-key=\"\"", ""));
            // Only the first of several has the place itself.
            place += if place > 0 { 2 } else { 0 };
        }
    }
    if scope.mode == Mode::Preview {
        html = format!("<div data-td-key=\"{key}\" data-td-shared>{html}</div>");
    }
    let aside = user.has("aside");
    said.iter_mut().for_each(|section| section.aside = aside);
    (!html.is_empty()).then(|| Part {
        kind,
        html,
        said,
        aside,
        wide,
        header: false,
    })
}
