//! Tests of the page format, rule by rule.

use proptest::prelude::*;

use super::*;
use crate::kinds::BodyType;
use crate::value::Value;
use crate::view::Step;

fn body_of(kind: &str) -> Option<BodyType> {
    match kind {
        "hero" | "links" | "faq" => Some(BodyType::Fields),
        "text" => Some(BodyType::Markdown),
        "picture-text" => Some(BodyType::Both),
        _ => None,
    }
}

fn read(text: &str) -> Page {
    parse(text, None, &body_of)
}

fn path(dotted: &str) -> Vec<Step> {
    dotted
        .split('.')
        .map(|s| {
            s.parse()
                .map_or_else(|_| Step::Name(s.to_owned()), Step::Index)
        })
        .collect()
}

fn with(text: &str, i: usize, field: &str, value: Option<Value>) -> String {
    let page = read(text);
    apply(
        text,
        &set(
            &page,
            Target::Block(i),
            &path(field),
            value.as_ref(),
            &body_of,
        )
        .unwrap(),
    )
}

fn text(value: &str) -> Option<Value> {
    Some(Value::Text(value.to_owned()))
}

fn fault(block: &Block) -> &Fault {
    match &*block.content {
        Content::Unreadable(fault) => fault,
        other => panic!("{other:?} is readable"),
    }
}

#[test]
fn rule_1_only_whole_lines_at_column_0_are_delimiters() {
    let page = read(
        "\u{feff}+++ \r\ntitle = \"a\"\r\n+++\t\r\n::: text\r\n ::: text\r\nx :::\r\n:::  \r\n",
    );
    assert!(page.front.fault.is_none());
    assert_eq!(page.front.fields["title"], Value::Text("a".into()));
    assert_eq!(page.blocks.len(), 1);
    assert_eq!(
        page.blocks[0].fields().unwrap()["body"],
        Value::Text(" ::: text\nx :::".into())
    );
    // A lone CR and U+2028 end no line.
    let page = read("+++\n+++\n::: text\na\r:::\u{2028}:::\n:::\n");
    assert_eq!(
        page.blocks[0].fields().unwrap()["body"],
        Value::Text("a\r:::\u{2028}:::".into())
    );
}

#[test]
fn rule_2_front_matter_is_first_or_missing() {
    assert_eq!(
        read("::: text\n:::\n").front.fault.unwrap().rule.code,
        "missing-front-matter"
    );
    assert_eq!(
        read("+++\na = 1\n").front.fault.unwrap().rule.code,
        "unclosed-front-matter"
    );
    let broken = read("+++\na = \n+++\n::: text\nx\n:::\n");
    assert_eq!(
        broken.front.fault.as_ref().map(|f| (f.rule.code, f.line)),
        Some(("unreadable-fields", 2))
    );
    assert!(broken.blocks[0].fields().is_some());
}

#[test]
fn rule_3_opening_lines_carry_kind_id_and_flags() {
    let page = read(
        "+++\n+++\n::: text {#one aside hidden later}\n:::\n::: text{hidden}\n:::\n:::: text {}\n::::\n",
    );
    assert_eq!(page.blocks[0].id.as_deref(), Some("one"));
    assert_eq!(page.blocks[0].flags, ["aside", "hidden", "later"]);
    assert!(page.blocks[1].has("hidden"));
    assert_eq!(page.blocks[2].colons, 4);
    for bad in [
        "::: Text",
        ":::text",
        "::: 1",
        ":: text",
        "::: text {",
        "::: text more",
    ] {
        let page = read(&format!("+++\n+++\n{bad}\nx\n"));
        assert_eq!(fault(&page.blocks[0]).rule.code, "stray-text", "{bad}");
    }
    assert_eq!(
        fault(&read("+++\n+++\n::: text {#Bad}\n:::\n").blocks[0])
            .rule
            .code,
        "bad-opening"
    );
}

