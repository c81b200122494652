//! Two languages of a page side by side: how they stand, what differs, and the edits that bring them
//! together. What a person marked is kept in `state/translations.toml`.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::message::Message;
use crate::model::PageRef;
use crate::page::Page;
use crate::problem::Problem;
use crate::say;
use crate::site::PageFile;
use crate::translation::{
    self, Change, FILE, Flag, Forms, GLOSSARY, Glossary, Languages, LanguagesRow, LanguagesView,
    LocaleStanding, Pair, PairView, Record, Records, RowState, RowView, Standing, TranslationEdit,
    TranslationRequest,
};
use crate::value::fields_to_json;
use crate::view::{EditLabel, PageView, Update};

use super::index::title_of;
use super::{Session, section_view};

/// What a session knows of translations: read from the state file, and how every page stands.
#[derive(Debug, Default)]
pub(super) struct Translations {
    records: Records,
    glossary: Glossary,
    standings: BTreeMap<PageRef, Standing>,
    /// The page that is shown beside the one on screen.
    pub(super) beside: Option<PageRef>,
}

impl Session {
    /// A page to be shown and edited beside the one on screen, without a preview of its own.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is no such page.
    pub fn open_beside(&mut self, page: &PageRef) -> Result<PageView, Error> {
        self.desk(page)?;
        self.translations.beside = Some(page.clone());
        let problems = self.check(page);
        self.tell(page, &problems);
        let file = self.file(page)?;
        let desk = self.desks.get(page).ok_or(Error::Stale("page"))?;
        Ok(PageView {
            page: page.clone(),
            revision: desk.revision,
            read_only: self.reason(file),
            front: fields_to_json(&file.page.front.fields),
            sections: (0..file.page.blocks.len())
                .map(|i| section_view(file, i, &desk.keys[i], &problems))
                .collect(),
            preview: String::new(),
            problems,
            history: self.history.view(),
            saved: self.saved(),
            overlaps: Vec::new(),
        })
    }

    /// Nothing is shown beside the page on screen any more.
    pub fn close_beside(&mut self) {
        self.translations.beside = None;
    }

    fn reason(&self, file: &PageFile) -> Option<Message> {
        self.site
            .read_only
            .clone()
            .or_else(|| file.read_only.as_ref().map(Problem::said))
    }

    /// How a page and its translation stand, section by section.
    ///
    /// # Errors
    /// [`Error::Stale`] when the original is not there.
    pub fn pair(&mut self, original: &PageRef, translation: &PageRef) -> Result<PairView, Error> {
        let originals = self.desk(original)?.keys.clone();
        let there = self.site.pages.contains_key(translation);
        let translations = if there {
            self.desk(translation)?.keys.clone()
        } else {
            Vec::new()
        };
        let empty = empty();
        let pair = self.pair_of(original, translation, &empty)?;
        let languages = self.languages(original, translation);
        let mut view = PairView {
            original: original.clone(),
            translation: translation.clone(),
            there,
            rows: Vec::new(),
            standing: Standing::default(),
            reordered: false,
            fault: self.translations.records.fault.clone(),
        };
        let settings = if there {
            pair.settings_state()
        } else {
            RowState::Missing
        };
        view.rows.push(RowView {
            original: Some(String::new()),
            translation: there.then(String::new),
            state: settings,
            flags: if there {
                pair.settings_flags(&languages)
            } else {
                Vec::new()
            },
            attention: false,
            copies: false,
        });
        let compared = pair.compared();
        for one in &compared {
            let key = |keys: &[String], i: Option<usize>| i.and_then(|i| keys.get(i).cloned());
            view.rows.push(RowView {
                original: key(&originals, one.row.original),
                translation: key(&translations, one.row.translation),
                state: one.state,
                flags: pair.flags(one, &languages),
                attention: false,
                copies: one
                    .row
                    .original
                    .is_some_and(|i| translation::can_copy(&pair.original.blocks[i])),
            });
        }
        let rows: Vec<_> = compared.iter().map(|one| one.row).collect();
        view.reordered = translation::is_reordered(&rows);
        for (i, row) in view.rows.iter_mut().enumerate() {
            view.standing.add(row.state);
            let hidden = i
                .checked_sub(1)
                .is_some_and(|i| is_hidden(&pair, &compared[i].row));
            row.attention = needs(row.state, &row.flags, hidden);
        }
        Ok(view)
    }

