//! `/.well-known/security.txt`: where to report a vulnerability (RFC 9116).

use std::fmt::Write as _;

use crate::model::PageRef;
use crate::site::Site;

use super::engine::Engine;
use super::index::SiteIndex;
use super::links::{Scope, Target};
use super::{Mode, csaf};

/// Where it is written.
pub(super) const PATH: &str = ".well-known/security.txt";

/// The file; none without a contact, an end and the site's web address.
pub(super) fn text(engine: &Engine, index: &SiteIndex, site: &Site) -> Option<String> {
    let address = site.settings.address.trim_end_matches('/');
    let said = &site.settings.security_txt;
    let ends = said.expires?;
    if address.is_empty() {
        return None;
    }
    let home = PageRef::new(site.settings.default_locale(), "/");
    let mut scope = Scope::new(engine, index, site, &home, Mode::Export);
    scope.root = format!("{address}/");
    let contact = whole(&scope, &said.contact)?;
    let mut out = format!("Contact: {contact}\nExpires: {ends}T00:00:00Z\n");
    let languages: Vec<&str> = site
        .settings
        .locales
        .iter()
        .map(|one| one.tag.as_str())
        .collect();
    let _ = writeln!(out, "Preferred-Languages: {}", languages.join(", "));
    let _ = writeln!(out, "Canonical: {address}/{PATH}");
    if let Some(path) = csaf::provider(engine, index, site) {
        let _ = writeln!(out, "CSAF: {address}/{path}");
    }
    for (name, to) in [
        ("Encryption", &said.encryption),
        ("Policy", &said.policy),
        ("Acknowledgments", &said.acknowledgments),
        ("Hiring", &said.hiring),
    ] {
        if let Some(to) = whole(&scope, to) {
            let _ = writeln!(out, "{name}: {to}");
        }
    }
    Some(out)
}

/// A link as a whole address; none when it leads nowhere or over insecure http, which the standard
/// forbids.
fn whole(scope: &Scope<'_>, to: &str) -> Option<String> {
    match scope.resolve(to) {
        Target::Page { href, .. } | Target::Asset { href, .. } | Target::Contact { href } => {
            Some(href)
        }
        Target::Outside { href, secure: true } => Some(href),
        Target::Outside { .. }
        | Target::Anchor { .. }
        | Target::Existing { .. }
        | Target::Broken(_) => None,
    }
}
