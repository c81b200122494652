//! Pairing, states and differences, on the sample site's own pages and on pages made here.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;
use crate::diff::Turn;
use crate::page;
use crate::render::Engine;

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::embedded().unwrap())
}

fn forms() -> Forms<'static> {
    Forms {
        kinds: &engine().kinds,
        page: &engine().page_form,
    }
}

fn parse(text: &str) -> Page {
    page::parse(text, None, &|kind| engine().kinds.body_of(kind))
}

const FRONT: &str = "+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n";

fn pair<'a>(original: &'a Page, translation: &'a Page, record: Option<&'a Record>) -> Pair<'a> {
    Pair {
        forms: forms(),
        original,
        translation,
        record,
    }
}

fn flags_of(original: &str, translation: &str, glossary: &str) -> Vec<String> {
    let (a, b) = (
        parse(&format!("{FRONT}{original}")),
        parse(&format!("{FRONT}{translation}")),
    );
    let glossary = Glossary::read(glossary);
    let languages = Languages {
        original: "en",
        translation: "zh-Hans",
        glossary: &glossary,
    };
    let pair = pair(&a, &b, None);
    let all = pair.compared();
    all.iter()
        .flat_map(|one| pair.flags(one, &languages))
        .map(|flag| flag.line())
        .collect()
}

fn text_flags(original: &str, translation: &str) -> Vec<String> {
    let of = |text: &str| format!("\n::: text {{#a}}\n{text}\n:::\n");
    flags_of(&of(original), &of(translation), "")
}

#[test]
fn sections_pair_by_id_then_by_kind_in_order() {
    let a = parse(&format!(
        "{FRONT}\n::: hero {{#top}}\n:::\n\n::: text\none\n:::\n\n::: text {{#two}}\n:::\n\n::: faq\n:::\n"
    ));
    let b = parse(&format!(
        "{FRONT}\n::: text {{#two}}\n:::\n\n::: hero {{#top}}\n:::\n\n::: text\neins\n:::\n\n::: links\n:::\n"
    ));
    let found: Vec<_> = rows(&a, &b)
        .iter()
        .map(|row| (row.original, row.translation))
        .collect();
    assert_eq!(
        found,
        [
            (Some(0), Some(1)),
            (Some(1), Some(2)),
            (None, Some(3)),
            (Some(2), Some(0)),
            (Some(3), None)
        ]
    );
    assert!(is_reordered(&rows(&a, &b)));
    assert!(!is_reordered(&rows(&a, &a)));
}

#[test]
fn two_different_ids_are_never_one_section() {
    let a = parse("::: text {#a}\n:::\n");
    let b = parse("::: text {#b}\n:::\n");
    assert!(
        rows(&a, &b)
            .iter()
            .all(|row| row.original.is_none() || row.translation.is_none())
    );
}

#[test]
fn marking_then_changing_is_behind_with_what_changed() {
    let text = |days: &str, first: &str| {
        parse(&format!(
            "{FRONT}\n::: text {{#a}}\nKept for {days} days.\n:::\n\n::: faq\nheading = \"F\"\n[[items]]\nquestion = \"{first}\"\nanswer = \"x\"\n[[items]]\nquestion = \"Second?\"\nanswer = \"y\"\n:::\n"
        ))
    };
    let (old, new) = (text("30", "First?"), text("35", "Really first?"));
    let none = Glossary::default();
    let languages = Languages {
        original: "en",
        translation: "en",
        glossary: &none,
    };
    let fresh = pair(&old, &old, None);
    assert_eq!(
        fresh.standing(),
        Standing {
            unknown: 3,
            ..Standing::default()
        }
    );
    let record = fresh.marked(&[0, 1], true, &languages);
    assert_eq!(
        pair(&old, &old, Some(&record)).standing(),
        Standing {
            in_step: 3,
            ..Standing::default()
        }
    );
    let later = pair(&new, &old, Some(&record));
    assert_eq!(
        later.standing(),
        Standing {
            in_step: 1,
            behind: 2,
            ..Standing::default()
        }
    );
    let changes = later.changes(1);
    assert_eq!(changes.len(), 1);
    assert_eq!(
        serde_json::to_string(&changes[0].path).unwrap(),
        "[\"items\",0,\"question\"]"
    );
    let read = |turn: Turn| -> String {
        let pieces = changes[0].pieces.iter().filter(|piece| piece.turn == turn);
        pieces.map(|piece| piece.text.as_str()).collect()
    };
    assert_eq!(
        (read(Turn::Removed), read(Turn::Added)),
        ("First".into(), "Really first".into())
    );
    // Marking one leaves the other as it was.
    let one = later.marked(&[0], false, &languages);
    let now = pair(&new, &old, Some(&one));
    assert_eq!(
        now.standing(),
        Standing {
            in_step: 2,
            behind: 1,
            ..Standing::default()
        }
    );
    assert_eq!(now.changes(1), changes);
}

