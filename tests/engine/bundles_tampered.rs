//! Bundles that were tampered with at random, from a seed: every time it is noticed, and the file named.
//! A hundred each time; many more with `TRUSTDESK_SOAK` set.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use trustdesk_core::bundle::{Bundle, Known, Verdict, manifest, write};

use crate::bundles_verified::{release, signed, small_site, trusting, verified};
use crate::export::files;

type Files = BTreeMap<String, Vec<u8>>;

/// How often, in all.
fn rounds() -> u64 {
    match std::env::var_os("TRUSTDESK_SOAK") {
        Some(_) => 1_500,
        None => 100,
    }
}

/// Numbers from a seed (xorshift64*), the same on every computer.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let rolled = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(rolled).unwrap() % below
    }

    fn name(&mut self, files: &Files) -> String {
        let at = self.roll(files.len());
        files.keys().nth(at).unwrap().clone()
    }
}

/// Two signed releases of a site.
struct Releases {
    older: Files,
    newer: Files,
    known: Known,
}

fn releases(place: &Path) -> Releases {
    let site = small_site();
    let first = release(site.root(), 1, None);
    site.write(
        "pages/en/a.md",
        "+++\ntitle = \"Security\"\n+++\n\n::: text\nOther words.\n:::\n",
    );
    let second = release(site.root(), 2, Some(first.manifest()));
    let mut known = trusting();
    let mut written = |bundle: &Bundle, name: &str| {
        let to = place.join(name);
        write::folder(bundle, Some(&signed(bundle)), &to, &|_| true).unwrap();
        let seen = verified(&to, &known);
        assert_eq!(seen.verdict, Verdict::Intact, "{:?}", seen.findings);
        known.see(&seen);
        files(&to)
    };
    let (older, newer) = (written(&first, "older"), written(&second, "newer"));
    Releases {
        older,
        newer,
        known,
    }
}

/// Tampers once. Answers what was done, and the files of which one must be named.
fn tamper(dice: &mut Dice, releases: &Releases) -> (Files, String, BTreeSet<String>) {
    let mut files = releases.newer.clone();
    let name = dice.name(&files);
    let mut touched = BTreeSet::from([name.clone()]);
    let done = match dice.roll(10) {
        0..=2 => {
            let bytes = files.get_mut(&name).unwrap();
            let (at, bit) = (dice.roll(bytes.len().max(1)), dice.roll(8));
            bytes[at] ^= 1 << bit;
            format!("bit {bit} of byte {at} of {name}")
        }
        3 => {
            let bytes = files.get_mut(&name).unwrap();
            bytes.truncate(dice.roll(bytes.len().max(1)));
            format!("{name} cut to {} bytes", bytes.len())
        }
        4 => {
            let bytes = files.get_mut(&name).unwrap();
            let at = dice.roll(bytes.len() + 1);
            bytes.insert(at, u8::try_from(dice.roll(256)).unwrap());
            format!("a byte more in {name} at {at}")
        }
        5 => {
            files.remove(&name);
            format!("{name} removed")
        }
        6 => {
            let new = format!("en/added-{}.html", dice.roll(1_000));
            files.insert(new.clone(), files[&name].clone());
            touched = BTreeSet::from([new.clone()]);
            format!("{new} added")
        }
        7 => {
            let new = format!("{name}.bak");
            let bytes = files.remove(&name).unwrap();
            files.insert(new.clone(), bytes);
            touched.insert(new);
            format!("{name} renamed")
        }
        8 => {
            let other = loop {
                let other = dice.name(&files);
                if files[&other] != files[&name] {
                    break other;
                }
            };
            let (one, two) = (files[&name].clone(), files[&other].clone());
            files.insert(name.clone(), two);
            files.insert(other.clone(), one);
            touched.insert(other.clone());
            format!("{name} and {other} swapped")
        }
        _ => older(dice, releases, &mut files, &mut touched),
    };
    (files, done, touched)
}

