//! Bundles on the command line: the same bytes everywhere, keys, signatures that stock tools check, and
//! an exit status for every verdict.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "test code: a failure here is a failed test"
)]
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use trustdesk_core::bundle::{Bundle, Numbered, write};
use trustdesk_core::export::{self, Options};
use trustdesk_core::model::Date;
use trustdesk_core::render::Engine;
use trustdesk_core::site::Site;
use trustdesk_core::store::{Hash, Store};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/clean");
const CONTENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content");
const DAY: &str = "2026-11-24";
const PASSWORD: &str = "four words and a number 7";

fn cli() -> Command {
    let mut cli = Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"));
    cli.env("TRUSTDESK_KEY_PASSWORD", PASSWORD);
    cli
}

fn ran(command: &mut Command) -> String {
    let output = command.output().expect("the program");
    assert!(output.status.success(), "{command:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn status(command: &mut Command) -> Option<i32> {
    command.output().expect("the program").status.code()
}

/// Copies a folder; the files are made in another order each time.
fn copied(from: &Path, to: &Path, turn: usize) {
    fs::create_dir_all(to).unwrap();
    let mut entries: Vec<PathBuf> = fs::read_dir(from)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let places = entries.len();
    entries.rotate_left(turn % places);
    if turn % 2 == 1 {
        entries.reverse();
    }
    for path in entries {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copied(&path, &target, turn);
        } else {
            fs::write(&target, fs::read(&path).unwrap()).unwrap();
        }
    }
}

#[test]
fn twenty_exports_have_one_sha_256() {
    let zones = [
        "UTC",
        "Asia/Shanghai",
        "America/St_Johns",
        "Pacific/Kiritimati",
    ];
    let locales = ["C", "en_US.UTF-8", "zh_CN.GB18030", "tr_TR.UTF-8", "de_DE"];
    let place = tempfile::tempdir().unwrap();
    let digests: Vec<Hash> = (0..20)
        .map(|turn| {
            let folder = place.path().join(format!("folder {turn} 安全/{turn}"));
            let site = folder.join("site");
            copied(Path::new(CONTENT), &site, turn);
            let umask = ["022", "077", "002", "027", "000"][turn / 4];
            let mut command = Command::new("sh");
            command
                .arg("-c")
                .arg(format!(
                    "umask {umask}; exec \"$0\" export site out.zip --as-of {DAY}"
                ))
                .arg(env!("CARGO_BIN_EXE_trustdesk-cli"))
                .current_dir(&folder)
                .env("TZ", zones[turn % zones.len()])
                .env("LC_ALL", locales[turn % locales.len()])
                .env("RAYON_NUM_THREADS", (turn % 3 + 1).to_string())
                .env("HOME", &folder);
            ran(&mut command);
            Hash::of_file(&folder.join("out.zip")).unwrap()
        })
        .collect();
    assert!(digests.iter().all(|one| *one == digests[0]), "{digests:?}");
}

/// Writes a release of the fixture, as a folder and as a zip.
fn release(place: &Path, number: u32, previous: Option<Hash>) -> (PathBuf, PathBuf, Hash) {
    let engine = Engine::embedded().unwrap();
    let store = Store::open(Path::new(FIXTURE)).unwrap();
    let site = Site::load(&store, &engine.kinds).unwrap();
    let as_of = Date::parse(DAY).unwrap();
    let options = Options { as_of, theme: None };
    let bundle = export::bundle(&engine, &site, &store, &options, &|_| true).unwrap();
    let bundle = bundle.numbered(Numbered {
        number,
        date: as_of,
        previous,
    });
    let to = place.join(format!("release-{number}"));
    let zip = place.join(format!("release-{number}.zip"));
    write::folder(&bundle, None, &to, &|_| true).unwrap();
    write::zip(&bundle, None, &zip, &|_| true).unwrap();
    let manifest = Hash::of(bundle.manifest().to_text().as_bytes());
    (to, zip, manifest)
}

/// `sha256sum -c` over a folder, and `minisign -V` over its manifest.
fn stock(folder: &Path, key: &Path) -> (Output, Output) {
    let sums = Command::new("sha256sum")
        .args(["--quiet", "--strict", "-c", "SHA256SUMS"])
        .current_dir(folder)
        .output()
        .expect("sha256sum");
    let minisign = Command::new("minisign")
        .args(["-V", "-m", "manifest.json", "-p"])
        .arg(key)
        .current_dir(folder)
        .output()
        .expect("minisign; scripts/install test installs it");
    (sums, minisign)
}

