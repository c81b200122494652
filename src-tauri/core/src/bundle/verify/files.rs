//! Whether the files are those that the manifest names.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::bundle::delta::{self, REMOVED, SINCE};
use crate::bundle::manifest::{NAME, Numbered, SIGNATURE, SUMS};
use crate::bundle::names::{Names, SafeName};
use crate::bundle::place::{Failure, Place};
use crate::bundle::{Manifest, Stated};
use crate::error::Error;
use crate::progress::{Counter, OnProgress};
use crate::say;

use super::{Finding, Verdict};

/// The largest manifest, and list of sums, in bytes.
const LARGEST_LIST: u64 = 32 * 1024 * 1024;
/// The largest signature.
const LARGEST_SIGNATURE: u64 = 16 * 1024;

/// A manifest in a bundle, and its text; `None` when there is none.
fn listed(place: &Place, name: &str) -> Result<Option<(Manifest, String)>, Failure> {
    let Some(bytes) = place.bytes(name, LARGEST_LIST)? else {
        return Ok(None);
    };
    let text = String::from_utf8(bytes).unwrap_or_default();
    match Manifest::parse(&text) {
        Some(manifest) => Ok(Some((manifest, text))),
        None => Err(Failure::fault(
            name,
            say!("It is damaged, or not the manifest of a trust center."),
        )),
    }
}

/// A bundle whose manifest was read.
pub(in crate::bundle) struct Opened {
    pub(in crate::bundle) place: Place,
    pub(in crate::bundle) manifest: Manifest,
    /// The manifest of the bundle that this one only tells the changes of.
    pub(in crate::bundle) since: Option<Manifest>,
    /// The text of the manifest as it stands there.
    pub(super) text: String,
}

impl Opened {
    /// Reads the manifest. It may name safe files only.
    pub(in crate::bundle) fn read(place: Place) -> Result<Self, Failure> {
        let Some((manifest, text)) = listed(&place, NAME)? else {
            return Err(Failure::fault(
                NAME,
                say!("It is missing, so this is no bundle of a trust center."),
            ));
        };
        let since = match manifest.get(SINCE) {
            Some(_) => None,
            None => listed(&place, SINCE)?.map(|(since, _)| since),
        };
        let mut names = Names::default();
        for path in [NAME, SUMS, SIGNATURE].into_iter().chain(manifest.paths()) {
            let added = SafeName::parse(path).and_then(|name| names.add(name));
            added.map_err(|say| Failure::fault(path, say))?;
        }
        Ok(Self {
            place,
            manifest,
            since,
            text,
        })
    }

    /// The text of the signature; `None` when there is none.
    pub(in crate::bundle) fn signature(&self) -> Result<Option<String>, Failure> {
        let bytes = self.place.bytes(SIGNATURE, LARGEST_SIGNATURE)?;
        Ok(bytes.map(|bytes| String::from_utf8(bytes).unwrap_or_default()))
    }

    /// Everything that is wrong with the files, the manifest and the list of sums.
    pub(super) fn files(&self, progress: OnProgress<'_>) -> Result<Vec<Finding>, Error> {
        let mut findings = self.beside();
        findings.extend(self.sums()?);
        findings.extend(self.delta()?);
        let counter = Counter::new(self.manifest.len(), progress);
        let faulty: HashSet<&str> = self
            .place
            .faults()
            .iter()
            .map(|f| f.file.as_str())
            .collect();
        let stated: Vec<(&String, &Stated)> = self.manifest.files().iter().collect();
        let looked: Result<Vec<Option<Finding>>, Error> = stated
            .par_iter()
            .map(|(path, stated)| {
                counter.step()?;
                if faulty.contains(path.as_str()) {
                    // Told already, with the reason.
                    return Ok(None);
                }
                self.file(path, **stated)
            })
            .collect();
        findings.extend(looked?.into_iter().flatten());
        Ok(findings)
    }

