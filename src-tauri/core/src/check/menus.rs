//! Problems of the links in the header and the footer, each placed at its field of the settings.

use crate::model::PageRef;
use crate::problem::Problem;
use crate::render::links::{Broken, Scope, Target};
use crate::render::{Engine, Mode, SiteIndex};
use crate::site::{NavigationItem, SETTINGS, Site};

use super::Check;

/// All problems of the menus, as the site's first language has them.
pub fn menus(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<Problem> {
    let page = PageRef::new(site.settings.default_locale(), "/");
    let mut check = Check {
        scope: Scope::new(engine, index, site, &page, Mode::Export),
        path: SETTINGS,
        section: None,
        problems: Vec::new(),
    };
    check.menu(&site.settings.navigation, "navigation");
    check.menu(&site.settings.footer, "footer");
    check.problems
}

impl Check<'_> {
    fn menu(&mut self, items: &[NavigationItem], at: &str) {
        for (i, item) in items.iter().enumerate() {
            let at = format!("{at}.{i}");
            // A heading leads nowhere by itself. A hidden page leaves the menus until it is shown again.
            let heading = item.to.is_empty() && !item.items.is_empty();
            let hidden = self.scope.resolve(&item.to) == Target::Broken(Broken::HiddenPage);
            if !heading && !hidden {
                self.link(&item.to, &format!("{at}.to"));
            }
            self.menu(&item.items, &format!("{at}.items"));
        }
    }
}
