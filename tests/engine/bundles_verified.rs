//! Verifying bundles: what is intact, and what is wrong with others, by name.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use tempfile::TempDir;
use trustdesk_core::bundle::{
    Bundle, Key, Known, Manifest, NewKey, Numbered, Signer, Verdict, Verified, delta, manifest,
    verify, write,
};
use trustdesk_core::error::Error;
use trustdesk_core::model::Date;
use trustdesk_core::store::Hash;
use trustdesk_tests::TempSite;

pub(crate) const PASSWORD: &str = "four words and a number 7";

/// One key for all tests: making one takes a gigabyte.
pub(crate) fn key() -> &'static NewKey {
    static KEY: OnceLock<NewKey> = OnceLock::new();
    KEY.get_or_init(|| Key::generate(PASSWORD).unwrap())
}

/// A site of three pages, small enough to be exported often.
pub(crate) fn small_site() -> TempSite {
    let site = TempSite::new();
    for (name, title) in [("index", "Trust"), ("a", "Security"), ("b", "Privacy")] {
        let text = format!(
            "+++\ntitle = \"{title}\"\n+++\n\n::: text\nWords about {}.\n:::\n",
            title.to_lowercase()
        );
        site.write(&format!("pages/en/{name}.md"), text);
    }
    site
}

/// The release of a site with a number that follows another.
pub(crate) fn release(site: &Path, number: u32, before: Option<&Manifest>) -> Bundle {
    let previous = before.map(|manifest| Hash::of(manifest.to_text().as_bytes()));
    let date = Date::parse("2026-11-27").unwrap();
    let bundle = trustdesk_tests::bundle(site, "2026-11-27").unwrap();
    bundle.numbered(Numbered {
        number,
        date,
        previous,
    })
}

/// The signature of a bundle.
pub(crate) fn signed(bundle: &Bundle) -> String {
    static SIGNER: OnceLock<Signer> = OnceLock::new();
    let signer = SIGNER.get_or_init(|| Signer::open(&key().secret, PASSWORD).unwrap());
    signer.sign(bundle.manifest()).unwrap()
}

/// Someone who trusts the key for whatever site.
pub(crate) fn trusting() -> Known {
    let mut known = Known::default();
    known.give(&key().public);
    known
}

pub(crate) fn verified(place: &Path, known: &Known) -> Verified {
    verify(place, known, &|_| true).unwrap().0
}

fn folder(bundle: &Bundle, signature: Option<&str>) -> (TempDir, std::path::PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let to = place.path().join("bundle");
    write::folder(bundle, signature, &to, &|_| true).unwrap();
    (place, to)
}

#[test]
fn folders_and_zips_of_a_signed_release_are_intact_and_say_who_signed() {
    let site = small_site();
    let bundle = release(site.root(), 1, None);
    let signature = signed(&bundle);
    let (place, to) = folder(&bundle, Some(&signature));
    let zip = place.path().join("bundle.zip");
    let written = write::zip(&bundle, Some(&signature), &zip, &|_| true).unwrap();
    assert_eq!(written.digest, Hash::of(&fs::read(&zip).unwrap()));
    for place in [&to, &zip] {
        let one = verified(place, &trusting());
        assert_eq!(one.verdict, Verdict::Intact, "{:?}", one.findings);
        assert_eq!((one.release, one.date.as_str()), (Some(1), "2026-11-27"));
        assert_eq!(one.signer, key().public.id());
        assert_eq!(Key::parse(&one.key).unwrap(), key().public);
        assert_eq!(one.root, bundle.manifest().root().to_string());
        let opened = Bundle::open(place).unwrap();
        assert_eq!(opened.manifest(), bundle.manifest());
        for path in bundle.manifest().paths() {
            assert_eq!(opened.read(path).unwrap(), bundle.read(path).unwrap());
        }
        let stranger = verified(place, &Known::default());
        assert_eq!(stranger.verdict, Verdict::UnknownSigner);
        assert_eq!(stranger.fingerprint, key().public.fingerprint());
    }
}

