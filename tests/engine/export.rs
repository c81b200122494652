//! Export over real folders: determinism, ownership, refusals, interrupted exports.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use trustdesk_core::error::Error;
use trustdesk_core::export::{self, Options};
use trustdesk_core::model::Date;
use trustdesk_core::problem::Severity;
use trustdesk_core::render::Engine;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_core::view::ExportReport;
use trustdesk_tests::TempSite;

fn content() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../content")
}

pub(crate) fn run(site: &Path, out: &Path) -> Result<ExportReport, Error> {
    exported_on(site, out, "2026-11-24")
}

pub(crate) fn exported_on(site: &Path, out: &Path, day: &str) -> Result<ExportReport, Error> {
    trustdesk_tests::export(site, out, day, None)
}

pub(crate) fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
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

#[test]
fn the_sample_site_exports_whole_and_without_problems() {
    let out = tempfile::tempdir().unwrap();
    let report = run(&content(), out.path()).unwrap();
    assert!(report.pages >= 36, "{} pages", report.pages);
    let stopping: Vec<_> = report
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Blocker)
        .collect();
    assert!(stopping.is_empty(), "{stopping:?}");
    let files = files(out.path());
    assert_eq!(files.len(), report.files as usize);
    for name in [
        "index.html",
        "404.html",
        "sitemap.xml",
        "robots.txt",
        "assets/beacon.css",
        "en/index.html",
        "zh-Hans/security/design.html",
    ] {
        assert!(files.contains_key(name), "{name} is missing");
    }
}

#[test]
fn nothing_hidden_or_internal_leaks() {
    let out = tempfile::tempdir().unwrap();
    run(&content(), out.path()).unwrap();
    let files = files(out.path());
    assert!(
        !files
            .keys()
            .any(|name| name.contains("careers") || name.contains("internal-continuity")),
        "a hidden file was published"
    );
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        for secret in [
            "Compliance team",
            "Never hand out",
            "To be filled in",
            "old.corvane.example",
            "operations-centre",
            "press@",
        ] {
            assert!(!text.contains(secret), "{name} holds “{secret}”");
        }
    }
}

#[test]
fn two_exports_are_the_same_and_the_second_writes_nothing() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run(&content(), one.path()).unwrap();
    run(&content(), two.path()).unwrap();
    assert!(
        files(one.path()) == files(two.path()),
        "the same site gave different bytes"
    );
    let again = run(&content(), one.path()).unwrap();
    assert_eq!((again.written, again.removed), (0, 0));
}

#[test]
fn the_menu_of_a_page_is_never_that_of_a_page_below_it() {
    let site = small();
    site.write(
        "site.toml",
        "format = 1\nname = \"Site\"\n\n[[locales]]\ntag = \"en\"\nlabel = \"English\"\n\n[[navigation]]\nlabel = \"News\"\nto = \"/news\"\n",
    );
    for name in ["index", "one", "two"] {
        let text = format!("+++\ntitle = \"{name}\"\nsummary = \"s\"\n+++\n");
        site.write(&format!("pages/en/news/{name}.md"), text);
    }
    let out = tempfile::tempdir().unwrap();
    run(site.root(), out.path()).unwrap();
    for (name, mark) in [
        ("index", "aria-current=\"page\">News"),
        ("one", "class=\"open\">News"),
        ("two", "class=\"open\">News"),
    ] {
        let path = out.path().join(format!("en/news/{name}.html"));
        let html = fs::read_to_string(path).unwrap();
        assert!(html.contains(mark), "{name}: {html}");
    }
}

fn small() -> TempSite {
    let site = TempSite::new();
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: text\nHello.\n:::\n",
    );
    site.write(
        "pages/en/old.md",
        "+++\ntitle = \"Old\"\nsummary = \"t\"\n+++\n",
    );
    site
}

#[test]
fn an_export_removes_only_what_an_export_wrote() {
    let site = small();
    let out = tempfile::tempdir().unwrap();
    run(site.root(), out.path()).unwrap();
    fs::write(out.path().join("en/mine.html"), "mine").unwrap();
    site.remove("pages/en/old.md");
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: text\nChanged.\n:::\n",
    );
    let report = run(site.root(), out.path()).unwrap();
    assert_eq!(report.removed, 3, "a page and its twins");
    for gone in ["old.html", "old.json", "old.md"] {
        assert!(!out.path().join("en").join(gone).exists(), "{gone}");
    }
    assert_eq!(fs::read(out.path().join("en/mine.html")).unwrap(), b"mine");
    assert!(
        fs::read_to_string(out.path().join("en/index.html"))
            .unwrap()
            .contains("Changed.")
    );
}

