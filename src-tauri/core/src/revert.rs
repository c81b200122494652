//! Brings back a page, one section or one field as an earlier version had it. Only the text is made
//! here; it becomes an edit like any other.

use serde::Deserialize;
use ts_rs::TS;

use crate::error::Error;
use crate::kinds::BODY;
use crate::merge::continued;
use crate::page::{self, BodyOf, Page, Target};
use crate::say;
use crate::value::Fields;
use crate::view::Step;

/// How much of a version to bring back. Positions are those of a [`crate::diff::SectionChange`].
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "of", rename_all = "lowercase")]
#[ts(export)]
pub enum Part {
    /// The whole page.
    Page,
    /// One section; the page's own settings when it has no positions.
    Section {
        /// Its position in the version.
        #[serde(default)]
        #[ts(optional)]
        before: Option<u32>,
        /// Its position now.
        #[serde(default)]
        #[ts(optional)]
        after: Option<u32>,
    },
    /// One field of a section, with all that is inside it.
    Field {
        /// The section's position in the version.
        #[serde(default)]
        #[ts(optional)]
        before: Option<u32>,
        /// The section's position now.
        #[serde(default)]
        #[ts(optional)]
        after: Option<u32>,
        /// The field.
        name: String,
    },
}

/// The text of `now` with `part` as it was in `then`.
///
/// # Errors
/// [`Error::Stale`] when there is no such section, [`Error::Refused`] when it cannot be edited by field.
pub fn reverted(
    now: &Page,
    then: &Page,
    part: &Part,
    body_of: BodyOf<'_>,
) -> Result<String, Error> {
    match part {
        Part::Page => Ok(then.text.to_string()),
        Part::Section { before, after } => match (index(*before), index(*after)) {
            (None, None) => front(now, then, None, body_of),
            (None, Some(here)) => Ok(applied(now, page::remove_block(now, here)?)),
            (Some(there), None) => inserted(now, then, there, body_of),
            (Some(there), Some(here)) => placed(now, then, there, here, body_of),
        },
        Part::Field {
            before,
            after,
            name,
        } => match (index(*before), index(*after)) {
            (None, None) => front(now, then, Some(name), body_of),
            (Some(there), Some(here)) => field(now, then, there, here, name, body_of),
            _ => Err(Error::Stale("field")),
        },
    }
}

fn index(position: Option<u32>) -> Option<usize> {
    position.and_then(|position| usize::try_from(position).ok())
}

fn applied(now: &Page, splices: Vec<page::Splice>) -> String {
    page::apply(&now.text, &splices)
}

fn source(page: &Page, i: usize) -> Result<&str, Error> {
    let block = page.blocks.get(i).ok_or(Error::Stale("section"))?;
    Ok(&page.text[block.range.clone()])
}

/// One setting of the page, or all of them.
fn front(
    now: &Page,
    then: &Page,
    only: Option<&str>,
    body_of: BodyOf<'_>,
) -> Result<String, Error> {
    let (here, there) = (&now.front.fields, &then.front.fields);
    let mut names: Vec<&String> = there.keys().chain(here.keys()).collect();
    names.dedup();
    let mut page = now.clone();
    for name in names {
        let wanted = only.is_none_or(|only| only == name);
        if wanted && page.front.fields.get(name) != there.get(name) {
            page = set(&page, Target::Front, name, there, body_of)?;
        }
    }
    Ok(page.text.to_string())
}

fn set(
    page: &Page,
    target: Target,
    name: &str,
    there: &Fields,
    body_of: BodyOf<'_>,
) -> Result<Page, Error> {
    let path = [Step::Name(name.to_owned())];
    let splices = page::set(page, target, &path, there.get(name), body_of)?;
    Ok(page::parse(
        page::apply(&page.text, &splices),
        Some(page),
        body_of,
    ))
}

fn field(
    now: &Page,
    then: &Page,
    there: usize,
    here: usize,
    name: &str,
    body_of: BodyOf<'_>,
) -> Result<String, Error> {
    let block = then.blocks.get(there).ok_or(Error::Stale("section"))?;
    let fields = block.fields().ok_or_else(|| {
        Error::Refused(say!("This field cannot be read in the earlier version. Nothing was changed. Bring back the whole section instead."))
    })?;
    let page = set(now, Target::Block(here), name, fields, body_of)?;
    debug_assert!(name == BODY || page.blocks.len() == now.blocks.len());
    Ok(page.text.to_string())
}

/// Where the section at `there` of `then` belongs among the blocks of `now`: after the section that
/// stood before it.
fn place(now: &Page, then: &Page, there: usize) -> usize {
    let from = continued(then, now);
    (0..there)
        .rev()
        .find_map(|earlier| from.iter().position(|was| *was == Some(earlier)))
        .map_or(0, |at| at + 1)
}