#[test]
fn another_way_of_writing_the_same_is_still_in_step() {
    let old = parse("::: hero {#top}\nheading = \"H\"\nlead = \"L\"\n:::\n");
    let new = parse("::: hero {#top}\r\n# Why.\r\nheading = 'H'\r\nlead = \"L\"\r\n:::\r\n");
    let none = Glossary::default();
    let languages = Languages {
        original: "en",
        translation: "de",
        glossary: &none,
    };
    let record = pair(&old, &old, None).marked(&[0], true, &languages);
    assert_eq!(
        pair(&new, &old, Some(&record)).compared()[0].state,
        RowState::InStep
    );
}

#[test]
fn facts_must_agree_in_both_languages() {
    assert_eq!(
        text_flags("Kept for 35 days.", "保存 30 天。"),
        ["number body: 35 | 30"]
    );
    assert_eq!(
        text_flags("On 24 November 2026.", "2026年11月24日。"),
        Vec::<String>::new()
    );
    assert_eq!(
        text_flags("On 24 November 2026.", "于2026年11月23日。"),
        ["date body: 24 November 2026 | 2026年11月23日"]
    );
    assert_eq!(
        text_flags(
            "See [design](/security/design#x).",
            "参见[设计](/security/incidents)。"
        ),
        ["link body: /security/design#x | /security/incidents"]
    );
    assert_eq!(
        text_flags(
            "See [paper](/media/paper-en.pdf).",
            "参见[白皮书](/media/paper-zh.pdf)。"
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        text_flags(
            "Write to trust@corvane.example.",
            "请写信至 trust@corvan.example。"
        ),
        ["mail body: trust@corvane.example | trust@corvan.example"]
    );
    assert_eq!(
        text_flags(
            "## Scope {#one}\n\nText\n\n## Rules {#two}\n\nMore",
            "## 一 {#one}\n\n文字"
        ),
        ["heading body: Rules | "]
    );
    assert_eq!(
        text_flags(
            "| A | B |\n|---|---|\n| x | y |\n| z | w |",
            "| 甲 | 乙 |\n|---|---|\n| 子 | 丑 |"
        ),
        ["table body: 2 | 1"]
    );
    assert_eq!(
        text_flags("Write your text here.", "Write your text here."),
        ["untranslated body:  | Write your text here."]
    );
    assert_eq!(text_flags("ISO 27001", "ISO 27001"), Vec::<String>::new());
    assert_eq!(
        text_flags("这是一个中文的英文页面。", "这是中文页面。"),
        ["language body: 这是一个中文的英文页面。 | "]
    );
    assert_eq!(
        text_flags("", "多余的文字。"),
        ["empty body:  | 多余的文字。"]
    );
}

#[test]
fn fields_and_names_must_agree() {
    let of = |items: &str, flags: &str| {
        format!("\n::: links {{#a{flags}}}\ntitle = \"T\"\nitems = [{items}]\n:::\n")
    };
    let two = "{ link = \"one\" }, { label = \"L\", to = \"/faq\" }";
    assert_eq!(
        flags_of(&of(two, ""), &of("{ link = \"one\" }", " hidden"), ""),
        ["hidden :  | ✓", "length items: 2 | 1"]
    );
    assert_eq!(
        flags_of(
            &of(two, ""),
            &of(
                "{ link = \"two\" }, { label = \"标\", to = \"/faq\", hidden = true }",
                ""
            ),
            ""
        ),
        [
            "value items.0.link: one | two",
            "hidden items.1.hidden:  | ✓"
        ]
    );
    let glossary = "[terms]\n\"Corvane Cloud\" = { zh-Hans = \"科望云\" }\n";
    let text = |words: &str| format!("\n::: text {{#a}}\n{words}\n:::\n");
    assert_eq!(
        flags_of(
            &text("Corvane Cloud keeps it."),
            &text("我们保存它。"),
            glossary
        ),
        ["term body: Corvane Cloud | "]
    );
    assert_eq!(
        flags_of(
            &text("Corvane Cloud keeps it."),
            &text("科望云保存它。"),
            glossary
        ),
        Vec::<String>::new()
    );
}

/// The two languages of the sample site were written for each other: every difference found in them is
/// looked at here, so that a rule that cries wolf is noticed.
#[test]
fn the_sample_site_is_quiet() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content");
    let glossary = std::fs::read_to_string(format!("{root}/glossary.toml")).unwrap();
    let glossary = Glossary::read(&glossary);
    let languages = Languages {
        original: "en",
        translation: "zh-Hans",
        glossary: &glossary,
    };
    let mut found = Vec::new();
    let files = walkdir::WalkDir::new(format!("{root}/pages/en")).sort_by_file_name();
    let mut pages = 0;
    for file in files
        .into_iter()
        .flatten()
        .filter(|file| file.path().is_file())
    {
        let path = file.path().display().to_string();
        let read = |path: &str| parse(&std::fs::read_to_string(path).unwrap());
        let (a, b) = (
            read(&path),
            read(&path.replace("pages/en", "pages/zh-Hans")),
        );
        let pair = pair(&a, &b, None);
        let name = path.rsplit("pages/en/").next().unwrap_or_default();
        pages += 1;
        let mut note = |line: String| found.push(format!("{name} {line}"));
        pair.settings_flags(&languages)
            .iter()
            .for_each(|flag| note(flag.line()));
        for one in pair.compared() {
            let id = one
                .row
                .original
                .and_then(|i| a.blocks[i].id.clone())
                .unwrap_or_default();
            assert!(
                !matches!(one.state, RowState::Missing | RowState::Extra),
                "{name} {id}"
            );
            pair.flags(&one, &languages)
                .iter()
                .for_each(|flag| note(format!("{id} {}", flag.line())));
        }
    }
    assert!(pages >= 14);
    // The Chinese front page shows another certificate on purpose.
    let real = ["index.md proof value items: iso-27701 | mlps-3"];
    found.retain(|line| !real.contains(&line.as_str()));
    assert_eq!(found, Vec::<String>::new(), "{}", found.join("\n"));
}