#[test]
fn rule_3_hiding_inserts_and_showing_removes_exactly_that() {
    for (shown, hidden) in [
        ("::: text {#a}", "::: text {#a hidden}"),
        ("::: text {#a aside}", "::: text {#a aside hidden}"),
        ("::: text", "::: text {hidden}"),
        ("::: text {aside later}", "::: text {aside later hidden}"),
    ] {
        let page = |line: &str| format!("+++\n+++\n{line}\nx\n:::\n");
        let hide = set_flag(&read(&page(shown)), 0, "hidden", true).unwrap();
        assert_eq!(apply(&page(shown), &hide), page(hidden));
        let show = set_flag(&read(&page(hidden)), 0, "hidden", false).unwrap();
        assert_eq!(apply(&page(hidden), &show), page(shown));
    }
}

#[test]
fn rule_4_an_unclosed_section_ends_at_the_next_opening_line() {
    let page = read("+++\n+++\n::: text {#a}\nlost\n\n::: text {#b}\nfine\n:::\n");
    assert_eq!(fault(&page.blocks[0]).rule.code, "unclosed-section");
    assert_eq!(
        page.blocks[1].fields().unwrap()["body"],
        Value::Text("fine".into())
    );
    // Fewer colons do not end it, and sections do not nest.
    let page = read("+++\n+++\n:::: text\n::: text\n:::\n::::\n");
    assert_eq!(page.blocks.len(), 1);
    assert_eq!(
        page.blocks[0].fields().unwrap()["body"],
        Value::Text("::: text\n:::".into())
    );
}

#[test]
fn rule_5_bodies_are_divided_by_kind() {
    let page = read(
        "+++\n+++\n::: picture-text\nside = \"left\"\n---\nText\n---\nmore\n:::\n::: odd\na\n---\nb\n:::\n",
    );
    let fields = page.blocks[0].fields().unwrap();
    assert_eq!(fields["side"], Value::Text("left".into()));
    assert_eq!(fields["body"], Value::Text("Text\n---\nmore".into()));
    assert_eq!(*page.blocks[1].content, Content::Unknown);
    let page = read("+++\n+++\n::: picture-text\nside = \"left\"\n:::\n");
    assert_eq!(fault(&page.blocks[0]).rule.code, "missing-divider");
}

#[test]
fn rule_6_fences_grow_with_the_text() {
    let before = "+++\n+++\n::: text {#a}\nold\n:::\n\n::: text\nrest\n:::\n";
    let after = with(before, 0, "body", text("a\n:::\n:::: text\nb"));
    assert_eq!(
        after,
        "+++\n+++\n::::: text {#a}\na\n:::\n:::: text\nb\n:::::\n\n::: text\nrest\n:::\n"
    );
    assert_eq!(
        read(&after).blocks[0].fields().unwrap()["body"],
        Value::Text("a\n:::\n:::: text\nb".into())
    );
}

#[test]
fn rule_7_long_items_become_tables_and_delimiters_are_escaped() {
    let before = "+++\n+++\n::: faq\nheading = \"H\"\n:::\n";
    let item = Value::Group(
        [
            ("question".to_owned(), Value::Text("Q".into())),
            ("answer".to_owned(), Value::Text("a\n---\n:::\n+++".into())),
        ]
        .into_iter()
        .collect(),
    );
    let page = read(before);
    let after = apply(
        before,
        &insert_item(&page, Target::Block(0), &path("items"), 0, &item, &body_of).unwrap(),
    );
    assert!(
        after.contains("[[items]]\nquestion = \"Q\"\nanswer = \"\"\"\n"),
        "{after}"
    );
    let again = read(&after);
    assert_eq!(
        again.blocks[0].fields().unwrap()["items"],
        Value::List(vec![item])
    );
}

#[test]
fn rule_8_only_the_value_changes_and_line_ends_are_those_of_the_neighbours() {
    let before = "+++\r\ntitle = 'x' # why\r\n+++\r\n\r\n::: hero\r\n# above\r\nheading  =  \"a\"   # beside\r\nunknown = [1,2 , 3]\r\n:::\r\n";
    assert_eq!(
        with(before, 0, "heading", text("b")),
        before.replace("\"a\"", "\"b\"")
    );
    assert_eq!(
        with(before, 0, "lead", text("new")),
        before.replace(" 3]\r\n", " 3]\r\nlead = \"new\"\r\n")
    );
    assert_eq!(
        with(before, 0, "heading", None),
        before.replace("heading  =  \"a\"   # beside\r\n", "")
    );
    let page = read(before);
    let front = set(
        &page,
        Target::Front,
        &path("title"),
        text("y").as_ref(),
        &body_of,
    )
    .unwrap();
    assert_eq!(apply(before, &front), before.replace("'x'", "'y'"));
    let dated = set(
        &page,
        Target::Front,
        &path("reviewed"),
        crate::model::Date::parse("2026-11-24")
            .map(Value::Date)
            .as_ref(),
        &body_of,
    )
    .unwrap();
    assert!(apply(before, &dated).contains("\r\nreviewed = 2026-11-24\r\n+++"));
}

