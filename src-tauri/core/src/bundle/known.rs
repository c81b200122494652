//! What is known of signers: which keys are trusted for which site, which were withdrawn, and which
//! releases were seen. It is kept outside sites and bundles: nothing in these can add to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::say;
use crate::store::{Hash, data};

use super::Key;
use super::verify::{Verdict, Verified};

/// Its name in the program's data folder.
const NAME: &str = "signers.json";

/// What is known of signers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    #[serde(default)]
    sites: BTreeMap<String, KnownSite>,
    /// Keys that were withdrawn, each on one line.
    #[serde(default)]
    revoked: BTreeSet<String>,
    /// Keys that are trusted for any site, this time only.
    #[serde(skip)]
    given: BTreeSet<String>,
}

/// What is known of one site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownSite {
    /// The keys that are trusted, each on one line.
    #[serde(default)]
    keys: BTreeSet<String>,
    /// The digests of the manifests that were seen, by release number.
    #[serde(default)]
    releases: BTreeMap<u32, String>,
}

impl Known {
    /// What is kept in a file; nothing when there is none.
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::Refused`] when it is damaged: a key that was withdrawn would count again.
    pub fn read(file: &Path) -> Result<Self, Error> {
        match data::read(file).map_err(|e| Error::read(file, e))? {
            None => Ok(Self::default()),
            Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| {
                Error::Refused(say!(
                    "What is known of signers, in “{file}”, cannot be read. Nothing was changed. Bring the file back from a copy, or remove it and check again whom you trust.",
                    file
                ))
            }),
        }
    }

    /// Keeps it in a file.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn write(&self, file: &Path) -> Result<(), Error> {
        let failed = |e| Error::write(file, e);
        let mut text = serde_json::to_vec_pretty(self).map_err(|e| failed(e.into()))?;
        text.push(b'\n');
        data::write(file, &text).map_err(failed)
    }

    /// Where it is kept in the program's data folder.
    pub fn place(folder: &Path) -> PathBuf {
        folder.join(NAME)
    }

    /// Trusts a key for a site, because a person says so.
    pub fn trust(&mut self, site: &str, key: &Key) {
        let known = self.sites.entry(site.to_owned()).or_default();
        known.keys.insert(key.line());
    }

    /// Trusts a key for a site no longer.
    pub fn forget(&mut self, site: &str, key: &Key) {
        if let Some(known) = self.sites.get_mut(site) {
            known.keys.remove(&key.line());
        }
    }

    /// Trusts a key for whatever site, as long as this is not read anew.
    pub fn give(&mut self, key: &Key) {
        self.given.insert(key.line());
    }

    /// Withdraws a key everywhere, for good.
    pub fn revoke(&mut self, key: &Key) {
        self.revoked.insert(key.line());
        for site in self.sites.values_mut() {
            site.keys.remove(&key.line());
        }
    }

    /// Whether a key was withdrawn.
    pub fn revoked(&self, key: &Key) -> bool {
        self.revoked.contains(&key.line())
    }

    /// Whether a key is trusted for a site.
    pub fn trusts(&self, site: &str, key: &Key) -> bool {
        let line = key.line();
        let kept = self.sites.get(site);
        !self.revoked(key)
            && (self.given.contains(&line) || kept.is_some_and(|kept| kept.keys.contains(&line)))
    }

    /// The number of the newest release of a site that was seen.
    pub fn newest(&self, site: &str) -> Option<u32> {
        let numbers = self.sites.get(site)?.releases.keys();
        numbers.last().copied()
    }

    /// The digest of the manifest of a release that was seen.
    pub fn seen(&self, site: &str, number: u32) -> Option<Hash> {
        Hash::parse(self.sites.get(site)?.releases.get(&number)?)
    }

    /// Remembers an intact release, so that an older one is told from it later. Others leave no trace.
    pub fn see(&mut self, verified: &Verified) {
        if let (Verdict::Intact, Some(number)) = (verified.verdict, verified.release) {
            let known = self.sites.entry(verified.id().to_owned()).or_default();
            let manifest = verified.manifest.clone();
            known.releases.insert(number, manifest);
        }
    }
}
