//! Blocks of text as Markdown.

use std::fmt::Write as _;

use super::SEPARATOR;
use crate::import::map::rich::{Block, Inline, Link};

/// The level of a heading whose weight is its level.
pub(super) fn level(weight: u32) -> u32 {
    weight.clamp(1, 6)
}

pub(super) fn write_blocks(blocks: &[Block], out: &mut String) {
    let mut last: Option<&Block> = None;
    for block in blocks {
        if let (Some(Block::List { start: before, .. }), Block::List { start, .. }) = (last, block)
            && before.is_some() == start.is_some()
        {
            let _ = write!(out, "{SEPARATOR}\n\n");
        }
        write_block(block, out);
        last = Some(block);
    }
}

fn write_block(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(inline) => {
            line(inline, Place::Paragraph, out);
            out.push_str("\n\n");
        }
        Block::Heading {
            weight,
            anchor,
            inline,
        } => {
            out.push_str(&"#".repeat(level(*weight) as usize));
            out.push(' ');
            line(inline, Place::Heading, out);
            if let Some(anchor) = anchor {
                let _ = write!(out, " {{#{anchor}}}");
            }
            out.push_str("\n\n");
        }
        Block::List { start, items } => list(*start, items, out),
        Block::Quote(blocks) => {
            let mut inside = String::new();
            write_blocks(blocks, &mut inside);
            for line in inside.trim_end().lines() {
                let _ = writeln!(out, "{}", format!("> {line}").trim_end());
            }
            out.push('\n');
        }
        Block::Code(text) => {
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            let _ = write!(out, "{fence}\n{}\n{fence}\n\n", text.trim_end_matches('\n'));
        }
        Block::Rule => out.push_str("***\n\n"),
        Block::Table(rows) => table(rows, out),
    }
}

fn list(start: Option<u32>, items: &[Vec<Block>], out: &mut String) {
    // A list that begins with another number than 1 cannot follow a paragraph closely (CommonMark 0.31.2,
    // section 5.2).
    let simple = |item: &Vec<Block>| {
        matches!(
            item.as_slice(),
            [] | [Block::Paragraph(_)]
                | [
                    Block::Paragraph(_),
                    Block::List {
                        start: None | Some(1),
                        ..
                    }
                ]
        )
    };
    let tight = items.iter().all(simple);
    for (number, item) in (start.unwrap_or(1)..).zip(items) {
        let mark = match start {
            Some(_) => format!("{number}. "),
            None => "- ".to_owned(),
        };
        let mut inside = String::new();
        write_blocks(item, &mut inside);
        let inside = inside.trim_end();
        let indent = " ".repeat(mark.len());
        for (at, line) in inside.lines().enumerate() {
            let before = if at == 0 { &mark } else { &indent };
            if line.is_empty() {
                // Within an item that stays close together no line stays empty.
                if !tight {
                    out.push('\n');
                }
            } else {
                let _ = writeln!(out, "{before}{line}");
            }
        }
        if inside.is_empty() {
            let _ = writeln!(out, "{}", mark.trim_end());
        }
        if !tight {
            out.push('\n');
        }
    }
    if tight {
        out.push('\n');
    }
}

fn table(rows: &[Vec<Vec<Inline>>], out: &mut String) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (at, row) in rows.iter().enumerate() {
        for column in 0..columns {
            out.push_str("| ");
            if let Some(cell) = row.get(column) {
                line(cell, Place::Cell, out);
            }
            out.push(' ');
        }
        out.push_str("|\n");
        if at == 0 {
            let _ = writeln!(out, "|{}", "---|".repeat(columns));
        }
    }
    out.push('\n');
}

/// Where a line stands, and so what would be taken for more than letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Paragraph,
    Heading,
    Cell,
}

#[derive(Clone, PartialEq)]
enum Open {
    Link(Link),
    Bold,
    Italic,
    Raised,
}

fn line(inline: &[Inline], place: Place, out: &mut String) {
    let mut open: Vec<Open> = Vec::new();
    let begin = out.len();
    for (at, piece) in inline.iter().enumerate() {
        let wanted = wanted(piece);
        let same = open.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
        for one in open.drain(same..).rev() {
            close(&one, out);
        }
        for one in &wanted[same..] {
            match one {
                Open::Link(_) => out.push('['),
                Open::Bold => out.push_str("**"),
                Open::Italic => out.push('*'),
                Open::Raised => out.push('^'),
            }
            open.push(one.clone());
        }
        match piece {
            Inline::Text(text, marks) if marks.code => code(text, out),
            Inline::Text(text, _) => {
                let first = out[begin..].trim_end_matches(['*', '[']).is_empty()
                    || matches!(at.checked_sub(1).map(|at| &inline[at]), Some(Inline::Break));
                escape(text, place, first && place == Place::Paragraph, out);
            }
            Inline::Break if place == Place::Paragraph => out.push_str("\\\n"),
            Inline::Break if out.ends_with(' ') => {}
            Inline::Break => out.push(' '),
            Inline::Picture { to, alt, .. } => {
                out.push_str("![");
                escape(alt, place, false, out);
                out.push_str("](");
                target(to, out);
                out.push(')');
            }
        }
    }
    for one in open.drain(..).rev() {
        close(&one, out);
    }
}

fn wanted(piece: &Inline) -> Vec<Open> {
    match piece {
        Inline::Text(_, marks) => {
            let link = marks.link.clone().map(Open::Link);
            let rest = [
                (marks.bold, Open::Bold),
                (marks.italic, Open::Italic),
                (marks.raised, Open::Raised),
            ];
            let rest = rest.into_iter().filter(|(is, _)| *is).map(|(_, one)| one);
            link.into_iter().chain(rest).collect()
        }
        Inline::Picture { link, .. } => link.clone().map(Open::Link).into_iter().collect(),
        Inline::Break => Vec::new(),
    }
}

fn close(one: &Open, out: &mut String) {
    match one {
        Open::Link(link) => {
            out.push_str("](");
            target(&link.to, out);
            out.push(')');
        }
        Open::Bold => out.push_str("**"),
        Open::Italic => out.push('*'),
        Open::Raised => out.push('^'),
    }
}

fn code(text: &str, out: &mut String) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    let _ = write!(out, "{fence}{blank}{text}{blank}{fence}");
}

/// The target of a link or picture. Between angle brackets where something in it would end it.
fn target(to: &str, out: &mut String) {
    let plain = !to.is_empty()
        && !to.contains(|c: char| c.is_whitespace() || c.is_control() || "()<>\\".contains(c));
    if plain && !to.contains(';') {
        out.push_str(to);
        return;
    }
    out.push('<');
    for c in to.chars() {
        if "<>\\&".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('>');
}

/// Letters that mean nothing but themselves.
fn escape(text: &str, place: Place, first: bool, out: &mut String) {
    let chars: Vec<char> = text.chars().collect();
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1);
        let inside_word =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(|c| c.is_alphanumeric());
        let must = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '^' => true,
            '_' => !inside_word,
            '&' => {
                after.is_some_and(|c| c.is_ascii_alphanumeric() || *c == '#')
                    && chars[at..].iter().take(40).any(|c| *c == ';')
            }
            '|' if place == Place::Cell => true,
            '{' | '}' | '#' if place == Place::Heading => true,
            '.' | ')' if first && at == digits && digits > 0 => after.is_none_or(|c| *c == ' '),
            _ => first && at == 0 && "#>+-=:~!|".contains(*c),
        };
        if must {
            out.push('\\');
        }
        out.push(*c);
    }
}
