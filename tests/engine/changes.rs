//! What changed between two bundles, in words: each kind of change once, in both languages, from the two
//! bundles alone.

use std::path::Path;
use std::sync::Mutex;

use trustdesk_core::bundle::{Bundle, Manifest, Stated, manifest, seen};
use trustdesk_core::changes::{self, Change, Changes, Meaning, PageTurn};
use trustdesk_core::diff::{ChangeKind, Turn};
use trustdesk_core::error::Error;
use trustdesk_core::message::Language;
use trustdesk_core::store::Hash;
use trustdesk_core::view::ExportProgress;
use trustdesk_tests::{TempSite, engine};

use crate::export::exported_on;

const DAY: &str = "2026-11-26";

const HOME: &str = r#"+++
title = "Home"
summary = "What we do."
+++

::: hero {#top}
heading = "Trust"
lead = "We look after your data."
:::

::: text {#how}
## Logs {#logs}

We keep logs for 30 days. Nobody reads them without a reason.

- [Policy](https://example.com/old)

## People {#people}

Everybody is trained.
:::

::: certifications {#proof}
heading = "Checked by others"
:::

::: subprocessors {#sub}
heading = "Who helps us"
notice = 30
:::

::: documents {#docs}
heading = "To read"
:::

::: links {#more aside}
title = "More"
items = [
  { label = "Audit report", to = "https://example.com/audit" },
  { label = "Status", to = "https://status.example.com" },
]
:::
"#;

const ZH: &str = r#"+++
title = "首页"
summary = "我们的工作。"
+++

::: hero {#top}
heading = "信任"
lead = "我们保护您的数据。"
:::

::: text {#how}
## 日志 {#logs}

我们保留日志三十天。
:::

::: certifications {#proof}
heading = "他人查证"
:::

::: subprocessors {#sub}
heading = "协助方"
notice = 30
:::
"#;

/// A site in two languages, with records.
fn site() -> TempSite {
    let site = TempSite::new();
    site.write("pages/en/index.md", HOME);
    site.write("pages/zh-Hans/index.md", ZH);
    site.write(
        "pages/en/plain.md",
        "+++\ntitle = \"Plain\"\nsummary = \"Plain words.\"\n+++\n\n::: text {#a}\nThis page stays.\n:::\n",
    );
    site.write(
        "records/certifications.toml",
        "[iso]\ntitle = \"ISO/IEC 27001\"\ntype = \"certificate\"\nissuer = \"Auditors\"\nissued = 2025-03-01\nexpires = 2027-03-01\n",
    );
    site.write(
        "records/subprocessors.toml",
        "[linwei]\ntitle = { en = \"Linwei\", zh-Hans = \"临威\" }\npurpose = { en = \"Power\", zh-Hans = \"电力\" }\ncountries = { en = \"China\", zh-Hans = \"中国\" }\nannounced = 2022-01-01\neffective = 2022-02-01\n",
    );
    site.write(
        "records/documents.toml",
        "[paper]\ntitle = \"White paper\"\ncategory = \"paper\"\nfile = \"/media/paper.pdf\"\nversion = \"2\"\nissued = 2026-01-01\naccess = \"public\"\n",
    );
    site.write("media/paper.pdf", "%PDF-1.7 two\n");
    site
}

/// The site as it stands, as a bundle that what happens to the site later does not reach.
fn kept(site: &TempSite) -> (tempfile::TempDir, Bundle) {
    kept_on(site, DAY)
}

fn kept_on(site: &TempSite, day: &str) -> (tempfile::TempDir, Bundle) {
    let out = tempfile::tempdir().unwrap();
    exported_on(site.root(), out.path(), day).unwrap();
    let bundle = Bundle::open(out.path()).unwrap();
    (out, bundle)
}

fn replace(site: &TempSite, path: &str, from: &str, to: &str) {
    let text = site.text(path);
    assert!(text.contains(from), "{path}: {from}");
    site.write(path, text.replace(from, to));
}

/// What changes when `edit` is done.
fn after(site: &TempSite, edit: impl FnOnce(&TempSite)) -> Changes {
    let (_before, before) = kept(site);
    edit(site);
    let (_after, after) = kept(site);
    changes::between(&engine(), Some(&before), &after, &|_| true).unwrap()
}

fn said(change: &Change) -> (&str, &str) {
    (
        change.say.get(Language::English),
        change.say.get(Language::Chinese),
    )
}

/// Edits one file of the site and expects exactly one change.
fn one(path: &str, from: &str, to: &str) -> Change {
    let site = site();
    let mut found = after(&site, |site| replace(site, path, from, to));
    assert_eq!(found.list.len(), 1, "{:#?}", found.list);
    found.list.remove(0)
}

#[track_caller]
fn is(change: &Change, meaning: Meaning, english: &str, chinese: &str) {
    assert_eq!(said(change), (english, chinese));
    assert_eq!(change.meaning, meaning, "{english}");
}

fn words(change: &Change) -> String {
    let words = change.pieces.iter().map(|piece| match piece.turn {
        Turn::Same => piece.text.clone(),
        Turn::Added => format!("[+{}]", piece.text),
        Turn::Removed => format!("[-{}]", piece.text),
    });
    words.collect()
}

#[test]
fn a_record_is_told_once_wherever_it_is_shown() {
    let site = site();
    let found = after(&site, |site| {
        replace(
            site,
            "records/certifications.toml",
            "2027-03-01",
            "2029-03-01",
        );
    });
    let [change] = found.list.as_slice() else {
        panic!("{:#?}", found.list);
    };
    is(
        change,
        Meaning::Numbers,
        "Certificate ISO/IEC 27001: “Expires on” moved from 1 March 2027 to 1 March 2029",
        "认证（ISO/IEC 27001）：“到期日期”由2027年3月1日改为2029年3月1日",
    );
    assert_eq!(change.record.as_ref().unwrap().id, "iso");
    assert_eq!(change.field, "expires");
    let pages: Vec<_> = found.pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(pages, ["en/index.html", "zh-Hans/index.html"]);
    for page in &found.pages {
        assert_eq!(page.changes, [0]);
        assert_eq!(page.places[0].as_ref().unwrap().id, "proof");
        assert_eq!(page.turn, PageTurn::Changed);
    }
}

#[test]
fn records_that_come_and_go_are_named_in_both_languages() {
    let site = site();
    let found = after(&site, |site| {
        site.write(
            "records/subprocessors.toml",
            "[halden]\ntitle = { en = \"Halden\", zh-Hans = \"哈尔登\" }\npurpose = { en = \"Mail\", zh-Hans = \"邮件\" }\ncountries = { en = \"Ireland\", zh-Hans = \"爱尔兰\" }\nannounced = 2026-01-01\neffective = 2026-02-01\n",
        );
    });
    let told: Vec<_> = found.list.iter().map(said).collect();
    assert_eq!(
        told,
        [
            ("Subprocessor added: Halden", "新增分处理者：哈尔登"),
            ("Subprocessor removed: Linwei", "移除分处理者：临威"),
        ]
    );
    assert!(found.list.iter().all(|one| one.meaning == Meaning::Names));
    assert_eq!(found.pages.len(), 2);
    assert!(found.pages.iter().all(|page| page.changes == [0, 1]));
}

#[test]
fn a_text_of_one_language_belongs_to_the_pages_of_that_language() {
    let site = site();
    let found = after(&site, |site| {
        replace(
            site,
            "records/subprocessors.toml",
            "zh-Hans = \"电力\"",
            "zh-Hans = \"电力与网络\"",
        );
    });
    let [change] = found.list.as_slice() else {
        panic!("{:#?}", found.list);
    };
    is(
        change,
        Meaning::Wording,
        "Subprocessor Linwei: “What it does for us” changed from “电力” to “电力与网络”",
        "分处理者（临威）：“用途”由“电力”改为“电力与网络”",
    );
    let pages: Vec<_> = found.pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(pages, ["zh-Hans/index.html"]);
}

#[test]
fn rich_text_is_told_by_its_paragraphs() {
    let change = one("pages/en/index.md", "for 30 days", "for 90 days");
    is(
        &change,
        Meaning::Numbers,
        "Under “Logs”: “Text” changed from “We keep logs for 30 days. Nobody reads them without a reason.” to “We keep logs for 90 days. Nobody reads them without a reason.”",
        "“Logs”之下：“正文”由“We keep logs for 30 days. Nobody reads them without a reason.”改为“We keep logs for 90 days. Nobody reads them without a reason.”",
    );
    assert_eq!(
        words(&change),
        "We keep logs for [-30][+90] days. Nobody reads them without a reason."
    );
    let change = one("pages/zh-Hans/index.md", "三十天", "九十天");
    assert_eq!(change.meaning, Meaning::Numbers);
    assert_eq!(words(&change), "我们保留日志[-三][+九]十天。");
    let change = one(
        "pages/en/index.md",
        "Everybody is trained.",
        "Everybody is trained. We will tell you within two days.",
    );
    assert_eq!(change.meaning, Meaning::Commitments);
    let change = one(
        "pages/en/index.md",
        "Everybody is trained.",
        "Everybody is **trained**.",
    );
    is(
        &change,
        Meaning::Layout,
        "Text: “Text” only looks different; its words are the same",
        "正文：“正文”仅外观不同，文字未变",
    );
    let change = one(
        "pages/en/index.md",
        "Everybody is trained.\n",
        "Everybody is trained.\n\nAnd tested.\n\nTwice.\n",
    );
    is(
        &change,
        Meaning::Wording,
        "Under “People”: Paragraph added: And tested.",
        "“People”之下：新增段落：And tested.",
    );
    assert_eq!(words(&change), "[+And tested.\nTwice.]");
}

#[test]
fn links_say_where_they_lead() {
    let change = one(
        "pages/en/index.md",
        "https://example.com/old",
        "https://example.com/new",
    );
    is(
        &change,
        Meaning::Links,
        "Under “Logs”: Link “Policy” now leads to https://example.com/new; before to https://example.com/old",
        "“Logs”之下：链接“Policy”现指向 https://example.com/new，此前指向 https://example.com/old",
    );
    let change = one(
        "pages/en/index.md",
        "to = \"https://example.com/audit\" }",
        "to = \"https://example.com/audit\", hidden = true }",
    );
    is(
        &change,
        Meaning::Links,
        "Links “More”: Link no longer shown: Audit report",
        "链接列表（More）：不再显示链接：Audit report",
    );
    let change = one("pages/en/index.md", "https://status.example.com", "/plain");
    is(
        &change,
        Meaning::Links,
        "Links “More”, “Status”: Link “Status” now leads to /en/plain.html; before to https://status.example.com",
        "链接列表（More），“Status”：链接“Status”现指向 /en/plain.html，此前指向 https://status.example.com",
    );
}

#[test]
fn a_document_is_replaced_with_its_version() {
    let site = site();
    let found = after(&site, |site| {
        site.write("media/paper.pdf", "%PDF-1.7 three\n");
        replace(
            site,
            "records/documents.toml",
            "version = \"2\"",
            "version = \"3\"",
        );
    });
    let [change] = found.list.as_slice() else {
        panic!("{:#?}", found.list);
    };
    is(
        change,
        Meaning::Documents,
        "Document White paper: Document replaced: version 2 to 3",
        "文件（White paper）：文件已替换：版本 2 改为 3",
    );
    assert_eq!(change.file.as_deref(), Some("media/paper.pdf"));
}

#[test]
fn sections_move_come_and_go() {
    let site = site();
    let top = "::: links {#more aside}";
    let found = after(&site, |site| {
        let text = site.text("pages/en/index.md");
        let (before, links) = text.split_once(top).unwrap();
        let (front, rest) = before.split_once("::: hero").unwrap();
        site.write(
            "pages/en/index.md",
            format!("{front}{top}{links}\n::: hero{rest}"),
        );
    });
    let [change] = found.list.as_slice() else {
        panic!("{:#?}", found.list);
    };
    is(
        change,
        Meaning::Layout,
        "Links “More”: Section moved; its text is the same",
        "链接列表（More）：区块移动，文字未变",
    );
    assert_eq!(found.pages[0].turn, PageTurn::Layout);
    assert_eq!(found.only_layout(), 1);
    let change = one(
        "pages/en/index.md",
        "::: hero",
        "::: quote {#q}\ntext = \"Well done.\"\n:::\n\n::: hero",
    );
    is(
        &change,
        Meaning::Wording,
        "Quote “Well done.”: Section added",
        "引语（Well done.）：新增区块",
    );
    assert_eq!(change.change, ChangeKind::Added);
    assert_eq!(words(&change), "[+Well done.]");
}

#[test]
fn the_days_of_notice_are_a_commitment_in_each_language() {
    let change = one("pages/en/index.md", "notice = 30", "notice = 14");
    is(
        &change,
        Meaning::Commitments,
        "Subprocessors “Who helps us”: “Days of notice” changed from 30 to 14",
        "分处理者（Who helps us）：“提前通知天数”由30改为14",
    );
}

#[test]
fn pages_come_go_and_move() {
    let site = site();
    let page = |title: &str| {
        format!(
            "+++\ntitle = \"{title}\"\nsummary = \"New.\"\n+++\n\n::: text {{#t}}\nWords.\n:::\n"
        )
    };
    let found = after(&site, |site| {
        site.write("pages/en/fresh.md", page("Fresh"));
        site.write("pages/en/moved.md", site.bytes("pages/en/plain.md"));
        site.remove("pages/en/plain.md");
    });
    let told: Vec<_> = found.list.iter().map(said).collect();
    assert_eq!(
        told,
        [
            ("Page “Fresh”: New page", "页面“Fresh”：新页面"),
            (
                "Page “Plain”: Page moved; it was at /en/plain.html",
                "页面“Plain”：页面移动，原地址为 /en/plain.html"
            ),
        ]
    );
    let turns: Vec<_> = found
        .pages
        .iter()
        .map(|page| (page.path.as_str(), page.turn, page.from.as_deref()))
        .collect();
    assert_eq!(
        turns,
        [
            ("en/fresh.html", PageTurn::Added, None),
            ("en/moved.html", PageTurn::Layout, Some("en/plain.html")),
        ]
    );
    let found = after(&site, |site| site.remove("pages/en/fresh.md"));
    assert_eq!(
        said(&found.list[0]),
        ("Page “Fresh”: Page removed", "页面“Fresh”：页面已移除")
    );
    assert_eq!(found.pages[0].after, None);
}

#[test]
fn what_stands_around_the_pages_is_told_once() {
    let site = site();
    let found = after(&site, |site| {
        replace(
            site,
            "site.toml",
            "theme = ",
            "legal = \"Made in Dublin.\"\ntheme = ",
        );
    });
    let [change] = found.list.as_slice() else {
        panic!("{:#?}", found.list);
    };
    is(
        change,
        Meaning::Wording,
        "Above and below the pages: Paragraph added: Made in Dublin.",
        "页面上方和下方：新增段落：Made in Dublin.",
    );
    assert_eq!(found.pages.len(), 3);
    let found = after(&site, |site| {
        replace(
            site,
            "site.toml",
            "theme = ",
            "navigation = [ { to = \"/plain\", label = \"Plain words\" } ]\ntheme = ",
        );
    });
    assert!(
        found.list.iter().any(|one| said(one).0
            == "Above and below the pages: Link added: Plain words"
            && one.meaning == Meaning::Links),
        "{:#?}",
        found.list
    );
}

#[test]
fn another_look_is_only_layout() {
    let site = site();
    let found = after(&site, |site| {
        site.write(
            "site.toml",
            format!(
                "{}\n[brand]\nprimary = \"#8a1c1c\"\n",
                site.text("site.toml")
            ),
        );
    });
    let styles: Vec<_> = found.list.iter().map(said).collect();
    assert_eq!(
        styles,
        [(
            "Style sheet changed: assets/beacon.css",
            "样式表改变：assets/beacon.css"
        )]
    );
    assert_eq!(found.only_layout(), 3);
    assert!(
        found
            .pages
            .iter()
            .all(|page| page.changes == [0] && page.before != page.after)
    );
    assert!(
        found
            .summary()
            .get(Language::English)
            .ends_with("Only layout: 3 pages"),
        "{}",
        found.summary()
    );
}

#[test]
fn another_day_is_no_change_until_it_changes_what_is_said() {
    let site = site();
    let (_a, before) = kept_on(&site, DAY);
    let (_b, next) = kept_on(&site, "2026-11-27");
    let found = changes::between(&engine(), Some(&before), &next, &|_| true).unwrap();
    assert_eq!((found.pages.len(), found.list.len()), (0, 0), "{found:#?}");
    let (_c, later) = kept_on(&site, "2027-03-02");
    let found = changes::between(&engine(), Some(&before), &later, &|_| true).unwrap();
    let told: Vec<_> = found.list.iter().map(|one| said(one).0).collect();
    assert_eq!(
        told,
        [
            "Certificate ISO/IEC 27001: Now “Expired on 1 March 2027”, before “Valid until 1 March 2027”"
        ]
    );
    assert_eq!(found.list[0].meaning, Meaning::Numbers);
    assert_eq!(found.pages.len(), 2);
}

#[test]
fn equal_bundles_differ_in_nothing_and_the_first_is_all_new() {
    let site = site();
    let (_kept, bundle) = kept(&site);
    let found = changes::between(&engine(), Some(&bundle), &bundle, &|_| true).unwrap();
    assert!(found.pages.is_empty() && found.list.is_empty());
    let first = changes::between(&engine(), None, &bundle, &|_| true).unwrap();
    assert_eq!(first.pages.len(), 3);
    assert!(first.pages.iter().all(|page| page.turn == PageTurn::Added));
    for page in &first.pages {
        let digest = seen(&bundle, &page.path).unwrap().to_string();
        assert_eq!(page.after.as_deref(), Some(digest.as_str()));
    }
}

#[test]
fn a_comparison_tells_how_far_it_is_and_can_be_stopped() {
    let site = site();
    let (_kept, bundle) = kept(&site);
    let told = Mutex::new(Vec::new());
    let tell = |progress: ExportProgress| {
        told.lock().unwrap().push((progress.done, progress.total));
        true
    };
    changes::between(&engine(), Some(&bundle), &bundle, &tell).unwrap();
    let mut told = told.into_inner().unwrap();
    told.sort_unstable();
    assert_eq!(told, [(1, 3), (2, 3), (3, 3)]);
    for before in [None, Some(&bundle)] {
        let stopped = changes::between(&engine(), before, &bundle, &|p| p.done < 2);
        assert!(matches!(stopped, Err(Error::Cancelled)));
    }
}

/// Rewrites files of a bundle in a folder, its manifest included.
fn rewritten(folder: &Path, change: impl Fn(&str, String) -> Option<String>) -> Bundle {
    let bundle = Bundle::open(folder).unwrap();
    let mut files = bundle.manifest().files().clone();
    for path in bundle.manifest().paths() {
        let Ok(Some(text)) = bundle.text(path) else {
            continue;
        };
        if let Some(text) = change(path, text) {
            std::fs::write(folder.join(path), &text).unwrap();
            let stated = Stated {
                bytes: text.len() as u64,
                hash: Hash::of(text.as_bytes()),
            };
            files.insert(path.to_owned(), stated);
        }
    }
    let old = bundle.manifest();
    let manifest = Manifest::of(old.site.clone(), old.as_of.unwrap(), files);
    std::fs::write(folder.join(manifest::NAME), manifest.to_text()).unwrap();
    Bundle::open(folder).unwrap()
}

#[test]
fn damaged_twins_leave_the_comparison_to_what_is_shown() {
    let site = site();
    let (_before, before) = kept(&site);
    replace(&site, "pages/en/index.md", "for 30 days", "for 90 days");
    for damaged in [
        "",
        "{",
        "[]",
        "{\"format\":\"trustdesk-page\",\"version\":1,\"title\":\"x\",\"sections\":[7]}",
    ] {
        let (folder, _) = kept(&site);
        let after = rewritten(folder.path(), |path, _| {
            (path == "en/index.json").then(|| damaged.to_owned())
        });
        let found = changes::between(&engine(), Some(&before), &after, &|_| true).unwrap();
        let told: Vec<_> = found.list.iter().map(said).collect();
        assert_eq!(
            told,
            [(
                "Under “Logs”: “Paragraph” changed from “We keep logs for 30 days. Nobody reads them without a reason.” to “We keep logs for 90 days. Nobody reads them without a reason.”",
                "“Logs”之下：“段落”由“We keep logs for 30 days. Nobody reads them without a reason.”改为“We keep logs for 90 days. Nobody reads them without a reason.”"
            )],
            "{damaged}"
        );
    }
}

#[test]
fn a_page_that_says_more_than_its_twin_is_not_only_layout() {
    let site = site();
    let (_before, before) = kept(&site);
    let (folder, _) = kept(&site);
    let after = rewritten(folder.path(), |path, text| {
        (path == "en/plain.html").then(|| text.replace("This page stays.", "This page lies."))
    });
    let found = changes::between(&engine(), Some(&before), &after, &|_| true).unwrap();
    assert_eq!(found.list.len(), 1);
    assert_eq!(words(&found.list[0]), "This page [-stays][+lies].");
    assert_eq!(found.pages[0].turn, PageTurn::Changed);
}

#[test]
fn kinds_that_nobody_knows_are_told_by_their_names() {
    let site = site();
    let unknown = |text: String, days: &str| {
        let text = text.replace("\"kind\": \"text\"", "\"kind\": \"pledge\"");
        text.replace("\"body\": {", "\"vow\": {")
            .replace("30 days", days)
    };
    let (one, _) = kept(&site);
    let before = rewritten(one.path(), |path, text| {
        (path == "en/index.json").then(|| unknown(text, "30 days"))
    });
    let (two, _) = kept(&site);
    let after = rewritten(two.path(), |path, text| match path {
        "en/index.json" => Some(unknown(text, "8 days")),
        "en/index.html" => Some(text.replace("30 days", "8 days")),
        _ => None,
    });
    let found = changes::between(&engine(), Some(&before), &after, &|_| true).unwrap();
    let told: Vec<_> = found.list.iter().map(|one| said(one).0).collect();
    assert_eq!(
        told,
        [
            "Under “Logs”: “vow” changed from “We keep logs for 30 days. Nobody reads them without a reason.” to “We keep logs for 8 days. Nobody reads them without a reason.”"
        ]
    );
}

#[test]
fn pages_without_twins_are_compared_by_what_they_show() {
    for (name, value) in [("html-only", "true"), ("theme", "\"classic\"")] {
        let site = site();
        let settings = site.text("site.toml").replace("theme = \"beacon\"\n", "");
        let theme = if name == "theme" {
            ""
        } else {
            "theme = \"beacon\"\n"
        };
        site.write(
            "site.toml",
            settings.replace("locales =", &format!("{name} = {value}\n{theme}locales =")),
        );
        let found = after(&site, |site| {
            replace(site, "pages/en/index.md", "for 30 days", "for 90 days");
            replace(
                site,
                "pages/en/index.md",
                "https://example.com/old",
                "https://example.com/new",
            );
        });
        let told: Vec<_> = found.list.iter().map(|one| said(one).0).collect();
        assert_eq!(
            told,
            [
                "Under “Logs”: “Paragraph” changed from “We keep logs for 30 days. Nobody reads them without a reason.” to “We keep logs for 90 days. Nobody reads them without a reason.”",
                "Under “Logs”: Link “Policy” now leads to https://example.com/new; before to https://example.com/old",
            ],
            "{name}"
        );
        let anchor = &found.list[0].section.as_ref().unwrap().id;
        assert!(["logs", "how"].contains(&anchor.as_str()), "{anchor}");
        assert_eq!(found.pages[0].title.split(" · ").next(), Some("Home"));
    }
}

#[test]
fn the_list_as_a_page_needs_nothing_else_and_escapes_what_it_tells() {
    let site = site();
    let found = after(&site, |site| {
        replace(
            site,
            "pages/en/index.md",
            "Everybody is trained.",
            "Everybody is \\<script\\>.",
        );
    });
    let paper = changes::paper(&found, Language::Chinese);
    assert!(paper.contains("<html lang=\"zh-Hans\">") && paper.contains("变化一览"));
    assert!(paper.contains("&lt;script&gt;") && !paper.contains("<script"));
    assert!(!paper.contains("src=") && !paper.contains("href="));
}
