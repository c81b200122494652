//! `preview` as a person meets it: a real process, asked over real HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the test plays another program"
)]

mod serving;

use std::fs;
use std::io::{BufRead, Read};

use serving::{Running, site};

#[test]
fn a_site_is_served_with_its_files_and_nothing_else() {
    let (_dir, site) = site();
    fs::create_dir_all(site.join("media")).unwrap();
    fs::write(
        site.join("media/安.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    )
    .unwrap();
    fs::write(
        site.join("pages/en/secret.md"),
        "+++\ntitle = \"S\"\nhidden = true\n+++\n",
    )
    .unwrap();
    fs::write(site.parent().unwrap().join("outside.txt"), "outside").unwrap();
    let server = Running::start(&site, &[]);

    let page = server.get("/en/index.html");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Hello from the test"), "{}", page.body);
    assert!(page.head.contains("text/html"));
    assert_eq!(server.get("/en/").body, page.body);
    assert_eq!(server.get("/").status, 200);
    assert!(server.get("/assets/beacon.css").head.contains("text/css"));
    let picture = server.get("/media/%E5%AE%89.svg");
    assert_eq!(picture.status, 200);
    assert!(picture.head.contains("image/svg+xml") && picture.head.contains("nosniff"));

    let missing = server.get("/en/nowhere.html");
    assert_eq!(missing.status, 404);
    assert!(
        missing.body.contains("/_trustdesk/preview.js"),
        "follows changes too"
    );
    for path in [
        "/en/secret.html",
        "/site.toml",
        "/pages/en/index.md",
        "/media/../site.toml",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/media/%2e%2e/%2e%2e/outside.txt",
        "//outside.txt",
        "/media/..%5c..%5coutside.txt",
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains("format = 1"), "{path}");
    }
    assert_eq!(server.get("/%ff").status, 400);
}

#[test]
fn only_this_computer_under_its_own_name_is_answered() {
    let (_dir, site) = site();
    let server = Running::start(&site, &[]);
    let port = server.port;
    assert_eq!(
        server
            .ask("GET", "/en/index.html", &format!("localhost:{port}"))
            .status,
        200
    );
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        "127.0.0.1".to_owned(),
    ] {
        let answer = server.ask("GET", "/en/index.html", &host);
        assert_eq!(answer.status, 403, "{host}");
        assert!(!answer.body.contains("Hello"), "{host}");
    }
    let own = format!("127.0.0.1:{port}");
    assert_eq!(server.ask("POST", "/en/index.html", &own).status, 405);
}

#[test]
fn a_change_on_disk_is_told_and_shown() {
    let (_dir, site) = site();
    let server = Running::start(&site, &[]);
    let page = server.get("/en/index.html");
    let changes = page.between("data-changes=\"", "\"").to_owned();
    let mut events = server.listen(&changes);
    fs::write(
        site.join("pages/en/index.md"),
        serving::page("Changed while served"),
    )
    .unwrap();
    let mut line = String::new();
    while !line.starts_with("event: changed") {
        line.clear();
        assert!(
            events.read_line(&mut line).unwrap() > 0,
            "the stream ended without an event"
        );
    }
    let after = server.get("/en/index.html");
    assert!(after.body.contains("Changed while served"));
    // A page that was loaded before the change and asks after it is told at once.
    let mut late = server.listen(&changes);
    let mut all = String::new();
    late.read_to_string(&mut all).unwrap();
    assert!(all.contains("event: changed"), "{all}");
    // A new page comes, and one that is gone goes.
    fs::write(site.join("pages/en/new.md"), serving::page("A new page")).unwrap();
    server.wait_for("/en/new.html", 200);
    fs::remove_file(site.join("pages/en/new.md")).unwrap();
    server.wait_for("/en/new.html", 404);
}

#[test]
fn what_is_broken_is_served_as_far_as_it_goes() {
    let (_dir, site) = site();
    let server = Running::start(&site, &[]);
    fs::write(site.join("site.toml"), "name = [").unwrap();
    fs::write(site.join("pages/en/new.md"), serving::page("A new page")).unwrap();
    server.wait_for("/en/new.html", 200);
}

#[cfg(unix)]
#[test]
fn it_stops_when_asked_even_while_pages_are_open() {
    for signal in ["-INT", "-TERM"] {
        let (_dir, site) = site();
        let mut server = Running::start(&site, &[]);
        let changes = server
            .get("/en/index.html")
            .between("data-changes=\"", "\"")
            .to_owned();
        let mut events = server.listen(&changes);
        let process = server.child.id().to_string();
        let told = std::process::Command::new("kill")
            .args([signal, &process])
            .status();
        assert!(told.unwrap().success());
        assert!(server.child.wait().unwrap().success(), "{signal}");
        let mut rest = String::new();
        events.read_to_string(&mut rest).unwrap();
        assert!(!rest.contains("changed"));
    }
}

#[test]
fn a_port_that_is_taken_is_said() {
    let (_dir, site) = site();
    let server = Running::start(&site, &[]);
    let port = server.port.to_string();
    let second = Running::command(&site, &["--port", &port])
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(2));
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains(&port) && said.contains("--port"), "{said}");
}