#[test]
fn what_is_wrong_is_named() {
    let site = small_site();
    let bundle = release(site.root(), 1, None);
    let signature = signed(&bundle);
    let (_place, to) = folder(&bundle, Some(&signature));
    let whole = |file: &str| fs::read(to.join(file)).unwrap();
    let check = |file: &str, verdict| {
        let found = verified(&to, &trusting());
        assert_eq!(found.verdict, verdict, "{file}: {:?}", found.findings);
        assert_eq!(found.findings[0].file, file, "{:?}", found.findings);
    };
    let page = whole("en/a.html");
    let mut other = page.clone();
    other[40] ^= 1;
    fs::write(to.join("en/a.html"), &other).unwrap();
    check("en/a.html", Verdict::Altered);
    let (_, opened) = verify(&to, &trusting(), &|_| true).unwrap();
    assert!(opened.unwrap().read("en/a.html").is_err());
    fs::remove_file(to.join("en/a.html")).unwrap();
    check("en/a.html", Verdict::Incomplete);
    fs::write(to.join("en/a.html"), page).unwrap();
    fs::write(to.join("en/extra.html"), "x").unwrap();
    check("en/extra.html", Verdict::Incomplete);
    fs::remove_file(to.join("en/extra.html")).unwrap();

    for (file, from, into, verdict) in [
        (
            manifest::NAME,
            "\n\"site\"",
            "\n \"site\"",
            Verdict::Altered,
        ),
        (
            manifest::NAME,
            "\"release\": 1",
            "\"release\": 2",
            Verdict::Altered,
        ),
        (
            manifest::NAME,
            "\"root\": \"",
            "\"root\": \"0",
            Verdict::Altered,
        ),
        (
            manifest::NAME,
            "trustdesk-bundle-1",
            "another",
            Verdict::Unreadable,
        ),
        (
            manifest::NAME,
            "en/a.html",
            "../a.html",
            Verdict::Unreadable,
        ),
        (
            manifest::SUMS,
            "  en/a.html",
            "  en/A.html",
            Verdict::Altered,
        ),
        (
            manifest::SIGNATURE,
            "release 1",
            "release 2",
            Verdict::Altered,
        ),
        (
            manifest::SIGNATURE,
            "trust center",
            "TRUST center",
            Verdict::Altered,
        ),
    ] {
        let text = String::from_utf8(whole(file)).unwrap();
        assert!(text.contains(from), "{from} in {text}");
        fs::write(to.join(file), text.replacen(from, into, 1)).unwrap();
        let found = verified(&to, &trusting());
        assert_eq!(found.verdict, verdict, "{into}: {:?}", found.findings);
        assert!(
            found
                .findings
                .iter()
                .any(|one| one.file == file || one.file.contains("a.html"))
        );
        fs::write(to.join(file), text).unwrap();
    }
    fs::remove_file(to.join(manifest::SUMS)).unwrap();
    check(manifest::SUMS, Verdict::Incomplete);
    fs::write(to.join(manifest::SUMS), bundle.manifest().sums()).unwrap();
    fs::remove_file(to.join(manifest::SIGNATURE)).unwrap();
    check(manifest::SIGNATURE, Verdict::Unsigned);
    fs::remove_file(to.join(manifest::NAME)).unwrap();
    check(manifest::NAME, Verdict::Unreadable);
}

