//! Templates that a site brings along: trusted, laid over the program's, followed while they change.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use trustdesk_core::export::{self, Options};
use trustdesk_core::live::{Live, Places};
use trustdesk_core::model::{Date, PageRef};
use trustdesk_core::problem::Problem;
use trustdesk_core::render::{Engine, Program};
use trustdesk_core::session::Session;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_core::templates::SiteTemplates;
use trustdesk_core::trust::Trust;
use trustdesk_core::view::{SectionState, Update};
use trustdesk_tests::TempSite;

/// An engine that can render a site's own templates.
pub(crate) fn engine() -> Arc<Engine> {
    static ENGINE: OnceLock<Arc<Engine>> = OnceLock::new();
    let make = || {
        let program = Program::at(env!("CARGO_BIN_EXE_render-templates"));
        Arc::new(Engine::embedded().unwrap().with_program(program))
    };
    Arc::clone(ENGINE.get_or_init(make))
}

pub(crate) fn day() -> Date {
    Date::parse("2026-11-24").unwrap()
}

pub(crate) fn home() -> PageRef {
    PageRef::new("en", "/")
}

pub(crate) const KIND: &str = r#"
label = { en = "Pledge", zh-Hans = "承诺书" }
usage = { en = "Use this to pledge something.", zh-Hans = "用于作出承诺。" }
group = "text"
icon = "feather"
body = "fields+markdown"

[fields.heading]
kind = "text"
label = { en = "Heading", zh-Hans = "标题" }
required = true

[fields.body]
kind = "markdown"
label = { en = "Text", zh-Hans = "正文" }

[example]
en = '''
heading = "We pledge"
---
Something.
'''
zh-Hans = '''
heading = "我们承诺"
---
某事。
'''
"#;

pub(crate) const TEMPLATE: &str = "<h2{{ at(path=\"heading\") }}>{{ f.heading }}!</h2>\n<div class=\"prose\">{{ f.body }}</div>\n";

/// A site with a kind of its own and a page that uses it.
pub(crate) fn site() -> TempSite {
    let site = TempSite::new();
    site.write("templates/kinds/pledge.toml", KIND);
    site.write("templates/beacon/sections/pledge.html", TEMPLATE);
    page(
        &site,
        "::: pledge {#one}\nheading = \"A <b> pledge\"\n---\nWith **words**.\n:::\n",
    );
    site
}

pub(crate) fn page(site: &TempSite, sections: &str) {
    let front = "+++\ntitle = \"Home\"\nsummary = \"A page.\"\n+++\n";
    site.write("pages/en/index.md", format!("{front}\n{sections}"));
}

pub(crate) fn open(site: &TempSite, trust: Trust) -> Session {
    let store = Store::open(site.root()).unwrap();
    let mut session = Session::open_trusting(store, engine(), day(), trust).unwrap();
    session.open_page(&home()).unwrap();
    session
}

fn digest(site: &TempSite) -> Trust {
    let store = Store::open(site.root()).unwrap();
    Trust::These(SiteTemplates::read(&store).unwrap().digest)
}

/// The problems of templates that an export would tell.
pub(crate) fn faults(session: &mut Session) -> Vec<Problem> {
    let mut all = session.open_page(&home()).unwrap().problems;
    for problem in session.index_view().problems {
        // A template that cannot be read is also told where it is used.
        let known =
            |one: &Problem| one.place.file == problem.place.file && one.message == problem.message;
        if !all.iter().any(known) {
            all.push(problem);
        }
    }
    all.retain(|problem| problem.code == "template");
    all
}

#[test]
fn without_trust_a_section_of_an_own_kind_is_a_card() {
    let site = site();
    let mut session = open(&site, Trust::None);
    let view = session.view();
    let templates = view.templates.unwrap();
    assert_eq!(
        templates.files,
        [
            "templates/beacon/sections/pledge.html",
            "templates/kinds/pledge.toml"
        ]
    );
    assert!(!templates.used && !templates.changed);
    assert!(view.kinds.iter().all(|kind| kind.name != "pledge"));
    let page = session.open_page(&home()).unwrap();
    assert_eq!(page.sections[0].state, SectionState::Unknown);
    assert!(!page.preview.contains("A &lt;b&gt; pledge!"));
}