    /// What changed in a section of the original since its translation was marked; without a key, in
    /// the page's own settings.
    ///
    /// # Errors
    /// [`Error::Stale`] when the page or section is not there.
    pub fn original_changes(
        &mut self,
        original: &PageRef,
        translation: &PageRef,
        section: &str,
    ) -> Result<Vec<Change>, Error> {
        let keys = self.desk(original)?.keys.clone();
        let empty = empty();
        let pair = self.pair_of(original, translation, &empty)?;
        if section.is_empty() {
            return Ok(pair.settings_changes());
        }
        Ok(pair.changes(place(&keys, section)?))
    }

    /// Carries out an edit of a translation: one edit, undone as one. `now` is the time in milliseconds
    /// of any steady clock.
    ///
    /// # Errors
    /// [`Error::Stale`] when a page or section is gone, [`Error::Refused`] when it may not be done.
    /// Nothing is changed then.
    pub fn translate(&mut self, request: &TranslationRequest, now: u64) -> Result<Update, Error> {
        let TranslationRequest {
            original,
            translation,
            edit,
        } = request;
        if original.locale == translation.locale || original.address != translation.address {
            return Err(Error::Stale("page"));
        }
        let keys = self.desk(original)?.keys.clone();
        let (verb, files) = match edit {
            TranslationEdit::Mark { sections } => {
                let settings = sections.iter().any(String::is_empty);
                let sections = sections.iter().filter(|key| !key.is_empty());
                let places = sections
                    .map(|key| place(&keys, key))
                    .collect::<Result<Vec<_>, _>>()?;
                (
                    "mark",
                    self.marked(original, translation, &places, settings)?,
                )
            }
            TranslationEdit::MarkAll => {
                let empty = empty();
                let rows = self.pair_of(original, translation, &empty)?.compared();
                let both = rows.iter().filter(|one| one.row.translation.is_some());
                let places: Vec<usize> = both.filter_map(|one| one.row.original).collect();
                ("mark", self.marked(original, translation, &places, true)?)
            }
            TranslationEdit::Copy { section } => {
                let (from, to) = (self.file(original)?, self.file(translation)?);
                let text = translation::copied(&from.page, place(&keys, section)?, &to.page)?;
                ("copy", vec![(to.path.clone(), Some(text))])
            }
            TranslationEdit::Fill => {
                let (from, to) = (self.file(original)?, self.file(translation)?);
                let (text, _) = translation::filled(&from.page, &to.page, &self.body_of())?;
                ("copy", vec![(to.path.clone(), Some(text))])
            }
            TranslationEdit::Create => ("translate", self.created(original, translation)?),
        };
        let path = self.file(original)?.path.clone();
        self.transact(EditLabel::of(verb, &path), files, now)
    }

    /// The state file after sections were marked. The translation must be there.
    fn marked(
        &self,
        original: &PageRef,
        translation: &PageRef,
        sections: &[usize],
        settings: bool,
    ) -> Result<Vec<(String, Option<String>)>, Error> {
        self.file(translation)?;
        let empty = empty();
        let pair = self.pair_of(original, translation, &empty)?;
        let record = pair.marked(sections, settings, &self.languages(original, translation));
        self.recorded(original, translation, &record)
    }

    fn recorded(
        &self,
        original: &PageRef,
        translation: &PageRef,
        record: &Record,
    ) -> Result<Vec<(String, Option<String>)>, Error> {
        let text = self.text_of(FILE).unwrap_or_default();
        let text = translation::written(&text, translation, &original.locale, record)?;
        Ok(vec![(FILE.to_owned(), Some(text))])
    }

