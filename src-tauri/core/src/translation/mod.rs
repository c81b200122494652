//! Two languages of one page side by side: which section belongs to which, whether the translation is in
//! step with its original, what changed since, and what differs although it must not.

mod changes;
mod copy;
mod dates;
mod facts;
mod flags;
mod glossary;
mod numbers;
mod numerals;
mod pair;
mod record;
#[cfg(test)]
mod tests;
mod view;

use crate::kinds::{Field, FieldKind, Kinds};
use crate::page::{Block, Page};
use crate::value::Fields;

pub use changes::Change;
pub use copy::{can_copy, copied, filled};
pub(crate) use facts::is_wide;
pub use flags::{Flag, Languages};
pub use glossary::{FILE as GLOSSARY, Glossary};
pub use pair::{Row, is_reordered, rows};
pub use record::{FILE, Known, Record, Records, renamed, settings_source, source, written};
pub use view::{
    LanguagesRow, LanguagesView, LocaleStanding, PairView, RowState, RowView, Standing,
    TranslationEdit, TranslationRequest,
};

/// What forms there are: of section kinds, and of a page's own settings.
#[derive(Clone, Copy)]
pub struct Forms<'a> {
    /// Section kinds.
    pub kinds: &'a Kinds,
    /// The form of a page's settings.
    pub page: &'a [Field],
}

/// A page and its translation, with what is known of them.
pub struct Pair<'a> {
    /// The forms.
    pub forms: Forms<'a>,
    /// The page that is translated.
    pub original: &'a Page,
    /// Its translation.
    pub translation: &'a Page,
    /// What is known.
    pub record: Option<&'a Record>,
}

/// One row of a pair: its sections, how they stand, and what is known of them.
pub struct Compared<'a> {
    /// The sections; both none for the page's own settings.
    pub row: Row,
    /// How it stands.
    pub state: RowState,
    /// The original when it was marked.
    known: Option<&'a Known>,
}

