//! Blocks cover every text byte for byte, show what the page shows, and the guard notices what does not fit.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "test code: a failure here is a failed test"
)]

use proptest::prelude::*;

use super::{Guard, Inline, Last, Mark, Node, Shown, Why, blocks, check, view};

fn joined(text: &str) -> String {
    let view = view(text);
    let blocks = view.blocks.iter().map(|b| format!("{}{}", b.source, b.gap));
    view.lead.clone() + &blocks.collect::<String>()
}

fn nodes(text: &str) -> Vec<Node> {
    blocks(text).into_iter().map(|b| b.node).collect()
}

fn shows(text: &str) -> Vec<&'static str> {
    nodes(text)
        .iter()
        .map(|node| match node {
            Node::Paragraph { .. } => "paragraph",
            Node::Heading { .. } => "heading",
            Node::List { .. } => "list",
            Node::Quote { .. } => "quote",
            Node::Table { .. } => "table",
            Node::Code { .. } => "code",
            Node::Rule { .. } => "rule",
            Node::Opaque { why: Why::Html, .. } => "html",
            Node::Opaque {
                why: Why::Footnote, ..
            } => "footnote",
            Node::Opaque {
                why: Why::Definition,
                ..
            } => "definition",
            Node::Opaque {
                why: Why::Other, ..
            } => "opaque",
        })
        .collect()
}

const GFM: &[&str] = &[
    "| a | b |\n|---|:-:|\n| 1 | 2 |\n",
    "a | b\n--|--\n`x\\|y` | \\|\n\nafter",
    "| a |\n|---|\n| 1 | too many |\n",
    "~~not struck~~ and ~this~",
    "- [ ] no task\n- [x] either",
    "www.example.com and https://example.com are text",
    "Text[^1] and[^2].\n\n[^1]: One.\n\n    More.\n[^2]: Two.\n",
    "## Title {#name}\n\n## Other {.class}\n",
    "water^2^ ^up^\n",
];

