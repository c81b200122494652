//! Pages of Markdown: what is kept, what is mapped.

use super::*;

struct Moved;

impl Targets for Moved {
    fn link(&self, written: &str) -> String {
        match written {
            "b.md" => "/b".to_owned(),
            "a b.pdf" | "a%20b.pdf" => "/file/a b.pdf".to_owned(),
            other => other.to_owned(),
        }
    }

    fn picture(&self, written: &str) -> String {
        self.link(written)
    }
}

fn draft(text: &str, title: Option<&str>) -> Draft {
    page(SourcePage { text, line: 4 }, title, &Moved).unwrap()
}

fn bodies(draft: &Draft) -> Vec<&str> {
    let body = |section: &'_ Section| {
        section
            .fields
            .get("body")
            .and_then(|b| b.as_text().map(str::len))
    };
    assert!(draft.sections.iter().all(|section| body(section).is_some()));
    draft
        .sections
        .iter()
        .filter_map(|section| section.fields["body"].as_text())
        .collect()
}

#[test]
fn text_is_divided_at_its_headings_and_kept() {
    let text = "# Title\n\nWords  with *marks* and\na line.\n\n\n* one\n* two\n\n## Second {#two}\n\n| a | b |\n|--|:-:|\n| 1 | 2 |\n\n### Third\n\n    code\n";
    let draft = draft(text, None);
    assert_eq!(
        (draft.title.as_deref(), draft.shows_title),
        (Some("Title"), true)
    );
    assert_eq!(
        draft.summary.as_deref(),
        Some("Words  with marks and a line.")
    );
    assert_eq!(
        bodies(&draft),
        [
            "Words  with *marks* and\na line.\n\n\n* one\n* two",
            "## Second {#two}\n\n| a | b |\n|--|:-:|\n| 1 | 2 |\n\n### Third\n\n    code",
        ]
    );
    let lines: Vec<u32> = draft.sections.iter().map(|section| section.line).collect();
    assert_eq!(lines, [6, 13]);
}

#[test]
fn a_title_that_differs_from_the_heading_stays_beside_it() {
    let draft = draft("# Heading\n\nWords.\n", Some("Title"));
    assert_eq!(bodies(&draft), ["# Heading\n\nWords."]);
    assert!(!draft.shows_title);
}

#[test]
fn links_lead_on_and_definitions_come_along() {
    let text = "[one](b.md) ![two](<a b.pdf>) [three](a%20b.pdf \"t\") [four][ref] and[^1].\n\n## Next\n\n[five][Ref]\n\n[ref]: b.md \"R\"\n[^1]: A note.\n";
    let draft = draft(text, None);
    assert_eq!(
        bodies(&draft),
        [
            "[one](/b) ![two](</file/a b.pdf>) [three](</file/a b.pdf> \"t\") [four][ref] and[^1].\n\n[ref]: /b \"R\"\n\n[^1]: A note.",
            "## Next\n\n[five][Ref]\n\n[ref]: /b \"R\"",
        ]
    );
}

#[test]
fn html_among_markdown_is_mapped() {
    let text = "Before <b>bold</b>.\n\n<div>\n<p>Inside</p>\n</div>\n\nAfter {% include x %}.\n{: .wide}\n";
    let draft = draft(text, None);
    let all = bodies(&draft).join("\n\n");
    assert!(
        all.contains("Before **bold**.") && all.contains("Inside"),
        "{all}"
    );
    assert!(
        all.contains("After {% include x %}.") && !all.contains("wide"),
        "{all}"
    );
    assert_eq!(
        draft
            .left_out
            .iter()
            .filter(|note| note.code == "attributes")
            .count(),
        1
    );
}

#[test]
fn markdown_is_told_from_html() {
    assert!(is_markdown("a.md", "\n# A") && is_markdown("a.MD", "<https://a.example>"));
    assert!(!is_markdown("a.md", "\n<div>") && !is_markdown("a.md", "<!-- c --><p>"));
    assert!(!is_markdown("a.html", "# A"));
    assert!(!is_markdown("a.md", "Draft\n<div>\n <p>a</p>\n</div>"));
    assert!(is_markdown(
        "a.md",
        "# A\n\nText\n\n<details>\nmore\n</details>\n"
    ));
}
