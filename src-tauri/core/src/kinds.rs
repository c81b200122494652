//! Section kinds and collections as data: which fields a form has and what each accepts.
//!
//! A kind is `templates/kinds/<kind>.toml` plus one template per theme; a collection is
//! `templates/collections/<collection>.toml`. Both are embedded in the program.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::model::Localised;

/// What the body of a section is made of (page-format.md, rule 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub enum BodyType {
    /// TOML fields only.
    #[serde(rename = "fields")]
    Fields,
    /// Markdown only.
    #[serde(rename = "markdown")]
    Markdown,
    /// TOML, a line `---`, Markdown.
    #[serde(rename = "fields+markdown")]
    Both,
}

/// The name under which the Markdown body of a section is a field of its form.
pub const BODY: &str = "body";

/// What a field accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// Several lines of plain text.
    Multiline,
    /// Texts, one on each line.
    Lines,
    /// Rich text kept as Markdown.
    Markdown,
    /// HTML that somebody wrote by hand; what could run is taken out of every output.
    Html,
    /// Yes or no.
    Flag,
    /// A number.
    Number,
    /// A day.
    Date,
    /// One of `options`.
    Choice,
    /// A page address, outside address, mail address, telephone number or asset.
    Link,
    /// A file under `media/`.
    Asset,
    /// Groups of `fields`, in order.
    List,
    /// One group of `fields`.
    Group,
    /// The id of one record of `collection`.
    Record,
    /// Ids of records of `collection`, in order; empty means all that are public.
    Records,
    /// The id of a shared section.
    Shared,
}

/// One value of a choice.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChoiceOption {
    /// The value in the file.
    pub value: String,
    /// What the person sees.
    pub label: Localised,
}

/// One input of a form.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Field {
    /// Name in the file; set by the loader from the table's key.
    #[serde(default)]
    pub name: String,
    /// What it accepts.
    pub kind: FieldKind,
    /// What the person sees above it.
    pub label: Localised,
    /// One sentence of help below the label.
    #[serde(default)]
    pub help: Localised,
    /// Must not be empty for a release.
    #[serde(default)]
    pub required: bool,
    /// One value per locale (records only).
    #[serde(default)]
    pub localised: bool,
    /// Kept out of every output (records only: owner, notes).
    #[serde(default)]
    pub internal: bool,
    /// Decides how a section looks, or what it lists, and says nothing by itself: not part of twins.
    #[serde(default)]
    pub look: bool,
    /// For `records`: the name of a choice beside it and in the records; when it is set, only records of
    /// that choice are shown.
    #[serde(default)]
    pub only: Option<String>,
    /// Longest text, in characters; fewest and most are advice shown while typing.
    #[serde(default)]
    pub max: Option<u32>,
    /// Choices, for `choice`.
    #[serde(default)]
    pub options: Vec<ChoiceOption>,
    /// Inner fields, for `list` and `group`.
    #[serde(default, deserialize_with = "named")]
    #[ts(as = "Vec<Field>")]
    pub fields: Vec<Field>,
    /// For `list`: inner fields of which each item needs at least one.
    #[serde(default)]
    pub any: Vec<String>,
    /// Which inner field names an item in a closed list row.
    #[serde(default)]
    pub summary: Option<String>,
    /// What one item is called on the "Add …" button.
    #[serde(default)]
    pub item: Localised,
    /// For `record` and `records`.
    #[serde(default)]
    pub collection: Option<String>,
    /// For `asset`: `image`, `document` or empty for any.
    #[serde(default)]
    pub accept: String,
    /// Show only when another field of the same group has this value: `{ field = "style", is = "split" }`.
    #[serde(default)]
    pub when: Option<When>,
    /// The one theme whose sites show it.
    #[serde(default)]
    pub theme: Option<String>,
}

/// A condition on a sibling field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct When {
    /// The sibling's name.
    pub field: String,
    /// The value it must have, compared as text; empty stands for "not set".
    pub is: String,
}

/// What is never typed by hand, and found by looking at the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Derived {
    /// The pages below the address in the field `from` (else below the page itself) whose settings have
    /// a `date`, newest first; at most as many as the field `most` says.
    Articles,
    /// The headings of the page that have a name, in order.
    Headings,
    /// What happened to the subprocessors so far, newest first.
    Changes,
    /// What was released so far, newest first.
    Releases,
    /// The documents that visitors can have or could have in earlier releases, each with its digest.
    Copies,
}

impl Derived {
    /// What templates and twins call what was found.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Headings => "headings",
            Self::Changes => "changes",
            Self::Releases => "releases",
            Self::Copies => "copies",
        }
    }
}

/// One section kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Kind {
    /// Its name in the file, from the file's own name.
    #[serde(default)]
    pub name: String,
    /// What the person sees.
    pub label: Localised,
    /// "Use this when …", one sentence for the picker.
    pub usage: Localised,
    /// Group in the picker: `text`, `lists`, `evidence`, `media` or `contact`.
    pub group: String,
    /// Lucide icon name.
    pub icon: String,
    /// What its body is made of.
    pub body: BodyType,
    /// Whether it usually stands beside the text.
    #[serde(default)]
    pub aside: bool,
    /// Whether it spans the page above the columns when it comes first.
    #[serde(default)]
    pub wide: bool,
    /// What else its template gets: `articles`, the pages with a date below an address.
    #[serde(default)]
    pub derived: Option<Derived>,
    /// Which field names a section in a closed card.
    #[serde(default)]
    pub summary: Option<String>,
    /// Its form, in order. A Markdown body is the field named `body`.
    #[serde(default, deserialize_with = "named")]
    #[ts(as = "Vec<Field>")]
    pub fields: Vec<Field>,
    /// What a new section of this kind holds, by locale: the text between its fences.
    #[serde(default)]
    pub example: Localised,
}