    /// A new page that holds all that its original holds, known to be in step with it.
    fn created(
        &self,
        original: &PageRef,
        translation: &PageRef,
    ) -> Result<Vec<(String, Option<String>)>, Error> {
        let known = self
            .site
            .settings
            .locales
            .iter()
            .any(|l| l.tag == translation.locale);
        let from = self.file(original)?;
        if !known || from.read_only.is_some() || self.site.pages.contains_key(translation) {
            return Err(Error::Refused(say!(
                "This page cannot be made from its original: it is there already, or the original cannot be read. Nothing was changed."
            )));
        }
        let tail = from
            .path
            .split_once('/')
            .and_then(|(_, rest)| rest.split_once('/'));
        let folder = from.path.split('/').next().unwrap_or("pages");
        let path = match tail {
            Some((_, inside)) => format!("{folder}/{}/{inside}", translation.locale),
            None => translation.new_path(),
        };
        let languages = self.languages(original, translation);
        let pair = Pair {
            forms: self.forms(),
            original: &from.page,
            translation: &from.page,
            record: None,
        };
        let all: Vec<usize> = (0..from.page.blocks.len()).collect();
        let mut record = pair.marked(&all, true, &languages);
        // What is not translated yet is no difference that anybody accepted.
        record.accepted.clear();
        record
            .sections
            .iter_mut()
            .for_each(|known| known.accepted.clear());
        let mut files = vec![(path, Some(from.page.text.to_string()))];
        files.extend(self.recorded(original, translation, &record)?);
        Ok(files)
    }

    /// Every page in every language, with how each translation stands.
    pub fn languages_view(&self) -> LanguagesView {
        use rayon::prelude::*;
        let from = self.site.settings.default_locale().to_owned();
        let mut addresses: Vec<String> = self.tree().into_iter().map(|item| item.address).collect();
        let mut shared: Vec<&str> = self
            .site
            .pages
            .keys()
            .filter(|p| p.is_shared())
            .map(|p| p.address.as_str())
            .collect();
        shared.dedup();
        shared.sort_unstable();
        shared.dedup();
        addresses.extend(shared.into_iter().map(str::to_owned));
        let (site, records, glossary, forms) = (
            &self.site,
            &self.translations.records,
            &self.translations.glossary,
            self.forms(),
        );
        let pages = addresses
            .into_par_iter()
            .map(|address| languages_row(site, records, glossary, forms, &from, address))
            .collect();
        LanguagesView {
            original: from,
            pages,
        }
    }

    fn languages<'a>(&'a self, original: &'a PageRef, translation: &'a PageRef) -> Languages<'a> {
        Languages {
            original: &original.locale,
            translation: &translation.locale,
            glossary: &self.translations.glossary,
        }
    }

    fn forms(&self) -> Forms<'_> {
        Forms {
            kinds: &self.engine.kinds,
            page: &self.engine.page_form,
        }
    }

    fn pair_of<'a>(
        &'a self,
        original: &PageRef,
        translation: &PageRef,
        empty: &'a Page,
    ) -> Result<Pair<'a>, Error> {
        let other = self.site.pages.get(translation);
        Ok(Pair {
            forms: self.forms(),
            original: &self.file(original)?.page,
            translation: other.map_or(empty, |file| &file.page),
            record: self.translations.records.get(translation, &original.locale),
        })
    }

    /// How a page stands to its original in the first language; none for an original, and for a page
    /// that has none.
    pub(super) fn standing(&self, page: &PageRef) -> Option<Standing> {
        self.translations.standings.get(page).copied()
    }

    /// Reads the state file and the glossary anew, and looks at every page.
    pub(super) fn retranslate(&mut self) {
        use rayon::prelude::*;
        self.translations.records = Records::read(&self.text_of(FILE).unwrap_or_default());
        self.translations.glossary = Glossary::read(&self.text_of(GLOSSARY).unwrap_or_default());
        let pages: Vec<&PageRef> = self.site.pages.keys().collect();
        let (site, records, forms) = (&self.site, &self.translations.records, self.forms());
        let standings = pages
            .into_par_iter()
            .filter_map(|page| Some((page.clone(), standing_of(site, records, forms, page)?)))
            .collect();
        self.translations.standings = standings;
        self.index_stale = true;
    }

    /// Looks again at a page that changed, and at its translations when it is an original.
    pub(super) fn restate(&mut self, page: &PageRef) {
        let default = self.site.settings.default_locale();
        let mut concerned = vec![page.clone()];
        if page.locale == default {
            let others = self
                .site
                .settings
                .locales
                .iter()
                .filter(|l| l.tag != default);
            concerned = others
                .map(|l| PageRef::new(&*l.tag, &*page.address))
                .collect();
        }
        for page in concerned {
            let now = standing_of(&self.site, &self.translations.records, self.forms(), &page);
            let before = match now {
                Some(now) => self.translations.standings.insert(page, now),
                None => self.translations.standings.remove(&page),
            };
            self.index_stale |= before != now;
        }
    }

    /// Whether a file says something of translations.
    pub(super) fn is_of_translations(path: &str) -> bool {
        path == FILE || path == GLOSSARY
    }
}

