//! Rules that compare the languages of a page: what is missing, behind or different.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::kinds::{Field, FieldKind, Kinds};
use crate::model::{Localised, PageRef};
use crate::problem::Problem;
use crate::render::is_hidden;
use crate::rule;
use crate::say;
use crate::site::{PageFile, Site};
use crate::translation::{Flag, Forms, Glossary, Languages, Pair, Records, RowState};
use crate::view::{Step, dotted};

use super::whole::Ground;

/// What is known of pairs of pages from the last check.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// The state file and the glossary that it was found with.
    read: (String, String),
    records: Records,
    glossary: Glossary,
    known: BTreeMap<PageRef, Known>,
}

/// A translation with the texts that it was compared with.
#[derive(Debug)]
struct Known {
    original: Arc<str>,
    translation: Arc<str>,
    problems: Vec<Problem>,
}

impl Pairs {
    /// Compares what changed; answers with everything that differs now.
    pub(super) fn check(&mut self, ground: &Ground<'_>) -> Vec<Problem> {
        let site = ground.site;
        if (&*self.read.0, &*self.read.1) != (ground.translations, ground.glossary) {
            self.read = (ground.translations.to_owned(), ground.glossary.to_owned());
            self.records = Records::read(ground.translations);
            self.glossary = Glossary::read(ground.glossary);
            self.known.clear();
        }
        let first = site.settings.default_locale();
        self.known
            .retain(|page, _| original_of(site, page).is_some());
        let mut problems = missing_pages(site, first);
        for (page, file) in &site.pages {
            let Some(original) = original_of(site, page) else {
                continue;
            };
            let same = self.known.get(page).is_some_and(|known| {
                Arc::ptr_eq(&known.original, &original.page.text)
                    && Arc::ptr_eq(&known.translation, &file.page.text)
            });
            if !same {
                let known = Known {
                    original: Arc::clone(&original.page.text),
                    translation: Arc::clone(&file.page.text),
                    problems: self.compare(ground, first, original, page, file),
                };
                self.known.insert(page.clone(), known);
            }
            problems.extend(self.known[page].problems.iter().cloned());
        }
        problems
    }

    fn compare(
        &self,
        ground: &Ground<'_>,
        first: &str,
        original: &PageFile,
        page: &PageRef,
        file: &PageFile,
    ) -> Vec<Problem> {
        if is_hidden(original) || is_hidden(file) {
            return Vec::new();
        }
        let pair = Pair {
            forms: Forms {
                kinds: &ground.engine.kinds,
                page: &ground.engine.page_form,
            },
            original: &original.page,
            translation: &file.page,
            record: self.records.get(page, first),
        };
        let languages = Languages {
            original: first,
            translation: &page.locale,
            glossary: &self.glossary,
        };
        let mut found = Vec::new();
        let settings = pair.settings_state() == RowState::Behind;
        found.extend(settings.then(|| behind(file, None, &original.path)));
        let flags = pair.settings_flags(&languages);
        found.extend(flags.iter().filter_map(|flag| differs(file, None, flag)));
        for one in pair.compared() {
            let (i, j) = (one.row.original, one.row.translation);
            let shown = |block: &crate::page::Block| !block.has("hidden");
            let name = |block| name_of(&ground.engine.kinds, block);
            match (
                one.state,
                i.map(|i| &original.page.blocks[i]),
                j.map(|j| &file.page.blocks[j]),
            ) {
                (RowState::Missing, Some(block), _) if shown(block) => {
                    found.push(missing_section(file, &name(block)));
                }
                (RowState::Extra, _, Some(block)) if shown(block) => {
                    found.push(extra_section(file, j, &name(block)));
                }
                (RowState::Behind, ..) => found.push(behind(file, j, &original.path)),
                _ => {}
            }
            let mut flags = pair.flags(&one, &languages);
            let kind = j.and_then(|j| ground.engine.kinds.get(&file.page.blocks[j].kind));
            flags.retain(|flag| !kind.is_some_and(|kind| is_choice(&kind.fields, flag)));
            found.extend(flags.iter().filter_map(|flag| differs(file, j, flag)));
        }
        found
    }
}

/// The original of a page, in the first language of the site; `None` for an original and for a page
/// that has none.
fn original_of<'s>(site: &'s Site, page: &PageRef) -> Option<&'s PageFile> {
    let first = site.settings.default_locale();
    if page.locale == first || !is_of_site(site, &page.locale) {
        return None;
    }
    site.pages.get(&PageRef::new(first, &*page.address))
}

fn is_of_site(site: &Site, locale: &str) -> bool {
    site.settings
        .locales
        .iter()
        .any(|known| known.tag == locale)
}

