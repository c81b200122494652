//! One record as visitors see it, while it is typed: in the section that shows it, by the real template.

use std::sync::Arc;

use serde::Serialize;
use ts_rs::TS;

use crate::kinds::{Field, FieldKind};
use crate::model::PageRef;
use crate::page::{Block, Content};
use crate::render::{self, Engine, SiteIndex, alone, is_hidden, thumbnail};
use crate::site::Site;
use crate::value::{Fields, Value};
use crate::view::Step;

use super::places::{self, RecordPlace};

/// Most places that are tried until one shows the record.
const MOST: usize = 20;
/// How many records may stand between a record and the section that shows it.
const DEEP: usize = 2;

/// A record as a section of the site shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RecordPreview {
    /// The section as a whole document, of its records only this one; empty when nothing shows it.
    pub html: String,
    /// Where that section stands; none when it is only an example of such a section.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub place: Option<RecordPlace>,
    /// The record is kept out of every output.
    pub hidden: bool,
}

/// The record `named` (collection and id) as the first section in `locale` that lists it shows it, else
/// as an example section would. `near` is tried first.
pub fn of(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    named: (&str, &str),
    locale: &str,
    near: Option<&RecordPlace>,
) -> RecordPreview {
    let records = site.records.get(named.0);
    let fields = records.and_then(|file| file.records.get(named.1));
    let (Some(form), Some(fields)) = (engine.kinds.collection(named.0), fields) else {
        return RecordPreview::default();
    };
    if render::records::is_hidden(fields) {
        return RecordPreview {
            hidden: true,
            ..RecordPreview::default()
        };
    }
    let sight = Sight {
        engine,
        index,
        site,
        locale,
        titles: titles(fields, &form.title),
    };
    let still = near.filter(|place| sight.holds(place, named.1));
    let shown = still.and_then(|place| Some((place.clone(), sight.at(place, named.1)?)));
    match shown.or_else(|| sight.on_a_page(named, DEEP)) {
        Some((place, html)) => RecordPreview {
            html,
            place: Some(place),
            hidden: false,
        },
        None => RecordPreview {
            html: sight.example(named).unwrap_or_default(),
            place: None,
            hidden: false,
        },
    }
}

/// The words that tell a record from others, in every language, as [`letters`].
fn titles(fields: &Fields, title: &str) -> Vec<String> {
    let texts = match fields.get(title) {
        Some(Value::Text(text)) => vec![letters(text)],
        Some(Value::Group(each)) => each
            .values()
            .filter_map(Value::as_text)
            .map(letters)
            .collect(),
        _ => Vec::new(),
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

/// Letters and digits only, so that a text is found in HTML whatever was escaped there.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let entity = rest.starts_with('&').then(|| rest.find(';')).flatten();
        let entity = entity.filter(|end| *end <= 8 && !rest[..*end].contains(char::is_whitespace));
        let width = entity.map_or(first.len_utf8(), |end| end + 1);
        if entity.is_none() && first.is_alphanumeric() {
            out.push(first);
        }
        rest = &rest[width..];
    }
    out
}

/// What is looked at, and for which record.
struct Sight<'a> {
    engine: &'a Engine,
    index: &'a SiteIndex,
    site: &'a Site,
    locale: &'a str,
    titles: Vec<String>,
}

impl Sight<'_> {
    /// Whether a document shows the record. One without a name shows nothing to look for.
    fn shows(&self, html: &str) -> bool {
        let html = letters(html);
        self.titles.is_empty() || self.titles.iter().any(|title| html.contains(title))
    }

    /// The section of a place, of its records only `id`; none when it does not show the record.
    fn at(&self, place: &RecordPlace, id: &str) -> Option<String> {
        let page = place.page.as_ref()?;
        let block = self.block(place)?;
        let mut path = place.path.clone();
        if place.all {
            path.push(Step::Index(0));
        }
        self.drawn(page, with(block, &path, id)?)
    }

    fn drawn(&self, page: &PageRef, block: Block) -> Option<String> {
        let html = alone::block(self.engine, self.index, self.site, page, block)?;
        self.shows(&html).then_some(html)
    }

    fn block(&self, place: &RecordPlace) -> Option<&Block> {
        let file = self.site.pages.get(place.page.as_ref()?)?;
        file.page.blocks.get(usize::try_from(place.section?).ok()?)
    }

    /// Whether a place found earlier still lists the record.
    fn holds(&self, place: &RecordPlace, id: &str) -> bool {
        let ours = place.page.as_ref().map(|page| page.locale.as_str()) == Some(self.locale);
        let fields = self.block(place).and_then(Block::fields);
        let value = fields.and_then(|fields| value_at(fields, &place.path));
        let listed = match value {
            Some(Value::Text(named)) => !place.all && named == id,
            Some(Value::List(named)) => place.all && named.is_empty(),
            None => place.all,
            Some(_) => false,
        };
        ours && fields.is_some() && listed
    }

    /// The first section in the language that shows the record; what visitors see comes first, and a
    /// section that lists it itself before one that shows it by way of another record.
    fn on_a_page(&self, named: (&str, &str), deep: usize) -> Option<(RecordPlace, String)> {
        let all = places::of(self.engine, self.site, named.0, named.1);
        let (others, mut here): (Vec<_>, Vec<_>) = all.into_iter().partition(|p| p.page.is_none());
        here.retain(|place| place.page.as_ref().is_some_and(|p| p.locale == self.locale));
        here.sort_by_key(|place| !self.is_public(place));
        let direct = here.into_iter().take(MOST).find_map(|place| {
            let html = self.at(&place, named.1)?;
            Some((place, html))
        });
        direct.or_else(|| {
            let deep = deep.checked_sub(1)?;
            others
                .iter()
                .take(MOST)
                .find_map(|place| self.on_a_page((&place.kind, place.record.as_deref()?), deep))
        })
    }

    fn is_public(&self, place: &RecordPlace) -> bool {
        let file = place.page.as_ref().and_then(|p| self.site.pages.get(p));
        let shared = place.page.as_ref().is_some_and(PageRef::is_shared);
        let hidden = self.block(place).is_none_or(|block| block.has("hidden"));
        !hidden && !file.is_none_or(is_hidden) && (!shared || place.pages > 0)
    }

    /// The example of the first kind that can list such records, with this one in it.
    fn example(&self, named: (&str, &str)) -> Option<String> {
        self.engine.kinds.iter().find_map(|kind| {
            let path = way(&kind.fields, named.0)?;
            let file = thumbnail::example(self.engine, self.site, self.locale, &kind.name)?;
            let mut block = with(file.page.blocks.first()?, &path, named.1)?;
            if kind.aside {
                block.flags.push("aside".into());
            }
            self.drawn(&PageRef::new(self.locale, "/"), block)
        })
    }
}

