//! Timings of the engine: `make bench`. Prints tables; nothing here asserts a time.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a bench may fail loudly"
)]

mod changes;
mod checking;
mod importing;
mod records;
mod rich;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use trustdesk_core::export::{self, Options};
use trustdesk_core::find::Query;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::page;
use trustdesk_core::render::{self, Engine, Mode, SiteIndex};
use trustdesk_core::session::Session;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_tests::generated;

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn day() -> Date {
    Date::parse("2026-11-24").expect("a date")
}

fn rendering() {
    println!("| render | median of 200 |\n|---|---|");
    for (name, sections, characters) in [("15 KB page", 10, 15_000), ("90 KB page", 60, 90_000)] {
        let site = trustdesk_tests::TempSite::new();
        site.write(
            "pages/en/index.md",
            generated::page(0, sections, characters),
        );
        let engine = Engine::embedded().expect("templates");
        let loaded =
            Site::load(&Store::open(site.root()).expect("a site"), &engine.kinds).expect("a site");
        let index = SiteIndex::build(&engine, &loaded, day());
        let home = PageRef::new("en", "/");
        let run = |work: &dyn Fn()| ms(median((0..200).map(|_| timed(work).1).collect()));
        let whole = run(&|| {
            drop(render::page(
                &engine,
                &index,
                &loaded,
                &home,
                Mode::Export,
                &[],
            ))
        });
        let one = run(&|| {
            drop(render::section(
                &engine,
                &index,
                &loaded,
                &home,
                2,
                Mode::Preview,
                "k",
            ))
        });
        let text = loaded.pages[&home].page.text.clone();
        let before = &loaded.pages[&home].page;
        let parse = run(&|| {
            drop(page::parse(text.clone(), None, &|kind| {
                engine.kinds.body_of(kind)
            }))
        });
        let again = run(&|| {
            drop(page::parse(text.clone(), Some(before), &|kind| {
                engine.kinds.body_of(kind)
            }))
        });
        println!(
            "| {name}, whole | {whole:.3} ms |\n| {name}, one section | {one:.3} ms |\n| {name}, parse | {parse:.3} ms |\n| {name}, parse again after an edit | {again:.3} ms |"
        );
    }
    println!();
}

fn copy(from: &Path, to: &Path) -> Duration {
    timed(|| {
        Command::new("cp")
            .arg("-r")
            .arg(from)
            .arg(to)
            .status()
            .expect("cp")
    })
    .1
}

fn whole_sites() {
    println!(
        "| pages | open to first page | export | cp -r | export / cp | export again | again / cp |\n|---|---|---|---|---|---|---|"
    );
    for pages in [60, 1_000, 10_000] {
        let source = generated::site(pages, 8_000);
        let work = tempfile::tempdir().expect("a folder");
        let engine = Engine::embedded().expect("templates");
        let options = Options {
            as_of: day(),
            theme: None,
        };
        let open = median(
            (0..5)
                .map(|_| {
                    let engine = std::sync::Arc::new(Engine::embedded().expect("templates"));
                    timed(|| {
                        let store = Store::open(source.root()).expect("a site");
                        let mut session = Session::open(store, engine, day()).expect("a session");
                        session.open_page(&PageRef::new("en", "/")).expect("a page")
                    })
                    .1
                })
                .collect(),
        );
        let (mut exports, mut copies, mut again) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..7 {
            let out = work.path().join(format!("out{round}"));
            let cache = work.path().join("cache");
            let run = || {
                let look =
                    export::look(source.root(), &out, &cache, &options, false).expect("a look");
                if let Some(report) = look.unchanged() {
                    return report;
                }
                let store = Store::open(source.root()).expect("a site");
                let loaded = Site::load(&store, &engine.kinds).expect("a site");
                let report = export::export(&engine, &loaded, &store, &out, &options, &|_| true)
                    .expect("an export");
                look.remember(&report).expect("a note");
                report
            };
            exports.push(timed(run).1);
            copies.push(copy(&out, &work.path().join(format!("copy{round}"))));
            again.push(timed(run).1);
            std::fs::remove_dir_all(&out).expect("removed");
            std::fs::remove_dir_all(work.path().join(format!("copy{round}"))).expect("removed");
        }
        let (export, copy, again) = (median(exports), median(copies), median(again));
        println!(
            "| {pages} | {:.0} ms | {:.0} ms | {:.0} ms | {:.2} | {:.0} ms | {:.2} |",
            ms(open),
            ms(export),
            ms(copy),
            export.as_secs_f64() / copy.as_secs_f64(),
            ms(again),
            again.as_secs_f64() / copy.as_secs_f64()
        );
    }
}

fn finding() {
    println!("| find in 1,000 pages | matches | first | median of 21 |\n|---|---|---|---|");
    let source = generated::site(1_000, 8_000);
    let store = Store::open(source.root()).expect("a site");
    let engine = std::sync::Arc::new(Engine::embedded().expect("templates"));
    let mut session = Session::open(store, engine, day()).expect("a session");
    for text in ["evidence", "customer key", "e", "nowhere"] {
        let query = Query {
            text: text.into(),
            ..Query::default()
        };
        let (found, first) = timed(|| session.find(&query, 500));
        let again = median(
            (0..21)
                .map(|_| timed(|| session.find(&query, 500)).1)
                .collect(),
        );
        println!(
            "| {text} | {} | {:.1} ms | {:.1} ms |",
            found.total,
            ms(first),
            ms(again)
        );
    }
    println!();
}

/// All tables, or those that are named: `cargo bench -p trustdesk-tests -- sites`.
fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let tables: [(&str, fn()); 8] = [
        ("rendering", rendering),
        ("rich", rich::typing),
        ("finding", finding),
        ("records", records::all),
        ("checking", checking::all),
        ("changes", changes::all),
        ("importing", importing::all),
        ("sites", whole_sites),
    ];
    for (name, table) in tables {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            table();
        }
    }
}
