//! Whether a bundle is what it says, and who says so.

use serde::Serialize;
use ts_rs::TS;

use crate::message::Message;

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
}
