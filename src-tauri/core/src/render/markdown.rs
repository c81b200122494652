//! Markdown to HTML that is safe by construction: raw HTML becomes text, links go through the resolver.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

use super::cjk;
use super::escape;
use super::links::{Scope, Target, attributes};

/// What one Markdown text needs or is at fault with.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) assets: Vec<String>,
    /// Links as written and where they lead.
    pub(crate) links: Vec<(String, Target)>,
    pub(crate) raw_html: bool,
    /// Pictures without alternative text.
    pub(crate) without_alt: Vec<String>,
}

pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SUPERSCRIPT
}

/// Parts two blocks that would become one, as CommonMark advises (spec 0.31.2, section 5.3).
const SEPARATOR: &str = "<!-- -->";

/// Whether a block of HTML only parts the blocks around it: it shows nothing.
pub(crate) fn is_separator(html: &str) -> bool {
    html.trim() == SEPARATOR
}

/// Renders `markdown`. Footnotes and anchors are made unique with `unique`.
pub(crate) fn render(scope: &Scope<'_>, markdown: &str, unique: &str, found: &mut Found) -> String {
    let prepared = cjk::prepare(markdown);
    let marked = matches!(prepared, Cow::Owned(_));
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    let mut writer = Writer {
        scope,
        found,
        unique,
        events: Vec::new(),
        open_links: Vec::new(),
        image: None,
    };
    for event in Parser::new_ext(&prepared, options()) {
        writer.event(event, marked);
    }
    html::push_html(&mut out, writer.events.into_iter());
    if out.contains("<th") {
        without_empty_heads(&out)
    } else {
        out
    }
}

/// A head of a table that says nothing is none: who listens would be told of a heading without words. A
/// row of such heads is not there. Texts hold no `<`, so nothing else looks like one.
fn without_empty_heads(html: &str) -> String {
    let mut pieces = html.split("<th");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let cell = piece.split_once('>');
        let empty = cell.and_then(|(style, rest)| Some((style, rest.strip_prefix("</th>")?)));
        match empty {
            Some((style, rest)) => out.extend(["<td", style, "></td>", rest]),
            None => out.extend(["<th", piece]),
        }
    }
    without_empty_rows(&out)
}

/// The same without rows of heads in which there is none.
fn without_empty_rows(html: &str) -> String {
    let mut pieces = html.split("<thead>");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once("</thead>") {
            Some((row, rest)) if !row.contains("<th") => out.push_str(rest),
            _ => out.extend(["<thead>", piece]),
        }
    }
    out
}

struct Writer<'a, 'b, 'c> {
    scope: &'a Scope<'a>,
    found: &'b mut Found,
    unique: &'a str,
    events: Vec<Event<'c>>,
    /// For each open link, whether its element was written.
    open_links: Vec<bool>,
    /// The picture being read: its address and its alternative text so far.
    image: Option<(String, String)>,
}