/// The way to the first field of a form that lists records of a collection.
fn way(fields: &[Field], collection: &str) -> Option<Vec<Step>> {
    fields.iter().find_map(|field| {
        let ours = field.collection.as_deref() == Some(collection);
        let name = Step::Name(field.name.clone());
        match field.kind {
            FieldKind::Record if ours => Some(vec![name]),
            FieldKind::Records if ours => Some(vec![name, Step::Index(0)]),
            FieldKind::List => {
                let inner = way(&field.fields, collection)?;
                Some([vec![name, Step::Index(0)], inner].concat())
            }
            FieldKind::Group => {
                let inner = way(&field.fields, collection)?;
                Some([vec![name], inner].concat())
            }
            _ => None,
        }
    })
}

/// A block that names `id` at `path`; of a list of records it keeps no other.
fn with(block: &Block, path: &[Step], id: &str) -> Option<Block> {
    let mut fields = block.fields()?.clone();
    put(&mut fields, path, id)?;
    Some(Block {
        content: Arc::new(Content::Fields(fields)),
        ..block.clone()
    })
}

fn put(fields: &mut Fields, path: &[Step], id: &str) -> Option<()> {
    let (Step::Name(name), rest) = path.split_first()? else {
        return None;
    };
    let text = Value::Text(id.to_owned());
    match rest {
        [] => {
            fields.insert(name.clone(), text);
        }
        [Step::Index(_)] => {
            fields.insert(name.clone(), Value::List(vec![text]));
        }
        [Step::Index(at), inner @ ..] => {
            let list = fields
                .entry(name.clone())
                .or_insert(Value::List(Vec::new()));
            let Value::List(items) = list else {
                return None;
            };
            if items.is_empty() {
                items.push(Value::Group(Fields::new()));
            }
            let Some(Value::Group(item)) = items.get_mut(usize::try_from(*at).ok()?) else {
                return None;
            };
            put(item, inner, id)?;
        }
        inner => {
            let group = fields
                .entry(name.clone())
                .or_insert(Value::Group(Fields::new()));
            let Value::Group(group) = group else {
                return None;
            };
            put(group, inner, id)?;
        }
    }
    Some(())
}

fn value_at<'a>(fields: &'a Fields, path: &[Step]) -> Option<&'a Value> {
    let (Step::Name(name), rest) = path.split_first()? else {
        return None;
    };
    let mut value = fields.get(name)?;
    for step in rest {
        value = match step {
            Step::Name(name) => value.as_group()?.get(name)?,
            Step::Index(at) => value.as_list()?.get(usize::try_from(*at).ok()?)?,
        };
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_whatever_was_escaped() {
        assert_eq!(letters("ISO/IEC 27001 & co"), "ISOIEC27001co");
        assert_eq!(letters("ISO&#x2F;IEC 27001 &amp; co"), "ISOIEC27001co");
        assert_eq!(letters("A & B; C"), "ABC");
        assert_eq!(letters("安全 “A”"), "安全A");
    }

    #[test]
    fn a_record_is_put_where_a_path_leads() {
        let mut fields = Fields::new();
        let step = |name: &str| Step::Name(name.to_owned());
        put(&mut fields, &[step("items"), Step::Index(3)], "a").unwrap();
        put(
            &mut fields,
            &[step("list"), Step::Index(0), step("link")],
            "b",
        )
        .unwrap();
        put(&mut fields, &[step("group"), step("one")], "c").unwrap();
        let text = |path: &[Step]| value_at(&fields, path).and_then(Value::as_text);
        assert_eq!(text(&[step("items"), Step::Index(0)]), Some("a"));
        assert_eq!(
            text(&[step("list"), Step::Index(0), step("link")]),
            Some("b")
        );
        assert_eq!(text(&[step("group"), step("one")]), Some("c"));
        assert!(put(&mut fields, &[step("items"), step("no")], "d").is_none());
    }
}