#[cfg(unix)]
#[test]
fn links_and_odd_names_in_a_folder_are_never_followed() {
    let site = small_site();
    let bundle = release(site.root(), 1, None);
    let (place, to) = folder(&bundle, Some(&signed(&bundle)));
    // The same bytes behind a link: whoever gets the folder next may find others there.
    fs::rename(to.join("en/a.html"), place.path().join("outside")).unwrap();
    std::os::unix::fs::symlink(place.path().join("outside"), to.join("en/a.html")).unwrap();
    let found = verified(&to, &trusting());
    assert_eq!(found.verdict, Verdict::Altered);
    assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
    assert_eq!(found.findings[0].file, "en/a.html");
    assert!(Bundle::open(&to).unwrap().read("en/a.html").is_err());
    fs::remove_file(to.join("en/a.html")).unwrap();
    fs::rename(place.path().join("outside"), to.join("en/a.html")).unwrap();
    fs::write(to.join("en/A.html"), "x").unwrap();
    let found = verified(&to, &trusting());
    assert_ne!(found.verdict, Verdict::Intact);
    assert!(found.findings[0].file.eq_ignore_ascii_case("en/a.html"));
}

#[test]
fn keys_are_trusted_for_their_site_and_withdrawn_everywhere() {
    let site = small_site();
    let bundle = release(site.root(), 1, None);
    let (place, to) = folder(&bundle, Some(&signed(&bundle)));
    let file = place.path().join("signers.json");
    let mut known = Known::read(&file).unwrap();
    known.trust("https://other.example.com", &key().public);
    assert_eq!(verified(&to, &known).verdict, Verdict::UnknownSigner);
    known.trust("https://trust.example.com", &key().public);
    known.write(&file).unwrap();
    let mut known = Known::read(&file).unwrap();
    let intact = verified(&to, &known);
    assert_eq!(intact.verdict, Verdict::Intact);
    known.see(&intact);
    known.revoke(&key().public);
    known.write(&file).unwrap();
    let mut known = Known::read(&file).unwrap();
    assert_eq!(verified(&to, &known).verdict, Verdict::Revoked);
    // Trust does not undo it: whoever has the key could ask for that.
    known.trust("https://trust.example.com", &key().public);
    known.give(&key().public);
    assert_eq!(verified(&to, &known).verdict, Verdict::Revoked);
    fs::write(&file, "{\"sites\": 1}").unwrap();
    assert!(Known::read(&file).is_err());
}

#[test]
fn older_releases_and_those_that_do_not_follow_are_told() {
    let site = small_site();
    let first = release(site.root(), 1, None);
    site.write(
        "pages/en/a.md",
        "+++\ntitle = \"Security\"\n+++\n\n::: text\nOther words.\n:::\n",
    );
    let second = release(site.root(), 2, Some(first.manifest()));
    let fork = release(site.root(), 2, None);
    let stray = release(site.root(), 3, Some(first.manifest()));
    let third = release(site.root(), 3, Some(second.manifest()));
    let mut known = trusting();
    let seen = |known: &Known, bundle: &Bundle| {
        let (_place, to) = folder(bundle, Some(&signed(bundle)));
        verified(&to, known)
    };
    known.see(&seen(&known, &first));
    assert_eq!(seen(&known, &fork).verdict, Verdict::BrokenChain);
    let two = seen(&known, &second);
    assert_eq!(two.verdict, Verdict::Intact);
    known.see(&two);
    assert_eq!(seen(&known, &second).verdict, Verdict::Intact);
    assert_eq!(seen(&known, &first).verdict, Verdict::Older);
    assert_eq!(seen(&known, &fork).verdict, Verdict::BrokenChain);
    assert_eq!(seen(&known, &stray).verdict, Verdict::BrokenChain);
    assert_eq!(seen(&known, &third).verdict, Verdict::Intact);
    // What is not intact leaves no trace.
    known.see(&seen(&known, &stray));
    assert_eq!(seen(&known, &third).verdict, Verdict::Intact);
}

