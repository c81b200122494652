//! Faults in content, as plain data: a broken site opens and says what is wrong.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::message::Message;
use crate::rule::Rule;

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

/// Where words stand in the text of a field, in UTF-16 units, as the window counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Span {
    /// The first unit.
    pub start: u32,
    /// The unit behind the last.
    pub end: u32,
}

/// What can be done about a problem at the press of a button.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "does")]
#[ts(export)]
pub enum Fix {
    /// The words at the span become one of these.
    Words {
        /// What stands there now.
        was: String,
        /// What may stand there instead, the likeliest first.
        with: Vec<String>,
    },
    /// The field gets another value.
    Value {
        /// What it holds now.
        was: String,
        /// What it may hold instead, the likeliest first.
        with: Vec<String>,
    },
    /// An address is replaced wherever the site uses it.
    Address {
        /// The address.
        was: String,
        /// What may replace it, the likeliest first.
        with: Vec<String>,
    },
    /// The item of the list, or the whole section, is taken out.
    Remove,
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
    /// The words that it is about with those around them, as they are seen. A problem that is ignored
    /// comes back when they change.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Where in the field's text it is.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// What can be done about it at the press of a button.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// The lines of the file that it is about, where they help: those of a template.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
}

impl Problem {
    /// What `rule` finds in `file`; line, section and field are set afterwards by the one who knows them.
    pub fn new(rule: &Rule, file: &str, message: Message, hint: Message) -> Self {
        Self {
            severity: rule.severity,
            code: rule.code.to_owned(),
            place: Place {
                file: file.to_owned(),
                ..Place::default()
            },
            message,
            hint,
            about: None,
            span: None,
            fix: None,
            excerpt: None,
        }
    }

    /// The same problem where it matters less than its rule says.
    #[must_use]
    pub fn milder(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same problem with the lines that it is about.
    #[must_use]
    pub fn with_excerpt(mut self, excerpt: String) -> Self {
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

    /// The same problem at a field.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.place.field = Some(field.into());
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
