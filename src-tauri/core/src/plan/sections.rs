//! Sections between pages: as text that can be carried anywhere, and as shared sections.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::model::PageRef;
use crate::page::{self, Block, Content, Page};
use crate::render::{Engine, shared};
use crate::say;
use crate::site::Site;
use crate::value::Value;

use super::{Files, Plan, free_address, quoted, refused};

fn page_of<'a>(site: &'a Site, page: &PageRef) -> Result<&'a crate::site::PageFile, Error> {
    site.pages.get(page).ok_or(Error::Stale("page"))
}

/// A section as text, to be put anywhere.
///
/// # Errors
/// [`Error::Stale`] when it is gone.
pub fn copied(site: &Site, page: &PageRef, at: usize) -> Result<String, Error> {
    let page = &page_of(site, page)?.page;
    let block = page.blocks.get(at).ok_or(Error::Stale("section"))?;
    let text = page.text[block.range.clone()].replace("\r\n", "\n");
    Ok(format!("{}\n", text.trim_end()))
}

/// Names that sections and headings of a page have.
fn names(text: &str) -> BTreeSet<String> {
    text.match_indices("{#")
        .map(|(i, _)| name_at(&text[i + 2..]).to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn name_at(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
        .unwrap_or(text.len());
    &text[..end]
}

/// Sections' text with names that the page has not, links to them within the text included.
fn renamed(text: &str, taken: &BTreeSet<String>) -> String {
    let mut taken = taken.clone();
    let mut text = text.to_owned();
    for name in names(&text) {
        if taken.insert(name.clone()) {
            continue;
        }
        let stem = name
            .rsplit_once('-')
            .filter(|(_, n)| n.parse::<u32>().is_ok())
            .map_or(name.as_str(), |(stem, _)| stem)
            .to_owned();
        let free = (2_u32..)
            .map(|n| format!("{stem}-{n}"))
            .find(|free| !taken.contains(free))
            .unwrap_or_default();
        text = replaced(&text, "{#", &name, &free);
        text = replaced(&text, "](#", &name, &free);
        taken.insert(free);
    }
    text
}

/// `text` with `name` replaced where it stands whole after `mark`.
fn replaced(text: &str, mark: &str, name: &str, new: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(i) = rest.find(mark) {
        let (before, after) = rest.split_at(i + mark.len());
        out.push_str(before);
        let found = name_at(after);
        out.push_str(if found == name { new } else { found });
        rest = &after[found.len()..];
    }
    out + rest
}

/// `page` with sections given as text put at a position.
fn with_sections(engine: &Engine, page: &Page, at: usize, text: &str) -> Result<String, Error> {
    let parsed = page::parse(text.trim(), None, &|kind| engine.kinds.body_of(kind));
    let whole = |block: &Block| {
        !block.kind.is_empty() && !matches!(&*block.content, Content::Unreadable(_))
    };
    if parsed.blocks.is_empty() || !parsed.blocks.iter().all(whole) {
        return Err(refused(say!("What was copied is no section.")));
    }
    let eol = if page.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let text = renamed(text.trim(), &names(&page.text)).replace('\n', eol);
    let old = &page.text;
    if let Some(next) = page.blocks.get(at) {
        let place = next.range.start;
        return Ok(format!(
            "{}{text}{eol}{eol}{}",
            &old[..place],
            &old[place..]
        ));
    }
    let gap = match () {
        () if old.is_empty() || old.ends_with(&eol.repeat(2)) => "",
        () if old.ends_with('\n') => eol,
        () => "\n\n",
    };
    Ok(format!("{old}{gap}{text}{eol}"))
}

/// Plans putting sections, given as text, at a position of a page.
///
/// # Errors
/// [`Error::Refused`] when the text is no section.
pub fn paste(
    engine: &Engine,
    site: &Site,
    page: &PageRef,
    at: usize,
    text: &str,
) -> Result<Plan, Error> {
    let file = page_of(site, page)?;
    let new = with_sections(engine, &file.page, at, text)?;
    let files = Files::from([(file.path.clone(), Some(new))]);
    Ok(Plan::of("paste", kind_of(text), files))
}

/// Plans moving a section to the end of another page.
///
/// # Errors
/// [`Error::Stale`] when a page or the section is gone.
pub fn to_page(
    engine: &Engine,
    site: &Site,
    page: &PageRef,
    at: usize,
    to: &PageRef,
) -> Result<Plan, Error> {
    if page == to {
        return Err(refused(say!("The section is on this page already.")));
    }
    let (from, into) = (page_of(site, page)?, page_of(site, to)?);
    let text = copied(site, page, at)?;
    let without = page::apply(&from.page.text, &page::remove_block(&from.page, at)?);
    let with = with_sections(engine, &into.page, into.page.blocks.len(), &text)?;
    let files = Files::from([
        (from.path.clone(), Some(without)),
        (into.path.clone(), Some(with)),
    ]);
    Ok(Plan::of("move-to-page", kind_of(&text), files))
}

/// The kind that a section's text names.
fn kind_of(text: &str) -> &str {
    let line = text.trim_start().trim_start_matches(':').trim_start();
    name_at(line)
}

/// Plans making a section a shared one: in every language in which the page has a section of the same
/// kind and name, its text moves to a file of its own, and the page shows it from there.
///
/// # Errors
/// [`Error::Refused`] when it is shared already or cannot be read.
pub fn share(
    site: &Site,
    page: &PageRef,
    at: usize,
    title: &str,
    wanted: &str,
) -> Result<Plan, Error> {
    let file = page_of(site, page)?;
    let block = file.page.blocks.get(at).ok_or(Error::Stale("section"))?;
    if block.kind.is_empty() || block.fields().is_none() {
        return Err(refused(say!(
            "A section that cannot be read cannot be shared."
        )));
    }
    if block.kind == "shared" {
        return Err(refused(say!("This section is shared already.")));
    }
    if page.is_shared() {
        return Err(refused(say!("A shared section cannot hold another.")));
    }
    if title.trim().is_empty() {
        return Err(refused(say!("Enter a title.")));
    }
    let address = free_address(site, &format!("{}{wanted}", PageRef::SHARED));
    let mut files = Files::new();
    for (other, file) in site.pages.iter().filter(|(p, _)| p.address == page.address) {
        let same = |b: &Block| b.kind == block.kind && b.id.is_some() && b.id == block.id;
        let at = if other == page {
            Some(at)
        } else {
            file.page.blocks.iter().position(same)
        };
        let Some(at) = at else { continue };
        let own = &file.page.blocks[at];
        let title = if other == page {
            title.trim().to_owned()
        } else {
            title_in(own, title)
        };
        let text = copied(site, other, at)?;
        let body = text.split_once('\n').map_or("", |(_, rest)| rest);
        let fence = ":".repeat(own.colons);
        let id = own
            .id
            .as_ref()
            .map(|id| format!(" {{#{id}}}"))
            .unwrap_or_default();
        let shared = format!(
            "+++\ntitle = {}\n+++\n\n{fence} {}{id}\n{body}",
            quoted(&title),
            own.kind
        );
        let target = PageRef::new(other.locale.as_str(), address.as_str());
        files.insert(target.new_path(), Some(shared));
        let id = address.trim_start_matches(PageRef::SHARED);
        let stand_in = format!("::: shared{}\nuse = \"{id}\"\n:::", attributes(own));
        let splices = page::replace_block(&file.page, at, &stand_in)?;
        files.insert(
            file.path.clone(),
            Some(page::apply(&file.page.text, &splices)),
        );
    }
    Ok(Plan::of("share", &block.kind, files))
}

/// What a section says of itself, else the title given.
fn title_in(block: &Block, otherwise: &str) -> String {
    let fields = block.fields();
    let said = ["title", "heading"]
        .iter()
        .find_map(|name| fields?.get(*name)?.as_text());
    said.filter(|t| !t.is_empty())
        .unwrap_or(otherwise.trim())
        .to_owned()
}

/// ` {#id flag}` of a section.
fn attributes(block: &Block) -> String {
    let id = block.id.iter().map(|id| format!("#{id}"));
    let words: Vec<String> = id.chain(block.flags.iter().cloned()).collect();
    if words.is_empty() {
        String::new()
    } else {
        format!(" {{{}}}", words.join(" "))
    }
}

/// Plans giving a page its own copy of a shared section.
///
/// # Errors
/// [`Error::Refused`] when the section is not shared, or what it shows is gone.
pub fn own(engine: &Engine, site: &Site, page: &PageRef, at: usize) -> Result<Plan, Error> {
    let file = page_of(site, page)?;
    let block = file.page.blocks.get(at).ok_or(Error::Stale("section"))?;
    let id = shared::used_by(block).ok_or_else(|| refused(say!("This section is not shared.")))?;
    let source = shared::find(site, &page.locale, id)
        .and_then(|page| site.pages.get(&page))
        .filter(|source| !source.page.blocks.is_empty())
        .ok_or_else(|| refused(say!("The shared section is not there or empty.")))?;
    let blocks = source.page.blocks.iter();
    let texts: Vec<String> = blocks
        .map(|inner| {
            let text = source.page.text[inner.range.clone()].replace("\r\n", "\n");
            let (_, body) = text.split_once('\n').unwrap_or((&text, ""));
            let mut named = inner.clone();
            for flag in &block.flags {
                if !named.has(flag) {
                    named.flags.push(flag.clone());
                }
            }
            let fence = ":".repeat(inner.colons);
            format!(
                "{fence} {}{}\n{}",
                inner.kind,
                attributes(&named),
                body.trim_end()
            )
        })
        .collect();
    let without = page::apply(&file.page.text, &page::remove_block(&file.page, at)?);
    let without = page::parse(without, None, &|kind| engine.kinds.body_of(kind));
    let text = renamed(&texts.join("\n\n"), &names(&without.text));
    let splices = page::replace_block(&file.page, at, &text)?;
    let new = page::apply(&file.page.text, &splices);
    let files = Files::from([(file.path.clone(), Some(new))]);
    Ok(Plan::of("own", &block.kind, files))
}

/// The title of a shared section.
pub fn title(site: &Site, page: &PageRef) -> Option<String> {
    let title = site.pages.get(page)?.page.front.fields.get("title");
    title.and_then(Value::as_text).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_taken_get_a_number_and_links_follow() {
        let taken = names("::: text {#a}\n## T {#b}\n:::\n");
        let text = "::: text {#a aside}\nSee [x](#b) and [y](#bc).\n## U {#b}\n:::";
        assert_eq!(
            renamed(text, &taken),
            "::: text {#a-2 aside}\nSee [x](#b-2) and [y](#bc).\n## U {#b-2}\n:::"
        );
    }

    #[test]
    fn the_kind_is_the_first_word() {
        assert_eq!(kind_of("::: call-to-action {#x}\n"), "call-to-action");
    }
}
