//! Pages to HTML. Preview and export share every function here; only links and marks differ.

pub(crate) mod alone;
mod apart;
mod articles;
mod brand;
mod calendar;
mod changes;
pub(crate) mod cjk;
mod contents;
mod copies;
mod crumbs;
mod csaf;
pub(crate) mod dates;
mod engine;
mod extras;
mod fault;
mod feeds;
pub(crate) mod fragment;
mod frame;
mod hosting;
pub(crate) mod icalendar;
mod index;
mod labels;
pub(crate) mod links;
mod llms;
mod look;
pub(crate) mod markdown;
mod notes;
pub(crate) mod outputs;
mod own;
mod placeholder;
pub(crate) mod places;
mod plain;
mod policy;
mod published;
mod raised;
pub(crate) mod raw;
pub(crate) mod records;
mod releases;
mod runs;
mod security_txt;
pub(crate) mod shared;
mod shown;
mod splice;
mod statement;
mod theme;
pub(crate) mod thumbnail;
mod twin;
mod values;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tera::{Map, Value as Out};

use crate::kinds::Derived;
use crate::model::PageRef;
use crate::page::Page;
use crate::problem::Problem;
use crate::site::{PageFile, Site};
use crate::value::Value;

pub use alone::sample;
pub use apart::{Program, serve_if_asked};
pub(crate) use brand::{contrast_with_white, is_colour};
pub use dates::size;
pub use engine::{Engine, templates_hash};
pub(crate) use extras::faults as faults_around;
pub use extras::{assets, extras};
pub use fault::Fault;
pub use index::SiteIndex;
use links::Scope;
pub use look::{Look, preview_css};
use own::Given;
pub(crate) use policy::csp;
pub use published::published_documents;
pub(crate) use releases::key as release_key;
pub use theme::{FILTERS, FUNCTIONS, Theme, Traits};
pub use thumbnail::thumbnail;
use twin::Twin;
use values::Resolver;

/// For whom a page is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// For visitors: relative links.
    Export,
    /// For the window: links by the `preview:` scheme, and marks that lead from the page to the form.
    Preview,
}

/// Something rendered.
#[derive(Debug, Clone, Default)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// The same page for programs, by path in the output; only when it was exported.
    pub twins: Vec<(String, String)>,
    /// Files under `/media/` that it uses.
    pub assets: BTreeSet<String>,
    /// Faults of templates; faults of content come from `check`.
    pub problems: Vec<Problem>,
    /// Whether it holds the script that compares copies of documents, the only one there is.
    pub scripted: bool,
}

/// `text` with the characters escaped that mean something in HTML.
pub fn escape(text: &str) -> Cow<'_, str> {
    if text.contains(['&', '<', '>', '"', '\'']) {
        let escaped = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        Cow::Owned(escaped.replace('"', "&quot;").replace('\'', "&#39;"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Where a page is written, `en/security/design.html`; `None` for one that visitors do not see.
pub fn output_path<'i>(index: &'i SiteIndex, page: &PageRef) -> Option<&'i str> {
    let info = index.page(&page.locale, &page.address)?;
    Some(info.file.as_str())
}

/// The whole document of a page. `keys` name its blocks in the preview; empty in export.
pub fn page(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    page: &PageRef,
    mode: Mode,
    keys: &[String],
) -> Rendered {
    let scope = Scope::new(engine, index, site, page, mode);
    document(&scope, keys, "page.html")
}

/// The whole document of a page for visitors, and its twins if the site has any.
pub fn exported(engine: &Engine, index: &SiteIndex, site: &Site, page: &PageRef) -> Rendered {
    let mut scope = Scope::new(engine, index, site, page, Mode::Export);
    scope.twins = twin::wanted(engine, site);
    scope.whole = !engine.theme(site).traits.fragments;
    document(&scope, &[], "page.html")
}

/// The inside of the `body` element of the preview.
pub fn body(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    page: &PageRef,
    keys: &[String],
) -> Rendered {
    let scope = Scope::new(engine, index, site, page, Mode::Preview);
    document(&scope, keys, "body.html")
}

/// One section's whole element; empty when it shows nothing.
pub fn section(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    page: &PageRef,
    position: usize,
    mode: Mode,
    key: &str,
) -> Rendered {
    let mut rendered = Rendered::default();
    if let Some(file) = site.pages.get(page) {
        let scope = Scope::new(engine, index, site, page, mode);
        let h1 = h1_at(engine, &file.page);
        if let Some(part) = part(
            &scope,
            file,
            position,
            h1 == Some(position),
            key,
            &mut rendered,
        ) {
            rendered.html = part.html;
        }
    }
    rendered
}

/// A rendered section and where it stands.
struct Part<'a> {
    /// Its kind; for a shared one that of what it stands for.
    kind: &'a str,
    html: String,
    /// What it says, for the page's twins.
    said: Vec<twin::Section<'a>>,
    aside: bool,
    wide: bool,
    /// Whether it is a page header.
    header: bool,
}

