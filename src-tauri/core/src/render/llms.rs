//! `llms.txt`: what the site is and where its pages stand as Markdown (llmstxt.org).

use std::fmt::Write as _;

use crate::site::Site;

use super::index::SiteIndex;
use super::twin::{beside, plain};

/// The file, in the site's first language, with the pages of every language.
pub(super) fn text(index: &SiteIndex, site: &Site) -> String {
    let settings = &site.settings;
    let first = settings.default_locale();
    let address = settings.address.trim_end_matches('/');
    let base = if address.is_empty() {
        String::new()
    } else {
        format!("{address}/")
    };
    let mut out = format!("# {}\n", plain(settings.name.get(first)));
    let summary = plain(settings.description.get(first));
    if !summary.is_empty() {
        let _ = write!(out, "\n> {summary}\n");
    }
    for locale in &settings.locales {
        let pages = site.pages.keys().filter(|page| page.locale == locale.tag);
        let shown = pages.filter_map(|page| index.page(&page.locale, &page.address));
        for (at, info) in shown.enumerate() {
            if at == 0 {
                let _ = write!(out, "\n## {}\n\n", plain(&locale.label));
            }
            let to = beside(&info.output, "md").replace(' ', "%20");
            let _ = write!(out, "- [{}]({base}{to})", plain(&info.title));
            let summary = plain(&info.summary);
            let rest = if summary.is_empty() { "" } else { ": " };
            let _ = writeln!(out, "{rest}{summary}");
        }
    }
    out
}