/// One collection of records.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Collection {
    /// Its name, from the file's own name; the records are in `records/<name>.toml`.
    #[serde(default)]
    pub name: String,
    /// What the person sees.
    pub label: Localised,
    /// What one record is called in a sentence.
    #[serde(default)]
    pub item: Localised,
    /// Lucide icon name.
    pub icon: String,
    /// The field that names a record in lists.
    pub title: String,
    /// Edited on a screen of its own rather than among the records.
    #[serde(default)]
    pub apart: bool,
    /// Which dates decide what its records say, if any do.
    #[serde(default)]
    pub states: Option<States>,
    /// The form of a record.
    #[serde(default, deserialize_with = "named")]
    #[ts(as = "Vec<Field>")]
    pub fields: Vec<Field>,
}

/// The dates that decide what a record says on a day. The state itself is never typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct States {
    /// The dates from which it holds; the first that is there counts.
    #[serde(default)]
    pub starts: Vec<String>,
    /// The last day on which it holds.
    #[serde(default)]
    pub ends: Option<String>,
    /// The date for which it is planned while it has not begun.
    #[serde(default)]
    pub expected: Option<String>,
    /// How many days before its end it is said to end soon; 90 when it does not say.
    #[serde(default)]
    pub soon: Option<u16>,
    /// States in which lists leave a record out.
    #[serde(default)]
    pub unlisted: Vec<String>,
    /// What the states are called here, where the usual words do not fit.
    #[serde(default)]
    pub labels: BTreeMap<String, Localised>,
}

/// A table of fields by name becomes a list of fields that know their names.
pub(crate) fn named<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Field>, D::Error> {
    let map = IndexMap::<String, Field>::deserialize(deserializer)?;
    Ok(map
        .into_iter()
        .map(|(name, field)| Field { name, ..field })
        .collect())
}

/// The order of the picker's groups.
fn group_rank(group: &str) -> usize {
    let order = ["text", "lists", "evidence", "media", "contact"];
    order
        .iter()
        .position(|g| *g == group)
        .unwrap_or(order.len())
}

/// All kinds and collections the engine knows.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    kinds: IndexMap<String, Kind>,
    collections: IndexMap<String, Collection>,
}

impl Kinds {
    /// Reads kinds and collections from `(file stem, TOML text)` pairs.
    ///
    /// # Errors
    /// [`Error::Template`] naming the file when one cannot be read.
    pub fn read<'a>(
        kinds: impl IntoIterator<Item = (&'a str, &'a str)>,
        collections: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Error> {
        let mut all = Self::default();
        for (name, text) in kinds {
            all.add_kind(name, text)
                .map_err(|e| Error::Template(format!("kinds/{name}.toml: {e}")))?;
        }
        for (name, text) in collections {
            all.add_collection(name, text)
                .map_err(|e| Error::Template(format!("collections/{name}.toml: {e}")))?;
        }
        all.sort();
        Ok(all)
    }

    /// Adds a kind, or puts it in place of the one of that name.
    pub(crate) fn add_kind(&mut self, name: &str, text: &str) -> Result<(), toml::de::Error> {
        let kind: Kind = toml::from_str(text)?;
        let name = name.to_owned();
        self.kinds.insert(name.clone(), Kind { name, ..kind });
        Ok(())
    }

    /// Adds a collection, or puts it in place of the one of that name.
    pub(crate) fn add_collection(&mut self, name: &str, text: &str) -> Result<(), toml::de::Error> {
        let collection: Collection = toml::from_str(text)?;
        let name = name.to_owned();
        let collection = Collection {
            name: name.clone(),
            ..collection
        };
        self.collections.insert(name, collection);
        Ok(())
    }

    /// Puts the kinds in the order of the picker.
    pub(crate) fn sort(&mut self) {
        self.kinds.sort_by(|_, a, _, b| {
            group_rank(&a.group)
                .cmp(&group_rank(&b.group))
                .then_with(|| a.name.cmp(&b.name))
        });
    }

    /// The kind called `name`.
    pub fn get(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    /// The collection called `name`.
    pub fn collection(&self, name: &str) -> Option<&Collection> {
        self.collections.get(name)
    }

    /// Every kind, in the order of the picker.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.values()
    }

    /// Every collection.
    pub fn collections(&self) -> impl Iterator<Item = &Collection> {
        self.collections.values()
    }

    /// The collections that are edited among the records.
    pub fn listed(&self) -> impl Iterator<Item = &Collection> {
        self.collections().filter(|collection| !collection.apart)
    }

    /// What the body of `kind` is made of; `None` for an unknown kind.
    pub fn body_of(&self, kind: &str) -> Option<BodyType> {
        self.kinds.get(kind).map(|k| k.body)
    }
}
