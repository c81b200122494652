//! `delta` and `apply`: what changed between two releases, and the later one from it.

use std::path::Path;
use std::process::ExitCode;

use trustdesk_core::bundle::{Bundle, delta, write};
use trustdesk_core::error::Error;

use crate::{clear, print, verify, words};

/// Writes what changed since an earlier bundle.
pub(crate) fn delta(since: &Path, bundle: &Path, out: &Path) -> Result<ExitCode, Error> {
    let since = Bundle::open(since)?;
    let (bundle, signature) = Bundle::open_signed(bundle)?;
    let signature = signature.as_deref();
    let written = delta::write(
        since.manifest(),
        &bundle,
        signature,
        out,
        &verify::telling(),
    )?;
    clear();
    print(&words::wrote(out, &written));
    Ok(ExitCode::SUCCESS)
}

/// Writes the later bundle.
pub(crate) fn apply(since: &Path, delta: &Path, out: &Path) -> Result<ExitCode, Error> {
    let (bundle, signature) = delta::apply(Bundle::open(since)?, delta)?;
    let written = write::to(&bundle, signature.as_deref(), out, &verify::telling())?;
    clear();
    print(&words::wrote(out, &written));
    Ok(ExitCode::SUCCESS)
}