#[test]
fn rule_8_comments_directly_above_an_item_move_with_it() {
    let tables = "+++\n+++\n::: faq\n# first\n[[items]]\nquestion = \"1\"\n\n# second\n[[items]]\nquestion = \"2\"\n:::\n";
    let page = read(tables);
    let moved = apply(
        tables,
        &move_item(&page, Target::Block(0), &path("items"), 1, 0, &body_of).unwrap(),
    );
    assert_eq!(
        moved,
        "+++\n+++\n::: faq\n# second\n[[items]]\nquestion = \"2\"\n\n# first\n[[items]]\nquestion = \"1\"\n:::\n"
    );
    let inline = "+++\n+++\n::: links\nitems = [\n  # one\n  { label = \"1\" }, # beside\n  { label = \"2\" }\n]\n:::\n";
    let page = read(inline);
    let moved = apply(
        inline,
        &move_item(&page, Target::Block(0), &path("items"), 0, 1, &body_of).unwrap(),
    );
    assert_eq!(
        moved,
        "+++\n+++\n::: links\nitems = [\n  { label = \"2\" },\n  # one\n  { label = \"1\" } # beside\n]\n:::\n"
    );
}

#[test]
fn rule_9_an_id_used_twice_is_a_fault_of_the_page() {
    let page = read("+++\n+++\n::: text {#a}\n:::\n::: text {#a}\n:::\n");
    assert_eq!(
        page.faults
            .iter()
            .map(|f| (f.rule.code, f.line))
            .collect::<Vec<_>>(),
        [("duplicate-id", 5)]
    );
    let copied = apply(&page.text, &duplicate_block(&page, 0).unwrap());
    assert!(
        copied.contains(":::\n\n::: text\n:::\n"),
        "a copy must not keep the id: {copied}"
    );
}

#[test]
fn rule_10_what_cannot_be_read_is_kept() {
    let conflict = "+++\n+++\n::: text {#a}\n<<<<<<< mine\none\n=======\ntwo\n>>>>>>> theirs\n:::\n::: text {#b}\nfine\n:::\n";
    let page = read(conflict);
    assert_eq!(fault(&page.blocks[0]).rule.code, "conflict");
    assert!(conflict[page.blocks[0].range.clone()].starts_with("::: text {#a}"));
    assert!(page.blocks[1].fields().is_some());
    assert!(
        set(
            &page,
            Target::Block(0),
            &path("body"),
            text("x").as_ref(),
            &body_of
        )
        .is_err()
    );
}

#[test]
fn rule_11_small_pages_are_valid() {
    assert!(read("").blocks.is_empty());
    assert!(read("+++\n+++").front.fault.is_none());
    let page = read("+++\n+++\n::: text\n:::");
    assert_eq!(
        page.blocks[0].fields().unwrap()["body"],
        Value::Text(String::new())
    );
    assert_eq!(
        with("+++\n+++\n::: text\n:::", 0, "body", text("x")),
        "+++\n+++\n::: text\nx\n:::"
    );
}

