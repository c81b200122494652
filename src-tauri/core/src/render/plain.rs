//! Markdown as a page shows it, as Markdown again: for twins, which hold nothing that a page does not.
//!
//! What needs more than [`super::splice`] can change is written anew from what was read: comments,
//! definitions that nothing uses, titles of links and targets that lead nowhere stay behind.

#[cfg(test)]
mod tests;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};
use pulldown_cmark_to_cmark::{Options, cmark_with_options};

use super::links::{Scope, Target};
use super::{cjk, markdown, splice, twin};

/// What begins something of its own in Markdown.
const SPECIAL: [char; 9] = ['\\', '`', '*', '_', '[', ']', '<', '>', '|'];

/// `markdown` as it is shown in `scope`. `whole` completes an address; `unique` keeps the footnotes of
/// several texts apart.
pub(super) fn of(
    scope: &Scope<'_>,
    markdown: &str,
    unique: &str,
    whole: &dyn Fn(&str) -> String,
) -> String {
    let prepared = cjk::prepare(markdown);
    // The private characters are needed until the end: who keeps the meaning asks the parser. Blanks at
    // the start of a line may be code.
    let done = |text: &str| {
        let text = text.trim_end().trim_start_matches(['\r', '\n']);
        cjk::strip(text).into_owned()
    };
    if let Some(text) = splice::of(scope, &prepared, whole) {
        return done(&text);
    }
    let mut writer = Writer {
        scope,
        unique,
        whole,
        events: Vec::new(),
        open_links: Vec::new(),
        image: None,
        html: 0,
    };
    for event in Parser::new_ext(&prepared, markdown::options()) {
        writer.event(event);
    }
    let options = Options {
        list_token: '-',
        emphasis_token: '*',
        code_block_token_count: 3,
        increment_ordered_list_bullets: true,
        ..Options::default()
    };
    let mut out = String::with_capacity(markdown.len());
    let parsed = markdown::options();
    if cmark_with_options(writer.events.iter(), &mut out, parsed, options).is_err() {
        out = bare(&writer.events);
    }
    done(&out)
}

/// Only the words, for what cannot be written so that it means the same.
fn bare(events: &[Event<'_>]) -> String {
    let mut out = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&twin::plain(text)),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::End(tag) if !is_inline(*tag) => out.push_str("\n\n"),
            _ => {}
        }
    }
    out
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Link | TagEnd::Image
    )
}

struct Writer<'a, 'c> {
    scope: &'a Scope<'a>,
    unique: &'a str,
    whole: &'a dyn Fn(&str) -> String,
    events: Vec<Event<'c>>,
    /// For each open link, whether it leads somewhere.
    open_links: Vec<bool>,
    /// The picture being read: its address and its alternative text so far.
    image: Option<(String, String)>,
    /// Where the block of HTML begins that is being read.
    html: usize,
}

