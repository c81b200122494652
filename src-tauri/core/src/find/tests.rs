//! Finding and replacing over small sites, and by random texts.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::runs::shape;
use super::walk::{Sort, walk};
use super::*;
use crate::page::{self, Page, parse};
use crate::render::Engine;
use crate::site::{PageFile, RecordFile};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded().unwrap());

const SITE: &str = "# Settings.\naddress = \"https://trust.corvane.example\"\nname = { en = \"Corvane Trust\", zh-Hans = \"科望云信任中心\" }\nnavigation = [ { label = \"About Corvane\", to = \"https://corvane.example\" } ]\n";
const RECORDS: &str = "# Corvane keeps its comments.\n[corvane-doc]\ntitle = { en = \"Corvane paper\", zh-Hans = \"科望云白皮书\" }\ncategory = \"paper\"\nfile = \"/media/documents/corvane.pdf\"\n";

const PAGE: &str = r#"+++
# Corvane in a comment
title = "Corvane here"
summary = 'The service Corvane'
corvane = "unknown key"
+++

::: hero {#corvane}
heading = "About \"Corvane\" and corvane"
image = "/media/corvane.svg"
actions = [
  { label = "Ask Corvane", to = "https://corvane.example" }, # Corvane
]
:::

::: text
## Corvane at work {#corvane-at-work}

The **Cor**vane cloud, [Corvane](/corvane#corvane "t") and `Corvane`
Cloud. R\&D by <https://corvane.example>.
:::

::: hologram
Corvane in an unknown kind
:::
"#;

fn site_of(pages: &[(&str, &str)]) -> Site {
    let mut site = Site::default();
    for (path, text) in pages {
        let file = crate::site::page_file(path, text.as_bytes().to_vec(), &ENGINE.kinds);
        site.pages.insert(PageRef::from_path(path).unwrap(), file);
    }
    let records = page::read_fields(RECORDS).unwrap();
    let records = records.into_iter().filter_map(|(id, value)| match value {
        crate::value::Value::Group(fields) => Some((id, fields)),
        _ => None,
    });
    site.records = BTreeMap::from([(
        "documents".to_owned(),
        RecordFile {
            path: "records/documents.toml".into(),
            text: RECORDS.into(),
            records: records.collect(),
        },
    )]);
    site
}

fn ground(site: &Site) -> Ground<'_> {
    Ground {
        site,
        kinds: &ENGINE.kinds,
        page_form: &ENGINE.page_form,
        site_form: &ENGINE.site_form,
        settings: SITE,
    }
}

fn find(ground: &Ground<'_>, query: &Query, limit: usize) -> Found {
    let mut memory = Memory::default();
    memory.take_in(ground, query.page.as_ref());
    super::find(&memory, ground, query, limit)
}

fn replace(ground: &Ground<'_>, query: &Query, with: &str, except: &HashSet<Spot>) -> Replaced {
    let mut memory = Memory::default();
    memory.take_in(ground, None);
    super::replace(&memory, ground, query, with, except)
}

fn query(text: &str) -> Query {
    Query {
        text: text.into(),
        ..Query::default()
    }
}

fn sample() -> Site {
    site_of(&[
        ("pages/en/index.md", PAGE),
        (
            "pages/zh-Hans/index.md",
            "+++\ntitle = \"科望云\"\n+++\n\n::: text\n科望云的服务，**科望云**。\n:::\n",
        ),
    ])
}

#[test]
fn what_forms_show_is_found_and_nothing_else() {
    let site = sample();
    let found = find(&ground(&site), &query("corvane"), 100);
    let page = &found.files[0];
    let texts: Vec<String> = page
        .matches
        .iter()
        .map(|m| format!("{}[{}]{}", m.before, m.found, m.after))
        .collect();
    assert_eq!(
        texts,
        [
            "[Corvane] here",
            "The service [Corvane]",
            "About \"[Corvane]\" and corvane",
            "About \"Corvane\" and [corvane]",
            "Ask [Corvane]",
            "[Corvane] at work",
            "The [Corvane] cloud, Corvane and Corvane Cloud. R&D by .",
            "The Corvane cloud, [Corvane] and Corvane Cloud. R&D by .",
            "The Corvane cloud, Corvane and [Corvane] Cloud. R&D by .",
        ]
    );
    assert_eq!(
        found
            .files
            .iter()
            .map(|f| f.file.as_str())
            .collect::<Vec<_>>(),
        ["pages/en/index.md", "records/documents.toml", "site.toml"]
    );
    assert_eq!((found.total, found.listed, found.places), (12, 12, 3));
    assert_eq!(
        found
            .left
            .iter()
            .map(|l| (l.section, l.reason))
            .collect::<Vec<_>>(),
        [(Some(2), Reason::Unreadable)]
    );
}

#[test]
fn addresses_are_found_only_when_asked_for_and_files_never() {
    let site = sample();
    let with = Query {
        addresses: true,
        ..query("corvane")
    };
    let found = find(&ground(&site), &with, 100);
    let page = &found.files[0];
    // The button's target, the link in the text and the address written in the text.
    assert_eq!(page.total, 9 + 1 + 2 + 1);
    assert_eq!(found.total, 13 + 1 + 4);
    assert!(
        find(
            &ground(&site),
            &Query {
                addresses: true,
                ..query("corvane.pdf")
            },
            9
        )
        .total
            == 0
    );
}

#[test]
fn addresses_written_out_in_a_text_are_addresses() {
    let page = "+++\ntitle = \"Mail to ask@corvane.example, Corvane\"\n+++\n\n::: text\nSee https://corvane.example/corvane，Corvane (www.corvane.example) or Corvane@work.\n:::\n";
    let site = site_of(&[("pages/en/index.md", page)]);
    let here = Query {
        page: Some(PageRef::new("en", "/")),
        ..query("corvane")
    };
    assert_eq!(find(&ground(&site), &here, 9).total, 2);
    assert_eq!(
        find(
            &ground(&site),
            &Query {
                addresses: true,
                ..here
            },
            9
        )
        .total,
        7
    );
    let out = replace(&ground(&site), &query("corvane"), "X", &HashSet::new());
    let expected = page.replace(", Corvane", ", X").replace("，Corvane", "，X");
    assert_eq!(out.files[0].1, expected);
}

#[test]
fn languages_pages_and_limits_narrow_the_search() {
    let site = sample();
    let total = |query: &Query| find(&ground(&site), query, 100).total;
    assert_eq!(total(&query("科望云")), 3 + 1 + 1);
    assert_eq!(
        total(&Query {
            locales: vec!["en".into()],
            ..query("科望云")
        }),
        0
    );
    assert_eq!(
        total(&Query {
            page: Some(PageRef::new("zh-Hans", "/")),
            ..query("科望云")
        }),
        3
    );
    assert_eq!(total(&query(" ")), 0);
    let few = find(&ground(&site), &query("corvane"), 4);
    assert_eq!((few.total, few.listed, few.files.len()), (12, 4, 1));
}

#[test]
fn replacing_changes_words_and_keeps_every_other_byte() {
    let site = sample();
    let out = replace(
        &ground(&site),
        &Query {
            match_case: true,
            ..query("Corvane")
        },
        "Acme & Söhne",
        &HashSet::new(),
    );
    let expected = PAGE
        .replace("title = \"Corvane", "title = \"Acme & Söhne")
        .replace("service Corvane", "service Acme & Söhne")
        .replace("\\\"Corvane\\\"", "\\\"Acme & Söhne\\\"")
        .replace("Ask Corvane", "Ask Acme & Söhne")
        .replace("## Corvane", "## Acme & Söhne")
        .replace("**Cor**vane", "**Acme & Söhne**")
        .replace("[Corvane]", "[Acme & Söhne]")
        .replace("`Corvane`", "`Acme & Söhne`");
    assert_eq!(out.files[0].1, expected);
    assert_eq!(
        out.files[1].1,
        RECORDS.replace("Corvane paper", "Acme & Söhne paper")
    );
    assert_eq!(out.files[2].1, SITE.replace("Corvane", "Acme & Söhne"));
    assert_eq!((out.replaced, out.left.len(), out.files.len()), (11, 0, 3));
}

#[test]
fn what_is_not_chosen_stays() {
    let site = sample();
    let all = find(&ground(&site), &query("corvane"), 100);
    let except: HashSet<Spot> = all
        .files
        .iter()
        .flat_map(|f| &f.matches)
        .skip(1)
        .map(|m| m.spot.clone())
        .collect();
    let out = replace(&ground(&site), &query("corvane"), "X", &except);
    assert_eq!(
        out.files,
        [(
            "pages/en/index.md".to_owned(),
            PAGE.replace("\"Corvane here", "\"X here")
        )]
    );
    assert_eq!(out.replaced, 1);
}

#[test]
fn new_text_is_never_taken_for_marks() {
    let page = "+++\ntitle = \"t\"\n+++\n\n::: text\nWord first.\n\n- Word\n\n`Word` [Word][] <b>Word</b>\n\n[Word]: /x\n:::\n";
    let site = site_of(&[("pages/en/index.md", page)]);
    let out = replace(&ground(&site), &query("Word"), "# *x* `y`", &HashSet::new());
    let text = &out.files[0].1;
    assert!(text.contains("\\# \\*x\\* \\`y\\` first."), "{text}");
    assert!(text.contains("- \\# \\*x\\*"), "{text}");
    assert!(text.contains("`Word` [Word][]"), "{text}");
    assert_eq!(
        out.left
            .iter()
            .filter(|l| l.reason == Reason::Formatting)
            .count() as u32
            + out.replaced,
        5
    );
}

#[test]
fn addresses_are_replaced_where_they_are_written() {
    let page = "+++\ntitle = \"t\"\n+++\n\n::: text\n[old](/old \"old\") <https://old.example> [a][old]\n\n[old]: https://old.example/old\n:::\n";
    let site = site_of(&[("pages/en/index.md", page)]);
    let out = replace(
        &ground(&site),
        &Query {
            addresses: true,
            ..query("old")
        },
        "new",
        &HashSet::new(),
    );
    assert_eq!(
        out.files[0].1,
        page.replace("[old](/old", "[new](/new")
            .replace("<https://old", "<https://new")
            .replace("https://old.example/old", "https://new.example/new")
    );
}

#[test]
fn locked_pages_are_listed_and_left() {
    let mut site = sample();
    let text = PAGE.to_owned() + &"x".repeat(1024 * 1024);
    site.pages.insert(
        PageRef::new("en", "/large"),
        crate::site::page_file("pages/en/large.md", text.into_bytes(), &ENGINE.kinds),
    );
    let found = find(&ground(&site), &query("corvane"), 100);
    assert!(found.files[1].locked);
    assert_eq!((found.locked, found.locked_places, found.places), (9, 1, 4));
    assert!(found.left.iter().any(|l| l.reason == Reason::Locked));
    let out = replace(&ground(&site), &query("corvane"), "X", &HashSet::new());
    assert!(
        out.files
            .iter()
            .all(|(path, _)| path != "pages/en/large.md")
    );
    assert_eq!(out.left.len(), 1);
}

#[test]
fn what_changed_since_is_taken_in() {
    let mut site = sample();
    let mut memory = Memory::default();
    memory.take_in(&ground(&site), None);
    let home = PageRef::new("en", "/");
    let file = crate::site::page_file(
        "pages/en/index.md",
        b"+++\ntitle = \"New\"\n+++\n".to_vec(),
        &ENGINE.kinds,
    );
    site.pages.insert(home.clone(), file);
    memory.take_in(&ground(&site), Some(&home));
    assert_eq!(
        super::find(&memory, &ground(&site), &query("corvane"), 9).total,
        3
    );
    site.pages.remove(&home);
    memory.take_in(&ground(&site), None);
    assert_eq!(
        super::find(&memory, &ground(&site), &query("new"), 9).total,
        0
    );
}

/// Everything of a page but the words of its values.
fn skeleton(page: &Page) -> (Vec<String>, Vec<String>) {
    let blocks = page
        .blocks
        .iter()
        .map(|b| format!("{} {:?} {:?} {}", b.kind, b.id, b.flags, b.colons));
    let mut comments: Vec<String> = page
        .text
        .lines()
        .filter(|l| l.starts_with('#') && l.contains("note"))
        .map(str::to_owned)
        .collect();
    comments.sort();
    (blocks.collect(), comments)
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "alpha",
        "Alpha",
        "beta",
        "中文",
        "阿尔法",
        "**alpha**",
        "al*ph*a",
        "[alpha](/alpha)",
        "`alpha`",
        "cafe\u{301}",
        "👩\u{200d}💻",
        "\n\n## alpha {#alpha}\n\n",
        "\n",
        "&amp;",
        "\\*",
        "<alpha>",
        "- ",
        "1. ",
        "alpha-beta",
        "\"",
        "'",
        "\\",
    ]);
    prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