#[test]
fn lists_are_edited_in_the_form_they_have() {
    let before = "+++\n+++\n::: links\nitems = [ { label = \"1\" }, { label = \"2\" } ]\n:::\n";
    let page = read(before);
    let item = Value::Group(
        [("label".to_owned(), Value::Text("0".into()))]
            .into_iter()
            .collect(),
    );
    let added = apply(
        before,
        &insert_item(&page, Target::Block(0), &path("items"), 0, &item, &body_of).unwrap(),
    );
    assert_eq!(added, before.replace("[ {", "[ { label = \"0\" }, {"));
    let removed = apply(
        before,
        &remove_item(&page, Target::Block(0), &path("items"), 0, &body_of).unwrap(),
    );
    assert_eq!(removed, before.replace("{ label = \"1\" }, ", ""));
    let set = with(before, 0, "items.1.to", text("/x"));
    assert_eq!(set, before.replace("\"2\" }", "\"2\", to = \"/x\" }"));
    assert_eq!(
        with(&set, 0, "items.1.label", None),
        before.replace("label = \"2\"", "to = \"/x\"")
    );
}

#[test]
fn unchanged_blocks_are_shared_with_the_parse_before() {
    let before = read("+++\n+++\n::: text {#a}\none\n:::\n::: text {#b}\ntwo\n:::\n");
    let after = parse(before.text.replace("one", "three"), Some(&before), &body_of);
    assert!(!Arc::ptr_eq(
        &before.blocks[0].content,
        &after.blocks[0].content
    ));
    assert!(Arc::ptr_eq(
        &before.blocks[1].content,
        &after.blocks[1].content
    ));
}

/// Text that a person or an editor could have left, delimiters and Chinese included.
fn value_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n".to_owned()),
        Just(":::".to_owned()),
        Just("---".to_owned()),
        Just("+++".to_owned()),
        Just("::: text {#a}".to_owned()),
        Just("\"".to_owned()),
        Just("'''".to_owned()),
        Just("\\".to_owned()),
        Just("“重要。”".to_owned()),
        Just("# x".to_owned()),
        Just("[[items]]".to_owned()),
        Just("\t".to_owned()),
        "[a-z ]{0,8}",
        "\\PC{0,6}",
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat().replace('\r', ""))
}

fn section() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé。 ]{0,12}".prop_map(|b| format!("::: text {{#t}}\n{b}\n:::\n")),
        "[a-z ]{0,8}".prop_map(|b| format!(":::: text\n::: inner\n{b}\n:::\n::::\n")),
        "[a-z\"]{0,6}".prop_map(|b| format!("::: hero {{#top later}}\n# note\nheading = {b}\nextra = 1 # kept\n:::\n")),
        Just("::: links {aside}\ntitle = \"L\"\nitems = [\n  { label = \"a\", to = \"/\" }, # x\n]\n:::\n".to_owned()),
        Just("::: faq\n# one\n[[items]]\nquestion = \"q\"\n\n[[items]]\nquestion = 'r'\n:::\n".to_owned()),
        Just("::: hologram\n???\n:::\n".to_owned()),
        Just("::: text {#open}\nnever closed\n".to_owned()),
        "[a-z]{1,10}".prop_map(|b| format!("{b} stray\n")),
        Just("::: picture-text\nside = \"left\"\n---\nBody\n:::\n".to_owned()),
    ]
}

fn page_text() -> impl Strategy<Value = String> {
    let front = prop_oneof![
        Just("+++\ntitle = \"T\" # c\n+++\n"),
        Just(""),
        Just("+++\nbroken =\n+++\n"),
        Just("+++\n")
    ];
    (
        any::<bool>(),
        front,
        proptest::collection::vec(section(), 0..6),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(bom, front, sections, crlf, trimmed)| {
            let mut text = format!("{front}\n{}", sections.join("\n"));
            if trimmed {
                text = text.trim_end().to_owned();
            }
            if crlf {
                text = text.replace('\n', "\r\n");
            }
            if bom { format!("\u{feff}{text}") } else { text }
        })
}

/// Blocks are in order, do not overlap, and hold every character that is not blank outside the front matter.
fn is_lossless(page: &Page) -> Result<(), TestCaseError> {
    let mut at = page.front.range.end;
    for block in &page.blocks {
        prop_assert!(block.range.start >= at && block.range.end <= page.text.len());
        let gap = page.text[at..block.range.start].trim_start_matches(['\u{feff}', '+']);
        prop_assert!(gap.trim().is_empty(), "lost: {gap:?}");
        at = block.range.end;
    }
    let rest = page.text[at..].trim_start_matches(['\u{feff}', '+']);
    prop_assert!(
        rest.trim().is_empty() || page.front.fault.is_some(),
        "lost: {rest:?}"
    );
    Ok(())
}

