//! Who signed a bundle, and whether that person is trusted.

use crate::bundle::manifest::{NAME, SIGNATURE};
use crate::bundle::place::Failure;
use crate::bundle::{Key, Known, Signature};
use crate::error::Error;
use crate::say;

use super::files::Opened;
use super::{Finding, Verdict};

/// The key that signed it; `None` when nobody did, or the signature is of something else.
pub(super) fn look(
    opened: &Opened,
    known: &Known,
    findings: &mut Vec<Finding>,
) -> Result<Option<Key>, Error> {
    let mut found = |verdict, say| findings.push(Finding::new(verdict, SIGNATURE, say));
    let text = match opened.signature() {
        Ok(Some(text)) => text,
        Ok(None) => {
            found(Verdict::Unsigned, say!("Nobody signed this bundle."));
            return Ok(None);
        }
        Err(Failure::Fault(fault)) => {
            findings.push(Finding::of(Verdict::Altered, fault));
            return Ok(None);
        }
        Err(Failure::Error(error)) => return Err(error),
    };
    let Some(signature) = Signature::parse(&text) else {
        found(
            Verdict::Altered,
            say!("The signature is not as it was written: it was altered."),
        );
        return Ok(None);
    };
    if !signature.fits(&opened.text, &opened.manifest) {
        // Which of the two it was cannot be told from outside.
        for file in [NAME, SIGNATURE] {
            let say = say!(
                "The manifest and its signature do not belong together: one of them was altered."
            );
            findings.push(Finding::new(Verdict::Altered, file, say));
        }
        return Ok(None);
    }
    let key = signature.key().clone();
    if known.revoked(&key) {
        found(
            Verdict::Revoked,
            say!(
                "It was signed with the key {key}, which was withdrawn: somebody else may have it.",
                key = key.id()
            ),
        );
    } else if !known.trusts(opened.manifest.site.id(), &key) {
        found(
            Verdict::UnknownSigner,
            say!(
                "It was signed with the key {key}, which nobody here trusts for this site.",
                key = key.id()
            ),
        );
    }
    Ok(Some(key))
}
