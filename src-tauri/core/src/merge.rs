//! Three-way merge of a page by section and field: what two sides changed apart is joined, and where
//! both changed the same text, mine stays in the page and theirs is handed back.

use crate::page::{self, Block, BodyOf, Page, Target, line_end};
use crate::value::{Fields, Value};
use crate::view::Step;

/// A text that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The block of the merged page; `None` for the front matter.
    pub block: Option<usize>,
    /// The field; empty for a whole block.
    pub path: Vec<Step>,
    /// What stands in the merged text.
    pub mine: String,
    /// What the other side wrote; empty when it took it out.
    pub theirs: String,
}

/// A merged page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Its text.
    pub text: String,
    /// Where both sides changed the same.
    pub overlaps: Vec<Overlap>,
}

/// Merges what `mine` and `theirs` made of `base`.
pub fn merge(base: &Page, mine: &Page, theirs: &Page, body_of: BodyOf<'_>) -> Merged {
    let plain = |page: &Page| Merged {
        text: page.text.to_string(),
        overlaps: Vec::new(),
    };
    if mine.text == base.text {
        return plain(theirs);
    }
    if theirs.text == base.text || theirs.text == mine.text {
        return plain(mine);
    }
    let mut overlaps = Vec::new();
    let pieces = pieces(base, mine, theirs, body_of);
    let skeleton = if pieces.theirs_leads { theirs } else { mine };
    let eol = line_end(&skeleton.text, skeleton.text.len());
    let head = skeleton
        .blocks
        .first()
        .map_or(skeleton.text.len(), |b| b.range.start);
    let mut text = skeleton.text[..head].to_owned();
    for (position, piece) in pieces.list.into_iter().enumerate() {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(eol);
        }
        text.push_str(&piece.text);
        text.push_str(&piece.gap);
        overlaps.extend(piece.overlaps.into_iter().map(|o| Overlap {
            block: Some(position),
            ..o
        }));
    }
    let text = front(base, mine, theirs, text, body_of, &mut overlaps);
    Merged { text, overlaps }
}

/// For each block of `new`, the block of `old` that it continues, if any: first by id, then by equal
/// source text, then by kind in order. Each old block is continued once.
pub fn continued(old: &Page, new: &Page) -> Vec<Option<usize>> {
    paired(
        &old.blocks,
        &new.blocks,
        &[
            &|a: &Block, b: &Block| a.id.is_some() && a.id == b.id && a.kind == b.kind,
            &|a, b| a.kind == b.kind && old.text[a.range.clone()] == new.text[b.range.clone()],
            &|a, b| a.kind == b.kind && (a.id.is_none() || b.id.is_none()),
        ],
    )
}

/// Whether something new continues something old.
pub(crate) type Rule<'r, T> = &'r dyn Fn(&T, &T) -> bool;

