//! Programs that make sites of Markdown: where they keep pages and files, and what belongs to them alone.

use super::{Class, Entry};

/// Files that Hugo and Zola are set up by.
const SETTINGS: [&str; 8] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
];
/// Files of repositories that are no pages.
const REPOSITORY: [&str; 5] = [
    "readme.md",
    "changelog.md",
    "contributing.md",
    "license.md",
    "code_of_conduct.md",
];

/// The folders whose content such a program serves at the root, and takes out of the pages what is none.
pub(super) fn roots(entries: &mut [Entry]) -> Vec<&'static str> {
    let has = |name: &str| entries.iter().any(|entry| entry.path == name);
    let content = entries
        .iter()
        .any(|entry| entry.class == Class::Page && entry.path.starts_with("content/"));
    let inside = content && SETTINGS.iter().any(|name| has(name));
    let jekyll = has("_config.yml");
    for entry in entries
        .iter_mut()
        .filter(|entry| entry.class == Class::Page)
    {
        let apart = inside && !entry.path.starts_with("content/");
        let about = jekyll && REPOSITORY.contains(&entry.path.to_lowercase().as_str());
        if apart || about {
            entry.class = Class::Machinery;
        }
    }
    if inside {
        vec!["content/", "static/"]
    } else {
        Vec::new()
    }
}
