//! How two languages of a page stand to each other, for the window.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::message::Message;
use crate::model::PageRef;

use super::flags::Flag;

/// How a section stands to its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum RowState {
    /// The original is as it was when this was marked as in step.
    InStep,
    /// The original has changed since.
    Behind,
    /// It was never marked: nobody knows.
    Unknown,
    /// The translation does not have it.
    Missing,
    /// Only the translation has it.
    Extra,
}

/// How many sections of a page stand how. The page's own settings count as one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Standing {
    /// In step.
    pub in_step: u32,
    /// The original has changed since.
    pub behind: u32,
    /// Never compared.
    pub unknown: u32,
    /// Only in the original.
    pub missing: u32,
    /// Only in the translation.
    pub extra: u32,
}

impl Standing {
    /// Counts one section in.
    pub fn add(&mut self, state: RowState) {
        *match state {
            RowState::InStep => &mut self.in_step,
            RowState::Behind => &mut self.behind,
            RowState::Unknown => &mut self.unknown,
            RowState::Missing => &mut self.missing,
            RowState::Extra => &mut self.extra,
        } += 1;
    }
}

/// Two languages of one page, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PairView {
    /// The page that is translated.
    pub original: PageRef,
    /// Its translation.
    pub translation: PageRef,
    /// Whether the translation is there.
    pub there: bool,
    /// The page's settings first, then sections in the order of the original.
    pub rows: Vec<RowView>,
    /// How many stand how.
    pub standing: Standing,
    /// Paired sections stand in another order.
    pub reordered: bool,
    /// Why nothing can be marked, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub fault: Option<Message>,
}

/// One section in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RowView {
    /// Key of the section of the original; empty for the page's settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub original: Option<String>,
    /// Key of the section of the translation; empty for the page's settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub translation: Option<String>,
    /// How it stands.
    pub state: RowState,
    /// What differs although it must not.
    pub flags: Vec<Flag>,
    /// A person should look at it.
    pub attention: bool,
    /// Whether the original's section can be copied.
    pub copies: bool,
}

/// What to do to a translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "kebab-case")]
#[ts(export)]
pub enum TranslationEdit {
    /// Mark sections as in step, named by their key in the original; the empty key is the page's settings.
    Mark {
        /// Their keys.
        sections: Vec<String>,
    },
    /// Mark everything that both have.
    MarkAll,
    /// Copy a section from the original.
    Copy {
        /// Its key in the original.
        section: String,
    },
    /// Copy every section that is missing.
    Fill,
    /// Make the page, with everything of the original, to be translated.
    Create,
}

/// A translation edit as the window asks for it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TranslationRequest {
    /// The page that is translated.
    pub original: PageRef,
    /// Its translation.
    pub translation: PageRef,
    /// What to do.
    pub edit: TranslationEdit,
}

/// Every page in every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LanguagesView {
    /// The locale that the others are translated from.
    pub original: String,
    /// One line for each page, in site order; shared sections last.
    pub pages: Vec<LanguagesRow>,
}

/// One page in every language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LanguagesRow {
    /// Its address.
    pub address: String,
    /// Its title.
    pub title: String,
    /// Whether the original is there.
    pub original: bool,
    /// Each other locale.
    pub locales: Vec<LocaleStanding>,
}

/// How one translation of a page stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct LocaleStanding {
    /// The locale.
    pub locale: String,
    /// Whether the page is there.
    pub there: bool,
    /// How many sections stand how; all missing when the page is.
    pub standing: Standing,
    /// Differences that must not be and were not accepted.
    pub flags: u32,
    /// Sections that a person should look at.
    pub attention: u32,
}
