//! Review: what is approved, of exactly which state, by whom, and what files with damage in them do.

use trustdesk_core::bundle::{Bundle, seen};
use trustdesk_core::changes::{Change, Changes, Meaning, PageChanges, PageTurn, RecordName};
use trustdesk_core::diff::ChangeKind;
use trustdesk_core::message::Message;
use trustdesk_core::review::{
    APPROVALS, Answer, Approvals, Comments, Decided, Decision, PageStanding, Sent, Thread, seen_of,
    standing,
};
use trustdesk_core::site::{ReleaseNote, Site};
use trustdesk_core::store::Store;
use trustdesk_tests::{TempSite, engine};

const DAY: &str = "2026-11-26";

const RULES: &str = r#"
[review]
required = true
second-person = true

[[review.people]]
name = "Lena Hart"
roles = ["legal"]

[[review.roles]]
name = "legal"
label = { en = "Legal", zh-Hans = "法务" }
collections = ["subprocessors"]
"#;

fn site(settings: &str) -> TempSite {
    let site = TempSite::new();
    site.write("site.toml", format!("{}{settings}", site.text("site.toml")));
    site
}

fn loaded(site: &TempSite) -> Site {
    let engine = engine();
    Site::load(&Store::open(site.root()).unwrap(), &engine.kinds).unwrap()
}

fn page(path: &str, after: &str) -> PageChanges {
    PageChanges {
        path: path.to_owned(),
        from: None,
        locale: "en".to_owned(),
        title: path.to_owned(),
        turn: PageTurn::Changed,
        before: Some("old".to_owned()),
        after: Some(after.to_owned()),
        changes: vec![0],
        places: vec![None],
    }
}

fn changes(pages: Vec<PageChanges>, collection: Option<&str>) -> Changes {
    let record = collection.map(|collection| RecordName {
        collection: collection.to_owned(),
        id: "one".to_owned(),
    });
    let change = Change {
        id: "c".to_owned(),
        meaning: Meaning::Names,
        change: ChangeKind::Changed,
        say: Message::default(),
        labels: Vec::new(),
        pieces: Vec::new(),
        section: None,
        record,
        file: None,
        field: String::new(),
    };
    Changes {
        pages,
        list: vec![change],
        ..Changes::default()
    }
}

fn decision(page: &str, seen: &str, decided: Decided, by: &str, role: &str) -> Decision {
    Decision {
        page: page.to_owned(),
        seen: seen.to_owned(),
        decided,
        by: by.to_owned(),
        role: role.to_owned(),
        on: DAY.to_owned(),
        key: String::new(),
    }
}

fn sent(page: &str, seen: &str, by: &str) -> Sent {
    Sent {
        page: page.to_owned(),
        seen: seen.to_owned(),
        by: by.to_owned(),
        on: DAY.to_owned(),
    }
}

fn only(site: &Site, changes: &Changes) -> PageStanding {
    standing(site, changes).remove(0)
}

#[test]
fn an_approval_is_of_one_state_and_by_somebody_else() {
    let mut site = loaded(&site(RULES));
    let seen = changes(vec![page("a.html", "new")], None);
    assert_eq!(only(&site, &seen).missing, [""]);
    site.approvals
        .decide(decision("a.html", "new", Decided::Approved, "Ada", ""));
    // Nobody is known to have sent it, so nobody can be told from them.
    assert!(!only(&site, &seen).approved);
    site.approvals.send(sent("a.html", "new", "ada "));
    assert!(!only(&site, &seen).approved);
    site.approvals
        .decide(decision("a.html", "new", Decided::Approved, "Bo", ""));
    assert!(only(&site, &seen).approved);
    site.approvals
        .decide(decision("a.html", "new", Decided::Asked, "Cy", ""));
    assert!(!only(&site, &seen).approved);
    // Who asked may be content later.
    site.approvals
        .decide(decision("a.html", "new", Decided::Approved, "Cy", ""));
    assert!(only(&site, &seen).approved);
    let edited = only(&site, &changes(vec![page("a.html", "newer")], None));
    assert!(!edited.approved && edited.decisions.is_empty());
    assert_eq!(edited.void.len(), 3);
    // What was decided of the page as it was released is done with.
    site.approvals
        .decide(decision("a.html", "old", Decided::Approved, "Ada", ""));
    let edited = only(&site, &changes(vec![page("a.html", "newer")], None));
    assert_eq!(edited.void.len(), 3);
    // So is what was decided before the day of the last release, unless the page is like that again.
    let released = |day: &str| ReleaseNote {
        number: 1,
        date: day.to_owned(),
        ..ReleaseNote::default()
    };
    site.releases = vec![released(DAY)];
    let edited = only(&site, &changes(vec![page("a.html", "newer")], None));
    assert_eq!(edited.void.len(), 3);
    site.releases = vec![released("2026-11-27")];
    let edited = only(&site, &changes(vec![page("a.html", "newer")], None));
    assert!(edited.void.is_empty() && !edited.approved);
    assert!(only(&site, &seen).approved);
}

