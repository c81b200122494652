//! The days of pages and of the site's settings.

use std::collections::BTreeMap;

use crate::lives;
use crate::model::{Date, Localised};
use crate::problem::Place;
use crate::render::SiteIndex;
use crate::site::{PageFile, SETTINGS, Site};
use crate::value::Value;

use super::records::day;
use super::{Due, DueKind, said};

/// The days of pages, the notice and `security.txt`.
pub(super) fn dues(index: &SiteIndex, site: &Site, as_of: Date) -> Vec<Due> {
    let mut found = pages(index, site);
    notice(site, as_of, &mut found);
    let security = &site.settings.security_txt;
    if let Some(end) = security.expires.filter(|_| !security.contact.is_empty()) {
        let mut due = setting(end, "security-txt.expires", DueKind::SecurityTxt, site);
        due.untrue = Some(end.plus_days(1));
        found.push(due);
    }
    found
}

fn notice(site: &Site, as_of: Date, found: &mut Vec<Due>) {
    let notice = &site.settings.notice;
    if notice.text.is_empty() {
        return;
    }
    if let Some(date) = notice.from.filter(|date| *date >= as_of) {
        found.push(setting(date, "notice.from", DueKind::NoticeBegins, site));
    }
    if let Some(date) = notice.until.filter(|date| *date >= as_of) {
        let mut due = setting(date, "notice.until", DueKind::NoticeEnds, site);
        due.untrue = Some(date.plus_days(1));
        found.push(due);
    }
}

fn setting(date: Date, field: &str, kind: DueKind, site: &Site) -> Due {
    let title = match kind {
        DueKind::SecurityTxt => {
            let contact = &site.settings.security_txt.contact;
            let plain = contact.strip_prefix("mailto:").unwrap_or(contact);
            Localised::One(plain.to_owned())
        }
        _ => site.settings.notice.text.clone(),
    };
    Due {
        date,
        untrue: None,
        kind,
        what: said::what(kind),
        title,
        collection: None,
        record: None,
        owner: String::new(),
        place: Place {
            file: SETTINGS.to_owned(),
            field: Some(field.to_owned()),
            ..Place::default()
        },
        overdue: false,
        hidden: false,
    }
}

/// The days of pages. The languages of a page with the same day are one.
fn pages(index: &SiteIndex, site: &Site) -> Vec<Due> {
    let order = |locale: &str| {
        site.settings
            .locales
            .iter()
            .position(|one| one.tag == locale)
    };
    let mut pages: Vec<_> = site
        .pages
        .iter()
        .filter(|(page, _)| !page.is_shared())
        .collect();
    pages.sort_by_key(|(page, _)| order(&page.locale).unwrap_or(usize::MAX));
    let mut found: BTreeMap<(&str, Date), Due> = BTreeMap::new();
    for (page, file) in pages {
        let Some((field, date)) = review(file) else {
            continue;
        };
        let hidden = !index.shows(page);
        let due = found
            .entry((page.address.as_str(), date))
            .or_insert_with(|| Due {
                hidden,
                ..page_due(file, field, date)
            });
        due.hidden &= hidden;
        if let (Localised::Each(titles), Some(title)) = (&mut due.title, title(file)) {
            titles.insert(page.locale.clone(), title);
        }
    }
    found.into_values().collect()
}

/// The field and the day by which a page should be reviewed.
fn review(file: &PageFile) -> Option<(&'static str, Date)> {
    let fields = &file.page.front.fields;
    if let Some(date) = day(fields, "review-by") {
        return Some(("review-by", date));
    }
    let reviewed = day(fields, "reviewed")?;
    Some(("reviewed", reviewed.plus_months(lives::REVIEW)))
}

fn page_due(file: &PageFile, field: &str, date: Date) -> Due {
    let owner = file.page.front.fields.get("owner").and_then(Value::as_text);
    Due {
        date,
        untrue: None,
        kind: DueKind::Review,
        what: said::what(DueKind::Review),
        title: Localised::Each(BTreeMap::new()),
        collection: None,
        record: None,
        owner: owner.unwrap_or_default().trim().to_owned(),
        place: Place {
            file: file.path.clone(),
            field: Some(field.to_owned()),
            ..Place::default()
        },
        overdue: false,
        hidden: false,
    }
}

fn title(file: &PageFile) -> Option<String> {
    let title = file.page.front.fields.get("title")?.as_text()?;
    (!title.is_empty()).then(|| title.to_owned())
}