/// A section that is gone comes back in its place.
fn inserted(now: &Page, then: &Page, there: usize, body_of: BodyOf<'_>) -> Result<String, Error> {
    let text = source(then, there)?;
    let at = place(now, then, there);
    let splices = page::insert_block(now, at, "text", None, &[], "")?;
    let page = page::parse(applied(now, splices), Some(now), body_of);
    Ok(applied(&page, page::replace_block(&page, at, text)?))
}

/// A section that is still there gets its text and its place back.
fn placed(
    now: &Page,
    then: &Page,
    there: usize,
    here: usize,
    body_of: BodyOf<'_>,
) -> Result<String, Error> {
    let text = source(then, there)?;
    let splices = page::replace_block(now, here, text)?;
    let page = page::parse(applied(now, splices), Some(now), body_of);
    let mut to = place(now, then, there);
    if to > here {
        to -= 1;
    }
    if to == here || page.blocks.len() != now.blocks.len() {
        return Ok(page.text.to_string());
    }
    Ok(applied(&page, page::move_block(&page, here, to)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{SectionChange, page_changes};
    use crate::render::Engine;

    const THEN: &str = "+++\ntitle = \"Home\" # kept\nsummary = \"s\"\n+++\n\n::: hero {#top}\nheading = \"One\"\nlead = \"Two\"\n:::\n\n::: text {#first}\nSome text.\n:::\n\n::: text {#second}\nMore text.\n:::\n";

    fn with<T>(test: impl FnOnce(&dyn Fn(&str) -> Page, &Engine) -> T) -> T {
        let engine = Engine::embedded().unwrap();
        let parse = |text: &str| page::parse(text, None, &|kind| engine.kinds.body_of(kind));
        test(&parse, &engine)
    }

    fn changes(then: &Page, now: &Page, engine: &Engine) -> Vec<SectionChange> {
        page_changes(then, now, &engine.kinds, &engine.page_form)
    }

    /// Brings back every change one by one; the page must then be as it was.
    fn all_back(now: &str) {
        with(|parse, engine| {
            let then = parse(THEN);
            let mut page = parse(now);
            let body_of = |kind: &str| engine.kinds.body_of(kind);
            for _ in 0..10 {
                let Some(change) = changes(&then, &page, engine).into_iter().next() else {
                    break;
                };
                let part = Part::Section {
                    before: change.before,
                    after: change.after,
                };
                page = parse(&reverted(&page, &then, &part, &body_of).unwrap());
            }
            assert!(changes(&then, &page, engine).is_empty(), "{}", page.text);
            assert_eq!(page.text.trim_end(), THEN.trim_end());
        });
    }

    #[test]
    fn sections_come_back_one_by_one() {
        all_back(&THEN.replace("Some text.", "Other text."));
        all_back(&THEN.replace("::: text {#first}\nSome text.\n:::\n\n", ""));
        all_back(&THEN.replace("\n::: text {#second}\nMore text.\n:::\n", ""));
        all_back(&THEN.replace(
            "::: text {#first}",
            "::: text {#new}\nNew.\n:::\n\n::: text {#first}",
        ));
        all_back(
            &THEN
                .replace("{#second}", "{#second hidden}")
                .replace("Home", "House"),
        );
        let (first, second) = (
            "::: text {#first}\nSome text.\n:::\n",
            "::: text {#second}\nMore text.\n:::\n",
        );
        all_back(&THEN.replace(&format!("{first}\n{second}"), &format!("{second}\n{first}")));
    }

    #[test]
    fn one_field_comes_back_and_nothing_else() {
        with(|parse, engine| {
            let body_of = |kind: &str| engine.kinds.body_of(kind);
            let then = parse(THEN);
            let now = parse(
                &THEN
                    .replace("One", "1")
                    .replace("Two", "2")
                    .replace("Home", "H"),
            );
            let heading = Part::Field {
                before: Some(0),
                after: Some(0),
                name: "heading".into(),
            };
            let text = reverted(&now, &then, &heading, &body_of).unwrap();
            assert_eq!(text, now.text.replace("\"1\"", "\"One\""));
            let title = Part::Field {
                before: None,
                after: None,
                name: "title".into(),
            };
            let text = reverted(&now, &then, &title, &body_of).unwrap();
            assert_eq!(text, now.text.replace("\"H\"", "\"Home\""));
            let gone = Part::Field {
                before: Some(9),
                after: Some(0),
                name: "heading".into(),
            };
            assert!(reverted(&now, &then, &gone, &body_of).is_err());
            let whole = reverted(&now, &then, &Part::Page, &body_of).unwrap();
            assert_eq!(whole, THEN);
        });
    }
}
