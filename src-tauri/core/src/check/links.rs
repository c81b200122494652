//! Problems of where links and pictures lead.

use crate::render::links::{Broken, Scope, Target, is_own_file};
use crate::rule;
use crate::say;

use super::Check;

impl Check<'_> {
    pub(super) fn link(&mut self, to: &str, at: &str) {
        let target = self.scope.resolve(to);
        self.target(to, &target, at);
    }

    pub(super) fn target(&mut self, to: &str, target: &Target, at: &str) {
        let blocker =
            |check: &mut Self, message, hint| check.add(&rule::BROKEN_LINK, at, message, hint);
        match target {
            Target::Existing { .. } if !is_own_file(to) => self.existing(to, at),
            Target::Broken(Broken::Empty) => blocker(self, say!("A link leads nowhere"), say!("Give it a target.")),
            Target::Broken(Broken::NoPage) => blocker(self, say!("There is no page at {to}", to), say!("Choose a page that exists.")),
            Target::Broken(Broken::HiddenPage) => blocker(self, say!("The page at {to} is hidden", to), say!("Show that page, or choose another.")),
            Target::Broken(Broken::NoAsset) | Target::Existing { .. } => blocker(self, say!("There is no file {to}", to), say!("Choose a file that exists, or add it.")),
            Target::Broken(Broken::Scheme) => blocker(self, say!("“{to}” is not an address that visitors can open", to), say!("Enter a page, or an address that begins with https, mailto or tel.")),
            Target::Outside { secure: false, .. } => self.add(&rule::INSECURE_LINK, at, say!("The link to {to} is not secure", to), say!("Use https if the other site has it.")),
            Target::Page { .. } if self.scope.keeper(to).is_some() => self.anchor(to, at),
            Target::Page { locale: Some(locale), .. } => self.add(&rule::OTHER_LANGUAGE, at, say!("The page at {to} does not exist in this language, so the link leads to “{locale}”", to, locale), say!("Translate that page.")),
            Target::Page { .. } | Target::Anchor { .. } => self.anchor(to, at),
            _ => {}
        }
    }

    /// A file that only the existing site has: nothing here knows whether it is there.
    fn existing(&mut self, to: &str, at: &str) {
        self.add(
            &rule::EXISTING_FILE,
            at,
            say!(
                "{to} is a file of the existing site that is not part of this one",
                to
            ),
            say!("Check there that it exists, or add it here."),
        );
    }

    /// A link to a place on a page: the place must be there.
    fn anchor(&mut self, to: &str, at: &str) {
        let Some((address, anchor)) = to.split_once('#').filter(|(_, anchor)| !anchor.is_empty())
        else {
            return;
        };
        let page = self.scope.page;
        let (locale, address) = match address.trim_end_matches('/') {
            "" if address.is_empty() => (&page.locale, page.address.as_str()),
            "" => (&page.locale, "/"),
            address => match self.scope.keeper(to) {
                Some(keeper) => (&keeper.locale, keeper.address.as_str()),
                None => (&page.locale, address),
            },
        };
        let Scope { index, site, .. } = &self.scope;
        let known = crate::targets::anchors_at(index, site, locale, address)
            .is_none_or(|places| places.contains(anchor));
        if !known {
            self.add(
                &rule::BROKEN_ANCHOR,
                at,
                say!("The page has no place called “{anchor}”", anchor),
                say!("Choose a section or heading that exists."),
            );
        }
    }

    pub(super) fn asset(&mut self, path: &str, at: &str) {
        let target = self.scope.resolve(path);
        if matches!(target, Target::Existing { .. }) && !is_own_file(path) {
            self.existing(path, at);
        } else if matches!(target, Target::Outside { .. })
            && self.scope.outside_picture(path).is_some()
        {
            self.add(
                &rule::OUTSIDE_PICTURE,
                at,
                say!("This picture lies on another server, which learns who reads the page"),
                say!("Add the picture to this site and choose it here."),
            );
        } else if !matches!(target, Target::Asset { .. }) {
            self.add(
                &rule::MISSING_FILE,
                at,
                say!("The file {path} is missing", path),
                say!("Choose another file, or add it again."),
            );
        }
    }
}
