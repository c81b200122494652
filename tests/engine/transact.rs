//! One edit of several files: carried out, saved, undone and redone as one.

use trustdesk_core::error::Error;
use trustdesk_core::view::EditLabel;
use trustdesk_tests::{TempSite, open};

const FILES: [(&str, &str); 4] = [
    (
        "pages/en/index.md",
        "+++\ntitle = \"Home\"\nsummary = \"s\"\n+++\n\n::: text\nSee [the page](/old).\n:::\n",
    ),
    (
        "pages/en/old.md",
        "+++\ntitle = \"Old\"\nsummary = \"t\"\n+++\n\n::: text\nHere.\n:::\n",
    ),
    (
        "records/links.toml",
        "[one] # first\nlabel = \"One\"\nto = \"/old\"\n\n[two]\nlabel = \"Two\"\nto = \"/\"\n",
    ),
    ("state/notes.toml", "a = 1\n"),
];

fn site() -> TempSite {
    let site = TempSite::new();
    for (path, text) in FILES {
        site.write(path, text);
    }
    site
}

fn renamed() -> Vec<(String, Option<String>)> {
    let changed = |i: usize| FILES[i].1.replace("/old", "/new");
    vec![
        (FILES[0].0.into(), Some(changed(0))),
        (FILES[1].0.into(), None),
        ("pages/en/new.md".into(), Some(FILES[1].1.into())),
        (FILES[2].0.into(), Some(changed(2))),
        ("state/new.toml".into(), Some("b = 2\n".into())),
    ]
}

fn as_before(site: &TempSite) {
    for (path, text) in FILES {
        assert_eq!(site.text(path), text, "{path}");
    }
    assert!(!site.exists("pages/en/new.md"));
    assert!(!site.exists("state/new.toml"));
}

#[test]
fn an_edit_of_several_files_is_saved_undone_and_redone_as_one() {
    let site = site();
    let mut session = open(&site);
    let update = session
        .transact(EditLabel::of("rename", ""), renamed(), 0)
        .unwrap();
    assert_eq!(update.files.len(), 5);
    assert!(update.body.unwrap().contains("/page/en/new"));
    assert!(
        update
            .index
            .unwrap()
            .tree
            .iter()
            .any(|i| i.address == "/new")
    );
    assert_eq!(session.site().records["links"].records.len(), 2);
    as_before(&site);
    session.save().unwrap();
    assert!(!site.exists("pages/en/old.md"));
    assert_eq!(site.text("pages/en/new.md"), FILES[1].1);
    assert_eq!(site.text("state/new.toml"), "b = 2\n");
    assert_eq!(site.text(FILES[2].0), FILES[2].1.replace("/old", "/new"));

    let update = session.undo().unwrap().unwrap();
    assert!(update.body.unwrap().contains("/page/en/old"));
    session.save().unwrap();
    as_before(&site);

    session.redo().unwrap().unwrap();
    session.undo().unwrap().unwrap();
    assert!(
        !session.is_unsaved(),
        "there and back again is nothing to save"
    );
    session.redo().unwrap().unwrap();
    session.save().unwrap();
    assert!(site.exists("pages/en/new.md") && !site.exists("pages/en/old.md"));
}

#[test]
fn saving_between_the_parts_of_undo_loses_nothing() {
    let site = site();
    let mut session = open(&site);
    let label = || EditLabel::of("remove-page", "");
    session
        .transact(label(), vec![(FILES[1].0.into(), None)], 0)
        .unwrap();
    // The writing is under way when the person takes it back.
    let jobs = session.take_jobs();
    session.undo().unwrap().unwrap();
    let written = jobs
        .into_iter()
        .map(|job| job.write(session.store()))
        .collect();
    session.finish(written);
    assert!(session.is_unsaved());
    session.save().unwrap();
    as_before(&site);
}

#[test]
fn what_another_program_changed_is_merged_or_kept() {
    let site = site();
    let mut session = open(&site);
    let label = || EditLabel::of("set", "links");
    let mine = FILES[2].1.replace("\"One\"", "\"Eins\"");
    session
        .transact(label(), vec![(FILES[2].0.into(), Some(mine))], 0)
        .unwrap();
    // Another value of the same file, before ours was saved.
    site.write(FILES[2].0, FILES[2].1.replace("\"Two\"", "\"Zwei\""));
    session.save().unwrap();
    let both = FILES[2]
        .1
        .replace("\"One\"", "\"Eins\"")
        .replace("\"Two\"", "\"Zwei\"");
    assert_eq!(site.text(FILES[2].0), both);
    // Undo takes back only ours.
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    assert_eq!(
        site.text(FILES[2].0),
        FILES[2].1.replace("\"Two\"", "\"Zwei\"")
    );
}

#[test]
fn records_on_disk_are_taken_in_after_edits_here() {
    let site = site();
    let mut session = open(&site);
    let text = FILES[2].1.replace("\"One\"", "\"Eins\"");
    session
        .transact(
            EditLabel::of("set", ""),
            vec![(FILES[2].0.into(), Some(text))],
            0,
        )
        .unwrap();
    session.save().unwrap();
    site.write(FILES[2].0, "[three]\nlabel = \"Three\"\nto = \"/\"\n");
    let updates = session.outside(&[FILES[2].0.to_owned()]);
    assert_eq!(updates.len(), 1);
    let ids: Vec<_> = session.site().records["links"].records.keys().collect();
    assert_eq!(ids, ["three"]);
    assert!(matches!(session.undo(), Err(Error::Refused(_))));
}

#[test]
fn a_page_at_a_taken_address_is_refused_whole() {
    let site = site();
    site.write("pages/en/both/index.md", FILES[1].1);
    let mut session = open(&site);
    let files = vec![
        (FILES[2].0.into(), Some(String::new())),
        ("pages/en/both.md".into(), Some(FILES[1].1.into())),
    ];
    let refused = session.transact(EditLabel::of("add", ""), files, 0);
    assert!(matches!(refused, Err(Error::Refused(_))));
    assert_eq!(session.site().records["links"].records.len(), 2);
    assert!(!session.is_unsaved());
}
