//! Answers of reviewers: taken in once, bound to what was seen, and refused when they are not sound.

use serde_json::{Value, json};
use trustdesk_core::bundle::keys::Key;
use trustdesk_core::error::Error;
use trustdesk_core::review::{AnswerFile, Decided, Now, Signed, Taken, seen_of, standing, take};
use trustdesk_core::session::{SeenPage, Session, Speaker};
use trustdesk_core::site::Site;
use trustdesk_tests::{TempSite, open};

use crate::review_file::{now, page, release};

const NAMES: [&str; 3] = ["index", "terms", "other"];

/// A site with a release, and three pages that changed since.
fn changed() -> TempSite {
    let site = TempSite::new();
    let text = site.text("site.toml");
    site.write("site.toml", format!("{text}\n[review]\nrequired = true\n"));
    for name in NAMES {
        site.write(
            &format!("pages/en/{name}.md"),
            page(name, "We answer in two days."),
        );
    }
    release(&site);
    for name in NAMES {
        site.write(
            &format!("pages/en/{name}.md"),
            page(name, "We answer in one day."),
        );
    }
    site
}

/// What a reviewer saves who approves two pages and asks for a change on one.
fn answer(now: &Now) -> Value {
    let pages = now.changes.pages.iter().map(|page| {
        let change = &now.changes.list[page.changes[0] as usize];
        let terms = page.path.contains("terms");
        let comments = if terms {
            json!([{ "change": change.id, "about": {"en": "Text", "zh-Hans": "文字"}, "text": "One day is too short." }])
        } else {
            json!([])
        };
        json!({
            "path": page.path,
            "seen": seen_of(page),
            "decision": if terms { "asked" } else { "approved" },
            "comments": comments,
        })
    });
    json!({
        "format": "trustdesk-answer-1",
        "site": now.site_id(),
        "root": now.changes.after.root,
        "release": 1,
        "name": "Lena Hart",
        "role": "",
        "day": "2026-11-27",
        "pages": pages.collect::<Vec<_>>(),
    })
}

fn taken(text: &str, signature: Option<&str>, site: &Site, now: &Now) -> Result<Taken, Error> {
    let file = AnswerFile {
        text: text.to_owned(),
        signature: signature.map(str::to_owned),
    };
    take(&file, site, now.site_id(), &now.changes)
}

fn approved(session: &Session, now: &Now) -> Vec<bool> {
    let all = standing(session.site(), &now.changes);
    all.iter().map(|page| page.approved).collect()
}

#[test]
fn an_answer_is_taken_in_once_and_undone_as_one() {
    let site = changed();
    let mut session = open(&site);
    let (_, state) = now(&site);
    let text = answer(&state).to_string();
    let read = taken(&text, None, session.site(), &state).unwrap();
    assert_eq!((read.by.as_str(), &read.signed), ("Lena Hart", &Signed::No));
    assert!(read.current && read.pages.iter().all(|page| !page.void));
    session.take_answer(&read, 1).unwrap();
    // By path: index, other, terms.
    assert_eq!(approved(&session, &state), [true, true, false]);
    let thread = session.site().comments.threads.values().next().unwrap();
    assert_eq!(
        (thread.section.as_str(), thread.kind.as_str()),
        ("words", "text")
    );
    let again = taken(&text, None, session.site(), &state).unwrap();
    assert!(again.pages.iter().all(|page| page.comments.is_empty()));
    let before = (
        session.site().approvals.clone(),
        session.site().comments.clone(),
    );
    session.take_answer(&again, 2).unwrap();
    assert_eq!(
        (&session.site().approvals, &session.site().comments),
        (&before.0, &before.1)
    );
    session.undo().unwrap();
    assert_eq!(approved(&session, &state), [false, false, false]);
    assert!(session.site().comments.threads.is_empty());
    session.redo().unwrap();
    session.save().unwrap();
    assert_eq!(approved(&session, &state), [true, true, false]);
    assert!(
        site.text("state/comments.toml")
            .contains("One day is too short.")
    );
}

#[test]
fn an_edit_voids_the_approval_of_its_page_and_of_no_other() {
    let site = changed();
    let mut session = open(&site);
    let (_, state) = now(&site);
    let text = answer(&state).to_string();
    let read = taken(&text, None, session.site(), &state).unwrap();
    session.take_answer(&read, 1).unwrap();
    session.save().unwrap();
    site.write(
        "pages/en/terms.md",
        page("terms", "We answer within a day."),
    );
    site.write("pages/en/other.md", page("other", "We answer quickly."));
    let (loaded, later) = now(&site);
    let all = standing(&loaded, &later.changes);
    let stands: Vec<(bool, usize)> = all
        .iter()
        .map(|page| (page.approved, page.void.len()))
        .collect();
    assert_eq!(stands, [(true, 0), (false, 1), (false, 1)]);
    // The same answer says so now.
    let late = taken(&text, None, &loaded, &later).unwrap();
    let void: Vec<bool> = late.pages.iter().map(|page| page.void).collect();
    assert_eq!((late.current, void), (false, vec![false, true, true]));
    // What was asked for is done, and approved in the app as it is seen there.
    let terms = later
        .changes
        .pages
        .iter()
        .find(|page| page.path.contains("terms"))
        .unwrap();
    let seen = SeenPage {
        path: terms.path.clone(),
        seen: seen_of(terms),
    };
    let who = Speaker {
        by: "Lena Hart".to_owned(),
        role: String::new(),
    };
    let mut session = open(&site);
    session
        .decide(&[seen], Some(Decided::Approved), &who, 1)
        .unwrap();
    assert_eq!(approved(&session, &later), [true, false, true]);
    session.undo().unwrap();
    assert_eq!(approved(&session, &later), [true, false, false]);
}

