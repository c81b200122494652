//! What the command line says of links to other sites.

use trustdesk_core::outside::Progress;

pub(crate) const EXTERNAL: &str = "Ask other sites whether what the links lead to is still there; nothing but the address is sent";
pub(crate) const CACHE: &str =
    "Remember answers in this file: what was found for a week, the rest for a day";
pub(crate) const AGAIN: &str = "Ask for everything, whatever is remembered";
pub(crate) const ALLOW_LOCAL: &str = "Also ask addresses of this computer and of its network";
pub(crate) const OFFLINE: &str = "Links to other sites were not checked: no name of any site was found. Connect this computer, then try again.";

pub(crate) fn asking(progress: &Progress) -> String {
    format!(
        "Links to other sites: {} of {}, now {}",
        progress.done, progress.total, progress.host
    )
}