#[test]
fn what_one_person_asked_for_is_settled_by_their_approval_in_whatever_way_it_came() {
    let asked = decision("a.html", "new", Decided::Asked, "Lena Hart", "");
    let signed = |mut one: Decision| {
        one.key = "0123456789ABCDEF".to_owned();
        one
    };
    let approved = |role| decision("a.html", "new", Decided::Approved, "lena hart", role);
    let kept = |all: &[Decision]| {
        let mut approvals = Approvals::default();
        all.iter().cloned().for_each(|one| approvals.decide(one));
        let mut kept: Vec<Decided> = approvals
            .decisions
            .values()
            .map(|one| one.decided)
            .collect();
        kept.sort_by_key(|one| *one == Decided::Asked);
        kept
    };
    let (yes, no) = (Decided::Approved, Decided::Asked);
    for (all, expected) in [
        (vec![asked.clone(), approved("")], vec![yes]),
        (vec![asked.clone(), signed(approved(""))], vec![yes]),
        (vec![asked.clone(), approved("legal")], vec![yes]),
        // A signed word stands until another one is signed.
        (vec![signed(asked.clone()), approved("")], vec![yes, no]),
        (
            vec![signed(asked.clone()), signed(approved("legal"))],
            vec![yes],
        ),
        // Approvals in two roles are two, and one is taken back in its own role.
        (vec![approved(""), approved("legal")], vec![yes, yes]),
        (
            vec![approved("legal"), approved(""), asked.clone()],
            vec![yes, no],
        ),
    ] {
        assert_eq!(kept(&all), expected, "{all:?}");
    }
    // An answer that comes again settles nothing that was said after it.
    let later = Decision {
        on: "2027-01-01".to_owned(),
        ..approved("legal")
    };
    assert_eq!(kept(&[later.clone(), asked]), [yes]);
    let later = Decision {
        decided: no,
        role: String::new(),
        ..later
    };
    assert_eq!(kept(&[later, approved("legal")]), [yes, no]);
}

#[test]
fn records_of_a_collection_need_their_role_by_somebody_who_has_it() {
    let mut site = loaded(&site(&RULES.replace("second-person = true", "")));
    let seen = changes(vec![page("a.html", "new")], Some("subprocessors"));
    for (by, role, approved) in [
        ("Ada", "", false),
        ("Ada", "legal", false),
        ("Lena Hart", "", false),
        ("lena hart", "legal", true),
    ] {
        site.approvals = Approvals::default();
        site.approvals
            .decide(decision("a.html", "new", Decided::Approved, by, role));
        let now = only(&site, &seen);
        assert_eq!(now.approved, approved, "{by} {role}");
        assert_eq!(now.missing.is_empty(), approved);
    }
    // A page without such records needs anybody's.
    let other = only(
        &site,
        &changes(vec![page("b.html", "new")], Some("documents")),
    );
    assert_eq!(other.missing, [""]);
}

#[test]
fn nothing_is_needed_where_the_site_asks_for_nothing_but_what_was_asked_for_is_heard() {
    let mut site = loaded(&site(""));
    let seen = changes(vec![page("a.html", "new")], None);
    assert!(only(&site, &seen).approved);
    site.approvals
        .decide(decision("a.html", "new", Decided::Asked, "Ada", ""));
    assert!(!only(&site, &seen).approved);
}