#[test]
fn what_is_no_sound_answer_is_refused_and_changes_nothing() {
    let site = changed();
    let (loaded, state) = now(&site);
    let sound = answer(&state);
    let with = |spoil: fn(&mut Value)| {
        let mut answer = sound.clone();
        spoil(&mut answer);
        answer.to_string()
    };
    let texts = [
        (
            "another site",
            with(|a| a["site"] = "https://other.example".into()),
        ),
        (
            "no answer",
            with(|a| a["format"] = "trustdesk-bundle-1".into()),
        ),
        ("no answer", "Dear Kim, all is well.".to_owned()),
        ("damaged", sound.to_string()[..200].to_owned()),
        ("damaged", with(|a| a["name"] = "\u{200b}\u{202e}".into())),
        ("damaged", with(|a| a["name"] = " \n ".into())),
        ("damaged", with(|a| a["day"] = "yesterday".into())),
        ("damaged", with(|a| a["root"] = "12".into())),
        ("damaged", with(|a| a["pages"][0]["seen"] = "12".into())),
        (
            "damaged",
            with(|a| a["pages"][0]["decision"] = "maybe".into()),
        ),
        ("damaged", with(|a| a["pages"] = 3.into())),
        ("damaged", with(|a| a["pages"][1] = a["pages"][0].clone())),
        (
            "damaged",
            with(|a| a["pages"][0]["comments"] = json!([{ "text": " " }])),
        ),
        (
            "damaged",
            with(|a| a["pages"][0]["comments"] = json!([{ "text": "x".repeat(30_000) }])),
        ),
        (
            "damaged",
            with(|a| {
                a["pages"][0]["comments"] = json!([{ "text": "x", "change": "x".repeat(300) }]);
            }),
        ),
        ("damaged", with(|a| a["role"] = "x".repeat(300).into())),
    ];
    for (why, text) in texts {
        let Err(Error::Refused(said)) = taken(&text, None, &loaded, &state) else {
            panic!("{why} is taken in: {text}");
        };
        assert!(said.to_string().contains(why), "{why}: {said}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_never_written_over() {
    let site = changed();
    let (_, state) = now(&site);
    let broken = "[decisions.a]\npage = 3\n";
    site.write("state/approvals.toml", broken);
    let mut session = open(&site);
    let text = answer(&state).to_string();
    assert!(taken(&text, None, session.site(), &state).is_err());
    let who = Speaker {
        by: "Ada".to_owned(),
        role: String::new(),
    };
    assert!(
        session
            .decide(&[], Some(Decided::Approved), &who, 1)
            .is_err()
    );
    session.save().unwrap();
    assert_eq!(site.text("state/approvals.toml"), broken);
}

#[test]
fn a_signature_is_that_of_the_person_or_refused() {
    let site = changed();
    let (loaded, state) = now(&site);
    let text = answer(&state).to_string();
    // Made with minisign 0.12 by two throw-away keys would go stale with the text: signed here instead.
    let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
    let sign = |text: &str| {
        minisign::sign(None, &pair.sk, text.as_bytes(), Some("review"), None)
            .unwrap()
            .to_string()
    };
    let signature = sign(&text);
    assert_eq!(
        taken(&text, Some(&signature), &loaded, &state)
            .unwrap()
            .signed,
        Signed::Unchecked
    );
    let key = Key::parse(&pair.pk.to_base64()).unwrap();
    let mut known = loaded.clone();
    known
        .settings
        .review
        .people
        .push(trustdesk_core::site::Person {
            name: "lena hart".to_owned(),
            roles: Vec::new(),
            key: key.line(),
        });
    let read = taken(&text, Some(&signature), &known, &state).unwrap();
    assert_eq!(read.signed, Signed::By(key.id()));
    assert!(
        read.files[0]
            .1
            .as_ref()
            .unwrap()
            .contains(&format!("key = \"{}\"", key.id()))
    );
    for wrong in [
        sign("another text"),
        "signature".to_owned(),
        signature.replace('A', "B"),
    ] {
        assert!(taken(&text, Some(&wrong), &known, &state).is_err());
    }
    let altered = text.replace("asked", "approved");
    assert!(taken(&altered, Some(&signature), &known, &state).is_err());
    // Without a signature it is a name, even where a key is known.
    assert_eq!(
        taken(&text, None, &known, &state).unwrap().signed,
        Signed::No
    );
}

#[test]
fn threads_are_answered_settled_and_opened_again() {
    let site = changed();
    let mut session = open(&site);
    let (_, state) = now(&site);
    let who = Speaker {
        by: "Ada".to_owned(),
        role: String::new(),
    };
    let page = &state.changes.pages[0];
    let change = &state.changes.list[page.changes[0] as usize];
    assert!(
        session
            .comment(&page.path, &change.id, " ", &who, &state.changes, 1)
            .is_err()
    );
    session
        .comment(&page.path, &change.id, "Why?", &who, &state.changes, 1)
        .unwrap();
    let id = session
        .site()
        .comments
        .threads
        .keys()
        .next()
        .unwrap()
        .clone();
    session.answer_comment(&id, "Because.", &who, 2).unwrap();
    session.settle_comment(&id, true, &who, 3).unwrap();
    let thread = &session.site().comments.threads[&id];
    assert_eq!(
        (thread.answers.len(), thread.resolved_by.as_str()),
        (1, "Ada")
    );
    session.settle_comment(&id, false, &who, 4).unwrap();
    assert!(session.site().comments.threads[&id].resolved_on.is_empty());
    for _ in 0..4 {
        session.undo().unwrap();
    }
    assert!(session.site().comments.threads.is_empty());
}