/// Pages of the first language that another does not have.
fn missing_pages(site: &Site, first: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    let others = || {
        site.settings
            .locales
            .iter()
            .filter(|locale| locale.tag != first)
    };
    for (page, file) in site.pages.iter().filter(|(page, _)| page.locale == first) {
        if is_hidden(file) {
            continue;
        }
        for locale in others() {
            let there = site
                .pages
                .contains_key(&PageRef::new(&*locale.tag, &*page.address));
            if !there {
                let message = match page.address.strip_prefix(PageRef::SHARED) {
                    Some(id) => say!(
                        "The shared section “{id}” does not exist in {language}",
                        id,
                        language = locale.label
                    ),
                    None => say!(
                        "The page {address} does not exist in {language}",
                        address = page.address,
                        language = locale.label
                    ),
                };
                let hint = say!("Translate it, or say why it is not needed there.");
                found.push(Problem::new(
                    &rule::TRANSLATION_MISSING,
                    &file.path,
                    message,
                    hint,
                ));
            }
        }
    }
    found
}

fn missing_section(file: &PageFile, name: &Localised) -> Problem {
    let message = say!(
        "The original has a section that is missing here: {name}",
        name
    );
    let hint = say!("Copy it from the original and translate it.");
    Problem::new(&rule::TRANSLATION_MISSING, &file.path, message, hint)
}

fn extra_section(file: &PageFile, at: Option<usize>, name: &Localised) -> Problem {
    let message = say!("The original does not have this section: {name}", name);
    let hint = say!("Add it to the original too, or say why it is only here.");
    let problem = Problem::new(&rule::TRANSLATION_EXTRA, &file.path, message, hint);
    at.map_or(problem.clone(), |at| problem.in_section(at, None))
}

fn behind(file: &PageFile, at: Option<usize>, original: &str) -> Problem {
    let message = match at {
        Some(_) => say!("The original of this section has changed since it was translated"),
        None => say!("The title or summary of the original has changed since it was translated"),
    };
    let hint = say!("Compare the two, then mark it as in step.");
    let mut problem = Problem::new(&rule::TRANSLATION_BEHIND, &file.path, message, hint);
    // Another change of the original is another problem.
    problem.about = Some(original.to_owned());
    at.map_or(problem.clone(), |at| problem.in_section(at, None))
}

/// The problem of a difference; `None` where another rule says it, or somebody accepted it.
fn differs(file: &PageFile, at: Option<usize>, flag: &Flag) -> Option<Problem> {
    let (here, there) = (&flag.translation, &flag.original);
    if flag.accepted || matches!(&*flag.code, "language") {
        return None;
    }
    let message = match (&*flag.code, here.is_empty(), there.is_empty()) {
        ("untranslated", ..) => say!("This is the text of the original: “{here}”", here),
        ("items" | "length", ..) => say!(
            "The original has {there} entries here, the translation {here}",
            there,
            here
        ),
        (_, true, true) => say!("This section stands in the original in another way"),
        (_, true, false) => say!("“{there}” of the original is missing here", there),
        (_, false, true) => say!("“{here}” is not in the original", here),
        _ => say!(
            "The original says “{there}”, the translation “{here}”",
            there,
            here
        ),
    };
    let hint = say!("Correct one of the two, or accept the difference beside the original.");
    let mut problem = Problem::new(&rule::TRANSLATION_DIFFERS, &file.path, message, hint);
    let field = dotted(&flag.path);
    problem.place.field = (!field.is_empty()).then_some(field);
    problem.place.section = at.and_then(|at| u32::try_from(at).ok());
    problem.about = Some(flag.line());
    Some(problem)
}

/// Whether a difference is a choice: a language may show other records than another, as many of them.
fn is_choice(form: &[Field], flag: &Flag) -> bool {
    let [Step::Name(name)] = &flag.path[..] else {
        return false;
    };
    let field = form.iter().find(|field| field.name == *name);
    let swapped = !flag.original.is_empty() && !flag.translation.is_empty();
    swapped && field.is_some_and(|field| field.kind == FieldKind::Records)
}

/// What a section is called: its heading, else its kind.
fn name_of(kinds: &Kinds, block: &crate::page::Block) -> Localised {
    let text = |name: &str| block.fields()?.get(name)?.as_text().map(str::trim);
    let mut own = ["heading", "title"].iter().filter_map(|name| text(name));
    match (own.find(|text| !text.is_empty()), kinds.get(&block.kind)) {
        (Some(own), _) => Localised::One(format!("“{own}”")),
        (None, Some(kind)) => kind.label.clone(),
        (None, None) => Localised::One(format!("“{}”", block.kind)),
    }
}
