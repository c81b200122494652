//! Texts taken apart, and the way back to their source.

use super::*;

fn seen(markdown: &str) -> Vec<String> {
    shape(markdown)
        .runs
        .into_iter()
        .filter(|r| !r.address)
        .map(|r| r.text)
        .collect()
}

fn addresses(markdown: &str) -> Vec<String> {
    shape(markdown)
        .runs
        .into_iter()
        .filter(|r| r.address)
        .map(|r| r.text)
        .collect()
}

#[test]
fn marks_are_not_seen_and_text_reads_on_across_them() {
    assert_eq!(
        seen("Cor**vane** [Cloud](/cloud)\nLtd\n\n- one\n- two"),
        ["Corvane Cloud Ltd", "one", "two"]
    );
    assert_eq!(
        seen("## Title {#anchor}\n\nR&amp;D \\& `co de`"),
        ["Title", "R&D & co de"]
    );
    assert_eq!(
        seen("| a | b |\n|---|---|\n| c \\| d | ![alt](/x.png) |"),
        ["a", "b", "c | d", "alt"]
    );
    assert_eq!(seen("```rust\nlet a;\n```"), ["let a;\n"]);
    assert_eq!(
        seen("<https://a.example> x[^1]\n\n[^1]: note"),
        [" x", "note"]
    );
}

#[test]
fn what_is_no_prose_is_told_apart() {
    let apart = |markdown: &str| -> Vec<(String, bool)> {
        let runs = shape(markdown).runs;
        let runs = runs.iter().filter(|run| !run.address);
        runs.flat_map(|run| {
            let words = |place: &Range<usize>| (run.text[place.clone()].to_owned(), run.torn);
            run.apart.iter().map(words).collect::<Vec<_>>()
        })
        .collect()
    };
    let one = |words: &str| (words.to_owned(), false);
    assert_eq!(
        apart("Set `a b` at trust@example.com. <b>x</b>"),
        [
            one("a b"),
            one("trust@example.com"),
            one("<b>"),
            one("</b>")
        ]
    );
    assert_eq!(apart("```\nlet a;\n```\n\nText"), [one("let a;\n")]);
    assert_eq!(apart("See <https://a.example>, or so"), [one("")]);
    assert_eq!(
        apart("一（`x`\\\n二）`y`\n\n`z`"),
        [("x".into(), true), ("y".into(), true), one("z")]
    );
}

#[test]
fn chinese_is_read_as_it_is_rendered() {
    let text = "**“重要。”**但是[这里](/a)，**注意：**后面";
    let runs = shape(text).runs;
    assert_eq!(seen(text), ["“重要。”但是这里，注意：后面"]);
    let run = runs.iter().find(|run| !run.address).unwrap();
    for wanted in ["重要", "但是", "这里", "后面", "“重要。”"] {
        let at = run.text.find(wanted).unwrap();
        let places = run.source(&(at..at + wanted.len())).unwrap();
        assert_eq!(&text[places[0].clone()], wanted);
    }
}

#[test]
fn addresses_are_found_where_they_are_written() {
    let text =
        "[/a](/a#b \"t\") <https://c.example> [d][e] ![p](/p.png)\n\n[e]: https://e.example \"t\"";
    assert_eq!(
        addresses(text),
        ["/a#b", "https://c.example", "/p.png", "https://e.example"]
    );
    for run in shape(text).runs.iter().filter(|r| r.address) {
        let places = run.source(&(0..run.text.len())).unwrap();
        assert_eq!(&text[places[0].clone()], run.text);
    }
    assert_eq!(
        &text[shape(text).runs[0].source(&(0..2)).unwrap()[0].clone()],
        "/a"
    );
    assert_eq!(shape(text).runs[0].source(&(0..2)).unwrap()[0].start, 5);
}

#[test]
fn every_place_leads_back_to_what_is_written() {
    let text = "A *Cor**vane*** &amp; `x` end";
    let runs = shape(text).runs;
    let at = runs[0].text.find("Corvane").unwrap();
    let places = runs[0].source(&(at..at + 7)).unwrap();
    let parts: Vec<&str> = places.iter().map(|p| &text[p.clone()]).collect();
    assert_eq!(parts, ["Cor", "vane"]);
    let amp = runs[0].text.find('&').unwrap();
    assert_eq!(
        &text[runs[0].source(&(amp..amp + 1)).unwrap()[0].clone()],
        "&amp;"
    );
}

proptest::proptest! {
    #[test]
    fn even_parts_are_written_as_they_read(text in "[ab*_`\\[\\]()<>#&;\\\\\n{}|~!:/ 中é-]{0,60}") {
        for run in shape(&text).runs {
            for part in run.parts.iter().filter(|p| p.even) {
                let length = part.source.len();
                let read = run.text[part.at..part.at + length].replace('\n', " ");
                let written = text[part.source.clone()].replace('\n', " ");
                proptest::prop_assert_eq!(read, written);
            }
        }
    }
}