fn document(scope: &Scope<'_>, keys: &[String], template: &str) -> Rendered {
    let mut rendered = Rendered::default();
    let Some(file) = scope.site.pages.get(scope.page) else {
        return rendered;
    };
    let h1 = h1_at(scope.engine, &file.page);
    let mut parts = Vec::new();
    for position in 0..file.page.blocks.len() {
        let key = keys.get(position).map_or("", String::as_str);
        let h1 = h1 == Some(position);
        parts.extend(part(scope, file, position, h1, key, &mut rendered));
    }
    let said = parts
        .iter_mut()
        .flat_map(|part| part.said.drain(..))
        .collect();
    let fragments = scope.theme().traits.fragments;
    let mut context = frame::context(scope, file, &mut rendered.assets);
    if fragments {
        let headers = parts.iter().take_while(|part| part.header && !part.aside);
        context.insert("runs", runs::of(&parts[headers.count()..]));
    }
    if rendered.scripted {
        context.insert("csp", Out::from(policy::csp_with_script()));
    }
    let [top, main, aside] = columns(parts, fragments);
    if scope.twins {
        let twin = Twin::new(scope, &context, said);
        context.insert("head", Out::safe_string(&twin.head()));
        rendered.twins = twin.files();
    } else {
        context.insert("head", Out::from(""));
    }
    context.insert("top", Out::safe_string(&top));
    context.insert("main", Out::safe_string(&main));
    context.insert("aside", Out::safe_string(&aside));
    let untitled = fragments && fragment::is_untitled(file);
    context.insert("h1", Out::from(h1.is_none() && !untitled));
    let outcome = scope.theme().render(scope.mode, template, context);
    rendered
        .problems
        .extend(outcome.fault.map(|fault| fault.problem()));
    let html = outcome.html.unwrap_or_default();
    rendered.html = if scope.mode == Mode::Export && fragments {
        fragment::finished(html, file)
    } else {
        html
    };
    rendered
}

/// The parts of a page above, in and beside its main column. Wide parts at the start stand above, but
/// for those that would leave nothing for what stands beside to stand beside; only page headers do
/// where the theme has no place for others.
fn columns(parts: Vec<Part<'_>>, headers: bool) -> [String; 3] {
    let (beside, main): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.aside);
    let mut leading = main.iter().take_while(|part| part.wide).count();
    if headers || (leading == main.len() && !beside.is_empty()) {
        leading = main.iter().take_while(|part| part.header).count();
    }
    let html = |parts: &[Part<'_>]| -> String {
        parts
            .iter()
            .flat_map(|part| [part.html.as_str(), "\n"])
            .collect()
    };
    let (top, main) = main.split_at(leading);
    [html(top), html(main), html(&beside)]
}

/// The block that shows the page's one h1: the first visible page header.
fn h1_at(engine: &Engine, page: &Page) -> Option<usize> {
    page.blocks.iter().position(|block| {
        block.kind == "hero"
            && !block.has("hidden")
            && block.fields().is_some()
            && engine.kinds.get("hero").is_some()
    })
}

fn part<'a>(
    scope: &Scope<'a>,
    file: &PageFile,
    position: usize,
    h1: bool,
    key: &str,
    rendered: &mut Rendered,
) -> Option<Part<'a>> {
    let place = beside(file, position);
    part_at(scope, file, position, h1, key, rendered, place)
}

