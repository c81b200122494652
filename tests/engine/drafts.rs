//! Nothing typed is lost: drafts after a crash, earlier versions, and what other programs replaced.

use std::path::Path;
use std::time::{Duration, Instant};

use trustdesk_core::diff::ChangeKind;
use trustdesk_core::live::Places;
use trustdesk_core::revert::Part;
use trustdesk_core::view::SaveState;
use trustdesk_tests::TempSite;

use crate::live::{PATIENCE, Running, home, run_in};

const PAGE: &str = "pages/en/index.md";
const TEXT: &str = "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: hero {#top}\nheading = \"One\"\nlead = \"Two\"\n:::\n";

struct Home {
    site: TempSite,
    data: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let site = TempSite::new();
        site.write(PAGE, TEXT);
        Self {
            site,
            data: tempfile::tempdir().unwrap(),
        }
    }

    fn open(&self) -> Running {
        let places = Places {
            data: Some(self.data.path().to_owned()),
        };
        run_in(self.site.root(), &places)
    }

    /// Types, and dies before anything is saved: the page cannot be written meanwhile.
    fn die_typing(&self, heading: &str) {
        self.lock(true);
        let running = self.open();
        running.set("heading", heading);
        let end = Instant::now() + PATIENCE;
        while !logs(self.data.path())
            .iter()
            .any(|log| log.contains(heading))
        {
            assert!(Instant::now() < end, "no draft was written");
            std::thread::sleep(Duration::from_millis(5));
        }
        drop(running);
        self.lock(false);
        assert_eq!(self.site.text(PAGE), TEXT);
    }

    fn lock(&self, locked: bool) {
        let file = self.site.root().join(PAGE);
        let mut rights = std::fs::metadata(&file).unwrap().permissions();
        rights.set_readonly(locked);
        std::fs::set_permissions(file, rights).unwrap();
    }
}