#[test]
fn an_earlier_bundle_stays_until_the_new_one_is_whole() {
    let site = small_site();
    let first = release(site.root(), 1, None);
    let signature = signed(&first);
    let (place, to) = folder(&first, Some(&signature));
    let zip = place.path().join("b.zip");
    write::zip(&first, Some(&signature), &zip, &|_| true).unwrap();
    let before = fs::read(&zip).unwrap();
    site.remove("pages/en/b.md");
    let second = release(site.root(), 2, Some(first.manifest()));
    for stop in [1, 5, second.manifest().len() as u32 + 3] {
        let progress = |p: trustdesk_core::view::ExportProgress| p.done < stop;
        let stopped = write::folder(&second, None, &to, &progress);
        assert!(
            matches!(stopped, Err(Error::Cancelled)),
            "{stop}: {stopped:?}"
        );
        let stopped = write::zip(&second, None, &zip, &progress);
        assert!(
            matches!(stopped, Err(Error::Cancelled)),
            "{stop}: {stopped:?}"
        );
    }
    assert_eq!(verified(&to, &trusting()).verdict, Verdict::Intact);
    assert_eq!(fs::read(&zip).unwrap(), before);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2);
    write::folder(&second, Some(&signed(&second)), &to, &|_| true).unwrap();
    let now = verified(&to, &trusting());
    assert_eq!((now.verdict, now.release), (Verdict::Intact, Some(2)));
    assert!(!to.join("en/b.html").exists());
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2);

    fs::write(to.join("notes.txt"), "mine").unwrap();
    assert!(write::folder(&second, None, &to, &|_| true).is_err());
    assert_eq!(fs::read(to.join("notes.txt")).unwrap(), b"mine");
    fs::write(&zip, "no zip").unwrap();
    assert!(write::zip(&second, None, &zip, &|_| true).is_err());
    assert_eq!(fs::read(&zip).unwrap(), b"no zip");
}

#[test]
fn what_changed_and_the_earlier_release_make_the_later_one() {
    let site = small_site();
    let first = release(site.root(), 1, None);
    let (place, old) = folder(&first, Some(&signed(&first)));
    site.remove("pages/en/b.md");
    site.write(
        "pages/en/c.md",
        "+++\ntitle = \"New\"\n+++\n\n::: text\nNew words.\n:::\n",
    );
    let second = release(site.root(), 2, Some(first.manifest()));
    let signature = signed(&second);
    let whole = place.path().join("whole.zip");
    write::zip(&second, Some(&signature), &whole, &|_| true).unwrap();
    let changes = place.path().join("changes.zip");
    let write = |since: &Manifest| {
        delta::write(since, &second, Some(&signature), &changes, &|_| true).unwrap()
    };
    let written = write(first.manifest());
    let all = u32::try_from(second.manifest().len()).unwrap();
    assert!(written.files < all, "{} of {all} files", written.files);

    let found = verified(&changes, &trusting());
    assert_eq!(found.verdict, Verdict::Intact, "{:?}", found.findings);
    assert_eq!(
        found.since,
        Some(Hash::of(first.manifest().to_text().as_bytes()).to_string())
    );
    assert!(Bundle::open(&changes).is_err(), "a delta is no bundle");

    let open = |place: &Path| Bundle::open(place).unwrap();
    let (made, its_signature) = delta::apply(open(&old), &changes).unwrap();
    assert_eq!(its_signature.as_deref(), Some(signature.as_str()));
    let again = place.path().join("again.zip");
    write::zip(&made, its_signature.as_deref(), &again, &|_| true).unwrap();
    assert_eq!(fs::read(&again).unwrap(), fs::read(&whole).unwrap());
    assert!(
        delta::apply(open(&whole), &changes).is_err(),
        "of another bundle"
    );

    // A file of the earlier release that was altered since is noticed when it is read.
    let page = old.join("en/a.html");
    fs::write(
        &page,
        fs::read_to_string(&page)
            .unwrap()
            .replace("security", "nothing"),
    )
    .unwrap();
    let (made, _) = delta::apply(open(&old), &changes).unwrap();
    assert!(write::zip(&made, None, &again, &|_| true).is_err());
    assert_eq!(fs::read(&again).unwrap(), fs::read(&whole).unwrap());

    // One that says it follows another release than the manifest names.
    let stranger = release(site.root(), 1, None);
    write(stranger.manifest());
    assert_eq!(
        verified(&changes, &trusting()).verdict,
        Verdict::BrokenChain
    );
}
