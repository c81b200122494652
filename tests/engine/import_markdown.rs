//! Sites of Markdown: Jekyll, Hugo and Zola.

use trustdesk_core::model::PageRef;
use trustdesk_core::site::Site;
use trustdesk_core::store::Store;
use trustdesk_core::value::Value;
use trustdesk_tests::engine;

use crate::importing::{Existing, Imported, PNG, sources};

fn loaded(imported: &Imported) -> Site {
    let site = Site::load(&Store::open(&imported.root).unwrap(), &engine().kinds).unwrap();
    for (page, file) in &site.pages {
        assert!(
            file.page.faults.is_empty() && file.page.front.fault.is_none(),
            "{page}"
        );
    }
    site
}

fn text(site: &Site, address: &str, section: usize) -> String {
    let page = &site.pages[&PageRef::new("en", address)].page;
    let fields = page.blocks[section].fields().unwrap();
    fields["body"].as_text().unwrap().to_owned()
}

fn front<'s>(site: &'s Site, address: &str, name: &str) -> Option<&'s Value> {
    site.pages[&PageRef::new("en", address)]
        .page
        .front
        .fields
        .get(name)
}

#[test]
fn a_hugo_site_is_its_content() {
    let existing = Existing::new();
    existing.write("hugo.toml", "title = \"Harbour\"\n");
    existing.write("README.md", "# How this repository works\n");
    existing.write("themes/plain/readme.md", "# A theme\n");
    existing.write("content/_index.md", "+++\ntitle = \"Harbour\"\n+++\n\nWelcome. See [security](/security/) and [keys](security/keys.md#why).\n");
    existing.write("content/security/_index.md", "---\ntitle: Security\ndescription: How we keep watch.\nweight: 3\n---\n# Security\n\nFirst.\n\n## Keys\n\nSee [keys](keys/), {{< note >}}.\n");
    existing.write("content/security/keys/index.md", "---\ntitle: Keys\ndraft: true\n---\n![A lock](lock.png) and ![another](/images/lock.png)\n");
    existing.write("content/security/keys/lock.png", PNG);
    existing.write("static/images/lock.png", PNG);
    existing.write(
        "content/zh/_index.md",
        "+++\ntitle = \"港湾\"\n+++\n欢迎。\n",
    );
    let prepared = existing.read();
    assert_eq!(
        sources(&prepared.report),
        [
            "content/_index.md",
            "content/security/_index.md",
            "content/security/keys/index.md",
            "content/zh/_index.md",
        ]
    );
    let imported = Imported::of(&prepared);
    let site = loaded(&imported);
    assert_eq!(site.settings.theme, "beacon");
    assert!(text(&site, "/", 0).contains("[security](/security)"));
    assert_eq!(text(&site, "/security", 0), "First.");
    assert_eq!(
        text(&site, "/security", 1),
        "## Keys\n\nSee [keys](/security/keys), {{< note >}}."
    );
    assert_eq!(
        front(&site, "/security", "summary").and_then(Value::as_text),
        Some("How we keep watch.")
    );
    assert_eq!(
        front(&site, "/security", "front").and_then(Value::as_text),
        Some("weight: 3")
    );
    assert_eq!(
        front(&site, "/security/keys", "hidden").and_then(Value::as_flag),
        Some(true)
    );
    let keys = text(&site, "/security/keys", 0);
    let name = keys.split(['(', ')']).nth(1).unwrap();
    assert!(site.media.contains_key(name), "{keys}");
    assert_eq!(keys.matches(name).count(), 2, "{keys}");
    assert!(site.pages.contains_key(&PageRef::new("zh-Hans", "/")));
}

#[test]
fn a_zola_site_names_its_pages_by_their_place() {
    let existing = Existing::new();
    existing.write("config.toml", "base_url = \"https://harbour.example\"\n");
    existing.write(
        "content/_index.md",
        "+++\ntitle = \"Harbour\"\n+++\n[Keys](@/security/keys.md#why)\n",
    );
    existing.write("content/security/keys.md", "+++\ntitle = \"Keys\"\ndate = 2024-03-01\n[extra]\nicon = \"lock\"\n+++\n# Keys\n\n## Why {#why}\n\nBecause.\n");
    let site = loaded(&existing.import());
    assert_eq!(text(&site, "/", 0), "[Keys](/security/keys#why)");
    assert_eq!(
        text(&site, "/security/keys", 0),
        "## Why {#why}\n\nBecause."
    );
    assert!(matches!(
        front(&site, "/security/keys", "date"),
        Some(Value::Date(_))
    ));
    let rest = front(&site, "/security/keys", "front").and_then(Value::as_text);
    assert_eq!(rest, Some("\"extra\": {\"icon\":\"lock\"}"));
}

#[test]
fn articles_of_jekyll_have_the_day_of_their_name() {
    let existing = Existing::new();
    existing.write("_config.yml", "title: Harbour\n");
    existing.write("README.md", "About this repository\n");
    existing.write("index.md", "---\nlayout: home\ntitle: Harbour\n---\nHello, [news]({{ site.baseurl }}/_posts/2024-03-01-a-new-door.md).\n");
    existing.write(
        "_posts/2024-03-01-a-new-door.md",
        "---\nlayout: post\ntitle: A new door\n---\nThe second place has a new door.\n",
    );
    let site = loaded(&existing.import());
    assert_eq!(site.pages.len(), 2);
    let date = front(&site, "/posts/a-new-door", "date");
    assert!(
        matches!(date, Some(Value::Date(day)) if day.to_string() == "2024-03-01"),
        "{date:?}"
    );
    assert_eq!(text(&site, "/", 0), "Hello, [news](/posts/a-new-door).");
}
