//! HTML that somebody wrote by hand: shown without what could run, with links that are checked.

use std::fs;

use trustdesk_core::view::ExportReport;
use trustdesk_tests::{TempSite, export};

/// The page with `html` as a section, and what the export says.
fn shown(html: &str, theme: &str) -> (String, ExportReport) {
    let site = TempSite::new();
    site.write(
        "media/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>",
    );
    site.write("pages/en/other.md", "+++\ntitle = \"Other\"\n+++\n");
    site.write(
        "pages/en/index.md",
        format!("+++\ntitle = \"Home\"\n+++\n\n::: html {{#old}}\n{html}\n:::\n\n::: text\n[To the place](#place)\n:::\n"),
    );
    let out = tempfile::tempdir().unwrap();
    let report = export(site.root(), out.path(), "2026-11-24", Some(theme)).unwrap();
    let page = match theme {
        "classic" => "en/default.md",
        _ => "en/index.html",
    };
    (fs::read_to_string(out.path().join(page)).unwrap(), report)
}

#[test]
fn nothing_that_could_run_is_shown() {
    let hostile = r#"<script>alert(1)</script><p onclick="alert(2)" style="position:fixed">Words</p>
<a href="javascript:alert(3)">a</a><a href=" jAvAsCrIpT:alert(4)">b</a><iframe src="https://example.com"></iframe>
<img src="x" onerror="alert(5)" alt="picture"><svg onload="alert(6)"><a xlink:href="javascript:alert(7)">c</a></svg>
<form action="https://example.com"><input name="q"></form><meta http-equiv="refresh" content="0"><base href="https://example.com">
<style>p { color: red }</style><!-- kept <b>back</b> --></section></main><table><td>cell"#;
    for theme in ["beacon", "classic"] {
        let (html, _) = shown(hostile, theme);
        let all = [
            "alert(",
            "onclick",
            "onerror",
            "position:fixed",
            "<iframe",
            "<form",
            "<input",
            "color: red",
            "kept",
            "http-equiv=\"refresh",
            "<base",
        ];
        for one in all {
            assert!(!html.contains(one), "{theme}: {one} in {html}");
        }
        for one in ["Words", ">a</a>", ">b</a>", "picture", "cell"] {
            assert!(html.contains(one), "{theme}: {one} not in {html}");
        }
        assert!(html.matches("</main>").count() <= 1);
    }
}

#[test]
fn links_and_pictures_are_resolved_and_checked() {
    let html = r#"<p id="place" class="old"><a href="/other#x">o</a> <a href="/nowhere">n</a> <a href="https://example.com/a&amp;b?c=1&amp;d">e</a> <img src="/media/a.svg" alt="A"> <img src="https://example.com/p.png" alt="B"></p>"#;
    let (page, report) = shown(html, "beacon");
    assert!(page.contains("href=\"../en/other.html#x\""), "{page}");
    assert!(
        page.contains("<a rel=\"noopener noreferrer\">n</a>"),
        "{page}"
    );
    assert!(
        page.contains("href=\"https://example.com/a&amp;b?c=1&amp;d\""),
        "{page}"
    );
    assert!(page.contains("src=\"../media/a.svg\""), "{page}");
    assert!(!page.contains("p.png") && page.contains(" B</p>"), "{page}");
    assert!(page.contains("<p id=\"place\">"), "{page}");
    let (page, _) = shown(html, "classic");
    assert!(page.contains("src=\"https://example.com/p.png\""), "{page}");
    assert!(page.contains("<p id=\"place\" class=\"old\">"), "{page}");
    let codes: Vec<&str> = report.problems.iter().map(|p| p.code.as_str()).collect();
    assert!(codes.contains(&"broken-link"), "{codes:?}");
    assert!(codes.contains(&"broken-anchor"), "{codes:?}");
    let of = |code: &str| codes.iter().filter(|one| **one == code).count();
    assert_eq!(
        of("broken-anchor"),
        1,
        "the place that the HTML has is known: {codes:?}"
    );
}
