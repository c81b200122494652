//! Blocks that Markdown cannot say, written as plain HTML.

use std::fmt::Write as _;

use super::rich::{Block, Inline};

/// Blocks as HTML.
pub(super) fn of(blocks: &[Block]) -> String {
    let mut out = String::new();
    blocks.iter().for_each(|block| write(block, &mut out));
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn write(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(inline) => wrapped("p", inline, out),
        Block::Heading {
            weight,
            anchor,
            inline,
        } => {
            let level = (*weight).clamp(2, 6);
            let id = anchor
                .as_ref()
                .map_or(String::new(), |id| format!(" id=\"{}\"", escape(id)));
            let _ = write!(out, "<h{level}{id}>");
            line(inline, out);
            let _ = writeln!(out, "</h{level}>");
        }
        Block::List { start, items } => {
            let name = if start.is_some() { "ol" } else { "ul" };
            let _ = writeln!(out, "<{name}>");
            for item in items {
                out.push_str("<li>");
                item.iter().for_each(|block| write(block, out));
                out.push_str("</li>\n");
            }
            let _ = writeln!(out, "</{name}>");
        }
        Block::Quote(blocks) => {
            out.push_str("<blockquote>");
            blocks.iter().for_each(|block| write(block, out));
            out.push_str("</blockquote>\n");
        }
        Block::Code(text) => {
            let _ = writeln!(out, "<pre>{}</pre>", escape(text));
        }
        Block::Rule => out.push_str("<hr>\n"),
        Block::Table(rows) => {
            out.push_str("<table>\n");
            for row in rows {
                out.push_str("<tr>");
                row.iter().for_each(|cell| wrapped("td", cell, out));
                out.push_str("</tr>\n");
            }
            out.push_str("</table>\n");
        }
    }
}

fn wrapped(name: &str, inline: &[Inline], out: &mut String) {
    let _ = write!(out, "<{name}>");
    line(inline, out);
    let _ = writeln!(out, "</{name}>");
}

fn line(inline: &[Inline], out: &mut String) {
    let mut open: Option<u32> = None;
    for piece in inline {
        let link = match piece {
            Inline::Text(_, marks) => marks.link.as_ref(),
            Inline::Picture { link, .. } => link.as_ref(),
            Inline::Break => None,
        };
        let number = link.map(|link| link.number);
        if open != number {
            if open.is_some() {
                out.push_str("</a>");
            }
            if let Some(link) = link {
                let _ = write!(out, "<a href=\"{}\">", escape(&link.to));
            }
            open = number;
        }
        match piece {
            Inline::Text(text, marks) if marks.bold => {
                let _ = write!(out, "<strong>{}</strong>", escape(text));
            }
            Inline::Text(text, _) => out.push_str(&escape(text)),
            Inline::Break => out.push_str("<br>"),
            Inline::Picture { to, alt, .. } => {
                let _ = write!(out, "<img src=\"{}\" alt=\"{}\">", escape(to), escape(alt));
            }
        }
    }
    if open.is_some() {
        out.push_str("</a>");
    }
}
