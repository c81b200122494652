//! Security advisories for programs (CSAF 2.0): one document each, the list of them (ROLIE), and who
//! provides them.
//!
//! Advisories are the updates of that kind that pages of the site's first language show.

use serde_json::{Value as Json, json};

use crate::model::Date;
use crate::site::Site;
use crate::value::Value;

use super::engine::Engine;
use super::feeds::{self, UPDATES};
use super::index::SiteIndex;
use super::links::Scope;
use super::shown::{self, Shown};
use super::twin::object;
use super::{Mode, plain};

const FOLDER: &str = ".well-known/csaf";
/// Everybody may read and pass on what pages show anyway.
const LABEL: &str = "WHITE";

/// One advisory.
struct Advisory {
    id: String,
    title: String,
    text: String,
    severity: String,
    status: String,
    cves: Vec<String>,
    affected: String,
    fixed: String,
    /// The page that shows it.
    page: String,
    published: Date,
    revised: Option<Date>,
}

/// The files, by path in the output; none without an advisory or without the site's web address.
pub(super) fn files(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<(String, Vec<u8>)> {
    let all = advisories(engine, index, site);
    if all.is_empty() {
        return Vec::new();
    }
    let writer = Writer { site };
    let mut files: Vec<(String, Json)> = all
        .iter()
        .map(|one| (path(one), writer.document(one)))
        .collect();
    files.push((format!("{FOLDER}/feed-tlp-white.json"), writer.feed(&all)));
    files.push((provider_path(), writer.provider(&all)));
    let files = files.into_iter();
    files
        .map(|(path, json)| (path, format!("{json:#}\n").into_bytes()))
        .collect()
}

/// Where the provider tells of itself, when there are advisories.
pub(super) fn provider(engine: &Engine, index: &SiteIndex, site: &Site) -> Option<String> {
    (!advisories(engine, index, site).is_empty()).then(provider_path)
}

fn provider_path() -> String {
    format!("{FOLDER}/provider-metadata.json")
}

/// A file is called what its advisory is called (section 5.1), in a folder for its year.
fn path(one: &Advisory) -> String {
    let mut name = String::new();
    for c in one.id.to_lowercase().chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '+' | '-') {
            name.push(c);
        } else if !name.ends_with('_') {
            name.push('_');
        }
    }
    format!("{FOLDER}/white/{}/{name}.json", one.published.year)
}

fn advisories(engine: &Engine, index: &SiteIndex, site: &Site) -> Vec<Advisory> {
    let mut all: Vec<Advisory> = Vec::new();
    let address = site.settings.address.trim_end_matches('/');
    if address.is_empty() || site.settings.html_only {
        return all;
    }
    let locale = site.settings.default_locale();
    for (shown, published) in feeds::told(index, site, locale) {
        let known = all.iter().any(|one| one.id == shown.id);
        if !known && shown.fields.get("kind").and_then(Value::as_text) == Some("advisory") {
            all.push(advisory(engine, index, site, &shown, published));
        }
    }
    all.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id)));
    all
}

fn advisory(
    engine: &Engine,
    index: &SiteIndex,
    site: &Site,
    shown: &Shown<'_>,
    published: Date,
) -> Advisory {
    let Shown { page, id, fields } = shown;
    let locale = page.locale.as_str();
    let address = site.settings.address.trim_end_matches('/');
    let mut scope = Scope::new(engine, index, site, page, Mode::Export);
    scope.root = format!("{address}/");
    let text = |name| shown::text(site, locale, fields, name);
    let output = index.page(locale, &page.address);
    let output = output.map_or("", |info| info.output.as_str());
    let page = format!("{address}/{output}");
    let whole = |href: &str| match href.strip_prefix('#') {
        Some(anchor) => format!("{page}#{anchor}"),
        None => href.to_owned(),
    };
    let form = engine.kinds.collection(UPDATES).map(|known| &known.fields);
    let severity = form.into_iter().flatten().find(|f| f.name == "severity");
    let severity = severity.and_then(|field| {
        let mut options = field.options.iter();
        options.find(|option| option.value == text("severity") && option.value != "none")
    });
    Advisory {
        id: (*id).to_owned(),
        title: text("title").to_owned(),
        text: plain::of(&scope, text("text"), "advisory", &whole),
        severity: severity.map_or_else(String::new, |option| option.label.get(locale).to_owned()),
        status: text("status").to_owned(),
        cves: cves(text("cve")),
        affected: text("affected").to_owned(),
        fixed: text("fixed").to_owned(),
        page: format!("{page}#update-{id}"),
        published,
        revised: match fields.get("revised") {
            Some(Value::Date(date)) if (published..=index.as_of).contains(date) => Some(*date),
            _ => None,
        },
    }
}

