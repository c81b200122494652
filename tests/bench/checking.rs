//! Timings of the full check: of a whole site, and again after one page changed.

use trustdesk_core::check::whole::{Ground, Whole};
use trustdesk_core::model::PageRef;
use trustdesk_core::render::{Engine, SiteIndex};
use trustdesk_core::site::{Site, page_file};
use trustdesk_core::store::Store;
use trustdesk_tests::generated;

use super::{day, median, ms, timed};

/// Prints a table.
pub(crate) fn all() {
    println!(
        "| pages | text | the whole site | again, one page changed | problems |\n|---|---|---|---|---|"
    );
    for (pages, characters) in [(60, 8_000), (1_000, 8_000), (1_000, 20_000)] {
        let folder = generated::site(pages, characters);
        let engine = Engine::embedded().expect("templates");
        let load = || {
            let store = Store::open(folder.root()).expect("a site");
            Site::load(&store, &engine.kinds).expect("a site")
        };
        let mut site = load();
        let check = |whole: &mut Whole, site: &Site| {
            let index = SiteIndex::build(&engine, site, day());
            whole.check(&Ground {
                engine: &engine,
                site,
                index: &index,
                glossary: "",
                dictionary: "",
                translations: "",
            })
        };
        // The dictionaries are read once for the life of the program.
        check(&mut Whole::default(), &site);
        let first = median(
            (0..5)
                .map(|_| timed(|| check(&mut Whole::default(), &site)).1)
                .collect(),
        );
        let mut whole = Whole::default();
        let found = check(&mut whole, &site);
        let times = (0..9).map(|turn| {
            let text = generated::page(turn, 8, characters + turn).into_bytes();
            let page = PageRef::new("en", "/p1");
            let file = page_file("pages/en/p1.md", text, &engine.kinds);
            site.pages.insert(page, file);
            timed(|| check(&mut whole, &site)).1
        });
        let again = median(times.collect());
        println!(
            "| {pages} | {} KB each | {:.0} ms | {:.1} ms | {} |",
            characters / 1_000,
            ms(first),
            ms(again),
            found.all().len()
        );
    }
    println!();
}
