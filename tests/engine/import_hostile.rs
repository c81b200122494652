//! What others made with bad intent, or by accident, is refused with a reason, and the rest is imported.

use std::fs;
use std::io::{Cursor, Write as _};

use trustdesk_core::import::{LARGEST_PAGE, MOST_FILES};
use trustdesk_core::problem::Severity;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_tests::engine;
use zip::write::SimpleFileOptions;

use crate::importing::{Existing, Imported, page, read, refused, sources, zipped};

const PAGE: &[u8] = b"<h1>Plain</h1><p>A page like any other.</p>";

/// Reads a zip of these bytes.
fn zip(bytes: Vec<u8>) -> Result<trustdesk_core::import::Prepared, String> {
    let folder = Existing::new();
    folder.write("site.zip", bytes);
    read(&folder.root().join("site.zip")).map_err(|e| e.to_string())
}

fn opens(imported: &Imported) {
    let site = Site::load(&Store::open(&imported.root).unwrap(), &engine().kinds).unwrap();
    assert!(
        site.problems
            .iter()
            .all(|p| p.severity != Severity::Blocker),
        "{:?}",
        site.problems
    );
    for (page, file) in &site.pages {
        assert!(
            file.read_only.is_none() && file.page.front.fault.is_none(),
            "{page}"
        );
        assert!(
            file.page
                .blocks
                .iter()
                .all(|block| block.fields().is_some()),
            "{page}: {}",
            file.page.text
        );
    }
}

#[test]
fn no_name_in_a_zip_leaves_it() {
    let names = [
        "../up.html",
        "a/../../up.html",
        "/etc/cron.html",
        "C:/windows.html",
        "a\\..\\b.html",
        "./here.html",
        "a//b.html",
    ];
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, PAGE)).collect();
    files.push(("fine.html", PAGE));
    let prepared = zip(zipped(&files)).unwrap();
    assert_eq!(sources(&prepared.report), ["fine.html"]);
    assert_eq!(refused(&prepared.report).len(), names.len());
    let imported = Imported::of(&prepared);
    assert_eq!(
        imported.files(),
        ["pages/en/fine.md", "site.toml", "state/import.toml"]
    );
}

#[test]
fn what_a_zip_says_of_sizes_is_not_believed() {
    let zeros = vec![b' '; 40 * 1024 * 1024];
    let bomb = zip(zipped(&[
        ("a.html", PAGE),
        ("bomb.pdf", &zeros),
        ("page.html", &zeros),
    ]))
    .unwrap();
    assert_eq!(sources(&bomb.report), ["a.html"]);
    assert_eq!(
        refused(&bomb.report).len(),
        2,
        "{:?}",
        refused(&bomb.report)
    );
    // A page that says it is small: its size is in both headers, behind four bytes of the packed one.
    let mut lies = zipped(&[("a.html", PAGE), ("b.html", &vec![b'x'; 100_000])]);
    let size = 100_000_u32.to_le_bytes();
    while let Some(at) = lies.windows(4).position(|bytes| bytes == size) {
        lies[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    let lies = zip(lies).unwrap();
    assert_eq!(sources(&lies.report), ["a.html"]);
    assert_eq!(refused(&lies.report).len(), 1);
}

#[test]
fn zips_that_cannot_be_read_say_so() {
    let whole = zipped(&[("a.html", PAGE), ("b/c.html", PAGE)]);
    for end in [4, 20, whole.len() / 2, whole.len() - 1] {
        let error = zip(whole[..end].to_vec()).unwrap_err();
        assert!(error.contains("Nothing was changed."), "{error}");
    }
    let nothing = zip(zipped(&[("a.txt", b"x")])).unwrap_err();
    assert!(nothing.contains("No page was found"), "{nothing}");
    assert!(zip(zipped(&[])).unwrap_err().contains("No page was found"));
    // Locked, as the flag in both headers says.
    let mut locked = whole.clone();
    for (mark, flag) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let at = locked.windows(4).position(|bytes| bytes == mark).unwrap();
        locked[at + flag] |= 1;
    }
    let prepared = zip(locked).unwrap();
    assert_eq!(sources(&prepared.report), ["c.html"]);
    assert!(refused(&prepared.report)[0].1.contains("encrypted"));
    let many: Vec<String> = (0..=MOST_FILES).map(|i| format!("{i}.html")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), PAGE)).collect();
    assert!(zip(zipped(&many)).unwrap_err().contains("more than 50,000"));
    assert!(
        zip(b"plain words".to_vec())
            .unwrap_err()
            .contains("neither a folder nor a zip")
    );
}

