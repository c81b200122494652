//! Rules about links: what they are called, and where they lead.

use crate::check::facts::Link;
use crate::check::sink::Sink;
use crate::problem::{Fix, Severity};
use crate::redirects;
use crate::say;

use super::Look;

/// Texts that say nothing of where a link leads, in small letters.
const SAY_NOTHING: [&str; 14] = [
    "here",
    "click here",
    "this",
    "link",
    "this link",
    "this page",
    "click",
    "点击这里",
    "点击此处",
    "这里",
    "此处",
    "点此",
    "链接",
    "单击此处",
];
/// Texts that only those understand who see what stands around.
const SAY_LITTLE: [&str; 9] = [
    "more",
    "read more",
    "learn more",
    "find out more",
    "see more",
    "了解更多",
    "更多",
    "查看更多",
    "阅读更多",
];

/// A link text in small letters without the marks around it.
fn bare(label: &str) -> String {
    let edge = |c: char| !c.is_alphanumeric();
    label.trim_matches(edge).to_lowercase()
}

fn is_generic(label: &str) -> bool {
    let label = bare(label);
    SAY_NOTHING.contains(&&*label) || SAY_LITTLE.contains(&&*label)
}

pub(super) fn generic_link_text(look: &Look<'_>, sink: &mut Sink<'_>) {
    for link in &look.facts.links {
        let label = bare(&link.label);
        if is_generic(&link.label) {
            let problem = sink.add(
                &link.spot,
                say!(
                    "The link text “{label}” does not say where it leads",
                    label = link.label
                ),
                say!("Name what visitors find there."),
            );
            problem.about = Some(format!("{} ({})", link.label, link.to));
            if SAY_LITTLE.contains(&&*label) {
                problem.severity = Severity::Tip;
            }
        }
    }
}

pub(super) fn empty_link_text(look: &Look<'_>, sink: &mut Sink<'_>) {
    for link in look.facts.links.iter().filter(|link| link.in_text) {
        if link.label.is_empty() {
            sink.add(
                &link.spot,
                say!("The link to {to} has no text", to = link.to),
                say!("Say where it leads, or remove the link."),
            )
            .about = Some(link.to.clone());
        }
    }
}

/// Targets that stand for one to come.
pub(super) fn placeholder_target(look: &Look<'_>, sink: &mut Sink<'_>) {
    const NONE: [&str; 8] = [
        "#", "/#", "http://", "https://", "tbd", "todo", "xxx", "mailto:",
    ];
    for link in &look.facts.links {
        if NONE.contains(&&*link.to.trim().to_ascii_lowercase()) {
            sink.add(
                &link.spot,
                say!("The link “{label}” has no target yet", label = link.label),
                say!("Choose where it leads, or remove it."),
            )
            .about = Some(link.label.clone());
        }
    }
}

/// A password or key in an address: everybody who sees the link has it.
pub(super) fn secret(look: &Look<'_>, sink: &mut Sink<'_>) {
    for link in &look.facts.links {
        if !crate::check::inner::secrets(&link.to).is_empty() {
            sink.add(
                &link.spot,
                say!(
                    "The address of “{label}” holds a password or a key",
                    label = link.label
                ),
                say!("Take it out here, and change it where it is used: it may have been read."),
            )
            .about = Some(link.label.clone());
        }
    }
}

pub(super) fn staging_link(look: &Look<'_>, sink: &mut Sink<'_>) {
    for link in &look.facts.links {
        let Some(host) = host(&link.to) else { continue };
        let certain = crate::check::inner::is_internal_host(host);
        if !certain && !looks_like_staging(host) {
            continue;
        }
        let problem = sink.add(
            &link.spot,
            say!(
                "The link leads to {host}, which is meant for tests or for insiders",
                host
            ),
            say!("Link to the public address instead."),
        );
        problem.about = Some(link.to.clone());
        if !certain {
            problem.severity = Severity::Warning;
        }
    }
}

/// Whether the name of a host ends as those of hosts for tests do: `centerstage`, `shopppe`.
fn looks_like_staging(host: &str) -> bool {
    let name = host
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let ends = ["stage", "staging", "preprod", "ppe", "uat"];
    ends.iter()
        .any(|end| name.len() > end.len() + 1 && name.ends_with(end))
}

/// The host of a web address.
pub(in crate::check) fn host(to: &str) -> Option<&str> {
    let rest = to.split_once("://").map(|(_, rest)| rest);
    let rest = rest.or_else(|| to.strip_prefix("//"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    (!host.is_empty()).then_some(host)
}

pub(super) fn space_in_address(look: &Look<'_>, sink: &mut Sink<'_>) {
    for link in &look.facts.links {
        let inner = link.to.trim();
        if host(inner).is_some() && inner.contains(' ') {
            let fixed = inner.replace(' ', "%20");
            let problem = sink.add(
                &link.spot,
                say!("The address {to} has a space in it", to = link.to),
                say!("Write it as %20, or some programs cut the address there."),
            );
            problem.about = Some(link.to.clone());
            problem.fix = Some(Fix::Address {
                was: link.to.clone(),
                with: vec![fixed],
            });
        }
    }
}

pub(super) fn redirected_link(look: &Look<'_>, sink: &mut Sink<'_>) {
    let site = look.ground.site;
    for link in &look.facts.links {
        let (address, place) = link.to.split_once('#').unwrap_or((&link.to, ""));
        let there = || site.pages.keys().any(|page| page.address == address);
        let Some(to) = redirects::end(site, address).filter(|to| *to != address && !there()) else {
            continue;
        };
        let to = match place {
            "" => to.to_owned(),
            place => format!("{to}#{place}"),
        };
        let problem = sink.add(
            &link.spot,
            say!(
                "The link leads to {from}, which has moved to {to}",
                from = link.to,
                to
            ),
            say!("Link to the new address, so that visitors get there at once."),
        );
        problem.about = Some(link.to.clone());
        problem.fix = Some(Fix::Address {
            was: link.to.clone(),
            with: vec![to],
        });
    }
}

/// One text for two targets on one page.
pub(super) fn same_label(look: &Look<'_>, sink: &mut Sink<'_>) {
    let mut seen: Vec<&Link> = Vec::new();
    for link in look
        .facts
        .links
        .iter()
        .filter(|link| !link.label.is_empty())
    {
        let same = |other: &&&Link| bare(&other.label) == bare(&link.label);
        match seen.iter().find(same) {
            Some(first) if !same_target(&first.to, &link.to) && !is_generic(&link.label) => {
                sink.add(
                    &link.spot,
                    say!(
                        "“{label}” leads to {second} here and to {first} elsewhere on the page",
                        label = link.label,
                        second = link.to,
                        first = first.to
                    ),
                    say!("Give the two links different texts, or the same target."),
                )
                .about = Some(format!("{} ({})", link.label, link.to));
            }
            Some(_) => {}
            None => seen.push(link),
        }
    }
}

/// Whether two targets are the same but for how they are written.
pub(in crate::check) fn same_target(a: &str, b: &str) -> bool {
    let plain = |to: &str| {
        let to = to.trim().trim_end_matches('/');
        let to = to
            .strip_prefix("https:")
            .or(to.strip_prefix("http:"))
            .unwrap_or(to);
        to.to_ascii_lowercase()
    };
    plain(a) == plain(b)
}