/// For each of `new` the position of the one of `old` that it continues, by the first rule that finds
/// one. Each of `old` is continued once.
pub(crate) fn paired<T>(old: &[T], new: &[T], rules: &[Rule<'_, T>]) -> Vec<Option<usize>> {
    let mut found = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    for rule in rules {
        for (position, block) in new.iter().enumerate() {
            if found[position].is_some() {
                continue;
            }
            let candidate = old
                .iter()
                .enumerate()
                .find(|(i, a)| !taken[*i] && rule(a, block));
            if let Some((i, _)) = candidate {
                found[position] = Some(i);
                taken[i] = true;
            }
        }
    }
    found
}

/// One block of the merged page.
struct Piece {
    text: String,
    gap: String,
    overlaps: Vec<Overlap>,
}

struct Pieces {
    list: Vec<Piece>,
    /// Whether order and white space are theirs: mine kept the order of the base.
    theirs_leads: bool,
}

fn source(page: &Page, i: usize) -> &str {
    &page.text[page.blocks[i].range.clone()]
}

fn gap_after(page: &Page, i: usize) -> &str {
    let end = page
        .blocks
        .get(i + 1)
        .map_or(page.text.len(), |next| next.range.start);
    &page.text[page.blocks[i].range.end..end]
}

fn pieces(base: &Page, mine: &Page, theirs: &Page, body_of: BodyOf<'_>) -> Pieces {
    let (from_mine, from_theirs) = (continued(base, mine), continued(base, theirs));
    let theirs_leads = from_mine.iter().flatten().is_sorted();
    let (lead, lead_from, other, other_from) = if theirs_leads {
        (theirs, &from_theirs, mine, &from_mine)
    } else {
        (mine, &from_mine, theirs, &from_theirs)
    };
    let mut list = Vec::new();
    // Where each block of the leading side and each base block came to stand, to place additions.
    let mut placed: Vec<(Option<usize>, usize)> = Vec::new();
    for (i, from) in lead_from.iter().enumerate() {
        let twin = from.and_then(|b| other_from.iter().position(|o| *o == Some(b)));
        let (mine_at, theirs_at) = if theirs_leads {
            (twin, Some(i))
        } else {
            (Some(i), twin)
        };
        let joined = match from {
            None => Some((source(lead, i).to_owned(), Vec::new())),
            Some(b) => joined(base, *b, (mine, mine_at), (theirs, theirs_at), body_of),
        };
        if let Some((text, overlaps)) = joined {
            placed.push((*from, list.len()));
            list.push(Piece {
                text,
                gap: gap_after(lead, i).to_owned(),
                overlaps,
            });
        }
    }
    add_from_other(
        base,
        &mut list,
        &mut placed,
        (lead, lead_from),
        (other, other_from),
        theirs_leads,
    );
    Pieces { list, theirs_leads }
}

/// Puts in what only the other side has: its additions, and blocks that it changed and the leading side took out.
fn add_from_other(
    base: &Page,
    list: &mut Vec<Piece>,
    placed: &mut [(Option<usize>, usize)],
    (lead, lead_from): (&Page, &[Option<usize>]),
    (other, other_from): (&Page, &[Option<usize>]),
    theirs_leads: bool,
) {
    let eol = line_end(&lead.text, lead.text.len());
    let mut at = 0;
    for (i, from) in other_from.iter().enumerate() {
        if let Some((_, place)) = placed.iter().find(|(b, _)| b.is_some() && b == from) {
            at = place + 1;
            continue;
        }
        let text = source(other, i);
        let mut overlaps = Vec::new();
        match from {
            Some(b) if lead_from.contains(&Some(*b)) => continue,
            // Taken out by the leading side; kept only when it was changed here.
            Some(b) if source(base, *b) == text => continue,
            Some(_) => {
                let (mine, theirs) = if theirs_leads { (text, "") } else { ("", text) };
                overlaps.push(Overlap {
                    block: None,
                    path: Vec::new(),
                    mine: mine.into(),
                    theirs: theirs.into(),
                });
            }
            None if list.iter().any(|piece| piece.text == text) => continue,
            None => {}
        }
        if let Some(before) = at.checked_sub(1).and_then(|p| list.get_mut(p))
            && before.gap.is_empty()
        {
            before.gap = eol.to_owned();
        }
        let gap = if at < list.len() {
            eol.to_owned()
        } else {
            String::new()
        };
        list.insert(
            at,
            Piece {
                text: text.to_owned(),
                gap,
                overlaps,
            },
        );
        placed
            .iter_mut()
            .filter(|(_, place)| *place >= at)
            .for_each(|(_, place)| *place += 1);
        at += 1;
    }
}

/// One base block as both sides left it; `None` when it is gone.
fn joined(
    base: &Page,
    b: usize,
    (mine, mine_at): (&Page, Option<usize>),
    (theirs, theirs_at): (&Page, Option<usize>),
    body_of: BodyOf<'_>,
) -> Option<(String, Vec<Overlap>)> {
    let was = source(base, b);
    let whole = |mine: &str, theirs: &str| {
        vec![Overlap {
            block: None,
            path: Vec::new(),
            mine: mine.to_owned(),
            theirs: theirs.to_owned(),
        }]
    };
    match (
        mine_at.map(|i| source(mine, i)),
        theirs_at.map(|i| source(theirs, i)),
    ) {
        (None, None) => None,
        (Some(text), None) => (text != was).then(|| (text.to_owned(), whole(text, ""))),
        (None, Some(text)) => (text != was).then(|| (text.to_owned(), whole("", text))),
        (Some(m), Some(t)) if t == was || m == t => Some((m.to_owned(), Vec::new())),
        (Some(m), Some(t)) if m == was => Some((t.to_owned(), Vec::new())),
        (Some(m), Some(t)) => {
            Some(by_field(was, m, t, body_of).unwrap_or_else(|| (m.to_owned(), whole(m, t))))
        }
    }
}

/// Joins one section by field. `None` when a side cannot be read.
fn by_field(
    base: &str,
    mine: &str,
    theirs: &str,
    body_of: BodyOf<'_>,
) -> Option<(String, Vec<Overlap>)> {
    let parse = |text: &str| page::parse(text, None, body_of);
    let (base, mut merged, theirs) = (parse(base), parse(mine), parse(theirs));
    let one = |page: &Page| match page.blocks.as_slice() {
        [block] => block
            .fields()
            .cloned()
            .map(|fields| (block.clone(), fields)),
        _ => None,
    };
    let ((base_block, base_fields), (mine_block, mine_fields), (theirs_block, theirs_fields)) =
        (one(&base)?, one(&merged)?, one(&theirs)?);
    if mine_block.kind != theirs_block.kind
        || (mine_block.id != theirs_block.id && mine_block.id == base_block.id)
    {
        return None;
    }
    let (sets, overlaps) = compare(&base_fields, &mine_fields, &theirs_fields);
    for (path, value) in sets {
        let splices = page::set(&merged, Target::Block(0), &path, value.as_ref(), body_of).ok()?;
        merged = parse(&page::apply(&merged.text, &splices));
    }
    for flag in ["hidden", "aside"] {
        let (was, here, there) = (
            base_block.has(flag),
            mine_block.has(flag),
            theirs_block.has(flag),
        );
        if there != was && here == was {
            let splices = page::set_flag(&merged, 0, flag, there).ok()?;
            merged = parse(&page::apply(&merged.text, &splices));
        }
    }
    Some((merged.text.to_string(), overlaps))
}

/// Joins what `mine` and `theirs` made of a file of fields, value by value; the text is theirs with
/// mine put in. `None` when one of them cannot be read, or both changed the same value.
pub fn merge_fields(base: &str, mine: &str, theirs: &str) -> Option<String> {
    if mine == base || mine == theirs {
        return Some(theirs.to_owned());
    }
    if theirs == base {
        return Some(mine.to_owned());
    }
    let read = |text: &str| page::read_fields(text).ok();
    let (sets, overlaps) = compare(&read(base)?, &read(theirs)?, &read(mine)?);
    if !overlaps.is_empty() {
        return None;
    }
    let mut text = theirs.to_owned();
    for (path, value) in sets {
        let splices = page::data::set(&text, &path, value.as_ref()).ok()?;
        text = page::apply(&text, &splices);
    }
    Some(text)
}

type Sets = Vec<(Vec<Step>, Option<Value>)>;

/// What must be set on mine to take in theirs, and where both changed the same.
fn compare(base: &Fields, mine: &Fields, theirs: &Fields) -> (Sets, Vec<Overlap>) {
    let (mut sets, mut overlaps) = (Vec::new(), Vec::new());
    let mut names: Vec<&String> = base.keys().chain(theirs.keys()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let path = vec![Step::Name(name.clone())];
        differ(
            path,
            base.get(name),
            mine.get(name),
            theirs.get(name),
            &mut sets,
            &mut overlaps,
        );
    }
    (sets, overlaps)
}

fn differ(
    path: Vec<Step>,
    base: Option<&Value>,
    mine: Option<&Value>,
    theirs: Option<&Value>,
    sets: &mut Sets,
    overlaps: &mut Vec<Overlap>,
) {
    if theirs == base || theirs == mine {
        return;
    }
    let deeper = |step: Step| path.iter().cloned().chain([step]).collect::<Vec<_>>();
    match (base, mine, theirs) {
        // Value by value even where mine is as it was, so that only what differs is written.
        (Some(Value::Group(b)), Some(Value::Group(m)), Some(Value::Group(t))) => {
            for name in b.keys().chain(t.keys().filter(|k| !b.contains_key(*k))) {
                differ(
                    deeper(Step::Name(name.clone())),
                    b.get(name),
                    m.get(name),
                    t.get(name),
                    sets,
                    overlaps,
                );
            }
        }
        _ if mine == base => sets.push((path, theirs.cloned())),
        (Some(Value::List(b)), Some(Value::List(m)), Some(Value::List(t)))
            if b.len() == m.len() && b.len() == t.len() =>
        {
            for i in 0..b.len() {
                let step = Step::Index(u32::try_from(i).unwrap_or(u32::MAX));
                differ(deeper(step), b.get(i), m.get(i), t.get(i), sets, overlaps);
            }
        }
        _ => overlaps.push(Overlap {
            block: None,
            path,
            mine: words(mine),
            theirs: words(theirs),
        }),
    }
}

/// A value for people to compare.
fn words(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Text(text)) => text.clone(),
        Some(other) => serde_json::to_string_pretty(&other.to_json()).unwrap_or_default(),
    }
}

