//! A site's own templates on the command line: used when the caller trusts them, and said when not.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the test plays another program"
)]

mod serving;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serving::{Running, site};

const KIND: &str = "label = { en = \"Pledge\" }\nusage = { en = \"Use this to pledge.\" }\ngroup = \"text\"\nicon = \"quote\"\nbody = \"fields\"\n\n[fields.heading]\nkind = \"text\"\nlabel = { en = \"Heading\" }\n\n[example]\nen = 'heading = \"An example\"'\n";
const TEMPLATE: &str = "<h2>Pledged: {{ f.heading }}</h2>";

fn with_templates() -> (tempfile::TempDir, PathBuf) {
    let (dir, site) = site();
    fs::create_dir_all(site.join("templates/kinds")).unwrap();
    fs::create_dir_all(site.join("templates/beacon/sections")).unwrap();
    fs::write(site.join("templates/kinds/pledge.toml"), KIND).unwrap();
    write(&site, TEMPLATE);
    let page = format!(
        "{}\n::: pledge\nheading = \"Ours\"\n:::\n",
        serving::page("Hello from the test")
    );
    fs::write(site.join("pages/en/index.md"), page).unwrap();
    (dir, site)
}

fn write(site: &Path, template: &str) {
    fs::write(site.join("templates/beacon/sections/pledge.html"), template).unwrap();
}

fn run(cache: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .args(arguments)
        .env("XDG_CACHE_HOME", cache)
        .output()
        .unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn exports_use_them_only_when_they_are_trusted() {
    let (dir, site) = with_templates();
    let out = dir.path().join("out");
    let (site, out) = (site.to_str().unwrap(), out.to_str().unwrap());
    let html = || fs::read_to_string(format!("{out}/en/index.html")).unwrap();
    // One after another, so that no export is taken for the one before.
    for trusted in [false, true, false] {
        let mut arguments = vec!["export", site, out];
        arguments.extend(trusted.then_some("--trust-templates"));
        let done = run(dir.path(), &arguments);
        assert!(done.status.success(), "{done:?}");
        assert_eq!(html().contains("<h2>Pledged: Ours</h2>"), trusted);
        assert_eq!(
            said(&done.stderr).contains("--trust-templates"),
            !trusted,
            "{done:?}"
        );
    }
}

#[test]
fn check_tells_where_a_template_is_wrong() {
    let (dir, site) = with_templates();
    write(&site, "<h2>\n{{ f.headline }}</h2>");
    let site = site.to_str().unwrap();
    let done = run(dir.path(), &["check", site, "--trust-templates"]);
    assert_eq!(done.status.code(), Some(1));
    let text = said(&done.stdout);
    assert!(
        text.contains("templates/beacon/sections/pledge.html:2:"),
        "{text}"
    );
    let json = run(
        dir.path(),
        &["check", site, "--trust-templates", "--format", "json"],
    );
    assert!(
        said(&json.stdout).contains("2 | {{ f.headline }}</h2>"),
        "{json:?}"
    );
    let done = run(dir.path(), &["check", site]);
    assert!(said(&done.stdout).contains("is not known here"));
    assert!(said(&done.stderr).contains("2 files in templates/"));
}

#[test]
fn the_preview_follows_templates_and_shows_their_faults() {
    let (_dir, site) = with_templates();
    let plain = Running::start(&site, &[]);
    assert!(!plain.get("/en/index.html").body.contains("Pledged"));
    drop(plain);
    let server = Running::start(&site, &["--trust-templates"]);
    assert!(
        server
            .get("/en/index.html")
            .body
            .contains("<h2>Pledged: Ours</h2>")
    );
    write(&site, "<h2>Sworn: {{ f.heading }}</h2>");
    server.wait_until("/en/index.html", |page| {
        page.body.contains("<h2>Sworn: Ours</h2>")
    });
    write(&site, "<h2>\n{{ f.heading }</h2>");
    let page = server.wait_until("/en/index.html", |page| {
        page.body.contains("trustdesk-faults")
    });
    assert_eq!(page.status, 200);
    assert!(
        page.body
            .contains("templates/beacon/sections/pledge.html:2:"),
        "{}",
        page.body
    );
    assert!(page.body.contains("2 | {{ f.heading }&lt;/h2&gt;"));
    assert!(
        page.body.contains("Hello from the test"),
        "the rest is shown"
    );
    write(&site, TEMPLATE);
    server.wait_until("/en/index.html", |page| {
        !page.body.contains("trustdesk-faults")
    });
    fs::remove_dir_all(site.join("templates")).unwrap();
    server.wait_until("/en/index.html", |page| !page.body.contains("Pledged"));
}

#[test]
fn the_gallery_shows_every_kind_in_every_theme_and_language() {
    let (dir, site) = with_templates();
    let out = dir.path().join("gallery");
    let (site_path, out_path) = (site.to_str().unwrap(), out.to_str().unwrap());
    let done = run(
        dir.path(),
        &["gallery", out_path, site_path, "--trust-templates"],
    );
    assert!(done.status.success(), "{done:?}");
    for theme in ["beacon", "classic"] {
        let html = fs::read_to_string(out.join(theme).join("en/index.html")).unwrap();
        assert!(html.contains("id=\"faq\"") && html.contains("id=\"pledge\""));
        assert!(
            html.contains("&lt;h2&gt;Pledged: An example&lt;/h2&gt;"),
            "{theme}"
        );
        assert!(html.contains("This site&#39;s own") && html.contains("<code>f.heading</code>"));
        for look in ["light", "dark"] {
            assert!(out.join(format!("assets/{theme}-{look}.css")).is_file());
        }
    }
    // The sample site, in both its languages; what was written is not overwritten.
    let sample = dir.path().join("sample");
    let done = run(dir.path(), &["gallery", sample.to_str().unwrap()]);
    assert!(done.status.success(), "{done:?}");
    let html = fs::read_to_string(sample.join("beacon/zh-Hans/index.html")).unwrap();
    assert!(html.contains("<html lang=\"zh-Hans\">") && html.contains("常见问题"));
    assert_eq!(
        run(dir.path(), &["gallery", sample.to_str().unwrap()])
            .status
            .code(),
        Some(2)
    );

    let server = Running::start(&site, &["--trust-templates"]);
    let page = server.get("/_trustdesk/gallery/beacon/en/index.html");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("id=\"pledge\"") && page.body.contains("/_trustdesk/preview.js"));
    assert_eq!(server.get("/_trustdesk/gallery/gallery.css").status, 200);
}