#[test]
fn the_sample_site_and_the_fixtures_are_covered() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let mut seen = 0;
    for folder in ["content", "tests/fixtures", "docs"] {
        for entry in walkdir::WalkDir::new(format!("{root}/{folder}")) {
            let entry = entry.unwrap();
            if entry.path().extension().is_some_and(|e| e == "md") {
                let text =
                    String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned();
                assert_eq!(joined(&text), text, "{}", entry.path().display());
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "only {seen} files");
}

#[test]
fn tables_footnotes_and_the_like_are_covered() {
    for text in GFM {
        assert_eq!(&joined(text), text);
    }
    assert_eq!(shows(GFM[0]), ["table"]);
    assert_eq!(shows(GFM[2]), ["opaque"]);
    assert_eq!(shows(GFM[6]), ["paragraph", "footnote", "footnote"]);
    assert_eq!(shows(GFM[7]), ["heading", "opaque"]);
}

#[test]
fn what_a_view_cannot_show_is_kept() {
    assert_eq!(
        shows("<div>\n\nText\n\n</div>"),
        ["html", "paragraph", "html"]
    );
    assert_eq!(
        shows("[a]: /b\n[c]: /d\nText [a]\n\n[e]: /f"),
        ["definition", "paragraph", "definition"]
    );
    assert_eq!(shows("- a [b]\n\n[b]: /c\n"), ["list", "definition"]);
    assert_eq!(
        shows("[a]: /b\n  \n[c]: /d\r\n[e]: /f\n\n\n[g]: /h"),
        ["definition", "definition", "definition"]
    );
    // A definition inside an item belongs to it.
    assert_eq!(shows("- a [b]\n\n    [b]: /c\n"), ["opaque"]);
    // A definition inside a quotation shows nothing, and would be lost.
    assert_eq!(shows("> [a]: /b\n> text"), ["opaque"]);
    assert_eq!(shows("- <div>\n"), ["opaque"]);
    assert_eq!(shows("a\rb"), ["opaque"]);
    assert_eq!(shows(&"> ".repeat(40)), ["opaque"]);
}

#[test]
fn bold_beside_full_width_punctuation_is_bold_and_in_its_place() {
    let text = "**“引号”**后续\n\n他说**重要。**但是";
    assert_eq!(joined(text), text);
    let bold = |node: &Node| {
        match node {
        Node::Paragraph { inline } => inline.iter().any(|piece| matches!(piece, Inline::Text { marks, .. } if marks.iter().any(|m| matches!(m, Mark::Bold { .. })))),
        _ => false,
    }
    };
    assert!(nodes(text).iter().all(bold), "{:?}", nodes(text));
}

#[test]
fn style_is_read_from_the_source() {
    let Node::List {
        mark,
        pad,
        start,
        tight,
        ..
    } = &nodes("*   a\n*   b")[0]
    else {
        panic!("a list");
    };
    assert_eq!((mark.as_str(), *pad, *start, *tight), ("*", 3, None, true));
    let Node::List {
        mark, start, tight, ..
    } = &nodes("3) a\n\n4) b")[0]
    else {
        panic!("a list");
    };
    assert_eq!((mark.as_str(), *start, *tight), (")", Some(3), false));
    let Node::Code { info, text, fence } = &nodes("~~~~ rust\na\n\n~~~~")[0] else {
        panic!("code");
    };
    assert_eq!(
        (info.as_str(), text.as_str(), fence.as_str()),
        ("rust", "a\n", "~~~~")
    );
}

fn shown(before: u32, text: &str, after: u32) -> Shown {
    Shown {
        before,
        nodes: nodes(text),
        after,
    }
}

#[test]
fn the_guard_lets_pass_what_is_as_shown() {
    let old = "# A\n\none\n\n* x\n\n<b>kept</b>\n";
    assert_eq!(
        check(
            old,
            "# A\n\ntwo\n\n* x\n\n<b>kept</b>\n",
            &shown(1, "two", 2)
        ),
        Ok(())
    );
    // Style is not what is shown.
    assert_eq!(check("a *b*", "a _c_", &shown(0, "a *c*", 0)), Ok(()));
    assert_eq!(check("a", "", &shown(0, "", 0)), Ok(()));
    assert_eq!(check("", "a\n\nb", &shown(0, "a\n\nb", 0)), Ok(()));
}

#[test]
fn the_guard_names_what_does_not_fit() {
    let old = "# A\n\none\n\nlast\n";
    let check = |new: &str, shown: &Shown| check(old, new, shown);
    assert_eq!(
        check("# A\n\n- two\n\nlast\n", &shown(1, "two", 1)),
        Err(Guard::Differs)
    );
    assert_eq!(
        check("# A\n\ntwo\nlast\n", &shown(1, "two", 1)),
        Err(Guard::Differs)
    );
    assert_eq!(
        check("# B\n\ntwo\n\nlast\n", &shown(1, "two", 1)),
        Err(Guard::Touched)
    );
    assert_eq!(
        check("# A\n\ntwo\n\nlast", &shown(1, "two", 1)),
        Err(Guard::Touched)
    );
    assert_eq!(
        check("# A\n\ntwo\n\nlast\n", &shown(5, "two", 1)),
        Err(Guard::Touched)
    );
}

#[test]
fn taking_a_definition_away_is_said_to_change_what_other_blocks_show() {
    let elsewhere = Err(Guard::Elsewhere);
    assert_eq!(
        check("see [a]\n\n[a]: /b", "see [a]", &shown(1, "", 0)),
        elsewhere
    );
    assert_eq!(
        check("see[^a]\n\n[^a]: b", "see[^a]", &shown(1, "", 0)),
        elsewhere
    );
    // A definition that comes back, and the first of two that counts.
    let moved = Shown {
        before: 0,
        nodes: nodes("[a]: /c"),
        after: 2,
    };
    assert_eq!(
        check(
            "see [a]\n\n[a]: /b",
            "[a]: /c\n\nsee [a]\n\n[a]: /b",
            &moved
        ),
        elsewhere
    );
    // So are blocks between two places when the definition was moved from one to the other.
    let mut all = nodes("[a]: /b\n\nsee [a]\n\n[a]: /c");
    all.rotate_right(1);
    assert_eq!(
        check(
            "[a]: /b\n\nsee [a]\n\n[a]: /c",
            "[a]: /c\n\n[a]: /b\n\nsee [a]",
            &Shown {
                before: 0,
                nodes: all,
                after: 0
            }
        ),
        elsewhere
    );
    // What the changed blocks show counts all the same.
    assert_eq!(
        check(
            "see [a]\n\nb\n\n[a]: /b",
            "see [a]\n\n# b",
            &shown(1, "b", 0)
        ),
        Err(Guard::Differs)
    );
}

#[test]
fn the_last_text_is_known_again_and_never_taken_for_another() {
    let texts = [
        "a\n\nb [c]",
        "a\n\nb [c]\n\n[c]: /d",
        "a\n\nx\n\nb [c]\n\n[c]: /d",
        "",
        "- a\n\n<!-- -->\n\n- b",
        "- a\n- b",
        "> a",
    ];
    let mut last = Last::default();
    for old in texts {
        for new in texts {
            for shown in [shown(0, new, 0), shown(1, "x", 2), shown(1, "", 1)] {
                let alone = check(old, new, &shown);
                assert_eq!(last.check(old, new, &shown), alone, "{old:?} {new:?}");
                assert_eq!(last.check(old, new, &shown), alone, "{old:?} {new:?}");
                assert_eq!(last.check(new, new, &self::shown(0, new, 0)), Ok(()));
            }
        }
    }
}

#[test]
fn what_only_parts_two_blocks_is_a_gap() {
    for text in [
        "- a\n\n<!-- -->\n\n- b\n",
        "- a\n\n<!-- -->\n\n    code\n",
        "<!-- -->\n- a\n<!-- -->\n",
        "a\n\n  <!-- -->\n<!-- -->\n\nb",
    ] {
        assert_eq!(joined(text), text);
        assert!(shows(text).iter().all(|is| *is != "html"), "{text:?}");
        assert_eq!(check(text, text, &shown(0, text, 0)), Ok(()));
    }
    assert_eq!(shows("- a\n\n<!-- -->\n\n- b\n"), ["list", "list"]);
    assert_eq!(shows("- a\n\n<!-- -->\n\n    b\n"), ["list", "code"]);
    assert_eq!(shows("<!-- a -->\n\n<!-- --> b\n"), ["html", "html"]);
}

proptest! {
    #[test]
    fn every_text_is_covered(text in "[-#>*_`|\\[\\]():^~a。“”粗 \\t\\n\\r<&;1.{}]{0,120}") {
        prop_assert_eq!(joined(&text), text);
    }
}
