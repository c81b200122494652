//! A page of a release as it was, to be shown in the window: pictures and styles come from what is kept.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::bundle::{Bundle, inside};
use crate::error::Error;
use crate::render::{Mode, csp};
use crate::say;

use super::history::ReleasedPage;

/// Addresses in a page.
static ADDRESSES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r##"( (?:src|href|poster)=")([^"#?]*)([^"]*")"##).ok());
/// What a page allows itself.
static POLICY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(<meta http-equiv="Content-Security-Policy" content=")[^"]*(")"#).ok()
});
/// What a page is called.
static TITLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?s)<title>(.*?)</title>").ok());

/// The pages of a release in the order of their paths.
///
/// # Errors
/// As [`Bundle::read`].
pub fn pages(bundle: &Bundle) -> Result<Vec<ReleasedPage>, Error> {
    let one = |path: &str| {
        let text = bundle.text(path)?.unwrap_or_default();
        let title = TITLE.as_ref().and_then(|title| title.captures(&text));
        let title = title.map(|found| found[1].trim().to_owned());
        Ok(ReleasedPage {
            path: path.to_owned(),
            title: title.map_or_else(|| path.to_owned(), |title| unescaped(&title)),
        })
    };
    bundle.pages().map(one).collect()
}

/// A page of release `number` as a whole document. Every address that leads into the release is one of
/// the `preview:` scheme (`/release/14/…`), and nothing may run.
///
/// # Errors
/// As [`Bundle::read`].
pub fn page(bundle: &Bundle, number: u32, path: &str) -> Result<String, Error> {
    page_at(bundle, &format!("release/{number}"), path)
}

/// The same of any bundle whose files the window serves below `folder`.
///
/// # Errors
/// As [`Bundle::read`].
pub fn page_at(bundle: &Bundle, folder: &str, path: &str) -> Result<String, Error> {
    let Some(html) = bundle.text(path)?.filter(|_| path.ends_with(".html")) else {
        return Err(Error::Refused(say!(
            "“{file}” is no page that can be shown. Nothing was changed.",
            file = path
        )));
    };
    let (Some(addresses), Some(policy)) = (ADDRESSES.as_ref(), POLICY.as_ref()) else {
        return Ok(String::new());
    };
    let allowed = format!("${{1}}{}${{2}}", csp(Mode::Preview));
    let html = policy.replace(&html, allowed.as_str());
    let led = addresses.replace_all(&html, |found: &Captures<'_>| {
        let (before, address, rest) = (&found[1], &found[2], &found[3]);
        let there = inside(address, path).filter(|to| bundle.manifest().get(to).is_some());
        match there {
            Some(to) => format!("{before}{}{rest}", address_of(folder, &to)),
            None => found[0].to_owned(),
        }
    });
    Ok(led.into_owned())
}

/// Where the window finds a file.
fn address_of(folder: &str, path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
    let mut out = format!("preview://localhost/{folder}/");
    for c in path.chars() {
        if plain(c) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).bytes();
            bytes.for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

/// The few signs that titles write otherwise.
fn unescaped(text: &str) -> String {
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    pairs
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