#[test]
fn two_files_make_a_kind_in_picker_form_preview_and_export() {
    let site = site();
    let mut session = open(&site, digest(&site));
    let view = session.view();
    assert!(view.templates.unwrap().used);
    assert!(view.kinds.iter().any(|kind| kind.name == "pledge"));
    let page = session.open_page(&home()).unwrap();
    assert_eq!(page.sections[0].state, SectionState::Ready);
    assert_eq!(page.sections[0].values["heading"], "A <b> pledge");
    assert!(
        page.preview
            .contains("data-td-field=\"heading\">A &lt;b&gt; pledge!</h2>"),
        "{}",
        page.preview
    );
    assert!(page.preview.contains("With <strong>words</strong>."));
    assert!(page.problems.is_empty(), "{:?}", page.problems);
    let thumbnail = session.thumbnail("zh-Hans", "pledge", "dark").unwrap();
    assert!(thumbnail.contains("我们承诺!"));

    let out = tempfile::tempdir().unwrap();
    let store = Store::open(site.root()).unwrap();
    let engine = engine().with_site(&SiteTemplates::read(&store).unwrap());
    let loaded = Site::load(&store, &engine.kinds).unwrap();
    let options = Options {
        as_of: day(),
        theme: None,
    };
    let report = export::export(&engine, &loaded, &store, out.path(), &options, &|_| true).unwrap();
    assert!(
        report.problems.iter().all(|p| p.code != "template"),
        "{:?}",
        report.problems
    );
    let html = std::fs::read_to_string(out.path().join("en/index.html")).unwrap();
    assert!(html.contains("<h2>A &lt;b&gt; pledge!</h2>") && !html.contains("data-td"));
}

#[test]
fn files_of_the_theme_are_laid_over_those_of_the_program() {
    let site = site();
    site.write(
        "templates/beacon/footer.html",
        "<footer>Own footer {{ site.name }}</footer>",
    );
    site.write("templates/beacon/css/50-own.css", ".own { color: teal; }");
    site.write(
        "templates/beacon/words.toml",
        "[en]\nreviewed = \"Seen on {date}\"\n",
    );
    site.write("templates/beacon/icons/own.svg", "<svg id=\"own-icon\"/>");
    site.write(
        "templates/beacon/sections/pledge.html",
        "{{ icon(name=\"own\") }}{{ icon(name=\"lock\") }}{{ t.reviewed }}",
    );
    site.write("templates/collections/pledges.toml", "label = { en = \"Pledges\", zh-Hans = \"承诺\" }\nicon = \"feather\"\ntitle = \"title\"\n\n[fields.title]\nkind = \"text\"\nlabel = { en = \"Title\", zh-Hans = \"标题\" }\n");
    site.write("records/pledges.toml", "[one]\ntitle = \"First\"\n");
    let mut session = open(&site, Trust::All);
    let page = session.open_page(&home()).unwrap();
    assert_eq!(faults(&mut session), []);
    assert!(
        page.preview.contains("Own footer Test Trust Center"),
        "{}",
        page.preview
    );
    assert!(page.preview.contains("own-icon") && page.preview.contains("Seen on {date}"));
    let css = String::from_utf8(session.asset("assets/beacon.css").unwrap()).unwrap();
    assert!(css.contains(".own { color: teal; }") && css.contains("--brand-primary"));
    let view = session.view();
    assert!(view.collections.iter().any(|one| one.name == "pledges"));
    assert_eq!(view.index.records["pledges"][0].id, "one");
    // Without trust nothing of it.
    let view = session.trust_templates(Trust::None);
    assert!(!view.index.records.contains_key("pledges"));
    let page = session.open_page(&home()).unwrap();
    assert!(!page.preview.contains("Own footer"));
}

#[test]
fn a_kind_without_a_template_and_one_with_a_strange_name_are_problems() {
    let site = site();
    site.remove("templates/beacon/sections/pledge.html");
    site.write("templates/kinds/No kind.toml", KIND);
    let all = faults(&mut open(&site, Trust::All));
    let files: Vec<_> = all.iter().map(|one| one.place.file.as_str()).collect();
    assert_eq!(
        files,
        [
            "templates/beacon/sections/pledge.html",
            "templates/kinds/No kind.toml"
        ]
    );
    assert_eq!(all[0].place.section, Some(0));
}

