//! Where links lead: pages by address, assets, anchors, the world outside.

use crate::model::{Date, PageRef};
use crate::served::encode;
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
    /// Where the page is served.
    output: &'a str,
    /// From the page's folder to the root of the output: `../../`.
    pub(crate) root: String,
    /// Whether what sections say is kept for the page's twins.
    pub(super) twins: bool,
    /// Whether it is a whole page for visitors, on which a script of ours may run.
    pub(super) whole: bool,
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
    /// A file of the existing site that the pages go into, which is no part of this site.
    Existing { href: String },
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
            output,
            root,
            twins: false,
            whole: false,
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
            Mode::Export => format!("{}{}", self.root, encoded(output)),
            Mode::Preview => format!("preview://localhost/page/{locale}{address}"),
        }
    }

    /// The address of a file of this site, `/media/…`.
    pub(crate) fn asset_href(&self, path: &str) -> String {
        let place = match self.mode {
            Mode::Export => self.index.places.nearest(path, self.output),
            Mode::Preview => path,
        };
        format!("{}{}", self.root, encoded(place.trim_start_matches('/')))
    }

    /// The address of a picture that is no file of this site: it lies on another server, or in the
    /// existing site. Only pages that go into one have such: with other themes nobody else is asked for
    /// anything.
    pub(crate) fn outside_picture(&self, path: &str) -> Option<String> {
        if !self.theme().traits.fragments {
            return None;
        }
        match self.resolve(path) {
            Target::Outside { href, .. } | Target::Existing { href } => Some(href),
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
            // An existing site may be asked for over http too, and its addresses stay as they are.
            let stays = self.theme().traits.fragments && self.mode == Mode::Export;
            let scheme = if stays { "" } else { "https:" };
            return Target::Outside {
                href: format!("{scheme}{}", to.replace(' ', "%20")),
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
                href: to.replace(' ', "%20"),
                secure: true,
            },
            Some("http") => Target::Outside {
                href: to.replace(' ', "%20"),
                secure: false,
            },
            Some("mailto" | "tel") => Target::Contact {
                href: to.replace(' ', "%20"),
            },
            _ => Target::Broken(Broken::Scheme),
        }
    }

    fn inside(&self, to: &str) -> Target {
        if let Some(asset) = self.asset(to) {
            return asset;
        }
        if is_own_file(to) {
            // An existing site may have a folder of that name.
            return match self.theme().traits.fragments {
                true => self.in_existing(to),
                false => Target::Broken(Broken::NoAsset),
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
        if hidden {
            return Target::Broken(Broken::HiddenPage);
        }
        self.in_existing(to)
    }

    /// A file of this site, by its path below `media/` or by a place that it keeps in an existing site,
    /// which then stays the one that is named.
    fn asset(&self, to: &str) -> Option<Target> {
        let (path, rest) = to.split_at(to.find(['?', '#']).unwrap_or(to.len()));
        let stays = self.theme().traits.fragments && self.mode == Mode::Export;
        let (path, href) = if self.site.media.contains_key(path) {
            (path, self.asset_href(path))
        } else {
            let (place, file) = self.index.places.named(path)?;
            let place = format!("{}{}", self.root, encoded(place));
            (file, if stays { place } else { self.asset_href(file) })
        };
        Some(Target::Asset {
            href: format!("{href}{}", written(rest)),
            path: path.to_owned(),
        })
    }

    /// The file of this site that a target names, by its path below `media/`; the target where it names
    /// none.
    pub(crate) fn file<'t>(&'t self, to: &'t str) -> &'t str {
        let (path, _) = to.split_at(to.find(['?', '#']).unwrap_or(to.len()));
        let place = self.index.places.named(path);
        place.map_or(to, |(_, file)| file)
    }

    /// The page that a target names by the path that it keeps from an existing site.
    pub(crate) fn keeper(&self, to: &str) -> Option<&PageRef> {
        let address = &to[..to.find(['?', '#']).unwrap_or(to.len())];
        let here = self.index.any_page(&self.page.locale, address);
        let named = here.or_else(|| {
            let default = self.site.settings.default_locale();
            self.index.page(default, address)
        });
        if named.is_some() {
            None
        } else {
            self.index.kept(address)
        }
    }

    /// A path of the existing site: a page that keeps it, else a file that only the existing site has.
    fn in_existing(&self, to: &str) -> Target {
        let (path, rest) = to.split_at(to.find(['?', '#']).unwrap_or(to.len()));
        if let Some(page) = self.index.kept(path) {
            let Some(info) = self.index.page(&page.locale, &page.address) else {
                return Target::Broken(Broken::HiddenPage);
            };
            let anchor = rest.find('#').map_or("", |at| &rest[at..]);
            let rest = match self.mode {
                Mode::Export => written(rest),
                Mode::Preview => anchor.to_owned(),
            };
            let href = self.page_href(&page.locale, &page.address, &info.output);
            return Target::Page {
                href: format!("{href}{rest}"),
                locale: (page.locale != self.page.locale).then(|| page.locale.clone()),
            };
        }
        if !self.theme().traits.fragments {
            return Target::Broken(Broken::NoPage);
        }
        let path = written(path.trim_start_matches('/'));
        Target::Existing {
            href: format!("{}{path}{}", self.root, written(rest)),
        }
    }
}

/// Whether a target names a file of this site, there or not.
pub(crate) fn is_own_file(to: &str) -> bool {
    to.starts_with("/media/")
}

/// Part of an address for use in one: what may not stand in addresses percent-encoded, what already is
/// left alone.
fn written(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for (at, piece) in part.split('%').enumerate() {
        let code = piece.as_bytes().get(..2);
        let is_code = code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
        match at {
            0 => {}
            _ if is_code => out.push('%'),
            _ => out.push_str("%25"),
        }
        encode(
            piece,
            |byte| in_paths(byte) || b"?#".contains(&byte),
            &mut out,
        );
    }
    out
}

/// A path for use in an address: blanks and the like percent-encoded (RFC 3986), letters of other
/// scripts too.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    encode(path, in_paths, &mut out);
    out
}

/// Whether a byte stands in paths as it is (RFC 3986, section 3.3), with the strokes between their parts.
fn in_paths(byte: u8) -> bool {
    b"-._~/!$&'()*+,;=:@".contains(&byte)
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
        | Target::Asset { href: to, .. }
        | Target::Existing { href: to } => href(to),
        Target::Contact { href: to } => href(to),
        Target::Outside { href: to, .. } => format!("{} rel=\"noopener noreferrer\"", href(to)),
        Target::Broken(_) => return None,
    })
}