/// A section that stands at this place beside the main column, or in it: a shared one stands where the
/// section does that uses it.
fn part_at<'a>(
    scope: &Scope<'a>,
    file: &PageFile,
    position: usize,
    h1: bool,
    key: &str,
    rendered: &mut Rendered,
    place: usize,
) -> Option<Part<'a>> {
    let block = file.page.blocks.get(position)?;
    let kind = scope.engine.kinds.get(&block.kind)?;
    let fields = block.fields()?;
    if block.has("hidden") {
        return None;
    }
    if let Some(id) = shared::used_by(block) {
        return shared::part(scope, file, position, id, key, rendered);
    }
    let aside = place > 0;
    let theme = scope.theme();
    let mut resolver = Resolver {
        scope,
        unique: block.id.clone().unwrap_or_else(|| format!("s{position}")),
        assets: BTreeSet::new(),
        placeholders: scope.mode == Mode::Preview,
        waiting: Vec::new(),
    };
    let values = resolver.form(&kind.fields, fields, "");
    rendered.assets.append(&mut resolver.assets);
    let waiting = std::mem::take(&mut resolver.waiting);
    let found = kind.derived.map(|derived| match derived {
        Derived::Articles => articles::below(&resolver, fields),
        Derived::Headings => contents::of(scope, file, position),
        Derived::Changes => changes::of(&resolver),
        Derived::Releases => releases::of(&mut resolver),
        Derived::Copies => copies::of(&resolver),
    });
    rendered.assets.append(&mut resolver.assets);
    let said = scope.twins.then(|| {
        let showing = twin::Showing {
            block,
            unique: &resolver.unique,
            h1,
            shown: &values,
            source: fields,
            derived: found.as_ref(),
        };
        twin::section(scope, kind, &showing)
    });
    let mut context = Given::default();
    context.insert("f", Out::from(values));
    if let Some((derived, found)) = kind.derived.zip(found) {
        beside_derived(scope, derived, &found, &mut context, rendered);
        context.insert(derived.name(), found);
    }
    context.insert("t", theme.words(&scope.page.locale));
    context.insert("l", labels::of(scope, kind));
    let mut section = Map::new();
    section.insert("id".into(), Out::from(block.id.clone().unwrap_or_default()));
    section.insert("unique".into(), Out::from(resolver.unique));
    section.insert("kind".into(), Out::from(block.kind.as_str()));
    section.insert("aside".into(), Out::from(aside));
    section.insert("h1".into(), Out::from(h1));
    section.insert("beside".into(), Out::from(place));
    context.insert("section", Out::from(section));
    let template = format!("sections/{}.html", block.kind);
    let outcome = theme.render(scope.mode, &template, context);
    let problem = outcome
        .fault
        .map(|fault| fault.problem().in_section(position, None));
    let inside = match (outcome.html, &problem) {
        (Some(inside), _) => placeholder::marked(inside, &waiting),
        (None, Some(problem)) if scope.mode == Mode::Preview => placeholder::fault(problem, scope),
        (None, _) => {
            rendered.problems.extend(problem);
            return None;
        }
    };
    rendered.problems.extend(problem);
    // An id used twice stays with the first section that has it.
    let first = file.page.blocks[..position]
        .iter()
        .all(|earlier| earlier.id != block.id);
    let id = block.id.as_deref().filter(|_| first);
    let attribute = id.map_or_else(String::new, |id| format!(" id=\"{id}\""));
    let inside = inside.trim();
    let fragments = theme.traits.fragments;
    let html = match scope.mode {
        // The site's own style sheet counts on what stands in what.
        Mode::Export if fragments => fragment::anchored(inside, id),
        Mode::Preview if fragments => {
            format!("<div{attribute} data-td-key=\"{key}\">\n{inside}\n</div>")
        }
        _ => {
            let mark = match scope.mode {
                Mode::Preview => format!(" data-td-key=\"{key}\""),
                Mode::Export => String::new(),
            };
            let (kind, wide) = (&block.kind, if kind.wide { " s-wide" } else { "" });
            format!("<section class=\"s s-{kind}{wide}\"{attribute}{mark}>\n{inside}\n</section>")
        }
    };
    let wide = match fragments {
        true => theme.traits.wide.contains(&kind.name),
        false => kind.wide,
    };
    Some(Part {
        kind: &kind.name,
        html,
        said: said.into_iter().collect(),
        aside,
        wide,
        header: block.kind == "hero",
    })
}

/// What a template gets more where the engine found something by itself.
fn beside_derived(
    scope: &Scope<'_>,
    derived: Derived,
    found: &Out,
    context: &mut Given,
    rendered: &mut Rendered,
) {
    match derived {
        Derived::Changes => context.insert("calendar", Out::from(calendar::href(scope))),
        Derived::Releases => context.insert("proof", releases::proof(scope)),
        Derived::Copies => {
            let script = copies::script(scope, found);
            rendered.scripted |= script.is_some();
            context.insert("script", Out::safe_string(script.unwrap_or_default()));
        }
        Derived::Articles | Derived::Headings => {}
    }
}

/// The place of a section among those beside the main column, from 1; 0 in the main column.
fn beside(file: &PageFile, position: usize) -> usize {
    let blocks = &file.page.blocks;
    if !blocks.get(position).is_some_and(|block| block.has("aside")) {
        return 0;
    }
    let shown = |block: &&crate::page::Block| block.has("aside") && !block.has("hidden");
    blocks[..position].iter().filter(shown).count() + 1
}

/// Whether a page is kept out of every output.
pub(crate) fn is_hidden(file: &PageFile) -> bool {
    file.page
        .front
        .fields
        .get("hidden")
        .and_then(Value::as_flag)
        .unwrap_or(false)
}
