//! What a keystroke costs in one long rich text: the guard that compares text and view.

use trustdesk_core::rich::{self, Last, Shown};

use super::{median, ms, timed};

/// About `characters` of text of every kind; with `notes`, blocks take a say in what others mean.
fn text(characters: usize, notes: bool) -> String {
    let mut out = String::new();
    let mut part = 0;
    while out.len() < characters {
        part += 1;
        out += &format!(
            "## Part {part}\n\nEvery customer key of part {part} is kept *apart*, as [our design](/security/design) says, and is **never** written to a log. Evidence is kept for a year.\n\n- One control\n- Another, in `code`\n\n| Control | Owner |\n|---|---|\n| {part} | Security |\n\n"
        );
        if notes {
            out += &format!("A claim.[^{part}]\n\n[^{part}]: Its source.\n\n");
        }
    }
    out
}

pub(super) fn typing() {
    println!("| guard of a keystroke | without the last text | while typing |\n|---|---|---|");
    for (name, characters, notes) in [
        ("4 KB", 4_000, false),
        ("90 KB", 90_000, false),
        ("90 KB with footnotes", 90_000, true),
    ] {
        let mut now = text(characters, notes);
        let blocks = rich::blocks(&now);
        let at = blocks.len() / 2 / 4 * 4 + 1;
        let typed = now[..blocks[at].range.end].rfind('.').expect("a paragraph");
        let (mut cold, mut warm) = (Vec::new(), Vec::new());
        let mut last = Last::default();
        for _ in 0..200 {
            let old = now.clone();
            now.insert(typed, 'x');
            let changed = rich::blocks(&now);
            let first = changed.iter().position(|b| b.range.contains(&typed));
            let first = first.expect("a block");
            let shown = Shown {
                before: u32::try_from(first).expect("few blocks"),
                nodes: vec![changed[first].node.clone()],
                after: u32::try_from(changed.len() - first - 1).expect("few blocks"),
            };
            let (alone, time) = timed(|| rich::check(&old, &now, &shown));
            cold.push(time);
            let (again, time) = timed(|| last.check(&old, &now, &shown));
            warm.push(time);
            assert_eq!(
                (alone, again),
                (Ok(()), Ok(())),
                "the text means what is shown"
            );
        }
        println!(
            "| {name} | {:.2} ms | {:.2} ms |",
            ms(median(cold)),
            ms(median(warm))
        );
    }
    println!();
}
