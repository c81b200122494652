//! Lists whose bullets or numbers were typed.

use super::notes::Sort;
use super::rich::{Block, Inline};
use super::state::State;

/// Characters that are typed as bullets.
const BULLETS: [char; 9] = ['•', '●', '■', '◆', '▪', '‣', '·', '○', '◦'];

/// What a paragraph begins with, if it is an item in disguise.
enum Begin {
    Bullet,
    Number(u32),
}

/// Paragraphs with typed bullets become lists. A number alone is no list: there must be the next one too.
pub(super) fn lists(state: &mut State<'_>, blocks: Vec<(Block, u32)>) -> Vec<Block> {
    let blocks: Vec<(Block, u32)> = blocks
        .into_iter()
        .flat_map(|(block, line)| lines(block).into_iter().map(move |block| (block, line)))
        .collect();
    let begins: Vec<Option<(Begin, usize)>> =
        blocks.iter().map(|(block, _)| begin(block)).collect();
    let mut out: Vec<Block> = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let run = run(&begins[at..]);
        if run == 0 {
            out.push(blocks[at].0.clone());
            at += 1;
            continue;
        }
        let start = match &begins[at] {
            Some((Begin::Number(number), _)) => Some(*number),
            _ => None,
        };
        let mut items = Vec::new();
        for ((block, line), begin) in blocks[at..at + run].iter().zip(&begins[at..]) {
            let Some((_, length)) = begin else { continue };
            if let Block::Paragraph(inline) = block {
                let (mark, rest) = cut(inline, *length);
                state.left(Sort::Bullet, *line, Some(mark), Vec::new());
                items.push(vec![Block::Paragraph(rest)]);
            }
        }
        out.push(Block::List { start, items });
        at += run;
    }
    out
}

/// How many paragraphs from the first on are items of one list.
fn run(begins: &[Option<(Begin, usize)>]) -> usize {
    match begins.first() {
        Some(Some((Begin::Bullet, _))) => begins
            .iter()
            .take_while(|one| matches!(one, Some((Begin::Bullet, _))))
            .count(),
        Some(Some((Begin::Number(first), _))) => {
            let expected = *first..;
            let run = begins.iter().zip(expected).take_while(|(one, wanted)| matches!(one, Some((Begin::Number(number), _)) if number == wanted)).count();
            if run > 1 { run } else { 0 }
        }
        _ => 0,
    }
}

/// Lines of one paragraph that each begin with a bullet, or with numbers in order, are as many paragraphs.
fn lines(block: Block) -> Vec<Block> {
    let Block::Paragraph(inline) = &block else {
        return vec![block];
    };
    let each: Vec<Block> = inline
        .split(|piece| *piece == Inline::Break)
        .map(|line| Block::Paragraph(line.to_vec()))
        .collect();
    let begins: Vec<Option<(Begin, usize)>> = each.iter().map(begin).collect();
    if each.len() > 1 && run(&begins) == each.len() {
        return each;
    }
    // Bullets may stand below a line that has none; further lines belong to the bullet above.
    let mut parts: Vec<Vec<Inline>> = Vec::new();
    for (line, begin) in each.into_iter().zip(begins) {
        let Block::Paragraph(line) = line else {
            continue;
        };
        match parts.last_mut() {
            Some(last) if !matches!(begin, Some((Begin::Bullet, _))) => {
                last.push(Inline::Break);
                last.extend(line);
            }
            _ => parts.push(line),
        }
    }
    if parts.len() < 2 {
        return vec![block];
    }
    parts.into_iter().map(Block::Paragraph).collect()
}

/// The bullet or number a paragraph begins with, and its length in characters with the blank behind it.
fn begin(block: &Block) -> Option<(Begin, usize)> {
    let Block::Paragraph(inline) = block else {
        return None;
    };
    let Some(Inline::Text(text, marks)) = inline.first() else {
        return None;
    };
    let alone = inline.len() == 1;
    if marks.link.is_some() {
        return None;
    }
    let first = text.chars().next()?;
    let blanks = |from: usize| {
        text.chars()
            .skip(from)
            .take_while(|c| c.is_whitespace())
            .count()
    };
    let rest = |length: usize| !alone || text.chars().count() > length;
    if BULLETS.contains(&first) {
        let length = 1 + blanks(1);
        return rest(length).then_some((Begin::Bullet, length));
    }
    let open = usize::from(matches!(first, '(' | '（'));
    let digits: String = text
        .chars()
        .skip(open)
        .take_while(char::is_ascii_digit)
        .take(3)
        .collect();
    let after = text.chars().nth(open + digits.len())?;
    let closed = if open == 1 {
        matches!(after, ')' | '）')
    } else {
        matches!(after, ')' | '）' | '.' | '、')
    };
    let length = open + digits.len() + 1;
    let length = length + blanks(length);
    // “1.5 hours” is no item.
    let number = after != '.'
        || text
            .chars()
            .nth(open + digits.len() + 1)
            .is_some_and(char::is_whitespace);
    (closed && number && rest(length)).then_some((Begin::Number(digits.parse().ok()?), length))
}

/// A line without its first characters, and these.
fn cut(inline: &[Inline], length: usize) -> (String, Vec<Inline>) {
    let mut rest = inline.to_vec();
    let mut mark = String::new();
    if let Some(Inline::Text(text, _)) = rest.first_mut() {
        mark = text.chars().take(length).collect();
        *text = text.chars().skip(length).collect();
        if text.is_empty() {
            rest.remove(0);
        }
    }
    // The blank behind the mark may belong to the next piece.
    if let Some(Inline::Text(text, _)) = rest.first_mut() {
        *text = text.trim_start().to_owned();
    }
    (mark, rest)
}
