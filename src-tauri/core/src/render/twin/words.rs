//! Pieces of a page's Markdown: words, links, rows, and what names an item.

use tera::{Map, Value as Out};

use super::{Entry, Link, Record, Shown, text_of, value};

impl<'a> Record<'a> {
    pub(super) fn is_name(&self, entry: &Entry<'_>) -> bool {
        entry.field.name == self.collection.title
    }

    pub(super) fn name(&self) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| self.is_name(entry))
    }

    /// Whether another day would say something else of it; else its state goes without saying.
    pub(super) fn depends_on_the_day(&self) -> bool {
        let planned = self
            .state
            .as_ref()
            .is_some_and(|(state, _)| state == "planned");
        let states = self.collection.states.as_ref();
        planned || states.is_some_and(|states| states.ends.is_some())
    }

    pub(super) fn statement(&self) -> String {
        let state = self.state.as_ref();
        state.map_or_else(String::new, |(_, statement)| plain(statement))
    }
}

/// The fields of which at least one record tells something that can be read, the name first.
pub(super) fn columns<'r>(records: &'r [Record<'_>], locale: &str) -> Vec<(&'r str, &'r str)> {
    let Some(first) = records.first() else {
        return Vec::new();
    };
    let fields = first.collection.fields.iter();
    let told = fields.filter(|field| {
        field.accept != "image"
            && records
                .iter()
                .any(|record| record.entries.iter().any(|e| e.field.name == field.name))
    });
    told.map(|field| (field.name.as_str(), field.label.get(locale)))
        .collect()
}

pub(super) fn maps(found: &Out) -> impl Iterator<Item = &Map> {
    found
        .as_array()
        .unwrap_or_default()
        .iter()
        .filter_map(Out::as_map)
}

pub(super) fn day(map: &Map) -> &str {
    let date = value(map, "date").and_then(Out::as_map);
    date.map_or("", |date| text_of(date, "text"))
}

/// The value that names an item: the one that its form says, else its first text.
pub(super) fn title<'e, 'k>(item: &'e [Entry<'k>], summary: Option<&str>) -> Option<&'e Entry<'k>> {
    let chosen = item
        .iter()
        .find(|entry| Some(entry.field.name.as_str()) == summary);
    chosen.or_else(|| {
        item.iter()
            .find(|entry| matches!(entry.shown, Shown::Text(_)))
    })
}

/// What an item says beside its name and where it leads. Pictures without words are left out.
pub(super) fn rest_of<'e, 'k>(
    item: &'e [Entry<'k>],
    title: Option<&'e Entry<'k>>,
) -> impl Iterator<Item = &'e Entry<'k>> {
    let worded = item.iter().any(|entry| entry.field.name == "alt");
    item.iter().filter(move |entry| {
        let named = title.is_some_and(|title| std::ptr::eq(title, *entry));
        let bare = matches!(entry.shown, Shown::File(_)) && !worded;
        !named && !bare && !matches!(entry.shown, Shown::Link(_))
    })
}

/// Whether a value fits into a line.
pub(super) fn is_short(shown: &Shown<'_>) -> bool {
    matches!(
        shown,
        Shown::Number(_) | Shown::Yes | Shown::Date(_) | Shown::Choice { .. }
    )
}

pub(super) fn linked(words: &str, link: &Link) -> String {
    let shown = if words.is_empty() {
        plain(
            link.to
                .trim_start_matches("mailto:")
                .trim_start_matches("tel:"),
        )
    } else {
        words.to_owned()
    };
    if words.is_empty() && link.to.starts_with("https:") {
        return format!("<{}>", target(&link.to));
    }
    let file = link.file.as_ref();
    let file = file.map_or_else(String::new, |file| format!(" ({})", plain(&file.words)));
    format!("[{shown}]({}){file}", target(&link.to))
}

/// An address where a link names its target: blanks, and brackets without their other half, would end
/// it.
pub(in super::super) fn target(to: &str) -> String {
    let to = to.replace(' ', "%20");
    let mut open = 0_i32;
    let paired = to.bytes().all(|byte| {
        open += i32::from(byte == b'(') - i32::from(byte == b')');
        open >= 0
    });
    if paired && open == 0 {
        return to;
    }
    to.replace('(', "\\(").replace(')', "\\)")
}

pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Words that mean nothing but themselves, in one line.
pub(in super::super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for (at, c) in word.char_indices() {
            let inside = at > 0 && at + 1 < word.len();
            let special = match c {
                '\\' | '`' | '*' | '[' | ']' | '<' | '|' => true,
                '_' | '~' => !inside,
                '#' | '>' | '+' | '-' => out.is_empty(),
                // A number that would begin a list.
                '.' | ')' => {
                    !inside && !out.is_empty() && out.bytes().all(|byte| byte.is_ascii_digit())
                }
                _ => false,
            };
            if special {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// Elements whose end is the end of a block of words.
const BLOCKS: [&str; 14] = [
    "p",
    "div",
    "section",
    "li",
    "td",
    "th",
    "tr",
    "dt",
    "dd",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "br",
];

/// The words of clean HTML, block by block.
pub(super) fn blocks(html: &str) -> Vec<String> {
    let mut out = String::new();
    for (at, piece) in html.split('<').enumerate() {
        let (tag, words) = match piece.split_once('>') {
            Some(pair) if at > 0 => pair,
            _ => ("", piece),
        };
        let name = tag.trim_start_matches('/').split([' ', '/']).next();
        if name.is_some_and(|name| BLOCKS.contains(&name)) {
            out.push('\0');
        }
        out.push_str(words);
    }
    let out = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(out, |out, (entity, c)| out.replace(entity, c));
    let blocks = out.split('\0').map(|block| block.trim().to_owned());
    blocks.filter(|block| !block.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_html_stand_in_their_blocks() {
        let html = "<div class=\"a\"><p>One <b>two</b> &amp;lt; &lt;3</p><ul><li>a</li><li>b</li></ul></div>";
        assert_eq!(blocks(html), ["One two &lt; <3", "a", "b"]);
    }

    #[test]
    fn words_mean_nothing_but_themselves() {
        assert_eq!(
            plain("1. *a* _b_ c_d [e](f) <g>"),
            "1\\. \\*a\\* \\_b\\_ c_d \\[e\\](f) \\<g>"
        );
        assert_eq!(plain("# no\n- heading"), "\\# no - heading");
    }
}
