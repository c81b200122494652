//! The journal: what survives, whatever is torn.

use proptest::prelude::*;

use super::*;

fn draft(path: &str, base: Option<&str>, text: Option<&str>, time: u64) -> Draft {
    Draft {
        path: path.to_owned(),
        base: base.map(Arc::from),
        text: text.map(Arc::from),
        time,
    }
}

fn open(data: &Path) -> (Journal, Vec<Draft>) {
    Journal::open(data, Path::new("/somewhere/site")).unwrap()
}

fn only_log(data: &Path) -> PathBuf {
    let folder = folder_of(data, "drafts", Path::new("/somewhere/site"));
    let mut files = data::files(&folder);
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

#[test]
fn the_last_draft_of_each_path_is_found_again() {
    let data = tempfile::tempdir().unwrap();
    let (mut journal, found) = open(data.path());
    assert!(found.is_empty());
    let one = draft("pages/en/index.md", Some("old"), Some("new"), 1);
    let two = draft("pages/en/a.md", None, Some("空白"), 2);
    let gone = draft("site.toml", Some("x"), None, 3);
    assert!(journal.keep(std::slice::from_ref(&one)).unwrap());
    assert!(
        !journal.keep(std::slice::from_ref(&one)).unwrap(),
        "written twice"
    );
    let newer = draft("pages/en/index.md", Some("old"), Some("newer"), 4);
    journal
        .keep(&[newer.clone(), two.clone(), gone.clone()])
        .unwrap();
    drop(journal);
    let (mut journal, found) = open(data.path());
    assert_eq!(found, [two.clone(), newer, gone]);
    // They stay until it is said what became of them.
    drop(journal);
    (journal, _) = open(data.path());
    journal.keep(std::slice::from_ref(&two)).unwrap();
    drop(journal);
    let (mut journal, found) = open(data.path());
    assert_eq!(found, [two]);
    journal.keep(&[]).unwrap();
    journal.close();
    assert!(open(data.path()).1.is_empty());
}

#[test]
fn a_saved_path_is_forgotten_while_others_are_kept() {
    let data = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(data.path());
    let (a, b) = (
        draft("a", None, Some("1"), 1),
        draft("b", None, Some("2"), 2),
    );
    journal.keep(&[a, b.clone()]).unwrap();
    journal.keep(std::slice::from_ref(&b)).unwrap();
    drop(journal);
    assert_eq!(open(data.path()).1, [b]);
}

#[test]
fn two_windows_do_not_take_each_others_drafts() {
    let data = tempfile::tempdir().unwrap();
    let (mut first, _) = open(data.path());
    let mine = draft("a", None, Some("1"), 1);
    first.keep(std::slice::from_ref(&mine)).unwrap();
    let (mut second, found) = open(data.path());
    assert!(found.is_empty());
    second.keep(&[draft("b", None, Some("2"), 2)]).unwrap();
    drop((first, second));
    assert_eq!(open(data.path()).1.len(), 2);
    let other = Journal::open(data.path(), Path::new("/somewhere/else")).unwrap();
    assert!(other.1.is_empty(), "drafts of another site");
}

#[test]
fn a_long_log_is_shortened_and_nothing_is_lost() {
    let data = tempfile::tempdir().unwrap();
    let (mut journal, _) = open(data.path());
    let text = "word ".repeat(10_000);
    let mut last = draft("a", Some("base"), None, 0);
    for i in 0..100 {
        last = draft("a", Some("base"), Some(&format!("{text}{i}")), i);
        journal.keep(std::slice::from_ref(&last)).unwrap();
    }
    drop(journal);
    let log = only_log(data.path());
    assert!(std::fs::metadata(log).unwrap().len() < 2 * LONG);
    assert_eq!(open(data.path()).1, [last]);
}

#[test]
fn a_record_after_a_torn_one_is_still_read() {
    let mut bytes = Vec::new();
    Record::Saved { path: "one" }.write(&mut bytes);
    let torn = bytes.len() - 3;
    bytes.truncate(torn);
    Record::Saved { path: "two" }.write(&mut bytes);
    let two = record::Read::Saved { path: "two".into() };
    assert_eq!(record::read(&bytes), [two]);
}

proptest! {
    #[test]
    fn cut_anywhere_the_log_gives_a_state_that_was(
        texts in prop::collection::vec("[a-zTDj1 好\n]{0,12}", 1..8),
        cut in 0.0..1.0f64,
    ) {
        let mut bytes = Vec::new();
        let mut ends = vec![(0, None)];
        for (i, text) in texts.iter().enumerate() {
            Record::Draft { path: "p", base: None, text: Some(text), time: i as u64 }.write(&mut bytes);
            ends.push((bytes.len(), Some(text.clone())));
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let at = (bytes.len() as f64 * cut) as usize;
        let wanted = ends.iter().rev().find(|(end, _)| *end <= at).unwrap().1.clone();
        let found = drafts_in(&bytes[..at]).remove("p").map(|d| d.text.unwrap().to_string());
        prop_assert_eq!(found, wanted);
    }
}
