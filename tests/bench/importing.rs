//! Timings of the importer: an existing site of many pages, from its folder to the new one.

use trustdesk_core::import::{self, Choices};
use trustdesk_tests::generated;

use super::{median, ms, timed};

/// Prints a table.
pub(crate) fn all() {
    println!(
        "| existing pages | text | read and mapped | written | again, nothing changed |\n|---|---|---|---|---|"
    );
    for (pages, characters) in [(100, 8_000), (1_000, 8_000), (1_000, 40_000)] {
        let source = generated::existing(pages, characters);
        let choices = Choices::default();
        let read = || import::read(source.root(), &choices, &|_| true).expect("an import");
        let reading = median((0..5).map(|_| timed(read).1).collect());
        let prepared = read();
        let folder = trustdesk_tests::TempSite::empty();
        let site = folder.root().join("site");
        let ((), writing) = timed(|| prepared.write(&site, &|_| true).expect("a written site"));
        let store = trustdesk_core::store::Store::open(&site).expect("a site");
        let (found, again) =
            timed(|| import::again(source.root(), &store, &choices, &|_| true).expect("an import"));
        assert!(found.differences.is_empty(), "nothing changed");
        println!(
            "| {pages} | {} KB each | {:.0} ms | {:.0} ms | {:.0} ms |",
            characters / 1_000,
            ms(reading),
            ms(writing),
            ms(again)
        );
    }
    println!();
}
