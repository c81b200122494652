//! New sites: the example that ships with the program, and a small start of one's own.

use std::path::Path;

use rust_embed::RustEmbed;

use crate::error::Error;
use crate::page;
use crate::store::{self, Hash, Store};
use crate::value::Value;
use crate::view::Step;

/// The sample site.
#[derive(RustEmbed)]
#[folder = "../../content"]
struct Example;

/// Writes the sample site to a new or empty folder.
///
/// # Errors
/// [`Error::NotEmpty`] or [`Error::Write`].
pub fn example(to: &Path) -> Result<(), Error> {
    store::create(
        to,
        Example::iter()
            .filter_map(|path| Some((path.to_string(), Example::get(&path)?.data.into_owned()))),
    )
}

/// Writes a small site in English and Chinese to a new or empty folder.
///
/// # Errors
/// [`Error::NotEmpty`] or [`Error::Write`].
pub fn starter(to: &Path, name: &str) -> Result<(), Error> {
    let name = toml_edit::Value::from(name.trim()).to_string();
    let name = name.trim();
    let site = format!(
        "format = 1\nname = {name}\norganisation = {name}\ndescription = {{ en = \"How we keep data safe.\", zh-Hans = \"我们如何保护数据安全。\" }}\naddress = \"\"\ntheme = \"beacon\"\nlocales = [\n  {{ tag = \"en\", label = \"English\" }},\n  {{ tag = \"zh-Hans\", label = \"简体中文\" }},\n]\nnavigation = [\n  {{ to = \"/security\" }},\n  {{ to = \"/contact\" }},\n]\n"
    );
    let page = |title: &str, summary: &str, lead: &str, rest: &str| {
        format!(
            "+++\ntitle = \"{title}\"\nsummary = \"{summary}\"\n+++\n\n::: hero {{#top}}\nheading = \"{title}\"\nlead = \"{lead}\"\n:::\n{rest}"
        )
    };
    let text =
        |title: &str, body: &str| format!("\n::: text {{#overview}}\n## {title}\n\n{body}\n:::\n");
    let files = [
        ("site.toml", site),
        (
            "pages/en/index.md",
            page("Trust center", "How we keep your data safe, and how to check it.", "How we keep your data safe, and how to check it.", &text("What you find here", "Write in a few sentences what this trust center answers.")),
        ),
        (
            "pages/en/security.md",
            page("Security", "The measures that protect your data.", "The measures that protect your data.", &text("Our measures", "Describe them here, one heading for each.")),
        ),
        (
            "pages/en/contact.md",
            page("Contact", "Whom to write to about security and privacy.", "Whom to write to about what.", "\n::: contacts {#contacts}\n:::\n"),
        ),
        (
            "pages/zh-Hans/index.md",
            page("信任中心", "我们如何保护您的数据，以及如何查证。", "我们如何保护您的数据，以及如何查证。", &text("本站内容", "用几句话说明本信任中心回答哪些问题。")),
        ),
        (
            "pages/zh-Hans/security.md",
            page("安全", "保护您数据的各项措施。", "保护您数据的各项措施。", &text("我们的措施", "在这里逐项说明，每项一个小标题。")),
        ),
        (
            "pages/zh-Hans/contact.md",
            page("联系我们", "安全与隐私事务的联系人。", "各类事务的联系人。", "\n::: contacts {#contacts}\n:::\n"),
        ),
        (
            "records/contacts.toml",
            "[security]\ntitle = { en = \"Security\", zh-Hans = \"安全\" }\nemail = \"security@example.com\"\n".to_owned(),
        ),
    ];
    store::create(
        to,
        files.map(|(path, text)| (path.to_owned(), text.into_bytes())),
    )
}

/// Gives a site that was just made another name, the same in every language. Nothing else changes.
///
/// # Errors
/// [`Error::Read`], [`Error::Write`], or [`Error::Refused`] when its settings cannot be read.
pub fn rename(site: &Path, name: &str) -> Result<(), Error> {
    const SETTINGS: &str = "site.toml";
    let store = Store::open(site)?;
    let bytes = store.read(SETTINGS)?;
    let text = String::from_utf8_lossy(&bytes);
    let path = [Step::Name("name".to_owned())];
    let splices = page::data::set(&text, &path, Some(&Value::Text(name.trim().to_owned())))?;
    let text = page::apply(&text, &splices);
    store.replace(SETTINGS, text.as_bytes(), Some(Hash::of(&bytes)))?;
    Ok(())
}
