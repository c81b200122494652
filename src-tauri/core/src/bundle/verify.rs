//! Whether a bundle is what it says, and who says so.

mod chain;
pub(super) mod files;
mod signer;

use std::path::Path;

use serde::Serialize;
use ts_rs::TS;

use crate::error::Error;
use crate::export::OnProgress;
use crate::message::Message;
use crate::store::Hash;

use super::known::Known;
use super::place::{Failure, Fault, Place};
use super::{Bundle, Manifest};

use files::Opened;

/// What is true of a bundle as a whole: the worst that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Verdict {
    /// Every file is as the manifest says, and the manifest is signed by a key that is trusted.
    Intact,
    /// Every file is as the manifest says, and nobody signed it.
    Unsigned,
    /// Signed by a key that nobody here vouches for.
    UnknownSigner,
    /// Signed by a key that was withdrawn.
    Revoked,
    /// A later release of the same site was seen before.
    Older,
    /// It does not follow the release that was seen before.
    BrokenChain,
    /// Files are missing, or are there without being listed.
    Incomplete,
    /// Files, the manifest or the signature are not what was signed.
    Altered,
    /// It cannot be read as a bundle.
    Unreadable,
}

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Finding {
    /// What it means for the whole.
    pub verdict: Verdict,
    /// The file that it is about, by its path in the bundle; empty when it is about none.
    pub file: String,
    /// What was found, for people.
    pub say: Message,
}

impl Finding {
    fn of(verdict: Verdict, Fault { file, say }: Fault) -> Self {
        Self { verdict, file, say }
    }

    fn new(verdict: Verdict, file: &str, say: Message) -> Self {
        let file = file.to_owned();
        Self { verdict, file, say }
    }
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Verified {
    /// The worst of all findings.
    pub verdict: Verdict,
    /// Everything that is not as it should be; empty for an intact bundle.
    pub findings: Vec<Finding>,
    /// The name of the site.
    pub site: String,
    /// Where it is served.
    pub address: String,
    /// The number of the release, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub release: Option<u32>,
    /// Its day.
    pub date: String,
    /// Its root digest.
    pub root: String,
    /// How many files the manifest lists.
    pub files: u32,
    /// Their size together, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// The id of the key that signed it; empty when nobody did.
    pub signer: String,
    /// That key on one line, for trusting it.
    pub key: String,
    /// That key as people compare it.
    pub fingerprint: String,
    /// The digest of the manifest.
    pub manifest: String,
    /// The digest of the manifest of the bundle that this one only tells the changes of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub since: Option<String>,
}

impl Verified {
    /// By what its site is told from others.
    pub fn id(&self) -> &str {
        if self.address.is_empty() {
            &self.site
        } else {
            &self.address
        }
    }
}

/// Looks at every byte of the folder or zip at `place`. `progress` answers `false` to stop. The bundle
/// that is answered reads what was verified: other bytes are refused, whenever they came. There is none
/// where nothing can be shown, and none in a delta.
///
/// # Errors
/// [`Error::Read`] when there is nothing at `place` or the system fails, [`Error::Cancelled`].
/// Everything that is wrong with the bundle itself is a finding.
pub fn verify(
    place: &Path,
    known: &Known,
    progress: OnProgress<'_>,
) -> Result<(Verified, Option<Bundle>), Error> {
    let opened = Place::open(place).and_then(Opened::read);
    let opened = match opened {
        Ok(opened) => opened,
        Err(Failure::Error(error)) => return Err(error),
        Err(Failure::Fault(fault)) => {
            let findings = vec![Finding::of(Verdict::Unreadable, fault)];
            return Ok((told(&Manifest::default(), findings), None));
        }
    };
    let mut findings = opened.files(progress)?;
    let signer = signer::look(&opened, known, &mut findings)?;
    chain::look(&opened, known, &mut findings);
    findings.sort_by(|a, b| b.verdict.cmp(&a.verdict).then_with(|| a.file.cmp(&b.file)));
    let mut verified = told(&opened.manifest, findings);
    verified.manifest = Hash::of(opened.text.as_bytes()).to_string();
    if let Some(key) = signer {
        verified.signer = key.id();
        verified.key = key.line();
        verified.fingerprint = key.fingerprint();
    }
    if let Some(since) = &opened.since {
        verified.since = Some(since.digest().to_string());
        return Ok((verified, None));
    }
    Ok((verified, Some(Bundle::new(opened.manifest, opened.place))))
}

/// What a manifest says of itself, and what was found.
fn told(manifest: &Manifest, findings: Vec<Finding>) -> Verified {
    let worst = findings.iter().map(|finding| finding.verdict).max();
    let release = manifest.release;
    let day = release.map(|one| one.date).or(manifest.as_of);
    Verified {
        verdict: worst.unwrap_or(Verdict::Intact),
        findings,
        site: manifest.site.name.clone(),
        address: manifest.site.address.clone(),
        release: release.map(|one| one.number),
        date: day.map(|day| day.to_string()).unwrap_or_default(),
        root: manifest.root().to_string(),
        files: u32::try_from(manifest.len()).unwrap_or(u32::MAX),
        bytes: manifest.bytes(),
        signer: String::new(),
        key: String::new(),
        fingerprint: String::new(),
        manifest: String::new(),
        since: None,
    }
}