fn empty() -> Page {
    crate::page::parse("", None, &|_| None)
}

fn place(keys: &[String], key: &str) -> Result<usize, Error> {
    keys.iter()
        .position(|known| known == key)
        .ok_or(Error::Stale("section"))
}

fn is_hidden(pair: &Pair<'_>, row: &translation::Row) -> bool {
    match (row.original, row.translation) {
        (Some(i), None) => pair.original.blocks[i].has("hidden"),
        (None, Some(j)) => pair.translation.blocks[j].has("hidden"),
        _ => false,
    }
}

/// Whether a person should look at a section: what nobody sees may wait.
fn needs(state: RowState, flags: &[Flag], hidden: bool) -> bool {
    matches!(state, RowState::Behind)
        || (matches!(state, RowState::Missing | RowState::Extra) && !hidden)
        || flags.iter().any(|flag| !flag.accepted)
}

fn standing_of(
    site: &crate::site::Site,
    records: &Records,
    forms: Forms<'_>,
    page: &PageRef,
) -> Option<Standing> {
    let from = site.settings.default_locale();
    let translation = site.pages.get(page)?;
    if page.locale == from {
        return None;
    }
    let original = site.pages.get(&PageRef::new(from, &*page.address))?;
    let pair = Pair {
        forms,
        original: &original.page,
        translation: &translation.page,
        record: records.get(page, from),
    };
    Some(pair.standing())
}

fn languages_row(
    site: &crate::site::Site,
    records: &Records,
    glossary: &Glossary,
    forms: Forms<'_>,
    from: &str,
    address: String,
) -> LanguagesRow {
    let first = PageRef::new(from, &*address);
    let original = site.pages.get(&first);
    let others = site.settings.locales.iter().filter(|l| l.tag != from);
    let locales: Vec<LocaleStanding> = others
        .map(|locale| {
            let page = PageRef::new(&*locale.tag, &*address);
            let translation = site.pages.get(&page);
            let mut found = LocaleStanding {
                locale: locale.tag.clone(),
                there: translation.is_some(),
                standing: Standing::default(),
                flags: 0,
                attention: 0,
            };
            match (original, translation) {
                (Some(original), Some(translation)) => {
                    let pair = Pair {
                        forms,
                        original: &original.page,
                        translation: &translation.page,
                        record: records.get(&page, from),
                    };
                    let languages = Languages {
                        original: from,
                        translation: &locale.tag,
                        glossary,
                    };
                    count(&pair, &languages, &mut found);
                }
                (Some(original), None) => {
                    let sections = original.page.blocks.len() + 1;
                    found.standing.missing = u32::try_from(sections).unwrap_or(u32::MAX);
                    found.attention = found.standing.missing;
                }
                _ => {}
            }
            found
        })
        .collect();
    let any = original.or_else(|| {
        locales
            .iter()
            .find_map(|l| site.pages.get(&PageRef::new(&*l.locale, &*address)))
    });
    LanguagesRow {
        title: any.and_then(title_of).unwrap_or_else(|| address.clone()),
        original: original.is_some(),
        address,
        locales,
    }
}

fn count(pair: &Pair<'_>, languages: &Languages<'_>, found: &mut LocaleStanding) {
    let mut add = |state: RowState, flags: Vec<Flag>, hidden: bool| {
        found.standing.add(state);
        let open = flags.iter().filter(|flag| !flag.accepted).count();
        found.flags += u32::try_from(open).unwrap_or(u32::MAX);
        found.attention += u32::from(needs(state, &flags, hidden));
    };
    add(pair.settings_state(), pair.settings_flags(languages), false);
    for one in pair.compared() {
        add(
            one.state,
            pair.flags(&one, languages),
            is_hidden(pair, &one.row),
        );
    }
}
