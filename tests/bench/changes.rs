//! Timings of the comparison of two releases: every page says something else, or one does.

use trustdesk_core::bundle::Bundle;
use trustdesk_core::changes;
use trustdesk_core::export::{self, Options};
use trustdesk_core::model::PageRef;
use trustdesk_core::render::Engine;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, generated};

use super::{day, median, ms, timed};

/// Prints a table.
pub(crate) fn all() {
    println!(
        "| pages | text | every page changed | one page changed | nothing changed |\n|---|---|---|---|---|"
    );
    for (pages, characters) in [(1_000, 8_000), (1_000, 20_000)] {
        let engine = Engine::embedded().expect("templates");
        let folder = generated::site(pages, characters);
        let (_before, before) = kept(&engine, &folder);
        folder.write("pages/en/p1.md", changed(&folder.text("pages/en/p1.md")));
        let (_one, one) = kept(&engine, &folder);
        let store = Store::open(folder.root()).expect("a site");
        let site = Site::load(&store, &engine.kinds).expect("a site");
        for path in site.pages.keys().map(PageRef::new_path) {
            folder.write(&path, changed(&folder.text(&path)));
        }
        let (_every, every) = kept(&engine, &folder);
        let run = |after: &Bundle| {
            let compare =
                || changes::between(&engine, Some(&before), after, &|_| true).expect("two bundles");
            median((0..5).map(|_| timed(compare).1).collect())
        };
        let found =
            changes::between(&engine, Some(&before), &every, &|_| true).expect("two bundles");
        println!(
            "| {pages}, of which {} differ | {} KB each | {:.0} ms | {:.0} ms | {:.0} ms |",
            found.pages.len(),
            characters / 1_000,
            ms(run(&every)),
            ms(run(&one)),
            ms(run(&before)),
        );
    }
}

/// Another number in each section, and another word in one.
fn changed(page: &str) -> String {
    page.replace("access ", "no access ")
        .replacen("hours", "days", 1)
}

/// The site as it stands, as a bundle in a folder.
fn kept(engine: &Engine, site: &TempSite) -> (tempfile::TempDir, Bundle) {
    let out = tempfile::tempdir().expect("a folder");
    let store = Store::open(site.root()).expect("a site");
    let loaded = Site::load(&store, &engine.kinds).expect("a site");
    let options = Options {
        as_of: day(),
        theme: None,
    };
    export::export(engine, &loaded, &store, out.path(), &options, &|_| true).expect("an export");
    let bundle = Bundle::open(out.path()).expect("a bundle");
    (out, bundle)
}
