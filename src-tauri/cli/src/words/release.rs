//! What the command line says of releases.

use trustdesk_core::release::Released;

pub(crate) const RELEASE: &str = "Make the next release of a site";
pub(crate) const RELEASE_DATE: &str = "The day of the release; today in UTC if not given";
pub(crate) const NOTE: &str = "What changed, for visitors, in one language, such as en=Text";
pub(crate) const NOT_A_NOTE: &str = "enter a locale and a text such as en=New certificate";
pub(crate) const BY: &str = "Who releases it";
pub(crate) const CORRECTION: &str = "Release a small correction before its review";

pub(crate) fn released(released: &Released) -> String {
    format!(
        "Release {} of {}: {} files, {} KB, root {}",
        released.number,
        released.date,
        released.files,
        released.bytes.div_ceil(1_000),
        released.root
    )
}
