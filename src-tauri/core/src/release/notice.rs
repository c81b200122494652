//! Whether subprocessors that come or change are announced as long before their use as the site's
//! agreements promise.

use std::collections::BTreeMap;

use crate::changes::Changes;
use crate::diff::ChangeKind;
use crate::message::Message;
use crate::model::{Date, Localised};
use crate::problem::Problem;
use crate::render::records::is_hidden;
use crate::rule;
use crate::say;
use crate::site::Site;
use crate::value::{Fields, Value};

use super::item::{Go, Item, ItemState, fine, open};
use super::notes::each;

/// The collection.
pub(super) const SUBPROCESSORS: &str = "subprocessors";

/// What was found.
pub(super) struct Notice {
    /// The item of the checklist.
    pub(super) item: Item,
    /// Ids of the subprocessors that changed.
    changed: Vec<String>,
}

impl Notice {
    /// Whether a problem is told by this item already.
    pub(super) fn covers(&self, problem: &Problem) -> bool {
        let field = problem.place.field.as_deref().unwrap_or_default();
        let of = |id: &String| {
            let rest = field.strip_prefix(id.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        problem.code == rule::NOTICE_TOO_SHORT.code && self.changed.iter().any(of)
    }
}

/// Looks at every subprocessor that came or changed since the last release.
pub(super) fn check(site: &Site, changes: &Changes, released: bool) -> Notice {
    let mut changed: BTreeMap<&str, bool> = BTreeMap::new();
    for change in &changes.list {
        if let Some(record) = change
            .record
            .as_ref()
            .filter(|one| one.collection == SUBPROCESSORS)
        {
            let new = change.change == ChangeKind::Added && change.field.is_empty();
            *changed.entry(&record.id).or_default() |= new;
        }
    }
    let item = Item {
        acceptable: true,
        ..fine("notice", Go::Records, Message::default())
    };
    let Some(promised) = site.settings.notice_days else {
        let say = say!("This site promises no notice of subprocessors.");
        return Notice {
            item: Item { say, ..item },
            changed: Vec::new(),
        };
    };
    if !released {
        let say = say!("This is the first release.");
        return Notice {
            item: Item { say, ..item },
            changed: Vec::new(),
        };
    }
    let records = site.records.get(SUBPROCESSORS);
    let late: Vec<Message> = changed
        .iter()
        .filter_map(|(id, new)| late(site, records?.records.get(*id)?, promised, *new))
        .collect();
    let item = if late.is_empty() {
        let say = say!(
            "Every subprocessor that came or changed is announced at least {promised} days before its use.",
            promised = u32::from(promised)
        );
        Item { say, ..item }
    } else {
        let say = say!(
            "Subprocessors that came or changed and are not announced {promised} days before their use, as your agreements promise: {count}.",
            promised = u32::from(promised),
            count = late.len()
        );
        let count = late.len();
        open(item, ItemState::Stop, say, count, late.into_iter())
    };
    Notice {
        item,
        changed: changed.into_keys().map(str::to_owned).collect(),
    }
}

/// What is wrong with the notice of one subprocessor; `None` for nothing.
fn late(site: &Site, fields: &Fields, promised: u16, new: bool) -> Option<Message> {
    if is_hidden(fields) {
        return None;
    }
    let day = |name: &str| fields.get(name).and_then(Value::as_date);
    let title = title(site, fields);
    match (day("announced"), day("effective")) {
        (Some(announced), Some(effective)) => {
            let days = days(announced, effective);
            (days < i64::from(promised)).then(|| {
                say!(
                    "“{title}” is announced on {announced} and in use from {effective}",
                    title,
                    announced,
                    effective
                )
            })
        }
        _ => new.then(|| {
            say!("“{title}” is new and does not say when it was announced and from when it is in use", title)
        }),
    }
}

/// What a subprocessor is called, in each language.
pub(super) fn title(site: &Site, fields: &Fields) -> Localised {
    let title = fields.get("title");
    each(site, &|locale, _| {
        let text = title.and_then(|title| site.in_locale(locale, title)?.as_text());
        text.unwrap_or_default().to_owned()
    })
}

/// Days from one day to another; negative when it is before.
pub(super) fn days(from: Date, to: Date) -> i64 {
    to.days() - from.days()
}