#[test]
fn trust_is_of_these_files_and_no_others() {
    let site = site();
    let mut session = open(&site, digest(&site));
    site.write(
        "templates/beacon/sections/pledge.html",
        "changed {{ f.heading }}",
    );
    let updates = session.outside(&["templates/beacon/sections/pledge.html".into()]);
    let view = updates
        .last()
        .and_then(|update| update.site.as_deref())
        .unwrap();
    let templates = view.templates.as_ref().unwrap();
    assert!(!templates.used && templates.changed);
    let page = session.open_page(&home()).unwrap();
    assert_eq!(page.sections[0].state, SectionState::Unknown);
    // What the person saw is what is trusted.
    let seen = digest(&site);
    site.write("templates/beacon/sections/pledge.html", "changed again");
    session.outside(&["templates/beacon/sections/pledge.html".into()]);
    let view = session.trust_templates(seen);
    assert!(!view.templates.unwrap().used);
}

#[test]
fn edits_and_undo_outlive_a_change_of_templates() {
    let site = site();
    let mut session = open(&site, Trust::All);
    let page = session.open_page(&home()).unwrap();
    let request = trustdesk_core::view::EditRequest {
        page: home(),
        revision: page.revision,
        edit: serde_json::from_value(serde_json::json!({
            "do": "set", "section": page.sections[0].key, "path": ["heading"], "value": "Typed"
        }))
        .unwrap(),
    };
    session.edit(&request, 0).unwrap();
    site.write(
        "templates/beacon/sections/pledge.html",
        "<p>{{ f.heading }} again</p>",
    );
    let updates = session.outside(&["templates/beacon/sections/pledge.html".into()]);
    assert!(updates.iter().any(|update| update.site.is_some()));
    let page = session.open_page(&home()).unwrap();
    assert!(
        page.preview.contains("<p>Typed again</p>"),
        "{}",
        page.preview
    );
    session.undo().unwrap().unwrap();
    let page = session.open_page(&home()).unwrap();
    assert!(
        page.preview.contains("<p>A &lt;b&gt; pledge again</p>"),
        "{}",
        page.preview
    );
    // The kind goes: its sections are cards, byte for byte, and come back with it.
    site.remove("templates/kinds/pledge.toml");
    session.outside(&session.paths().unwrap());
    let page = session.open_page(&home()).unwrap();
    assert_eq!(page.sections[0].state, SectionState::Unknown);
    session.redo().unwrap().unwrap();
    site.write("templates/kinds/pledge.toml", KIND);
    session.outside(&["templates/kinds/pledge.toml".into()]);
    let page = session.open_page(&home()).unwrap();
    assert_eq!(page.sections[0].values["heading"], "Typed");
}

async fn next(updates: &mut tokio::sync::mpsc::UnboundedReceiver<Update>) -> Update {
    let wait = std::time::Duration::from_secs(60);
    loop {
        let update = tokio::time::timeout(wait, updates.recv())
            .await
            .unwrap()
            .unwrap();
        if update.site.is_some() {
            return update;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn trust_is_kept_and_templates_are_watched() {
    let site = site();
    let data = tempfile::tempdir().unwrap();
    let places = Places {
        data: Some(data.path().to_owned()),
    };
    let (sender, mut updates) = tokio::sync::mpsc::unbounded_channel();
    let open = |folder: &Path| {
        let sender = sender.clone();
        Live::open(folder, engine(), day(), &places, move |update| {
            drop(sender.send(update))
        })
        .unwrap()
    };
    let live = open(site.root());
    assert!(!live.session().view().templates.unwrap().used);
    assert!(
        live.trust_templates(Trust::All)
            .unwrap()
            .templates
            .unwrap()
            .used
    );
    live.session().open_page(&home()).unwrap();
    site.write(
        "templates/beacon/sections/pledge.html",
        "<p>seen: {{ f.heading }}</p>",
    );
    let update = next(&mut updates).await;
    assert!(update.site.unwrap().templates.unwrap().used);
    let page = live.session().open_page(&home()).unwrap();
    assert!(page.preview.contains("<p>seen: A"), "{}", page.preview);
    std::fs::remove_dir_all(site.root().join("templates")).unwrap();
    while next(&mut updates).await.site.unwrap().templates.is_some() {}
    let page = live.session().open_page(&home()).unwrap();
    assert_eq!(page.sections[0].state, SectionState::Unknown);
    live.close();
    site.write("templates/kinds/pledge.toml", KIND);
    let live = open(site.root());
    assert!(live.session().view().templates.unwrap().following);
}
