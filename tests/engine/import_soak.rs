//! Damaged pages, many of them: none takes an import down, or makes a page that cannot be read.
//!
//! A few each time; with `TRUSTDESK_SOAK` set, for ten minutes. `TRUSTDESK_CORPUS` names a folder of more
//! pages to damage.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_tests::engine;

use crate::importing::{Existing, Imported, read, refused};

/// How long a soak takes.
const SOAK: Duration = Duration::from_secs(600);
/// Pages of one import.
const BATCH: usize = 24;
/// No page of a few kilobytes may take longer, on however slow a machine.
const SLOW: Duration = Duration::from_secs(20);

/// What is put into pages.
const PARTS: [&[u8]; 32] = [
    b"<div>",
    b"</div>",
    b"<p",
    b"</p>",
    b"<a href=\"",
    b"<table><tr><td>",
    b"</table>",
    b"<ul><li>",
    b"<!--",
    b"-->",
    b"<script>",
    b"</script>",
    b"style=\"display:none\"",
    b"{{ x }}",
    b"{% raw %}",
    b"\n---\n",
    b"\n+++\n",
    b"\n:::\n",
    b"\n::: text {#a}\n",
    b"<<<<<<< a\n=======\n>>>>>>> b\n",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    "\u{202e}".as_bytes(),
    "安全".as_bytes(),
    b"&lt;&#0;&#x110000;",
    b"\r",
    b"\"\"\"",
    b"<svg><style><p>",
    b"\n# x {#b}\n",
    b"[a](b \"c)",
    b"> - 1. > ",
];

/// Numbers that are the same for the same seed (xorshift).
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap_or(0)
    }
}

/// Every page of a folder.
fn pages(folder: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            pages(&path, found);
        } else if fs::metadata(&path).is_ok_and(|meta| meta.len() < 200_000) {
            found.extend(fs::read(&path));
        }
    }
}

fn damaged(pages: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut page = pages[chance.next(pages.len())].clone();
    for _ in 0..=chance.next(8) {
        let (a, b) = (chance.next(page.len() + 1), chance.next(page.len() + 1));
        let (from, to) = (a.min(b), a.max(b));
        let short = to.min(from + 400);
        match chance.next(6) {
            0 => drop(page.splice(
                from..from,
                PARTS[chance.next(PARTS.len())].repeat(1 + chance.next(40)),
            )),
            1 => drop(page.splice(from..from, PARTS[chance.next(PARTS.len())].iter().copied())),
            2 => drop(page.drain(from..short)),
            3 => {
                let part = page[from..short].to_vec();
                page.splice(to..to, part);
            }
            4 => page.truncate(to),
            _ => {
                let other = &pages[chance.next(pages.len())];
                let at = chance.next(other.len() + 1);
                let end = other.len().min(at + 2_000);
                page.splice(from..from, other[at..end].iter().copied());
            }
        }
    }
    page.truncate(400_000);
    page
}

/// Imports pages and opens what they became.
fn survive(pages: &[Vec<u8>]) -> Result<(), String> {
    let folder = Existing::new();
    for (i, page) in pages.iter().enumerate() {
        let ending = if i % 2 == 0 { "md" } else { "html" };
        folder.write(&format!("{i}.{ending}"), page);
    }
    let started = Instant::now();
    let prepared = read(folder.root()).map_err(|e| e.to_string())?;
    if started.elapsed() > SLOW {
        return Err(format!("took {:?}", started.elapsed()));
    }
    let faults = refused(&prepared.report);
    if let Some((path, reason)) = faults
        .iter()
        .find(|(_, reason)| reason.contains("fault in Trustdesk"))
    {
        return Err(format!("{path}: {reason}"));
    }
    let imported = Imported::of(&prepared);
    let store = Store::open(&imported.root).map_err(|e| e.to_string())?;
    let site = Site::load(&store, &engine().kinds).map_err(|e| e.to_string())?;
    for (page, file) in &site.pages {
        let read = file
            .page
            .blocks
            .iter()
            .all(|block| block.fields().is_some());
        if !read || file.page.front.fault.is_some() || file.read_only.is_some() {
            return Err(format!("{page} cannot be read:\n{}", file.page.text));
        }
    }
    Ok(())
}

#[test]
fn no_page_takes_an_import_down() {
    let mut known = Vec::new();
    pages(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/import"),
        &mut known,
    );
    pages(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/classic/old"),
        &mut known,
    );
    if let Some(corpus) = std::env::var_os("TRUSTDESK_CORPUS") {
        pages(Path::new(&corpus), &mut known);
    }
    let soak = std::env::var_os("TRUSTDESK_SOAK").is_some();
    let end = Instant::now() + SOAK;
    let mut seed = 1;
    while seed <= 4 || (soak && Instant::now() < end) {
        let mut chance = Chance(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let batch: Vec<Vec<u8>> = (0..BATCH).map(|_| damaged(&known, &mut chance)).collect();
        if survive(&batch).is_err() {
            // One by one, to find the page.
            for (i, page) in batch.iter().enumerate() {
                // The ending decides how a page is read.
                let alone = if i % 2 == 0 {
                    vec![page.clone()]
                } else {
                    vec![Vec::new(), page.clone()]
                };
                if let Err(why) = survive(&alone) {
                    let kept = std::env::temp_dir().join(format!("trustdesk-soak-{seed}-{i}"));
                    fs::write(&kept, page).unwrap();
                    panic!("seed {seed}, page {i}, kept at {}: {why}", kept.display());
                }
            }
            panic!(
                "seed {seed}: only all pages together: {:?}",
                survive(&batch)
            );
        }
        seed += 1;
    }
}