#[test]
fn every_damaged_zip_is_refused_or_read() {
    let whole = zipped(&[("a.html", PAGE), ("b/c.html", PAGE), ("d.pdf", b"%PDF-1.7")]);
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0xff;
        if let Ok(prepared) = zip(damaged) {
            drop(prepared.report);
        }
    }
}

#[test]
fn links_and_names_of_other_systems_in_a_zip() {
    let mut zip_file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip_file
        .add_symlink("link.html", "/etc/passwd", options)
        .unwrap();
    zip_file.start_file("a.html", options).unwrap();
    zip_file.write_all(PAGE).unwrap();
    zip_file.start_file("XXXXXXXX.html", options).unwrap();
    zip_file.write_all(PAGE).unwrap();
    let mut bytes = zip_file.finish().unwrap().into_inner();
    // As a Chinese Windows packs it: the name in GBK.
    while let Some(at) = bytes.windows(8).position(|name| name == b"XXXXXXXX") {
        bytes[at..at + 8].copy_from_slice(b"\xb0\xb2\xc8\xab\xb0\xd7\xc6\xa4");
    }
    let prepared = zip(bytes).unwrap();
    assert_eq!(sources(&prepared.report), ["a.html", "安全白皮.html"]);
    assert!(refused(&prepared.report)[0].1.contains("symbolic link"));
}

#[cfg(unix)]
#[test]
fn nothing_outside_a_folder_is_read() {
    use std::os::unix::fs::symlink;
    let outside = Existing::new();
    outside.write("secret.html", "<h1>Secret</h1>");
    let folder = Existing::new();
    folder.write("a.html", PAGE);
    folder.write("b/c.html", PAGE);
    symlink(
        outside.root().join("secret.html"),
        folder.root().join("out.html"),
    )
    .unwrap();
    symlink(outside.root(), folder.root().join("outside")).unwrap();
    symlink("../../x", folder.root().join("b/nowhere.html")).unwrap();
    symlink(folder.root(), folder.root().join("b/loop")).unwrap();
    symlink("a.html", folder.root().join("alias.html")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.root().join("pipe.html")).unwrap();
    let prepared = folder.read();
    assert_eq!(
        sources(&prepared.report),
        ["a.html", "alias.html", "b/c.html"]
    );
    let paths: Vec<String> = refused(&prepared.report)
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        paths,
        [
            "b/loop",
            "b/nowhere.html",
            "out.html",
            "outside",
            "pipe.html"
        ]
    );
    for file in Imported::of(&prepared).files() {
        let text = fs::read(folder.root().join(&file)).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&text).contains("Secret"));
    }
    assert_eq!(fs::read_dir(outside.root()).unwrap().count(), 1);
}

#[test]
fn what_programs_made_is_left_alone() {
    let folder = Existing::new();
    for path in [
        ".git/x.html",
        "_site/a.html",
        "node_modules/b/c.html",
        "_layouts/x.html",
        "_includes/y.html",
        ".hidden.html",
        "backup.html~",
    ] {
        folder.write(path, PAGE);
    }
    folder.write("a.html", PAGE);
    assert_eq!(sources(&folder.report()), ["a.html"]);
}

#[test]
fn every_encoding_is_read() {
    let folder = Existing::new();
    let wide: Vec<u8> = "\u{feff}<p>宽字符的页面</p>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let big: Vec<u8> = "<html><body><p>Ohne Marke: Grüße</p>"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    folder.write("gbk.html", b"<meta charset=gbk><p>\xb0\xb2\xc8\xab</p>");
    folder.write(
        "latin.html",
        b"<p>Pr\xfcfung der Sicherheit f\xfcr alle Gesch\xe4ftskunden</p>",
    );
    folder.write("wide.html", wide);
    folder.write("big.html", big);
    folder.write("marked.html", "\u{feff}<p>Marked</p>");
    folder.write("nul.html", b"<p>a\0b</p>");
    let prepared = folder.read();
    let imported = Imported::of(&prepared);
    for (name, text, encoding) in [
        ("gbk", "安全", Some("GBK")),
        (
            "latin",
            "Prüfung der Sicherheit für alle Geschäftskunden",
            Some("windows-1252"),
        ),
        ("wide", "宽字符的页面", Some("UTF-16LE")),
        ("big", "Ohne Marke: Grüße", Some("UTF-16BE")),
        ("marked", "Marked", None),
        ("nul", "ab", None),
    ] {
        let report = page(&prepared.report, &format!("{name}.html"));
        assert_eq!(report.encoding.as_deref(), encoding, "{name}");
        let written = imported.text(&format!("pages/{}/{name}.md", report.page.locale));
        assert!(written.contains(text), "{written}");
    }
    let codes = |name: &str| -> Vec<&str> {
        let notes = &page(&prepared.report, name).repaired;
        notes.iter().map(|note| note.code.as_str()).collect()
    };
    assert!(codes("marked.html").contains(&"byte-order-mark"));
    assert!(codes("nul.html").contains(&"nul"));
}

