//! How far something long is: counted by file, told now and then, and stopped when nobody wants it.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::Error;
use crate::view::ExportProgress;

/// Called with progress; answers `false` to stop.
pub type OnProgress<'a> = &'a (dyn Fn(ExportProgress) -> bool + Sync);

/// Counts steps, which may be made by several threads.
pub(crate) struct Counter<'a> {
    done: AtomicU32,
    pub(crate) total: u32,
    pub(crate) progress: OnProgress<'a>,
}

impl<'a> Counter<'a> {
    /// Nothing of so many steps is done yet.
    pub(crate) fn new(total: usize, progress: OnProgress<'a>) -> Self {
        Self {
            done: AtomicU32::new(0),
            total: u32::try_from(total).unwrap_or(u32::MAX),
            progress,
        }
    }

    /// One step more.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub(crate) fn step(&self) -> Result<(), Error> {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let total = self.total;
        // Every file would be too often for a window, and once too rare for a person.
        let telling = done == total || done.is_multiple_of(64) || total < 256;
        if telling && !(self.progress)(ExportProgress { done, total }) {
            return Err(Error::Cancelled);
        }
        Ok(())
    }
}
