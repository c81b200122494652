//! Bundles: what is exported, what it says of itself, and what of it can be trusted.

use std::path::Path;

use trustdesk_core::bundle::{Bundle, Manifest, manifest, seen};

use crate::export::{exported_on, files};

const DAY: &str = "2026-11-26";

fn content() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../content")
}

#[test]
fn what_is_rendered_now_is_what_an_export_writes() {
    let out = tempfile::tempdir().unwrap();
    exported_on(&content(), out.path(), DAY).unwrap();
    let now = trustdesk_tests::bundle(&content(), DAY).unwrap();
    let mut written = files(out.path());
    let text = String::from_utf8(written.remove(manifest::NAME).unwrap()).unwrap();
    assert_eq!(Manifest::parse(&text).as_ref(), Some(now.manifest()));
    assert_eq!(now.manifest().to_text(), text);
    let paths: Vec<&str> = now.manifest().paths().collect();
    assert_eq!(paths, written.keys().collect::<Vec<_>>());
    for (path, bytes) in &written {
        assert_eq!(&now.read(path).unwrap(), bytes, "{path}");
    }
    let opened = Bundle::open(out.path()).unwrap();
    assert_eq!(opened.pages().count(), 48);
    for page in opened.pages() {
        assert_eq!(seen(&opened, page).unwrap(), seen(&now, page).unwrap());
    }
}

#[test]
fn another_document_under_the_same_name_is_another_page_to_see() {
    let out = tempfile::tempdir().unwrap();
    exported_on(&content(), out.path(), DAY).unwrap();
    let before = Bundle::open(out.path()).unwrap();
    let page = before
        .pages()
        .find(|page| before.text(page).unwrap().unwrap().contains(".pdf\""))
        .unwrap()
        .to_owned();
    let digest = seen(&before, &page).unwrap();
    let mut changed = before.manifest().files().clone();
    for (path, file) in &mut changed {
        if path.ends_with(".pdf") {
            file.hash = trustdesk_core::store::Hash::of(b"another");
        }
    }
    std::fs::write(
        out.path().join(manifest::NAME),
        Manifest::new(changed).to_text(),
    )
    .unwrap();
    let after = Bundle::open(out.path()).unwrap();
    assert_ne!(seen(&after, &page).unwrap(), digest);
}
