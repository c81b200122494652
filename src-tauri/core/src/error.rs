//! Operations that failed. Each says what happened, what is safe and what to do; the window
//! chooses its buttons by [`Error::code`], never by the words.

use std::path::{Path, PathBuf};

/// A failed operation.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder holds no `site.toml`.
    #[error(
        "The folder “{0}” is not a trust center: it has no site.toml. Nothing was changed. Choose the folder that holds site.toml, or create a new site."
    )]
    NotASite(PathBuf),
    /// A folder that must be empty or new is not.
    #[error(
        "The folder “{0}” is not empty. Nothing was changed. Choose an empty folder or a new name."
    )]
    NotEmpty(PathBuf),
    /// Reading failed.
    #[error(
        "“{path}” could not be read: {source}. Nothing was changed. Check that the file exists and that you may open it, then try again."
    )]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// Writing failed; what was there is still there.
    #[error(
        "“{path}” could not be saved: {source}. What was there before is untouched and your text is kept in the window. Free some space or check that the folder may be written to, then try again."
    )]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// A path that leaves the site, or names something a site cannot hold.
    #[error(
        "“{0}” is not a place inside this site. Nothing was changed. Choose a file inside the site's folder."
    )]
    OutsideSite(String),
    /// The file on disk is no longer the one that was read.
    #[error(
        "“{0}” was changed by another program. Nothing was overwritten. Look at both versions and choose."
    )]
    Conflict(String),
    /// An edit names a page, section or field that is no longer there.
    #[error(
        "The {0} this edit belongs to is no longer there. Nothing was changed. Select it again."
    )]
    Stale(&'static str),
    /// An edit that the page format or the kind does not allow.
    #[error("{0}")]
    Refused(String),
    /// The export folder may not be used.
    #[error("{0}")]
    ExportFolder(String),
    /// The person stopped the operation.
    #[error("Stopped. Nothing was changed.")]
    Cancelled,
    /// A template failed.
    #[error("A template could not be used: {0}. The content is safe.")]
    Template(String),
}

impl Error {
    /// Stable name of the kind of error, for the window.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotASite(_) => "not-a-site",
            Self::NotEmpty(_) => "not-empty",
            Self::Read { .. } => "read",
            Self::Write { .. } => "write",
            Self::OutsideSite(_) => "outside-site",
            Self::Conflict(_) => "conflict",
            Self::Stale(_) => "stale",
            Self::Refused(_) => "refused",
            Self::ExportFolder(_) => "export-folder",
            Self::Cancelled => "cancelled",
            Self::Template(_) => "template",
        }
    }

    /// A read error for `path`.
    pub fn read(path: &Path, source: std::io::Error) -> Self {
        Self::Read {
            path: path.to_owned(),
            source,
        }
    }

    /// A write error for `path`.
    pub fn write(path: &Path, source: std::io::Error) -> Self {
        Self::Write {
            path: path.to_owned(),
            source,
        }
    }
}
