//! What the command line says of changes.

pub(crate) const CHANGES: &str = "List in words what changed between two bundles, or since the last release of a site; ends with 0 when nothing did, 1 when something did, 2 when it could not be found out";
pub(crate) const CHANGES_A: &str =
    "The old bundle (a folder or a zip), or a site; a site alone is compared with its last release";
pub(crate) const CHANGES_B: &str = "The new bundle or site";
pub(crate) const CHANGES_FORMAT: &str =
    "How to list them; html is one file to read, print and send";
pub(crate) const CHANGES_LANG: &str = "The language of what is said";
