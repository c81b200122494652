//! A page of HTML by rules: what each part is, as sections with fields.

mod beside;
mod boxes;
mod bullets;
pub(crate) mod dom;
mod flow;
mod headings;
mod hero;
mod html;
mod inline;
mod items;
mod kept;
mod lists;
mod look;
mod markdown;
mod notes;
mod pictures;
mod piece;
mod raw;
mod rich;
mod sections;
mod sink;
mod state;
mod table;
mod tally;
#[cfg(test)]
mod tests;
mod unseen;

use std::collections::BTreeSet;

use crate::message::Message;
use crate::say;
use crate::value::Fields;

use super::draft::{Draft, SourcePage, Targets};
use dom::{Data, Dom, Id, TooMuch};
use flow::Flow;
use look::{one_line, shows, text};
use notes::Sort;
use piece::{Context, Piece, What};
use rich::Block;
use state::State;

/// Longest summary in characters, as the form of a page allows.
const LONGEST_SUMMARY: usize = 160;

/// Maps a page.
///
/// # Errors
/// Why the page cannot be read.
pub(super) fn page(source: SourcePage<'_>, targets: &dyn Targets) -> Result<Draft, Message> {
    let dom = Dom::read(source.text, source.line).map_err(|much| match much {
        TooMuch::Deep => say!(
            "This page was not taken: its elements stand in each other too deeply to be read. Nothing else is affected. Correct the page and import again."
        ),
        TooMuch::Attributes => say!(
            "This page was not taken: one of its elements has too many attributes to be read. Nothing else is affected. Correct the page and import again."
        ),
    })?;
    // A rule that would lose something of an element is not tried on it again.
    let mut denied = BTreeSet::new();
    loop {
        let (draft, more) = mapped(&dom, source, targets, &denied);
        if more.is_subset(&denied) {
            return Ok(draft);
        }
        denied.extend(more);
    }
}

/// Maps a page without trying rules on `denied` elements; answers those on which rules failed.
fn mapped(
    dom: &Dom,
    source: SourcePage<'_>,
    targets: &dyn Targets,
    denied: &BTreeSet<Id>,
) -> (Draft, BTreeSet<Id>) {
    let mut state = State::new(targets, denied);
    // A fragment has no document around it: that it lacks one is no fault.
    let whole = is_whole(source.text);
    let begun = usize::from(!whole && dom.faults.first() == Some(&source.line));
    for line in &dom.faults[begun..] {
        state.repair(Sort::Syntax, *line);
    }
    head(&mut state, dom);
    let mut pieces = Vec::new();
    for root in roots(&mut state, dom, whole) {
        let mut flow = Flow {
            state: &mut state,
            dom,
            context: Context::default(),
            out: &mut pieces,
        };
        flow.children(root);
        flow.keep_waiting();
    }
    let shows_title = take_title(&mut state, &mut pieces);
    let summary = described(dom).or_else(|| summary(&pieces));
    let title = state.title.take().or_else(|| named(dom));
    let sections = sections::sections(&mut state, pieces);
    let failed = std::mem::take(&mut state.failed);
    let draft = Draft {
        title,
        summary,
        shows_title,
        breadcrumb: state.breadcrumb.take(),
        sections,
        repaired: state.repaired.into_inner(),
        left_out: state.left_out.into_inner(),
        look_at: state.look_at.into_inner(),
    };
    (draft, failed)
}

/// Whether a text is a document and not a part of one.
fn is_whole(html: &str) -> bool {
    let start: String = html
        .chars()
        .take(4000)
        .collect::<String>()
        .to_ascii_lowercase();
    start.contains("<html") || start.contains("<body") || start.contains("<!doctype")
}

/// Where the content of a page stands. What stands around it on every page of a site is left out.
fn roots(state: &mut State<'_>, dom: &Dom, whole: bool) -> Vec<Id> {
    let body = dom.first(0, |id| dom.name(id) == "body").unwrap_or(0);
    if !whole {
        return vec![body];
    }
    let main = dom.first(body, |id| {
        dom.name(id) == "main" || dom.attribute(id, "role") == "main"
    });
    let Some(main) = main else {
        return vec![body];
    };
    // Everything that is neither above nor in the main part.
    let above: Vec<Id> = std::iter::successors(Some(main), |id| dom.parent(*id)).collect();
    for id in &above[1..] {
        for child in dom
            .children(*id)
            .iter()
            .filter(|child| !above.contains(child))
        {
            if shows(dom, *child) {
                let links = dom
                    .below(*child)
                    .map(|node| dom.attribute(node, "href").trim());
                let links = links.filter(|href| !href.is_empty()).map(str::to_owned);
                state.left(
                    Sort::Frame,
                    dom.line(*child),
                    Some(text(dom, *child)),
                    links.collect(),
                );
            }
        }
        if *id == body {
            break;
        }
    }
    vec![main]
}

