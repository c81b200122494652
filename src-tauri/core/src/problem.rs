//! Faults in content, as plain data: a broken site opens and says what is wrong.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::message::Message;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Severity {
    /// Stops a release; never stops editing or export.
    Blocker,
    /// Should be fixed, or ignored for a stated reason.
    Warning,
    /// Worth knowing.
    Tip,
}

/// Where in a site a problem is. Lines and columns count from 1; a column counts characters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Place {
    /// Site path of the file, `/`-separated, for example `pages/en/index.md`.
    pub file: String,
    /// Line in the file.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column in the line.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The block of the page (position from 0 among all its blocks), when the file is a page.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<u32>,
    /// Dotted path of the field inside the section, for example `items.2.to`.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// A fault in content: where it is, what it is, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// Stable name of the check, kebab-case, for example `broken-link`.
    pub code: String,
    /// Where it is.
    pub place: Place,
    /// What is wrong, one plain sentence without a final code or path.
    pub message: Message,
    /// What to do about it, one plain sentence; empty when the message says it all.
    pub hint: Message,
    /// The lines of the file that it is about, where they help: those of a template.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
}

impl Problem {
    /// A problem in `file`; line, section and field are set afterwards by the one who knows them.
    pub fn new(
        severity: Severity,
        code: &str,
        file: &str,
        message: Message,
        hint: Message,
    ) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            place: Place {
                file: file.to_owned(),
                ..Place::default()
            },
            message,
            hint,
            excerpt: None,
        }
    }

    /// The same problem with the lines that it is about.
    #[must_use]
    pub fn about(mut self, excerpt: String) -> Self {
        self.excerpt = Some(excerpt);
        self
    }

    /// The same problem at a line and column.
    #[must_use]
    pub fn at(mut self, line: u32, column: u32) -> Self {
        self.place.line = Some(line);
        self.place.column = Some(column);
        self
    }

    /// The same problem in a section (position among the page's blocks) and, if known, a field.
    #[must_use]
    pub fn in_section(mut self, section: usize, field: Option<String>) -> Self {
        self.place.section = u32::try_from(section).ok();
        self.place.field = field;
        self
    }

    /// What is wrong and what to do, as sentences.
    pub fn said(&self) -> Message {
        self.message.and(&self.hint)
    }
}