/// The CVE numbers in a text, each once.
fn cves(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let mut all: Vec<String> = Vec::new();
    for word in words.map(str::to_ascii_uppercase) {
        let parts: Vec<&str> = word.split('-').collect();
        let digits = |part: &str| part.len() >= 4 && part.bytes().all(|b| b.is_ascii_digit());
        if let ["CVE", year, number] = parts[..]
            && year.len() == 4
            && digits(year)
            && digits(number)
            && !all.contains(&word)
        {
            all.push(word);
        }
    }
    all
}

fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

impl Advisory {
    /// The day of its newest text.
    fn current(&self) -> Date {
        self.revised.unwrap_or(self.published)
    }
}

struct Writer<'a> {
    site: &'a Site,
}

impl Writer<'_> {
    fn url(&self, path: &str) -> String {
        format!(
            "{}/{path}",
            self.site.settings.address.trim_end_matches('/')
        )
    }

    fn publisher(&self) -> Json {
        let settings = &self.site.settings;
        let locale = settings.default_locale();
        let name = match settings.organisation.get(locale) {
            "" => settings.name.get(locale),
            name => name,
        };
        json!({
            "category": "vendor",
            "name": name,
            "namespace": settings.address.trim_end_matches('/'),
        })
    }

    /// A document of the profile for security advisories, which needs a product; else of the base one.
    fn document(&self, one: &Advisory) -> Json {
        let category = if one.affected.is_empty() {
            "csaf_base"
        } else {
            "csaf_security_advisory"
        };
        let severity = (!one.severity.is_empty()).then(|| json!({ "text": one.severity }));
        let document = object([
            ("aggregate_severity", severity.into()),
            ("category", category.into()),
            ("csaf_version", "2.0".into()),
            ("distribution", json!({ "tlp": { "label": LABEL } })),
            ("lang", self.site.settings.default_locale().into()),
            (
                "notes",
                json!([{ "category": "summary", "text": one.text }]),
            ),
            ("publisher", self.publisher()),
            (
                "references",
                json!([
                    { "category": "self", "summary": one.title, "url": self.url(&path(one)) },
                    { "category": "external", "summary": one.title, "url": one.page },
                ]),
            ),
            ("title", one.title.as_str().into()),
            ("tracking", tracking(one)),
        ]);
        let mut file = json!({ "document": document });
        if !one.affected.is_empty() {
            file["product_tree"] = products(one);
        }
        if !one.affected.is_empty() || !one.cves.is_empty() {
            file["vulnerabilities"] = vulnerabilities(one);
        }
        file
    }

    fn feed(&self, all: &[Advisory]) -> Json {
        let entries = all.iter().map(|one| {
            let url = self.url(&path(one));
            json!({
                "id": one.id,
                "title": one.title,
                "link": [{ "rel": "self", "href": url }],
                "published": moment(one.published),
                "updated": moment(one.current()),
                "content": { "type": "application/json", "src": url },
                "format": {
                    "schema": "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json",
                    "version": "2.0",
                },
            })
        });
        json!({ "feed": {
            "id": "feed-tlp-white",
            "title": self.site.settings.name.get(self.site.settings.default_locale()),
            "link": [{ "rel": "self", "href": self.url(&format!("{FOLDER}/feed-tlp-white.json")) }],
            "category": [{
                "scheme": "urn:ietf:params:rolie:category:information-type",
                "term": "csaf",
            }],
            "updated": moment(newest(all)),
            "entry": entries.collect::<Json>(),
        } })
    }

    fn provider(&self, all: &[Advisory]) -> Json {
        let summary = self
            .site
            .settings
            .name
            .get(self.site.settings.default_locale());
        json!({
            "canonical_url": self.url(&provider_path()),
            "distributions": [{ "rolie": { "feeds": [{
                "summary": summary,
                "tlp_label": LABEL,
                "url": self.url(&format!("{FOLDER}/feed-tlp-white.json")),
            }] } }],
            "last_updated": moment(newest(all)),
            "list_on_CSAF_aggregators": true,
            "metadata_version": "2.0",
            "mirror_on_CSAF_aggregators": true,
            "publisher": self.publisher(),
            "role": "csaf_provider",
        })
    }
}

