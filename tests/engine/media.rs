//! Pictures and documents: added, replaced everywhere, renamed, deleted, and all of it undone.

use std::collections::BTreeMap;

use trustdesk_core::error::Error;
use trustdesk_core::intake::Incoming;
use trustdesk_core::library::{Describe, ReplaceOrder};
use trustdesk_core::model::PageRef;
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, open};

const OLD: &str = "/media/documents/policy.pdf";
const ZH: &str = "/media/documents/policy-zh.pdf";
const OLD_BYTES: &[u8] = b"%PDF-1.4 old";
const NEW_BYTES: &[u8] = b"%PDF-1.4 the new one";

const TEXTS: [(&str, &str); 4] = [
    (
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: text\nRead [the policy](/media/documents/policy.pdf#page=2 'x') and ![](/media/a.svg).\n:::\n\n::: hero {#top}\nheading = \"H\" # kept\nimage = \"/media/a.svg\"\n:::\n",
    ),
    (
        "pages/zh-Hans/index.md",
        "+++\ntitle = \"首页\"\nsummary = \"s\"\n+++\n\n::: text\n阅读[政策](/media/documents/policy-zh.pdf)。\n:::\n",
    ),
    (
        "records/documents.toml",
        "# Ours.\n[policy]\ntitle = { en = \"Policy\", zh-Hans = \"政策\" }\ncategory = \"policy\"\nfile = { en = \"/media/documents/policy.pdf\", zh-Hans = \"/media/documents/policy-zh.pdf\" }\nversion = \"1\" # before\nissued = 2025-01-02\n\n[other]\ntitle = \"Other\"\ncategory = \"policy\"\nversion = \"9\"\n",
    ),
    (
        "records/links.toml",
        "[policy]\nlabel = \"Policy\"\nto = \"/media/documents/policy.pdf\"\n",
    ),
];

fn site() -> TempSite {
    let site = TempSite::new();
    for (path, text) in TEXTS {
        site.write(path, text);
    }
    site.write(&OLD[1..], OLD_BYTES);
    site.write(&ZH[1..], b"%PDF-1.4 zh");
    site.write("media/a.svg", "<svg viewBox=\"0 0 4 4\"/>");
    site
}

fn incoming(name: &str, bytes: &[u8]) -> Incoming {
    Incoming {
        name: name.into(),
        bytes: bytes.to_vec(),
    }
}

/// Every file of the site with what it holds; all of these are text or begin so.
fn snapshot(site: &TempSite) -> BTreeMap<String, String> {
    let store = Store::open(site.root()).unwrap();
    let all = store.list().unwrap().into_iter();
    all.map(|e| (e.path.clone(), site.text(&e.path))).collect()
}

fn order(keep_name: bool) -> ReplaceOrder {
    ReplaceOrder {
        keep_name,
        version: Some("2".into()),
        date: Some("2026-11-20".into()),
    }
}

fn replace(session: &mut Session, keep_name: bool) -> String {
    let files = [(OLD.to_owned(), incoming("Policy v2.pdf", NEW_BYTES))];
    let (answers, _) = session.replace_files(&files, &order(keep_name), 0).unwrap();
    answers[0].path.clone().unwrap()
}

#[test]
fn a_document_is_replaced_everywhere_and_one_undo_takes_all_of_it_back() {
    for keep_name in [true, false] {
        let site = site();
        let before = snapshot(&site);
        let mut session = open(&site);
        let path = replace(&mut session, keep_name);
        session.save().unwrap();
        assert_eq!(site.bytes(&path[1..]), NEW_BYTES);
        let records = site.text("records/documents.toml");
        let expected = TEXTS[2]
            .1
            .replace("\"1\" # before", "\"2\" # before")
            .replace("2025-01-02", "2026-11-20")
            .replace(OLD, &path);
        assert_eq!(records, expected);
        assert_eq!(
            site.text("records/links.toml"),
            TEXTS[3].1.replace(OLD, &path)
        );
        assert_eq!(
            site.text("pages/en/index.md"),
            TEXTS[0].1.replace(OLD, &path)
        );
        let name = path.trim_start_matches("/media/");
        assert_eq!(
            site.text("records/assets.toml"),
            format!("[\"{name}\"]\nversion = \"2\"\ndate = 2026-11-20\n")
        );
        if keep_name {
            assert_eq!(path, OLD);
        } else {
            assert_eq!(path, "/media/documents/policy-v2.pdf");
            assert!(!site.exists(&OLD[1..]));
        }
        let view = session.library();
        let view = view.iter().find(|f| f.path == path).unwrap();
        assert_eq!((view.uses, view.version.as_str()), (3, "2"));

        session.undo().unwrap().unwrap();
        session.save().unwrap();
        assert_eq!(snapshot(&site), before);
        session.redo().unwrap().unwrap();
        session.save().unwrap();
        assert_eq!(site.bytes(&path[1..]), NEW_BYTES);
        assert!(
            session
                .deleted_files()
                .iter()
                .any(|t| t.path == OLD && t.replaced)
        );
        session.undo().unwrap().unwrap();
        session.save().unwrap();
        assert_eq!(snapshot(&site), before);
        assert!(session.deleted_files().is_empty());
    }
}

#[test]
fn both_languages_are_replaced_in_one_edit() {
    let site = site();
    let before = snapshot(&site);
    let mut session = open(&site);
    let facts = session.file_facts(OLD).unwrap();
    assert_eq!(facts.uses.len(), 3);
    assert_eq!(facts.records.len(), 1);
    assert_eq!(facts.records[0].files["zh-Hans"], ZH);
    let files = [
        (OLD.to_owned(), incoming("policy.pdf", NEW_BYTES)),
        (ZH.to_owned(), incoming("neu.pdf", b"%PDF-1.4 zh new")),
    ];
    session.replace_files(&files, &order(false), 0).unwrap();
    session.save().unwrap();
    // The first brings the same name, so it stays; the second brings its own.
    assert_eq!(site.bytes(&OLD[1..]), NEW_BYTES);
    assert!(
        site.text("pages/zh-Hans/index.md")
            .contains("/media/documents/neu.pdf")
    );
    assert!(!site.exists(&ZH[1..]));
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    assert_eq!(snapshot(&site), before);
}

#[test]
fn new_bytes_come_before_the_texts_and_old_ones_go_after_them() {
    let site = site();
    let mut session = open(&site);
    let path = replace(&mut session, false);
    // Killed here: the new file is there, and the old one that the texts still name.
    assert_eq!(site.bytes(&path[1..]), NEW_BYTES);
    assert_eq!(site.bytes(&OLD[1..]), OLD_BYTES);
    assert_eq!(site.text("pages/en/index.md"), TEXTS[0].1);
    // Killed after the texts: both files are still there.
    let write = |session: &mut Session| {
        let jobs = session.take_jobs();
        let paths: Vec<String> = jobs.iter().map(|j| j.path().to_owned()).collect();
        let written = jobs.into_iter().map(|j| j.write(session.store())).collect();
        session.finish(written);
        paths
    };
    let first = write(&mut session);
    assert!(first.iter().all(|p| !p.starts_with("media/")));
    assert!(site.text("pages/en/index.md").contains(&path));
    assert_eq!(site.bytes(&OLD[1..]), OLD_BYTES);
    assert_eq!(write(&mut session), [OLD[1..].to_owned()]);
    assert!(!site.exists(&OLD[1..]));
    assert!(!session.is_unsaved());
}

#[test]
fn undo_while_the_old_file_is_being_removed_brings_it_back() {
    let site = site();
    let before = snapshot(&site);
    let mut session = open(&site);
    let file = "media/a.svg".to_owned();
    // Wanted back before the disk is asked, before it answers, and when the watcher is quicker than both.
    for (early, seen) in [(true, false), (false, false), (false, true)] {
        session.delete_files(&["/media/a.svg".into()], 0).unwrap();
        let mut jobs = session.take_jobs();
        let mut written = Vec::new();
        if !early {
            written.extend(jobs.drain(..).map(|j| j.write(session.store())));
        }
        session.undo().unwrap().unwrap();
        if seen {
            session.outside(std::slice::from_ref(&file));
        }
        written.extend(jobs.into_iter().map(|j| j.write(session.store())));
        session.finish(written);
        session.save().unwrap();
        assert_eq!(snapshot(&site), before);
        assert!(session.site().media.contains_key("/media/a.svg"));
        assert!(session.outside(std::slice::from_ref(&file)).is_empty());
    }
}

#[test]
fn undo_never_overwrites_what_another_program_wrote() {
    let site = site();
    let mut session = open(&site);
    replace(&mut session, true);
    session.save().unwrap();
    site.write(&OLD[1..], b"%PDF-1.4 theirs");
    session.outside(&[OLD[1..].to_owned()]);
    assert!(matches!(session.undo(), Err(Error::Refused(_))));
    session.save().unwrap();
    assert_eq!(site.bytes(&OLD[1..]), b"%PDF-1.4 theirs");
    assert!(
        site.text("records/documents.toml")
            .contains("\"2\" # before")
    );
}

#[test]
fn a_file_changed_by_others_before_it_is_removed_stays() {
    let site = site();
    let mut session = open(&site);
    session.delete_files(&[ZH.into()], 0).unwrap();
    site.write(&ZH[1..], b"%PDF-1.4 theirs");
    session.save().unwrap();
    assert_eq!(site.bytes(&ZH[1..]), b"%PDF-1.4 theirs");
    assert!(session.site().media.contains_key(ZH));
}

#[test]
fn own_files_say_nothing_when_the_watcher_reports_them() {
    let site = site();
    let mut session = open(&site);
    let path = replace(&mut session, false);
    assert!(session.outside(&[path[1..].to_owned()]).is_empty());
    session.save().unwrap();
    assert!(
        session
            .outside(&[OLD[1..].to_owned(), path[1..].to_owned()])
            .is_empty()
    );
    site.write("media/new.svg", "<svg/>");
    assert_eq!(session.outside(&["media/new.svg".into()]).len(), 1);
}

#[test]
fn a_file_is_renamed_with_every_use_and_back() {
    let site = site();
    let before = snapshot(&site);
    let mut session = open(&site);
    let alt = Describe::Alt {
        locale: "en".into(),
        text: "A box".into(),
    };
    session.describe_file("/media/a.svg", &alt, 0).unwrap();
    let (path, update) = session
        .rename_file("/media/a.svg", "The Box.svg", 0)
        .unwrap();
    assert_eq!(path, "/media/the-box.svg");
    assert!(update.body.unwrap().contains("the-box.svg"));
    session.save().unwrap();
    assert!(!site.exists("media/a.svg"));
    assert_eq!(
        site.text("pages/en/index.md"),
        TEXTS[0].1.replace("/media/a.svg", "/media/the-box.svg")
    );
    assert!(
        site.text("records/assets.toml")
            .starts_with("[\"the-box.svg\"]\n")
    );
    let taken = session.rename_file("/media/the-box.svg", "the-box", 0);
    assert!(taken.is_ok());
    session.undo().unwrap().unwrap();
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    assert_eq!(snapshot(&site), before);
}

#[test]
fn deleted_files_come_back_by_undo_and_from_the_list() {
    let site = site();
    let home = tempfile::tempdir().unwrap();
    let before = snapshot(&site);
    let mut session = open(&site);
    session.keep_in(home.path().join("kept"));
    session
        .delete_files(&[OLD.into(), "/media/a.svg".into()], 0)
        .unwrap();
    session.save().unwrap();
    assert!(!site.exists(&OLD[1..]) && !site.exists("media/a.svg"));
    let page = session.open_page(&PageRef::new("en", "/")).unwrap();
    assert!(page.problems.iter().any(|p| p.code == "missing-file"));
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    assert_eq!(snapshot(&site), before);

    session.delete_files(&[OLD.into()], 0).unwrap();
    session.save().unwrap();
    drop(session);
    // Another day, another session: undo is gone, the list is not.
    let mut session = open(&site);
    session.keep_in(home.path().join("kept"));
    let listed = session.deleted_files();
    let one = listed.iter().find(|t| t.path == OLD).unwrap();
    let (path, _) = session.restore_file(OLD, &one.hash, 0).unwrap();
    assert_eq!(path, OLD);
    session.save().unwrap();
    assert_eq!(snapshot(&site), before);
    assert!(session.deleted_files().iter().all(|t| t.path != OLD));
}

#[test]
fn files_are_added_once_checked_and_undone() {
    let site = site();
    let before = snapshot(&site);
    let mut session = open(&site);
    let files = [
        incoming("My Report.PDF", b"%PDF-1.4 report"),
        incoming("again.pdf", b"%PDF-1.4 report"),
        incoming("policy copy.pdf", OLD_BYTES),
        incoming("page.pdf", b"<html>"),
        incoming("run.exe", b"MZ"),
    ];
    let (answers, update) = session.add_files(&files, 0).unwrap();
    let paths: Vec<_> = answers.iter().map(|a| a.path.as_deref()).collect();
    let report = Some("/media/my-report.pdf");
    assert_eq!(paths, [report, report, Some(OLD), None, None]);
    let known: Vec<_> = answers.iter().map(|a| a.known).collect();
    assert_eq!(known, [false, true, true, false, false]);
    assert_eq!(answers[3].refusal.as_deref(), Some("not-what-it-says"));
    assert_eq!(answers[4].refusal.as_deref(), Some("unknown-kind"));
    assert_eq!(update.files, ["media/my-report.pdf"]);
    assert!(site.exists("media/my-report.pdf"));
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    assert_eq!(snapshot(&site), before);
}

#[test]
fn alternative_text_kept_with_a_picture_shows_wherever_there_is_no_other() {
    let site = site();
    let mut session = open(&site);
    let page = PageRef::new("en", "/");
    let missing = |session: &mut Session| {
        let view = session.open_page(&page).unwrap();
        view.problems
            .iter()
            .filter(|p| p.code == "missing-alt")
            .count()
    };
    assert_eq!(missing(&mut session), 2);
    let alt = |locale: &str, text: &str| Describe::Alt {
        locale: locale.into(),
        text: text.into(),
    };
    let update = session
        .describe_file("/media/a.svg", &alt("en", "A box"), 0)
        .unwrap();
    assert_eq!(update.body.unwrap().matches("alt=\"A box\"").count(), 2);
    assert_eq!(missing(&mut session), 0);
    let file = |session: &Session| {
        let all = session.library();
        all.into_iter().find(|f| f.path == "/media/a.svg").unwrap()
    };
    assert!(file(&session).wants_alt);
    session
        .describe_file("/media/a.svg", &alt("zh-Hans", "一个盒子"), 5_000)
        .unwrap();
    assert!(!file(&session).wants_alt);
    session.save().unwrap();
    assert_eq!(
        site.text("records/assets.toml"),
        "[\"a.svg\"]\nalt = { en = \"A box\", zh-Hans = \"一个盒子\" }\n"
    );
    for locale in ["en", "zh-Hans"] {
        session
            .describe_file("/media/a.svg", &alt(locale, ""), 9_000)
            .unwrap();
    }
    assert_eq!(missing(&mut session), 2);
    session
        .describe_file("/media/a.svg", &Describe::Decorative { on: true }, 20_000)
        .unwrap();
    assert_eq!(missing(&mut session), 0);
    assert!(!file(&session).wants_alt);
}

#[test]
fn what_must_not_be_is_refused_and_nothing_changes() {
    let site = site();
    let before = snapshot(&site);
    let mut session = open(&site);
    let mut refused = |path: &str, name: &str, bytes: &[u8], order: &ReplaceOrder| {
        let files = [(path.to_owned(), incoming(name, bytes))];
        let done = session.replace_files(&files, order, 0);
        assert!(matches!(done, Err(Error::Refused(_))), "{name}");
    };
    refused(OLD, "a.svg", b"<svg viewBox=\"0 0 1 1\"/>", &order(true));
    refused(OLD, "a.pdf", b"<html>", &order(true));
    let mut bad = order(true);
    bad.date = Some("soon".into());
    refused(OLD, "a.pdf", NEW_BYTES, &bad);
    let gone = session.delete_files(&["/media/none.pdf".into()], 0);
    assert!(matches!(gone, Err(Error::Stale(_))));
    let taken = session.rename_file(OLD, "policy-zh", 0);
    assert!(matches!(taken, Err(Error::Refused(_))));
    assert!(!session.is_unsaved());
    assert_eq!(snapshot(&site), before);
}