proptest! {
    #[test]
    fn any_text_parses_and_nothing_is_lost(text in "\\PC{0,40}|(:::|\\+\\+\\+|---|\\n| |text|\\{|#a|\\}){0,30}") {
        let page = read(&text);
        prop_assert_eq!(&*page.text, text.as_str());
    }

    #[test]
    fn generated_pages_are_lossless(text in page_text()) {
        is_lossless(&read(&text))?;
        prop_assert_eq!(apply(&text, &[]), text);
    }

    #[test]
    fn a_set_field_reads_back_and_changes_only_its_section(source in page_text(), pick in any::<prop::sample::Index>(), new in value_text()) {
        let page = read(&source);
        let ready: Vec<usize> = (0..page.blocks.len()).filter(|i| page.blocks[*i].fields().is_some()).collect();
        prop_assume!(!ready.is_empty());
        let i = ready[pick.index(ready.len())];
        let fields = page.blocks[i].fields().unwrap();
        let name = if fields.contains_key("body") { "body" } else { fields.keys().find(|k| matches!(fields[*k], Value::Text(_))).map_or("heading", String::as_str) };
        // Marks of a merge conflict are the one text that a section cannot hold.
        prop_assume!(!new.contains("<<<<<<<"));
        let value = Value::Text(new.clone());
        let splices = set(&page, Target::Block(i), &path(name), Some(&value), &body_of).unwrap();
        let after = parse(apply(&source, &splices), Some(&page), &body_of);
        prop_assert_eq!(after.blocks.len(), page.blocks.len(), "{}", after.text);
        prop_assert_eq!(after.blocks[i].fields().and_then(|f| f.get(name)), Some(&value), "{}", after.text);
        for (n, (old, now)) in page.blocks.iter().zip(&after.blocks).enumerate().filter(|(n, _)| *n != i) {
            prop_assert_eq!(&page.text[old.range.clone()], &after.text[now.range.clone()], "section {} changed", n);
        }
        let fresh = read(&after.text);
        for (a, b) in fresh.blocks.iter().zip(&after.blocks) {
            prop_assert_eq!(&a.content, &b.content);
        }
    }

    #[test]
    fn moving_there_and_back_restores_every_byte(source in page_text(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let page = read(&source);
        let closed = page.blocks.iter().all(|block| !block.kind.is_empty() && !matches!(&*block.content, Content::Unreadable(f) if f.rule.code == "unclosed-section"));
        prop_assume!(!page.blocks.is_empty() && closed);
        let (from, to) = (a.index(page.blocks.len()), b.index(page.blocks.len()));
        let moved = read(&apply(&source, &move_block(&page, from, to).unwrap()));
        prop_assert_eq!(moved.blocks.len(), page.blocks.len());
        let back = apply(&moved.text, &move_block(&moved, to, from).unwrap());
        prop_assert_eq!(back, source);
    }

    #[test]
    fn hiding_and_showing_restores_every_byte(source in page_text(), a in any::<prop::sample::Index>()) {
        let page = read(&source);
        let kinds: Vec<usize> = (0..page.blocks.len()).filter(|i| !page.blocks[*i].kind.is_empty() && !page.blocks[*i].has("hidden")).collect();
        prop_assume!(!kinds.is_empty());
        let i = kinds[a.index(kinds.len())];
        let hidden = read(&apply(&source, &set_flag(&page, i, "hidden", true).unwrap()));
        prop_assert!(hidden.blocks[i].has("hidden"));
        prop_assert_eq!(apply(&hidden.text, &set_flag(&hidden, i, "hidden", false).unwrap()), source);
    }
}

#[test]
fn new_text_leaves_the_line_ends_of_other_lines() {
    let before = "+++\n+++\n\n::: text\none\r\ntwo\nthree\r\nfour\n:::\n";
    assert_eq!(
        with(
            before,
            0,
            "body",
            text("one\ntwo changed\nand more\nthree\nfour")
        ),
        before.replace("two\n", "two changed\nand more\n")
    );
}