impl<'c> Writer<'_, 'c> {
    fn event(&mut self, event: Event<'c>) {
        if let (Some((_, alt)), Event::Text(text) | Event::Code(text)) = (&mut self.image, &event) {
            alt.push_str(&cjk::strip(text));
            return;
        }
        if self.image.is_some() && !matches!(event, Event::End(TagEnd::Image)) {
            return;
        }
        match event {
            // Pages show HTML as it is written.
            Event::Html(html) | Event::InlineHtml(html) => self.lines(&html),
            Event::FootnoteReference(name) => {
                let name = self.note(&name);
                self.events.push(Event::FootnoteReference(name));
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            other => self.events.push(other),
        }
    }

    /// Lines of words.
    fn lines(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            // Two blanks at the end would break the line.
            self.words(line.trim_end());
            if line.ends_with('\n') {
                self.events.push(Event::SoftBreak);
            }
        }
    }

    /// Words that mean nothing but themselves, cut as a parser would where one could be taken for more.
    fn words(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let first = rest.chars().next().map_or(0, char::len_utf8);
            let cut = rest[first..]
                .find(SPECIAL)
                .map_or(rest.len(), |i| first + i);
            self.events.push(Event::Text(rest[..cut].to_owned().into()));
            rest = &rest[cut..];
        }
    }

    fn note(&self, name: &str) -> CowStr<'c> {
        CowStr::from(format!("{}-{}", self.unique, cjk::strip(name)))
    }

    fn start(&mut self, tag: Tag<'c>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.events.push(Event::Start(Tag::Heading {
                    level: lowered(level),
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Tag::Link {
                dest_url,
                link_type,
                ..
            } => {
                let mut to = cjk::strip(&dest_url).into_owned();
                if link_type == LinkType::Email {
                    to.insert_str(0, "mailto:");
                }
                let to = self.address(&self.scope.resolve(&to));
                self.open_links.push(to.is_some());
                self.events
                    .extend(to.map(|to| Event::Start(link(to, link_type))));
            }
            Tag::Image { dest_url, .. } => {
                self.image = Some((cjk::strip(&dest_url).into_owned(), String::new()));
            }
            Tag::FootnoteDefinition(name) => {
                let name = self.note(&name);
                self.events
                    .push(Event::Start(Tag::FootnoteDefinition(name)));
            }
            // Pages know the language of code by the first word, and nothing of the rest.
            Tag::CodeBlock(CodeBlockKind::Fenced(about)) => {
                let language = about.split_whitespace().next().unwrap_or_default();
                let language = CowStr::from(cjk::strip(language).into_owned());
                let kind = CodeBlockKind::Fenced(language);
                self.events.push(Event::Start(Tag::CodeBlock(kind)));
            }
            Tag::HtmlBlock => {
                self.html = self.events.len();
                self.events.push(Event::Start(Tag::Paragraph));
            }
            other => self.events.push(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                if matches!(self.events.last(), Some(Event::SoftBreak)) {
                    self.events.pop();
                }
                let end = TagEnd::Heading(lowered(level));
                self.events.push(Event::End(end));
            }
            TagEnd::Link => {
                if self.open_links.pop() == Some(true) {
                    self.events.push(Event::End(TagEnd::Link));
                }
            }
            TagEnd::Image => {
                if let Some((to, alt)) = self.image.take() {
                    self.picture(&to, &alt);
                }
            }
            TagEnd::HtmlBlock => self.end_html(),
            other => self.events.push(Event::End(other)),
        }
    }

    /// A block of HTML is a paragraph of its words, unless it only parts the blocks around it.
    fn end_html(&mut self) {
        if matches!(self.events.last(), Some(Event::SoftBreak)) {
            self.events.pop();
        }
        let words = self.events.iter().skip(self.html);
        let words = words.filter_map(|event| match event {
            Event::Text(text) => Some(&**text),
            _ => None,
        });
        if markdown::is_separator(&words.collect::<String>()) {
            self.events.truncate(self.html);
        } else {
            self.events.push(Event::End(TagEnd::Paragraph));
        }
    }

    /// The whole address of a target; none when it leads nowhere.
    fn address(&self, target: &Target) -> Option<String> {
        match target {
            Target::Page { href, .. }
            | Target::Anchor { href }
            | Target::Asset { href, .. }
            | Target::Existing { href }
            | Target::Outside { href, .. }
            | Target::Contact { href } => Some((self.whole)(href)),
            Target::Broken(_) => None,
        }
    }

    fn picture(&mut self, to: &str, alt: &str) {
        let target = self.scope.resolve(to);
        let kept = self
            .scope
            .site
            .alt(self.scope.file(to), &self.scope.page.locale);
        let alt = kept.filter(|_| alt.trim().is_empty()).unwrap_or(alt);
        if let Target::Asset { href, .. } = &target {
            let dest_url = (self.whole)(href).into();
            self.events.push(Event::Start(Tag::Image {
                link_type: LinkType::Inline,
                dest_url,
                title: "".into(),
                id: "".into(),
            }));
            self.words(alt);
            self.events.push(Event::End(TagEnd::Image));
        } else {
            self.words(alt);
        }
    }
}

/// A page has one heading of the first level, and it is in no text.
fn lowered(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        level => level,
    }
}

fn link<'c>(to: String, link_type: LinkType) -> Tag<'c> {
    let link_type = match link_type {
        LinkType::Autolink => LinkType::Autolink,
        _ => LinkType::Inline,
    };
    Tag::Link {
        link_type,
        dest_url: to.into(),
        title: "".into(),
        id: "".into(),
    }
}
