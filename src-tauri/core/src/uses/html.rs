//! Targets of links and pictures in HTML that somebody wrote by hand.

use super::Link;

/// The attributes that hold targets.
const ATTRIBUTES: [&str; 2] = ["href", "src"];

/// The targets in quotes that stand there as they are meant, in order. Those with entities other than
/// `&amp;` are left out: they cannot be replaced without rewriting more.
pub(super) fn links(html: &str) -> Vec<Link> {
    let lower = html.to_ascii_lowercase();
    let mut found: Vec<Link> = ATTRIBUTES
        .iter()
        .flat_map(|name| lower.match_indices(name))
        .filter_map(|(at, name)| value(html, at, at + name.len()))
        .collect();
    found.sort_by_key(|link| link.range.start);
    found
}

/// The value of the attribute whose name stands from `at` to `end`.
fn value(html: &str, at: usize, end: usize) -> Option<Link> {
    let apart = html[..at].ends_with(|c: char| c.is_ascii_whitespace());
    let rest = html[end..].trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let start = html.len() - rest.len() + 1;
    let written = &html[start..start + html[start..].find(quote)?];
    let to = written.replace("&amp;", "&");
    let plain = written.matches('&').count() == written.matches("&amp;").count();
    (apart && !to.is_empty() && plain).then(|| Link {
        to,
        range: start..start + written.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_where_they_stand() {
        let html = "<A HREF = '/a#b'>é</A><img alt=\"href\" src=\"/media/x.png\"><p data-href=\"/no\">src=</p><a href=\"/q?a&amp;b\"><a href=\"/q?a&#38;b\">";
        let found = links(html);
        let all: Vec<&str> = found.iter().map(|link| link.to.as_str()).collect();
        assert_eq!(all, ["/a#b", "/media/x.png", "/q?a&b"]);
        let written = |link: &Link| html[link.range.clone()].replace("&amp;", "&");
        assert!(found.iter().all(|link| written(link) == link.to));
    }
}
