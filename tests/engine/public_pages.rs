//! What visitors are told of releases and of documents, so that they can compare what they have.

use std::collections::BTreeSet;
use std::path::Path;

use trustdesk_core::model::Date;
use trustdesk_core::release::published_documents;
use trustdesk_core::site::{PublishedDocument, ReleaseNote, Site};
use trustdesk_core::store::{Hash, Store};
use trustdesk_tests::{TempSite, bundle, engine};

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
