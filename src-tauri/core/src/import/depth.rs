//! How deep the elements of a page lie in each other, before anything builds a tree of them.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// The most that is mapped; browsers stop there too.
pub(super) const DEEPEST: usize = 512;

/// Elements that hold nothing, or that end where the next of their like begins.
const FLAT: [&str; 30] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option",
    "optgroup", "rp", "rt", "html", "body",
];

/// Whether elements of a page lie deeper in each other than [`DEEPEST`].
pub(super) fn is_too_deep(text: &str) -> bool {
    // Each element takes three characters at least.
    if text.len() < DEEPEST * 3 {
        return false;
    }
    let tokenizer = Tokenizer::new(Depth::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(text));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner().most > DEEPEST
}

#[derive(Default)]
struct Depth(RefCell<Open>);

#[derive(Default)]
struct Open {
    names: Vec<String>,
    most: usize,
}

impl TokenSink for Depth {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut open = self.0.borrow_mut();
        if let Token::TagToken(tag) = token
            && open.most <= DEEPEST
            && !FLAT.contains(&&*tag.name)
        {
            match tag.kind {
                TagKind::StartTag if !tag.self_closing => {
                    open.names.push(tag.name.to_string());
                    open.most = open.most.max(open.names.len());
                }
                TagKind::StartTag => {}
                TagKind::EndTag => {
                    if let Some(at) = open.names.iter().rposition(|name| **name == *tag.name) {
                        open.names.truncate(at);
                    }
                }
            }
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_elements_in_each_other_count() {
        assert!(is_too_deep(&"<div>".repeat(DEEPEST + 1)));
        assert!(!is_too_deep(&"<div>".repeat(DEEPEST)));
        assert!(!is_too_deep(&"<div>a</div>".repeat(10_000)));
        assert!(!is_too_deep(&"<p><li><br><img>".repeat(10_000)));
        assert!(is_too_deep(&"<div><p>".repeat(100_000)));
    }
}