/// Merges the front matter into `text`, whose front matter is one side's.
fn front(
    base: &Page,
    mine: &Page,
    theirs: &Page,
    text: String,
    body_of: BodyOf<'_>,
    overlaps: &mut Vec<Overlap>,
) -> String {
    let mut merged = page::parse(text, None, body_of);
    let raw = |page: &Page| page.text[page.front.range.clone()].to_owned();
    let readable = [base, mine, theirs].iter().all(|p| p.front.fault.is_none());
    if !readable {
        // Only whole: the side that changed it, mine when both did.
        let wanted = if raw(mine) == raw(base) {
            raw(theirs)
        } else {
            raw(mine)
        };
        if raw(mine) != raw(base) && raw(theirs) != raw(base) && raw(mine) != raw(theirs) {
            overlaps.push(Overlap {
                block: None,
                path: Vec::new(),
                mine: raw(mine),
                theirs: raw(theirs),
            });
        }
        let mut text = merged.text.to_string();
        text.replace_range(merged.front.range.clone(), &wanted);
        return text;
    }
    let (sets, found) = compare(&base.front.fields, &mine.front.fields, &theirs.front.fields);
    overlaps.extend(found);
    // From whichever side the front matter is: first mine's own changes, then those of theirs.
    let own = mine
        .front
        .fields
        .iter()
        .map(|(name, value)| (vec![Step::Name(name.clone())], Some(value.clone())));
    let gone = base
        .front
        .fields
        .keys()
        .filter(|k| !mine.front.fields.contains_key(*k));
    let gone = gone.map(|name| (vec![Step::Name(name.clone())], None));
    for (path, value) in own.chain(gone).chain(sets) {
        let there = match path.as_slice() {
            [Step::Name(name)] => merged.front.fields.get(name).cloned(),
            _ => None,
        };
        if path.len() == 1 && there == value {
            continue;
        }
        if let Ok(splices) = page::set(&merged, Target::Front, &path, value.as_ref(), body_of) {
            merged = page::parse(page::apply(&merged.text, &splices), None, body_of);
        }
    }
    merged.text.to_string()
}

#[cfg(test)]
mod tests;
