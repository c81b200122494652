//! Pages compared: each kind of change, named by the forms.

use super::*;
use crate::diff::Turn;
use crate::page::parse;
use crate::render::Engine;

const OLD: &str = "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: hero {#top}\nheading = \"One\"\nlead = \"Two\"\nactions = [\n  { label = \"A\", to = \"/a\" },\n  { label = \"B\", to = \"/b\" },\n]\n:::\n\n::: text {#first}\nSome text.\n:::\n\n::: text {#second}\nMore text.\n:::\n";

fn compare(old: &str, new: &str) -> Vec<SectionChange> {
    let engine = Engine::embedded().unwrap();
    let body_of = |kind: &str| engine.kinds.body_of(kind);
    let (old, new) = (parse(old, None, &body_of), parse(new, None, &body_of));
    page_changes(&old, &new, &engine.kinds, &engine.page_form)
}

fn dotted(path: &[Step]) -> String {
    let parts: Vec<String> = path
        .iter()
        .map(|step| match step {
            Step::Name(name) => name.clone(),
            Step::Index(i) => i.to_string(),
        })
        .collect();
    parts.join(".")
}

/// One line for each change: `changed hero heading[-One+Two]`.
fn lines(changes: &[SectionChange]) -> Vec<String> {
    let line = |c: &SectionChange| {
        let fields: Vec<String> = c
            .fields
            .iter()
            .map(|f| {
                let of = |turn| -> String {
                    let ours = f.pieces.iter().filter(|p| p.turn == turn);
                    ours.map(|p| p.text.as_str()).collect::<Vec<_>>().join("|")
                };
                format!(
                    " {}[-{}+{}]",
                    dotted(&f.path),
                    of(Turn::Removed),
                    of(Turn::Added)
                )
            })
            .collect();
        format!(
            "{:?} {}{}{}",
            c.change,
            c.kind,
            fields.concat(),
            c.set.iter().map(|f| format!(" +{f}")).collect::<String>()
        )
    };
    changes.iter().map(line).collect()
}

#[test]
fn nothing_changed_says_nothing() {
    assert!(compare(OLD, OLD).is_empty());
    assert!(compare(OLD, &OLD.replace("lead = ", "lead =  ")).is_empty());
}

#[test]
fn fields_are_named_by_their_labels() {
    let changes = compare(
        OLD,
        &OLD.replace("\"One\"", "\"Three\"").replace("Home", "House"),
    );
    assert_eq!(
        lines(&changes),
        [
            "Changed  title[-Home+House]",
            "Changed hero heading[-One+Three]"
        ]
    );
    let heading = &changes[1].fields[0];
    assert_eq!(heading.labels.len(), 1);
    assert!(!heading.labels[0].get("zh-Hans").is_empty());
    assert_ne!(heading.labels[0].get("en"), "heading");
}

#[test]
fn items_are_paired_around_what_stayed() {
    let new = OLD.replace("  { label = \"A\", to = \"/a\" },\n", "");
    assert_eq!(
        lines(&compare(OLD, &new)),
        ["Changed hero actions.0.label[-A+] actions.0.to[-/a+]"]
    );
    let new = OLD.replace("\"/b\"", "\"/c\"");
    assert_eq!(
        lines(&compare(OLD, &new)),
        ["Changed hero actions.1.to[-b+c]"]
    );
}

#[test]
fn sections_come_go_move_and_hide() {
    let second = "::: text {#second}\nMore text.\n:::\n";
    let gone = OLD.replace(second, "");
    assert_eq!(
        lines(&compare(OLD, &gone)),
        ["Removed text body[-More text.+]"]
    );
    assert_eq!(
        lines(&compare(&gone, OLD)),
        ["Added text body[-+More text.]"]
    );
    let moved = OLD.replace(&format!("\n{second}"), "").replace(
        "::: text {#first}",
        &format!("{second}\n::: text {{#first}}"),
    );
    let changes = compare(OLD, &moved);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0].change, ChangeKind::Moved);
    let hidden = OLD.replace("{#second}", "{#second hidden}");
    assert_eq!(lines(&compare(OLD, &hidden)), ["Changed text +hidden"]);
}

#[test]
fn what_cannot_be_read_is_compared_as_text() {
    let broken = OLD.replace("heading = \"One\"", "heading = One");
    let changes = compare(OLD, &broken);
    assert_eq!(changes.len(), 1);
    assert!(changes[0].fields[0].path.is_empty());
    let broken = OLD.replace("title = \"Home\"", "title = Home");
    assert_eq!(compare(OLD, &broken)[0].kind, "");
}
