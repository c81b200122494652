//! The living session: it saves by itself and sees what other programs do, through the real watcher.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::json;
use trustdesk_core::live::{Live, Places};
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::render::Engine;
use trustdesk_core::view::{Edit, EditRequest, SaveState, Step, Update};
use trustdesk_tests::TempSite;

const PAGE: &str = "pages/en/index.md";
const TEXT: &str = "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: hero {#top}\nheading = \"One\"\nlead = \"Two\"\n:::\n";
/// Generous: a busy machine must not fail a right program.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Running {
    pub(crate) live: Live,
    updates: Receiver<Update>,
    key: String,
    _runtime: tokio::runtime::Runtime,
}

fn run(site: &TempSite) -> Running {
    run_in(site.root(), &Places::default())
}

/// A living session of the site at `root` that may keep drafts and versions in `places`.
pub(crate) fn run_in(root: &Path, places: &Places) -> Running {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .unwrap();
    let (sender, updates) = channel();
    let guard = runtime.enter();
    let engine = Arc::new(Engine::embedded().unwrap());
    let live = Live::open(
        root,
        engine,
        Date::parse("2026-11-24").unwrap(),
        places,
        move |update| {
            let _ = sender.send(update);
        },
    )
    .unwrap();
    drop(guard);
    let key = live.session().open_page(&home()).unwrap().sections[0]
        .key
        .clone();
    Running {
        live,
        updates,
        key,
        _runtime: runtime,
    }
}

pub(crate) fn home() -> PageRef {
    PageRef::new("en", "/")
}

impl Running {
    pub(crate) fn set(&self, field: &str, value: &str) {
        let edit = Edit::Set {
            section: Some(self.key.clone()),
            path: vec![Step::Name(field.into())],
            value: json!(value),
            shown: None,
            apart: false,
        };
        self.live
            .edit(&EditRequest {
                page: home(),
                revision: 0,
                edit,
            })
            .unwrap();
    }

    pub(crate) fn wait(&self, wanted: impl Fn(&Update) -> bool) -> Update {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let update = self.updates.recv_timeout(left).expect("an update in time");
            if wanted(&update) {
                return update;
            }
        }
    }
}

#[test]
fn typing_is_on_disk_soon_after_and_says_so() {
    let site = TempSite::new();
    site.write(PAGE, TEXT);
    let running = run(&site);
    running.set("heading", "Typed");
    running.wait(|u| u.saved.state == SaveState::Saved);
    assert_eq!(site.text(PAGE), TEXT.replace("One", "Typed"));
}

#[test]
fn a_change_on_disk_arrives_and_our_own_saves_do_not() {
    let site = TempSite::new();
    site.write(PAGE, TEXT);
    let running = run(&site);
    running.set("heading", "Typed");
    running.wait(|u| u.saved.state == SaveState::Saved);
    site.write(PAGE, TEXT.replace("One", "Typed").replace("Two", "Outside"));
    let update = running.wait(|u| u.outside);
    assert!(
        update.sections[0]
            .html
            .as_deref()
            .unwrap()
            .contains("Outside")
    );
    std::thread::sleep(Duration::from_millis(300));
    let echoes = running.updates.try_iter().filter(|u| u.outside).count();
    assert_eq!(echoes, 0, "a save was taken for an outside change");
}

#[test]
fn a_replaced_file_is_seen_too() {
    let site = TempSite::new();
    site.write(PAGE, TEXT);
    let running = run(&site);
    site.write("pages/en/.index.md.tmp", TEXT.replace("Two", "Replaced"));
    std::fs::rename(
        site.root().join("pages/en/.index.md.tmp"),
        site.root().join(PAGE),
    )
    .unwrap();
    let update = running.wait(|u| u.outside);
    assert!(
        update.sections[0]
            .html
            .as_deref()
            .unwrap()
            .contains("Replaced")
    );
}

#[test]
fn both_sides_typing_loses_neither() {
    let site = TempSite::new();
    site.write(PAGE, TEXT);
    let running = run(&site);
    running.set("heading", "Mine");
    site.write(PAGE, TEXT.replace("Two", "Theirs"));
    running.wait(|u| u.outside);
    running.wait(|u| u.saved.state == SaveState::Saved);
    assert_eq!(running.live.save(), SaveState::Saved);
    assert_eq!(
        site.text(PAGE),
        TEXT.replace("One", "Mine").replace("Two", "Theirs")
    );
}

#[test]
fn a_file_that_is_emptied_first_and_filled_then_is_no_empty_page() {
    let site = TempSite::new();
    site.write(PAGE, TEXT);
    let running = run(&site);
    // As programs do that write into the file itself; the pause is longer than the watcher waits.
    site.write(PAGE, "");
    std::thread::sleep(Duration::from_millis(60));
    site.write(PAGE, TEXT.replace("Two", "Outside"));
    let update = running.wait(|u| u.outside);
    assert_eq!(update.order, None, "the page was taken for an empty one");
    assert!(
        update.sections[0]
            .html
            .as_deref()
            .unwrap()
            .contains("Outside")
    );
}

#[test]
fn what_is_wrong_with_the_words_is_told_a_moment_after_typing() {
    let site = TempSite::new();
    site.write(PAGE, TEXT);
    let running = run(&site);
    running.set("lead", "We recieve it.");
    let told = |update: &Update| {
        let problems = update.problems.iter().flatten();
        problems
            .map(|p| p.code.as_str())
            .any(|code| code == "spelling")
    };
    running.wait(told);
    running.set("lead", "We receive it.");
    running.wait(|u| u.problems.is_some() && !told(u));
}
