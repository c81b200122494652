//! A page of a release as it was, to be shown in the window: pictures and styles come from what is kept.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::bundle::{Bundle, inside, title_of};
use crate::error::Error;
use crate::render::{Mode, csp};
use crate::say;
use crate::served::encoded;

use super::history::ReleasedPage;

/// Addresses in a page.
static ADDRESSES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r##"( (?:src|href|poster)=")([^"#?]*)([^"]*")"##).ok());
/// What a page allows itself.
static POLICY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(<meta http-equiv="Content-Security-Policy" content=")[^"]*(")"#).ok()
});

/// The pages of a release in the order of their paths.
///
/// # Errors
/// As [`Bundle::read`].
pub fn pages(bundle: &Bundle) -> Result<Vec<ReleasedPage>, Error> {
    let one = |path: &str| {
        let text = bundle.text(path)?.unwrap_or_default();
        Ok(ReleasedPage {
            path: path.to_owned(),
            title: title_of(&text).unwrap_or_else(|| path.to_owned()),
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
            Some(to) => format!(
                "{before}preview://localhost/{folder}/{}{rest}",
                encoded(&to)
            ),
            None => found[0].to_owned(),
        }
    });
    Ok(led.into_owned())
}
