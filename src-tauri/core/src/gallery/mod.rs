//! A gallery for site developers: every section kind with its example, in every theme and language,
//! light and dark, with its form and what its template gets.

mod contract;
mod page;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Date;
use crate::render::{self, Engine, SiteIndex};
use crate::site::Site;

pub use contract::{Variable, contract};

/// Where the style sheet and the script of the gallery itself are.
const STYLE: &str = "gallery.css";
const SCRIPT: &str = "gallery.js";

/// A gallery as files.
#[derive(Debug, Default)]
pub struct Gallery {
    /// Its files by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Files under `/media/` of the site that it shows.
    pub media: BTreeSet<String>,
}

/// Makes the gallery. The records, pages and media of `site` are what the examples show.
pub fn gallery(engine: &Engine, site: &Site, as_of: Date) -> Gallery {
    let mut gallery = Gallery::default();
    let add = |gallery: &mut Gallery, path: String, text: String| {
        gallery.files.insert(path, text.into_bytes());
    };
    add(
        &mut gallery,
        STYLE.into(),
        include_str!("gallery.css").into(),
    );
    add(
        &mut gallery,
        SCRIPT.into(),
        include_str!("gallery.js").into(),
    );
    let all = page::Choices::of(engine, site);
    for theme in all.themes.clone() {
        let mut site = site.clone();
        site.settings.theme.clone_from(&theme);
        let index = SiteIndex::build(engine, &site, as_of);
        for (look, name) in page::LOOKS {
            let css = render::preview_css(index.css(), Some(look));
            add(&mut gallery, style_of(&theme, name), css);
        }
        for (locale, _) in &all.languages {
            let (html, media) = page::page(engine, &index, &site, &all, &theme, locale);
            add(&mut gallery, format!("{theme}/{locale}/index.html"), html);
            gallery.media.extend(media);
        }
    }
    add(
        &mut gallery,
        "index.html".into(),
        page::first(engine, &all, site),
    );
    gallery
}

/// The style sheet of a theme in a look.
fn style_of(theme: &str, look: &str) -> String {
    format!("assets/{theme}-{look}.css")
}

/// From a page of the gallery to its root.
const ROOT: &str = "../../";