impl<'a, 'c> Writer<'a, '_, 'c> {
    fn event(&mut self, event: Event<'c>, marked: bool) {
        if self.image.is_some() && !matches!(event, Event::End(TagEnd::Image)) {
            if let (Event::Text(text) | Event::Code(text), Some((_, alt))) =
                (&event, &mut self.image)
            {
                alt.push_str(&cjk::strip(text));
            }
            return;
        }
        let clean = |text: CowStr<'c>| {
            if marked {
                CowStr::from(cjk::strip(&text).into_owned())
            } else {
                text
            }
        };
        match event {
            Event::Text(text) => self.events.push(Event::Text(clean(text))),
            Event::Code(text) => self.events.push(Event::Code(clean(text))),
            Event::Html(html) => self.events.push(Event::Text(clean(html))),
            Event::InlineHtml(html) => {
                self.found.raw_html = true;
                self.events.push(Event::Text(clean(html)));
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::FootnoteReference(name) => self.html(format!(
                "<sup class=\"footnote-ref\"><a href=\"#{0}-fn-{1}\" id=\"{0}-ref-{1}\">{1}</a></sup>",
                self.unique,
                escape(&name)
            )),
            other => self.events.push(other),
        }
    }

    /// What the theme adds to an element of texts.
    fn attributes(&self, element: &str) -> &'a BTreeMap<String, String> {
        const NONE: &BTreeMap<String, String> = &BTreeMap::new();
        let all = &self.scope.theme().traits.attributes;
        all.get(element).unwrap_or(NONE)
    }

    fn html(&mut self, html: String) {
        self.events.push(Event::InlineHtml(html.into()));
    }

    fn start(&mut self, tag: Tag<'c>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                let level = if level == HeadingLevel::H1 { HeadingLevel::H2 } else { level };
                let id = id.map(|id| CowStr::from(cjk::strip(&id).into_owned()));
                let attrs = self.attributes(&level.to_string());
                let attrs = attrs.iter().map(|(name, value)| (CowStr::from(name.clone()), Some(CowStr::from(value.clone()))));
                self.events.push(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: attrs.collect() }));
            }
            Tag::Strong if matches!(self.events.last(), Some(Event::Start(Tag::Paragraph))) => {
                let attributes: String = self.attributes("run-in").iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(value))).collect();
                self.html(format!("<strong{attributes}>"));
            }
            Tag::Link { dest_url, link_type, .. } => {
                let mut to = cjk::strip(&dest_url).into_owned();
                if link_type == LinkType::Email {
                    to.insert_str(0, "mailto:");
                }
                let target = self.scope.resolve(&to);
                if let Target::Asset { path, .. } = &target {
                    self.found.assets.push(path.clone());
                }
                let attributes = attributes(&target);
                self.found.links.push((to, target));
                self.open_links.push(attributes.is_some());
                if let Some(attributes) = attributes {
                    self.html(format!("<a{attributes}>"));
                }
            }
            Tag::Image { dest_url, .. } => self.image = Some((cjk::strip(&dest_url).into_owned(), String::new())),
            Tag::Table(columns) => {
                let label = escape(&self.scope.theme().word(&self.scope.page.locale, "table")).into_owned();
                self.html(format!("<section class=\"table\" tabindex=\"0\" aria-label=\"{label}\">"));
                self.events.push(Event::Start(Tag::Table(columns)));
            }
            Tag::FootnoteDefinition(name) => self.html(format!(
                "<div class=\"footnote\" id=\"{0}-fn-{1}\"><a class=\"footnote-back\" href=\"#{0}-ref-{1}\">{1}</a>",
                self.unique,
                escape(&name)
            )),
            Tag::HtmlBlock => self.events.push(Event::Start(Tag::Paragraph)),
            other => self.events.push(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(HeadingLevel::H1) => self
                .events
                .push(Event::End(TagEnd::Heading(HeadingLevel::H2))),
            TagEnd::Link => {
                if self.open_links.pop() == Some(true) {
                    self.html("</a>".into());
                }
            }
            TagEnd::Image => {
                if let Some((to, alt)) = self.image.take() {
                    self.picture(to, &alt);
                }
            }
            TagEnd::Table => {
                self.events.push(Event::End(TagEnd::Table));
                self.html("</section>".into());
            }
            TagEnd::FootnoteDefinition => self.html("</div>".into()),
            TagEnd::HtmlBlock => self.end_html(),
            other => self.events.push(Event::End(other)),
        }
    }

    fn end_html(&mut self) {
        if let [.., Event::Start(Tag::Paragraph), Event::Text(html)] = &self.events[..]
            && is_separator(html)
        {
            self.events.truncate(self.events.len() - 2);
            return;
        }
        self.found.raw_html = true;
        self.events.push(Event::End(TagEnd::Paragraph));
    }

    fn picture(&mut self, to: String, alt: &str) {
        let target = self.scope.resolve(&to);
        let kept = self
            .scope
            .site
            .alt(self.scope.file(&to), &self.scope.page.locale);
        let alt = match kept {
            Some(kept) if alt.trim().is_empty() => kept,
            None if alt.trim().is_empty() => {
                self.found.without_alt.push(to.clone());
                alt
            }
            _ => alt,
        };
        if let Target::Asset { href, path } = &target {
            let size = self.scope.site.media.get(path).and_then(|m| m.size);
            let size = size
                .map(|(w, h)| format!(" width=\"{w}\" height=\"{h}\""))
                .unwrap_or_default();
            self.html(format!(
                "<img src=\"{}\" alt=\"{}\"{size} loading=\"lazy\">",
                escape(href),
                escape(alt)
            ));
            self.found.assets.push(path.clone());
        } else if let Some(src) = self.scope.outside_picture(&to) {
            let (src, alt) = (escape(&src), escape(alt));
            self.html(format!(
                "<img src=\"{src}\" alt=\"{alt}\" loading=\"lazy\">"
            ));
        } else if !alt.is_empty() {
            // Pictures from elsewhere would tell others who reads the page.
            self.events.push(Event::Text(alt.to_owned().into()));
        }
        self.found.links.push((to, target));
    }
}
