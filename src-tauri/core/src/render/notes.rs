//! The mark of a footnote directly before a link: `[^1][link](/a)`.
//!
//! The parser tries what follows as the label of a link and gives up on the footnote. A private
//! character is put between the two before parsing, and taken out of every text after it.

use std::borrow::Cow;

use super::cjk::MARK;

/// `markdown` with characters between the marks of its footnotes and links behind them.
pub(super) fn prepare(markdown: Cow<'_, str>) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    for (at, _) in markdown.match_indices(']') {
        // The parser looks past a backslash.
        let follows = markdown[at + 1..].starts_with(['[', '\\'])
            && markdown[at + 1..].trim_start_matches('\\').starts_with('[');
        let Some(open) = markdown[..at].rfind('[').filter(|_| follows) else {
            continue;
        };
        let mark = &markdown[open..=at];
        if mark.starts_with("[^") && defined(&markdown, mark) {
            out.push_str(&markdown[from..=at]);
            out.push(MARK);
            from = at + 1;
        }
    }
    if from == 0 {
        return markdown;
    }
    out.push_str(&markdown[from..]);
    Cow::Owned(out)
}

/// Whether a text has the footnote that `mark` names.
fn defined(markdown: &str, mark: &str) -> bool {
    markdown
        .match_indices(mark)
        .any(|(at, _)| markdown[at + mark.len()..].starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::super::{cjk, markdown::options};
    use pulldown_cmark::{Event, Parser, Tag};

    /// How many marks of footnotes and links a text has.
    fn found(markdown: &str) -> (usize, usize) {
        let prepared = cjk::prepare(markdown);
        let events: Vec<_> = Parser::new_ext(&prepared, options()).collect();
        let count = |is: fn(&Event<'_>) -> bool| events.iter().filter(|event| is(event)).count();
        (
            count(|event| matches!(event, Event::FootnoteReference(_))),
            count(|event| matches!(event, Event::Start(Tag::Link { .. }))),
        )
    }

    #[test]
    fn a_link_may_follow_the_mark_of_a_footnote() {
        assert_eq!(found("a[^1][b](/c)[^1]\n\n[^1]: d"), (2, 1));
        assert_eq!(found("a[^1][b]\n\n[^1]: d\n\n[b]: /c"), (1, 1));
        assert_eq!(found("a[^1]\\[b](/c)\n\n[^1]: d"), (1, 0));
    }

    #[test]
    fn other_brackets_are_left_alone() {
        assert_eq!(found("a[^1][b]\n\n[b]: /c"), (0, 1));
        assert_eq!(found("a[x][b]\n\n[b]: /c\n\n[^x]: y"), (0, 1));
    }
}
