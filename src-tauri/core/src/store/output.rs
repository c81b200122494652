//! Writing finished sites: a new folder beside the target and a swap, or single files in place.
#![allow(
    clippy::disallowed_methods,
    reason = "this module belongs to the store"
)]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A folder that takes the target's place when it is complete.
pub struct Staging {
    folder: PathBuf,
    target: PathBuf,
    done: bool,
}

impl Staging {
    /// A new folder beside `target`, on the same disk.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn beside(target: &Path) -> io::Result<Self> {
        let parent = target
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        fs::create_dir_all(parent)?;
        let name = target
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let prefix = format!(".{name}.partial-");
        remove_stale(parent, &prefix);
        let folder = tempfile::Builder::new()
            .prefix(&prefix)
            .tempdir_in(parent)?
            .keep();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        }
        Ok(Self {
            folder,
            target: target.to_owned(),
            done: false,
        })
    }

    /// The folder to write into.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts the folder in the target's place. The target must be missing or empty.
    ///
    /// # Errors
    /// Those of the operating system; the target is as it was then.
    pub fn swap(mut self) -> io::Result<()> {
        sync_tree(&self.folder);
        if self.target.exists() {
            fs::remove_dir(&self.target)?;
        }
        fs::rename(&self.folder, &self.target)?;
        self.done = true;
        Ok(())
    }

    /// Puts the folder in the place of one that is there, which is removed then.
    ///
    /// # Errors
    /// Those of the operating system; the target is as it was then.
    pub fn replace(self) -> io::Result<()> {
        sync_tree(&self.folder);
        // What was there lies in the staging folder then, which goes.
        exchange(&self.folder, &self.target)
    }
}

/// Lets two folders change places, at once where the system can.
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            result => return Ok(result?),
        }
    }
    // The name goes on with that of the partial folder, so that one that is left behind is swept.
    let mut aside = one.as_os_str().to_owned();
    aside.push(".old");
    let aside = PathBuf::from(aside);
    fs::rename(other, &aside)?;
    if let Err(error) = fs::rename(one, other) {
        fs::rename(&aside, other)?;
        return Err(error);
    }
    // The new one is there: what cannot be cleared away now is swept later.
    let _ = fs::rename(&aside, one);
    Ok(())
}

/// A file that takes the target's place when it is complete.
pub struct NewFile {
    temporary: tempfile::NamedTempFile,
    target: PathBuf,
}

impl NewFile {
    /// A new file beside `target`, on the same disk.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn beside(target: &Path) -> io::Result<Self> {
        let folder = target
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        Ok(Self {
            temporary: temporary_in(folder)?,
            target: target.to_owned(),
        })
    }

    /// Where it lies until it is complete.
    pub fn path(&self) -> &Path {
        self.temporary.path()
    }

    /// Puts it in the target's place.
    ///
    /// # Errors
    /// Those of the operating system; the target is as it was then.
    pub fn persist(self) -> io::Result<()> {
        readable(&self.temporary)?;
        self.temporary.as_file().sync_all()?;
        self.temporary.persist(&self.target).map_err(|e| e.error)?;
        if let Some(folder) = self.target.parent() {
            sync_tree(folder);
        }
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temporary.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temporary.flush()
    }
}

fn temporary_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".trustdesk-")
        .suffix(".tmp")
        .tempfile_in(folder)
}

/// Lets everybody read a file, whatever the person's settings are: it is there to be published.
fn readable(file: &tempfile::NamedTempFile) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file()
            .set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Removes partial exports that a killed process left beside their place more than a day ago.
/// Failing to is harmless.
fn remove_stale(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let named = entry.file_name().to_string_lossy().starts_with(prefix);
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if named
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && age().is_some_and(|age| age > super::STALE)
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.done {
            // Nothing more can be done if even this fails; the name says that it is partial.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Writes a file that is not there yet. Its folder exists.
///
/// # Errors
/// Those of the operating system.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create(path)?.write_all(bytes)
}

/// Replaces a file by renaming a complete one over it.
///
/// # Errors
/// Those of the operating system; the old file is as it was then.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temporary = temporary_in(folder)?;
    temporary.write_all(bytes)?;
    readable(&temporary)?;
    temporary.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// Copies a file that is not changed on the way.
///
/// # Errors
/// Those of the operating system.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to).map(drop)
}

/// Makes folders.
///
/// # Errors
/// Those of the operating system.
pub fn create_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Removes a file of an earlier export, and its folder if that is empty then.
///
/// # Errors
/// Those of the operating system; a file that is not there is no error.
pub fn remove(root: &Path, path: &str) -> io::Result<()> {
    let file = root.join(path);
    match fs::remove_file(&file) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut folder = file.parent();
    while let Some(inside) = folder.filter(|f| *f != root && f.starts_with(root)) {
        // Not empty: somebody else's files, or other pages.
        if fs::remove_dir(inside).is_err() {
            break;
        }
        folder = inside.parent();
    }
    Ok(())
}

/// Removes temporary files of ours below `folder`, left there by a process that was killed; those
/// older than `age`, or all. Failing to is harmless.
pub fn sweep(folder: &Path, age: Option<Duration>) {
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        let name = entry.file_name().to_string_lossy();
        if !(name.starts_with(".trustdesk-") && name.ends_with(".tmp")) {
            continue;
        }
        let since = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if entry.file_type().is_file()
            && age.is_none_or(|age| since().is_some_and(|since| since > age))
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// One request to the disk for all that was written.
pub fn sync_tree(folder: &Path) {
    // The folder's own entry; the file system orders data before it on the journalled ones.
    if let Ok(open) = File::open(folder) {
        let _ = open.sync_all();
    }
}
