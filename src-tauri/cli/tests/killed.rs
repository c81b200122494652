//! Exports that are killed: the folder is whole or missing, and the next export puts it right.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the test plays another program"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// All files below a folder.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                all.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    all
}

fn export(site: &Path, out: &Path, cache: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .args(["export", "--as-of", "2026-11-24"])
        .args([site, out])
        .env("XDG_CACHE_HOME", cache)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

fn write_site(site: &Path, word: &str) {
    fs::create_dir_all(site.join("pages/en")).unwrap();
    let settings = "format = 1\nname = \"Test\"\naddress = \"https://trust.example.com\"\n";
    fs::write(site.join("site.toml"), settings).unwrap();
    for i in 0..300 {
        let name = if i == 0 {
            "index".into()
        } else {
            format!("{word}{i}")
        };
        let text = format!(
            "+++\ntitle = \"Page {i} {word}\"\nsummary = \"About {i}.\"\n+++\n\n::: text\n{}\n:::\n",
            format!("Some **{word}** text for page {i}.\n\n").repeat(20)
        );
        fs::write(site.join(format!("pages/en/{name}.md")), text).unwrap();
    }
}

#[test]
fn a_killed_export_is_put_right_by_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    let cache = dir.path().join("cache");
    write_site(&one, "first");
    write_site(&two, "second");
    let mut wanted = Vec::new();
    for site in [&one, &two] {
        let out = dir.path().join(format!("{}-whole", site.display()));
        assert!(export(site, &out, &cache).wait().unwrap().success());
        wanted.push(files(&out));
    }
    assert!(wanted[0] != wanted[1]);

    // First exports: whole or not there.
    for wait in [2, 10, 30, 60, 90] {
        let out = dir.path().join(format!("new-{wait}"));
        let mut child = export(&one, &out, &cache);
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(
            !out.exists() || files(&out) == wanted[0],
            "half a site after {wait} ms"
        );
        assert!(export(&one, &out, &cache).wait().unwrap().success());
        assert!(files(&out) == wanted[0], "after {wait} ms");
    }

    // Later exports, changing every file, killed at any moment: the next one completes the work,
    // removes what is gone, and leaves nothing of its own behind.
    let out = dir.path().join("later");
    assert!(export(&one, &out, &cache).wait().unwrap().success());
    fs::write(out.join("theirs.txt"), "not ours").unwrap();
    for (round, wait) in [2, 20, 40, 60, 80, 100, 120, 150].into_iter().enumerate() {
        let (next, site) = if round % 2 == 0 { (1, &two) } else { (0, &one) };
        let mut child = export(site, &out, &cache);
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(export(site, &out, &cache).wait().unwrap().success());
        let mut there = files(&out);
        assert_eq!(
            there.remove("theirs.txt").as_deref(),
            Some(&b"not ours"[..])
        );
        let strange: Vec<_> = there
            .keys()
            .filter(|k| !wanted[next].contains_key(*k))
            .collect();
        assert!(strange.is_empty(), "left after {wait} ms: {strange:?}");
        assert!(there == wanted[next], "after {wait} ms");
    }
}
