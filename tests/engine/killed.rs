//! Typing that is killed: at most the last second of it is lost, and no file is torn.
//!
//! `TRUSTDESK_KILLS` says how often; five times without it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use trustdesk_core::live::Places;
use trustdesk_core::view::SaveState;
use trustdesk_tests::TempSite;

use crate::live::{PATIENCE, home, run_in};

const PAGE: &str = "pages/en/index.md";
const SITE: &str = "TRUSTDESK_KILL_SITE";
const DATA: &str = "TRUSTDESK_KILL_DATA";

fn page(heading: &str, length: usize) -> String {
    let mut text = format!(
        "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: hero {{#top}}\nheading = \"{heading}\"\nlead = \"Two\"\n:::\n"
    );
    for i in 0..length {
        let _ = write!(
            text,
            "\n::: text\nParagraph {i} of a long page that takes a while to write.\n:::\n"
        );
    }
    text
}

fn now() -> u128 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_millis()
}

fn places(data: &Path) -> Places {
    Places {
        data: Some(data.to_owned()),
    }
}

/// The program that is killed: it types, and notes the time of each text the engine has taken in.
#[test]
#[ignore = "started and killed by the test below"]
fn types_until_killed() {
    let (Some(site), Some(data)) = (std::env::var_os(SITE), std::env::var_os(DATA)) else {
        return;
    };
    let (site, data) = (PathBuf::from(site), PathBuf::from(data));
    let running = run_in(&site, &places(&data));
    running.live.decide_restored(true).unwrap();
    let mut typed = std::fs::File::create(data.join("typed")).unwrap();
    for count in 0.. {
        running.set("heading", &format!("typed {count}"));
        writeln!(typed, "{} {count}", now()).unwrap();
        std::thread::sleep(Duration::from_millis(count % 9));
    }
}

/// Types in a process of its own for a while, and kills it. Answers what it had typed when.
fn killed_after(site: &Path, data: &Path, wait: Duration) -> (u128, Vec<(u128, u64)>) {
    let _ = std::fs::remove_file(data.join("typed"));
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::types_until_killed", "--ignored"])
        .env(SITE, site)
        .env(DATA, data)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let end = Instant::now() + PATIENCE;
    let typed = || std::fs::read_to_string(data.join("typed")).unwrap_or_default();
    while typed().is_empty() {
        assert!(Instant::now() < end, "it never began to type");
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(wait);
    child.kill().unwrap();
    let at = now();
    child.wait().unwrap();
    let line = |line: &str| -> Option<(u128, u64)> {
        let (time, count) = line.split_once(' ')?;
        Some((time.parse().ok()?, count.parse().ok()?))
    };
    (at, typed().lines().filter_map(line).collect())
}

#[test]
fn at_most_the_last_second_of_typing_is_lost() {
    let site = TempSite::new();
    site.write(PAGE, page("One", 600));
    let data = tempfile::tempdir().unwrap();
    let rounds = std::env::var("TRUSTDESK_KILLS")
        .ok()
        .and_then(|n| n.parse().ok());
    let mut most = 0;
    for round in 0..rounds.unwrap_or(5_u64) {
        // Spread over the rhythm of saving and keeping, and different in each run.
        let wait = 100 + (round * 377 + u64::from(std::process::id())) % 1_400;
        let (at, typed) = killed_after(site.root(), data.path(), Duration::from_millis(wait));
        let on_disk = site.text(PAGE);
        assert!(
            on_disk.ends_with(":::\n") && on_disk.len() > 30_000,
            "a torn file"
        );
        let running = run_in(site.root(), &places(data.path()));
        let view = running.live.session().open_page(&home()).unwrap();
        let heading = view.sections[0].values["heading"]
            .as_str()
            .unwrap()
            .to_owned();
        let count: u64 = heading.rsplit(' ').next().unwrap().parse().unwrap_or(0);
        let lost = typed.iter().find(|(_, typed)| *typed > count);
        let lost = lost.map_or(0, |(time, _)| at.saturating_sub(*time));
        assert!(
            lost <= 1_000,
            "{lost} ms of typing are lost, killed after {wait} ms"
        );
        most = most.max(lost);
        running.live.decide_restored(true).unwrap();
        assert_eq!(running.live.save(), SaveState::Saved);
        assert!(site.text(PAGE).contains(&heading));
        running.live.close();
    }
    println!("at most {most} ms of typing were lost");
}
