//! A new page as text, from fields.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::kinds::{BODY, BodyType};
use crate::value::{Fields, Value};

use super::format;
use super::lines::{fence_for, with_lf};

/// A section to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewSection<'a> {
    /// Its kind.
    pub kind: &'a str,
    /// Its name, of the form that pages allow.
    pub id: Option<&'a str>,
    /// Its flags in order.
    pub flags: &'a [&'a str],
    /// What its body is made of.
    pub body_type: BodyType,
    /// Its fields; a Markdown body is the field [`BODY`].
    pub fields: &'a Fields,
}

/// A page with this front matter and these sections, in lines that end with `eol`.
pub fn compose(front: &Fields, sections: &[NewSection<'_>], eol: &str) -> String {
    let mut page = format!("+++{eol}{}+++{eol}", fields(front, eol));
    for one in sections {
        page.push_str(eol);
        section(one, eol, &mut page);
    }
    page
}

fn section(section: &NewSection<'_>, eol: &str, page: &mut String) {
    let mut own = section.fields.clone();
    let markdown = match section.body_type {
        BodyType::Fields => None,
        _ => Some(own.shift_remove(BODY)),
    };
    let mut body = match section.body_type {
        BodyType::Markdown => String::new(),
        _ => fields(&own, eol),
    };
    if let Some(markdown) = markdown {
        if section.body_type == BodyType::Both {
            let _ = write!(body, "---{eol}");
        }
        let text = markdown
            .as_ref()
            .and_then(Value::as_text)
            .unwrap_or_default();
        if !text.is_empty() {
            body.push_str(&harmless(&with_lf(text)).replace('\n', eol));
            body.push_str(eol);
        }
    }
    let fence = ":".repeat(fence_for(&body, 3));
    let words: Vec<String> = section
        .id
        .map(|id| format!("#{id}"))
        .into_iter()
        .chain(section.flags.iter().map(|flag| (*flag).to_owned()))
        .collect();
    let attributes = match words.join(" ") {
        words if words.is_empty() => words,
        words => format!(" {{{words}}}"),
    };
    let _ = write!(
        page,
        "{fence} {}{attributes}{eol}{body}{fence}{eol}",
        section.kind
    );
}

/// Fields as TOML: plain values first, then lists whose items hold longer text as tables, and groups of
/// the top as tables where `tables` names them.
fn fields(fields: &Fields, eol: &str) -> String {
    let mut out = String::new();
    tables(&mut out, "", fields, eol);
    out
}

fn tables(out: &mut String, above: &str, fields: &Fields, eol: &str) {
    let long = |value: &Value| match value {
        Value::List(items) => {
            let groups = items.iter().all(|item| matches!(item, Value::Group(_)));
            groups && items.iter().any(format::is_long)
        }
        _ => false,
    };
    for (name, value) in fields.iter().filter(|(_, value)| !long(value)) {
        let _ = write!(out, "{} = {}{eol}", format::key(name), written(value, eol));
    }
    for (name, value) in fields.iter().filter(|(_, value)| long(value)) {
        let header = format!("{above}{}", format::key(name));
        for item in value
            .as_list()
            .into_iter()
            .flatten()
            .filter_map(Value::as_group)
        {
            let gap = if out.is_empty() { "" } else { eol };
            let _ = write!(out, "{gap}[[{header}]]{eol}");
            tables(out, &format!("{header}."), item, eol);
        }
    }
}

/// A value as TOML. Lines that look like marks of a merge conflict stand inside one line.
fn written(value: &Value, eol: &str) -> String {
    match value {
        Value::Text(text) if text.contains("<<<<<<<") => format::inline(value),
        value => format::value(value, None, eol),
    }
}

/// Markdown without lines that would be taken for marks of a merge conflict: it shows the same.
fn harmless(markdown: &str) -> Cow<'_, str> {
    if markdown.contains("<<<<<<<") {
        let marked = format!("\n{markdown}").replace("\n<<<<<<<", "\n\\<<<<<<<");
        marked[1..].to_owned().into()
    } else {
        markdown.into()
    }
}

