//! Rules that look at the links, pictures and headings of one page.

use crate::message::Message;
use crate::model::PageRef;
use crate::problem::{Fix, Problem, Severity};
use crate::redirects;
use crate::render::is_hidden;
use crate::rule::{self, Rule};
use crate::say;
use crate::site::PageFile;
use crate::value::Value;

use super::facts::{Facts, Heading, Link, Spot};
use super::whole::Ground;

/// What a rule looks at: what stands in one file.
pub(super) struct Look<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) facts: &'a Facts,
    /// Site path of the file.
    pub(super) file: &'a str,
    /// The page, when the file is one.
    pub(super) page: Option<(&'a PageRef, &'a PageFile)>,
}

/// What a rule found so far.
pub(super) struct Sink<'a> {
    pub(super) rule: &'a Rule,
    pub(super) file: &'a str,
    pub(super) problems: Vec<Problem>,
}

impl Sink<'_> {
    /// Adds what was found at a place.
    pub(super) fn add(&mut self, spot: &Spot, message: Message, hint: Message) -> &mut Problem {
        let mut problem = Problem::new(self.rule, self.file, message, hint);
        problem.place.section = spot.section;
        problem.place.field = (!spot.field.is_empty()).then(|| spot.field.clone());
        let at = self.problems.len();
        self.problems.push(problem);
        &mut self.problems[at]
    }
}

type PageRule = fn(&Look<'_>, &mut Sink<'_>);

/// Every rule of this sort with the function that finds it.
static RULES: &[(&Rule, PageRule)] = &[
    (&rule::NO_MAIN_HEADING, no_main_heading),
    (&rule::HEADING_ORDER, heading_order),
    (&rule::EMPTY_HEADING, empty_heading),
    (&rule::BOLD_HEADING, bold_heading),
    (&rule::GENERIC_LINK_TEXT, generic_link_text),
    (&rule::EMPTY_LINK_TEXT, empty_link_text),
    (&rule::PLACEHOLDER_TARGET, placeholder_target),
    (&rule::STAGING_LINK, staging_link),
    (&rule::SPACE_IN_ADDRESS, space_in_address),
    (&rule::REDIRECTED_LINK, redirected_link),
    (&rule::SAME_LABEL, same_label),
    (&rule::ALT_FILE_NAME, alt_file_name),
    (&rule::BARE_TABLE, bare_table),
];

/// What the rules find in one file.
pub(super) fn problems(look: &Look<'_>) -> Vec<Problem> {
    let mut all = Vec::new();
    for (rule, find) in RULES {
        let mut sink = Sink {
            rule,
            file: look.file,
            problems: Vec::new(),
        };
        find(look, &mut sink);
        all.append(&mut sink.problems);
    }
    all
}

/// A page that says of itself that it shows no title, and begins with no page header either.
fn no_main_heading(look: &Look<'_>, sink: &mut Sink<'_>) {
    let Some((page, file)) = look
        .page
        .filter(|(page, file)| !page.is_shared() && !is_hidden(file))
    else {
        return;
    };
    // Other themes show a title wherever there is no page header.
    if !look.ground.engine.theme(look.ground.site).traits.fragments {
        return;
    }
    let fields = &file.page.front.fields;
    let untitled = fields.get("untitled").and_then(Value::as_flag) == Some(true);
    let level = |heading: &Heading| heading.level;
    if untitled
        && !look
            .facts
            .headings
            .iter()
            .map(level)
            .any(|level| level == 1)
    {
        let spot = Spot {
            section: None,
            field: "untitled".to_owned(),
        };
        sink.add(
            &spot,
            say!(
                "The page {address} has no main heading",
                address = page.address
            ),
            say!("Show its title, or add a page header."),
        );
    }
}

fn heading_order(look: &Look<'_>, sink: &mut Sink<'_>) {
    // A shared section stands below a heading of the page that uses it.
    let mut before = if look.page.is_some_and(|(page, _)| page.is_shared()) {
        2
    } else {
        1
    };
    for heading in &look.facts.headings {
        if heading.level > before + 1 && !heading.of_section {
            sink.add(
                &heading.spot,
                say!(
                    "The heading “{text}” is of level {level}, and the one above it of level {before}",
                    text = heading.text,
                    level = u32::from(heading.level),
                    before = u32::from(before)
                ),
                say!("Choose the next level, so that people who listen to the page can follow."),
            )
            .about = Some(heading.text.clone());
        }
        before = heading.level;
    }
}

fn empty_heading(look: &Look<'_>, sink: &mut Sink<'_>) {
    for heading in &look.facts.headings {
        if heading.text.trim().is_empty() {
            sink.add(
                &heading.spot,
                say!("A heading has no text"),
                say!("Write it, or remove the heading."),
            );
        }
    }
}

fn bold_heading(look: &Look<'_>, sink: &mut Sink<'_>) {
    /// Longer paragraphs are sentences that somebody stresses.
    const LONGEST: usize = 80;
    for (spot, text) in &look.facts.bold {
        let sentence = text.ends_with(['.', '。', '!', '！', ':', '：', '?', '？', ';', '；', ',']);
        if !sentence && text.chars().count() <= LONGEST {
            sink.add(
                spot,
                say!("“{text}” is bold text that looks like a heading", text),
                say!("Make it a heading, so that people who listen to the page can find it."),
            )
            .about = Some(text.clone());
        }
    }
}

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

fn generic_link_text(look: &Look<'_>, sink: &mut Sink<'_>) {
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

fn empty_link_text(look: &Look<'_>, sink: &mut Sink<'_>) {
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
fn placeholder_target(look: &Look<'_>, sink: &mut Sink<'_>) {
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

fn staging_link(look: &Look<'_>, sink: &mut Sink<'_>) {
    for link in &look.facts.links {
        let Some(host) = host(&link.to) else { continue };
        let certain = super::inner::is_internal_host(host);
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
pub(super) fn host(to: &str) -> Option<&str> {
    let rest = to.split_once("://").map(|(_, rest)| rest);
    let rest = rest.or_else(|| to.strip_prefix("//"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    (!host.is_empty()).then_some(host)
}

fn space_in_address(look: &Look<'_>, sink: &mut Sink<'_>) {
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

fn redirected_link(look: &Look<'_>, sink: &mut Sink<'_>) {
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
fn same_label(look: &Look<'_>, sink: &mut Sink<'_>) {
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
pub(super) fn same_target(a: &str, b: &str) -> bool {
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

fn alt_file_name(look: &Look<'_>, sink: &mut Sink<'_>) {
    /// What says that a picture is one, and nothing more.
    const EMPTY: [&str; 8] = [
        "image", "picture", "photo", "logo", "icon", "图片", "照片", "图标",
    ];
    for picture in &look.facts.pictures {
        let alt = picture.alt.trim();
        let name = picture.file.rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let ending = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"];
        let lower = alt.to_lowercase();
        let file = lower == name.to_lowercase()
            || (lower == stem.to_lowercase() && stem.contains(['-', '_']))
            || ending.iter().any(|end| lower.ends_with(end));
        if file || EMPTY.contains(&&*lower) {
            sink.add(
                &picture.spot,
                say!("The text “{alt}” does not say what the picture shows", alt),
                say!("Say in a few words what it shows."),
            )
            .about = Some(format!("{alt} ({})", picture.file));
        }
    }
}

fn bare_table(look: &Look<'_>, sink: &mut Sink<'_>) {
    for spot in &look.facts.bare_tables {
        sink.add(
            spot,
            say!("The first row of a table is empty"),
            say!("Name the columns there, so that people who listen to the page know what each number is."),
        );
    }
}
