//! Releases: numbered, chained, kept whole or not at all.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use trustdesk_core::bundle::{Key, Signer, manifest};
use trustdesk_core::error::Error;
use trustdesk_core::release;
use trustdesk_core::site::Site;
use trustdesk_core::store::{Hash, Store};
use trustdesk_tests::TempSite;

use crate::export::files;

const PAGE: &str = "pages/en/index.md";

/// A small site with a page in two languages, a picture and a state of its own.
pub(crate) fn site() -> TempSite {
    let site = TempSite::new();
    site.write(PAGE, page("One"));
    site.write("pages/zh-Hans/index.md", page("一"));
    site.write(
        "media/dot.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>",
    );
    site.write("state/comments.toml", "# inside words\n");
    site
}

pub(crate) fn page(heading: &str) -> String {
    format!(
        "+++\ntitle = \"Home\"\nsummary = \"About {heading}.\"\n+++\n\n::: hero {{#top}}\nheading = \"{heading}\"\nlead = \"Two\"\nimage = \"/media/dot.svg\"\nalt = \"A dot\"\n:::\n"
    )
}

fn store(site: &TempSite) -> Store {
    Store::open(site.root()).unwrap()
}

/// Every file below `releases/` but the contents, which may be more than is named.
fn kept(site: &TempSite) -> BTreeMap<String, Vec<u8>> {
    let mut all = files(&site.root().join("releases"));
    all.retain(|path, _| !path.starts_with("objects/"));
    all
}

#[test]
fn releases_are_a_chain_and_each_stays_what_it_was() {
    let site = site();
    let mut wanted = Vec::new();
    for (day, heading) in [
        ("2026-11-24", "One"),
        ("2026-11-25", "Two"),
        ("2026-11-25", "Three"),
    ] {
        site.write(PAGE, page(heading));
        trustdesk_tests::release(site.root(), day).unwrap();
        let store = store(&site);
        let made = release::last(&store).unwrap().unwrap();
        let text = made.text("en/index.html").unwrap().unwrap();
        assert!(text.contains(heading), "{text}");
        wanted.push((heading, made.manifest().clone()));
    }
    let store = store(&site);
    for (number, (heading, manifest)) in (1..).zip(&wanted) {
        let kept = release::kept(&store, number).unwrap();
        assert_eq!(kept.manifest(), manifest);
        for path in kept.manifest().paths() {
            kept.read(path).unwrap();
        }
        let sources = release::sources::of(&store, number).unwrap();
        assert_eq!(
            sources.text(PAGE).unwrap().unwrap(),
            page(heading),
            "the sources of release {number}"
        );
        assert!(
            sources
                .manifest()
                .paths()
                .all(|path| !path.starts_with("state/"))
        );
        let stated = manifest.release.unwrap();
        assert_eq!(stated.number, number);
        let before = (number > 1).then(|| {
            let name = format!("releases/{:04}/{}", number - 1, manifest::NAME);
            Hash::of(&site.bytes(&name))
        });
        assert_eq!(stated.previous, before);
    }
    let loaded = Site::load(&store, &trustdesk_tests::engine().kinds).unwrap();
    let days: Vec<_> = loaded
        .releases
        .iter()
        .map(|one| one.date.as_str())
        .collect();
    assert_eq!(days, ["2026-11-24", "2026-11-25", "2026-11-25"]);
}

#[test]
fn a_release_is_not_of_an_earlier_day_than_the_one_before() {
    let site = site();
    trustdesk_tests::release(site.root(), "2026-11-25").unwrap();
    let before = kept(&site);
    let refused = trustdesk_tests::release(site.root(), "2026-11-24").unwrap_err();
    assert!(refused.to_string().contains("2026-11-25"), "{refused}");
    assert_eq!(kept(&site), before);
}

