//! What the command line says of keys and bundles.

use std::path::Path;

use trustdesk_core::bundle::write::Written;
use trustdesk_core::bundle::{Difference, Key, Verdict, Verified, is_unseen};

pub(crate) const KEYGEN: &str = "Make a key to sign releases with";
pub(crate) const SECRET_OUT: &str = "A new file for the secret key, outside of any site; the public key is written beside it, ending in .pub";
pub(crate) const SIGN: &str = "Sign a bundle that is a release";
pub(crate) const SECRET: &str =
    "The file of the secret key; its password is asked for, or taken from TRUSTDESK_KEY_PASSWORD";
pub(crate) const DELTA: &str = "Write what changed between two bundles, as a zip";
pub(crate) const SINCE: &str = "The earlier bundle: a folder or a zip";
pub(crate) const DELTA_OUT: &str = "The zip to write";
pub(crate) const APPLY: &str = "Make the later bundle of the earlier one and what changed";
pub(crate) const DELTA_FILE: &str = "What changed, as delta wrote it";
pub(crate) const BUNDLE_OUT: &str =
    "Where to write the bundle: a folder, or a zip if it ends in .zip";
pub(crate) const REVOKE: &str = "Withdraw a key for good";
pub(crate) const KEY_REVOKED: &str = "The public key: its file, or the line itself";
pub(crate) const VERIFY: &str = "Tell whether a bundle is intact, and who signed it";
pub(crate) const VERIFY_STATUS: &str = "Exit status:
  0  intact, and signed by a trusted key
  1  altered or incomplete
  2  unreadable, or it could not be done
  3  not signed
  4  signed by a key that is not trusted here
  5  signed by a key that was withdrawn
  6  older than a release that was seen before
  7  does not follow the release that was seen before
  8  intact, but not made from the sources given";
pub(crate) const BUNDLE: &str = "The bundle: a folder or a zip";
pub(crate) const KEY: &str = "The public key that you trust: its file, or the line itself";
pub(crate) const KNOWN: &str = "Where trusted and withdrawn keys and seen releases are kept; an intact bundle is remembered there, with the key that was given";
pub(crate) const SOURCES: &str = "Also tell whether the bundle comes from the sources of this site";
pub(crate) const VERIFY_FORMAT: &str = "How to tell the outcome";
pub(crate) const PASSWORD: &str = "Password of the key: ";
pub(crate) const NEW_PASSWORD: &str = "New password, best several words: ";
pub(crate) const PASSWORD_AGAIN: &str = "The same once more: ";

/// Most findings in one list; the JSON has all.
const MOST: usize = 50;

pub(crate) fn new_key(secret: &Path, public: &Path, key: &Key) -> Vec<String> {
    vec![
        format!("Made the key {}.", key.id()),
        format!(
            "Secret key: {}. Keep it and its password out of the site, and a copy of both somewhere safe: without them nobody can sign under this key again.",
            secret.display()
        ),
        format!(
            "Public key: {}. Give it to everybody, and the fingerprint by another way:",
            public.display()
        ),
        key.fingerprint(),
    ]
}

pub(crate) fn signed(bundle: &Path, key: &Key) -> String {
    format!("Signed {} with the key {}.", bundle.display(), key.id())
}

pub(crate) fn revoked(key: &Key) -> String {
    format!(
        "Withdrew the key {}. What it signed is no longer trusted.",
        key.id()
    )
}

pub(crate) fn wrote(place: &Path, written: &Written) -> String {
    format!(
        "Wrote {}: {} files, {} KB, SHA-256 {}",
        place.display(),
        written.files,
        written.bytes.div_ceil(1_000),
        written.digest
    )
}

pub(crate) fn looking(done: u32, total: u32) -> String {
    format!("Looking at {done} of {total} files")
}

/// The verdict, what the bundle says of itself, who signed it, and all that was found.
pub(crate) fn verified(verified: &Verified, differ: Option<&[Difference]>) -> Vec<String> {
    let mut lines = vec![verdict(verified.verdict).to_owned()];
    if verified.verdict != Verdict::Unreadable {
        let release = match verified.release {
            Some(number) => format!("release {number} of {}", verified.date),
            None => format!("no release, as of {}", verified.date),
        };
        let name = match (verified.site.as_str(), verified.address.as_str()) {
            ("", address) => address.to_owned(),
            (site, "") => site.to_owned(),
            (site, address) => format!("{site} ({address})"),
        };
        let files = verified.files;
        lines.push(format!("{}: {release}, {files} files.", plain(&name)));
        lines.push(format!("Root digest {}.", verified.root));
    }
    if !verified.signer.is_empty() {
        lines.push(format!(
            "Signed with the key {}, fingerprint {}.",
            verified.signer, verified.fingerprint
        ));
    }
    let findings = verified
        .findings
        .iter()
        .map(|finding| match finding.file.as_str() {
            "" => format!("  {}", finding.say),
            file => format!("  {}: {}", plain(file), plain(&finding.say.to_string())),
        });
    short(&mut lines, findings.collect());
    if let Some(differ) = differ {
        lines.push(sources(differ));
        let differ = differ.iter().map(|difference| match difference {
            Difference::Added(path) => format!("  {}: only in the bundle", plain(path)),
            Difference::Missing(path) => format!("  {}: only from the sources", plain(path)),
            Difference::Other(path) => format!("  {}: other bytes", plain(path)),
        });
        short(&mut lines, differ.collect());
    }
    lines
}

/// What others wrote, without what a terminal would obey or what would turn the line around.
fn plain(text: &str) -> String {
    let shown = text.chars().map(|c| match c {
        c if is_unseen(c) => c.escape_default().to_string(),
        c => c.to_string(),
    });
    shown.collect()
}

fn short(lines: &mut Vec<String>, all: Vec<String>) {
    let more = all.len().saturating_sub(MOST);
    lines.extend(all.into_iter().take(MOST));
    if more > 0 {
        lines.push(format!("  and {more} more"));
    }
}

fn sources(differ: &[Difference]) -> String {
    match differ.len() {
        0 => "It comes from these sources: every byte is the same.".to_owned(),
        1 => "It does not come from these sources: 1 file differs.".to_owned(),
        more => format!("It does not come from these sources: {more} files differ."),
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Intact => "Intact, and signed by a key that is trusted.",
        Verdict::Unsigned => {
            "Not signed: every file is as the manifest says, and nobody vouches for it."
        }
        Verdict::UnknownSigner => "Signed by a key that is not trusted here.",
        Verdict::Revoked => "Signed by a key that was withdrawn.",
        Verdict::Older => "Older than a release that was seen before.",
        Verdict::BrokenChain => "Does not follow the release that was seen before.",
        Verdict::Incomplete => "Incomplete: files are missing, or do not belong there.",
        Verdict::Altered => "Altered.",
        Verdict::Unreadable => "Cannot be read as a bundle.",
    }
}
