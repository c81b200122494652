//! Operations that failed. Each says what happened, what is safe and what to do; the window
//! chooses its buttons by [`Error::code`], never by the words.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::message::Message;
use crate::say;

/// A failed operation.
#[derive(Debug)]
pub enum Error {
    /// The folder holds no `site.toml`.
    NotASite(PathBuf),
    /// A folder that must be empty or new is not.
    NotEmpty(PathBuf),
    /// Reading failed.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// Writing failed; what was there is still there.
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// A path that leaves the site, or names something a site cannot hold.
    OutsideSite(String),
    /// The file on disk is no longer the one that was read.
    Conflict(String),
    /// An edit names a page, section or field that is no longer there.
    Stale(&'static str),
    /// An edit that the page format or the kind does not allow.
    Refused(Message),
    /// The export folder may not be used.
    ExportFolder(Message),
    /// The person stopped the operation.
    Cancelled,
    /// A template failed.
    Template(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } | Self::Write { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl Error {
    /// What happened, what is safe and what to do.
    pub fn message(&self) -> Message {
        match self {
            Self::NotASite(path) => say!(
                "The folder “{path}” is not a trust center: it has no site.toml. Nothing was changed. Choose the folder that holds site.toml, or create a new site.",
                path
            ),
            Self::NotEmpty(path) => say!(
                "The folder “{path}” is not empty. Nothing was changed. Choose an empty folder or a new name.",
                path
            ),
            Self::Read { path, source } => say!(
                "“{path}” could not be read: {reason}. Nothing was changed. Check that the file exists and that you may open it, then try again.",
                path,
                reason = source
            ),
            Self::Write { path, source } => say!(
                "“{path}” could not be saved: {reason}. What was there before is untouched and your text is kept in the window. Free some space or check that the folder may be written to, then try again.",
                path,
                reason = source
            ),
            Self::OutsideSite(path) => say!(
                "“{path}” is not a place inside this site. Nothing was changed. Choose a file inside the site's folder.",
                path
            ),
            Self::Conflict(path) => say!(
                "“{path}” was changed by another program. Nothing was overwritten. Look at both versions and choose.",
                path
            ),
            Self::Stale(thing) => say!(
                "The {thing} this edit belongs to is no longer there. Nothing was changed. Select it again.",
                thing = Message::new(thing, &[])
            ),
            Self::Refused(message) | Self::ExportFolder(message) => message.clone(),
            Self::Cancelled => say!("Stopped. Nothing was changed."),
            Self::Template(reason) => say!(
                "A template could not be used: {reason}. The content is safe.",
                reason
            ),
        }
    }

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
