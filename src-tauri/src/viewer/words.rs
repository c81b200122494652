//! What is said of each verdict: its name, what it means, and what to do next. The bar of the bundle's
//! window and the dialog say the same.

use serde::Serialize;
use trustdesk_core::bundle::Verdict;
use trustdesk_core::message::Message;
use trustdesk_core::say;

/// How serious a verdict is; its colour and its icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tone {
    Good,
    Doubtful,
    Bad,
}

/// A verdict in words.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Words {
    pub(crate) tone: Tone,
    pub(crate) name: Message,
    pub(crate) means: Message,
    pub(crate) next: Message,
}

impl Words {
    /// The words of a verdict.
    pub(crate) fn of(verdict: Verdict) -> Self {
        let tone = match verdict {
            Verdict::Intact => Tone::Good,
            Verdict::Unsigned | Verdict::UnknownSigner | Verdict::Older | Verdict::BrokenChain => {
                Tone::Doubtful
            }
            Verdict::Revoked | Verdict::Incomplete | Verdict::Altered | Verdict::Unreadable => {
                Tone::Bad
            }
        };
        let (name, means, next) = match verdict {
            Verdict::Intact | Verdict::Unsigned | Verdict::UnknownSigner => whole(verdict),
            Verdict::Revoked | Verdict::Older | Verdict::BrokenChain => out_of_place(verdict),
            Verdict::Incomplete | Verdict::Altered | Verdict::Unreadable => broken(verdict),
        };
        Self {
            tone,
            name,
            means,
            next,
        }
    }
}

/// Every file is as the manifest says.
fn whole(verdict: Verdict) -> (Message, Message, Message) {
    match verdict {
        Verdict::Intact => (
            say!("Intact"),
            say!("Every file is exactly what was signed, by a key that you trust."),
            say!("There is nothing to do. You can rely on what it shows."),
        ),
        Verdict::UnknownSigner => (
            say!("Unknown signer"),
            say!(
                "Every file is exactly what was signed, by a key that nobody here vouched for yet."
            ),
            say!(
                "Ask the people who publish the site for the fingerprint of their key, by telephone or in person. If it is the same, trust the key."
            ),
        ),
        _ => (
            say!("Unsigned"),
            say!(
                "Every file is what its own list says, and nobody signed the list: whoever could alter the files could alter the list."
            ),
            say!(
                "Compare the digest with one that you were given another way, or ask for a signed bundle."
            ),
        ),
    }
}

/// Nothing was altered, and yet it is not the one to rely on.
fn out_of_place(verdict: Verdict) -> (Message, Message, Message) {
    match verdict {
        Verdict::Revoked => (
            say!("Withdrawn key"),
            say!(
                "It is signed by a key that was withdrawn. Somebody else may have signed it with that key."
            ),
            say!("Do not rely on it. Ask for a bundle that is signed by the key of today."),
        ),
        Verdict::Older => (
            say!("Older than already seen"),
            say!("It is what was signed, but a later release of this site was seen here before."),
            say!("Use the later release, unless you want to look at this one as it was."),
        ),
        _ => (
            say!("Broken chain"),
            say!("It is what was signed, but it does not follow the release that was seen before."),
            say!("Ask the people who publish the site whether a release was taken back."),
        ),
    }
}

/// Something is not what was published.
fn broken(verdict: Verdict) -> (Message, Message, Message) {
    match verdict {
        Verdict::Incomplete => (
            say!("Incomplete"),
            say!("Files are missing, or there are files that are not part of it."),
            say!("Do not publish or rely on it. Ask for the bundle again."),
        ),
        Verdict::Altered => (
            say!("Altered"),
            say!("It is not what was published: something in it was changed afterwards."),
            say!("Do not publish or rely on it. Ask for the bundle again."),
        ),
        _ => (
            say!("Cannot be read"),
            say!("This cannot be read as a bundle of a trust center."),
            say!("Choose the folder that holds manifest.json, or the zip file of a bundle."),
        ),
    }
}
