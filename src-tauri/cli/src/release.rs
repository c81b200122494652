//! `release`: the checklist of the next release, making it, writing it out, and those before it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use trustdesk_core::bundle::Signer;
use trustdesk_core::error::Error;
use trustdesk_core::model::{Date, Localised};
use trustdesk_core::release::{self, Accepted, Attempt, Checklist, Ground, Order, ReleaseProgress};
use trustdesk_core::view::ExportProgress;

use crate::{Loaded, clear, date, keys, load, print, show, today, words};

/// How it is told.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What is to be released, and how.
#[derive(Args)]
pub(crate) struct Wanted {
    #[arg(help = words::SITE)]
    site: PathBuf,
    #[arg(long, help = words::RELEASE_CHECK)]
    check: bool,
    #[arg(long, value_name = "FOLDER|ZIP", help = words::RELEASE_OUT)]
    out: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["check", "list"], help = words::RELEASE_KEY)]
    key: Option<PathBuf>,
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true, help = words::BY)]
    by: String,
    #[arg(long, value_name = "DATE", value_parser = date, help = words::RELEASE_DATE)]
    date: Option<Date>,
    #[arg(long, value_name = "FILE", help = words::NOTES, conflicts_with = "said")]
    notes: Option<PathBuf>,
    #[arg(long = "note", value_name = "LOCALE=TEXT", value_parser = pair, help = words::NOTE)]
    said: Vec<(String, String)>,
    #[arg(long, help = words::CORRECTION)]
    correction: bool,
    #[arg(long = "accept", value_name = "CODE=REASON", value_parser = pair, help = words::ACCEPT)]
    accepted: Vec<(String, String)>,
    #[arg(long, value_enum, default_value = "text", help = words::RELEASE_FORMAT)]
    format: Format,
    #[arg(long, help = words::RELEASE_LIST, conflicts_with_all = ["check", "again", "out"])]
    list: bool,
    #[arg(long, value_name = "NUMBER", requires = "out", conflicts_with = "check", help = words::RELEASE_AGAIN)]
    again: Option<u32>,
    #[arg(long, help = words::TRUST_TEMPLATES)]
    trust_templates: bool,
}

/// Does what is wanted. The answer is 1 when something stops the release.
pub(crate) fn release(wanted: &Wanted) -> Result<ExitCode, Error> {
    let loaded = load(&wanted.site, wanted.trust_templates)?;
    if wanted.list {
        list(&loaded, wanted.format)?;
        return Ok(ExitCode::SUCCESS);
    }
    // Before anything is made: a wrong password leaves no release that waits for its signature.
    let signer = wanted.key.as_deref().map(keys::signer).transpose()?;
    if let (Some(number), Some(out)) = (wanted.again, &wanted.out) {
        sign(&loaded, number, signer.as_ref())?;
        write(&loaded, number, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    loaded.warn();
    let ground = ground(&loaded);
    let order = order(wanted)?;
    let attempt = if wanted.check {
        let look = release::look(&ground, order.date, Vec::new(), &tell)?;
        Attempt {
            released: None,
            checklist: release::checklist(&loaded.site, &look, &order),
        }
    } else {
        release::release(&ground, Vec::new(), &order, &tell)?
    };
    clear();
    told(&attempt, wanted.format);
    if let Some(released) = &attempt.released {
        sign(&loaded, released.number, signer.as_ref())?;
        if let Some(out) = &wanted.out {
            write(&loaded, released.number, out)?;
        }
    }
    Ok(ExitCode::from(u8::from(!attempt.checklist.ready)))
}

fn ground(loaded: &Loaded) -> Ground<'_> {
    Ground {
        engine: &loaded.engine,
        site: &loaded.site,
        store: &loaded.store,
    }
}

fn order(wanted: &Wanted) -> Result<Order, Error> {
    let said = wanted.said.iter().cloned().collect();
    let notes = wanted.notes.as_deref().map(release::read_notes);
    let accepted = wanted.accepted.iter().cloned();
    Ok(Order {
        date: wanted.date.unwrap_or_else(today),
        notes: notes.unwrap_or(Ok(Localised::Each(said)))?,
        correction: wanted.correction,
        by: wanted.by.clone(),
        accepted: accepted
            .map(|(code, reason)| Accepted { code, reason })
            .collect(),
    })
}

/// Says how a release ended, or would.
fn told(attempt: &Attempt, format: Format) {
    let checklist = &attempt.checklist;
    if format == Format::Json {
        let all = json!({
            "released": attempt.released,
            "checklist": plain(checklist),
        });
        print(&serde_json::to_string_pretty(&all).unwrap_or_default());
        return;
    }
    for item in &checklist.items {
        words::item(item).iter().for_each(|line| print(line));
    }
    match &attempt.released {
        Some(released) => print(&words::released(released)),
        None => print(&words::ready(checklist)),
    }
}

/// A checklist for other programs: what is said is in English, as everything on the command line.
fn plain(checklist: &Checklist) -> Value {
    let mut all = json!(checklist);
    for (at, item) in checklist.items.iter().enumerate() {
        let details: Vec<String> = item.details.iter().map(ToString::to_string).collect();
        all["items"][at]["say"] = item.say.to_string().into();
        all["items"][at]["details"] = details.into();
    }
    all
}

/// Lists every release, the newest first.
fn list(loaded: &Loaded, format: Format) -> Result<(), Error> {
    let last = loaded.site.releases.last().map(|note| note.number);
    let unreviewed = release::unreviewed(&ground(loaded), last, &|_| true)?;
    let releases = release::history(&loaded.store, &unreviewed);
    if format == Format::Json {
        let mut all = json!(releases);
        for (at, one) in releases.iter().enumerate() {
            let damaged: Vec<String> = one.damaged.iter().map(ToString::to_string).collect();
            all[at]["damaged"] = damaged.into();
        }
        print(&serde_json::to_string_pretty(&all).unwrap_or_default());
        return Ok(());
    }
    let lines = releases.iter().flat_map(words::past);
    lines.for_each(|line| print(&line));
    if releases.is_empty() {
        print(words::NOTHING_RELEASED);
    }
    Ok(())
}

/// Signs a release where a key is given.
fn sign(loaded: &Loaded, number: u32, signer: Option<&Signer>) -> Result<(), Error> {
    signer.map_or(Ok(()), |signer| {
        release::sign(&loaded.store, number, signer)
    })
}

/// Writes a release out from what is kept of it: a zip where the name ends so, else a folder.
fn write(loaded: &Loaded, number: u32, out: &Path) -> Result<(), Error> {
    let tell = |p: ExportProgress| {
        show(&words::progress(p.done, p.total));
        true
    };
    let written = release::export(&loaded.store, number, out, &tell)?;
    clear();
    print(&words::release_written(number, out, &written));
    Ok(())
}

fn tell(progress: ReleaseProgress) -> bool {
    show(&words::releasing(progress));
    true
}

/// Something for a name: `en=New certificate.`
fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or(words::NOT_A_PAIR)?;
    Ok((name.to_owned(), value.to_owned()))
}
