//! Rules about headings, pictures and tables.

use crate::check::facts::{Heading, Spot};
use crate::check::sink::Sink;
use crate::render::is_hidden;
use crate::say;
use crate::value::Value;

use super::Look;

/// A page that says of itself that it shows no title, and begins with no page header either.
pub(super) fn no_main_heading(look: &Look<'_>, sink: &mut Sink<'_>) {
    let Some((page, file)) = look
        .page
        .filter(|(page, file)| !page.is_shared() && !is_hidden(file))
    else {
        return;
    };
    // Other themes show a title wherever there is no page header.
    if !look.ground.engine.theme(look.ground.site).traits.fragments {
        return;
    }
    let fields = &file.page.front.fields;
    let untitled = fields.get("untitled").and_then(Value::as_flag) == Some(true);
    let level = |heading: &Heading| heading.level;
    if untitled
        && !look
            .facts
            .headings
            .iter()
            .map(level)
            .any(|level| level == 1)
    {
        let spot = Spot {
            section: None,
            field: "untitled".to_owned(),
        };
        sink.add(
            &spot,
            say!(
                "The page {address} has no main heading",
                address = page.address
            ),
            say!("Show its title, or add a page header."),
        );
    }
}

pub(super) fn heading_order(look: &Look<'_>, sink: &mut Sink<'_>) {
    // A shared section stands below a heading of the page that uses it.
    let mut before = if look.page.is_some_and(|(page, _)| page.is_shared()) {
        2
    } else {
        1
    };
    for heading in &look.facts.headings {
        if heading.level > before + 1 && !heading.of_section {
            sink.add(
                &heading.spot,
                say!(
                    "The heading “{text}” is of level {level}, and the one above it of level {before}",
                    text = heading.text,
                    level = u32::from(heading.level),
                    before = u32::from(before)
                ),
                say!("Choose the next level, so that people who listen to the page can follow."),
            )
            .about = Some(heading.text.clone());
        }
        before = heading.level;
    }
}

pub(super) fn empty_heading(look: &Look<'_>, sink: &mut Sink<'_>) {
    for heading in &look.facts.headings {
        if heading.text.trim().is_empty() {
            sink.add(
                &heading.spot,
                say!("A heading has no text"),
                say!("Write it, or remove the heading."),
            );
        }
    }
}

pub(super) fn bold_heading(look: &Look<'_>, sink: &mut Sink<'_>) {
    /// Longer paragraphs are sentences that somebody stresses.
    const LONGEST: usize = 80;
    for (spot, text) in &look.facts.bold {
        let sentence = text.ends_with(['.', '。', '!', '！', ':', '：', '?', '？', ';', '；', ',']);
        if !sentence && text.chars().count() <= LONGEST {
            sink.add(
                spot,
                say!("“{text}” is bold text that looks like a heading", text),
                say!("Make it a heading, so that people who listen to the page can find it."),
            )
            .about = Some(text.clone());
        }
    }
}

pub(super) fn alt_file_name(look: &Look<'_>, sink: &mut Sink<'_>) {
    /// What says that a picture is one, and nothing more.
    const EMPTY: [&str; 8] = [
        "image", "picture", "photo", "logo", "icon", "图片", "照片", "图标",
    ];
    for picture in &look.facts.pictures {
        let alt = picture.alt.trim();
        let name = picture.file.rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let ending = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"];
        let lower = alt.to_lowercase();
        let file = lower == name.to_lowercase()
            || (lower == stem.to_lowercase() && stem.contains(['-', '_']))
            || ending.iter().any(|end| lower.ends_with(end));
        if file || EMPTY.contains(&&*lower) {
            sink.add(
                &picture.spot,
                say!("The text “{alt}” does not say what the picture shows", alt),
                say!("Say in a few words what it shows."),
            )
            .about = Some(format!("{alt} ({})", picture.file));
        }
    }
}

pub(super) fn bare_table(look: &Look<'_>, sink: &mut Sink<'_>) {
    for spot in &look.facts.bare_tables {
        sink.add(
            spot,
            say!("The first row of a table is empty"),
            say!("Name the columns there, so that people who listen to the page know what each number is."),
        );
    }
}
