//! The review file: one page of HTML that shows what would change for the public, works in any browser
//! without a connection, and gives back an answer file.

mod assets;
mod frame;
mod view;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::json;
use tera::value::Key;
use tera::{Context, Kwargs, State, Tera, Value};

use crate::bundle::Bundle;
use crate::changes::{Changes, PageChanges, PageTurn};
use crate::error::Error;
use crate::message::{Language, Message};
use crate::model::{Date, PageRef};
use crate::problem::Problem;
use crate::render::{SiteIndex, escape, output_path};
use crate::site::Site;

use super::answer::FORMAT;
use super::{seen_of, standing};
use assets::Assets;
use frame::Frame;
use view::{About, PageView, ProblemView};

const PAGE: &str = include_str!("file/page.html");
const ONE: &str = include_str!("file/one.html");
const STYLE: &str = include_str!("file/style.css");
const SCRIPT: &str = include_str!("file/script.js");
/// Pages before and after that are put into the file, in bytes; those behind are only described.
const MOST_PAGES: usize = 24 * 1024 * 1024;

/// What a review is of.
pub struct Reviewed<'a> {
    /// The site, with everything saved.
    pub site: &'a Site,
    /// Where its pages are written.
    pub index: &'a SiteIndex,
    /// What is published now; none when there is no release yet.
    pub before: Option<&'a Bundle>,
    /// What would be published.
    pub after: &'a Bundle,
    /// What differs between the two.
    pub changes: &'a Changes,
    /// What is not in order.
    pub problems: &'a [Problem],
}

/// What is written beside the changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Who sends it; perhaps empty.
    pub by: String,
    /// What the reviewer should know; perhaps empty.
    pub note: String,
    /// The day.
    pub day: Date,
    /// The language that it opens in where the browser speaks neither.
    pub language: Language,
}

/// Called with pages done and pages in all; answers `false` to stop.
pub type OnProgress<'a> = &'a (dyn Fn(u32, u32) -> bool + Sync);

/// Makes the review file: always the same for the same input.
///
/// # Errors
/// [`Error::Cancelled`]; [`Error::Template`]; whatever keeps the bundles from being read.
pub fn file(of: &Reviewed<'_>, letter: &Letter, progress: OnProgress<'_>) -> Result<String, Error> {
    let mut made = Made {
        of,
        assets: Assets::default(),
        frames: Vec::new(),
        bytes: 0,
    };
    let pages = made.pages(progress)?;
    let (layout, pages): (Vec<PageView>, Vec<PageView>) = pages
        .into_iter()
        .partition(|page| page.turn == PageTurn::Layout);
    let site = Message::of_site(&of.site.settings.name);
    let words = words::words(&site);
    let data = made.data(&words);
    let review = &of.site.settings.review;
    let roles = review.roles.iter().map(|role| RoleView {
        name: &role.name,
        label: Message::of_site(&role.named()),
    });
    let people: Vec<&str> = review.people.iter().map(|one| one.name.as_str()).collect();
    let mut context = Context::new();
    context.insert("language", letter.language.tag());
    context.insert("title", words["title"].get(letter.language));
    context.insert("policy", &policy(&made.assets));
    context.insert("style", STYLE);
    context.insert("script", SCRIPT);
    context.insert("data", &data);
    context.insert("site", &site);
    context.insert("by", &letter.by);
    context.insert("note", &letter.note);
    context.insert("day", &letter.day.to_string());
    context.insert("address", &of.site.settings.address);
    context.insert("compared", &words::compared(&of.changes.before));
    context.insert(
        "counts",
        &words::counts(of.changes.pages.len(), of.changes.list.len()),
    );
    context.insert("root", &of.changes.after.root);
    context.insert("roles", &roles.collect::<Vec<_>>());
    context.insert("people", &people);
    context.insert("around", &made.around());
    context.insert("pages", &pages);
    context.insert("layout", &layout);
    context.insert("words", &words);
    rendered(&context)
}

#[derive(Serialize)]
struct RoleView<'a> {
    name: &'a str,
    label: Message,
}

/// What may run and load: the script and the style sheets of the file, pictures in it, and nothing else.
fn policy(assets: &Assets) -> String {
    let own = assets::digest(STYLE);
    let styles: BTreeSet<&str> = assets
        .styles
        .iter()
        .map(String::as_str)
        .chain([own.as_str()])
        .collect();
    let styles: Vec<&str> = styles.into_iter().collect();
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; font-src data:; base-uri 'none'; form-action 'none'",
        assets::digest(SCRIPT),
        styles.join(" ")
    )
}

