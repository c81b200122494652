//! `release`: makes the next release of a site.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use trustdesk_core::error::Error;
use trustdesk_core::model::{Date, Localised};
use trustdesk_core::release::{self, Entry, Ground};

use crate::{date, load, print, today, words};

/// What is to be released, and how.
#[derive(Args)]
pub(crate) struct Order {
    #[arg(help = words::SITE)]
    site: PathBuf,
    #[arg(long, value_name = "DATE", value_parser = date, help = words::RELEASE_DATE)]
    date: Option<Date>,
    #[arg(long = "note", value_name = "LOCALE=TEXT", value_parser = note, help = words::NOTE)]
    notes: Vec<(String, String)>,
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true, help = words::BY)]
    by: String,
    #[arg(long, help = words::CORRECTION)]
    correction: bool,
    #[arg(long, help = words::TRUST_TEMPLATES)]
    trust_templates: bool,
}

/// Releases a site.
pub(crate) fn release(order: &Order) -> Result<ExitCode, Error> {
    let loaded = load(&order.site, order.trust_templates)?;
    loaded.warn();
    let ground = Ground {
        engine: &loaded.engine,
        site: &loaded.site,
        store: &loaded.store,
    };
    let wanted = release::Order {
        date: order.date.unwrap_or_else(today),
        notes: Localised::Each(order.notes.iter().cloned().collect::<BTreeMap<_, _>>()),
        correction: order.correction,
        by: order.by.clone(),
        accepted: Vec::new(),
    };
    let released = release::make(&ground, &wanted, Entry::default(), &|_| true)?;
    print(&words::released(&released));
    Ok(ExitCode::SUCCESS)
}

/// A note for one language: `en=New certificate.`
fn note(text: &str) -> Result<(String, String), String> {
    let (locale, note) = text.split_once('=').ok_or(words::NOT_A_NOTE)?;
    Ok((locale.to_owned(), note.to_owned()))
}
