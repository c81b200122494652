//! What the command line says of releases.

use std::path::Path;

use trustdesk_core::bundle::write::Written;
use trustdesk_core::release::{
    Checklist, Item, ItemState, ReleaseProgress, ReleaseStep, ReleaseView, Released,
};

pub(crate) const RELEASE: &str = "Make the next release of a site, unless something stops it";
pub(crate) const RELEASE_CHECK: &str = "Only say whether something would stop it";
pub(crate) const RELEASE_OUT: &str =
    "Write the release as a bundle: a zip if the name ends in .zip, else a folder";
pub(crate) const RELEASE_KEY: &str =
    "Sign the release with the secret key in this file, as keygen wrote it";
pub(crate) const RELEASE_DATE: &str = "The day of the release; today in UTC if not given";
pub(crate) const RELEASE_FORMAT: &str = "How to say it";
pub(crate) const RELEASE_LIST: &str = "List every release instead";
pub(crate) const RELEASE_AGAIN: &str =
    "Write the release of this number once more instead, from what is kept of it";
pub(crate) const NOTES: &str =
    "What changed, for visitors: a text for every language, or a .toml with a text for each locale";
pub(crate) const NOTE: &str = "What changed, for visitors, in one language, such as en=Text";
pub(crate) const NOT_A_PAIR: &str = "enter a name and a text such as en=New certificate";
pub(crate) const BY: &str = "Who releases it";
pub(crate) const CORRECTION: &str =
    "Release a small correction before its review; the next release asks for the approvals";
pub(crate) const ACCEPT: &str =
    "Release though an item of the checklist stops it, for a reason that is kept with the release";
pub(crate) const NOTHING_RELEASED: &str = "Nothing was released yet.";

pub(crate) fn releasing(progress: ReleaseProgress) -> String {
    let what = match progress.step {
        ReleaseStep::Rendering => "Making pages",
        ReleaseStep::Keeping => "Keeping files",
        ReleaseStep::Writing => "Writing files",
    };
    format!("{what}: {} of {}", progress.done, progress.total)
}

/// An item of the checklist, and what it is about where it does not pass.
pub(crate) fn item(item: &Item) -> Vec<String> {
    let state = match item.state {
        ItemState::Ok => "ok",
        ItemState::Warn => "note",
        ItemState::Stop => "STOP",
    };
    let mut lines = vec![format!("{state:>4}  {}: {}", item.code, item.say)];
    if !item.accepted.is_empty() {
        lines.push(format!("      accepted: {}", item.accepted));
    }
    if item.state == ItemState::Stop {
        lines.extend(item.details.iter().map(|one| format!("      - {one}")));
        if item.acceptable {
            lines.push(format!(
                "      To release all the same: --accept \"{}=REASON\"",
                item.code
            ));
        }
    }
    lines
}

pub(crate) fn ready(checklist: &Checklist) -> String {
    if checklist.ready {
        format!("Nothing stops release {}.", checklist.number)
    } else {
        "Nothing was released. Settle what is marked STOP, then release again.".to_owned()
    }
}

pub(crate) fn released(released: &Released) -> String {
    format!(
        "Release {} of {}: {} files, {} KB, root {}",
        released.number,
        released.date,
        released.files,
        released.bytes.div_ceil(1_000),
        released.root
    )
}

/// A line for a release, and one for each thing that must be said of it.
pub(crate) fn past(one: &ReleaseView) -> Vec<String> {
    let mut line = format!("{:>4}  {}", one.number, one.date);
    if !one.by.is_empty() {
        line += &format!("  by {}", one.by);
    }
    if one.correction {
        line += "  small correction";
    }
    if one.unreviewed {
        line += ", to be approved still";
    }
    if !one.signer.is_empty() {
        line += &format!("  signed by {}", one.signer);
    }
    line += &format!("  {} files, {} KB", one.files, one.bytes.div_ceil(1_000));
    let mut lines = vec![line];
    lines.extend(one.damaged.iter().map(|said| format!("      {said}")));
    lines
}

pub(crate) fn release_written(number: u32, out: &Path, written: &Written) -> String {
    format!(
        "Wrote release {number} to {}: {} files, {} KB, SHA-256 {}",
        out.display(),
        written.files,
        written.bytes.div_ceil(1_000),
        written.digest
    )
}
