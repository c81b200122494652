//! `gallery`: every section kind in every theme and language, as pages in a folder.

use std::path::Path;
use std::process::ExitCode;

use trustdesk_core::create;
use trustdesk_core::error::Error;
use trustdesk_core::gallery::gallery;
use trustdesk_core::model::Date;
use trustdesk_core::store;

use crate::{Loaded, load, print, words};

/// Writes the gallery of a site, or of the sample site, to a new or empty folder.
pub(crate) fn write(
    out: &Path,
    site: Option<&Path>,
    as_of: Date,
    trusted: bool,
) -> Result<ExitCode, Error> {
    let sample = tempfile::tempdir().map_err(|e| Error::write(out, e))?;
    let folder = match site {
        Some(site) => site.to_owned(),
        None => {
            create::example(sample.path())?;
            sample.path().to_owned()
        }
    };
    let loaded = load(&folder, trusted)?;
    loaded.warn();
    let Loaded {
        engine,
        store,
        site,
        ..
    } = &loaded;
    let gallery = gallery(engine, site, as_of);
    let media = gallery.media.iter().filter_map(|path| {
        let path = path.trim_start_matches('/');
        Some((path.to_owned(), store.read(path).ok()?))
    });
    store::create(out, gallery.files.into_iter().chain(media))?;
    print(&words::gallery(out));
    Ok(ExitCode::SUCCESS)
}