#[test]
fn a_release_that_is_stopped_anywhere_is_not_there() {
    let site = site();
    trustdesk_tests::release(site.root(), "2026-11-24").unwrap();
    site.write(PAGE, page("Two"));
    let steps = AtomicU32::new(0);
    let before = kept(&site);
    let mut stops = 0;
    loop {
        steps.store(0, Ordering::Relaxed);
        let made = trustdesk_tests::releasing(site.root(), "2026-11-25", &|_| {
            steps.fetch_add(1, Ordering::Relaxed) < stops
        });
        match made {
            Err(Error::Cancelled) => assert_eq!(kept(&site), before, "stopped after {stops}"),
            Err(other) => panic!("{other}"),
            Ok(released) => {
                assert_eq!(released.number, 2);
                break;
            }
        }
        stops += 1;
    }
    assert!(stops > 20, "only {stops} steps");
    release::kept(&store(&site), 1)
        .unwrap()
        .read("en/index.html")
        .unwrap();
}

#[test]
fn what_is_damaged_or_missing_among_what_is_kept_is_named_and_mended_by_the_next_release() {
    let site = site();
    trustdesk_tests::release(site.root(), "2026-11-24").unwrap();
    let store = store(&site);
    let bundle = release::kept(&store, 1).unwrap();
    for path in bundle.manifest().paths() {
        let hash = bundle.manifest().hash(path).unwrap().to_string();
        let (first, rest) = hash.split_at(2);
        let object = site
            .root()
            .join(format!("releases/objects/{first}/{rest}.z"));
        let whole = std::fs::read(&object).unwrap();
        for broken in [None, Some(&whole[..whole.len() / 2]), Some(&b"other"[..])] {
            match broken {
                Some(bytes) => std::fs::write(&object, bytes).unwrap(),
                None => std::fs::remove_file(&object).unwrap(),
            }
            let refused = bundle.read(path).unwrap_err().to_string();
            assert!(refused.contains(path), "{refused}");
        }
    }
    trustdesk_tests::release(site.root(), "2026-11-24").unwrap();
    assert!(bundle.read("en/index.html").is_ok());
    for damage in ["", "{}", "not json"] {
        site.write("releases/0002/manifest.json", damage);
        let refused = release::kept(&store, 2).err().unwrap().to_string();
        assert!(refused.contains("manifest.json"), "{refused}");
        let refused = trustdesk_tests::release(site.root(), "2026-11-24").unwrap_err();
        assert!(refused.to_string().contains("manifest.json"), "{refused}");
    }
    assert!(release::kept(&store, 7).is_err());
    assert!(!Path::new(&site.root().join("releases/0003")).exists());
}

#[test]
fn a_release_whose_manifest_is_that_of_another_is_damaged() {
    let site = site();
    trustdesk_tests::release(site.root(), "2026-11-24").unwrap();
    site.write(PAGE, page("Two"));
    trustdesk_tests::release(site.root(), "2026-11-25").unwrap();
    site.write(
        "releases/0002/manifest.json",
        site.bytes("releases/0001/manifest.json"),
    );
    let store = store(&site);
    let key = Key::generate("four words are enough").unwrap();
    let signer = Signer::open(&key.secret, "four words are enough").unwrap();
    let out = tempfile::tempdir().unwrap();
    let to = out.path().join("a.zip");
    let refused = [
        release::kept(&store, 2).err(),
        release::export(&store, 2, &to, &|_| true).err(),
        release::export_since(&store, 2, 1, &to, &|_| true).err(),
        release::sign(&store, 2, &signer).err(),
        trustdesk_tests::release(site.root(), "2026-11-26").err(),
    ];
    for refused in refused {
        let refused = refused.unwrap().to_string();
        assert!(
            refused.contains("“manifest.json” of release 2"),
            "{refused}"
        );
    }
    assert!(!to.exists());
    assert!(release::kept(&store, 1).is_ok());
    let there: Vec<_> = kept(&site).into_keys().collect();
    assert!(
        there.iter().all(|path| !path.ends_with(".minisig")),
        "{there:?}"
    );
}
