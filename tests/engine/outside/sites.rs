//! Links of whole sites: which are asked for, what they become, and that nobody is asked unasked.

use std::collections::BTreeMap;

use trustdesk_core::model::PageRef;
use trustdesk_core::outside::{self, Known, Link, Outcome};
use trustdesk_core::problem::Severity;
use trustdesk_core::session::Session;
use trustdesk_tests::{TempSite, open};

use super::server::{Server, lead, reply};
use super::{quick, today};

/// A site with links of every sort. `{at}` is where the other site answers.
pub(super) fn site_with(at: &str) -> TempSite {
    let site = TempSite::new();
    let page = format!(
        r#"+++
title = "Home"
+++

::: text {{#words}}
See [one]({at}/one), [one again]({at}/one#part) and <{at}/two>, [five]({at}/five?x=1&amp;y=2). [Here](/en), [mail](mailto:a@example.com).

[named]: {at}/three "three"

A [named] one, and ![a picture]({at}/four.png).
:::

::: text {{#unseen hidden}}
[hidden]({at}/hidden) and [one]({at}/one)
:::

::: columns
[[columns]]
heading = "Column"

[[columns.items]]
label = "Seen"
to = "{at}/item?a=1&b=2"

[[columns.items]]
label = "Not seen"
to = "{at}/hidden-item"
hidden = true
:::

::: html
<p><a href="{at}/html?x=1&amp;y=2">raw</a></p>
:::
"#
    );
    site.write("pages/en/index.md", page);
    site.write(
        "pages/en/hidden.md",
        format!(
            "+++\ntitle = \"Hidden\"\nhidden = true\n+++\n\n::: text\n[x]({at}/hidden-page)\n:::\n"
        ),
    );
    let record =
        |id: &str, more: &str| format!("[{id}]\nlabel = \"Paper\"\nto = \"{at}/{id}\"\n{more}\n");
    site.write(
        "records/links.toml",
        record("paper", "") + &record("secret", "visibility = \"hidden\""),
    );
    let settings = site.text("site.toml");
    site.write(
        "site.toml",
        format!(
            "{settings}navigation = [\n  {{ label = \"Elsewhere\", to = \"{at}/menu\" }},\n]\n"
        ),
    );
    site
}

fn paths(links: &[Link], at: &str) -> Vec<String> {
    let path = |link: &Link| {
        link.address
            .strip_prefix(at)
            .unwrap_or(&link.address)
            .to_owned()
    };
    links.iter().map(path).collect()
}

#[test]
fn every_address_that_visitors_meet_is_listed_once() {
    let at = "https://other.example";
    let site = site_with(at);
    let links = open(&site).outside_links();
    let expected = [
        "/five?x=1&y=2",
        "/four.png",
        "/html?x=1&y=2",
        "/item?a=1&b=2",
        "/menu",
        "/one",
        "/paper",
        "/three",
        "/two",
    ];
    assert_eq!(paths(&links, at), expected);
    let one = links
        .iter()
        .find(|link| link.address.ends_with("/one"))
        .unwrap();
    assert_eq!(one.uses.len(), 2);
    assert!(
        one.uses
            .iter()
            .all(|at| at.section == Some(0) && at.page == Some(PageRef::new("en", "/")))
    );
}

#[test]
fn the_sample_site_can_be_asked_for() {
    let site = trustdesk_core::site::Site::load(
        &trustdesk_core::store::Store::open(std::path::Path::new(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../content"
        )))
        .unwrap(),
        &trustdesk_tests::engine().kinds,
    );
    let links = outside::links(&trustdesk_tests::engine(), &site.unwrap());
    assert!(!links.is_empty());
    assert!(
        links
            .iter()
            .all(|link| link.address.starts_with("http") && !link.uses.is_empty())
    );
}

/// Another site: one address is gone, one moved, one is refused, one has a fault.
pub(super) fn other() -> Server {
    Server::start(|request, stream| match &*request.path {
        "/one" => lead(request, stream, 301, "/new/one"),
        "/two" => reply(request, stream, 404, ""),
        "/three" => reply(request, stream, 403, ""),
        "/paper" => reply(request, stream, 500, ""),
        "/menu" => lead(request, stream, 302, "/en/menu"),
        _ => reply(request, stream, 200, ""),
    })
}

fn asked(session: &Session) -> Known {
    let mut known = Known::default();
    let links = session.outside_links();
    let outcome = outside::check(&links, &mut known, today(), &quick(), false, &mut |_| true);
    assert_eq!(outcome, Outcome::Done);
    known
}

#[test]
fn answers_become_problems_where_the_links_stand() {
    let server = other();
    let at = server.at("");
    let site = site_with(&at);
    let session = open(&site);
    let known = asked(&session);
    let found = outside::problems(&session.outside_links(), &known);
    let found: Vec<_> = found
        .iter()
        .map(|p| {
            let field = p.place.field.as_deref().unwrap_or_default();
            (
                p.severity,
                &*p.code,
                &*p.place.file,
                p.place.section,
                field,
                p.message.to_string(),
            )
        })
        .collect();
    let page = "pages/en/index.md";
    let fault =
        format!("{at}/paper could not be opened: the other site has a fault, its answer was 500");
    assert_eq!(
        found,
        [
            (
                Severity::Tip,
                "link-moved",
                page,
                Some(0),
                "body",
                format!("{at}/one has moved to {at}/new/one")
            ),
            (
                Severity::Warning,
                "link-unreachable",
                "records/links.toml",
                None,
                "paper.to",
                fault
            ),
            (
                Severity::Tip,
                "link-refused",
                page,
                Some(0),
                "body",
                format!(
                    "{at}/three could not be checked: the other site does not let programs look"
                )
            ),
            (
                Severity::Warning,
                "link-gone",
                page,
                Some(0),
                "body",
                format!("{at}/two was not found any more")
            ),
        ]
    );
    let hidden = server
        .seen()
        .into_iter()
        .filter(|one| one.path.contains("hidden"));
    assert_eq!(hidden.count(), 0);
}

#[test]
fn an_address_is_replaced_everywhere_and_one_undo_brings_back_every_byte() {
    let at = "https://other.example";
    let site = site_with(at);
    let files = ["pages/en/index.md", "records/links.toml", "site.toml"];
    let before: Vec<String> = files.iter().map(|file| site.text(file)).collect();
    let mut session = open(&site);
    let held = |session: &Session, file: &str| match file {
        "site.toml" => session.site().settings_text.to_string(),
        file => session.known_text(file).unwrap().to_string(),
    };
    let new = |of: &[(&str, &str)]| -> BTreeMap<String, String> {
        let pair = |(from, to): &(&str, &str)| (format!("{at}{from}"), (*to).to_owned());
        of.iter().map(pair).collect()
    };
    let wanted = new(&[
        ("/one", "https://new.example/1"),
        ("/item?a=1&b=2", "https://new.example/item?c=3&d=4#top"),
        ("/html?x=1&y=2", "https://new.example/h?a=1&b=2"),
        ("/five?x=1&y=2", "https://new.example/5"),
        ("/paper", "https://new.example/paper"),
        ("/menu", "https://new.example/(menu"),
        ("/three", "https://new.example/3"),
    ]);
    let (_, count) = session.replace_outside(&wanted, 1).unwrap();
    assert_eq!(count, 3);
    let expected = |text: &str| {
        text.replace(&format!("{at}/one"), "https://new.example/1")
            .replace(
                &format!("{at}/item?a=1&b=2"),
                "https://new.example/item?c=3&d=4#top",
            )
            .replace(
                &format!("{at}/html?x=1&amp;y=2"),
                "https://new.example/h?a=1&amp;b=2",
            )
            .replace(&format!("{at}/five?x=1&amp;y=2"), "https://new.example/5")
            .replace(&format!("{at}/paper"), "https://new.example/paper")
            .replace(&format!("{at}/menu"), "https://new.example/%28menu")
            .replace(&format!("{at}/three"), "https://new.example/3")
    };
    for (file, before) in files.iter().zip(&before) {
        assert_eq!(held(&session, file), expected(before), "{file}");
    }
    session.undo().unwrap();
    for (file, before) in files.iter().zip(&before) {
        assert_eq!(&held(&session, file), before, "{file}");
    }
    for bad in ["javascript:alert(1)", "", "new.example"] {
        assert!(
            session.replace_outside(&new(&[("/one", bad)]), 2).is_err(),
            "{bad}"
        );
    }
    assert!(
        session
            .replace_outside(&new(&[("/none", "https://new.example/")]), 3)
            .is_err()
    );
}
