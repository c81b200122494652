//! What a file of an existing site is: a page, something that pages show or offer, or neither.

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Class {
    /// A page.
    Page,
    /// What pages may show or offer: pictures, documents and other files.
    Media,
    /// What makes the existing site look as it does, and settings of other programs.
    Machinery,
    /// Its name does not tell.
    Unnamed,
}

/// Folders that are not looked into: they hold what programs made or keep for themselves.
const SKIPPED: [&str; 4] = ["_site", "node_modules", "__MACOSX", "bower_components"];

/// Folders of Jekyll, Hugo and Zola with parts of pages and what makes them.
const PARTS: [&str; 8] = [
    "_layouts",
    "_includes",
    "_sass",
    "_data",
    "_plugins",
    "_drafts",
    "archetypes",
    "layouts",
];

/// Endings of files that are no content.
const ENDINGS: [&str; 24] = [
    "css",
    "scss",
    "sass",
    "less",
    "js",
    "mjs",
    "ts",
    "map",
    "json",
    "xml",
    "yml",
    "yaml",
    "toml",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "eot",
    "ico",
    "lock",
    "rb",
    "py",
    "sh",
    "webmanifest",
];

/// Names without an ending, or with one, that belong to programs and repositories.
const NAMES: [&str; 10] = [
    "cname",
    "gemfile",
    "rakefile",
    "makefile",
    "dockerfile",
    "license",
    "robots.txt",
    "thumbs.db",
    "web.config",
    "desktop.ini",
];

/// Whether a folder or file is left alone: hidden ones, and what programs made.
pub(super) fn is_skipped(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || SKIPPED.contains(&name)
}

/// What a file is by its path.
pub(super) fn of(path: &str) -> Class {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = name.to_lowercase();
    if folders.split('/').any(|folder| PARTS.contains(&folder)) || NAMES.contains(&name.as_str()) {
        return Class::Machinery;
    }
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html" | "htm" | "xhtml" | "md" | "markdown") => Class::Page,
        Some(ending) if ENDINGS.contains(&ending) => Class::Machinery,
        Some(ending) if ending.len() <= 5 && !ending.contains(' ') => Class::Media,
        _ => Class::Unnamed,
    }
}

/// What a file is by its first lines, where its name does not tell.
pub(super) fn by_beginning(text: &str) -> Class {
    const TAGS: [&str; 12] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<div",
        "<p>",
        "<p ",
        "<h1",
        "<h2",
        "<section",
        "<article",
        "<table",
    ];
    let text = text.to_ascii_lowercase();
    let begins = text.starts_with("---\n") || text.trim_start().starts_with('<');
    if begins && TAGS.iter().any(|tag| text.contains(tag)) {
        Class::Page
    } else {
        Class::Media
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_files_are() {
        for page in [
            "a.md",
            "x/B.HTM",
            "index.html",
            "_posts/2024-01-02-a.markdown",
        ] {
            assert_eq!(of(page), Class::Page, "{page}");
        }
        for other in [
            "_layouts/a.html",
            "css/a.css",
            "CNAME",
            "_config.yml",
            "x/favicon.ico",
        ] {
            assert_eq!(of(other), Class::Machinery, "{other}");
        }
        for file in ["a.png", "file/Paper on X.PDF", "a.zip"] {
            assert_eq!(of(file), Class::Media, "{file}");
        }
        assert_eq!(of("en-us/Terms of use"), Class::Unnamed);
        assert_eq!(of("v1. What is new"), Class::Unnamed);
        assert!(is_skipped(".git") && is_skipped("_site") && !is_skipped("_posts"));
    }

    #[test]
    fn what_looks_like_a_page_is_one() {
        assert_eq!(
            by_beginning("---\nlayout: x\n---\n<div>a</div>"),
            Class::Page
        );
        assert_eq!(
            by_beginning("\n <!DOCTYPE HTML>\n<title>a</title>"),
            Class::Page
        );
        assert_eq!(by_beginning("All rights reserved <div"), Class::Media);
        assert_eq!(by_beginning("\u{0}\u{1}"), Class::Media);
    }
}
