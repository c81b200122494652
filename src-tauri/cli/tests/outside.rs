//! `check --external`: asks only when it is told to, lists what it finds, and remembers it in a file.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the test plays another program"
)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A server where everything is gone, and how often it was asked.
fn gone() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let lines = lines.map_while(Result::ok);
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            count.fetch_add(1, Ordering::SeqCst);
            let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }
    });
    (at, asked)
}

fn check(site: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .arg("check")
        .arg(site)
        .args(more)
        .output()
        .unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn links_to_other_sites_are_asked_for_when_it_is_wanted() {
    let (at, asked) = gone();
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    fs::create_dir_all(site.join("pages/en")).unwrap();
    fs::write(
        site.join("site.toml"),
        "format = 1\nname = \"Site\"\nlocales = [{ tag = \"en\", label = \"English\" }]\n",
    )
    .unwrap();
    let page = format!("+++\ntitle = \"Home\"\n+++\n\n::: text\n[old]({at}/old)\n:::\n");
    fs::write(site.join("pages/en/index.md"), page).unwrap();
    let cache = folder.path().join("cache.json");
    let cache = cache.to_str().unwrap();
    let count = || asked.swap(0, Ordering::SeqCst);

    let done = check(&site, &[]);
    assert!(!said(&done.stdout).contains("/old was not found"));
    assert_eq!(count(), 0);
    // Addresses of this computer are no other sites.
    let done = check(&site, &["--external"]);
    assert!(said(&done.stdout).contains("for insiders"), "{done:?}");
    assert_eq!(count(), 0);
    let wanted = ["--external", "--allow-local", "--cache", cache];
    let done = check(&site, &wanted);
    let line =
        format!("warning: pages/en/index.md, section 1, body: {at}/old was not found any more.");
    assert!(said(&done.stdout).contains(&line), "{done:?}");
    assert_eq!(count(), 2, "without the page, then with it");
    let done = check(&site, &[&wanted[..], &["--format", "json"]].concat());
    assert!(
        said(&done.stdout).contains("\"code\": \"link-gone\""),
        "{done:?}"
    );
    assert_eq!(count(), 0);
    check(&site, &[&wanted[..], &["--again"]].concat());
    assert_eq!(count(), 2);
    let done = check(&site, &["--again"]);
    assert_eq!(done.status.code(), Some(2), "--again alone means nothing");
}