/// What all draft logs hold.
fn logs(data: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![data.join("drafts")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let bytes = std::fs::read(entry.path()).unwrap_or_default();
                found.push(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    found
}

fn heading(running: &Running) -> String {
    let view = running.live.session().open_page(&home()).unwrap();
    view.sections[0].values["heading"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn what_was_typed_before_a_crash_comes_back_and_waits() {
    let desk = Home::new();
    desk.die_typing("Typed before the crash");
    let running = desk.open();
    assert_eq!(heading(&running), "Typed before the crash");
    let restored = running.live.restored();
    assert_eq!(restored.len(), 1);
    assert_eq!(restored[0].page, Some(home()));
    assert!(restored[0].time > 1_700_000_000_000);
    let changes = running.live.restored_changes(&home()).unwrap();
    assert_eq!(changes.len(), 1);
    // It is not saved, whatever is asked for.
    assert_eq!(running.live.save(), SaveState::Undecided);
    assert_eq!(desk.site.text(PAGE), TEXT);
    // Nor lost when the window is closed or dies again.
    drop(running);
    let running = desk.open();
    assert_eq!(running.live.restored(), restored);
    running.live.decide_restored(true).unwrap();
    assert_eq!(running.live.save(), SaveState::Saved);
    assert_eq!(
        desk.site.text(PAGE),
        TEXT.replace("One", "Typed before the crash")
    );
    assert!(running.live.restored().is_empty());
    running.live.close();
    assert!(logs(desk.data.path()).is_empty(), "a log was left behind");
}

#[test]
fn discarding_can_be_undone_and_undo_discards() {
    let desk = Home::new();
    desk.die_typing("Draft");
    let running = desk.open();
    running.live.decide_restored(false).unwrap();
    assert_eq!(heading(&running), "One");
    assert!(running.live.restored().is_empty());
    assert_eq!(running.live.save(), SaveState::Saved);
    running.live.undo().unwrap().unwrap();
    assert_eq!(heading(&running), "Draft");
    assert_eq!(running.live.save(), SaveState::Saved);
    assert_eq!(desk.site.text(PAGE), TEXT.replace("One", "Draft"));
    drop(running);

    let desk = Home::new();
    desk.die_typing("Draft");
    let running = desk.open();
    running.live.undo().unwrap().unwrap();
    assert_eq!(heading(&running), "One");
    assert!(running.live.restored().is_empty());
    assert_eq!(running.live.save(), SaveState::Saved);
    assert_eq!(desk.site.text(PAGE), TEXT);
}

#[test]
fn a_page_changed_since_is_merged_with_the_draft() {
    let desk = Home::new();
    desk.die_typing("Draft");
    desk.site.write(PAGE, TEXT.replace("Two", "Outside"));
    let running = desk.open();
    assert_eq!(heading(&running), "Draft");
    running.live.decide_restored(true).unwrap();
    running.live.save();
    let both = TEXT.replace("Two", "Outside").replace("One", "Draft");
    assert_eq!(desk.site.text(PAGE), both);
    drop(running);

    let desk = Home::new();
    desk.die_typing("Draft");
    desk.site.write(PAGE, TEXT.replace("One", "Outside"));
    let running = desk.open();
    let view = running.live.session().open_page(&home()).unwrap();
    assert_eq!(view.overlaps.len(), 1);
    assert_eq!(view.overlaps[0].mine, "Draft");
    assert_eq!(view.overlaps[0].theirs, "Outside");
}

#[test]
fn a_draft_of_a_page_that_is_gone_brings_it_back() {
    let desk = Home::new();
    desk.site.write("pages/en/other.md", TEXT);
    desk.die_typing("Draft");
    desk.site.remove(PAGE);
    let running = desk.open();
    assert_eq!(heading(&running), "Draft");
    running.live.decide_restored(false).unwrap();
    assert_eq!(running.live.save(), SaveState::Saved);
    assert!(!desk.site.exists(PAGE));
}

#[test]
fn a_data_folder_that_cannot_be_written_disturbs_nothing() {
    let desk = Home::new();
    let file = desk.data.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let places = Places {
        data: Some(file.join("below")),
    };
    let running = run_in(desk.site.root(), &places);
    running.set("heading", "Typed");
    running.wait(|u| u.saved.state == SaveState::Saved);
    assert_eq!(desk.site.text(PAGE), TEXT.replace("One", "Typed"));
    let view = running.live.session().view();
    let told = view
        .index
        .problems
        .iter()
        .any(|p| p.code == "drafts-not-kept");
    assert!(told, "nobody was told");
    assert!(running.live.versions(&home()).unwrap().is_empty());
}

#[test]
fn an_earlier_version_comes_back_whole_or_in_part() {
    let desk = Home::new();
    let running = desk.open();
    running.set("heading", "New heading");
    running.set("lead", "New lead");
    running.wait(|u| u.saved.state == SaveState::Saved);
    let versions = running.live.versions(&home()).unwrap();
    assert_eq!(versions.len(), 1, "the one before this session");
    assert_eq!(versions[0].changes[0].change, ChangeKind::Changed);
    let id = versions[0].id.clone();
    let version = running.live.version(&home(), &id).unwrap();
    assert!(version.html.contains("One") && version.html.contains("Two"));
    assert!(
        heading(&running) == "New heading",
        "looking changes nothing"
    );
    let fields: Vec<_> = version.changes[0].fields.iter().map(|f| &f.path).collect();
    assert_eq!(fields.len(), 2);
    let field = Part::Field {
        before: version.changes[0].before,
        after: version.changes[0].after,
        name: "heading".into(),
    };
    let back = |revision, part: &Part| running.live.bring_back(&home(), revision, &id, part);
    assert!(
        back(version.revision + 1, &field).is_err(),
        "another page by now"
    );
    back(version.revision, &field).unwrap();
    assert_eq!(running.live.save(), SaveState::Saved);
    assert_eq!(desk.site.text(PAGE), TEXT.replace("Two", "New lead"));
    running.live.undo().unwrap().unwrap();
    assert_eq!(heading(&running), "New heading");
    back(0, &Part::Page).unwrap();
    assert_eq!(running.live.save(), SaveState::Saved);
    assert_eq!(desk.site.text(PAGE), TEXT);
    assert!(
        running.live.versions(&home()).unwrap().len() >= 2,
        "what was before is kept"
    );
    assert!(running.live.version(&home(), "../x").is_err());
}

#[test]
fn what_another_program_replaced_is_put_back_and_kept() {
    let desk = Home::new();
    let running = desk.open();
    desk.site.write(PAGE, TEXT.replace("Two", "Outside"));
    running.wait(|u| u.outside);
    running.set("heading", "Typed since");
    running.live.put_back(&home()).unwrap();
    assert_eq!(running.live.save(), SaveState::Saved);
    assert_eq!(desk.site.text(PAGE), TEXT.replace("One", "Typed since"));
    assert!(running.live.put_back(&home()).is_err(), "put back twice");
    running.live.undo().unwrap().unwrap();
    running.live.save();
    let both = TEXT.replace("Two", "Outside").replace("One", "Typed since");
    assert_eq!(desk.site.text(PAGE), both);
    let versions = running.live.versions(&home()).unwrap();
    assert!(!versions.is_empty());
}

#[test]
fn the_same_text_edited_since_is_not_overwritten() {
    let desk = Home::new();
    let running = desk.open();
    desk.site.write(PAGE, TEXT.replace("Two", "Outside"));
    running.wait(|u| u.outside);
    running.set("lead", "Typed over it");
    let refused = running.live.put_back(&home()).unwrap_err();
    assert_eq!(refused.code(), "refused");
    running.live.save();
    assert_eq!(desk.site.text(PAGE), TEXT.replace("Two", "Typed over it"));
}