    /// What is wrong with one file.
    fn file(&self, path: &str, stated: Stated) -> Result<Option<Finding>, Error> {
        let there = self.place.files().get(path);
        if self.is_known(path, stated) {
            return Ok(there.map(|_| {
                let say = say!("This file did not change, so it does not belong here.");
                Finding::new(Verdict::Incomplete, path, say)
            }));
        }
        let Some(size) = there else {
            return Ok(Some(Finding::new(
                Verdict::Incomplete,
                path,
                say!("This file is missing."),
            )));
        };
        let altered = say!("This file is not what the manifest names: it was altered.");
        let altered = Finding::new(Verdict::Altered, path, altered);
        if *size != stated.bytes {
            return Ok(Some(altered));
        }
        match self.place.stated(path) {
            Ok(there) if there == stated => Ok(None),
            Ok(_) => Ok(Some(altered)),
            Err(Failure::Fault(fault)) => Ok(Some(Finding::of(Verdict::Altered, fault))),
            Err(Failure::Error(error)) => Err(error),
        }
    }

    /// What lies there and is not listed or no file, and whether the manifest is written as ours are.
    fn beside(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.manifest.to_text() != self.text {
            findings.push(Finding::new(
                Verdict::Altered,
                NAME,
                say!(
                    "The manifest is not as it was written, or its root digest is not that of its files: it was altered."
                ),
            ));
        }
        for fault in self.place.faults() {
            findings.push(Finding::of(Verdict::Altered, fault.clone()));
        }
        let own: &[&str] = match self.since {
            Some(_) => &[NAME, SUMS, SIGNATURE, SINCE, REMOVED],
            None => &[NAME, SUMS, SIGNATURE],
        };
        for path in self.place.files().keys() {
            if self.manifest.get(path).is_none() && !own.contains(&path.as_str()) {
                findings.push(Finding::new(
                    Verdict::Incomplete,
                    path,
                    say!("The manifest does not list this file: it does not belong here."),
                ));
            }
        }
        findings
    }

    /// Whether whoever gets this has a file already.
    fn is_known(&self, path: &str, stated: Stated) -> bool {
        let since = self.since.as_ref();
        since.and_then(|since| since.get(path)) == Some(stated)
    }

    /// Whether what a delta says of the earlier bundle is what follows from the two manifests.
    fn delta(&self) -> Result<Vec<Finding>, Error> {
        let Some(since) = &self.since else {
            return Ok(Vec::new());
        };
        let removed = delta::removed(since, &self.manifest);
        let mut findings = Vec::new();
        for (path, text) in [(SINCE, since.to_text()), (REMOVED, removed)] {
            let there = self.place.bytes(path, LARGEST_LIST)?;
            if there.as_deref() != Some(text.as_bytes()) {
                let say = say!("This is not what follows from the two manifests: it was altered.");
                findings.push(Finding::new(Verdict::Altered, path, say));
            }
        }
        let follows = |release: Numbered, before: Numbered| {
            release.number != before.number + 1 || release.previous == Some(since.digest())
        };
        let both = self.manifest.release.zip(since.release);
        if both.is_some_and(|(release, before)| !follows(release, before)) {
            let say = say!("This is not the manifest that the release names as the one before it.");
            findings.push(Finding::new(Verdict::BrokenChain, SINCE, say));
        }
        Ok(findings)
    }

    /// Whether `SHA256SUMS` says the same as the manifest. Exports that are no release may lack it.
    fn sums(&self) -> Result<Option<Finding>, Error> {
        let finding = |verdict, say| Some(Finding::new(verdict, SUMS, say));
        Ok(match self.place.bytes(SUMS, LARGEST_LIST) {
            Ok(Some(bytes)) if bytes == self.manifest.sums().as_bytes() => None,
            Ok(Some(_)) => finding(
                Verdict::Altered,
                say!("This list of sums is not that of the manifest: it was altered."),
            ),
            Ok(None) if self.manifest.release.is_none() => None,
            Ok(None) => finding(Verdict::Incomplete, say!("This file is missing.")),
            Err(Failure::Fault(fault)) => Some(Finding::of(Verdict::Altered, fault)),
            Err(Failure::Error(error)) => return Err(error),
        })
    }
}