#[test]
fn a_release_is_signed_and_stock_tools_agree_with_verify() {
    let place = tempfile::tempdir().unwrap();
    let (to, zip, first) = release(place.path(), 1, None);
    let secret = place.path().join("team.key");
    let public = place.path().join("team.pub");
    let known = place.path().join("signers.json");
    let verify = |bundle: &Path, more: &[&Path]| {
        let mut command = cli();
        command.arg("verify").arg(bundle);
        for pair in more.chunks(2) {
            command.args(pair);
        }
        status(&mut command)
    };
    let (key, keep) = (Path::new("--key"), Path::new("--known"));
    assert_eq!(verify(&to, &[]), Some(3));

    let said = ran(cli().arg("keygen").arg(&secret));
    let text = fs::read_to_string(&secret).unwrap();
    assert!(!said.contains(text.lines().nth(1).unwrap()) && !said.contains(PASSWORD));
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&secret).unwrap().permissions());
    assert_eq!(mode & 0o077, 0, "others may read the secret key");
    assert_eq!(status(cli().arg("keygen").arg(&secret)), Some(2));
    assert_eq!(fs::read_to_string(&secret).unwrap(), text);
    let inside = Path::new(FIXTURE).join("team.key");
    assert_eq!(status(cli().arg("keygen").arg(&inside)), Some(2));
    assert!(!inside.exists());

    let wrong = cli()
        .arg("sign")
        .arg(&to)
        .arg("--key")
        .arg(&secret)
        .env("TRUSTDESK_KEY_PASSWORD", "another one")
        .output();
    assert_eq!(wrong.unwrap().status.code(), Some(2));
    assert_eq!(verify(&to, &[]), Some(3));
    ran(cli().arg("sign").arg(&to).arg("--key").arg(&secret));
    ran(cli().arg("sign").arg(&zip).arg("--key").arg(&secret));
    for bundle in [&to, &zip] {
        assert_eq!(verify(bundle, &[]), Some(4));
        assert_eq!(verify(bundle, &[key, &public]), Some(0));
    }
    let (sums, minisign) = stock(&to, &public);
    assert!(sums.status.success(), "{sums:?}");
    assert!(minisign.status.success(), "{minisign:?}");
    assert!(String::from_utf8_lossy(&minisign.stdout).contains("release 1 of"));

    // A byte of a page, of the manifest, of the list of sums, of the signature.
    for (file, sums_good, minisign_good) in [
        ("en/index.html", false, true),
        ("manifest.json", true, false),
        ("SHA256SUMS", false, true),
        ("manifest.json.minisig", true, false),
    ] {
        let bytes = fs::read(to.join(file)).unwrap();
        let mut other = bytes.clone();
        let at = other.len() / 2;
        other[at] ^= 1;
        fs::write(to.join(file), other).unwrap();
        let said = cli()
            .arg("verify")
            .arg(&to)
            .arg("--key")
            .arg(&public)
            .output()
            .unwrap();
        assert!(
            matches!(said.status.code(), Some(1 | 2)),
            "{file}: {said:?}"
        );
        assert!(
            String::from_utf8_lossy(&said.stdout).contains(&format!("  {file}: ")),
            "{said:?}"
        );
        let (sums, minisign) = stock(&to, &public);
        assert_eq!(sums.status.success(), sums_good, "{file}: {sums:?}");
        assert_eq!(
            minisign.status.success(),
            minisign_good,
            "{file}: {minisign:?}"
        );
        fs::write(to.join(file), bytes).unwrap();
    }

    // What was seen once is remembered with its key.
    assert_eq!(verify(&to, &[keep, &known]), Some(4));
    assert_eq!(verify(&to, &[key, &public, keep, &known]), Some(0));
    assert_eq!(verify(&to, &[keep, &known]), Some(0));
    let (next, _, _) = release(place.path(), 2, Some(first));
    let (stray, _, _) = release(place.path(), 3, None);
    for bundle in [&next, &stray] {
        ran(cli().arg("sign").arg(bundle).arg("--key").arg(&secret));
    }
    assert_eq!(verify(&next, &[keep, &known]), Some(0));
    assert_eq!(verify(&stray, &[keep, &known]), Some(7));
    assert_eq!(verify(&to, &[keep, &known]), Some(6));

    // The bundle comes from its sources, and from no others.
    let sources = Path::new("--sources");
    assert_eq!(
        verify(&next, &[keep, &known, sources, Path::new(FIXTURE)]),
        Some(0)
    );
    assert_eq!(
        verify(&next, &[keep, &known, sources, Path::new(CONTENT)]),
        Some(8)
    );

    ran(cli().arg("revoke").arg(&public).arg("--known").arg(&known));
    assert_eq!(verify(&next, &[keep, &known]), Some(5));
    assert_eq!(verify(&next, &[key, &public, keep, &known]), Some(5));
    assert_eq!(verify(place.path(), &[]), Some(2));
    assert_eq!(verify(&place.path().join("none"), &[]), Some(2));
    fs::remove_file(next.join("robots.txt")).unwrap();
    assert_eq!(verify(&next, &[key, &public]), Some(1));
    let json = cli()
        .args(["verify", "--format", "json"])
        .arg(&next)
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["verdict"], "incomplete");
    assert_eq!(json["findings"][0]["file"], "robots.txt");
    assert!(Bundle::open(&next).unwrap().read("robots.txt").is_err());
}