fn rendered(context: &Context) -> Result<String, Error> {
    let failed = |e: tera::Error| Error::Template(e.to_string());
    let mut tera = Tera::new();
    tera.register_filter("both", |value: &Value, _: Kwargs, _: &State<'_>| -> tera::TeraResult<Value> {
        let say = |language: Language| {
            let text = value.as_map().and_then(|map| map.get(&Key::from(language.tag())));
            let text = text.and_then(Value::as_str).unwrap_or_default();
            escape(text).into_owned()
        };
        let (en, zh) = (say(Language::English), say(Language::Chinese));
        Ok(Value::safe_string(&format!(
            "<span class=\"en\" lang=\"en\">{en}</span><span class=\"zh\" lang=\"zh-Hans\">{zh}</span>"
        )))
    });
    tera.add_raw_templates([("one.html", ONE), ("page.html", PAGE)])
        .map_err(failed)?;
    tera.render("page.html", context).map_err(failed)
}

/// The parts of a review file while it is made.
struct Made<'a> {
    of: &'a Reviewed<'a>,
    assets: Assets,
    frames: Vec<String>,
    bytes: usize,
}

impl Made<'_> {
    fn pages(&mut self, progress: OnProgress<'_>) -> Result<Vec<PageView>, Error> {
        let changes = self.of.changes;
        let standing = standing(self.of.site, changes);
        let total = u32::try_from(changes.pages.len()).unwrap_or(u32::MAX);
        // What says something else is put in first, in case there is too much.
        let mut order: Vec<usize> = (0..changes.pages.len()).collect();
        order.sort_by_key(|n| changes.pages[*n].turn == PageTurn::Layout);
        let mut views = Vec::new();
        for (done, n) in (0..).zip(order) {
            if !progress(done, total) {
                return Err(Error::Cancelled);
            }
            let page = &changes.pages[n];
            let about = About {
                site: self.of.site,
                standing: standing.get(n),
                problems: self.problems(page),
                frames: self.both(page)?,
                bundles: [self.of.before, Some(self.of.after)],
            };
            views.push(PageView::new(n, page, &changes.list, about));
        }
        views.sort_by_key(|view| view.n);
        Ok(views)
    }

    /// The page before and after, each with its number.
    fn both(&mut self, page: &PageChanges) -> Result<[Option<(usize, Frame)>; 2], Error> {
        let ids = |after: bool| -> BTreeSet<&str> {
            let places = page.places.iter().flatten();
            let there = places.filter(|one| if after { one.after } else { one.before }.is_some());
            there
                .map(|one| one.id.as_str())
                .filter(|id| !id.is_empty())
                .collect()
        };
        let was = page.from.as_deref().unwrap_or(&page.path);
        let before = self.of.before.filter(|_| page.before.is_some());
        let after = Some(self.of.after).filter(|_| page.after.is_some());
        Ok([
            self.frame(before, was, &ids(false))?,
            self.frame(after, &page.path, &ids(true))?,
        ])
    }

    fn frame(
        &mut self,
        bundle: Option<&Bundle>,
        path: &str,
        marked: &BTreeSet<&str>,
    ) -> Result<Option<(usize, Frame)>, Error> {
        let Some(bundle) = bundle.filter(|_| self.bytes < MOST_PAGES) else {
            return Ok(None);
        };
        let Some(mut frame) = frame::frame(bundle, path, marked, &mut self.assets)? else {
            return Ok(None);
        };
        let html = std::mem::take(&mut frame.html);
        self.bytes += html.len();
        self.frames.push(html);
        Ok(Some((self.frames.len() - 1, frame)))
    }

    /// What is not in order on a page.
    fn problems(&self, page: &PageChanges) -> Vec<ProblemView> {
        let here = |problem: &&Problem| self.path_of(problem) == Some(page.path.as_str());
        ProblemView::all(self.of.problems.iter().filter(here))
    }

    /// What is not in order outside pages.
    fn around(&self) -> Vec<ProblemView> {
        let outside = |problem: &&Problem| PageRef::from_path(&problem.place.file).is_none();
        ProblemView::all(self.of.problems.iter().filter(outside))
    }

    /// The page of the bundle that a problem is on.
    fn path_of(&self, problem: &Problem) -> Option<&str> {
        output_path(self.of.index, &PageRef::from_path(&problem.place.file)?)
    }

    /// What the script needs, as the text of an element that no browser runs.
    fn data(&self, words: &BTreeMap<&'static str, Message>) -> String {
        let changes = self.of.changes;
        let pages = changes
            .pages
            .iter()
            .map(|page| json!({ "path": page.path, "seen": seen_of(page), "title": page.title }));
        let data = json!({
            "answer": {
                "format": FORMAT,
                "site": self.of.after.manifest().site.id(),
                "root": changes.after.root,
                "release": changes.before.release,
            },
            "words": words,
            "pages": pages.collect::<Vec<_>>(),
            "assets": self.assets.list,
            "frames": self.frames,
        });
        data.to_string().replace('<', "\\u003c")
    }
}
