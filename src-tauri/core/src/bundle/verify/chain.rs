//! Whether a release follows those of the same site that were seen before.

use crate::bundle::Known;
use crate::bundle::manifest::NAME;
use crate::say;
use crate::store::Hash;

use super::files::Opened;
use super::{Finding, Verdict};

/// Compares a release with those that were seen. What has no number is compared with nothing.
pub(super) fn look(opened: &Opened, known: &Known, findings: &mut Vec<Finding>) {
    let site = opened.manifest.site.id();
    let (Some(release), Some(newest)) = (opened.manifest.release, known.newest(site)) else {
        return;
    };
    let mut found = |verdict, say| findings.push(Finding::new(verdict, NAME, say));
    let number = release.number;
    if number < newest {
        found(
            Verdict::Older,
            say!(
                "This is release {number}, and release {newest} of this site was seen before.",
                number,
                newest
            ),
        );
    }
    let own = Hash::of(opened.text.as_bytes());
    if known.seen(site, number).is_some_and(|seen| seen != own) {
        found(
            Verdict::BrokenChain,
            say!(
                "Another release {number} of this site was seen before: one of the two is not genuine.",
                number
            ),
        );
    }
    let before = number.checked_sub(1).and_then(|n| known.seen(site, n));
    if before.is_some() && before != release.previous {
        found(
            Verdict::BrokenChain,
            say!(
                "It does not follow the release {number} that was seen before: it names another one.",
                number = number - 1
            ),
        );
    }
}
