//! Zips made with bad intent: `trustdesk-cli verify` refuses each with a reason, writes nothing, and
//! stays below 300 MB.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "test code: a failure here is a failed test"
)]
#![cfg(unix)]

#[path = "hostile/cases.rs"]
mod cases;
#[path = "hostile/raw.rs"]
mod raw;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Instant;

use raw::{File, Zip};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/clean");
/// More memory than this is not given, in kilobytes.
const MEMORY: u32 = 300 * 1024;

/// What can be read but is not what the manifest says; all others cannot be read at all.
const READABLE: [&str; 18] = [
    "named \"sha256sums\"",
    "named \"Manifest.Json.Minisig\"",
    "a program of its owner",
    "a zip in the zip",
    "a size that is too small",
    "a size that is too large",
    "a listed file whose size is too small",
    "a listed file whose size is too large",
    "a listed file whose sum is wrong",
    "bytes behind the packed ones",
    "packed bytes cut off",
    "packed bytes that are noise",
    "a thousandfold that says it is small",
    "a listed file that becomes a thousandfold",
    "a list of sums that becomes large",
    "a signature that is large",
    "a manifest that lists what is not there",
    "a manifest of millions of numbers",
];

/// A good bundle, as a zip that can be made to lie.
fn good() -> Zip {
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("out");
    let made = Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .args(["export", FIXTURE])
        .arg(&to)
        .args(["--no-cache", "--as-of", "2026-11-24"])
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let mut names = Vec::new();
    let mut folders = vec![to.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                names.push(path);
            }
        }
    }
    names.sort();
    let files = names.iter().map(|path| {
        let name = path.strip_prefix(&to).unwrap().to_str().unwrap();
        File::new(name, &fs::read(path).unwrap())
    });
    Zip {
        files: files.collect(),
        ..Zip::default()
    }
}

/// Verifies in a process that gets no more memory than it may use.
fn verify(zip: &Path) -> Output {
    Command::new("sh")
        .arg("-c")
        .arg(format!("ulimit -v {MEMORY}; exec \"$0\" verify \"$1\""))
        .arg(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .arg(zip)
        .current_dir(zip.parent().unwrap())
        // Each arena of the allocator would take 64 MB of addresses.
        .env("MALLOC_ARENA_MAX", "1")
        .output()
        .unwrap()
}

#[test]
fn the_good_bundle_is_only_unsigned() {
    let place = tempfile::tempdir().unwrap();
    let zip = place.path().join("bundle.zip");
    fs::write(&zip, good().bytes()).unwrap();
    let output = verify(&zip);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
}

#[test]
fn hostile_zips_are_refused_with_a_reason_and_write_nothing() {
    let good = good();
    let cases = cases::all();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    for (name, deed) in &cases {
        let place = tempfile::tempdir().unwrap();
        let inside = place.path().join("inside");
        fs::create_dir(&inside).unwrap();
        let file = inside.join("bundle.zip");
        let mut zip = good.clone();
        deed(&mut zip);
        fs::write(&file, zip.bytes()).unwrap();
        let begun = Instant::now();
        let output = verify(&file);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if std::env::var_os("TRUSTDESK_SOAK").is_some() {
            let seconds = begun.elapsed().as_secs_f32();
            println!("{seconds:.2} s, {:?}: {name}\n{said}", output.status.code());
            assert!(seconds < 5.0, "{name}: {seconds} s");
        }
        let status = if READABLE.contains(&name.as_str()) {
            1
        } else {
            2
        };
        assert_eq!(output.status.code(), Some(status), "{name}: {output:?}");
        assert!(
            said.lines().any(|line| line.starts_with("  ")),
            "{name}: {said}"
        );
        assert!(
            !said.contains(['\x1b', '\0', '\u{202e}']),
            "{name}: {said:?}"
        );
        assert!(output.stderr.is_empty(), "{name}: {output:?}");
        assert_eq!(fs::read_dir(&inside).unwrap().count(), 1, "{name}");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "{name}");
        assert!(!Path::new("/tmp/trustdesk-evil").exists(), "{name}");
    }
}
