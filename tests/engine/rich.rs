//! Rich text through the session: the guard answers, the words stay; links find their targets.

use std::sync::Arc;

use serde_json::json;
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::render::Engine;
use trustdesk_core::rich::{self, Guard, Shown};
use trustdesk_core::session::Session;
use trustdesk_core::store::Store;
use trustdesk_core::targets::{TargetKind, targets};
use trustdesk_core::view::{Edit, EditRequest, Step, Update};
use trustdesk_tests::TempSite;

const BODY: &str = "# One\n\n<b>kept</b>\n\n* a\n* b";

fn opened(site: &TempSite) -> (Session, PageRef, String) {
    site.write(
        "pages/en/index.md",
        format!(
            "+++\ntitle = \"Home\"\nsummary = \"All of it.\"\n+++\n\n::: text {{#t}}\n{BODY}\n:::\n"
        ),
    );
    site.write(
        "pages/en/security.md",
        "+++\ntitle = \"Security\"\n+++\n\n::: hero {#top}\nheading = \"How we work\"\n:::\n\n::: text\n## Backups {#backups}\n\nText\n:::\n\n::: text {hidden}\n## Secret {#secret}\n:::\n",
    );
    site.write(
        "records/documents.toml",
        "[paper]\ntitle = { en = \"White paper\", zh-Hans = \"白皮书\" }\ncategory = \"paper\"\nfile = { en = \"/media/paper.pdf\" }\n",
    );
    let engine = Arc::new(Engine::embedded().unwrap());
    let store = Store::open(site.root()).unwrap();
    let mut session = Session::open(store, engine, Date::parse("2026-11-24").unwrap()).unwrap();
    let page = PageRef::new("en", "/");
    let key = session.open_page(&page).unwrap().sections[0].key.clone();
    (session, page, key)
}

fn write(session: &mut Session, page: &PageRef, key: &str, text: &str, shown: Shown) -> Update {
    let edit = Edit::Set {
        section: Some(key.to_owned()),
        path: vec![Step::Name("body".to_owned())],
        value: json!(text),
        shown: Some(shown),
        apart: false,
    };
    let request = EditRequest {
        page: page.clone(),
        revision: 0,
        edit,
    };
    session.edit(&request, 0).unwrap()
}

fn shown(before: u32, text: &str, after: u32) -> Shown {
    let nodes = rich::blocks(text).into_iter().map(|b| b.node).collect();
    Shown {
        before,
        nodes,
        after,
    }
}

#[test]
fn what_is_as_shown_passes_and_what_is_not_is_kept_and_named() {
    let site = TempSite::new();
    let (mut session, page, key) = opened(&site);
    let good = BODY.replace("* b", "* b\n* c");
    let update = write(
        &mut session,
        &page,
        &key,
        &good,
        shown(2, "* a\n* b\n* c", 0),
    );
    assert_eq!(update.guard, None);
    let bad = good.replace("* c", "* d");
    let update = write(
        &mut session,
        &page,
        &key,
        &bad,
        shown(2, "* a\n* b\n* x", 0),
    );
    assert_eq!(update.guard, Some(Guard::Differs));
    assert!(session.site().pages[&page].page.text.contains("* d\n:::"));
    let touched = bad.replace("<b>", "<i>");
    let update = write(&mut session, &page, &key, &touched, shown(3, "", 0));
    assert_eq!(update.guard, Some(Guard::Touched));
    assert!(session.undo().unwrap().unwrap().guard.is_none());
}

#[test]
fn an_edit_without_a_view_is_not_compared() {
    let site = TempSite::new();
    let (mut session, page, key) = opened(&site);
    let edit = Edit::Set {
        section: Some(key),
        path: vec![Step::Name("body".to_owned())],
        value: json!("anything"),
        shown: None,
        apart: false,
    };
    let request = EditRequest {
        page,
        revision: 0,
        edit,
    };
    assert_eq!(session.edit(&request, 0).unwrap().guard, None);
}

#[test]
fn what_parts_two_blocks_is_not_on_the_page() {
    let site = TempSite::new();
    let (mut session, page, key) = opened(&site);
    let parted = BODY.replace("<b>kept</b>", "* c\n\n<!-- -->");
    write(&mut session, &page, &key, &parted, shown(1, "* c", 1));
    let view = session.open_page(&page).unwrap();
    assert_eq!(view.preview.matches("<ul>").count(), 2, "{}", view.preview);
    assert!(!view.preview.contains("&lt;!--"));
    assert!(
        view.problems
            .iter()
            .all(|problem| problem.code != "raw-html")
    );
}

#[test]
fn links_find_headings_and_records() {
    let site = TempSite::new();
    let (session, ..) = opened(&site);
    let find = |locale: &str, search: &str| {
        targets(session.site(), &session.engine().kinds, locale, search)
    };
    let found = find("en", "back");
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind, found[0].title.as_str(), found[0].to.as_str()),
        (TargetKind::Heading, "Backups", "/security#backups")
    );
    assert_eq!(find("en", "how we")[0].to, "/security#top");
    assert!(find("en", "secret").is_empty());
    let paper = &find("zh-Hans", "白皮书")[0];
    assert_eq!(
        (paper.kind, paper.to.as_str()),
        (TargetKind::Record, "/media/paper.pdf")
    );
}
