//! HTML that somebody wrote by hand, made safe: nothing in it can run, ask elsewhere, or break out.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use ammonia::Builder;

use super::escape;
use super::links::{Scope, Target};
use super::markdown::Found;

/// Elements whose text is nothing for readers.
const EMPTIED: [&str; 6] = [
    "script", "style", "iframe", "object", "template", "noscript",
];
/// Elements besides those that `ammonia` allows.
const MORE: [&str; 2] = ["section", "label"];

/// Stands on both sides of the number of a target until it is resolved.
const MARK: char = '\u{E000}';

/// Cleans `html`. Links and pictures go through the resolver, as those of other texts do. Class names are
/// kept only for pages of an existing site, whose style sheet knows them.
pub(crate) fn clean(scope: &Scope<'_>, html: &str, found: &mut Found) -> String {
    let (clean, targets) = marked(html, scope.theme().traits.fragments);
    let mut out = clean;
    for (i, (is_picture, to)) in targets.into_iter().enumerate() {
        let target = scope.resolve(&to);
        let (name, address) = if is_picture {
            ("src", picture(scope, &to, &target))
        } else {
            ("href", link(&target))
        };
        let attribute = |value: &str| format!(" {name}=\"{value}\"");
        let with = address.map_or_else(String::new, |address| attribute(&escape(&address)));
        out = out.replace(&attribute(&format!("{MARK}{i}{MARK}")), &with);
        if let Target::Asset { path, .. } = &target {
            found.assets.push(path.clone());
        }
        found.links.push((to, target));
    }
    without_empty_pictures(&out)
}

/// What is harmless of `html`, with marks for targets; and the targets, whether of a picture and as they
/// are written.
fn marked(html: &str, classes: bool) -> (String, Vec<(bool, String)>) {
    let targets = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&targets);
    let mut builder = Builder::default();
    builder
        .add_tags(MORE)
        .rm_tags(EMPTIED)
        .clean_content_tags(HashSet::from(EMPTIED))
        .add_generic_attributes(["id", "role", "aria-label", "aria-hidden"])
        .attribute_filter(move |element, attribute, value| {
            let is_picture = element == "img" && attribute == "src";
            if is_picture || (element == "a" && attribute == "href") {
                let mut targets = seen.lock().unwrap_or_else(PoisonError::into_inner);
                targets.push((is_picture, value.to_owned()));
                return Some(Cow::Owned(format!("{MARK}{}{MARK}", targets.len() - 1)));
            }
            (attribute != "cite").then_some(Cow::Borrowed(value))
        });
    if classes {
        builder.add_generic_attributes(["class"]);
    }
    let clean = builder.clean(html).to_string();
    let targets = std::mem::take(&mut *targets.lock().unwrap_or_else(PoisonError::into_inner));
    (clean, targets)
}

fn link(target: &Target) -> Option<String> {
    match target {
        Target::Page { href, .. }
        | Target::Anchor { href }
        | Target::Asset { href, .. }
        | Target::Existing { href }
        | Target::Outside { href, .. }
        | Target::Contact { href } => Some(href.clone()),
        Target::Broken(_) => None,
    }
}

fn picture(scope: &Scope<'_>, to: &str, target: &Target) -> Option<String> {
    match target {
        Target::Asset { href, .. } => Some(href.clone()),
        _ => scope.outside_picture(to),
    }
}

/// A picture that may not be shown is told by its alternative text.
fn without_empty_pictures(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<img") {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let (tag, after) = from.split_at(tag_end(from));
        if tag.contains(" src=\"") {
            out.push_str(tag);
        } else if let Some((_, alt)) = tag.split_once(" alt=\"") {
            out.push_str(&escape(alt.split('"').next().unwrap_or_default()).replace("&amp;", "&"));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Where the tag that `html` begins with ends: a `>` in the value of an attribute ends none.
fn tag_end(html: &str) -> usize {
    let mut quoted = false;
    let end = html.char_indices().find(|(_, letter)| {
        quoted ^= *letter == '"';
        *letter == '>' && !quoted
    });
    end.map_or(html.len(), |(i, _)| i + 1)
}

/// Where the start tags of clean HTML stand.
pub(super) fn start_tags(html: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + html[at..].find('<')?;
            at = start + tag_end(&html[start..]);
            if html[start + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                return Some(start..at);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_without_a_source_become_their_text() {
        assert_eq!(
            without_empty_pictures(
                "<p><img alt=\"a > &lt;b&gt;\"> <img src=\"x.png\" alt=\"c\"><img></p>"
            ),
            "<p>a &gt; &lt;b&gt; <img src=\"x.png\" alt=\"c\"></p>"
        );
    }
}