#[test]
fn a_changed_file_in_the_output_is_put_right() {
    let site = small();
    let out = tempfile::tempdir().unwrap();
    run(site.root(), out.path()).unwrap();
    let page = out.path().join("en/index.html");
    let right = fs::read(&page).unwrap();
    fs::write(&page, "tampered").unwrap();
    fs::remove_file(out.path().join("robots.txt")).unwrap();
    run(site.root(), out.path()).unwrap();
    assert_eq!(fs::read(&page).unwrap(), right);
    assert!(out.path().join("robots.txt").exists());
}

#[test]
fn folders_that_hold_something_else_are_refused_and_untouched() {
    let site = small();
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("letter.txt"), "dear").unwrap();
    for out in [
        other.path().to_owned(),
        site.root().to_owned(),
        site.root().join("out"),
        site.root().parent().unwrap().to_owned(),
        PathBuf::from("/"),
    ] {
        assert!(
            matches!(run(site.root(), &out), Err(Error::ExportFolder(_))),
            "{} was accepted",
            out.display()
        );
    }
    assert_eq!(files(other.path()).len(), 1);
    assert!(!site.root().join("out").exists());
}

#[test]
fn a_stopped_export_leaves_the_earlier_one_as_it_was() {
    let site = small();
    let out = tempfile::tempdir().unwrap();
    run(site.root(), out.path()).unwrap();
    let before = files(out.path());
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"New\"\nsummary = \"s\"\n+++\n",
    );
    let engine = Engine::embedded().unwrap();
    let store = Store::open(site.root()).unwrap();
    let loaded = Site::load(&store, &engine.kinds).unwrap();
    let options = Options {
        as_of: Date::parse("2026-11-24").unwrap(),
        theme: None,
    };
    let stopped = export::export(&engine, &loaded, &store, out.path(), &options, &|_| false);
    assert!(matches!(stopped, Err(Error::Cancelled)));
    assert!(files(out.path()) == before);
    let fresh = out.path().join("fresh");
    assert!(matches!(
        export::export(&engine, &loaded, &store, &fresh, &options, &|_| false),
        Err(Error::Cancelled)
    ));
    assert_eq!(
        fs::read_dir(out.path())
            .unwrap()
            .filter(|e| e
                .as_ref()
                .unwrap()
                .file_name()
                .to_string_lossy()
                .contains("partial"))
            .count(),
        0
    );
}

#[test]
fn dates_decide_on_the_day_asked_for() {
    let site = small();
    site.write(
        "records/certifications.toml",
        "[c]\ntitle = \"ISO\"\ntype = \"certificate\"\nissued = 2026-01-01\nexpires = 2026-11-23\n",
    );
    site.write(
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: certifications\n:::\n",
    );
    let out = tempfile::tempdir().unwrap();
    run(site.root(), out.path()).unwrap();
    let html = fs::read_to_string(out.path().join("en/index.html")).unwrap();
    assert!(
        html.contains("Expired on 23 November 2026") && !html.contains("Valid until"),
        "an expired certificate is shown as valid"
    );
}

#[test]
fn an_unchanged_site_is_known_without_reading_it_and_a_changed_one_is_not() {
    let site = small();
    let (work, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // The first export makes the folder.
    let out = work.path().join("out");
    let options = |day: &str| Options {
        as_of: Date::parse(day).unwrap(),
        theme: None,
    };
    let look =
        |day: &str| export::look(site.root(), &out, cache.path(), &options(day), false).unwrap();
    // Files must be older than the clock's grain before they are trusted.
    let wait = || std::thread::sleep(std::time::Duration::from_millis(60));
    let export = || {
        let before = look("2026-11-24");
        let report = run(site.root(), &out).unwrap();
        before.remember(&report).unwrap();
    };
    assert!(look("2026-11-24").unchanged().is_none());
    wait();
    export();
    assert_eq!(
        look("2026-11-24").unchanged().map(|r| (r.pages, r.written)),
        Some((2, 0))
    );
    assert!(
        look("2026-11-25").unchanged().is_none(),
        "another day may say other things"
    );
    let same_size = site.text("pages/en/index.md").replace("Hello", "Hallo");
    site.write("pages/en/index.md", same_size);
    assert!(
        look("2026-11-24").unchanged().is_none(),
        "a changed page was not seen"
    );
    wait();
    export();
    assert!(look("2026-11-24").unchanged().is_some());
    site.write("shared/en/box.md", "+++\ntitle = \"Box\"\n+++\n");
    assert!(
        look("2026-11-24").unchanged().is_none(),
        "a new shared section was not seen"
    );
    wait();
    export();
    assert!(look("2026-11-24").unchanged().is_some());
    fs::remove_file(out.join("robots.txt")).unwrap();
    assert!(
        look("2026-11-24").unchanged().is_none(),
        "a missing file of the output was not seen"
    );
}
