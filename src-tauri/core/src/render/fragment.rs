//! Pages as parts of documents that a Jekyll site completes: YAML front matter, then HTML in which its
//! template language finds nothing to do.

use std::fmt::Write as _;

use crate::site::PageFile;
use crate::value::Value;

use super::links::Scope;

/// The layout of a page that names none in a language without one: that of Jekyll's own themes.
const LAYOUT: &str = "default";

/// The page's front matter, without the lines around it. YAML reads JSON's strings (YAML 1.2, 1.1).
pub(super) fn front_matter(scope: &Scope<'_>, file: &PageFile) -> String {
    let text = |name: &str| {
        let value = file.page.front.fields.get(name).and_then(Value::as_text);
        value.filter(|text| !text.is_empty())
    };
    let layouts = &scope.site.settings.classic.layouts;
    let layout = text("layout").or_else(|| layouts.get(&scope.page.locale).map(String::as_str));
    let mut out = String::new();
    for (name, value) in [
        ("layout", Some(layout.unwrap_or(LAYOUT))),
        ("title", text("title")),
        ("description", text("summary")),
        ("lang", Some(scope.page.locale.as_str())),
    ] {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {}", serde_json::Value::from(value));
        }
    }
    out
}

/// Liquid would take braces in texts for its own: written as character references they only show.
pub(super) fn finished(html: String) -> String {
    let Some((front, body)) = html.split_once("\n---\n") else {
        return html;
    };
    if !body.contains("{{") && !body.contains("{%") {
        return html;
    }
    let body = body.replace("{{", "&#123;&#123;").replace("{%", "&#123;%");
    format!("{front}\n---\n{body}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_in_texts_are_no_template() {
        let page =
            "---\nlayout: \"a {{ b }}\"\n---\n<p>{{ site.secret }} {% include x %} {a}</p>\n";
        let done = finished(page.to_owned());
        assert_eq!(
            done,
            "---\nlayout: \"a {{ b }}\"\n---\n<p>&#123;&#123; site.secret }} &#123;% include x %} {a}</p>\n"
        );
    }
}