fn any_page() -> impl Strategy<Value = String> {
    let section = (
        prop_oneof![
            Just("text"),
            Just("hero"),
            Just("faq"),
            Just("unheard-of"),
            Just("")
        ],
        proptest::option::of("[a-e]"),
        prop_oneof![
            Just("heading = \"x\"\n"),
            Just("words\n"),
            Just("= broken\n"),
            Just("")
        ],
        proptest::option::of(prop_oneof![Just("hidden"), Just("aside")]),
    );
    proptest::collection::vec(section, 0..9).prop_map(|sections| {
        let mut text = FRONT.to_owned();
        let mut seen = Vec::new();
        for (kind, id, body, flag) in sections {
            if kind.is_empty() {
                text.push_str("\nstray text\n");
                continue;
            }
            let id = id.filter(|id| !seen.contains(id));
            seen.extend(id.clone());
            let words: Vec<String> = id
                .map(|id| format!("#{id}"))
                .into_iter()
                .chain(flag.map(str::to_owned))
                .collect();
            let attributes = if words.is_empty() {
                String::new()
            } else {
                format!(" {{{}}}", words.join(" "))
            };
            text.push_str(&format!("\n::: {kind}{attributes}\n{body}:::\n"));
        }
        text
    })
}

proptest! {
    #[test]
    fn every_section_is_in_exactly_one_row(a in any_page(), b in any_page()) {
        let (a, b) = (parse(&a), parse(&b));
        let rows = rows(&a, &b);
        let mut left: Vec<usize> = rows.iter().filter_map(|row| row.original).collect();
        prop_assert!(left.is_sorted());
        left.dedup();
        prop_assert_eq!(left.len(), a.blocks.len());
        let mut right: Vec<usize> = rows.iter().filter_map(|row| row.translation).collect();
        right.sort_unstable();
        right.dedup();
        prop_assert_eq!(right.len(), b.blocks.len());
        prop_assert!(rows.iter().all(|row| row.original.is_some() || row.translation.is_some()));
        // A page is its own translation, section by section.
        prop_assert!(super::rows(&a, &a).iter().all(|row| row.original == row.translation));
    }

    #[test]
    fn after_filling_nothing_that_can_be_copied_is_missing(a in any_page(), b in any_page()) {
        let (a, b) = (parse(&a), parse(&b));
        let (text, count) = filled(&a, &b, &|kind| engine().kinds.body_of(kind)).unwrap();
        let filled = parse(&text);
        let missing = rows(&a, &filled).iter().filter(|row| {
            row.translation.is_none() && row.original.is_some_and(|i| can_copy(&a.blocks[i]))
        }).count();
        prop_assert_eq!(missing, 0);
        prop_assert_eq!(filled.blocks.len(), b.blocks.len() + count as usize);
        // What was there keeps its bytes and its order.
        let mut at = 0;
        for block in &b.blocks {
            let own = &b.text[block.range.clone()];
            let place = text[at..].find(own.trim_end());
            prop_assert!(place.is_some());
            at += place.unwrap_or(0);
        }
    }

    #[test]
    fn marking_everything_is_in_step_and_says_no_change(a in any_page(), b in any_page()) {
        let (a, b) = (parse(&a), parse(&b));
        let none = Glossary::default();
        let languages = Languages { original: "en", translation: "zh-Hans", glossary: &none };
        let all: Vec<usize> = (0..a.blocks.len()).collect();
        let record = pair(&a, &b, None).marked(&all, true, &languages);
        let now = pair(&a, &b, Some(&record));
        prop_assert!(now.compared().iter().all(|one| !matches!(one.state, RowState::Behind | RowState::Unknown)));
        prop_assert!(now.compared().iter().all(|one| now.flags(one, &languages).iter().all(|flag| flag.accepted)));
        let page = crate::model::PageRef::new("zh-Hans", "/x");
        let text = written("", &page, "en", &record).unwrap();
        let read = Records::read(&text);
        prop_assert_eq!(read.get(&page, "en"), Some(&record));
    }

    #[test]
    fn any_text_gives_its_numbers_and_dates(text in "\\PC{0,40}") {
        let _ = (numbers::numbers(&text), dates::dates(&text));
        prop_assert_eq!(text_flags(&text, &text).iter().filter(|line| line.starts_with("number") || line.starts_with("date")).count(), 0);
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written(n in 11_u64..10_000_000) {
        let mut grouped = n.to_string();
        for at in (1..grouped.len()).rev().filter(|at| (grouped.len() - at) % 3 == 0).collect::<Vec<_>>() {
            grouped.insert(at, ',');
        }
        let wide: String = n.to_string().chars().filter_map(|c| char::from_u32(c as u32 + 0xfee0)).collect();
        prop_assert_eq!(text_flags(&format!("Kept for {grouped} days"), &format!("保存 {n} 天")), Vec::<String>::new());
        prop_assert_eq!(text_flags(&format!("Kept for {n} days"), &format!("保存{wide}天")), Vec::<String>::new());
        let flags = text_flags(&format!("Kept for {n} days"), &format!("保存 {} 天", n + 1));
        prop_assert_eq!(flags, [format!("number body: {n} | {}", n + 1)]);
    }
}