impl<'a> Pair<'a> {
    /// Every section with its state, in the order of the original, without the page's own settings.
    pub fn compared(&self) -> Vec<Compared<'a>> {
        let known = self.record.map(|record| record.of(self.original));
        let of = |i: usize| {
            known
                .as_ref()
                .and_then(|known| known.get(i).copied().flatten())
        };
        rows(self.original, self.translation)
            .into_iter()
            .map(|row| {
                let known = row.original.and_then(of);
                let state = match (row.original, row.translation) {
                    (Some(_), None) => RowState::Missing,
                    (None, _) => RowState::Extra,
                    (Some(i), Some(_)) => self.state(&self.original.blocks[i], known),
                };
                Compared { row, state, known }
            })
            .collect()
    }

    fn state(&self, block: &Block, known: Option<&Known>) -> RowState {
        let Some(known) = known else {
            return RowState::Unknown;
        };
        let now = source(self.original, block);
        if now == known.text {
            return RowState::InStep;
        }
        // Written in another way, it may still say the same.
        let then = changes::fields_of(&known.kind, &known.text, &|kind| {
            self.forms.kinds.body_of(kind)
        });
        if then.is_some() && then.as_ref() == block.fields() {
            RowState::InStep
        } else {
            RowState::Behind
        }
    }

    /// How the page's own settings stand: only their words are translated.
    pub fn settings_state(&self) -> RowState {
        let Some(then) = self.record.and_then(|record| record.settings.as_deref()) else {
            return RowState::Unknown;
        };
        if then == settings_source(self.original) {
            return RowState::InStep;
        }
        let then = changes::fields_of("", then, &|_| None);
        let then = then.map(|fields| self.words_of_settings(&fields));
        if then == Some(self.words_of_settings(&self.original.front.fields)) {
            RowState::InStep
        } else {
            RowState::Behind
        }
    }

    fn words_of_settings(&self, fields: &Fields) -> Fields {
        let is_text = |name: &str| {
            let field = self.forms.page.iter().find(|field| field.name == name);
            field.is_none_or(|field| {
                matches!(
                    field.kind,
                    FieldKind::Text | FieldKind::Multiline | FieldKind::Markdown
                )
            })
        };
        let words = fields.iter().filter(|(name, _)| is_text(name));
        words
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// How many sections stand how, the page's own settings included.
    pub fn standing(&self) -> Standing {
        let mut standing = Standing::default();
        standing.add(self.settings_state());
        for compared in self.compared() {
            standing.add(compared.state);
        }
        standing
    }

    /// What changed in a section of the original since it was marked; nothing when it is in step.
    pub fn changes(&self, i: usize) -> Vec<Change> {
        let Some(block) = self.original.blocks.get(i) else {
            return Vec::new();
        };
        let known = self.record.map(|record| record.of(self.original));
        let Some(known) = known.and_then(|known| known.get(i).copied().flatten()) else {
            return Vec::new();
        };
        let then = changes::fields_of(&known.kind, &known.text, &|kind| {
            self.forms.kinds.body_of(kind)
        });
        match (then, block.fields(), self.forms.kinds.get(&block.kind)) {
            (Some(then), Some(now), Some(kind)) => changes::changes(&kind.fields, &then, now),
            _ => changes::whole(&known.text, &source(self.original, block)),
        }
    }

    /// What changed in the words of the original's own settings since they were marked.
    pub fn settings_changes(&self) -> Vec<Change> {
        let then = self.record.and_then(|record| record.settings.as_deref());
        let then = then.and_then(|text| changes::fields_of("", text, &|_| None));
        then.map_or_else(Vec::new, |then| {
            let now = self.words_of_settings(&self.original.front.fields);
            changes::changes(self.forms.page, &self.words_of_settings(&then), &now)
        })
    }

    /// What differs between a section and its translation although it must not.
    pub fn flags(&self, compared: &Compared<'_>, languages: &Languages<'_>) -> Vec<Flag> {
        let (Some(i), Some(j)) = (compared.row.original, compared.row.translation) else {
            return Vec::new();
        };
        let (a, b) = (&self.original.blocks[i], &self.translation.blocks[j]);
        let mut found = flags::of_blocks(a, b);
        if let (true, Some(kind), Some(here), Some(there)) = (
            a.kind == b.kind,
            self.forms.kinds.get(&a.kind),
            a.fields(),
            b.fields(),
        ) {
            found.extend(flags::compare(&kind.fields, here, there, languages));
        }
        let accepted = compared.known.map_or(&[][..], |known| &known.accepted);
        accept(found, accepted)
    }

    /// What differs between the settings of both pages although it must not.
    pub fn settings_flags(&self, languages: &Languages<'_>) -> Vec<Flag> {
        let (here, there) = (&self.original.front.fields, &self.translation.front.fields);
        let found = flags::compare(self.forms.page, here, there, languages);
        accept(
            found,
            self.record.map_or(&[][..], |record| &record.accepted),
        )
    }

    /// The record after sections of the original were marked as in step, and the page's settings too
    /// when `settings` says so. What is known of sections that are gone is dropped.
    pub fn marked(&self, sections: &[usize], settings: bool, languages: &Languages<'_>) -> Record {
        let lines = |flags: Vec<Flag>| flags.iter().map(Flag::line).collect::<Vec<_>>();
        let mut record = Record {
            settings: self.record.and_then(|record| record.settings.clone()),
            accepted: self
                .record
                .map(|record| record.accepted.clone())
                .unwrap_or_default(),
            sections: Vec::new(),
        };
        if settings {
            record.settings = Some(settings_source(self.original));
            record.accepted = lines(self.settings_flags(languages));
        }
        let mut compared: Vec<Compared<'_>> = self.compared();
        compared.retain(|one| one.row.original.is_some());
        compared.sort_by_key(|one| one.row.original);
        for one in &compared {
            let Some(i) = one.row.original else { continue };
            if sections.contains(&i) {
                let block = &self.original.blocks[i];
                record.sections.push(Known {
                    kind: block.kind.clone(),
                    id: block.id.clone(),
                    text: source(self.original, block),
                    accepted: lines(self.flags(one, languages)),
                });
            } else if let Some(known) = one.known {
                record.sections.push(known.clone());
            }
        }
        record
    }
}

fn accept(mut found: Vec<Flag>, accepted: &[String]) -> Vec<Flag> {
    for flag in &mut found {
        flag.accepted = accepted.contains(&flag.line());
    }
    found
}
