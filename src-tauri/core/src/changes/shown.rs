//! What a page of HTML shows, block by block, for pages that have no twin and for what stands around
//! those that have one.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
};

use super::links::Links;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading,
    Paragraph,
    Item,
    Cell,
}

/// A link in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// Its words.
    pub(super) name: String,
    /// Where it leads: a path in the bundle with a slash before it, or a whole address.
    pub(super) to: String,
}

/// A block of text.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) links: Vec<Link>,
    /// The last place with a name above it.
    pub(super) anchor: String,
    /// The last heading above it.
    pub(super) heading: String,
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.links == other.links
    }
}

/// A page as it is shown.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its title.
    pub(super) title: String,
    /// The blocks of its content.
    pub(super) content: Vec<Block>,
    /// The blocks above and below it, which pages have in common.
    pub(super) frame: Vec<Block>,
}

impl Sheet {
    /// All blocks: what a piece of a page has in common with others is its content too.
    pub(super) fn all(self) -> Vec<Block> {
        let mut all = self.content;
        all.extend(self.frame);
        all
    }
}

/// Elements that stand in a line of text; all others begin and end blocks.
const INLINE: [&str; 34] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img",
    "ins", "kbd", "mark", "picture", "q", "s", "samp", "small", "source", "span", "strong", "sub",
    "sup", "time", "u", "var", "wbr", "svg", "path", "label",
];

/// Reads what a page shows. `html` may be only a part of it.
pub(super) fn read(html: &str, links: &Links<'_>) -> Sheet {
    let html = without_front(html);
    let reader = Reader {
        links,
        has_main: html.contains("<main"),
        state: RefCell::default(),
    };
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(reader, Default::default());
    // A script is no reason to stop here: it is never run.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let mut state = tokenizer.sink.state.into_inner();
    state.flush();
    state.sheet
}

/// A page that another program completes, without the lines for that program.
fn without_front(html: &str) -> &str {
    let inner = html.strip_prefix("---\n");
    let after = inner.and_then(|rest| Some(rest.split_once("\n---\n")?.1));
    after.unwrap_or(html)
}

struct Reader<'p> {
    links: &'p Links<'p>,
    has_main: bool,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    sheet: Sheet,
    text: String,
    links: Vec<Link>,
    /// The open link: where its words begin, and where it leads.
    link: Option<(usize, String)>,
    kind: Option<Kind>,
    anchor: String,
    heading: String,
    main: bool,
    frames: u32,
    /// The element whose text is not shown, or is the title.
    apart: Option<String>,
    framed: bool,
}

impl State {
    fn flush(&mut self) {
        self.close_link();
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        let links = std::mem::take(&mut self.links);
        if text.is_empty() && links.is_empty() {
            return;
        }
        let block = Block {
            kind: self.kind.unwrap_or(Kind::Paragraph),
            text,
            links,
            anchor: self.anchor.clone(),
            heading: self.heading.clone(),
        };
        if block.kind == Kind::Heading {
            block.text.clone_into(&mut self.heading);
        }
        if self.framed {
            self.sheet.frame.push(block);
        } else {
            self.sheet.content.push(block);
        }
    }

    fn close_link(&mut self) {
        if let Some((at, to)) = self.link.take() {
            let words = self.text.get(at..).unwrap_or_default();
            let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
            self.links.push(Link { name, to });
        }
    }
}

impl Reader<'_> {
    fn open(&self, tag: &Tag) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        let name: &str = &tag.name;
        match name {
            "script" | "style" | "template" | "noscript" | "title" => {
                state.apart = Some(name.to_owned());
                return match name {
                    "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                    "title" => TokenSinkResult::RawData(RawKind::Rcdata),
                    "style" => TokenSinkResult::RawData(RawKind::Rawtext),
                    _ => TokenSinkResult::Continue,
                };
            }
            "a" => {
                state.close_link();
                if let Some(href) = attribute(tag, "href") {
                    let to = self.links.path(href);
                    state.link = Some((state.text.len(), to));
                }
            }
            "br" => state.text.push(' '),
            "img" => {
                let alt = attribute(tag, "alt").unwrap_or_default().to_owned();
                state.text.push_str(&alt);
            }
            _ if INLINE.contains(&name) => {}
            _ => {
                state.flush();
                self.enter(&mut state, name);
            }
        }
        if let Some(id) = attribute(tag, "id").filter(|_| !INLINE.contains(&name)) {
            id.clone_into(&mut state.anchor);
        }
        TokenSinkResult::Continue
    }

    fn enter(&self, state: &mut State, name: &str) {
        match name {
            "main" => state.main = true,
            "header" | "footer" | "nav" => state.frames += 1,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => state.kind = Some(Kind::Heading),
            "li" | "dt" | "dd" => state.kind = Some(Kind::Item),
            "td" | "th" => state.kind = Some(Kind::Cell),
            "p" if matches!(state.kind, Some(Kind::Item | Kind::Cell)) => {}
            _ => state.kind = None,
        }
        self.place(state);
    }

    fn close(&self, tag: &Tag) {
        let mut state = self.state.borrow_mut();
        let name: &str = &tag.name;
        if state.apart.as_deref() == Some(name) {
            state.apart = None;
            return;
        }
        if name == "a" {
            state.close_link();
        } else if !INLINE.contains(&name) {
            state.flush();
            state.kind = None;
            match name {
                "main" => state.main = false,
                "header" | "footer" | "nav" => state.frames = state.frames.saturating_sub(1),
                _ => {}
            }
            self.place(&mut state);
        }
    }

    fn place(&self, state: &mut State) {
        state.framed = if self.has_main {
            !state.main
        } else {
            state.frames > 0
        };
    }
}

impl TokenSink for Reader<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.open(&tag),
            Token::TagToken(tag) => self.close(&tag),
            Token::CharacterTokens(text) => {
                let mut state = self.state.borrow_mut();
                match state.apart.as_deref() {
                    Some("title") => state.sheet.title.push_str(&text),
                    Some(_) => {}
                    None => state.text.push_str(&text),
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    let found = tag.attrs.iter().find(|one| &*one.name.local == name)?;
    Some(&found.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_told_apart_and_scripts_are_not_shown() {
        let html = r##"<!doctype html><title>A &amp; B</title><body><header><a href="../x.html">Up</a></header>
            <main><section id="one"><h2>One</h2><p>First <b>and</b><br>last <a href="b.html#c">link</a>.</p>
            <script>var hidden = "<p>no</p>";</script><ul><li>Item</li></ul><table><tr><td>Cell</td></tr></table></section></main>"##;
        let links = Links {
            address: "",
            page: "en/a.html",
            locale: "en",
        };
        let sheet = read(html, &links);
        assert_eq!(sheet.title, "A & B");
        let blocks: Vec<_> = sheet
            .content
            .iter()
            .map(|b| (b.kind, b.text.as_str()))
            .collect();
        assert_eq!(
            blocks,
            [
                (Kind::Heading, "One"),
                (Kind::Paragraph, "First and last link."),
                (Kind::Item, "Item"),
                (Kind::Cell, "Cell")
            ]
        );
        assert_eq!(sheet.content[1].links[0].to, "/en/b.html#c");
        assert_eq!(sheet.content[1].anchor, "one");
        assert_eq!(sheet.frame[0].links[0].to, "/x.html");
    }
}
