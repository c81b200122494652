//! Files in the program's own data folder, outside any site: journals that only grow, and small files
//! that are written once. What they hold is the person's own text, so nobody else may read it.
#![allow(
    clippy::disallowed_methods,
    reason = "this module belongs to the store"
)]

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file that only grows, locked for as long as it is open. What was appended survives the death of
/// this process at once, and that of the machine after [`Log::sync`].
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    file: File,
    bytes: u64,
}

impl Log {
    /// Opens or makes a log. `None` when another process that still lives has it open.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn open(path: &Path) -> io::Result<Option<Self>> {
        private_folder(path.parent().unwrap_or(Path::new(".")))?;
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            // Locks are unknown to some network file systems; the log works without.
            Err(TryLockError::Error(_)) => {}
        }
        let bytes = file.metadata()?.len();
        Ok(Some(Self {
            path: path.to_owned(),
            file,
            bytes,
        }))
    }

    /// Its length in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// All that it holds. Read through the lock: other handles may not, on some systems.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn contents(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Adds bytes at its end.
    ///
    /// # Errors
    /// Those of the operating system; a part may have been added then.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(bytes)?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Makes what was appended or cleared durable.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// A second hold on it, by which it can be synced while it grows on.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn syncer(&self) -> io::Result<Syncer> {
        Ok(Syncer(self.file.try_clone()?))
    }

    /// Takes everything out.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.bytes = 0;
        Ok(())
    }

    /// Closes it and removes the file.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn remove(self) -> io::Result<()> {
        // Emptied first: one that cannot be removed must not say what no longer counts.
        self.file.set_len(0)?;
        #[cfg(windows)]
        drop(self.file);
        fs::remove_file(&self.path)
    }
}

/// A hold on a log by which it is made durable.
#[derive(Debug)]
pub struct Syncer(File);

impl Syncer {
    /// Makes what was appended or cleared until now durable.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn sync(&self) -> io::Result<()> {
        self.0.sync_data()
    }
}

/// Reads a file; `None` when there is none.
///
/// # Errors
/// Those of the operating system.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a file as a whole, under a name of its own: at no moment is there half of it.
///
/// # Errors
/// Those of the operating system; an old file is as it was then.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    written(path, bytes)?.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// The same for a file that must not be there yet.
///
/// # Errors
/// Those of the operating system; also when there is a file already, which stays.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = written(path, bytes)?;
    temporary.persist_noclobber(path).map_err(|e| e.error)?;
    Ok(())
}

/// The bytes beside the place where they belong. Only their owner may read them.
fn written(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    private_folder(folder)?;
    let mut temporary = tempfile::Builder::new()
        .prefix(".trustdesk-")
        .suffix(".tmp")
        .tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_data()?;
    Ok(temporary)
}

/// Removes a file; that it is not there is no error.
///
/// # Errors
/// Those of the operating system.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The files right inside a folder, in the order of their names; none when there is no folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    inside(folder, |kind| kind.is_file())
}

/// The folders right inside a folder, in the order of their names.
pub fn folders(folder: &Path) -> Vec<PathBuf> {
    inside(folder, |kind| kind.is_dir())
}

fn inside(folder: &Path, wanted: impl Fn(fs::FileType) -> bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.file_type().is_ok_and(&wanted))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_grows_is_locked_and_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/log");
        let mut log = Log::open(&path).unwrap().unwrap();
        log.append(b"one").unwrap();
        log.append(b"two").unwrap();
        log.sync().unwrap();
        assert_eq!(read(&path).unwrap().unwrap(), b"onetwo");
        assert_eq!(log.bytes(), 6);
        assert!(Log::open(&path).unwrap().is_none(), "opened twice");
        log.clear().unwrap();
        log.append(b"three").unwrap();
        drop(log);
        let mut log = Log::open(&path).unwrap().unwrap();
        assert_eq!(
            (log.bytes(), log.contents().unwrap().as_slice()),
            (5, &b"three"[..])
        );
        log.remove().unwrap();
        assert!(read(&path).unwrap().is_none());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_look_into_the_folder() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("a/b/file"), b"x").unwrap();
        for inside in ["a", "a/b"] {
            let rights = fs::metadata(folder.path().join(inside)).unwrap();
            assert_eq!(rights.permissions().mode() & 0o077, 0, "{inside}");
        }
        assert_eq!(files(&folder.path().join("a/b")).len(), 1);
        assert_eq!(folders(&folder.path().join("a")).len(), 1);
        remove(&folder.path().join("a/b/file")).unwrap();
        remove(&folder.path().join("a/b/file")).unwrap();
        assert!(files(&folder.path().join("none")).is_empty());
    }
}
