//! The list beside the page: addresses in site order, records and media for pickers.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::check;
use crate::kinds::Collection;
use crate::model::PageRef;
use crate::render::shared;
use crate::site::PageFile;
use crate::value::{Fields, Value};
use crate::view::{IndexView, MediaView, PageEntry, RecordView, SharedView, TreeItem};

use super::Session;

impl Session {
    /// The list as it is now.
    pub fn index_view(&self) -> IndexView {
        let mut problems = self.notices.clone();
        problems.extend(check::around(&self.engine, self.seen(), &self.site));
        IndexView {
            theme: self.engine.theme(&self.site).name.clone(),
            tree: self.tree(),
            records: self.record_views(),
            shared: self.shared_views(),
            media: self
                .site
                .media
                .iter()
                .map(|(path, file)| MediaView {
                    path: path.clone(),
                    accept: accept_of(path).into(),
                    bytes: file.bytes,
                })
                .collect(),
            problems: self.open_around(problems),
        }
    }

    pub(super) fn tree(&self) -> Vec<TreeItem> {
        let mut items: BTreeMap<&str, BTreeMap<String, PageEntry>> = BTreeMap::new();
        let mut rank: BTreeMap<&str, (f64, String)> = BTreeMap::new();
        let default = self.site.settings.default_locale();
        for (page, file) in self.site.pages.iter().filter(|(p, _)| !p.is_shared()) {
            let (blockers, warnings) = self.counts.get(page).copied().unwrap_or_default();
            let fields = &file.page.front.fields;
            let title = title_of(file).unwrap_or_else(|| page.address.clone());
            if page.locale == default || !rank.contains_key(page.address.as_str()) {
                rank.insert(&page.address, (order_of(fields), title.clone()));
            }
            let hidden = fields
                .get("hidden")
                .and_then(Value::as_flag)
                .unwrap_or(false);
            let entry = PageEntry {
                title,
                hidden,
                blockers,
                warnings,
                translation: self.standing(page),
            };
            items
                .entry(&page.address)
                .or_default()
                .insert(page.locale.clone(), entry);
        }
        let mut tree: Vec<_> = items.into_iter().collect();
        tree.sort_by(|(a, _), (b, _)| by_place(a, b, &rank));
        tree.into_iter()
            .map(|(address, pages)| TreeItem {
                address: address.to_owned(),
                depth: u32::try_from(address.matches('/').count().saturating_sub(1)).unwrap_or(0),
                pages,
            })
            .collect()
    }

    fn shared_views(&self) -> Vec<SharedView> {
        let mut users: BTreeMap<&str, u32> = BTreeMap::new();
        for file in self.site.pages.values() {
            let mut ids: Vec<&str> = file
                .page
                .blocks
                .iter()
                .filter_map(shared::used_by)
                .collect();
            ids.sort_unstable();
            ids.dedup();
            for id in ids {
                *users.entry(id).or_default() += 1;
            }
        }
        let mut found: BTreeMap<&str, SharedView> = BTreeMap::new();
        for (page, file) in &self.site.pages {
            let Some(id) = page.address.strip_prefix(PageRef::SHARED) else {
                continue;
            };
            let view = found.entry(id).or_insert_with(|| SharedView {
                id: id.to_owned(),
                title: BTreeMap::new(),
                pages: users.get(id).copied().unwrap_or(0),
                blockers: 0,
                warnings: 0,
            });
            let (blockers, warnings) = self.counts.get(page).copied().unwrap_or_default();
            view.blockers += blockers;
            view.warnings += warnings;
            let title = title_of(file).unwrap_or_else(|| id.to_owned());
            view.title.insert(page.locale.clone(), title);
        }
        found.into_values().collect()
    }

    fn record_views(&self) -> BTreeMap<String, Vec<RecordView>> {
        self.engine
            .kinds
            .listed()
            .map(|collection| {
                let records = self.site.records.get(&collection.name);
                let views = records
                    .into_iter()
                    .flat_map(|file| &file.records)
                    .map(|(id, fields)| record_view(collection, id, fields))
                    .collect();
                (collection.name.clone(), views)
            })
            .collect()
    }
}

/// A record with its title in every language.
pub(super) fn record_view(collection: &Collection, id: &str, fields: &Fields) -> RecordView {
    let title = match fields.get(&collection.title) {
        Some(Value::Text(text)) => BTreeMap::from([(String::new(), text.clone())]),
        Some(Value::Group(each)) => each
            .iter()
            .filter_map(|(l, v)| Some((l.clone(), v.as_text()?.to_owned())))
            .collect(),
        _ => BTreeMap::new(),
    };
    RecordView {
        id: id.to_owned(),
        title,
    }
}

/// A page's title, when it has one.
pub(super) fn title_of(file: &PageFile) -> Option<String> {
    let title = file.page.front.fields.get("title")?.as_text()?;
    (!title.is_empty()).then(|| title.to_owned())
}

/// A page's `order`; pages without one come after those with one.
#[allow(
    clippy::cast_precision_loss,
    reason = "an order beyond 2^53 is no order people type"
)]
fn order_of(fields: &Fields) -> f64 {
    match fields.get("order") {
        Some(Value::Int(n)) => *n as f64,
        Some(Value::Float(x)) if x.is_finite() => *x,
        _ => f64::MAX,
    }
}

/// Site order: the front page, then each page before those below it, neighbours by `order` and title.
fn by_place(a: &str, b: &str, rank: &BTreeMap<&str, (f64, String)>) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    if a == "/" || b == "/" {
        return if a == "/" {
            Ordering::Less
        } else {
            Ordering::Greater
        };
    }
    let (mut at_a, mut at_b) = (0, 0);
    loop {
        let next =
            |text: &str, at: usize| text[at + 1..].find('/').map_or(text.len(), |i| at + 1 + i);
        let (end_a, end_b) = (next(a, at_a), next(b, at_b));
        let (part_a, part_b) = (&a[..end_a], &b[..end_b]);
        if part_a != part_b {
            let of = |part: &str| {
                rank.get(part)
                    .cloned()
                    .unwrap_or((f64::MAX, part.to_owned()))
            };
            let (rank_a, rank_b) = (of(part_a), of(part_b));
            let by_rank = rank_a
                .0
                .total_cmp(&rank_b.0)
                .then_with(|| rank_a.1.cmp(&rank_b.1));
            return by_rank.then_with(|| part_a.cmp(part_b));
        }
        match (end_a == a.len(), end_b == b.len()) {
            (true, _) => return Ordering::Less,
            (_, true) => return Ordering::Greater,
            _ => (at_a, at_b) = (end_a, end_b),
        }
    }
}

/// Whether a media path is a picture or a document.
pub(super) fn accept_of(path: &str) -> &'static str {
    let extension = path
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.as_str() {
        "svg" | "png" | "jpg" | "jpeg" | "webp" | "gif" | "avif" => "image",
        _ => "document",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_order_puts_parents_first_and_minds_order_and_title() {
        let rank = BTreeMap::from([
            ("/", (f64::MAX, "Home".to_owned())),
            ("/security", (1.0, "Security".to_owned())),
            ("/security/design", (f64::MAX, "Design".to_owned())),
            ("/privacy", (2.0, "Privacy".to_owned())),
            ("/about", (f64::MAX, "About".to_owned())),
        ]);
        let mut all = vec!["/about", "/security/design", "/privacy", "/", "/security"];
        all.sort_by(|a, b| by_place(a, b, &rank));
        assert_eq!(
            all,
            ["/", "/security", "/security/design", "/privacy", "/about"]
        );
    }
}
