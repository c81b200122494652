//! Tests of the merge: what two sides wrote apart is joined, and no word of either is lost.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::kinds::BodyType;
use crate::page::{apply, insert_block, move_block, parse, remove_block, set, set_flag};

fn body_of(kind: &str) -> Option<BodyType> {
    match kind {
        "hero" | "faq" => Some(BodyType::Fields),
        "text" => Some(BodyType::Markdown),
        _ => None,
    }
}

fn read(text: &str) -> Page {
    parse(text, None, &body_of)
}

fn merged(base: &str, mine: &str, theirs: &str) -> Merged {
    merge(&read(base), &read(mine), &read(theirs), &body_of)
}

const BASE: &str = "+++\ntitle = \"T\"\nsummary = \"S\"\n+++\n\n::: hero {#top}\nheading = \"H\" # kept\nlead = \"L\"\n:::\n\n::: text {#a}\nAlpha\n:::\n\n::: text\nBeta\n:::\n";

/// The base with each pair of texts replaced.
fn with(pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(BASE.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    })
}

#[test]
fn what_was_changed_apart_is_joined() {
    for (mine, theirs) in [
        (("\"H\"", "\"Mine\""), ("\"L\"", "\"Theirs\"")),
        (("\"H\"", "\"Mine\""), ("Alpha", "Theirs")),
        (("\"T\"", "\"Mine\""), ("\"S\"", "\"Theirs\"")),
        (("\"T\"", "\"Mine\""), ("Beta", "Theirs")),
        (("{#a}", "{#a hidden}"), ("Alpha", "Theirs")),
        (("::: text\nBeta\n:::\n", ""), ("Alpha", "Theirs")),
    ] {
        let both = merged(BASE, &with(&[mine]), &with(&[theirs]));
        assert_eq!(both.text, with(&[mine, theirs]));
        assert_eq!(both.overlaps, []);
    }
}

#[test]
fn one_field_changed_by_both_stays_mine_and_hands_back_theirs() {
    let both = merged(
        BASE,
        &with(&[("\"H\"", "\"Mine\"")]),
        &with(&[("\"H\"", "\"Theirs\""), ("\"L\"", "\"Lead\"")]),
    );
    assert_eq!(
        both.text,
        with(&[("\"H\"", "\"Mine\""), ("\"L\"", "\"Lead\"")])
    );
    assert_eq!(
        both.overlaps,
        [Overlap {
            block: Some(0),
            path: vec![Step::Name("heading".into())],
            mine: "Mine".into(),
            theirs: "Theirs".into(),
        }]
    );
}

#[test]
fn a_section_taken_out_here_and_changed_there_is_kept_and_named() {
    let without = with(&[("::: text {#a}\nAlpha\n:::\n\n", "")]);
    let changed = with(&[("Alpha", "Changed")]);
    for (mine, theirs) in [(&without, &changed), (&changed, &without)] {
        let both = merged(BASE, mine, theirs);
        assert_eq!(both.text, changed);
        assert_eq!(both.overlaps.len(), 1);
        assert_eq!(both.overlaps[0].block, Some(1));
    }
}

#[test]
fn both_add_a_section_at_one_place() {
    let add = |name: &str| {
        with(&[(
            "::: text {#a}",
            &format!("::: text {{#{name}}}\n{name}\n:::\n\n::: text {{#a}}"),
        )])
    };
    let both = merged(BASE, &add("mine"), &add("theirs"));
    assert_eq!(both.overlaps, []);
    let ids: Vec<_> = read(&both.text)
        .blocks
        .iter()
        .map(|b| b.id.clone())
        .collect();
    assert_eq!(ids.len(), 5, "{}", both.text);
    assert!(ids.contains(&Some("mine".into())) && ids.contains(&Some("theirs".into())));
    assert_eq!(merged(BASE, &add("same"), &add("same")).text, add("same"));
}

/// One edit of a side; positions are taken modulo what is there.
#[derive(Debug, Clone)]
enum Op {
    Set(Index),
    Front,
    Remove(Index),
    Move(Index, Index),
    Hide(Index),
    Add(Index),
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        4 => any::<Index>().prop_map(Op::Set),
        1 => Just(Op::Front),
        1 => any::<Index>().prop_map(Op::Remove),
        2 => any::<(Index, Index)>().prop_map(|(a, b)| Op::Move(a, b)),
        1 => any::<Index>().prop_map(Op::Hide),
        2 => any::<Index>().prop_map(Op::Add),
    ]
}

