//! Whatever a text is made of: its twin says what the page shows, and holds nothing else.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::model::{Date, PageRef};
use crate::render::{Engine, Mode, SiteIndex};
use crate::site::Site;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded().unwrap());

/// Pieces that mean something to the parser, alone or beside each other.
const PIECES: [&str; 45] = [
    "word ",
    "a",
    "1",
    "重要",
    "。",
    "，",
    " ",
    "\n",
    "\n\n",
    "    ",
    "  \n",
    "\\*",
    "*",
    "**",
    "_",
    "`",
    "``",
    "^",
    "# ",
    "## ",
    "## b {#id}\n",
    "# a {.leak}\n",
    "- ",
    "+ ",
    "2. ",
    "> ",
    "---\n",
    "===\n",
    "```\n",
    "```text leak\n",
    "|",
    "\n|-|-|\n",
    "[",
    "](https://example.com)",
    "](https://example.com \"leak\")",
    "](/gone-leak)",
    "![",
    "<https://example.com>",
    "<b>",
    "</div>\n",
    "\n\n<!-- -->\n\n",
    "\n[leak]: https://example.com/leak\n",
    "&amp;",
    "&#42;",
    "!",
];

fn with_scope<T>(then: impl FnOnce(&Scope<'_>) -> T) -> T {
    let site = Site::default();
    let day = Date::parse("2026-11-24").unwrap();
    let index = SiteIndex::build(&ENGINE, &site, day);
    let page = PageRef::new("en", "/");
    then(&Scope::new(&ENGINE, &index, &site, &page, Mode::Export))
}

fn html(scope: &Scope<'_>, text: &str) -> String {
    markdown::render(scope, text, "u", &mut markdown::Found::default())
}

/// The letters that a reader sees.
fn letters(html: &str) -> String {
    let mut out = String::new();
    for (at, piece) in html.split('<').enumerate() {
        let words = match piece.split_once('>') {
            Some((_, words)) if at > 0 => words,
            _ => piece,
        };
        for (at, part) in words.split('&').enumerate() {
            let part = match part.split_once(';') {
                Some((_, rest)) if at > 0 => rest,
                _ => part,
            };
            out.extend(part.chars().filter(|c| c.is_alphanumeric()));
        }
    }
    out
}

proptest! {
    #[test]
    fn a_twin_says_what_the_page_shows(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..24)) {
        let text = pieces.concat();
        with_scope(|scope| {
            let shown = html(scope, &text);
            let twin = of(scope, &text, "u", &|href| href.to_owned());
            prop_assert_eq!(letters(&html(scope, &twin)), letters(&shown), "{:?}\n{:?}", text, twin);
            // What no page shows is in no twin.
            if !shown.contains("leak") {
                prop_assert!(!twin.contains("leak"), "{text:?}\n{twin:?}");
            }
            Ok(())
        })?;
    }
}
