//! Markdown with the addresses of the new site, and without what only Jekyll reads.

use crate::uses;

use super::Targets;

/// Writes links and pictures as they lead in the new site; every other byte stays.
pub(super) fn with_targets(markdown: &str, targets: &dyn Targets) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut at = 0;
    for link in uses::links(markdown) {
        let new = targets.link(&link.to);
        if new == link.to || link.range.start < at {
            continue;
        }
        out.push_str(&markdown[at..link.range.start]);
        let framed = markdown[..link.range.start].ends_with('<');
        let plain =
            !new.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>'));
        if framed || plain {
            out.push_str(&new);
        } else {
            out.push('<');
            out.push_str(&new);
            out.push('>');
        }
        at = link.range.end;
    }
    out.push_str(&markdown[at..]);
    out
}

/// Addresses that Jekyll completes before its Markdown is read: `[a]({{ site.baseurl }}/a.html)`. With
/// blanks in them they would be no links.
pub(super) fn with_liquid(text: &str, targets: &dyn Targets) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("]({{") {
        let end = after
            .find("}}")
            .and_then(|tag| Some(tag + after[tag..].find([')', '\n', ' '])?));
        let written = end.map(|end| format!("{{{{{}", &after[..end]));
        let new = written.as_ref().map(|written| targets.link(written));
        out.push_str(before);
        match (end, written, new) {
            (Some(end), Some(written), Some(new))
                if new != written && !new.contains([' ', '(', ')']) =>
            {
                out.push_str("](");
                out.push_str(&new);
                rest = &after[end..];
            }
            _ => {
                out.push_str("]({{");
                rest = after;
            }
        }
    }
    out + rest
}

/// A text without lines such as `{: .wide}` and `{:toc}`, which only Jekyll's Markdown knows; and how many
/// there were. Their lines stay, so that others keep their numbers.
pub(super) fn without_attributes(text: &str) -> (String, usize) {
    let is_one = |line: &str| line.trim().starts_with("{:") && line.trim().ends_with('}');
    let count = text.lines().filter(|line| is_one(line)).count();
    if count == 0 {
        return (text.to_owned(), 0);
    }
    let lines = text
        .split('\n')
        .map(|line| if is_one(line) { "" } else { line });
    (lines.collect::<Vec<_>>().join("\n"), count)
}