fn generated(title: &str, body: &str, answer: &str) -> String {
    let toml = |text: &str| toml_edit::Value::from(text).to_string();
    format!(
        "+++\n# note one\ntitle = {}\n+++\n\n::: text {{#alpha}}\n{}\n:::\n\n::: faq {{#beta aside}}\n# note two\n[[items]]\nquestion = \"Why alpha?\"\nanswer = {}\n:::\n",
        toml(&title.replace('\n', " ")).trim(),
        body.lines()
            .filter(|l| !l.starts_with(":::"))
            .collect::<Vec<_>>()
            .join("\n"),
        toml(answer).trim(),
    )
}

fn visible(site: &Site) -> Vec<(Vec<Step>, Vec<String>)> {
    let mut all = Vec::new();
    for file in site.pages.values() {
        let PageFile { page, .. } = file;
        walk(&ENGINE.page_form, &page.front.fields, &[], &mut |t| {
            all.push((t.path, vec![t.text.trim().to_owned()]))
        });
        for block in &page.blocks {
            if let (Some(fields), Some(kind)) = (block.fields(), ENGINE.kinds.get(&block.kind)) {
                walk(&kind.fields, fields, &[], &mut |t| {
                    let seen = match t.sort {
                        Sort::Markdown => shape(t.text)
                            .runs
                            .into_iter()
                            .filter(|r| !r.address)
                            .map(|r| r.text.trim().to_owned())
                            .filter(|t| !t.is_empty())
                            .collect(),
                        _ => vec![t.text.trim().to_owned()],
                    };
                    all.push((t.path, seen));
                });
            }
        }
    }
    all
}