/// Says what is left out of the head of a page: what would run, restyle it, or lead visitors elsewhere.
fn head(state: &mut State<'_>, dom: &Dom) {
    let Some(head) = dom.first(0, |id| dom.name(id) == "head") else {
        return;
    };
    for id in dom.below(head) {
        let sort = match dom.name(id) {
            "script" => Sort::Script,
            "style" | "link" | "base" => Sort::Technical,
            "meta" if look::has_attribute(dom, id, "http-equiv") => Sort::Technical,
            _ => continue,
        };
        state.left(sort, dom.line(id), None, Vec::new());
    }
}

/// Takes the first heading of a page without a header for its title.
fn take_title(state: &mut State<'_>, pieces: &mut Vec<Piece>) -> bool {
    if state.hero {
        return false;
    }
    let seen = |piece: &Piece| !piece.context.hidden && !matches!(piece.what, What::Border);
    let Some(at) = pieces.iter().position(seen) else {
        return false;
    };
    let What::Block(Block::Heading {
        weight: 10, inline, ..
    }) = &pieces[at].what
    else {
        return false;
    };
    let plain = inline
        .iter()
        .all(|piece| matches!(piece, rich::Inline::Text(_, marks) if marks.link.is_none()));
    let title = one_line(&rich::letters(inline));
    if !plain || pieces[at].context.aside {
        return false;
    }
    state.title = Some(title);
    pieces.remove(at);
    true
}

/// What a document calls itself.
fn named(dom: &Dom) -> Option<String> {
    let title = dom.first(0, |id| dom.name(id) == "title")?;
    let inside = dom
        .children(title)
        .iter()
        .filter_map(|id| match dom.data(*id) {
            Data::Text(text) => Some(text.as_str()),
            _ => None,
        });
    Some(one_line(&inside.collect::<String>())).filter(|title| !title.is_empty())
}

/// What a document says of itself.
fn described(dom: &Dom) -> Option<String> {
    let meta = dom.first(0, |id| {
        dom.name(id) == "meta"
            && dom
                .attribute(id, "name")
                .eq_ignore_ascii_case("description")
    })?;
    let said = one_line(dom.attribute(meta, "content"));
    (!said.is_empty()).then(|| shortened(&said))
}

/// The first words of a page.
fn summary(pieces: &[Piece]) -> Option<String> {
    let seen = pieces
        .iter()
        .filter(|piece| !piece.context.hidden && !piece.context.aside);
    let said = seen.into_iter().find_map(|piece| match &piece.what {
        What::Block(Block::Paragraph(inline)) => {
            let said = one_line(&rich::letters(inline));
            (said.chars().count() > 20).then_some(said)
        }
        What::Section { kind, fields, .. } if *kind == "hero" => lead(fields),
        What::Item(item) => words(&item.fields),
        _ => None,
    })?;
    Some(shortened(&said))
}

/// The line below the title of a page header.
fn lead(fields: &Fields) -> Option<String> {
    let lead = fields.get("lead")?.as_text()?;
    Some(lead.to_owned()).filter(|lead| !lead.is_empty())
}

/// The first words of an item.
fn words(fields: &Fields) -> Option<String> {
    let texts = ["summary", "text", "answer"];
    let text = texts.iter().find_map(|name| fields.get(*name)?.as_text())?;
    let said = one_line(&markdown::letters(text));
    (said.chars().count() > 20).then_some(said)
}

/// A text no longer than a summary may be, ended where a sentence or at least a word ends.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_SUMMARY {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST_SUMMARY - 1).collect();
    let sentence = cut.rfind(['。', '！', '？']).map(|at| at + '。'.len_utf8());
    let sentence = sentence.or_else(|| cut.rfind(". ").map(|at| at + 1));
    if let Some(end) = sentence.filter(|end| *end > cut.len() / 2) {
        return cut[..end].trim_end().to_owned();
    }
    let word = cut
        .rfind(' ')
        .filter(|at| *at > cut.len() / 2)
        .unwrap_or(cut.len());
    format!("{}…", cut[..word].trim_end())
}
