//! What a page of a bundle is called, for lists of its pages.

use std::sync::LazyLock;

use regex::Regex;

/// What a page is called.
static TITLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?s)<title>(.*?)</title>").ok());

/// What signs are written as in a title; the one that begins them all is the last.
const WRITTEN: [(&str, &str); 6] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#x27;", "'"),
    ("&#39;", "'"),
    ("&amp;", "&"),
];

/// The title of a page, as it is read.
pub fn title_of(html: &str) -> Option<String> {
    let found = TITLE.as_ref()?.captures(html)?;
    let read = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
    Some(WRITTEN.iter().fold(found[1].trim().to_owned(), read))
}

#[cfg(test)]
mod tests {
    use super::title_of;

    #[test]
    fn signs_are_as_they_are_read() {
        let title = |text: &str| title_of(&format!("<head><title>{text}</title></head>"));
        let read = title(" Kim&#x27;s &quot;R&amp;D&quot;, &#39;&lt;5&gt;&#39;\n").unwrap();
        assert_eq!(read, "Kim's \"R&D\", '<5>'");
        // What somebody wrote about such signs stays what they wrote.
        assert_eq!(title("&amp;lt;").unwrap(), "&lt;");
        assert_eq!(title_of("<h1>None</h1>"), None);
    }
}
