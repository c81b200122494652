//! `verify`: whether a bundle is what it says, and who says so.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::json;
use trustdesk_core::bundle::{Bundle, Difference, Known, Verdict, Verified, differences, verify};
use trustdesk_core::error::Error;
use trustdesk_core::view::ExportProgress;

use crate::{clear, keys, load, print, show, words};

/// The status for a bundle that does not come from the sources it was compared with.
const OTHER_SOURCES: u8 = 8;
/// Fewest files of which progress is told.
const MANY: u32 = 1_000;

/// How the outcome is written.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// What is to be verified.
#[derive(Args)]
pub(crate) struct Order {
    #[arg(help = words::BUNDLE)]
    bundle: PathBuf,
    #[arg(long, help = words::KEY)]
    key: Option<String>,
    #[arg(long, value_name = "FILE", help = words::KNOWN)]
    known: Option<PathBuf>,
    #[arg(long, value_name = "SITE", help = words::SOURCES)]
    sources: Option<PathBuf>,
    #[arg(long, requires = "sources", help = words::TRUST_TEMPLATES)]
    trust_templates: bool,
    #[arg(long, value_enum, default_value = "text", help = words::VERIFY_FORMAT)]
    format: Format,
}

/// Verifies a bundle, says what was found, and ends with it.
pub(crate) fn run(order: &Order) -> Result<ExitCode, Error> {
    let mut known = match &order.known {
        Some(file) => Known::read(file)?,
        None => Known::default(),
    };
    let key = order.key.as_deref().map(keys::public).transpose()?;
    if let Some(key) = &key {
        known.give(key);
    }
    let (verified, bundle) = verify(&order.bundle, &known, &telling())?;
    clear();
    if let (Verdict::Intact, Some(file)) = (verified.verdict, &order.known) {
        if let Some(key) = &key {
            known.trust(verified.id(), key);
        }
        known.see(&verified);
        known.write(file)?;
    }
    let differ = match (&order.sources, &bundle) {
        (Some(site), Some(bundle)) => Some(compared(bundle, site, order.trust_templates)?),
        _ => None,
    };
    match order.format {
        Format::Text => {
            for line in words::verified(&verified, differ.as_deref()) {
                print(&line);
            }
        }
        Format::Json => print(&as_json(&verified, differ.as_deref())),
    }
    let status = match (status(verified.verdict), &differ) {
        (0, Some(differ)) if !differ.is_empty() => OTHER_SOURCES,
        (status, _) => status,
    };
    Ok(ExitCode::from(status))
}

/// The exit status of a verdict; docs/bundles.md lists them.
fn status(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Intact => 0,
        Verdict::Altered | Verdict::Incomplete => 1,
        Verdict::Unreadable => 2,
        Verdict::Unsigned => 3,
        Verdict::UnknownSigner => 4,
        Verdict::Revoked => 5,
        Verdict::Older => 6,
        Verdict::BrokenChain => 7,
    }
}

/// In what a bundle differs from what a site's sources give.
fn compared(bundle: &Bundle, site: &Path, trusted: bool) -> Result<Vec<Difference>, Error> {
    let loaded = load(site, trusted)?;
    loaded.warn();
    let (engine, site, store) = (&loaded.engine, &loaded.site, &loaded.store);
    let differ = differences(bundle.manifest(), engine, site, store, &telling())?;
    clear();
    Ok(differ)
}

/// The outcome for other programs, in English as everything here.
fn as_json(verified: &Verified, differ: Option<&[Difference]>) -> String {
    let mut all = json!(verified);
    for (finding, said) in all["findings"]
        .as_array_mut()
        .into_iter()
        .flatten()
        .zip(&verified.findings)
    {
        finding["say"] = said.say.to_string().into();
    }
    if let Some(differ) = differ {
        let path = |difference: &Difference| {
            let (how, path) = match difference {
                Difference::Added(path) => ("added", path),
                Difference::Missing(path) => ("missing", path),
                Difference::Other(path) => ("other", path),
            };
            json!({ "file": path, "is": how })
        };
        all["sources"] = differ.iter().map(path).collect();
    }
    serde_json::to_string_pretty(&all).unwrap_or_default()
}

/// Tells progress in one line, where somebody watches and it is worth it.
pub(crate) fn telling() -> impl Fn(ExportProgress) -> bool + Sync {
    |progress| {
        if progress.total >= MANY {
            show(&words::looking(progress.done, progress.total));
        }
        true
    }
}
