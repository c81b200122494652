//! `changes`: what a visitor finds changed between two bundles, or since the last release of a site.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use trustdesk_core::bundle::Bundle;
use trustdesk_core::changes::{self, Change, Changes};
use trustdesk_core::diff::Turn;
use trustdesk_core::error::Error;
use trustdesk_core::export::{self, Options};
use trustdesk_core::message::Language;
use trustdesk_core::model::Date;
use trustdesk_core::release;
use trustdesk_core::render::Engine;
use trustdesk_core::site::SETTINGS;

use crate::{date, load, print, today, words};

/// How changes are told.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Html,
}

/// A language in which something is told.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Lang {
    #[value(name = "en")]
    English,
    #[value(name = "zh-Hans")]
    Chinese,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::English => Self::English,
            Lang::Chinese => Self::Chinese,
        }
    }
}

/// What is to be compared, and how it is told.
#[derive(Args)]
pub(crate) struct Order {
    #[arg(value_name = "A", help = words::CHANGES_A)]
    first: PathBuf,
    #[arg(value_name = "B", help = words::CHANGES_B)]
    second: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text", help = words::CHANGES_FORMAT)]
    format: Format,
    #[arg(long, value_enum, default_value = "en", help = words::CHANGES_LANG)]
    lang: Lang,
    #[arg(long, value_name = "DATE", value_parser = date, help = words::AS_OF)]
    as_of: Option<Date>,
    #[arg(long, help = words::TRUST_TEMPLATES)]
    trust_templates: bool,
}

/// Compares two bundles or sites, or a site with its last release. The answer is 1 when something
/// changed.
pub(crate) fn changes(order: &Order) -> Result<ExitCode, Error> {
    let first = side(order, &order.first, order.second.as_deref())?;
    let (before, after) = match &order.second {
        Some(second) => (Some(first.bundle), side(order, second, Some(&order.first))?),
        None => (first.last()?, first),
    };
    let found = changes::between(&after.engine, before.as_ref(), &after.bundle, &|_| true)?;
    let language = order.lang.into();
    match order.format {
        Format::Json => print(&serde_json::to_string_pretty(&found).unwrap_or_default()),
        Format::Text => text(&found, language),
        Format::Html => print(changes::paper(&found, language).trim_end()),
    }
    Ok(ExitCode::from(u8::from(
        !found.pages.is_empty() || !found.list.is_empty(),
    )))
}

/// One of the two.
struct Side {
    engine: Engine,
    bundle: Bundle,
    store: Option<trustdesk_core::store::Store>,
}

impl Side {
    /// The last release of the site.
    fn last(&self) -> Result<Option<Bundle>, Error> {
        match &self.store {
            Some(store) => release::last(store),
            None => Err(changes::alone()),
        }
    }
}

/// One of the two, given the other: a site is taken as it would be released, beside an export that is
/// no release as it would be exported.
fn side(order: &Order, place: &Path, other: Option<&Path>) -> Result<Side, Error> {
    let is_site = |place: &Path| place.join(SETTINGS).is_file();
    if !is_site(place) {
        return Ok(Side {
            engine: Engine::embedded()?,
            bundle: Bundle::open(place)?,
            store: None,
        });
    }
    let loaded = load(place, order.trust_templates)?;
    loaded.warn();
    let options = Options {
        as_of: order.as_of.unwrap_or_else(today),
        theme: None,
    };
    let other = other.filter(|other| !is_site(other));
    let other = other.map(Bundle::open).transpose()?;
    let bundle = export::like(
        other.as_ref().map(Bundle::manifest),
        &loaded.engine,
        &loaded.site,
        &loaded.store,
        &options,
        &|_| true,
    )?;
    Ok(Side {
        engine: loaded.engine,
        bundle,
        store: Some(loaded.store),
    })
}

/// The pages with their changes, then what is on no page.
fn text(found: &Changes, language: Language) {
    print(found.summary().get(language));
    for page in &found.pages {
        let list = found.of(page);
        if !list.is_empty() {
            print(&format!("\n{}  {}", page.path, page.title));
            list.iter().for_each(|change| line(change, language));
        }
    }
    let beside = found.beside();
    if !beside.is_empty() {
        print("");
        beside.iter().for_each(|change| line(change, language));
    }
}

fn line(change: &Change, language: Language) {
    let meaning = change.meaning.say();
    print(&format!(
        "  [{}] {}",
        meaning.get(language),
        change.say.get(language)
    ));
    if change.pieces.iter().any(|piece| piece.turn == Turn::Same) {
        let pieces = change.pieces.iter().map(|piece| match piece.turn {
            Turn::Same => piece.text.clone(),
            Turn::Added => format!("{{+{}+}}", piece.text),
            Turn::Removed => format!("[-{}-]", piece.text),
        });
        print(&format!(
            "      {}",
            pieces.collect::<String>().replace('\n', "\n      ")
        ));
    }
}