proptest! {
    #[test]
    fn every_range_of_a_match_is_the_text_that_was_found(title in words(), body in words(), answer in words()) {
        let text = generated(&title, &body, &answer);
        let site = site_of(&[("pages/en/index.md", &text)]);
        for wanted in ["alpha", "中", "café", "👩\u{200d}💻", "a"] {
            let found = find(&ground(&site), &query(wanted), 1000);
            for m in found.files.iter().filter(|f| f.page.is_some()).flat_map(|f| &f.matches) {
                let page = &site.pages[&PageRef::new("en", "/")].page;
                let (form, fields) = match m.spot.section {
                    None => (&ENGINE.page_form, &*page.front.fields),
                    Some(i) => (&ENGINE.kinds.get(&m.kind).unwrap().fields, page.blocks[i as usize].fields().unwrap()),
                };
                let mut value = None;
                walk(form, fields, &[], &mut |t| if t.path == m.spot.path { value = Some(t.text.to_owned()) });
                let units: Vec<u16> = value.unwrap().encode_utf16().collect();
                let part = String::from_utf16(&units[m.spot.start as usize..m.spot.end as usize]).unwrap();
                let letters = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
                prop_assert!(letters(&part).contains(&letters(&m.found)) , "{part:?} {:?}", m.found);
                prop_assert!(Needle::new(wanted, false, false).unwrap().find_all(&m.found).len() == 1);
            }
        }
    }

    #[test]
    fn replacing_changes_nothing_but_words(title in words(), body in words(), answer in words(), with in words(), case: bool) {
        let with = with.replace('\n', " ");
        let text = generated(&title, &body, &answer);
        let site = site_of(&[("pages/en/index.md", &text)]);
        let asked = Query { match_case: case, ..query("alpha") };
        let before = find(&ground(&site), &asked, 1000);
        let out = replace(&ground(&site), &asked, &with, &HashSet::new());
        prop_assert_eq!(out.replaced as usize + out.left.len(), before.total as usize);
        let Some((_, next)) = out.files.iter().find(|(path, _)| path == "pages/en/index.md") else { return Ok(()) };
        let after = site_of(&[("pages/en/index.md", next)]);
        let page = |site: &Site| site.pages[&PageRef::new("en", "/")].page.clone();
        prop_assert_eq!(skeleton(&page(&site)), skeleton(&page(&after)));
        // What is seen is what was seen, with the words in place.
        let needle = Needle::new("alpha", case, false).unwrap();
        let put = |text: &str| {
            let parts: Vec<_> = needle.find_all(text).into_iter().map(|range| page::Splice { range, text: with.clone() }).collect();
            page::apply(text, &parts).trim().to_owned()
        };
        if out.left.is_empty() {
            let expected: Vec<_> = visible(&site).into_iter().map(|(path, runs)| {
                (path, runs.iter().map(|r| put(r)).filter(|r| !r.is_empty()).collect::<Vec<_>>())
            }).collect();
            let now: Vec<_> = visible(&after).into_iter().map(|(path, runs)| (path, runs.into_iter().filter(|r| !r.is_empty()).collect::<Vec<_>>())).collect();
            prop_assert_eq!(expected, now);
        }
    }

    #[test]
    fn replacing_there_and_back_gives_the_same_bytes(title in words(), body in words(), answer in words()) {
        let text = generated(&title, &body, &answer);
        let site = site_of(&[("pages/en/index.md", &text)]);
        let there = replace(&ground(&site), &Query { match_case: true, ..query("beta") }, "Quux", &HashSet::new());
        let Some((_, next)) = there.files.first() else { return Ok(()) };
        let site = site_of(&[("pages/en/index.md", next)]);
        prop_assert_eq!(find(&ground(&site), &query("Quux"), 10).total, there.replaced);
        let back = replace(&ground(&site), &Query { match_case: true, ..query("Quux") }, "beta", &HashSet::new());
        prop_assert_eq!(&back.files[0].1, &text);
        prop_assert!(parse(text.as_str(), None, &|k| ENGINE.kinds.body_of(k)).faults.is_empty());
    }
}
