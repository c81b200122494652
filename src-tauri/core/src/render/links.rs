//! Where links lead: pages by address, assets, anchors, the world outside.

use crate::model::{Date, PageRef};
use crate::site::Site;

use super::engine::Engine;
use super::index::SiteIndex;
use super::theme::Theme;
use super::{Mode, escape};

/// Where something is rendered.
pub(crate) struct Scope<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) index: &'a SiteIndex,
    pub(crate) site: &'a Site,
    pub(crate) page: &'a PageRef,
    pub(crate) mode: Mode,
    /// From the page's folder to the root of the output: `../../`.
    pub(crate) root: String,
    /// Whether what sections say is kept for the page's twins.
    pub(super) twins: bool,
}

/// What a link is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A page of the site; its locale when it is another than this page's.
    Page {
        href: String,
        locale: Option<String>,
    },
    /// A place on this page.
    Anchor { href: String },
    /// A file under `media/`.
    Asset { href: String, path: String },
    /// Another site, over https or, insecurely, http.
    Outside { href: String, secure: bool },
    /// A mail address or telephone number.
    Contact { href: String },
    /// Leads nowhere, with the reason.
    Broken(Broken),
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    Empty,
    NoPage,
    HiddenPage,
    NoAsset,
    Scheme,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(
        engine: &'a Engine,
        index: &'a SiteIndex,
        site: &'a Site,
        page: &'a PageRef,
        mode: Mode,
    ) -> Self {
        let output = index
            .any_page(&page.locale, &page.address)
            .map_or("", |info| info.output.as_str());
        let root = match mode {
            Mode::Preview => "preview://localhost/".to_owned(),
            Mode::Export => "../".repeat(output.matches('/').count()),
        };
        Self {
            engine,
            index,
            site,
            page,
            mode,
            root,
            twins: false,
        }
    }

    /// The theme of the site.
    pub(super) fn theme(&self) -> &'a Theme {
        self.engine.theme(self.site)
    }

    pub(crate) fn as_of(&self) -> Date {
        self.index.as_of
    }

    /// The address of a page of this site.
    pub(crate) fn page_href(&self, locale: &str, address: &str, output: &str) -> String {
        match self.mode {
            Mode::Export => format!("{}{}", self.root, encode(output)),
            Mode::Preview => format!("preview://localhost/page/{locale}{address}"),
        }
    }

    /// The address of a file of this site, `/media/…`.
    pub(crate) fn asset_href(&self, path: &str) -> String {
        format!("{}{}", self.root, encode(path.trim_start_matches('/')))
    }

    /// The address of a picture that lies on another server. Only pages of an existing site have such:
    /// with other themes nobody else is asked for anything.
    pub(crate) fn outside_picture(&self, path: &str) -> Option<String> {
        let inside = path.starts_with('/') && !path.starts_with("//");
        if inside || !self.theme().traits.fragments {
            return None;
        }
        match self.resolve(path) {
            Target::Outside { href, .. } => Some(href),
            _ => None,
        }
    }

    /// Resolves what stands in a link field or in Markdown.
    pub(crate) fn resolve(&self, to: &str) -> Target {
        let to = to.trim();
        if to.is_empty() || to == "#" {
            return Target::Broken(Broken::Empty);
        }
        if to.starts_with('#') {
            return Target::Anchor {
                href: to.to_owned(),
            };
        }
        if to.starts_with("//") {
            return Target::Outside {
                href: format!("https:{to}"),
                secure: true,
            };
        }
        if to.starts_with('/') {
            return self.inside(to);
        }
        let scheme = to
            .split_once(':')
            .map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("https") => Target::Outside {
                href: to.to_owned(),
                secure: true,
            },
            Some("http") => Target::Outside {
                href: to.to_owned(),
                secure: false,
            },
            Some("mailto" | "tel") => Target::Contact {
                href: to.replace(' ', "%20"),
            },
            _ => Target::Broken(Broken::Scheme),
        }
    }

    fn inside(&self, to: &str) -> Target {
        if to.starts_with("/media/") {
            return match self.site.media.get(to) {
                Some(_) => Target::Asset {
                    href: self.asset_href(to),
                    path: to.to_owned(),
                },
                None => Target::Broken(Broken::NoAsset),
            };
        }
        let (address, anchor) = to.split_once('#').unwrap_or((to, ""));
        let address = if address.len() > 1 {
            address.trim_end_matches('/')
        } else {
            address
        };
        let default = self.site.settings.default_locale();
        let here = self.page.locale.as_str();
        for locale in [here, default] {
            if let Some(info) = self.index.page(locale, address) {
                let mut href = self.page_href(locale, address, &info.output);
                if !anchor.is_empty() {
                    href = format!("{href}#{anchor}");
                }
                return Target::Page {
                    href,
                    locale: (locale != here).then(|| locale.to_owned()),
                };
            }
        }
        let hidden = self.index.any_page(here, address).is_some();
        Target::Broken(if hidden {
            Broken::HiddenPage
        } else {
            Broken::NoPage
        })
    }
}

/// A path for use in an address: blanks and the like percent-encoded (RFC 3986), letters of other
/// scripts too.
fn encode(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The attributes of an `a` element for a target; `None` when it leads nowhere.
pub(crate) fn attributes(target: &Target) -> Option<String> {
    let href = |href: &str| format!(" href=\"{}\"", escape(href));
    Some(match target {
        Target::Page {
            href: to,
            locale: Some(locale),
        } => format!("{} hreflang=\"{}\"", href(to), escape(locale)),
        Target::Page { href: to, .. }
        | Target::Anchor { href: to }
        | Target::Asset { href: to, .. } => href(to),
        Target::Contact { href: to } => href(to),
        Target::Outside { href: to, .. } => format!("{} rel=\"noopener noreferrer\"", href(to)),
        Target::Broken(_) => return None,
    })
}