#[test]
fn a_page_that_goes_is_approved_as_one_that_goes() {
    let mut gone = page("a.html", "");
    gone.after = None;
    gone.turn = PageTurn::Removed;
    assert_ne!(seen_of(&gone), "old");
    let mut site = loaded(&site("[review]\nrequired = true\n"));
    let seen = changes(vec![gone.clone()], None);
    site.approvals
        .decide(decision("a.html", "old", Decided::Approved, "Ada", ""));
    assert!(!only(&site, &seen).approved);
    let now = seen_of(&gone);
    site.approvals
        .decide(decision("a.html", &now, Decided::Approved, "Ada", ""));
    assert!(only(&site, &seen).approved);
}

#[test]
fn what_was_reviewed_reads_back_and_is_always_the_same_text() {
    let mut approvals = Approvals::default();
    approvals.send(sent("a.html", "1", "Ada"));
    approvals.decide(decision("b.html", "2", Decided::Asked, "Bo", "legal"));
    approvals.decide(decision("a.html", "1", Decided::Approved, "Bo", ""));
    let mut comments = Comments::default();
    let thread = Thread {
        page: "a.html".to_owned(),
        change: "c".to_owned(),
        by: "Bo".to_owned(),
        on: DAY.to_owned(),
        text: "Say “must”,\nnot 'may'. \"\"\" +++".to_owned(),
        ..Thread::default()
    };
    let (id, _) = comments.add(thread.clone());
    assert_eq!(comments.add(thread), (id.clone(), false));
    assert_eq!(comments.threads.len(), 1);
    for text in ["First.", "Second.", "First."] {
        let answer = Answer {
            by: "Ada".to_owned(),
            on: DAY.to_owned(),
            text: text.to_owned(),
        };
        comments.threads.get_mut(&id).unwrap().answer(answer);
    }
    let said = comments.threads[&id].answers.values();
    let said: Vec<&str> = said.map(|one| one.text.as_str()).collect();
    assert_eq!(said, ["First.", "Second.", "First."]);
    let folder = site("");
    folder.write(APPROVALS, approvals.text().unwrap());
    folder.write("state/comments.toml", comments.text().unwrap());
    let again = loaded(&folder);
    assert_eq!((&again.approvals, &again.comments), (&approvals, &comments));
    assert_eq!(again.approvals.text(), approvals.text());
    insta::assert_snapshot!(approvals.text().unwrap() + "\n" + &comments.text().unwrap());
}

#[test]
fn a_file_with_damage_approves_nothing_is_a_problem_and_stays() {
    let folder = site(RULES);
    let mut approvals = Approvals::default();
    approvals.decide(decision("a.html", "1", Decided::Approved, "Bo", ""));
    let text = approvals.text().unwrap().replace("approved", "aproved");
    folder.write(APPROVALS, &text);
    let site = loaded(&folder);
    assert!(site.approvals.broken && site.approvals.decisions.is_empty());
    let problem = &site.problems[0];
    assert_eq!(problem.code, "unreadable-fields");
    assert_eq!(problem.place.file, APPROVALS);
    assert_eq!(problem.place.line, Some(4), "{problem:?}");
    assert_eq!(folder.text(APPROVALS), text);
}

/// The pages that show something else, by their digests.
fn others(before: &Bundle, after: &Bundle) -> Vec<String> {
    let differs = |page: &&str| seen(before, page).unwrap() != seen(after, page).unwrap();
    after.pages().filter(differs).map(str::to_owned).collect()
}

#[test]
fn an_edit_changes_what_is_seen_of_its_own_page_and_of_no_other() {
    let folder = site("");
    for (path, text) in [("index", "One."), ("two", "Two."), ("three", "Three.")] {
        let front = format!("+++\ntitle = \"{path}\"\nsummary = \"A page.\"\n+++\n");
        let page = format!("{front}\n::: text {{#a}}\n{text}\n:::\n");
        folder.write(&format!("pages/en/{path}.md"), page);
    }
    let before = trustdesk_tests::bundle(folder.root(), DAY).unwrap();
    let text = folder.text("pages/en/two.md").replace("Two.", "Deux.");
    folder.write("pages/en/two.md", text);
    let after = trustdesk_tests::bundle(folder.root(), DAY).unwrap();
    assert_eq!(others(&before, &after), ["en/two.html"]);
}
