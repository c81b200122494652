//! The trust that a person gives to a site's own templates. It is kept in the program's data folder,
//! by the path of the site: nothing in the site itself can give it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::drafts::folder_of;
use crate::error::Error;
use crate::store::{Hash, data};

/// What a person trusts of a site's templates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Trust {
    /// Nothing.
    #[default]
    None,
    /// The templates with this digest, and no others.
    These(Hash),
    /// Whatever they become: for someone who works on them, on this computer.
    All,
}

/// What stands for whatever they become, in place of a digest.
const ALL: &str = "all";

/// What the file says.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    /// The site's folder.
    site: String,
    /// The digest that is trusted, or `all`.
    templates: String,
}

impl Trust {
    /// What is kept in the data folder for the site whose canonical folder is `site`.
    pub fn kept(folder: &Path, site: &Path) -> Self {
        let read = data::read(&file(folder, site)).ok().flatten();
        let note = read.and_then(|bytes| serde_json::from_slice::<Note>(&bytes).ok());
        match note.filter(|note| note.site == site.to_string_lossy()) {
            Some(note) if note.templates == ALL => Self::All,
            Some(note) => Hash::parse(&note.templates).map_or(Self::None, Self::These),
            None => Self::None,
        }
    }

    /// Keeps it there.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn keep(self, folder: &Path, site: &Path) -> Result<(), Error> {
        let file = file(folder, site);
        let failed = |e| Error::write(&file, e);
        let templates = match self {
            Self::None => return data::remove(&file).map_err(failed),
            Self::These(digest) => digest.to_string(),
            Self::All => ALL.to_owned(),
        };
        let site = site.to_string_lossy().into_owned();
        let note = serde_json::to_vec(&Note { site, templates }).map_err(|e| failed(e.into()))?;
        data::write(&file, &note).map_err(failed)
    }

    /// Whether templates with this digest may be used.
    pub fn covers(self, digest: Hash) -> bool {
        match self {
            Self::None => false,
            Self::These(trusted) => trusted == digest,
            Self::All => true,
        }
    }
}

fn file(folder: &Path, site: &Path) -> PathBuf {
    folder_of(folder, "trust", site).with_extension("json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_is_kept_by_path_and_digest() {
        let folder = tempfile::tempdir().unwrap();
        let (site, other) = (Path::new("/sites/one"), Path::new("/sites/two"));
        let (old, new) = (Hash::of(b"old"), Hash::of(b"new"));
        assert_eq!(Trust::kept(folder.path(), site), Trust::None);
        Trust::These(old).keep(folder.path(), site).unwrap();
        let kept = Trust::kept(folder.path(), site);
        assert!(kept.covers(old) && !kept.covers(new));
        assert_eq!(Trust::kept(folder.path(), other), Trust::None);
        Trust::All.keep(folder.path(), site).unwrap();
        assert!(Trust::kept(folder.path(), site).covers(new));
        Trust::None.keep(folder.path(), site).unwrap();
        assert_eq!(Trust::kept(folder.path(), site), Trust::None);
        Trust::None.keep(folder.path(), site).unwrap();
    }

    #[test]
    fn a_note_that_cannot_be_read_is_no_trust() {
        let folder = tempfile::tempdir().unwrap();
        let site = Path::new("/sites/one");
        for text in [
            "",
            "{}",
            "{\"site\":\"/sites/one\"}",
            "{\"site\":\"/sites/two\",\"templates\":\"all\"}",
            "{\"site\":\"/sites/one\",\"templates\":\"x\"}",
        ] {
            data::write(&file(folder.path(), site), text.as_bytes()).unwrap();
            assert_eq!(Trust::kept(folder.path(), site), Trust::None, "{text}");
        }
    }
}