fn edited(base: &str, ops: &[Op], side: &str) -> String {
    let mut text = base.to_owned();
    for (n, op) in ops.iter().enumerate() {
        let page = read(&text);
        let (count, word) = (page.blocks.len(), format!("{side}{n}end"));
        let at = |index: &Index| index.index(count.max(1));
        let value = Value::Text(word.clone());
        let name = |i: usize| match page.blocks[i].kind.as_str() {
            "text" => "body",
            _ => "heading",
        };
        let splices = match op {
            Op::Front => set(
                &page,
                Target::Front,
                &[Step::Name("title".into())],
                Some(&value),
                &body_of,
            ),
            Op::Add(i) => insert_block(&page, i.index(count + 1), "text", None, &[], &word),
            _ if count == 0 => continue,
            // No form can edit a section of an unknown kind.
            Op::Set(i) if page.blocks[at(i)].fields().is_none() => continue,
            Op::Set(i) => set(
                &page,
                Target::Block(at(i)),
                &[Step::Name(name(at(i)).into())],
                Some(&value),
                &body_of,
            ),
            Op::Remove(i) => remove_block(&page, at(i)),
            Op::Move(a, b) => move_block(&page, at(a), at(b)),
            Op::Hide(i) => set_flag(&page, at(i), "hidden", true),
        };
        text = apply(&text, &splices.unwrap());
    }
    text
}

fn base() -> impl Strategy<Value = String> {
    let section = prop_oneof![
        Just("::: hero {#ID}\nheading = \"bN\" # why\nlead = \"lead\"\n:::\n"),
        Just("::: hero\nheading = \"bN\"\n:::\n"),
        Just("::: text {#ID}\nbN\n:::\n"),
        Just("::: text\nbN\n\n- x\n:::\n"),
        Just("::: text {#ID aside hidden}\n:::\n"),
        Just("::: odd\nbN\n:::\n"),
    ];
    (
        proptest::collection::vec(section, 0..5),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(sections, crlf, trimmed)| {
            let sections: Vec<_> = sections
                .iter()
                .enumerate()
                .map(|(n, s)| {
                    s.replace("ID", &format!("id-{n}"))
                        .replace("bN", &format!("b{n}"))
                })
                .collect();
            let mut text = format!("+++\ntitle = \"T\"\n+++\n\n{}", sections.join("\n"));
            if trimmed {
                text = text.trim_end().to_owned();
            }
            if crlf {
                text.replace('\n', "\r\n")
            } else {
                text
            }
        })
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    proptest::collection::vec(op(), 1..5)
}

/// The words that `side` wrote and that stand in `text`.
fn words_of(text: &str, side: &str) -> Vec<String> {
    (0..5)
        .map(|n| format!("{side}{n}end"))
        .filter(|word| text.contains(word.as_str()))
        .collect()
}

proptest! {
    #[test]
    fn no_word_of_either_side_is_lost(base in base(), a in ops(), b in ops()) {
        let (mine, theirs) = (edited(&base, &a, "mine"), edited(&base, &b, "theirs"));
        let both = merged(&base, &mine, &theirs);
        let handed_back: String = both.overlaps.iter().flat_map(|o| [o.mine.as_str(), " ", o.theirs.as_str(), " "]).collect();
        for word in words_of(&mine, "mine").iter().chain(&words_of(&theirs, "theirs")) {
            prop_assert!(both.text.contains(word.as_str()) || handed_back.contains(word.as_str()), "{} is lost\nbase:\n{}\nmine:\n{}\ntheirs:\n{}\nmerged:\n{}", word, base, mine, theirs, both.text);
        }
        for word in words_of(&mine, "mine") {
            prop_assert!(both.text.contains(&word), "{} left the page\nbase:\n{}\nmine:\n{}\ntheirs:\n{}\nmerged:\n{}", word, base, mine, theirs, both.text);
        }
        // Nothing that could be read before is unreadable now, and no section stands twice.
        let page = read(&both.text);
        prop_assert!(page.front.fault.is_none(), "{}", both.text);
        prop_assert!(page.blocks.iter().all(|b| b.kind == "odd" || b.fields().is_some()), "{}", both.text);
        for n in 0..5 {
            let id = format!("id-{n}");
            let here = page.blocks.iter().filter(|b| b.id.as_deref() == Some(&id)).count();
            prop_assert!(here <= 1, "{} stands {} times\n{}", id, here, both.text);
        }
    }

    #[test]
    fn one_side_alone_is_taken_as_it_is(base in base(), ops in ops()) {
        let new = edited(&base, &ops, "new");
        for both in [merged(&base, &new, &base), merged(&base, &base, &new), merged(&base, &new, &new)] {
            prop_assert_eq!(&both.text, &new);
            prop_assert_eq!(both.overlaps, vec![]);
        }
    }
}