/// A file of settings: fields, then a table for each of `groups`.
pub fn settings(plain: &Fields, groups: &[(&str, Fields)]) -> String {
    let mut out = fields(plain, "\n");
    for (name, group) in groups.iter().filter(|(_, group)| !group.is_empty()) {
        let _ = write!(
            out,
            "\n[{}]\n{}",
            format::key(name),
            format::table(group, "\n")
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::page::{Content, parse};

    fn text() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            Just("---".to_owned()),
            Just("+++".to_owned()),
            Just(":::".to_owned()),
            Just(":::: text {#a}".to_owned()),
            Just("=======".to_owned()),
            Just(">>>>>>> theirs".to_owned()),
            Just("\"\"\"".to_owned()),
            Just("[[items]]".to_owned()),
            "[ -~安。\\t\u{a0}\u{feff}]{0,130}",
        ];
        prop::collection::vec(line, 1..5).prop_map(|lines| lines.join("\n"))
    }

    fn value() -> impl Strategy<Value = Value> {
        let plain = prop_oneof![
            text().prop_map(Value::Text),
            any::<bool>().prop_map(Value::Flag),
            any::<i64>().prop_map(Value::Int),
        ];
        plain.prop_recursive(3, 20, 4, |inner| {
            let group = prop::collection::vec(("[a-z ]{1,6}", inner.clone()), 1..4)
                .prop_map(|pairs| Value::Group(pairs.into_iter().collect()));
            prop_oneof![prop::collection::vec(group, 0..4).prop_map(Value::List)]
        })
    }

    fn group() -> impl Strategy<Value = Fields> {
        prop::collection::vec(("[a-z-]{1,6}", value()), 0..5)
            .prop_map(|pairs| pairs.into_iter().collect())
    }

    fn body_of(kind: &str) -> Option<BodyType> {
        Some(match kind {
            "fields" => BodyType::Fields,
            "markdown" => BodyType::Markdown,
            _ => BodyType::Both,
        })
    }

    proptest! {
        #[test]
        fn a_page_reads_back_as_it_was_given(
            front in group(),
            sections in prop::collection::vec((0_usize..3, group(), text(), any::<bool>()), 0..4),
            crlf in any::<bool>(),
        ) {
            let kinds = ["fields", "markdown", "both"];
            let given: Vec<(&str, Fields, bool)> = sections.into_iter().map(|(kind, mut fields, text, flag)| {
                fields.shift_remove(BODY);
                if kind == 1 {
                    fields.clear();
                }
                if kind > 0 {
                    fields.insert(BODY.to_owned(), Value::Text(text));
                }
                (kinds[kind], fields, flag)
            }).collect();
            let new: Vec<NewSection<'_>> = given.iter().map(|(kind, fields, flag)| NewSection {
                kind,
                id: flag.then_some("a-1"),
                flags: if *flag { &["aside", "hidden"] } else { &[] },
                body_type: body_of(kind).unwrap(),
                fields,
            }).collect();
            let page = compose(&front, &new, if crlf { "\r\n" } else { "\n" });
            let read = parse(page.as_str(), None, &body_of);
            prop_assert!(read.front.fault.is_none(), "{page}");
            prop_assert_eq!(&*read.front.fields, &front);
            prop_assert_eq!(read.blocks.len(), given.len());
            for (block, (kind, fields, flag)) in read.blocks.iter().zip(&given) {
                prop_assert_eq!(&block.kind, kind);
                prop_assert_eq!(block.has("hidden"), *flag);
                prop_assert_eq!(&*block.content, &Content::Fields(fields.clone()), "{}", page);
            }
            prop_assert!(!crlf || !page.replace("\r\n", "").contains('\n'));
        }
    }

    #[test]
    fn marks_of_merge_conflicts_in_texts_are_none() {
        let text = "<<<<<<< a\nb\n=======\nc\n>>>>>>> d";
        let fields = Fields::from([
            ("note".to_owned(), Value::Text(text.into())),
            (BODY.to_owned(), Value::Text(text.into())),
        ]);
        let one = NewSection {
            kind: "both",
            id: None,
            flags: &[],
            body_type: BodyType::Both,
            fields: &fields,
        };
        let read = parse(compose(&Fields::new(), &[one], "\n"), None, &body_of);
        let read = read.blocks[0].fields().unwrap();
        assert_eq!(read["note"].as_text(), Some(text));
        assert_eq!(read[BODY].as_text().unwrap().replace('\\', ""), text);
    }
}
