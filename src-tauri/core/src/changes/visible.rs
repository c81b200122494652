//! Two pages of HTML compared by what they show: block by block where nothing better is known, and
//! always what stands above and below the content.

use super::blocks::{self, Turned};
use super::links::Links;
use super::page::Side;
use super::raw::{Owner, Raw, What};
use super::shown;
use super::{SectionPlace, words};

/// The title of a page; its path when it has none.
pub(super) fn title(html: &str, path: &str) -> String {
    let front = html
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"));
    let named =
        front.and_then(|(front, _)| front.lines().find_map(|line| line.strip_prefix("title: ")));
    if let Some(title) = named {
        return serde_json::from_str(title).unwrap_or_else(|_| title.to_owned());
    }
    let head = html
        .find("</title>")
        .map_or(html, |end| html.get(..end + 8).unwrap_or(html));
    let links = Links {
        address: "",
        page: path,
        locale: "",
    };
    let title = shown::read(head, &links).title;
    if title.trim().is_empty() {
        path.to_owned()
    } else {
        title.trim().to_owned()
    }
}

/// What differs around the content, and with `content` in it.
pub(super) fn compared(old: &Side, new: &Side, content: bool) -> Vec<Raw> {
    let (before, after) = (old.text(), new.text());
    let (then, now) = (parts(&before), parts(&after));
    let mut found = Vec::new();
    let frame = then.head != now.head || then.tail != now.tail;
    if !frame && (!content || then.main == now.main) {
        return found;
    }
    // Only what differs is read: pages are many, and mostly alike.
    for (then, now) in [(then.head, now.head), (then.tail, now.tail)] {
        if then != now {
            found.extend(parts_compared((old, then), (new, now), &Owner::Frame));
        }
    }
    if content && then.main != now.main {
        let owner = Owner::Page {
            path: new.path.clone(),
            title: new.title(),
        };
        found.extend(parts_compared((old, then.main), (new, now.main), &owner));
    }
    found
}

fn parts_compared(
    (old, then): (&Side, &str),
    (new, now): (&Side, &str),
    owner: &Owner,
) -> Vec<Raw> {
    let (before, after) = (old.locale(), new.locale());
    let links = |page, locale| Links {
        address: "",
        page,
        locale,
    };
    let (before, after) = (links(&old.path, &before), links(&new.path, &after));
    let (then, now) = (
        shown::read(then, &before).all(),
        shown::read(now, &after).all(),
    );
    let turned = blocks::compared(&then, &now, &|path| after.everywhere(path));
    turned
        .into_iter()
        .map(|turned| raw(turned, owner, &new.path))
        .collect()
}

fn raw(turned: Turned<'_>, owner: &Owner, page: &str) -> Raw {
    let Turned { block, what, told } = turned;
    let anchor = block.anchor.as_str();
    let place = (*owner != Owner::Frame && !anchor.is_empty()).then(|| SectionPlace {
        kind: String::new(),
        id: anchor.to_owned(),
        before: None,
        after: None,
    });
    let labels = match what {
        What::Text(..) => vec![words::block(block.kind)],
        _ => Vec::new(),
    };
    Raw {
        owner: owner.clone(),
        place,
        labels,
        field: String::new(),
        item: block.heading.clone(),
        key: match owner {
            Owner::Frame => format!("frame\n{told}"),
            _ => format!("page {page}\n{anchor}\n{told}"),
        },
        what,
    }
}

/// What stands above the content, it itself, and what stands below it.
struct Parts<'h> {
    head: &'h str,
    main: &'h str,
    tail: &'h str,
}

fn parts(html: &str) -> Parts<'_> {
    let body = html.find("<body").unwrap_or(0);
    let start = html.find("<main").filter(|start| *start > body);
    let end = start.and_then(|_| html.rfind("</main>"));
    match start.zip(end).filter(|(start, end)| start < end) {
        Some((start, end)) => Parts {
            head: html.get(body..start).unwrap_or_default(),
            main: html.get(start..end).unwrap_or_default(),
            tail: html.get(end..).unwrap_or_default(),
        },
        None => Parts {
            head: "",
            main: html.get(body..).unwrap_or_default(),
            tail: "",
        },
    }
}
