//! Generated sites for benchmarks and scale: like the sample site in shape, of any number of pages.

use std::fmt::Write as _;

use crate::TempSite;

const WORDS: [&str; 16] = [
    "access",
    "evidence",
    "region",
    "customer",
    "encrypted",
    "reviewed",
    "every",
    "change",
    "key",
    "record",
    "approved",
    "auditor",
    "within",
    "hours",
    "policy",
    "service",
];

/// Prose of about `characters` characters, the same for the same `seed`.
fn prose(seed: usize, characters: usize) -> String {
    let mut text = String::new();
    let mut n = seed.wrapping_mul(2_654_435_761) + 1;
    while text.len() < characters {
        n = n.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
        let word = WORDS[n / 65_536 % WORDS.len()];
        match n % 17 {
            0 => write!(text, "**{word}** ").unwrap_or_default(),
            1 => write!(text, "[{word}](/p{}) ", n % 10).unwrap_or_default(),
            2 => text.push_str(&format!("{word}.\n\n")),
            _ => write!(text, "{word} ").unwrap_or_default(),
        }
    }
    text
}

/// One page with about `characters` characters of text in `sections` sections.
pub fn page(number: usize, sections: usize, characters: usize) -> String {
    let mut text = format!(
        "+++\ntitle = \"Page {number}\"\nsummary = \"What page {number} says.\"\n+++\n\n::: hero {{#top}}\nheading = \"Page {number}\"\nlead = \"A page among many.\"\n:::\n"
    );
    for section in 0..sections {
        let body = prose(number * 97 + section, characters / sections.max(1));
        let _ = match section % 6 {
            3 => write!(
                text,
                "\n::: faq {{#s{section}}}\nheading = \"Questions {section}\"\n\n[[items]]\nquestion = \"Why {section}?\"\nanswer = \"\"\"\n{}\"\"\"\n:::\n",
                body.trim()
            ),
            5 => write!(
                text,
                "\n::: links {{#s{section} aside}}\ntitle = \"Helpful {section}\"\nitems = [\n  {{ label = \"First\", to = \"/p1\" }},\n  {{ label = \"Second\", to = \"https://example.com/{section}\" }},\n]\n:::\n"
            ),
            _ => write!(
                text,
                "\n::: text {{#s{section}}}\n## Heading {section}\n\n{}\n:::\n",
                body.trim()
            ),
        };
    }
    text
}

/// A site of `pages` pages in two languages, each of about `characters` characters.
pub fn site(pages: usize, characters: usize) -> TempSite {
    let site = TempSite::new();
    for number in 0..pages {
        let locale = if number % 2 == 0 { "en" } else { "zh-Hans" };
        let index = number / 2;
        let path = match index {
            0 => format!("pages/{locale}/index.md"),
            1..10 => format!("pages/{locale}/p{index}.md"),
            _ => format!("pages/{locale}/part{}/p{index}.md", index % 40),
        };
        site.write(&path, page(number, 8, characters));
    }
    site
}

/// An existing site of `pages` hand-written pages in two languages, as folders of HTML.
pub fn existing(pages: usize, characters: usize) -> TempSite {
    let site = TempSite::empty();
    for number in 0..pages {
        let folder = if number % 2 == 0 { "en-us" } else { "zh-cn" };
        let path = format!("{folder}/area-{}/page-{}.md", number / 40, number / 2);
        site.write(&path, existing_page(number, characters));
    }
    site
}

fn existing_page(number: usize, characters: usize) -> String {
    let mut html = format!(
        "---\nlayout: Company\n---\n<div class=\"row-fluid\"><div class=\"span\">\n<div class=\"breadcrumbs\"><a href=\"../default.html\">Trust center</a> // Page {number}</div>\n<div id=\"ContentWrapper\"><h1>Page {number}</h1>\n"
    );
    let text = prose(number, characters).replace("**", "");
    for (i, paragraph) in text.split("\n\n").enumerate() {
        let _ = match i % 12 {
            5 => writeln!(
                html,
                "<p style=\"font-size:26px;font-weight:500;\">Part {i}</p>"
            ),
            8 => writeln!(
                html,
                "<ul><li>{paragraph}</li><li><a href=\"page-{i}.html\">page {i}</a></li></ul>"
            ),
            _ => writeln!(html, "<p><strong>Point {i}.</strong> {paragraph}</p>"),
        };
    }
    html.push_str("</div>\n<div id=\"SideBarWrapper\"><h1>Helpful information</h1>\n");
    for i in 0..6 {
        let _ = writeln!(
            html,
            "<label><a class=\"mscom-link\" href=\"https://example.com/paper-{i}.pdf\">Paper {i}</a></label><br>"
        );
    }
    html + "</div></div></div>\n"
}
