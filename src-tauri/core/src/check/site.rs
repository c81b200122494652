//! Problems that only a look at the whole site finds.

use std::collections::BTreeMap;

use crate::problem::Problem;
use crate::render::{self, Engine, SiteIndex};
use crate::rule;
use crate::say;
use crate::site::{SETTINGS, Site};

use super::{brand, form, menus, outputs, records, security_txt};

/// Problems outside pages that are found by looking at the whole: records, titles used twice, colours,
/// languages.
pub fn site(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<Problem> {
    let mut problems = records(engine, index, site);
    problems.extend(engine.faults().iter().map(render::Fault::problem));
    problems.extend(render::faults_around(engine, index, site));
    // Without a web address, and among the files of another program, there is none.
    let written = !site.settings.address.is_empty() && !engine.theme(site).traits.fragments;
    problems.extend(security_txt::problems(site, index.day(), written));
    problems.extend(outputs::problems(engine, index, site));
    let mut titles = BTreeMap::new();
    for (page, file) in &site.pages {
        let Some(info) = index.page(&page.locale, &page.address) else {
            continue;
        };
        if let Some(first) = titles.insert((page.locale.as_str(), info.title.as_str()), &file.path)
        {
            problems.push(Problem::new(
                &rule::SAME_TITLE,
                &file.path,
                say!(
                    "“{title}” is also the title of {first}",
                    title = info.title,
                    first
                ),
                say!("Give each page a title of its own, so that visitors can tell them apart."),
            ));
        }
    }
    problems.extend(brand::problems(site));
    problems.extend(form::problems(engine, index, site));
    if site.settings.name.is_empty() {
        problems.push(Problem::new(
            &rule::NO_NAME,
            SETTINGS,
            say!("The site has no name"),
            say!("Give it one in the settings."),
        ));
    }
    if index.page(site.settings.default_locale(), "/").is_none() {
        problems.push(Problem::new(
            &rule::NO_FRONT_PAGE,
            SETTINGS,
            say!("The site has no front page in its first language"),
            say!("Add a page at the address /."),
        ));
    }
    problems.extend(menus(engine, index, site));
    problems.extend(crate::redirects::problems(index, site));
    problems
}