#[test]
fn pages_that_would_take_for_ever_are_refused() {
    let folder = Existing::new();
    folder.write("fine.html", PAGE);
    folder.write("deep.html", "<div>".repeat(100_000));
    folder.write(
        "bold.html",
        (0..100_000)
            .map(|i| format!("<b id={i}>"))
            .collect::<String>(),
    );
    folder.write(
        "large.html",
        vec![b'x'; usize::try_from(LARGEST_PAGE).unwrap() + 1],
    );
    folder.write(
        "most.html",
        vec![b' '; usize::try_from(LARGEST_PAGE).unwrap()],
    );
    folder.write(
        "quotes.md",
        format!("# Quotes\n\n{} deep", ">".repeat(50_000)),
    );
    folder.write("lists.md", format!("# Lists\n\n{}x", "- ".repeat(50_000)));
    folder.write(
        "yaml.html",
        format!("---\na: {}\n---\n<p>x</p>", "{a: ".repeat(10_000)),
    );
    let prepared = folder.read();
    let paths: Vec<String> = refused(&prepared.report)
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(paths, ["bold.html", "deep.html", "large.html"]);
    assert!(sources(&prepared.report).contains(&"fine.html"));
}

#[test]
fn templates_and_scripts_are_words_or_nothing() {
    let folder = Existing::new();
    folder.write("_includes/x", "SECRET");
    folder.write(
        "a.html",
        "---\nlayout: X\n---\n{% include x %}\n<h1>{{ site.secret }}</h1>\n<p onclick=\"bad()\">{% raw %}Text{% endraw %} <a href=\"javascript:bad()\">link</a> <a href=\"{{ site.url }}/b.html\">b</a></p><script>bad()</script>",
    );
    folder.write(
        "b.html",
        "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n<p>Bomb</p>",
    );
    let imported = folder.import();
    let text = imported.text("pages/en/a.md");
    assert!(
        !text.contains("SECRET") && !text.contains("bad()"),
        "{text}"
    );
    assert!(
        text.replace('\\', "").contains("{{ site.secret }}") && text.contains("{% raw %}Text"),
        "{text}"
    );
    assert!(text.contains("[b](/b)"), "{text}");
    assert!(imported.text("pages/en/b.md").contains("Bomb"));
    opens(&imported);
}

#[test]
fn odd_names_become_plain_ones() {
    let folder = Existing::new();
    let names = [
        "CON.html",
        "index.html",
        "INDEX.htm",
        "a b.html",
        "a%20b.html",
        "é.html",
        "e\u{301}.html",
        "\u{202e}lmth.html",
        "-.html",
        "x..html",
        "Default.md",
        "日本 語/ページ.html",
        "index/index.html",
        "100%.html",
        "a+b&c.html",
        "#.html",
        "a?b.html",
    ];
    for name in names {
        folder.write(name, PAGE);
    }
    folder.write("Über uns", b"<html><h1>About</h1></html>");
    let prepared = folder.read();
    assert_eq!(
        prepared.report.pages.len(),
        names.len() + 1,
        "{:?}",
        refused(&prepared.report)
    );
    opens(&Imported::of(&prepared));
}

#[test]
fn texts_that_look_like_the_format_stay_texts() {
    let folder = Existing::new();
    let lines = "+++\n---\n:::\n::: text {#a}\n<<<<<<< ours\n=======\n>>>>>>> theirs\n\"\"\"\n'''\n[[items]]";
    let escaped = lines.replace('<', "&lt;").replace('>', "&gt;");
    folder.write(
        "a.html",
        format!(
            "<h1>A \"b\" \\ c</h1><pre>{escaped}</pre><p>{}</p>",
            escaped.replace('\n', "<br>")
        ),
    );
    folder.write("b.md", format!("# B\n\n{lines}\n"));
    folder.write("c.md", lines);
    folder.write("empty.html", "");
    folder.write("front.html", "---\nlayout: x\n---\n");
    opens(&folder.import());
}