fn newest(all: &[Advisory]) -> Date {
    let days = all.iter().map(Advisory::current);
    days.max().unwrap_or(Date {
        year: 1970,
        month: 1,
        day: 1,
    })
}

/// A later text is a later version: by the days that lie between, so that every change counts up.
fn tracking(one: &Advisory) -> Json {
    let mut version = "1.0.0".to_owned();
    let mut history = vec![json!({
        "date": moment(one.published),
        "number": version,
        "summary": "First published.",
    })];
    if let Some(revised) = one.revised.filter(|day| *day > one.published) {
        version = format!("1.{}.0", revised.days() - one.published.days());
        history.push(json!({
            "date": moment(revised),
            "number": version,
            "summary": "Changed.",
        }));
    }
    json!({
        "current_release_date": moment(one.current()),
        "id": one.id,
        "initial_release_date": moment(one.published),
        "revision_history": history,
        "status": "final",
        "version": version,
    })
}

fn products(one: &Advisory) -> Json {
    let fixed = [("affected", &one.affected), ("fixed", &one.fixed)];
    let named = fixed.into_iter().filter(|(_, name)| !name.is_empty());
    let names = named.map(|(id, name)| json!({ "name": name, "product_id": id }));
    json!({ "full_product_names": names.collect::<Json>() })
}

/// One for each CVE number, or one without.
fn vulnerabilities(one: &Advisory) -> Json {
    let is = match one.status.as_str() {
        "not-affected" => "known_not_affected",
        "investigating" => "under_investigation",
        _ => "known_affected",
    };
    let repaired = !one.fixed.is_empty() && !one.affected.is_empty();
    let mut status = object([]);
    if !one.affected.is_empty() {
        status[is] = json!(["affected"]);
    }
    if repaired {
        status["fixed"] = json!(["fixed"]);
    }
    let remedy = (repaired && is == "known_affected").then(
        || json!([{ "category": "vendor_fix", "details": one.fixed, "product_ids": ["affected"] }]),
    );
    let numbers = match one.cves.as_slice() {
        [] => vec![None],
        all => all.iter().map(Some).collect(),
    };
    let each = numbers.into_iter().map(|cve| {
        let status = (!one.affected.is_empty()).then(|| status.clone());
        object([
            ("cve", cve.map(String::as_str).into()),
            ("title", one.title.as_str().into()),
            (
                "notes",
                json!([{ "category": "description", "text": one.text }]),
            ),
            ("product_status", status.into()),
            ("remediations", remedy.clone().into()),
        ])
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_numbers_are_found() {
        assert_eq!(
            cves("CVE-2026-1234, cve-2026-123456 and CVE-2026-1234; not CVE-26-1 or CVE-2026-12x4"),
            ["CVE-2026-1234", "CVE-2026-123456"]
        );
    }
}