/// Puts an older signed release in place, whole or in part.
fn older(
    dice: &mut Dice,
    releases: &Releases,
    files: &mut Files,
    touched: &mut BTreeSet<String>,
) -> String {
    let beside = [manifest::NAME, manifest::SIGNATURE, manifest::SUMS];
    let parts: &[&str] = match dice.roll(4) {
        0 => {
            *files = releases.older.clone();
            &beside
        }
        1 => &beside[..2],
        2 => &beside[1..2],
        _ => &["en/a.html"],
    };
    for part in parts {
        files.insert((*part).to_owned(), releases.older[*part].clone());
    }
    // Files of the newer release do not fit an older manifest either.
    touched.extend(parts.iter().map(|part| (*part).to_owned()));
    touched.insert("en/a.html".into());
    format!("an older {parts:?}")
}

/// Makes a folder hold these files and no others.
fn hold(to: &Path, there: &Files, wanted: &Files) {
    for (path, _) in there.iter().filter(|(path, _)| !wanted.contains_key(*path)) {
        fs::remove_file(to.join(path)).unwrap();
    }
    for (path, bytes) in wanted {
        if there.get(path) != Some(bytes) {
            fs::create_dir_all(to.join(path).parent().unwrap()).unwrap();
            fs::write(to.join(path), bytes).unwrap();
        }
    }
}

#[test]
fn whatever_is_tampered_with_is_noticed_and_named() {
    let place = tempfile::tempdir().unwrap();
    let releases = releases(place.path());
    let to = place.path().join("newer");
    for seed in 1..=rounds() {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (changed, done, touched) = tamper(&mut dice, &releases);
        assert_ne!(changed, releases.newer, "seed {seed}: {done}");
        hold(&to, &releases.newer, &changed);
        let found = verified(&to, &releases.known);
        let named = |file: &String| touched.contains(file);
        assert_ne!(found.verdict, Verdict::Intact, "seed {seed}: {done}");
        assert!(
            found.findings.iter().any(|finding| named(&finding.file)),
            "seed {seed}: {done}: {:?}",
            found.findings
        );
        hold(&to, &changed, &releases.newer);
    }
    assert_eq!(verified(&to, &releases.known).verdict, Verdict::Intact);
}

/// In a zip some bytes mean nothing, such as the version that a program gives itself: then the files
/// must be the same to the byte.
#[test]
fn whatever_is_tampered_with_in_a_zip_is_noticed_or_changes_no_file() {
    let place = tempfile::tempdir().unwrap();
    let site = small_site();
    let bundle = release(site.root(), 1, None);
    let whole = place.path().join("whole.zip");
    write::zip(&bundle, Some(&signed(&bundle)), &whole, &|_| true).unwrap();
    let bytes = fs::read(&whole).unwrap();
    let known = trusting();
    let changed = place.path().join("changed.zip");
    let mut quiet = 0;
    for seed in 1..=rounds() {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut other = bytes.clone();
        // The list at the end is where lies are told: half of the changes are made there.
        let from = [0, bytes.len() * 4 / 5][dice.roll(2)];
        let at = from + dice.roll(bytes.len() - from);
        match dice.roll(4) {
            0 => other.truncate(at),
            1 => other.insert(at, 0x50),
            _ => other[at] ^= 1 << dice.roll(8),
        }
        fs::write(&changed, &other).unwrap();
        let found = verified(&changed, &known);
        if found.verdict != Verdict::Intact {
            assert!(!found.findings.is_empty(), "seed {seed}");
            continue;
        }
        quiet += 1;
        let opened = Bundle::open(&changed).unwrap();
        assert_eq!(opened.manifest(), bundle.manifest(), "seed {seed}");
        for path in bundle.manifest().paths() {
            let (one, other) = (opened.read(path).unwrap(), bundle.read(path).unwrap());
            assert_eq!(one, other, "seed {seed}: {path}");
        }
    }
    assert!(
        quiet < rounds() / 5,
        "{quiet} of {} meant nothing",
        rounds()
    );
}