/// Processes of this computer that have `mark` in their environment.
#[cfg(target_os = "linux")]
fn marked(mark: &str) -> usize {
    let all = fs::read_dir("/proc").unwrap().flatten();
    let environments = all.filter_map(|one| fs::read(one.path().join("environ")).ok());
    let has = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(mark);
    environments.filter(has).count()
}

#[cfg(target_os = "linux")]
#[test]
fn a_template_without_end_outlives_a_killed_export_only_for_seconds() {
    use std::time::{Duration, Instant};
    let (dir, site) = with_templates();
    let long = "range(end=100000)";
    write(
        &site,
        &format!("{{% for a in {long} %}}{{% for b in {long} %}}{{% endfor %}}{{% endfor %}}"),
    );
    let mark = format!("TRUSTDESK_MARK={}", dir.path().display());
    let mut export = Command::new(env!("CARGO_BIN_EXE_trustdesk-cli"))
        .args(["export", "--trust-templates"])
        .args([&site, &dir.path().join("out")])
        .env("TRUSTDESK_MARK", dir.path())
        .env("XDG_CACHE_HOME", dir.path())
        .spawn()
        .unwrap();
    let end = Instant::now() + Duration::from_secs(60);
    while marked(&mark) < 2 {
        assert!(Instant::now() < end, "no process renders");
        std::thread::sleep(Duration::from_millis(10));
    }
    // Long enough to be at the template, shorter than it may take.
    std::thread::sleep(Duration::from_secs(1));
    export.kill().unwrap();
    export.wait().unwrap();
    while marked(&mark) > 0 {
        assert!(Instant::now() < end, "it goes on without end");
        std::thread::sleep(Duration::from_millis(100));
    }
}
