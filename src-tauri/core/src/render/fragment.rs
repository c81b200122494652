//! Pages as parts of documents that a Jekyll site completes: YAML front matter, then HTML in which its
//! template language finds nothing to do.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::site::PageFile;
use crate::value::Value;

use super::links::Scope;
use super::raw::start_tags;

/// The layout of a page that names none in a language without one: that of Jekyll's own themes.
const LAYOUT: &str = "default";

/// Where YAML ends a line (YAML 1.1, 5.4).
const BREAKS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// The page's front matter, without the lines around it. YAML reads JSON's strings (YAML 1.2, 1.1).
/// Lines of the page's own come last, and where they say one of ours it is theirs.
pub(super) fn front_matter(scope: &Scope<'_>, file: &PageFile) -> String {
    let layouts = &scope.site.settings.classic.layouts;
    let layout =
        text(file, "layout").or_else(|| layouts.get(&scope.page.locale).map(String::as_str));
    let own = text(file, "front").filter(|own| is_safe(own));
    let own = own.unwrap_or_default().trim_end();
    let mut out = String::new();
    for (name, value) in [
        ("layout", Some(layout.unwrap_or(LAYOUT))),
        ("title", text(file, "title")),
        ("description", text(file, "summary")),
        ("lang", Some(scope.page.locale.as_str())),
    ] {
        if let Some(value) = value.filter(|_| !says(own, name)) {
            let _ = writeln!(out, "{name}: {}", serde_json::Value::from(value));
        }
    }
    for line in own.lines() {
        let _ = writeln!(out, "{line}");
    }
    out
}

/// Whether the page shows no title of its own accord.
pub(super) fn is_untitled(file: &PageFile) -> bool {
    let flag = file.page.front.fields.get("untitled");
    flag.and_then(Value::as_flag).unwrap_or(false)
}

/// Whether lines can stand in front matter: none may be what ends it.
pub(crate) fn is_safe(lines: &str) -> bool {
    let mut lines = lines.split(BREAKS);
    lines.all(|line| !matches!(line.trim_end(), "---" | "..."))
}

/// Whether lines of front matter have a key.
fn says(lines: &str, key: &str) -> bool {
    let mut rests = lines.lines().filter_map(|line| line.strip_prefix(key));
    rests.any(|rest| rest.trim_start().starts_with(':'))
}

/// A text of the page's settings that is not empty.
fn text<'f>(file: &'f PageFile, name: &str) -> Option<&'f str> {
    let value = file.page.front.fields.get(name).and_then(Value::as_text);
    value.filter(|text| !text.is_empty())
}

/// The document as it is written: nothing in it is for the templates of the site that it goes into, no
/// id stands twice, and its lines end as those of the page's own file do.
pub(super) fn finished(html: String, file: &PageFile) -> String {
    let html = match html.split_once("\n---\n") {
        Some((front, body)) => {
            let body = with_ids_once(&without_braces(body));
            format!("{front}\n---\n{body}")
        }
        None => html,
    };
    let first = file.page.text.find('\n').unwrap_or_default();
    if !file.page.text[..first].ends_with('\r') {
        return html;
    }
    html.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// A section with its id on the first of its elements that has none, so that it needs no element of its
/// own; around it where all have one.
pub(super) fn anchored(html: &str, id: Option<&str>) -> String {
    let Some(id) = id else {
        return html.to_owned();
    };
    let free = start_tags(html).find(|tag| !html[tag.clone()].contains(ID));
    let Some(tag) = free else {
        return format!("<div{ID}{id}\">\n{html}\n</div>");
    };
    let name = html[tag.start + 1..].find(|c: char| !c.is_ascii_alphanumeric());
    let (before, after) = html.split_at(tag.start + 1 + name.unwrap_or_default());
    format!("{before}{ID}{id}\"{after}")
}

/// How the id of an element begins.
const ID: &str = " id=\"";

/// An id that stands twice stays with the first element that has it, which is where browsers go.
fn with_ids_once(html: &str) -> String {
    let mut seen = BTreeSet::new();
    let mut out = String::with_capacity(html.len());
    let mut copied = 0;
    for tag in start_tags(html) {
        let written = html[tag.clone()].split_once(ID);
        let Some((before, id)) = written.and_then(|(b, rest)| Some((b, rest.split_once('"')?.0)))
        else {
            continue;
        };
        if !seen.insert(id) {
            let from = tag.start + before.len();
            out.push_str(&html[copied..from]);
            copied = from + ID.len() + id.len() + 1;
        }
    }
    out.push_str(&html[copied..]);
    out
}

/// Liquid would take braces in texts for its own: written as character references they only show.
fn without_braces(html: &str) -> Cow<'_, str> {
    if !html.contains("{{") && !html.contains("{%") {
        return Cow::Borrowed(html);
    }
    Cow::Owned(html.replace("{{", "&#123;&#123;").replace("{%", "&#123;%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_in_texts_are_no_template() {
        assert_eq!(
            without_braces("<p>{{ site.secret }} {% include x %} {a}</p>\n"),
            "<p>&#123;&#123; site.secret }} &#123;% include x %} {a}</p>\n"
        );
    }

    #[test]
    fn an_id_stands_once_and_needs_no_element() {
        let html = "<p id=\"a\" title=\"> id=\">x</p><b id=\"a\">y</b><i id=\"b\">";
        assert_eq!(
            with_ids_once(html),
            "<p id=\"a\" title=\"> id=\">x</p><b>y</b><i id=\"b\">"
        );
        let boxed = "<div id=\"Box\"><h1 class=\"x\">T</h1></div>";
        assert_eq!(
            anchored(boxed, Some("links")),
            "<div id=\"Box\"><h1 id=\"links\" class=\"x\">T</h1></div>"
        );
        assert_eq!(anchored("x <br>", Some("a")), "x <br id=\"a\">");
        assert_eq!(anchored("x", Some("a")), "<div id=\"a\">\nx\n</div>");
        assert_eq!(anchored("x", None), "x");
    }

    #[test]
    fn front_matter_is_not_ended_by_lines_of_a_page() {
        assert!(is_safe("a: 1\nb: ---\n  ---\n--- x\n"));
        for end in [
            "---",
            "a: 1\n---  \nb: 2",
            "...",
            "a: 1\r\n...\r\n",
            "a\u{2028}---",
        ] {
            assert!(!is_safe(end), "{end:?}");
        }
        assert!(says("title : x\nb: 1", "title") && !says("titles: x\n title: y", "title"));
    }
}
